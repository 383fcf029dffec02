"""Kind 8: what only shows when columns, sheets and the numbers that a sheet states are compared."""

from __future__ import annotations

from tests.messy.difficult.draft import TWO_UNITS, Draft, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, Either, Page, simple

YEARS = (27, 25, 19, 13, 16)
JOINED = (D(1995, 9, 1), D(1998, 10, 1), D(2005, 5, 1), D(2013, 1, 1), D(2010, 7, 1))


def months(d: Draft, *cells: object) -> None:
    """Other months of insurance, which may be read in whatever way."""
    d.page.write("si_months", *cells)
    d.page.expect("si_months", *[ANY] * len(cells))


def rated(page: Page, **years: tuple[str, ...]) -> None:
    """Columns of ratings by calendar year: `y2025=("HTNV", …)`."""
    for year, words in years.items():
        page.add(year, f"Xếp loại {year[1:]}", *words)


@difficult("I02", 8, "years under a heading that says months")
def i02(d: Draft) -> None:
    months(d, *YEARS)
    d.said(None, "si_months")


@difficult("K06", 8, "the same beside the day of joining")
def k06(d: Draft) -> None:
    months(d, *YEARS)
    d.page.add("joined_on", "Ngày tuyển dụng", *JOINED)
    d.page.expect("joined_on", *JOINED)
    d.said(None, "si_months")


@difficult("T02", 8, "27 months of somebody of 55 in step 8")
def t02(d: Draft) -> None:
    person = PEOPLE[0] | {"employee_id": "HF901", "full_name": "Sùng A Vàng", "position_title": "Chuyên viên chính", "position_level": "staff", "rank_code": "01.002", "step": 8}
    d.page = Page.of([person | {"salary_coefficient": 6.78, "leadership_allowance": 0}], without=("stt", "leadership_allowance", "over_frame_pct"))
    d.page.add("unit", "Đơn vị", "VPC", before="position_title")
    months(d, 27)
    d.csv()
    d.said(None, "si_months")


@difficult("T02-right", 0, "the same with 324 months")
def t02_right(d: Draft) -> None:
    t02(d)
    d.page.write("si_months", 324)
    d.page.expect("si_months", 324)
    d.csv()
    d.expected.clear()


@difficult("L03", 8, "rating years that differ by sheet")
def l03(d: Draft) -> None:
    first = [simple("PC01", "Vừ Mí Sính", D(1981, 1, 11)), simple("PC02", "Hầu Mí Dia", D(1982, 2, 12))]
    second = [simple("KH01", "Chảo Láo Tả", D(1985, 1, 11), unit="VKH"), simple("KH02", "Phàn Phù Siểu", D(1986, 2, 12), unit="VKH")]
    d.page, other = Page.of(first), Page.of(second, "VKH")
    rated(d.page, y2024=("HTTNV", "HTTNV"), y2025=("HTNV", "HTNV"))
    rated(other, y2022=("Không hoàn thành nhiệm vụ",) * 2, y2023=("Hoàn thành xuất sắc nhiệm vụ",) * 2)
    for page, ratings in ((d.page, ("completed", "good", None)), (other, (None, None, "excellent"))):
        for number, rating in enumerate(ratings, 1):
            page.expect(f"rating_{number}", rating, rating)
    d.pages, d.units = [other], TWO_UNITS
    d.said(1, "y2022", other)


@difficult("F06", 8, "values that lie hidden under merged cells")
def f06(d: Draft) -> None:
    blocks = "".join(f'<mergeCell ref="{letter}5:{letter}6"/>' for letter in "ABCDEFGHIJKLM")
    d.page.patches = [("</sheetData>", f'</sheetData><mergeCells count="13">{blocks}</mergeCells>')]
    d.said(6)


# ---------------------------------------------------------------------------------------------------- further files


@difficult("801", 8, "one person's months too few for the step")
def d801(d: Draft) -> None:
    months(d, 330, 300, 230, 24, 190)
    d.page.expect("si_months", 330, 300, 230, ANY, 190)
    d.said(5, "si_months")


@difficult("802", 8, "one person's months too few for the day of joining")
def d802(d: Draft) -> None:
    months(d, 330, 300, 40, 160, 190)
    d.page.expect("si_months", 330, 300, ANY, 160, 190)
    d.page.add("joined_on", "Ngày tuyển dụng", *JOINED)
    d.page.expect("joined_on", *JOINED)
    d.said(4, "si_months", or_at=d.at(4, "joined_on", None, {}))


@difficult("803", 8, "a sum of people below the list that does not hold")
def d803(d: Draft) -> None:
    row = d.page.insert(-1, stt="Tổng cộng: 42 người")
    d.said(row, words=("42", "5"))


@difficult("804", 8, "a sum of coefficients that does not hold")
def d804(d: Draft) -> None:
    row = d.page.insert(-1, full_name="TỔNG CỘNG", salary_coefficient=30.71)
    d.said(row, words=(("30.71", "30,71"), ("24.71", "24,71")))


