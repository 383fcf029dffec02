"""The workbooks as they come out of a printer: no text cut or under another, no number that does not fit, no page nearly empty."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from planner.core.texts import LANGUAGES, room
from planner.plan.plan import Run
from planner.report.books.workbook import write_plan_workbook
from planner.scenario.load import load_scenario
from planner.service.run import Request, make_run, read_for
from planner.service.scenario_files import new_workbook, write_scenario
from tests.builder import ROOT
from tests.report.books.pages import Page, overlaps, pages_of, printed
from tests.small import small_run

LISTS = ("people", "leavers", "requirements", "law", "keys")
"""Sheets that end where their rows end."""
LEAST = 0.35
LONG = 28
"""Longer words are broken wherever the cell ends."""


def ministry(lang: str) -> Run:
    """The sample ministry's plan of the base scenario."""
    loaded = load_scenario(ROOT / "scenarios" / "base_2030.yaml")
    return make_run(Request(loaded, read_for(loaded), lang=lang))


def expected(book: Path) -> Counter[str]:
    """The words of all cells that are printed as text."""
    words: Counter[str] = Counter()
    for sheet in openpyxl.load_workbook(book, data_only=True):
        if sheet.sheet_state != "visible":
            continue
        area = str(sheet.print_area).rpartition("!")[2].replace("$", "") if sheet.print_area else sheet.dimensions
        left, top, right, bottom = range_boundaries(area)
        for row in sheet.iter_rows(top, bottom, left, right, values_only=True):
            words.update(word for value in row if isinstance(value, str) for word in value.split() if len(word) <= LONG)
    return words


def measured(book: Path, folder: Path) -> list[Page]:
    """The pages of a workbook, after asking what holds for every one."""
    pages = pages_of(printed(book, folder))
    there = Counter(word.said for page in pages for word in page.words)
    whole = Counter({word: count for word, count in expected(book).items() if "-" not in word and "/" not in word and "_" not in word})
    missing = {word: (count, there[word]) for word, count in whole.items() if there[word] < count}
    assert not missing, missing
    for page in pages:
        assert not [word.said for word in page.words if "###" in word.said], (page.number, page.sheet)
        assert not overlaps(page), (page.number, page.sheet, overlaps(page)[:5])
        outside = [w.said for w in page.words if w.left < 0 or w.right > page.width or w.bottom > page.height]
        assert not outside, (page.number, outside[:5])
    return pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_the_ministrys_workbook_is_whole_and_none_is_nearly_empty(lang: str, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    write_plan_workbook(ministry(lang), book, lang)
    pages = measured(book, tmp_path)
    titles: dict[str, Any] = {name.removeprefix("sheet_"): entry[lang] for name, entry in room("report").items() if name.startswith("sheet_")}
    on = {name: [page for page in pages if page.sheet == title] for name, title in titles.items()}
    for name in ("summary", "charts", "units", "units_chart", "structure", "periods", "problems"):
        assert len(on[name]) == 1, (name, len(on[name]))
    ends = {on[name][-1].number for name in LISTS if len(on[name]) > 1}
    empty = {(page.number, page.sheet): page.filled for page in pages if page.filled < LEAST and page.number not in ends}
    assert not empty, empty
    assert sum(map(len, on.values())) == len(pages) and len(on["law"]) == 1 and len(on["keys"]) == 1


def test_a_small_plan_is_whole_too(tmp_path: Path) -> None:
    write_plan_workbook(small_run(), tmp_path / "plan.xlsx", "vi")
    measured(tmp_path / "plan.xlsx", tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenario_workbooks_are_whole(lang: str, tmp_path: Path) -> None:
    new_workbook(tmp_path / "new.xlsx", ROOT / "data" / "ministry.xlsx", lang)
    write_scenario(load_scenario(ROOT / "scenarios" / "from_22_to_21.yaml"), tmp_path / "filled.xlsx", lang)
    for name in ("new", "filled"):
        pages = measured(tmp_path / f"{name}.xlsx", tmp_path)
        assert len(pages) <= 12 and all(page.filled > 0.2 for page in pages), [(p.number, p.filled) for p in pages]


def test_what_is_cut_hidden_or_too_wide_is_found(tmp_path: Path) -> None:
    import xlsxwriter

    def made(name: str, spoil: Any) -> Path:
        with xlsxwriter.Workbook(str(tmp_path / f"{name}.xlsx")) as book:
            sheet, wrapped = book.add_worksheet("a"), book.add_format({"text_wrap": True, "valign": "top"})
            sheet.set_column(0, 1, 30)
            sheet.write_string(0, 0, "seventeen words that wrap over several lines of one cell here", wrapped)
            sheet.set_row(0, 60)
            sheet.write_string(0, 1, "neighbour")
            sheet.write_number(1, 1, 123_456_789)
            sheet.write_string(1, 0, "a text of usual length")
            spoil(sheet)
        return tmp_path / f"{name}.xlsx"

    measured(made("good", lambda sheet: None), tmp_path)
    for name, spoil in {
        "beside": lambda sheet: sheet.set_column(0, 0, 8),
        "below": lambda sheet: sheet.set_row(0, 14),
        "number": lambda sheet: sheet.set_column(1, 1, 4),
    }.items():
        with pytest.raises(AssertionError):
            measured(made(name, spoil), tmp_path)
