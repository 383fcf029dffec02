"""Columns that sheets divide: birth dates of men and of women, ticks of the sex, years and months."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.core.errors import Problem, shown_place
from planner.roster.tables.grid import encode
from planner.roster.tables.table import Parts, Table
from planner.roster.values.parse import is_tick
from planner.roster.values.text import clean_text, fold

_SEX = {"male": "sNam", "female": "sNữ"}


def join_sexes(table: Table, name: str, parts: Parts) -> list[Problem]:
    """Fills `birth_date` and `sex` (or `sex` alone, by ticks) from the columns of men and women.

    A row that is filled on both sides has two readings and is an error; its cells stay empty.
    """
    problems: list[Problem] = []
    height = len(table.rows)
    places = np.full(height, next(iter(parts.values()))[0], dtype=object)
    values: npt.NDArray[np.object_] = np.full(height, None, dtype=object)
    sexes: npt.NDArray[np.object_] = np.full(height, None, dtype=object)
    taken = np.zeros(height, dtype=np.int64)
    for part, (place, coded) in parts.items():
        cells = np.array([*coded.cells, None], dtype=object)
        there = coded.filled()
        if name == "sex":
            there &= np.isin(coded.codes, [i for i, cell in enumerate(coded.cells) if is_tick(cell)])
        taken += there
        places[there] = place
        values[there] = cells[coded.codes[there]]
        sexes[there] = _SEX[part]
    both = taken > 1
    values[both] = sexes[both] = None
    first = " + ".join(shown_place(place) for place, _ in parts.values()) if both.any() else ""
    problems += [table.problem("both_sexes", row, None, first=first) for row in table.rows[both].tolist()]
    table.spoilt[name] = both
    if name == "birth_date":
        table.columns["birth_date"] = encode(values.tolist())
        table.cell_places["birth_date"] = places
    if "sex" not in table.columns or name == "sex":
        table.columns["sex"] = encode(sexes.tolist())
        table.cell_places["sex"] = places
        table.spoilt["sex"] = both
        table.derived.add("sex")
    else:
        problems += _disagreements(table, sexes)
    return problems


def _disagreements(table: Table, sexes: npt.NDArray[np.object_]) -> list[Problem]:
    """An error for each row whose sex is written otherwise than the column of its birth date says."""
    found = []
    for at in range(len(table.rows)):
        written = table.columns["sex"].of_row(at)
        word = {"m": "nam", "f": "nữ", "male": "nam", "female": "nữ"}.get(fold(written[1:]), fold(written[1:])) if written else ""
        if sexes[at] is not None and word in ("nam", "nữ") and word != fold(sexes[at][1:]):
            found.append(table.problem("sex_disagrees", int(table.rows[at]), "sex", written=clean_text(written[1:] if written else "")))
    return found


def join_duration(table: Table, name: str, parts: Parts) -> None:
    """Fills a duration from a column of years and a column of months beside it."""
    height = len(table.rows)
    words: list[str | None] = [None] * height
    for part, unit in (("years", "năm"), ("months", "tháng")):
        if part not in parts:
            continue
        coded = parts[part][1]
        for at in np.flatnonzero(coded.filled()).tolist():
            cell = coded.cells[coded.codes[at]]
            if cell[0] not in "snp":
                words[at] = cell  # an error cell or a formula says so itself
            elif words[at] is None or words[at][0] == "s":  # type: ignore[index]
                words[at] = f"{words[at] or 's'} {_number(cell)} {unit}"
    table.columns[name] = encode(words)


def _number(cell: str) -> str:
    text = clean_text(cell[1:])
    return text.removesuffix(".0").removesuffix(",0")
