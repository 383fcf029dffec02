"""Headings: which column of the schema a cell of text names, and in which unit of time or money it speaks.

A heading may stand in several rows ("Phụ cấp" over "Chức vụ"): it is then the path of its parts, top first. A part that
means something else under another heading ("Chức vụ" under "Phụ cấp") is read with it or not at all, never alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from planner.core.columns import Column
from planner.roster.values.numbers import MonthsUnit
from planner.roster.values.text import REMEMBERED, fold, without_marks

IGNORE = "ignore"
Chosen = Mapping[str, str]
"""What a user chose for headings: `path_key` to a canonical column, `ignore`, or `si_months in years`."""

# Headings that every sheet has and nobody needs: no warning for them.
UNNEEDED = frozenset({"tt", "stt", "số tt", "số thứ tự", "no", "no.", "#", "ghi chú", "note", "notes", "remarks"})
JOINT = " / "
_TWICE = re.compile(r"\s*[\n/()\[\]|–—]\s*|\s-\s")
_MOST_WORDS = 10
_POINT = re.compile(r"(?<=\w)\.\s+(?=\w)")

_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BREAKS = re.compile(r"\s*([/,\-])\s*")
_YEAR_WORDS = re.compile(r"\b(năm|years?)\b")
_MONTH_WORDS = re.compile(r"\b(tháng|months?)\b")
_THOUSANDS = re.compile(r"\b(nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion|1\.?000đ?)\b")
_UNIT_OF_SUMS = re.compile(r"(?:đơn vị tính|đơn vị|đvt|unit)\s*:?\s*\(?\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|thousands?|millions?|1\.?000\.?(?:000)?)\s*(?:đ\b|đồng|vnđ|vnd|of)")
_YEAR = re.compile(r"(?:(?P<of>.*?)[ ,\-/]*)?(?:năm\s*)?\(?(?P<year>20\d\d)\)?")
_RATING = re.compile(
    r"(kết quả |kq )?(đánh giá|xếp loại|phân loại)[, ]*(và )?(xếp loại|phân loại)?( chất lượng)?"
    r"( (công chức|viên chức|cán bộ|cbccvc|hằng năm|hàng năm))*|ratings?|appraisals?"
)
# Under these a lower heading speaks of another day than the snapshot's, whatever it says.
_NOT_TODAY = re.compile(
    r"\b(lần sau|lần tới|kế tiếp|tiếp theo|đề nghị|dự kiến|quy hoạch|trước|cũ|mới|sẽ|next|proposed|former|previous|planned)\b"
)
# Under these it means what it says alone; an upper heading that nobody knows may make it another person's or another day's.
_NEUTRAL = re.compile(
    r"\b(thông tin|sơ yếu|lý lịch|nhân thân|cá nhân|chung|cơ bản|hiện|hiện nay|hiện tại|hiện hưởng|công tác|công việc|danh sách|nhân sự|cán bộ"
    r"|công chức|viên chức|trình độ|đào tạo|general|personal|current|employee|details?|information)\b"
)
_OF_ANYBODY = frozenset({"employee_id", "full_name", "birth_date", "sex", "unit", "position_title", "position_level", "category", "joined_on"})
# Words of an upper heading under which a lower one means something else than alone.
_CHANGING = re.compile(
    r"\b(phụ cấp|pc|lương|bhxh|bảo hiểm|thời điểm|thời gian|ngày|quy hoạch|dự kiến|đề nghị|cũ|mới|trước|sau|vợ|chồng|con|cha|mẹ"
    r"|đánh giá|xếp loại|sinh|giới tính|allowances?|insurance|proposed|former|spouse|salary)\b"
)
# Under an upper heading of this kind, a lower one stands for the column named here.
_FAMILIES: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (
        re.compile(r"\b(phụ cấp|pc|allowances?)\b"),
        {
            **dict.fromkeys(("chức vụ", "pccv", "cv", "chức vụ lãnh đạo", "lãnh đạo", "position"), "leadership_allowance"),
            **dict.fromkeys(("thâm niên vượt khung", "tnvk", "vượt khung", "tn vượt khung", "over frame"), "over_frame_pct"),
            **dict.fromkeys(("thâm niên nghề", "tn nghề", "tnn", "seniority"), "seniority_pct"),
            **dict.fromkeys(("ưu đãi nghề", "ưu đãi", "trách nhiệm nghề", "profession"), "profession_pct"),
            **dict.fromkeys(("công vụ", "public service"), "public_service_pct"),
            **dict.fromkeys(("đảng", "đảng,đoàn thể", "công tác đảng", "công tác đảng,đoàn thể", "party"), "party_pct"),
            **dict.fromkeys(("chênh lệch bảo lưu", "bảo lưu", "hscl bảo lưu"), "reserved_coefficient"),
        },
    ),
    (
        re.compile(r"\b(lương|ngạch|bậc|salary)\b"),
        {
            **dict.fromkeys(("mã ngạch", "mã số ngạch", "mã số", "ngạch", "mã ngạch/cdnn", "rank", "rank code"), "rank_code"),
            **dict.fromkeys(("bậc", "bậc lương", "step"), "step"),
            **dict.fromkeys(("hệ số", "hệ số lương", "hsl", "coefficient"), "salary_coefficient"),
            **dict.fromkeys(("phụ cấp chức vụ", "pccv", "pc chức vụ", "hệ số phụ cấp chức vụ"), "leadership_allowance"),
            **dict.fromkeys(("vượt khung", "tnvk", "thâm niên vượt khung", "% vượt khung", "tn vượt khung"), "over_frame_pct"),
            **dict.fromkeys(("chênh lệch bảo lưu", "bảo lưu", "hệ số chênh lệch bảo lưu"), "reserved_coefficient"),
        },
    ),
)
_NAME_PARTS = {
    **dict.fromkeys(("họ", "họ đệm", "họ và đệm", "họ,đệm", "họ lót", "họ và chữ đệm", "họ và tên đệm", "họ tên đệm", "surname", "family name", "last name"), "family"),
    **dict.fromkeys(("tên đệm", "đệm", "chữ đệm", "chữ lót", "tên lót", "middle name"), "middle"),
    **dict.fromkeys(("tên", "tên gọi", "given name", "first name"), "given"),
}  # fmt: skip
_MALE, _FEMALE = frozenset({"nam", "male"}), frozenset({"nữ", "female"})
_BIRTH = {"ngày": "day", "day": "day", "tháng": "month", "month": "month", "năm": "year", "year": "year"}
_BIRTH_MONTH = frozenset({"tháng sinh", "month of birth", "birth month"})
_YEARS, _MONTHS = frozenset({"năm", "số năm", "years"}), frozenset({"tháng", "số tháng", "months"})
_SHORTENED = {
    "t.gian": "thời gian", "tgian": "thời gian", "tg": "thời gian", "n.sinh": "ngày sinh", "ng.sinh": "ngày sinh", "ng/sinh": "ngày sinh", "n/sinh": "ngày sinh",
    "g.tính": "giới tính", "c.vụ": "chức vụ", "ch.vụ": "chức vụ", "c.danh": "chức danh", "h.số": "hệ số", "hs": "hệ số", "đ.vị": "đơn vị", "đ.tượng": "đối tượng",
    "p.cấp": "phụ cấp", "pc": "phụ cấp", "m.ngạch": "mã ngạch", "tr.độ": "trình độ", "x.loại": "xếp loại", "xl": "xếp loại", "h.tên": "họ tên", "cb": "cán bộ",
}  # fmt: skip
"""Words of headings as offices shorten them; tried where a heading is not known as it is written."""
# A lower heading that only says how the upper one is written.
FORM = re.compile(
    r"%|hệ số|tháng|số tháng|năm|số năm|đồng|vnđ|vnd|mức|tỷ lệ|có/không|x|ngày/tháng/năm|ngày,tháng,năm|dd/mm/yyyy|mm/yyyy|nam/nữ"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the schema knows: the column, the text as written, and the unit it names.

    months: of a `months` column, what its bare numbers count. scaled: a money heading that speaks of thousands or
    millions of đồng. part: what of the column stands here, where it is divided over several: `male` or `female` (birth
    dates, ticks of the sex), `family`, `middle` or `given` (of a name), `day`, `month` or `year` (of a birth date), `years` or `months` (of a duration), a year such as `2025` (of a rating). ignored: the user
    said that the column is not needed. year: the calendar year of a rating, 0 where the heading names none.
    """

    column: Column
    text: str
    months: MonthsUnit = "months"
    scaled: bool = False
    part: str = ""
    ignored: bool = False
    year: int = 0


