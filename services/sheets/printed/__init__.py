"""Sheets taken out of the system: as a form to sign and file, or as a workbook.

``books`` gathers the sheets and notes in the log that they were taken, ``form`` says what stands in the
boxes, ``rows`` is its table; ``pdf`` and ``xlsx`` write them. Not here: sheets on the screen
(``sheets.sheet_words``), pictures of paper (``sheets.photos``), lists of attendance and ranking
(``attendance.sheet_pdf``, ``rankings.pdf``).

For the person, the staff and the desk. No character is left out of a print without being named.
"""
