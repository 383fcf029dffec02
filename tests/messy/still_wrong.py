"""What is not right yet, an id and why: the tests of these must fail, and a line goes when its fault has gone. Empty in the end."""

from __future__ import annotations

NO_ACCOUNT = "`check --json` gives no `account` yet"
"""While this says something, the account of the clean file alone is asked for, and must fail; once it is empty, that of every file."""
ACCOUNTS: dict[str, str] = {}
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
)
"""Of what random edits have found (`tests/messy/test_edits.py`)."""
SCENARIOS: dict[str, str] = {}
REPORT: dict[str, str] = {}

FILES: dict[str, str] = {
    # kind 1
    "A01": "nothing is said in the queue at A01.xlsx, VPC, 2, N ('Nghỉ hưu từ 01/12/2026',)",
    "A05": "nothing is said in the queue at A05.xlsx, VPC, 4, O ('Đã nghỉ hưu theo NĐ 178 từ 01/10/2026',)",
    "A05b": "nothing is said in the queue at A05b.xlsx, VPC, 4, P ('Đã nghỉ hưu theo NĐ 178 từ 01/10/2026',)",
    "R04": "nothing is said in the queue at R04.xlsx, VPC, 2, N ('Nghỉ hưu từ 01/12/2026',)",
    "101": "nothing is said in the queue at 101.xlsx, VPC, 2, N ('Hưu từ 1/1/2027',)",
    "102": "nothing is said in the queue at 102.xlsx, VPC, 2, N ('Retired from 1 November 2026',)",
    "103": "nothing is said in the queue at 103.xlsx, VPC, 2, C ('Đã có QĐ nghỉ hưu từ 01/01/2027',)",
    "104": "nothing is said in the queue at 104.xlsx, VPC, 4",
    "105": "nothing is said at 105.xlsx, VPC, 2 (('31/12/2021', '2021-12-31'),)",
    "106": "nothing is said at 106.xlsx, VKH, 2 (('30/6/2024', '30/06/2024', '2024-06-30'),)",
    "107": "nothing is said in the queue at 107.xlsx, VPC, 7 ('Nghỉ thai sản',) ('maternity_leave', 'có')",
    "108": "nothing is said in the queue at 108.xlsx, VPC, 4, N ('Đã chuyển sang Bộ Tài chính từ 01/10/2026',)",
    "109": "nothing is said in the queue at 109.xlsx, VPC, 2, F ('nghỉ hưu từ 01/12/2026',)",
    "111": "nothing is said in the queue at 111.csv, 2, Ghi chu ('Da nghi huu tu 01/11/2026',)",
    "112": "nothing is said in the queue at 112.xlsx, VPC, 4, N ('Giảm: chuyển công tác 01/10/2026',)",
    "114": "nothing is said in the queue at 114.xlsx, VPC, 4, N",
    "115": "nothing is said in the queue at 115.xlsx, VPC, 3, N ('Đang mang thai tháng thứ 7',) ('pregnant', 'có')",
    "116": "nothing is said in the queue at 116.xlsx, VPC, 4, H ('Biệt phái',)",
    "117": "nothing is said in the queue at 117.xlsx, VPC, 4, C ('nghỉ hưu 01/12/2026',)",
    # kind 2
    "R01": "nothing is said at R01.xlsx, VPC, 2",
    "C02": "nobody was read from row 2 of VKH, without a word",
    "C02b": "nobody was read from row 2 of VKH, without a word",
    "D01": "nobody was read from row 2 of Sheet1, without a word",
    "D04": "nobody was read from row 2 of VKH, without a word",
    "202": "nothing is said at 202.xlsx, VPC, 11",
    "203": "nobody was read from row 2 of VKH, without a word",
    "207": "nothing is said at cong-van.docx",
    "208": "nobody was read from row 2 of Sheet1, without a word",
    # kind 3
    "L19": "row 6 of Danh sách: unit is 'VPC', not 'VKH'",
    "L23": "row 3 of Danh sách: unit is 'L23', not Either(value='Vụ Pháp chế')",
    "C05": "row 2 of VPC: category is None, not 'civil_servant'",
    "301": "row 6 of Danh sách: unit is 'VPC', not 'VKH'",
    "302": "row 4 of Danh sách: unit is None, not 'VKH'",
    "303": "nothing is said at 303.xlsx, Danh sách, 5",
    "305": "nothing is said at 305.xlsx, Danh sách, 4, B ('Vụ Pháp chế',)",
    "307": "nothing is said at 307.xlsx, Danh sách, 4, B",
    "308": "nothing is said at 308.xlsx, VPC, 5 ('4', '3')",
    # kind 4
    "L02": "row 3 of VPC: employee_id is '12/QĐ-BCT', not 'VPC-3'",
    # kind 5
    # kind 6
    # kind 7
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
