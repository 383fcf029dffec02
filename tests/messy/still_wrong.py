"""What is not right yet, an id and why: the tests of these must fail, and a line goes when its fault has gone. Empty in the end."""

from __future__ import annotations

NO_ACCOUNT = ""
"""While this says something, the account of the clean file alone is asked for, and must fail; once it is empty, that of every file."""
ACCOUNTS: dict[str, str] = {}
EDITS: dict[str, str] = {}
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
    # kind 2
    # kind 3
    # kind 4
    "L01b": "said where all is right: error L01b.xlsx, VPC, 2, J: Tiêu đề “Nâng bậc lương lần sau / Bậc” trùng nội dung với cột H....",
    "L02": "row 3 of VPC: employee_id is '12/QĐ-BCT', not 'VPC-3'",
    "401": "row 3 of VPC: step is (1.0), not 2",
    "407": "row 3 of VPC: si_months is (nan), not 330",
    # kind 5
    "B01": "row 3 of VPC: birth_date is 1975-10-08, not Either(value=date(1975, 8, 10))",
    "B02": "row 3 of VPC: birth_date is 1975-05-11, not Either(value=date(1975, 11, 5))",
    "B03": "row 2 of VPC: birth_date is 1971-03-13, not Either(value=date(1971, 3, 14))",
    "G11": "row 2 of G11.csv: birth_date is 1971-03-13, not Either(value=date(1971, 3, 14))",
    "T01": "row 2 of T01.csv: birth_date is 1969-06-30, not Either(value=date(1969, 7, 1))",
    "F04": "nothing is said at F04.xlsx, VPC, 2, D",
    "G10": "row 4 of G10.csv: birth_date is 1980-06-05, not Either(value=date(1980, 5, 6))",
    "501": "row 3 of VPC: joined_on is 1998-01-10, not Either(value=date(1998, 10, 1))",
    "502": "row 3 of VPC: joined_on is 1998-01-10, not Either(value=date(1998, 10, 1))",
    "505": "nothing is said at 505.xlsx, VPC, 2, D",
    "510": "row 3 of 510.csv: contract_end_on is 2027-05-06, not Either(value=date(2027, 6, 5))",
    "515": "row 3 of VPC: birth_date is 1975-11-24, not Either(value=date(1975, 11, 25))",
    "516": "nothing is said at 516.xlsx, VPC, 4, D",
    "517": "row 1 of 517.parquet: birth_date is 1971-03-13, not Either(value=date(1971, 3, 14))",
    "518": "nothing is said at 518.parquet, 1, birth_date",
    # kind 6
    "E01": "row 2 of VPC: position_level is 'staff', not 'head'",
    "E01b": "row 2 of VPC: position_level is 'staff', not Either(value='deputy')",
    "E01d": "nothing is said at E01d.xlsx, VPC, 2, F",
    "E02": "row 2 of VPC: rank_code is '1001', not Either(value='01.001')",
    "E02b": "row 5 of VPC: rank_code is '01,003', not Either(value='01.003')",
    "E02c": "row 4 of VPC: rank_code is '1002', not Either(value='01.002')",
    "G14": "row 3 of G14.csv: rank_code is '1.002', not Either(value='01.002')",
    "T03": "row 3 of VPC: position_level is 'staff', not 'deputy'",
    "601": "row 2 of VPC: position_level is 'staff', not 'head'",
    "602": "row 2 of VPC: position_level is 'staff', not Either(value='head')",
    "603": "nothing is said at 603.xlsx, VPC, 5, F",
    "604": "nothing is said at 604.xlsx, VPC, 4, F",
    "605": "row 2 of VPC: position_level is 'staff', not 'head'",
    "606": "row 2 of VPC: rank_code is '01-001', not Either(value='01.001')",
    "607": "nothing is said at 607.xlsx, VPC, 3, H",
    "608": "row 2 of VPC: rank_code is 'Chuyên viên cao cấp', not Either(value='01.001')",
    "609": "row 2 of VPC: position_level is 'staff', not Either(value='head')",
    "612": "row 4 of VPC: position_level is 'staff', not Either(value='division_deputy')",
    "613": "nothing is said at 613.xlsx, VPC, 4, F",
    # kind 7
    "C01": "row 2 of VPC: full_name is 'T¹ Quang Böu Long', not Either(value='Tạ Quang Bửu Long')",
    "G08": 'row 2 of G08.csv: employee_id is \'="001123"\', not Either(value=\'001123\')',
    "H07": "nothing is said at H07.xlsx, VKH, 2 ('VPC',)",
    "D05": "row 2 of VPC: full_name is 'Tạ Quang Bửu', not 'Tạ Quang Bửu Long'",
    "D06": "row 2 of VPC: full_name is 'Long', not 'Tạ Quang Bửu Long'",
    "701": "row 2 of VPC: full_name is 'Taï Quang Böûu Long', not Either(value='Tạ Quang Bửu Long')",
    "702": "row 2 of VPC: position_title is 'Vô trëng', not Either(value='Vụ trưởng')",
    "704": "nothing is said at 704.xlsx, VKH, 2 ('VPC',)",
    "705": "nothing is said at 705.xlsx, VKH, 2 ('VPC',)",
    "706": "row 2 of VKH: full_name is '§ç ViÕt Tr¹c', not Either(value='Đỗ Viết Trạc')",
    "707": 'row 2 of VPC: employee_id is \'="002123"\', not Either(value=\'002123\')',
    "708": "row 2 of VPC: full_name is 'Long', not 'Tạ Quang Bửu Long'",
    "709": "row 2 of VPC: full_name is 'Long', not 'Tạ Quang Bửu Long'",
    "710": "nothing is said at 710.xlsx, VPC, 3, B",
    # kind 8
    "I02": "nothing is said at I02.xlsx, VPC, M",
    "K06": "nothing is said at K06.xlsx, VPC, M",
    "T02": "nothing is said at T02.csv, Số tháng đóng BHXH",
    "L03": "row 2 of VKH: rating_1 is 'excellent', not None",
    "801": "nothing is said at 801.xlsx, VPC, 5, M",
    "802": "nothing is said at 802.xlsx, VPC, 4, M",
    "809": "row 2 of VKH: rating_1 is 'good', not None",
    "814": "nothing is said at 814.xlsx, VPC, 3, N",
    "815": "nothing is said at 815.xlsx, VPC, 1, N",
    # kind 9
    "O1": "row 4 of VPC: rank_code is None, not '01.001'",
    "O2": "row 3 of VPC: full_name is 'Tạ Quang Bửu', not 'Tạ Quang Bửu Long'",
    "O3": "row 7 of VPC: sex is None, not 'M'",
    "F01": "said where all is right: error F01.xlsx, VPC, 4, K: Ô chứa công thức nhưng chưa lưu kết quả. Hãy mở tệp bằng Excel rồ...",
    "F01b": "said where all is right: error F01b.xlsx, VPC, 4, K: Ô chứa công thức nhưng chưa lưu kết quả. Hãy mở tệp bằng Excel r...",
    "K01": "row 2 of VPC: rank_code is 'Chuyên viên cao cấp', not '01.001'",
    "K02": "said where all is right: error K02.xlsx, VPC, 1, G: Tiêu đề “Vị trí việc làm” trùng nội dung với cột F. Hãy chỉ giữ m...",
    "K04": "row 5 of DANHSACH: position_title is None, not 'Hiệu trưởng'",
    "K05": "nothing is said at K05.xlsx, Sheet1, 1 (('bhxh', 'si_months'),)",
    "M06": "row 2 of VPC: sex is None, not 'M'",
    "M06b": "row 2 of VPC: sex is None, not 'M'",
    "M06c": "row 2 of VPC: sex is None, not 'M'",
    "E03": "nothing is said at E03.xlsx, VPC, 4, I ('Excel', ('3/9', '9/3'))",
    "E04": "nothing is said at E04.xlsx, VPC, 5, J ('Excel', ('4.98', '4,98'))",
    "G16": "nobody was read from row 2 of G16.csv, without a word",
    "G17": "nobody was read from row 2 of G17.csv, without a word",
    "D03": "nobody was read from row 2 of D03.txt, without a word",
    "H02": "said where all is right: error H02.xlsx, VPC, 2, D: Ô “Ngày sinh” (Date of birth) còn trống. Hãy điền giá trị.",
    "H03": "said where all is right: error H03.xlsx, VPC, 4, C: Ô “Họ và tên” (Full name) còn trống. Hãy điền giá trị.",
    "901": "nobody was read from row 2 of VPC, without a word",
    "902": "nobody was read from row 2 of VPC, without a word",
    "903": "row 2 of VPC: sex is None, not 'M'",
    "904": "said where all is right: error 904.xlsx, VPC, 4, N: Ô chứa công thức nhưng chưa lưu kết quả. Hãy mở tệp bằng Excel rồ...",
    "907": "nothing is said at 907.xlsx, VPC, 2, K ('Excel', ('1.1', '1,1'))",
    "908": "nothing is said at 908.xlsx, VPC, 2, M",
    "909": "said where all is right: error 909.xlsx, VPC, 1, G: Tiêu đề “Chức danh” trùng nội dung với cột F. Hãy chỉ giữ một tro...",
    "910": "row 2 of VPC: position_level is 'staff', not 'head'",
    "912": "nobody was read from row 2 of VPC.txt, without a word",
}
