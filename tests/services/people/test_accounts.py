import threading
from datetime import date, timedelta

import pytest

from models import Account, AuditEntry, OpeningCode, Role
from services import access, clock, store
from services.errors import Forbidden, Invalid, NotFound
from services.people import accounts, appointments, opening_codes
from services.throttle import TooOften
from tests.support.factories import PASSWORD, identity, make_person, make_unit
from tests.support.tables import digest

HERE = "10.0.0.7"
NEW = "chunfeng-8800"


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""
    real = clock.now

    def pass_time(**span):
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(**span))

    return pass_time


def sign_in(person, password=PASSWORD, **origin):
    return accounts.sign_in(person.police_number, password, **{"address": HERE} | origin)


def fail(person, times, **origin):
    for _ in range(times):
        with pytest.raises(accounts.WrongPassword):
            sign_in(person, "wrong", **origin)


# Signing in


def test_the_right_password_signs_in(cast, database):
    assert sign_in(cast.officer).person_id == cast.officer.id


def test_a_number_may_be_typed_in_full_width_or_small_letters(cast, database):
    person = make_person(cast.east, police_number="FJ0123")
    assert accounts.sign_in(" ｆｊ０１２３ ", PASSWORD, address=HERE).person_id == person.id


def test_someone_deactivated_cannot_sign_in(cast, database):
    cast.officer.is_active = False
    cast.officer.save()
    fail(cast.officer, 1)


def test_a_password_changed_while_the_old_one_was_checked_does_not_let_it_in(cast, database, monkeypatch):
    def change_meanwhile(account, password):
        Account.update(epoch=Account.epoch + 1).execute()
        return True

    monkeypatch.setattr(accounts, "_matches", change_meanwhile)
    fail(cast.officer, 1)


@pytest.mark.parametrize("who", ["wrong password", "unknown number", "not opened"])
def test_every_refusal_costs_one_hash_of_full_strength(cast, database, monkeypatch, who):
    """So that how long it takes does not tell who exists."""
    hashed = []

    class Counting:
        def verify(self, stored, password):
            hashed.append(stored)
            return accounts.PasswordHasher().verify(stored, password)

    monkeypatch.setattr(accounts, "hasher", Counting())
    Account.update(password_hash=accounts.NOBODY).execute()
    person = make_person(cast.east)
    if who == "not opened":
        Account.update(password_hash=None).where(Account.person == person).execute()
    else:
        Account.update(password_hash=accounts.NOBODY).where(Account.person == person).execute()
    number = "999999" if who == "unknown number" else person.police_number
    with pytest.raises(accounts.WrongPassword):
        accounts.sign_in(number, "wrong", address=HERE)
    assert len(hashed) == 1
    assert "m=19456,t=2,p=1" in hashed[0]


def test_guessing_is_slowed_and_even_the_right_password_must_then_wait(cast, database, later):
    fail(cast.officer, 5)
    with pytest.raises(TooOften):
        sign_in(cast.officer)
    later(seconds=31)
    assert sign_in(cast.officer)


def test_an_unknown_number_is_slowed_like_a_known_one(cast, database):
    for _ in range(5):
        with pytest.raises(accounts.WrongPassword):
            accounts.sign_in("999999", "wrong", address=HERE)
    with pytest.raises(TooOften):
        accounts.sign_in("999999", "wrong", address=HERE)


def test_a_good_sign_in_forgets_the_wrong_ones_before(cast, database):
    fail(cast.officer, 4)
    sign_in(cast.officer)
    fail(cast.officer, 5)


