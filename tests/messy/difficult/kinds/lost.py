"""Kind 2: people, sheets and files that vanish. Each is read, or named."""

from __future__ import annotations

from tests.messy.difficult.draft import TWO_UNITS, Draft, difficult
from tests.messy.difficult.old_letters import tcvn3, vni
from tests.messy.difficult.page import D, Page, simple

THREE = (("KH001", "Nguyễn Văn An", D(1975, 1, 10)), ("KH002", "Trần Thị Bình", D(1975, 2, 10)), ("KH003", "Lê Viết Cường", D(1975, 3, 10)))


def planning(sure: bool = False) -> Page:
    """A second sheet of three people in Vụ Kế hoạch, which may be refused as a whole unless it is sure."""
    people = [simple(i, name, born, step=5, salary_coefficient=3.66, si_months=180, unit="VKH") for i, name, born in THREE]
    page = Page.of(people, "VKH")
    page.maybe = not sure
    return page


def in_letters(page: Page, letters: object) -> Page:
    """The page in an old font's letters, headings included; each cell may be read or reported."""
    assert callable(letters)
    page.headings = {key: letters(text) for key, text in page.headings.items()}
    for line in page.lines:
        line.cells = {key: letters(cell) if isinstance(cell, str) else cell for key, cell in line.cells.items()}
    for key in page.keys:
        if key != "stt":
            page.either(key)
    page.either("position_level")
    page.either("unit")
    return page


def second(d: Draft, page: Page) -> None:
    """A second sheet, which is read or named."""
    d.pages, d.units = [page], TWO_UNITS
    d.may(page=page)


@difficult("R01", 2, "a row with a name and a title alone")
def r01(d: Draft) -> None:
    row = d.page.insert(0, stt=0, full_name="Vừ Mí Sính", position_title="Viện trưởng")
    d.said(row)


@difficult("C02", 2, "a sheet in TCVN3 letters, headings too")
def c02(d: Draft) -> None:
    second(d, in_letters(planning(), tcvn3))


@difficult("C02b", 2, "the same without a table of units")
def c02b(d: Draft) -> None:
    c02(d)
    d.units = None
    for page in (d.page, *d.pages):
        for line in page.people:
            assert line.truth is not None
            line.truth.pop("unit")


@difficult("D01", 2, "a folder within the folder")
def d01(d: Draft) -> None:
    below = Page.of([simple(f"CH00{n}", f"{name} Hai", born) for n, (_, name, born) in enumerate(THREE)], "Sheet1")
    below.maybe = True
    d.page.name = "Sheet1"
    d.books, d.units = {"VPC.xlsx": [d.page], "Khối Cục/CHC.xlsx": [below]}, None
    for page in (d.page, below):
        for line in page.people:
            assert line.truth is not None
            line.truth["unit"] = "VPC" if page is d.page else "CHC"
    d.may(page=below, sheet=None)


@difficult("D04", 2, "a sheet of which no heading is known, its names in capitals")
def d04(d: Draft) -> None:
    page = Page("VKH", {key: "" for key in ("stt", "employee_id", "full_name", "birth_date", "sex", "position_title", "category", "salary_coefficient", "si_months")})
    page.rename(stt="TT", employee_id="Số hồ sơ", full_name="CBCC", birth_date="Sinh", sex="Phái tính", position_title="Việc", category="Loại")
    page.rename(salary_coefficient="HS", si_months="Tham gia BH")
    for n, (i, name, _) in enumerate(THREE, 1):
        born = D(1975, 5, 10 + n)
        truth = {"employee_id": i, "full_name": name, "birth_date": born}
        page.insert(-1, truth, True, stt=n, employee_id=i, full_name=name.upper(), birth_date=born.strftime("%d/%m/%Y"), sex="Nam", position_title="Chuyên viên",
                    category="CC", salary_coefficient=3.66, si_months=180)  # fmt: skip
    page.maybe = True
    d.pages, d.units = [page], None
    d.may(page=page)
    d.page.expect("unit", *["VPC"] * 5)


@difficult("Q05", 2, "a sheet with abbreviated headings, some of them known, the category missing")
def q05(d: Draft) -> None:
    page = Page("VKH", {"stt": "TT", "full_name": "HỌ TÊN CBCC", "birth_date": "N.SINH", "sex": "PHÁI", "position_title": "CV", "salary_coefficient": "HSL", "si_months": "BHXH (th)"})
    for n, name in enumerate(("Vừ Mí Sính", "Hầu Mí Dia", "Chảo Láo Tả", "Phàn Phù Siểu"), 1):
        truth = {"full_name": name, "birth_date": D(1970 + n, 1, 1), "salary_coefficient": 3.66, "si_months": 180 + n}
        page.insert(-1, truth, True, stt=n, full_name=name.upper(), birth_date=1970 + n, sex="Nam", position_title="CV", salary_coefficient=3.66, si_months=180 + n)
    for key in ("full_name", "birth_date", "salary_coefficient", "si_months"):
        page.either(key)
    page.maybe = True
    d.pages, d.units = [page], None
    d.said(page=page, severity="error")


# ---------------------------------------------------------------------------------------------------- further files


@difficult("201", 2, "rows with a name alone, between others and at the end")
def d201(d: Draft) -> None:
    d.said(d.page.insert(2, stt=3, full_name="Hầu Mí Dia"))
    d.said(d.page.insert(-1, stt=6, full_name="Chảo Láo Tả"))


