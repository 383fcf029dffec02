"""The sheet of those who leave, unit by unit: who, how, when, at what cost, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.texts import text
from planner.core.vocabulary import EXIT_ROUTES, NATURAL_ROUTES
from planner.plan.tables.labels import heading, label
from planner.report.books.book import BAND, HEAD_FILL, RULE, RULED, Book, Column, fill
from planner.report.books.cell_values import values_of
from planner.report.books.plan.people import PeopleSheet
from planner.report.books.streamed_rows import Known

NAMES = (
    "number",
    "employee_id",
    "full_name",
    "birth_date",
    "sex",
    "position_title",
    "decision",
    "leave_on",
    "own_wish",
    "cost_vnd",
    "reason",
)
KINDS = {
    "number": "int", "birth_date": "date", "leave_on": "date", "cost_vnd": "money", "full_name": "wrap", "position_title": "wrap", "decision": "wrap",
    "own_wish": "wrap", "reason": "wrap",
}  # fmt: skip
WIDTHS = (6.0, 13.0, 25.0, 12.0, 7.0, 28.0, 23.0, 12.0, 17.0, 16.0, 52.0)
MONEY = NAMES.index("cost_vnd")


def write_leavers(people: PeopleSheet) -> None:
    """A block for each unit with leavers: its name, how many and their money (live), then the people by date and name."""
    book = people.book
    sheet = book.sheet("leavers")
    frame = _leavers(people)
    columns = [Column(_heading(book, name), KINDS.get(name, "text"), (), width) for name, width in zip(NAMES, WIDTHS, strict=True)]
    book.head(sheet, 0, columns)
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    formats = [book.format(column.kind, **RULED) for column in columns]
    names = people.run.instance.structure.units["name"].to_numpy()
    row = 2
    total = int(frame["cost_vnd"].sum())
    _line(book, sheet, 1, text("words.total", book.lang), len(frame), total, f"={people.summed('cost_vnd', EXIT_ROUTES)}")
    shown, known = [values_of(frame[name]) for name in NAMES[1:]], Known()
    units, starts = np.unique(frame["unit_row"].to_numpy(), return_index=True)
    ends = np.append(starts[1:], len(frame))[: len(starts)]
    for unit, start, stop in zip(units.tolist(), starts.tolist(), ends.tolist(), strict=True):
        last, part = row + stop - start, [column[start:stop] for column in shown]
        money = f"=SUM({cell(row + 1, MONEY)}:{cell(last, MONEY)})"
        _line(book, sheet, row, str(names[unit]), stop - start, sum(part[NAMES.index("cost_vnd") - 1]), money)
        _block(book, sheet, row + 1, columns, [range(start + 1, stop + 1), *part], formats, known)
        row = last + 1
    if frame.empty:
        book.put(sheet, 2, 2, book.word("nobody_leaves"), "text")


def _leavers(people: PeopleSheet) -> pd.DataFrame:
    """The people who leave, in words, unit by unit as the table of units has them, then by date and id."""
    lang = people.book.lang
    frame = people.frame.loc[people.leaves].copy()
    frame["unit_row"] = people.run.instance.structure.unit_of[people.leaves]
    natural, forced = frame["decision"].isin(NATURAL_ROUTES).to_numpy(dtype=bool), frame["involuntary"].to_numpy(dtype=bool)
    words = [text(f"report.wish_{key}", lang) for key in ("own", "forced", "natural")]
    frame["own_wish"] = np.array(words, dtype=object)[np.where(natural, 2, forced.astype(np.int64))]
    frame["decision"] = frame["decision"].map({d: label("decision", d, lang) for d in frame["decision"].unique()})
    frame["sex"] = frame["sex"].map({s: label("sex", s, lang) for s in frame["sex"].unique()})
    return frame.sort_values(["unit_row", "leave_on", "employee_id"], kind="stable")


def _line(book: Book, sheet: Any, row: int, name: str, count: int, money: int, formula: str) -> None:
    """The line above a unit's people: its name, how many leave, their money."""
    look = {"bold": True, "bg_color": BAND, "font_color": HEAD_FILL, "bottom": 1, "bottom_color": RULE}
    sheet.set_row(row, 18)
    for at in range(len(NAMES)):
        if at == MONEY:
            book.formula(sheet, row, at, formula, money, "money", **look)
        else:
            book.put(sheet, row, at, book.word("unit_leavers", name=name, count=count) if at == 0 else None, "text", **look)


def _block(
    book: Book, sheet: Any, row: int, columns: Sequence[Column], values: Sequence[Sequence[Any]], formats: Sequence[Any], known: Known
) -> None:
    filled = [Column(column.heading, column.kind, shown, column.width) for column, shown in zip(columns, values, strict=True)]
    fill(sheet, row, filled, formats, len(filled), known)


def _heading(book: Book, name: str) -> str:
    return book.word("own_wish") if name == "own_wish" else heading(name, book.lang)
