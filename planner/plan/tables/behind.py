"""The people behind a figure: which rows of the list of people a number on a page counts.

A figure is a mapping of conditions that all hold, such as {"unit": "VP", "group": "involuntary"}. Every page asks here,
so that the number that was clicked and the list that follows cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import CHOSEN_ROUTES, DECISIONS, EXIT_ROUTES, NATURAL_ROUTES, SECONDMENTS, Decision
from planner.optimise.model.build import build
from planner.plan.plan import Run
from planner.plan.tables.figures import chosen_of

Mask = npt.NDArray[np.bool_]

GROUPS = ("all", "leavers", "chosen", "involuntary", "voluntary", "natural", "retained", "moved", "changed")
VIEWS = ("before", "after", "changes")
"""before: everybody as today; after: those who remain, where they will be; changes: those who leave or move."""

_AT_HOME = (Decision.RETAIN, *SECONDMENTS.values())
"""Decisions with which people keep their post in their own unit."""


def behind(people: pd.DataFrame, figure: Mapping[str, object]) -> Mask:
    """Who stands behind a figure: bool[n] over `people`, the frame of `tables.people` with decisions.

    figure: any of group (`GROUPS`; changed reads the column `changed`), unit, into (unit moved to), decision, period,
    step (of the waterfall), ids (employee ids), view (`VIEWS`), paid (exits that cost money), left_by and here_after
    (a list of periods: who has left in one of them, and who has not), leaves_within (a quarter by its first month, "2027-07"), ends_in (who is in that unit at the end), and any
    column of `people` with the value, or one of the list of values, it must have.
    """
    mask = np.ones(len(people), dtype=bool)
    for name, wanted in figure.items():
        own = _CONDITIONS.get(name)
        mask &= own(people, wanted) if own else _equals(people, name, wanted)
    return mask


def counts(people: pd.DataFrame) -> dict[str, int]:
    """How many people each of `GROUPS` holds."""
    return {group: int(_group(people, group).sum()) for group in GROUPS}


def present(people: pd.DataFrame) -> dict[str, list[str]]:
    """What a list of people can be narrowed to: {units in the order of the list, decisions in the order of `DECISIONS`}."""
    taken = set(people["decision"].unique())
    return {
        "units": [str(unit) for unit in people["unit"].unique()],
        "decisions": [d.value for d in DECISIONS if d.value in taken],
    }


def seen(people: pd.DataFrame, view: str) -> pd.DataFrame:
    """The people of a view: `before` everybody, `after` those who remain, in the unit they move to, `changes` leavers and movers."""
    if view == "before":
        return people
    rest = people[_view(people, view)]
    if view == "changes":
        return rest
    return rest.assign(unit=np.where(rest["to_unit"].ne(""), rest["to_unit"], rest["unit"]))


def counted(run: Run) -> pd.DataFrame:
    """Who is counted by each requirement of a plan: [requirement, scope, employee_id], a row a requirement and person.

    A person counts where the option chosen for them has a coefficient in the requirement's row (a leaver in a least
    reduction, a person who stays in a minimum headcount, a payment in a budget).
    """
    instance, rows = run.instance, build(run.instance).rows
    own = rows.matrix[:, chosen_of(run)].tocoo()  # the options chosen for people; seats, which are nobody, are not among them
    requirement, scope = (np.array([getattr(name, part) for name in rows.names], dtype=object) for part in ("requirement", "shown"))
    ids = instance.people["employee_id"].to_numpy(dtype=object)
    return pd.DataFrame({"requirement": requirement[own.row], "scope": scope[own.row], "employee_id": ids[own.col]}, dtype="str")


def _equals(people: pd.DataFrame, column: str, wanted: object) -> Mask:
    if isinstance(wanted, list | tuple):
        return people[column].isin(list(wanted)).to_numpy(dtype=bool)
    return people[column].eq(wanted).fillna(False).to_numpy(dtype=bool)


def _group(people: pd.DataFrame, group: object) -> Mask:
    if group == "all":
        return np.ones(len(people), dtype=bool)
    if group == "changed":
        return people["changed"].to_numpy(dtype=bool) if "changed" in people else np.zeros(len(people), dtype=bool)
    decision = people["decision"]
    forced = people["involuntary"].to_numpy(dtype=bool)
    if group == "involuntary":
        return forced
    if group == "voluntary":
        return decision.isin(CHOSEN_ROUTES).to_numpy(dtype=bool) & ~forced
    wanted = {"leavers": EXIT_ROUTES, "chosen": CHOSEN_ROUTES, "natural": NATURAL_ROUTES, "moved": (Decision.REDEPLOY,)}.get(str(group))
    if wanted is None:
        return ~decision.isin(EXIT_ROUTES).to_numpy(dtype=bool)
    return decision.isin(wanted).to_numpy(dtype=bool)


def _step(people: pd.DataFrame, step: object) -> Mask:
    """A step of `tables.waterfall`: there a chosen route means its involuntary exits, the voluntary ones being a step of their own."""
    if step == "start":
        return _group(people, "all")
    if step == "end":
        return _group(people, "retained")
    if step == "voluntary":
        return _group(people, "voluntary")
    mask = _equals(people, "decision", step)
    return mask & _group(people, "involuntary") if step in CHOSEN_ROUTES else mask


def _view(people: pd.DataFrame, view: object) -> Mask:
    if view == "after":
        return _group(people, "retained")
    if view == "changes":
        return _group(people, "leavers") | _group(people, "moved")
    return _group(people, "all")


def _left_by(people: pd.DataFrame, periods: object) -> Mask:
    return _group(people, "leavers") & _equals(people, "period", periods)


def _ends_in(people: pd.DataFrame, unit: object) -> Mask:
    stays = people["decision"].isin(_AT_HOME).to_numpy(dtype=bool) & _equals(people, "unit", unit)
    return stays | _equals(people, "to_unit", unit)


def _ids(people: pd.DataFrame, wanted: object) -> Mask:
    assert isinstance(wanted, list | tuple | set | frozenset)
    return people["employee_id"].isin(list(wanted)).to_numpy(dtype=bool)


_CONDITIONS: dict[str, Callable[[pd.DataFrame, object], Mask]] = {
    "group": _group,
    "step": _step,
    "view": _view,
    "ids": _ids,
    "paid": lambda people, _: (people["cost_vnd"] > 0).to_numpy(dtype=bool),
    "left_by": _left_by,
    "here_after": lambda people, periods: ~_left_by(people, periods),
    "ends_in": _ends_in,
    "leaves_within": lambda people, month: (
        _group(people, "leavers") & people["leave_on"].dt.to_period("Q").eq(pd.Period(month, freq="Q")).to_numpy(dtype=bool)
    ),
    "into": lambda people, unit: _equals(people, "to_unit", unit),
}
