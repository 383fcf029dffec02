"""Faults of a scenario that a single key cannot show: dates that do not rise, names that repeat or are unknown."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.core.columns import ATTENTION_GROUPS, ROSTER_BY_NAME, UNITS_BY_NAME, values
from planner.core.errors import Problem, problem, unknown
from planner.core.vocabulary import SECONDMENTS
from planner.scenario.model import LawOverride, Part, Scenario
from planner.scenario.parts.chances import BANDS, Acceptance
from planner.scenario.parts.workload import BY_WORKLOAD, named_twice
from planner.scenario.paths import KeyPath, shown_path

if TYPE_CHECKING:
    from planner.policy.law.parameters import Override

NO_MONEY, LEAST_MONEY, BILLION, MILLION = 1, 1_000_000, 10**9, 10**6
"""VND: a budget between the first two was meant in billions or millions; 1 is as good as none and no unit's slip."""
THOUSAND, HUNDRED = 1_000, 100
MOST_SAID = 200
"""Faults that are told one by one."""
MOST_ENTRIES = 2_000
"""Of a list of periods, steps, floors, pairs: each is compared with the others."""
MOST_COMPARED = 200_000
"""Names that are looked through, all together, for what was probably meant."""
FAIR_ATTRIBUTES = ("sex", "age_band", "category", "position_level", "unit")


def scenario_problems(scenario: Scenario, file: str) -> list[Problem]:
    """Faults inside the scenario alone."""
    found = [*_period_problems(scenario, file), *_step_problems(scenario, file)]
    names = {period.name for period in scenario.periods}
    for name in scenario.budget.by_period:
        if name not in names:
            found.append(
                unknown(
                    "scenario.unknown_period", name, names, file=file, column=f"budget.by_period.{name}", known=", ".join(sorted(names))
                )
            )
    if scenario.decided_on > scenario.periods[-1].leave_on:
        found.append(problem("scenario.decided_after_leaving", file=file, column="decided_on"))
    if len(set(scenario.routes)) < len(scenario.routes):
        found.append(problem("scenario.repeated_route", file=file, column="routes"))
    seen: set[str] = set()
    for i, rule in enumerate(scenario.fairness):
        if rule.by in seen:
            found.append(problem("scenario.repeated_group", file=file, column=shown_path(scenario, ("fairness", i, "by")), name=rule.by))
        seen.add(rule.by)
    found += _unit_problems(scenario, file)
    found += _workload_problems(scenario, file)
    found += law_problems(scenario.law, file)
    found += _group_problems(scenario, file)
    found += _tier_problems(scenario, file)
    found += [] if scenario.acceptance is None else chance_problems(scenario.acceptance, file, "acceptance.")
    found += _crossed("units.default", scenario.units.default, file)
    for unit, bounds in scenario.units.by_unit.items():
        found += _crossed(f"units.by_unit.{unit}", bounds, file)
    return found


def _crossed(place: str, bounds: Part, file: str) -> Iterator[Problem]:
    """The least above the most, of people or of a share of them."""
    for prefix, key in (("reduction_", "scenario.bounds_crossed"), ("", "scenario.limits_crossed")):
        low, high = (getattr(bounds, f"{prefix}{end}", None) for end in ("at_least", "at_most"))
        if low is not None and high is not None and low > high:
            yield problem(key, file=file, column=place, low=low, high=high)


def _workload_problems(scenario: Scenario, file: str) -> Iterator[Problem]:
    """Work that stands twice, and units that are to keep what their work takes while no work of theirs is named."""
    for i in named_twice(scenario.workload):
        entry = scenario.workload[i]
        yield problem("scenario.repeated_work", file=file, column=shown_path(scenario, ("workload", i)), unit=entry.unit, driver=entry.driver)
    named = {entry.unit for entry in scenario.workload}
    if scenario.units.default.minimum_headcount == BY_WORKLOAD and not named:
        yield problem("scenario.no_work", file=file, column="units.default.minimum_headcount")
    for unit, bounds in scenario.units.by_unit.items():
        if bounds.minimum_headcount == BY_WORKLOAD and unit not in named:
            yield problem("scenario.no_work_of_unit", file=file, column=f"units.by_unit.{unit}.minimum_headcount", unit=unit)


def law_problems(law: Sequence[LawOverride], file: str) -> list[Problem]:
    """What-ifs that the law cannot take: unknown parameters, values that their unit refuses, twins; by key path."""
    if not law:
        return []
    from planner.policy.law.parameters import load_law
    from planner.policy.overrides import override_faults

    faults = override_faults(load_law(), overrides_of(law))
    return [Problem(fault.message, file=file, column=f"law.{fault.index + 1}.{fault.key}") for fault in faults]


