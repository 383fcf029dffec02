"""Planning anew from the state reached: a roster without those who have left, and a scenario whose bounds ask of the rest what is
still missing of the first goal.

- Who has left is not in the roster; who came back is. Who moved stands in the new unit. The reorganisation is done: the roster has
  its units, the scenario none of its steps.
- An exit by a chosen route that was withdrawn: locked `keep`, and the wish to leave is no wish any more. A natural exit that was
  withdrawn is not locked (a lock holds nobody whom law or contract ends), nor is a move (nothing forbids another one).
- An exit by a chosen route that is under way: locked `leave`.
- Periods that have passed are gone; what they lack is asked of the next. Posts that were filled again count as people to leave more.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from planner.core.errors import InputError, Problem, problem
from planner.core.rounding import at_least, at_most
from planner.core.vocabulary import CHOSEN_ROUTES, SECONDMENTS, Decision
from planner.instance.floors import unit_bounds
from planner.instance.instance import Instance
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster
from planner.scenario.checks import LEAST_MONEY
from planner.scenario.model import ShareBounds
from planner.scenario.requirement_kinds import UNIT_CAPS, UNIT_TARGETS
from planner.service.saved_runs import ROSTER
from planner.service.workspace.follow_up.goal import least_share, most_share
from planner.service.workspace.follow_up.lines import DONE, EXIT, MOVE, UNDER_WAY, WITHDRAWN, Line
from planner.service.workspace.follow_up.progress import unpaid

LEAST, MOST = "reduction_at_least", "reduction_at_most"


@dataclass(frozen=True)
class Replan:
    """What the state reached leaves to be planned. notes: what was changed or could not be expressed."""

    roster: Roster
    data: dict[str, Any]
    notes: tuple[Problem, ...]


def replan(instance: Instance, lines: Sequence[Line], on: dt.date) -> Replan:
    """The roster and the scenario from the state on a day. InputError where no period is left, or the scenario has a budget and
    nobody entered what was paid for an exit that is done."""
    work = _Work(instance, lines, on)
    roster = work.roster()
    return Replan(roster, work.scenario(), tuple(work.notes))


class _Work:
    """The state reached beside the first plan. Everybody of the first roster is a row; here: bool[n], who is in the new one."""

    def __init__(self, instance: Instance, lines: Sequence[Line], on: dt.date) -> None:
        self.instance, self.scenario_asked, self.on = instance, instance.scenario, on
        self.notes: list[Problem] = []
        self.ids = instance.people["employee_id"].astype(str).to_numpy()
        back = {line["employee_id"] for line in lines if line["kind"] == "rehire" and line["state"] != WITHDRAWN}
        self.exits, self.moves = ([line for line in lines if line["kind"] == kind] for kind in (EXIT, MOVE))
        self.left = [line for line in self.exits if line["state"] == DONE and line["employee_id"] not in back]
        self.moved = [line for line in self.moves if line["state"] == DONE]
        self.paid = [line for line in (*self.exits, *self.moves) if line["state"] == DONE]
        self.filled = [line["unit"] for line in lines if line["kind"] == "backfill" and line["state"] != WITHDRAWN]
        self.gone = {line["employee_id"] for line in self.left}
        self.here = ~np.isin(self.ids, sorted(self.gone))
        self.units = instance.structure.units
        names = self.units["unit"].astype(str).to_numpy()
        to = {line["employee_id"]: line["to_unit"] for line in self.moved if line["decision"] == Decision.REDEPLOY}
        self.before = names[instance.structure.unit_of].astype(object)
        self.unit = np.array([to.get(who, unit) for who, unit in zip(self.ids, self.before, strict=True)], dtype=object)

    def roster(self) -> Roster:
        """Who is still there, in the new units, with locks."""
        people = self.instance.people.copy()
        people["unit"], people["position_level"] = self.unit, self.instance.structure.level
        states = {state: self._chosen(state) for state in (WITHDRAWN, UNDER_WAY)}
        withdrawn, under_way = (np.isin(self.ids, sorted(states[state])) for state in (WITHDRAWN, UNDER_WAY))
        people.loc[withdrawn, "lock"], people.loc[withdrawn, "volunteers"] = "keep", "no"
        people.loc[under_way, "lock"] = "leave"
        for key, ids in (("follow.locked_keep", states[WITHDRAWN]), ("follow.locked_leave", states[UNDER_WAY])):
            if ids:
                self.notes.append(problem(key, people=len(ids), severity="note"))
        people = people.astype(self.instance.people.dtypes.to_dict())[self.here].reset_index(drop=True)
        units = self.units.reset_index(drop=True).astype(self.instance.roster.units.dtypes.to_dict())
        return Roster(people, units, (), fingerprint(people, units), ROSTER)

    def scenario(self) -> dict[str, Any]:
        """The first scenario with bounds for who is still there."""
        data = copy.deepcopy(self.instance.loaded.data)
        data["roster"] = ROSTER
        for name in ("reorganise", "corrections", "extends"):
            data.pop(name, None)
        if data.pop("stay_close", None) is not None:
            self._note("follow.without_stay_close")
        self._periods(data)
        self._groups(data)
        self._units(data)
        self._counts(data)
        self._keep(data)
        self._budget(data)
        if self.scenario_asked.fairness:
            self._note("follow.fairness_of_the_rest")
        if self.filled:
            self._note("follow.filled_again", people=len(self.filled))
        return data

    def _note(self, key: str, **params: Any) -> None:
        self.notes.append(problem(key, severity="note", **params))

    def _chosen(self, state: str) -> set[str]:
        """Whose exit by a chosen route is in a state."""
        return {line["employee_id"] for line in self.exits if line["state"] == state and line["decision"] in CHOSEN_ROUTES}

    def _share(self, share: Decimal, size: int, now: int, done: int, *, least: bool, gone: int = 0, still: int = 0) -> float:
        """A bound on a share of `size` people as one on `now` people, once `done` of them went.

        gone, still: posts that stood vacant at first and stand vacant now, which count without anybody leaving."""
        people = (at_least if least else at_most)(share, size) - gone - done
        if not least and people < 0:
            self._note("follow.more_than_most", people=-people)
        return float((least_share if least else most_share)(people + still, now))

    def _periods(self, data: dict[str, Any]) -> None:
        """Periods to come, each with what is missing by its end."""
        base, people = self.instance.baseline, len(self.ids)
        quota = self.scenario_asked.reduction.of == "quota"
        now = int(self.here.sum()) if not quota else self._quota()
        gone, still, done = base - people, now - int(self.here.sum()), len(self.left) - len(self.filled)
        wanted, kept = None, []
        for asked, entry in zip(self.scenario_asked.periods, data["periods"], strict=True):
            share = asked.reduction_at_least
            wanted = share if wanted is None or (share is not None and share > wanted) else wanted
            if asked.leave_on <= self.on:
                continue
            new = {name: value for name, value in entry.items() if name not in (LEAST, MOST)}
            if wanted is not None:
                new[LEAST] = self._share(wanted, base, now, done, least=True, gone=gone, still=still)
            if asked.reduction_at_most is not None:
                new[MOST] = self._share(asked.reduction_at_most, base, now, done, least=False, gone=gone, still=still)
            kept.append(new)
        if not kept:
            raise InputError(problem("follow.no_period_left", on=self.on))
        if len(kept) < len(data["periods"]):
            self._note("follow.periods_passed", n=len(data["periods"]) - len(kept))
        data["periods"] = kept

    def _quota(self) -> int:
        """The baseline of assigned posts for who is still there."""
        quota, names = self.units["assigned_quota"], self.units["unit"].astype(str)
        heads = names.map(lambda unit: int((self.unit[self.here] == unit).sum()))
        return int(np.where(quota.isna(), heads, quota.fillna(0)).sum())

    def _groups(self, data: dict[str, Any]) -> None:
        """Bounds on categories and kinds of unit."""
        category = self.instance.people["category"].astype(str).to_numpy(dtype=object)
        kind_of = dict(zip(self.units["unit"].astype(str), self.units["kind"].astype(str), strict=True))
        kinds, kinds_now = (np.array([kind_of[unit] for unit in units], dtype=object) for units in (self.before, self.unit))
        reduction = self.scenario_asked.reduction
        self._bounds(data, "by_category", reduction.by_category, lambda name: (category == name, category == name, 0))
        filled = [kind_of.get(unit) for unit in self.filled]
        self._bounds(data, "by_kind", reduction.by_kind, lambda name: (kinds == name, kinds_now == name, filled.count(name)))
        if self.filled and reduction.by_category:
            self._note("follow.category_unknown", people=len(self.filled))

    def _bounds(self, data: dict[str, Any], key: str, asked: dict[str, ShareBounds], members: Callable[[str], Any]) -> None:
        for name, bounds in asked.items():
            was, now, filled = members(name)
            size, rest = int(was.sum()), int((now & self.here).sum())
            for which in (LEAST, MOST):
                share = getattr(bounds, which)
                if share is not None:
                    data["reduction"][key][name][which] = self._share(share, size, rest, size - rest - filled, least=which == LEAST)

    def _units(self, data: dict[str, Any]) -> None:
        """Bounds on units that somebody left, joined or was taken on in."""
        for of, which in ((UNIT_TARGETS, LEAST), (UNIT_CAPS, MOST)):
            for row, _, share in list(unit_bounds(self.scenario_asked, self.units, of)):
                unit = str(self.units["unit"].iloc[row])
                size, rest, filled = int((self.before == unit).sum()), int(((self.unit == unit) & self.here).sum()), self.filled.count(unit)
                if share is None or (size == rest and not filled):
                    continue
                new = self._share(share, size, rest, size - rest - filled, least=which == LEAST)
                data.setdefault("units", {}).setdefault("by_unit", {}).setdefault(unit, {})[which] = new

    def _counts(self, data: dict[str, Any]) -> None:
        """Numbers of people by route and by place of secondment."""
        places = {place: decision.value for place, decision in SECONDMENTS.items()}
        done = [line["decision"] for line in (*self.left, *self.moved)]
        for key, asked, decision_of in (("by_route", self.scenario_asked.by_route, dict), ("secondment", self.scenario_asked.secondment, lambda: places)):
            names = decision_of()
            for name, bounds in asked.items():
                for which in ("at_least", "at_most"):
                    people = getattr(bounds, which)
                    if people is not None:
                        data[key][name][which] = max(0, people - done.count(names.get(name, name)))

    def _keep(self, data: dict[str, Any]) -> None:
        """Named people who are gone are named no more; of a pair of whom one has left, the other stays."""
        keep = data.get("keep")
        if not keep:
            return
        people = [who for who in keep.get("people", []) if str(who) not in self.gone]
        pairs = []
        for pair in self.scenario_asked.keep.succession:
            both = (pair.if_leaves, pair.keep)
            rest = [who for who in both if who not in self.gone]
            if len(rest) == 2:
                pairs.append({"if_leaves": pair.if_leaves, "keep": pair.keep})
            people += [who for who in rest if len(rest) == 1 and who not in people]
        for key, new in (("people", people), ("succession", pairs)):
            if key in keep or new:
                keep[key] = new

    def _budget(self, data: dict[str, Any]) -> None:
        """Money that is left."""
        asked = self.scenario_asked.budget
        if asked.total_vnd is None and not asked.by_period:
            return
        if missing := unpaid([*self.exits, *self.moves]):
            raise InputError(problem("follow.budget_unknown", lines=", ".join(str(line.line) for line in missing[:20])))
        budget = data["budget"]
        if asked.total_vnd is not None:
            budget["total_vnd"] = self._money(asked.total_vnd, self.paid)
        kept = {period["name"] for period in data["periods"]}
        if asked.by_period:
            budget["by_period"] = {
                name: self._money(most, [line for line in self.paid if line["period"] == name])
                for name, most in asked.by_period.items() if name in kept
            }  # fmt: skip

    def _money(self, most: int, paid: Sequence[Line]) -> int:
        left = most - sum(line["paid_vnd"] or 0 for line in paid)
        if left < 0:
            self._note("follow.more_than_budget", amount=-left)
        return left if left >= LEAST_MONEY else 0  # less than that pays for nobody, and a scenario refuses it as a slip of the pen
