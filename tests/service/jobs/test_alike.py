"""Problems told once: what counts as the same fault, and in which order the faults stand."""

from __future__ import annotations

import pytest

from planner.core.errors import Problem, problem
from planner.core.texts import Message
from planner.service.jobs.alike import alike, rows_said
from planner.service.jobs.state import problem_records


def empty(row: int, column: int = 4, sheet: str = "VP", severity="error") -> Problem:
    return problem("corrections.cell_empty", file="a.xlsx", sheet=sheet, row=row, column=column, severity=severity)


def groups(*problems: Problem) -> list[tuple[str, tuple[int, ...], str]]:
    return [(each.severity, each.at, each.rows) for each in alike(problem_records(problems))]


def test_the_same_fault_in_many_rows_is_one_with_its_rows():
    assert groups(*map(empty, (9, 2, 3, 4, 12))) == [("error", (1, 2, 3, 0, 4), "2-4, 9, 12")]


def test_errors_stand_before_warnings_and_otherwise_as_they_came():
    found = [empty(2, severity="warning"), empty(3, column=7), empty(4, severity="warning"), empty(5)]
    assert groups(*found) == [("error", (1,), "3"), ("error", (3,), "5"), ("warning", (0, 2), "2, 4")]


@pytest.mark.parametrize("other", [
    empty(3, column=5), empty(3, sheet="TCCB"), empty(3, severity="warning"),
    problem("corrections.required", file="a.xlsx", sheet="VP", row=3, column=4, name="A"),
    problem("corrections.cell_empty", file="b.xlsx", sheet="VP", row=3, column=4),
])  # fmt: skip
def test_another_place_or_fault_is_another_group(other):
    assert len(groups(empty(2), other)) == 2


def test_faults_of_whole_sheets_and_what_is_said_of_single_people_are_alike_only_where_the_same_is_said():
    whole = [problem("corrections.unknown_column", file="a.xlsx", name=name) for name in ("x", "y", "x")]
    assert [each[1] for each in groups(*whole)] == [(0, 2), (1,)]
    away = [Message("roster.note_away", {"note": note, "kind": Message("roster.away_seconded", {})}) for note in ("biệt phái", "đi học", "biệt phái")]
    noted = [Problem(message, "a.xlsx", "VP", row, 12, "warning") for row, message in enumerate(away, 2)]
    assert [each[1:] for each in groups(*noted)] == [((0, 2), "2, 4"), ((1,), "3")]


def test_rows_are_ranges():
    assert rows_said([]) == "" and rows_said([7]) == "7" and rows_said([3, 2, 2, 4, 9]) == "2-4, 9"
