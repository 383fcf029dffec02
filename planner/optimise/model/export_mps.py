"""The exact problem as free MPS, for any solver to confirm the optimum.

Minimise `-objective`: a column `x_<person>_<option>` for every allowed option (integer, 0 to 1), a row `one_<person>` (= 1)
for everybody, a row for each side that a requirement bounds (`_low` for the lower of two), and a column `constant` fixed to 1 that carries what no
choice changes. Numbers are written with all their digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from planner.core.files import atomic_path
from planner.optimise.model.rows import Model, Rows

COLUMNS_A_BLOCK = 50_000
LONGEST_NAME = 48


def write_mps(model: Model, out: Path, title: str) -> None:
    """Writes `model` to `out`, whole or not at all. `title` becomes the NAME, reduced to letters, digits and `_`."""
    rows = model.rows
    names = row_names(rows)
    kept = np.flatnonzero(np.isfinite(rows.lower) | np.isfinite(rows.upper))
    # Two rows instead of RANGES, which not every reader knows and which cannot say that bounds cross.
    both = kept[np.isfinite(rows.lower[kept]) & np.isfinite(rows.upper[kept]) & (rows.lower[kept] != rows.upper[kept])]
    with atomic_path(out) as temporary, temporary.open("w", encoding="ascii", newline="\n") as file:
        file.write(f"NAME {_plain(title) or 'plan'}\nROWS\n N COST\n")
        _lines(file, (f" {_sense(rows, r)} {names[r]}" for r in kept.tolist()))
        _lines(file, (f" G {names[r]}_low" for r in both.tolist()))
        people = len(model.start) - 1
        _lines(file, (f" E one_{i}" for i in range(people)))
        file.write("COLUMNS\n")
        _columns(file, model, names, kept, both)
        file.write("RHS\n")
        _lines(file, (f" RHS {names[r]} {number(_right(rows, r))}" for r in kept.tolist() if _right(rows, r) != 0))
        _lines(file, (f" RHS {names[r]}_low {number(rows.lower[r])}" for r in both.tolist() if rows.lower[r] != 0))
        _lines(file, (f" RHS one_{i} 1" for i in range(people)))
        file.write("BOUNDS\n")
        _lines(file, (f" UP BND {name} 1" for name in _column_names(model)))
        file.write(" FX BND constant 1\nENDATA\n")


def row_names(rows: Rows) -> list[str]:
    """A unique name for each row, `r<number>_<requirement>_<scope>` in plain letters, no spaces."""
    out = []
    for r, name in enumerate(rows.names):
        words = "_".join(part for part in (_plain(name.requirement), _plain(name.shown)) if part)
        out.append(f"r{r}_{words}"[:LONGEST_NAME] if words else f"r{r}")
    return out


def number(value: float) -> str:
    """All digits of a float, whole numbers without a point, never `-0`."""
    value = float(value)
    if value == int(value) and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def _plain(words: str) -> str:
    """Letters without marks, digits, point and underscore; whatever else becomes an underscore."""
    spelled = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in spelled if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9_.]+", "_", bare).strip("_")[:LONGEST_NAME]


def _sense(rows: Rows, r: int) -> str:
    if rows.lower[r] == rows.upper[r]:
        return "E"
    return "L" if np.isfinite(rows.upper[r]) else "G"


def _right(rows: Rows, r: int) -> float:
    """The row's right-hand side: its upper bound where there is one (the lower side of two has its own row), else its lower."""
    return float(rows.upper[r] if np.isfinite(rows.upper[r]) else rows.lower[r])


def _lines(file: TextIO, lines: Iterator[str]) -> None:
    file.writelines(line + "\n" for line in lines)


def _column_names(model: Model) -> Iterator[str]:
    """`x_<person>_<number of the option among the person's>`, in the order of the options, allowed ones only."""
    person = np.repeat(np.arange(len(model.start) - 1), np.diff(model.start))
    option = np.flatnonzero(model.allowed)
    own = option - model.start[person[option]]
    return (f"x_{i}_{j}" for i, j in zip(person[option].tolist(), own.tolist(), strict=True))


def _columns(file: TextIO, model: Model, names: list[str], kept: npt.NDArray[np.int64], both: npt.NDArray[np.int64]) -> None:
    """The allowed options between markers, block after block, then the constant."""
    option = np.flatnonzero(model.allowed)
    person = np.repeat(np.arange(len(model.start) - 1), np.diff(model.start))[option]
    shown = np.zeros(len(names), dtype=bool)
    shown[kept] = True
    low = {int(r): f"{names[r]}_low" for r in both}
    matrix = csc_array(model.rows.matrix.tocsc()[:, option])
    column_names = list(_column_names(model))
    file.write(" M1 'MARKER' 'INTORG'\n")
    for first in range(0, len(option), COLUMNS_A_BLOCK):
        last = min(first + COLUMNS_A_BLOCK, len(option))
        cost = (-model.gain[option[first:last]]).tolist()
        owner = person[first:last].tolist()
        ends = matrix.indptr[first : last + 1].tolist()
        offset = ends[0]
        index = matrix.indices[offset : ends[-1]].tolist()
        value = matrix.data[offset : ends[-1]].tolist()
        for k, name in enumerate(column_names[first:last]):
            lines = [f" {name} COST {number(cost[k])}"] if cost[k] else []
            lines.append(f" {name} one_{owner[k]} 1")
            for e in range(ends[k] - offset, ends[k + 1] - offset):
                r, v = index[e], value[e]
                if v and shown[r]:
                    lines.append(f" {name} {names[r]} {number(v)}")
                    if r in low:
                        lines.append(f" {name} {low[r]} {number(v)}")
            file.write("\n".join(lines) + "\n")
    file.write(" M2 'MARKER' 'INTEND'\n")
    file.write(f" constant COST {number(-model.constant)}\n")
