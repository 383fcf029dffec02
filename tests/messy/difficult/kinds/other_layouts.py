"""Kinds 2 to 4 and 7 to 9 once more: other layouts, other groups, other headings, names with more than a name, counts in words."""

from __future__ import annotations

import datetime as dt

from tests.messy.difficult.draft import THREE_UNITS, TWO_UNITS, WHOLE, Draft, difficult
from tests.messy.difficult.old_letters import tcvn3, vni
from tests.messy.difficult.page import ANY, KEEP, PEOPLE, D, Either, OneOf, Page, simple, written

ENGLISH = ("No.", "Employee ID", "Full name", "Date of birth", "Sex", "Position", "Category", "Rank code", "Step", "Salary coefficient", "Leadership allowance", "Over-frame (%)", "Insurance months")  # fmt: skip


def _units(d: Draft, units: tuple[tuple[object, ...], ...] = TWO_UNITS) -> Page:
    """The sheet of a ministry, whose name says no unit."""
    d.page.name, d.units = "Tổng hợp", units
    return d.page


# ---------------------------------------------------------------------------------------------------- kind 2


@difficult("231", 2, "sums that Excel writes by itself, in English")
def d231(d: Draft) -> None:
    page = _units(d)
    page.add("unit", "Đơn vị", *["Vụ Pháp chế"] * 5, before="employee_id")
    for text in ("Vụ Pháp chế Count", "Grand Count", "Vụ Pháp chế Total", "Grand Total"):
        d.hush(page.insert(-1, unit=text, salary_coefficient=24.71 if "Total" in text else None))


@difficult("232", 2, "a name alone that begins with a word for units, with the next number")
def d232(d: Draft) -> None:
    for number, name in ((6, "Tổ Thị Mai"), (7, "Ban Văn Thành")):
        row = d.page.insert(-1, stt=number, full_name=name)
        d.said(row)
        d.may(row)


@difficult("233", 2, "two people above the headings, as sorting leaves them")
def d233(d: Draft) -> None:
    page = d.page
    page.top = [[line.cells.get(key) for key in page.keys] for line in page.lines[:2]]
    page.lines = page.lines[2:]
    d.said(1, severity="error")
    d.may()


@difficult("235", 2, "a second list to the right, of somebody else")
def d235(d: Draft) -> None:
    page = d.page
    page.headings |= {"gap": "", "name2": "Họ và tên", "born2": "Ngày sinh", "sex2": "Giới tính"}
    page.lines[0].cells |= {"name2": "Vừ Mí Sính", "born2": D(1981, 1, 11), "sex2": "Nam"}
    page.maybe = True
    d.said(1, "name2", severity="error")
    d.may()


@difficult("236", 2, "names of one word, of the highlands, in capitals without marks")
def d236(d: Draft) -> None:
    names = ("TA QUANG BUU LONG", "KIEU THI THU SUONG", "Trạc", "Y Ban", "Ksor H'Bơ Khăp")
    d.page.write("full_name", *names)
    d.page.expect("full_name", *names)
    d.may(4, "full_name")


# ---------------------------------------------------------------------------------------------------- kind 3


@difficult("331", 3, "groups in three levels")
def d331(d: Draft) -> None:
    page = _units(d, THREE_UNITS)
    heads = ((0, "A", "KHỐI CƠ QUAN BỘ"), (1, "I", "Vụ Pháp chế"), (2, "1", "Phòng Tổng hợp"), (5, "II", "VỤ KẾ HOẠCH"), (6, None, "Lãnh đạo Vụ"), (8, "B", "KHỐI ĐƠN VỊ SỰ NGHIỆP"), (9, "III", "Vụ Dầu khí"))
    for at, number, title in heads:
        d.may(page.insert(at, stt=number, full_name=title))
    page.expect("unit", "VPC", "VPC", "VKH", "VDK", "VDK")


@difficult("332", 3, "dittos in words")
def d332(d: Draft) -> None:
    page = _units(d)
    page.add("unit", "Đơn vị", "Vụ Pháp chế", "như trên", "-nt-", "Vụ Kế hoạch", "〃")
    page.expect("unit", "VPC", Either("VPC"), Either("VPC"), "VKH", Either("VKH"))


