"""From files to tables: the roster tables and units tables of a source, with what had to be said on the way."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.core.columns import ROSTER, UNITS, UNITS_SHEETS, Column
from planner.core.errors import InputError, Problem, problem, shown_place
from planner.core.texts import LANGUAGES, Message
from planner.roster.tables.account import Unread, unread_file, unread_sheet
from planner.roster.tables.extract import take_table
from planner.roster.tables.grid import Coded, Grid
from planner.roster.tables.heading_rows import HEADINGS_NEEDED, HeadingRows, find_headings
from planner.roster.tables.headings import Heading, is_unneeded, match_path
from planner.roster.tables.mapping import Mapping
from planner.roster.tables.rating_years import align_ratings, ratings_by_year
from planner.roster.tables.rows.likeness import looks_like_a_table, looks_like_people, row_above_people
from planner.roster.tables.summary import Stated, stated_in
from planner.roster.tables.table import Table
from planner.roster.tables.unknown_headings import UnknownHeading, unknown_heading
from planner.roster.values.parse import Manner
from planner.roster.values.text import fold
from planner.roster.workbook.guarded_reader import RawSheet, RawWorkbook
from planner.roster.workbook.roster_files import TABLE_ENDINGS, Source
from planner.roster.workbook.text_tables import csv_rows, csv_text

if TYPE_CHECKING:
    import pyarrow as pa

_UNITS_NAMES = frozenset(fold(name) for name in UNITS_SHEETS)
_GUIDES = frozenset(fold(Message("roster.template_guide_sheet", {}).render(lang)) for lang in LANGUAGES)
EXAMINED = 50
"""Cells of an unknown column by which it is judged what it may be."""
# A list with one of these columns is a list of people; without any it is a legend of ranks or a table of sums.
_OF_PEOPLE = frozenset({"employee_id", "full_name", "birth_date", "sex", "category", "si_months"})


@dataclass
class Tables:
    """What a source holds: tables of people, tables of units, problems so far; what the user chose for headings.

    lost: the headings of lists of which no word is known. left_sheets, left_files: what holds no table that was read.
    stated: the numbers of people that sheets of sums state.
    """

    mapping: Mapping = field(default_factory=Mapping)
    people: list[Table] = field(default_factory=list)
    units: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: list[UnknownHeading] = field(default_factory=list)
    left_sheets: list[Unread] = field(default_factory=list)
    left_files: list[Unread] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    def unknown(self) -> tuple[UnknownHeading, ...]:
        """The headings of people's tables that nothing is known of."""
        return (*self.lost, *(heading for table in self.people for heading in table.unknown))

    def find(self, grid: Grid, columns: tuple[Column, ...]) -> HeadingRows | None:
        """The headings of a grid, with what the user chose for it."""
        chosen = self.mapping.of(grid.file, grid.sheet) if columns is ROSTER and self.mapping else None
        return find_headings(grid, columns, chosen)

    def line(self, columns: tuple[Column, ...]) -> int | None:
        """The line of the frame of all people at which the next table of people begins; None for tables of units."""
        return sum(len(table.rows) for table in self.people) if columns is ROSTER else None

    def add(self, table: Table, problems: list[Problem]) -> None:
        """Keep a table that was read, and what had to be said of it."""
        (self.units if table.first is None else self.people).append(table)
        self.problems += problems

    def take(self, grid: Grid, heading: HeadingRows, columns: tuple[Column, ...]) -> None:
        """Take the table under some headings out of a grid, and keep it."""
        self.add(*take_table(grid, heading, columns, self.line(columns)))


def read_tables(source: Source, mapping: Mapping | None = None) -> Tables:
    """The tables of every file of the source; one that cannot be read is a problem, and the others are still read."""
    found = Tables(mapping or Mapping())
    found.problems += source.problems
    found.left_files += [unread_file(each.name, each.reason) for each in source.left]
    units_names = {path.name for path in source.units_files}
    for book in source.read_workbooks():
        _take_workbook(book, found, only_units=book.path.name in units_names)
    units = [path for path in source.units_files if path.suffix.casefold() in TABLE_ENDINGS]
    for path, columns in [*((path, ROSTER) for path in source.tables), *((path, UNITS) for path in units)]:
        if refused := source.refusal(path):
            found.problems.append(refused)
        else:
            _take_file(path, columns, found)
    found.problems += align_ratings(found.people)
    return found


# ---------------------------------------------------------------------------------------------------- workbooks


