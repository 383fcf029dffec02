"""Problems as a page lists them: what stops the work first, and a fault that stands in many rows once, with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.texts import LANGUAGES

SEVERITIES = ("error", "warning")
_EACH = frozenset({"roster.note_means", "roster.note_away", "roster.note_keep", "roster.note_unclear"})
"""What is said of single people: two of them are alike only where the same is said."""


@dataclass(frozen=True)
class Alike:
    """Problems of one kind in one column of one sheet. at: their positions in the list, in the order of their rows.
    rows: those rows as they are written, "5-9, 12"; "" where the fault is about a whole sheet or file."""

    severity: str
    at: tuple[int, ...]
    rows: str


def alike(problems: Sequence[dict[str, Any]]) -> list[Alike]:
    """Groups of problems (`problem_records`), errors before warnings, each in the order in which it first stands."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for at, problem in enumerate(problems):
        place = problem[LANGUAGES[0]]
        fault = problem.get("key") or place["message"]
        own = (place["message"],) if place["row"] is None or fault in _EACH else ()
        groups.setdefault((problem["severity"], place["file"], place["sheet"], place["column"], fault, *own), []).append(at)
    made = []
    for (severity, *_), found in groups.items():
        row_of = {at: problems[at][LANGUAGES[0]]["row"] for at in found}
        ordered = sorted(found, key=lambda at: row_of[at] or 0)
        made.append(Alike(str(severity), tuple(ordered), rows_said(row for row in row_of.values() if row is not None)))
    return sorted(made, key=lambda group: SEVERITIES.index(group.severity))


def rows_said(rows: Iterable[int]) -> str:
    """Row numbers, those that follow one another as a range: "5-9, 12"."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