@difficult("333", 3, "quota and people present behind the unit in the heading of a group, one of them wrong")
def d333(d: Draft) -> None:
    page = _units(d)
    first = page.insert(0, stt="VỤ PHÁP CHẾ (Biên chế được giao: 12; có mặt: 3)")
    second = page.insert(4, stt="VỤ KẾ HOẠCH (Biên chế được giao: 12; có mặt: 3)")
    page.merged = [f"A{first}:M{first}", f"A{second}:M{second}"]
    page.expect("unit", "VPC", "VPC", "VPC", "VKH", "VKH")
    d.said(second)


@difficult("334", 3, "leaders and staff as groups of one unit")
def d334(d: Draft) -> None:
    d.hush(d.page.insert(0, full_name="Lãnh đạo Vụ"))
    d.hush(d.page.insert(3, full_name="Chuyên viên, nhân viên"))


@difficult("335", 3, "units merged over their people, the last one left empty")
def d335(d: Draft) -> None:
    page = _units(d)
    page.add("unit", "Đơn vị", "Vụ Pháp chế", None, "Vụ Kế hoạch", None, None, before="employee_id")
    page.merged = ["B2:B3", "B4:B5"]
    page.expect("unit", "VPC", "VPC", "VKH", "VKH", ANY)
    d.said(6)


# ---------------------------------------------------------------------------------------------------- kind 4


@difficult("421", 4, "offices in the State, the party and the union")
def d421(d: Draft) -> None:
    d.page.rename(position_title="Chức vụ chính quyền")
    d.page.add("party", "Chức vụ Đảng", "Bí thư", "Phó Bí thư", before="category")
    d.page.add("union", "Chức vụ đoàn thể", None, None, "Chủ tịch CĐ", before="category")
    for key in ("party", "union"):
        d.may(1, key)


@difficult("422", 4, "the new coefficient beside today's, unemployment insurance, the number of the insurance book")
def d422(d: Draft) -> None:
    d.page.add("new", "Hệ số lương mới", 6.92, 6.1, 5.08, 3.99, 4.32)
    d.page.add("unemployment", "Số tháng đóng BHTN", 200, 190, 180, 150, 140, before="si_months")
    d.page.add("book", "Số sổ BHXH", *(f"011234567{n}" for n in range(5)), before="si_months")
    for key in ("new", "unemployment", "book"):
        d.said(1, key)


@difficult("423", 4, "allowances of one heading, only one of which is a leader's")
def d423(d: Draft) -> None:
    page = d.page
    page.add("area", "Khu vực", *[0.5] * 5, before="over_frame_pct")
    page.add("duty", "Trách nhiệm", 0.2, 0.2, before="over_frame_pct")
    keys, at = page.keys, page.keys.index("leadership_allowance")
    upper, lower = [page.headings[key] for key in keys], [""] * len(keys)
    upper[at : at + 3], lower[at : at + 3] = ["Phụ cấp (hệ số)", "", ""], ["Chức vụ", "Khu vực", "Trách nhiệm"]
    page.heads = [upper, lower]
    page.merged = [f"{page.letter('leadership_allowance')}1:{page.letter('duty')}1"]
    for key in ("area", "duty"):
        d.may(2, key)


@difficult("424", 4, "the year of a rating in brackets, and behind other words, on two sheets")
def d424(d: Draft) -> None:
    d.units = TWO_UNITS
    d.page.add("rating_1", "KQ xếp loại năm 2025", *["HTTNV"] * 5)
    d.page.add("rating_2", "KQ xếp loại năm 2024", *["HTXSNV"] * 5)
    other = Page.of([simple("A1", "Vừ Mí Sính", D(1981, 1, 11))], "VKH")
    other.add("rating_2", "Xếp loại (2024)", "HTNV")
    other.expect("unit", "VKH")
    for line, ratings in ((each, ("good", "excellent")) for each in d.page.people):
        assert line.truth is not None
        line.truth |= dict(zip(("rating_1", "rating_2"), ratings, strict=True))
    assert other.people[0].truth is not None
    other.people[0].truth |= {"rating_1": None, "rating_2": "completed"}
    d.pages = [other]