def _take_workbook(book: RawWorkbook, found: Tables, only_units: bool) -> None:
    if book.problem is not None:
        found.problems.append(book.problem)
        return
    before, refused = len(found.people) + len(found.units), len(found.problems)
    others: list[Problem] = []
    for sheet in book.sheets:
        grid = Grid.of_sheet(sheet)
        is_units = fold(sheet.name) in _UNITS_NAMES or only_units
        columns = UNITS if is_units else ROSTER
        heading = found.find(grid, columns)
        known = heading.columns if heading is not None else set()
        is_list = len(known) >= (1 if is_units and sheet.visible else HEADINGS_NEEDED) and bool(is_units or known & _OF_PEOPLE)
        if not sheet.visible:
            if is_list or looks_like_people(grid):
                found.problems.append(problem("roster.sheet_hidden", file=sheet.file, sheet=sheet.name, severity="warning"))
            found.left_sheets.append(unread_sheet(sheet.file, sheet.name, "sheet_hidden"))
        elif heading is not None and is_list:
            found.take(grid, heading, columns)
            others += _say_lying_over(sheet, with_list=True)
        else:
            others += _say_lying_over(sheet, with_list=False)
            others += _say_skipped(grid, is_units, known, found)
    if len(found.people) + len(found.units) == before and len(found.problems) == refused:
        found.problems.append(problem("roster.no_table_in_file", file=book.path.name))
    found.problems += others


def _say_lying_over(sheet: RawSheet, with_list: bool) -> Iterator[Problem]:
    """Warnings of what lies over the cells and is not read: boxes of text, files; pictures where nothing else was a list."""
    where: dict[str, Any] = {"file": sheet.file, "sheet": sheet.name, "severity": "warning"}
    if sheet.boxes:
        yield problem("roster.text_boxes", note="; ".join(sheet.boxes)[:200], count=len(sheet.boxes), **where)
    if sheet.embedded:
        yield problem("roster.embedded_files", count=sheet.embedded, **where)
    if sheet.pictures and not with_list:
        yield problem("roster.sheet_of_pictures", count=sheet.pictures, **where)


def _say_skipped(grid: Grid, is_units: bool, known: set[str], found: Tables) -> list[Problem]:
    """Says why a sheet holds no table; returns what is said of sheets that are no lists at all."""
    where: dict[str, Any] = {"file": grid.file, "sheet": grid.sheet}
    reason, others = "sheet_no_list", []
    found.stated += stated_in(grid)
    units = None if is_units else find_headings(grid, UNITS)
    if not grid.rows:
        reason = "sheet_empty"
    elif is_units:
        found.problems.append(problem("roster.units_without_headings", **where))
        reason = "sheet_refused"
    elif units is not None and len(units.columns) >= HEADINGS_NEEDED:
        found.problems.append(problem("roster.sheet_like_units", severity="warning", name=UNITS_SHEETS[1], **where))
    elif looks_like_people(grid):
        found.problems.append(problem("roster.sheet_without_headings", **where))
        found.lost += _lost_headings(grid)
        reason = "sheet_refused"
    elif len(known) >= HEADINGS_NEEDED:
        found.problems.append(problem("roster.sheet_not_people", severity="warning", **where))
    elif fold(grid.sheet or "") not in _GUIDES and looks_like_a_table(grid):
        others = [problem("roster.sheet_no_list", severity="warning", rows=len(grid.rows), **where)]
    found.left_sheets.append(unread_sheet(grid.file, grid.sheet or "", reason))
    return others


def _lost_headings(grid: Grid) -> list[UnknownHeading]:
    """The headings of a list of which no word is known, so that they can be mapped."""
    at = row_above_people(grid)
    if at is None:
        return []
    row, cells = grid.rows[at]
    found = []
    for index, text in enumerate(map(grid.text, cells)):
        below = [grid.prefix + str(r[index]) for _, r in grid.rows[at + 1 : at + 50] if len(r) > index and r[index]]
        if text and below and not is_unneeded((text,)):
            found.append(unknown_heading(grid.file, grid.sheet, row, grid.place(index, text), text, below))
    return found


# ---------------------------------------------------------------------------------------------------- CSV and Parquet


def _take_file(path: Path, columns: tuple[Column, ...], found: Tables) -> None:
    """A file that the guard has passed: its counts and its size are within what one may have."""
    if path.suffix.casefold() == ".parquet":
        _take_parquet(path, columns, found)
    else:
        _take_csv(path, columns, found)


def _take_csv(path: Path, columns: tuple[Column, ...], found: Tables) -> None:
    try:
        text = csv_text(path)
    except InputError as error:
        found.problems.extend(error.problems)
        return
    try:
        grid, heading = _csv_grid(path.name, text, columns, found)
    except csv.Error as error:
        found.problems.append(problem("roster.csv_broken", file=path.name, row=error.args[-1]))
        return
    if heading is None:
        wanted = ", ".join(c.name for c in columns if c.required)
        found.problems.append(problem("roster.csv_without_headings", file=path.name, wanted=wanted))
        return
    found.take(grid, heading, columns)


