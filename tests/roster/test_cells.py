"""Each parser has its table of examples: what is read, what is refused, and why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.columns import ROSTER_BY_NAME
from planner.roster.values.parse import Manner, parse_cells

D = dt.date
KEY = "roster."


def read(column: str, cell: str, **manner: object) -> object:
    """The value, or `key` of the error, or (value, key) of a warning."""
    (value,), faults = parse_cells(ROSTER_BY_NAME[column], [cell], Manner(**manner))  # type: ignore[arg-type]
    if not faults:
        return value
    key = faults[0].message.key.removeprefix(KEY)
    return key if faults[0].severity == "error" else (value, key)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("s05/03/1985", D(1985, 3, 5)),
        ("s5/3/1985", D(1985, 3, 5)),
        ("s 05-03-1985 ", D(1985, 3, 5)),
        ("s05.03.1985", D(1985, 3, 5)),
        ("s01/02/1990", D(1990, 2, 1)),
        ("s1985-03-05", D(1985, 3, 5)),
        ("s1985-03-05 00:00:00", D(1985, 3, 5)),
        ("sngày 5 tháng 3 năm 1985", D(1985, 3, 5)),
        ("s05 / 03 / 1985", D(1985, 3, 5)),
        ("s5-Mar-1985", D(1985, 3, 5)),
        ("s05 March 1985", D(1985, 3, 5)),
        ("stháng 3/1985", (D(1985, 3, 1), "date_month_only")),
        ("stháng 3 năm 1985", (D(1985, 3, 1), "date_month_only")),
        ("sT3/1985", (D(1985, 3, 1), "date_month_only")),
        ("s../03/1985", (D(1985, 3, 1), "date_month_only")),
        ("s--/03/1985", (D(1985, 3, 1), "date_month_only")),
        ("snăm 1985", (D(1985, 1, 1), "date_year_only")),
        ("s../../1985", (D(1985, 1, 1), "date_year_only")),
        ("sT13/1985", "date_impossible"),
        ("s5-Mai-1985", "date_unreadable"),
        ("s../1985", "date_unreadable"),
        ("d1985-03-05", D(1985, 3, 5)),
        ("n31111", D(1985, 3, 5)),
        ("n31111.5", D(1985, 3, 5)),
        ("s03/1985", (D(1985, 3, 1), "date_month_only")),
        ("s1985-03", (D(1985, 3, 1), "date_month_only")),
        ("s00/03/1985", (D(1985, 3, 1), "date_month_only")),
        ("s1985", (D(1985, 1, 1), "date_year_only")),
        ("n1985", (D(1985, 1, 1), "date_year_only")),
        ("s00/00/1985", (D(1985, 1, 1), "date_year_only")),
        ("s03/25/1985", "date_impossible"),
        ("s31/02/1985", "date_impossible"),
        ("s05/00/1985", "date_impossible"),
        ("s01/01/0085", "date_impossible"),
        ("s05/03/85", "date_short_year"),
        ("n19850305", D(1985, 3, 5)),  # eight figures are a date in one order alone: no month is 19 or 20
        ("s05031985", D(1985, 3, 5)),
        ("n5031985", D(1985, 3, 5)),
        ("n19851305", "date_unreadable"),
        ("s31021985", "date_unreadable"),
        ("n198503055", "date_unreadable"),
        ("s5 thg 3, 1985", D(1985, 3, 5)),
        ("sMarch 5, 1985", D(1985, 3, 5)),
        ("s05-III-1985", D(1985, 3, 5)),
        ("s05-XIII-1985", "date_unreadable"),
        ("s5 thg 13, 1985", "date_impossible"),
        ("n5.1985", "date_unreadable"),
        ("s5 tháng 3", "date_unreadable"),
        ("s31111", "date_unreadable"),
        ("b1", "date_unreadable"),
        ("s-", None),
        ("e#N/A", "cell_error"),
        ("f", "formula_without_value"),
    ],
)  # fmt: skip
def test_dates(cell: str, expected: object) -> None:
    assert read("birth_date", cell) == expected


def test_serials_of_a_workbook_that_counts_from_1904() -> None:
    assert read("birth_date", "n29649", epoch_1904=True) == D(1985, 3, 5)


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("s38 năm 02 tháng", "months", 458),
        ("s38n2t", "months", 458),
        ("s38 NĂM", "years", 456),
        ("s5 tháng", "years", 5),
        ("s33 years 6 months", "months", 402),
        ("n402", "months", 402),
        ("s402", "months", 402),
        ("s402,0", "months", 402),
        ("n33.5", "years", 402),
        ("s33,5", "years", 402),
        ("n33", "years", 396),
        ("n33.6", "years", "duration_two_readings"),
        ("s33,6", "years", "duration_two_readings"),
        ("s38.02", "years", "duration_two_readings"),
        ("n33.6", "months", "duration_two_readings"),
        ("n33.25", "years", "duration_fraction"),
        ("s38 năm 14 tháng", "months", "months_over_eleven"),
        ("skhoảng 30", "months", "duration_unreadable"),
        ("d1985-01-01", "months", "number_made_date"),
        ("n-3", "months", -3),
    ],
)  # fmt: skip
def test_durations(cell: str, unit: str, expected: object) -> None:
    assert read("si_months", cell, months=unit) == expected


def test_a_duration_with_two_readings_names_both() -> None:
    _, faults = parse_cells(ROSTER_BY_NAME["si_months"], ["n33.6"], Manner(months="years"))
    assert faults[0].message.params == {"value": "33.6", "years": 33, "months": 6, "other": 403}


@pytest.mark.parametrize(
    ("cell", "plain", "expected"),
    [
        ("s2,34", False, 2.34),
        ("s2.34", False, 2.34),
        ("n2.34", False, 2.34),
        ("n4.9799999999999995", False, 4.98),
        ("s2,3456", False, 2.3456),
        ("s6", False, 6.0),
        ("s1.234", False, "number_two_readings"),
        ("s1,234", False, "number_two_readings"),
        ("s1.234", True, 1.234),
        ("s1,234", True, "number_two_readings"),
        ("s0,125", False, 0.125),
        ("n1.234", False, 1.234),
        ("n2.34567", False, "too_many_decimals"),
        ("s2,34567", False, "too_many_decimals"),
        ("s1.234,5", False, 1234.5),
        ("sabc", False, "number_unreadable"),
        ("s1_000", False, "number_unreadable"),
        ("s١٢", False, "number_unreadable"),
        ("sinf", False, "number_unreadable"),
        ("nnan", False, "number_unreadable"),
        ("b1", False, "number_unreadable"),
        ("n1e16", False, "number_too_large"),
    ],
)  # fmt: skip
def test_coefficients(cell: str, plain: bool, expected: object) -> None:
    assert read("salary_coefficient", cell, plain=plain) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("n25", 25.0),
        ("s25", 25.0),
        ("s25%", 25.0),
        ("s25,5%", 25.5),
        ("s25,5 %", 25.5),
        ("p0.25", 25.0),
        ("p0.07", 7.0),
        ("n0", 0.0),
        ("n0.25", "percent_two_readings"),
        ("s0,25", "percent_two_readings"),
        ("s0,25%", "percent_two_readings"),
        ("n25.123", "too_many_decimals"),
        ("shai mươi", "number_unreadable"),
    ],
)  # fmt: skip
def test_percents(cell: str, expected: object) -> None:
    assert read("over_frame_pct", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("s1.234.567", 1_234_567),
        ("s1,234,567", 1_234_567),
        ("s12 000 000 đ", 12_000_000),
        ("s12.000.000 đồng", 12_000_000),
        ("s12.000.000,00", 12_000_000),
        ("s12.000", 12_000),
        ("n12000000", 12_000_000),
        ("s12000000.0", 12_000_000),
        ("s12,5", "number_not_whole"),
        ("n12.5", "number_not_whole"),
        ("s1.23.456", "number_unreadable"),
        ("s12 triệu", "number_unreadable"),
    ],
)  # fmt: skip
def test_money(cell: str, expected: object) -> None:
    assert read("contract_salary_vnd", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("s3", 3), ("n3", 3), ("s3,0", 3), ("s3.000", 3000), ("s3,5", "number_not_whole"), ("sba", "number_unreadable")],
)
def test_whole_numbers(cell: str, expected: object) -> None:
    assert read("step", cell) == expected


def test_a_whole_number_with_three_zeros_has_two_readings_in_canonical_files() -> None:
    assert read("step", "s3.000", plain=True) == "number_zeros_two_readings"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("sex", "sNữ", "F"),
        ("sex", "sNU\u031b\u0303", "F"),
        ("sex", "sFEMALE", "F"),
        ("sex", "skhác", "enum_unknown"),
        ("category", "scông\u00a0chức", "civil_servant"),
        ("category", "sHĐ 68", "contract"),
        ("rating_1", "sHTXSNV", "excellent"),
        ("rating_1", "sHoàn thành tốt\nnhiệm vụ", "good"),
        ("lock", "sKhoá", "enum_unknown"),
        ("volunteers", "sCó", "any"),
    ],
)  # fmt: skip
def test_words(column: str, cell: str, expected: object) -> None:
    assert read(column, cell) == expected


@pytest.mark.parametrize("cell", ["sx", "sX", "scó", "s1", "n1", "b1", "strue", "sYes"])
def test_yes(cell: str) -> None:
    assert read("key_role", cell) is True


@pytest.mark.parametrize("cell", ["skhông", "s0", "n0", "b0", "sfalse", "sNO"])
def test_no(cell: str) -> None:
    assert read("key_role", cell) is False


def test_a_word_that_is_neither_yes_nor_no() -> None:
    assert read("key_role", "scó thể") == "bool_unknown"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("skills", "sthẩm định; đàm phán ;thẩm định;", "thẩm định;đàm phán"),
        ("skills", "shóa chất, vật liệu nổ", "hóa chất, vật liệu nổ"),
        ("attention_groups", "sDân tộc thiểu số; con liệt sĩ", "ethnic_minority;martyr_family"),
        ("attention_groups", "sDTTS, Thương binh", "ethnic_minority;war_merit"),
        ("attention_groups", "sCán bộ luân chuyển", ("Cán bộ luân chuyển", "group_unknown")),
    ],
)  # fmt: skip
def test_lists(column: str, cell: str, expected: object) -> None:
    assert read(column, cell) == expected


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("employee_id", "n123", "123"),
        ("employee_id", "s00123", "00123"),
        ("employee_id", "n1.234567890123456e+17", "id_lost_digits"),
        ("rank_code", "n1.003", "01.003"),
        ("rank_code", "n15.11", "15.110"),
        ("full_name", "sNguye\u0302\u0303n\u00a0 Va\u0306n\u200b A", "Nguyễn Văn A"),
        ("full_name", "sNA", "NA"),
    ],
)  # fmt: skip
def test_text(column: str, cell: str, expected: object) -> None:
    assert read(column, cell) == expected


@given(st.dates(D(1900, 1, 1), D(2150, 12, 31)))
def test_every_date_is_read_back(date: dt.date) -> None:
    for shown in (date.strftime("%d/%m/") + f"{date.year:04d}", date.isoformat()):
        assert read("birth_date", "s" + shown) == date


@given(st.integers(0, 720))
def test_every_duration_is_read_back(months: int) -> None:
    years, rest = divmod(months, 12)
    assert read("si_months", f"s{years} năm {rest:02d} tháng") == months
    assert read("si_months", f"n{months}") == months


@given(st.decimals(0, 13, places=2))
def test_every_coefficient_is_read_back_with_comma_and_point(value: Decimal) -> None:
    assert read("salary_coefficient", f"s{value}") == float(value)
    assert read("salary_coefficient", f"s{value}".replace(".", ",")) == float(value)


@given(st.integers(1, 10**12))
def test_every_amount_is_read_back_with_either_separator(value: int) -> None:
    for shown in (f"{value:,}", f"{value:,}".replace(",", "."), str(value)):
        assert read("contract_salary_vnd", "s" + shown) == value


@given(st.sampled_from(sorted(ROSTER_BY_NAME)), st.sampled_from("snpdbt"), st.text(max_size=20))
def test_no_text_makes_a_parser_fail_in_any_other_way(column: str, letter: str, text: str) -> None:
    if letter in "npdb":  # the child writes only what it has read as that kind
        text = {"n": "12.5", "p": "0.3", "d": "2000-01-31", "b": "1"}[letter]
    values, _ = parse_cells(ROSTER_BY_NAME[column], [letter + text], Manner())
    assert len(values) == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("n3", 3), ("s3", 3), ("s03", 3), ("s3/9", 3), ("s 3 / 12 ", 3), ("sBậc 3", 3), ("sbậc 3/9", 3), ("n3.5", "number_not_whole"),
        ("d2026-09-03", "number_made_date"), ("s3-9", "number_unreadable"), ("sba", "number_unreadable"),
    ],
)  # fmt: skip
def test_steps(cell: str, expected: object) -> None:
    """Excel makes a date of 3/9: that cell is reported, never turned back."""
    assert read("step", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("sHTXSNV", "excellent"), ("sHoàn thành xuất sắc NV", "excellent"), ("sHT xuất sắc", "excellent"), ("sHTTNV", "good"), ("sHT tốt nhiệm vụ", "good"),
        ("sTốt", "good"), ("sHTNV", "completed"), ("shoàn thành", "completed"), ("sKHTNV", "not_completed"), ("sKhông HTNV", "not_completed"),
        ("sChưa hoàn thành nhiệm vụ", "not_completed"), ("sKhá", "enum_unknown"), ("sA", "enum_unknown"), ("n1", "enum_unknown"),
    ],
)  # fmt: skip
def test_ratings(cell: str, expected: object) -> None:
    assert read("rating_1", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("n100", "excellent"), ("n90", "excellent"), ("n89.9", "good"), ("s89,9", "good"), ("n70", "good"), ("n69.99", "completed"), ("s50 điểm", "completed"),
        ("n49.5", "not_completed"), ("s92/100", "excellent"), ("s 92.5 / 100 ", "excellent"), ("s75đ", "good"), ("n11", "not_completed"),
        ("n10", "enum_unknown"), ("n9.5", "enum_unknown"), ("s9/10", "enum_unknown"), ("n0", "enum_unknown"), ("n100.5", "enum_unknown"), ("n920", "enum_unknown"),
        ("n-92", "enum_unknown"), ("s92,5,1", "enum_unknown"), ("s92 - 95", "enum_unknown"), ("d2026-09-01", "enum_unknown"),
    ],
)  # fmt: skip
def test_points_of_a_hundred_are_a_rating(cell: str, expected: object) -> None:
    """NĐ 335/2025: 90, 70, 50. Points on a scale of ten, and a code of somebody's own, have no one reading."""
    assert read("rating_2", cell) == expected


@given(
    st.dates(D(1930, 1, 1), D(2010, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "ngày %d tháng %m năm %Y", "%d %b %Y"]),
)
def test_every_way_of_writing_a_date_is_read_back(day: dt.date, form: str) -> None:
    assert read("birth_date", "s" + day.strftime(form)) == day


@given(
    st.integers(0, 60),
    st.integers(0, 11),
    st.sampled_from(["{y} năm {m} tháng", "{y}n{m}t", "{y}N {m}T", "{y} năm, {m} tháng", "{y} nam {m:02d} thang"]),
)
def test_every_way_of_writing_a_duration_is_read_back(years: int, months: int, form: str) -> None:
    assert read("si_months", "s" + form.format(y=years, m=months), months="unsaid") == 12 * years + months