# ---------------------------------------------------------------------------------------------------- kind 7


@difficult("721", 7, "names in the letters of a TCVN3 font of capitals")
def d721(d: Draft) -> None:
    d.page.write("full_name", *(tcvn3(person["full_name"].lower()) for person in PEOPLE))
    d.page.expect("full_name", *(Either(person["full_name"]) for person in PEOPLE))
    d.may(1)


@difficult("722", 7, "a name and a title in VNI letters among plain ones")
def d722(d: Draft) -> None:
    d.page.write("full_name", KEEP, vni(PEOPLE[1]["full_name"]))
    d.page.write("position_title", KEEP, vni("Phó Vụ trưởng"))
    for key in ("full_name", "position_title"):
        d.page.expect(key, KEEP, Either(PEOPLE[1][key]))
    d.page.expect("position_level", KEEP, ANY)
    d.may(1)
    d.may(3)


@difficult("723", 7, "one person on two sheets, the family name behind")
def d723(d: Draft) -> None:
    other = Page.of([simple("KH9", "Long Tạ Quang Bửu", D(1971, 3, 14))], "VKH")
    other.expect("unit", "VKH")
    d.pages, d.units = [other], TWO_UNITS
    d.said(2, "full_name", page=other)


@difficult("724", 7, "two people on two sheets, forms of address before their names")
def d724(d: Draft) -> None:
    other = Page.of([simple("KH9", "Đ/c Tạ Quang Bửu Long", D(1971, 3, 14)), simple("KH8", "PGS.TS. Đỗ Viết Trạc", D(1980, 5, 6))], "VKH")
    other.expect("unit", "VKH", "VKH")
    other.expect("full_name", OneOf(("Đ/c Tạ Quang Bửu Long", "Tạ Quang Bửu Long")), OneOf(("PGS.TS. Đỗ Viết Trạc", "Đỗ Viết Trạc")))
    d.pages, d.units = [other], TWO_UNITS
    for row in (2, 3):
        d.said(row, "full_name", page=other)


@difficult("725", 7, "a telephone, a year and a unit behind names")
def d725(d: Draft) -> None:
    d.page.write("full_name", "Tạ Quang Bửu Long - 0912345678", "Kiều Thị Thu Sương 1975", "Đỗ Viết Trạc/VPC")
    d.page.expect("full_name", ANY, ANY, ANY)
    for row in (2, 3, 4):
        d.said(row, "full_name")


@difficult("726", 7, "ids in scientific notation, and the sex behind a name")
def d726(d: Draft) -> None:
    d.page.write("employee_id", "1.23E+11", "1.23E+11")
    d.page.expect("employee_id", ANY, ANY)
    d.page.write("full_name", KEEP, KEEP, "Đỗ Viết Trạc (nữ)")
    d.page.expect("full_name", KEEP, KEEP, ANY)
    for row, key in ((2, "employee_id"), (3, "employee_id"), (4, "full_name")):
        d.said(row, key)
        d.may(row)


# ---------------------------------------------------------------------------------------------------- kind 8


@difficult("841", 8, "a count in a sum with men and women, and in the sentence below the list")
def d841(d: Draft) -> None:
    d.said(d.page.insert(-1, full_name="Cộng: 06 người (03 nam, 03 nữ)"))
    d.said(d.page.insert(-1, stt="Danh sách này gồm 07 người./."))


@difficult("842", 8, "so many present of the quota, above the list")
def d842(d: Draft) -> None:
    d.page.top = [["VỤ PHÁP CHẾ"], ["Biên chế giao: 15; có mặt: 07"]]
    d.said(2)


@difficult("843", 8, "a sum above the people, its number in another column")
def d843(d: Draft) -> None:
    row = d.page.insert(0, full_name="Tổng số", sex="7 người")
    d.said(row)


