"""What each goal of an ordered list came to, with its proof and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message, text
from planner.optimise.model.rows import RowName


@dataclass(frozen=True)
class TierResult:
    """One goal of `tiers`, settled.

    goal, minimised: what was asked. unit: how many whole units make a person, a VND or a point; best, bound and
    whole_limit count such units. best: of the plan when the goal was settled. bound: proven, no plan passes it; None
    where nothing is proven. whole_limit: what later goals may make of it. proven: best is within the tolerance of bound.
    last: there is no later goal. prices, price_bound, names: the proof of a former goal's bound by prices (the last
    goal's is the plan's own).
    """

    goal: str
    minimised: bool
    unit: float
    best: int
    bound: int | None
    whole_limit: int
    proven: bool
    last: bool
    prices: npt.NDArray[np.float64] | None = None
    price_bound: float | None = None
    names: tuple[RowName, ...] = ()

    def shown(self, amount: int | None) -> int | float | None:
        """Whole units as people, VND (whole numbers) or points."""
        if amount is None:
            return None
        return int(amount) if self.unit == 1 else amount / self.unit

    def as_dict(self, amount: int, lang: str) -> dict[str, Any]:
        """The entry of `tiers` in `plan.json`. amount: what the plan comes to in the end, in whole units."""
        return {
            "goal": self.goal,
            "sense": "minimise" if self.minimised else "maximise",
            "value": self.shown(amount),
            "best": self.shown(self.best),
            "bound": self.shown(self.bound),
            "limit": None if self.last else self.shown(self.whole_limit),
            "proven": self.proven,
            "sentence": self.sentence(amount, lang),
        }

    def sentence(self, amount: int, lang: str) -> str:
        """What was proven, and what the plan makes of it: "The least possible number of involuntary exits is 37, proven." """
        form = "money" if self.goal == "cost" else "points" if self.unit != 1 else "people"
        params = {"what": Message(f"goals.what_{self.goal}"), "best": self.shown(self.best), "bound": self.shown(self.bound)}
        if self.bound is None:
            parts = [text(f"goals.open_{form}", lang, **params)]
        elif self.best == self.bound and self.proven:
            parts = [text(f"goals.{'least' if self.minimised else 'most'}_{form}", lang, **params)]
        else:
            key = f"goals.{'not_below' if self.minimised else 'not_above'}_{form}"
            parts = [text(key, lang, **params), text("goals.proven" if self.proven else "goals.not_proven", lang)]
        if amount != self.best:
            parts.append(text(f"goals.given_{form}", lang, value=self.shown(amount)))
        said = " ".join(parts)
        return said[:1].upper() + said[1:]
