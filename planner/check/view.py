"""The written plan as arrays: what `decisions.csv` says about each person of the roster."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem, problem
from planner.core.vocabulary import DECISIONS, EXIT_ROUTES, NATURAL_ROUTES, SECONDMENTS, Decision
from planner.instance.reorganise import Structure
from planner.policy.benefits import ROUTES, Benefits
from planner.policy.natural_dates import NEVER, own_dates, salaries_on
from planner.policy.secondment import Secondment, secondments
from planner.scenario.model import Scenario

FILE = "decisions.csv"
NONE = -1


@dataclass(frozen=True)
class View:
    """A plan beside the facts it must fit; arrays have an entry for each person in the roster's order.

    decision: object, the word. period, to_unit: int64, -1 where none. cost: int64. involuntary, leaves: bool.
    route: int64, row in `benefits.ROUTES` for leavers, -1 for others. natural_period: int64, the first period in which
    a natural exit falls due, -1 where none; natural_route: int64, its row in `ROUTES`; natural_on: datetime64[D], its own
    date, NaT where none. merit: float64. reference: the
    earlier decisions that `stay_close` means. tiers: as written in `plan.json`.
    """

    scenario: Scenario
    people: pd.DataFrame
    structure: Structure
    benefits: Sequence[Benefits]
    caps: npt.NDArray[np.int64]
    decisions: pd.DataFrame
    decision: npt.NDArray[np.object_]
    period: npt.NDArray[np.int64]
    to_unit: npt.NDArray[np.int64]
    cost: npt.NDArray[np.int64]
    involuntary: npt.NDArray[np.bool_]
    leaves: npt.NDArray[np.bool_]
    route: npt.NDArray[np.int64]
    natural_period: npt.NDArray[np.int64]
    natural_route: npt.NDArray[np.int64]
    natural_on: npt.NDArray[np.datetime64]
    merit: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    reference: pd.DataFrame | None = None
    tiers: Sequence[dict[str, Any]] = ()

    def decided_as(self, decision: npt.NDArray[np.object_], period: npt.NDArray[np.int64], to_unit: npt.NDArray[np.int64]) -> View:
        """The same facts beside other decisions; money and marks stay those of the plan."""
        return replace(self, decision=decision, period=period, to_unit=to_unit, **_exits_of(decision))

    @cached_property
    def may_move(self) -> npt.NDArray[np.bool_]:
        """Who may be moved to another unit: bool[n]."""
        fixed = np.isin(self.structure.level, ["head", "deputy"]) | (self.people["lock"] == "leave").to_numpy()
        return ~fixed & (self.natural_period < 0)

    @cached_property
    def secondments(self) -> dict[str, Secondment]:
        """What the law says of secondments to the places that the scenario names, on the first date."""
        return secondments(self.people, self.benefits[0].moment, list(self.scenario.secondment))

    @cached_property
    def _skills(self) -> tuple[npt.NDArray[np.int64], list[set[str]]]:
        """(int64[n], which list of skills each person has; the skills of each list, whatever their case and writing)."""
        code, lists = self.people["skills"].astype(str).factorize()
        return code, [{_plain(skill) for skill in listed.split(";")} for listed in lists]

    def holders(self, skill: str) -> npt.NDArray[np.bool_]:
        """Who has a skill: bool[n]."""
        code, known = self._skills
        return np.array([_plain(skill) in skills for skills in known], dtype=bool)[code]

    @property
    def by_nature(self) -> npt.NDArray[np.bool_]:
        """Who leaves by a natural route: bool[n]."""
        return np.isin(self.decision, [route.value for route in NATURAL_ROUTES])

    @cached_property
    def salary(self) -> npt.NDArray[np.int64]:
        """The monthly salary of each leaver on the leaving date, a natural exit's own: int64[n], 0 for others."""
        law, nature = self.benefits[0], self.by_nature
        on_own_date = salaries_on(law.facts, law.terms, np.where(nature, self.natural_on, NEVER))
        return np.where(nature, on_own_date, np.where(self.leaves, self.of_law("current_salary_vnd"), 0))

    @property
    def away(self) -> npt.NDArray[np.bool_]:
        """Who is seconded: bool[n]."""
        return np.isin(self.decision, [decision.value for decision in SECONDMENTS.values()])

    @property
    def ids(self) -> npt.NDArray[np.object_]:
        """Employee ids in the roster's order."""
        return self.people["employee_id"].to_numpy(dtype=object)

    @property
    def unit_after(self) -> npt.NDArray[np.int64]:
        """Row of the unit in which each person ends; a leaver's is the unit left."""
        return np.where(self.to_unit >= 0, self.to_unit, self.structure.unit_of)

    def takes(self, row: int) -> npt.NDArray[np.bool_]:
        """Whom a unit takes in without a change of their category: bool[n]."""
        if self.scenario.redeploy.any_category:
            return np.ones(len(self.people), dtype=bool)
        is_public = self.structure.units["kind"].iloc[row] == "public_unit"
        return self.people["category"].eq("public_employee" if is_public else "civil_servant").to_numpy()

    def unit_name(self, row: int) -> str:
        """The id of a unit's row."""
        return str(self.structure.units["unit"].iloc[row])

    def of_law(self, field: str) -> npt.NDArray[np.generic]:
        """The law's `field` at each leaver's own route and period; what stands for others has no meaning."""
        stacked = np.stack([getattr(b, field) for b in self.benefits])
        everybody = np.arange(len(self.decision))
        return stacked[np.maximum(self.period, 0), np.maximum(self.route, 0), everybody]


