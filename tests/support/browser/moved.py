"""The clocks of test, server and pages, moved alike by so many seconds (``make test-hours``)."""

import os
from datetime import timedelta

from services import clock

AHEAD = timedelta(seconds=float(os.environ.get("TESTS_AHEAD") or 0))
PAGES = """((ahead) => {
  const Real = Date;
  self.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
})(%d)"""


def move(hours=0):
    """Set the clock of this process, and a server's some hours further."""
    real, ahead = clock.now, AHEAD + timedelta(hours=hours)
    if ahead:
        clock.now = lambda: real() + ahead


def move_pages(context):
    if AHEAD:
        context.add_init_script(PAGES % (AHEAD / timedelta(milliseconds=1)))
