"""Kind 6: words that nobody knows and that switch checks off: titles, ranks, allowances beside "staff"."""

from __future__ import annotations

from typing import Any

from tests.messy.difficult.draft import UNITS, Draft, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, Either, Page, simple


def titled(d: Draft, titles: tuple[str, ...], levels: tuple[Any, ...], allowances: tuple[Any, ...] = ()) -> None:
    """Other titles, what levels they are, and the leaders' allowances beside them; a title may always be doubted."""
    d.page.write("position_title", *titles)
    d.page.expect("position_title", *titles)
    d.page.expect("position_level", *levels)
    d.page.write("leadership_allowance", *allowances)
    d.page.expect("leadership_allowance", *(a or 0 for a in allowances))
    for person in range(len(titles)):
        d.may(d.page.row(person), "position_title")
        d.may(d.page.row(person), "leadership_allowance")


def doubted(d: Draft, person: int) -> None:
    """The title, or the allowance beside it, must be doubted."""
    row = d.page.row(person)
    d.said(row, "position_title", or_at=d.at(row, "leadership_allowance", None, {}))


def ranked(d: Draft, codes: tuple[Any, ...], right: tuple[Any, ...]) -> None:
    """Other rank codes and what they stand for."""
    d.page.write("rank_code", *codes)
    d.page.expect("rank_code", *right)


@difficult("E01", 6, "abbreviated titles")
def e01(d: Draft) -> None:
    titled(d, ("VT", "PVT", "P. Vụ trưởng", "TP", "PTP"), ("head", "deputy", "deputy", "division_head", "division_deputy"), (1.0, 0.8, 0.8, 0.6, 0.4))


@difficult("E01b", 6, "more of them, and an acting head")
def e01b(d: Draft) -> None:
    levels = ("deputy", "division_deputy", "head", "division_head", "deputy")
    titled(d, ("PHT", "Phó TP", "Q.Vụ trưởng", "Trưởng P. TCHC", "Phó CVP"), tuple(map(Either, levels)), (1.0, 0.8, 0.8, 0.6, 0.4))


@difficult("E01d", 6, "who led once, has the rank of a leader, or assists one")
def e01d(d: Draft) -> None:
    titles = ("Phó Vụ trưởng (đã nghỉ)", "nguyên Vụ trưởng", "Hàm Vụ trưởng", "Trợ lý Bộ trưởng", "Thư ký Thứ trưởng")
    titled(d, titles, (ANY, Either("staff"), Either("staff"), Either("staff"), Either("staff")), (1.0, 0.8))
    d.said(2, "position_title")
    doubted(d, 1)


@difficult("E02", 6, "rank codes as numbers and as words")
def e02(d: Draft) -> None:
    ranked(d, (1001, 1002, "CVC", "CV", "Chuyên viên (01.003)"), tuple(Either(p["rank_code"]) for p in PEOPLE))


@difficult("E02b", 6, "codes of other tables, a comma for the point, a code that does not fit the pay")
def e02b(d: Draft) -> None:
    ranked(d, ("01.002", "V.07.05.15", "01a.003", "01,003", "15.111"), ("01.002", Either("V.07.05.15"), Either("01a.003"), Either("01.003"), Either("15.111")))
    d.page.write("salary_coefficient", 6.56, 3.5)
    d.page.expect("salary_coefficient", 6.56, 3.5)
    d.said(2, "salary_coefficient")
    d.said(3, "salary_coefficient", or_at=d.at(3, "rank_code", None, {}))
    d.may(3)
    d.may(4)
    d.may(6)


@difficult("E02c", 6, "a pay that does not fit its rank, hidden by the spelling of the rank")
def e02c(d: Draft) -> None:
    ranked(d, ("01.001", "01.002", 1002, "CV", "01.003"), ("01.001", "01.002", Either("01.002"), Either("01.003"), "01.003"))
    d.page.write("salary_coefficient", 6.56, 5.76, 5.42, 4.32)
    d.page.expect("salary_coefficient", 6.56, 5.76, 5.42, 4.32)
    for row in (4, 5):
        d.said(row, "salary_coefficient", or_at=d.at(row, "rank_code", None, {}))
        d.may(row, "step")


