"""No paper that a leader reads shows a key of a program: names of scenario keys, columns, or numbers of the law."""

from __future__ import annotations

from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import docx
import openpyxl
import pytest

from planner.cli.show import print_run
from planner.core.texts import LANGUAGES, text
from planner.plan.plan import Run
from planner.report.books.workbook import write_plan_workbook
from planner.report.brief.write import write_brief
from planner.report.exchange import packs_of
from planner.report.exchange.pack_book import write_pack
from planner.report.official_lists.book import write_forms
from tests.builder import roster_of, run_of, target
from tests.core.test_texts import FILES, RAW
from tests.report.official_lists.cases import streamlined


@cache
def reorganised() -> Run:
    """Units merged and dissolved, one that loses its head, rules of every kind, doubtful law."""
    gone = {"lock": "leave", "birth_date": "1992-05-15", "si_months": 90}
    people = [
        {**gone, "unit": "A", "position_level": "head", "volunteers": "separation"}, {**gone, "unit": "C", "category": "contract"},
        {"unit": "A", "key_role": True}, {"unit": "B", "skills": "luật"}, *({"unit": unit} for unit in "ABCDEEE"),
    ]  # fmt: skip
    return run_of(
        roster_of(*people, units=[{"unit": unit, "name": f"Vụ {unit}", "assigned_quota": 9, "minimum_headcount": 1} for unit in "ABCDE"]),
        periods=target(0.2),
        reorganise=[
            {"merge": ["B", "C"], "into": {"unit": "BC", "name": "Vụ BC", "kind": "department"}},
            {"dissolve": "D", "people_to": ["A", "E"]},
        ],
        units={"default": {"reduction_at_most": 1.0}},
        keep={"key_roles": True, "skills": [{"skill": "luật", "at_least": 1}]},
        fairness=[{"by": "sex", "max_ratio": 9.0}],
        routes=["early_retirement", "immediate_separation"],
    )


def keys_in(said: list[str]) -> list[tuple[str, str]]:
    return [(key, line) for line in said for key in RAW.findall(line) if not FILES.search(key)]


def shown(file: Path) -> list[str]:
    """The texts of a workbook that stand in view: no hidden sheets, rows and columns; of a plan's not the sheet of keys."""
    found = []
    for sheet in openpyxl.load_workbook(file).worksheets:
        if sheet.sheet_state != "visible" or sheet.title in {text("report.sheet_keys", lang) for lang in LANGUAGES}:
            continue
        folded = {at for d in sheet.column_dimensions.values() if d.hidden for at in range(d.min, d.max + 1)}
        for row in sheet.iter_rows():
            if not sheet.row_dimensions[row[0].row].hidden:
                found += [str(c.value) for c in row if isinstance(c.value, str) and c.column not in folded and not c.value.startswith("=")]
    return found


@pytest.mark.parametrize("made", [streamlined, reorganised])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_stands_on_the_terminal_or_on_any_paper(made: object, lang: str, tmp_path: Path) -> None:
    run = made()  # type: ignore[operator]
    printed = StringIO()
    with redirect_stdout(printed):
        print_run(run, Path("plan"), lang)
    write_plan_workbook(run, tmp_path / "plan.xlsx", lang)
    write_forms(run, tmp_path / "lists.xlsx", lang)
    write_brief([run], tmp_path / "brief.docx", lang)
    write_pack(packs_of(run, [], lang)[0], tmp_path / "pack.xlsx", lang)
    brief = docx.Document(str(tmp_path / "brief.docx"))
    said = {
        "terminal": printed.getvalue().splitlines(),
        "brief": [*(p.text for p in brief.paragraphs), *(c.text for t in brief.tables for r in t.rows for c in r.cells)],
        **{name: shown(tmp_path / f"{name}.xlsx") for name in ("plan", "lists", "pack")},
    }
    allowed = {"employee_id"}  # the people's sheet of plan.xlsx may be read by programs, which look for this heading
    assert not {where: keys for where, lines in said.items() if (keys := [found for found in keys_in(lines) if found[0] not in allowed])}
    assert all(said.values())
