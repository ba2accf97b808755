"""Leave: who may ask, decide, take back and end it, once; and what a photo may be."""

import threading
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from models import Attendance, Leave, LeaveState, LeaveStep, Photo
from services import clock, planning, store, trainings
from services.attendance import absences, blocks, leaves, presence
from services.documents import photos
from services.errors import Forbidden, Invalid, NotFound
from services.planning import closing
from tests.support.factories import Cast, identity, make_training, seconds_until
from tests.support.tables import digest


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def training(cast):
    """Tomorrow, from nine to six."""
    return make_training(cast, starts_in=seconds_until(9, days=1), lasts=9 * 3600)


@pytest.fixture
def officer(cast):
    return identity(cast.officer)


@pytest.fixture
def leader(cast):
    return identity(cast.instructor)


def ask(training, who, *, parts=(), **changes):
    on = clock.local(training.starts_at).date()
    facts = {
        "reason": "看病",
        "block_ids": [f"{on}{part}" for part in parts],
        "request_id": str(uuid.uuid4()),
    }
    return leaves.ask(training.id, actor=who, **facts | changes)


def state(leave_id, who):
    return absences.get(leave_id, actor=who).state


def attendance(training, person, at=None):
    return presence.standings(trainings.get(training.id), at=at or training.ends_at)[person.id]


def test_leave_changes_nothing_until_it_is_approved(cast, training, officer, leader):
    leave_id = ask(training, officer)
    assert state(leave_id, officer) is LeaveState.REQUESTED
    assert attendance(training, cast.officer).attendance is Attendance.ABSENT
    leaves.decide(leave_id, True, actor=leader, note="早日康复")
    assert attendance(training, cast.officer).attendance is Attendance.ON_LEAVE
    assert absences.get(leave_id, actor=officer).steps[-1].note == "早日康复"


def test_leave_that_was_not_approved_changes_nothing(cast, training, officer, leader):
    leave_id = ask(training, officer)
    leaves.decide(leave_id, False, actor=leader)
    assert state(leave_id, officer) is LeaveState.REJECTED
    assert attendance(training, cast.officer).attendance is Attendance.ABSENT


def test_no_half_day_named_means_all_of_them(training, officer):
    all_of = tuple(block.id for block in blocks.of(training.starts_at, training.ends_at))
    assert len(all_of) == 2
    assert absences.get(ask(training, officer), actor=officer).block_ids == all_of


def test_leave_for_a_half_day_leaves_the_rest(cast, training, officer, leader):
    leave_id = ask(training, officer, parts=["am"])
    leaves.decide(leave_id, True, actor=leader)
    standing = attendance(training, cast.officer)
    assert [block[10:] for block in standing.away] == ["am"]
    assert standing.attendance is Attendance.ABSENT


def test_a_request_sent_twice_is_one(training, officer):
    once = ask(training, officer, request_id="one")
    before = digest()
    assert ask(training, officer, request_id="one", reason="另一个") == once
    assert digest() == before
    assert Leave.select().count() == 1


def test_a_request_id_of_someone_else_is_refused(cast, training, officer):
    ask(training, officer, request_id="one")
    with pytest.raises(Forbidden):
        ask(training, identity(cast.auxiliary), request_id="one")


