"""What must be known of a plan before anything else: units without a head, people whose protection could not be checked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import Problem, problem
from planner.core.vocabulary import CHOSEN, EXITS
from planner.instance.instance import Instance
from planner.plan.leavers import leaver_warnings
from planner.roster.people.checks.noticed import Noticed

UNPROTECTED = frozenset({"leavers.unprotected_parents", "leavers.unprotected_mothers", "leavers.unprotected_everybody", "leavers.unprotected_in_part"})
PROTECTS = ("youngest_child_born_on", "pregnant", "maternity_leave", "under_discipline", "under_inspection")
"""Columns that say whether the law considers a person at all."""
HEADLESS = "notes.headless"
"""The note about units without a head; it names units alone and nobody."""
NAMED = 10
"""Units or people named in one sentence."""


def plan_notes(instance: Instance, chosen: npt.NDArray[np.int64] | None, noticed: Noticed | None = None) -> tuple[Problem, ...]:
    """What stands at the top of a plan; nothing without one. chosen: int64[n], option index for each person. noticed: of those who leave,
    where it is at hand."""
    if chosen is None:
        return ()
    absent = [warning for warning in leaver_warnings(instance, chosen, noticed) if warning.message.key in UNPROTECTED]
    return (*headless(instance, chosen), *absent, *_doubtful(instance, chosen))


def headless(instance: Instance, chosen: npt.NDArray[np.int64]) -> tuple[Problem, ...]:
    """A note where units keep people and lose their head; nothing is said of a unit that had none."""
    structure, options = instance.structure, instance.options
    stays, u = ~np.isin(options.decision[chosen], EXITS), len(structure.units)
    moved_to = options.to_unit[chosen].astype(np.int64)
    ends_in = np.where(moved_to >= 0, moved_to, structure.unit_of)
    heads = instance.people["position_level"].eq("head").to_numpy()  # after a merger also those who count as deputies there
    had = np.bincount(structure.unit_of[heads], minlength=u)
    kept = np.bincount(structure.unit_of[heads & stays & (moved_to < 0)], minlength=u)
    without = np.flatnonzero((had > 0) & (kept == 0) & (np.bincount(ends_in[stays], minlength=u) > 0))
    if not len(without):
        return ()
    units = structure.units.iloc[without[:NAMED]]
    named = [str(unit) if name == unit else f"{name} ({unit})" for name, unit in zip(units["name"], units["unit"], strict=True)]
    return (problem(HEADLESS, severity="warning", count=len(without), named=_few(named, len(without))),)


def _doubtful(instance: Instance, chosen: npt.NDArray[np.int64]) -> Iterator[Problem]:
    """A note where somebody is let go about whose protection a cell or a remark leaves a doubt."""
    status, let_go = instance.roster.status, np.isin(instance.options.decision[chosen], CHOSEN)
    doubts = [doubt for doubt in (() if status is None else status.doubts) if doubt.column in PROTECTS and let_go[doubt.line]]
    lines = list(dict.fromkeys(doubt.line for doubt in doubts))
    if lines:
        who = instance.people.iloc[lines[:NAMED]]
        named = [f"{name} ({id})" for name, id in zip(who["full_name"], who["employee_id"], strict=True)]
        words = {lang: ", ".join(dict.fromkeys(f"“{ROSTER_BY_NAME[d.column].heading(lang)}”" for d in doubts)) for lang in ("vi", "en")}
        yield problem("notes.doubtful", severity="warning", count=len(lines), who=_few(named, len(lines)), **words)


def _few(named: list[str], of: int) -> str:
    return ", ".join(named) + (", …" if of > len(named) else "")