@difficult("E02d", 0, "the same with plain codes")
def e02d(d: Draft) -> None:
    d.page.write("salary_coefficient", 6.56, 5.76, 5.42, 4.32)
    d.page.expect("salary_coefficient", 6.56, 5.76, 5.42, 4.32)
    d.said(4, "salary_coefficient")
    d.said(5, "salary_coefficient")


@difficult("G14", 6, "rank codes that lost their first zero in a CSV")
def g14(d: Draft) -> None:
    ranked(d, ("01.001", "1.002", "1.002", "1.003", "1.003"), ("01.001", *(Either(p["rank_code"]) for p in PEOPLE[1:])))
    d.csv()


def twenty(deputy: str) -> Page:
    """A head, five deputies and fourteen others."""
    people = []
    for n in range(1, 21):
        post = "Vụ trưởng" if n == 1 else deputy if n <= 6 else "Chuyên viên"
        allowance, level = (1.0, "head") if n == 1 else (0.8, "deputy") if n <= 6 else (0, "staff")
        person = simple(f"PV{n:02}", f"Người {chr(65 + n)} Páo", D(1970 + n, n % 12 + 1, 10), rank_code="01.002", step=3, salary_coefficient=5.08, si_months=120 + 5 * n)
        people.append(person | {"position_title": post, "position_level": level, "leadership_allowance": allowance, "rating_1": "excellent" if 1 < n <= 6 else "completed"})
    page = Page.of(people)
    page.add("rating_1", "Xếp loại 2025", *("HTXSNV" if 1 < n <= 6 else "HTNV" for n in range(1, 21)))
    return page


def short_careers(d: Draft) -> None:
    """The months of insurance may be doubted, which are few for a senior rank."""
    for person in range(20):
        d.may(d.page.row(person), "si_months")


@difficult("T03", 6, "five deputies of which the title is abbreviated")
def t03(d: Draft) -> None:
    d.page, d.units = twenty("PVT"), (UNITS[0], ("VPC", "Vụ Pháp chế", "department", 20))
    short_careers(d)


@difficult("T03-right", 0, "five deputies whose title is written out")
def t03_right(d: Draft) -> None:
    d.page, d.units = twenty("Phó Vụ trưởng"), (UNITS[0], ("VPC", "Vụ Pháp chế", "department", 20))
    short_careers(d)


# ---------------------------------------------------------------------------------------------------- further files


@difficult("601", 6, "abbreviations of offices and agencies")
def d601(d: Draft) -> None:
    titled(d, ("CVP", "PCVP", "GĐ", "PGĐ", "Phó GĐ"), ("head", "deputy", "head", "deputy", "deputy"), (1.0, 0.8, 1.0, 0.8, 0.8))


@difficult("602", 6, "titles as they are spoken")
def d602(d: Draft) -> None:
    titles = ("Chánh VP", "Vụ phó", "Cục phó", "Trưởng ban Ban Quản lý dự án", "Phó trưởng phòng phụ trách")
    titled(d, titles, tuple(Either(level) for level in ("head", "deputy", "deputy", "division_head", "division_deputy")), (1.0, 0.8, 0.8, 0.6, 0.4))


@difficult("603", 6, "VT of somebody who is a clerk")
def d603(d: Draft) -> None:
    titled(d, ("Vụ trưởng", "Phó Vụ trưởng", "Chuyên viên chính", "VT", "Chuyên viên"), ("head", "deputy", "staff", ANY, "staff"))
    ranked(d, ("01.001", "01.002", "01.002", "02.008"), ("01.001", "01.002", "01.002", "02.008"))
    d.page.write("step", 2, 5, 2, 4)
    d.page.expect("step", 2, 5, 2, 4)
    d.page.write("salary_coefficient", 6.56, 5.76, 4.74, 2.46)
    d.page.expect("salary_coefficient", 6.56, 5.76, 4.74, 2.46)
    d.said(5, "position_title")
    d.may(5)


