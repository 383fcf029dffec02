"""Taking a table out of a grid of cells: the columns that the schema knows, the rows of people, and what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import numpy as np

from planner.core.alike import rows_text
from planner.core.columns import Column
from planner.core.errors import Place, Problem, column_letter, shown_place
from planner.roster.tables.beside import filled_down, note_marks, note_rest, sums_of
from planner.roster.tables.birth_columns import BIRTH_PARTS, birth_parts, join_birth
from planner.roster.tables.categories import category_from_words
from planner.roster.tables.divided_columns import join_duration, join_names, join_sexes, name_parts
from planner.roster.tables.grid import Coded, Grid, encode
from planner.roster.tables.heading_rows import HeadingRows
from planner.roster.tables.headings import JOINT, Heading, heading_key, is_unneeded, says_thousands
from planner.roster.tables.rating_years import ratings_by_year
from planner.roster.tables.rows.further_rows import further_rows, say_further_rows
from planner.roster.tables.rows.likeness import looks_like_a_person
from planner.roster.tables.rows.numbered_groups import say_numbered_groups
from planner.roster.tables.rows.rows_without_people import Body, look_through
from planner.roster.tables.rows.second_table import second_table
from planner.roster.tables.table import Known, Parts, Table
from planner.roster.tables.unknown_headings import unknown_heading
from planner.roster.values.parse import Manner
from planner.roster.workbook.guarded_reader import Cell

FILLED_DOWN = frozenset({"unit", "category"})
"""Columns in which a cell merged over several rows holds for each of them; elsewhere it would have two readings."""

_WITH_OTHER_NAMES = frozenset({"rank_code", "position_title"})
"""Columns of which sheets have a second one in other words: the name of the rank, the approved post."""
_FEW = 3  # cells of a title or of who signs
_MANY = 4  # merged cells of one row are told one by one where they are fewer

def take_table(grid: Grid, found: HeadingRows, columns: tuple[Column, ...], first: int | None = None) -> tuple[Table, list[Problem]]:
    """The table under the headings `found`: known columns, coded; rows that hold nobody left out. first: as in `Table`."""
    matches = name_parts(grid, found, birth_parts(ratings_by_year(found.matches)))
    body = grid.rows[found.last + 1 :]
    table = Table(grid.file, grid.sheet, grid.rows[found.last][0], np.array([n for n, _ in body], dtype=np.int64), first)
    table.above = tuple((row, text) for row, cells in grid.rows[: found.first] for text in map(grid.text, cells) if text)
    table.titles = tuple(text for _, text in table.above)
    problems = [*_people_above(grid, table, found), *_merged_headings(grid, table, found, matches)]
    parts = _known(grid, table, found, matches, problems)
    column_of = _transposed([row for _, row in body])
    coded = {
        (name, part): encode(filled_down(grid, index, column_of(index), table.rows) if name in FILLED_DOWN else column_of(index), grid.prefix)
        for (name, part), (index, _) in parts.items()
    }
    join_names(coded)
    problems += _beyond_gap(table, found, parts, lambda index: any(column_of(index)), grid)
    second = second_table(grid, found, columns)
    names_at = next((index for (name, _), (index, _) in parts.items() if name == "full_name"), None)
    further = {} if names_at is None else further_rows(grid, body, names_at, coded)
    seen = look_through(grid, body, coded, found, None if second is None else second.at, further, names_at)
    _say_unknown(grid, table, found, matches, _kept(column_of, seen), problems)
    note_rest(grid, table, found, matches, parts, column_of, seen)
    table.rows = table.rows[seen.keep]
    if grid.sheet is None:
        problems += _too_long_rows(grid, table, found.last, len(found.paths))
    if second is not None:
        row, shown = body[second.at][0], ", ".join(second.headings)[:80]
        key, severity = ("second_list", "error") if second.people else ("second_table", "warning")
        problems.append(table.problem(key, row, None, headings=shown, severity=severity))
    table.sums = sums_of(grid, body, coded, seen)
    table.group_rows = [body[at][0] for at, _ in seen.groups]
    table.groups = [(int(seen.keep[:at].sum()), text) for at, text in seen.groups]
    problems += _joined(table, {key: column.keep(seen.keep) for key, column in coded.items()}, parts, grid)
    problems += say_numbered_groups(grid, table, found, body, seen, names_at) if first is not None else ()
    problems += say_further_rows(grid, table, body, further, {index: name for (name, _), (index, _) in parts.items()})
    problems += category_from_words(table) if first is not None else []
    problems += _hidden(grid, table, parts)
    problems += _merged(grid, table, parts, column_of, seen)
    if grid.comments or grid.struck:
        note_marks(grid, table, parts)
    return table, problems


def _people_above(grid: Grid, table: Table, found: HeadingRows) -> list[Problem]:
    """An error where rows above the headings look like people: the headings that stood over them are gone."""
    rows = [row for row, cells in grid.rows[: found.first] if sum(map(bool, cells)) > _FEW and looks_like_a_person(grid, cells)]
    return [table.problem("people_above_headings", rows[0], None, rows=rows_text(rows), heading=table.heading_row)] if rows else []


def _merged_headings(grid: Grid, table: Table, found: HeadingRows, matches: Sequence[Heading | None]) -> Iterator[Problem]:
    """A warning for each column that a known heading is merged over, and that has none of its own: what it was called is lost."""
    for top, left, bottom, right in grid.merged:
        heading = matches[left - 1] if left <= len(matches) else None
        if heading is None or heading.ignored or not table.heading_row or not top <= table.heading_row <= bottom:
            continue
        for index in range(left, min(right, len(found.paths))):
            if not found.paths[index] and matches[index] is None:
                yield table.problem("heading_merged", table.heading_row, None, column=index + 1, heading=heading.text[:80], severity="warning")


def _known(grid: Grid, table: Table, found: HeadingRows, matches: Sequence[Heading | None], problems: list[Problem]) -> Known:
    """Where each known column (or part of one) stands; one that stands twice is an error."""
    parts: Known = {}
    for index, heading in enumerate(matches):
        if heading is not None and heading.ignored and heading.year:
            where: dict[str, Any] = {"column": _place(grid, found, index), "severity": "warning"}
            problems.append(table.problem("rating_too_old", table.heading_row, None, heading=heading.text, year=str(heading.year), **where))
        if heading is None or heading.ignored:
            continue
        place = _place(grid, found, index)
        name, part = heading.column.name, heading.part
        if part.startswith("rating_"):
            name, part = part, ""
        twice = next((key for key in parts if key[0] == name and _same(key[1], part)), None)
        if twice is not None and (best := _better(parts[twice][1], heading)):
            left, kept = (place, parts[twice][0]) if best is not heading else (_place(grid, found, parts[twice][0]), index)
            said = {"heading": (heading if best is not heading else parts[twice][1]).text, "other": shown_place(_place(grid, found, kept))}
            problems.append(table.problem("column_left_out", table.heading_row, None, column=left, severity="warning", **said))
            if best is not heading:
                continue
            del parts[twice], table.places[name], table.headings[name]
        elif twice is not None:
            other = shown_place(_place(grid, found, parts[twice][0]))
            problems.append(table.problem("column_twice", table.heading_row, name, column=place, heading=heading.text, other=other))
            continue
        if heading.scaled or (heading.column.kind == "money" and any(map(says_thousands, table.titles))):
            problems.append(table.problem("money_scaled", table.heading_row, name, column=place, heading=heading.text))
        parts[name, part] = index, heading
        table.places.setdefault(name, place)
        table.headings.setdefault(name, heading)
        plain = grid.sheet is None and heading.text == name
        table.manners[name] = Manner(plain=plain, months=heading.months, epoch_1904=grid.epoch_1904)
    return parts


def _better(first: Heading, second: Heading) -> Heading | None:
    """Which of two headings of one column is read where only one is the column's own name: "Mã ngạch" beside "Ngạch"."""
    own = [heading for heading in (first, second) if heading_key(heading.text) in map(heading_key, (heading.column.vi, heading.column.en))]
    return own[0] if first.column.name in _WITH_OTHER_NAMES and len(own) == 1 else None