def test_guesses_at_once_are_counted_before_they_are_checked(tables, cast, monkeypatch):
    together = threading.Barrier(8)
    monkeypatch.setattr(accounts, "_matches", lambda account, password: False)
    answers = []

    def guess():
        with store.connection():
            together.wait()
            try:
                sign_in(cast.officer, "wrong")
            except (accounts.WrongPassword, TooOften) as refusal:
                answers.append(type(refusal))

    threads = [threading.Thread(target=guess) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (answers.count(accounts.WrongPassword), answers.count(TooOften)) == (5, 3)


def test_a_stranger_cannot_lock_a_person_out_of_their_own_phone(cast, database, monkeypatch):
    monkeypatch.setattr(accounts, "_matches", lambda account, password: password == PASSWORD)
    for n in range(10):
        fail(cast.officer, 5, address=f"203.0.113.{n}")
    with pytest.raises(TooOften):
        sign_in(cast.officer, address="198.51.100.1")
    assert sign_in(cast.officer, device="their own phone")


def test_a_sprayer_behind_the_bureaus_address_locks_nobody_out(cast, database, monkeypatch):
    monkeypatch.setattr(accounts, "_matches", lambda account, password: password == PASSWORD)
    for n in range(300):
        with pytest.raises(accounts.WrongPassword):
            accounts.sign_in(f"8{n:05}", "wrong", address=HERE)
    with pytest.raises(TooOften):
        accounts.sign_in("900000", "wrong", address=HERE)
    assert sign_in(cast.instructor, device="a known phone")
    assert sign_in(cast.officer), "a good sign-in shows that the address serves people"


def test_the_wait_of_an_address_is_never_longer_than_half_a_minute(cast, database, monkeypatch, later):
    monkeypatch.setattr(accounts, "_matches", lambda account, password: password == PASSWORD)
    for n in range(300):
        with pytest.raises(accounts.WrongPassword):
            accounts.sign_in(f"8{n:05}", "wrong", address=HERE)
    for step in range(1, 6):
        later(seconds=31 * step)
        with pytest.raises(accounts.WrongPassword):
            accounts.sign_in(f"7{step:05}", "wrong", address=HERE)
    later(seconds=31 * 6)
    assert sign_in(cast.officer)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        (None, "None"),
    ],
)
def test_an_ipv6_household_counts_as_one(address, origin):
    assert accounts.network(address) == origin


# Passwords


def test_changing_the_password_ends_every_other_session(cast, database):
    before = identity(cast.officer)
    after = accounts.change_password(before, PASSWORD, NEW)
    assert access.identify(before.account_id, before.epoch) is None
    assert access.identify(after.account_id, after.epoch)
    assert sign_in(cast.officer, NEW)


def test_ending_the_sessions_ends_them(cast, database):
    before = identity(cast.officer)
    accounts.end_sessions(before)
    assert access.identify(before.account_id, before.epoch) is None


def test_the_old_password_cannot_be_guessed_at_from_an_unlocked_phone(cast, database):
    for _ in range(5):
        with pytest.raises(Invalid):
            accounts.change_password(identity(cast.officer), "wrong", NEW)
    with pytest.raises(TooOften):
        accounts.change_password(identity(cast.officer), PASSWORD, NEW)


@pytest.mark.parametrize("password", ["short-7", "aaaaaaaa", "abababab", "x" * 257])
def test_a_bad_password_is_refused_and_changes_nothing(cast, database, password):
    before = digest()
    with pytest.raises(Invalid) as refused:
        accounts.change_password(identity(cast.officer), PASSWORD, password)
    assert list(refused.value.errors) == ["password"]
    assert digest() == before


def test_the_police_number_is_no_password(cast, database):
    person = make_person(cast.east, police_number="FJ0123")
    with pytest.raises(Invalid):
        accounts.change_password(identity(person), PASSWORD, "xx-fj0123-yy")


# Opening codes


@pytest.fixture
def newcomer(cast, database):
    person = make_person(cast.east)
    Account.update(password_hash=None).where(Account.person == person).execute()
    return person


def issue(person, actor):
    return opening_codes.issue(person, actor=identity(actor))


def test_a_code_opens_an_account_once(newcomer, cast):
    code = issue(newcomer, cast.registrar)
    assert accounts.open_account(newcomer.police_number, code, NEW).person_id == newcomer.id
    assert sign_in(newcomer, NEW)
    with pytest.raises(accounts.WrongCode):
        accounts.open_account(newcomer.police_number, code, "another-9900")


def test_a_code_has_eighty_bits_and_is_not_kept(newcomer, cast):
    code = issue(newcomer, cast.registrar)
    assert len(code.replace("-", "")) == 16
    assert code.replace("-", "") not in str(list(OpeningCode.select().dicts()))
    assert not AuditEntry.select().where(AuditEntry.detail.contains(code[:4])).exists()


def test_a_code_is_read_however_it_is_typed(newcomer, cast):
    code = issue(newcomer, cast.registrar)
    typed = " " + code.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8") + " "
    assert accounts.open_account(newcomer.police_number, typed, NEW)


def test_a_code_lapses_after_a_fortnight(newcomer, cast, later):
    code = issue(newcomer, cast.registrar)
    later(days=14)
    before = digest()
    with pytest.raises(accounts.WrongCode):
        accounts.open_account(newcomer.police_number, code, NEW)
    assert digest() == before


