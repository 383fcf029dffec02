"""Makes the messy workbooks: each function writes one and says what is in it. `python -m tests.messy.make DIR` keeps them."""

from __future__ import annotations

import csv
import sys
import unicodedata
from pathlib import Path
from typing import Any

from tests.messy.book import (
    ALL,
    BOTH_UNITS,
    HEADINGS,
    MAKERS,
    NEEDED,
    PEOPLE,
    UNITS_SHEET,
    Book,
    Sheet,
    headed,
    letter,
    line,
    maker,
    numbered,
    truth,
    write,
)


@maker
def titles_groups_sums_and_signatures(folder: Path) -> Book:
    """Titles above, numbering below the headings, groups, sums, blank rows, notes, and names of those who sign."""
    names = tuple(n for n in ALL if n != "unit")
    people = numbered(names)
    rows: list[list[Any]] = [
        ["BỘ CÔNG THƯƠNG", *[None] * 9, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["VỤ PHÁP CHẾ"], [], ["DANH SÁCH CÔNG CHỨC, NGƯỜI LAO ĐỘNG"],
        ["(Kèm theo Công văn số 12/VPC-TC ngày 10 tháng 11 năm 2026)"], [], headed(names), [f"({i})" for i in range(1, len(names) + 2)],
        ["I", None, "Lãnh đạo Vụ"], *people[:2], [None, None, "Cộng mục I", None, None, None, None, None, None, 13.02], [],
        ["II", None, "Phòng Tổng hợp"], *people[2:4], ["Cộng", None, None, None, 2], ["III. Hợp đồng lao động"], people[4],
        ["Tổng cộng: 05 người", *[None] * 8, 26.0, 1.8], ["Danh sách này có 05 người./."], [],
        [*[None] * 9, "Hà Nội, ngày 12 tháng 11 năm 2026"], [None, None, "Người lập biểu", *[None] * 6, "THỦ TRƯỞNG ĐƠN VỊ"],
        [None, None, "(Ký, ghi rõ họ tên)"], [], [], [None, None, "Vũ Thị Lan Anh", *[None] * 6, "Nguyễn Thị Ánh Tuyết"],
    ]  # fmt: skip
    return Book(write(folder / "VPC.xlsx", Sheet("Sheet1", rows), UNITS_SHEET), truth(*names, unit="VPC"))


@maker
def two_rows_of_headings(folder: Path) -> Book:
    """Merged headings in two rows; the birth date in a column for men and one for women, which tells the sex."""
    names = ("employee_id", "full_name")
    upper = ["TT", "Mã số CBCCVC", "Họ và tên", "Ngày, tháng, năm sinh", None, "Chức vụ", "Đối tượng", "Lương hiện hưởng", None, None, "Phụ cấp", None,
             "Số tháng đóng BHXH", "Kết quả đánh giá, xếp loại", None, None]  # fmt: skip
    lower = [None, None, None, "Nam", "Nữ", None, None, "Mã ngạch", "Bậc", "Hệ số", "Chức vụ (hệ số)", "TNVK (%)", None, 2023, 2024, 2025]
    rows: list[list[Any]] = [["PHỤ LỤC 1"], [], upper, lower]
    for number, person in enumerate(PEOPLE, 1):
        born = [person["birth_date"], None] if person["sex"] == "M" else [None, person["birth_date"]]
        tail = (
            "position_title",
            "category",
            "rank_code",
            "step",
            "salary_coefficient",
            "leadership_allowance",
            "over_frame_pct",
            "si_months",
            "rating_3",
            "rating_2",
            "rating_1",
        )
        rows.append([number, *line(person, names), *born, *line(person, tail)])
    rows.append(["", "Cộng", None, 3, 2, None, None, None, None, 25.99])
    merged = ["A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "H3:J3", "K3:L3", "M3:M4", "N3:P3", "A1:P1"]
    expected = [n for n in ALL if n not in ("unit", "key_role", "joined_on")]
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows, merged), UNITS_SHEET), truth(*expected, unit="VPC"))


