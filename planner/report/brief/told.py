"""The figures of plans as a brief tells them: fewer than five people are no number, nor is what would tell such a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from planner.core.texts import number, percent
from planner.core.vocabulary import CHOSEN_ROUTES, NATURAL_ROUTES
from planner.report.small_counts import headcount_told, is_small, suppressed

WITHHELD = "*"
"""What stands for a number that is not told."""
_MONEY = ("cost_vnd", "saving_vnd_per_year", "payback_months")
_OF_A_UNIT = {
    "before": ["leavers", "moved", "after", "reduction", "cost_vnd"],
    "leavers": ["after", "reduction", "cost_vnd"],
    "moved": ["after", "reduction"],
}
"""Of a unit's counts, the columns that would tell them."""


@dataclass(frozen=True)
class Told:
    """The figures of a plan; None where one is not told. kinds: natural, voluntary, involuntary. periods: name to leavers, the
    share reached by then as the target counts it, and cost. headcount, money: by the names of `plan.json`."""

    headcount: Mapping[str, Any]
    kinds: Mapping[str, int | None]
    redeployed: int | None
    seconded: int | None
    money: Mapping[str, Any]
    saving_natural_vnd: int | None
    periods: Mapping[str, tuple[int | None, float | None, int | None]]


def told_of(summary: Mapping[str, Any]) -> Told:
    """What is told of the mapping of a `plan.json` with a plan."""
    heads, money = headcount_told(summary["headcount"]), {name: summary[name] for name in _MONEY}
    kinds = _kinds(summary)
    natural = None if kinds["natural"] is None else summary.get("saving_natural_vnd_per_year") or 0
    if heads["leavers"] is None:
        money, natural = dict.fromkeys(_MONEY), None
    moved, seconded = (None if is_small(summary[name]) else summary[name] for name in ("redeployed", "seconded"))
    return Told(heads, kinds, moved, seconded, money, natural, _periods(summary, heads["leavers"] is None))


def _kinds(summary: Mapping[str, Any]) -> dict[str, int | None]:
    """How many leave naturally, of their own wish, and otherwise."""

    def people(routes: Sequence[Any]) -> int:
        return sum(summary["routes"][route]["people"] for route in routes if route in summary["routes"])

    chosen = people(CHOSEN_ROUTES)
    counts = {"natural": people(NATURAL_ROUTES), "voluntary": chosen - summary["involuntary"], "involuntary": summary["involuntary"]}
    told = suppressed(pd.DataFrame({"people": counts}, dtype=object), ["people"], {})["people"]
    return {name: _whole(told[name]) for name in counts}


def _periods(summary: Mapping[str, Any], nothing: bool) -> dict[str, tuple[int | None, float | None, int | None]]:
    """The periods. Shares to date are differences of each other: where a period's leavers are not told, only the last one is.
    nothing: whether not even the leavers of all periods are told."""
    rows = [(row["name"], row["leavers"], row.get("reached", row["cumulative_reduction"]), row["cost_vnd"]) for row in summary["periods"]]
    frame = pd.DataFrame(rows, columns=["name", "leavers", "reached", "cost_vnd"]).astype(object)
    told = suppressed(frame, ["leavers"], {"leavers": ["cost_vnd"]})
    all_told = bool(told["leavers"].notna().all())
    last = len(told) - 1
    return {
        name: (_whole(leavers), reached if not nothing and (all_told or at == last) else None, _whole(cost))
        for at, (name, leavers, reached, cost) in enumerate(told.itertuples(index=False, name=None))
    }


def units_told(rows: Sequence[Mapping[str, int]]) -> pd.DataFrame:
    """Rows of units (before, leavers, redeployed_in, redeployed_out, after, cost_vnd) as they are told:
    [before, leavers, after, reduction, cost_vnd]; None where one is not."""
    frame = pd.DataFrame(rows, columns=["before", "leavers", "redeployed_in", "redeployed_out", "after", "cost_vnd"])
    frame["moved"] = frame["redeployed_in"] + frame["redeployed_out"]
    frame["reduction"] = list(map(share_lost, frame["before"], frame["after"]))
    told = suppressed(frame.astype(object), list(_OF_A_UNIT), _OF_A_UNIT)
    return told[["before", "leavers", "after", "reduction", "cost_vnd"]]


def share_lost(before: int, after: int) -> float | None:
    """What part of a unit's people it loses; None of nobody."""
    return (before - after) / before if before else None


def shown(value: Any, lang: str, decimals: int = 0) -> str:
    """A number, or the mark of one that is not told."""
    return WITHHELD if _absent(value) else number(value, lang, decimals)


def shown_share(value: Any, lang: str) -> str:
    """A share as per cent, or the mark of one that is not told."""
    return WITHHELD if _absent(value) else percent(value, lang)


def _absent(value: Any) -> bool:
    return value is None or value != value


def _whole(value: Any) -> int | None:
    return None if _absent(value) else int(value)
