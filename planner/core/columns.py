"""The one table of columns and the words in them: reader, template, sample, exports and docs all read it.

roster (danh sách nhân sự): the people on the snapshot date · position (vị trí việc làm): an approved post ·
unit (đơn vị): an organisational unit · quota (biên chế được giao): approved posts · headcount (số có mặt): people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "enum", "decimal", "percent", "int", "months", "money", "bool", "list"]


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each: identity is enough, and quick as a key of caches
class Choice:
    """One value of an `enum` column: canonical word, headings in both languages, other spellings people use."""

    value: str
    vi: str
    en: str
    aliases: tuple[str, ...] = ()

    def word(self, lang: str) -> str:
        """The word for it in `vi` or `en`."""
        return self.vi if lang == "vi" else self.en


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: canonical name, kind of cell, headings, other headings people use, meaning in both languages.

    `required` is about the sheet: the column must be there and every cell filled. `absent` says what an empty cell
    means where that is a value (a flag is false, a count is 0); None means that the value stays unknown.
    """

    name: str
    kind: Kind
    vi: str
    en: str
    meaning_vi: str
    meaning_en: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[Choice, ...] = ()
    absent: str | int | bool | None = None

    def heading(self, lang: str) -> str:
        """The heading in `vi` or `en`."""
        return self.vi if lang == "vi" else self.en

    def meaning(self, lang: str) -> str:
        """What the column holds, in `vi` or `en`."""
        return self.meaning_vi if lang == "vi" else self.meaning_en

    def words(self, value: str, lang: str) -> str:
        """The words for one of its values, or for several joined by ";"; what is no choice of the column is shown as it is."""
        known = {choice.value: choice.word(lang) for choice in self.choices}
        return "; ".join(known.get(part, part) for part in value.split(";"))


