"""Files in and out, whatever they hold: tools that know nothing of the bureau.

In: rows of an uploaded table (``tables``), what its headings mean (``headings``), pictures drawn anew
(``photos``, ``svg_pictures``). Out: plain tables (``spreadsheets``), worksheets ruled like a form
(``ruled_sheets``), A4 paper to draw on (``papers``), QR codes as bare matrices (``matrices``). Not here:
what a file of a roster, of results or of a standard says (``roster``, ``results``, ``standard_files``), and
the prints themselves (``attendance.sheet_pdf``, ``sheets.printed``, ``rankings.pdf``).

No text that is written can become a formula; no character is left out of a print without a word about it.
Reading and drawing are slow: call them outside transactions.
"""
