"""Kinds 4 to 9 once more: years as upper headings, dates without marks, letters that only look right, sums across sheets."""

from __future__ import annotations

from tests.messy.difficult.draft import TWO_UNITS, UNITS, Draft, difficult
from tests.messy.difficult.page import ANY, KEEP, PEOPLE, D, Either, Page, simple


@difficult("410", 4, "the pay of two years under the numbers of the years")
def d410(d: Draft) -> None:
    d.page.remove("step", "salary_coefficient", "leadership_allowance", "over_frame_pct")
    for year, more in (("2025", 0), ("2026", 1)):
        d.page.add(f"step{year}", "Bậc", *(p["step"] - 1 + more for p in PEOPLE))
        d.page.add(f"coefficient{year}", "Hệ số", *(round(p["salary_coefficient"] - 0.33 + 0.33 * more, 2) for p in PEOPLE))
    keys = d.page.keys
    upper = ["2025" if key.endswith("2025") else "2026" if key.endswith("2026") else d.page.headings[key] for key in keys]
    d.page.heads = [upper, [d.page.headings[key] if key[-4:].isdigit() else None for key in keys]]
    d.page.maybe = True
    d.page.merged = [f"{d.page.letter(f'step{year}')}1:{d.page.letter(f'coefficient{year}')}1" for year in ("2025", "2026")]
    d.said(severity="error")


@difficult("411", 4, "name and birth date of the successor beside one's own")
def d411(d: Draft) -> None:
    d.page.add("next_name", "Họ và tên", "Vừ Mí Sính", *[None] * 4)
    d.page.add("next_born", "Ngày sinh", D(1981, 1, 11), *[None] * 4)
    keys = d.page.keys
    d.page.heads = [["Người dự kiến thay thế" if key == "next_name" else None if key == "next_born" else d.page.headings[key] for key in keys], [d.page.headings[key] if key.startswith("next") else None for key in keys]]
    d.page.merged = [f"{d.page.letter('next_name')}1:{d.page.letter('next_born')}1"] + [f"{d.page.letter(key)}1:{d.page.letter(key)}2" for key in keys if not key.startswith("next")]
    d.said(None, "next_name")


@difficult("519", 5, "dates as eight figures without marks")
def d519(d: Draft) -> None:
    d.page.write("birth_date", 19710314, "19751125", 6051980, "30081988", 19851219)


@difficult("520", 5, "dates with the month's name: Google's, American and Roman")
def d520(d: Draft) -> None:
    d.page.write("birth_date", "14 thg 3, 1971", "November 25, 1975", "06-V-1980", "30 Aug 1988", "Dec 19, 1985")


@difficult("521", 5, "days of the moon's calendar")
def d521(d: Draft) -> None:
    d.page.write("birth_date", "14 tháng Giêng năm 1971", "25 tháng Chạp 1975", KEEP, "30/8/1988 (âm lịch)", "Giáp Tý")
    d.page.expect("birth_date", ANY, ANY, KEEP, ANY, ANY)
    for row in (2, 3, 5, 6):
        d.said(row, "birth_date")


@difficult("522", 5, "dates of which a workbook kept the two-figure year's other century")
def d522(d: Draft) -> None:
    d.page.write("birth_date", D(2071, 3, 14), D(2075, 11, 25))
    d.page.expect("birth_date", ANY, ANY)
    d.said(2, "birth_date", severity="error")
    d.said(3, "birth_date", severity="error")


@difficult("614", 6, "letters of other alphabets that look the same")
def d614(d: Draft) -> None:
    d.page.write("position_title", "Vụ trưởng".replace("r", "\u0433").replace("V", "\u0474"), "Phó Vụ tr\u01b0\u1edfng".replace("o", "\u043e").replace("ó", "ó"), "Chuyên viên chính", "Chuyên viên", "Chuyên viên")
    d.page.expect("position_title", ANY, ANY, KEEP, KEEP, KEEP)
    d.page.expect("position_level", Either("head"), Either("deputy"))
    d.said(2, "position_title")


