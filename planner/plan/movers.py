"""What is to be known of those whom a plan moves to another unit: said beside the plan, never forbidden.

NĐ 170/2025, Article 25(5): no civil servant is moved (điều động) who is under discipline or inspection; who is pregnant, on maternity
leave or a mother of a child under 36 months only at her own wish. A roster has no such wish, so the plan says whom to ask.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.core.errors import Problem, problem
from planner.core.vocabulary import REDEPLOY
from planner.instance.instance import Instance
from planner.policy.secondment import moved_against_the_rule

NAMED = 10
"""People named in one sentence."""


def mover_warnings(instance: Instance, chosen: npt.NDArray[np.int64] | None) -> tuple[Problem, ...]:
    """One warning that names whom the decree does not let move, or only at their wish; nothing without such a move."""
    if chosen is None:
        return ()
    moved = instance.options.decision[chosen] == REDEPLOY
    lines = np.flatnonzero(moved & moved_against_the_rule(instance.people, instance.scenario.periods[0].leave_on, instance.law))
    if not len(lines):
        return ()
    rows = instance.people.iloc[lines[:NAMED]]
    who = ", ".join(f"{name} ({id})" for name, id in zip(rows["full_name"], rows["employee_id"], strict=True)) + (", …" if len(lines) > NAMED else "")
    return (problem("leavers.moved_barred", severity="warning", who=who),)
