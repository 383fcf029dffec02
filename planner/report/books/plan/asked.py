"""What a scenario asks, said in sentences: every part that it has, units and people by name, numbers as the language writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planner.core.rounding import at_least, at_most
from planner.core.texts import date, has, number, percent, text
from planner.instance.instance import Instance
from planner.plan.tables.labels import label
from planner.policy.overrides import override_messages
from planner.scenario.model import ReorganiseStep
from planner.scenario.parts.workload import BY_WORKLOAD, needs
from planner.scenario.requirement_kinds import KINDS

NAMED = 12
"""People or units named in one sentence."""


@dataclass(frozen=True)
class Asked:
    """One thing that is asked. part: `targets`, `structure`, `units`, `keep`, `moves`, `money`, `routes`, `fairness`, `goal` or `law`."""

    part: str
    said: str


def bounds_said(of: Any, lang: str) -> str:
    """The bounds of a unit or a group (of: its part of the scenario), joined; empty where it has none."""
    return ", ".join(_bound(key, value, lang) for key, value in of if value is not None)


def share_said(value: Any, lang: str) -> str:
    """A share as per cent with as many decimals as it needs."""
    decimals = next((n for n in range(6) if round(100 * float(value), n) == 100 * float(value)), 6)
    return percent(float(value), lang, decimals)


def _bound(key: str, value: Any, lang: str) -> str:
    if value == BY_WORKLOAD:
        return text("asked.bound_workload", lang)
    if has(f"asked.bound_{key}"):
        return text(f"asked.bound_{key}", lang, share=share_said(value, lang), count=value)
    kind = next(kind for kind in KINDS if kind.key[-1] == key)
    if has(f"requirement.{kind.name}.bound"):
        return text(f"requirement.{kind.name}.bound", lang, count=value)
    return text("asked.bound_other", lang, label=text(f"requirement.{kind.name}.column", lang), value=number(float(value), lang))


def asked(instance: Instance, lang: str) -> list[Asked]:
    """Everything that the scenario asks, what leaders ask for first."""
    teller = _Teller(instance, lang)
    return [Asked(part, said) for part, tell in teller.parts().items() for said in tell()]


class _Teller:
    """The sentences of one scenario in one language."""

    def __init__(self, instance: Instance, lang: str) -> None:
        self.instance, self.lang, self.scenario = instance, lang, instance.scenario
        units = instance.structure.units
        before = instance.roster.units
        self.former = dict(zip(before["unit"].astype(str), before["name"].astype(str), strict=True))
        self.units = self.former | dict(zip(units["unit"].astype(str), units["name"].astype(str), strict=True))

    @cached_property
    def people(self) -> dict[str, str]:
        """The name of everybody by id: of use where the scenario names somebody."""
        people = self.instance.people
        return dict(zip(people["employee_id"].astype(str), people["full_name"].astype(str), strict=True))

    def parts(self) -> dict[str, Callable[[], Iterator[str]]]:
        """What tells each part."""
        return {
            "targets": self._targets, "money": self._money, "structure": self._structure, "units": self._units, "keep": self._keep, "moves": self._moves,
            "routes": self._routes, "fairness": self._fairness, "goal": self._goal, "law": self._law,
        }  # fmt: skip

    def say(self, key: str, **params: Any) -> str:
        """A text of `asked.toml`."""
        return text(f"asked.{key}", self.lang, **params)

    # ---------------------------------------------------------------------------------------------------------- parts

    def _targets(self) -> Iterator[str]:
        base = self.instance.baseline
        if self.scenario.reduction.of == "quota":
            yield self.say("of_quota", posts=base, people=len(self.instance.people))
        for period in self.scenario.periods:
            low, high, day = period.reduction_at_least, period.reduction_at_most, date(period.leave_on, self.lang)
            if low is not None:
                yield self.say("period_least", period=period.name, day=day, share=self.share(low), people=at_least(low, base))
            if high is not None:
                yield self.say("period_most", period=period.name, day=day, share=self.share(high), people=at_most(high, base))
            if low is None and high is None:
                yield self.say("period_open", period=period.name, day=day)
        for by in ("category", "kind"):
            for name, bounds in getattr(self.scenario.reduction, f"by_{by}").items():
                yield self.say("group", group=text(f"words.group_{name}", self.lang), bounds=self.bounds(bounds))

    def _structure(self) -> Iterator[str]:
        for step in self.scenario.reorganise:
            yield self._step(step)

    def _step(self, step: ReorganiseStep) -> str:
        if step.merge is not None and step.into is not None:
            key = "merge" if len(step.merge) > 1 else "rename"
            return self.say(key, units=self.listed(step.merge, self.former), name=step.into.name, kind=label("kind", step.into.kind, self.lang))
        if step.dissolve is not None:
            return self.say("dissolve", unit=self.former.get(step.dissolve, step.dissolve), units=self.listed(step.people_to or (), self.units))
        assert step.move is not None
        return self.say("move", people=self.listed(step.move.people, self.people), unit=self.unit(step.move.to))

    def _units(self) -> Iterator[str]:
        if said := self.bounds(self.scenario.units.default):
            yield self.say("every_unit", bounds=said)
        for unit, bounds in self.scenario.units.by_unit.items():
            if said := self.bounds(bounds):
                yield self.say("one_unit", unit=self.unit(unit), bounds=said)
        for unit, people in needs(self.scenario.workload).items():
            yield self.say("need", unit=self.unit(unit), people=people, kinds=sum(work.unit == unit for work in self.scenario.workload))

    def _keep(self) -> Iterator[str]:
        keep = self.scenario.keep
        if keep.key_roles:
            yield self.say("key_roles", people=int(self.instance.people["key_role"].sum()))
        if keep.twins:
            yield self.say("twins")
        if keep.people:
            yield self.say("keep_people", count=len(keep.people), people=self.listed(keep.people, self.people))
        for skill in keep.skills:
            yield self.say("skill", skill=skill.skill, count=skill.at_least, unit=self.unit(skill.unit))
        for post in keep.positions:
            level = label("position_level", post.level, self.lang)
            yield self.say(f"position_per_{post.per}", level=level, count=post.at_least)
        for pair in keep.succession:
            yield self.say("pair", leaves=self.person(pair.if_leaves), keeps=self.person(pair.keep))
        rule = self.scenario.deputies
        if isinstance(rule, int):
            yield self.say("deputies_number", count=rule)
        elif rule != "ignore":
            yield self.say(f"deputies_{rule}")
        if self.scenario.deputies_grace and rule != "ignore":
            yield self.say("deputies_grace")

    def _moves(self) -> Iterator[str]:
        moves = self.scenario.redeploy
        if moves.allowed:
            most = "" if moves.at_most_per_unit is None else self.say("moves_most", count=moves.at_most_per_unit)
            to = "" if not moves.to else self.say("moves_to", units=self.listed(moves.to, self.units))
            crossing = self.say("moves_any") if moves.any_category else ""
            yield self.say("moves") + most + to + crossing + "."
        for place, bounds in self.scenario.secondment.items():
            yield self.say("secondment", place=text(f"words.decision_secondment_{place}", self.lang), bounds=self.counts(bounds) or self.say("open"))
        if self.scenario.stay_close is not None:
            yield self.say("stay_close", count=self.scenario.stay_close)

    def _money(self) -> Iterator[str]:
        budget = self.scenario.budget
        if budget.total_vnd is not None:
            yield self.say("budget", money=budget.total_vnd)
        for period, money in budget.by_period.items():
            yield self.say("budget_period", period=period, money=money)

    def _routes(self) -> Iterator[str]:
        names = [label("decision", route, self.lang) for route in self.scenario.routes]
        yield self.say("routes", routes=", ".join(names)) if names else self.say("no_routes")
        for route, bounds in self.scenario.by_route.items():
            if said := self.counts(bounds):
                yield self.say("route", route=label("decision", route, self.lang), bounds=said)

    def _fairness(self) -> Iterator[str]:
        for rule in self.scenario.fairness:
            key = f"scenario_book.fair.{rule.by}"
            fair = ("sex", "age_band", "category", "position_level", "unit")
            by = text(key, self.lang) if rule.by in fair else label("attention_groups", rule.by, self.lang)
            yield self.say("fair", by=by, ratio=number(float(rule.max_ratio), self.lang))

    def _goal(self) -> Iterator[str]:
        if self.scenario.tiers:
            said = [self.say("least" if tier.minimised else "most", what=text(f"goals.what_{tier.goal}", self.lang)) for tier in self.scenario.tiers]
            yield self.say("tiers", goals="; ".join(f"({i}) {goal}" for i, goal in enumerate(said, 1)))
            return
        weights = {name: value for name, value in self.scenario.objective if value and name != "retained_merit"}
        said = [self.say(f"weight_{name}", points=number(float(value), self.lang)) for name, value in weights.items()]
        yield self.say("goal") + (self.say("goal_less", weights="; ".join(said)) if said else "") + "."

    def _law(self) -> Iterator[str]:
        if self.scenario.regime != "auto":
            yield self.say("regime", regime=label("regime", self.scenario.regime, self.lang))
        for message in override_messages(self.instance.law):
            yield message.render(self.lang)

    # ---------------------------------------------------------------------------------------------------------- words

    def bounds(self, of: Any) -> str:
        """As `bounds_said`, in the language of this."""
        return bounds_said(of, self.lang)

    def counts(self, of: Any) -> str:
        """The bounds on a number of people, joined."""
        return ", ".join(self.say(f"people_{key}", count=value) for key, value in of if value is not None)

    def share(self, value: Any) -> str:
        """As `share_said`, in the language of this."""
        return share_said(value, self.lang)

    def unit(self, unit: str | None) -> str:
        """A unit's name; the ministry's where there is none."""
        return text("words.ministry", self.lang) if unit is None else self.units.get(unit, unit)

    def person(self, employee_id: str) -> str:
        """A person's name with the id."""
        name = self.people.get(employee_id)
        return employee_id if name is None else f"{name} ({employee_id})"

    def listed(self, ids: Any, names: Mapping[str, str]) -> str:
        """The first names of a list, and how many there are more."""
        shown = [names.get(each, each) for each in ids[:NAMED]]
        return ", ".join(shown) + (self.say("and_more", count=len(ids) - NAMED) if len(ids) > NAMED else "")