def overrides_of(law: Sequence[LawOverride]) -> tuple[Override, ...]:
    """The what-ifs of a scenario as the law takes them."""
    from planner.policy.law.parameters import Override

    return tuple(Override(item.parameter, item.since, item.value, item.reason) for item in law)


def _period_problems(scenario: Scenario, file: str) -> list[Problem]:
    found: list[Problem] = []
    names: set[str] = set()
    before = scenario.snapshot_on
    for i, period in enumerate(scenario.periods):
        if period.name in names:
            found.append(
                problem("scenario.repeated_period", file=file, column=shown_path(scenario, ("periods", i, "name")), name=period.name)
            )
        names.add(period.name)
        if period.leave_on <= before and i > 0:
            found.append(
                problem(
                    "scenario.dates_do_not_rise",
                    file=file,
                    column=shown_path(scenario, ("periods", i, "leave_on")),
                    date=period.leave_on,
                    before=before,
                )
            )
        elif i == 0 and period.leave_on < before:
            found.append(
                problem(
                    "scenario.leaves_before_snapshot",
                    file=file,
                    column=shown_path(scenario, ("periods", 0, "leave_on")),
                    date=period.leave_on,
                    before=before,
                )
            )
        before = period.leave_on
        found += _crossed(shown_path(scenario, ("periods", i)), period, file)
    return found


def _step_problems(scenario: Scenario, file: str) -> list[Problem]:
    found: list[Problem] = []
    for i, step in enumerate(scenario.reorganise):
        given = {key for key in ("merge", "into", "dissolve", "people_to", "move") if getattr(step, key) is not None}
        if given not in ({"merge", "into"}, {"dissolve", "people_to"}, {"move"}):
            found.append(problem("scenario.step_unclear", file=file, column=shown_path(scenario, ("reorganise", i))))
    return found


def _group_problems(scenario: Scenario, file: str) -> list[Problem]:
    """Categories, kinds, routes and places that do not exist, bounds that cross, routes that are bounded but not listed."""
    found: list[Problem] = []
    known = {"category": ROSTER_BY_NAME["category"].choices, "kind": UNITS_BY_NAME["kind"].choices}
    for by, choices in known.items():
        for name, bounds in getattr(scenario.reduction, f"by_{by}").items():
            place, allowed = f"reduction.by_{by}.{name}", values(choices)
            if name not in allowed:
                found.append(unknown("scenario.unknown_name", name, allowed, file=file, column=place, known=", ".join(allowed)))
            found += _crossed(place, bounds, file)
    for route in scenario.by_route:
        if route not in scenario.routes:
            place = f"by_route.{route}"
            found.append(problem("scenario.route_not_listed", file=file, column=place, name=route, known=", ".join(scenario.routes)))
    for where in scenario.secondment:
        if where not in SECONDMENTS:
            found.append(
                unknown("scenario.unknown_name", where, SECONDMENTS, file=file, column=f"secondment.{where}", known=", ".join(SECONDMENTS))
            )
    for key in ("by_route", "secondment"):
        for name, limits in getattr(scenario, key).items():
            found += _crossed(f"{key}.{name}", limits, file)
    for i, pair in enumerate(scenario.keep.succession):
        if pair.if_leaves == pair.keep:
            found.append(problem("scenario.pair_of_one", file=file, column=shown_path(scenario, ("keep", "succession", i)), name=pair.keep))
    return found


def _tier_problems(scenario: Scenario, file: str) -> list[Problem]:
    """Goals of which it is unclear whether less or more is better, and goals that stand twice."""
    found: list[Problem] = []
    seen: set[str] = set()
    for i, tier in enumerate(scenario.tiers):
        if (tier.minimise is None) == (tier.maximise is None):
            found.append(problem("scenario.tier_unclear", file=file, column=shown_path(scenario, ("tiers", i))))
        elif tier.goal in seen:
            found.append(problem("scenario.repeated_goal", file=file, column=shown_path(scenario, ("tiers", i)), name=tier.goal))
        seen.add(tier.goal)
    return found


def _unit_problems(scenario: Scenario, file: str) -> Iterator[Problem]:
    """Numbers that are probably written in another unit: money in billions or millions, ratios as per cent."""
    budget = scenario.budget
    money = {"budget.total_vnd": budget.total_vnd, **{f"budget.by_period.{name}": amount for name, amount in budget.by_period.items()}}
    for place, amount in money.items():
        if amount is not None and NO_MONEY < amount < LEAST_MONEY:
            meant = amount * (BILLION if amount < THOUSAND else MILLION)
            yield problem("scenario.money_unit", file=file, column=place, value=amount, meant=f"{meant:_}")
    for i, rule in enumerate(scenario.fairness):
        if rule.max_ratio >= HUNDRED and rule.max_ratio <= THOUSAND:
            yield problem(
                "scenario.ratio_unit",
                file=file,
                column=shown_path(scenario, ("fairness", i, "max_ratio")),
                value=rule.max_ratio,
                meant=rule.max_ratio / HUNDRED,
            )


