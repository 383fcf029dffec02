"""Commands that solve again from a saved plan: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from planner.cli.main import run
from planner.service.saved_runs import save_run
from tests.builder import roster_of, run_of, target
from tests.service.beyond.cases import small_run


@pytest.fixture(autouse=True)
def _no_workspace_of_whoever_runs_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at fairness are noted where there is a workspace: here is none, whatever the app of this machine keeps."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small plan."""
    out = tmp_path_factory.mktemp("beyond") / "plan"
    save_run(small_run(1), out, workbook=False)
    return out


@pytest.fixture(scope="module")
def impossible(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a scenario that is proven impossible."""
    out = tmp_path_factory.mktemp("beyond") / "none"
    save_run(run_of(roster_of({"lock": "keep"}, {"lock": "keep"}), periods=target(0.5)), out)
    return out


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """The standard output of a call that ends with a code."""
    capsys.readouterr()
    assert run(list(arguments)) == code, capsys.readouterr().err
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_contested_says_how_many_are_open_and_writes_the_table(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    out = tmp_path / "open.csv"
    said = printed(capsys, "--lang", lang, "contested", str(plan), "--points", "30", "--workers", "1", "--out", str(out))
    assert {"en": "Settled by prices", "vi": "Xác định bằng giá bóng"}[lang] in said
    table = pd.read_csv(out)
    assert list(table.columns)[:5] == ["employee_id", "class", "best_if_leaves", "best_if_stays", "proven"]
    assert len(table) == 7 and set(table["class"]) <= {"core", "safe", "contested"}


def test_contested_says_of_everybody_what_the_plan_decides_also_where_both_are_as_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_run(run_of(roster_of(*[{"si_months": 180}] * 3), periods=target(0.33)), tmp_path / "plan", workbook=False)
    said = printed(capsys, "contested", str(tmp_path / "plan"), "--workers", "1")
    assert said.count("leaves in the plan; ") == 1 and said.count("stays in the plan; ") == 2 and said.count("costs 0 points") == 3


def test_contested_as_json_is_one_document(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "contested", str(plan), "--json", "--workers", "1"))
    assert sum(found["classes"].values()) == len(found["people"]) == 7


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_prices_say_what_each_requirement_costs(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    out = tmp_path / "prices.xlsx"
    said = printed(capsys, "--lang", lang, "prices", str(plan), "--workers", "1", "--out", str(out))
    assert {"en": "What each requirement costs", "vi": "Mỗi yêu cầu tốn bao nhiêu"}[lang] in said
    assert {"en": "Least reduction by 2028", "vi": "Giảm ít nhất đến hết 2028"}[lang] + " (periods.2028.reduction_at_least): " in said
    table = pd.read_excel(out, engine="calamine")
    assert list(table.columns)[:9] == [
        "requirement",
        "scope",
        "objective_gain",
        "merit",
        "cost_vnd",
        "involuntary",
        "leavers",
        "gap",
        "proven",
    ]
    assert table["objective_gain"].is_monotonic_decreasing and table["requirement"].eq("lock").sum() == 1


def test_prices_without_time_say_what_is_not_proven(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "prices", str(plan), "--workers", "1", "--time-limit", "0")
    assert "not solved in the time" in said and "give more with --time-limit" in said
    found = json.loads(printed(capsys, "prices", str(plan), "--workers", "1", "--time-limit", "0", "--json"))
    assert any(row["objective_gain"] is None and not row["proven"] for row in found["prices"])


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_frontier_writes_table_picture_and_plans(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    out = tmp_path / "front"
    said = printed(capsys, "--lang", lang, "frontier", str(plan), "--points", "3", "--workers", "1", "--out", str(out))
    assert {"en": "plans from", "vi": "phương án từ"}[lang] in said and "point-01" in said
    assert {"en": "cost (VND)", "vi": "chi phí (đồng)"}[lang] in said and {"en": "proven", "vi": "đã chứng minh"}[lang] in said
    table = pd.read_csv(out / "frontier.csv")
    assert list(table.columns)[:10] == ["x", "y", "bound", "gap", "involuntary", "leavers", "cost_vnd", "retained_merit", "plan", "proven"]
    assert sorted(path.name for path in out.iterdir()) == ["frontier.csv", "frontier.png", *table["plan"]]


def test_a_frontier_without_time_for_a_point_says_so(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "frontier", str(plan), "--workers", "1", "--time-limit", "0", "--out", str(tmp_path / "front"))
    assert "No point was solved in the time" in said and "--time-limit" in said


def test_frontier_refuses_a_figure_that_it_does_not_know(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["frontier", str(plan), "--x", "cost", "--out", str(tmp_path / "front")]) == 2
    assert "cost_vnd, retained_merit, involuntary, leavers, reduction" in capsys.readouterr().err
    assert run(["frontier", str(plan), "--x", "leavers", "--y", "leavers", "--out", str(tmp_path / "front")]) == 2


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_alternatives_are_folders_with_a_sentence_each(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    out = tmp_path / "other"
    said = printed(
        capsys, "--lang", lang, "alternatives", str(plan), "--count", "2", "--within", "0.5", "--workers", "1", "--out", str(out)
    )
    assert {"en": "instead of", "vi": "thay cho"}[lang] in said
    table = pd.read_csv(out / "alternatives.csv")
    assert sorted(path.name for path in out.iterdir()) == [*table["plan"], "alternatives.csv"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_fairness_and_twins_are_tables_and_sentences(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    said = printed(capsys, "--lang", lang, "fairness", str(plan), "--workers", "1", "--out", str(tmp_path / "fair.csv"))
    assert {"en": "Exit rates", "vi": "Tỷ lệ nghỉ"}[lang] in said and {"en": "women", "vi": "nữ"}[lang] in said
    columns = ["group", "people", "exits", "rate", "ratio", "four_fifths", "p_value", "interval_low", "interval_high", "small"]
    assert list(pd.read_csv(tmp_path / "fair.csv").columns)[1:11] == columns
    said = printed(capsys, "--lang", lang, "twins", str(plan), "--workers", "1", "--out", str(tmp_path / "twins.parquet"))
    assert {"en": "open cases who leave", "vi": "người nghỉ thuộc trường hợp còn mở"}[lang] in said
    assert list(pd.read_parquet(tmp_path / "twins.parquet").columns)[:3] == ["employee_id", "other_id", "kind"]
    assert json.loads(printed(capsys, "fairness", str(plan), "--no-causes", "--json"))["groups"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_acceptance_says_that_chances_are_assumed(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    out = tmp_path / "acc"
    said = printed(capsys, "--lang", lang, "acceptance", str(plan), "--draws", "1000", "--out", str(out))
    assert {"en": "ASSUMED", "vi": "GIẢ ĐỊNH"}[lang] in said
    assert len(pd.read_csv(out / "acceptance.csv")) == 9, "two targets and both together, low, middle and high"
    (tmp_path / "chances.yaml").write_text("default: 1.0\n", encoding="utf-8")
    found = json.loads(printed(capsys, "acceptance", str(plan), "--chances", str(tmp_path / "chances.yaml"), "--out", str(out), "--json"))
    assert not found["assumed"] and all(row["chance"] == 1.0 for row in found["periods"])


@pytest.mark.parametrize("command", ["contested", "prices", "fairness", "twins"])
def test_without_a_plan_the_status_and_why_are_said(impossible: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run([command, str(impossible)]) == 3
    assert "No plan can meet all requirements" in capsys.readouterr().err


def test_a_wrong_ending_is_refused_before_anything_is_solved(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["contested", str(plan), "--out", str(tmp_path / "open.txt")]) == 2
    assert ".csv, .xlsx, .parquet" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_measure_tells_what_a_plan_by_hand_breaks_or_how_far_it_is(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    scenario, out = str(plan / "inputs" / "scenario.yaml"), tmp_path / "measured"
    said = printed(capsys, "--lang", lang, "measure", scenario, str(plan / "decisions.csv"), "--out", str(out))
    assert {"en": "keeps law and every requirement", "vi": "đúng pháp luật và mọi yêu cầu"}[lang] in said
    whole = json.loads((out / "measure.json").read_text(encoding="utf-8"))
    keys = {"breaches", "objective", "best", "bound", "loss_gap", "same_merit_least_cost_vnd", "same_cost_most_merit"}
    assert keys <= set(whole) and whole["breaches"] == [] and whole["objective"] == whole["best"]
    (tmp_path / "hand.csv").write_text("employee_id,decision,period\nP01,immediate_separation,2027\n", encoding="utf-8")
    said = printed(capsys, "--lang", lang, "measure", scenario, str(tmp_path / "hand.csv"), "--out", str(out))
    assert "lock [P01]" in said and "periods.2028.reduction_at_least [2028]" in said
    assert json.loads((out / "measure.json").read_text(encoding="utf-8"))["objective"] is None


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_otherwise_says_what_turns_a_person(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    who = str(pd.read_csv(plan / "decisions.csv")["employee_id"].iloc[-1])
    said = printed(capsys, "--lang", lang, "otherwise", str(plan), who, "--workers", "1", "--out", str(tmp_path / "otherwise.xlsx"))
    assert who in said and said.splitlines()[0].count({"en": "in the plan", "vi": "trong phương án"}[lang]) == 1
    table = pd.read_excel(tmp_path / "otherwise.xlsx", engine="calamine")
    assert list(table.columns) == ["change", "detail", "decision", "objective_loss", "gap", "proven"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_changes_and_what_separates_two_people_are_said_in_words(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    said = [printed(capsys, "--lang", lang, "otherwise", str(plan), who, "--workers", "1") for who in ("P04", "P05")]
    said.append(printed(capsys, "--lang", lang, "twins", str(plan), "--points", "200", "--workers", "1"))
    for key in ("rating_1", "si_months", "cost_vnd", "(keep)", "(leave)", "exits:", "[2028]"):
        assert not any(key in one for one in said), key
    assert any({"en": "instead of", "vi": "thay cho"}[lang] in one for one in said)
