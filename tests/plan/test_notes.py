"""What stands at the top of a plan: units without a head, people let go whose protection could not be checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planner.plan.plan import Run
from planner.roster.load import read
from planner.service.run import Request, make_run
from tests.builder import NEAR_RETIREMENT, roster_of, run_of, scenario_with, target
from tests.messy.difficult.cases import case_of

HEAD = {"position_level": "head"}
OUT = {"lock": "leave"}


def said(run: Run, lang: str = "en") -> list[str]:
    assert run.summary["notes"] == [note.message.render("en") for note in run.notes]
    return [note.message.render(lang) for note in run.notes]


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ([{**HEAD, **OUT}, {}, {"unit": "B", **HEAD}], "Vụ A (A)"),
        ([{**HEAD, **NEAR_RETIREMENT}, {}], "Vụ A (A)"),  # a natural exit leaves the unit without a head as well
        ([{**HEAD, **OUT}, {**HEAD}, {}], ""),  # one of two heads stays
        ([{**OUT}, {}], ""),  # the unit never had a head in the roster
        ([{**HEAD, **OUT}, {"unit": "B", **HEAD}], ""),  # nobody is left in the unit
        ([{**HEAD}, {**OUT}], ""),
    ],
)
def test_a_unit_that_keeps_people_and_loses_its_head_is_named(people: list[dict[str, Any]], named: str) -> None:
    run = run_of(roster_of(*people))
    assert said(run) == ([said(run)[0]] if named else [])
    if named:
        assert f"1 unit is left without a head: {named}." in said(run)[0]
        assert f"1 đơn vị không còn người đứng đầu: {named}." in said(run, "vi")[0]


def test_more_units_than_can_be_named_are_counted() -> None:
    people = [{"unit": unit, **more} for unit in "ABCDEFGHIJKL" for more in ({**HEAD, **OUT}, {})]
    note = said(run_of(roster_of(*people)))[0]
    assert note.startswith("12 units are left without a head: Vụ A (A)") and "Vụ J (J), …" in note and "(K)" not in note


def test_who_is_let_go_though_no_sheet_says_who_is_protected_stands_at_the_top(tmp_path: Path) -> None:
    case = case_of("A05")
    roster = read(case.write(tmp_path))
    periods = [{"name": "2027", "leave_on": dt.date(2027, 7, 1), "reduction_at_least": 0.4}]
    run = make_run(Request(scenario_with(periods=periods), roster, 20))
    notes = said(run)
    assert any("the protection of parents of small children could not be applied" in note for note in notes)
    assert all(any(note in warning for warning in run.summary["warnings"]) for note in run.summary["notes"] if "could not be applied" in note)
    nobody = make_run(Request(scenario_with(), roster, 20))
    assert not any("could not be applied" in note for note in said(nobody)), said(nobody)


def test_a_doubt_about_a_protection_of_somebody_who_is_let_go_stands_at_the_top() -> None:
    from dataclasses import replace

    import numpy as np

    from planner.core.columns import ROSTER
    from planner.core.texts import Message
    from planner.roster.people.field_status import DOUBTFUL, READ, DoubtfulField, FieldStatus

    roster = roster_of(OUT, {"sex": "F"})
    codes = np.full((2, len(ROSTER)), READ, dtype=np.uint8)
    doubts = [DoubtfulField(line, "youngest_child_born_on", DOUBTFUL, Message("roster.date_year_only")) for line in (0, 1)]
    run = run_of(replace(roster, status=FieldStatus(codes, tuple(doubts))))
    assert len(said(run)) == 1 and "1 of those let go has an open doubt in “" in said(run)[0] and "(P01)" in said(run)[0]
    assert "P02" not in said(run)[0]
    other = FieldStatus(codes, (DoubtfulField(0, "rating_1", DOUBTFUL, Message("roster.date_year_only")),))
    assert not said(run_of(replace(roster, status=other)))


def test_a_plan_that_leaves_nobody_alone_has_no_notes() -> None:
    run = run_of(roster_of({**HEAD}, {}, {}), periods=target(0.3))
    assert run.summary["notes"] == [] and isinstance(run.decisions, pd.DataFrame)


def test_notes_come_before_the_figures_in_terminal_and_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    from planner.cli.show import print_run
    from planner.report.books.workbook import write_plan_workbook

    run = run_of(roster_of({**HEAD, **OUT}, {}, {}))
    print_run(run, tmp_path, "en")
    lines = capsys.readouterr().out.splitlines()
    at = next(i for i, line in enumerate(lines) if "left without a head" in line)
    assert at < next(i for i, line in enumerate(lines) if line.startswith("People present"))
    write_plan_workbook(run, tmp_path / "plan.xlsx", "vi")
    first = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    rows = [str(row[0]) for row in first.iter_rows(values_only=True)]
    at = next(i for i, cell in enumerate(rows) if "không còn người đứng đầu" in cell)
    assert at < rows.index("Số người hiện có")
