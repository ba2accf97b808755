"""The installation itself: settings of the bureau, its first admin, backups, cleaning up and looking for
faults.

``settings`` is the admin's page; values themselves are kept by ``bureau``. ``founding``, ``backups`` and
``upkeep`` serve the command line. Not here: people and their rights (``people``), signing keys
(``credentials``).

What was decided under an earlier setting stays as it was decided; cleaning up never changes what is true.
"""
