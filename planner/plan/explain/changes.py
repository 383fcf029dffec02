"""What would change a person's decision, told in the plan's prices: nothing here is solved again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN, DECISIONS, NATURAL_ROUTES, RETAIN, STAYS
from planner.instance.instance import Instance
from planner.optimise.model.rows import Model
from planner.plan.explain.prices import Push
from planner.plan.explain.value_text import points
from planner.plan.tables.labels import requirement_message
from planner.plan.tables.refused import bar_messages
from planner.policy.protection import not_yet_considered
from planner.scenario.requirement_kinds import Counts

MONEY_STEP = 1_000_000_000
"""The price of a budget is told for this many đồng."""
RULES_TOLD = 3


def changes_for(
    instance: Instance, model: Model, row: int, mine: int, worth: npt.NDArray[np.float64] | None, told: list[Push]
) -> tuple[Message, ...]:
    """What would turn the decision: merit, a lock, a bar lifted, the wish, a requirement eased; empty for natural exits."""
    if DECISIONS[instance.options.decision[mine]] in NATURAL_ROUTES or worth is None:
        return ()
    if np.isin(instance.options.decision[mine], STAYS):
        return (*_if_kept(instance, model, row, mine, worth), *_eased(instance, told))
    return (*_if_released(instance, model, row, mine, worth), *_eased(instance, told))


def _if_released(instance: Instance, model: Model, row: int, mine: int, worth: npt.NDArray[np.float64]) -> Iterator[Message]:
    """How much merit would keep the person, and what keeping by decision would cost the plan."""
    options, first = instance.options, int(instance.options.start[row])
    stay = first
    if options.decision[stay] != RETAIN:
        return
    if not model.allowed[stay]:
        yield Message("explain.change_unlock")
        return
    lead = float(worth[mine - first] - worth[stay - first])
    weight = float(instance.scenario.objective.retained_merit)
    if weight > 0 and lead > 0:
        need = lead / weight
        reachable = instance.merit[row] + need <= _highest_merit(instance)
        key = "explain.change_merit_up" if reachable else "explain.change_merit_never"
        yield Message(key, {"points": points(need), "merit": points(instance.merit[row]), "most": points(_highest_merit(instance))})
    yield Message("explain.change_keep", {"points": points(max(lead, 0.0))})
    if not options.involuntary[mine]:
        if _wish_waives(instance, row, mine):
            yield Message("explain.change_no_wish_barred")
            return
        hurt = _involuntary_weight(instance, row)
        key = "explain.change_no_wish_still" if lead > hurt else "explain.change_no_wish"
        yield Message(key, {"points": points(hurt)})


def _if_kept(instance: Instance, model: Model, row: int, mine: int, worth: npt.NDArray[np.float64]) -> Iterator[Message]:
    """How far merit may fall, and what would happen without the bars or with a wish to leave."""
    options, first = instance.options, int(instance.options.start[row])
    exits = np.flatnonzero(np.isin(options.decision[first : first + len(worth)], CHOSEN))
    if not len(exits):
        yield Message("explain.change_law")
        return
    here = float(worth[mine - first])
    free = exits[model.allowed[first + exits]]
    if len(free):
        lead = here - float(worth[free].max())
        weight = float(instance.scenario.objective.retained_merit)
        if weight > 0 and lead > 0:
            key = "explain.change_merit_down" if lead / weight <= instance.merit[row] else "explain.change_merit_no_less"
            yield Message(key, {"points": points(lead / weight), "merit": points(instance.merit[row])})
        wish = _involuntary_weight(instance, row)
        best = int(free[int(np.argmax(worth[free]))])
        if options.involuntary[first + best] and wish > 0:
            yield Message("explain.change_wish" if wish > lead else "explain.change_wish_not", {"points": points(wish)})
        return
    best = int(exits[int(np.argmax(worth[exits]))])
    lead = here - float(worth[best])
    for reason in bar_messages(int(options.barred[first + best])):
        yield Message(
            "explain.change_bar_kept" if lead >= 0 else "explain.change_bar_leaves", {"reason": reason, "points": points(abs(lead))}
        )


def _eased(instance: Instance, told: list[Push]) -> Iterator[Message]:
    """What one unit of the requirements that weigh on this decision is worth to the whole plan."""
    for push in [p for p in told if p.name.kind.counts is not Counts.RATE][:RULES_TOLD]:
        money = push.name.kind.counts is Counts.VND
        price = push.price * MONEY_STEP if money else push.price
        yield Message(
            "explain.ease_money" if money else "explain.ease_people", {"what": requirement_message(push.name, instance), "points": points(price)}
        )


def _wish_waives(instance: Instance, row: int, mine: int) -> bool:
    """Whether the exit is open only because the person volunteered: key role, not yet considered, an exit on request."""
    if instance.scenario.keep.key_roles and bool(instance.people["key_role"].iloc[row]):
        return True
    benefit = instance.benefits[int(instance.options.period[mine])]
    if benefit.on_request(DECISIONS[instance.options.decision[mine]])[row]:
        return True
    regime = instance.options.regime[mine : mine + 1]
    return bool(not_yet_considered(instance.people.iloc[[row]], benefit.leave_on, instance.law, regime)[0] > 0)


def _involuntary_weight(instance: Instance, row: int) -> float:
    """Points that an involuntary exit of this person costs."""
    weights = instance.scenario.objective
    return float(weights.involuntary) + float(weights.attention_group) * bool(instance.attention[row])


def _highest_merit(instance: Instance) -> float:
    merit = instance.scenario.merit
    return float(max(merit.excellent, merit.good, merit.completed, merit.not_completed) + merit.award_cap)
