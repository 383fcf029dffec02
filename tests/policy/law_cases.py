"""The law cases as checks that can be run under any law: many at once, each saying which of its sentences fail.

`cases/*.yaml` hold people and what the benefits must be; `tables/*.yaml` hold what stands beside them: retirement ages,
protection, deputies, ranks, pension and other outcomes. A check is run under the law itself and, for the mutation test,
under a law in which one number is a little different.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from planner.core.dates import IntArray, month_text
from planner.core.errors import InputError
from planner.policy.benefits import ROUTES, Benefits, compute_facts
from planner.policy.decrees.refusals import REASONS
from planner.policy.decrees.regime import REGIMES
from planner.policy.law.deputy_caps import deputy_law
from planner.policy.law.organisation import (
    least_division_posts,
    least_posts,
    may_have_divisions,
    most_deputies_of_divisions,
    most_division_deputies,
)
from planner.policy.law.parameters import EVIDENCE, Law, Parameter, load_law
from planner.policy.pension import pension_of, percent
from planner.policy.person.facts import Facts, facts_of, moment_of
from planner.policy.person.leadership import leadership_problems
from planner.policy.person.ranks import rank_problems
from planner.policy.person.ratings import rating_of
from planner.policy.person.retirement import retirement_months
from planner.policy.person.salary import base_salary
from planner.policy.protection import PROTECTIONS, not_yet_considered
from planner.policy.refund import refund
from planner.policy.resignation import resignation
from planner.policy.secondment import outcomes
from planner.policy.terms import Terms
from planner.roster.people.frame import typed_people, typed_units

HERE = Path(__file__).parent
People = Callable[[], pd.DataFrame]
"""The people of a check, made when it is first run: whoever only lists the tests waits for none."""
PERSON: dict[str, Any] = {
    "employee_id": "P1",
    "full_name": "Nguyễn Văn Mẫu",
    "birth_date": dt.date(1970, 1, 15),
    "sex": "M",
    "category": "public_employee",
    "contract_salary_vnd": 10_000_000,
    "si_months": 300,
}


def make_people(*changes: dict[str, Any]) -> pd.DataFrame:
    """One person for each set of changes to `PERSON`; a coefficient replaces the agreed salary."""
    rows = []
    for number, change in enumerate(changes or ({},), start=1):
        row = {**PERSON, "employee_id": f"P{number}", **change}
        if "salary_coefficient" in change:
            row["contract_salary_vnd"] = change.get("contract_salary_vnd")
        rows.append({k: pd.Timestamp(v) if isinstance(v, dt.date) else v for k, v in row.items()})
    return typed_people(pd.DataFrame(rows))


def load(path: Path) -> Any:
    """A YAML file of cases."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@cache
def cases() -> list[dict[str, Any]]:
    """All benefit cases, each with the file that it stands in."""
    return [{**case, "file": path.stem} for path in sorted((HERE / "cases").glob("*.yaml")) for case in load(path)]


@dataclass
class Check:
    """Cases that are judged together. run: the names of those that fail under a law. reads: see `recorded`."""

    name: str
    run: Callable[[Law], list[str]]
    reads: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Recording(Law):
    """A law that remembers which parameters were asked for."""

    asked: set[str] = field(default_factory=set, compare=False)

    def parameter(self, name: str) -> Parameter:
        self.asked.add(name)
        return super().parameter(name)


@cache
def checks() -> list[Check]:
    """Every check."""
    return [*_benefit_checks(), *_table_checks()]


@cache
def recorded() -> list[Check]:
    """Every check, with the parameters that it reads."""
    law = load_law()
    for check in checks():
        recording = Recording(law.folder, law.files, (), law._read)
        check.run(recording)
        check.reads |= recording.asked
    return checks()