@maker
def three_rows_of_headings(folder: Path) -> Book:
    """Three rows, years and months of insurance in columns of their own, the sex by ticks, a numbering row A B 1 2."""
    top = ["Số TT", "Thông tin chung", None, None, None, None, "Tiền lương", None, None, "BHXH", None, "Ghi chú"]
    middle = [None, "Mã số", "Họ và tên", "Giới tính", None, "Ngày sinh", "Hệ số lương", "Phụ cấp", None, "Thời gian đóng BHXH", None, None]
    bottom = [None, None, None, "Nam", "Nữ", None, None, "Chức vụ", "Vượt khung", "Năm", "Tháng", None]
    rows: list[list[Any]] = [top, middle, bottom, ["A", "B", "C", 1, 2, 3, 4, 5, 6, 7, 8, 9]]
    for number, p in enumerate(PEOPLE, 1):
        ticks = ["x", None] if p["sex"] == "M" else [None, "X"]
        years, months = divmod(p["si_months"], 12)
        rows.append([number, p["employee_id"], p["full_name"], *ticks, p["birth_date"], p["salary_coefficient"], p["leadership_allowance"] or None,
                     p["over_frame_pct"] or None, years, months or None, "Công chức của Vụ"])  # fmt: skip
    merged = ["A1:A3", "B1:F1", "G1:I1", "J1:K1", "L1:L3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3", "H2:I2", "J2:K2"]
    names = ("employee_id", "full_name", "sex", "birth_date", "salary_coefficient", "leadership_allowance", "over_frame_pct", "si_months")
    book = write(folder / "ba.xlsx", Sheet("VPC", rows, merged), UNITS_SHEET)
    untitled = {("ba.xlsx", "VPC", row, "H"): "allowance_without_title" for row in (5, 6)}
    return Book(book, truth(*names), {("ba.xlsx", "VPC", 3, None): "column_missing", **untitled})


@maker
def two_rows_without_merging(folder: Path) -> Book:
    """The same two rows, but nobody merged the cells: what stands below both belongs to the upper heading on its left."""
    upper = ["TT", "Mã số", "Họ và tên", "Ngày sinh", None, "Đối tượng", "Phụ cấp", None, "Hệ số lương", "Tổng thời gian đóng BHXH (tháng)"]
    lower = [None, None, None, "Nam", "Nữ", None, "Chức vụ", "Vượt khung", None, None]
    rows: list[list[Any]] = [upper, lower]
    for number, p in enumerate(PEOPLE, 1):
        born = [p["birth_date"].strftime("%d/%m/%Y"), None] if p["sex"] == "M" else [None, p["birth_date"].strftime("%d.%m.%Y")]
        rows.append(
            [
                number,
                p["employee_id"],
                p["full_name"],
                *born,
                *line(p, ("category", "leadership_allowance", "over_frame_pct", "salary_coefficient", "si_months")),
            ]
        )
    rows.append([6, "CT-006", "Hoàng Minh Châu", "01/01/1980", "01/01/1980", "Công chức", None, None, 3.0, 100])
    book = Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), truth(*NEEDED, "leadership_allowance", "over_frame_pct"))
    book.truth.append({"employee_id": "CT-006", "full_name": "Hoàng Minh Châu", "si_months": 100})
    book.reported["m.xlsx", "VPC", 8, None] = "both_sexes"
    book.reported |= {("m.xlsx", "VPC", row, "G"): "allowance_without_title" for row in (3, 4)}
    return book


@maker
def the_unit_stands_in_the_title(folder: Path) -> Book:
    """Neither tab nor file names the unit: the title does, outright or within a longer one."""
    names = tuple(n for n in ALL if n != "unit")
    first = [["ĐƠN VỊ: VỤ PHÁP CHẾ"], ["DANH SÁCH NHÂN SỰ"], headed(names), *numbered(names, PEOPLE[:3])]
    second = [["DANH SÁCH CÔNG CHỨC VỤ KẾ HOẠCH NĂM 2026"], headed(names), *numbered(names, PEOPLE[3:])]
    path = write(folder / "Danh sách.xlsx", Sheet("Sheet1", first), Sheet("Sheet2", second), BOTH_UNITS)
    return Book(path, truth(*names, people=PEOPLE[:3], unit="VPC") + truth(*names, people=PEOPLE[3:], unit="VKH"))


@maker
def the_title_names_a_unit_without_a_table(folder: Path) -> Book:
    """Without a units table the title's unit counts where tab and file have generic names."""
    rows = [["Đơn vị: Vụ Pháp chế"], headed(NEEDED), *numbered(NEEDED)]
    path = write(folder / "Danh sách công chức 2026.xlsx", Sheet("Trang tính1", rows))
    reported = {(path.name, None, None, None): "no_units_table"}
    return Book(path, truth(*NEEDED, unit="Vụ Pháp chế"), reported)  # type: ignore[arg-type]


