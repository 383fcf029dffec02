"""What can be wrong with what a user gave, and how it is said.

A fault is a `Problem`: where (file, sheet, row, column or key path), whom and which field it is about, and a `Message`
that says what and what to do. Faults are collected and raised once as an `InputError`; a skin prints them, one sentence
each. Programmes read the numbers and names of a `Problem`, never its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from planner.core.texts import Message, text

Severity = Literal["error", "warning", "note"]
"""What stops the work; what somebody should look at; what is only to be known."""
_KEYED = (".yaml", ".yml")
_TABLES = (".csv", ".parquet", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
Place = int | str
"""Where a column stands: its number in a sheet (A is 1), its name in CSV and Parquet, the key path in YAML."""


@cache
def column_letter(number: int) -> str:
    """The letter that a sheet shows over its column: A for 1, AA for 27. A library for it would cost every check 0.1 s."""
    before, last = divmod(number - 1, 26)
    return (column_letter(before) if before else "") + chr(ord("A") + last)


def shown_place(column: Place) -> str:
    """A column as its file shows it: the letter of a sheet's, the name or key path of others."""
    return column_letter(column) if isinstance(column, int) else column


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place and its message.

    `sheet` is None for CSV, Parquet and YAML; `row` is the Excel row (CSV: the line of the file), `column` the `Place`
    of the cell. `field`: the canonical column of roster or units table that it is about, None where it is about none.
    `person`: the row of the frame of people (of the roster, or of what was read where there is none), None where it is
    about nobody in particular. `about`: of a requirement that a written plan breaks, its record's name and then what it is
    about, dimension by dimension; None of anything else.
    """

    message: Message
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: Place | None = None
    severity: Severity = "error"
    field: str | None = None
    person: int | None = None
    about: tuple[str, ...] | None = None

    @property
    def label(self) -> str | None:
        """The column as its file shows it, None where the problem has none."""
        return None if self.column is None else shown_place(self.column)

    @property
    def of_keys(self) -> bool:
        """Whether `column` is a key path of a YAML file or an option of a command, and no column of a table."""
        return isinstance(self.column, str | None) and self.field is None and not (self.file or "").lower().endswith(_TABLES)

    def place(self, lang: str = "en", rows: str = "") -> str:
        """`file, sheet, row N, C` with the parts that are known (`dòng N, cột C` in Vietnamese); empty where none is.

        rows: the rows of others that are told with it ("2-5, 9"), in the place of its own.
        """
        parts = [self.file, self.sheet]
        if rows:
            parts.append(text("words.place_rows", lang, rows=rows))
        elif self.row is not None:
            parts.append(text("words.place_line" if (self.file or "").lower().endswith(_KEYED) else "words.place_row", lang, row=self.row))
        parts.append(text("words.place_column", lang, column=self.label) if isinstance(self.column, int) else self.column)
        return ", ".join(p for p in parts if p)

    def sentence(self, lang: str = "en") -> str:
        """The whole problem as one line: place, then message."""
        place = self.place(lang)
        said = self.message.render(lang)
        return " ".join((f"{place}: {said}" if place else said).splitlines())

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """`{file, sheet, row, column, message}`, the form of `planner check --json`."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.label,
            "message": self.message.render(lang),
        }

    def error_record(self, lang: str = "en") -> dict[str, Any]:
        """`{file, sheet, row, column, key, message}`, the form of `--json`: `key` is a key path or an option, `column` that of a cell."""
        record = self.as_dict(lang)
        message = record.pop("message")
        key = self.label if self.of_keys else None
        return {**record, "column": None if key else record["column"], "key": key, "message": message}


class PlannerError(Exception):
    """Base of the errors a user can cause; the skins turn it into sentences and an exit code."""


class InputError(PlannerError):
    """The input or the arguments are wrong: every problem found, at once. Exit code 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(p.sentence() for p in self.problems))


class NoPlan(InputError):
    """A plan is wanted where there is none: proven impossible, or none was found. Exit code 3 or 4.

    status: `infeasible` or `unknown`; the problems say why.
    """

    def __init__(self, status: str, problems: Problem | Iterable[Problem]) -> None:
        self.status = status
        super().__init__(problems)


def problem(
    key: str,
    *,
    file: str | None = None,
    sheet: str | None = None,
    row: int | None = None,
    column: Place | None = None,
    severity: Severity = "error",
    **params: Any,
) -> Problem:
    """A `Problem` whose message is the catalogue text `key` filled with `params`."""
    return Problem(Message(key, params), file, sheet, row, column, severity)


def unknown(key: str, name: str, among: Iterable[str], /, **more: Any) -> Problem:
    """A name that is none `among` those that are known: the text `key`, or `key_close` with the nearest one where there is one.

    more: as of `problem`.
    """
    import difflib

    close = difflib.get_close_matches(name, list(among), n=1)
    return problem(f"{key}_close", name=name, close=close[0], **more) if close else problem(key, name=name, **more)


def in_row(found: Problem) -> tuple[int, int, str]:
    """A key that sorts the problems of one table: by row, then by column; by its name, the shortest first, in text files."""
    if isinstance(found.column, int):
        return found.row or 0, found.column, ""
    return found.row or 0, len(found.column or ""), found.column or ""


def errors_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop the work."""
    return [p for p in problems if p.severity == "error"]


def warnings_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that do not."""
    return [p for p in problems if p.severity == "warning"]
