"""Corrections on their way into the roster: strict, cell by cell, through the reader's own parsers and checks.

An entry changes a cell only where `before` still stands there. What it writes is read as a staffing sheet is, so nothing
can enter by the ledger that could not enter by a sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER, ROSTER_BY_NAME, UNITS, Column
from planner.core.errors import Problem, errors_of, problem
from planner.core.folders import passing_folder
from planner.roster.corrections.cell_text import ID, canonical, cell_text, column_texts, same
from planner.roster.corrections.of_units import is_of_unit, stands, take_unit, unit_column
from planner.roster.people.correction import Correction
from planner.roster.people.field_status import FieldStatus
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Origin, Roster
from planner.roster.people.titles import level_of
from planner.roster.read import inspect_roster
from planner.roster.values.text import fold, write_texts


def about(roster: Roster, employee_id: str) -> tuple[Correction, ...]:
    """What the ledger says of one person, refused entries included, in its order."""
    return tuple(c for c in roster.corrections if c.employee_id == employee_id and not is_of_unit(c))


def unapplied(roster: Roster, file: str) -> list[Problem]:
    """A problem for each cell of the roster's ledger whose last accepted value does not stand in the roster."""
    last: dict[tuple[str, str], tuple[int, Correction]] = {}
    for line, entry in enumerate(roster.corrections, 2):
        if entry.accepted:
            if entry.column == ID and not entry.after:
                last = {key: value for key, value in last.items() if key[0] != entry.employee_id or is_of_unit(value[1])}
            last[entry.employee_id, entry.column] = line, entry
    row_of = {person: row for row, person in enumerate(roster.people[ID])}
    found = []
    for line, entry in last.values():
        column, there = _stands(roster, entry, row_of.get(entry.employee_id))
        if column is None or there is None or not (there == entry.after or same(entry.after, there, column)):
            params = {"name": entry.employee_id, "column_name": entry.column, "now": there or "–", "after": entry.after or "–"}
            found.append(problem("corrections.not_applied", file=file, row=line, column="after", **params))
    return found


@dataclass(frozen=True)
class Fit:
    """Accepted entries about cells of people, against a roster: which are still to be applied, which it says already, which another
    value has overtaken, or whose person is gone; each in the ledger's order."""

    open: tuple[Correction, ...]
    said: tuple[Correction, ...]
    overtaken: tuple[Correction, ...]


def fit(roster: Roster, entries: Sequence[Correction]) -> Fit:
    """How a ledger that was written against an earlier roster fits this one, which may have come to its values by another way."""
    row_of = {person: row for row, person in enumerate(roster.people[ID])}
    cells: dict[tuple[str, str], list[Correction]] = {}
    for entry in entries:
        cells.setdefault((entry.employee_id, entry.column), []).append(entry)
    states: dict[int, str] = {}
    for (person, _), chain in cells.items():
        row = row_of.get(person)
        column, there = _stands(roster, chain[0], row)
        if row is None or column is None or there is None:
            states |= {id(entry): "overtaken" for entry in chain}
            continue
        found = [same(entry.before, there, column) for entry in chain]
        said = [same(entry.after, there, column) for entry in chain]
        goes_on_at = [*np.flatnonzero(found), *(np.flatnonzero(said) + 1)]
        first = 0 if found[0] else max(goes_on_at, default=len(chain))
        passed = "said" if first and said[first - 1] else "overtaken"
        states |= {id(entry): "open" if at >= first else passed for at, entry in enumerate(chain)}
    return Fit(*(tuple(entry for entry in entries if states[id(entry)] == state) for state in ("open", "said", "overtaken")))


def _stands(roster: Roster, entry: Correction, row: int | None) -> tuple[Column | None, str | None]:
    """The column of an entry (None where there is none), and what stands in its cell now: "" for a person who is gone,
    None where there is no such column or unit."""
    if is_of_unit(entry):
        column = unit_column(entry.column)
        return column, None if column is None else stands(roster.units, entry.employee_id, column)
    column = ROSTER_BY_NAME.get(entry.column)
    if row is None:
        return column, ""
    return column, None if column is None else cell_text(roster.people[column.name].iloc[row], column)


def apply(roster: Roster, corrections: Sequence[Correction], file: str = "corrections") -> tuple[Roster | None, list[Problem]]:
    """The roster with the accepted corrections in it (None where any is wrong), and all problems.

    file: the ledger's name for messages; a problem's row is the entry's line there (the first entry stands on line 2).
    The new roster has a fingerprint of its own and the whole ledger in `corrections`. Its warnings are the old ones
    but for corrected cells, with those of the new values.
    """
    change = _Change(roster, file)
    for line, entry in enumerate(corrections, 2):
        if entry.accepted:
            change.take(line, entry)
    if change.problems:
        return None, change.problems
    made, problems = change.made()
    if made is None:
        return None, problems
    return replace(made, corrections=(*roster.corrections, *corrections)), problems


