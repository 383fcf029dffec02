"""The workbook: the same figures as plan.json in stored values and in LibreOffice, and no formula made of data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.texts import LANGUAGES, room
from planner.plan.comparison import compare
from planner.report.books.book import cut, lines_in
from planner.report.books.text_sheets import flat
from planner.report.books.workbook import write_comparison, write_plan_workbook
from tests.builder import roster_of, run_of, target
from tests.small import HOSTILE, small_run

SHEETS = ["summary", "units", "periods", "routes", "requirements", "people", "law", "law_calendar", "problems", "scenario"]
INVALID = set("[]:*?/\\")


def cells(book: Any) -> dict[tuple[str, str], Any]:
    """(sheet, cell) to value of every cell that is filled."""
    return {(s.title, c.coordinate): c.value for s in book for row in s.iter_rows() for c in row if c.value is not None}


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_plan_workbook(small_run(), out, request.param)
    return out, request.param


def test_every_sheet_is_there_under_the_catalogues_name(written: tuple[Path, str]) -> None:
    out, lang = written
    names = openpyxl.load_workbook(out).sheetnames
    assert names == [room("report")[f"sheet_{s}"][lang] for s in SHEETS]
    assert all(len(n) <= 31 and not INVALID & set(n) for n in names) and len({n.casefold() for n in names}) == len(names)


def test_formulas_are_the_programmes_own_and_carry_their_values(written: tuple[Path, str]) -> None:
    formulas = openpyxl.load_workbook(written[0])
    stored = cells(openpyxl.load_workbook(written[0], data_only=True))
    live = {(s.title, c.coordinate) for s in formulas for row in s.iter_rows() for c in row if c.data_type == "f"}
    assert len(live) > 40 and all(at in stored for at in live)
    hostile = [at for at, value in stored.items() if value == HOSTILE]
    assert hostile and not live & set(hostile)


def test_the_people_sheet_has_one_row_a_person_and_the_canonical_decision(written: tuple[Path, str]) -> None:
    out, lang = written
    sheet = openpyxl.load_workbook(out, data_only=True)[room("report")["sheet_people"][lang]]
    rows = list(sheet.iter_rows(values_only=True))
    head = list(rows[0])
    run = small_run()
    assert head[0] == ("employee_id" if lang == "en" else "Mã số CBCCVC") and "decision" in head
    assert [r[0] for r in rows[1:]] == list(run.decisions["employee_id"])
    assert [r[head.index("decision")] for r in rows[1:]] == list(run.decisions["decision"])
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_figures_are_those_of_the_plan(written: tuple[Path, str]) -> None:
    out, lang = written
    book = openpyxl.load_workbook(out, data_only=True)
    summary = {row[0]: row[1] for row in book.worksheets[0].iter_rows(min_row=6, max_col=2, values_only=True)}
    run, word = small_run(), room("words")
    assert summary[word["figure_leavers"][lang]] == run.summary["headcount"]["leavers"]
    assert summary[word["figure_cost_vnd"][lang]] == run.summary["cost_vnd"]
    assert summary[word["figure_payback_months"][lang]] == run.summary["payback_months"]
    assert summary[word["step_end"][lang]] == run.summary["headcount"]["remaining"]


def test_a_run_without_a_plan_has_no_workbook_and_an_old_one_stays(tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    out.write_text("old")
    run = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    with pytest.raises(ValueError, match="no plan"):
        write_plan_workbook(run, out)
    assert out.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_comparison_has_live_differences(tmp_path: Path) -> None:
    people = roster_of({}, {"rating_1": "not_completed"}, {}, {}, {}, {})
    found = compare([run_of(people, periods=target(0.2)), run_of(people, periods=target(0.5))], ["mild", "=hard"])
    out = tmp_path / "comparison.xlsx"
    write_comparison(found, out, "vi")
    live, stored = openpyxl.load_workbook(out), openpyxl.load_workbook(out, data_only=True)
    figures = {row[0].value: row for row in live.worksheets[0].iter_rows(min_row=2)}
    leavers = figures["Số người nghỉ"]
    assert leavers[3].value.startswith("=") and stored.worksheets[0].cell(leavers[3].row, 4).value == 1
    assert stored.worksheets[0]["C1"].value == "=hard" and live.worksheets[0]["C1"].data_type == "s"
    assert stored.worksheets[2].max_row == 2


def test_long_text_is_cut_and_nested_scenarios_become_lines() -> None:
    assert len(cut("x" * 40_000)) == 32_000 and lines_in("x" * 200, 40) == 5 and lines_in(None, 40) == 1
    assert dict(flat({"a": {"b": [1, 2]}, "c": [{"d": None}], "e": True})) == {"a.b": "1, 2", "c.1.d": "", "e": "true"}


def test_a_plan_that_asks_for_nothing_has_its_workbook_too(tmp_path: Path) -> None:
    write_plan_workbook(run_of(roster_of({}, {})), tmp_path / "plan.xlsx", "en")
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx")["Requirements"].max_row == 1


def test_the_sheet_of_requirements_names_unit_and_period(tmp_path: Path) -> None:
    run = run_of(roster_of({}, {}, {}), periods=target(0.3), units={"by_unit": {"A": {"exits_at_most_per_period": 2}}})
    write_plan_workbook(run, tmp_path / "plan.xlsx", "vi")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")[room("report")["sheet_requirements"]["vi"]]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Số người nghỉ nhiều nhất của Vụ A (A) trong 2027")
    assert (row[1], row[3], row[-2], row[-1]) == (1, 2, "units.by_unit.A.exits_at_most_per_period", "A (2027)")
