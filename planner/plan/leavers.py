"""What is to be known of those who leave by a plan: remarks against their rows, protections that could not be applied,
exits that were overdue anyway. Said beside the plan, never forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem, problem
from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN, EXITS
from planner.instance.instance import Instance
from planner.policy.person.retirement import overdue
from planner.roster.people.checks.noticed import Noticed, named, noticed_of
from planner.roster.people.field_status import DoubtfulField
from planner.roster.people.remarks import AGAINST


def leavers_noticed(instance: Instance, chosen: npt.NDArray[np.int64]) -> Noticed:
    """What is noticed of those who leave, on the day of the roster: lines of the instance's people. chosen: int64[n], option
    index for each person. Protections are of those whom the plan lets go, not of natural exits."""
    decision = instance.options.decision[chosen]
    leaves, let_go = np.isin(decision, EXITS), np.isin(decision, CHOSEN)
    whole = noticed_of(instance.roster, instance.scenario.snapshot_on)
    absent = [replace(each, concerned=each.concerned & let_go) for each in whole.protections]
    late = np.flatnonzero(leaves & overdue(instance.people, whole.on, instance.law))
    return replace(whole, against=whole.against[leaves[whole.against]], protections=tuple(each for each in absent if each.concerned.any()), overdue=late)


def leaver_warnings(instance: Instance, chosen: npt.NDArray[np.int64] | None, noticed: Noticed | None = None) -> tuple[Problem, ...]:
    """The warnings about those who leave; nothing without a plan. chosen: as `leavers_noticed`. noticed: what that says, where it is at hand."""
    if chosen is None:
        return ()
    noticed = leavers_noticed(instance, chosen) if noticed is None else noticed
    leavers = int(np.isin(instance.options.decision[chosen], EXITS).sum())
    return (*_against(instance, noticed), *_unprotected(noticed), *_overdue(noticed, leavers))


def leaver_notes(instance: Instance, chosen: npt.NDArray[np.int64] | None, lang: str) -> pd.DataFrame:
    """A row for each person of each thing to be known: [kind (`against`, `unprotected`, `overdue`), employee_id, full_name,
    unit (of today), said (in `lang`)]. chosen: as `leavers_noticed`."""
    names, found = ["employee_id", "full_name", "unit"], [] if chosen is None else list(_said_of(instance, leavers_noticed(instance, chosen)))
    frames = [instance.people.iloc[lines][names].assign(kind=kind, said=said.render(lang)) for kind, lines, said in found]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*names, "kind", "said"], dtype="str")
    return whole[["kind", *names, "said"]].astype("str")


def _said_of(instance: Instance, noticed: Noticed) -> Iterator[tuple[str, list[int], Message]]:
    """(kind, lines of the people, what is said of each of them) of everything noticed."""
    yield from (("against", [doubt.line], doubt.message) for doubt in _remarks(instance, noticed))
    for absent in noticed.protections:
        yield "unprotected", np.flatnonzero(absent.concerned).tolist(), Message("leavers.unprotected_one", absent.said(""))
    if len(noticed.overdue):
        yield "overdue", noticed.overdue.tolist(), Message("leavers.overdue_one", {"day": noticed.on})


def _remarks(instance: Instance, noticed: Noticed) -> Iterator[DoubtfulField]:
    """The remarks against the rows of those who leave."""
    status, leaves = instance.roster.status, set(noticed.against.tolist())
    for doubt in () if status is None else status.doubts:
        if doubt.line in leaves and doubt.message.key.removeprefix("roster.") in AGAINST:
            yield doubt


def _against(instance: Instance, noticed: Noticed) -> Iterator[Problem]:
    """A warning for each remark against the row of somebody who leaves."""
    for doubt in _remarks(instance, noticed):
        who = instance.people.iloc[doubt.line]
        said = {"person": str(who["employee_id"]), "name": str(who["full_name"]), "said": doubt.message}
        yield problem("leavers.against", file=doubt.file, sheet=doubt.sheet, row=doubt.row, severity="warning", **said)


def _unprotected(noticed: Noticed) -> Iterator[Problem]:
    """A warning for each group of columns that no sheet has, where the plan lets somebody go whom they could protect."""
    for absent in noticed.protections:
        key = "unprotected_in_part" if absent.sheets else f"unprotected_{absent.group}"
        yield problem(f"leavers.{key}", severity="warning", **absent.said(named(noticed.people, np.flatnonzero(absent.concerned))))


def _overdue(noticed: Noticed, leavers: int) -> Iterator[Problem]:
    """A warning where people leave who were past the retirement age on the day of the roster."""
    if len(noticed.overdue):
        who = named(noticed.people, noticed.overdue)
        yield problem("leavers.overdue", severity="warning", count=len(noticed.overdue), leavers=leavers, day=noticed.on, who=who)
