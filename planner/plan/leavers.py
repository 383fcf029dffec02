"""What is to be known of those who leave by a plan: remarks against their rows, protections that could not be applied,
exits that were overdue anyway. Said beside the plan, never forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from planner.core.errors import Problem, problem
from planner.core.vocabulary import CHOSEN_ROUTES, DECISION_INDEX, EXIT_ROUTES
from planner.instance.instance import Instance
from planner.policy.person.retirement import overdue
from planner.roster.people.protections import absent_protections
from planner.roster.people.remarks import AGAINST

NAMED = 10
"""People named in one sentence."""


def leaver_warnings(instance: Instance, chosen: npt.NDArray[np.int64] | None) -> tuple[Problem, ...]:
    """The warnings about those who leave; nothing without a plan. chosen: int64[n], option index for each person."""
    if chosen is None:
        return ()
    decision = instance.options.decision[chosen]
    leaves = np.isin(decision, [DECISION_INDEX[route] for route in EXIT_ROUTES])
    let_go = np.isin(decision, [DECISION_INDEX[route] for route in CHOSEN_ROUTES])
    return (*_against(instance, leaves), *_unprotected(instance, let_go), *_overdue(instance, leaves))


def _against(instance: Instance, leaves: npt.NDArray[np.bool_]) -> Iterator[Problem]:
    """A warning for each remark against the row of somebody who leaves."""
    status, people = instance.roster.status, instance.people
    for doubt in () if status is None else status.doubts:
        if leaves[doubt.line] and doubt.message.key.removeprefix("roster.") in AGAINST:
            who = people.iloc[doubt.line]
            said = {"person": str(who["employee_id"]), "name": str(who["full_name"]), "said": doubt.message}
            yield problem("leavers.against", file=doubt.file, sheet=doubt.sheet, row=doubt.row, severity="warning", **said)


def _unprotected(instance: Instance, let_go: npt.NDArray[np.bool_]) -> Iterator[Problem]:
    """A warning for each group of columns that no sheet has, where the plan lets somebody go whom they could protect."""
    for absent in absent_protections(instance.roster, instance.scenario.snapshot_on):
        concerned = np.flatnonzero(absent.concerned & let_go)
        if len(concerned):
            names = {"vi": absent.names("vi"), "en": absent.names("en")}
            yield problem(f"leavers.unprotected_{absent.group}", severity="warning", count=len(concerned), who=_named(instance, concerned), **names)


def _overdue(instance: Instance, leaves: npt.NDArray[np.bool_]) -> Iterator[Problem]:
    """A warning where people leave who were past the retirement age on the day of the roster."""
    late = np.flatnonzero(leaves & overdue(instance.people, instance.scenario.snapshot_on, instance.law))
    if len(late):
        day = instance.scenario.snapshot_on
        yield problem("leavers.overdue", severity="warning", count=len(late), leavers=int(leaves.sum()), day=day, who=_named(instance, late))


def _named(instance: Instance, lines: npt.NDArray[np.int64]) -> str:
    rows = instance.people.iloc[lines[:NAMED]]
    said = [f"{name} ({id})" for name, id in zip(rows["full_name"], rows["employee_id"], strict=True)]
    return ", ".join(said) + (", …" if len(lines) > NAMED else "")
