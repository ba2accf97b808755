"""Fitness medals that were there before badges became data come over as they are."""

from datetime import date

import pytest
from playhouse.migrations import Runner

import models
from services import store
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.factories import Cast, identity


@pytest.fixture
def migrated(engine_url):
    store.bind(engine_url)
    with store.connection():
        yield models.database


def test_a_medal_keeps_its_number_and_code_and_gains_a_term_a_day_and_a_cause(migrated):
    cast, season = Cast(), make_season()
    signer = identity(cast.instructor).account_id
    # The second is a record too, which earlier code does not know.
    sheets = [make_sheet(make_assessment(cast.east, season=season), cast.officer) for _total in (25, 26)]
    made = settle(sheets[0], "gold", signer=signer, total=25)[1]
    settle(sheets[1], "gold", signer=signer, total=26)
    assert models.Award.select().count() == 2

    try:
        Runner(migrated, str(store.MIGRATIONS)).down("0004_badges")
    finally:
        store.migrate()
    (award,) = models.Award.select()
    (version,) = models.AwardVersion.select()

    assert (award.edition, award.term) == (1, f"season:{season.id}")
    assert (version.check_code, version.earned_on) == (made.check_code, date(2026, 10, 18))
    assert (version.cause, version.actor_id) == ("settled", signer)
