"""The roster: from files of any shape to one frame of people whose every value knows where it comes from.

workbook: opens files that nobody has checked, in a limited child process. tables: finds the lists in a sheet and what each
column is. values: reads one cell. people: the frame, its checks, and how each value came about. template: the workbook that
units fill in. corrections: the ledger of corrected cells. sample: a made-up ministry.
`load` reads a roster with what the law finds in it; `read` is the part of it that looks at the sheets alone.
"""
