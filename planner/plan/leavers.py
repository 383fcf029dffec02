"""What is to be known of those who leave by a plan: remarks against their rows, protections that could not be applied,
exits that were overdue anyway. Said beside the plan, never forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem, problem
from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN_ROUTES, DECISION_INDEX, EXIT_ROUTES
from planner.instance.instance import Instance
from planner.policy.person.retirement import overdue
from planner.roster.people.protections import absent_protections
from planner.roster.people.remarks import AGAINST

NAMED = 10
"""People named in one sentence."""


@dataclass(frozen=True)
class Note:
    """Something to be known of people who leave. kind: `against`, `unprotected` or `overdue`; lines: their rows of the
    roster, int64; warning: how reports say it; said: the same for a single person."""

    kind: str
    lines: npt.NDArray[np.int64]
    warning: Problem
    said: Message


def leaver_warnings(instance: Instance, chosen: npt.NDArray[np.int64] | None) -> tuple[Problem, ...]:
    """The warnings about those who leave; nothing without a plan. chosen: int64[n], option index for each person."""
    return tuple(note.warning for note in notes(instance, chosen))


def leaver_notes(instance: Instance, chosen: npt.NDArray[np.int64] | None, lang: str) -> pd.DataFrame:
    """A row for each person of each note: [kind, employee_id, full_name, unit (of today), said (in `lang`)]."""
    names, found = ["employee_id", "full_name", "unit"], notes(instance, chosen)
    frames = [instance.people.iloc[note.lines][names].assign(kind=note.kind, said=note.said.render(lang)) for note in found]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*names, "kind", "said"], dtype="str")
    return whole[["kind", *names, "said"]].astype("str")


def notes(instance: Instance, chosen: npt.NDArray[np.int64] | None) -> tuple[Note, ...]:
    """What is to be known of those who leave: remarks against rows, then absent protections, then overdue exits."""
    if chosen is None:
        return ()
    decision = instance.options.decision[chosen]
    leaves = np.isin(decision, [DECISION_INDEX[route] for route in EXIT_ROUTES])
    let_go = np.isin(decision, [DECISION_INDEX[route] for route in CHOSEN_ROUTES])
    return (*_against(instance, leaves), *_unprotected(instance, let_go), *_overdue(instance, leaves))


def _against(instance: Instance, leaves: npt.NDArray[np.bool_]) -> Iterator[Note]:
    """A note for each remark against the row of somebody who leaves."""
    status, people = instance.roster.status, instance.people
    for doubt in () if status is None else status.doubts:
        if leaves[doubt.line] and doubt.message.key.removeprefix("roster.") in AGAINST:
            who = people.iloc[doubt.line]
            said = {"person": str(who["employee_id"]), "name": str(who["full_name"]), "said": doubt.message}
            warning = problem("leavers.against", file=doubt.file, sheet=doubt.sheet, row=doubt.row, severity="warning", **said)
            yield Note("against", np.array([doubt.line]), warning, doubt.message)


def _unprotected(instance: Instance, let_go: npt.NDArray[np.bool_]) -> Iterator[Note]:
    """A note for each group of columns that no sheet has, where the plan lets somebody go whom they could protect."""
    for absent in absent_protections(instance.roster, instance.scenario.snapshot_on):
        concerned = np.flatnonzero(absent.concerned & let_go)
        if len(concerned):
            names = {"vi": absent.names("vi"), "en": absent.names("en")}
            warning = problem(f"leavers.unprotected_{absent.group}", severity="warning", count=len(concerned), who=_named(instance, concerned), **names)
            yield Note("unprotected", concerned, warning, Message("leavers.unprotected_one", names))


def _overdue(instance: Instance, leaves: npt.NDArray[np.bool_]) -> Iterator[Note]:
    """A note where people leave who were past the retirement age on the day of the roster."""
    late, day = np.flatnonzero(leaves & overdue(instance.people, instance.scenario.snapshot_on, instance.law)), instance.scenario.snapshot_on
    if len(late):
        warning = problem("leavers.overdue", severity="warning", count=len(late), leavers=int(leaves.sum()), day=day, who=_named(instance, late))
        yield Note("overdue", late, warning, Message("leavers.overdue_one", {"day": day}))


def _named(instance: Instance, lines: npt.NDArray[np.int64]) -> str:
    rows = instance.people.iloc[lines[:NAMED]]
    said = [f"{name} ({id})" for name, id in zip(rows["full_name"], rows["employee_id"], strict=True)]
    return ", ".join(said) + (", …" if len(lines) > NAMED else "")
