"""Whatever is sent to whichever route: never a fault, on either engine."""

import itertools
import re

import pytest
from argon2 import PasswordHasher
from werkzeug.datastructures import ImmutableMultiDict

from services import clock, store
from services.people import accounts
from tests.conftest import HERE
from tests.http.test_rights import READS, WRITES
from tests.support import examples
from tests.support.world import World

IDS = ["0", "-1", "007", "1.5", "x", "1%00", "９", "²", "9" * 18, str(2**63), "9" * 5000]
TEXTS = ["%00", "a%00b", "%ED%A0%80", "%E2%80%AE", "%0d%0aX-Evil:1", "<script>", "'", "..%2fx", "9" * 5000]
ODD = (
    "\0",
    "-1",
    str(2**63),
    "9" * 5000,
    "１²",
    "NaN",
    "0001-01-01",
    "9999-12-31T23:59",
    "\u202e<b>'\"😀" * 60,
    "\ufdfa" * 5000,
)
QUERY = (
    *(
        "active",
        "after",
        "count",
        "display",
        "face",
        "from",
        "group",
        "item",
        "just",
        "kind",
        "metal",
        "page",
    ),
    *("phase", "q", "sex", "sheet", "shown", "since", "size", "standard", "tab", "text", "training"),
    *("unit_id", "until", "version", "when", "year"),
)
#: They end what the others need: the session, or the training.
LAST = ("desk.cancel", "sign_in.sign_out", "sign_in.end_sessions")


class Noting(ImmutableMultiDict):
    """A form that knows which of its fields were asked for."""

    asked = set()

    def get(self, key, *rest, **named):
        self.asked.add(key)
        return super().get(key, *rest, **named)

    def getlist(self, key, *rest):
        self.asked.add(key)
        return super().getlist(key, *rest)

    def __contains__(self, key):
        self.asked.add(key)
        return super().__contains__(key)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def world(tables):
    with store.connection():
        return World()


@pytest.fixture(autouse=True)
def as_in_use(app, monkeypatch, world):
    """A fault is an answer, hashing is cheap, and forms note what is read of them."""
    app.testing = False
    monkeypatch.setattr(accounts, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(app.request_class, "parameter_storage_class", Noting)


on_postgres = pytest.mark.parametrize(
    "engine_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def some(texts, n):
    """Every third of these texts, others for the next ``n``; all of them in ``make test-long``."""
    step = examples.number(3, long=1)
    return texts[n % step :: step]


def addresses(app, method):
    """Every address with parts to fill in, each part in turn an odd one."""
    for turn, rule in enumerate(app.url_map.iter_rules()):
        parts = re.findall(r"<(?:(int|path):)?\w+>", rule.rule)
        blank = re.sub(r"<[^>]+>", "{}", rule.rule)
        if method in rule.methods:
            for n, kind in enumerate(parts):
                for odd in some(IDS if kind == "int" else TEXTS, turn + n):
                    yield blank.format(*["1"] * n, odd, *["1"] * (len(parts) - n - 1))


@pytest.mark.long
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_odd_addresses_are_no_fault(app, world, sign_in_as, method):
    client = sign_in_as(world.cast.admin)
    asked = {place: client.open(place, method=method, headers=HERE) for place in addresses(app, method)}
    assert [place[:80] for place, answer in asked.items() if answer.status_code >= 500] == []


def may(row):
    """Someone who may, so that the question is read."""
    return next(who for who in ("admin", "instructor", "officer", "registrar") if who in row[1])


@pytest.mark.long
@on_postgres
def test_odd_questions_are_no_fault(world, sign_in_as):
    """PostgreSQL alone: it is the stricter of the two."""
    faults = []
    for turn, (endpoint, row) in enumerate(READS.items()):
        place = row[0].format(**world.ids, static="/", year=clock.today().year).partition("?")[0]
        client = sign_in_as(world.person(may(row)))
        for odd in some(ODD[:-1], turn):
            answer = client.get(place, query_string=dict.fromkeys(QUERY, odd))
            if answer.status_code >= 500:
                faults.append((endpoint, odd[:20]))
    assert faults == []


@pytest.mark.long
@on_postgres
def test_odd_forms_are_no_fault(world, sign_in_as):
    faults, turns = [], itertools.count()
    for endpoint in sorted(WRITES, key=LAST.__contains__):
        place, form = WRITES[endpoint][0].format(**world.ids), world.form(endpoint)
        client = sign_in_as(world.person(may(WRITES[endpoint])))
        Noting.asked.clear()
        client.post(place, data=form, headers=HERE)
        for field in sorted(Noting.asked):
            for odd in some(ODD, next(turns)):
                answer = client.post(place, data=form | {field: odd}, headers=HERE)
                if answer.status_code >= 500:
                    faults.append((endpoint, field, odd[:20]))
    assert faults == []
