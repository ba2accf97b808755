"""Results brought in from a file (timing systems, paper days): read, previewed, then all or nothing.

``template`` writes the file to fill in; ``columns`` and ``lines`` read one, ``people`` says whom a line
means, ``plans`` what the file would do, ``tries`` how many tries are left. Not here: reading rows of any
table (``documents.tables``), a file of people (``roster``), entries typed or sent by devices
(``sheets.entries``, ``intake``).

A file with any refusal leaves nothing behind. A clean one waits a day, for the account that brought it
alone, and is compared again with the sheets as they are when it is imported. The same line is the same
entry, however often it comes.
"""

import json
from datetime import timedelta

from models import Assessment, Entry, EntryKind, ResultImport, Sheet, database, locked
from services import assessments, audit, clock, sheets, standards, trainings
from services.documents import tables
from services.documents.pending import Pending
from services.errors import DomainError, Forbidden, NotFound
from services.results import columns, plans
from services.results.lines import Line, read_lines
from services.words import lazy as _l

BATCH = 500


class Changed(DomainError):
    message = _l("预览之后成绩或名单有变化，什么都没有导入。请重新看一遍再导入")


class Gone(NotFound):
    message = _l("这份成绩已经导入，或预览已过 24 小时。请重新上传")


PENDING = Pending(ResultImport, Gone)


def open_for(assessment_id, actor):
    """The assessment, for whoever may bring results in: its chief and its instructors. A closed one is
    refused.
    """
    assessment = assessments.get(assessment_id)
    part = assessments.part_of(actor, assessment)
    if not (part.is_chief or part.is_instructor):
        raise Forbidden
    if assessment.training.cancelled_at:
        raise trainings.Cancelled
    if assessment.closed_at:
        raise assessments.Closed
    return assessment


def preview(assessment_id, name, content, *, actor):
    """Read a file and say what it would do: (plan, token). The token is None where anything is refused.

    Earlier previews of the same account end.
    """
    assessment = open_for(assessment_id, actor)
    # The slow part: outside any transaction.
    standard = standards.load(assessment.standard)
    table = columns.find(tables.sheets(content), standard)
    lines, refused = read_lines(table, standard)
    plan = plans.draw_up(assessment, lines, refused=refused, ignored=table.ignored)
    if plan.refused:
        return plan, None
    rows = json.dumps({"lines": lines, "ignored": table.ignored}, ensure_ascii=False)
    return plan, PENDING.keep(name, actor, assessment=assessment.id, rows=rows)


def again(assessment_id, token, *, actor):
    """A kept file compared with the sheets of now: (its name, plan). For its owner."""
    assessment = open_for(assessment_id, actor)
    kept = PENDING.get(token, actor, assessment=assessment.id)
    return kept.name, _plan(assessment, kept)


def _plan(assessment, kept):
    stored = json.loads(kept.rows)
    lines = [Line(*fields) for fields in stored["lines"]]
    return plans.draw_up(assessment, lines, ignored=stored["ignored"])


@database.atomic()
def confirm(assessment_id, token, seen, *, actor):
    """Import all of a kept file, once, and return what was done; a second call raises ``Gone``.

    ``seen`` is the digest of the plan that its owner looked at. Where the file would now do anything else
    it is refused (``Changed``), and nothing is changed. People who have no sheet yet get one.
    """
    # Entries, settlings and other imports wait until this one is done: what was compared holds.
    locked(Assessment.select(Assessment.id).where(Assessment.id == assessment_id)).get_or_none()
    assessment = open_for(assessment_id, actor)
    kept = PENDING.get(token, actor, assessment=assessment.id)
    list(locked(Sheet.select(Sheet.id).where(Sheet.assessment == assessment.id).order_by(Sheet.id)))
    plan = _plan(assessment, kept)
    if plan.refused or plan.digest != seen:
        raise Changed
    _apply(assessment, plan, actor)
    kept.delete_instance()
    return plan


def _apply(assessment, plan, actor):
    stations = {}
    for station in assessments.stations_of(assessment.id):
        stations.setdefault(station.exercise, station.id)
    people = {one.whom.person.id: one.whom.sheet for one in plan.new}
    opened = [person_id for person_id, sheet in people.items() if sheet is None]
    sheets.open_all(assessment, opened)
    now = clock.now()
    rows = [_row(assessment, one, stations, actor, now) for one in plan.new]
    for start in range(0, len(rows), BATCH):
        Entry.insert_many(rows[start : start + BATCH]).execute()
    told = Sheet.assessment == assessment.id, Sheet.person.in_(list(people))
    Sheet.update(changes=Sheet.changes + 1).where(*told).execute()
    counts = {"results": len(rows), "people": len(people), "opened": len(opened)}
    audit.note("results.import", "assessment", assessment.id, actor_id=actor.account_id, **counts)


def _row(assessment, one, stations, actor, now):
    return {
        "entry_id": one.entry_id,
        "assessment": assessment.id,
        "station": stations.get(one.item.exercise),
        "person": one.whom.person.id,
        "kind": EntryKind.ATTEMPT,
        "exercise": one.item.exercise,
        "measure": one.measure,
        "second": one.second,
        "actor": actor.account_id,
        # Tries are ordered by the time they were measured; a file knows no more than their order.
        "measured_at": now + timedelta(milliseconds=one.n),
        "received_at": now,
    }


def drop(assessment_id, token, *, actor):
    """Forget a kept file. For its owner; a repeat changes nothing."""
    PENDING.drop(token, actor, assessment=assessment_id)


def tidy():
    """Forget previews older than a day: they hold people's data."""
    return PENDING.tidy()
