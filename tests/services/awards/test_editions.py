"""Editions under many settlings at once: no gap, no repeat, and never two medals for one person."""

import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from models import Award, AwardVersion, Edition, Sheet, database
from services import store
from services.awards import earning
from tests.support import factories
from tests.support.awarding import make_assessment, make_season, make_sheet, settle
from tests.support.factories import Cast

SHEETS, THREADS = 200, 8
ROOT = Path(__file__).parents[3]
#: A fifth of the settlings fail after they took a number.
FAILS = set(random.Random(7).sample(range(SHEETS), SHEETS // 5))


class Withdrawn(Exception):
    pass


def settle_some(numbers, sheet_ids, signer, *, threads):
    """Settle these of the sheets in many threads; those in ``FAILS`` take their number and roll back."""

    def settle_one(n):
        with store.connection():
            try:
                with database.atomic():
                    settle(Sheet.get_by_id(sheet_ids[n]), "gold", signer=signer)
                    if n in FAILS:
                        raise Withdrawn
            except Withdrawn:
                pass

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(settle_one, numbers))


def settle_in_two_processes(url, sheet_ids, signer):
    script = (
        "import sys, json; from services import store; from tests.services.awards import test_editions as t; "
        "url, half, ids, signer = json.loads(sys.argv[1]); store.bind(url); "
        f"t.settle_some(range(half, {SHEETS}, 2), ids, signer, threads={THREADS // 2})"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, json.dumps([url, half, sheet_ids, signer])], cwd=ROOT)
        for half in (0, 1)
    ]
    assert [process.wait(300) for process in running] == [0, 0]


def test_200_settlings_at_once_of_which_a_fifth_fail_leave_no_gap_and_no_repeat(database_url, tables):
    with store.connection():
        cast, season = Cast(), make_season()
        signer = factories.identity(cast.instructor).account_id
        # Of several trainings, for each lets its settlings in one by one.
        held = [make_assessment(cast.east, season=season) for _ in range(THREADS)]
        with database.atomic():
            people = [factories.make_person(cast.east) for _ in range(SHEETS)]
            ids = [make_sheet(held[n % THREADS], person).id for n, person in enumerate(people)]
    if database_url.startswith("postgres"):
        settle_in_two_processes(database_url, ids, signer)
    else:
        settle_some(range(SHEETS), ids, signer, threads=THREADS)

    kept = SHEETS - len(FAILS)
    with store.connection():
        assert sorted(award.edition for award in Award.select()) == list(range(1, kept + 1))
        assert Edition.get().last == kept
        assert AwardVersion.select().count() == kept


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
        assert earning.carried_by([s.id for s in sheets]).keys() <= {sheets[2].id, sheets[6].id}
