"""The words of a replay in either language: headings, sides, changes. Shared by terminal, workbook and page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from planner.core.columns import ROSTER_BY_NAME
from planner.core.dates import whole_months
from planner.core.errors import Problem, problem
from planner.core.texts import Message, has, text
from planner.policy.replay.comparison import CHANGES, Replay
from planner.policy.terms import AUTO, Terms

SIDES = ("a", "b")


def heading(column: str, lang: str) -> str:
    """The heading of a column of `Replay` or `cliffs`; one of a side carries its letter: "Best route (A)"."""
    stem, _, mark = column.rpartition("_")
    if mark in SIDES:
        return f"{heading(stem, lang)} ({mark.upper()})"
    for key in (f"replay.column_{column}", f"words.column_{column}"):
        if has(key):
            return text(key, lang)
    return ROSTER_BY_NAME[column].heading(lang) if column in ROSTER_BY_NAME else column


def change_word(change: str, lang: str) -> str:
    """The word for a member of `CHANGES`; "" for "" ."""
    return text(f"replay.change_{change}", lang) if change else ""


def route_word(route: str, lang: str) -> str:
    """The word for a route; of none, that no way is open."""
    return text(f"words.decision_{route}", lang) if route else text("replay.no_route", lang)


def regime_word(regime: str, lang: str) -> str:
    """The short name of a decree; "" for none."""
    return text(f"words.regime_{regime}", lang) if regime and regime != AUTO else ""


def direction_word(direction: str, lang: str) -> str:
    """Leaving `later` or `earlier`."""
    return text(f"replay.direction_{direction}", lang)


def side_words(terms: Terms, lang: str) -> str:
    """One side in a line: leaving date, decree, and the days that differ from the usual."""
    parts = [text("replay.side_leave_on", lang, day=terms.leave_on)]
    regime = regime_word(terms.regime, lang)
    parts.append(text("replay.side_regime", lang, regime=regime) if regime else text("replay.side_auto", lang))
    for name in ("decided_on", "snapshot_on", "reorganised_on"):
        day = getattr(terms, name)
        if isinstance(day, dt.date) and day != terms.leave_on:
            parts.append(text(f"replay.side_{name}", lang, day=day))
    return "; ".join(parts)


def notes(found: Replay) -> tuple[Message, ...]:
    """What to know before reading the figures: forced regimes, and insurance that was not counted on."""
    left, right = found.left.terms, found.right.terms
    warnings = {m.render("vi"): m for side in (found.left, found.right) for m in side.benefits.warnings}
    apart = int(whole_months(left.leave_on, right.leave_on)) != 0
    frozen = apart and left.snapshot_on is None and right.snapshot_on is None
    return (*warnings.values(), *((Message("replay.note_snapshot"),) if frozen else ()))


def same_terms(left: Terms, right: Terms) -> Problem | None:
    """A problem where both sides say the same, so that there is nothing to compare."""
    return problem("replay.same_terms", column="--against", day=left.leave_on) if left == right else None


def change_lines(totals: dict[str, int], lang: str) -> list[tuple[str, int, int]]:
    """(word, people, difference in VND) of each change, in the order of telling."""
    return [(change_word(change, lang), totals[change], totals[f"{change}_vnd"]) for change in told()]


def told() -> tuple[str, ...]:
    """The changes in the order of telling: losses first, since they are what a planner must explain."""
    order = ("loses", "closes", "gains", "opens", "same", "none")
    return tuple(sorted(CHANGES, key=order.index))


def shown(values: Iterable[Any], word: Any, lang: str) -> list[str]:
    """The word of each code, looked up once a code."""
    known: dict[str, str] = {}
    out = []
    for value in values:
        code = str(value)
        if code not in known:
            known[code] = word(code, lang)
        out.append(known[code])
    return out