def _same(first: str, second: str) -> bool:
    """Whether two parts of a column say the same, or divide it in two ways."""
    return first == second or "" in (first, second) or (first in BIRTH_PARTS) != (second in BIRTH_PARTS)


def _place(grid: Grid, found: HeadingRows, index: int) -> Place:
    return grid.place(index, JOINT.join(found.paths[index]))


def _joined(table: Table, coded: dict[tuple[str, str], Coded], parts: Known, grid: Grid) -> list[Problem]:
    """Puts the columns into the table, divided ones joined; the problems of joining them."""
    problems: list[Problem] = []
    divided: dict[str, Parts] = {}
    for (name, part), column in coded.items():
        if not part:
            table.columns[name] = column  # also a name, whose parts have been joined
        else:
            index, heading = parts[name, part]
            divided.setdefault(name, {})[part] = (grid.place(index, heading.text), column)
    for name, columns in divided.items():
        if not columns.keys().isdisjoint(BIRTH_PARTS):
            problems += join_birth(table, columns)
        elif name in ("birth_date", "sex"):
            problems += join_sexes(table, name, columns)
        elif len(columns) == 1:
            ((unit, (_, table.columns[name])),) = columns.items()
            table.manners[name] = replace(table.manners[name], months="years" if unit == "years" else "months")
        else:
            join_duration(table, name, columns)
    if "birth_date" in divided and "sex" in table.columns and "sex" not in table.places:
        table.places["sex"], table.headings["sex"] = table.places["birth_date"], table.headings["birth_date"]
        table.manners["sex"] = table.manners["birth_date"]
    return problems


