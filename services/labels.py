"""Names for readers: what members of enumerations and codes are called in the reader's language."""

from models import (
    AssessmentKind,
    Attendance,
    AwardState,
    LeaveState,
    Means,
    Metal,
    PersonKind,
    Phase,
    Role,
    SeasonKind,
    Sex,
    TrainingKind,
)
from services.words import gettext
from services.words import lazy as _l

# Pairs, not a mapping: members of two enumerations with one text are equal.
PAIRS = (
    (Sex.MALE, _l("男", "sex")),
    (Sex.FEMALE, _l("女", "sex")),
    (PersonKind.OFFICER, _l("民警")),
    (PersonKind.AUXILIARY, _l("辅警")),
    (Role.TRAINEE, _l("参训人员")),
    (Role.INSTRUCTOR, _l("教官")),
    (Role.REGISTRAR, _l("训练管理员")),
    (Role.ADMIN, _l("系统管理员")),
    (SeasonKind.SPRING, _l("春训")),
    (SeasonKind.SUMMER, _l("夏练")),
    (SeasonKind.AUTUMN, _l("秋赛")),
    (SeasonKind.WINTER, _l("冬考")),
    (TrainingKind.DRILL, _l("训练", "kind")),
    (TrainingKind.COURSE, _l("培训班")),
    (TrainingKind.LECTURE, _l("大讲堂")),
    (TrainingKind.NIGHT_SCHOOL, _l("夜校")),
    (TrainingKind.BASE_VISIT, _l("基地参训")),
    (TrainingKind.EXERCISE, _l("红蓝对抗")),
    (TrainingKind.CONTEST, _l("比武")),
    (TrainingKind.ASSESSMENT, _l("考核")),
    (Phase.IN, _l("签到")),
    (Phase.MID, _l("中途签到")),
    (Phase.OUT, _l("签退")),
    (Attendance.PRESENT, _l("到", "attendance")),
    (Attendance.LATE, _l("迟到")),
    (Attendance.ON_LEAVE, _l("请假")),
    (Attendance.ABSENT, _l("缺勤")),
    (Means.SCAN, _l("扫码")),
    (Means.TYPED, _l("手输")),
    (Means.TICK, _l("教官点名")),
    (Means.PASS, _l("教官扫个人码")),
    (LeaveState.REQUESTED, _l("待批")),
    (LeaveState.APPROVED, _l("已批假")),
    (LeaveState.REJECTED, _l("未批")),
    (LeaveState.WITHDRAWN, _l("已撤回")),
    (LeaveState.ENDED, _l("已销假")),
    (AssessmentKind.FITNESS, _l("体测")),
    (AssessmentKind.FIREARMS, _l("枪考")),
    (AssessmentKind.CONTEST, _l("比武")),
    (Metal.GOLD, _l("优秀")),
    (Metal.SILVER, _l("良好")),
    (Metal.BRONZE, _l("合格")),
    (AwardState.VALID, _l("有效")),
    (AwardState.SUPERSEDED, _l("已更正")),
    (AwardState.REVOKED, _l("已撤销")),
)
LABELS = {(type(word), word): label for word, label in PAIRS}


def of(word):
    """The name of a member of one of the enumerations above."""
    return str(LABELS[type(word), word])


def options(enumeration):
    """(value, label) of every member, for a choice in a form."""
    return [(member.value, of(member)) for member in enumeration]


#: What a medal of a contest says by its metal.
PLACES = {Metal.GOLD: _l("第一名"), Metal.SILVER: _l("第二名"), Metal.BRONZE: _l("第三名")}


def struck(metal, badge):
    """What the metal of a badge says: the place in a contest, the grade elsewhere."""
    return str(PLACES[metal]) if badge == "contest" else of(metal)


def medal(year, season, what):
    """What a list calls a medal of a season; ``what`` is its grade or its name."""
    return gettext("%(year)s %(season)s · %(what)s", year=year, season=of(season), what=what)


EVIDENCE = {
    "A": _l("教官当面确认"),
    "B": _l("现场扫码"),
    "C": _l("码有效，送达晚了"),
    "D": _l("要教官确认"),
}
WEAKNESSES = {
    "typed": _l("手输的签到码"),
    "shared_device": _l("这部手机先给别人签过到"),
    "relayed": _l("码过期后才从别处来"),
    "early": _l("码还没到时间就出现了"),
    "unlisted": _l("不在应训名单"),
    "after_close": _l("定稿之后才送达"),
    "clock": _l("教官手机的时钟中途变过"),
    "headcount": _l("签到的人比清点的人头多"),
}


def evidence_grade(letter):
    """What an evidence grade (A to D) means, as a phrase."""
    return str(EVIDENCE[letter])


def weakness(reason):
    """Why a piece of evidence is weak, as a phrase."""
    return str(WEAKNESSES[reason])


#: Short names of the reasons for weakness, where a list is counted.
CODES = {
    "typed": "D1",
    "shared_device": "D2",
    "relayed": "D3",
    "early": "D4",
    "unlisted": "L1",
    "after_close": "T1",
    "clock": "T2",
    "headcount": "H1",
}
DAY_PARTS = {"am": _l("上午"), "pm": _l("下午"), "eve": _l("晚上")}


def weakness_code(reason):
    """The short name of a reason for weakness."""
    return CODES[reason]


def why(reason_or_letter):
    """Why a piece of evidence waits for review, where one thing alone is wrong with it.

    That is a reason for weakness, or the letter of a grade that the policy does not count.
    """
    words = WEAKNESSES.get(reason_or_letter) or EVIDENCE[reason_or_letter]
    return str(words)


def day_part(part):
    """The name of a half-day: 上午, 下午, 晚上."""
    return str(DAY_PARTS[part])
