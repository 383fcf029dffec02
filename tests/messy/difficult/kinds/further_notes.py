"""Kinds 1 to 3 once more: what is said of many rows at once, what stands beside the cells, and people who may get lost."""

from __future__ import annotations

from tests.messy.difficult.draft import THREE_UNITS, TWO_UNITS, UNITS, WHOLE, Draft, difficult
from tests.messy.difficult.kinds.notes import MATERNITY
from tests.messy.difficult.page import ANY, PEOPLE, D, Either, Page, simple

THREE = [simple("KH01", "Chảo Láo Tả", D(1985, 1, 11), unit="VKH"), simple("KH02", "Phàn Phù Siểu", D(1986, 2, 12), unit="VKH"), simple("KH03", "Thào Seo Pao", D(1979, 1, 11), unit="VKH")]


@difficult("118", 1, "a footnote's mark behind a name, and the footnote below the list")
def d118(d: Draft) -> None:
    d.page.write("full_name", "Tạ Quang Bửu Long", "Kiều Thị Thu Sương", "Đỗ Viết Trạc (*)", "Lò Thị Pành (**)")
    d.page.either("full_name", "Tạ Quang Bửu Long", "Kiều Thị Thu Sương", "Đỗ Viết Trạc", "Lò Thị Pành")
    d.page.insert(-1)
    d.page.insert(-1, stt="(*) Biệt phái đến Tỉnh ủy Lào Cai từ 01/9/2026")
    d.page.insert(-1, stt="(**) Đang nghỉ thai sản đến 03/2027")
    d.queued(4, None, "Biệt phái đến Tỉnh ủy Lào Cai")
    d.queued(5, None, "Đang nghỉ thai sản", MATERNITY)


@difficult("119", 1, "colours that a legend below the list gives a meaning")
def d119(d: Draft) -> None:
    row = d.page.insert(-1, full_name="Ghi chú: dòng tô vàng là người đang nghỉ thai sản; chữ đỏ là người đã có quyết định nghỉ hưu")
    d.said(row)


@difficult("120", 1, "a row of its own below a person, with nothing but a note")
def d120(d: Draft) -> None:
    d.page.add("note", "Ghi chú")
    row = d.page.insert(3, note="Biệt phái sang Ban Chỉ đạo 35 từ tháng 8/2026")
    d.said(row, words=("Biệt phái",))
    d.may(row - 1)


@difficult("121", 1, "a tab of those who have left, in the same columns")
def d121(d: Draft) -> None:
    gone = Page.of(THREE, "Nghỉ hưu, thôi việc 2026")
    gone.add("unit", "Đơn vị", *["Vụ Kế hoạch"] * 3)
    d.pages, d.units = [gone], TWO_UNITS
    for row in (2, 3, 4):
        d.queued(row, None, "Nghỉ hưu, thôi việc 2026", page=gone)


@difficult("122", 1, "the title above says that the list is of those who are seconded")
def d122(d: Draft) -> None:
    gone = Page.of(THREE, "VKH")
    gone.top = [["DANH SÁCH CÔNG CHỨC ĐANG BIỆT PHÁI"]]
    d.pages, d.units = [gone], TWO_UNITS
    for row in (3, 4, 5):
        d.queued(row, None, "ĐANG BIỆT PHÁI", page=gone)
    d.may(1, page=gone)


@difficult("123", 1, "titles that speak of the law and of the purpose, not of these people")
def d123(d: Draft) -> None:
    d.page.top = [["DANH SÁCH CÔNG CHỨC, VIÊN CHỨC, NGƯỜI LAO ĐỘNG"], ["(Kèm theo Công văn số 12/TCCB về rà soát đối tượng nghỉ hưu trước tuổi, thôi việc theo Nghị định 178/2024/NĐ-CP)"]]


@difficult("124", 1, "a note merged over two people")
def d124(d: Draft) -> None:
    d.page.add("note", "Ghi chú", None, None, "Nghỉ không lương từ 01/7/2026", None)
    d.page.merged = [f"{d.page.letter('note')}4:{d.page.letter('note')}5"]
    d.queued(4, "note", "Nghỉ không lương")
    d.queued(5, "note", "Nghỉ không lương")


@difficult("125", 1, "comments on a heading and on the heading of a group")
def d125(d: Draft) -> None:
    d.page.insert(3, stt="II", full_name="Chuyên viên")
    d.page.comments = {"C1": "Những người in nghiêng đang nghỉ thai sản", "C5": "Nhóm này đã chuyển sang Bộ Tài chính từ 01/10/2026"}
    d.said(1, "C")
    d.said(5, "C")


