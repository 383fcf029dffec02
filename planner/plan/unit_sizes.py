"""Units that a plan makes smaller than the decree on ministries allows: said beside the plan, never forbidden.

What was so in the roster already is no news of the plan. Posts are those that civil servants fill at the end of the
plan. A roster does not say who works in which division; but each head of division who stays heads one, so a unit with too
few posts for so many divisions has one that is too small. Nor does it say whose deputy somebody is; but a unit with more deputies
of divisions than its posts, divided among as many divisions as it had heads, could have at most has one division with too many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray
from planner.core.errors import Problem, problem
from planner.core.vocabulary import DECISIONS, EXIT_ROUTES
from planner.instance.instance import Instance
from planner.policy.law import organisation
from planner.policy.law.parameters import Law

EXITS = np.array([DECISIONS.index(route) for route in EXIT_ROUTES], dtype=np.int8)
UNKNOWN_KINDS = "roster.no_units_table"


def size_warnings(instance: Instance, chosen: npt.NDArray[np.int64] | None) -> tuple[Problem, ...]:
    """A warning for each unit that becomes too small, or has a division that must be too small.

    chosen: int64[n], option index for each person; nothing is said without a plan, before NĐ 303/2025, or where the roster
    has no units table, since the kinds of its units are then not known.
    """
    if chosen is None or sizes_read_on(instance) is None:
        return ()
    return tuple(_too_small(instance, chosen, instance.scenario.periods[-1].leave_on))


def sizes_read_on(instance: Instance) -> dt.date | None:
    """The day whose law the sizes of units are judged by; None where they are not judged at all."""
    day = instance.scenario.periods[-1].leave_on
    begins = max(instance.law.parameter(name).values[0].since for name in organisation.SIZE_READS)
    known = all(found.message.key != UNKNOWN_KINDS for found in instance.roster.problems)
    return day if known and begins <= day else None


def _too_small(instance: Instance, chosen: npt.NDArray[np.int64], on: dt.date) -> Iterator[Problem]:
    """What is too small after the plan and was not so in the roster, by units in their order."""
    before, after = _posts_of_roster(instance), _posts_after(instance, chosen)
    was, now = _faults(before, instance.law, on), _faults(after, instance.law, on)
    old = {(unit, kind): at for at, (unit, kind) in enumerate(zip(before.units["unit"], before.units["kind"], strict=True))}
    for u, (unit, name, kind) in enumerate(zip(after.units["unit"], after.units["name"], after.units["kind"], strict=True)):
        at = old.get((unit, kind))
        known = set() if at is None else {fault for fault, here in was.items() if here[at]}
        params = {"unit": unit, "name": name, "after": int(after.civil[u]), "heads": int(after.heads[u])}
        params |= {"deputies": int(after.deputies[u]), "divisions": int(after.divisions[u])}
        for fault, here in now.items():
            if here[u] and fault not in known:
                yield _warning(fault, kind, params, instance.law, on)


@dataclass(frozen=True)
class _Posts:
    """Units with their kinds; of each: civil servants, heads and deputies of division among them, and how many divisions it had."""

    units: pd.DataFrame
    civil: IntArray
    heads: IntArray
    deputies: IntArray
    divisions: IntArray


def _posts_of_roster(instance: Instance) -> _Posts:
    """As the roster has them, before any new structure."""
    units, people = instance.roster.units, instance.people
    unit_of = pd.Index(units["unit"]).get_indexer(pd.Index(people["unit"]))
    return _counted(units, unit_of, _is_civil(people), people["position_level"].to_numpy(object))


def _posts_after(instance: Instance, chosen: npt.NDArray[np.int64]) -> _Posts:
    """As the plan leaves them. Who moves to another unit heads no division there."""
    options, structure = instance.options, instance.structure
    to_unit = options.to_unit[chosen].astype(np.int64)
    stays = ~np.isin(options.decision[chosen], EXITS)
    ends_in = np.where(to_unit >= 0, to_unit, structure.unit_of)
    level = np.where(to_unit < 0, structure.level, "staff").astype(object)
    found = _counted(structure.units, ends_in, stays & _is_civil(instance.people), level)
    had = _counted(structure.units, structure.unit_of, _is_civil(instance.people), structure.level)
    return replace(found, divisions=had.heads)


def _is_civil(people: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return people["category"].eq("civil_servant").to_numpy()


def _counted(units: pd.DataFrame, unit_of: npt.NDArray[np.integer], civil: npt.NDArray[np.bool_], level: npt.NDArray[np.object_]) -> _Posts:
    groups = (civil, civil & (level == "division_head"), civil & (level == "division_deputy"))
    people, heads, deputies = (np.bincount(unit_of[who], minlength=len(units)).astype(np.int64) for who in groups)
    return _Posts(units, people, heads, deputies, heads)


def _faults(posts: _Posts, law: Law, on: dt.date) -> dict[str, npt.NDArray[np.bool_]]:
    """For each kind of warning, the units that give cause for it: bool[u]."""
    kind = posts.units["kind"].to_numpy(object)
    most = organisation.most_deputies_of_divisions(kind, posts.civil, posts.divisions, on, law)
    divided = organisation.may_have_divisions(kind, posts.civil, posts.units["merged_from"].to_numpy(np.int64), on, law)
    return {
        "unit": posts.civil < organisation.least_posts(kind, on, law),
        "no_divisions": (posts.heads > 0) & ~divided,
        "division_deputies": (posts.divisions > 0) & (most != organisation.NO_LIMIT) & (posts.deputies > most),
        "division": divided & (posts.heads * organisation.least_division_posts(kind, on, law) > posts.civil),
    }


def _warning(fault: str, kind: str, params: dict[str, object], law: Law, on: dt.date) -> Problem:
    """The warning of one unit, with the numbers of the law that it rests on."""
    if fault == "no_divisions":
        name = organisation.DIVISIONS_FROM_POSTS
        numbers = {"posts": law.on(name, on), "merged": law.on(organisation.DIVISIONS_FROM_UNITS, on)}
    elif fault == "division_deputies":
        name = organisation.DIVISION_DEPUTIES
        of = (np.array([kind], dtype=object), np.array([params["after"]]), np.array([params["divisions"]]))
        numbers = {"most": int(organisation.most_deputies_of_divisions(*of, on, law)[0])}
    else:
        name = organisation.UNIT_POSTS if fault == "unit" else organisation.DIVISION_POSTS
        numbers = {"least": law.on(name, on)[kind]}
    return problem(f"sizes.{fault}", severity="warning", **params, **numbers, citation=law.reference(name, on).title)
