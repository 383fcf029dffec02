"""A plan says what speaks against those who leave, which protections could not be applied, and which exits were overdue."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from planner.cli.main import run as command
from planner.plan.leavers import leaver_notes
from planner.plan.plan import Run
from planner.plan.unverified_data import verification_queue
from planner.roster.corrections import apply, correct
from planner.roster.load import read
from planner.roster.people.checks.noticed import noticed_of
from planner.roster.people.checks.protections import absent_protections
from planner.roster.people.frame import Roster
from planner.roster.write import write_roster
from planner.service.run import Request, make_run
from tests.builder import scenario_with
from tests.messy.difficult.cases import case_of


def roster(folder: Path) -> Roster:
    """Ten people, two of them on maternity leave by a note alone, one past the retirement age."""
    case = case_of("A05")
    case.draft.page.write("birth_date", dt.date(1962, 3, 1))
    return read(case.write(folder))


def plan(found: Roster) -> Run:
    """A plan by which four of the ten leave."""
    periods = [{"name": "2027", "leave_on": dt.date(2027, 7, 1), "reduction_at_least": 0.4}]
    return make_run(Request(scenario_with(periods=periods), found, 20))


def test_a_plan_names_what_speaks_against_its_leavers(tmp_path: Path) -> None:
    run = plan(roster(tmp_path))
    assert run.decisions is not None
    said = {warning.message.key: warning.message.params for warning in run.warnings if warning.message.key.startswith("leavers.")}
    left = set(run.decisions["employee_id"][run.decisions["decision"] != "retain"])
    noted = {w.message.params["person"] for w in run.warnings if w.message.key == "leavers.against"}
    assert noted == left & {"GC03", "GC06", "GC08", "GC09"}
    assert said["leavers.overdue"]["count"] == 1 and "GC01" in said["leavers.overdue"]["who"]
    assert "“Maternity leave”" in said["leavers.unprotected_mothers"]["en"]
    noticed = run.summary["noticed"]  # the same with every id, for who wants to see the names
    assert noticed["against"] == len(noted) and noticed["overdue"] == ["GC01"]
    concerned = {entry["column"]: entry for entry in noticed["protections"]}
    assert concerned["youngest_child_born_on"]["people"] == said["leavers.unprotected_parents"]["count"]
    assert set(concerned["maternity_leave"]["employee_ids"]) <= left & {"GC06", "GC08"}
    assert run.summary["warnings"] == [w.sentence("en") for w in run.warnings]


def test_check_says_it_before_any_plan(tmp_path: Path) -> None:
    found = roster(tmp_path)
    keys = [m.key.removeprefix("leavers.") for m in noticed_of(found, dt.date(2026, 12, 1)).messages()]
    assert keys == ["against_count", "overdue_count", "absent_parents", "absent_mothers", "absent_everybody"]
    past = [p for p in found.problems if p.message.key == "leavers.past_retirement"]
    assert [(p.row, p.label) for p in past] == [(2, "D")]


def test_a_note_a_correction_or_a_canonical_file_does_not_make_a_column(tmp_path: Path) -> None:
    """What no sheet has stays so, whatever single notes say of it, also once the roster is corrected and written down."""
    found = roster(tmp_path)
    noted = next(d for d in found.status.doubts if d.column == "maternity_leave")
    person = str(found.people["employee_id"].iloc[noted.line])
    made, problems = apply(found, [correct(found, person, "maternity_leave", "true", by="HR", reason="ghi chú")])
    assert made is not None and not problems
    write_roster(made, tmp_path / "kept.parquet")
    kept = replace(read(tmp_path / "kept.parquet"), corrections=made.corrections)
    on = dt.date(2026, 12, 1)
    said = [[(a.group, a.columns, int(a.concerned.sum())) for a in absent_protections(each, on)] for each in (found, made, kept)]
    assert said[0] == said[1] == said[2] and any("maternity_leave" in columns for _, columns, _ in said[0])


def test_each_leaver_of_a_note_is_a_row_with_what_is_said(tmp_path: Path) -> None:
    run = plan(roster(tmp_path))
    for lang in ("vi", "en"):
        frame = leaver_notes(run.instance, run.plan.chosen, lang)
        assert list(frame.columns) == ["kind", "employee_id", "full_name", "unit", "said"]
        named = {w.message.params["person"] for w in run.warnings if w.message.key == "leavers.against"}
        assert set(frame.loc[frame["kind"].eq("against"), "employee_id"]) == named
        assert list(frame.loc[frame["kind"].eq("overdue"), "employee_id"]) == ["GC01"]
        many = next(w.message.params["count"] for w in run.warnings if w.message.key == "leavers.unprotected_everybody")
        assert frame["kind"].eq("unprotected").sum() >= many and frame["said"].str.len().gt(5).all()
    assert not len(leaver_notes(run.instance, None, "vi"))


def test_each_remark_offers_a_value_and_says_what_it_would_change(tmp_path: Path) -> None:
    run = plan(roster(tmp_path))
    queue = verification_queue(run.instance.roster, run, "en")
    remarks = list(queue[queue["why"].str.contains("is said of this person")].itertuples())
    assert {(row.employee_id, row.column, row.other) for row in remarks} == {
        ("GC03", "full_name", "no longer counted (take the row out)"),
        ("GC06", "maternity_leave", "Yes"),
        ("GC06", "youngest_child_born_on", "2026-09-10"),
        ("GC08", "maternity_leave", "Yes"),
        ("GC09", "lock", "Keep"),
    }
    said = {row.employee_id: row for row in reversed(remarks)}
    assert run.decisions is not None
    left = set(run.decisions["employee_id"][run.decisions["decision"] != "retain"])
    assert said["GC03"].effect == "counted"
    assert all((said[id].effect == "decision") == (id in left) for id in ("GC06", "GC08", "GC09"))


def test_a_list_of_another_day_is_one_question_for_the_whole_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case_of("105").write(tmp_path)
    queue = verification_queue(read(path), None, "en")
    whole = queue[queue["why"].str.contains("months of insurance are lacking")]
    assert whole[["employee_id", "column", "people", "sheet", "row"]].values.tolist() == [["", "si_months", 5, "VPC", 2]]
    months = (dt.date.today().year - 2021) * 12 + dt.date.today().month - 12  # since the last day of 2021
    assert str(months) in whole["other"].iloc[0] or str(months - 1) in whole["other"].iloc[0]
    command(["check", str(path)])
    assert "VPC, 5 people, “Social insurance (months)”" in capsys.readouterr().out