def heading_key(text: str) -> str:
    """The heading as it is compared: folded, without required marks and colons, no blanks around / , and -."""
    return _key(text) if len(text) <= REMEMBERED else _key.__wrapped__(text)


@lru_cache(maxsize=20_000)  # every sheet has the headings of the one before
def _key(text: str) -> str:
    return _BREAKS.sub(r"\1", fold(text.replace("_", " ").replace("&", " và ")).strip("*:. "))


def path_key(parts: Sequence[str]) -> str:
    """The parts of a heading as one key, by which a user's choice is found."""
    return heading_key(JOINT.join(parts))


@lru_cache(maxsize=8)
def known_headings(columns: tuple[Column, ...]) -> dict[str, Column]:
    """Every spelling of the schema, by its key; the canonical name and headings come before other people's words."""
    known: dict[str, Column] = {}
    for column in columns:
        for word in (column.name, column.vi, column.en):
            known.setdefault(heading_key(word), column)
    for column in columns:
        for word in column.aliases:
            known.setdefault(heading_key(word), column)
    for column in columns:  # a heading without its unit: "Lương hợp đồng" for "Lương hợp đồng (đồng)"
        for word in (column.vi, column.en):
            known.setdefault(heading_key(_BRACKETS.sub("", word)), column)
    return known


