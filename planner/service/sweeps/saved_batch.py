"""A batch that stands on a disk, as pages show it: its runs with their figures, and which of them a filter lets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.errors import InputError, problem
from planner.core.texts import number, percent
from planner.report.batch_page.page import is_number, page_data
from planner.service.sweeps.jobs import RUNS_PARQUET
from planner.service.sweeps.tables import COLUMNS, MORE

MARKS = 200
"""So many values of a figure can be chosen as an end of a range."""


@dataclass(frozen=True)
class Column:
    """A column of a batch. kind: `text`, or how a number is written. varied: whether it is a key that a sweep varies; first:
    whether it stands in the parallel coordinates from the start."""

    key: str
    label: str
    kind: str
    varied: bool
    first: bool


@dataclass(frozen=True)
class Batch:
    """The runs of a batch in one language. rows: a value a column, None where there is none. runs: each run's folder, by its name
    within the batch's own; "" where nothing stands there, as for a run that failed."""

    lang: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    runs: tuple[str, ...]

    def at(self, key: str) -> int:
        """The number of a column."""
        return next(i for i, column in enumerate(self.columns) if column.key == key)

    def values(self, key: str) -> list[Any]:
        """All values of a column, in the order of the runs."""
        at = self.at(key)
        return [row[at] for row in self.rows]

    def axes(self) -> tuple[Column, ...]:
        """What runs can be set apart by: varied keys and figures that have two values at least."""
        able = [column for column in self.columns if column.varied or column.kind != "text"]
        return tuple(column for column in able if len({value for value in self.values(column.key) if value is not None}) > 1)

    def marks(self, key: str) -> list[float]:
        """Ends that a range of a figure may have: its values in order, `MARKS` of them at most, both ends among them."""
        known = sorted({value for value in self.values(key) if value is not None})
        steps = min(MARKS, len(known))
        return [known[round(i * (len(known) - 1) / max(1, steps - 1))] for i in range(steps)]

    def kept(self, words: str = "", statuses: Sequence[str] = (), key: str = "", low: float | None = None, high: float | None = None) -> list[int]:
        """The numbers of the runs that hold all words in their texts, have one of the statuses (any where none is named), and whose
        figure `key` is between two ends (those without it are left out)."""
        pieces, status = words.casefold().split(), self.at("status")
        texts = [i for i, column in enumerate(self.columns) if column.kind == "text"]
        found = range(len(self.rows))
        if statuses:
            found = [r for r in found if self.rows[r][status] in statuses]  # type: ignore[assignment]
        if pieces:
            folded = {r: "\n".join(str(self.rows[r][i] or "") for i in texts).casefold() for r in found}
            found = [r for r in found if all(piece in folded[r] for piece in pieces)]  # type: ignore[assignment]
        if key and low is not None and high is not None:
            values = self.values(key)
            found = [r for r in found if values[r] is not None and low <= values[r] <= high]  # type: ignore[assignment]
        return list(found)

    def said(self, row: int, key: str) -> str:
        """A value as the language writes it; "" where there is none."""
        return written(self.rows[row][self.at(key)], self.columns[self.at(key)].kind, self.lang)


def written(value: Any, kind: str, lang: str) -> str:
    """A value of a batch as the language writes it."""
    if value is None or kind == "text":
        return str(value or "")
    if kind == "tiny":
        return f"{value:.1e}"
    if kind == "share":
        return percent(value, lang)
    if kind == "whole":
        return number(int(value), lang)
    if float(value).is_integer():
        return number(int(value), lang)
    return number(value, lang, 12 if kind == "exact" else 4).rstrip("0").rstrip(",.")


def read_batch(folder: Path, lang: str) -> Batch:
    """The batch of a folder. InputError where its table cannot be read, or is none of a batch."""
    file = folder / RUNS_PARQUET
    try:
        frame = pd.read_parquet(file)
    except (OSError, ValueError) as error:
        raise InputError(problem("batch.unreadable", file=str(file))) from error
    if not {*COLUMNS, *MORE} <= set(frame.columns):
        raise InputError(problem("batch.unreadable", file=str(file)))
    keys = [str(name) for name in frame.columns if name not in (*COLUMNS, *MORE)]
    rows = [{name: _plain(value) for name, value in row.items()} for row in frame.astype(object).to_dict("records")]
    page = page_data(rows, keys, lang)
    names = [Path(str(row["folder"] or "")).name for row in rows]
    runs = tuple(name if name and not name.startswith(".") and (folder / name / "plan.json").is_file() else "" for name in names)
    return Batch(lang, tuple(Column(**column) for column in page["columns"]), tuple(map(tuple, page["rows"])), runs)


def _plain(value: Any) -> Any:
    """None for what a table leaves out."""
    if value is None or value is pd.NA or (isinstance(value, float) and not is_number(value)):
        return None
    return value.item() if hasattr(value, "item") else value
