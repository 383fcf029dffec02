"""Why one person stays or leaves: facts, every option with its reason or its worth, the comparison, the nearest twin."""

from __future__ import annotations

import difflib
from typing import Any

import numpy as np
import pandas as pd

from planner.core.dates import full_years
from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN, CHOSEN_ROUTES, DECISION_INDEX, DECISIONS, NATURAL_ROUTES, SECONDMENTS, STAYS, Decision
from planner.instance.instance import Instance
from planner.optimise.model.build import build
from planner.optimise.model.rows import Model
from planner.plan.explain.changes import changes_for
from planner.plan.explain.corrected import corrections_of
from planner.plan.explain.explanation import Choice, Explanation
from planner.plan.explain.nearest import nearest_otherwise
from planner.plan.explain.prices import Push, pushes, worths
from planner.plan.explain.value_text import money_of, points, word
from planner.plan.plan import Run
from planner.plan.tables.labels import requirement_message
from planner.plan.tables.refused import bar_messages, why_not
from planner.policy.benefits import ROUTES
from planner.policy.overrides import override_messages

FACTS = (
    "full_name", "sex", "birth_date", "age", "unit", "position_title", "position_level", "category", "merit", "rating_1", "rating_2",
    "rating_3", "awards", "si_months", "retirement_month", "contract_end_on", "attention_groups", "key_role", "volunteers", "lock",
)  # fmt: skip
FLAGS = ("pregnant", "maternity_leave", "under_discipline", "under_inspection")
"""Told only where they hold."""
PUSHES_TOLD = 4


def explain(run: Run, employee_id: str) -> Explanation:
    """Why the plan decides so for a person. InputError where the run has no plan or nobody has this id (near ones named)."""
    if run.plan.chosen is None:
        raise InputError(problem("explain.no_plan", title=run.instance.scenario.title))
    instance, chosen = run.instance, run.plan.chosen
    row = row_of(instance.people, employee_id)
    model = build(instance)
    prices = run.plan.prices
    known = prices is not None and len(prices) == len(model.rows.names)
    first, last = int(instance.options.start[row]), int(instance.options.start[row + 1])
    worth = worths(model, np.asarray(prices), first, last) if known else None
    mine = int(chosen[row])
    rival = _rival(instance, model, worth, first, mine)
    told = pushes(model, np.asarray(prices), mine, rival) if known and rival is not None else []
    return Explanation(
        employee_id=str(instance.people["employee_id"].iloc[row]),
        facts=_facts(instance, row),
        decision=DECISIONS[instance.options.decision[mine]].value,
        period=_period_name(instance, mine),
        choices=_choices(instance, row, mine, worth),
        why=(*override_messages(instance.law), *_standing_reasons(instance, row, mine), *_price_reasons(instance, model, worth, first, mine, rival, told)),
        nearest=nearest_otherwise(instance, chosen, row),
        changes=changes_for(instance, model, row, mine, worth, told),
        corrections=corrections_of(instance, row),
    )


def row_of(people: pd.DataFrame, employee_id: str) -> int:
    """The roster's row of an id; letter case and surrounding blanks do not matter. InputError names near ids."""
    ids = people["employee_id"].astype(str)
    wanted = employee_id.strip()
    for series, key in ((ids, wanted), (ids.str.casefold(), wanted.casefold())):
        hits = np.flatnonzero(series.eq(key))
        if len(hits) == 1:
            return int(hits[0])
    named = ids[people["full_name"].astype(str).str.casefold().eq(wanted.casefold())].tolist()
    near = (named or difflib.get_close_matches(wanted, ids.tolist(), n=3, cutoff=0.6))[:5]
    if near:
        raise InputError(problem("explain.unknown_near", name=wanted, near=", ".join(near)))
    raise InputError(problem("explain.unknown", name=wanted))


def _facts(instance: Instance, row: int) -> tuple[tuple[str, Any], ...]:
    person = instance.people.iloc[row]
    own = {
        "age": int(full_years(instance.people["birth_date"].to_numpy()[row : row + 1], instance.scenario.snapshot_on)[0]),
        "unit": str(instance.structure.units["unit"].iloc[instance.structure.unit_of[row]]),
        "position_level": instance.structure.level[row],
        "merit": float(instance.merit[row]),
        "retirement_month": int(instance.retirement_month[row]),
    }
    facts = [(name, own[name] if name in own else person[name]) for name in FACTS]
    held = [(flag, True) for flag in FLAGS if person[flag]]
    child = person["youngest_child_born_on"]
    return tuple([*facts, *held, *([("youngest_child_born_on", child)] if child == child else [])])