@lru_cache(maxsize=8)
def _plain_headings(columns: tuple[Column, ...]) -> dict[str, str]:
    """Every known heading without marks, to the heading; those that stand for several columns are left out."""
    known, found = known_headings(columns), dict[str, str]()
    for key, column in known.items():
        other = found.setdefault(without_marks(key), key)
        if other and known[other] is not column:
            found[without_marks(key)] = ""
    return found


def match_path(parts: Sequence[str], columns: tuple[Column, ...], chosen: Chosen | None = None) -> Heading | None:
    """The column that a heading of one or more parts names; None where the schema and the user's choice do not know it."""
    if chosen and (target := chosen.get(path_key(parts))):
        return _chosen(parts, columns, target)
    return _match(tuple(parts), columns)


def is_unneeded(parts: Sequence[str]) -> bool:
    """Whether a heading is one that every sheet has and nobody needs."""
    return bool(parts) and heading_key(parts[-1]) in UNNEEDED


def _chosen(parts: Sequence[str], columns: tuple[Column, ...], target: str) -> Heading | None:
    text = JOINT.join(parts)
    if target == IGNORE:
        return Heading(columns[0], text, ignored=True)
    name, _, unit = target.partition(" in ")
    column = next((c for c in columns if c.name == name), None)
    if column is None:
        return None
    said = {"years": "years", "months": "months"}.get(unit) or _months_unit(column, heading_key(text))
    return Heading(column, text, said, _is_scaled(column, text))  # type: ignore[arg-type]


@lru_cache(maxsize=50_000)
def _match(parts: tuple[str, ...], columns: tuple[Column, ...]) -> Heading | None:
    if not parts or any(len(part) > 300 for part in parts):
        return None
    if len(parts) == 1:
        return _single(parts[0], columns)
    text, upper, lower = JOINT.join(parts), parts[:-1], heading_key(parts[-1])
    whole = _single(" ".join(parts), columns) or _single(" ".join([*map(_without_brackets, upper), parts[-1]]), columns)
    if whole is not None:
        return replace(whole, text=text)
    above = _match(upper, columns)
    if any(_NOT_TODAY.search(fold(part)) for part in upper):
        return None
    if above is not None and (part := _part_of(above.column, lower)):
        return replace(above, text=text, part=part, months="months")
    if found := _in_family(upper, lower, columns):
        return Heading(found, text)
    if (year := _year_of(" ".join(parts))) and (rating := _of(columns, "rating_1")):
        return Heading(rating, text, part=year)
    if above is not None and FORM.fullmatch(lower.strip("()")):
        column = above.column
        return Heading(column, text, _months_unit(column, heading_key(text)), _is_scaled(column, text))
    if any(_CHANGING.search(fold(part)) for part in upper):
        return None
    below = _match(parts[1:], columns) or _single(parts[-1], columns)
    strange = above is None and not all(_NEUTRAL.search(fold(part)) or _single(part, columns) for part in upper)
    if below is None or (strange and below.column.name in _OF_ANYBODY):
        return None
    return replace(below, text=text)


def _single(text: str, columns: tuple[Column, ...]) -> Heading | None:
    found = _as_written(text, columns) or _in_two_languages(text, columns)
    if found is not None:
        return found
    whole = " ".join(_SHORTENED.get(word, word) for word in _POINT.sub(".", heading_key(text)).split())
    longer = _as_written(whole, columns) if whole != heading_key(text) else None
    return None if longer is None else replace(longer, text=text)


