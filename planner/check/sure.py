"""How sure the targets of a plan are where people may refuse: counted a second time, by another formula than the plan's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.check.requirements import baseline_of
from planner.check.view import View, breach
from planner.core.errors import Problem
from planner.core.rounding import at_least
from planner.instance.groups import groups_of

FILE = "plan.json"
TOLERANCE = 1e-7


def check_sure(view: View, summary: dict[str, Any]) -> Iterator[Problem]:
    """Each target is reached with the chance that the scenario asks for, at the middle of its chances."""
    asked = view.scenario.acceptance
    if asked is None or asked.confidence is None:
        return
    written = {row.get("name"): row for row in (summary.get("acceptance") or {}).get("periods", [])}
    offers = view.leaves & ~view.by_nature
    chance = _chance(view)
    for p, period in enumerate(view.scenario.periods):
        if period.reduction_at_least is None:
            continue
        by_then = view.period <= p
        vacant = baseline_of(view) - len(view.people)
        needed = at_least(period.reduction_at_least, baseline_of(view)) - vacant - int((view.leaves & view.by_nature & by_then).sum())
        right = _reached(chance[offers & by_then], needed)
        said = (written.get(period.name) or {}).get("middle")
        if said is None or abs(said - right) > TOLERANCE or right < float(asked.confidence) - TOLERANCE:
            yield breach(
                "not_sure",
                column=f"acceptance.{period.name}",
                file=FILE,
                period=period.name,
                written=said,
                right=right,
                asked=float(asked.confidence),
            )


def _chance(view: View) -> npt.NDArray[np.float64]:
    """float64[n]: how likely each person accepts the exit decided; the first rule that fits counts."""
    asked = view.scenario.acceptance
    assert asked is not None
    band = {name: members for name, members in groups_of("age_band", view.people, view.structure, view.scenario.snapshot_on)}
    out = np.full(len(view.people), float(asked.default.middle))
    open_to = np.ones(len(out), dtype=bool)
    for rule in asked.chances:
        fits = open_to.copy()
        if rule.volunteer is not None:
            fits &= view.involuntary != rule.volunteer
        if rule.route is not None:
            fits &= view.decision == rule.route
        if rule.age_band is not None:
            fits &= band[rule.age_band]
        out[fits] = float(rule.chance.middle)
        open_to &= ~fits
    return out


def _reached(chance: npt.NDArray[np.float64], needed: int) -> float:
    """The chance of `needed` acceptances or more, from the characteristic function (a sum over n + 1 roots of unity)."""
    n = len(chance)
    if needed <= 0:
        return 1.0
    root = np.exp(2j * np.pi * np.arange(n + 1) / (n + 1))
    value, count = np.unique(chance, return_counts=True)
    product = np.prod((1 - value[:, None] + value[:, None] * root[None, :]) ** count[:, None], axis=0)
    exactly = np.real(np.fft.fft(product)) / (n + 1)
    return float(exactly[needed:].sum())
