"""A scenario as a workbook to fill in: which cell is which key, reading the cells, and writing a scenario into them without loss.

The file itself is opened elsewhere, guarded like any workbook; here its cells arrive as plain text with a letter before it.
"""
