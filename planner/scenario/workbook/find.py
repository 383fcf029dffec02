"""Finding the tables of a scenario workbook: which sheet is which, where the headings stand, which rows hold something."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from planner.core.texts import LANGUAGES, text
from planner.scenario.places import CellPlace
from planner.scenario.workbook.entries import Row, TableRows, Taken
from planner.scenario.workbook.layout import GUIDE, INFO, SHEETS, Column, Sheet, Table
from planner.scenario.workbook.words import key_of

Cells = list[str | None]
HEADINGS_WITHIN = 12
"""Rows from the top among which the headings are looked for."""
MOST_ROWS = 20_000


class RawSheet(Protocol):
    """A sheet as guarded opening gives it: (row, cells from column A on), empty rows left out; rows from 1."""

    name: str
    visible: bool
    rows: list[tuple[int, Cells]]


def tables_of(sheets: Sequence[RawSheet], taken: Taken) -> list[TableRows]:
    """Every table that is there. Sheets and columns that nobody knows, and hold something, are faults; hidden sheets are not read."""
    known = {key_of(name): sheet for sheet in SHEETS for name in (*(sheet.title(lang) for lang in LANGUAGES), sheet.name)}
    notes = {key_of(text(f"scenario_book.sheets.{name}", lang)) for name in (GUIDE, "notes") for lang in LANGUAGES}
    found: dict[str, list[TableRows]] = {}
    strange = []
    for raw in sheets:
        sheet = known.get(key_of(raw.name))
        if not raw.visible or not raw.rows or key_of(raw.name) in notes:
            continue
        if sheet is None:
            strange.append(raw)
        elif sheet.name in found:
            taken.refuse("sheet_twice", CellPlace(raw.name, 1, 1))
        elif len(raw.rows) > MOST_ROWS:
            taken.refuse("too_many_rows", CellPlace(raw.name, MOST_ROWS, 1), most=MOST_ROWS)
        else:
            found[sheet.name] = _tables(raw, sheet, taken)
    if not found and not taken.faults:
        taken.refuse("no_scenario_book", CellPlace(strange[0].name if strange else "", 1, 1), sheets=", ".join(s.title(taken.lang) for s in SHEETS))
        return []
    for raw in strange:
        close = difflib.get_close_matches(key_of(raw.name), known, n=1)
        near = known[close[0]].title(taken.lang) if close else ""
        taken.refuse("unknown_sheet_close" if close else "unknown_sheet", CellPlace(raw.name, 1, 1), close=near)
    return [table for sheet in SHEETS for table in found.get(sheet.name, ())]


def _tables(raw: RawSheet, sheet: Sheet, taken: Taken) -> list[TableRows]:
    head, columns = _headings(raw, sheet)
    if not columns:
        first = next(table for table, _, _ in sheet.columns())
        names = ", ".join(first.heading(column, taken.lang) for column in first.columns[:3])
        taken.refuse("no_headings", CellPlace(raw.name, raw.rows[0][0], 1), names=names)
        return []
    body = [(number, cells) for number, cells in raw.rows if number > head]
    _strangers(raw, sheet, head, body, columns, taken)
    return [_table_rows(raw.name, table, head, body, columns) for table in sheet.tables]


def _headings(raw: RawSheet, sheet: Sheet) -> tuple[int, dict[int, tuple[Table, Column]]]:
    """The row with the most known headings, and what each of its columns is, by number."""
    known: dict[str, tuple[Table, Column]] = {}
    for table, column, _ in sheet.columns():
        known |= {_heading_key(table.heading(column, lang)): (table, column) for lang in LANGUAGES}
        known.setdefault(f"{table.name}.{column.name}", (table, column))
    best: tuple[int, dict[int, tuple[Table, Column]]] = (0, {})
    for number, cells in raw.rows:
        if number > HEADINGS_WITHIN:
            break
        here: dict[int, tuple[Table, Column]] = {}
        for at, cell in enumerate(cells, 1):
            meant = known.get(_heading_key(cell[1:])) if cell and cell[0] == "s" else None
            if meant is not None and meant not in here.values():
                here[at] = meant
        if len(here) > len(best[1]):
            best = (number, here)
    return best


def _heading_key(heading: str) -> str:
    return key_of(heading).removesuffix("*").strip()


def _strangers(
    raw: RawSheet, sheet: Sheet, head: int, body: list[tuple[int, Cells]], columns: Mapping[int, tuple[Table, Column]], taken: Taken
) -> None:
    """A fault for each column that holds something and has no known heading."""
    heads = dict(enumerate(next((cells for number, cells in raw.rows if number == head), []), 1))
    known = {_heading_key(table.heading(column, taken.lang)): table.heading(column, taken.lang) for table, column, _ in sheet.columns()}
    seen: set[int] = set()
    for number, cells in body:
        for at, cell in enumerate(cells, 1):
            if cell is None or at in columns or at in seen:
                continue
            seen.add(at)
            heading = (heads.get(at) or "s")[1:].strip()
            close = difflib.get_close_matches(_heading_key(heading), known, n=1) if heading else []
            place = CellPlace(raw.name, head if heading else number, at)
            key = "unknown_heading_close" if close else "unknown_heading" if heading else "no_heading"
            taken.refuse(key, place, heading=heading, close=known[close[0]] if close else "")


def _table_rows(sheet: str, table: Table, head: int, body: list[tuple[int, Cells]], columns: Mapping[int, tuple[Table, Column]]) -> TableRows:
    mine = {at: column for at, (of, column) in columns.items() if of is table}
    return TableRows(table, sheet, head, {column.name: at for at, column in mine.items()}, [*_rows(body, mine, table)])


def _rows(body: list[tuple[int, Cells]], mine: Mapping[int, Column], table: Table) -> Iterator[Row]:
    """The rows in which a cell that counts is filled: a unit's own row, or a label's, says nothing by itself."""
    given = {table.columns[0].name} if table.shape in ("form", "units", "routes", "groups") else set()
    for number, cells in body:
        filled = {column.name: cell for at, column in mine.items() if column.kind != INFO and at <= len(cells) and (cell := cells[at - 1]) is not None}
        if table.shape == "form" and filled or filled.keys() - given:
            yield Row(number, filled)
