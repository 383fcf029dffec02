"""What is decided: the plan, the run that made it, and the two files that state them.

`plan.json` and `decisions.csv` are written from here only, so that every reader sees the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import Problem
from planner.core.texts import Message
from planner.core.vocabulary import AWAY, CHOSEN, CHOSEN_ROUTES, DECISION_INDEX, DECISIONS, EXIT_ROUTES, NATURAL, REDEPLOY
from planner.instance.instance import Instance
from planner.instance.options import NO_PERIOD
from planner.optimise.goal_result import TierResult
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.goals import amount_of
from planner.optimise.model.rows import RowName
from planner.optimise.solve.result import Status
from planner.plan.fairness import fairness_figures
from planner.plan.leavers import leaver_warnings, leavers_noticed
from planner.plan.movers import mover_warnings
from planner.plan.notes import plan_notes
from planner.plan.roadmap import roadmap
from planner.plan.surely.offers import figures_of
from planner.plan.unit_sizes import size_warnings
from planner.policy.decrees.regime import REGIMES
from planner.roster.people.checks.noticed import Noticed
from planner.scenario.model import Scenario
from planner.scenario.parts.workload import needs
from planner.scenario.requirement_kinds import Kind

DECISION_COLUMNS = (
    "employee_id", "unit", "decision", "period", "leave_on", "to_unit", "involuntary", "cost_vnd", "regime", "legal_basis", "reason",
)  # fmt: skip
WORDS = np.array([d.value for d in DECISIONS], dtype=object)


@dataclass(frozen=True)
class Clash:
    """One entry of a conflict: requirement (the scenario's key path), scope, and the sentence.

    kind, said: the requirement's record, and which of its sentences it is; None of an entry that was read from a file.
    """

    requirement: str
    scope: str
    message: Message
    kind: Kind | None = None
    said: str = "clash"


@dataclass(frozen=True)
class Repair:
    """A change of the scenario with which a plan stands: it was made and checked before it is offered.

    family: what gives way. change: the mapping that a file which extends the scenario would hold, as plain JSON values.
    message: the change in words. The rest are figures of the plan that results: status, gap, money, goal, people. Where its
    gap is wider than the scenario's `relative_gap`, the status is feasible and the figures are those of no proven plan.
    """

    family: str
    change: dict[str, Any]
    message: Message
    status: str
    gap: float | None
    cost_vnd: int
    objective: float
    leavers: int
    involuntary: int

    @property
    def proven(self) -> bool:
        """Whether the plan behind it is proven to the scenario's `relative_gap`, so that its figures are the repair's."""
        return self.status == Status.OPTIMAL.value

    @property
    def said(self) -> Message:
        """The change in words; where its money is about right only, that and how far the plan is from proven."""
        if self.proven:
            return self.message
        key = "repair.about" if self.gap is not None else "repair.about_open"
        return Message(key, {"message": self.message, "cost": self.cost_vnd, "gap": self.gap})

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """An entry of `repairs` in `plan.json`."""
        return {
            "change": self.change,
            "message": self.said.render(lang),
            "verified": True,
            "cost_vnd": self.cost_vnd,
            "family": self.family,
            "status": self.status,
            "gap": self.gap,
            "objective": self.objective,
            "leavers": self.leavers,
            "involuntary": self.involuntary,
        }


@dataclass(frozen=True)
class Plan:
    """The answer to an instance.

    status, objective, bound, gap, loss_gap: as in the contract of `plan.json`; None where there is no plan.
    chosen: int64[n], option index for each person; None where there is no plan. conflict: where infeasible.
    repairs, notes: the menu of an infeasible instance and what is to be said beside it. headline: the conflict in one sentence.
    grouped: the conflict with entries that say the same of several units taken together.
    names, prices: the row names and prices behind `price_bound`, a bound that can be recomputed without a solver.
    tiers: what each goal of an ordered list came to.
    """

    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    loss_gap: float | None
    chosen: npt.NDArray[np.int64] | None
    conflict: tuple[Clash, ...]
    repairs: tuple[Repair, ...]
    prices: npt.NDArray[np.float64] | None
    price_bound: float | None
    solver: str
    threads: int
    seconds: float
    headline: Message | None = None
    grouped: tuple[Clash, ...] = ()
    notes: tuple[Message, ...] = ()
    names: tuple[RowName, ...] = ()
    tiers: tuple[TierResult, ...] = ()


@dataclass(frozen=True)
class Run:
    """An instance, its plan, and the two files' contents.

    summary: the mapping of `plan.json`. decisions: a row a person in the roster's order, `DECISION_COLUMNS`, `period`,
    `leave_on`, `to_unit`, `regime` empty text where they do not apply; None where there is no plan.
    """

    instance: Instance
    plan: Plan
    summary: dict[str, Any]
    decisions: pd.DataFrame | None

    @property
    def people(self) -> pd.DataFrame:
        """The roster's people."""
        return self.instance.people

    @property
    def goal(self) -> object:
        """What the plan is best at: weights and points, and the goals in order."""
        return goal_of(self.instance.scenario)

    @property
    def solved(self) -> bool:
        """Whether there is a plan."""
        return self.decisions is not None

    @cached_property
    def notes(self) -> tuple[Problem, ...]:
        """What must be known first: units without a head, people let go whose protection could not be checked."""
        return (*plan_notes(self.instance, self.plan.chosen), *self.instance.notes)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What is to be known beside the plan: what was noticed in the input, then units that the plan leaves too small."""
        return warnings_of(self.instance, self.plan)


def goal_of(asked: Scenario) -> object:
    """What a plan of a scenario is best at: weights and points, and the goals in order."""
    return asked.objective, asked.merit, tuple((tier.goal, tier.minimised) for tier in asked.tiers)


def warnings_of(instance: Instance, plan: Plan, noticed: Noticed | None = None) -> tuple[Problem, ...]:
    """What was noticed in the input, then what concerns those who leave and move, then units that the plan leaves too small. noticed: of
    those who leave, where it is at hand."""
    of_leavers = leaver_warnings(instance, plan.chosen, noticed)
    return (*instance.warnings, *of_leavers, *mover_warnings(instance, plan.chosen), *size_warnings(instance, plan.chosen))


def decisions_of(instance: Instance, chosen: npt.NDArray[np.int64], reasons: Sequence[str]) -> pd.DataFrame:
    """The frame of `decisions.csv`. reasons: one text a person."""
    options, people = instance.options, instance.people
    at = options.period[chosen].astype(np.int64)
    names = np.array([*(p.name for p in instance.scenario.periods), ""], dtype=object)
    units = np.array([*instance.structure.units["unit"], ""], dtype=object)
    return pd.DataFrame(
        {
            "employee_id": people["employee_id"].to_numpy(),
            "unit": units[instance.structure.unit_of],
            "decision": WORDS[options.decision[chosen]],
            "period": names[np.where(at == NO_PERIOD, len(names) - 1, at)],
            "leave_on": day_texts(instance.leave_on(chosen)),
            "to_unit": units[options.to_unit[chosen]],
            "involuntary": options.involuntary[chosen],
            "cost_vnd": options.cost_vnd[chosen],
            "regime": np.array(REGIMES, dtype=object)[options.regime[chosen]],
            "legal_basis": np.array(options.bases, dtype=object)[options.basis[chosen]],
            "reason": np.asarray(reasons, dtype=object),
        }
    )


def day_texts(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.object_]:
    """ISO days as `decisions.csv` writes them, empty where there is none."""
    return np.where(np.isnat(days), "", np.datetime_as_string(days, unit="D")).astype(object)


def figures(instance: Instance, chosen: npt.NDArray[np.int64]) -> dict[str, Any]:
    """The plan figures of `plan.json`: headcount, money, periods, units, routes. Shares unrounded."""
    options = instance.options
    left = is_exit(instance)[chosen]
    cost, n = options.cost_vnd[chosen], len(instance.people)
    leavers = int(left.sum())
    total, saving = int(cost.sum()), savings(instance, chosen)
    return {
        "headcount": {"baseline": n, "leavers": leavers, "remaining": n - leavers, "reduction": _share(leavers, instance.baseline)},
        "cost_vnd": total,
        "saving_vnd_per_year": saving.chosen,
        "saving_natural_vnd_per_year": saving.natural,
        "payback_months": round(total / (saving.chosen / 12), 1) if saving.chosen else None,
        "involuntary": int(options.involuntary[chosen].sum()),
        "redeployed": int((options.decision[chosen] == REDEPLOY).sum()),
        "seconded": int(np.isin(options.decision[chosen], AWAY).sum()),
        "periods": _period_figures(instance, chosen, left),
        "units": _unit_figures(instance, chosen, left),
        "routes": _route_figures(instance, chosen),
        "fairness": fairness_figures(instance, chosen),
    }


class Savings(NamedTuple):
    """Salaries of a year, VND: of who leaves by a chosen route, and of natural exits, which would have come anyway."""

    chosen: int
    natural: int


def savings(instance: Instance, chosen: npt.NDArray[np.int64], period: int | None = None) -> Savings:
    """What a plan saves a year, employer's contributions left out: 12 monthly salaries of each leaver on the own leaving date.

    period: of those alone whose exit is counted in it. Whatever pays itself back does so from the chosen exits' part.
    """
    options = instance.options
    decision, salary = options.decision[chosen], options.salary_vnd[chosen]
    here = np.ones(len(chosen), dtype=bool) if period is None else options.period[chosen] == period
    return Savings(*(12 * int(salary[here & np.isin(decision, routes)].sum()) for routes in (CHOSEN, NATURAL)))


EMPTY_FIGURES: dict[str, Any] = {
    "headcount": None, "cost_vnd": None, "saving_vnd_per_year": None, "saving_natural_vnd_per_year": None,
    "payback_months": None, "involuntary": None, "redeployed": None, "seconded": None, "periods": None, "units": None, "routes": None, "fairness": None,
}  # fmt: skip


def summary_of(
    instance: Instance, plan: Plan, provenance: dict[str, Any], lang: str = "en", doubts: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """The mapping of `plan.json`; `doubts` is what hangs on the doubtful numbers of the law, None without a plan."""
    shown = figures(instance, plan.chosen) if plan.chosen is not None else EMPTY_FIGURES
    noticed = None if plan.chosen is None else leavers_noticed(instance, plan.chosen)
    return {
        "title": instance.scenario.title,
        "status": plan.status.value,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "loss_gap": plan.loss_gap,
        "price_bound": plan.price_bound,
        "tiers": tiers_of(instance, plan, lang),
        **shown,
        "conflict": [{"requirement": c.requirement, "scope": c.scope, "message": c.message.render(lang)} for c in plan.conflict],
        "conflict_summary": None if plan.headline is None else plan.headline.render(lang),
        "conflict_groups": [{"requirement": c.requirement, "scope": c.scope, "message": c.message.render(lang)} for c in plan.grouped],
        "repairs": [repair.as_dict(lang) for repair in plan.repairs],
        "conflict_notes": [note.render(lang) for note in plan.notes],
        "notes": [p.message.render(lang) for p in (*plan_notes(instance, plan.chosen, noticed), *instance.notes)],
        "warnings": [p.sentence(lang) for p in warnings_of(instance, plan, noticed)],
        "noticed": None if noticed is None else noticed.as_dict(),
        "doubts": doubts,
        "roadmap": None if plan.chosen is None else roadmap(instance, plan.chosen),
        "acceptance": None if plan.chosen is None else figures_of(instance, plan.chosen),
        "provenance": provenance,
    }


def tiers_of(instance: Instance, plan: Plan, lang: str) -> list[dict[str, Any]]:
    """`tiers` of `plan.json`: what each goal came to; empty without an ordered list or without a plan."""
    if plan.chosen is None:
        return []
    asked = zip(instance.scenario.tiers, plan.tiers, strict=True)
    return [result.as_dict(amount_of(instance, tier, plan.chosen), lang) for tier, result in asked]


def reached(instance: Instance, leavers: int) -> float:
    """What `reduction_at_least` is compared with once so many have left: the share of the scenario's baseline that is gone.

    Where shares are of the quotas, posts that stand vacant are gone as well.
    """
    return _share(instance.baseline - (len(instance.people) - leavers), instance.baseline)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _period_figures(instance: Instance, chosen: npt.NDArray[np.int64], left: npt.NDArray[np.bool_]) -> list[dict[str, Any]]:
    period, cost = instance.options.period[chosen], instance.options.cost_vnd[chosen]
    out, gone = [], 0
    for p, asked in enumerate(instance.scenario.periods):
        here = left & (period == p)
        gone += int(here.sum())
        out.append(
            {
                "name": asked.name,
                "leave_on": asked.leave_on.isoformat(),
                "leavers": int(here.sum()),
                "cumulative_reduction": _share(gone, instance.baseline),
                "reached": reached(instance, gone),
                "cost_vnd": int(cost[period == p].sum()),
            }
        )
    return out


def _unit_figures(instance: Instance, chosen: npt.NDArray[np.int64], left: npt.NDArray[np.bool_]) -> list[dict[str, Any]]:
    units, unit_of = instance.structure.units, instance.structure.unit_of
    u = len(units)
    to_unit = instance.options.to_unit[chosen]
    moved = to_unit >= 0
    before = instance.structure.headcount
    leavers = np.bincount(unit_of[left], minlength=u)
    moved_in = np.bincount(to_unit[moved], minlength=u)
    moved_out = np.bincount(unit_of[moved], minlength=u)
    cost = _sum_by(unit_of, instance.options.cost_vnd[chosen], u)
    after = before - leavers - moved_out + moved_in
    ids, names = units["unit"].tolist(), units["name"].tolist()
    need = needs(instance.scenario.workload)
    return [
        {
            "unit": str(ids[i]),
            "name": str(names[i]),
            "before": int(before[i]),
            "after": int(after[i]),
            "need": need.get(str(ids[i])),
            "leavers": int(leavers[i]),
            "redeployed_in": int(moved_in[i]),
            "redeployed_out": int(moved_out[i]),
            "reduction": _share(int(before[i]) - int(after[i]), int(before[i])),
            "cost_vnd": int(cost[i]),
        }
        for i in range(u)
    ]


def _route_figures(instance: Instance, chosen: npt.NDArray[np.int64]) -> dict[str, Any]:
    decision = instance.options.decision[chosen]
    people = np.bincount(decision, minlength=len(DECISIONS))
    cost = _sum_by(decision, instance.options.cost_vnd[chosen], len(DECISIONS))
    listed = [r for r in EXIT_ROUTES if r not in CHOSEN_ROUTES or r.value in instance.scenario.routes]
    return {r.value: {"people": int(people[DECISION_INDEX[r]]), "cost_vnd": int(cost[DECISION_INDEX[r]])} for r in listed}


def _sum_by(group: npt.NDArray[np.integer], value: npt.NDArray[np.int64], groups: int) -> npt.NDArray[np.int64]:
    """Exact integer sums by group (`bincount` with weights would go through floats)."""
    out = np.zeros(groups, dtype=np.int64)
    np.add.at(out, group, value)
    return out
