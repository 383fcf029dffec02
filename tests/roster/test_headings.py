"""Headings in one row and in several: what each names, and what none may guess."""

from __future__ import annotations

import pytest

from planner.core.columns import ROSTER
from planner.roster.tables.grid import Grid
from planner.roster.tables.heading_rows import find_headings
from planner.roster.tables.headings import Heading, match_path


def named(heading: Heading | None) -> str | None:
    if heading is None:
        return None
    return (
        heading.column.name
        + (f"[{heading.part}]" if heading.part else "")
        + (f" {heading.months}" if heading.column.kind == "months" and not heading.part else "")
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Họ và tên",), "full_name"),
        (("Chức vụ",), "position_title"),
        (("Phụ cấp", "Chức vụ"), "leadership_allowance"),
        (("Các khoản phụ cấp (hệ số)", "Chức vụ"), "leadership_allowance"),
        (("Phụ cấp", "TNVK (%)"), "over_frame_pct"),
        (("Phụ cấp", "Công vụ", "%"), "public_service_pct"),
        (("Phụ cấp", "Khu vực"), None),
        (("Tiền lương", "Phụ cấp", "Vượt khung"), "over_frame_pct"),
        (("Lương hiện hưởng", "Hệ số"), "salary_coefficient"),
        (("Lương", "Mã ngạch"), "rank_code"),
        (("Lương mới", "Thời điểm hưởng"), None),
        (("Quy hoạch", "Chức vụ"), None),
        (("Ngày, tháng, năm sinh", "Nam"), "birth_date[male]"),
        (("Năm sinh", "Nữ"), "birth_date[female]"),
        (("Giới tính", "Nữ"), "sex[female]"),
        (("Ngày sinh", "dd/mm/yyyy"), "birth_date"),
        (("Ngày sinh", "của con"), None),
        (("Vợ (chồng)", "Họ và tên"), None),
        (("Thông tin chung", "Họ và tên"), "full_name"),
        (("Thời gian đóng BHXH", "Năm"), "si_months[years]"),
        (("Thời gian đóng BHXH", "Số tháng"), "si_months[months]"),
        (("Thời gian đóng BHXH",), "si_months unsaid"),
        (("Số năm đóng BHXH",), "si_months years"),
        (("Xếp loại", "2025"), "rating_1[2025]"),
        (("Kết quả đánh giá, xếp loại", "Năm 2024"), "rating_1[2024]"),
        (("Xếp loại năm 2025",), "rating_1[2025]"),
        (("Xếp loại chất lượng công chức năm 2025",), "rating_1[2025]"),
        (("Quy hoạch năm 2025",), None),
        (("Khen thưởng năm 2025",), None),
    ],
)
def test_what_a_heading_names(path: tuple[str, ...], expected: str | None) -> None:
    assert named(match_path(path, ROSTER)) == expected


def grid_of(*rows: list[str | None], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    return Grid("f.xlsx", "S", [(at, [c if c is None else "s" + c for c in row]) for at, row in enumerate(rows, 1)], merged=merged)


def test_a_merged_cell_reaches_as_far_as_it_is_merged() -> None:
    upper = ["Họ và tên", "Phụ cấp", None, None, "Đơn vị"]
    lower = [None, "Chức vụ", "Vượt khung", "Mã số", None]
    found = find_headings(grid_of(upper, lower, merged=((1, 1, 2, 1), (1, 2, 1, 3), (1, 5, 2, 5))), ROSTER)
    assert found is not None and (found.first, found.last) == (0, 1)
    assert [named(m) for m in found.matches] == ["full_name", "leadership_allowance", "over_frame_pct", "employee_id", "unit"]


def test_without_merging_a_blank_belongs_to_the_heading_on_its_left() -> None:
    found = find_headings(grid_of(["Họ và tên", "Ngày sinh", None, "Đơn vị"], [None, "Nam", "Nữ", None]), ROSTER)
    assert found is not None and [named(m) for m in found.matches] == ["full_name", "birth_date[male]", "birth_date[female]", "unit"]


def test_a_first_person_is_never_taken_for_a_second_row_of_headings() -> None:
    rows = [["Họ và tên", "Ngày sinh", None, "Đơn vị"], ["Lê An", "05/03/1985", "Nữ", "VP"], ["Lê Bình", "1985", "Nam", "VP"]]
    found = find_headings(grid_of(*rows), ROSTER)
    assert found is not None and (found.first, found.last) == (0, 0)


def test_nothing_is_found_where_nothing_is_known() -> None:
    assert find_headings(grid_of(["a", "b"], ["c", "d"]), ROSTER) is None