@difficult("126", 1, "a text box that says who is away")
def d126(d: Draft) -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>Lưu ý: đồng chí Trạc đang </a:t></a:r><a:r><a:t>biệt phái</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    d.page.parts = [("drawing", "drawings/drawing1.xml", drawing)]
    d.said(WHOLE, None, words=("biệt phái",))


@difficult("127", 1, "years and days on which people will retire, in columns of their own: planned, not against a row")
def d127(d: Draft) -> None:
    d.page.add("due", "Thời điểm nghỉ hưu theo quy định", "01/2033", "06/2035", "02/2042", "05/2048", "01/2048")


@difficult("128", 1, "an x under a heading that says who is away")
def d128(d: Draft) -> None:
    d.page.add("away", "Đang đi biệt phái", None, "x", None, None, None)
    d.page.add("unpaid", "Nghỉ không hưởng lương (x)", None, None, "x", None, None)
    d.queued(3, "away", "x")
    d.queued(4, "unpaid", "x")


@difficult("129", 1, "a tick under the question whether somebody raises a small child")
def d129(d: Draft) -> None:
    d.page.add("child", "Đang nuôi con dưới 36 tháng tuổi", None, None, None, "x", None)
    d.said(5, "child", queue=True)


@difficult("130", 1, "long illness, and somebody who is suspended")
def d130(d: Draft) -> None:
    d.page.add("note", "Ghi chú", None, None, "Nghỉ ốm dài ngày điều trị ung thư", None, "Tạm đình chỉ công tác từ 15/9/2026")
    d.queued(4, "note", "Nghỉ ốm dài ngày", ("attention_groups", "hiểm nghèo"))
    d.queued(6, "note", "Tạm đình chỉ công tác", ("under_discipline", "có"))


@difficult("131", 1, "who is away and comes back is to be kept")
def d131(d: Draft) -> None:
    d.page.add("note", "Ghi chú", "Biệt phái đến 2028", "Nghỉ không lương", "Đi học tại Úc đến 12/2027", None, "Được chuyển ngạch chuyên viên chính năm 2024")
    for person, word in enumerate(("Biệt phái", "Nghỉ không lương", "Đi học")):
        d.queued(person + 2, "note", word, ("lock", "giữ lại"))


# ---------------------------------------------------------------------------------------------------- kind 2


@difficult("215", 2, "a running number that skips: a row is gone")
def d215(d: Draft) -> None:
    d.page.write("stt", 1, 2, 3, 5, 6)
    d.said(1, "stt", words=("4",), or_at=d.at(5, None, None, {}))
    d.may(5)


@difficult("216", 2, "two people in the lines of one row")
def d216(d: Draft) -> None:
    d.page.write("full_name", KEEP_FIRST, "Kiều Thị Thu Sương\nVừ Mí Sính")
    d.page.write("birth_date", PEOPLE[0]["birth_date"], "25/11/1975\n11/01/1981")
    d.page.expect("full_name", KEEP_FIRST, ANY)
    d.page.expect("birth_date", PEOPLE[0]["birth_date"], ANY)
    d.said(3, "full_name", severity="error")
    d.may(3)


KEEP_FIRST = PEOPLE[0]["full_name"]


@difficult("217", 2, "a list whose people stand in columns")
def d217(d: Draft) -> None:
    page = Page("VKH", {"a": "Họ và tên", "b": "Chảo Láo Tả", "c": "Phàn Phù Siểu", "d": "Thào Seo Pao"})
    for cells in (("Ngày sinh", D(1985, 1, 11), D(1986, 2, 12), D(1979, 1, 11)), ("Giới tính", "Nam", "Nam", "Nam"), ("Chức vụ", "Chuyên viên", "Chuyên viên", "Văn thư"), ("Hệ số lương", 3.33, 3.33, 3.0)):
        page.insert(-1, **dict(zip("abcd", cells, strict=True)))
    d.pages, d.units = [page], TWO_UNITS
    d.said(page=page)