@dataclass
class _Change:
    """Corrections taken one by one: the cells that they touch, who joins, who goes, and what is wrong."""

    roster: Roster
    file: str
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.row_of = {person: row for row, person in enumerate(self.roster.people[ID])}
        self.units = set(self.roster.units["unit"])
        self.units_table = self.roster.units

    def say(self, key: str, line: int, column: str, **params: Any) -> None:
        """Note a problem of one entry."""
        self.problems.append(problem(f"corrections.{key}", file=self.file, row=line, column=column, **params))

    def is_here(self, person: str) -> bool:
        """Whether the person is in the roster as corrected so far."""
        return person in self.joined or (person in self.row_of and person not in self.gone)

    def take(self, line: int, entry: Correction) -> None:
        """One accepted entry, checked against what stands there now."""
        if is_of_unit(entry):
            self.units_table, fault = take_unit(self.units_table, entry, self.file, line)
            self.problems += [] if fault is None else [fault]
            return
        column = ROSTER_BY_NAME.get(entry.column)
        if column is None:
            self.say("unknown_column", line, "column", name=entry.column)
        elif column.name == ID:
            self._join_or_go(line, entry)
        elif not self.is_here(entry.employee_id):
            self.say("unknown_person", line, ID, name=entry.employee_id)
        elif column.name == "unit" and entry.after not in self.units:
            self.say("unknown_unit", line, "after", name=entry.after, person=entry.employee_id)
        elif column.required and not entry.after:
            self.say("required", line, "after", name=entry.employee_id)
        else:
            stands = self.text(entry.employee_id, column)
            if not same(entry.before, stands, column):
                self.say(
                    "before_differs",
                    line,
                    "before",
                    name=entry.employee_id,
                    column_name=column.name,
                    before=entry.before or "–",
                    now=stands or "–",
                )
                return
            self.cells.setdefault(entry.employee_id, {})[column.name] = entry.after
            self.lines[entry.employee_id, column.name] = line

    def _join_or_go(self, line: int, entry: Correction) -> None:
        person = entry.employee_id
        joins = not entry.before and entry.after == person
        if not joins and not (entry.before == person and not entry.after):
            self.say("id_fixed", line, "after", name=person)
        elif joins and self.is_here(person):
            self.say("already_here", line, ID, name=person)
        elif joins:
            self.joined.append(person)
            self.cells[person] = {}
            self.lines[person, ID] = line
        elif not self.is_here(person):
            self.say("unknown_person", line, ID, name=person)
        else:
            self.cells.pop(person, None)
            if person in self.joined:
                self.joined.remove(person)
            if person in self.row_of:
                self.gone.add(person)

    def text(self, person: str, column: Column) -> str:
        """What stands in a cell, with the corrections taken so far."""
        touched = self.cells.get(person, {})
        if column.name in touched:
            return touched[column.name]
        if person in self.joined:
            return canonical(None, column) if column.absent is not None else ""
        return cell_text(self.roster.people[column.name].iloc[self.row_of[person]], column)

    def made(self) -> tuple[Roster | None, list[Problem]]:
        """The corrected roster: touched people are written down and read again by the reader, the others stay."""
        changed = [person for person in self.cells if person not in self.joined]
        rows = np.array([self.row_of[person] for person in changed], dtype=np.int64)
        people = [*changed, *self.joined]
        roster, untouched = self.roster, np.ones(len(self.roster.people), dtype=bool)
        untouched[rows] = False
        untouched[[self.row_of[person] for person in self.gone]] = False
        if not untouched.any() and not people:
            return None, [problem("corrections.nobody_left", file=self.file)]
        read, problems = self._read_again(people, rows) if people else (None, [])
        if errors_of(problems):
            return None, problems
        last = len(roster.people)
        written = np.concatenate([rows, last + np.arange(len(self.joined))])
        at = np.concatenate([np.flatnonzero(untouched), written]).astype(np.int64)
        order = np.argsort(at, kind="stable")
        parts = [roster.people[untouched], *([] if read is None else [read])]
        frame = pd.concat(parts, ignore_index=True).iloc[order].reset_index(drop=True)
        row_of = {old: row for row, old in enumerate(at[order].tolist())}
        new = [*(replace(p, person=row_of[int(written[p.person])]) for p in problems), *self._twins(frame)]
        made = replace(
            roster,
            people=frame,
            units=self.units_table,
            problems=(*self._still_there(row_of), *new),
            sha256=fingerprint(frame, self.units_table),
            origin=self._origin(at[order]),
            status=self._status(at[order], row_of),
        )
        return made, new

    def _read_again(self, people: list[str], rows: npt.NDArray[np.int64]) -> tuple[pd.DataFrame | None, list[Problem]]:
        """The touched people as the reader types them, and what it finds, placed in the ledger."""
        written = pd.DataFrame(index=range(len(people)), columns=[c.name for c in ROSTER], dtype=object)
        for column in ROSTER:
            known = column_texts(self.roster.people[column.name].iloc[rows], column)
            written[column.name] = np.concatenate([known, np.full(len(people) - len(rows), "", dtype=object)])
        written[ID] = people
        self._derive_levels(written, people)
        for at, person in enumerate(people):
            for name, value in self.cells[person].items():
                written.loc[at, name] = value
        with passing_folder() as folder:
            file = Path(folder) / "people.csv"
            write_texts(written, file)
            write_texts(pd.DataFrame({c.name: column_texts(self.roster.units[c.name], c) for c in UNITS}), Path(folder) / "people.units.csv")
            found, problems = inspect_roster(file)
        placed = [self._placed(p, people[p.person]) for p in problems if p.person is not None]
        placed = [p for p in placed if p.severity == "error" or p.row is not None]
        if found is None:
            return None, errors_of(placed) or [problem("corrections.not_a_roster", file=self.file)]
        if found.people[ID].tolist() != people:
            return None, [problem("corrections.not_a_roster", file=self.file)]
        return found.people, placed

    def _derive_levels(self, written: pd.DataFrame, people: list[str]) -> None:
        """A level that followed from the former title follows from the new one, unless it is corrected itself."""
        for at, person in enumerate(people):
            touched = self.cells[person]
            if "position_title" in touched and "position_level" not in touched and person not in self.joined:
                if written.loc[at, "position_level"] == (level_of(written.loc[at, "position_title"]) or "staff"):
                    written.loc[at, "position_level"] = ""

    def _placed(self, found: Problem, person: str) -> Problem:
        """A problem of the reader at its entry of the ledger; without a row where no entry touched the cell."""
        column = found.field or ID
        line = self.lines.get((person, column))
        if line is None and found.severity == "error":
            line = max(line for (who, _), line in self.lines.items() if who == person)
        return replace(found, file=self.file, row=line, column=column)

    def _still_there(self, row_of: dict[int, int]) -> Iterator[Problem]:
        """The roster's warnings but for those about cells that are corrected now, or people who went. row_of: old row to new."""
        ids = self.roster.people[ID].to_numpy(dtype=object)
        for old in self.roster.problems:
            if old.person is None:
                yield old
            elif old.person in row_of and old.field not in self.cells.get(ids[old.person], ()):
                yield replace(old, person=row_of[old.person])

    def _origin(self, at: npt.NDArray[np.int64]) -> Origin | None:
        """Where each person of the new roster stands; those who joined stand in the ledger."""
        origin, last = self.roster.origin, len(self.roster.people)
        if origin is None:
            return None
        lines = np.array([self.lines[person, ID] for person in self.joined], dtype=np.int32)
        tables = (*origin.tables, (self.file, None, {c.name: c.name for c in ROSTER}))
        new = at >= last
        table = np.where(new, len(origin.tables), np.append(origin.table, [0] * max(len(lines), 1))[np.where(new, last, at)])
        row = np.append(origin.row, lines if len(lines) else [0])[at]
        return Origin(tables, table.astype(np.int32), row.astype(np.int32))

    def _status(self, at: npt.NDArray[np.int64], line_of: dict[int, int]) -> FieldStatus | None:
        """How each value came about: what was corrected counts as read."""
        if self.roster.status is None:
            return None
        last = len(self.roster.people)
        status = self.roster.status.rows(np.where(at < last, at, -1))
        by_column: dict[str, list[int]] = {}
        for person, cells in self.cells.items():
            for name in cells if person not in self.joined else ():
                by_column.setdefault(name, []).append(line_of[self.row_of[person]])
        for name, lines in by_column.items():
            status = status.settled(lines, name)
        return status

    def _twins(self, frame: pd.DataFrame) -> list[Problem]:
        """A warning for each corrected or new person who has the name and birth date of another."""
        touched = [p for p, cells in self.cells.items() if p in self.joined or {"full_name", "birth_date"} & set(cells)]
        if not touched:
            return []
        mine = frame[frame[ID].isin(touched)]
        near = frame[frame["birth_date"].isin(mine["birth_date"])]
        keys = pd.DataFrame({ID: near[ID], "name": near["full_name"].map(fold), "birth_date": near["birth_date"]})
        found = []
        for _, twins in keys.groupby(["name", "birth_date"]):
            for person in sorted(set(twins[ID]) & set(touched)) if len(twins) > 1 else ():
                other = next(i for i in twins[ID] if i != person)
                line = max(line for (who, _), line in self.lines.items() if who == person)
                said = problem("corrections.same_person", file=self.file, row=line, column=ID, severity="warning", name=person, other=other)
                found.append(replace(said, person=int(twins.index[twins[ID] == person][0])))
        return found
