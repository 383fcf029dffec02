"""The same fault in many rows is told once, with its rows; errors come before warnings."""

from __future__ import annotations

from planner.core.alike import MANY, RUNS_SHOWN, rows_text, told_once
from planner.core.errors import Problem, problem


def fault(row: int | None, value: str = "NULL", column: int = 4, **more: str) -> Problem:
    return problem("roster.number_unreadable", file="VPC.xlsx", sheet="VPC", row=row, column=column, value=value, **more)


def test_equal_faults_of_a_column_are_one_sentence_with_all_rows() -> None:
    (once,) = told_once([fault(2), fault(3), fault(4), fault(9)])
    assert once.rows == (2, 3, 4, 9) and once.same
    assert once.sentence("en").startswith("VPC.xlsx, VPC, rows 2-4, 9, D: “NULL”")
    assert once.sentence("vi").startswith("VPC.xlsx, VPC, dòng 2-4, 9, cột D: “NULL”")
    assert once.as_dict("en")["rows"] == [2, 3, 4, 9] and once.as_dict("en")["severity"] == "error"


def test_two_equal_faults_are_one_and_one_is_as_it_was() -> None:
    assert [each.rows for each in told_once([fault(2), fault(7)])] == [(2, 7)]
    (alone,) = told_once([fault(2)])
    assert alone.sentence("en") == fault(2).sentence("en")


def test_faults_whose_values_differ_are_one_where_they_are_many() -> None:
    few = [fault(row, f"a{row}") for row in range(2, 1 + MANY)]
    assert [each.rows for each in told_once(few)] == [(p.row,) for p in few]
    many = [*few, fault(20, "b")]
    (once,) = told_once(many)
    assert not once.same and "“a2”" in once.sentence("en") and "That is row 2" in once.sentence("en")
    assert "Đây là dòng 2" in once.sentence("vi") and once.rows == (2, 3, 4, 20)


def test_equal_ones_stand_apart_from_those_that_differ() -> None:
    told = told_once([fault(2, "a"), fault(3), fault(4, "b"), fault(5), fault(6, "c"), fault(7, "d")])
    assert sorted(each.rows for each in told) == [(2, 4, 6, 7), (3, 5)]


def test_another_column_sheet_file_or_heading_is_another_fault() -> None:
    assert len(told_once([fault(2), fault(2, column=5)])) == 2
    headings = [problem("roster.heading_unknown", file="VPC.xlsx", sheet="VPC", row=None, heading=word, severity="warning") for word in "abcdef"]
    assert len(told_once(headings)) == 6


def test_errors_come_first_in_their_own_order() -> None:
    warned = problem("roster.row_hidden", file="VPC.xlsx", sheet="VPC", row=2, column=3, severity="warning")
    told = told_once([warned, fault(9), fault(3, "x")])
    assert [each.severity for each in told] == ["error", "error", "warning"]
    assert [each.first.row for each in told] == [9, 3, 2]


def test_rows_are_stretches_and_end_with_an_ellipsis() -> None:
    assert rows_text([2]) == "2" and rows_text([2, 3, 5]) == "2-3, 5" and rows_text([]) == ""
    assert rows_text(range(1, 100, 2)).count(",") == RUNS_SHOWN and rows_text(range(1, 100, 2)).endswith(", …")
