"""`planner sheet` as users call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli.main import run
from planner.roster.write import write_roster
from planner.service.saved_runs import save_run
from tests.builder import roster_of
from tests.small import small_run

EXAMPLE = {"birth_date": "1966-01-15", "salary_coefficient": 4.65, "leadership_allowance": 0.6, "si_months": 264}
HOW = ("--route", "early_retirement", "--leave-on", "2025-05-01")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster and a plan."""
    folder = tmp_path_factory.mktemp("desk")
    write_roster(roster_of(EXAMPLE, {}), folder / "roster.csv")
    save_run(small_run(), folder / "plan")
    return folder


def call(*arguments: object) -> int:
    """The exit code of `planner ARGUMENTS`."""
    return run([str(a) for a in arguments])


def test_the_sheet_of_a_roster_on_the_terminal(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--lang", "vi", "sheet", desk / "roster.csv", "P01", *HOW) == 0
    shown = capsys.readouterr().out
    assert "5 × 2,5 × 15.356.250 = 191.953.125" in shown and "(dòng 2)" in shown
    assert call("sheet", desk / "roster.csv", "P01", *HOW) == 0
    assert "744,778,125" in capsys.readouterr().out


@pytest.mark.parametrize(("ending", "starts"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_the_sheet_as_a_file(desk: Path, tmp_path: Path, ending: str, starts: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / f"sheet.{ending}"
    assert call("--lang", "vi", "sheet", desk / "roster.csv", "P01", *HOW, "--issuer", "Bộ Công Thương", "--out", out) == 0
    assert out.read_bytes().startswith(starts) and capsys.readouterr().out.strip() == str(out)


def test_the_sheet_of_a_plan(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("sheet", desk / "plan", "P03") == 0
    assert "Early retirement, leaving on 2028-07-01" in capsys.readouterr().out
    assert call("sheet", desk / "plan", "P07", "--route", "transfer_out", "--leave-on", "2029-07-01") == 0
    assert "leaving on 2029-07-01" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("roster.csv", "P01"), ["--route, --leave-on", "transfer_out"]),
        (("roster.csv", "P02", *HOW), ["does not open", "P02"]),
        (("roster.csv", "P9", *HOW), ["no person P9"]),
        (("roster.csv", "P01", *HOW, "--out", "x.odt"), ["x.odt", ".pdf, .docx, .xlsx"]),
        (("roster.csv", "P01", "--route", "early_retirement", "--leave-on", "2040-01-01"), ["no decree covers"]),
        (("plan", "P07"), ["does not release P07", "--route"]),
        (("plan", "P03", "--decided-on", "2027-01-01", "--regime", "nd154"), ["--decided-on", "--regime", "own dates"]),
        (("nowhere.csv", "P01", *HOW), ["nowhere.csv"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    desk: Path, arguments: tuple[str, ...], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    source, *rest = arguments
    assert call("sheet", desk / source, *rest) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in words) and "Traceback" not in said, said
