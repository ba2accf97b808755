"""Medals for the tests of pages that show them."""

import pytest

from models import SeasonKind
from services import store
from tests import factories
from tests.awarding import make_assessment, make_season, make_sheet, settle


@pytest.fixture
def earn(cast):
    with store.connection():
        signer = factories.identity(cast.instructor).account_id

    def earn(metal="gold", *, kind=SeasonKind.AUTUMN, year=2026, person=None, sheet=None, **facts):
        """Settle a sheet, or the one given once more; the version of the medal, or None."""
        with store.connection():
            sheet = sheet or make_sheet(
                make_assessment(cast.east, season=make_season(kind, year)), person or cast.officer
            )
            return settle(sheet, metal, signer=signer, **facts)[1]

    return earn


@pytest.fixture
def medal(earn):
    return earn(total=35)
