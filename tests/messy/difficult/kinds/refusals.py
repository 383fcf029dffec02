"""Kind 9: what was refused although it has one reading, or refused without help."""

from __future__ import annotations

from typing import Any

from tests.messy.difficult.draft import Draft, csv_bytes, difficult
from tests.messy.difficult.page import ANY, PEOPLE, D, Either, Page, simple

SNAKE = {"employee_id": "id", "full_name": "ho_ten", "birth_date": "ngay_sinh", "sex": "gioi_tinh", "position_title": "chuc_vu", "category": "doi_tuong", "rank_code": "ma_ngach",
         "step": "bac_luong", "salary_coefficient": "he_so_luong", "leadership_allowance": "phu_cap_chuc_vu", "over_frame_pct": "vuot_khung", "si_months": "so_thang_bhxh"}  # fmt: skip
CAMEL = {"employee_id": "MaCB", "full_name": "HoTen", "birth_date": "NgaySinh", "sex": "GioiTinh", "position_title": "ChucVu", "category": "DoiTuong", "rank_code": "MaNgach",
         "step": "BacLuong", "salary_coefficient": "HeSoLuong", "leadership_allowance": "PhuCapChucVu", "over_frame_pct": "VuotKhung", "si_months": "SoThangBHXH"}  # fmt: skip
WOMEN = (False, True, False, True, False)


def empty_formulas(d: Draft, stored: str, *keys: str) -> None:
    """Formulas whose stored result is an empty text in the last three rows of some columns."""
    for key in keys:
        letter = d.page.letter(key)
        for row in (4, 5, 6):
            d.page.write(key, *[line.cells.get(key) for line in d.page.people[: row - 2]], 1)
            d.page.patches.append((rf'<c r="{letter}{row}"[^>]*><v>[^<]*</v></c>', f'<c r="{letter}{row}" t="str"><f>IF(I{row}=12,5,"")</f>{stored}</c>'))


def women(d: Draft, heading: str, yes: Any, no: Any) -> None:
    """The sex by a mark under a column for women."""
    d.page.rename(sex=heading)
    d.page.write("sex", *(yes if woman else no for woman in WOMEN))


@difficult("F01", 9, "formulas with a stored empty text")
def f01(d: Draft) -> None:
    empty_formulas(d, "<v></v>", "leadership_allowance", "over_frame_pct")


@difficult("F01b", 9, "the same as another programme writes it")
def f01b(d: Draft) -> None:
    empty_formulas(d, "<v/>", "leadership_allowance", "over_frame_pct")


@difficult("K01", 9, "the rank's name and its code")
def k01(d: Draft) -> None:
    d.page.add("rank", "Ngạch", "Chuyên viên cao cấp", "Chuyên viên chính", "Chuyên viên chính", "Chuyên viên", "Chuyên viên", before="rank_code")


@difficult("K02", 9, "the office held and the job position")
def k02(d: Draft) -> None:
    posts = ("Lãnh đạo", "Lãnh đạo", "Chuyên viên chính về xây dựng pháp luật", "Chuyên viên về pháp chế", "Chuyên viên")
    d.page.add("post", "Vị trí việc làm", *posts, before="category")


