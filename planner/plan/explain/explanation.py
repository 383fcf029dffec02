"""What an explanation holds: its facts, the options with their worth, its sentences, the nearest case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.core.texts import Message
from planner.plan.explain.nearest import Nearest


@dataclass(frozen=True)
class Choice:
    """One decision in one period. why_not: reasons, empty where it is allowed. worth: in the plan's prices, None where unknown.

    short_by: points below the chosen one, None where unknown.
    """

    decision: str
    period: str
    leave_on: Any
    to_unit: str
    allowed: bool
    chosen: bool
    why_not: tuple[Message, ...]
    cost_vnd: int
    basis: Message | None
    worth: float | None
    short_by: float | None


@dataclass(frozen=True)
class Explanation:
    """Why a person stays or leaves, in words that wait for a language.

    facts: (column, value). decision, period: what the plan says. choices: retain first, then every route and period.
    why, changes, corrections: sentences; the last say which cells were corrected, by whom and from which file. nearest: the most alike person decided otherwise, None where nobody is.
    """

    employee_id: str
    facts: tuple[tuple[str, Any], ...]
    decision: str
    period: str
    choices: tuple[Choice, ...]
    why: tuple[Message, ...]
    nearest: Nearest | None
    changes: tuple[Message, ...]
    corrections: tuple[Message, ...] = ()