def _choices(instance: Instance, row: int, mine: int, worth: np.ndarray | None) -> tuple[Choice, ...]:
    """Staying (and moving) first, then each route of the scenario, period by period, and the natural exit where there is one."""
    options, first = instance.options, int(instance.options.start[row])
    found: list[Choice] = []

    def add(option: int, decision: Decision, period: int, reasons: tuple[Message, ...], cost: int, basis: Message | None) -> None:
        value = None if worth is None or option < 0 else float(worth[option - first])
        short = None if value is None or worth is None else float(worth[mine - first]) - value
        asked = instance.scenario.periods[period] if period >= 0 else None
        day = instance.nature.leave_on[row].item() if decision in NATURAL_ROUTES else asked.leave_on if asked else None
        to_unit = _to_unit(instance, option)
        found.append(Choice(
            decision.value, asked.name if asked else "", day, to_unit, option >= 0 and not reasons, option == mine,
            reasons, cost, basis, value, short,
        ))  # fmt: skip

    for option in range(first, int(options.start[row + 1])):
        decision = DECISIONS[options.decision[option]]
        if decision in (Decision.RETAIN, Decision.REDEPLOY):
            add(option, decision, int(options.period[option]), bar_messages(int(options.barred[option])), 0, None)
        for where, secondment in instance.secondments.items():
            if decision is SECONDMENTS[where]:
                bars = bar_messages(int(options.barred[option]))
                add(option, decision, int(options.period[option]), bars, int(options.cost_vnd[option]), secondment.basis)
    if not found:
        add(-1, Decision.RETAIN, -1, (Message("explain.nobody_past_age"),), 0, None)
    for route in (*CHOSEN_ROUTES, *NATURAL_ROUTES):
        if route in CHOSEN_ROUTES and route.value not in instance.scenario.routes:
            continue
        r = ROUTES.index(route)
        for p, benefit in enumerate(instance.benefits):
            option = _option(instance, row, route, p)
            if route in NATURAL_ROUTES and option < 0:
                continue
            reasons = why_not(instance, row, p, r, option)
            basis = benefit.basis_messages[int(benefit.basis[r, row])] if benefit.eligible[r, row] else None
            add(option, route, p, reasons, int(benefit.total_vnd[r, row]), basis)
    return tuple(found)


def _option(instance: Instance, row: int, route: Decision, period: int) -> int:
    options = instance.options
    span = slice(int(options.start[row]), int(options.start[row + 1]))
    hits = np.flatnonzero((options.decision[span] == DECISION_INDEX[route]) & (options.period[span] == period))
    return int(hits[0]) + span.start if len(hits) else -1


def _rival(instance: Instance, model: Model, worth: np.ndarray | None, first: int, mine: int) -> int | None:
    """The best allowed option of the other kind (leaving for staying, staying for leaving); None where there is none."""
    if worth is None:
        return None
    stays = np.isin(instance.options.decision[first : first + len(worth)], STAYS)
    other = model.allowed[first : first + len(worth)] & (stays != stays[mine - first])
    return first + int(np.argmax(np.where(other, worth, -np.inf))) if other.any() else None


def _standing_reasons(instance: Instance, row: int, mine: int) -> tuple[Message, ...]:
    """What settles or colours the decision before any comparison: natural exit, wish, lock, protection."""
    options, person = instance.options, instance.people.iloc[row]
    decision = DECISIONS[options.decision[mine]]
    if decision in NATURAL_ROUTES:
        fact = "retirement_month" if decision is Decision.NORMAL_RETIREMENT else "contract_end_on"
        value = int(instance.retirement_month[row]) if fact == "retirement_month" else person[fact]
        told = {"when": word(fact, value), "period": _period_name(instance, mine), "on": instance.nature.leave_on[row].item()}
        return (Message(f"explain.why_{decision.value}", told),)
    found = []
    span = slice(int(options.start[row]), int(options.start[row + 1]))
    if (options.barred[span] == 0).sum() == 1:
        found.append(Message("explain.only_choice"))
    if decision in CHOSEN_ROUTES and not options.involuntary[mine]:
        found.append(Message("explain.why_volunteered"))
    if person["lock"] == "leave":
        found.append(Message("explain.why_locked_leave"))
    stops = int(np.bitwise_or.reduce(options.barred[span][np.isin(options.decision[span], CHOSEN)]))
    if decision is Decision.RETAIN:
        found += [Message("explain.why_barred", {"reason": reason}) for reason in bar_messages(stops)]
    return tuple(found)


def _price_reasons(
    instance: Instance, model: Model, worth: np.ndarray | None, first: int, mine: int, rival: int | None, told: list[Push]
) -> tuple[Message, ...]:
    """The comparison with the next best option: what each is worth by itself, and what the requirements add."""
    if worth is None:
        return (Message("explain.no_prices"),)
    if rival is None:
        return ()
    lead = float(worth[mine - first] - worth[rival - first])
    own = float(model.gain[mine] - model.gain[rival])
    params = {"mine": _choice_name(instance, mine), "other": _choice_name(instance, rival), "points": points(abs(lead)), "own": points(abs(own))}
    found = [Message("explain.better" if lead > 0 else "explain.as_good" if lead > -0.05 else "explain.whole_people", params)]
    found.append(Message("explain.own_for" if own >= 0 else "explain.own_against", params))
    for push in told[:PUSHES_TOLD]:
        key = "explain.push_for" if push.points > 0 else "explain.push_against"
        found.append(Message(key, {"what": requirement_message(push.name, instance), "points": points(abs(push.points))}))
    return tuple(found)


def _choice_name(instance: Instance, option: int) -> Message:
    decision = DECISIONS[instance.options.decision[option]].value
    period = _period_name(instance, option)
    if to_unit := _to_unit(instance, option):
        return Message("explain.choice_to", {"unit": to_unit})
    params = {"decision": word("decision", decision), "period": period, "cost": money_of(int(instance.options.cost_vnd[option]))}
    return Message("explain.choice_in" if period else "explain.choice", params)


def _to_unit(instance: Instance, option: int) -> str:
    row = int(instance.options.to_unit[option]) if option >= 0 else -1
    return str(instance.structure.units["unit"].iloc[row]) if row >= 0 else ""


def _period_name(instance: Instance, option: int) -> str:
    at = int(instance.options.period[option])
    return instance.scenario.periods[at].name if at >= 0 else ""
