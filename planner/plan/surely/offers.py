"""Exits as offers that may be refused: how likely each target is still reached, and how many offers make it sure.

Natural exits are certain, offers are independent, and each period's target stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.rounding import at_least as people_of
from planner.core.vocabulary import CHOSEN, DECISION_INDEX, Decision
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from planner.optimise.model.blocks import is_exit
from planner.plan.surely.chances import accepted, at_least, offers_for_each
from planner.scenario.parts.chances import LEVELS, Acceptance

PLANNED = "middle"
"""Plans are made sure at this level of the chances; the others are shown."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def chances_of(instance: Instance, asked: Acceptance) -> Floats:
    """float64[3, m]: the chance of each option of the instance, low, middle, high; 1 where it is no chosen exit."""
    options = instance.options
    chosen = np.isin(options.decision, CHOSEN)
    band = np.empty(len(instance.people), dtype=object)
    for name, members in groups_of("age_band", instance.people, instance.structure, instance.scenario.snapshot_on):
        band[members] = name
    out = np.ones((len(LEVELS), len(options)))
    for k, level in enumerate(LEVELS):
        out[k, chosen] = float(getattr(asked.default, level))
        for rule in reversed(asked.chances):  # the first that fits is written last
            fits = chosen.copy()
            if rule.volunteer is not None:
                fits &= options.involuntary != rule.volunteer
            if rule.route is not None:
                fits &= options.decision == DECISION_INDEX[Decision(rule.route)]
            if rule.age_band is not None:
                fits &= (band == rule.age_band)[options.person]
            out[k, fits] = float(getattr(rule.chance, level))
    return out


@dataclass(frozen=True)
class Target:
    """What must have left by the end of a period: its number, its name, people (vacant posts counted before)."""

    period: int
    name: str
    people: int


def targets_of(instance: Instance) -> list[Target]:
    """The target of each period that has one."""
    vacant = instance.baseline - len(instance.people)
    asked = ((p, period.name, period.reduction_at_least) for p, period in enumerate(instance.scenario.periods))
    return [Target(p, name, max(0, people_of(share, instance.baseline) - vacant)) for p, name, share in asked if share is not None]


@dataclass(frozen=True)
class Offered:
    """A target and the plan's offers up to it. certain: natural exits; chance: float64[3, k] of the offers, likeliest first."""

    target: Target
    certain: int
    chance: Floats

    @property
    def needed(self) -> int:
        """So many offers must be accepted."""
        return max(0, self.target.people - self.certain)

    def reached(self, level: str = PLANNED) -> float:
        """The chance that so many are, exact."""
        return at_least(accepted(self.chance[LEVELS.index(level)]), self.needed)


def offered(instance: Instance, chosen: Ints, asked: Acceptance) -> list[Offered]:
    """What a plan offers up to each target. chosen: int64[n], the option of each person."""
    options, chance = instance.options, chances_of(instance, asked)
    leaves, offer, at = is_exit(instance)[chosen], np.isin(options.decision[chosen], CHOSEN), options.period[chosen]
    out = []
    for target in targets_of(instance):
        by_then = at <= target.period
        own = chance[:, chosen[offer & by_then]]
        likeliest = np.argsort(-own[LEVELS.index(PLANNED)], kind="stable")
        out.append(Offered(target, int((leaves & ~offer & by_then).sum()), own[:, likeliest]))
    return out


def figures_of(instance: Instance, chosen: Ints) -> dict[str, Any] | None:
    """`acceptance` of `plan.json`; None where the scenario does not ask for a confidence.

    periods: for each target the offers, how many must leave by then if all are accepted (`must_leave`), the chance of reaching it at each level, and two waves.
    """
    asked = instance.scenario.acceptance
    if asked is None or asked.confidence is None:
        return None
    least = dict(enumerate(instance.offers))
    rows = []
    for each in offered(instance, chosen, asked):
        row: dict[str, Any] = {"name": each.target.name, "target": each.target.people, "certain": each.certain, "needed": each.needed}
        row |= {"offered": each.chance.shape[1], "must_leave": least.get(each.target.period, 0)}
        row |= {level: each.reached(level) for level in LEVELS}
        rows.append({**row, **_waves(each, float(asked.confidence))})
    return {"confidence": float(asked.confidence), "level": PLANNED, "periods": rows}


def _waves(each: Offered, confidence: float) -> dict[str, Any]:
    """The same offers in two waves: first as many as are accepted by enough people on average, then, once the answers are known, as
    many of the others as make the rest as sure (all, where that is not enough)."""
    chance = each.chance[LEVELS.index(PLANNED)]
    first = int(np.searchsorted(np.cumsum(chance), each.needed - 1e-9)) + 1 if each.needed else 0
    first = min(first, len(chance))
    exact, rest = accepted(chance[:first]), chance[first:]
    further = offers_for_each(rest, each.needed, confidence)
    second = [len(rest) if (number := further[max(0, each.needed - k)]) is None else number for k in range(len(exact))]
    return {"first_wave": first, "second_wave_expected": float(np.dot(exact, second)), "second_wave_at_most": len(rest)}


def too_few(instance: Instance, chosen: Ints, asked: Acceptance) -> Iterator[tuple[Offered, int]]:
    """(the offers up to a target, how many people must leave by then if all accept) of each target that is less sure than asked, as
    far as the plan's further offers are as likely as its least likely one."""
    confidence = float(asked.confidence or 0)
    for each in offered(instance, chosen, asked):
        chance = each.chance[LEVELS.index(PLANNED)]
        if each.needed and each.reached() < confidence:
            usual = float(chance.min()) if len(chance) else float(getattr(asked.default, PLANNED))
            yield each, each.certain + len(chance) + max(1, _more(chance, usual, each.needed, confidence))


def _more(chance: Floats, usual: float, needed: int, confidence: float) -> int:
    """How many more offers, each as likely as `usual`, make it as sure as asked; of these at most as many again as are needed in all."""
    low, high = 0, needed + len(chance) + 1
    while usual > 0 and at_least(accepted(np.r_[chance, np.full(high, usual)]), needed) < confidence and high < 10**6:
        low, high = high, 2 * high
    while low + 1 < high:
        middle = (low + high) // 2
        sure = at_least(accepted(np.r_[chance, np.full(middle, usual)]), needed) >= confidence
        low, high = (low, middle) if sure else (middle, high)
    return high