@maker
def groups_that_are_units(folder: Path) -> Book:
    """One list of the whole ministry; the headings of groups name units of the table."""
    rows = [
        headed(NEEDED),
        ["I", None, "Vụ Pháp chế"],
        *numbered(NEEDED, PEOPLE[:2]),
        ["II. VỤ KẾ HOẠCH"],
        *numbered(NEEDED, PEOPLE[2:]),
    ]
    path = write(folder / "Bộ Công Thương.xlsx", Sheet("Danh sách", rows), BOTH_UNITS)
    return Book(path, truth(*NEEDED, people=PEOPLE[:2], unit="VPC") + truth(*NEEDED, people=PEOPLE[2:], unit="VKH"))


@maker
def sheets_that_are_no_lists(folder: Path) -> Book:
    """Hidden sheets, a legend, a table of ranks, and a title that names another unit than the tab."""
    rows = [["Đơn vị: Vụ Kế hoạch"], headed(NEEDED), *numbered(NEEDED)]
    ranks = [["Mã ngạch", "Bậc", "Hệ số lương"], ["01.003", 1, 2.34], ["01.003", 2, 2.67]]
    path = write(
        folder / "m.xlsx", Sheet("VPC", rows), Sheet("Cũ", rows, state="hidden"), Sheet("Rất ẩn", rows, state="veryHidden"), BOTH_UNITS,
        Sheet("Chú giải", [["Ký hiệu", "Ý nghĩa"], ["x", "có"]]), Sheet("Bảng lương", ranks),
    )  # fmt: skip
    reported = {
        ("m.xlsx", "Cũ", None, None): "sheet_hidden", ("m.xlsx", "Rất ẩn", None, None): "sheet_hidden",
        ("m.xlsx", "Bảng lương", None, None): "sheet_not_people", ("m.xlsx", "VPC", None, None): "title_names_other",
        ("m.xlsx", "Đơn vị", 3, "A"): "unit_without_people",
    }  # fmt: skip
    return Book(path, truth(*NEEDED, unit="VPC"), reported)


@maker
def headings_in_any_shape(folder: Path) -> Book:
    """Another order, line breaks, decomposed letters, non-breaking and double blanks, capitals, stars; printed twice."""
    names = tuple(reversed(ALL))
    broken = [
        unicodedata.normalize("NFD", HEADINGS[n].upper()).replace(" ", "\u00a0\n" if i % 2 else "  ") + "*" * (i % 3 == 0)
        for i, n in enumerate(names)
    ]
    people = numbered(names)
    for row in people:
        at = 1 + names.index("full_name")
        row[at] = unicodedata.normalize("NFD", " " + row[at].replace(" ", "\u00a0 "))
    rows = [["Đơn vị: VPC"], ["Số TT", *broken], *people[:2], ["Số TT", *broken], [i for i in range(1, len(names) + 2)], *people[2:]]
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), truth(*ALL))


@maker
def errors_and_formulas(folder: Path) -> Book:
    """#N/A, #REF! and formulas whose result was never stored: each cell is named."""
    rows = [headed(NEEDED), *numbered(NEEDED)]
    expected = truth(*NEEDED)
    reported: dict[Any, str] = {}
    for row, name, cell, key in (
        (2, "salary_coefficient", "#N/A", "cell_error"), (3, "si_months", "#REF!", "cell_error"), (4, "birth_date", "=TODAY()-12000", "formula_without_value"),
        (5, "employee_id", "#DIV/0!", "cell_error"), (6, "sex", '=IF(1,"Nam","")', "formula_without_value"),
    ):  # fmt: skip
        rows[row - 1][1 + NEEDED.index(name)] = cell
        del expected[row - 2][name]
        reported["m.xlsx", "VPC", row, letter(NEEDED, name, 1)] = key
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), expected, reported)


@maker
def hidden_rows_and_columns(folder: Path) -> Book:
    """People in hidden rows and values in a hidden column are read, and each is named."""
    names = (*NEEDED, "over_frame_pct")
    rows = [headed(names), *numbered(names)]
    hidden = letter(names, "over_frame_pct", 1)
    path = write(folder / "m.xlsx", Sheet("VPC", rows, hidden_rows=(3, 5), hidden_columns=(hidden,)), UNITS_SHEET)
    name = letter(names, "full_name", 1)
    reported: dict[Any, str] = {
        ("m.xlsx", "VPC", 3, name): "row_hidden", ("m.xlsx", "VPC", 5, name): "row_hidden", ("m.xlsx", "VPC", 1, hidden): "column_hidden",
    }  # fmt: skip
    return Book(path, truth(*names, unit="VPC"), reported)