@difficult("615", 6, "who acts for a leader, and who only works for one")
def d615(d: Draft) -> None:
    d.page.write("position_title", "Q. Vụ trưởng", "Phó Vụ trưởng phụ trách Vụ", "Trợ lý Vụ trưởng", "Chuyên viên (thư ký Vụ trưởng)", "Hàm Phó Vụ trưởng")
    d.page.expect("position_title", *[ANY] * 5)
    d.page.expect("position_level", "head", "deputy", "staff", "staff", Either("staff"))


@difficult("616", 6, "several posts in one cell, the higher behind")
def d616(d: Draft) -> None:
    d.page.write("position_title", "Bí thư Đảng ủy, Vụ trưởng", "Chủ tịch Công đoàn kiêm Phó Vụ trưởng", KEEP, "Chuyên viên; Tổ trưởng Tổ Công đoàn", KEEP)
    d.page.expect("position_title", ANY, ANY, KEEP, ANY, KEEP)
    d.page.expect("position_level", "head", "deputy", KEEP, Either("staff"), KEEP)


@difficult("714", 7, "one person on two sheets, day and month exchanged on one")
def d714(d: Draft) -> None:
    again = Page.of([simple("KH01", "Đỗ Viết Trạc", D(1980, 6, 5), unit="VKH"), simple("KH02", "Phàn Phù Siểu", D(1986, 2, 12), unit="VKH")], "VKH")
    d.pages, d.units = [again], TWO_UNITS
    d.said(2, page=again, words=("VPC",))


@difficult("715", 7, "one id in two spellings")
def d715(d: Draft) -> None:
    again = Page.of([simple("hf 003", "Sùng A Chớ", D(1990, 1, 2), unit="VKH"), simple("HF-004", "Mùa A Páo", D(1991, 1, 2), unit="VKH")], "VKH")
    d.pages, d.units = [again], TWO_UNITS
    d.said(2, "employee_id", page=again, words=("HF003",))
    d.said(3, "employee_id", page=again, words=("HF004",))


@difficult("716", 7, "ids that lost the zeros before them on one of two sheets")
def d716(d: Draft) -> None:
    d.page.write("employee_id", "001123", "001124", "001125", "001126", "001127")
    d.page.expect("employee_id", "001123", "001124", "001125", "001126", "001127")
    again = Page.of([simple("1125", "Đỗ Viết Trạc (Vụ PC)", D(1980, 5, 6), unit="VKH")], "VKH")
    again.write("employee_id", 1125)
    again.expect("full_name", ANY)
    d.pages, d.units = [again], TWO_UNITS
    d.said(2, page=again, words=("VPC",))
    d.may(2, page=again)


@difficult("818", 8, "a woman by her name, a man by the column")
def d818(d: Draft) -> None:
    d.page.write("sex", KEEP, "Nam", KEEP, KEEP, KEEP)
    d.page.either("sex", "M", "M", "M", "F", "M")
    d.said(3, "sex")


@difficult("819", 8, "numbers of people in the title, in brackets and in words")
def d819(d: Draft) -> None:
    d.page.top = [["DANH SÁCH 42 CÔNG CHỨC, VIÊN CHỨC VỤ PHÁP CHẾ"]]
    d.said(1, words=("42",))


@difficult("820", 8, "a title with the number that holds")
def d820(d: Draft) -> None:
    d.page.top = [["DANH SÁCH CÔNG CHỨC VỤ PHÁP CHẾ"], ["(Tổng số: 05 người; nữ: 02 người; nam: 3 người)"]]


@difficult("821", 8, "a number of men that does not hold")
def d821(d: Draft) -> None:
    row = d.page.insert(-1, full_name="Tổng số: 05 người (nam: 4, nữ: 2)")
    d.said(row, words=("4",))


@difficult("825", 8, "a sum that is a number alone, in the text and beside it")
def d825(d: Draft) -> None:
    row = d.page.insert(-1, full_name="Tổng cộng: 42")
    d.said(row, words=("42", "5"))
    row = d.page.insert(-1, full_name="Tổng số", position_title=41)
    d.said(row, words=("41", "5"))
    d.page.insert(-1, full_name="Cộng", position_title=5, salary_coefficient=24.71)