@difficult("202", 2, "family names that are words for units and sums")
def d202(d: Draft) -> None:
    for n, name in enumerate(("Ban Thị Lan", "Tổng Văn Hải", "Cộng Thị Hoa", "Vi Văn Tổ")):
        person = simple(f"DT{n}", name, D(1980 + n, 3, 5), sex="F" if " Thị " in name else "M")
        d.page.lines += Page.of([person]).lines
    d.said(d.page.insert(-1, stt=10, full_name="Ban Văn Hùng", position_title="Chuyên viên"))
    d.said(d.page.insert(-1, stt=11, full_name="Khối Thị Mai", position_title="Văn thư"))


@difficult("203", 2, "a sheet of two people of which no heading is known")
def d203(d: Draft) -> None:
    page = Page("VKH", {"stt": "Số", "full_name": "Cán bộ viên chức", "birth_date": "Sinh", "sex": "GT", "salary_coefficient": "HS"})
    for n, (_, name, born) in enumerate(THREE[:2], 1):
        page.insert(-1, {"full_name": name}, True, stt=n, full_name=name, birth_date=born, sex="Nam", salary_coefficient=3.66)
    page.maybe = True
    d.pages, d.units = [page], TWO_UNITS
    d.said(page=page)


@difficult("204", 2, "sheets that hold no list")
def d204(d: Draft) -> None:
    guide = Page("Hướng dẫn", {"a": "Hướng dẫn điền biểu"}, top=[["Các đơn vị điền đủ thông tin"], ["Gửi trước ngày 15/12/2026"]])
    sums = Page("Tổng hợp", {"a": "Đơn vị", "b": "Số người", "c": "Nữ"})
    sums.insert(-1, a="Vụ Pháp chế", b=5, c=2)
    d.pages = [guide, sums]


@difficult("205", 2, "a hidden sheet of people")
def d205(d: Draft) -> None:
    page = planning()
    page.state = "hidden"
    second(d, page)
    d.said(page=page)


@difficult("206", 2, "a very hidden sheet of people")
def d206(d: Draft) -> None:
    page = planning()
    page.state = "veryHidden"
    second(d, page)
    d.said(page=page)


@difficult("207", 2, "files of other kinds beside the workbook")
def d207(d: Draft) -> None:
    d.books = {"VPC.xlsx": [d.page]}
    d.texts = {"cong-van.docx": b"PK\x03\x04 no document", "bao-cao.pdf": b"%PDF-1.7", "VKH.xlsx.bak": b"PK\x03\x04", "VDK.numbers": b"PK"}
    for name in d.texts:
        d.said(file=name, sheet=None, account=True)


@difficult("208", 2, "a folder two levels down, and a workbook with an ending in capitals")
def d208(d: Draft) -> None:
    d.page.name = "Sheet1"
    deep, capital = Page.of([simple("CH001", "Vừ Mí Sính", D(1981, 1, 11), unit="VKH")], "Sheet1"), Page.of([simple("DK01", "Thào Seo Pao", D(1979, 1, 11), unit="VDK")], "Sheet1")
    deep.maybe = True
    d.books, d.units = {"VPC.xlsx": [d.page], "2026/Quý 4/VKH.xlsx": [deep], "VDK.XLSX": [capital]}, None
    d.may(page=deep, sheet=None)


@difficult("209", 2, "people below empty rows and below a sum")
def d209(d: Draft) -> None:
    for _ in range(3):
        d.page.insert(-1)
    d.page.lines += Page.of([simple("HF006", "Sùng A Chớ", D(1990, 1, 2))]).lines
    d.page.insert(-1, full_name="Cộng", salary_coefficient=28.04)
    d.page.insert(-1, full_name="Bổ sung")
    d.page.lines += Page.of([simple("HF007", "Mùa A Páo", D(1991, 1, 2))]).lines
    d.may(d.page.row(5) + 1)
    d.may(d.page.row(5) + 2)


@difficult("210", 2, "a row of a CSV that breaks off after the name")
def d210(d: Draft) -> None:
    row = d.page.insert(-1, stt=6, employee_id="HF006", full_name="Sùng A Chớ")
    d.csv()
    d.texts["210.csv"] = d.texts["210.csv"].rstrip(b",\r\n") + b"\r\n"
    d.said(row)


@difficult("211", 2, "a second list below the first")
def d211(d: Draft) -> None:
    d.page.insert(-1)
    d.page.insert(-1, stt="DANH SÁCH HỢP ĐỒNG LAO ĐỘNG")
    row = d.page.insert(-1, stt="STT", employee_id="Họ và tên", full_name="Năm sinh", birth_date="Công việc")
    d.page.insert(-1, stt=1, employee_id="Hầu Mí Dia", full_name=1982, birth_date="Lái xe")
    d.page.insert(-1, stt=2, employee_id="Chảo Láo Tả", full_name=1985, birth_date="Bảo vệ")
    d.said(row, or_at=d.at(row + 1, None, None, {}))
    for at in (-2, -1, 1, 2):
        d.may(row + at)


@difficult("212", 2, "headings below sixty rows of text")
def d212(d: Draft) -> None:
    d.page.top = [[f"Căn cứ Quyết định số {n}/QĐ-BCT"] for n in range(1, 66)]
    d.page.maybe = True
    d.may()


@difficult("213", 2, "a sheet in VNI letters without a table of units")
def d213(d: Draft) -> None:
    second(d, in_letters(planning(), vni))


@difficult("214", 2, "a workbook of one unit whose only sheet is empty but for its title")
def d214(d: Draft) -> None:
    d.page.name = "Sheet1"
    d.books, d.units = {"VPC.xlsx": [d.page], "VKH.xlsx": [Page("Sheet1", {"a": "Vụ Kế hoạch: không có biến động"})]}, None
    d.said(file="VKH.xlsx", sheet=None)
