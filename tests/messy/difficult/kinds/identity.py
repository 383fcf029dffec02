"""Kind 7: who somebody is: old letters, titles before names, names in two columns, one person in two units."""

from __future__ import annotations

import unicodedata

from tests.messy.difficult.draft import TWO_UNITS, Draft, difficult
from tests.messy.difficult.old_letters import tcvn3, vni
from tests.messy.difficult.page import ANY, PEOPLE, D, Either, OneOf, Page, simple

NAMES = tuple(p["full_name"] for p in PEOPLE)


def split(d: Draft, *headings: str) -> None:
    """The names over two or three columns in place of one."""
    parts = [name.split() for name in NAMES]
    first, *middle, last = headings
    columns = [(first, [p[0] if middle else " ".join(p[:-1]) for p in parts]), *((m, [" ".join(p[1:-1]) or None for p in parts]) for m in middle), (last, [p[-1] for p in parts])]
    for number, (heading, cells) in enumerate(columns):
        d.page.add(f"name_{number}", heading, *cells, before="birth_date")
    del d.page.headings["full_name"]


def again(d: Draft, name: str, born: object) -> None:
    """A second sheet in which one of the first stands again, under another name or with less of a date."""
    page = Page.of([PEOPLE[2] | {"full_name": name, "unit": "VKH"}], "VKH", without=("employee_id",))
    page.write("birth_date", born)
    d.page.remove("employee_id")
    d.pages, d.units = [page], TWO_UNITS
    d.said(2, page=page, words=("VPC",), or_at=d.at(4, None, None, {"words": ("VKH",)}))
    d.may(2, None, page)


@difficult("C01", 7, "names in TCVN3 letters")
def c01(d: Draft) -> None:
    d.page.write("full_name", *map(tcvn3, NAMES))
    d.page.either("full_name")


@difficult("G08", 7, "ids that an export wraps into a formula of text")
def g08(d: Draft) -> None:
    d.page.write("employee_id", *(f'="00{n}123"' for n in range(1, 6)))
    d.page.expect("employee_id", *(Either(f"00{n}123") for n in range(1, 6)))
    d.csv()


@difficult("H04", 7, "titles, numbers and notes around names")
def h04(d: Draft) -> None:
    names = ("Ông Tạ Quang Bửu Long", "Bà Kiều Thị Thu Sương", "3. Đỗ Viết Trạc", "LÒ THỊ PÀNH (biệt phái)", "TS. Giàng A Tủa")
    d.page.write("full_name", *names)
    d.page.expect("full_name", *(OneOf((plain, name)) for plain, name in zip(NAMES, names, strict=True)))
    d.queued(5, "full_name", "biệt phái")
    for person in range(5):
        d.may(d.page.row(person), "full_name")


@difficult("H07", 7, "two people in two units, one with a note, one with the year alone")
def h07(d: Draft) -> None:
    other = Page.of([PEOPLE[2] | {"position_title": "Phó Vụ trưởng", "position_level": "deputy", "unit": "VKH"}, PEOPLE[3] | {"unit": "VKH"}], "VKH", without=("employee_id",))
    other.write("full_name", "ĐỖ VIẾT TRẠC (biệt phái)")
    other.expect("full_name", OneOf(("Đỗ Viết Trạc", "ĐỖ VIẾT TRẠC (biệt phái)")))
    other.write("birth_date", D(1980, 5, 6), 1988)
    other.expect("birth_date", D(1980, 5, 6), D(1988, 1, 1))
    d.page.remove("employee_id")
    d.pages, d.units = [other], TWO_UNITS
    for row, first in ((2, 4), (3, 5)):
        d.said(row, page=other, words=("VPC",), or_at=d.at(first, None, None, {"words": ("VKH",)}))
        d.may(row, None, other)


@difficult("D05", 7, "one heading over the name in two columns")
def d05(d: Draft) -> None:
    split(d, "Họ và tên", "")
    d.page.headings["name_1"] = None  # type: ignore[assignment]
    d.page.merged = ["C1:D1"]


@difficult("D06", 7, "Họ đệm and Tên in two columns")
def d06(d: Draft) -> None:
    split(d, "Họ đệm", "Tên")


