"""Kinds 5 and 6 once more: dates, titles, ranks, categories and ratings in other spellings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.messy.difficult.draft import Draft, difficult
from tests.messy.difficult.page import ANY, KEEP, PEOPLE, Either

D = dt.date
BORN = tuple(person["birth_date"] for person in PEOPLE)
E = Either
H, DEP, DH, DD, S = "head", "deputy", "division_head", "division_deputy", "staff"

DATES: dict[str, tuple[str, tuple[Any, ...], tuple[Any, ...]]] = {
    "531": ("the month's name with two figures of the year", ("14-Mar-71", "25-Nov-75", "06-May-80", "30-Aug-88", "19-Dec-85"), (ANY,) * 5),
    "532": ("year, day, month: one cell could be either", ("1971/14/03", "1975/25/11", "1980/05/06", "1988/30/08", "1985/19/12"), (ANY,) * 5),
    "533": ("two birth dates in a cell", ("14/03/1971 (GKS 14/03/1972)", KEEP, "06/05/1980 hoặc 1981", KEEP, "19/12/1985?"), (ANY, BORN[1], ANY, BORN[3], ANY)),
    "534": ("blanks and marks around figures", ("14 / 03 / 1971", "25/11/1975.", "06/ 5/1980", "30.8.1988", "19–12–1985"), (BORN[0], E(BORN[1]), BORN[2], BORN[3], E(BORN[4]))),
    "535": ("other calendars", ("1971年3月14日", "昭和50年11月25日", KEEP, KEEP, KEEP), (ANY, ANY, *BORN[2:])),
    "536": ("serial numbers as texts", ("26006", "27723", KEEP, KEEP, KEEP), (E(BORN[0]), E(BORN[1]), *BORN[2:])),
    "537": ("one slip among days first", ("14/03/1971", "25/11/1975", "06/05/1980", "08/30/1988", "19/12/1985"), (BORN[0], BORN[1], BORN[2], ANY, BORN[4])),
    "538": ("one proof of the month first, all else open", ("03/04/1971", "11/25/1975", "05/06/1980", "08/03/1988", "12/09/1985"), (ANY,) * 5),
    "539": ("ISO that is ISO", ("1971-03-14", "1975-11-25", "1980-06-05", "1988-08-30", "1985-12-19"), (BORN[0], BORN[1], D(1980, 6, 5), BORN[3], BORN[4])),
    "540": ("ages among years", (1971, "55 tuổi", 46, "1988", "SN 1985"), (E(D(1971, 1, 1)), ANY, ANY, E(D(1988, 1, 1)), ANY)),
    "541": ("words for what is not known", ("-", "n/a", "chưa rõ", "…", "?"), (ANY,) * 5),
    "542": ("letters for figures", ("l4/03/1971", "25/1l/1975", "O6/05/1980", "30/08/l988", "19/12/1985"), (*map(E, BORN[:4]), BORN[4])),
    "543": ("days in words", ("Ngày 14 tháng ba năm 1971", "25 tháng mười một 1975", "06 tháng 5, 1980", "ngày 30/8/1988", "sinh 19/12/1985"), tuple(map(E, BORN))),
    "544": ("points, one with the month first", ("14.03.1971", "25.11.1975", "05.06.1980", "30.08.1988", "12.19.1985"), (BORN[0], BORN[1], D(1980, 6, 5), BORN[3], ANY)),
}  # fmt: skip

TITLES: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "621": (("Phó Chánh TTr", "Chánh TTra Bộ", "PCTTr", "Phó Chánh Thanh tra Bộ", "Q.Chánh Thanh tra"), (DEP, H, E(DEP), DEP, H)),
    "622": (("Quyền Cục trưởng", "Phó Cục trưởng phụ trách", "Trưởng phòng kiêm Phó Chánh Văn phòng", "Phó Trưởng phòng - Phụ trách phòng", "CVC - Phó TP"), (H, DEP, DEP, DD, DD)),
    "623": (("Tổng Cục trưởng", "Phó Tổng Cục trưởng", "Tổng cục phó", "Phó Vụ trưởng-Vụ Kế hoạch", "VỤ TRƯỞNG"), (H, DEP, DEP, DEP, H)),
    "624": (("Phó Trg phòng", "Trg. phòng", "Tr. ban", "P.Tr.phòng", "Phó trưởng P."), (DD, DH, DH, DD, DD)),
    "625": (("Phó. phòng", "PTP.", "TP.", "P.P", "Tr. Trạm"), (DD, E(DD), E(DH), E(DD), ANY)),
    "626": (("Deputy DG", "DDG", "Acting Director", "Vice Director", "Chief of Office"), (DEP, E(DEP), H, DEP, H)),
    "627": (("Division Chief", "Section Chief", "Deputy Division Head", "Deputy Head of Office", "Senior Officer"), (DH, DH, DD, DEP, S)),
    "628": (("PVT Vụ Pháp chế", "P.Chánh VP", "Phó Chánh VP Bộ", "P. Giám đốc TT", "Giám đốc Trung tâm"), (DEP, DEP, DEP, DEP, H)),
    "629": (("Bí thư Đảng ủy, Vụ trưởng", "Trưởng phòng; Chủ tịch CĐ", "Trợ lý Bộ trưởng", "Hàm Vụ phó", "ex-Director"), (H, DH, S, S, S)),
}  # fmt: skip

CODES: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "631": (("Ngạch 01.001", "01.002 (CVC)", "CVC - 01.002", "Chuyên viên, 01.003", "01.003/CV"), tuple(E(p["rank_code"]) for p in PEOPLE)),
    "632": (("CVCC", "Ngạch chuyên viên chính", "chuyen vien chinh", "C.viên", "cv"), tuple(E(p["rank_code"]) for p in PEOPLE)),
    "633": (("01.001 ", "01.002.", "01.002;", "(01.003)", "01.003*"), tuple(E(p["rank_code"]) for p in PEOPLE)),
}  # fmt: skip

ENUMS: dict[str, tuple[str, tuple[str, ...], tuple[Any, ...]]] = {
    "634": ("category", ("Công chức loại A1", "CÔNG CHỨC", "công  chức", "Hợp đồng không xác định thời hạn", "HĐ theo NĐ 68/2000"),
            (E("civil_servant"), "civil_servant", "civil_servant", E("contract"), E("contract"))),
    "635": ("category", ("Civil servants", "Public servant", "Contractual", "Permanent staff", "Contract staff"), (E("civil_servant"), ANY, E("contract"), ANY, E("contract"))),
    "636": ("rating_1", ("XS", "T", "HT", "Không HT", "Chưa xếp loại"), (E("excellent"), E("good"), E("completed"), E("not_completed"), ANY)),
    "637": ("rating_1", ("Hoàn thành nhiệm vụ nhưng còn hạn chế", "Hoàn thành tốt chức trách", "1", "hoan thanh tot", "Không xếp loại do nghỉ thai sản"), (ANY, E("good"), ANY, E("good"), ANY)),
}  # fmt: skip


def _dated(cells: tuple[Any, ...], right: tuple[Any, ...], d: Draft) -> None:
    d.page.write("birth_date", *cells)
    d.page.expect("birth_date", *right)
    for person, value in enumerate(right):
        if value is ANY:
            d.said(d.page.row(person), "birth_date")


def _titled(titles: tuple[str, ...], levels: tuple[Any, ...], d: Draft) -> None:
    """Titles without an allowance beside them, so that nothing but the words tells the level; a title may be doubted."""
    d.page.write("position_title", *titles)
    d.page.expect("position_title", *titles)
    d.page.expect("position_level", *(ANY if isinstance(level, Either) or level is ANY else level for level in levels))
    d.page.remove("leadership_allowance")
    for person, level in enumerate(levels):
        d.may(d.page.row(person), "position_title")
        if level is ANY:
            d.said(d.page.row(person), "position_title")


def _coded(codes: tuple[str, ...], right: tuple[Any, ...], d: Draft) -> None:
    d.page.write("rank_code", *codes)
    d.page.expect("rank_code", *right)
    for person in range(5):
        d.may(d.page.row(person))


def _chosen(key: str, words: tuple[str, ...], right: tuple[Any, ...], d: Draft) -> None:
    if key in d.page.headings:
        d.page.write(key, *words)
    else:
        d.page.add(key, "Xếp loại năm 2025", *words)
    for person, (line, value) in enumerate(zip(d.page.people, right, strict=True)):
        assert line.truth is not None
        line.truth[key] = value
        if value is ANY:
            d.said(d.page.row(person), key)


def _register() -> None:
    for id, (about, cells, right) in DATES.items():
        difficult(id, 5, about)(lambda d, cells=cells, right=right: _dated(cells, right, d))
    for id, (titles, levels) in TITLES.items():
        difficult(id, 6, "titles: " + ", ".join(titles))(lambda d, titles=titles, levels=levels: _titled(titles, levels, d))
    for id, (codes, ranks) in CODES.items():
        difficult(id, 6, "ranks: " + ", ".join(codes))(lambda d, codes=codes, ranks=ranks: _coded(codes, ranks, d))
    for id, (key, words, values) in ENUMS.items():
        difficult(id, 6, "words: " + ", ".join(words))(lambda d, key=key, words=words, values=values: _chosen(key, words, values, d))


_register()


@difficult("638", 6, "allowances of leaders beside empty titles")
def d638(d: Draft) -> None:
    d.page.write("position_title", None, None, "Chuyên viên chính", "Chuyên viên", "Chuyên viên")
    d.page.expect("position_title", None, None)
    d.page.expect("position_level", ANY, ANY)
    d.said(2, "leadership_allowance")
    d.said(3, "leadership_allowance")


@difficult("639", 6, "a professional title with its name before it")
def d639(d: Draft) -> None:
    codes = ("Giảng viên chính (V.07.01.02)", "V.07.01.02", KEEP, KEEP, KEEP)
    d.page.write("rank_code", *codes)
    d.page.expect("rank_code", "V.07.01.02", "V.07.01.02")
    for row in (2, 3):
        d.may(row)


@difficult("545", 5, "American dates with a time in a CSV")
def d545(d: Draft) -> None:
    d.page.write("birth_date", "3/14/1971 0:00", "11/25/1975 0:00", "5/6/1980 0:00", "8/30/1988 0:00", "12/19/1985 0:00")
    d.page.expect("birth_date", *map(Either, BORN))
    d.csv()


@difficult("546", 5, "a clock of twelve hours behind days first")
def d546(d: Draft) -> None:
    d.page.write("birth_date", "14/03/1971 12:00:00 AM", "25/11/1975 0:00", "06/05/1980 00:00:00", "30/08/1988 00:00", "19/12/1985 12:00 AM")
    d.page.expect("birth_date", *map(Either, BORN))
    d.csv()


@difficult("547", 5, "joined as a child, and in the future")
def d547(d: Draft) -> None:
    days = (D(1995, 9, 1), D(1979, 1, 1), D(2005, 5, 1), D(2031, 1, 1), D(2010, 1, 1))
    d.page.add("joined_on", "Ngày vào cơ quan", *days)
    for line, day in zip(d.page.people, days, strict=True):
        assert line.truth is not None
        line.truth["joined_on"] = Either(day)
    d.said(3, "joined_on")
    d.said(5, "joined_on")
    d.may(3)
