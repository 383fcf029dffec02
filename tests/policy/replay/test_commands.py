"""`planner replay` and `planner cliffs` as users call them: figures, files, sentences for what is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from planner.cli.main import run
from planner.roster.write import write_roster
from tests.builder import roster_of

PEOPLE = [
    {"full_name": '=HYPERLINK("http://evil","x")', "birth_date": "1966-01-15", "si_months": 300},
    {"birth_date": "1970-06-15", "si_months": 300, "unit": "B"},
    {"birth_date": "1990-01-15", "si_months": 100, "unit": "B"},
    {"birth_date": "1961-01-15", "si_months": 300},
]
DATES = ("--leave-on", "2025-08-31", "--against", "2025-09-30")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a roster."""
    units = [{"unit": "A", "name": "Vụ A"}, {"unit": "B", "name": "=Vụ B"}]
    write_roster(roster_of(*PEOPLE, units=units), tmp_path / "roster.csv")
    return tmp_path


def call(*arguments: object) -> int:
    """The exit code of `planner ARGUMENTS`."""
    return run([str(a) for a in arguments])


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("most favourable decree", "Loses", "Immediate separation")),
        ("vi", ("nghị định có lợi nhất", "Được hưởng ít hơn", "Thôi việc ngay")),
    ],
)
def test_replay_prints_sums_and_the_largest_changes(
    desk: Path, lang: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "160")  # no route is broken over lines
    assert call("--lang", lang, "replay", desk / "roster.csv", *DATES, "--top", 3) == 0
    shown = capsys.readouterr()
    assert all(word in shown.out for word in words) and "P01" in shown.out
    assert [p.name for p in desk.iterdir() if p.name.startswith("replay")] == []
    assert ("snapshot" if lang == "en" else "ngày chốt") in shown.err


def test_replay_writes_both_sides_of_every_route(desk: Path) -> None:
    assert call("replay", desk / "roster.csv", *DATES, "--out", desk / "out") == 0
    rows = rows_of(desk / "out" / "replay.csv")
    assert len(rows) == 6 * len(PEOPLE) and {r["eligible_a"] for r in rows} == {"true", "false"}
    early = next(r for r in rows if r["employee_id"] == "P01" and r["route"] == "early_retirement")
    assert (early["regime_a"], early["regime_b"], early["change"], early["best_a"]) == ("nd178", "nd154", "loses", "true")
    assert int(early["difference_vnd"]) == int(early["total_vnd_b"]) - int(early["total_vnd_a"]) < 0
    assert all(r["reason_a"] for r in rows if r["eligible_a"] == "false")


@pytest.mark.parametrize(
    ("lang", "sheets"),
    [
        ("en", ["Summary", "Units", "Routes", "People", "Cliffs"]),
        ("vi", ["Tổng hợp", "Đơn vị", "Hình thức nghỉ", "Nhân sự", "Mốc thay đổi"]),
    ],
)
def test_the_workbook_sums_live_and_keeps_text_as_text(desk: Path, lang: str, sheets: list[str]) -> None:
    assert call("--lang", lang, "replay", desk / "roster.csv", *DATES, "--out", desk / "out") == 0
    book, values = (openpyxl.load_workbook(desk / "out" / "replay.xlsx", data_only=known) for known in (False, True))
    assert book.sheetnames == sheets
    formulas = [
        c.value
        for sheet in book
        for line in sheet.iter_rows()
        for c in line
        if isinstance(c.value, str) and c.value.startswith("=") and c.data_type == "f"
    ]
    assert formulas and not any("HYPERLINK" in f for f in formulas)
    people = list(values[sheets[3]].iter_rows(min_row=2, values_only=True))
    difference = sum(line[12] for line in people)
    summary = [line for line in values[sheets[0]].iter_rows(values_only=True) if isinstance(line[3], int | float)]
    assert difference in [line[3] for line in summary] and people[0][1] == PEOPLE[0]["full_name"]
    assert {line[0] for line in values[sheets[4]].iter_rows(min_row=2, values_only=True)} == {"A", "B"}


