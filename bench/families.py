"""The ministries and scenarios that every benchmark of the optimiser uses: each family of requirement alone, and all at once.

The made-up ministry of `planner sample`, with vacant posts in every third unit so that people can move, and with
succession pairs. What a family asks is scaled so that it binds without making the plan impossible.
"""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster
from planner.scenario.load import LoadedScenario, merge, scenario_from

SEED = 7
VACANT_SHARE = 0.06
PERIODS = (("2027", dt.date(2027, 7, 1), 0.08), ("2028", dt.date(2028, 7, 1), 0.12), ("2030", dt.date(2030, 7, 1), 0.20))
ALL_ROUTES = ["early_retirement", "immediate_separation", "training_separation", "transfer_out"]

Scenario = dict[str, Any]


def ministry(people: int, seed: int = SEED) -> Roster:
    """A made-up ministry of so many people; every third unit has vacant posts (6 per cent of its people, at least one)."""
    from planner.roster.sample import make_ministry

    frame, units = make_ministry(people, max(3, min(228, people // 70)), seed)
    here = frame.groupby("unit").size().reindex(units["unit"]).fillna(0).to_numpy()
    open_posts = np.maximum(1, np.round(VACANT_SHARE * 3 * here))
    third = np.arange(len(units)) % 3 == 0
    quota = np.where(third, here + open_posts, units["assigned_quota"].to_numpy(dtype=float))
    units["assigned_quota"] = pd.array(quota.astype(np.int64), dtype="Int64")
    return Roster(frame, units, (), fingerprint(frame, units), "roster.parquet")


def plain(people: int) -> Scenario:
    """Targets and weights, nothing else: what every family is added to."""
    return {
        "title": f"{people:,} people",
        "roster": "roster.parquet",
        "snapshot_on": dt.date(2026, 12, 1),
        "decided_on": dt.date(2026, 12, 15),
        "periods": [{"name": name, "leave_on": on, "reduction_at_least": share} for name, on, share in PERIODS],
        "objective": {"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 60},
        "solver": {"time_limit_s": 90, "relative_gap": 0.00001, "seed": 1},
    }


def families(roster: Roster) -> dict[str, Scenario]:
    """Name to the keys that the family adds to `plain`."""
    n = len(roster.people)
    redeploy = {"redeploy": {"allowed": True, "at_most_per_unit": max(3, n // 1_000)}, "objective": {"redeploy": 8}}
    routes = {
        "routes": ALL_ROUTES,
        "by_route": {"training_separation": {"at_least": _who_ask_for_training(roster) // 4}, "transfer_out": {"at_least": n // 100, "at_most": n // 20}},
    }
    fair = {"fairness": [{"by": "sex", "max_ratio": 1.05}, {"by": "age_band", "max_ratio": 2.0}, {"by": "category", "max_ratio": 1.6}]}
    bounds = {"units": {"default": {"reduction_at_least": 0.15, "reduction_at_most": 0.30}}}
    return {
        "targets alone": {},
        "unit bounds": bounds,
        "floors": {"units": {"by_unit": _minimums(roster)}},
        "skills": {"keep": {"skills": _skills(roster)}},
        "positions": {"keep": {"key_roles": True, "positions": _positions()}},
        "deputies": {"deputies": "law"},
        "redeployment": redeploy | bounds,
        "routes": routes,
        "fairness": fair,
        "fairness by unit": {"fairness": [{"by": "unit", "max_ratio": 1.6}]},
        "budget, total": {"budget": {"total_vnd": 6_000_000 * n}},
        "budget, by period": {"budget": {"by_period": {"2027": 4_000_000 * n, "2028": 1_000_000 * n, "2030": 1_000_000 * n}}},
        "attention": {"objective": {"attention_group": 120}, "fairness": [{"by": "ethnic_minority", "max_ratio": 0.6}]},
        "categories and kinds": {"reduction": {"by_category": {"contract": {"reduction_at_most": 0.80}, "public_employee": {"reduction_at_least": 0.20}},
                                               "by_kind": {"department": {"reduction_at_least": 0.22}}}},
        "quota": {"reduction": {"of": "quota"}},
        "succession": {"keep": {"succession": _pairs(roster)}},
        "secondments": {"secondment": {"commune": {"at_least": n // 50, "at_most": n // 25}, "province": {"at_least": n // 100}}, "objective": {"secondment": 4}},
    }  # fmt: skip


TOGETHER = ("redeployment", "routes", "fairness")
ORDERED = {"tiers": [{"minimise": "involuntary"}, {"minimise": "attention_group"}, {"maximise": "objective", "relative_tolerance": 0.0}]}


def asked(people: int, *parts: Scenario) -> LoadedScenario:
    """The scenario of `plain` with these parts."""
    data = plain(people)
    for part in parts:
        data = _joined(data, part)
    return scenario_from(data, name="bench.yaml")


def everything(roster: Roster) -> Scenario:
    """Every family at once (targets are shares of people present; the rates of sexes, ages and levels are compared, not of units)."""
    out: Scenario = {}
    for name, part in families(roster).items():
        if name not in ("quota", "budget, total", "fairness by unit"):
            out = _joined(out, part)
    # Together they leave less room than each alone.
    n = len(roster.people)
    out["units"]["default"] = {"reduction_at_least": 0.12, "reduction_at_most": 0.35}
    out["units"]["by_unit"] = _minimums(roster, 0.72)
    return _joined(
        out, {"budget": {"total_vnd": 8_000_000 * n, "by_period": {"2027": 6_000_000 * n, "2028": 2_000_000 * n, "2030": 2_000_000 * n}}}
    )


def together(roster: Roster) -> Scenario:
    """Redeployment, several routes and fairness."""
    out: Scenario = {}
    for name in TOGETHER:
        out = _joined(out, families(roster)[name])
    return out


def _joined(first: Scenario, second: Scenario) -> Scenario:
    """Both parts' keys; rules of fairness add up."""
    both = merge(copy.deepcopy(first), copy.deepcopy(second))
    if "fairness" in first and "fairness" in second:
        both["fairness"] = first["fairness"] + [rule for rule in second["fairness"] if rule not in first["fairness"]]
    return both


def _minimums(roster: Roster, share: float = 0.85) -> dict[str, dict[str, int]]:
    """Every second unit keeps so many of its people."""
    size = roster.people.groupby("unit").size()
    return {str(unit): {"minimum_headcount": int(share * size[unit])} for unit in list(size.index)[::2]}


def _skills(roster: Roster) -> list[dict[str, Any]]:
    """The commonest skill of twelve units, of whose holders nine in ten stay; of the whole ministry three skills."""
    people = roster.people
    lists = people.assign(skill=people["skills"].str.split(";")).explode("skill")
    lists = lists[lists["skill"].fillna("") != ""]
    out = []
    for unit, own in list(lists.groupby("unit"))[:24:2]:
        count = own["skill"].value_counts()
        out.append({"skill": str(count.index[0]), "unit": str(unit), "at_least": int(0.9 * count.iloc[0])})
    for skill, count in lists["skill"].value_counts().head(3).items():
        out.append({"skill": str(skill), "at_least": int(0.85 * count)})
    return out


def _who_ask_for_training(roster: Roster) -> int:
    """People who may be trained at all: the route is for those alone who ask for it."""
    return int(roster.people["volunteers"].isin(["training", "any"]).sum())


def _positions() -> list[dict[str, Any]]:
    return [{"level": "head", "at_least": 1, "per": "unit"}, {"level": "division_head", "at_least": 2, "per": "unit"}]


def _pairs(roster: Roster) -> list[dict[str, str]]:
    """A pair of neighbours among the division heads of each unit: one of the two stays."""
    heads = roster.people[roster.people["position_level"] == "division_head"]
    pairs = []
    for _, own in heads.groupby("unit"):
        if len(own) >= 2:
            pairs.append({"if_leaves": str(own["employee_id"].iloc[0]), "keep": str(own["employee_id"].iloc[1])})
    return pairs
