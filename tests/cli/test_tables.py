"""Tables: the format by the ending, what fits a terminal, what is compared; and the line that says how far work is."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from planner.cli.frame import progress
from planner.cli.frame.state import state
from planner.cli.frame.tables import draw_table
from tests.builder import ROOT, target
from tests.cli.desk import IMPOSSIBLE, call, furnish, write_scenario

DATES = ("--leave-on", "2027-07-01")
COMMANDS = {
    "benefits": ["benefits", "roster.csv", *DATES],
    "outcomes": ["outcomes", "roster.csv", "--on", "2026-12-01"],
    "cliffs": ["cliffs", "roster.csv", *DATES],
    "resignation": ["resignation", "roster.csv", *DATES],
    "law": ["law", "--on", "2026-12-01"],
    "queue": ["queue", "plan"],
    "compare": ["compare", "plan", "other", "none"],
    "contested": ["contested", "plan"],
    "prices": ["prices", "plan"],
    "fairness": ["fairness", "plan"],
    "twins": ["twins", "plan"],
}
READERS = {".csv": pd.read_csv, ".xlsx": partial(pd.read_excel, engine="calamine"), ".parquet": pd.read_parquet}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster, two plans of one goal, one of another goal, and a proof that there is none."""
    folder = furnish(tmp_path_factory.mktemp("desk"))
    write_scenario(folder, "no", **IMPOSSIBLE)
    write_scenario(folder, "cheap", periods=target(0.5), objective={"retained_merit": 0, "cost_per_million_vnd": 1})
    assert call("solve", folder / "s.yaml", "--out", folder / "plan") == 0
    assert call("solve", folder / "s.yaml", "--set", "periods.2027.reduction_at_least=0.3", "--out", folder / "other") == 0
    assert call("solve", folder / "cheap.yaml", "--out", folder / "cheap") == 0
    assert call("solve", folder / "no.yaml", "--out", folder / "none") == 3
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_the_ending_says_the_format_and_all_hold_the_same(desk: Path, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    files = [tmp_path / f"table{ending}" for ending in READERS]
    for file in files:
        assert call(*COMMANDS[command], "--out", file) == 0
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")
    if command == "compare":
        assert set(READERS[".xlsx"](files[1], sheet_name=None)) == {"Figures", "Units", "People who differ"}
    if command in ("compare", "law"):
        files.pop(1)  # a workbook of its own form
    frames = [READERS[file.suffix](file) for file in files]
    assert all(list(frame.columns) == list(frames[0].columns) and len(frame) == len(frames[0]) for frame in frames)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("out", "words"), [("x.doc", ".csv, .xlsx, .parquet"), ("nowhere/x.csv", "there is no folder nowhere")])
