"""Editions under many settlings at once: no gap, no repeat, and never two medals for one person."""

import random
from concurrent.futures import ThreadPoolExecutor

from models import Award, AwardVersion, Edition, database
from services import badges, store
from tests import factories
from tests.awarding import make_assessment, make_season, make_sheet, settle
from tests.factories import Cast


class Withdrawn(Exception):
    pass


def test_editions_have_no_gap_and_no_repeat_when_many_settle_at_once_and_some_fail(database_url, tables):
    with store.connection():
        cast, season = Cast(), make_season()
        assessment = make_assessment(cast.east, season=season)
        signer = factories.identity(cast.instructor).account_id
        people = [factories.make_person(cast.east) for _ in range(40)]
        sheets = [make_sheet(assessment, person) for person in people]
    fails = set(random.Random(7).sample(range(40), 8))

    def settle_one(n):
        with store.connection():
            try:
                with database.atomic():
                    settle(sheets[n], "gold", signer=signer)
                    if n in fails:
                        raise Withdrawn
            except Withdrawn:
                pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle_one, range(40)))

    with store.connection():
        assert sorted(award.edition for award in Award.select()) == list(range(1, 33))
        assert Edition.get().last == 32
        assert AwardVersion.select().count() == 32


def test_the_same_person_settled_twice_at_once_has_one_medal(database_url, tables):
    with store.connection():
        cast, season = Cast(), make_season()
        signer = factories.identity(cast.instructor).account_id
        sheets = [make_sheet(make_assessment(cast.east, season=season), cast.officer) for _ in range(8)]
    metals = ["bronze", "silver", "gold", None] * 2

    def settle_one(n):
        with store.connection():
            settle(sheets[n], metals[n], signer=signer)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle_one, range(8)))

    with store.connection():
        newest = AwardVersion.select().order_by(AwardVersion.version.desc()).first()
        assert Award.select().count() == 1
        assert (newest.metal.value, newest.state.value) == ("gold", "valid")
        assert Edition.get().last == 1
        assert badges.carried_by([s.id for s in sheets]).keys() <= {sheets[2].id, sheets[6].id}
