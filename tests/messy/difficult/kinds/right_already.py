"""What was read right, or reported, before: it has to stay so."""

from __future__ import annotations

import re

from tests.messy.difficult.draft import Draft, difficult
from tests.messy.difficult.kinds.lost import planning, second
from tests.messy.difficult.old_letters import vni
from tests.messy.difficult.page import ANY, PEOPLE, WORDS, D, Either, Page, simple

NULL = "NULL"


@difficult("00", 0, "the clean list that the others differ from")
def base(d: Draft) -> None:
    assert d.page.people


@difficult("A03", 0, "a column of states under a heading that is not known")
def a03(d: Draft) -> None:
    d.page.add("state", "Tình trạng", "Đang làm việc", "Nghỉ thai sản", "Đang làm việc", "Đã nghỉ việc", "Nghỉ hưu")
    d.said(None, "state")
    for person in (1, 3, 4):
        d.may(d.page.row(person))


@difficult("C03", 0, "a sheet in VNI letters")
def c03(d: Draft) -> None:
    page = planning()
    page.remove("rank_code", "step", "leadership_allowance", "over_frame_pct")
    page.headings = {key: vni(text) for key, text in page.headings.items()}
    for line in page.lines:
        line.cells = {key: vni(cell) if isinstance(cell, str) else cell for key, cell in line.cells.items()}
    for key in ("full_name", "birth_date", "sex", "position_title", "category", "salary_coefficient", "si_months"):
        page.either(key)
    second(d, page)
    d.units = None
    d.said(page=page, or_at=d.at(2, None, page, {}))


@difficult("E05", 0, "over-frame allowances with words beside them")
def e05(d: Draft) -> None:
    d.page.write("over_frame_pct", "TNVK 7%", "7 %", "7% VK", 0.07, "5%+1%")
    d.page.expect("over_frame_pct", Either(7), Either(7), Either(7), ANY, Either(6))
    for row in range(2, 7):
        d.said(row, "over_frame_pct")


@difficult("F02", 0, "a blank in the last row that Excel has")
def f02(d: Draft) -> None:
    d.page.patches = [("</sheetData>", '<row r="1048576"><c r="M1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row></sheetData>')]


