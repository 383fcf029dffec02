"""What can be wrong with what a user gave, and how it is said.

A fault is a `Problem`: where (file, sheet, row, column or key path) and a `Message` that says what and
what to do. Faults are collected and raised once as an `InputError`; a skin prints them, one sentence each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from planner.core.texts import Message, text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place and its message.

    `sheet` is None for CSV, Parquet and YAML; `row` is the Excel row (CSV: the line of the file); `column`
    is the Excel letter, the column's name for CSV and Parquet, the key path for a scenario.
    """

    message: Message
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    severity: Severity = "error"

    def place(self, lang: str = "en") -> str:
        """`file, sheet, row N, C` with the parts that are known (`dòng N, cột C` in Vietnamese); empty where none is."""
        parts = [self.file, self.sheet]
        if self.row is not None:
            parts.append(text("words.place_row", lang, row=self.row))
        if self.column is not None:
            is_letter = self.sheet is not None and self.column.isupper() and len(self.column) <= 3
            parts.append(text("words.place_column", lang, column=self.column) if is_letter else self.column)
        return ", ".join(p for p in parts if p)

    def sentence(self, lang: str = "en") -> str:
        """The whole problem as one line: place, then message."""
        place = self.place(lang)
        said = self.message.render(lang)
        return f"{place}: {said}" if place else said

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """`{file, sheet, row, column, message}`, the form of `planner check --json`."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": self.message.render(lang),
        }


class PlannerError(Exception):
    """Base of the errors a user can cause; the skins turn it into sentences and an exit code."""


class InputError(PlannerError):
    """The input or the arguments are wrong: every problem found, at once. Exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(p.sentence() for p in self.problems))


def problem(
    key: str,
    *,
    file: str | None = None,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    severity: Severity = "error",
    **params: Any,
) -> Problem:
    """A `Problem` whose message is the catalogue text `key` filled with `params`."""
    return Problem(Message(key, params), file, sheet, row, column, severity)


def errors_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop the work."""
    return [p for p in problems if p.severity == "error"]


def warnings_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that do not."""
    return [p for p in problems if p.severity == "warning"]
