"""Which version of a standard holds on a day, and what that means to those who hold an assessment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models import AssessmentKind, Publication
from services import clock, standard_files, standards
from services.errors import Forbidden, Invalid, NotFound
from services.standards import publications
from services.standards.publications import ALWAYS
from tests.support.factories import Cast, identity
from tests.support.field_day import CONTEST, FIREARMS, PHYSIQUE, POLICE, RECRUIT, FieldDay, digest_of
from tests.support.tables import digest

TODAY = date(2026, 7, 1)


@pytest.fixture
def cast(database):
    return Cast()


@pytest.fixture
def admin(cast):
    return identity(cast.admin)


@pytest.fixture
def versions(cast):
    """The digests of the shipped version and of two later ones of the bureau."""
    shipped = standard_files.shipped(RECRUIT)
    third = replace(shipped, title="三", effective_on=date(2026, 5, 1))
    return [standards.keep(one).digest for one in (shipped, replace(shipped, title="二"), third)]


def holds(on=TODAY, code=RECRUIT):
    offer = publications.in_force(code, on=on)
    return offer and offer.number


def test_the_first_version_of_a_code_holds_until_something_is_said(versions):
    assert (holds(), holds(date(1999, 1, 1))) == (1, 1)


def test_a_shipped_standard_holds_before_anyone_used_it(cast):
    assert publications.in_force(POLICE).is_shipped


def test_the_day_of_the_file_is_what_the_first_version_holds_from(cast):
    standards.keep(replace(standard_files.shipped(RECRUIT), code="own", effective_on=TODAY))
    day_before = TODAY - timedelta(days=1)
    assert (holds(TODAY, "own"), holds(day_before, "own")) == (1, None)


def test_a_later_version_holds_from_the_day_it_was_published_for(versions, admin):
    publications.publish(versions[1], TODAY, actor=admin)
    assert (holds(TODAY - timedelta(days=1)), holds(TODAY)) == (1, 2)


def test_an_import_alone_puts_nothing_in_force(versions):
    assert holds() == 1


def test_of_two_that_hold_the_one_that_began_last_does_and_of_one_day_the_last_word(versions, admin):
    publications.publish(versions[2], TODAY, actor=admin)
    publications.publish(versions[1], TODAY - timedelta(days=9), actor=admin)
    assert holds() == 3
    publications.publish(versions[1], TODAY, actor=admin)
    assert holds() == 2


def test_of_a_version_the_newest_word_counts_and_every_word_stays(versions, admin):
    for on in (TODAY, TODAY + timedelta(days=5)):
        publications.publish(versions[1], on, actor=admin)
    assert (holds(), holds(TODAY + timedelta(days=5))) == (1, 2)
    assert [row.from_on for row in publications.history(RECRUIT)] == [TODAY + timedelta(days=5), TODAY]
    assert publications.history(RECRUIT)[0].actor.person.name == "罗成"


def test_saying_the_same_again_adds_no_row(versions, admin):
    publications.publish(versions[1], TODAY, actor=admin)
    publications.publish(versions[1], TODAY, actor=admin)
    assert Publication.select().count() == 1


def test_what_is_withdrawn_gives_way_to_the_one_before(versions, admin):
    publications.publish(versions[1], TODAY, actor=admin)
    publications.withdraw(versions[1], actor=admin)
    assert holds() == 1
    publications.withdraw(versions[0], actor=admin)
    assert holds() is None
    with pytest.raises(Invalid):
        publications.withdraw(versions[0], actor=admin)


def test_only_an_admin_publishes_and_a_refusal_changes_nothing(cast, versions, admin):
    before = digest()
    for who in (cast.registrar, cast.instructor, cast.officer):
        with pytest.raises(Forbidden):
            publications.publish(versions[1], TODAY, actor=identity(who))
        with pytest.raises(Forbidden):
            publications.withdraw(versions[0], actor=identity(who))
    with pytest.raises(NotFound):
        publications.publish("0" * 64, TODAY, actor=admin)
    assert digest() == before


def test_what_holds_since_when_is_told_of_every_version(versions, admin):
    publications.publish(versions[1], clock.today() + timedelta(days=3), actor=admin)
    found = publications.statuses()
    assert [found[one].since for one in versions] == [ALWAYS, clock.today() + timedelta(days=3), None]
    assert [found[one].is_in_force for one in versions] == [True, False, False]
    is_coming = [found[one].since is not None and not found[one].is_in_force for one in versions]
    assert is_coming == [False, True, False]


def test_the_version_in_force_is_offered_first(versions, admin):
    publications.publish(versions[1], TODAY, actor=admin)
    offers = [offer for offer, _status in publications.choices(on=TODAY) if offer.standard.code == RECRUIT]
    assert [offer.number for offer in offers] == [2, 3, 1]
    in_force = [status.is_in_force for _offer, status in publications.choices(on=TODAY)]
    assert in_force == sorted(in_force, reverse=True)


def test_standards_are_offered_by_the_kind_of_assessment_they_are_for(cast):
    def codes(kind):
        return {offer.standard.code for offer, _status in publications.choices(kind)}

    assert codes(AssessmentKind.FITNESS) == {PHYSIQUE, POLICE, RECRUIT}
    assert codes(AssessmentKind.FIREARMS) == {FIREARMS}
    assert codes(AssessmentKind.CONTEST) == {PHYSIQUE, POLICE, FIREARMS, CONTEST}


def test_another_version_than_that_of_the_day_takes_a_word_that_it_is_meant(cast, versions, admin):
    publications.publish(versions[1], clock.today(), actor=admin)
    with pytest.raises(Invalid) as refusal:
        FieldDay(cast, RECRUIT, digest=versions[0])
    assert "第 2 版" in str(refusal.value.errors["standard"])
    assert FieldDay(cast, RECRUIT, digest=versions[0], is_sure=True).assessment.standard.version == 1
    assert FieldDay(cast, RECRUIT, digest=versions[1]).assessment.standard.version == 2


def test_the_version_is_that_of_the_day_of_the_assessment_not_of_today(cast, versions, admin):
    publications.publish(versions[1], clock.today() + timedelta(days=1), actor=admin)
    assert publications.objection(versions[1], clock.today())
    assert publications.objection(versions[1], clock.today() + timedelta(days=1)) is None


def test_old_sheets_keep_the_version_they_have(cast, admin):
    day = FieldDay(cast)
    day.enter_all()
    before = day.snapshot()
    standard = standard_files.shipped(RECRUIT)
    harder = replace(standard, tables=tuple(replace(t, bands=()) for t in standard.tables))
    publications.publish(standards.keep(harder).digest, clock.today(), actor=admin)
    assert holds(clock.today()) == 2
    assert day.snapshot() == before
    assert day.settle().standard.version == 1
    assert FieldDay(cast, digest=digest_of(RECRUIT)).assessment.standard.version == 2
