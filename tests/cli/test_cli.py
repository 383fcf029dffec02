"""The commands as users call them: exit codes, places, whole files."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from planner.roster.people.frame import Roster
from planner.service.manifest import write_manifest
from tests.builder import ROOT, target
from tests.cli.desk import PEOPLE, call, furnish, write_scenario


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a roster and a scenario."""
    return furnish(tmp_path)


def test_solve_writes_a_plan_that_verify_believes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("solve", desk / "s.yaml", "--out", desk / "plan") == 0
    shown = capsys.readouterr()
    assert "proven" in shown.out and not shown.err
    assert {p.name for p in (desk / "plan").iterdir()} == {"plan.json", "decisions.csv", "plan.xlsx", "inputs", "manifest.json"}
    assert call("verify", desk / "plan") == 0
    assert "hold" in capsys.readouterr().out


def test_verify_prints_every_breach_and_ends_with_1(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("solve", desk / "s.yaml", "--out", desk / "plan")
    file = desk / "plan" / "decisions.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("P06,B,retain", "P06,B,transfer_out"), encoding="utf-8")
    capsys.readouterr()
    assert call("verify", desk / "plan") == 1
    assert "decisions.csv: this file was changed" in capsys.readouterr().out
    write_manifest(desk / "plan")
    assert call("verify", desk / "plan") == 1
    assert "P06" in capsys.readouterr().out


def test_the_same_input_gives_the_same_bytes(desk: Path) -> None:
    call("solve", desk / "s.yaml", "--out", desk / "one")
    call("solve", desk / "s.yaml", "--out", desk / "two")
    assert (desk / "one" / "decisions.csv").read_bytes() == (desk / "two" / "decisions.csv").read_bytes()


def test_an_impossible_target_ends_with_3_and_says_why(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_scenario(desk, "no", periods=target(1.0), keep={"key_roles": True})
    assert call("solve", file, "--out", desk / "plan") == 3
    shown = capsys.readouterr().out
    assert "periods.2027.reduction_at_least" in shown and "keep.key_roles" in shown
    assert sorted(p.name for p in (desk / "plan").iterdir()) == ["inputs", "manifest.json", "plan.json"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"titel": "x"}, "titel"),
        ({"units": {"by_unit": {"XX": {"minimum_headcount": 1}}}}, "no unit XX"),
        ({"keep": {"people": ["P77"]}}, "no person P77"),
        ({"fairness": [{"by": "shoe_size", "max_ratio": 1.0}]}, "shoe_size"),
        ({"roster": "nowhere.csv"}, "nowhere.csv"),
    ],
)
def test_a_broken_scenario_ends_with_2_and_writes_nothing(desk: Path, changes: dict[str, Any], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("solve", write_scenario(desk, "bad", **changes), "--out", desk / "plan") == 2
    shown = capsys.readouterr()
    assert words in shown.err and "Traceback" not in shown.err
    assert not (desk / "plan").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["solve"],
        ["solve", "none.yaml", "--out", "x"],
        ["solve", "s.yaml", "--out", "x", "--time-limit", "soon"],
        ["benefits", "roster.csv", "--leave-on", "01/07/2027", "--out", "b.csv"],
        ["benefits", "roster.csv", "--leave-on", "2027-07-01", "--out", "b.csv", "--regime", "nd1"],
        ["benefits", "roster.csv", "--leave-on", "2027-07-01", "--out", "b.doc"],
        ["check", "none.xlsx"],
        ["sample", "x.doc", "--people", "10", "--units", "2", "--seed", "1"],
        ["sample", "x.csv", "--people", "2", "--units", "5", "--seed", "1"],
        ["template", "x.docx"],
        ["compare", "plan"],
        ["compare", "plan", "none"],
        ["verify", "none"],
        ["explain", "none", "P01"],
        ["batch", "s.yaml", "s.yaml", "--out", "x"],
        ["batch", "s.yaml", "--out", "x", "--scheduler", "tcp://127.0.0.1:1"],
        ["export-model", "none.yaml", "x.mps"],
        ["--lang", "fr", "check", "roster.csv"],
        ["conquer"],
    ],
    ids=lambda a: " ".join(a)[:40],
)
def test_wrong_arguments_end_with_2_and_a_sentence(desk: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    before = {p.name for p in desk.iterdir()}
    assert call(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.err.strip() and "Traceback" not in shown.err
    assert {p.name for p in desk.iterdir()} == before


def test_check_prints_places_and_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = desk / "roster.csv"
    text = file.read_text(encoding="utf-8").splitlines()
    text[2] = text[2].replace("P02", "P01")
    file.write_text("\n".join(text), encoding="utf-8")
    assert call("check", file, "--json", "--normalized", desk / "n.csv") == 2
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert found["errors"][0]["row"] == 3 and found["errors"][0]["column"] == "employee_id" and found["errors"][0]["sheet"] is None
    assert "roster.csv" in shown.err
    assert not (desk / "n.csv").exists()


def test_check_normalizes_a_good_roster(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", desk / "roster.csv", "--normalized", desk / "n.csv") == 0
    assert (desk / "n.csv").read_bytes() == (desk / "roster.csv").read_bytes()
    assert (desk / "n.units.csv").is_file()
    assert "6 people in 2 units" in capsys.readouterr().out


def test_benefits_are_six_rows_a_person(desk: Path) -> None:
    assert call("benefits", desk / "roster.csv", "--leave-on", "2027-07-01", "--out", desk / "b.csv") == 0
    with (desk / "b.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6 * len(PEOPLE)
    assert {r["eligible"] for r in rows} == {"true", "false"}
    assert all(r["reason"] for r in rows if r["eligible"] == "false")


def test_batch_has_a_row_for_each_scenario_and_resumes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [desk / "s.yaml", write_scenario(desk, "no", periods=target(1.0), keep={"key_roles": True}), write_scenario(desk, "bad", titel="x")]
    assert call("batch", *files, "--workers", 2, "--out", desk / "runs") == 2
    with (desk / "runs" / "runs.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(r["scenario"], r["status"]) for r in rows] == [("s.yaml", "optimal"), ("no.yaml", "infeasible"), ("bad.yaml", "error")]
    assert "titel" in rows[2]["error"] and (desk / "runs" / "comparison.xlsx").is_file()
    stamp = (desk / "runs" / "s" / "plan.json").stat().st_mtime_ns
    assert call("batch", *files[:2], "--resume", "--out", desk / "runs") == 0
    assert (desk / "runs" / "s" / "plan.json").stat().st_mtime_ns == stamp
    capsys.readouterr()


def test_compare_and_explain_speak_of_the_plans(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("solve", desk / "s.yaml", "--out", desk / "a")
    call("solve", write_scenario(desk, "t", periods=target(0.34)), "--out", desk / "b")
    capsys.readouterr()
    assert call("compare", desk / "a", desk / "b") == 0
    assert "people on whom the plans differ" in capsys.readouterr().out
    assert call("explain", desk / "a", "P04") == 0
    assert "135/2020" in capsys.readouterr().out
    assert call("--lang", "vi", "explain", desk / "a", "P04") == 0
    assert "Nghỉ hưu" in capsys.readouterr().out
    assert call("explain", desk / "a", "P4") == 2
    assert "P04" in capsys.readouterr().err


def test_plans_of_different_units_are_compared_too(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("solve", desk / "s.yaml", "--out", desk / "a")
    step = {"merge": ["B"], "into": {"unit": "N", "name": "Cục N", "kind": "agency_2"}}
    call("solve", write_scenario(desk, "t", periods=target(0.5), reorganise=[step]), "--out", desk / "b")
    capsys.readouterr()
    assert call("compare", desk / "a", desk / "b") == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert any(row[:1] == ["B"] for row in rows) and any(row[:1] == ["N"] for row in rows)


def test_export_model_is_written_for_infeasible_scenarios_too(desk: Path) -> None:
    assert call("export-model", desk / "s.yaml", desk / "m.mps") == 0
    assert call("export-model", write_scenario(desk, "no", periods=target(1.0), keep={"key_roles": True}), desk / "n.mps") == 0
    assert "MARKER" in (desk / "n.mps").read_text(encoding="utf-8")


def test_no_time_at_all_is_an_honest_answer(desk: Path) -> None:
    code = call("solve", desk / "s.yaml", "--out", desk / "plan", "--time-limit", 0.001)
    assert code in (0, 4)
    status = json.loads((desk / "plan" / "plan.json").read_text(encoding="utf-8"))["status"]
    assert (status == "unknown") == (code == 4)


@pytest.mark.parametrize("module", [["-m", "planner"], ["-X", "utf8=0", "-m", "planner"]])
def test_help_stands_in_plain_terminals(module: list[str]) -> None:
    done = subprocess.run([sys.executable, *module, "--help"], capture_output=True, env={"LANG": "C", "PATH": "/usr/bin"}, cwd=ROOT, check=False)
    assert done.returncode == 0
    for command in ("template", "sample", "check", "benefits", "solve", "batch", "compare", "explain", "verify", "export-model"):
        assert command.encode() in done.stdout


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("template", "sample", "check", "benefits", "solve", "batch", "compare", "explain", "verify", "export-model"):
        assert call(command, "--help") == 0
        assert len(capsys.readouterr().out) > 100


def test_the_sample_ministry_plans_and_verifies(ministry: Roster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("solve", ROOT / "scenarios" / "base_2030.yaml", "--out", tmp_path / "plan") == 0
    summary = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert summary["status"] == "optimal" and summary["headcount"]["baseline"] == len(ministry.people) == 1500
    assert call("verify", tmp_path / "plan") == 0
    capsys.readouterr()
