"""待裁定: what at an assessment waits for the chief's ruling, and the acts by which the chief rules.

``desk`` is the list, ``pages`` the pages of it. Each kind has its file: ``held_entries``, let in or set
aside by ``admissions`` (late ones of settled sheets too), ``clashes`` (two texts under one id or number),
``doubts`` (two devices that differ), ``oddities`` (what only the fold holds), ``devices`` and the entries
they still owe. Not here: objections (``sheets.objections``), rulings on evidence of attendance
(``checkins.reviews``), why an entry is held in the first place (``intake.holds``).

For the chief and the desk, always with a reason. A ruling is an entry of its own or is written beside what
it is about: nothing is deleted, and the same ruling sent twice is made once.
"""
