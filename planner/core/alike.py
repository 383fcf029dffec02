"""Problems that are alike, told once: the same fault in a column of a sheet, with the rows in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.errors import Problem, Severity
from planner.core.texts import text

MANY = 4
"""So many problems of one kind in a column are told as one where only their values differ; equal ones from two on."""
RUNS_SHOWN = 20


@dataclass(frozen=True)
class Alike:
    """Problems that are told as one, in order; `same`: whether they say the same but for their rows."""

    problems: tuple[Problem, ...]
    same: bool = True

    @property
    def first(self) -> Problem:
        """The one whose words are told."""
        return self.problems[0]

    @property
    def severity(self) -> Severity:
        """Theirs is the same."""
        return self.first.severity

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of all of them, each once, in order; none where they stand in no row."""
        return tuple(sorted({each.row for each in self.problems if each.row is not None}))

    def sentence(self, lang: str = "en") -> str:
        """Place with all rows, then the message; where the values differ it is that of the first, and says so."""
        said = self.first.message.render(lang)
        if len(self.problems) > 1 and not self.same:
            said += " " + text("words.alike_in_row", lang, row=self.first.row)
        place = self.first.place(lang, rows_text(self.rows) if len(self.rows) > 1 else "")
        return f"{place}: {said}" if place else said

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """`{severity, file, sheet, rows, column, message}`, an entry of `once` of `planner check --json`."""
        first = self.first.as_dict(lang)
        return {"severity": self.severity, "file": first["file"], "sheet": first["sheet"], "rows": list(self.rows), **{name: first[name] for name in ("column", "message")}}


def told_once(problems: Iterable[Problem]) -> list[Alike]:
    """All problems, errors first, each kind once for a column of a sheet; else in the order given."""
    kinds: dict[tuple[Any, ...], dict[str, list[Problem]]] = {}
    for each in sorted(problems, key=lambda p: p.severity != "error"):
        said = repr(each.message.params)
        whole = "" if each.row is not None else said  # what is said of a heading or a sheet is not the same of another
        kind = (each.severity, each.file, each.sheet, each.column, each.message.key, whole)
        kinds.setdefault(kind, {}).setdefault(said, []).append(each)
    return [alike for kind in kinds.values() for alike in _of_kind(list(kind.values()))]


def _of_kind(groups: Sequence[list[Problem]]) -> Iterator[Alike]:
    """Groups of equal problems as they are; those that stand alone together, where they are many."""
    single = [group[0] for group in groups if len(group) == 1]
    together = single if len(single) >= MANY else []
    for group in groups:
        if len(group) > 1 or not together:
            yield Alike(tuple(group))
        elif group[0] is together[0]:
            yield Alike(tuple(together), same=False)


def rows_text(rows: Sequence[int]) -> str:
    """Rows in order as people write them: "2-5, 9"; an ellipsis after twenty stretches."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:RUNS_SHOWN]) + (", …" if len(runs) > RUNS_SHOWN else "")
