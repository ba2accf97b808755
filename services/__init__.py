"""The rules of the bureau, without Flask: a package a noun, what it does by verbs.

What all packages rest on lies here, a file each: who may do what (``access``), the time (``clock``),
refusals (``errors``), the log of acts (``audit``), what the bureau has said of itself (``bureau``),
seasons, connections (``store``), slowing guesses (``throttle``), cleaned text (``texts``), translation
(``words``) and the names of enumeration members (``labels``). None of them imports a package. Packages
import each other in one direction only; ``ORDER`` in ``tests/test_architecture.py`` names it.
"""
