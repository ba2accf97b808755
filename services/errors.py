"""What a service may refuse to do, said in words a user can act on."""

from services.words import gettext as _
from services.words import lazy as _l


class DomainError(Exception):
    """A rule refused the act. ``status`` is the HTTP status of the refusal, ``message`` its text for the
    reader.
    """

    status = 409
    message = _l("操作未能完成")

    def __init__(self, **values):
        super().__init__()
        self.values = values

    def __str__(self):
        return str(self.message) % self.values if self.values else str(self.message)


class NotFound(DomainError):
    status = 404
    message = _l("没有找到这条记录")


class Forbidden(DomainError):
    status = 403
    message = _l("您没有权限做这件事")


class Unavailable(DomainError):
    status = 503
    message = _l("系统暂时忙，请稍后再试")


class Invalid(DomainError):
    """Fields that cannot be accepted: name of the field → what is wrong with it."""

    status = 422
    message = _l("请检查标出的内容")

    def __init__(self, errors):
        super().__init__()
        self.errors = {field: str(text) for field, text in errors.items()}

    def __str__(self):
        return _("；").join(self.errors.values()) or str(self.message)
