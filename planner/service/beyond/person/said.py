"""A change that turns one person's outcome, in words."""

from __future__ import annotations

from collections.abc import Callable

from planner.core.texts import text
from planner.plan.tables import heading, label
from planner.service.beyond.person.otherwise import LOCK, RATING, RULE


def change_said(change: str, detail: str, rule: Callable[[str], str], lang: str) -> str:
    """A row's `change` and `detail` in words: "without the requirement …", "a lock (Keep)".

    rule: what says a requirement in words, given as `key [scope]`.
    """
    if change == RULE:
        said = rule(detail)
    elif change == LOCK:
        said = label("lock", detail, lang)
    else:
        said = "; ".join(_step(part, change, lang) for part in detail.split(", "))
    return text(f"beyond.otherwise.{change}", lang, detail=said)


def _step(part: str, change: str, lang: str) -> str:
    """`rating_1: good > excellent` in words."""
    column, _, values = part.partition(": ")
    before, after = (label(column, value, lang) if change == RATING else value for value in values.split(" > "))
    return text("beyond.otherwise.step", lang, what=heading(column, lang), before=before, after=after)