def _in_two_languages(text: str, columns: tuple[Column, ...]) -> Heading | None:
    """The column that a heading says twice, "Họ và tên (Full name)" or "Bậc / Step": each part alone must mean it."""
    words = text.split()
    ways = [[part for part in _TWICE.split(text) if part.strip()]]
    if len(words) <= _MOST_WORDS and not text.isascii():  # a break between the two is a blank by now
        ways += [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words)) if words[at].isascii()]
    for parts in ways:
        found = [heading for part in parts if (heading := _as_written(part, columns)) is not None] if len(parts) == 2 else []
        if len(found) == 2 and len({(each.column.name, each.part) for each in found}) == 1 and heading_key(parts[0]) != heading_key(parts[1]):
            said = next((each for each in found if each.months != "unsaid"), found[0])
            return replace(said, text=text, scaled=any(each.scaled for each in found))
    return None


def _as_written(text: str, columns: tuple[Column, ...]) -> Heading | None:
    known = known_headings(columns)
    key = heading_key(text)
    if text.isascii():
        key = _with_marks(text, columns)
    column = known.get(key) or known.get(heading_key(_BRACKETS.sub("", key))) or known.get(key.strip("% "))
    if (part := _NAME_PARTS.get(key)) and (name := _of(columns, "full_name")):
        return Heading(name, text, part=part)
    if (part := "male" if key in _MALE else "female" if key in _FEMALE else "") and (sex := _of(columns, "sex")):
        return Heading(sex, text, part=part)
    if (year := _year_of(key)) and (rating := _of(columns, "rating_1")):
        return Heading(rating, text, part=year)
    if column is not None:
        return Heading(column, text, _months_unit(column, key), _is_scaled(column, key))
    if key in _BIRTH_MONTH and (birth := _of(columns, "birth_date")):
        return Heading(birth, text, part="month")
    return None


def _with_marks(text: str, columns: tuple[Column, ...]) -> str:
    """The key of the known heading that a text without marks stands for ("HO VA TEN", "NgaySinh"); its own key else."""
    known, plain = known_headings(columns), _plain_headings(columns)
    key, divided = heading_key(text), heading_key(_CAMEL.sub(" ", text))
    words = (key, heading_key(_BRACKETS.sub("", key)), divided)
    return next((plain[word] for word in words if word not in known and plain.get(word)), key)


def _part_of(column: Column, lower: str) -> str:
    """What of a divided column a lower heading names; empty where it names no part."""
    if column.name in ("birth_date", "sex"):
        sex = "male" if lower in _MALE else "female" if lower in _FEMALE else ""
        return sex or (_BIRTH.get(lower, "") if column.name == "birth_date" else "")
    if column.name == "full_name":
        return _NAME_PARTS.get(lower, "")
    if column.kind == "months":
        return "years" if lower in _YEARS else "months" if lower in _MONTHS else ""
    if column.name == "rating_1" and (match := _YEAR.fullmatch(lower)) and not match["of"]:
        return match["year"]
    return ""


def _in_family(upper: Sequence[str], lower: str, columns: tuple[Column, ...]) -> Column | None:
    word = heading_key(_BRACKETS.sub("", lower)).strip("% ")
    for above in map(fold, reversed(upper)):  # the nearest one first
        for pattern, words in _FAMILIES:
            if pattern.search(above):
                name = words.get(word)
                if name is not None or len(upper) == 1:
                    return None if name is None else _of(columns, name)
    return None


def _year_of(text: str) -> str:
    """2025 for "Xếp loại năm 2025"; empty where the text is not a rating of a year."""
    match = _YEAR.fullmatch(heading_key(text))
    return match["year"] if match and match["of"] and _RATING.fullmatch(match["of"].strip()) else ""


def _of(columns: tuple[Column, ...], name: str) -> Column | None:
    return next((c for c in columns if c.name == name), None)


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub("", text)


def says_thousands(title: str) -> bool:
    """Whether a title says that the sums of the list are in thousands or millions: "Đơn vị tính: 1.000 đồng"."""
    return _UNIT_OF_SUMS.search(fold(title)) is not None


def _is_scaled(column: Column, text: str) -> bool:
    return column.kind == "money" and _THOUSANDS.search(heading_key(text)) is not None


def _months_unit(column: Column, key: str) -> MonthsUnit:
    if column.kind != "months" or key == heading_key(column.name) or _MONTH_WORDS.search(key):
        return "months"
    return "years" if _YEAR_WORDS.search(key) else "unsaid"
