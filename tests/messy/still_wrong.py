"""What is not right yet, an id and why: the tests of these must fail, and a line goes when its fault has gone. Empty in the end."""

from __future__ import annotations

NO_ACCOUNT = ""
"""While this says something, the account of the clean file alone is asked for, and must fail; once it is empty, that of every file."""
ACCOUNTS: dict[str, str] = {}
"""Files whose account does not add up (`tests/messy/difficult/account.py`)."""
EDITS: dict[str, str] = {
    "delete a heading": "a column of numbers without a heading is left out without a word",
    "merge across": "what was lost, or lies hidden, under merged cells is read as empty",
    "merge down": "what was lost, or lies hidden, under merged cells is read as empty",
    "merge headings": "a column of numbers under a merged heading is left out without a word",
}
"""Kinds of edit (`tests/messy/edits.py`) that change a value without a word."""
FINDS = (
    "headings that stand again count alone where they are the better known",
    "the same with a heading twice",
    "Ð for Đ in a name",
)
"""Of what random edits have found (`tests/messy/test_edits.py`)."""
SCENARIOS: dict[str, str] = {
    "an alias of itself": "RecursionError",
    "deep lists": "RecursionError",
    "deep mappings": "RecursionError",
    "deep blocks": "RecursionError",
    "an infinite weight": "OverflowError",
    "a weight below everything": "OverflowError",
    "an infinite share": "OverflowError",
    "a number too large for a float": "OverflowError",
    "a number of five thousand digits": "the key is not named",
    "30 February": "the key is not named",
    "31 June in a list": "the key is not named",
    "a thirteenth month": "the key is not named",
    "an hour that no day has": "the key is not named",
    "lists": "takes all the time and memory there is",
    "mappings in lists": "takes all the time and memory there is",
    "merged mappings": "takes all the time and memory there is",
}
"""Hostile scenarios (`tests/messy/test_hostile_scenarios.py`)."""
REPORT: dict[str, str] = {
    "order": "errors and warnings are mixed",
    "once": "a line for each row",
    "copy": "a line for each person of the copy",
    "against": "nothing is counted",
    "protections": "nothing is said of what no sheet has",
    "overdue": "nobody is named",
    "mapping": "there is no such command",
}
"""How a check says what it found (`tests/messy/test_said.py`)."""

FILES: dict[str, str] = {
    # kind 1
    # kind 2
    # kind 3
    "L19": "row 6 of Danh sách: unit is 'VPC', not 'VKH'",
    "L23": "row 3 of Danh sách: unit is 'L23', not Either(value='Vụ Pháp chế')",
    "C05b": "row 3 of Danh sách: unit is 'Vụ Ðào tạo', not 'Vụ Đào tạo'",
    "C05": "row 2 of VPC: category is None, not 'civil_servant'",
    "301": "row 6 of Danh sách: unit is 'VPC', not 'VKH'",
    "302": "row 4 of Danh sách: unit is None, not 'VKH'",
    "303": "nothing is said at 303.xlsx, Danh sách, 5",
    "305": "nothing is said at 305.xlsx, Danh sách, 4, B ('Vụ Pháp chế',)",
    "307": "nothing is said at 307.xlsx, Danh sách, 4, B",
    "308": "nothing is said at 308.xlsx, VPC, 5 ('4', '3')",
    "310": "row 2 of Danh sách: unit is None, not 'VDT'",
    # kind 4
    "L02": "row 3 of VPC: employee_id is '12/QĐ-BCT', not 'VPC-3'",
    # kind 5
    # kind 6
    # kind 7
    "C01": "row 2 of VPC: full_name is 'T¹ Quang Böu Long', not Either(value='Tạ Quang Bửu Long')",
    "G08": 'row 2 of G08.csv: employee_id is \'="001123"\', not Either(value=\'001123\')',
    "H07": "nothing is said at H07.xlsx, VKH, 2 ('VPC',)",
    "701": "row 2 of VPC: full_name is 'Taï Quang Böûu Long', not Either(value='Tạ Quang Bửu Long')",
    "702": "row 2 of VPC: position_title is 'Vô trëng', not Either(value='Vụ trưởng')",
    "704": "nothing is said at 704.xlsx, VKH, 2 ('VPC',)",
    "705": "nothing is said at 705.xlsx, VKH, 2 ('VPC',)",
    "706": "row 2 of VKH: full_name is '§ç ViÕt Tr¹c', not Either(value='Đỗ Viết Trạc')",
    "707": 'row 2 of VPC: employee_id is \'="002123"\', not Either(value=\'002123\')',
    "710": "nothing is said at 710.xlsx, VPC, 3, B",
    # kind 8
    "F06": "nothing is said at F06.xlsx, VPC, 6",
    "803": "nothing is said at 803.xlsx, VPC, 7 ('42', '5')",
    "804": "nothing is said at 804.xlsx, VPC, 7 (('30.71', '30,71'), ('24.71', '24,71'))",
    "805": "nothing is said at 805.xlsx, VPC, 2 ('7', '5')",
    "806": "nothing is said at 806.xlsx, VPC, 1 ('15', '12')",
    "807": "nothing is said at 807.xlsx, VPC, 7 ('3', '2')",
    "812": "nothing is said at 812.xlsx, VPC, 6, G",
    # kind 9
    "H02": "said where all is right: error H02.xlsx, VPC, 2, D: Ô “Ngày sinh” (Date of birth) còn trống. Hãy điền giá trị.",
    "H03": "said where all is right: error H03.xlsx, VPC, 4, C: Ô “Họ và tên” (Full name) còn trống. Hãy điền giá trị.",
}