# ---------------------------------------------------------------------------------------------------- further files


@difficult("701", 7, "names in VNI letters")
def d701(d: Draft) -> None:
    d.page.write("full_name", *map(vni, NAMES))
    d.page.either("full_name")


@difficult("702", 7, "titles and categories in TCVN3 letters under plain headings")
def d702(d: Draft) -> None:
    for key in ("position_title", "category", "sex"):
        d.page.write(key, *(tcvn3(line.cells[key]) for line in d.page.people))
        d.page.either(key)
    d.page.expect("position_level", Either("head"), Either("deputy"), Either("staff"), Either("staff"), Either("staff"))
    for person in range(5):
        d.may(d.page.row(person))


@difficult("703", 7, "letters taken apart into letter and mark")
def d703(d: Draft) -> None:
    d.page.headings = {key: unicodedata.normalize("NFD", heading) for key, heading in d.page.headings.items()}
    for key in ("full_name", "sex", "position_title", "category"):
        d.page.write(key, *(unicodedata.normalize("NFD", line.cells[key]) for line in d.page.people))


@difficult("704", 7, "one person in two units, once with a degree before the name")
def d704(d: Draft) -> None:
    again(d, "ThS. Đỗ Viết Trạc", D(1980, 5, 6))
    d.pages[0].expect("full_name", OneOf(("Đỗ Viết Trạc", "ThS. Đỗ Viết Trạc")))


@difficult("705", 7, "one person in two units, once without marks")
def d705(d: Draft) -> None:
    again(d, "Do Viet Trac", D(1980, 5, 6))


@difficult("706", 7, "one person in two units, once in TCVN3 letters")
def d706(d: Draft) -> None:
    again(d, tcvn3("Đỗ Viết Trạc"), D(1980, 5, 6))
    d.expected.clear()
    d.pages[0].expect("full_name", Either("Đỗ Viết Trạc"))
    d.said(2, page=d.pages[0])
    d.may(page=d.pages[0])


@difficult("707", 7, "ids that a workbook holds as a text that looks like a formula")
def d707(d: Draft) -> None:
    for row in range(2, 7):
        d.page.patches.append((rf'<c r="B{row}"[^>]*>.*?</c>', f'<c r="B{row}" t="inlineStr"><is><t>="00{row}123"</t></is></c>'))
    d.page.expect("employee_id", *(Either(f"00{row}123") for row in range(2, 7)))


@difficult("708", 7, "family, middle and given name in three columns")
def d708(d: Draft) -> None:
    split(d, "Họ", "Tên đệm", "Tên")


@difficult("709", 7, "the same two columns in another order of words")
def d709(d: Draft) -> None:
    split(d, "Họ và tên đệm", "Tên gọi")
    d.page.rename(name_1="Tên")


@difficult("710", 7, "an id that lost its digits")
def d710(d: Draft) -> None:
    d.page.write("employee_id", "001075012345", "1,23457E+11", 79081054321012345)
    d.page.expect("employee_id", "001075012345", ANY, ANY)
    d.said(3, "employee_id")
    d.said(4, "employee_id")


@difficult("711", 7, "two people of one name")
def d711(d: Draft) -> None:
    d.page.lines += Page.of([simple("HF006", "Đỗ Viết Trạc", D(1979, 1, 27))]).lines


@difficult("712", 7, "one id on two sheets")
def d712(d: Draft) -> None:
    page = Page.of([PEOPLE[2] | {"unit": "VKH"}], "VKH")
    d.pages, d.units = [page], TWO_UNITS
    d.said(2, "employee_id", page, words=("HF003",))


@difficult("713", 7, "a footnote's mark and a blank that breaks no line in a name")
def d713(d: Draft) -> None:
    d.page.write("full_name", "Tạ Quang Bửu\u00a0Long", "Kiều  Thị Thu Sương ", "Đỗ Viết Trạc (1)", "Lò Thị\nPành", "Giàng A Tủa*")
    d.page.expect("full_name", NAMES[0], NAMES[1], OneOf((NAMES[2], "Đỗ Viết Trạc (1)")), NAMES[3], OneOf((NAMES[4], "Giàng A Tủa*")))
    d.may(4, "full_name")
    d.may(6, "full_name")
