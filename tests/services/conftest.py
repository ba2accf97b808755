"""The rules hold on both engines: every test here that asks for a database runs on each."""

import pytest


@pytest.fixture
def database_url(engine_url):
    return engine_url
