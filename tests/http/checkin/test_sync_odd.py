"""Whatever is sent to /sync as JSON: refused as malformed, whole or alone, and never a fault."""

import json

import pytest

from services.checkins import deliveries
from tests.conftest import HERE
from tests.support.phones import held_up, owner_of, scan, tick
from tests.support.tables import digest

BODIES = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"\xff",
    b'{"owner": 1, "claims": {}}',
    b'{"owner": 1, "claims": [1]}',
    b'{"owner": 1, "claims": [{}]}',
    b'{"owner": 1, "claims": [{"id": 5}]}',
    b'{"owner": 1, "claims": [{"id": ""}]}',
    b'{"owner": true, "claims": []}',
    b'{"owner": "1", "claims": []}',
    b'{"owner": ' + b"9" * 5000 + b', "claims": []}',
    b"[" * 100_000,
    b'{"owner": 1, "claims": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"owner": 1, "claims": ["' + b"a" * 300_000 + b'"]}',
]
ODD = ["", "x", -1, 0, 1.5, True, None, [], {}, ["in"], "\0", "\ud800", "9" * 5000]
ODD += [10**400, float("nan"), float("inf")]
#: Those that may be missing or no word of ours; without them a claim stands as it is.
ASIDE = ("gap", "stamp", "receipt")


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_what_is_no_batch_is_refused_whole(client, cast, training, sign_in_as, body):
    before = digest()
    sign_in_as(cast.officer)
    answer = client.post("/sync", data=body, headers=HERE, content_type="application/json")
    assert (answer.status_code, answer.json["refused"]) == (400, "malformed")
    sign_in_as(None)
    answer = client.post("/sync", data=body, headers=HERE, content_type="application/json")
    assert (answer.status_code, answer.json["receipts"]) == (401, {})
    assert digest() == before


def test_a_batch_is_json_and_of_fifty_claims_at_most(client, cast, training, sign_in_as, post):
    sign_in_as(cast.officer)
    owner = owner_of(cast.officer)
    many = [scan(training) for _ in range(deliveries.MOST + 1)]
    assert post(owner, *many).status_code == 400
    assert len(post(owner, *many[1:]).json["answers"]) == deliveries.MOST
    assert post(owner).json["answers"] == []
    sent = json.dumps({"owner": owner, "claims": []})
    assert client.post("/sync", data=sent, headers=HERE, content_type="text/plain").status_code == 400


@pytest.mark.parametrize("field", ["kind", "training", "person", "phase", "at", "pass", "code", *ASIDE])
def test_an_odd_value_is_refused_alone_and_never_a_fault(cast, training, deliver, field):
    made = scan(training), tick(training, cast.officer), held_up(training, "A" * 20)
    having = [one for one in made if field in one or (field in ASIDE and one["kind"] != "pass")]
    sent = [
        one | {"id": f"{n:08x}{one['id'][8:]}", field: odd} for n, odd in enumerate(ODD) for one in having
    ]
    before = digest()
    answers = deliver(cast.instructor, *sent)
    kept = [one for one in answers if one["outcome"] != "refused"]
    reasons = {one["reason"] for one in answers} - {None}
    if field in ASIDE:
        assert kept
    else:
        assert not kept
        assert digest() == before
        assert reasons <= {"malformed", "unknown_code", "outside"}


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_a_claim_without_a_name_of_its_own_is_refused(cast, training, post, sign_in_as, odd):
    sign_in_as(cast.officer)
    before = digest()
    answer = post(owner_of(cast.officer), scan(training, id=odd))
    if answer.status_code == 200:
        [told] = answer.json["answers"]
        assert (told["id"], told["reason"]) == (odd, "malformed")
    else:
        assert (answer.status_code, answer.json["refused"]) == (400, "malformed")
    assert digest() == before


@pytest.mark.parametrize(
    ("field", "wrong"), [("phase", "noon"), ("kind", "typed"), ("at", "9"), ("gap", "9"), ("id", "no-uuid")]
)
def test_a_claim_that_cannot_be_read_is_refused_alone(cast, training, deliver, field, wrong):
    sent = tick(training, cast.officer) | {field: wrong}, tick(training, cast.auxiliary)
    answers = deliver(cast.instructor, *sent)
    told = [(one["outcome"], one["reason"]) for one in answers]
    assert told == [("refused", "malformed"), ("counted", None)]
    assert answers[0]["message"] == "这条记录读不懂，没有收下"