SEXES = (
    Choice("M", "Nam", "Male", ("nam giới", "trai", "m", "man")),
    Choice("F", "Nữ", "Female", ("nữ giới", "nu", "gái", "f", "woman")),
)
LEVELS = (
    Choice("head", "Cấp trưởng", "Head", ("trưởng đơn vị", "vụ trưởng", "cục trưởng", "viện trưởng", "tổng biên tập",
           "chánh văn phòng", "chánh vp", "chánh thanh tra", "chủ tịch", "giám đốc", "tổng giám đốc", "hiệu trưởng", "tổng cục trưởng", "director general", "director", "chief of office", "chief inspector")),
    Choice("deputy", "Cấp phó", "Deputy", ("phó trưởng đơn vị", "phó vụ trưởng", "phó cục trưởng", "phó viện trưởng",
           "phó tổng biên tập", "phó chánh văn phòng", "phó chánh thanh tra", "phó chủ tịch", "phó giám đốc",
           "phó hiệu trưởng", "phó tổng giám đốc", "vụ phó", "cục phó", "viện phó", "hiệu phó", "phó tổng cục trưởng", "tổng cục phó", "deputy director general", "deputy director", "vice director", "vice director general",
           "deputy chief of office", "deputy chief inspector")),
    Choice("division_head", "Trưởng phòng", "Head of division", ("trưởng ban", "trưởng chi nhánh", "chi cục trưởng", "trưởng bộ môn", "trưởng khoa", "division head", "division chief", "chief of division", "section head", "section chief", "head of section")),
    Choice("division_deputy", "Phó trưởng phòng", "Deputy head of division", ("phó phòng", "phó trưởng ban", "phó chi cục trưởng", "phó trưởng bộ môn", "phó trưởng khoa", "deputy division head", "deputy division chief", "deputy chief of division", "deputy head of section")),
    Choice("staff", "Chuyên môn, nghiệp vụ", "Staff", ("nhân viên", "chuyên viên", "không giữ chức vụ")),
)
CATEGORIES = (
    Choice("civil_servant", "Công chức", "Civil servant", ("cc",)),
    Choice("public_employee", "Viên chức", "Public employee", ("vc",)),
    Choice("contract", "Hợp đồng lao động", "Contract", ("hợp đồng", "hđlđ", "hđ", "hđ 68", "hđ 111", "hợp đồng 68", "hợp đồng 111",
           "lao động hợp đồng", "nđ 68", "nđ 111", "người lao động", "lao động hợp đồng 111", "hđ111", "hđ68")),
)
RATINGS = (
    Choice("excellent", "Hoàn thành xuất sắc nhiệm vụ", "Excellent", ("htxsnv", "hoàn thành xuất sắc", "hoàn thành xuất sắc nv", "ht xuất sắc", "ht xuất sắc nhiệm vụ", "ht xuất sắc nv", "xuất sắc", "htxs")),
    Choice("good", "Hoàn thành tốt nhiệm vụ", "Good", ("httnv", "hoàn thành tốt", "hoàn thành tốt nv", "ht tốt", "ht tốt nhiệm vụ", "ht tốt nv", "tốt", "htt")),
    Choice("completed", "Hoàn thành nhiệm vụ", "Completed", ("htnv", "hoàn thành", "hoàn thành nv", "ht nhiệm vụ", "ht nv", "ht")),
    Choice("not_completed", "Không hoàn thành nhiệm vụ", "Not completed", ("khtnv", "không hoàn thành", "không hoàn thành nv", "không htnv", "không ht nhiệm vụ", "không ht", "chưa hoàn thành nhiệm vụ", "kht", "not completed")),
)
VOLUNTEERS = (
    Choice("no", "Không", "No", ("không tự nguyện",)),
    Choice("early_retirement", "Nghỉ hưu trước tuổi", "Early retirement", ("nghỉ hưu sớm", "hưu trước tuổi")),
    Choice("separation", "Thôi việc", "Separation", ("thôi việc ngay", "nghỉ thôi việc", "immediate_separation")),
    Choice("training", "Đào tạo rồi thôi việc", "Training", ("thôi việc sau đào tạo", "thôi việc sau khi đi học nghề", "đi học nghề", "học nghề", "training_separation")),
    Choice("any", "Mọi hình thức", "Any", ("có", "bất kỳ", "any route")),
)
LOCKS = (
    Choice("none", "Không", "None", ("chưa quyết định",)),
    Choice("keep", "Giữ lại", "Keep", ("giữ",)),
    Choice("leave", "Cho nghỉ", "Leave", ("nghỉ", "release")),
)
ATTENTION_GROUPS = (
    Choice("war_merit", "Người có công", "War merit", ("người có công với cách mạng", "thương binh", "bệnh binh")),
    Choice("martyr_family", "Gia đình liệt sĩ", "Martyr's family", ("con liệt sĩ", "thân nhân liệt sĩ")),
    Choice("ethnic_minority", "Dân tộc thiểu số", "Ethnic minority", ("dtts",)),
    Choice("disability", "Khuyết tật", "Disability", ("người khuyết tật",)),
    Choice("sole_earner", "Lao động duy nhất trong gia đình", "Sole earner", ("lao động chính duy nhất",)),
    Choice("illness", "Bệnh hiểm nghèo", "Serious illness", ("ốm đau dài ngày", "bệnh nặng")),
)
UNIT_KINDS = (
    Choice("department", "Vụ", "Department"),
    Choice("office", "Văn phòng", "Office"),
    Choice("inspectorate", "Thanh tra", "Inspectorate"),
    Choice("agency_1", "Cục loại 1", "Agency, class 1", ("cục hạng 1",)),
    Choice("agency_2", "Cục loại 2", "Agency, class 2", ("cục", "cục hạng 2")),
    Choice("public_unit", "Đơn vị sự nghiệp", "Public unit", ("đơn vị sự nghiệp công lập", "viện", "báo", "tạp chí", "trường")),
)

