"""An English reader of Latin data meets no Han character on these pages, in the card or the workbook."""

import html
import io
import re
from dataclasses import astuple

import pytest
from openpyxl import load_workbook

from models import Enrolment, Person, SeasonKind, Training, Unit
from services import awards, bureau, medals, store, words
from tests.support import factories
from tests.support.awarding import attend, make_assessment, make_season, make_sheet, make_training, settle

HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture
def latin(cast):
    """The cast with Latin names, one medal corrected and one revoked, and something to come."""
    with store.connection():
        for kind in SeasonKind:
            make_season(kind)
        for kind, metals in ((SeasonKind.AUTUMN, ("gold", "bronze")), (SeasonKind.SPRING, ("silver", None))):
            sheet = make_sheet(make_assessment(cast.east, season=make_season(kind)), cast.officer)
            attend(sheet.assessment.training, cast.officer)
            results = [{"exercise": "grip", "name": "握力", "name_en": "Grip strength", "shown": "44.0 kg"}]
            for metal in metals:
                signer = factories.identity(cast.instructor).account_id
                settle(sheet, metal, signer=signer, total=30, results=results)
        coming = make_assessment(cast.east, season=make_season(SeasonKind.WINTER)).training
        Enrolment.create(training=coming, person=cast.officer, unit=cast.east)
        attend(make_training(cast.east), cast.officer, late=20)
        bureau.put("bureau.name", "Sample City Police")
        Training.update(title="Morning drill", place="Track").execute()
        for unit in Unit.select():
            Unit.update(name=f"Unit {unit.id}").where(Unit.id == unit.id).execute()
        Person.update(name="Lin Xiao").execute()
        return cast


def read(text):
    """The page's text and the texts in its attributes; the name of the other language is its own."""
    return html.unescape(text).replace("中文", "")


@pytest.fixture
def english(client, latin, sign_in_as):
    sign_in_as(latin.officer)
    client.set_cookie("language", "en")
    return client


@pytest.mark.parametrize(
    "place",
    ["/", "/medals", "/medals/1", "/medals/2", "/record?year=2026", "/record?year=2020", "/V/UNKNOWN"],
)
def test_no_page_of_a_trainee_shows_han(english, place):
    assert not HAN.findall(read(english.get(place).text))


def test_no_check_page_shows_han(english):
    with store.connection():
        codes = [m.check_code for award in (1, 2) for m in awards.history(award)]
    assert len(codes) == 3
    for code in codes:
        assert not HAN.findall(read(english.get(f"/V/{code}").text)), code


def test_the_settings_show_no_han(client, latin, sign_in_as):
    sign_in_as(latin.admin)
    client.set_cookie("language", "en")
    assert not HAN.findall(read(client.get("/bureau").text))


def test_the_workbook_holds_no_han(english, latin):
    book = load_workbook(io.BytesIO(english.get(f"/record/{latin.officer.id}.xlsx").data))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]

    assert len(cells) > 40
    assert not HAN.findall(" ".join(map(str, [*cells, *book.sheetnames])))


def test_the_words_of_the_share_card_hold_no_han(latin):
    with store.connection(), words.using("en"):
        medal = awards.history(1)[0]
        assert not HAN.findall(" ".join(astuple(medals.words_of(medal))))
