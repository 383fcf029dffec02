"""A plan that somebody made by hand: a table with an id, a decision and a period for each person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from planner.check.view import natural_dues
from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import InputError, Problem, problem
from planner.core.texts import LANGUAGES
from planner.core.vocabulary import DECISIONS
from planner.instance.instance import Instance
from planner.plan.tables.labels import heading, label
from planner.policy.benefits import ROUTES
from planner.roster.tables.headings import heading_key, match_path
from planner.roster.values.text import clean_text, unprotect
from planner.roster.workbook.guarded_reader import read_workbooks

COLUMNS = ("employee_id", "decision", "period", "to_unit")
ENDINGS = (".csv", ".xlsx")
HEADINGS_WITHIN = 15
"""The headings stand in one of the first so many rows."""


def read_handmade(file: Path, instance: Instance) -> tuple[pd.DataFrame, int]:
    """(frame of `COLUMNS`, text, a row a person in the roster's order; how many people the file does not decide).

    Whom the file does not name, or gives no decision, stays, or leaves by the natural exit that falls due. Decisions may be
    written as in `decisions.csv` or in words. InputError lists what cannot be read, with its row.
    """
    if file.suffix.lower() not in ENDINGS:
        raise InputError(problem("cli.ending", file=str(file), endings=", ".join(ENDINGS)))
    found = _table(file)
    words = {_key(word): d.value for d in DECISIONS for word in (d.value, *(label("decision", d.value, lang) for lang in LANGUAGES))}
    known = {
        "decision": words,
        "period": {_key(p.name): p.name for p in instance.scenario.periods},
        "to_unit": {_key(u): u for unit in instance.structure.units[["unit", "name"]].astype(str).to_numpy() for u in unit},
    }
    unit_of_name = dict(instance.structure.units[["name", "unit"]].astype(str).to_numpy().tolist())
    faults = _faults(found, known, instance, file.name)
    if faults:
        raise InputError(faults)
    for column, meaning in known.items():
        found[column] = [meaning.get(_key(value), "") for value in found[column]]
    found["to_unit"] = found["to_unit"].map(lambda unit: unit_of_name.get(unit, unit))
    return _completed(found[found["decision"].ne("")], instance)


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


def _faults(found: pd.DataFrame, known: dict[str, dict[str, str]], instance: Instance, file: str) -> list[Problem]:
    ids = set(instance.people["employee_id"].astype(str))
    faults = []
    for row, person in zip(found["row"], found["employee_id"], strict=True):
        if person not in ids:
            faults.append(problem("beyond.measure.nobody", file=file, row=int(row), person=person))
    for row, person in found.loc[found["employee_id"].duplicated(), ["row", "employee_id"]].itertuples(index=False):
        faults.append(problem("beyond.measure.twice", file=file, row=int(row), person=person))
    for column, meaning in known.items():
        for row, value in zip(found["row"], found[column], strict=True):
            if value and _key(value) not in meaning:
                shown = {"decision": [d.value for d in DECISIONS], "period": list(meaning.values()), "to_unit": list(meaning.values())}[
                    column
                ]
                faults.append(
                    problem(f"beyond.measure.no_such_{column}", file=file, row=int(row), value=value, known=", ".join(shown[:12]))
                )
    return faults


def _key(value: str) -> str:
    return heading_key(str(value))


def _table(file: Path) -> pd.DataFrame:
    """`COLUMNS` and `row` (Excel's row, or the line of the file) as text, of the first sheet that has id and decision."""
    for rows in _sheets(file):
        for at, (_, cells) in enumerate(rows[:HEADINGS_WITHIN]):
            place = _columns(cells)
            if {"employee_id", "decision"} <= set(place):
                body = [(number, *(_cell(line, place.get(name)) for name in COLUMNS)) for number, line in rows[at + 1 :]]
                frame = pd.DataFrame(body, columns=["row", *COLUMNS], dtype=object)
                frame = frame[frame["employee_id"].ne("")].reset_index(drop=True)
                return frame.assign(employee_id=unprotect(frame["employee_id"].astype("str")))
    raise InputError(problem("beyond.measure.no_headings", file=str(file)))


def _columns(cells: list[str | None]) -> dict[str, int]:
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


def _cell(line: list[str | None], place: int | None) -> str:
    return "" if place is None or place >= len(line) else str(line[place] or "").strip()


def _sheets(file: Path) -> list[list[tuple[int, list[str | None]]]]:
    """The rows of each sheet with their numbers; what the guarded child says of a cell's kind is left out."""
    if file.suffix.lower() == ".csv":
        try:
            frame = pd.read_csv(file, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
        except (OSError, ValueError):
            raise InputError(problem("check.file_missing", file=str(file))) from None
        return [[(number, list(cells)) for number, cells in enumerate(frame.to_numpy(dtype=object).tolist(), 1)]]
    if not file.is_file():
        raise InputError(problem("check.file_missing", file=str(file)))
    book = read_workbooks([file])[0]
    if book.problem is not None:
        raise InputError(book.problem)
    shown = [sheet for sheet in book.sheets if sheet.visible]
    return [[(number, [clean_text(cell[1:]) if cell else None for cell in cells]) for number, cells in sheet.rows] for sheet in shown]
