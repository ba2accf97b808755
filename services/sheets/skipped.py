"""Why complete sheets were left unsettled, counted by reason: for who settled all the others."""

from collections import Counter

from services import marks
from services.assessments.streams import BROKEN, MISSING
from services.sheets import ready
from services.words import lazy as _l

WHY = {
    ready.DOUBT: _l("存疑"),
    ready.OBJECTION: _l("有异议没复核"),
    ready.CLASH: _l("记录对不上"),
    MISSING: _l("设备缺记录"),
    BROKEN: _l("设备记录断链"),
    ready.BEHIND: _l("设备还没回报"),
}


def reasons(assessment) -> list[tuple[str, int]]:
    """(reason in words, sheets it stands in the way of), the commonest first. A sheet may have several."""
    waiting = marks.sheets_of(assessment.id, marks.complete_ids(assessment))
    readiness = ready.Readiness(assessment, [sheet.person_id for sheet in waiting])
    counts = Counter(
        code for sheet in waiting for code in {obstacle.code for obstacle in readiness.obstacles(sheet)}
    )
    return [(str(WHY[code]), n) for code, n in counts.most_common()]
