"""Kind 3: units that fall through: headings of groups, blanks and dittos, letters and dashes that only look alike."""

from __future__ import annotations

from typing import Any

from tests.messy.difficult.draft import THREE_UNITS, TWO_UNITS, UNITS, WHOLE, Draft, difficult
from tests.messy.difficult.page import ANY, MORE_PEOPLE, D, Either, Page, simple

FIVE_UNITS = ("VPC", "VPC", "VKH", "VKH", "VDK")


def five(name: str = "Danh sách") -> Page:
    """Five people of three units, in one list."""
    return Page.of([simple(i, n, b, unit=unit) for (i, n, b), unit in zip(MORE_PEOPLE, FIVE_UNITS, strict=True)], name)


def grouped(d: Draft, first: str, second: str, third: str) -> list[int]:
    """The five under three headings of groups; the rows of these."""
    d.page = five()
    for at, roman, text in ((4, "III", third), (2, "II", second), (0, "I", first)):
        d.page.insert(at, stt=roman, full_name=text)
    d.units = THREE_UNITS
    return [2, 5, 8]


def unit_column(d: Draft, *units: Any, page: Page | None = None) -> None:
    """A column of units, as it is written."""
    d.page = page or five()
    d.page.add("unit", "Đơn vị", *units, before="employee_id")


@difficult("L19", 3, "the heading of a group with its head-count")
def l19(d: Draft) -> None:
    grouped(d, "Vụ Pháp chế", "Vụ Kế hoạch (02 người)", "Vụ Dầu khí")


@difficult("L23", 3, "the unit on the first row only, no table of units")
def l23(d: Draft) -> None:
    names = {"VPC": "Vụ Pháp chế", "VKH": "Vụ Kế hoạch", "VDK": "Vụ Dầu khí"}
    unit_column(d, "Vụ Pháp chế", None, "Vụ Kế hoạch", None, "Vụ Dầu khí")
    d.page.write("stt", 1, 2, 1, 2, 1)
    d.page.expect("unit", *(Either(names[unit]) for unit in FIVE_UNITS))
    d.units = None


@difficult("L23b", 3, "the same with a table of units")
def l23b(d: Draft) -> None:
    l23(d)
    d.page.expect("unit", *map(Either, FIVE_UNITS))
    d.units = THREE_UNITS
    d.may(WHOLE)


@difficult("C05b", 3, "Ð for Đ in names of units and of people")
def c05b(d: Draft) -> None:
    d.page.name = "Danh sách"
    d.page.lines += Page.of([simple("HF106", "Đỗ Viết Trạc", D(1980, 5, 6), step=5, salary_coefficient=3.66, si_months=160)]).lines
    d.page.write("full_name", *[p.cells["full_name"] for p in d.page.people[:5]], "Ðỗ Viết Trạc")
    d.page.add("unit", "Đơn vị", "Vụ Đào tạo", "Vụ Ðào tạo", "Vụ Đào tạo", "Vụ Ðào tạo", "Vụ Đào tạo", "Vụ Đào tạo")
    d.page.expect("unit", *["Vụ Đào tạo"] * 6)
    d.units = None
    d.said(7, words=("4",))


@difficult("C05", 3, "Ð for Đ in a heading and in a name")
def c05(d: Draft) -> None:
    d.page.rename(category="Ðối tượng")
    d.page.write("full_name", *[p.cells["full_name"] for p in d.page.people[:2]], "Ðỗ Viết Trạc")


@difficult("U05", 0, "paths of units and divisions in the unit's cell")
def u05(d: Draft) -> None:
    d.page.name = "Danh sách"
    d.page.add("unit", "Đơn vị", "Vụ Pháp chế/Phòng 1", "Vụ Pháp chế - Phòng 2", "Phòng 1, Vụ Pháp chế", "VPC\\P1", "Vụ Pháp chế", before="employee_id")
    d.page.expect("unit", *[Either("VPC")] * 4, "VPC")


# ---------------------------------------------------------------------------------------------------- further files


@difficult("301", 3, "an en dash in the heading of a group, a hyphen in the table of units")
def d301(d: Draft) -> None:
    grouped(d, "Vụ Pháp chế", "Vụ Kế hoạch – Tài chính", "Vụ Dầu khí")
    d.units = (*UNITS, ("VKH", "Vụ Kế hoạch - Tài chính", "department", 12), THREE_UNITS[3])


@difficult("302", 3, "hard blanks, double blanks and dashes in the units' cells")
def d302(d: Draft) -> None:
    unit_column(d, "Vụ\u00a0Pháp chế", "Vụ  Pháp chế ", "Vụ Kế hoạch \u2013 Tài chính", "Vụ Kế hoạch\u2014Tài chính", "vụ dầu khí")
    d.page.expect("unit", *FIVE_UNITS)
    d.units = (*UNITS, ("VKH", "Vụ Kế hoạch - Tài chính", "department", 12), THREE_UNITS[3])