def name_problems(
    scenario: Scenario, file: str, units: Collection[str], people: Collection[str], groups: Collection[str], skills: Collection[str] = ()
) -> list[Problem]:
    """Names that the roster does not know: units (after `reorganise`), people, groups of `fairness`; and skills that nobody
    has while somebody has one that is nearly called so. A near name is told with each."""
    known_units = ", ".join(list(units)[:30])
    known_groups = {*FAIR_ATTRIBUTES, *values(ATTENTION_GROUPS), *groups}
    shown_groups = ", ".join(sorted(known_groups))
    strangers = [
        *(_Named("unit", ("units", "by_unit", unit), unit, known_units) for unit in scenario.units.by_unit if unit not in units),
        *(_Named("unit", ("workload", i, "unit"), work.unit, known_units) for i, work in enumerate(scenario.workload) if work.unit not in units),
        *(_Named("unit", ("redeploy", "to", i), unit, known_units) for i, unit in enumerate(scenario.redeploy.to) if unit not in units),
        *(
            _Named("unit", ("keep", "skills", i, "unit"), floor.unit, known_units)
            for i, floor in enumerate(scenario.keep.skills)
            if floor.unit is not None and floor.unit not in units
        ),
        *(_Named("person", ("keep", "people", i), person) for i, person in enumerate(scenario.keep.people) if person not in people),
        *(
            _Named("person", ("keep", "succession", i, key), getattr(pair, key))
            for i, pair in enumerate(scenario.keep.succession)
            for key in ("if_leaves", "keep")
            if getattr(pair, key) not in people
        ),
        *(
            _Named("group", ("fairness", i, "by"), rule.by, shown_groups)
            for i, rule in enumerate(scenario.fairness)
            if rule.by not in known_groups
        ),
    ]
    found = _told(strangers, {"unit": units, "person": people, "group": known_groups}, scenario, file)
    for i, floor in enumerate(scenario.keep.skills[:MOST_SAID]):
        if floor.skill not in skills and (close := difflib.get_close_matches(floor.skill, list(skills), n=1)):
            place = shown_path(scenario, ("keep", "skills", i, "skill"))
            found.append(problem("scenario.unknown_skill_close", file=file, column=place, name=floor.skill, close=close[0]))
    return found


@dataclass(frozen=True)
class _Named:
    """A name that the roster does not know: of a `unit`, `person` or `group`, where it stands, and those that it could be."""

    kind: str
    steps: KeyPath
    name: str
    known: str | None = None


def _told(strangers: Sequence[_Named], among: dict[str, Collection[str]], scenario: Scenario, file: str) -> list[Problem]:
    """The first of them, and how many more there are; a near name is looked for while that takes no long time: where the roster
    is another one, all are unknown."""
    found: list[Problem] = []
    compared = 0
    for each in strangers[:MOST_SAID]:
        more = {} if each.known is None else {"known": each.known}
        compared += len(among[each.kind])
        near = among[each.kind] if not found or compared < MOST_COMPARED else ()
        found.append(unknown(f"scenario.unknown_{each.kind}", each.name, near, file=file, column=shown_path(scenario, each.steps), **more))
    return found if len(strangers) <= MOST_SAID else [*found, problem("scenario.and_more", file=file, count=len(strangers) - MOST_SAID)]


def long_lists(data: Any, file: str, steps: tuple[str, ...] = ()) -> list[Problem]:
    """A problem for each list of a mapping whose entries have keys of their own and are more than any scenario needs."""
    if isinstance(data, dict):
        return [each for key, inner in data.items() for each in long_lists(inner, file, (*steps, str(key)))]
    if isinstance(data, list) and len(data) > MOST_ENTRIES and any(isinstance(entry, dict) for entry in data):
        return [problem("scenario.too_many_entries", file=file, column=".".join(steps), count=len(data), most=MOST_ENTRIES)]
    return []


def chance_problems(found: Acceptance, file: str, at: str = "") -> list[Problem]:
    """Ranges that fall, and age bands that are none. at: what stands before the keys."""
    ranges = [("default", found.default), *((f"chances.{i}.chance", rule.chance) for i, rule in enumerate(found.chances, 1))]
    out = [problem("beyond.range_falls", file=file, column=at + place) for place, r in ranges if not r.low <= r.middle <= r.high]
    for i, rule in enumerate(found.chances, 1):
        if rule.age_band is not None and rule.age_band not in BANDS:
            known = "under 35, 35-44, 45-54, 55 and over"
            out.append(problem("beyond.no_such_band", file=file, column=f"{at}chances.{i}.age_band", value=rule.age_band, known=known))
    return out