def _csv_grid(file: str, text: str, columns: tuple[Column, ...], found: Tables) -> tuple[Grid, HeadingRows | None]:
    """The grid by the delimiter under which most headings are known, and its headings (None where too few are known).

    csv.Error, with the line as its last argument, where quotes are not closed.
    """
    head = "".join(text[:200_000].splitlines(keepends=True)[:60])
    scores = {}
    for delimiter in ",;\t":
        try:
            rows = csv_rows(head, delimiter, strict=False)
        except csv.Error:
            continue
        heading = found.find(Grid(file, None, rows, prefix="s"), columns)
        scores[delimiter] = len(heading.columns) if heading is not None else 0
    delimiter = max(scores, key=lambda d: scores[d], default=",")
    grid = Grid(file, None, csv_rows(text, delimiter, strict=True), prefix="s")
    heading = found.find(grid, columns)
    enough = heading is not None and len(heading.columns) >= (1 if columns is UNITS else HEADINGS_NEEDED)
    return grid, heading if enough else None


def _take_parquet(path: Path, columns: tuple[Column, ...], found: Tables) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            arrow = file.read(use_threads=False)  # each thread would keep memory of its own
    except (pa.ArrowException, OSError, ValueError):
        found.problems.append(problem("roster.parquet_damaged", file=path.name))
        return
    table = Table(path.name, None, None, np.arange(1, arrow.num_rows + 1), found.line(columns))
    chosen = found.mapping.of(path.name, None) if columns is ROSTER and found.mapping else None
    matches = ratings_by_year([match_path((name,), columns, chosen) for name in arrow.column_names])
    matches = [_whole(match) for match in matches]
    problems: list[Problem] = []
    for position, (name, heading) in enumerate(zip(arrow.column_names, matches, strict=True)):
        coded = _coded(arrow.column(position))
        if heading is None:
            _leave(table, "unneeded" if is_unneeded((name,)) else "unknown", name, coded)
            if not is_unneeded((name,)):
                cells = () if coded is None else coded.cells[:EXAMINED]
                table.unknown.append(unknown_heading(path.name, None, None, name, name, cells, table.columns))
                problems.append(table.problem("heading_unknown", None, None, column=name, heading=name[:80], severity="warning"))
            continue
        if heading.ignored:
            _leave(table, "chosen_ignored", name, coded)
            continue
        key = heading.part or heading.column.name  # a rating of a year has become `rating_1` to `rating_3`
        if key in table.columns:
            problems.append(table.problem("column_twice", None, key, column=name, heading=name, other=shown_place(table.places[key])))
            _leave(table, "twice", name, coded)
            continue
        table.columns_read += 1
        table.places[key] = name
        table.headings[key] = heading
        table.manners[key] = Manner(plain=True, months=heading.months)
        if coded is None:
            problems.append(table.problem("parquet_type", None, key, type=str(arrow.column(position).type)[:60]))
            coded = Coded(np.full(arrow.num_rows, -1), [])
        table.columns[key] = coded
    found.add(table, problems)


def _leave(table: Table, reason: str, name: str, coded: Coded | None) -> None:
    """Notes a column that is not read, and why; what stands in it may speak of people all the same."""
    table.left_columns.append((reason, name, name))
    if coded is not None:
        table.beside.append((name, name, coded))


def _whole(match: Heading | None) -> Heading | None:
    """The match where a column of Parquet is a whole one: dates are real there, and nothing is divided; a given name is the name."""
    if match is None or not match.part or match.part.startswith("rating_"):
        return match
    return replace(match, part="") if match.part == "given" else None


def _coded(array: pa.ChunkedArray) -> Coded | None:
    """A column of Parquet as coded cells; None where its type holds no plain values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = array.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        if not (pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type)):
            return None
        array = pc.binary_join(array, ";")
        kind = array.type
    if pa.types.is_dictionary(kind):
        array = array.cast(kind.value_type)
        kind = array.type
    if pa.types.is_null(kind):
        return Coded(np.full(len(array), -1), [])
    letter = _letter(kind)
    if letter is None:
        return None
    coded = array.combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    words = [_word(letter, value) for value in coded.dictionary.to_pylist()]
    blank = np.array([word is None or not word[1:].strip() for word in words] + [True], dtype=bool)
    return Coded(np.where(blank[codes], -1, codes), [word or "s" for word in words])


def _letter(kind: pa.DataType) -> str | None:
    import pyarrow as pa

    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "s"
    if pa.types.is_boolean(kind):
        return "b"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "n"
    return "d" if pa.types.is_date(kind) or pa.types.is_timestamp(kind) else None


def _word(letter: str, value: Any) -> str | None:
    if value is None or value != value:  # NaN is absent
        return None
    if letter == "b":
        return "b1" if value else "b0"
    if letter == "d":
        return "d" + value.isoformat().removesuffix("T00:00:00")
    if letter == "n" and math.isfinite(value) and float(value).is_integer() and abs(value) < 1e15:
        return f"n{int(value)}"
    return letter + str(value)