@difficult("303", 3, "the heading of a group names a unit that the table does not have")
def d303(d: Draft) -> None:
    _, row, _ = grouped(d, "Vụ Pháp chế", "Vụ Khoa học và Công nghệ", "Vụ Dầu khí")
    d.page.expect("unit", "VPC", "VPC", ANY, ANY, "VDK")
    d.said(row, severity="error")
    d.may(6)
    d.may(7)
    d.may(WHOLE)


@difficult("304", 3, "dittos in the column of units")
def d304(d: Draft) -> None:
    unit_column(d, "Vụ Pháp chế", '"', "Vụ Kế hoạch", "-nt-", "Vụ Dầu khí")
    d.page.lines += Page.of([simple("DK02", "Ma Seo Chứ", D(1992, 10, 20), unit="VDK")]).lines
    d.page.write("unit", "Vụ Pháp chế", '"', "Vụ Kế hoạch", "-nt-", "Vụ Dầu khí", "như trên")
    d.page.expect("unit", "VPC", Either("VPC"), "VKH", Either("VKH"), "VDK", Either("VDK"))
    d.units = THREE_UNITS


@difficult("305", 3, "nearly the same name of a unit, no table of units")
def d305(d: Draft) -> None:
    unit_column(d, "Vụ Pháp chế", "Vụ Pháp Chế", "Vụ Phap chế", "Vụ Kế hoạch", "Vụ Kế hoạch")
    d.page.expect("unit", "Vụ Pháp chế", "Vụ Pháp chế", ANY, "Vụ Kế hoạch", "Vụ Kế hoạch")
    d.units = None
    d.said(4, "unit", words=("Vụ Pháp chế",))
    d.may(2, "unit")
    d.may(3, "unit")


@difficult("306", 3, "units merged over their people")
def d306(d: Draft) -> None:
    unit_column(d, "Vụ Pháp chế", None, "Vụ Kế hoạch", None, "Vụ Dầu khí")
    d.page.merged = ["B2:B3", "B4:B5"]
    d.page.expect("unit", *FIVE_UNITS)
    d.units = THREE_UNITS


@difficult("307", 3, "blanks among units where the running number goes on: two readings")
def d307(d: Draft) -> None:
    unit_column(d, "Vụ Pháp chế", "Vụ Pháp chế", None, "Vụ Kế hoạch", "Vụ Dầu khí")
    d.page.expect("unit", "VPC", "VPC", ANY, "VKH", "VDK")
    d.units = THREE_UNITS
    d.said(4, "unit", or_at=d.at(4, None, None, {}))
    d.may(WHOLE)


@difficult("308", 3, "a division's heading with a head-count that does not hold")
def d308(d: Draft) -> None:
    first, second = d.page.insert(2, stt="II", full_name="Phòng Tổng hợp (04 người)"), d.page.insert(0, stt="I", full_name="Lãnh đạo Vụ (02 người)")
    assert (first, second) == (4, 2)
    d.said(5, words=("4", "3"))


@difficult("309", 3, "the title above the list names the unit, the file another")
def d309(d: Draft) -> None:
    page = Page.of([simple("KH01", "Chảo Láo Tả", D(1985, 1, 11), unit="VKH"), simple("KH02", "Phàn Phù Siểu", D(1986, 2, 12), unit="VKH")], "Sheet1")
    page.top = [["Đơn vị: Vụ Kế hoạch"], []]
    d.page, d.units = page, TWO_UNITS
    d.books = {"Bieu mau 2C.xlsx": [page]}
    d.may(3)


@difficult("310", 3, "Ð in the table of units, Đ in the list")
def d310(d: Draft) -> None:
    unit_column(d, "Vụ Đầu tư", "Vụ Đầu tư", "Vụ Kế hoạch", "Vụ Kế hoạch", "Vụ Đầu tư")
    d.page.expect("unit", "VDT", "VDT", "VKH", "VKH", "VDT")
    d.units = (UNITS[0], ("VDT", "Vụ Ðầu tư", "department", 12), TWO_UNITS[2])


@difficult("311", 3, "an abbreviated name on the tab")
def d311(d: Draft) -> None:
    page = Page.of([simple("KH01", "Chảo Láo Tả", D(1985, 1, 11)), simple("KH02", "Phàn Phù Siểu", D(1986, 2, 12))], "Vụ KH")
    page.expect("unit", Either("VKH"), Either("VKH"))
    d.pages, d.units = [page], TWO_UNITS
    d.may(page=page)


@difficult("312", 3, "a head-count behind the unit's name")
def d312(d: Draft) -> None:
    unit_column(d, "Vụ Pháp chế (02)", "Vụ Pháp chế (02)", "Vụ Kế hoạch (02)", "Vụ Kế hoạch (02)", "Vụ Dầu khí (01)")
    d.page.expect("unit", *map(Either, FIVE_UNITS))
    d.units = THREE_UNITS


@difficult("313", 3, "headings of groups without numbers, in capitals")
def d313(d: Draft) -> None:
    d.page = five()
    for at, text in ((4, "VỤ DẦU KHÍ"), (2, "VỤ KẾ HOẠCH"), (0, "VỤ PHÁP CHẾ")):
        d.page.insert(at, stt=text)
    d.units = THREE_UNITS
