"""Everything that is checked of a plan, in one list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from planner.check import figures, lawful, requirements
from planner.check.sure import check_sure
from planner.check.view import view_of
from planner.core.errors import Problem
from planner.instance.instance import Instance


def check_plan(instance: Instance, decisions: pd.DataFrame, summary: dict[str, Any]) -> list[Problem]:
    """Every breach of a written plan, each with its place; empty where the plan holds.

    instance: read for scenario, roster, structure, law and merit; its options are not looked at. decisions: the frame of
    `decisions.csv`. summary: the mapping of `plan.json`.
    """
    view, faults = view_of(instance.scenario, instance.people, instance.structure, instance.benefits, instance.caps, decisions)
    if view is None:
        return faults
    earlier = None if instance.reference is None else instance.reference.decisions
    view = replace(view, merit=instance.merit, reference=earlier, tiers=summary.get("tiers") or ())
    for check in lawful.CHECKS:
        faults += check(view)
    for rule in requirements.CHECKS:
        faults += rule(view)
    faults += figures.check_figures(view, summary)
    faults += figures.check_goal(view, summary)
    faults += check_sure(view, summary)
    return faults