def test_one_open_request_a_person_and_training(cast, training, officer, leader):
    first = ask(training, officer, parts=["am"])
    with pytest.raises(leaves.AlreadyAsked):
        ask(training, officer, parts=["pm"])
    ask(training, identity(cast.auxiliary))
    leaves.decide(first, True, actor=leader)
    leaves.decide(ask(training, officer, parts=["pm"]), True, actor=leader)
    assert attendance(training, cast.officer).attendance is Attendance.ON_LEAVE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "长" * 201}, "reason"),
        ({"block_ids": ["2020-01-01am"]}, "blocks"),
        ({"block_ids": ["\ufdfa"]}, "blocks"),
        ({"photo": b"no picture"}, "photo"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(training, officer, changes, field):
    before = digest()
    with pytest.raises(Invalid) as refused:
        ask(training, officer, **changes)
    assert set(refused.value.errors) == {field}
    assert digest() == before


def test_who_is_not_expected_asks_for_no_leave(cast, training):
    with pytest.raises(NotFound):
        ask(training, identity(cast.stranger))


def test_nobody_asks_once_it_is_over_or_off(training, officer, leader):
    with clock.stopped(training.ends_at), pytest.raises(leaves.TooLate):
        ask(training, officer)
    planning.cancel(training.id, actor=leader)
    with pytest.raises(trainings.Cancelled):
        ask(training, officer)


def test_after_finalising_only_an_amendment_helps(training, officer, leader):
    waiting = ask(training, officer)
    with clock.stopped(training.ends_at):
        closing.finalise(training.id, actor=leader)
    with clock.stopped(training.ends_at + timedelta(minutes=1)):
        before = digest()
        with pytest.raises(trainings.AlreadyFinalised):
            leaves.decide(waiting, True, actor=leader)
        with pytest.raises(leaves.TooLate):
            ask(training, officer, request_id="late")
        assert digest() == before


def test_only_who_runs_the_training_decides_and_never_on_their_own(cast, training, officer, leader):
    leave_id = ask(training, officer)
    own = ask(training, leader)
    before = digest()
    for who in (cast.officer, cast.auxiliary, cast.stranger):
        with pytest.raises(Forbidden):
            leaves.decide(leave_id, True, actor=identity(who))
    with pytest.raises(leaves.OwnLeave):
        leaves.decide(own, True, actor=leader)
    with pytest.raises(NotFound):
        leaves.decide(leave_id, True, actor=leader, training_id=make_training(cast).id)
    with pytest.raises(NotFound):
        leaves.decide(999, True, actor=leader)
    leaves.decide(own, True, actor=identity(cast.registrar))
    assert digest() != before


def test_a_request_is_taken_back_by_its_owner_while_it_waits(cast, training, officer, leader):
    leave_id = ask(training, officer)
    with pytest.raises(NotFound):
        leaves.withdraw(leave_id, actor=leader)
    leaves.withdraw(leave_id, actor=officer)
    for act in (
        lambda: leaves.withdraw(leave_id, actor=officer),
        lambda: leaves.decide(leave_id, True, actor=leader),
        lambda: leaves.end(leave_id, actor=officer),
    ):
        with pytest.raises(leaves.AlreadyDecided):
            act()
    assert ask(training, officer)


@pytest.mark.parametrize("who", ["officer", "instructor", "registrar"])
def test_leave_ended_early_leaves_the_half_days_to_come(cast, training, officer, leader, who):
    leave_id = ask(training, officer)
    leaves.decide(leave_id, True, actor=leader)
    with clock.stopped(training.starts_at + timedelta(minutes=5)):
        with pytest.raises(NotFound):
            leaves.end(leave_id, actor=identity(cast.auxiliary))
        leaves.end(leave_id, actor=identity(getattr(cast, who)))
    assert [block[10:] for block in attendance(training, cast.officer).away] == ["am"]


def test_leave_that_is_used_up_cannot_be_ended(training, officer, leader):
    leave_id = ask(training, officer)
    leaves.decide(leave_id, True, actor=leader)
    with clock.stopped(training.ends_at - timedelta(minutes=1)), pytest.raises(leaves.NothingLeft):
        leaves.end(leave_id, actor=officer)
    with clock.stopped(training.ends_at), pytest.raises(leaves.TooLate):
        leaves.end(leave_id, actor=officer)


def test_every_step_tells_the_screens_and_stays_on_record(training, officer, leader):
    seen = [trainings.changes_of(training.id)]
    leave_id = ask(training, officer)
    seen.append(trainings.changes_of(training.id))
    leaves.decide(leave_id, True, actor=leader)
    seen.append(trainings.changes_of(training.id))
    leaves.end(leave_id, actor=officer)
    seen.append(trainings.changes_of(training.id))
    assert seen == sorted(set(seen))
    states = [step.state for step in absences.get(leave_id, actor=officer).steps]
    assert states == [LeaveState.REQUESTED, LeaveState.APPROVED, LeaveState.ENDED]


def test_the_waiting_ones_come_first(cast, training, officer, leader):
    waiting = ask(training, officer)
    leaves.decide(ask(training, identity(cast.auxiliary)), True, actor=leader)
    assert absences.waiting_at(training) == 1
    assert [one.leave.id for one in absences.at_training(training, actor=leader)][0] == waiting
    with pytest.raises(Forbidden):
        absences.at_training(training, actor=officer)


def test_two_decisions_at_once_are_one(cast, training, officer, leader):
    leave_id, desk = ask(training, officer), identity(cast.registrar)
    outcomes = at_once(
        lambda: leaves.decide(leave_id, True, actor=leader),
        lambda: leaves.decide(leave_id, False, actor=desk),
    )
    assert sorted(outcomes) == ["AlreadyDecided", "done"]
    assert LeaveStep.select().count() == 2


def test_two_requests_at_once_leave_one_open(training, officer):
    outcomes = at_once(lambda: ask(training, officer), lambda: ask(training, officer))
    assert sorted(outcomes) == ["AlreadyAsked", "done"]
    assert Leave.select().count() == 1


def at_once(*acts):
    """What became of acts begun together, each in a connection of its own."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        with store.connection():
            start.wait()
            try:
                act()
                outcomes.append("done")
            except Exception as refusal:
                outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def picture(size=(40, 30), form="JPEG", mode="RGB", colour="red", **options):
    drawn = BytesIO()
    Image.new(mode, size, colour).save(drawn, form, **options)
    return drawn.getvalue()


def test_a_photo_is_drawn_anew_upright_and_says_nothing_of_place_or_camera(training, officer):
    exif = Image.Exif()
    exif[0x0112] = 6  # taken on its side
    exif[0x010F] = "CAMERA-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture((40, 30), exif=exif, comment=b"SECRET-COMMENT")
    assert b"CAMERA-MAKER" in sent
    leave_id = ask(training, officer, photo=sent)
    kept = absences.photo(leave_id, actor=officer)
    assert b"CAMERA-MAKER" not in kept
    assert b"SECRET-COMMENT" not in kept
    drawn = Image.open(BytesIO(kept))
    assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (30, 40), {})
    assert not {"exif", "comment", "icc_profile"} & set(drawn.info)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L")],
)
def test_photos_of_many_kinds_become_a_jpeg_of_at_most_1600_pixels(form, mode):
    colour = 0 if mode in ("P", "L", "I;16") else "red" if mode == "RGB" else (0, 0, 0, 0)
    drawn = Image.open(BytesIO(photos.redrawn(picture((3200, 800), form, mode, colour))))
    assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (1600, 400))


def bomb():
    """A few kilobytes that unfold into more pixels than any phone takes."""
    return picture((8000, 8000), "PNG", "1", 0)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"GIF89a" + bytes(40),
        picture(form="GIF", mode="P", colour=0),
        picture(form="TIFF"),
        picture((900, 900))[:300],
        picture(form="PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        bomb(),
        picture() + bytes(photos.MOST_BYTES),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_photo_is_refused_with_a_word(content):
    with pytest.raises(Invalid) as refused:
        photos.redrawn(content)
    assert set(refused.value.errors) == {"photo"}


def test_a_photo_is_for_its_owner_and_who_runs_the_training(cast, training, officer, leader):
    leave_id = ask(training, officer, photo=picture())
    assert Photo.select().count() == 1
    for who in (cast.officer, cast.instructor, cast.registrar, cast.admin):
        assert absences.photo(leave_id, actor=identity(who)).startswith(b"\xff\xd8")
    for who in (cast.auxiliary, cast.stranger):
        with pytest.raises(NotFound):
            absences.photo(leave_id, actor=identity(who))
        with pytest.raises(NotFound):
            absences.get(leave_id, actor=identity(who))
    without = ask(training, identity(cast.auxiliary))
    with pytest.raises(NotFound):
        absences.photo(without, actor=leader)
