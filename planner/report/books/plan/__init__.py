"""The sheets of `plan.xlsx`, one file each; which there are, in which order, says `books/workbook.py`."""
