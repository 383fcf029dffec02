"""Small random ministries with every family of requirement, and the best plan of each by trying all of them.

The enumeration counts people in arrays, one line for each possible plan of the whole ministry; it shares with the planner the
options of each person (what law and locks leave) and nothing of rows, seats or solver.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from planner.core.vocabulary import CHOSEN_ROUTES, DECISION_INDEX, EXIT_ROUTES, NATURAL_ROUTES, SECONDMENTS, Decision
from planner.instance.floors import room_of
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from planner.roster.people.frame import Roster
from tests.builder import EARLY, NEAR_RETIREMENT, roster_of

EXITS = [DECISION_INDEX[r] for r in EXIT_ROUTES]
CHOSEN = [DECISION_INDEX[r] for r in CHOSEN_ROUTES]
AWAY = [DECISION_INDEX[d] for d in SECONDMENTS.values()]
RETAIN, REDEPLOY = DECISION_INDEX[Decision.RETAIN], DECISION_INDEX[Decision.REDEPLOY]
MOST_PLANS = 60_000
ALLOWANCE = "organisation.deputies_by_kind"
WORDS = ("excellent", "good", "completed", "not_completed")


def random_roster(rng: np.random.Generator) -> Roster:
    """Four to seven people in two or three units with a few vacant posts."""
    people: list[dict[str, Any]] = []
    for _ in range(int(rng.integers(4, 8))):
        person: dict[str, Any] = {"unit": str(rng.choice(list("AABBC"))), "sex": str(rng.choice(["M", "F"]))}
        person |= {f"rating_{i}": str(rng.choice(WORDS)) for i in (1, 2, 3)}
        person["salary_coefficient"] = float(rng.choice([2.34, 3.33, 4.98]))
        person["category"] = str(rng.choice(["civil_servant", "civil_servant", "public_employee"]))
        person["position_level"] = str(rng.choice(["staff", "staff", "staff", "division_head", "deputy", "head"]))
        kind = rng.random()
        person |= EARLY if kind < 0.25 else NEAR_RETIREMENT if kind < 0.32 else {}
        if rng.random() < 0.2:
            person["volunteers"] = str(rng.choice(["any", "early_retirement", "separation"]))
        if rng.random() < 0.1:
            person["lock"] = str(rng.choice(["keep", "leave"]))
        for flag, chance in (("key_role", 0.15), ("under_discipline", 0.05)):
            person[flag] = bool(rng.random() < chance)
        person["skills"] = "law" if rng.random() < 0.4 else ""
        person["attention_groups"] = "disability" if rng.random() < 0.25 else ""
        people.append(person)
    units = []
    for unit in sorted({p["unit"] for p in people}):
        size = sum(p["unit"] == unit for p in people)
        units.append({"unit": unit, "kind": "department" if unit != "B" else "office", "assigned_quota": size + int(rng.integers(0, 3))})
    for unit in units:
        unit |= {"merged_from": int(rng.choice([1, 1, 1, 2, 3])), "received_functions": bool(rng.random() < 0.2)}
        unit |= {"deputy_cap": int(rng.integers(0, 3))} if rng.random() < 0.2 else {}
    return roster_of(*people, units=units)


def _share(rng: np.random.Generator, top: float = 0.6) -> float:
    return round(float(rng.random()) * top, 2)


def random_scenario(rng: np.random.Generator, roster: Roster) -> dict[str, Any]:
    """Changes of `builder.SCENARIO`: each family of requirement with some chance."""

    def sometimes(chance: float) -> bool:
        return bool(rng.random() < chance)

    units, ids = list(roster.units["unit"]), list(roster.people["employee_id"])
    periods = [{"name": "a", "leave_on": dt.date(2027, 7, 1)}, {"name": "b", "leave_on": dt.date(2028, 7, 1)}][: int(rng.integers(1, 3))]
    out: dict[str, Any] = {"periods": periods, "keep": {}, "units": {}, "reduction": {}}
    if sometimes(0.7):
        periods[-1]["reduction_at_least"] = _share(rng, 0.5)  # type: ignore[assignment]
    if sometimes(0.15):
        periods[0]["reduction_at_most"] = round(_share(rng) + 0.2, 2)  # type: ignore[assignment]
    if periods[0].get("reduction_at_most", 1) < periods[0].get("reduction_at_least", 0):
        del periods[0]["reduction_at_most"]
    if sometimes(0.4):
        out["units"] = {"default": {"reduction_at_most": round(0.3 + _share(rng), 2)}}
    if sometimes(0.3):
        out["units"].setdefault("by_unit", {})[str(rng.choice(units))] = {
            "minimum_headcount": int(rng.integers(0, 4)),
            "reduction_at_least": 0.0,
        }
    if sometimes(0.5):
        out["redeploy"] = {"allowed": True, **({"at_most_per_unit": int(rng.integers(0, 3))} if sometimes(0.5) else {})}
    out["keep"]["key_roles"] = sometimes(0.5)
    if sometimes(0.2):
        out["keep"]["skills"] = [
            {"skill": "law", "at_least": int(rng.integers(0, 3)), **({"unit": str(rng.choice(units))} if sometimes(0.6) else {})}
        ]
    if sometimes(0.2):
        out["keep"]["positions"] = [
            {"level": str(rng.choice(["head", "staff", "division_head"])), "at_least": 1, "per": str(rng.choice(["unit", "ministry"]))}
        ]
    if sometimes(0.15):
        a, b = rng.choice(ids, 2, replace=False)
        out["keep"]["succession"] = [{"if_leaves": str(a), "keep": str(b)}]
    if sometimes(0.2):
        out["deputies"] = int(rng.integers(0, 3))
    if sometimes(0.25):
        out["budget"] = {"total_vnd": int(rng.integers(0, 1_200_000_000))}
    if sometimes(0.25):
        out["fairness"] = [{"by": str(rng.choice(["sex", "unit", "disability"])), "max_ratio": round(0.8 + _share(rng, 1.0), 1)}]
    if sometimes(0.15):
        out["reduction"]["of"] = "quota"
    if sometimes(0.15):
        out["reduction"]["by_category"] = {"civil_servant": {"reduction_at_most": _share(rng)}}
    if sometimes(0.15):
        out["reduction"]["by_kind"] = {"department": {str(rng.choice(["reduction_at_least", "reduction_at_most"])): _share(rng, 0.4)}}
    if sometimes(0.15):
        out["by_route"] = {"immediate_separation": {"at_most": int(rng.integers(0, 3))}}
    if sometimes(0.2):
        most = {"at_most": int(rng.integers(1, 3))} if sometimes(0.5) else {}
        out["secondment"] = {str(rng.choice(["commune", "province"])): {"at_least": int(rng.integers(0, 2)), **most}}
    if sometimes(0.25):
        cap = {"exits_at_most_per_period": int(rng.integers(0, 3))}
        of = out["units"].setdefault("default", {}) if sometimes(0.5) else out["units"].setdefault("by_unit", {}).setdefault(str(rng.choice(units)), {})
        of.update(cap)
    names = ("retained_merit", "cost_per_million_vnd", "involuntary", "attention_group", "redeploy", "secondment")
    scales = (1.0, 0.05, 40.0, 40.0, 9.0, 9.0)
    out["objective"] = {name: round(float(rng.random()) * scale, 3) for name, scale in zip(names, scales, strict=True)}
    if sometimes(0.25):
        goals = [
            {"minimise": "involuntary"},
            {"minimise": "attention_group"},
            {"maximise": "retained_merit"},
            {"minimise": "cost"},
            {"minimise": "redeploy"},
        ]
        picked = rng.permutation(len(goals))[: int(rng.integers(1, 4))]
        out["tiers"] = [{**goals[i], **({"tolerance": int(rng.integers(0, 2))} if sometimes(0.3) else {})} for i in picked]
    if "deputies" not in out and sometimes(0.25):  # few allowances, so that they bind in a small ministry; class-1 agencies count apart
        kinds = {kind: int(rng.integers(0, 2)) for kind in ("department", "office", "inspectorate", "agency_1", "agency_2", "public_unit")}
        out["law"] = [{"parameter": ALLOWANCE, "from": dt.date(2025, 11, 20), "value": kinds, "reason": "a small ministry"}]
        out |= {"deputies": str(rng.choice(["law", "law", "each"])), "deputies_grace": sometimes(0.3)}
    out["solver"] = {"time_limit_s": 20, "relative_gap": 0.0000001}
    return out


class Plans:
    """Every plan of a case that keeps the requirements; None in `worth` where there are too many plans to try.

    Arrays have a line for each plan and a column for each person.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance, options = instance, instance.options
        room = room_of(instance.scenario, instance.structure)
        home = instance.structure.unit_of
        choices: list[list[tuple[int, int]]] = []
        for i in range(options.people):
            mine: list[tuple[int, int]] = []
            for o in range(int(options.start[i]), int(options.start[i + 1])):
                if options.barred[o]:
                    continue
                mine += [(o, u) for u in range(len(room)) if room[u] > 0 and u != home[i]] if options.decision[o] == REDEPLOY else [(o, -1)]
            choices.append(mine)
        count = int(np.prod([len(c) for c in choices]))
        self.possible = 0 < count <= MOST_PLANS
        self.too_many = count > MOST_PLANS
        if not self.possible:
            return
        grid = np.meshgrid(*[np.arange(len(c)) for c in choices], indexing="ij")
        pick = np.stack([g.reshape(-1) for g in grid], axis=1)
        self.option = np.stack([np.array([o for o, _ in c])[pick[:, i]] for i, c in enumerate(choices)], axis=1)
        self.to_unit = np.stack([np.array([u for _, u in c])[pick[:, i]] for i, c in enumerate(choices)], axis=1)
        self.decision, self.period = options.decision[self.option], options.period[self.option]
        self.left = np.isin(self.decision, EXITS)
        self.ends_in = np.where(self.to_unit >= 0, self.to_unit, home)
        self.falls_due = np.full(len(home), -1)
        for o in np.flatnonzero(np.isin(options.decision, [DECISION_INDEX[r] for r in NATURAL_ROUTES])):
            self.falls_due[options.person[o]] = options.period[o]
        self.keeps = self._keeps(room)

    def _keeps(self, room: np.ndarray) -> np.ndarray:
        instance, s, home = self.instance, self.instance.scenario, self.instance.structure.unit_of
        n = len(home)
        ok = np.ones(len(self.option), dtype=bool)
        vacant = instance.baseline - n
        for p, asked in enumerate(s.periods):
            gone = (self.left & (self.period <= p)).sum(axis=1) + vacant
            ok &= _between(gone, asked.reduction_at_least, asked.reduction_at_most, instance.baseline)
        for u, name in enumerate(instance.structure.units["unit"]):
            own = s.units.by_unit.get(name)
            bound = {
                k: getattr(own if own is not None and k in own.model_fields_set else s.units.default, k)
                for k in ("reduction_at_least", "reduction_at_most", "exits_at_most_per_period")
            }
            for p in range(len(s.periods) if bound["exits_at_most_per_period"] is not None else 0):
                most = max(bound["exits_at_most_per_period"], int(((self.falls_due == p) & (home == u)).sum()))
                ok &= (self.left & (self.period == p) & (home == u)).sum(axis=1) <= most
            size = int((home == u).sum())
            stays = (~self.left & (self.ends_in == u)).sum(axis=1)
            ok &= _between(size - stays, bound["reduction_at_least"], bound["reduction_at_most"], size)
            ok &= (self.to_unit == u).sum(axis=1) <= room[u]
        for held in instance.floors:
            inside = (self.ends_in == held.unit) if held.unit >= 0 else np.ones_like(self.left)
            present = ~self.left & ~np.isin(self.decision, AWAY)
            ok &= (present & held.members & inside).sum(axis=1) >= held.held
        cost = instance.options.cost_vnd[self.option]
        if s.budget.total_vnd is not None:
            ok &= cost.sum(axis=1) <= s.budget.total_vnd
        chosen = np.isin(self.decision, CHOSEN)
        for rule in s.fairness:
            ratio = Fraction(rule.max_ratio)
            for _, members in groups_of(rule.by, instance.people, instance.structure, s.snapshot_on):
                if members.sum() >= 5:
                    mine, everybody = (chosen & members).sum(axis=1), chosen.sum(axis=1)
                    ok &= mine * n * ratio.denominator <= ratio.numerator * everybody * int(members.sum())
        return ok & self._groups_keep(instance) & self._deputies_keep(instance)

    def _deputies_keep(self, instance: Instance) -> np.ndarray:
        """The limits on deputies, said once more from the units table and the scenario alone."""
        asked, units, ok = instance.scenario.deputies, instance.structure.units, np.ones(len(self.option), dtype=bool)
        staying = (self.decision == RETAIN) & (instance.structure.level == "deputy")
        kept = np.stack([(staying & (instance.structure.unit_of == u)).sum(axis=1) for u in range(len(units))], axis=1)
        if isinstance(asked, int):
            return ok & (kept <= asked).all(axis=1)
        if asked == "ignore":
            return ok
        allowed, together, base = 0, np.zeros(len(self.option), dtype=np.int64), instance.scenario.law[0].value
        for u, row in enumerate(units.itertuples()):
            if instance.scenario.deputies_grace and (row.merged_from >= 2 or row.received_functions):
                continue
            own = base[row.kind] + max({1: 0, 2: 1}.get(row.merged_from, 2), int(row.received_functions))
            allowed, together = allowed + own, together + kept[:, u]
            ok &= (kept[:, u] <= own) | (asked == "law")
            ok &= True if row.deputy_cap is pd.NA or row.deputy_cap != row.deputy_cap else kept[:, u] <= row.deputy_cap
        return ok & ((together <= allowed) | (asked == "each"))

    def _groups_keep(self, instance: Instance) -> np.ndarray:
        s, home = instance.scenario, instance.structure.unit_of
        ok = np.ones(len(self.option), dtype=bool)
        for name, bounds in s.reduction.by_category.items():
            members = (instance.people["category"] == name).to_numpy()
            ok &= _between((self.left & members).sum(axis=1), bounds.reduction_at_least, bounds.reduction_at_most, int(members.sum()))
        for name, bounds in s.reduction.by_kind.items():
            units = np.flatnonzero(instance.structure.units["kind"].astype(str) == name)
            size = int(np.isin(home, units).sum())
            stays = (~self.left & np.isin(self.ends_in, units)).sum(axis=1)
            ok &= _between(size - stays, bounds.reduction_at_least, bounds.reduction_at_most, size)
        for route, limits in s.by_route.items():
            taken = (self.decision == DECISION_INDEX[Decision(route)]).sum(axis=1)
            ok &= (taken >= (limits.at_least or 0)) & (taken <= (taken if limits.at_most is None else limits.at_most))
        for where, limits in s.secondment.items():
            sent = (self.decision == DECISION_INDEX[SECONDMENTS[where]]).sum(axis=1)
            ok &= (sent >= (limits.at_least or 0)) & (sent <= (sent if limits.at_most is None else limits.at_most))
        row = {p: i for i, p in enumerate(instance.people["employee_id"])}
        for pair in s.keep.succession:
            a, b = row[pair.if_leaves], row[pair.keep]
            if not (self.left[:, a].all() and self.left[:, b].all()):
                ok &= ~(self.left[:, a] & self.left[:, b])
        return ok

    def goal(self, name: str) -> np.ndarray:
        """What each plan comes to, as something to maximise."""
        instance, w = self.instance, self.instance.scenario.objective
        cost = instance.options.cost_vnd[self.option].sum(axis=1)
        forced = instance.options.involuntary[self.option]
        attention = (forced & instance.attention).sum(axis=1)
        moves = (self.to_unit >= 0).sum(axis=1)
        merit = np.where(self.left, 0.0, instance.merit).sum(axis=1)
        single = {
            "involuntary": -forced.sum(axis=1),
            "attention_group": -attention,
            "cost": -cost,
            "redeploy": -moves,
            "retained_merit": merit,
        }
        if name in single:
            return single[name]
        return (
            float(w.retained_merit) * merit - float(w.cost_per_million_vnd) * cost / 1e6
            - float(w.involuntary) * forced.sum(axis=1) - float(w.attention_group) * attention - float(w.redeploy) * moves
            - float(w.secondment) * np.isin(self.decision, AWAY).sum(axis=1)
        )  # fmt: skip


def _between(gone: np.ndarray, low: Any, high: Any, size: int) -> np.ndarray:
    ok = np.ones(len(gone), dtype=bool)
    if low is not None:
        ok &= gone >= ceil(Fraction(low) * size)
    if high is not None:
        ok &= gone <= floor(Fraction(high) * size)
    return ok
