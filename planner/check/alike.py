"""Equal cases decided alike, said by facts: what roster, law and scenario look at, put side by side for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.check.view import View, broken
from planner.core.errors import Problem
from planner.core.texts import Message
from planner.core.vocabulary import NATURAL_ROUTES
from planner.instance.groups import groups_of
from planner.policy.benefits import ROUTES
from planner.policy.protection import not_yet_considered


def check_twins(view: View) -> Iterator[Problem]:
    """Two people of whom roster, law and scenario say the same, whatever they look at, are decided alike, in the same period."""
    if view.scenario.keep.twins is None:
        return
    facts = pd.DataFrame({f"{i}": pd.factorize(column, use_na_sentinel=False)[0] for i, column in enumerate(_facts(view))})
    case = facts.groupby(list(facts.columns), sort=False).ngroup().to_numpy()
    _, first = np.unique(case, return_index=True)
    other = first[case]
    differs = (view.decision != view.decision[other]) | (view.period != view.period[other])
    for i in np.flatnonzero(differs).tolist():
        own, twin = (Message(f"words.decision_{view.decision[who]}") for who in (i, other[i]))
        person, like = str(view.ids[i]), str(view.ids[other[i]])
        yield broken("twins", person, like, column="decision", person=person, twin=like, own=own, other=twin)


def _facts(view: View) -> Iterator[pd.Series]:
    """A column for each thing that may tell two people apart."""
    people, scenario = view.people, view.scenario
    yield pd.Series(view.merit)
    yield people["attention_groups"].ne("")
    yield people["volunteers"]
    yield people["lock"]
    yield people["key_role"] & scenario.keep.key_roles
    yield people["employee_id"].isin(scenario.keep.people)
    paired = {pair.if_leaves for pair in scenario.keep.succession} | {pair.keep for pair in scenario.keep.succession}
    yield people["employee_id"].where(people["employee_id"].isin(paired), "")
    yield from _of_law(view)
    yield from _of_units(view)
    yield from _of_groups(view)
    if view.reference is not None:
        before = view.reference.astype(str).drop_duplicates("employee_id").set_index("employee_id").reindex(view.ids.astype(str))
        for column in ("decision", "period", "to_unit"):
            yield before[column].reset_index(drop=True)


def _of_law(view: View) -> Iterator[pd.Series]:
    """Exits open in each period, at what cost; natural exits; who is not yet considered; what secondments the law opens."""
    listed = [i for i, route in enumerate(ROUTES) if route in NATURAL_ROUTES or route.value in view.scenario.routes]
    for law in view.benefits:
        for row in listed:
            yield pd.Series(np.where(law.eligible[row], law.total_vnd[row], -1))
            yield pd.Series(not_yet_considered(view.people, law.leave_on, law.law, law.regime[row]))
        yield pd.Series(law.past_appendix_2)
    yield pd.Series(view.natural_period)
    yield pd.Series(view.natural_route)
    for place in view.secondments.values():
        yield pd.Series(place.open & view.may_move)
        yield pd.Series(place.once_vnd)


def _of_units(view: View) -> Iterator[pd.Series]:
    """The unit, where anything looks at units; whether and among whom somebody may move; the level, where anything counts levels."""
    asked, units, keep = view.scenario, view.structure.units, view.scenario.keep
    bounds = [asked.units.default, *asked.units.by_unit.values()]
    looks = any(value is not None for part in bounds for _, value in part) or bool(units["minimum_headcount"].notna().any())
    looks |= bool(asked.reduction.by_kind) or asked.redeploy.allowed or any(s.unit is not None for s in keep.skills)
    counts_levels = asked.deputies != "ignore" or bool(units["deputy_cap"].notna().any()) or bool(keep.positions)
    looks |= asked.deputies != "ignore" or counts_levels or any(rule.by == "unit" for rule in asked.fairness)
    if looks:
        yield pd.Series(view.structure.unit_of)
    if counts_levels:
        yield pd.Series(view.structure.level)
    if asked.redeploy.allowed or asked.reduction.by_category:
        yield view.people["category"]
    yield pd.Series(view.may_move & (asked.redeploy.allowed | bool(asked.secondment)))


def _of_groups(view: View) -> Iterator[pd.Series]:
    """Skills that must stay, and the groups that rules of fairness compare."""
    for asked in view.scenario.keep.skills:
        yield pd.Series(view.holders(asked.skill))
    for rule in view.scenario.fairness:
        for _, members in groups_of(rule.by, view.people, view.structure, view.scenario.snapshot_on):
            yield pd.Series(members)