def test_two_decrees_on_one_date(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = call(
        "replay",
        desk / "roster.csv",
        "--leave-on",
        "2027-07-01",
        "--regime-a",
        "nd178",
        "--regime-b",
        "nd154",
        "--route",
        "early_retirement",
        "--out",
        desk / "out",
    )
    assert code == 0
    shown = capsys.readouterr()
    assert "NĐ 178/2024/NĐ-CP was asked for" in shown.err and "snapshot" not in shown.err
    assert "Decree 178/2024" in shown.out


def test_a_law_what_if_holds_on_both_sides_and_says_so(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = desk / "what-if.yaml"
    file.write_text("- {parameter: nd154.early_retirement.per_early_year, from: 2025-06-16, value: 6, reason: a draft}\n", encoding="utf-8")
    assert call("replay", desk / "roster.csv", "--leave-on", "2026-07-01", "--against", "2026-08-01", "--law-override", file) == 0
    assert "a draft" in capsys.readouterr().err


def test_cliffs_are_a_table(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--lang", "vi", "cliffs", desk / "roster.csv", "--leave-on", "2025-08-31", "--out", desk / "cliffs.csv") == 0
    rows = rows_of(desk / "cliffs.csv")
    found = next(r for r in rows if r["employee_id"] == "P01" and r["cliff"] == "decree_window" and r["direction"] == "later")
    assert (found["months_away"], found["parameter"], found["limit"]) == ("1", "nd178.period.last_leave", "2025-08-31")
    assert int(found["amount_after"]) - int(found["amount_now"]) == int(found["difference"]) < 0
    assert "178" in found["reason"] and "31/08/2025" in found["reason"]
    assert "mốc thay đổi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["replay", "roster.csv"], "leave-on"),
        (["replay", "roster.csv", "--leave-on", "2027-07-01"], "both sides are the same (leaving on 2027-07-01)"),
        (["replay", "roster.csv", "--leave-on", "2027-07-01", "--against", "2027-07-01"], "both sides are the same"),
        (["replay", "roster.csv", "--leave-on", "01/07/2027"], "01/07/2027"),
        (
            ["replay", "roster.csv", "--leave-on", "2027-07-01", "--against", "2031-01-01", "--out", "x"],
            "no decree covers leaving on 2031-01-01",
        ),
        (["replay", "roster.csv", "--leave-on", "2020-07-01", "--against", "2027-01-01"], "no decree covers leaving on 2020-07-01"),
        (["replay", "roster.csv", "--leave-on", "2027-07-01", "--regime-b", "nd1"], "--regime-b: there is no nd1 here; did you mean nd178? It is one of auto, nd29, nd178, nd154"),
        (["replay", "roster.csv", "--leave-on", "2027-07-01", "--regime-b", "nd154", "--route", "resign"], "--route: there is no resign here; it is one of early_retirement, "),
        (["replay", "none.csv", "--leave-on", "2027-07-01", "--regime-b", "nd178"], "none.csv"),
        (["replay", "roster.csv", "--leave-on", "1990-07-01", "--regime-a", "nd154"], "no value on 1990-07-01"),
        (["replay", "roster.csv", "--leave-on", "2031-03-01", "--against", "2032-03-01"], "leaving on 2032-03-01"),
        (["replay", "roster.csv", "--leave-on", "2027-07-01", "--regime-b", "nd29", "--law-override", "none.yaml"], "none.yaml"),
        (["cliffs", "roster.csv", "--leave-on", "2027-07-01"], "--out"),
        (["cliffs", "roster.csv", "--leave-on", "2027-07-01", "--out", "x.doc"], ".csv, .xlsx, .parquet"),
        (["cliffs", "roster.csv", "--leave-on", "2031-02-01", "--out", "x.csv"], "no decree covers leaving on 2031-02-01"),
        (["cliffs", "roster.csv", "--leave-on", "2027-07-01", "--regime", "nd1", "--out", "x.csv"], "--regime: there is no nd1 here"),
    ],
    ids=lambda a: " ".join(a)[:60] if isinstance(a, list) else "",
)
def test_wrong_arguments_end_with_2_and_a_sentence(
    desk: Path, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    before = {p.name for p in desk.iterdir()}
    assert call(*arguments) == 2
    shown = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert words in shown and "Traceback" not in shown
    assert {p.name for p in desk.iterdir()} == before