@difficult("K04", 9, "the form of a programme for schools' pay")
def k04(d: Draft) -> None:
    headings = {
        "stt": "STT", "full_name": "Họ và tên", "birth_date": "Ngày sinh", "sex": "Giới tính", "category": "Sự nghiệp cán bộ\n(Công chức/Viên chức)", "kind": "Phân loại công tác",
        "block": "Khối (Tổ) công tác", "position_title": "Cấp bậc chức vụ", "rank_code": "Mã ngạch lương", "salary_coefficient": "Hệ số lương", "over_frame_pct": "Phần trăm vượt khung",
        "area": "Phụ cấp khu vực", "leadership_allowance": "Phụ cấp chức vụ", "profession_pct": "Phụ cấp ưu đãi ngành", "attraction": "Phụ cấp thu hút",
        "seniority_pct": "Phụ cấp thâm niên nghề",
    }  # fmt: skip
    page = d.page = Page("DANHSACH", headings, top=[[], ["DANH SÁCH CÁN BỘ"], []])
    d.units = None
    rows = (("Nam", "Biên chế", "Hiệu trưởng", "V.07.02.04", 4.65, None, 0.5, "11%"), ("Nữ", "Hợp đồng không thời hạn", "PHT", "15a.206", 3.03, "5%", 0.35, "25%"),
            ("Nam", "Tập sự, thử việc", "Giáo viên", "V.07.02.06", 3.66, None, None, "19%"))  # fmt: skip
    for n, (person, (sex, kind, title, rank, pay, over, allowance, seniority)) in enumerate(zip(PEOPLE, rows, strict=False), 1):
        truth = {"full_name": person["full_name"], "birth_date": person["birth_date"], "sex": person["sex"], "category": Either("public_employee"), "position_title": title,
                 "rank_code": Either(rank), "salary_coefficient": pay, "over_frame_pct": Either(5 if over else 0), "leadership_allowance": allowance or 0,
                 "profession_pct": Either(50), "seniority_pct": Either(int(seniority[:-1]))}  # fmt: skip
        page.insert(-1, truth, stt=n, full_name=person["full_name"], birth_date=person["birth_date"].strftime("%d/%m/%Y"), sex=sex, category="Viên chức", kind=kind,
                    position_title=title, rank_code=rank, salary_coefficient=pay, over_frame_pct=over, area=0.4, leadership_allowance=allowance, profession_pct="50%",
                    seniority_pct=seniority)  # fmt: skip
    d.said(4, words=(("bhxh", "si_months"),), severity="error")
    d.may(4)
    for row in (5, 6, 7):
        for key in ("kind", "salary_coefficient", "rank_code"):
            d.may(row, key)
    d.may(6, "position_title")
    d.may(6, "leadership_allowance")


@difficult("K05", 9, "a form without marks that lacks what is needed")
def k05(d: Draft) -> None:
    headings = {"employee_id": "Ma_NV", "full_name": "Ho_Ten", "birth_date": "Ngay_Sinh", "sex": "Gioi_Tinh", "unit": "Khoa_Phong", "position_title": "Chuc_Vu", "rank_code": "Ngach_Vien_Chuc",
                "step": "Bac_Luong", "salary_coefficient": "He_So_Luong", "contract": "Loai_HD", "contract_end_on": "Ngay_Het_Han_HD", "status": "Trang_Thai"}  # fmt: skip
    d.page, d.units = Page("Sheet1", headings), None
    cells = {"employee_id": "BV0001", "full_name": "TẠ QUANG BỬU LONG", "birth_date": "1971-03-14", "sex": "Nam", "unit": "Khoa Cấp cứu", "position_title": "Trưởng khoa",
             "rank_code": "Bác sĩ chính (V.08.01.02)", "step": 3, "salary_coefficient": 5.08, "contract": "Không xác định thời hạn", "status": "Đang làm việc"}  # fmt: skip
    truth = {"employee_id": "BV0001", "full_name": "Tạ Quang Bửu Long", "birth_date": D(1971, 3, 14), "sex": "M", "step": 3, "salary_coefficient": 5.08}
    d.page.insert(-1, truth, True, **cells)
    d.said(1, words=(("bhxh", "si_months"),), severity="error")
    d.may(1)


@difficult("M06", 9, "boxes ticked under Nữ")
def m06(d: Draft) -> None:
    women(d, "Nữ", True, False)


@difficult("M06b", 9, "the word Nữ under Nữ")
def m06b(d: Draft) -> None:
    women(d, "Nữ", "Nữ", None)


@difficult("M06c", 9, "1 and 0 under Nam and Nữ")
def m06c(d: Draft) -> None:
    women(d, "Nam", 0, 1)
    d.page.add("women", "Nữ", *(1 if woman else 0 for woman in WOMEN), before="position_title")