@difficult("822", 8, "a sheet of sums that counts more people than there are")
def d822(d: Draft) -> None:
    sums = Page("Tổng hợp", {"stt": "STT", "a": "Đơn vị", "b": "Biên chế được giao", "c": "Có mặt", "d": "Nữ"})
    sums.insert(-1, stt=1, a="Vụ Pháp chế", b=12, c=6, d=2)
    sums.insert(-1, stt=2, a="Cộng", b=12, c=6, d=2)
    d.pages = [sums]
    d.said(2, page=sums, words=("6", "5"))
    d.may(page=sums)


@difficult("823", 8, "the number of those present in the table of units")
def d823(d: Draft) -> None:
    d.units = (("unit", "name", "kind", "assigned_quota", "Có mặt"), ("VPC", "Vụ Pháp chế", "department", 12, 7))
    d.said(2, None, sheet="units", words=("7", "5"))
    d.may(sheet="units")


@difficult("824", 8, "one pay in thousands among pays in đồng")
def d824(d: Draft) -> None:
    d.page.write("category", KEEP, KEEP, "Hợp đồng lao động", "Hợp đồng lao động", "Hợp đồng lao động")
    d.page.expect("category", KEEP, KEEP, "contract", "contract", "contract")
    for key in ("rank_code", "step", "salary_coefficient"):
        d.page.write(key, KEEP, KEEP, None, None, None)
        d.page.expect(key, KEEP, KEEP, None, None, None)
    d.page.add("contract_salary_vnd", "Tiền lương hợp đồng", None, None, 9500, 9_500_000, 95_000_000_000)
    d.page.expect("contract_salary_vnd", None, None, ANY, 9_500_000, ANY)
    d.said(4, "contract_salary_vnd")
    d.said(6, "contract_salary_vnd")


@difficult("826", 8, "money in thousands, said above the list alone")
def d826(d: Draft) -> None:
    d.page.top = [["DANH SÁCH NGƯỜI LAO ĐỘNG"], ["Đơn vị tính: 1.000 đồng"]]
    d.page.add("average_salary_60m_vnd", "Lương bình quân 60 tháng (đồng)", 15350, 13478, 11091, 8564, 9336)
    d.page.expect("average_salary_60m_vnd", *[ANY] * 5)
    d.said(None, "average_salary_60m_vnd", severity="error")


@difficult("827", 8, "an average salary in thousands, which nothing says")
def d827(d: Draft) -> None:
    d.page.add("average_salary_60m_vnd", "Lương bình quân 60 tháng (đồng)", 15_350_000, 13_478_000, 11_091, 8_564_000, 9_336_000_000)
    d.page.expect("average_salary_60m_vnd", 15_350_000, 13_478_000, ANY, 8_564_000, ANY)
    d.said(4, "average_salary_60m_vnd")
    d.said(6, "average_salary_60m_vnd")


@difficult("828", 8, "the people of a form's example")
def d828(d: Draft) -> None:
    d.page.lines += Page.of([simple("HF006", "Nguyễn Văn A", D(1990, 1, 2)), simple("HF007", "Trần Thị B.", D(1991, 3, 2), sex="F"), simple("HF008", "Mùa A Páo", D(1991, 4, 2))]).lines
    d.page.expect("full_name", *[KEEP] * 6, Either("Trần Thị B."))
    d.said(7, "full_name")
    d.said(8, "full_name")


@difficult("829", 8, "one birth date for all, as a programme fills it in")
def d829(d: Draft) -> None:
    d.page.write("birth_date", KEEP, KEEP, *[D(1980, 5, 6)] * 3)
    people = [simple(f"HF10{n}", name, D(1980, 5, 6)) for n, name in enumerate(("Sùng A Chớ", "Mùa A Páo", "Ma Seo Chứ"))]
    d.page.lines += Page.of(people).lines
    d.page.expect("birth_date", KEEP, KEEP, *[Either(D(1980, 5, 6))] * 6)
    d.said(1, "birth_date", words=("6/5/1980",), or_at=d.at(4, "birth_date", None, {}))


