"""The calendar of the law: what holds on a day, from when to when, and what changed between two days."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from planner.cli.main import run
from planner.core.errors import InputError
from planner.core.texts import LANGUAGES
from planner.policy.calendar import Entry, calendar, calendar_between
from planner.policy.law.acts import acts
from planner.policy.law.parameters import EVIDENCE, Override, load_law
from planner.policy.overrides import overridden
from planner.report.books.law_calendar import COLUMNS, calendar_shown, calendar_table

D = dt.date
LAW = load_law()


def names(entries: tuple[Entry, ...]) -> set[str]:
    """Titles of texts and names of numbers."""
    return {e.act.title if e.act else e.parameter.name for e in entries if e.act or e.parameter}


def values(entries: tuple[Entry, ...], name: str) -> list[Any]:
    return [e.dated.value for e in entries if e.parameter and e.parameter.name == name and e.dated]


@pytest.mark.parametrize("act", acts(LAW), ids=lambda a: a.title)
def test_every_text_is_whole(act: Any) -> None:
    assert act.title and all(act.about[lang] for lang in LANGUAGES) and set(act.changes) == set(LANGUAGES)
    assert act.since is not None and (act.until is None or act.since <= act.until)
    assert 0 <= act.evidence < len(EVIDENCE) and D(2026, 11, 1) <= act.checked_on <= D(2026, 12, 31)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("NĐ 29/2023/NĐ-CP", D(2023, 7, 20), D(2025, 6, 15)),
        ("NĐ 178/2024/NĐ-CP", D(2025, 1, 1), D(2025, 8, 31)),
        ("NĐ 154/2025/NĐ-CP", D(2025, 6, 16), D(2030, 12, 31)),
        ("NĐ 40/2025/NĐ-CP", D(2025, 3, 1), D(2026, 9, 14)),
        ("NĐ 351/2026/NĐ-CP", D(2026, 9, 15), None),
    ],
)
def test_a_text_is_listed_from_its_first_to_its_last_day(title: str, first: dt.date, last: dt.date | None) -> None:
    day = dt.timedelta(days=1)
    assert title not in names(calendar(LAW, first - day)) and title in names(calendar(LAW, first))
    if last is None:
        assert title in names(calendar(LAW, D(2100, 1, 1)))
    else:
        assert title in names(calendar(LAW, last)) and title not in names(calendar(LAW, last + day))


def test_numbers_hold_until_the_next_value_or_the_end_of_their_decree() -> None:
    assert values(calendar(LAW, D(2026, 6, 30)), "salary.base_salary") == [2_340_000]
    assert values(calendar(LAW, D(2026, 7, 1)), "salary.base_salary") == [2_530_000]
    most = "nd154.early_retirement.months_most"
    assert most in names(calendar(LAW, D(2030, 12, 31))) and most not in names(calendar(LAW, D(2031, 1, 1)))
    assert "nd178.secondment.years" in names(calendar(LAW, D(2026, 1, 1)))  # computed after the decree's end, with a doubt
    assert all(e.until is None or e.since is None or e.since <= e.until for e in calendar_between(LAW, D(1990, 1, 1), D(2100, 1, 1)))


def test_every_value_of_every_number_has_one_entry() -> None:
    everything = calendar_between(LAW, D(1900, 1, 1), D(2100, 1, 1))
    counted = [(e.parameter.name, e.since) for e in everything if e.parameter]
    assert sorted(counted) == sorted((name, dated.since) for name in LAW.names for dated in LAW.parameter(name).values)
    assert len(everything) - len(counted) == len(acts(LAW))


def test_what_changed_began_or_ended_between_the_days() -> None:
    found = calendar(LAW, D(2026, 9, 30), D(2026, 9, 15))
    assert names(found) == {"NĐ 40/2025/NĐ-CP", "NĐ 351/2026/NĐ-CP"}
    assert calendar(LAW, D(2026, 9, 30), D(2026, 9, 16)) == ()
    assert names(calendar(LAW, D(2026, 9, 14), D(2026, 9, 1))) == set()  # the old structure still holds on its last day
    rises = [e for e in calendar(LAW, D(2026, 7, 1), D(2026, 7, 1)) if e.parameter and e.parameter.name == "salary.base_salary"]
    assert [(e.dated.value if e.dated else 0, e.was.value if e.was else 0) for e in rises] == [(2_340_000, 1_800_000), (2_530_000, 2_340_000)]
    assert "NĐ 154/2025/NĐ-CP" in names(calendar(LAW, D(2031, 1, 1), D(2030, 12, 1)))
    with pytest.raises(InputError, match="changes are listed, 2026-12-01, is after 2026-11-29; choose an earlier one"):
        calendar(LAW, D(2026, 11, 29), D(2026, 12, 1))


def test_a_what_if_stands_in_the_calendar_of_its_law() -> None:
    law = overridden(LAW, (Override("nd154.period.last_leave", D(2025, 6, 16), D(2031, 6, 30), "a test"),))
    assert "NĐ 154/2025/NĐ-CP" in names(calendar(law, D(2031, 6, 30))) and "NĐ 154/2025/NĐ-CP" not in names(calendar(law, D(2031, 7, 1)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_a_word_for_everything(lang: str) -> None:
    frame = calendar_table(calendar_between(LAW, D(1900, 1, 1), D(2100, 1, 1)), lang)
    assert list(frame.columns) == list(COLUMNS) and frame[["name", "description", "citation", "evidence"]].ne("").all(axis=None)
    assert frame.loc[frame["part"].eq("number"), "value"].ne("").all()
    row = frame.set_index("name").loc["rating.by_points"]
    assert row["value"].startswith("0+: Không hoàn thành" if lang == "vi" else "0+: Not completed")
    shown = calendar_shown(calendar(LAW, D(2026, 11, 29)), lang)
    assert not shown["measure"].str.contains(r"by kind|yes/no" if lang == "vi" else r"theo|có/không").any() and shown["valid_until"].isna().any()


def test_the_command_lists_and_says_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--on", "2026-11-29", "--changed-since", "2026-09-01"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Law that changed from 2026-09-01 to 2026-11-29\n2 texts, 0 numbers; 0 of them are doubtful; the oldest check is of 2026-11-28\n")
    assert "  NĐ 351/2026/NĐ-CP: Structure of the Ministry of Industry and Trade (21 units); replaces NĐ 40/2025/NĐ-CP (from 2026-09-15; " in out
    assert run(["--lang", "vi", "law", "--on", "2030-12-31"]) == 0
    out = capsys.readouterr().out
    assert "NĐ 154/2025/NĐ-CP: Tinh giản biên chế" in out and "(16/06/2025 đến 31/12/2030; " in out
    assert "  Trợ cấp cho mỗi năm nghỉ trước tuổi: 5 tháng lương/năm (16/06/2025 đến 31/12/2030; NĐ 154/2025/NĐ-CP" in out
    assert run(["law", "--on", "2026-11-29", "--changed-since", "2026-11-01"]) == 0
    assert "Nothing is known to have changed in these days." in capsys.readouterr().out
    assert run(["law", "--on", "2026-01-01", "--changed-since", "2026-02-01"]) == 2
    assert "2026-02-01, is after 2026-01-01" in capsys.readouterr().err
    assert run(["law", "--on", "2026-13-01"]) == 2


def test_the_command_prints_json_and_writes_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["law", "--on", "2026-07-01", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["on"], shown["changed_since"]) == ("2026-07-01", None) and {"texts", "numbers"} <= set(shown)
    base = next(row for row in shown["numbers"] if row["name"] == "salary.base_salary")
    assert base["value"] == "2,530,000" and base["was"] == "2,340,000" and (base["valid_from"], base["valid_until"]) == ("2026-07-01", None)
    assert base["evidence"] == "S" and base["checked_on"] == "2026-11-20" and base["citation"] == "NĐ 161/2026/NĐ-CP"
    for name in ("law.csv", "law.parquet", "law.xlsx"):
        assert run(["law", "--on", "2026-07-01", "--out", str(tmp_path / name)]) == 0
    rows = len(shown["texts"]) + len(shown["numbers"])
    assert (tmp_path / "law.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(pd.read_csv(tmp_path / "law.csv")) == len(pd.read_parquet(tmp_path / "law.parquet")) == rows
    sheet = openpyxl.load_workbook(tmp_path / "law.xlsx").active
    assert sheet is not None and sheet.title == "Calendar of the law" and sheet.max_row == rows + 1
    assert run(["law", "--out", str(tmp_path / "law.pdf")]) == 2
    assert ".csv, .xlsx, .parquet" in capsys.readouterr().err


def test_a_plan_s_workbook_has_the_law_of_its_time(tmp_path: Path) -> None:
    from planner.report.books.workbook import write_plan_workbook
    from tests.builder import period, roster_of, run_of

    run_ = run_of(roster_of({}, {}), periods=[period("2027", "2027-07-01")])
    write_plan_workbook(run_, tmp_path / "plan.xlsx", "vi")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Lịch pháp luật"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    said = [str(row[1]) for row in rows]
    assert any(text.startswith("NĐ 351/2026/NĐ-CP: ") for text in said) and not any(text.startswith("NĐ 40/2025/NĐ-CP: ") for text in said)
    decree = next(row for row in rows if str(row[1]).startswith("NĐ 154/2025/NĐ-CP: "))
    assert decree[4].date() == D(2025, 6, 16) and decree[5].date() == D(2030, 12, 31)
