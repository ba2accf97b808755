"""Refusals and faults as answers: a page for a browser, a notice for htmx."""

import logging

from flask import g, render_template
from flask_htmx import make_response
from werkzeug.exceptions import HTTPException

from pwa.htmx import wants_fragment
from services.errors import DomainError, Unavailable
from services.store import TROUBLE
from services.words import gettext as _

logger = logging.getLogger("yizhang")

WORDS = {
    400: lambda: _("请求不完整，请返回重试"),
    403: lambda: _("您没有权限做这件事"),
    404: lambda: _("没有这个页面"),
    405: lambda: _("这个地址不能这样用"),
    413: lambda: _("文件太大"),
}


def register(app):
    @app.errorhandler(DomainError)
    def refuse(error):
        return answer(str(error), error.status)

    @app.errorhandler(HTTPException)
    def refuse_request(error):
        return answer(WORDS.get(error.code, WORDS[400])(), error.code)

    @app.errorhandler(Exception)
    def fail(error):
        if app.testing:
            raise error
        if isinstance(error, TROUBLE):
            logger.warning("database trouble, request=%s: %s", g.get("request_id"), type(error).__name__)
            return answer(str(Unavailable()), Unavailable.status)
        logger.exception("request=%s failed", g.get("request_id"))
        return answer(_("系统出错了，已记下。请把编号告诉管理员"), 500)


def answer(message, status):
    """Say no in the place where the reader looks."""
    context = {"message": message, "status": status, "code": g.get("request_id", "")}
    if wants_fragment():
        notice = render_template("_notice.html", **context)
        return make_response(notice, status, retarget="#notices", reswap="innerHTML")
    return render_template("error.html", **context), status