@difficult("F02b", 0, "a number in the last cell that Excel has")
def f02b(d: Draft) -> None:
    d.page.patches = [("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')]


@difficult("F03", 0, "a workbook in strict Open XML")
def f03(d: Draft) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    d.page.patches = [(re.escape(main), "http://purl.oclc.org/ooxml/spreadsheetml/main")]
    for row, person in enumerate(PEOPLE, 2):
        d.page.patches.append((rf'<c r="D{row}"([^>]*?)( t="n")?><v>[^<]*</v></c>', rf'<c r="D{row}"\1 t="d"><v>{person["birth_date"].isoformat()}T00:00:00</v></c>'))


@difficult("G01", 0, "a line that names the separator above the headings")
def g01(d: Draft) -> None:
    d.csv(delimiter=";", decimal=",", before="sep=;\r\n")
    d.page.top = [["sep=;"]]


@difficult("G02", 0, "a CSV in the code page of Windows for Vietnamese")
def g02(d: Draft) -> None:
    _maybe(d)
    d.csv(encoding="utf-8", delimiter=";", decimal=",")
    d.texts["G02.csv"] = _cp1258(d.texts["G02.csv"].decode("utf-8"))


@difficult("G03", 0, "a CSV in UTF-16 without its mark")
def g03(d: Draft) -> None:
    _maybe(d)
    d.csv(encoding="utf-16-le", delimiter="\t", decimal=",")


@difficult("G04", 0, "a CSV in UTF-16 with tabs")
def g04(d: Draft) -> None:
    d.csv(encoding="utf-16", delimiter="\t", decimal=",")


@difficult("G05", 0, "a CSV divided by upright strokes")
def g05(d: Draft) -> None:
    _maybe(d)
    d.csv(delimiter="|")


@difficult("G06", 0, "a CSV with the line ends of old Macs")
def g06(d: Draft) -> None:
    d.csv(encoding="utf-8", newline="\r")


@difficult("G07", 0, "a CSV that was encoded twice")
def g07(d: Draft) -> None:
    _maybe(d)
    d.csv(encoding="utf-8")
    d.texts["G07.csv"] = d.texts["G07.csv"].decode("latin-1").encode("utf-8")


@difficult("G15", 0, "NULL in the empty cells of an export")
def g15(d: Draft) -> None:
    d.page.write("leadership_allowance", 1.0, 0.8, NULL, NULL, NULL)
    d.page.write("over_frame_pct", *[NULL] * 5)
    d.page.either("over_frame_pct")
    d.page.expect("leadership_allowance", 1.0, 0.8, Either(0), Either(0), Either(0))
    d.csv()


@difficult("H01", 0, "posts that are vacant")
def h01(d: Draft) -> None:
    empty = (
        {"full_name": "Khuyết", "position_title": "Chuyên viên", "category": "Công chức", "rank_code": "01.003"},
        {"position_title": "Chuyên viên (chưa tuyển)", "category": "Công chức"},
        {"full_name": "(Trống)", "position_title": "Văn thư"},
        {},
        {},
    )
    for number, cells in enumerate(empty, 6):
        d.may(d.page.insert(-1, stt=number, **cells))


@difficult("H05", 0, "the sex as a form of address, and as a figure")
def h05(d: Draft) -> None:
    d.page.write("sex", "Ông", "Bà", "1", "0", "Nam ")
    d.page.expect("sex", Either("M"), Either("F"), ANY, ANY, "M")
    d.said(4, "sex")
    d.said(5, "sex")


@difficult("H08", 0, "sums and counts in many words")
def h08(d: Draft) -> None:
    sums = {"salary_coefficient": 24.71, "leadership_allowance": 1.8, "si_months": 1210}
    lines = ({"full_name": "Cộng toàn cơ quan", **sums}, {"stt": "Tổng số CBCC: 05 (nữ: 02)"}, {"stt": "TC", **sums}, {"full_name": "Trong đó: nữ", "birth_date": 2})
    for cells in lines:
        d.may(d.page.insert(-1, **cells))


@difficult("H09", 0, "somebody below the signature")
def h09(d: Draft) -> None:
    d.page.insert(-1)
    d.page.insert(-1, step="Hà Nội, ngày 01 tháng 12 năm 2026")
    d.page.insert(-1, full_name="Người lập biểu")
    d.page.insert(-1)
    d.page.lines += Page.of([simple("HF006", "Sùng A Chớ", D(1990, 1, 2), step=3, salary_coefficient=3.0, si_months=90)]).lines


@difficult("H10", 0, "shares of a post")
def h10(d: Draft) -> None:
    d.page.add("share", "Tỷ lệ biên chế", 1, 1, 0.5, 1, 0.5)
    d.said(None, "share")


@difficult("J01", 0, "pay in đồng under a heading of its own")
def j01(d: Draft) -> None:
    d.page.rename(salary_coefficient="Tiền lương (đồng)")
    d.page.write("salary_coefficient", "15.350.400", "13.478.400", 11091600, "8564400 đ", "9.336.600đ")
    d.page.expect("salary_coefficient", *[ANY] * 5)
    d.said(severity="error")


@difficult("J01b", 0, "pay in đồng under a heading of coefficients")
def j01b(d: Draft) -> None:
    j01(d)
    d.page.rename(salary_coefficient="Hệ số lương")
    d.expected.clear()
    for row in range(2, 7):
        d.said(row, "salary_coefficient", severity="error")


@difficult("J02", 0, "leaders' allowances in đồng")
def j02(d: Draft) -> None:
    d.page.write("leadership_allowance", 2340000, "1.872.000")
    d.page.expect("leadership_allowance", ANY, ANY)
    d.said(2, "leadership_allowance")
    d.said(3, "leadership_allowance")


@difficult("J03", 0, "contracts: pay in many spellings, ends in words")
def j03(d: Draft) -> None:
    for key in ("rank_code", "step", "salary_coefficient"):
        d.page.write(key, *[line.cells[key] for line in d.page.people[:2]], None, None, None)
        d.page.expect(key, *[line.truth[key] for line in d.page.people[:2] if line.truth], None, None, None)
    d.page.write("category", *["Công chức"] * 2, *["Hợp đồng lao động"] * 3)
    d.page.expect("category", *["civil_servant"] * 2, *["contract"] * 3)
    d.page.add("contract_salary_vnd", "Lương hợp đồng (đồng)", None, None, "8.500.000", "7,5 triệu", "9500")
    d.page.expect("contract_salary_vnd", None, None, 8_500_000, Either(7_500_000), ANY)
    d.page.add("contract_end_on", "Ngày hết hạn hợp đồng", None, None, "Không xác định thời hạn", "31/12/2027", "12 tháng")
    d.page.expect("contract_end_on", None, None, Either(None), D(2027, 12, 31), ANY)
    d.said(6, "contract_salary_vnd")
    d.said(6, "contract_end_on")


@difficult("J04", 0, "categories that are not among the three")
def j04(d: Draft) -> None:
    d.page.write("category", "CB", "CCLĐ", "Biên chế", "HĐ NĐ 111", "Tập sự")
    d.page.expect("category", Either("civil_servant"), Either("civil_servant"), ANY, Either("contract"), ANY)
    d.said(4, "category")
    d.said(6, "category")


@difficult("J04b", 0, "categories with more words around them")
def j04b(d: Draft) -> None:
    d.page.write("category", "Cán bộ, công chức", "công chức", "VC", "HĐLĐ (NĐ 111/2022/NĐ-CP)", "Viên chức quản lý")
    d.page.expect("category", Either("civil_servant"), "civil_servant", "public_employee", Either("contract"), Either("public_employee"))


@difficult("J05", 0, "awards and discipline in words")
def j05(d: Draft) -> None:
    d.page.add("awards", "Khen thưởng", "Bằng khen Bộ 2024", "CSTĐ cấp Bộ", 2, "Không")
    d.page.add("under_discipline", "Kỷ luật", "Không", "Khiển trách 2025", None, "0", "không")
    d.page.expect("awards", ANY, ANY, 2, Either(0), 0)
    d.page.expect("under_discipline", False, ANY, False, False, False)
    d.said(2, "awards")
    d.said(3, "awards")
    d.said(3, "under_discipline")


@difficult("N01", 0, "months of birth in the spellings of districts")
def n01(d: Draft) -> None:
    d.page.write("birth_date", "02/69", "O2/1974", "12/88; 7/96", "Thg10/1985", "Thg8-1986")
    d.page.expect("birth_date", *[ANY] * 5)
    for row in range(2, 7):
        d.said(row, "birth_date")


@difficult("N03", 0, "a sheet that is a copy of another")
def n03(d: Draft) -> None:
    d.page = Page.of(without=("employee_id",))
    copy = Page.of(PEOPLE, "VPC (2)", without=("employee_id", "unit"))
    d.pages, d.units = [copy], None
    for row in range(2, 7):
        d.said(row, page=copy, words=("VPC",), or_at=d.at(None, None, copy, {"words": ("VPC", str(row))}))
    d.may(page=copy)


@difficult("N04", 0, "the sum above the people")
def n04(d: Draft) -> None:
    d.page.insert(0, full_name="TỔNG CỘNG: 05", salary_coefficient=24.71, leadership_allowance=1.8, si_months=1210)


@difficult("Q03", 0, "years that slipped by a century")
def q03(d: Draft) -> None:
    d.page.write("birth_date", D(2069, 3, 14), D(2029, 11, 25))
    d.page.expect("birth_date", ANY, ANY)
    d.said(2, "birth_date", severity="error")
    d.said(3, "birth_date", severity="error")


@difficult("R02b", 0, "somebody without birth date and sex")
def r02b(d: Draft) -> None:
    row = d.page.insert(-1, {"employee_id": "HF006", "full_name": "Phàn Phù Siểu", "birth_date": ANY, "sex": ANY}, stt=6, employee_id="HF006", full_name="Phàn Phù Siểu",
                        position_title="Lái xe", category=WORDS["contract"], salary_coefficient=2.34, si_months=60)  # fmt: skip
    d.said(row, "birth_date", severity="error")
    d.said(row, "sex", severity="error")


@difficult("R03", 0, "a name alone, of a family called Tổ: the account names the row")
def r03(d: Draft) -> None:
    d.may(d.page.insert(-1, stt=6, full_name="Tổ Thị Mai"))


@difficult("U01", 0, "rows that a filter hides")
def u01(d: Draft) -> None:
    d.page.hidden_rows = [3, 5]
    d.said(3)
    d.said(5)


@difficult("U02", 0, "two lists side by side")
def u02(d: Draft) -> None:
    d.page = Page.of(PEOPLE[:1], without=("category", "rank_code", "step", "salary_coefficient", "leadership_allowance", "over_frame_pct", "si_months"))
    line = d.page.lines[0]
    d.page.headings["gap"] = None  # type: ignore[assignment]
    for key, heading in [(key, d.page.headings[key]) for key in list(d.page.headings)[:6]]:
        d.page.headings[f"{key}_2"] = heading
        line.cells[f"{key}_2"] = {"stt": 2, "employee_id": "HF002", "full_name": "Kiều Thị Thu Sương", "birth_date": D(1975, 11, 25), "sex": "Nữ", "position_title": "Phó Vụ trưởng"}[key]
    d.said(1, "full_name_2", severity="error", or_at=d.at(None, None, None, {"words": ("HF002",)}))
    d.may(1)
    d.may(2)


@difficult("U03", 0, "Roman numbers before people")
def u03(d: Draft) -> None:
    d.page = Page.of(PEOPLE[:2])
    d.page.write("stt", "I", "II")


@difficult("U04", 0, "figures of other scripts, unseen marks, a point too much")
def u04(d: Draft) -> None:
    d.page.write("salary_coefficient", "\uff16.\uff15\uff16", "5,76\u200b", "'4.74", "3.66.", "3\u066b99")
    d.page.expect("salary_coefficient", Either(6.56), 5.76, 4.74, Either(3.66), Either(3.99))


def _maybe(d: Draft) -> None:
    """The whole file may be refused in one sentence."""
    d.page.maybe = True
    for key in (*d.page.keys[1:], "position_level"):
        d.page.either(key)
    d.may(sheet=None)


def _cp1258(text: str) -> bytes:
    """Vietnamese of Windows: a letter and its tone apart."""
    import unicodedata

    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            tone = next((m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"), "")
            whole = unicodedata.normalize("NFC", base + "".join(m for m in marks if m != tone))
            out += (whole + tone).encode("cp1258", "replace")
    return bytes(out)
