"""Standards in the database: immutable versions, and cut-offs that only the bureau knows."""

from dataclasses import replace

import pytest

from models import StandardVersion
from services import bureau, standard_files, standards
from services.errors import NotFound
from services.scoring.rulebook import BUREAU_SETTING
from tests.support.field_day import POLICE, RECRUIT

pytestmark = pytest.mark.usefixtures("database")


def changed(code=RECRUIT, **facts):
    return replace(standard_files.shipped(code), **facts)


def test_the_same_content_keeps_its_version():
    assert standards.store(standard_files.shipped(RECRUIT)) == 1
    assert standards.store(standard_files.shipped(RECRUIT)) == 1
    assert StandardVersion.select().count() == 1


def test_other_content_becomes_the_next_version_and_the_first_stays_as_it_was():
    first = standards.keep(standard_files.shipped(RECRUIT))
    assert standards.store(changed(title="本局标准")) == 2
    assert standards.stored(RECRUIT).title == "本局标准"
    assert standards.load(first) == standard_files.shipped(RECRUIT)


def test_what_was_stored_reads_back_equal():
    for code in standard_files.shipped_codes():
        assert standards.load(standards.keep(standard_files.shipped(code))) == standard_files.shipped(code)


def test_nothing_is_stored_under_an_unknown_code():
    assert standards.stored("no-such") is None
    with pytest.raises(NotFound):
        standards.versions("no-such")


def test_the_shipped_standards_are_offered_before_anyone_used_them():
    offers = {offer.standard.code: offer for offer in standards.offered()}
    assert set(offers) == set(standard_files.shipped_codes())
    assert all(offer.number is None and offer.is_shipped for offer in offers.values())
    assert StandardVersion.select().count() == 0


def test_a_shipped_standard_becomes_a_row_when_it_is_first_used():
    offer = standards.versions(RECRUIT)[0]
    row = standards.adopt(offer.digest)
    assert (row.code, row.version) == (RECRUIT, 1)
    assert standards.adopt(offer.digest).id == row.id
    assert standards.versions(RECRUIT)[0].number == 1


def test_the_newest_version_is_offered_first():
    standards.store(standard_files.shipped(RECRUIT))
    standards.store(changed(title="本局标准"))
    assert [offer.number for offer in standards.versions(RECRUIT)] == [2, 1]
    assert [offer.is_shipped for offer in standards.versions(RECRUIT)] == [False, True]


def test_what_is_not_offered_cannot_be_used():
    with pytest.raises(NotFound):
        standards.adopt("0" * 64)


def test_cut_offs_are_unset_until_the_bureau_sets_them_and_the_newest_holds():
    row = standards.keep(standard_files.shipped(POLICE))
    assert standards.rules(row).cut_offs == ()
    bureau.put(f"grades.{POLICE}", [["优秀", 360], ["不合格", 0]])
    bureau.put(f"grades.{POLICE}", [["优秀", 350], ["良好", 300], ["合格", 240], ["不合格", 0]])
    rules = standards.rules(row)
    assert [(g.name, g.minimum, g.passes) for g in rules.cut_offs] == [
        ("优秀", 350, True),
        ("良好", 300, True),
        ("合格", 240, True),
        ("不合格", 0, False),
    ]
    assert rules.cut_offs[0].name_en == "Excellent"
    bureau.put(f"grades.{POLICE}", None)
    assert standards.rules(row).cut_offs == ()


def test_a_standard_with_its_own_grades_does_not_ask_the_bureau():
    bureau.put(f"grades.{RECRUIT}", [["优秀", 1]])
    assert standard_files.shipped(RECRUIT).grade_rule != BUREAU_SETTING
    assert standards.rules(standards.keep(standard_files.shipped(RECRUIT))).cut_offs == ()
