"""What may be earned, as Open Badges 3.0 describes it: the issuer, and a badge of one season in one metal.

Documents are written in both languages at once: a signed text is the same for every reader.
"""

from dataclasses import dataclass

from models import Badge, Metal, Season, SeasonKind
from services import bureau, labels, seasons, words
from services.awards import earning
from services.bureau import get as setting
from services.credentials import status_lists
from services.errors import NotFound
from services.words import gettext as _

CONTEXT = [
    status_lists.VC,
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


@dataclass(frozen=True, slots=True)
class Achievement:
    """A badge of one season in one metal. It says nothing about any person."""

    badge: str
    title: str
    title_en: str
    year: int
    season: SeasonKind
    metal: Metal
    has_grade: bool = True

    @property
    def path(self):
        return f"/achievements/{self.badge}/{self.year}/{self.season.value}/{self.metal.value}"

    @property
    def kind(self):
        """The badge's name in the reader's language."""
        return words.pick(self.title, self.title_en)

    @property
    def name(self):
        told = {"year": self.year, "season": labels.of(self.season), "title": self.kind}
        grade = labels.struck(self.metal, self.badge)
        if not self.has_grade:
            return _("%(year)s %(season)s %(title)s", **told)
        return _("%(year)s %(season)s %(title)s（%(grade)s）", **told, grade=grade)

    @property
    def description(self):
        return _("在警务训练中取得的一枚纪念章：%(title)s", title=self.kind)

    @property
    def criterion(self):
        """The condition as far as it holds for good: the numbers that a rule asks for may change."""
        if not self.has_grade:
            return _("达到“%(title)s”的条件。", title=self.kind)
        grade = labels.struck(self.metal, self.badge)
        if self.badge == earning.CONTEST:
            return _("这一季里在一场比武中得了%(place)s。", place=grade)
        if self.badge == earning.FITNESS:
            return _("这一季里参加体能测试并达标，最好一次的等级是%(grade)s。", grade=grade)
        return _("这一季里达到这枚章的条件，等级是%(grade)s。", grade=grade)


def find(badge, year, season, metal) -> Achievement:
    """An achievement by the parts of its address. Raises ``NotFound`` without such a badge or season."""
    row = Badge.get_or_none(code=badge)
    known = {one.kind: one for one in seasons.of_year(year)}
    if row is None or season not in known or metal not in list(Metal):
        raise NotFound
    if row.metal not in (None, metal):
        raise NotFound
    return achievement_of(row, known[season], Metal(metal))


def achievement_of(badge: Badge, season: Season, metal: Metal) -> Achievement:
    """``badge.metal`` is null where the grade decides it; else the metal says nothing."""
    return Achievement(
        badge=badge.code,
        title=badge.name,
        title_en=badge.name_en,
        year=season.year,
        season=SeasonKind(season.kind),
        metal=metal,
        has_grade=badge.metal is None,
    )


def profile(url):
    """The issuer, as far as the bureau has said who it is."""
    name = setting(bureau.NAME)
    told = {"id": f"{url}/issuer", "type": ["Profile"], "url": url}
    return told | ({"name": name} if name else {})


def document(found: Achievement, url):
    """The achievement as a JSON document. The address of its page is where the condition stands."""
    page = url + found.path
    return {
        "id": f"{page}.json",
        "type": ["Achievement"],
        "achievementType": "Award",
        "creator": profile(url),
        "name": _both(lambda: found.name),
        "description": _both(lambda: found.description),
        "criteria": {"id": page, "narrative": _both(lambda: found.criterion)},
        "image": {"id": f"{url}{picture(found)}", "type": "Image"},
    }


def picture(found: Achievement):
    """The die: the medal without number or name."""
    name = f"{found.season.value}-{found.metal.value}-{found.year}"
    own = "" if found.badge == earning.FITNESS else f"-{found.badge}"
    return f"/dies/{name}{own}.webp?size=720"


def _both(write):
    """A text in both languages; once where they do not differ."""
    told = []
    for language in words.LANGUAGES:
        with words.using(language):
            told.append(write())
    return " / ".join(dict.fromkeys(told))
