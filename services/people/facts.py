"""The facts kept about a person, read from the spellings that bureaus use.

Each function reads one cell of a roster or one field of a form. It returns the value, or raises
``Unreadable`` with a reason on which a registrar can act.
"""

import re
from datetime import date, datetime, timedelta

from models import Person, PersonKind, Sex
from services import clock, labels, texts, words
from services.words import gettext as _

YOUNGEST, OLDEST = 16, 80
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
NUMBER = re.compile(r"[^\W_][^\W_-]*(?:-[^\W_]+)*")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E[+-]?\d+")
IDENTITY_CARD = re.compile(r"\d{15}|\d{17}[\dX]")
#: Excel keeps no more than 15 digits of a number.
MOST_EXACT = 10**15
DATE = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[ T]00?:00(?::00)?(?:\.0+)?)?")
SERIAL = re.compile(r"\d{5}(\.0+)?")
SERIAL_ZERO = date(1899, 12, 30)  # 1900 is no leap year, but Excel counts it as one

SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "MALE": Sex.MALE, "女": Sex.FEMALE, "女性": Sex.FEMALE}
SEXES |= {"M": Sex.MALE, "F": Sex.FEMALE, "FEMALE": Sex.FEMALE}
OFFICERS = ("民警", "在编民警", "正式民警", "警察", "人民警察", "OFFICER", "POLICE OFFICER")
AUXILIARIES = ("辅警", "警务辅助人员", "勤务辅警", "文职辅警", "协警", "AUXILIARY", "AUXILIARY OFFICER")
KINDS = dict.fromkeys(OFFICERS, PersonKind.OFFICER) | dict.fromkeys(AUXILIARIES, PersonKind.AUXILIARY)


class Unreadable(Exception):
    """What was written cannot be read; the text says why."""


def close_up(text):
    """A name without spaces between Chinese characters, which are set for looks and are no part of it."""
    return text.replace(" ", "") if HAN.search(text) else text


def tidy_number(text):
    """A police number as it is stored: one width, no spaces, capitals."""
    return texts.plain(text).replace(" ", "").upper()


def police_number(value):
    """The number as text. Excel's ``31026.0`` is repaired; what it has rounded is refused."""
    if isinstance(value, float):
        value = int(value) if value.is_integer() and value < MOST_EXACT else repr(value)
    text = tidy_number(value).strip("'")
    text = re.sub(r"(?<=^\d)(\d*)\.0+$", r"\1", text)
    if not text:
        raise Unreadable(_("缺警号"))
    if SCIENTIFIC.fullmatch(text):
        raise Unreadable(_("警号被 Excel 改成了科学计数法，请把这一列设为文本再填"))
    if IDENTITY_CARD.fullmatch(text):
        raise Unreadable(_("警号一栏像是身份证号"))
    if isinstance(value, bool) or not 2 <= len(text) <= 20 or not NUMBER.fullmatch(text):
        raise Unreadable(_("警号只能是 2 到 20 位字母、数字或短横"))
    return text


def name(value):
    text = close_up(texts.plain(value))
    if not text:
        raise Unreadable(_("缺姓名"))
    if len(text) > Person.name.max_length:
        raise Unreadable(_("姓名太长，最多 40 个字"))
    if any(c.isdigit() for c in text) or not any(c.isalpha() or texts.is_kept(c) for c in text):
        raise Unreadable(_("姓名不对"))
    return text


def sex(value):
    return _one_of(SEXES, value, missing=_("缺性别"), unknown=_("性别请填男或女"))


def kind(value):
    return _one_of(KINDS, value, missing=_("缺人员类别"), unknown=_("人员类别请填民警或辅警"))


def _one_of(known, value, *, missing, unknown):
    text = close_up(texts.plain(value)).upper()
    if not text:
        raise Unreadable(missing)
    found = known.get(text) or _by_label(text, set(known.values()))
    if found is None:
        raise Unreadable(unknown)
    return found


def _by_label(text, members):
    """The member with this label in any of our languages, whoever reads."""
    for language in words.LANGUAGES:
        with words.using(language):
            for member in members:
                if labels.of(member).upper() == text:
                    return member
    return None


def rank(value):
    text = close_up(texts.plain(value))
    if len(text) > Person.rank.max_length:
        raise Unreadable(_("警衔太长，最多 20 个字"))
    return text


def born_on(value):
    """A date of birth that a member of a bureau may have."""
    if value in (None, ""):
        raise Unreadable(_("缺出生日期"))
    return plausible_birth(_date(value))


def plausible_birth(day):
    today = clock.today()
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if not YOUNGEST <= age <= OLDEST:
        raise Unreadable(_("出生日期 %(day)s 不合常理", day=day.isoformat()))
    return day


def _date(value):
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = texts.plain(value).replace(" ", "") if HAN.search(str(value)) else texts.plain(value)
    try:
        return _written_date(text)
    except (ValueError, OverflowError):
        raise Unreadable(_("看不懂出生日期，请写成 1990-01-02")) from None


def _written_date(text):
    if parts := DATE.fullmatch(text):
        return date(*map(int, parts.groups()))
    if SERIAL.fullmatch(text):
        return SERIAL_ZERO + timedelta(days=int(float(text)))
    digits = text.removesuffix(".0")
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    raise ValueError(text)
