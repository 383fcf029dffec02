"""A plan that somebody made by hand: a table with an id, a decision and a period for each person."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.check.view import natural_dues
from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import InputError, Place, Problem, problem
from planner.core.texts import LANGUAGES
from planner.core.vocabulary import DECISIONS
from planner.instance.instance import Instance
from planner.plan.tables.labels import heading, label
from planner.policy.benefits import ROUTES
from planner.roster.tables.headings import heading_key, match_path
from planner.roster.values.text import clean_text, unprotect
from planner.roster.workbook.guarded_reader import read_workbooks
from planner.roster.workbook.text_tables import DELIMITERS, csv_rows, csv_text

COLUMNS = ("employee_id", "decision", "period", "to_unit")
NEEDED = frozenset(("employee_id", "decision"))
ENDINGS = (".csv", ".xlsx")
HEADINGS_WITHIN = 15
"""The headings stand in one of the first so many rows."""
KNOWN_SHOWN = 12

Lines = list[tuple[int, Sequence[str | None]]]
"""(Excel's row, or the line of the file, and its cells as text)."""


@dataclass(frozen=True)
class HandTable:
    """The decisions of a file as they stand there. rows: `row` (Excel's row, or the line of the file) and `COLUMNS` as text, a
    row a person. sheet: None for CSV. places: where each column stands."""

    file: str
    sheet: str | None
    places: dict[str, Place]
    rows: pd.DataFrame

    def record(self) -> dict[str, Any]:
        """The same as plain values; `table_from` gives it back."""
        return {"file": self.file, "sheet": self.sheet, "places": self.places, "rows": self.rows.to_numpy(dtype=object).tolist()}

    def fault(self, key: str, row: int, column: str, **params: Any) -> Problem:
        """A problem of a cell."""
        return problem(f"beyond.measure.{key}", file=self.file, sheet=self.sheet, row=row, column=self.places.get(column), **params)


def table_from(record: Mapping[str, Any]) -> HandTable:
    """What `HandTable.record` wrote."""
    rows = pd.DataFrame(record["rows"], columns=["row", *COLUMNS], dtype=object)
    return HandTable(record["file"], record["sheet"], dict(record["places"]), rows)


def read_table(file: Path) -> HandTable:
    """The decisions of a file, of the first sheet that has id and decision. Opened by the guarded child first, as every file of a
    user. InputError where it cannot be read or has no such headings."""
    if file.suffix.lower() not in ENDINGS:
        raise InputError(problem("cli.ending", file=file.name, endings=", ".join(ENDINGS)))
    for sheet, lines in _sheets(file):
        for at, (_, cells) in enumerate(lines[:HEADINGS_WITHIN]):
            columns = _columns(cells)
            if set(columns) >= NEEDED:
                places = {name: str(cells[i]).strip() if sheet is None else i + 1 for name, i in columns.items()}
                return HandTable(file.name, sheet, places, _body(lines[at + 1 :], columns))
    raise InputError(problem("beyond.measure.no_headings", file=file.name))


def decided(table: HandTable, instance: Instance) -> tuple[pd.DataFrame, int]:
    """(frame of `COLUMNS`, text, a row a person in the roster's order; how many people the table does not decide).

    Whom the table does not name, or gives no decision, stays, or leaves by the natural exit that falls due. Decisions may be
    written as in `decisions.csv` or in words. InputError lists what cannot be read, with its cell.
    """
    meanings = _meanings(instance)
    faults = list(_faults(table, meanings, instance))
    if faults:
        raise InputError(faults)
    found = table.rows.copy()
    for column, meaning in meanings.items():
        found[column] = found[column].map({value: meaning.get(_key(value), "") for value in found[column].unique()})
    return _completed(found[found["decision"].ne("")], instance)


def _meanings(instance: Instance) -> dict[str, dict[str, str]]:
    """Of each column but the id: what may be written, as `_key` has it, and what it means."""
    units = instance.structure.units[["unit", "name"]].astype(str)
    once = units.drop_duplicates("name", keep=False)  # a name that two units have says neither
    return {
        "decision": {_key(word): d.value for d in DECISIONS for word in (d.value, *(label("decision", d.value, lang) for lang in LANGUAGES))},
        "period": {_key(p.name): p.name for p in instance.scenario.periods},
        "to_unit": {_key(word): unit for column, rows in (("name", once), ("unit", units)) for unit, word in zip(rows["unit"], rows[column], strict=True)},
    }


def _completed(found: pd.DataFrame, instance: Instance) -> tuple[pd.DataFrame, int]:
    """Everybody in the roster's order; who is not decided stays or leaves by nature."""
    ids = instance.people["employee_id"].astype(str)
    period, route, _ = natural_dues(instance.benefits)
    names = np.array([*(p.name for p in instance.scenario.periods), ""], dtype=object)
    by_nature = np.array([*(r.value for r in ROUTES), "retain"], dtype=object)
    usual = pd.DataFrame({"employee_id": ids.to_numpy(), "decision": by_nature[route], "period": names[period], "to_unit": ""})
    usual = usual.set_index("employee_id")
    own = found.set_index("employee_id")[list(COLUMNS[1:])]
    usual.loc[own.index] = own
    return usual.reset_index()[list(COLUMNS)].astype(object), len(ids) - len(own)


def _faults(table: HandTable, meanings: dict[str, dict[str, str]], instance: Instance) -> Iterator[Problem]:
    """Ids that nobody has, people who stand there twice, words that mean nothing; in the order of columns, then of rows."""
    found = table.rows
    strange = found.loc[~found["employee_id"].isin(instance.people["employee_id"].astype(str))]
    yield from (table.fault("nobody", row, "employee_id", person=person) for row, person in _pairs(strange, "employee_id"))
    again = found.loc[found["employee_id"].duplicated()]
    yield from (table.fault("twice", row, "employee_id", person=person) for row, person in _pairs(again, "employee_id"))
    for column, meaning in meanings.items():
        known = ", ".join(list(dict.fromkeys(meaning.values()))[:KNOWN_SHOWN])
        strange_words = {value for value in found[column].unique() if value and _key(value) not in meaning}
        wrong = found.loc[found[column].isin(strange_words)]
        yield from (table.fault(f"no_such_{column}", row, column, value=value, known=known) for row, value in _pairs(wrong, column))


def _pairs(rows: pd.DataFrame, column: str) -> Iterator[tuple[int, str]]:
    return ((int(row), str(value)) for row, value in zip(rows["row"], rows[column], strict=True))


def _key(value: str) -> str:
    return heading_key(str(value))


def _body(lines: Lines, columns: dict[str, int]) -> pd.DataFrame:
    """`row` and `COLUMNS` of the rows that name somebody."""
    cells = [(number, *(_cell(line, columns.get(name)) for name in COLUMNS)) for number, line in lines]
    frame = pd.DataFrame(cells, columns=["row", *COLUMNS], dtype=object)
    frame = frame[frame["employee_id"].ne("")].reset_index(drop=True)
    return frame.assign(employee_id=np.asarray(unprotect(frame["employee_id"].astype("str")), dtype=object))


def _columns(cells: Sequence[str | None]) -> dict[str, int]:
    """Where each of `COLUMNS` stands, by its name or heading in either language."""
    out: dict[str, int] = {}
    words = {_key(word): name for name in COLUMNS for word in (name, *(heading(name, lang) for lang in LANGUAGES))}
    for place, cell in enumerate(cells):
        if not cell:
            continue
        of_roster = match_path([cell], (ROSTER_BY_NAME["employee_id"],))
        name = words.get(_key(cell)) or ("employee_id" if of_roster is not None else None)
        if name is not None:
            out[name] = out.get(name, place)
    return out


def _cell(line: Sequence[str | None], place: int | None) -> str:
    return "" if place is None or place >= len(line) else str(line[place] or "").strip()


def _sheets(file: Path) -> list[tuple[str | None, Lines]]:
    """The name and the rows of each sheet that is shown; what the guarded child says of a cell's kind is left out."""
    book = read_workbooks([file])[0]
    if book.problem is not None:
        raise InputError(book.problem)
    if file.suffix.lower() == ".csv":
        return [(None, _csv_lines(file))]
    shown = [sheet for sheet in book.sheets if sheet.visible]
    return [(sheet.name, [(number, [clean_text(cell[1:]) if cell else None for cell in cells]) for number, cells in sheet.rows]) for sheet in shown]


def _csv_lines(file: Path) -> Lines:
    """The rows by the delimiter under which most headings are known."""
    text = csv_text(file)
    head = "".join(text[:200_000].splitlines(keepends=True)[:HEADINGS_WITHIN])

    def known(delimiter: str) -> int:
        return max((len(_columns(cells)) for _, cells in csv_rows(head, delimiter, strict=False)), default=0)

    try:
        return list(csv_rows(text, max(DELIMITERS, key=known), strict=True))
    except csv.Error as error:
        raise InputError(problem("roster.csv_broken", file=file.name, row=error.args[-1])) from None
