"""Ordinary forms of ministries: three rows of headings, names under a heading of their own, the lists that offices send."""

from __future__ import annotations

from tests.messy.difficult.draft import Draft, difficult
from tests.messy.difficult.page import PEOPLE, D, Page


def blocks(page: Page, rows: list[dict[str, str]], depth: int) -> None:
    """Several rows of headings: `rows` say, from the top, what stands above the columns that begin at a key.

    A column that no row names has its one heading merged over all rows.
    """
    heads: list[list[str | None]] = [[None] * len(page.keys) for _ in range(depth)]
    named: set[str] = set()
    for level, row in enumerate(rows):
        for span, text in row.items():
            keys = span.split("..")
            first, last = page.keys.index(keys[0]), page.keys.index(keys[-1])
            heads[level][first] = text
            named |= set(page.keys[first : last + 1])
            if last > first:
                page.merged.append(f"{page.letter(keys[0])}{level + 1}:{page.letter(keys[-1])}{level + 1}")
    for at, key in enumerate(page.keys):
        if key not in named:
            heads[0][at] = page.headings[key]
            page.merged.append(f"{page.letter(key)}1:{page.letter(key)}{depth}")
        elif heads[-1][at] is None and all(key not in row for row in rows[1:]):
            heads[-1][at] = page.headings[key]
    page.heads = heads


def rated(d: Draft) -> None:
    """Three columns of ratings, which are right by their years."""
    for year, word, name, value in (("2023", "HTTNV", "rating_3", "good"), ("2024", "HTNV", "rating_2", "completed"), ("2025", "HTXSNV", "rating_1", "excellent")):
        d.page.add(f"y{year}", year, *[word] * 5)
        d.page.expect(name, *[value] * 5)


@difficult("O1", 9, "three rows of headings for pay, allowances and ratings")
def o1(d: Draft) -> None:
    page = d.page
    page.rename(leadership_allowance="Chức vụ", over_frame_pct="Vượt khung (%)", salary_coefficient="Hệ số")
    page.add("public_service_pct", "Công vụ (%)", 25, 25, 25, 25, None, before="si_months")
    page.expect("public_service_pct", 25, 25, 25, 25)
    rated(d)
    rows = [
        {"rank_code..public_service_pct": "Lương và phụ cấp hiện hưởng", "y2023..y2025": "Kết quả đánh giá, xếp loại"},
        {"rank_code..salary_coefficient": "Ngạch, bậc", "leadership_allowance..public_service_pct": "Phụ cấp"},
    ]
    blocks(page, rows, 3)


@difficult("O2", 9, "the name under a heading of its own in two columns")
def o2(d: Draft) -> None:
    page = d.page
    for key, heading, cells in (("first", "Họ đệm", [p["full_name"].rsplit(" ", 1)[0] for p in PEOPLE]), ("last", "Tên", [p["full_name"].rsplit(" ", 1)[1] for p in PEOPLE])):
        page.add(key, heading, *cells, before="birth_date")
    del page.headings["full_name"]
    blocks(page, [{"first..last": "Họ và tên"}], 2)


@difficult("O3", 9, "an x for women between the name and the birth date, titles above")
def o3(d: Draft) -> None:
    page = d.page
    page.rename(sex="Nữ")
    page.write("sex", None, "x", None, "x", None)
    page.top = [["BỘ CÔNG THƯƠNG"], ["VỤ PHÁP CHẾ"], [], ["DANH SÁCH TRÍCH NGANG CÔNG CHỨC, VIÊN CHỨC"], ["(Kèm theo Công văn số 12/PC ngày 01 tháng 12 năm 2026)"]]


@difficult("O4", 9, "a report of ratings: birth date in two columns by sex, three years of ratings")
def o4(d: Draft) -> None:
    page = d.page
    page.add("born_man", "Nam", *(p["birth_date"] if p["sex"] == "M" else None for p in PEOPLE), before="position_title")
    page.add("born_woman", "Nữ", *(p["birth_date"] if p["sex"] == "F" else None for p in PEOPLE), before="position_title")
    del page.headings["birth_date"], page.headings["sex"]
    rated(d)
    blocks(page, [{"born_man..born_woman": "Ngày, tháng, năm sinh", "y2023..y2025": "Kết quả đánh giá, xếp loại chất lượng"}], 2)


@difficult("O5", 9, "a payroll: coefficients, their sum, and amounts that are not needed")
def o5(d: Draft) -> None:
    page = d.page
    sums = [round(p["salary_coefficient"] + p["leadership_allowance"], 2) for p in PEOPLE]
    page.add("sum", "Cộng hệ số", *sums, before="si_months")
    page.add("amount", "Thành tiền", *(round(s * 2_340_000) for s in sums), before="si_months")
    page.add("signature", "Ký nhận")
    page.insert(-1, full_name="Cộng", salary_coefficient=24.71, leadership_allowance=1.8, sum=26.51, amount=round(26.51 * 2_340_000), si_months=1210)


@difficult("O6", 9, "a programme's export: codes, names, the unit's path, many columns that nobody needs")
def o6(d: Draft) -> None:
    page = d.page
    page.remove("stt")
    page.rename(employee_id="Mã nhân viên", full_name="Họ và tên", birth_date="Ngày sinh", sex="Giới tính", position_title="Chức vụ", category="Loại hình lao động")
    for key, heading, value in (("card", "Số CCCD", "001075012345"), ("phone", "Điện thoại", "0912345678"), ("mail", "Email", "a@moit.gov.vn"), ("home", "Quê quán", "Hà Giang"),
                                ("tribe", "Dân tộc", "Kinh"), ("faith", "Tôn giáo", "Không")):  # fmt: skip
        page.add(key, heading, *[value] * 5)
    page.add("joined_on", "Ngày vào cơ quan", D(1999, 6, 1), D(2001, 12, 1), D(2007, 10, 1), D(2013, 8, 1), D(2011, 2, 1))
    page.expect("joined_on", D(1999, 6, 1), D(2001, 12, 1), D(2007, 10, 1), D(2013, 8, 1), D(2011, 2, 1))
