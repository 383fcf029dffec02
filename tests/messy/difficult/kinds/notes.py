"""Kind 1: what stands outside the known columns and speaks against a row: leaving, leave, secondment, death."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.messy.difficult.draft import TWO_UNITS, Draft, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, OneOf, Page, simple

MATERNITY = ("maternity_leave", "có")
NAMES = ("Vừ Mí Sính", "Hầu Mí Dia", "Chảo Láo Tả", "Phàn Phù Siểu", "Thào Seo Pao", "Lù Thị Mỷ", "Cư A Dế", "Hạng Thị Sua", "Mùa A Páo", "Ma Seo Chứ")


def noted(d: Draft, heading: str, notes: Sequence[str | None], suggests: dict[int, tuple[str, str]] | None = None) -> None:
    """A column of notes of which each is an entry of the queue; some offer a value."""
    d.page.add("note", heading, *notes)
    for person, note in enumerate(notes):
        if note:
            d.queued(d.page.row(person), "note", note, (suggests or {}).get(person))


def ten() -> Page:
    """Ten people of whom two are on maternity leave, with ratings that would have them leave."""
    people = []
    for at, name in enumerate(NAMES):
        woman = at in (5, 7)
        born = D(1992 if woman else 1974 + 2 * at, at + 1, at + 11)
        people.append(simple(f"GC{at + 1:02}", name, born, si_months=151 + at, sex="F" if woman else "M", rating_1="not_completed" if woman else "good"))
    people[0] |= {"position_title": "Vụ trưởng", "position_level": "head", "leadership_allowance": 1.0}
    page = Page.of(people)
    page.add("rating_1", "Xếp loại 2025", *("KHTNV" if p["sex"] == "F" else "HTTNV" for p in people))
    return page


@difficult("A01", 1, "a column of notes: retired, on maternity leave, seconded, unpaid leave, moved away")
def a01(d: Draft) -> None:
    notes = ("Nghỉ hưu từ 01/12/2026", "Đang nghỉ thai sản đến 03/2027", "Biệt phái Tỉnh ủy Lào Cai từ 01/9/2026", "Nghỉ không lương từ 01/7/2026", "Đã chuyển công tác từ 15/10/2026")
    noted(d, "Ghi chú", notes, {1: MATERNITY})


@difficult("A05", 1, "maternity leave stands in a note alone")
def a05(d: Draft) -> None:
    d.page = ten()
    notes: list[str | None] = [None] * 10
    notes[2], notes[5] = "Đã nghỉ hưu theo NĐ 178 từ 01/10/2026", "Đang nghỉ thai sản (sinh con 10/9/2026)"
    notes[7], notes[8] = "Nghỉ thai sản từ 01/11/2026", "Biệt phái về Bộ Y tế"
    noted(d, "Ghi chú", notes, {5: MATERNITY, 7: MATERNITY})


@difficult("A05b", 1, "maternity leave in its column, the rest in a note")
def a05b(d: Draft) -> None:
    d.page = ten()
    leave = [at in (5, 7) for at in range(10)]
    d.page.add("maternity_leave", "Đang nghỉ thai sản", *("x" if on else None for on in leave))
    d.page.expect("maternity_leave", *leave)
    notes: list[str | None] = [None] * 10
    notes[2], notes[8] = "Đã nghỉ hưu theo NĐ 178 từ 01/10/2026", "Biệt phái về Bộ Y tế"
    noted(d, "Ghi chú", notes)
    d.page.write("note", *[None] * 2, notes[2], *[None] * 2, "Đang nghỉ thai sản (sinh con 10/9/2026)", None, "Nghỉ thai sản từ 01/11/2026", notes[8])
    for person in (5, 7):
        d.may(d.page.row(person))


@difficult("R04", 1, "a note under an English heading")
def r04(d: Draft) -> None:
    noted(d, "Note", ["Nghỉ hưu từ 01/12/2026"])


# ---------------------------------------------------------------------------------------------------- further files


@difficult("101", 1, "shorter words: hưu, TS, ốm dài ngày, đi học, từ trần")
def d101(d: Draft) -> None:
    notes = ("Hưu từ 1/1/2027", "TS đến 30/6/2027", "Nghỉ ốm dài ngày từ 5/2026", "Cử đi học tại Úc đến 12/2027", "Từ trần ngày 12/10/2026")
    noted(d, "Ghi chú", notes)


@difficult("102", 1, "notes in English")
def d102(d: Draft) -> None:
    notes = ("Retired from 1 November 2026", "On maternity leave until April 2027", "Seconded to UNIDO", "Unpaid leave since July", "Deceased 12/10/2026")
    noted(d, "Remarks", notes, {1: MATERNITY})


@difficult("103", 1, "comments of cells")
def d103(d: Draft) -> None:
    d.page.comments = {"C2": "Đã có QĐ nghỉ hưu từ 01/01/2027", "C5": "Đang nghỉ thai sản", "F4": "Biệt phái sang Ban Chỉ đạo từ tháng 8/2026"}
    d.queued(2, "C", "Đã có QĐ nghỉ hưu từ 01/01/2027")
    d.queued(5, "C", "Đang nghỉ thai sản", MATERNITY)
    d.queued(4, "F", "Biệt phái sang Ban Chỉ đạo")


@difficult("104", 1, "a row that is struck through")
def d104(d: Draft) -> None:
    d.page.struck = [4]
    d.said(4, queue=True)


@difficult("105", 1, "the sheet says that it holds another day, years ago")
def d105(d: Draft) -> None:
    d.page.top = [["DANH SÁCH CÔNG CHỨC, VIÊN CHỨC"], ["(Số liệu tính đến ngày 31/12/2021)"]]
    d.said(2, words=(("31/12/2021", "2021-12-31"),))


@difficult("106", 1, "two sheets of two days")
def d106(d: Draft) -> None:
    other = Page.of([simple("KH01", "Chảo Láo Tả", D(1985, 1, 11), unit="VKH"), simple("KH02", "Phàn Phù Siểu", D(1986, 2, 12), unit="VKH")], "VKH")
    d.page.top = [["DANH SÁCH CÔNG CHỨC VỤ PHÁP CHẾ"], ["(Tính đến ngày 01/12/2026)"]]
    other.top = [["DANH SÁCH CÔNG CHỨC VỤ KẾ HOẠCH"], ["(Tính đến 30/6/2024)"]]
    d.pages, d.units = [other], TWO_UNITS
    d.said(2, page=other, words=(("30/6/2024", "30/06/2024", "2024-06-30"),))
    d.may(2)


@difficult("107", 1, "groups of those who are away")
def d107(d: Draft) -> None:
    d.page.insert(3, stt="II", full_name="Nghỉ thai sản")
    d.page.insert(5, stt="III", full_name="Nghỉ hưu, thôi việc trong năm 2026")
    d.page.insert(0, stt="I", full_name="Đang làm việc")
    d.queued(d.page.row(3), None, "Nghỉ thai sản", MATERNITY)
    d.queued(d.page.row(4), None, "Nghỉ hưu, thôi việc trong năm 2026")


@difficult("108", 1, "a note in a column without a heading")
def d108(d: Draft) -> None:
    d.page.add("blank", "")
    d.page.headings["blank"] = None  # type: ignore[assignment]
    d.page.write("blank", None, None, "Đã chuyển sang Bộ Tài chính từ 01/10/2026")
    d.queued(4, "blank", "Đã chuyển sang Bộ Tài chính từ 01/10/2026")




@difficult("109", 1, "a note in brackets behind the title")
def d109(d: Draft) -> None:
    d.page.write("position_title", "Vụ trưởng (nghỉ hưu từ 01/12/2026)", "Phó Vụ trưởng", "Chuyên viên chính (nghỉ không lương)", "Chuyên viên (nghỉ thai sản)")
    d.page.expect("position_title", ANY, "Phó Vụ trưởng", ANY, ANY)
    d.queued(2, "position_title", "nghỉ hưu từ 01/12/2026")
    d.queued(4, "position_title", "nghỉ không lương")
    d.queued(5, "position_title", "nghỉ thai sản", MATERNITY)


@difficult("110", 1, "leave told in place of a rating")
def d110(d: Draft) -> None:
    d.page.add("rating_1", "Xếp loại 2025", "HTTNV", "HTXSNV", "HTTNV", "Không xếp loại (nghỉ thai sản)", "HTNV")
    d.page.expect("rating_1", "good", "excellent", "good", ANY, "completed")
    d.said(5, "rating_1")


@difficult("111", 1, "notes without marks in an export")
def d111(d: Draft) -> None:
    d.page.add("note", "Ghi chu", "Da nghi huu tu 01/11/2026", "Dang nghi thai san", "Biet phai den 2028", None, "Nghi khong luong")
    d.csv()
    d.queued(2, "note", "Da nghi huu tu 01/11/2026")
    d.queued(3, "note", "Dang nghi thai san", MATERNITY)
    d.queued(4, "note", "Biet phai den 2028")
    d.queued(6, "note", "Nghi khong luong")


@difficult("112", 1, "a column of changes in the year")
def d112(d: Draft) -> None:
    d.page.add("change", "Biến động trong năm", None, "Tăng: tiếp nhận 01/3/2026", "Giảm: chuyển công tác 01/10/2026", None, "Giảm: thôi việc từ 15/11/2026")
    d.queued(4, "change", "Giảm: chuyển công tác 01/10/2026")
    d.queued(6, "change", "Giảm: thôi việc từ 15/11/2026")
    d.may(3)


@difficult("113", 1, "notes that say nothing against a row")
def d113(d: Draft) -> None:
    d.page.add("note", "Ghi chú", "Đảng viên", "Cử nhân Luật", "Chứng chỉ quản lý nhà nước ngạch chuyên viên chính", "Quê quán: Hà Giang", "Tuyển dụng năm 2010")


@difficult("114", 1, "a column of days on which people left")
def d114(d: Draft) -> None:
    d.page.add("left", "Ngày nghỉ việc", None, None, D(2026, 10, 31))
    d.said(4, "left", queue=True)


@difficult("115", 1, "notes that mean other columns: pregnancy, a small child, discipline")
def d115(d: Draft) -> None:
    notes = (None, "Đang mang thai tháng thứ 7", "Đang bị xem xét kỷ luật", "Nuôi con nhỏ (sinh ngày 15/3/2025)")
    d.page.write("birth_date", PEOPLE[0]["birth_date"], D(1990, 11, 25))
    d.page.expect("birth_date", PEOPLE[0]["birth_date"], D(1990, 11, 25))
    d.page.write("si_months", 330, 170)
    d.page.expect("si_months", 330, 170)
    suggestions: dict[int, Any] = {1: ("pregnant", "có"), 2: ("under_discipline", "có"), 3: ("youngest_child_born_on", "2025")}
    noted(d, "Ghi chú", notes, suggestions)


@difficult("116", 1, "the status of a person among other columns, and of a whole sheet")
def d116(d: Draft) -> None:
    d.page.add("status", "Trạng thái làm việc", "Đang làm việc", "Đang làm việc", "Biệt phái", "Nghỉ thai sản", "Đã nghỉ việc", before="rank_code")
    d.queued(4, "status", "Biệt phái")
    d.queued(5, "status", "Nghỉ thai sản", MATERNITY)
    d.queued(6, "status", "Đã nghỉ việc")


@difficult("117", 1, "a note behind the name")
def d117(d: Draft) -> None:
    d.page.write("full_name", "Tạ Quang Bửu Long", "Kiều Thị Thu Sương", "Đỗ Viết Trạc - nghỉ hưu 01/12/2026", "Lò Thị Pành (thai sản)")
    d.page.expect("full_name", "Tạ Quang Bửu Long", "Kiều Thị Thu Sương", OneOf(("Đỗ Viết Trạc", "Đỗ Viết Trạc - nghỉ hưu 01/12/2026")), OneOf(("Lò Thị Pành", "Lò Thị Pành (thai sản)")))
    d.queued(4, "full_name", "nghỉ hưu 01/12/2026")
    d.queued(5, "full_name", "thai sản", MATERNITY)
