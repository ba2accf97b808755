"""How many examples Hypothesis tries: few every day, many in ``make test-long``.

What it has found to fail it keeps in ``.hypothesis`` and tries first the next time, in either.
"""

import hypothesis

import models

DAILY, LONG = "daily", "long"


def register():
    """Make the two profiles known, and take the daily one until ``--hypothesis-profile`` names another."""
    for name in (DAILY, LONG):
        # A busy machine is no reason to fail.
        hypothesis.settings.register_profile(name, hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile(DAILY)


def number(daily, *, long, postgres=None):
    """How many to try: on PostgreSQL, where it is named, as many in both, for each takes longer."""
    if postgres and models.database.for_update:
        return postgres
    return long if hypothesis.settings.get_current_profile_name() == LONG else daily