ROSTER: tuple[Column, ...] = (
    Column("employee_id", "text", "Mã số CBCCVC", "Employee ID", "Mã duy nhất của một người", "Unique key of a person",
           ("mã số", "mã nv", "mã số cán bộ", "mã số công chức", "mã công chức", "mã viên chức", "mã số cbccvc,nlđ", "số hiệu cb,cc", "mã nhân viên", "mã cán bộ", "số hiệu", "số hiệu cbccvc", "số hiệu công chức", "mã cbcc", "mã cb", "personnel no", "staff id", "staff no", "employee no", "employee number", "personnel number", "id")),
    Column("full_name", "text", "Họ và tên", "Full name", "Họ, chữ đệm và tên", "Family, middle and given name",
           ("họ tên", "họ, tên", "họ và tên cán bộ", "họ và tên công chức", "họ và tên cbccvc", "họ tên cán bộ", "họ, chữ đệm và tên", "họ và tên khai sinh", "tên", "name"), required=True),
    Column("birth_date", "date", "Ngày sinh", "Date of birth", "Ngày, tháng, năm sinh", "Day, month and year of birth",
           ("ngày tháng năm sinh", "ngày, tháng, năm sinh", "ngày/tháng/năm sinh", "tháng, năm sinh", "tháng năm sinh", "tháng/năm sinh", "năm sinh", "sinh ngày", "birth date", "birthday", "d.o.b", "dob"), required=True),
    Column("sex", "enum", "Giới tính", "Sex", "Nam hoặc nữ", "Male or female", ("giới", "phái", "nam/nữ", "nam nữ", "gender", "gender (m/f)", "sex (m/f)"), required=True, choices=SEXES),
    Column("unit", "text", "Đơn vị", "Unit", "Mã hoặc tên đơn vị", "Id or name of the unit",
           ("đơn vị công tác", "cơ quan, đơn vị", "tên đơn vị", "mã đơn vị", "vụ/cục", "vụ, cục", "department", "unit id")),
    Column("position_title", "text", "Chức vụ", "Position title", "Chức vụ, chức danh hoặc vị trí việc làm", "Office held, title or job position",
           ("chức danh", "chức danh, chức vụ", "chức danh/chức vụ", "chức vụ/chức danh", "chức vụ, chức danh", "chức vụ, chức danh công tác", "vị trí việc làm", "chức vụ/vị trí việc làm", "cấp bậc chức vụ", "chức vụ chính quyền", "position", "title", "job title")),
    Column("position_level", "enum", "Cấp chức vụ", "Position level", "Suy từ chức vụ nếu để trống", "Derived from the title where empty",
           ("cấp lãnh đạo", "level"), choices=LEVELS),
    Column("category", "enum", "Đối tượng", "Category", "Công chức, viên chức hoặc hợp đồng (NĐ 111, NĐ 68)", "Civil servant, public employee or contract (NĐ 111, NĐ 68)",
           ("loại cán bộ", "cc/vc", "cc/vc/hđ", "công chức/viên chức", "công chức/viên chức/hợp đồng", "loại cbccvc", "đối tượng (cc/vc/hđ)", "loại hình lao động", "diện", "staff category", "staff type", "type of staff"), required=True, choices=CATEGORIES),
    Column("rank_code", "text", "Mã ngạch", "Rank code", "Mã ngạch hoặc chức danh nghề nghiệp", "Code of rank or professional title",
           ("ngạch", "mã số ngạch", "mã ngạch/cdnn", "mã chức danh nghề nghiệp", "mã số ngạch/cdnn", "mã ngạch, chức danh nghề nghiệp", "ngạch công chức", "ngạch/chức danh nghề nghiệp", "mã ngạch lương", "ngạch viên chức", "rank")),
    Column("step", "int", "Bậc", "Step", "Bậc lương", "Salary step", ("bậc lương", "bậc lương hiện hưởng", "salary step", "pay step")),
    Column("salary_coefficient", "decimal", "Hệ số lương", "Salary coefficient", "Hệ số lương theo ngạch, bậc", "Coefficient of rank and step",
           ("hệ số", "hsl", "hs lương", "hệ số lương ngạch bậc", "hệ số lương theo ngạch, bậc", "hệ số lương ngạch, bậc", "hệ số lương hiện hưởng", "coefficient", "pay coefficient")),
    Column("leadership_allowance", "decimal", "Hệ số phụ cấp chức vụ", "Leadership allowance", "Hệ số phụ cấp chức vụ lãnh đạo", "Coefficient of the leadership allowance",
           ("phụ cấp chức vụ", "phụ cấp chức vụ lãnh đạo", "hệ số phụ cấp chức vụ lãnh đạo", "phụ cấp chức vụ (hệ số)", "pc cv", "pccv", "pc chức vụ", "hspccv", "hệ số pccv", "position allowance"), absent=0),
    Column("over_frame_pct", "percent", "Thâm niên vượt khung (%)", "Over-frame (%)", "Phụ cấp thâm niên vượt khung", "Over-frame seniority allowance",
           ("tn vượt khung", "thâm niên vượt khung", "tnvk", "pc tnvk", "pc tnvk (%)", "phụ cấp tnvk", "phụ cấp vượt khung", "vượt khung", "% vượt khung", "% tnvk", "pc thâm niên vượt khung", "phụ cấp tn vượt khung", "phụ cấp thâm niên vượt khung", "phần trăm vượt khung", "over frame"), absent=0),
    Column("seniority_pct", "percent", "Thâm niên nghề (%)", "Professional seniority (%)", "Phụ cấp thâm niên nghề", "Professional seniority allowance",
           ("thâm niên nghề", "pc thâm niên nghề", "pctn nghề", "phụ cấp tn nghề", "phụ cấp thâm niên nghề", "seniority"), absent=0),
    Column("profession_pct", "percent", "Ưu đãi nghề (%)", "Profession allowance (%)", "Phụ cấp ưu đãi, trách nhiệm theo nghề", "Profession-preferential allowance",
           ("ưu đãi nghề", "phụ cấp ưu đãi nghề", "pc ưu đãi nghề", "profession allowance"), absent=0),
    Column("public_service_pct", "percent", "Phụ cấp công vụ (%)", "Public service (%)", "25 với công chức nếu để trống", "25 for civil servants where empty",
           ("công vụ", "phụ cấp công vụ", "pc công vụ", "public service allowance")),
    Column("party_pct", "percent", "Công tác đảng, đoàn thể (%)", "Party work (%)", "Phụ cấp công tác đảng, đoàn thể", "Party and union work allowance",
           ("phụ cấp công tác đảng", "phụ cấp công tác đảng, đoàn thể", "phụ cấp đảng", "pc đảng", "phụ cấp đảng, đoàn thể", "party allowance"), absent=0),
    Column("reserved_coefficient", "decimal", "Hệ số chênh lệch bảo lưu", "Reserved coefficient", "Hệ số chênh lệch bảo lưu", "Reserved salary difference coefficient",
           ("chênh lệch bảo lưu", "hệ số chênh lệch bảo lưu (nếu có)", "hệ số bảo lưu", "hscl bảo lưu", "bảo lưu"), absent=0),
    Column("contract_salary_vnd", "money", "Lương hợp đồng (đồng)", "Contract salary (VND)", "Tiền lương tháng thỏa thuận", "Agreed monthly salary",
           ("lương hợp đồng", "tiền lương hợp đồng", "mức lương hợp đồng", "lương thỏa thuận", "mức lương thỏa thuận", "contract salary")),
    Column("si_months", "months", "Thời gian đóng BHXH (tháng)", "Social insurance (months)", "Tổng số tháng đóng BHXH bắt buộc đến ngày chốt", "Compulsory social-insurance months on the snapshot date",
           ("thời gian đóng bhxh", "số tháng đóng bhxh", "số tháng bhxh", "tháng bhxh", "số năm đóng bhxh", "số năm tham gia bhxh", "số tháng tham gia bhxh", "tổng số tháng đóng bhxh", "năm đóng bhxh", "thời gian đóng bhxh bắt buộc", "thời gian công tác có đóng bhxh", "thời gian tham gia bhxh", "bhxh", "tổng thời gian đóng bhxh", "thời gian đóng bảo hiểm xã hội", "số tháng đóng bảo hiểm xã hội", "số năm đóng bảo hiểm xã hội", "thời gian bhxh", "insurance months", "social insurance months", "months of social insurance", "si months"), required=True),
    Column("si_paid_out_months", "months", "BHXH đã hưởng trợ cấp (tháng)", "Insurance already paid out (months)", "Số tháng đã hưởng trợ cấp", "Months already compensated",
           ("bhxh đã hưởng một lần", "thời gian bhxh đã hưởng", "số tháng đã hưởng trợ cấp", "si paid out months"), absent=0),
    Column("si_outside_state_months", "months", "BHXH ngoài khu vực nhà nước (tháng)", "Insurance outside the State (months)", "Trong tổng số tháng đóng BHXH, số tháng làm việc ngoài cơ quan, đơn vị của Đảng, Nhà nước, Mặt trận, đoàn thể, lực lượng vũ trang", "Of the insurance months, those with employers outside the State",
           ("bhxh ngoài nhà nước", "bhxh ngoài nhà nước (tháng)", "thời gian đóng bhxh ngoài khu vực nhà nước", "số tháng đóng bhxh ngoài nhà nước", "thời gian đóng bhxh ngoài nhà nước", "si outside state months"), absent=0),
    Column("average_salary_60m_vnd", "money", "Lương bình quân 60 tháng (đồng)", "Average salary of 60 months (VND)", "Tiền lương tháng bình quân của 60 tháng cuối, dùng cho NĐ 29/2023", "Average monthly salary of the last 60 months, for NĐ 29/2023",
           ("lương bình quân 60 tháng", "tiền lương bình quân 60 tháng", "tiền lương bình quân 5 năm cuối", "bình quân tiền lương 60 tháng cuối", "bình quân tiền lương tháng của 5 năm cuối", "average salary 60m vnd")),
    Column("hazard_months", "months", "Nặng nhọc, độc hại hoặc vùng khó (tháng)", "Hazardous or hard area (months)", "Số tháng làm nghề nặng nhọc, độc hại hoặc ở vùng đặc biệt khó khăn", "Months in hazardous work or specially hard areas",
           ("tháng nặng nhọc độc hại", "thời gian nặng nhọc, độc hại", "thời gian làm nghề nặng nhọc", "hazard months"), absent=0),
    Column("joined_on", "date", "Ngày vào cơ quan", "Joined on", "Ngày vào cơ quan nhà nước", "Date of joining", ("ngày tuyển dụng", "ngày vào cơ quan nhà nước", "ngày bắt đầu công tác", "ngày vào ngành", "join date")),
    Column("contract_signed_on", "date", "Ngày ký hợp đồng", "Contract signed on", "Ngày ký hợp đồng", "Date the contract was signed", ("ngày hợp đồng", "ký hợp đồng ngày", "contract date")),
    Column("contract_end_on", "date", "Ngày hết hạn hợp đồng", "Contract ends on", "Ngày hết hạn; trống nếu không xác định thời hạn", "Last day; empty where open-ended", ("hết hạn hợp đồng", "ngày kết thúc hợp đồng", "contract end")),
    Column("rating_1", "enum", "Xếp loại năm gần nhất", "Rating, last year", "Xếp loại chất lượng năm gần nhất", "Rating of the newest year",
           ("xếp loại 1", "xếp loại năm 1", "xếp loại", "đánh giá năm 1", "rating 1"), choices=RATINGS),
    Column("rating_2", "enum", "Xếp loại năm trước", "Rating, year before", "Xếp loại chất lượng năm trước đó", "Rating of the year before",
           ("xếp loại 2", "xếp loại năm 2", "đánh giá năm 2", "rating 2"), choices=RATINGS),
    Column("rating_3", "enum", "Xếp loại năm trước nữa", "Rating, two years before", "Xếp loại chất lượng hai năm trước", "Rating two years before",
           ("xếp loại 3", "xếp loại năm 3", "đánh giá năm 3", "rating 3"), choices=RATINGS),
    Column("awards", "int", "Khen thưởng cấp bộ trở lên", "Awards", "Số danh hiệu, khen thưởng cấp bộ trở lên trong ba năm", "Titles of ministry level and above in three years",
           ("khen thưởng", "số khen thưởng", "danh hiệu thi đua", "award count"), absent=0),
    Column("education", "text", "Trình độ", "Education", "Trình độ chuyên môn cao nhất", "Highest level of education", ("trình độ đào tạo", "trình độ chuyên môn", "học vấn")),
    Column("skills", "list", "Kỹ năng", "Skills", "Cách nhau bằng dấu chấm phẩy", "Separated by semicolons", ("chuyên môn", "kỹ năng chuyên môn", "lĩnh vực chuyên môn", "skill")),
    Column("key_role", "bool", "Vị trí then chốt", "Key role", "Có hoặc không", "Yes or no", ("then chốt", "vị trí chủ chốt", "nhân sự then chốt", "key position"), absent=False),
    Column("youngest_child_born_on", "date", "Ngày sinh con nhỏ nhất", "Youngest child born on", "Ngày sinh của con nhỏ nhất", "Birth date of the youngest child", ("con nhỏ nhất sinh ngày", "ngày sinh con út", "youngest child")),
    Column("pregnant", "bool", "Đang mang thai", "Pregnant", "Có hoặc không", "Yes or no", ("mang thai",), absent=False),
    Column("maternity_leave", "bool", "Đang nghỉ thai sản", "Maternity leave", "Có hoặc không", "Yes or no", ("nghỉ thai sản", "thai sản"), absent=False),
    Column("under_discipline", "bool", "Đang bị xem xét kỷ luật", "Under discipline", "Có hoặc không", "Yes or no", ("kỷ luật", "đang bị kỷ luật", "xem xét kỷ luật"), absent=False),
    Column("under_inspection", "bool", "Đang bị thanh tra, kiểm tra", "Under inspection", "Có hoặc không", "Yes or no", ("đang thanh tra", "thanh tra, kiểm tra", "đang bị thanh tra"), absent=False),
    Column("attention_groups", "list", "Nhóm cần quan tâm", "Attention groups", "Cách nhau bằng dấu chấm phẩy", "Separated by semicolons", ("nhóm ưu tiên", "đối tượng ưu tiên", "diện chính sách"), choices=ATTENTION_GROUPS),
    Column("volunteers", "enum", "Tự nguyện nghỉ", "Volunteers", "Đơn tự nguyện", "Written wish to leave", ("đơn tự nguyện", "đăng ký tự nguyện", "tự nguyện"), choices=VOLUNTEERS, absent="no"),
    Column("leaving_ground", "text", "Căn cứ tinh giản", "Ground for leaving", "Điểm của khoản 1 Điều 2 NĐ 154/2025/NĐ-CP (a, b, c, d, đ, e, g, h) mà cơ quan đã xác định; in ở danh sách chính thức", "Point of Article 2(1) of NĐ 154/2025/NĐ-CP (a, b, c, d, đ, e, g, h) that the body has decided on; printed on the official lists",
           ("căn cứ tinh giản biên chế", "lý do tinh giản", "lý do tinh giản biên chế", "trường hợp tinh giản", "điểm tinh giản", "đối tượng tinh giản", "leaving ground", "legal ground")),
    Column("lock", "enum", "Quyết định trước", "Lock", "Quyết định đã có: giữ lại hoặc cho nghỉ", "A decision already taken", ("đã quyết định", "khóa"), choices=LOCKS, absent="none"),
)

