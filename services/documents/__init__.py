"""Files in and out, whatever they hold: tools that know nothing of the bureau.

In: rows of an uploaded table (``tables``), what its headings mean (``headings``), pictures drawn anew
(``photos``, ``svg_pictures``), and files that were read and wait for their owner's word (``pending``). Out:
plain tables (``spreadsheets``), worksheets ruled like a form (``ruled_sheets``), A4 paper to draw on
(``papers``, in our ``faces``), lists to post and sign (``listings``, ``list_papers``), QR codes as bare
matrices (``matrices``). Not here: what a file of a roster, of results or of a standard says (``roster``,
``results``, ``standard_files``), and what stands on a print (``attendance``, ``sheets.printed``,
``rankings``).

No text that is written can become a formula; no character is left out of a print without being named.
Reading and drawing are slow: call them outside transactions.
"""