def test_a_code_is_good_for_its_person_only_and_survives_the_try(newcomer, cast):
    code = issue(newcomer, cast.registrar)
    before = digest()
    with pytest.raises(accounts.WrongCode):
        accounts.open_account(cast.officer.police_number, code, NEW)
    assert digest() == before
    assert accounts.open_account(newcomer.police_number, code, NEW)


def test_a_bad_password_does_not_spend_the_code(newcomer, cast):
    code = issue(newcomer, cast.registrar)
    with pytest.raises(Invalid):
        accounts.open_account(newcomer.police_number, code, "short")
    assert accounts.open_account(newcomer.police_number, code, NEW)


def test_a_new_code_ends_the_one_before(newcomer, cast):
    first, second = issue(newcomer, cast.registrar), issue(newcomer, cast.registrar)
    with pytest.raises(accounts.WrongCode):
        accounts.open_account(newcomer.police_number, first, NEW)
    assert accounts.open_account(newcomer.police_number, second, NEW)


def test_two_phones_at_once_spend_a_code_once(tables, cast, monkeypatch):
    with store.connection():
        code = issue(cast.officer, cast.registrar)
    # Both have found the code good before either spends it.
    both = threading.Barrier(2)
    monkeypatch.setattr(accounts.hasher.__class__, "hash", lambda self, password: f"hash {both.wait()}")
    answers = []

    def open_it():
        with store.connection():
            try:
                answers.append(accounts.open_account(cast.officer.police_number, code, NEW))
            except accounts.WrongCode:
                answers.append(None)

    threads = [threading.Thread(target=open_it) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(map(bool, answers)) == [False, True]


def test_a_forgotten_password_works_until_the_new_code_is_used(cast, database):
    old = identity(cast.officer)
    code = issue(cast.officer, cast.registrar)
    assert sign_in(cast.officer)
    accounts.open_account(cast.officer.police_number, code, NEW)
    assert access.identify(old.account_id, old.epoch) is None


@pytest.mark.parametrize("who", ["officer", "instructor", "stranger"])
def test_only_the_desk_issues_codes(newcomer, cast, who):
    with pytest.raises(Forbidden):
        issue(newcomer, getattr(cast, who))


def test_a_registrar_issues_no_code_for_another_unit(cast, database):
    with pytest.raises(Forbidden):
        issue(make_person(cast.west), cast.registrar)


def test_no_one_rises_by_a_code_for_someone_with_more_rights(cast, database):
    chief = make_person(cast.east, roles=[Role.ADMIN])
    before = digest()
    with pytest.raises(Forbidden):
        issue(chief, cast.registrar)
    assert digest() == before
    issue(chief, cast.admin)


def test_rights_to_come_count_too(cast, database):
    appointments.give(
        cast.officer,
        Role.ADMIN,
        cast.east,
        from_on=clock.today() + timedelta(days=5),
        actor=identity(cast.admin),
    )
    with pytest.raises(Forbidden):
        issue(cast.officer, cast.registrar)


def test_a_unit_gets_codes_for_those_not_opened_and_all_below(newcomer, cast):
    team = make_unit("一中队", cast.east)
    deeper, elsewhere = make_person(team), make_person(cast.west)
    chief = make_person(cast.east, roles=[Role.ADMIN])
    Account.update(password_hash=None).where(Account.person.in_([deeper, elsewhere, chief])).execute()
    Account.delete().where(Account.person == deeper).execute()

    slips, left = opening_codes.issue_for_unit(cast.east, actor=identity(cast.registrar))

    assert {person.id for person, _ in slips} == {newcomer.id, deeper.id}
    assert left == 0
    person, code = slips[-1]
    assert accounts.open_account(person.police_number, code, NEW)


def test_a_second_sheet_leaves_the_slips_of_the_first_good(newcomer, cast):
    first, _ = opening_codes.issue_for_unit(cast.east, actor=identity(cast.registrar))
    assert opening_codes.issue_for_unit(cast.east, actor=identity(cast.registrar)) == ([], 0)
    assert accounts.open_account(newcomer.police_number, first[0][1], NEW)


def test_renewing_ends_the_slips_before(newcomer, cast):
    first, _ = opening_codes.issue_for_unit(cast.east, actor=identity(cast.registrar))
    again, _ = opening_codes.issue_for_unit(cast.east, actor=identity(cast.registrar), renew=True)
    with pytest.raises(accounts.WrongCode):
        accounts.open_account(newcomer.police_number, first[0][1], NEW)
    assert accounts.open_account(newcomer.police_number, again[0][1], NEW)


def test_sheets_go_on_where_the_last_one_stopped(cast, database, monkeypatch):
    monkeypatch.setattr(opening_codes, "MOST_SLIPS", 2)
    people = [make_person(cast.west) for _ in range(5)]
    Account.update(password_hash=None).where(Account.person.in_(people)).execute()
    sheets = [opening_codes.issue_for_unit(cast.west, actor=identity(cast.admin)) for _ in range(3)]
    assert [left for _, left in sheets] == [3, 1, 0]
    assert len({person.id for slips, _ in sheets for person, _ in slips}) == 5


# Appointments


def give(cast, person, role, unit, by, **dates):
    return appointments.give(person, role, unit, actor=identity(by), **dates)


def test_a_registrar_appoints_instructors_in_their_unit_and_no_higher_role(cast, database):
    give(cast, cast.officer, Role.INSTRUCTOR, cast.east, cast.registrar)
    assert identity(cast.officer).may(cast.east.path, Role.INSTRUCTOR)
    for role, unit in ((Role.REGISTRAR, cast.east), (Role.ADMIN, cast.east), (Role.INSTRUCTOR, cast.bureau)):
        before = digest()
        with pytest.raises(Forbidden):
            give(cast, cast.officer, role, unit, cast.registrar)
        assert digest() == before


def test_an_appointment_holds_from_its_first_day_to_its_last(cast, database, monkeypatch):
    today = clock.today()
    give(
        cast,
        cast.officer,
        Role.INSTRUCTOR,
        cast.east,
        cast.admin,
        from_on=today + timedelta(days=1),
        to_on=today + timedelta(days=2),
    )
    held = []
    for days in range(4):
        monkeypatch.setattr(clock, "today", lambda days=days: today + timedelta(days=days))
        held.append(identity(cast.officer).holds(Role.INSTRUCTOR))
    assert held == [False, True, True, False]


def test_the_same_role_is_not_given_twice_for_one_time(cast, database):
    give(cast, cast.officer, Role.INSTRUCTOR, cast.east, cast.admin)
    with pytest.raises(Invalid):
        give(cast, cast.officer, Role.INSTRUCTOR, cast.east, cast.admin)


def test_an_appointment_does_not_end_before_it_begins(cast, database):
    day = clock.today() + timedelta(days=9)
    with pytest.raises(Invalid):
        give(cast, cast.officer, Role.INSTRUCTOR, cast.east, cast.admin, from_on=day, to_on=clock.today())


def test_ending_takes_the_rights_at_once_and_a_second_time_nothing_more(cast, database, monkeypatch):
    given = give(cast, cast.officer, Role.INSTRUCTOR, cast.east, cast.admin)
    appointments.end(given.id, actor=identity(cast.registrar))
    assert not identity(cast.officer).holds(Role.INSTRUCTOR)
    before = digest()
    monkeypatch.setattr(clock, "today", lambda: date(2099, 1, 1))
    appointments.end(given.id, actor=identity(cast.admin))
    assert digest() == before


def test_a_registrar_ends_no_higher_role_and_none_elsewhere(cast, database):
    chief = appointments.of(cast.admin, actor=identity(cast.admin))[0]
    guest = appointments.of(cast.stranger, actor=identity(cast.admin))[0]
    for one in (chief, guest):
        with pytest.raises(Forbidden):
            appointments.end(one.id, actor=identity(cast.registrar))


def test_no_admin_ends_their_own_role(cast, database):
    own = appointments.of(cast.admin, actor=identity(cast.admin))[0]
    with pytest.raises(appointments.OwnAdmin):
        appointments.end(own.id, actor=identity(cast.admin))


def test_an_appointment_is_ended_only_at_its_holder(cast, database):
    own = appointments.of(cast.instructor, actor=identity(cast.admin))[0]
    with pytest.raises(NotFound):
        appointments.end(own.id, actor=identity(cast.admin), person_id=cast.officer.id)


def test_the_command_line_makes_the_first_admin(cast, database):
    appointments.give(cast.officer, Role.ADMIN, cast.bureau)
    assert identity(cast.officer).holds(Role.ADMIN)