@difficult("E03", 9, "steps as 3/9, and what Excel makes of them")
def e03(d: Draft) -> None:
    d.page.write("step", "3/9", "Bậc 3/8", D(2026, 9, 3), D(2026, 8, 3), "VK")
    d.page.expect("step", 3, 3, Either(3), Either(3), ANY)
    d.said(4, "step", words=("Excel", ("3/9", "9/3")))
    d.said(5, "step", words=("Excel", ("3/8", "8/3")))
    d.said(6, "step")
    for row in range(2, 7):
        d.may(row, "salary_coefficient")


@difficult("E04", 9, "coefficients with an allowance beside them, and one that became a date")
def e04(d: Draft) -> None:
    d.page.write("salary_coefficient", "4.98+5%VK", "4,98 (VK 7%)", "4. 98", D(1998, 4, 1), "4.98 + 0.25")
    d.page.expect("salary_coefficient", Either(4.98), Either(4.98), Either(4.98), ANY, ANY)
    d.page.expect("over_frame_pct", ANY, ANY, 0, ANY, ANY)
    d.said(5, "salary_coefficient", words=("Excel", ("4.98", "4,98")))
    d.said(6, "salary_coefficient")
    for row in range(2, 7):
        d.may(row)


@difficult("G16", 9, "the column names of a database")
def g16(d: Draft) -> None:
    d.page.remove("stt")
    d.page.rename(**SNAKE)
    d.csv()


@difficult("G17", 9, "the column names of a programme")
def g17(d: Draft) -> None:
    d.page.remove("stt")
    d.page.rename(**CAMEL)
    d.csv()


@difficult("D03", 9, "Unicode text, as Excel saves it")
def d03(d: Draft) -> None:
    d.page = Page.of([simple("TC1", "Mùa A Páo", D(1980, 2, 1), step=5, salary_coefficient=3.66, si_months=160)])
    d.csv("D03.txt", encoding="utf-16", delimiter="\t", decimal=",", newline="\n")


@difficult("H02", 9, "groups with their sums")
def h02(d: Draft) -> None:
    d.page.insert(2, stt="II", full_name="Chuyên viên", salary_coefficient=12.39)
    d.page.insert(0, stt="I", full_name="Lãnh đạo Vụ", salary_coefficient=12.32, leadership_allowance=1.8)
    d.page.insert(-1, full_name="TỔNG CỘNG (I+II)", salary_coefficient=24.71, leadership_allowance=1.8)


@difficult("H03", 9, "a second post in a row of its own under a merged name")
def h03(d: Draft) -> None:
    row = d.page.insert(2, position_title="Kiêm Bí thư Chi bộ", leadership_allowance=0.3)
    d.page.merged = [f"{letter}3:{letter}4" for letter in "ABCDE"]
    d.said(row, severity="doubt")
    d.may(row - 1, "leadership_allowance")


@difficult("N06b", 9, "a row of numbers under the headings, with a formula in words")
def n06b(d: Draft) -> None:
    keys = d.page.keys
    d.page.insert(0, **{key: f"({n})" for n, key in enumerate(keys, 1)} | {"si_months": "(13=10*2340)"})


# ---------------------------------------------------------------------------------------------------- further files


@difficult("901", 9, "headings of a programme in a workbook")
def d901(d: Draft) -> None:
    d.page.rename(**CAMEL)


@difficult("902", 9, "headings without marks, and in capitals")
def d902(d: Draft) -> None:
    d.page.rename(employee_id="MA SO CBCCVC", full_name="HO VA TEN", birth_date="NGAY THANG NAM SINH", sex="GIOI TINH", position_title="CHUC VU", category="DOI TUONG", rank_code="MA NGACH")
    d.page.rename(step="BAC", salary_coefficient="HE SO LUONG", leadership_allowance="PHU CAP CHUC VU", over_frame_pct="TNVK (%)", si_months="SO THANG DONG BHXH")


@difficult("903", 9, "an x under a single column for women")
def d903(d: Draft) -> None:
    women(d, "Nữ", "x", None)


@difficult("904", 9, "formulas with a stored empty text under dates")
def d904(d: Draft) -> None:
    d.page.add("contract_end_on", "Ngày hết hạn hợp đồng")
    empty_formulas(d, "<v></v>", "contract_end_on")


