"""The scenario's `law`: strict, applied, and printed on everything made from it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.cli.main import run as command
from planner.core.errors import InputError
from planner.plan.tables import law_used
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from planner.scenario.overrides import read_overrides
from tests.builder import EARLY, SCENARIO, instance_of, roster_of, run_of, said, scenario_with, target

NAME = "nd154.early_retirement.per_early_year"
DRAFT = {"parameter": NAME, "from": dt.date(2027, 1, 1), "value": 6, "reason": "draft decree"}
LEAVER = {**EARLY, "volunteers": "early_retirement", "rating_1": "not_completed"}


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ([{**DRAFT, "parameter": "nd154.nothing"}], ["law.1.parameter", "no parameter nd154.nothing"]),
        ([{**DRAFT, "value": "six"}], ["law.1.value", '"six" does not fit here', "a number"]),
        ([{**DRAFT, "value": None}], ["law.1.value", "null does not fit here"]),
        ([DRAFT, DRAFT], ["law.2.from", "two what-if values"]),
        ([{**DRAFT, "from": "1/1/2027"}], ["law.1.from", "not a date"]),
        ([{**DRAFT, "until": dt.date(2028, 1, 1)}], ["law.1.until", "unknown key", "from, parameter, reason, value"]),
        ([{k: v for k, v in DRAFT.items() if k != "reason"}], ["law.1.reason", "missing"]),
        ([{**DRAFT, "reason": ""}], ["law.1.reason", "at least 1"]),
        (DRAFT, ["law", "not a list"]),
    ],
)
def test_a_fault_is_said_with_its_key(law: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        scenario_with(law=law)
    assert all(word in said(error.value) for word in words), said(error.value)
    assert said(error.value, "vi")


def test_the_plan_is_made_under_the_what_if_and_says_so() -> None:
    roster = roster_of({}, LEAVER, {}, {})
    plain, changed = run_of(roster, periods=target(0.25)), run_of(roster, periods=target(0.25), law=[DRAFT])
    assert plain.decisions is not None and changed.decisions is not None
    assert changed.summary["cost_vnd"] > plain.summary["cost_vnd"] > 0
    assert changed.summary["provenance"]["law_overrides"] == [{"parameter": NAME, "from": "2027-01-01", "value": 6, "reason": "draft decree"}]
    assert plain.summary["provenance"]["law_overrides"] == []
    assert changed.decisions["legal_basis"].tolist() == plain.decisions["legal_basis"].tolist()
    assert any("what-if, not the law" in warning for warning in changed.summary["warnings"])
    row = law_used(changed, "en").set_index("name").loc[NAME]
    assert (row["evidence"], row["assumed"], row["citation"], row["doubtful"]) == ("?", "draft decree", "scenario override: draft decree", True)
    assert "" == law_used(plain, "en").set_index("name").loc[NAME, "assumed"]


@pytest.mark.parametrize(
    "change",
    [{"from": dt.date(2027, 7, 2)}, {"parameter": "nd29.early_retirement.per_early_year", "from": dt.date(2023, 7, 20)}, {"from": dt.date(2025, 6, 1)}],
)
def test_a_what_if_that_no_leaving_date_reads_is_a_warning(change: dict[str, Any]) -> None:
    keys = [p.message.key for p in instance_of(roster_of({}, LEAVER), law=[{**DRAFT, **change}]).warnings]
    assert keys.count("law.override_used") == 1 and "law.override_idle" in keys


def test_a_what_if_that_is_read_is_not_called_idle() -> None:
    assert "law.override_idle" not in [p.message.key for p in instance_of(roster_of({}, LEAVER), law=[DRAFT]).warnings]


def write_desk(folder: Path, **changes: Any) -> None:
    write_roster(roster_of({}, LEAVER, {}, {}), folder / "roster.csv")
    (folder / "s.yaml").write_text(to_yaml(merge(SCENARIO, {"periods": target(0.25), **changes})), encoding="utf-8")


@pytest.mark.parametrize(("lang", "word"), [("en", "draft decree"), ("vi", "draft decree")])
def test_files_and_command_line_carry_the_what_if(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str) -> None:
    write_desk(tmp_path, law=[DRAFT])
    assert command(["--lang", lang, "solve", str(tmp_path / "s.yaml"), "--out", str(tmp_path / "plan")]) == 0
    shown = capsys.readouterr()
    assert word in shown.err and NAME in shown.err
    kept = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert kept["provenance"]["law_overrides"][0]["reason"] == word
    book = load_workbook(tmp_path / "plan" / "plan.xlsx", read_only=True)
    sheets = [[str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell] for sheet in book]
    assert any(word in cell for cell in sheets[0]) and sum(any(word in cell for cell in cells) for cells in sheets) >= 3
    assert command(["verify", str(tmp_path / "plan")]) == 0


def test_benefits_take_a_file_of_what_ifs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_desk(tmp_path)
    (tmp_path / "what_if.yaml").write_text(f"- {{parameter: {NAME}, from: 2027-01-01, value: 6, reason: draft decree}}\n", encoding="utf-8")
    call = ["benefits", str(tmp_path / "roster.csv"), "--leave-on", "2027-07-01", "--out", str(tmp_path / "b.csv")]
    assert command(call) == 0
    plain = (tmp_path / "b.csv").read_text(encoding="utf-8")
    assert command([*call, "--law-override", str(tmp_path / "what_if.yaml")]) == 0
    assert (tmp_path / "b.csv").read_text(encoding="utf-8") != plain
    assert "draft decree" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("law: []\n", ["holds no what-if"]),
        ("[]\n", ["holds no what-if"]),
        ("5\n", ["law", "not a list"]),
        ("- {parameter: x, from: 2027-01-01, value: 6, reason: y}\n", ["law.1.parameter", "no parameter x"]),
        ("- {parameter: x, value: 6, reason: y}\n", ["law.1.from", "missing"]),
        ("- [\n", ["not readable YAML"]),
        ("other: 1\n", ["other", "unknown key"]),
    ],
)
def test_a_faulty_file_of_what_ifs_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_overrides(tmp_path / "w.yaml")
    assert all(word in said(error.value) for word in ["w.yaml", *words]), said(error.value)


def test_a_file_with_the_key_law_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text(f"law:\n  - {{parameter: {NAME}, from: 2027-01-01, value: 6, reason: y}}\n", encoding="utf-8")
    (found,) = read_overrides(tmp_path / "w.yaml")
    assert (found.parameter, found.since, found.value, found.reason) == (NAME, dt.date(2027, 1, 1), 6, "y")


def test_outcomes_are_written_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_desk(tmp_path)
    out = tmp_path / "o.csv"
    assert command(["outcomes", str(tmp_path / "roster.csv"), "--on", "2026-12-01", "--out", str(out)]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("\ufeffemployee_id,outcome,open,reason,from,months,once_vnd") and len(lines) == 1 + 3 * 4
    assert lines[1].split(",")[2] == "true"
    assert command(["outcomes", str(tmp_path / "roster.csv"), "--on", "2024-01-01", "--out", str(out)]) == 2
    assert "before NĐ 178/2024/NĐ-CP" in capsys.readouterr().err


def test_explanation_and_comparison_say_that_the_law_was_changed() -> None:
    from planner.plan.comparison import compare
    from planner.plan.explain import explain, rendered

    roster = roster_of({}, LEAVER, {}, {})
    plain, changed = run_of(roster, periods=target(0.25)), run_of(roster, periods=target(0.25), law=[DRAFT])
    assert "draft decree" in rendered(explain(changed, "P02"), "en") and "draft decree" not in rendered(explain(plain, "P02"), "en")
    figures = compare([plain, changed], ["a", "b"]).figures.set_index("figure")
    assert figures.loc["law_overrides", ["plan_1", "plan_2", "difference_2"]].tolist() == [0, 1, 1]
    assert "law_overrides" not in set(compare([plain, plain], ["a", "b"]).figures["figure"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--leave-on", "2023-07-19"], ["no decree covers leaving on 2023-07-19", "from 2023-07-20 to 2030-12-31"]),
        (["--leave-on", "2031-01-01"], ["no decree covers leaving on 2031-01-01"]),
        (["--leave-on", "2025-06-15", "--decided-on", "2025-09-01"], ["no decree covers"]),
        (["--leave-on", "2019-06-01", "--regime", "nd29"], ["has no value on 2019-06-01", "its first value holds from 2021-01-01"]),
        (["--leave-on", "2018-07-31", "--regime", "nd154"], ["has no value on"]),
    ],
)
def test_a_date_that_no_law_covers_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]
) -> None:
    write_desk(tmp_path)
    assert command(["benefits", str(tmp_path / "roster.csv"), *arguments, "--out", str(tmp_path / "b.csv")]) == 2
    shown = capsys.readouterr().err
    assert all(word in shown for word in words) and "Traceback" not in shown and not (tmp_path / "b.csv").exists()


def test_check_names_what_the_law_finds_and_still_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_roster(roster_of({"salary_coefficient": 3.35}, {}), tmp_path / "r.csv")
    assert command(["check", str(tmp_path / "r.csv"), "--json"]) == 0
    shown = capsys.readouterr()
    (warning,) = json.loads(shown.out)["warnings"]
    assert (warning["file"], warning["sheet"], warning["row"], warning["column"]) == ("r.csv", None, 2, "salary_coefficient")
    assert "no rank has the coefficient 3.35" in warning["message"] and "no rank has the coefficient 3.35" in shown.err