@difficult("830", 8, "no insurance at all for people in the middle of their lives")
def d830(d: Draft) -> None:
    d.page.write("si_months", 330, 300, 0, 160, 190)
    d.page.write("step", KEEP, KEEP, 1, KEEP, KEEP)
    d.page.write("salary_coefficient", KEEP, KEEP, 4.4, KEEP, KEEP)
    d.page.expect("si_months", KEEP, KEEP, Either(0), KEEP, KEEP)
    d.page.expect("step", KEEP, KEEP, 1, KEEP, KEEP)
    d.page.expect("salary_coefficient", KEEP, KEEP, 4.4, KEEP, KEEP)
    d.said(4, "si_months")


@difficult("831", 8, "the day of the list in the file's name")
def d831(d: Draft) -> None:
    d.books = {"DS VPC 31-12-2021.xlsx": [d.page]}
    d.said(None, None, words=(("31/12/2021",),))


@difficult("832", 8, "a coefficient and its allowance in one cell")
def d832(d: Draft) -> None:
    d.page.write("salary_coefficient", KEEP, "5,76+0,8", "4,74 (7%VK)", "3.66/5", KEEP)
    d.page.expect("salary_coefficient", KEEP, ANY, ANY, ANY, KEEP)
    for row in (3, 4, 5):
        d.said(row, "salary_coefficient", severity="error")


@difficult("914", 9, "headings in the shortest forms of offices")
def d914(d: Draft) -> None:
    d.page.rename(full_name="Họ & tên", birth_date="Ngày/tháng/năm sinh", sex="Giới", position_title="Chức danh, chức vụ", category="Loại CB", salary_coefficient="HSL", si_months="T.gian đóng BHXH (tháng)")
    for key in ("category", "si_months"):
        d.page.either(key)
    d.page.maybe = True
    d.may(1)


@difficult("915", 9, "categories as headings of groups, no column for them")
def d915(d: Draft) -> None:
    truth = [dict(line.truth or {}) for line in d.page.people]
    d.page.remove("category")
    d.page.expect("category", *(person["category"] for person in truth))
    d.page.insert(0, stt="I", full_name="CÔNG CHỨC")
    d.page.insert(5, stt="II", full_name="VIÊN CHỨC")


@difficult("916", 9, "one category in the title, no column for it")
def d916(d: Draft) -> None:
    d.page = Page.of(PEOPLE[:4], without=("category",))
    d.page.top = [["DANH SÁCH CÔNG CHỨC"], ["Vụ Pháp chế"]]
    d.page.maybe = True
    d.page.expect("category", *[Either("civil_servant")] * 4)
    d.may()


@difficult("917", 9, "a row of units and forms under the headings")
def d917(d: Draft) -> None:
    d.hush(d.page.insert(0, birth_date="ngày/tháng/năm", sex="Nam/Nữ", salary_coefficient="hệ số", over_frame_pct="%", si_months="tháng"))


@difficult("918", 9, "a row of what the columns are called in the form")
def d918(d: Draft) -> None:
    d.hush(d.page.insert(0, stt="A", employee_id="B", full_name="C", birth_date="1", sex="2", position_title="3", category="4", rank_code="5", step="6", salary_coefficient="7",
                         leadership_allowance="8", over_frame_pct="9", si_months="10=8+9"))  # fmt: skip


@difficult("919", 9, "an empty table of units")
def d919(d: Draft) -> None:
    d.units = (UNITS[0],)
    d.page.maybe = True
    d.page.expect("unit", *[Either("VPC")] * 5)
    d.said(sheet=None)
    d.may(sheet="units")
    d.may()


@difficult("920", 9, "numbers with a unit behind them")
def d920(d: Draft) -> None:
    d.page.write("si_months", "330 tháng", "25 năm", "19 năm 2 tháng", "13 năm 04 tháng", "190t")
    d.page.write("step", "Bậc 2", "5/8", KEEP, "bậc 5", KEEP)
    d.page.either("step")
    d.page.either("si_months")


@difficult("921", 9, "a list that begins in the middle of the sheet")
def d921(d: Draft) -> None:
    d.page.headings = {"g1": None, "g2": None, **d.page.headings}  # type: ignore[dict-item]
    d.page.top = [[] for _ in range(11)]