@difficult("805", 8, "the number present that the title states")
def d805(d: Draft) -> None:
    d.page.top = [["DANH SÁCH CÔNG CHỨC VỤ PHÁP CHẾ"], ["Biên chế được giao: 12; số có mặt: 07 người"]]
    d.said(2, words=("7", "5"))


@difficult("806", 8, "the quota that the title states differs from the table of units")
def d806(d: Draft) -> None:
    d.page.top = [["Biên chế được giao năm 2026: 15 biên chế"]]
    d.said(1, words=("15", "12"))


@difficult("807", 8, "the number of women that the sum states")
def d807(d: Draft) -> None:
    row = d.page.insert(-1, stt="Tổng số: 05 người (nữ: 03)")
    d.said(row, words=("3", "2"))


@difficult("808", 8, "sums and counts that hold")
def d808(d: Draft) -> None:
    d.page.top = [["Biên chế được giao: 12; có mặt: 05 người"]]
    for cells in ({"full_name": "Cộng", "salary_coefficient": 24.71, "leadership_allowance": 1.8, "si_months": 1210}, {"stt": "Tổng số: 05 người (nữ: 02)"}):
        d.hush(d.page.insert(-1, **cells))
    d.hush(1)


@difficult("809", 8, "ratings of three years on one sheet, of two on another")
def d809(d: Draft) -> None:
    other = Page.of([simple("KH01", "Chảo Láo Tả", D(1985, 1, 11), unit="VKH")], "VKH")
    rated(d.page, y2023=("HTTNV",) * 5, y2024=("HTNV",) * 5, y2025=("HTXSNV",) * 5)
    rated(other, y2024=("HTTNV",), y2023=("HTNV",))
    for number, rating in enumerate(("excellent", "completed", "good"), 1):
        d.page.expect(f"rating_{number}", *[rating] * 5)
    for number, value in enumerate((None, "good", "completed"), 1):
        other.expect(f"rating_{number}", value)
    d.pages, d.units = [other], TWO_UNITS


@difficult("810", 8, "contract pay in thousands in a whole column")
def d810(d: Draft) -> None:
    d.page.remove("salary_coefficient", "rank_code", "step", "leadership_allowance", "over_frame_pct")
    d.page.write("category", *["Hợp đồng lao động"] * 5)
    d.page.expect("category", *["contract"] * 5)
    d.page.add("contract_salary_vnd", "Lương hợp đồng", 18500, 16200, 12800, 9500, 9800)
    d.page.expect("contract_salary_vnd", *[ANY] * 5)
    d.said(None, "contract_salary_vnd")


@difficult("811", 8, "over-frame allowances as shares of one in a whole column")
def d811(d: Draft) -> None:
    d.page.write("over_frame_pct", 0.05, 0.07, 0.05, 0.06, 0.05)
    d.page.expect("over_frame_pct", *[ANY] * 5)
    d.said(None, "over_frame_pct")


@difficult("812", 8, "a category merged over two people, another value hidden below it")
def d812(d: Draft) -> None:
    d.page.patches = [("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="G5:G6"/></mergeCells>')]
    d.page.expect("category", "civil_servant", "civil_servant", "civil_servant", "civil_servant", ANY)
    d.said(6, "category")


@difficult("813", 8, "years of insurance under no unit, one person a month's count among them")
def d813(d: Draft) -> None:
    d.page.rename(si_months="Thời gian đóng BHXH (năm)")
    months(d, 27, 25, 230, 13, 16)
    d.page.expect("si_months", 324, 300, ANY, 156, 192)
    d.said(4, "si_months")


@difficult("814", 8, "a birth date of a child as old as its mother")
def d814(d: Draft) -> None:
    d.page.add("youngest_child_born_on", "Ngày sinh con nhỏ nhất", None, D(1984, 5, 6), None, D(2025, 3, 15))
    d.page.expect("youngest_child_born_on", None, Either(D(1984, 5, 6)), None, D(2025, 3, 15))
    d.said(3, "youngest_child_born_on")


@difficult("815", 8, "ratings of a year that has not ended, and of four years")
def d815(d: Draft) -> None:
    rated(d.page, y2022=("KHTNV",) * 5, y2023=("HTTNV",) * 5, y2024=("HTNV",) * 5, y2025=("HTXSNV",) * 5)
    for number, rating in enumerate(("excellent", "completed", "good"), 1):
        d.page.expect(f"rating_{number}", *[rating] * 5)
    d.said(1, "y2022")


@difficult("816", 8, "two headings that changed places")
def d816(d: Draft) -> None:
    d.page.rename(position_title="Mã ngạch", rank_code="Chức vụ")
    for key in ("position_title", "rank_code", "position_level"):
        d.page.expect(key, *[ANY] * 5)
    d.said(None, "position_title", or_at=d.at(None, "rank_code", None, {}))
    for person in range(5):
        d.may(d.page.row(person))


@difficult("817", 8, "people past the retirement age on the day of the list")
def d817(d: Draft) -> None:
    d.page.write("birth_date", D(1960, 3, 14), D(1962, 1, 25))
    d.page.expect("birth_date", D(1960, 3, 14), D(1962, 1, 25))
    d.said(2, "birth_date")
    d.said(3, "birth_date")