@difficult("844", 8, "months under a heading of years")
def d844(d: Draft) -> None:
    d.page.rename(si_months="Số năm đóng BHXH")
    d.page.expect("si_months", *[ANY] * 5)
    d.said(2, "si_months", or_at=d.at(1, "si_months", None, {}))
    d.may()
    for row in range(2, 7):
        d.may(row)


@difficult("845", 8, "step and coefficient exchanged in a row, a letter among figures in another")
def d845(d: Draft) -> None:
    d.page.write("step", KEEP, 5.76)
    d.page.write("salary_coefficient", KEEP, 5, KEEP, "3,6O")
    d.page.expect("step", KEEP, ANY)
    d.page.expect("salary_coefficient", KEEP, ANY, KEEP, ANY)
    d.said(3)
    d.said(5, "salary_coefficient")


@difficult("846", 8, "an age that the birth date contradicts")
def d846(d: Draft) -> None:
    d.page.add("age", "Tuổi", 55, 51, 36, 38, 40)
    d.said(4)
    d.may(1, "age")


# ---------------------------------------------------------------------------------------------------- kind 9


@difficult("931", 9, "headings in two languages, one above the other in the cell")
def d931(d: Draft) -> None:
    d.page.headings = {key: f"{heading}\n{other}" for (key, heading), other in zip(d.page.headings.items(), ENGLISH, strict=True)}


@difficult("932", 9, "the same with strokes and brackets")
def d932(d: Draft) -> None:
    pairs = zip(d.page.headings.items(), ENGLISH, strict=True)
    d.page.headings = {key: f"{heading} / {other}" if at % 2 else f"{heading} ({other})" for at, ((key, heading), other) in enumerate(pairs)}


@difficult("933", 9, "the same in two rows")
def d933(d: Draft) -> None:
    d.page.heads = [list(d.page.headings.values()), list(ENGLISH)]


@difficult("934", 9, "headings of an English form")
def d934(d: Draft) -> None:
    d.page.rename(
        stt="No", employee_id="Staff No.", full_name="Full Name *", birth_date="D.O.B.", sex="Gender (M/F)", position_title="Job Title", category="Type of staff",
        rank_code="Rank Code", step="Pay step", salary_coefficient="Pay coefficient", over_frame_pct="Over-frame %", si_months="Months of social insurance",
    )  # fmt: skip


@difficult("935", 9, "headings that an office shortens")
def d935(d: Draft) -> None:
    d.page.rename(full_name="Họ & tên", birth_date="Ng. sinh", sex="G.tính", position_title="C.vụ", category="Đ.tượng", si_months="T.gian BHXH (tháng)")


@difficult("936", 9, "sex and category in one letter, nothing in other signs")
def d936(d: Draft) -> None:
    d.page.write("sex", "m", "f", "M", "F", "Nam ")
    d.page.write("category", "CC", "cc", "Cc", "CC", "VC")
    d.page.write("over_frame_pct", "0%", "", "-", "0", "—")
    d.page.write("leadership_allowance", "1,00", "0,80", "-", "0", "—")


@difficult("937", 9, "a list below the motto, from the third column on")
def d937(d: Draft) -> None:
    d.page.headings = {"a": "", "b": "", **d.page.headings}
    motto = (("BỘ CÔNG THƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("VỤ PHÁP CHẾ", "Độc lập - Tự do - Hạnh phúc"))
    d.page.top = [*([left, *[None] * 4, right] for left, right in motto), [], ["DANH SÁCH CÔNG CHỨC, VIÊN CHỨC"], ["(Kèm theo Công văn số 12/PC ngày 20/11/2026)"], []]


@difficult("938", 9, "semicolons and decimal commas")
def d938(d: Draft) -> None:
    d.csv(delimiter=";", decimal=",")


@difficult("939", 9, "a person added below the signature, under words of its own")
def d939(d: Draft) -> None:
    page = d.page
    page.insert(-1)
    page.insert(-1, full_name="NGƯỜI LẬP BIỂU")
    page.insert(-1)
    added = simple("HF010", "Vừ Mí Sính", dt.date(1981, 1, 11))
    page.insert(-1, added, **written(added, 6))
    d.may(WHOLE)
