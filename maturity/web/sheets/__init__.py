"""Sheets in and out: what a workbook's sheets look like, reading them safely, writing them cleanly.

A chapter declares its sheets once (`declare`); reading, the blank workbook and the export all follow that declaration.

- `names`: sheets, columns and words in three languages, and how names are compared
- `faults`: what is wrong with a file, as values with a sentence
- `archive`: the bytes of a file, read under limits · `cells`: the cells of its sheets
- `cell_types`: what a column holds, read from a cell and written to one · `lists`: several names in a cell
- `numbers`, `days`, `money`: what was typed as text · `declare`: columns and sheets
- `book`: a file as it was read · `headings`: which row and column is which · `totals`: rows that are no data
- `reading`: a file read by its declaration · `settling`: what all its sheets tell together
- `saving`: rows to the database
- `writing`: rows to a file, by openpyxl, which never reads here: it believes what a file says of itself
"""