def breach(key: str, row: int | None = None, column: str | None = None, file: str = FILE, **params: object) -> Problem:
    """A fault of a written plan; `row` is the person's place in the roster, shown as the line of the file."""
    found = problem(f"check.{key}", file=file, row=None if row is None else row + 2, column=column, **params)
    return replace(found, person=row)


def broken(requirement: str, *scope: str, column: str, file: str = FILE, said: str = "broken", **params: object) -> Problem:
    """A requirement that a written plan does not keep, in its own words. requirement: its record's name; scope: what it is
    about, in the record's dimensions; said: which of its sentences."""
    return replace(problem(f"requirement.{requirement}.{said}", file=file, column=column, **params), about=(requirement, *scope))


def view_of(
    scenario: Scenario,
    people: pd.DataFrame,
    structure: Structure,
    benefits: Sequence[Benefits],
    caps: npt.NDArray[np.int64],
    decisions: pd.DataFrame,
) -> tuple[View | None, list[Problem]]:
    """The plan as a `View`, or why it cannot be read as one: people missing or doubled, unknown words, dates."""
    ids = people["employee_id"].astype(str).to_numpy()
    written = decisions["employee_id"].astype(str).to_numpy()
    if len(ids) != len(written) or (ids != written).any():
        return None, _identity_faults(ids, written)
    periods = {p.name: i for i, p in enumerate(scenario.periods)}
    units = {u: i for i, u in enumerate(structure.units["unit"].astype(str))}
    decision = decisions["decision"].fillna("").astype(str).to_numpy(dtype=object)
    period_text = decisions["period"].fillna("").astype(str)
    unit_text = decisions["to_unit"].fillna("").astype(str)
    faults = [
        *_unknown(decision, {d.value for d in DECISIONS}, "decision"),
        *_unknown(period_text.to_numpy(dtype=object), {*periods, ""}, "period"),
        *_unknown(unit_text.to_numpy(dtype=object), {*units, ""}, "to_unit"),
    ]
    cost = pd.to_numeric(decisions["cost_vnd"], errors="coerce")
    faults += [breach("not_money", int(row), "cost_vnd") for row in np.flatnonzero(cost.isna())]
    if faults:
        return None, faults
    natural_period, natural_route, natural_on = natural_dues(benefits)
    view = View(
        scenario=scenario,
        people=people,
        structure=structure,
        benefits=benefits,
        caps=caps,
        decisions=decisions,
        decision=decision,
        period=period_text.map({**periods, "": NONE}).to_numpy(dtype=np.int64),
        to_unit=unit_text.map({**units, "": NONE}).to_numpy(dtype=np.int64),
        cost=cost.to_numpy(dtype=np.int64),
        involuntary=decisions["involuntary"].astype(str).str.lower().eq("true").to_numpy(),
        **_exits_of(decision),
        natural_period=natural_period,
        natural_route=natural_route,
        natural_on=natural_on,
    )
    return view, []


def _exits_of(decision: npt.NDArray[np.object_]) -> dict[str, npt.NDArray[Any]]:
    """`leaves` and `route` of decisions."""
    route_row = {route.value: i for i, route in enumerate(ROUTES)}
    route = np.array([route_row.get(word, NONE) for word in decision], dtype=np.int64)
    return {"leaves": np.isin(decision, [r.value for r in EXIT_ROUTES]), "route": route}


def natural_dues(benefits: Sequence[Benefits]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.datetime64]]:
    """In which period, how, and on which own date each person's natural exit falls due, read off the law period by period."""
    n = benefits[0].eligible.shape[1]
    period, route, day = np.full(n, NONE), np.full(n, NONE), np.full(n, NEVER)
    for p, law in enumerate(benefits):
        for due in (Decision.NORMAL_RETIREMENT, Decision.CONTRACT_END):  # the first named counts where both fall due
            row = ROUTES.index(due)
            now = law.eligible[row] & (period == NONE)
            period[now], route[now], day[now] = p, row, own_dates(law, due)[now]
    return period, route, day


def _identity_faults(ids: npt.NDArray[np.object_], written: npt.NDArray[np.object_]) -> list[Problem]:
    """Who is missing, who is strange, who stands twice; a different order alone is said too."""
    known, given = set(ids), set(written)
    faults = [breach("person_missing", column="employee_id", person=i) for i in ids if i not in given]
    faults += [breach("person_strange", column="employee_id", person=i) for i in written if i not in known]
    values, counts = np.unique(written, return_counts=True)
    faults += [breach("person_twice", column="employee_id", person=i) for i in values[counts > 1]]
    return faults or [breach("order_differs", column="employee_id")]


def _unknown(words: npt.NDArray[np.object_], known: set[str], column: str) -> list[Problem]:
    return [breach("unknown_word", int(row), column, word=words[row]) for row in np.flatnonzero(~np.isin(words, list(known)))]


def _plain(skill: str) -> str:
    return unicodedata.normalize("NFC", skill).casefold().strip()


def room(view: View, row: int) -> int:
    """How many people a unit may take in."""
    quota = view.structure.units["assigned_quota"]
    named = view.scenario.redeploy.to
    if not view.scenario.redeploy.allowed or quota.isna().iloc[row] or (named and view.unit_name(row) not in named):
        return 0
    free = max(0, int(quota.iloc[row]) - int((view.structure.unit_of == row).sum()))
    most = view.scenario.redeploy.at_most_per_unit
    return free if most is None else min(free, most)
