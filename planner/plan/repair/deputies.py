"""How the limits on deputies give way: by the law's own average, by its years of grace, by a larger number in every unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.core.texts import Message
from planner.instance.deputies import deputy_limits
from planner.instance.instance import Instance
from planner.optimise.model.build import build
from planner.plan.repair.elastic import slack_of
from planner.plan.repair.proposal import Proposal, Question
from planner.policy.law.deputy_caps import GRACE, READS
from planner.scenario.requirement_kinds import DEPUTIES, Kind


def deputies(ask: Question, kinds: Sequence[Kind]) -> Iterator[Proposal]:
    """What the decree itself leaves open, then the least number of deputies that every unit must be allowed.

    A number with which the units of a clause could exceed the decree's sum is the last resort, and said so.
    """
    if not ask.rows(*kinds):
        return
    instance, asked = ask.instance, ask.instance.scenario.deputies
    said = f"requirement.{DEPUTIES.name}"
    if asked == "each":
        yield Proposal({"deputies": "law"}, Message(f"{said}.ease_average"))
    if waiting := _would_wait(instance):
        law = instance.law.on(GRACE, instance.scenario.periods[-1].leave_on)
        yield Proposal({"deputies_grace": True}, Message(f"{said}.ease_grace", {"named": ", ".join(waiting), "day": law}))
    new = _least_number(ask)
    if new and not (isinstance(asked, int) and new <= asked):
        beyond = _beyond_law(instance, new)
        shown = {"new": new, "old": asked if isinstance(asked, int) else "–"}
        yield Proposal({"deputies": new}, Message(f"{said}.{'ease_beyond' if beyond else 'ease'}", shown), None, beyond)


def _would_wait(instance: Instance) -> list[str]:
    """The units that the years of grace would leave out; none where they are left out already, or no limit of the law holds."""
    scenario = instance.scenario
    if scenario.deputies_grace or scenario.deputies not in ("law", "each"):
        return []
    found = deputy_limits(scenario.model_copy(update={"deputies_grace": True}), instance.structure, instance.law)
    return instance.structure.units["unit"][found.left_out].astype(str).tolist()


def _least_number(ask: Question) -> int:
    """The least number of deputies of every unit with which the rest can be kept; 0 where no number helps."""
    model = build(ask.with_change({"deputies": 0}))
    rows = [r for r, name in enumerate(model.rows.names) if name.kind == DEPUTIES]
    found = ask.least([slack_of(model, rows, 1)], model=model) if rows else None
    return 0 if found is None else int(found.value[0])


def _beyond_law(instance: Instance, number: int) -> bool:
    """Whether the units of some clause could keep more deputies together than the decree allows, with so many in each."""
    structure, day = instance.structure, instance.scenario.periods[-1].leave_on
    if any(day < instance.law.parameter(name).values[0].since for name in READS):
        return False
    have = np.bincount(structure.unit_of[structure.level == "deputy"], minlength=len(structure.units))
    law = deputy_limits(instance.scenario.model_copy(update={"deputies": "law"}), structure, instance.law)
    return any(int(np.minimum(have, number)[average.units].sum()) > average.most for average in law.averages)
