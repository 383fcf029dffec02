"""An explanation in one language, as plain values: what a page shows that runs in another process than the one with the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from planner.plan.explain.explanation import Explanation
from planner.plan.explain.render import nearest_lines, rendered
from planner.plan.explain.value_text import shown
from planner.plan.tables.labels import heading


@dataclass(frozen=True)
class ToldChoice:
    """One option. leave_on: None for those who stay. reason: why it is closed, "" where it is open. basis: "" where none."""

    decision: str
    period: str
    leave_on: dt.date | None
    allowed: bool
    chosen: bool
    cost_vnd: int
    reason: str
    basis: str


@dataclass(frozen=True)
class Told:
    """`Explanation` in words. facts: (heading, value), absent ones left out. as_text: all of it, as the terminal prints it."""

    employee_id: str
    full_name: str
    decision: str
    period: str
    facts: tuple[tuple[str, str], ...]
    choices: tuple[ToldChoice, ...]
    why: tuple[str, ...]
    nearest: tuple[str, ...]
    changes: tuple[str, ...]
    corrections: tuple[str, ...]
    as_text: str


def told(found: Explanation, lang: str) -> Told:
    """The explanation in `lang`."""
    facts = ((heading(column, lang), shown(column, fact, lang)) for column, fact in found.facts)
    choices = (
        ToldChoice(c.decision, c.period, c.leave_on, c.allowed, c.chosen, c.cost_vnd, "; ".join(why.render(lang) for why in c.why_not),
                   c.basis.render(lang) if c.basis else "")
        for c in found.choices
    )  # fmt: skip
    why, changes, corrections = (tuple(m.render(lang) for m in part) for part in (found.why, found.changes, found.corrections))
    return Told(
        found.employee_id, str(dict(found.facts)["full_name"]), found.decision, found.period, tuple(fact for fact in facts if fact[1] != "–"),
        tuple(choices), why, tuple(nearest_lines(found, lang)), changes, corrections, rendered(found, lang),
    )  # fmt: skip