@difficult("218", 2, "the further columns of the same people below, for want of paper")
def d218(d: Draft) -> None:
    d.page = Page.of(PEOPLE, without=("category", "rank_code", "step", "salary_coefficient", "leadership_allowance", "over_frame_pct", "si_months"))
    d.page.maybe = True
    d.page.insert(-1)
    row = d.page.insert(-1, stt="STT", employee_id="Họ và tên", full_name="Đối tượng", birth_date="Hệ số lương", sex="Số tháng đóng BHXH")
    for n, person in enumerate(PEOPLE, 1):
        d.page.insert(-1, stt=n, employee_id=person["full_name"], full_name="Công chức", birth_date=person["salary_coefficient"], sex=person["si_months"])
    d.said(row, severity="error")
    d.may()


@difficult("219", 2, "a picture of a list and nothing else")
def d219(d: Draft) -> None:
    page = Page("VKH", {"a": None}, parts=[("drawing", "drawings/drawing1.xml", '<a><b:pic xmlns:b="x"/></a>')])  # type: ignore[dict-item]
    d.pages, d.units = [page], TWO_UNITS
    d.said(WHOLE, None, page=page)


@difficult("220", 2, "a workbook within the workbook")
def d220(d: Draft) -> None:
    d.page.parts = [("package", "embeddings/Microsoft_Excel_Sheet1.xlsx", "")]
    d.said(WHOLE, None)


@difficult("221", 2, "marks of pages within the list")
def d221(d: Draft) -> None:
    for at, text in ((1, "Trang 1/3"), (3, "Chuyển trang sau"), (5, "Mang sang"), (7, "Page 2 of 3")):
        d.hush(d.page.insert(at, full_name=text))


@difficult("222", 2, "a workbook and a CSV of the same people")
def d222(d: Draft) -> None:
    same = Page.of(PEOPLE, "VPC")
    d.csv("VPC.csv", same)
    d.page.name = "VPC"
    d.books, d.units = {"VPC.xlsx": [d.page]}, UNITS
    d.pages = [same]
    d.said(None, None, page=same, words=("VPC.xlsx",), severity="error")
    d.may(page=same)


@difficult("223", 2, "what a computer leaves beside the files")
def d223(d: Draft) -> None:
    d.page.name = "Sheet1"
    d.books, d.units = {"VPC.xlsx": [d.page]}, None
    d.texts = {"__MACOSX/._VPC.xlsx": b"\0\5\x16\7", "Thumbs.db": b"x", "desktop.ini": b"x", "~$VPC.xlsx": b"x", "VKH.xlsx.lnk": b"L", "danh-sach.zip": b"PK"}
    for name in d.texts:
        d.said(file=name, sheet=None, account=True)


# ---------------------------------------------------------------------------------------------------- kind 3


@difficult("314", 3, "people before the first heading of a unit")
def d314(d: Draft) -> None:
    d.page.name = "Danh sách"
    d.page.insert(2, stt="I", full_name="Vụ Kế hoạch")
    d.page.insert(5, stt="II", full_name="Vụ Dầu khí")
    d.page.expect("unit", ANY, ANY, "VKH", "VKH", "VDK")
    d.units = THREE_UNITS
    d.books = {"Tong hop.xlsx": [d.page]}
    d.said(2, severity="error", or_at=d.at(WHOLE, None, None, {"severity": "error"}))
    d.may(3)


@difficult("315", 3, "units named in the sums below their people")
def d315(d: Draft) -> None:
    d.page.name = "Danh sách"
    d.page.insert(2, full_name="Cộng Vụ Pháp chế: 2")
    d.page.insert(-1, full_name="Cộng Vụ Kế hoạch: 3")
    d.page.expect("unit", *[ANY] * 5)
    d.units = TWO_UNITS
    d.books = {"Tong hop.xlsx": [d.page]}
    d.said(severity="error")


@difficult("316", 3, "a unit's tab in TCVN3 letters")
def d316(d: Draft) -> None:
    d.page.name = "Vô Ph¸p chÕ"
    d.page.expect("unit", *[Either("VPC")] * 5)
    d.may(sheet=None)
    d.may()


@difficult("317", 3, "a unit written with its ministry before and its address behind")
def d317(d: Draft) -> None:
    d.page.add("unit", "Đơn vị công tác", "Bộ Công Thương - Vụ Pháp chế", "Vụ Pháp chế, Bộ Công Thương", "Vụ Pháp chế", "VPC", "Vụ pháp chế (54 Hai Bà Trưng)")
    d.page.expect("unit", Either("VPC"), Either("VPC"), "VPC", "VPC", Either("VPC"))