UNITS: tuple[Column, ...] = (
    Column("unit", "text", "Mã đơn vị", "Unit", "Mã duy nhất của đơn vị", "Unique id of the unit", ("đơn vị", "unit id", "mã"), required=True),
    Column("name", "text", "Tên đơn vị", "Name", "Tên đầy đủ", "Full name", ("tên", "unit name")),
    Column("kind", "enum", "Loại hình", "Kind", "Vụ, văn phòng, thanh tra, cục hoặc đơn vị sự nghiệp", "Department, office, inspectorate, agency or public unit",
           ("loại", "loại đơn vị"), choices=UNIT_KINDS, absent="department"),
    Column("parent", "text", "Đơn vị cấp trên", "Parent", "Mã đơn vị cấp trên", "Id of the parent unit", ("trực thuộc", "parent unit")),
    Column("assigned_quota", "int", "Biên chế được giao", "Assigned quota", "Số biên chế được giao", "Approved posts", ("biên chế", "chỉ tiêu biên chế", "quota")),
    Column("minimum_headcount", "int", "Số người tối thiểu", "Minimum headcount", "Số người tối thiểu phải giữ", "Least number of people to keep", ("tối thiểu", "minimum")),
    Column("deputy_cap", "int", "Số cấp phó tối đa", "Deputy cap", "Số cấp phó bộ trưởng quyết định cho đơn vị; phải bảo đảm cùng với mức bình quân của luật", "Most deputies as the minister decided for the unit; it binds beside the law's average", ("cấp phó tối đa", "deputies")),
    Column("merged_from", "int", "Hợp nhất từ (số đơn vị)", "Merged from", "Số đơn vị cũ đã hợp nhất", "Number of former units", ("hợp nhất từ", "merged"), absent=1),
    Column("received_functions", "bool", "Tiếp nhận chức năng", "Received functions", "Có hoặc không: đã tiếp nhận chức năng, nhiệm vụ của cơ quan, đơn vị khác", "Yes or no: took over functions of another body or unit",
           ("tiếp nhận chức năng, nhiệm vụ", "tiếp nhận nhiệm vụ"), absent=False),
)

ROSTER_BY_NAME = {c.name: c for c in ROSTER}
UNITS_BY_NAME = {c.name: c for c in UNITS}
UNITS_SHEETS = ("units", "Đơn vị")


def values(choices: tuple[Choice, ...]) -> tuple[str, ...]:
    """The canonical words of a set of choices."""
    return tuple(c.value for c in choices)
