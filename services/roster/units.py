"""Which unit a roster means: by a path from the root, by the end of a path, or by a name that only one
unit bears.
"""

import re
from dataclasses import dataclass

from models import Role
from services import access, people, texts
from services.errors import Invalid
from services.people import facts
from services.people.facts import Unreadable
from services.words import gettext as _

SEPARATOR = re.compile(r"\s*[/\\>]\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of today (``id``), or one that is yet to be made."""

    id: int | None
    path: str  # of the unit, or of the nearest unit above it that exists
    lineage: tuple[str, ...]

    @property
    def label(self):
        return "/".join(self.lineage)


class Directory:
    """The units of today, by every end of their paths, and what this actor may do with them."""

    def __init__(self, actor, *, create):
        self.actor, self.create = actor, create
        self.by_id, self.by_end, self._answers = {}, {}, {}
        for unit in people.all_units():
            place = Place(unit.id, unit.path, tuple(unit.lineage))
            self.by_id[unit.id] = place
            keys = _keys(unit.lineage)
            for start in range(len(keys)):
                self.by_end.setdefault(keys[start:], []).append(place)
        self.roots = {_keys(p.lineage): p for p in self.by_id.values() if len(p.lineage) == 1}

    def find(self, text):
        """The place that a cell means. Raises ``Unreadable``. Kept, for thousands of rows share some
        dozens of answers.
        """
        text = texts.plain(text)
        if text not in self._answers:
            try:
                self._answers[text] = self._find(text)
            except Unreadable as reason:
                self._answers[text] = reason
        answer = self._answers[text]
        if isinstance(answer, Unreadable):
            raise answer
        return answer

    def may_keep(self, path):
        """Whether the actor's desk covers that unit."""
        return self.actor is None or self.actor.may(path, *access.DESK)

    def _find(self, text):
        parts = [facts.close_up(part) for part in SEPARATOR.split(text.strip("/\\> ")) if part]
        if not parts:
            raise Unreadable(_("缺单位"))
        place = self._known(parts) or self._new(parts)
        if not self.may_keep(place.path):
            raise Unreadable(_("单位“%(unit)s”不归您管", unit=place.label))
        return place

    def _known(self, parts):
        places = self.by_end.get(_keys(parts), [])
        whole = [place for place in places if len(place.lineage) == len(parts)]
        if len(whole or places) > 1:
            label = "/".join(parts)
            raise Unreadable(_("叫“%(unit)s”的单位有 %(n)s 个，请写全路径", unit=label, n=len(places)))
        return (whole or places or [None])[0]

    def _new(self, parts):
        """A place under the nearest unit that exists; the path must begin at a root."""
        if not self.create:
            raise Unreadable(_("没有单位“%(unit)s”", unit="/".join(parts)))
        above = [self._root_path(parts[:n]) for n in range(len(parts), 0, -1)]
        nearest = next((place for place in above if place), None)
        if nearest is None and (self.actor is not None or (self.roots and len(parts) == 1)):
            raise Unreadable(_("没有单位“%(unit)s”。要新建，请从最上级写起", unit="/".join(parts)))
        if self.actor is not None and not self.actor.may(nearest.path, Role.ADMIN):
            raise Unreadable(_("在“%(unit)s”下新建单位要由管理员来做", unit=nearest.label))
        known = nearest.lineage if nearest else ()
        return Place(None, nearest.path if nearest else "/", (*known, *map(_name, parts[len(known) :])))

    def _root_path(self, parts):
        return next((p for p in self.by_end.get(_keys(parts), []) if len(p.lineage) == len(parts)), None)


def _name(part):
    try:
        return people.unit_name(part)
    except Invalid as refusal:
        raise Unreadable(str(refusal)) from None


def _keys(lineage):
    return tuple(facts.close_up(texts.plain(name)).upper() for name in lineage)


def missing(directory, places):
    """The lineages to be made for these places, each after the one above it."""
    there = {_keys(place.lineage) for place in directory.by_id.values()}
    new = [place.lineage for place in places if place.id is None]
    wanted = {lineage[:n] for lineage in new for n in range(1, len(lineage) + 1)}
    return sorted((w for w in wanted if _keys(w) not in there), key=lambda w: (len(w), w))


def make(lineages):
    """Make the units that do not exist yet; returns {key of a lineage: unit id} of all units."""
    ids = {_keys(unit.lineage): unit for unit in people.all_units()}
    for lineage in lineages:
        if _keys(lineage) not in ids:
            ids[_keys(lineage)] = people.add_unit(lineage[-1], ids.get(_keys(lineage[:-1])))
    return {key: unit.id for key, unit in ids.items()}


def id_of(place, ids):
    return place.id or ids[_keys(place.lineage)]
