"""How each value came about: read, derived, assumed, doubtful; kept beside canonical files."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from planner.roster.load import examine, read
from planner.roster.people.field_status import ABSENT, ASSUMED, DERIVED, DOUBTFUL, READ, STATUSES
from planner.roster.people.frame import Roster
from planner.roster.write import write_roster

from .conftest import people_grid


@pytest.fixture
def roster(book_of: Callable[..., Path]) -> Roster:
    rows = people_grid()
    rows[1][3], rows[2][3] = "1975", "03/1985"
    rows[3][7] = 9.99
    return read(book_of(rows))


def statuses(roster: Roster, column: str) -> list[str]:
    assert roster.status is not None
    return [STATUSES[code] for code in roster.status.of(column)]


def test_each_value_knows_how_it_came_about(roster: Roster) -> None:
    assert statuses(roster, "full_name") == ["read"] * 3
    assert statuses(roster, "birth_date") == ["assumed", "assumed", "read"]
    assert statuses(roster, "position_level") == ["derived"] * 3
    assert statuses(roster, "unit") == ["derived"] * 3
    assert statuses(roster, "hazard_months") == ["assumed"] * 3
    assert statuses(roster, "education") == ["absent"] * 3
    assert statuses(roster, "salary_coefficient")[2] == "doubtful"
    assert {d.message.key for d in roster.status.doubts} == {
        "roster.date_year_only",
        "roster.date_month_only",
        "law.coefficient_of_no_rank",
    }  # type: ignore[union-attr]
    assert [(d.sheet, d.row, d.label) for d in roster.status.doubts][:2] == [("VKH", 2, "D"), ("VKH", 3, "D")]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_the_status_comes_back_with_a_canonical_file(roster: Roster, tmp_path: Path, name: str) -> None:
    write_roster(roster, tmp_path / name)
    again = examine(tmp_path / name).roster
    assert again is not None and again.status is not None and roster.status is not None
    np.testing.assert_array_equal(again.status.codes, roster.status.codes)
    assert again.status.doubts == roster.status.doubts
    assert again.status.lacking == roster.status.lacking and {"pregnant", "contract_end_on"} <= set(again.status.lacking)
    assert again.status.doubts[0].message.render("vi") == roster.status.doubts[0].message.render("vi")


def test_a_date_that_somebody_has_since_written_in_full_is_no_longer_assumed(roster: Roster, tmp_path: Path) -> None:
    write_roster(roster, tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text(encoding="utf-8").replace("1975-01-01", "1975-06-07")
    (tmp_path / "out.csv").write_text(text, encoding="utf-8")
    again = examine(tmp_path / "out.csv").roster
    assert again is not None and statuses(again, "birth_date") == ["read", "assumed", "read"]


def test_a_status_that_does_not_fit_is_a_warning(roster: Roster, tmp_path: Path) -> None:
    write_roster(roster, tmp_path / "out.csv")
    beside = tmp_path / "out.status.csv"
    beside.write_text(beside.read_text(encoding="utf-8").replace("A-001", "B-001"), encoding="utf-8")
    again = examine(tmp_path / "out.csv")
    assert [p.message.key for p in again.problems if p.severity == "warning" and p.file == beside.name] == ["roster.status_damaged"]
    assert again.roster is not None and again.roster.status is not None


def test_a_corrected_value_counts_as_read(roster: Roster) -> None:
    assert roster.status is not None
    settled = roster.status.settled([0], "birth_date")
    assert settled.of("birth_date").tolist() == [READ, ASSUMED, READ] and len(settled.doubts) == len(roster.status.doubts) - 1
    assert roster.status.of("birth_date")[0] == ASSUMED


def test_rows_keep_their_doubts_and_those_who_join_are_read(roster: Roster) -> None:
    assert roster.status is not None
    turned = roster.status.rows(np.array([2, -1, 0]))
    assert turned.of("birth_date").tolist() == [READ, READ, ASSUMED] and turned.of("salary_coefficient")[0] == DOUBTFUL
    assert {(d.line, d.column) for d in turned.doubts} == {(2, "birth_date"), (0, "salary_coefficient")}
    assert turned.of("education").tolist() == [ABSENT, READ, ABSENT] and turned.of("position_level")[2] == DERIVED


def test_a_status_can_be_sent_to_another_process(roster: Roster) -> None:
    again = pickle.loads(pickle.dumps(roster.status))
    assert roster.status is not None and again.doubts == roster.status.doubts
