"""Kind 1 once more: leave, leaving and absence in other words, in other columns, under other headings; and what is neither."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.messy.difficult.draft import Draft, difficult
from tests.messy.difficult.old_letters import tcvn3, vni
from tests.messy.difficult.page import ANY, KEEP

D = dt.date
SAID, SILENT, MAY = True, False, None
"""Whether a note must be said of its person, must not, or may."""

NOTES: dict[str, tuple[str, str, tuple[Any, ...], tuple[bool | None, ...]]] = {
    "141": ("waiting for the pension, a father's leave, an embassy, a rotation", "Ghi chú",
            ("Nghỉ chờ hưu", "Nghỉ hộ sản", "Cử đi công tác tại Đại sứ quán", "Luân chuyển về Tỉnh ủy Lạng Sơn", "Đã nhận sổ BHXH"), (SAID, SAID, SAID, SAID, SILENT)),
    "142": ("requisitioned, conscripted, past the working age, notice given, dismissed", "Diễn biến",
            ("Trưng dụng về Ban Chỉ đạo", "Đi nghĩa vụ quân sự", "Hết tuổi lao động", "Xin nghỉ việc từ 01/12", "Buộc thôi việc"), (SAID,) * 5),
    "143": ("gone to another branch, off the payroll, under a decree", "Nhận xét",
            ("Chuyển ngành", "Về hưu non", "Đã cắt lương", "Chuyển công tác khác", "Nghỉ theo NĐ 178"), (SAID,) * 5),
    "144": ("English short forms", "Remarks", ("LWOP until June 2027", "On parental leave", "On secondment to UNDP", "Deceased March 2026", "Left the ministry 1/10/2026"), (SAID,) * 5),
    "145": ("more in English", "Remarks", ("Contract terminated", "Retiring 1 Feb 2027", "Seconded to the city", "Sick since May", "On loan to another ministry"), (SAID,) * 5),
    "146": ("what protects a person", "Tình hình",
            ("Đang nuôi con dưới 36 tháng tuổi", "Có thai 5 tháng", "Đang điều trị ung thư", "Bị khởi tố", "Đang chờ kết luận thanh tra"), (SAID,) * 5),
    "147": ("back again, or never away", "Ghi chú",
            ("Đảng viên", "Con thương binh", "Đã học xong lớp quản lý", "Hết thời gian biệt phái, đã trở về", "Không nghỉ thai sản"), (SILENT,) * 5),
    "148": ("careers, and somebody else's retirement", "Ghi chú",
            ("Bổ nhiệm lại 2025", "Nâng lương trước hạn", "Được cử đi học lớp CVCC (đã hoàn thành)", "Chuyển ngạch CVC 2024", "Thay ông A nghỉ hưu"), (SILENT,) * 5),
    "149": ("words that look like leave without their tones", "Ghi chú",
            ("Chuyên ngành Luật", "Theo Nghị định 24", "Đề nghị khen thưởng", "Nghỉ phép năm 12 ngày", "Mới sinh hoạt chi bộ 2"), (SILENT,) * 5),
    "150": ("leave that says no more", "Ghi chú", ("Nghỉ từ 1/11", "Đã có QĐ nghỉ", "Nghỉ BHXH", "Đã hết HĐ", "Không có mặt"), (SAID,) * 5),
    "151": ("small children", "Ghi chú", ("mới sinh con tháng 8/2026", "con 18 tháng tuổi", "sinh đôi 3/2025", "vợ mới sinh", "con nhỏ 2 tuổi"), (SAID,) * 5),
    "152": ("contracts that rest, inquiries, wishes to leave", "Ghi chú",
            ("Tạm hoãn HĐLĐ", "Đang bị điều tra", "Đăng ký tự nguyện nghỉ", "Có đơn xin nghỉ", "Không đồng ý nghỉ"), (SAID, SAID, SAID, SAID, SILENT)),
    "153": ("initials", "Ghi chú", ("NTS", "BP", "NH 12/26", "NKL", "QLNN"), (SAID, SAID, SAID, SAID, SILENT)),
    "154": ("the reason for which a post is struck off", "Lý do giảm", ("Nghỉ hưu", None, None, "Chết", None), (SAID, SILENT, SILENT, SAID, SILENT)),
    "155": ("the states of a programme", "Trạng thái làm việc", ("Đang làm việc", "Đang làm việc", "Tạm nghỉ", "Đã nghỉ", "Đang làm việc"), (SILENT, SILENT, SAID, SAID, SILENT)),
    "156": ("the same in English", "Employment status", ("Active", "Active", "On leave", "Inactive", "Active"), (SILENT, SILENT, SAID, SAID, SILENT)),
    "157": ("a no to the question whether somebody works here", "Còn công tác", ("Có", "Có", "Không", "Có", "Có"), (SILENT, SILENT, SAID, SILENT, SILENT)),
    "158": ("the day on which pay ends", "Thời điểm thôi trả lương", (None, D(2026, 10, 1), None, None, None), (SILENT, SAID, SILENT, SILENT, SILENT)),
    "159": ("notes in TCVN3 letters", "Ghi chú", (tcvn3("Đang nghỉ thai sản"), tcvn3("Nghỉ không lương"), tcvn3("Đảng viên"), None, None), (SAID, SAID, SILENT, SILENT, SILENT)),
    "160": ("notes in VNI letters", "Ghi chú", (vni("đang nghỉ thai sản"), vni("được biệt phái"), None, None, None), (SAID, SAID, SILENT, SILENT, SILENT)),
}  # fmt: skip


def _noted(heading: str, texts: tuple[Any, ...], must: tuple[bool | None, ...], d: Draft) -> None:
    d.page.add("note", heading, *texts)
    d.may(1, "note")
    for person, said in enumerate(must):
        if said:
            d.said(d.page.row(person))


def _register() -> None:
    for id, (about, heading, texts, must) in NOTES.items():
        difficult(id, 1, about)(lambda d, heading=heading, texts=texts, must=must: _noted(heading, texts, must, d))


_register()


@difficult("161", 1, "leave told in the column of education")
def d161(d: Draft) -> None:
    d.page.add("education", "Trình độ", "Thạc sĩ", "Đại học (đang nghỉ thai sản)", "Đại học, du học Nga", "Đại học, đang biệt phái", "Thạc sĩ")
    for line, right in zip(d.page.people, ("Thạc sĩ", ANY, "Đại học, du học Nga", ANY, "Thạc sĩ"), strict=True):
        assert line.truth is not None
        line.truth["education"] = right
    d.said(3)
    d.said(5)


@difficult("162", 1, "leave told in the columns of ids, ranks and categories")
def d162(d: Draft) -> None:
    for key, person, cell in (("employee_id", 1, "HF002 - đã nghỉ hưu"), ("rank_code", 2, "01.002 (nghỉ không lương)"), ("category", 3, "Công chức (biệt phái)")):
        d.page.write(key, *(cell if at == person else KEEP for at in range(5)))
        d.page.expect(key, *(ANY if at == person else KEEP for at in range(5)))
        d.said(d.page.row(person), words=(("hưu", "lương", "biệt phái"),))
        d.may(d.page.row(person))


@difficult("163", 1, "the days of maternity leave under a heading of two rows")
def d163(d: Draft) -> None:
    page = d.page
    page.add("from", "Từ ngày", None, D(2026, 9, 1))
    page.add("until", "Đến ngày", None, D(2027, 3, 1))
    single = [page.headings[key] for key in page.keys[:-2]]
    page.heads = [[*single, "Nghỉ thai sản", None], [*[None] * len(single), "Từ ngày", "Đến ngày"]]
    page.merged = [f"{page.letter(key)}1:{page.letter(key)}2" for key in page.keys[:-2]] + [f"{page.letter('from')}1:{page.letter('until')}1"]
    d.said(page.row(1), words=("thai sản",))
    d.may(2, "from")
    d.may(2, "until")


@difficult("164", 1, "two columns of notes, the second of which speaks")
def d164(d: Draft) -> None:
    d.page.add("first", "Ghi chú 1", "Đảng viên")
    d.page.add("second", "Ghi chú 2", None, "Biệt phái Bộ Công an")
    d.said(3, "second")
    d.may(1, "first")
    d.may(1, "second")


@difficult("165", 1, "a note before the numbers, in a column without a heading")
def d165(d: Draft) -> None:
    d.page.headings = {"before": "", **d.page.headings}
    d.page.lines[2].cells["before"] = "đã chuyển đi 1/9"
    d.said(4)


@difficult("166", 1, "a comment that names only where somebody went")
def d166(d: Draft) -> None:
    d.page.comments = {"C4": "Chuyển Bộ NN từ 1/10"}
    d.said(4)


@difficult("167", 1, "a tab that says who stands on it")
def d167(d: Draft) -> None:
    d.page.name = "Nghỉ trong năm"
    d.page.either("unit")
    d.may()
    for person in range(5):
        d.said(d.page.row(person))


@difficult("168", 1, "notes and states in Parquet")
def d168(d: Draft) -> None:
    d.page.add("note", "Ghi chú", None, "nghỉ hộ sản", None, "Luân chuyển về tỉnh", None)
    d.page.add("here", "Còn công tác", True, True, False, True, True)
    keys = [key for key in d.page.keys if key != "stt"]
    cells = {d.page.headings[key]: [line.cells.get(key) for line in d.page.lines] for key in keys}
    out = io.BytesIO()
    pq.write_table(pa.table(cells), out)
    d.page.name, d.page.headless, d.units = None, True, None
    d.page.remove("stt")
    d.texts = {f"{d.id}.parquet": out.getvalue()}
    d.places[id(d.page)] = f"{d.id}.parquet"
    for line in d.page.people:
        assert line.truth is not None
        line.truth.pop("unit")
    d.may(None, "here")
    for person, key in ((1, "note"), (2, "here"), (3, "note")):
        d.said(d.page.row(person), key)
