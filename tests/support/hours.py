"""A pytest plugin: of the tests it is given, those that could know what time it is (``make test-hours``).

A test without a database is given its time as an argument. PostgreSQL is never asked for the time, so what
holds on SQLite at an hour holds there too; and the longest tests play a morning of a fixed day.
"""


def asks_the_time(item):
    return "tables" in item.fixturenames and not item.keywords.keys() & {"postgres", "long"}


def pytest_collection_modifyitems(config, items):
    left_out = [item for item in items if not asks_the_time(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if asks_the_time(item)]