@difficult("905", 9, "letters and numbers under the headings")
def d905(d: Draft) -> None:
    marks = ["A", "B", "C", *range(1, 11)]
    d.page.insert(0, **dict(zip(d.page.keys, marks, strict=True)))


@difficult("906", 9, "steps in other words")
def d906(d: Draft) -> None:
    d.page.write("step", "Bậc 2", "5/8", "bậc 2/8", "5", "6/9")


@difficult("907", 9, "an allowance and a coefficient that Excel made into dates")
def d907(d: Draft) -> None:
    d.page.write("leadership_allowance", D(2026, 1, 1), 0.8)
    d.page.write("salary_coefficient", D(1956, 6, 1))
    d.page.expect("leadership_allowance", ANY)
    d.page.expect("salary_coefficient", ANY)
    d.said(2, "leadership_allowance", words=("Excel", ("1.1", "1,1")))
    d.said(2, "salary_coefficient", words=("Excel", ("6.56", "6,56")))


@difficult("908", 9, "a duration below nothing")
def d908(d: Draft) -> None:
    d.page.write("si_months", "-3 tháng", "300 tháng", -12)
    d.page.expect("si_months", ANY, 300, ANY)
    d.said(2, "si_months", severity="error")
    d.said(4, "si_months", severity="error")


@difficult("909", 9, "title, post and job position side by side, the first two the same")
def d909(d: Draft) -> None:
    d.page.add("title", "Chức danh", *(line.cells["position_title"] for line in d.page.people), before="category")
    d.page.add("post", "Vị trí việc làm", *["Chuyên viên về pháp chế"] * 5, before="category")


@difficult("910", 9, "a form in English")
def d910(d: Draft) -> None:
    d.page.rename(stt="No.", employee_id="Employee ID", full_name="Full name", birth_date="Date of birth", sex="Sex", position_title="Position", category="Category", rank_code="Rank code")
    d.page.rename(step="Step", salary_coefficient="Salary coefficient", leadership_allowance="Leadership allowance", over_frame_pct="Over-frame (%)", si_months="Social insurance (months)")
    for key, words in (("sex", ("Male", "Female", "Male", "Female", "Male")), ("category", ["Civil servant"] * 4 + ["Public employee"])):
        d.page.write(key, *words)
    titles = ("Director General", "Deputy Director General", "Principal expert", "Expert", "Expert")
    d.page.write("position_title", *titles)
    d.page.expect("position_title", *titles)


@difficult("911", 9, "marks, units and breaks within headings")
def d911(d: Draft) -> None:
    d.page.rename(full_name="Họ và tên (*)", birth_date="Ngày sinh\n(dd/mm/yyyy)", sex="Giới tính (Nam/Nữ)", salary_coefficient="Hệ số lương\nhiện hưởng", si_months="Số tháng đóng BHXH (1)")


@difficult("912", 9, "tab-separated text of the other byte order, and with semicolons")
def d912(d: Draft) -> None:
    other = Page.of([simple("TC1", "Mùa A Páo", D(1980, 2, 1))])
    d.csv("VPC.txt", encoding="utf-8-sig", delimiter=";", decimal=",")
    d.texts["VKH.txt"] = b"\xfe\xff" + csv_bytes(other.grid(), encoding="utf-16-be", delimiter="\t", decimal=",")
    other.name = None
    d.places[id(other)] = "VKH.txt"
    d.pages.append(other)
    for page, unit in ((d.page, "VPC"), (other, "VKH")):
        page.expect("unit", *[unit] * 5)


@difficult("913", 9, "NULL, n/a and dashes of an export")
def d913(d: Draft) -> None:
    d.page.write("leadership_allowance", 1.0, 0.8, "NULL", "N/A", "-")
    d.page.write("over_frame_pct", "null", "#N/A", "(trống)", "—", "không")
    d.page.expect("leadership_allowance", 1.0, 0.8, Either(0), Either(0), 0)
    d.page.expect("over_frame_pct", Either(0), Either(0), Either(0), 0, Either(0))
    d.csv()
