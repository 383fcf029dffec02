"""What every family of requirements is asked, and what it answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message
from planner.instance.instance import Instance, prepare
from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.result import Guess
from planner.plan.infeasibility.values import Values
from planner.plan.repair.change import Edited, repaired
from planner.plan.repair.elastic import CARE, NONE, Answer, Least, Slack, least_slack
from planner.scenario.load import LoadedScenario, scenario_from
from planner.scenario.requirement_kinds import Kind


class OutOfTime(Exception):
    """A family was not looked at to the end."""


@dataclass(frozen=True)
class Proposal:
    """A change to be tried. wider: the next larger one, for where rounding made this one too small; None where none is left.

    beyond_law: more than a decree allows outside its years of grace, so that it is the last resort.
    """

    change: dict[str, Any]
    message: Message
    wider: Callable[[], Proposal | None] | None = None
    beyond_law: bool = False


@dataclass(frozen=True)
class Question:
    """An infeasible instance. ends: `time.monotonic()` value at which the search for repairs stops.

    clash: the requirements that were named as clashing; empty where none could be named. values: what its sentences say.
    """

    instance: Instance
    model: Model
    clash: tuple[Kind, ...]
    ends: float
    seed: int
    told: list[Message] = field(default_factory=list)
    """What was found out on the way and is no repair."""
    solved: list[str] = field(default_factory=list)
    """The family of each proposal that a plan stood for."""
    guesses: list[Guess] = field(default_factory=list)
    """What the last answer of `least` says of a plan near it: it is soon found from there."""

    def left(self) -> float:
        """Seconds left. OutOfTime where there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left

    @cached_property
    def values(self) -> Values:
        """What sentences about the instance are filled with."""
        return Values(self.instance, self.model)

    def rows(self, *kinds: Kind) -> list[int]:
        """Indices of the rows of these requirements, whichever key asks them."""
        names = {kind.name for kind in kinds}
        return [r for r, name in enumerate(self.model.rows.names) if name.kind.name in names]

    def name(self, row: int) -> RowName:
        """The name of a row."""
        return self.model.rows.names[row]

    def edited(self) -> Edited:
        """The scenario's mapping, to be changed."""
        return Edited(self.instance.loaded.data)

    def least(self, slacks: Sequence[Slack], opened: npt.NDArray[np.int64] = NONE, model: Model | None = None) -> Least | None:
        """The least slacks; None where this cannot give way alone. OutOfTime where that was not found out."""
        model = model or self.model
        found = least_slack(model, slacks, time_limit_s=self.left(), seed=self.seed, opened=opened)
        if found.answer is Answer.UNKNOWN:
            raise OutOfTime
        if found.prices is not None:
            worth = dict(zip(model.rows.names, found.prices.tolist(), strict=True))
            self.guesses[:] = [Guess(worth, np.flatnonzero(found.point > CARE), len(found.point))]
        return found if found.answer is Answer.FOUND else None

    def with_change(self, change: dict[str, Any]) -> Instance:
        """The instance of the changed scenario."""
        reference = self.instance.reference
        near = None if reference is None else reference.decisions
        return prepare(self.loaded_with(change), self.instance.roster, close_to=near)

    def loaded_with(self, change: dict[str, Any]) -> LoadedScenario:
        """The changed scenario, as if a file had extended it."""
        loaded = self.instance.loaded
        return replace(scenario_from(repaired(loaded.data, change), name="repair"), path=loaded.path)


Family = Callable[[Question, Sequence[Kind]], Iterator[Proposal]]
"""How requirements that give way under one name do so."""


class Counted(Message):
    """The first few parts of a list, and how many more there are."""

    def render(self, lang: str = "en") -> str:
        parts = self.params["parts"]
        shown = "; ".join(part.render(lang) if isinstance(part, Message) else part for part in parts[:MOST_NAMED])
        return shown + (f"; … (+{len(parts) - MOST_NAMED})" if len(parts) > MOST_NAMED else "")


def counted(parts: Sequence[str | Message]) -> Message:
    """Parts of a list in a sentence, the first few of them."""
    return Counted("", {"parts": tuple(parts)})


MOST_NAMED = 8