def _hidden(grid: Grid, table: Table, parts: Known) -> list[Problem]:
    """A warning for each hidden row and each hidden column that was read."""
    problems = []
    for (name, _), (index, heading) in parts.items():
        if index + 1 in grid.hidden_columns and table.columns[name].filled().any():
            where: dict[str, Any] = {"column": index + 1, "severity": "warning"}
            problems.append(table.problem("column_hidden", table.heading_row, name, heading=heading.text, **where))
    for row in table.rows[np.isin(table.rows, list(grid.hidden_rows))].tolist() if grid.hidden_rows else ():
        problems.append(table.problem("row_hidden", row, "full_name", severity="warning"))
    return problems


def _beyond_gap(table: Table, found: HeadingRows, parts: Known, holds: Callable[[int], bool], grid: Grid) -> list[Problem]:
    """A warning where columns that were read stand beyond an empty one: they may be a table of their own beside the list."""
    first = min((index for index, _ in parts.values()), default=0)
    gap = next((i for i in range(first, len(found.paths)) if not found.paths[i] and not holds(i)), None)
    beyond = sorted((index, heading.text) for index, heading in parts.values() if gap is not None and index > gap)
    if gap is None or not beyond or grid.sheet is None:
        return []
    names = ", ".join(text for _, text in beyond)[:80]
    said = {"headings": names, "gap": column_letter(gap + 1)}
    return [table.problem("column_beyond_gap", table.heading_row, None, column=beyond[0][0] + 1, severity="warning", **said)]


def _transposed(rows: Sequence[Sequence[Cell]]) -> Callable[[int], Sequence[Cell]]:
    """A column by its position. Rows are turned at once, three times as fast as cell by cell."""
    turned = list(zip_longest(*rows))
    nothing: list[Cell] = [None] * len(rows)
    return lambda index: turned[index] if index < len(turned) else nothing