def _benefit_checks() -> Iterator[Check]:
    """The benefit cases, those of one date and one set of terms in one computation."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for case in cases():
        key = json.dumps([case["leave_on"], case.get("given", {}), case.get("error"), case.get("warns")], default=str)
        groups.setdefault(key, []).append(case)
    for group in groups.values():
        yield Check(f"{group[0]['file']} {group[0]['leave_on']}", _judge(group))


def _judge(group: list[dict[str, Any]]) -> Callable[[Law], list[str]]:
    first = group[0]

    @cache
    def facts() -> Facts:
        return facts_of(make_people(*(case.get("person", {}) for case in group)), load_law())

    def run(law: Law) -> list[str]:
        try:
            found = compute_facts(replace(facts(), law=law), Terms(first["leave_on"], **first.get("given", {})))
        except InputError as error:
            said = {problem.message.key for problem in error.problems}
            return [case["name"] for case in group if f"law.{case.get('error')}" not in said]
        if first.get("error") or bool(found.warnings) != first.get("warns", False):
            return [case["name"] for case in group]
        return [case["name"] for row, case in enumerate(group) if differs(found, row, case["expect"])]

    return run


def differs(found: Benefits, row: int, expect: dict[str, dict[str, Any]]) -> list[str]:
    """Every figure of one person that is not as expected, in words."""
    wrong = []
    for route, expected in expect.items():
        at = ROUTES.index(route)
        for name, value in expected.items():
            actual = _actual(found, at, row, name)
            if actual != value or isinstance(actual, bool) != isinstance(value, bool):
                wrong.append(f"{route}.{name}: {actual!r}, not {value!r}")
    return wrong


def _actual(found: Benefits, at: int, row: int, name: str) -> Any:
    """One cell of the table of benefits, without making the table."""
    if name == "eligible":
        return bool(found.eligible[at, row])
    if name == "reason":
        return REASONS[found.reason[at, row]].code
    if name == "regime":
        return REGIMES[found.regime[at, row]]
    if name == "evidence":
        return EVIDENCE[found.evidence[at, row]]
    if name == "retirement_month":
        return str(month_text(found.retirement_month[row : row + 1])[0])
    if name == "months_early":
        return int(found.months_early[row])
    if name in ("years_early", "si_years"):
        return getattr(found, f"{name}_halves")[at, row] / 2
    if name in ("pension_rate_pct", "reduction_avoided_pct"):
        side = pension_of(found.moment)
        return (side.rate if name == "pension_rate_pct" else side.reduction)[row] / 100
    return int(getattr(found, name)[at, row])


def _table_checks() -> Iterator[Check]:
    yield Check("retirement ages", _retirement)
    yield Check("the schedule of the retirement age", _schedule)
    yield from (Check(f"{kind}: {case['name']}", _one(kind, case)) for kind in _RUNNERS for case in load(HERE / "tables" / f"{kind}.yaml"))
    ranks = load(HERE / "tables" / "ranks.yaml")
    yield Check("ranks", _ranks(ranks, _people_of(ranks)))
    by_date: dict[dt.date, list[dict[str, Any]]] = {}
    for case in load(HERE / "tables" / "pension.yaml"):
        by_date.setdefault(case["on"], []).append(case)
    yield from (Check(f"pension {on}", _pension(group, _people_of(group))) for on, group in by_date.items())


def _people_of(group: list[dict[str, Any]]) -> People:
    return cache(lambda: make_people(*(case["person"] for case in group)))


@cache
def retirement_rows() -> list[list[Any]]:
    """[sex, born, hazardous months, retirement month]."""
    return load(HERE / "tables" / "retirement.yaml")


ON = dt.date(2026, 12, 1)


def _retirement(law: Law) -> list[str]:
    rows = retirement_rows()
    found = month_text(_retires(_listed(), law))
    return [f"{row}: {month}" for row, month in zip(rows, found, strict=True) if month != row[3]]


def _retires(facts: Facts, law: Law) -> IntArray:
    return retirement_months(facts.birth_month, facts.female, facts.hazard_months, law, ON)


@cache
def _listed() -> Facts:
    return facts_of(make_people(*({"sex": s, "birth_date": b, "hazard_months": h} for s, b, h, _ in retirement_rows())), load_law())


@cache
def _everybody_born() -> Facts:
    """A man and a woman born in every month, without and with hazardous time."""
    months = pd.date_range("1955-01-01", "1990-12-01", freq="MS").date
    people = make_people(*({"sex": s, "birth_date": m, "hazard_months": h} for s in "MF" for h in (0, 200) for m in months))
    return facts_of(people, load_law())


def _schedule(law: Law) -> list[str]:
    """Labour Code 2019, Article 169: the age of the year in which it is reached, plus its months; no table is read.

    Men 60 years 3 months in 2021 and 3 months more each year up to 62 (2028), women 55 years 4 months and 4 months more
    up to 60 (2035); five years less with hazardous time. Before 2021: 60 and 55.
    """
    facts = _everybody_born()
    retires = _retires(facts, law)
    steps = np.maximum(1970 + retires // 12 - 2020, 0)
    age = np.where(facts.female, np.minimum(55 * 12 + 4 * steps, 60 * 12), np.minimum(60 * 12 + 3 * steps, 62 * 12))
    wrong = np.flatnonzero(retires - facts.birth_month != age - np.where(facts.hazard_months > 0, 60, 0))
    return [f"{'F' if facts.female[i] else 'M'} {facts.birth_date[i]}" for i in wrong[:3]]


def _one(kind: str, case: dict[str, Any]) -> Callable[[Law], list[str]]:
    people = cache(lambda: make_people(case.get("person", {})))

    def run(law: Law) -> list[str]:
        try:
            found = _RUNNERS[kind](law, case, people())
        except InputError as error:
            return [] if case.get("error") in {p.message.key.removeprefix("law.") for p in error.problems} else [case["name"]]
        return [] if found == case.get("expect") else [f"{case['name']}: {found}"]

    return run


def _protection(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    regime = np.array([REGIMES.index(case["regime"])], dtype=np.int8) if "regime" in case else None
    return PROTECTIONS[int(not_yet_considered(people, case["on"], law, regime)[0])].code


def _base_salary(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    return base_salary(law, case["on"])


def _deputies(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    units = typed_units(pd.DataFrame([{"unit": "U", "name": "x", **case["unit"]}]))
    return getattr(deputy_law(units, case["on"], law), case.get("asked", "allowance"))[0].item()


def _organisation(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    """One unit, division or number of deputies under NĐ 303/2025."""
    asked = next(key for key in ("unit", "division", "divided", "deputies", "divisions") if key in case)
    kind, posts = np.array([case[asked]["kind"]], dtype=object), np.array([case[asked]["posts"]])
    if asked == "deputies":
        return int(most_division_deputies(kind, posts, case["on"], law)[0])
    if asked == "divisions":
        return int(most_deputies_of_divisions(kind, posts, np.array([case[asked]["divisions"]]), case["on"], law)[0])
    if asked == "divided":
        return bool(may_have_divisions(kind, posts, np.array([case[asked].get("merged_from", 1)]), case["on"], law)[0])
    least = least_posts if asked == "unit" else least_division_posts
    return bool(posts[0] >= least(kind, case["on"], law)[0])


def _ranks(group: list[dict[str, Any]], people: People) -> Callable[[Law], list[str]]:
    def run(law: Law) -> list[str]:
        found: list[list[str]] = [[] for _ in group]
        for row, _, message in rank_problems(people(), law):
            found[row].append(message.key.removeprefix("law."))
        return [f"{case['name']}: {said}" for case, said in zip(group, found, strict=True) if said != case["expect"]]

    return run


def _ladders(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    """A coefficient table by what NĐ 204/2004 fixes: first and last step, how many steps, equal rises, months in a step."""
    steps = law.newest("salary.rank_tables")[case["table"]]
    rises = sorted({round(b - a, 4) for a, b in zip(steps, steps[1:], strict=False)})
    return [steps[0], steps[-1], len(steps), rises, law.newest("salary.step_months")[case["table"]]]


def _leadership(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    return law.newest("salary.leadership_allowance")[case["post"]]


def _pension(group: list[dict[str, Any]], people: People) -> Callable[[Law], list[str]]:
    def run(law: Law) -> list[str]:
        try:
            moment = moment_of(facts_of(people(), law), Terms(group[0]["on"]))
            side = pension_of(moment)
        except InputError as error:
            said = {p.message.key.removeprefix("law.") for p in error.problems}
            return [case["name"] for case in group if case.get("error") not in said]
        shown = {
            "pension_rate_pct": percent(side.rate, side.enough), "reduction_avoided_pct": percent(side.reduction, side.enough),
            "months_early": moment.months_early,
        }  # fmt: skip
        wrong = []
        for row, case in enumerate(group):
            cells = {name: shown[name][row] for name in case.get("expect", {})}
            found = {name: None if cell != cell else cell for name, cell in cells.items()}
            wrong += [f"{case['name']}: {found}"] if found != case.get("expect") else []
        return wrong

    return run


def _outcomes(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    frame = outcomes(people, case["on"], term_ends_on=case.get("term_ends_on"), law=law).set_index("outcome")
    return {route: {name: frame.loc[route, name] for name in wanted} for route, wanted in case["expect"].items()}


def _resignation(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    row = resignation(people, Terms(case["on"], snapshot_on=case.get("snapshot_on")), law).iloc[0]
    return {name: row[name].item() if isinstance(row[name], np.generic) else row[name] for name in case["expect"]} if "expect" in case else None


def _refund(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    return refund(case["decree"], case["left_on"], case["back_on"], case["received"], law).owed_vnd


def _points(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    return rating_of(Decimal(str(case["points"])), law)


def _class_1(law: Law, case: dict[str, Any], people: pd.DataFrame) -> Any:
    """How many remarks the leader of a class-1 agency with this allowance gives."""
    units = typed_units(pd.DataFrame([{"unit": "U", "name": "x", "kind": case.get("kind", "agency_1")}]))
    return len(leadership_problems(people.assign(unit="U"), units, case["on"], law))


_RUNNERS: dict[str, Callable[[Law, dict[str, Any], pd.DataFrame], Any]] = {
    "protection": _protection, "deputies": _deputies, "ladders": _ladders, "leadership": _leadership, "base_salary": _base_salary,
    "outcomes": _outcomes, "organisation": _organisation, "resignation": _resignation, "refund": _refund, "points": _points, "class_1": _class_1,
}  # fmt: skip
