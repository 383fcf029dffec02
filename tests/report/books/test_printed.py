"""The workbooks as they come out of a printer: no text cut or under another, no number that does not fit, no page nearly empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.core.texts import LANGUAGES, room
from planner.plan.plan import Run
from planner.report.books.workbook import write_plan_workbook
from planner.scenario.load import load_scenario
from planner.service.run import Request, make_run, read_for
from planner.service.scenario_files import new_workbook, write_scenario
from tests.builder import ROOT
from tests.printed import Paper, cut_off, paper_of, to_pdf
from tests.small import small_run

LISTS = ("people", "leavers", "requirements")
"""Sheets that end where their rows end."""
ONE_PAGE = ("summary", "charts", "units", "units_chart", "structure", "periods", "law", "problems", "keys")
LEAST, HEADER = 0.35, 36
"""How far down a page something must stand, as a share of its height; where the header ends, in points."""


def ministry(lang: str) -> Run:
    """The sample ministry's plan of the base scenario."""
    loaded = load_scenario(ROOT / "scenarios" / "base_2030.yaml")
    return make_run(Request(loaded, read_for(loaded), lang=lang))


def measured(book: Path, folder: Path) -> Paper:
    """A printed workbook, after asking what holds for every page."""
    paper = paper_of(to_pdf([book], folder)[0])
    assert not cut_off(book, paper)
    assert not paper.overlapping() and not paper.outside() and "###" not in paper.text
    return paper


def sheets_of(paper: Paper) -> list[str]:
    """The sheet that each page says it is of: at the right end of its header."""
    said: list[list[str]] = [[] for _ in paper.sizes]
    for word in paper.words:
        if word.bottom < HEADER and word.left > paper.sizes[word.page - 1][0] / 2:
            said[word.page - 1].append(word.text)
    return [" ".join(words) for words in said]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_the_ministrys_workbook_is_whole_and_none_is_nearly_empty(lang: str, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    write_plan_workbook(ministry(lang), book, lang)
    paper = measured(book, tmp_path)
    titles = {name.removeprefix("sheet_"): entry[lang] for name, entry in room("report").items() if name.startswith("sheet_")}
    sheets = sheets_of(paper)
    on = {name: [number for number, said in enumerate(sheets, 1) if said == title] for name, title in titles.items()}
    for name in ONE_PAGE:
        assert len(on[name]) == 1, (name, len(on[name]))
    ends = {on[name][-1] for name in LISTS if len(on[name]) > 1}
    empty = {(number, said): paper.filled(number) for number, said in enumerate(sheets, 1) if paper.filled(number) < LEAST and number not in ends}
    assert not empty, empty
    assert sum(map(len, on.values())) == len(sheets)


def test_a_small_plan_is_whole_too(tmp_path: Path) -> None:
    write_plan_workbook(small_run(), tmp_path / "plan.xlsx", "vi")
    measured(tmp_path / "plan.xlsx", tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenario_workbooks_are_whole(lang: str, tmp_path: Path) -> None:
    new_workbook(tmp_path / "new.xlsx", ROOT / "data" / "ministry.xlsx", lang)
    write_scenario(load_scenario(ROOT / "scenarios" / "from_22_to_21.yaml"), tmp_path / "filled.xlsx", lang)
    for name in ("new", "filled"):
        paper = measured(tmp_path / f"{name}.xlsx", tmp_path)
        assert len(paper.sizes) <= 12


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
