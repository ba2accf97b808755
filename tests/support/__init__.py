"""What tests share and are no tests themselves: casts, days, devices, files, servers and engines to run on.

``factories`` makes the fixed cast, ``field_day`` and ``contest_day`` an assessment through the services,
``awarding`` settled sheets straight in the tables, ``world`` one of everything a route can name, ``latin``
a bureau without Chinese. ``tables.digest`` says whether anything changed. ``postgres`` and ``cluster``
bring the engines, ``server`` a running program, ``browser`` what drives Chromium. Fixtures that all tests
use are in the ``conftest.py`` of their folder.
"""