def test_a_wrong_ending_or_place_is_refused_before_any_work(
    desk: Path, command: str, out: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    assert call(*COMMANDS[command], "--out", out) == 2
    assert words in capsys.readouterr().err and not Path(out).exists() and not Path("nowhere").exists()


def test_a_roster_is_read_with_the_mark_and_without(desk: Path, tmp_path: Path) -> None:
    content = (desk / "roster.csv").read_text(encoding="utf-8")
    for name, encoding in (("with.csv", "utf-8-sig"), ("without.csv", "utf-8")):
        (tmp_path / name).write_text(content, encoding=encoding)
        assert call("check", tmp_path / name, "--normalized", tmp_path / f"n-{name}") == 0
    assert (tmp_path / "n-with.csv").read_bytes() == (tmp_path / "n-without.csv").read_bytes()
    assert not (tmp_path / "n-with.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_impossible_runs_are_compared_with_their_status(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("compare", desk / "plan", desk / "none", "--out", tmp_path / "c.csv") == 0
    shown = capsys.readouterr().out
    assert "plan: Best plan, proven" in shown and "none: No plan can meet all requirements" in shown
    frame = pd.read_csv(tmp_path / "c.csv").set_index("plan")
    assert frame.loc["none", "status"] == "infeasible" and pd.isna(frame.loc["none", "cost_vnd"]) and frame.loc["plan", "leavers"] == 3


def test_goals_of_different_kinds_are_not_subtracted(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def cells(other: str) -> list[str]:
        assert call("compare", desk / "plan", desk / other) == 0
        (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Score of the plan")]
        return line.split()[4:]

    assert cells("other") == ["240.0", "320.0", "80.0"] and len(cells("cheap")) == 2


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_tables_fit_and_numbers_stay_whole(desk: Path, lang: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.chdir(desk)
    for command in (["compare", "plan", "other", "none"], ["replay", "roster.csv", *DATES, "--against", "2028-07-01"], ["batch", "s.yaml", "no.yaml", "--out", "runs"]):
        assert call(*command, "--lang", lang) == 0
        lines = capsys.readouterr().out.splitlines()
        tables = [line for line in lines if "  " in line.strip() and ": " not in line]
        assert tables and max(map(len, tables)) <= width
        joined = "\n".join(lines)
        assert command[0] != "compare" or ("454,944,600" if lang == "en" else "454.944.600") in joined


def test_columns_that_do_not_fit_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    state.lang = "en"
    draw_table(["unit", "cost", "empty", "other cost", "last"], [["A B", "1,234,567,890", "", "9,876,543,210", "5"], ["C", "1", "", "2", "12,345,678"]])
    shown = capsys.readouterr().out.splitlines()
    assert "1,234,567,890" in shown[1] and "9,876,543,210" in shown[1] and "empty" not in shown[0]
    assert shown[-1].startswith("Not shown, for want of room: last.")


def test_one_key_is_changed_for_the_run(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["solve", desk / "s.yaml", "--set", "periods.1.reduction_at_least=0.3", "--set", "keep.people=[P05]", "--out", tmp_path / "p", "--json"]
    assert call(*arguments) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["headcount"]["leavers"] == 2 and {change.split(":")[0] for change in plan["provenance"]["changes"]} == {"keep", "periods"}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["periods.2072.reduction_at_least=0.3"], "the list has no entry 2072; did you mean 2027?"),
        (["periods.2027.reduction_at_least=20"], "did you mean 0.2?"),
        (["budget.total_vnd=25"], "did you mean 25_000_000_000?"),
        (["budget.total_vnd=25000"], "did you mean 25_000_000_000?"),
        (["budget.totl_vnd=25"], "did you mean total_vnd?"),
        (["fairness=[{by: sex, max_ratio: 125}]"], "did you mean 1.25?"),
        (["keep.positions=[{level: heads, at_least: 1}]"], "did you mean head?"),
        (["keep.people=[P77]"], "there is no person P77 in the roster"),
        (["title"], "is not KEY=VALUE"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_was_meant(desk: Path, settings: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [part for setting in settings for part in ("--set", setting)]
    assert call("solve", desk / "s.yaml", *options, "--out", tmp_path / "p") == 2
    assert words in capsys.readouterr().err and not (tmp_path / "p").exists()


SLOW = "import time; from planner.cli.frame.progress import working\nwith working('reading') as work:\n    work.counted(3, 12)\n    time.sleep(1.9)"


def test_a_terminal_gets_a_line_that_is_redrawn_and_taken_away() -> None:
    master, slave = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", SLOW], stderr=slave, cwd=ROOT) as running:
        assert running.wait() == 0
    os.close(slave)
    shown = os.read(master, 100_000).decode()
    os.close(master)
    assert "3 of 12" in shown and "s left" in shown and "\n" not in shown and shown.endswith(" \r")


def test_elsewhere_a_plain_line_comes_from_time_to_time(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "EVERY_S", 0.3)
    for state.quiet in (True, False):
        with progress.working("reading"):
            time.sleep(0.8)
        lines = capsys.readouterr().err.splitlines()
        assert (lines == []) if state.quiet else (lines and all(line.startswith("reading the roster") for line in lines))


def test_short_work_says_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", desk / "roster.csv") == 0
    assert not capsys.readouterr().err
