"""Kind 4: an upper heading that changes what the lower one means."""

from __future__ import annotations

from tests.messy.difficult.draft import Draft, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, Page

NEXT = ((3, 6.92), (6, 6.1), (3, 5.08), (6, 3.99), (7, 4.32))


def headed(d: Draft, blocks: dict[str, tuple[str, ...]], **more: str) -> None:
    """Two rows of headings: each block's upper heading over its columns, all other columns in one cell of two rows.

    blocks: upper heading to the keys of its columns; more: the lower headings of these keys.
    """
    page = d.page
    upper: list[str | None] = [page.headings[key] for key in page.keys]
    lower: list[str | None] = [None] * len(upper)
    page.merged += [f"{page.letter(key)}1:{page.letter(key)}2" for key in page.keys if all(key not in keys for keys in blocks.values())]
    for title, keys in blocks.items():
        at = [page.keys.index(key) for key in keys]
        for position, key in zip(at, keys, strict=True):
            upper[position], lower[position] = None, more.get(key, page.headings[key])
        upper[at[0]] = title
        if len(at) > 1:
            page.merged.append(f"{page.letter(keys[0])}1:{page.letter(keys[-1])}1")
    page.heads = [upper, lower]


@difficult("L01b", 4, "today's step and the next one side by side")
def l01b(d: Draft) -> None:
    p = d.page = Page.of(without=("position_title", "leadership_allowance", "over_frame_pct", "position_level"))
    for key, heading, values in (("next_step", "Bậc", [n[0] for n in NEXT]), ("next_coefficient", "Hệ số", [n[1] for n in NEXT]), ("next_on", "Từ ngày", [D(2027, 1, 1)] * 5)):
        p.add(key, heading, *values, before="si_months")
    headed(d, {"Lương hiện hưởng": ("step", "salary_coefficient"), "Nâng bậc lương lần sau": ("next_step", "next_coefficient", "next_on")}, salary_coefficient="Hệ số")


@difficult("L02", 4, "number and unit under upper headings that nobody knows")
def l02(d: Draft) -> None:
    p = d.page = Page.of(without=("employee_id", "rank_code", "step", "leadership_allowance", "over_frame_pct"))
    p.add("decision", "Số hiệu", "12/QĐ-BCT", "45/QĐ-BCT", "77/QĐ-BNV", "90/QĐ-BCT", "101/QĐ-BCT")
    p.add("decided_on", "Ngày", *[D(2005, 1, 1)] * 5)
    p.add("host", "Đơn vị", None, None, "Vụ Kế hoạch")
    p.add("term", "Thời hạn", None, None, "36 tháng")
    d.units = None
    headed(d, {"Quyết định tuyển dụng": ("decision", "decided_on"), "Biệt phái": ("host", "term")})
    p.expect("employee_id", *[f"VPC-{row}" for row in range(3, 8)])
    d.said(5, queue=True)


# ---------------------------------------------------------------------------------------------------- further files


@difficult("401", 4, "the step before and the one of today")
def d401(d: Draft) -> None:
    p = d.page
    p.add("old_step", "Bậc", 1, 4, 1, 4, 5, before="step")
    p.add("old_coefficient", "Hệ số", 6.2, 5.42, 4.4, 3.33, 3.66, before="step")
    headed(d, {"Lương trước khi nâng bậc": ("old_step", "old_coefficient"), "Lương hiện hưởng": ("step", "salary_coefficient")}, salary_coefficient="Hệ số")


@difficult("402", 4, "old and new pay, neither said to be today's")
def d402(d: Draft) -> None:
    p = d.page
    p.add("old_step", "Bậc", 1, 4, 1, 4, 5, before="step")
    p.add("old_coefficient", "Hệ số", 6.2, 5.42, 4.4, 3.33, 3.66, before="step")
    headed(d, {"Mức lương A": ("old_step", "old_coefficient"), "Mức lương B": ("step", "salary_coefficient")}, salary_coefficient="Hệ số")
    p.expect("step", *[ANY] * 5)
    p.expect("salary_coefficient", *[ANY] * 5)
    d.said(severity="error")


@difficult("403", 4, "the spouse's name and birth date beside one's own")
def d403(d: Draft) -> None:
    p = d.page
    p.add("spouse", "Họ và tên", "Vừ Thị A", "Kiều Văn B", None, "Lò Văn D")
    p.add("spouse_born", "Ngày sinh", D(1973, 1, 1), D(1974, 2, 2), None, D(1986, 3, 3))
    headed(d, {"Vợ (chồng)": ("spouse", "spouse_born")})


@difficult("404", 4, "the children's birth dates under their own heading")
def d404(d: Draft) -> None:
    p = d.page
    p.add("child_one", "Ngày sinh", D(2001, 1, 1), D(2004, 2, 2), None, D(2016, 3, 3), before="sex")
    p.add("child_two", "Giới tính", "Nam", "Nữ", None, "Nam", before="sex")
    headed(d, {"Con": ("child_one", "child_two")})


@difficult("405", 4, "the post that is planned for a person")
def d405(d: Draft) -> None:
    p = d.page
    p.add("planned_post", "Chức vụ", "Cục trưởng", "Vụ trưởng", "Phó Vụ trưởng", None, None, before="position_title")
    p.add("planned_term", "Nhiệm kỳ", *["2026-2031"] * 3, before="position_title")
    headed(d, {"Quy hoạch": ("planned_post", "planned_term")})


@difficult("406", 4, "the step that is proposed, and only one column of today's pay")
def d406(d: Draft) -> None:
    p = d.page
    for key, heading, values in (("p_rank", "Mã ngạch", [c["rank_code"] for c in PEOPLE]), ("p_step", "Bậc", [n[0] for n in NEXT]), ("p_coefficient", "Hệ số lương", [n[1] for n in NEXT])):
        p.add(key, heading, *values)
    headed(d, {"Đề nghị nâng bậc lương năm 2027": ("p_rank", "p_step", "p_coefficient")})


@difficult("407", 4, "insurance from, until, and months under one heading")
def d407(d: Draft) -> None:
    p = d.page
    p.add("from", "Từ tháng", "6/1999", "12/2001", "10/2007", "8/2013", "2/2011", before="si_months")
    p.add("until", "Đến tháng", *["11/2026"] * 5, before="si_months")
    headed(d, {"Thời gian đóng BHXH": ("from", "until", "si_months")}, si_months="Số tháng")


@difficult("408", 4, "the unit to which people are to move")
def d408(d: Draft) -> None:
    p = d.page
    p.add("to_unit", "Đơn vị", None, "Vụ Kế hoạch", None, "Vụ Kế hoạch", None)
    p.add("to_post", "Chức vụ", None, "Vụ trưởng", None, "Phó Vụ trưởng", None)
    headed(d, {"Dự kiến bố trí": ("to_unit", "to_post")})


@difficult("409", 4, "ratings of the party beside ratings of the work")
def d409(d: Draft) -> None:
    p = d.page
    p.add("rating_1", "2025", *["HTTNV"] * 5)
    p.add("rating_2", "2024", *["HTNV"] * 5)
    p.add("party_1", "2025", *["HTXSNV"] * 5)
    p.add("party_2", "2024", *["HTXSNV"] * 5)
    headed(d, {"Xếp loại công chức": ("rating_1", "rating_2"), "Xếp loại đảng viên": ("party_1", "party_2")})
    p.expect("rating_1", *["good"] * 5)
    p.expect("rating_2", *["completed"] * 5)
