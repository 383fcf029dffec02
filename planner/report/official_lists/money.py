"""The items of money of each list, split as its columns ask; they add up to what the plan pays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.vocabulary import Decision
from planner.plan.plan import Run
from planner.policy.benefits import ROUTES, Benefits
from planner.policy.decrees.nd178.early_retirement import paid_as_first
from planner.policy.decrees.regime import DECREES
from planner.policy.decrees.rule import WINDOW, DecreeCase
from planner.policy.decrees.streamlining import early_salary
from planner.policy.person.money import pay
from planner.report.official_lists.layouts import FormKind

Money = npt.NDArray[np.int64]
ITEMS = {
    "by_month": "months_early_vnd", "years_early": "years_early_vnd", "insurance": "si_years_vnd", "severance": "severance_vnd",
    "job_search": "job_search_vnd", "training": "training_vnd", "total": "total_vnd",
}  # fmt: skip


def amounts_of(
    run: Run, kind: FormKind, rows: npt.NDArray[np.int64], period: npt.NDArray[Any], regime: npt.NDArray[Any]
) -> dict[str, Money]:
    """Each field of money of a list, int64[k] in whole VND, for the people in `rows` of the roster.

    The allowance by insurance is split into the base of the first years (`insurance_base`, the decree's flat number of
    salaries, rounded on its own) and the rest, so that the parts add up to the item. period, regime: of these people.
    """
    out = {name: np.zeros(len(rows), np.int64) for name in (*ITEMS, "insurance_base", "insurance_further", "months_paid", "window", "far")}
    for p in np.unique(period):
        for decree in np.unique(regime[period == p]):
            at = np.flatnonzero((period == p) & (regime == decree))
            for name, values in _of_decree(run.instance.benefits[int(p)], kind, str(decree), rows[at]).items():
                out[name][at] = values
    _split_by_window(out)
    return out


def _of_decree(benefits: Benefits, kind: FormKind, decree: str, rows: npt.NDArray[np.int64]) -> dict[str, Any]:
    """The items of some people who leave on one date under one decree."""
    route = ROUTES.index(kind.route)
    found: dict[str, Any] = {name: getattr(benefits, item)[route, rows] for name, item in ITEMS.items()}
    case = DECREES[decree].case(benefits.moment)
    if kind.route == Decision.EARLY_RETIREMENT:
        base = pay(early_salary(case), (case.value("early_retirement.insurance_base"), 1))[rows]
        found["insurance_base"] = np.where(found["insurance"] > 0, base, 0)
        found["insurance_further"] = found["insurance"] - found["insurance_base"]
    if case.has(WINDOW):
        found |= _by_window(case, rows)
    return found


def _by_window(case: DecreeCase, rows: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Whether the rate of the first 12 months counts, whether the far bracket does, and the months of severance that are paid."""
    moment = case.moment
    return {
        "window": paid_as_first(case)[rows].astype(np.int64),
        "far": (moment.months_early[rows] > case.value("early_retirement.months_near")).astype(np.int64),
        "months_paid": np.minimum(moment.pay_months[rows], case.value("immediate_separation.months_paid_most")),
    }


def _split_by_window(out: dict[str, Money]) -> None:
    """The fields of the lists that tell windows and brackets apart: each item in the column of its own, 0 in the others."""
    first, far = out["window"] == 1, out["far"] == 1
    for window, in_window in (("first", first), ("later", ~first)):
        for name in ("severance", "insurance", "job_search"):
            out[f"{name}_{window}"] = np.where(in_window, out[name], 0)
        for bracket, in_bracket in (("near", ~far), ("far", far)):
            out[f"month_{window}_{bracket}"] = np.where(in_window & in_bracket, out["by_month"], 0)
    for bracket, in_bracket in (("near", ~far), ("far", far)):
        out[f"{bracket}_years"] = np.where(in_bracket, out["years_early"], 0)
        out[f"{bracket}_base"] = np.where(in_bracket, out["insurance_base"], 0)
        out[f"{bracket}_further"] = np.where(in_bracket, out["insurance_further"], 0)