@difficult("604", 6, "an allowance of a leader beside the title of a specialist")
def d604(d: Draft) -> None:
    d.page.write("leadership_allowance", 1.0, 0.8, 0.8, 0.6)
    d.page.expect("leadership_allowance", 1.0, 0.8, 0.8, 0.6)
    for person in (2, 3):
        doubted(d, person)


@difficult("605", 6, "titles in English")
def d605(d: Draft) -> None:
    titles = ("Director General", "Deputy Director General", "Deputy Director", "Head of Division", "Deputy Head of Division")
    titled(d, titles, ("head", "deputy", "deputy", "division_head", "division_deputy"), (1.0, 0.8, 0.8, 0.6, 0.4))


@difficult("606", 6, "rank codes with other marks between their parts")
def d606(d: Draft) -> None:
    ranked(d, ("01-001", "01002", "01 002", "1003", "O1.003"), tuple(Either(p["rank_code"]) for p in PEOPLE))


@difficult("607", 6, "rank codes that no table has")
def d607(d: Draft) -> None:
    ranked(d, ("01.001", "99.999", "01.002", "ABC"), ("01.001", ANY, "01.002", ANY))
    d.said(3, "rank_code")
    d.said(5, "rank_code")


@difficult("608", 6, "the word of a rank beside the pay of another")
def d608(d: Draft) -> None:
    ranked(d, ("Chuyên viên cao cấp", "Chuyên viên chính", "Chuyên viên chính", "CVC", "Chuyên viên"), (*(Either(p["rank_code"]) for p in PEOPLE[:3]), ANY, Either("01.003")))
    d.said(5, "salary_coefficient", or_at=d.at(5, "rank_code", None, {}))
    d.may(5)


@difficult("609", 6, "the titles of a school and of an institute")
def d609(d: Draft) -> None:
    titles = ("HT", "P.HT", "Viện trưởng", "Phó VT", "Trưởng bộ môn")
    titled(d, titles, tuple(Either(level) for level in ("head", "deputy", "head", "deputy", "division_head")), (1.0, 0.8, 1.0, 0.8, 0.4))


@difficult("610", 6, "words for contracts")
def d610(d: Draft) -> None:
    words = ("CC", "VC", "HĐLĐ 111", "Lao động hợp đồng", "NLĐ")
    d.page.write("category", *words)
    d.page.expect("category", *(Either(v) for v in ("civil_servant", "public_employee", "contract", "contract", "contract")))


@difficult("611", 6, "other words for ratings")
def d611(d: Draft) -> None:
    d.page.add("rating_1", "Xếp loại 2025", "HTXS", "HT tốt", "Loại A", "HT nhiệm vụ", "Không HTNV")
    d.page.expect("rating_1", *(Either(v) for v in ("excellent", "good", "good", "completed", "not_completed")))


@difficult("612", 6, "divisions' heads in shorter words")
def d612(d: Draft) -> None:
    titles = ("Vụ trưởng", "Trưởng phòng (phụ trách)", "P.Trưởng phòng", "Tr.phòng", "P.TP")
    titled(d, titles, ("head", *(Either(level) for level in ("division_head", "division_deputy", "division_head", "division_deputy"))), (1.0, 0.6, 0.4, 0.6, 0.4))


@difficult("613", 6, "who led once, with the allowance kept")
def d613(d: Draft) -> None:
    titles = ("Vụ trưởng", "Nguyên Phó Vụ trưởng", "Chuyên viên chính (nguyên Trưởng phòng)", "Chuyên viên", "Chuyên viên")
    titled(d, titles, ("head", Either("staff"), Either("staff"), "staff", "staff"), (1.0, 0.8, 0.6))
    doubted(d, 1)
    doubted(d, 2)
