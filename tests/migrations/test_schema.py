"""The migrations make the very tables that the models describe, and can be taken back."""

import pytest
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

import models
from services import store


@pytest.fixture
def migrated(engine_url):
    store.bind(engine_url)
    with store.connection():
        yield models.database


def test_migrated_tables_are_those_of_the_models(migrated):
    assert not diff_models(migrated.obj, models.TABLES)
    assert store.pending() == []


def test_every_migration_can_be_taken_back_and_made_again(migrated):
    runner = Runner(migrated, str(store.MIGRATIONS))
    names = [migration.name for migration in runner.migrations()]
    for name in reversed(names):
        assert runner.down() == [name]
    assert set(migrated.get_tables()) <= {"schema_migration"}
    assert store.migrate() == names
    assert not diff_models(migrated.obj, models.TABLES)