@maker
def the_same_people_in_two_units(folder: Path) -> Book:
    """Two files of a folder: one person twice under one id, one twice by name and birth date."""
    where = folder / "bộ"
    where.mkdir()
    other = [{**PEOPLE[0], "employee_id": "KH-9", "full_name": "NGUYỄN THỊ ÁNH TUYẾT"}, PEOPLE[1]]
    write(where / "VPC.xlsx", Sheet("Sheet1", [headed(NEEDED), *numbered(NEEDED)]))
    write(where / "VKH.xlsx", Sheet("Sheet1", [headed(NEEDED), *numbered(NEEDED, other)]))
    write(where / "units.xlsx", BOTH_UNITS)
    reported: dict[Any, str] = {  # VKH is read first
        ("VPC.xlsx", "Sheet1", 2, letter(NEEDED, "full_name", 1)): "same_person", ("VPC.xlsx", "Sheet1", 3, letter(NEEDED, "employee_id", 1)): "id_twice",
    }  # fmt: skip
    return Book(where, truth(*NEEDED, people=other, unit="VKH") + truth(*NEEDED, unit="VPC"), reported)


@maker
def one_list_with_merged_units(folder: Path) -> Book:
    """One list with a unit column whose cells are merged over the people of the unit; the running number has no heading."""
    names = ("unit", *NEEDED)
    rows: list[list[Any]] = [[None, "Đơn vị", *headed(NEEDED)[1:]], *numbered(names)]
    rows[0][0] = None
    for row in rows[2:4]:
        row[1] = None
    rows[4][1], rows[5][1] = "Vụ Kế hoạch", None
    path = write(folder / "Toàn bộ.xlsx", Sheet("Sheet1", rows, merged=("B2:B4", "B5:B6")), BOTH_UNITS)
    return Book(path, truth(*NEEDED, people=PEOPLE[:3], unit="VPC") + truth(*NEEDED, people=PEOPLE[3:], unit="VKH"))


@maker
def headings_nobody_knows(folder: Path) -> Book:
    """Columns under words of the office's own: reported with what they may be; with a mapping every cell is right."""
    names = (*NEEDED, "joined_on", "key_role")
    rows = [["TT", "Mã hồ sơ nội bộ", "Tên CB", *headed(NEEDED)[3:], "Vào làm từ", "CB nòng cốt", "Nhóm máu"], *numbered(names)]
    for row in rows[1:]:
        row.append("O")
    mapping: dict[Any, str] = {
        "Mã hồ sơ nội bộ": "employee_id", ("VPC", "Tên CB"): "full_name", "Vào làm từ": "joined_on", ("m", "CB nòng cốt"): "key_role", "nhóm  máu": "ignore",
    }  # fmt: skip
    return Book(write(folder / "m.xlsx", Sheet("VPC", rows), UNITS_SHEET), truth(*names, unit="VPC"), mapping=mapping)


@maker
def a_semicolon_file_with_titles(folder: Path) -> Book:
    """A CSV as Excel saves it for a Vietnamese user: semicolons, decimal commas, titles above, a signature below."""
    names = (*NEEDED, "over_frame_pct")
    path = folder / "VPC.csv"
    rows = [["DANH SÁCH VỤ PHÁP CHẾ"], [], headed(names)]
    for number, p in enumerate(PEOPLE, 1):
        cells = {
            "birth_date": p["birth_date"].strftime("%d/%m/%Y"),
            "salary_coefficient": str(p["salary_coefficient"]).replace(".", ","),
            "over_frame_pct": f"{p['over_frame_pct']:g}%",
        }
        rows.append([number, *line(p, names, **cells)])
    rows += [["Tổng cộng", *[None] * 5, "25,99"], [None, None, "Hà Nội, ngày 01 tháng 12 năm 2026"], [None, None, "Vũ Thị Lan Anh"]]
    with path.open("w", encoding="utf-16", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)
    return Book(path, truth(*names, unit="VPC"), {("VPC.csv", None, None, None): "no_units_table"})


if __name__ == "__main__":
    import tests.messy.make_cells
    import tests.messy.make_people  # noqa: F401  (they register their books)

    for make in MAKERS:
        place = Path(sys.argv[1]) / make.__name__
        place.mkdir(parents=True, exist_ok=True)
        print(make(place).path)