def _kept(column_of: Callable[[int], Sequence[Cell]], seen: Body) -> Callable[[int], list[Cell]]:
    """The cells of a column in the rows that hold people."""
    rows = np.flatnonzero(seen.keep).tolist()

    def cells(index: int) -> list[Cell]:
        whole = column_of(index)
        return [whole[at] for at in rows]

    return cells


def _say_unknown(
    grid: Grid,
    table: Table,
    found: HeadingRows,
    matches: Sequence[Heading | None],
    cells_of: Callable[[int], list[Cell]],
    problems: list[Problem],
) -> None:
    """A warning for each column with data that is not read; those with a heading can be mapped by the user."""
    taken = {m.column.name for m in matches if m is not None and not m.ignored}
    for index, path in enumerate(found.paths):
        if matches[index] is not None or is_unneeded(path):
            continue
        data = [cell for cell in cells_of(index) if cell and grid.shown(cell)]
        if not data:
            continue
        where: dict[str, Any] = {"column": _place(grid, found, index), "severity": "warning"}
        if not path:
            if not _counts_up(grid, data):
                problems.append(table.problem("column_without_heading", table.heading_row, None, **where))
            continue
        below = [grid.prefix + cell for cell in data[:50]]
        unknown = unknown_heading(grid.file, grid.sheet, table.heading_row, where["column"], JOINT.join(path), below, taken)
        table.unknown.append(unknown)
        key, like = "heading_unknown_like" if unknown.suggestions else "heading_unknown", ", ".join(unknown.suggestions)
        problems.append(table.problem(key, table.heading_row, None, heading=unknown.heading[:80], like=like, **where))


def _merged(grid: Grid, table: Table, parts: Known, column_of: Callable[[int], Sequence[Cell]], seen: Body) -> list[Problem]:
    """A warning for each row of a person whose cells lie under merged ones: what they held is lost, or not to be seen."""
    name_of = {index: name for (name, _), (index, _) in parts.items()}
    rows = {row: at for row, at in zip(table.rows.tolist(), np.flatnonzero(seen.keep).tolist(), strict=True)}
    hidden: dict[int, dict[int, str]] = {}
    for top, left, bottom, right in grid.merged:
        over_read = right > left and any(index in name_of for index in range(left - 1, right))  # beside it another may be lost
        for row in range(top, min(bottom, top + len(rows)) + 1):
            for index in range(left - 1, min(right, left + len(grid.rows[0][1]) + 50)) if row in rows else ():
                cell = column_of(index)[rows[row]]
                if (row, index) != (top, left - 1) and (index in name_of or over_read) and (cell or name_of.get(index) != "unit"):
                    hidden.setdefault(row, {})[index] = grid.shown(cell)
    problems = []
    for row, cells in sorted(hidden.items()):
        index = min(cells)
        name, said = name_of.get(index), {"columns": ", ".join(column_letter(each + 1) for each in sorted(cells)), "severity": "warning"}
        for each in sorted(cells) if len(cells) < _MANY else [index]:
            problems.append(table.problem("under_merged", row, name_of.get(each) if len(cells) < _MANY else name, column=each + 1, **said))
    return problems


def _counts_up(grid: Grid, data: Sequence[Cell]) -> bool:
    """Whether the cells are the running number that every list has: whole numbers that count up, or begin again at 1."""
    words = [grid.shown(cell) for cell in data]
    if not all(word.isdecimal() for word in words):
        return False
    numbers = np.array([int(word) for word in words])
    return bool(((np.diff(numbers) == 1) | (numbers[1:] <= 1)).all() and numbers[0] <= 1) if len(numbers) else True


def _too_long_rows(grid: Grid, table: Table, last: int, width: int) -> list[Problem]:
    """Rows of a CSV with more cells than headings: a separator stands inside a cell that lacks its quotes."""
    width = max(width, len(grid.rows[last][1]))
    return [
        table.problem("row_too_long", number, None, cells=len(row), headings=width)
        for number, row in grid.rows[last + 1 :]
        if len(row) > width and any(row[width:])
    ]
