"""The workbook: the same figures as plan.json in stored values and in LibreOffice, and no formula made of data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.texts import LANGUAGES, room
from planner.plan.comparison import compare
from planner.report.books.book import cut, lines_in, measure_word
from planner.report.books.plan.keys import flat
from planner.report.books.plan.people import KEYS
from planner.report.books.workbook import write_comparison, write_plan_workbook
from tests.builder import ROOT, roster_of, run_of, target
from tests.small import HOSTILE, small_run

SHEETS = [
    "summary", "charts", "units", "units_chart", "structure", "periods", "roadmap", "leavers", "requirements", "people", "law", "law_calendar", "problems", "keys",
]  # fmt: skip
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
    assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_keys_for_programs_are_folded_away_and_stand_nowhere_else(written: tuple[Path, str]) -> None:
    out, lang = written
    book = openpyxl.load_workbook(out, data_only=True)
    people = book[room("report")["sheet_people"][lang]]
    keys = {c.value: c.column_letter for c in people[1] if c.value in KEYS}
    assert set(keys) == set(KEYS) and people.column_dimensions[keys["decision"]].hidden
    words = {value for (tab, at), value in cells(book).items() if isinstance(value, str) and tab != book.sheetnames[-1] and at.rstrip("0123456789") not in keys.values()}
    raw = {"retain", "immediate_separation", "civil_servant", "not_completed", "age_band", "reduction_at_least", "units.default.reduction_at_most"}
    assert not words & raw and not any("reduction_at" in word or "by_unit" in word for word in words)
    last = {value for (tab, _), value in cells(book).items() if tab == book.sheetnames[-1]}
    assert {"units.default.reduction_at_most", "periods.2028.reduction_at_least"} <= last


def test_a_workbook_speaks_one_language(written: tuple[Path, str]) -> None:
    out, lang = written
    other = "en" if lang == "vi" else "vi"
    own, others = ({entry[of] for entry in (*room("report").values(), *room("asked").values(), *room("words").values()) if "{" not in entry[of]} for of in (lang, other))
    book = openpyxl.load_workbook(out, data_only=True)
    shown = {value for (tab, _), value in cells(book).items() if isinstance(value, str) and tab != book.sheetnames[-1]}  # keys stand there
    assert shown & own and not shown & (others - own) - {"Decision", "decision", "–"}


def test_the_figures_are_those_of_the_plan(written: tuple[Path, str]) -> None:
    out, lang = written
    book = openpyxl.load_workbook(out, data_only=True)
    summary = pairs(book.worksheets[0])
    run, word = small_run(), room("words")
    assert summary[word["figure_leavers"][lang]] == run.summary["headcount"]["leavers"]
    assert summary[word["figure_cost_vnd"][lang]] == run.summary["cost_vnd"]
    assert summary[word["figure_payback_months"][lang]] == run.summary["payback_months"]
    assert summary[word["figure_saving_vnd_per_year"][lang]] == run.summary["saving_vnd_per_year"]
    assert summary[word["figure_saving_natural_vnd_per_year"][lang]] == run.summary["saving_natural_vnd_per_year"]
    steps = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_col=12, max_col=13)}
    assert steps[word["step_end"][lang]] == run.summary["headcount"]["remaining"]


def pairs(sheet: Any) -> dict[str, Any]:
    """Words and the figure beside them, of both halves of the first page."""
    return {row[at]: row[at + 1] for row in sheet.iter_rows(values_only=True) for at in (0, 3) if isinstance(row[at], str)}


def test_the_first_page_says_what_was_asked_and_who_is_concerned(written: tuple[Path, str]) -> None:
    out, lang = written
    sheet = openpyxl.load_workbook(out, data_only=True).worksheets[0]
    said = [row[0] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], str)]
    asked = {"vi": "– Giai đoạn 2028 (nghỉ ngày 01/07/2028): đến khi đó giảm ít nhất 40%, tức 5 người.", "en": "– Period 2028 (leaving on 2028-07-01): at least 40% fewer by then, that is 5 people."}
    assert asked[lang] in said and ("NGƯỜI LẬP BIỂU" if lang == "vi" else "PREPARED BY") in said
    women = small_run().instance.people["sex"].eq("F").sum()
    assert pairs(sheet)[f"Nữ (trong {women})" if lang == "vi" else f"Female (of {women})"] == 0
    assert sheet.page_setup.fitToHeight in (None, 1) and sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.orientation == "portrait"


def test_leavers_stand_by_unit_with_their_money(written: tuple[Path, str]) -> None:
    out, lang = written
    sheet = openpyxl.load_workbook(out, data_only=True)[room("report")["sheet_leavers"][lang]]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    run = small_run()
    left = run.decisions[run.decisions["leave_on"].ne("") & run.decisions["decision"].ne("redeploy")]
    assert [row[1] for row in rows if row[1]] and sorted(row[1] for row in rows if row[1]) == sorted(left["employee_id"])
    heads = [row for row in rows if row[1] is None]
    assert heads[0][9] == run.summary["cost_vnd"] and sum(row[9] for row in heads[1:]) == run.summary["cost_vnd"]
    assert any("Vụ B & C" in str(row[0]) for row in heads)


def test_the_structure_before_and_after_adds_up(written: tuple[Path, str]) -> None:
    out, lang = written
    book = openpyxl.load_workbook(out, data_only=True)
    sheet = book[room("report")["sheet_structure"][lang]]
    blocks: list[list[tuple[Any, ...]]] = []
    for row in sheet.iter_rows(max_col=5, values_only=True):
        if isinstance(row[1], str):
            blocks.append([])
        elif blocks and isinstance(row[1], int):
            blocks[-1].append(row)
    head = small_run().summary["headcount"]
    assert len(blocks) == 6 and all(sum(row[1] for row in block) == head["baseline"] for block in blocks)
    assert all(sum(row[2] for row in block) == head["leavers"] and sum(row[3] for row in block) == head["remaining"] for block in blocks)
    live = openpyxl.load_workbook(out)
    charts = {sheet.title: len(sheet._charts) for sheet in live}
    assert charts[sheet.title] == 6 and charts[room("report")["sheet_charts"][lang]] == 2 and charts[room("report")["sheet_periods"][lang]] == 1


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
    table = [row for row in openpyxl.load_workbook(tmp_path / "plan.xlsx")["Requirements"].iter_rows(values_only=True) if row[0] == "Requirement"]
    assert len(table) == 1


def test_the_sheet_of_requirements_names_unit_and_period(tmp_path: Path) -> None:
    run = run_of(roster_of({}, {}, {}), periods=target(0.3), units={"by_unit": {"A": {"exits_at_most_per_period": 2}}})
    write_plan_workbook(run, tmp_path / "plan.xlsx", "vi")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    rows = list(book[room("report")["sheet_requirements"]["vi"]].iter_rows(values_only=True))
    row = next(row for row in rows if row[0] == "Số người nghỉ nhiều nhất của Vụ A (A) trong 2027")
    assert (row[1], row[3]) == (1, 2)
    assert any(row[0] == "– Vụ A: mỗi giai đoạn nghỉ không quá 2 người." for row in rows)
    keys = [row[1:3] for row in book.worksheets[-1].iter_rows(values_only=True)]
    assert ("units.by_unit.A.exits_at_most_per_period", "A (2027)") in keys


def test_title_and_description_show_the_half_of_the_language(tmp_path: Path) -> None:
    run = run_of(roster_of({}, {}, {}), periods=target(0.3), title="Giảm | Fewer", description="Vì sao | Why")
    for lang, title, why in (("vi", "Giảm", "Vì sao"), ("en", "Fewer", "Why")):
        write_plan_workbook(run, tmp_path / "plan.xlsx", lang)
        book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
        shown = {value for (tab, _), value in cells(book).items() if tab != book.sheetnames[-1]}
        assert {title, why} <= shown and "Giảm | Fewer" not in shown and book.properties.title == title


def test_every_unit_of_measure_of_the_law_has_words() -> None:
    found = set()
    for file in sorted((ROOT / "planner" / "policy").rglob("*.yaml")):
        found |= set(re.findall(r"^\s*unit:\s*[\"']?(.+?)[\"']?$", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(found) > 20 and not [unit for unit in found if measure_word(unit, "vi") == unit]
