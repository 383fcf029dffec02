"""Columns that sheets divide: names, birth dates of men and of women, ticks of the sex, years and months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem, shown_place
from planner.roster.tables.grid import Coded, Grid, encode
from planner.roster.tables.heading_rows import HeadingRows
from planner.roster.tables.headings import Heading
from planner.roster.tables.table import Parts, Table
from planner.roster.values.parse import is_tick
from planner.roster.values.text import clean_text, fold

_NAME = ("family", "middle", "given")
_LOOKED_AT = 200  # rows
_OTHER = {"male": "sNữ", "female": "sNam"}
_WORDS = {"male": frozenset({"nam", "male", "m"}), "female": frozenset({"nữ", "female", "f"})}
_NO = frozenset({"", "0", "không", "khong", "no", "false", "-"})
_SEX = {"male": "sNam", "female": "sNữ"}


def name_parts(grid: Grid, found: HeadingRows, matches: Sequence[Heading | None]) -> list[Heading | None]:
    """The matches with names in several columns told apart, also under one heading that is merged over them.

    A given name alone is the name; a family name without a given one is not needed. Columns of men and women beside a
    column of the sex are not needed either.
    """
    out = list(matches)
    own = {m.part: at for at, m in enumerate(out) if m is not None and not m.ignored and m.column.name == "full_name"}
    if "" in own and len(own) == 1:
        _spread_name(grid, found, out, own[""])
    elif own and not {"family", "given"} <= own.keys():
        for part, at in own.items():
            heading = out[at]
            if part and heading is not None:
                out[at] = replace(heading, part="") if part == "given" and "" not in own else None
    elif "" in own:
        for part, at in own.items():
            out[at] = None if part else out[at]
    if any(m is not None and m.column.name == "sex" and not m.part and not m.ignored for m in out):
        out = [None if m is not None and m.column.name == "sex" and m.part else m for m in out]
    return out


def _spread_name(grid: Grid, found: HeadingRows, out: list[Heading | None], at: int) -> None:
    """Divides a heading of names that is merged over further columns, which have no heading of their own."""
    heading, rows = out[at], [number for number, _ in grid.rows[found.first : found.last + 1]]
    right = max((m[3] for m in grid.merged if m[0] in rows and m[1] == at + 1), default=at + 1)
    if heading is None or right <= at + 1 or right - at > len(_NAME) or any(found.paths[at + 1 : right]) or right > len(out):
        return
    below = [row[index] for _, row in grid.rows[found.last + 1 : found.last + 1 + _LOOKED_AT] for index in range(at + 1, right) if index < len(row) and row[index]]
    if not all(map(_could_be_named, (grid.text(cell) for cell in below))):
        return  # another column, whose heading was lost when the cells were merged
    out[at] = replace(heading, part="family")
    for index in range(at + 1, right):
        out[index] = replace(heading, part="given" if index == right - 1 else "middle")


def _could_be_named(text: str) -> bool:
    """Whether a text may be a part of a person's name: words with a capital each."""
    words = text.split()
    return bool(words) and all(word[0].isupper() and word.replace(".", "").isalpha() for word in words)


def join_names(coded: dict[tuple[str, str], Coded]) -> None:
    """Puts the one column of names in the place of its parts, in the order family, middle, given name."""
    parts = [coded.pop(("full_name", part)) for part in _NAME if ("full_name", part) in coded]
    if not parts:
        return
    whole = pd.Series([""] * len(parts[0].codes), dtype=object)
    for part in parts:
        words = np.array([*(cell[1:].strip() if cell[0] in "sn" else cell[1:] for cell in part.cells), ""], dtype=object)
        whole = whole + " " + pd.Series(words[part.codes])
    coded["full_name", ""] = encode(("s" + whole.str.strip()).tolist())


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
            ticked = [i for i, cell in enumerate(coded.cells) if is_tick(cell) or fold(cell[1:]) in _WORDS[part]]
            there &= np.isin(coded.codes, ticked)
            if len(parts) == 1 and there.any():
                sexes[~there] = _rest_of(coded, part)[coded.codes][~there]
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


def _rest_of(coded: Coded, part: str) -> npt.NDArray[np.object_]:
    """What is read of the cells without a tick under a single column for one sex: the other one; a strange word stays."""
    empty = _NO | _WORDS["male" if part == "female" else "female"]
    return np.array([*(_OTHER[part] if fold(cell[1:]) in empty else cell for cell in coded.cells), _OTHER[part]], dtype=object)


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
