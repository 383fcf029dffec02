"""Makes the sheet: what the rules found for one person, restated step by step and compared with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import planner
from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.core.vocabulary import ASKED_FOR, DECISIONS, NATURAL_ROUTES, Decision
from planner.plan.explain.person import row_of
from planner.plan.explain.value_text import word
from planner.plan.plan import Run
from planner.plan.tables.law import other_values
from planner.policy.benefits import ROUTES, Benefits, compute_facts, reason_message
from planner.policy.decrees.regime import DECREES, REGIMES, governing
from planner.policy.decrees.rule import ITEMS, DecreeCase
from planner.policy.law.parameters import EVIDENCE, Law, load_law
from planner.policy.natural_dates import own_dates
from planner.policy.overrides import override_messages
from planner.policy.person.facts import facts_of, moment_of
from planner.policy.protection import WAIVABLE, not_yet_considered, protection_message
from planner.policy.terms import Terms
from planner.report.calculation.formula import Equation, half_up, month, number, plus
from planner.report.calculation.items import RESTATED, Steps
from planner.report.calculation.ledger import Ledger, Place
from planner.report.calculation.model import Calculation, Considered, LegalDoubt, Line, PricedReading, SheetOrigin
from planner.report.calculation.salary import salary_lines, salary_of
from planner.report.calculation.times import Times
from planner.roster.people.frame import Roster

DOUBTFUL = EVIDENCE.index("K2")
PERSON = ("employee_id", "full_name", "birth_date", "sex", "unit", "position_title", "category")


class _Asking:
    """One question to the rules: who, what, under which law. The person's facts are read once."""

    def __init__(self, people: pd.DataFrame, at: int, route: Decision, terms: Terms, law: Law) -> None:
        self.people = people.iloc[[at]].reset_index(drop=True)
        self.person, self.route, self.terms, self.law = people.iloc[at], route, terms, law
        self.facts = facts_of(self.people, law)
        self.moment = moment_of(self.facts, terms)
        self.row = ROUTES.index(route)

    def benefits(self, law: Law | None = None) -> Benefits:
        """Every route of the person, under another law where one is given."""
        return compute_facts(replace(self.facts, law=law or self.law), self.terms)


def calculation(
    roster: Roster, employee_id: str, route: str, terms: Terms, *, law: Law | None = None, issuer: str = "", made_on: dt.date | None = None
) -> Calculation:
    """The sheet of one person of a roster for one route on the terms of leaving.

    issuer: the body on whose behalf it is made, for the heading. made_on: today where absent. InputError where the roster
    lacks the person, the route is no route, no decree covers the dates, or the law does not open the route (with the reason).
    """
    if route not in ROUTES:
        raise InputError(problem("sheet.no_route", column="--route", route=route, known=", ".join(ROUTES)))
    law = law or load_law()
    at = row_of(roster.people, employee_id)
    asking = _Asking(roster.people, at, Decision(route), terms, law)
    benefits = asking.benefits()
    if not benefits.eligible[asking.row, 0]:
        raise InputError(
            problem(
                "sheet.closed", who=employee_id, route=word("decision", route), leave_on=terms.leave_on,
                reason=benefits.reason_message(int(benefits.reason[asking.row, 0])) or "",
            )
        )  # fmt: skip
    origin = SheetOrigin(
        Path(roster.source).name, roster.sha256, law_fingerprint(law), law.checked_on, made_on or dt.date.today(), planner.__version__
    )
    heading = _heading(roster, at)
    place: Place | None = None
    if roster.origin is not None:
        kept = roster.origin
        place = lambda column: kept.place(at, column)  # noqa: E731
    make = _natural if asking.route in NATURAL_ROUTES else _chosen
    return replace(make(asking, benefits, heading, place, origin), issuer=issuer)


def of_plan(
    run: Run, employee_id: str, *, route: str = "", leave_on: dt.date | None = None, issuer: str = "", made_on: dt.date | None = None
) -> Calculation:
    """The sheet of what a plan decides for a person, or of another `route` on a date (the first period's where absent).

    Dates, regime and law are the plan's. InputError where the plan keeps the person and no route is given.
    """
    scenario = run.instance.scenario
    if run.decisions is None:
        raise InputError(problem("sheet.no_plan"))
    decided = run.decisions.iloc[row_of(run.instance.people, employee_id)]
    if not route:
        if decided["decision"] not in ROUTES:
            raise InputError(problem("sheet.stays", who=employee_id, decision=word("decision", str(decided["decision"]))))
        route, leave_on = str(decided["decision"]), leave_on or dt.date.fromisoformat(str(decided["leave_on"]))
    leave_on = _counted_on(run, row_of(run.instance.people, employee_id), route, leave_on)
    terms = scenario.terms(leave_on or scenario.periods[0].leave_on)
    kept = replace(run.instance.roster, origin=None)  # the copy in the plan's folder is no sheet that anybody looks up
    return calculation(kept, employee_id, route, terms, law=run.instance.law, issuer=issuer, made_on=made_on)


def _counted_on(run: Run, at: int, route: str, leave_on: dt.date | None) -> dt.date | None:
    """The date on which ages and months are counted: that of the period of a natural exit, else the leaving date."""
    nature = run.instance.nature
    own = route in NATURAL_ROUTES and nature.due[at] and leave_on in (None, nature.leave_on[at].item())
    return run.instance.scenario.periods[int(nature.period[at])].leave_on if own else leave_on


def _chosen(asking: _Asking, benefits: Benefits, heading: Mapping[str, Any], place: Place | None, origin: SheetOrigin) -> Calculation:
    """The sheet of a route that a decree pays."""
    regime = REGIMES[int(benefits.regime[asking.row, 0])]
    decree = DECREES[regime]
    ledger = _ledger(asking, decree.case(asking.moment), place)
    times, salary = Times(ledger), salary_lines(ledger)
    steps = Steps(ledger, times, salary_of(salary))
    steps.contract_scope()
    RESTATED[decree.routes[asking.route].assess](steps)
    total = Equation(plus(*(number(item.result, item.ref) for item in steps.items)))
    items = (*steps.items, Line("total", Message("sheet.total"), total, total.value, "vnd"))
    _compare(asking, benefits, salary[-1], items)
    return Calculation(
        person=heading, route=asking.route, terms=asking.terms, leave_on=asking.terms.leave_on, regime=regime, facts=tuple(ledger.facts.values()), law=tuple(ledger.numbers.values()),
        conditions=tuple(steps.conditions), times=tuple(times.lines.values()), salary=salary, items=items,
        total_vnd=int(total.value), sentence=None, basis=benefits.basis_messages[int(benefits.basis[asking.row, 0])],
        evidence=int(benefits.evidence[asking.row, 0]), considered=tuple(_considered(asking, regime)),
        doubts=tuple(_doubts(asking, ledger)), assumptions=tuple(override_messages(asking.law)), warnings=(*benefits.warnings, *_not_yet(asking)), origin=origin,
    )  # fmt: skip


def _natural(asking: _Asking, benefits: Benefits, heading: Mapping[str, Any], place: Place | None, origin: SheetOrigin) -> Calculation:
    """The sheet of a natural exit: a sentence, the months behind it, no money."""
    terms, law = asking.terms, asking.law
    own_date = own_dates(benefits, asking.route)[0].item()
    decrees, _ = governing(law, terms)
    ledger = _ledger(asking, DECREES[decrees[0]].case(asking.moment), place)
    times = Times(ledger)
    if asking.route == Decision.NORMAL_RETIREMENT:
        retires = times.retirement_month()
        times.months_early()
        sentence = Message("sheet.says_normal_retirement", {"month": month(int(retires.value)), "leave_on": own_date})
    else:
        ends = ledger.note("contract_end_on")
        ledger.asked("leave_on", terms.leave_on)
        sentence = Message("sheet.says_contract_end", {"ends": ends})
    return Calculation(
        person=heading, route=asking.route, terms=terms, leave_on=own_date, regime="", facts=tuple(ledger.facts.values()), law=tuple(ledger.numbers.values()),
        conditions=(), times=tuple(times.lines.values()), salary=(), items=(), total_vnd=0, sentence=sentence,
        basis=benefits.basis_messages[int(benefits.basis[asking.row, 0])], evidence=int(benefits.evidence[asking.row, 0]),
        considered=(), doubts=tuple(_doubts(asking, ledger)), assumptions=tuple(override_messages(law)), warnings=benefits.warnings, origin=origin,
    )  # fmt: skip


def _ledger(asking: _Asking, case: DecreeCase, place: Place | None) -> Ledger:
    ledger = Ledger(asking.person, case, place)
    snapshot = asking.terms.snapshot_on
    if snapshot is not None and snapshot != asking.terms.leave_on:
        ledger.asked("snapshot_on", snapshot)
    return ledger


def _compare(asking: _Asking, benefits: Benefits, salary: Line, items: tuple[Line, ...]) -> None:
    """RuntimeError where a restated sum differs from what the rules found: a fault of the programme, never printed."""
    found = {item.key: int(item.result) for item in items}
    found["total_vnd"] = found.pop("total")
    found["current_salary_vnd"] = half_up(salary.result)
    for name in (*ITEMS, "total_vnd", "current_salary_vnd"):
        ruled = int(getattr(benefits, name)[asking.row, 0])
        if found.get(name, 0) != ruled:
            raise RuntimeError(f"{asking.route}: the sheet finds {name} = {found.get(name, 0)}, the rules {ruled}")


def _considered(asking: _Asking, chosen: str) -> Iterator[Considered]:
    """Every decree in force with what it gives for the route; nothing where there is only one."""
    decrees, _ = governing(asking.law, asking.terms)
    for decree in decrees if len(decrees) > 1 else ():
        found = DECREES[decree].assess(asking.route, DECREES[decree].case(asking.moment))
        total = sum(int(vnd[0]) for vnd in found.items.values())
        why_not = reason_message(int(found.reason[0]), asking.terms.leave_on, asking.law)
        yield Considered(decree, total, why_not, decree == chosen)


def _doubts(asking: _Asking, ledger: Ledger) -> Iterator[LegalDoubt]:
    """The doubtful numbers that the steps read, each with what its other readings would give."""
    for found in ledger.numbers.values():
        if found.evidence < DOUBTFUL:
            continue
        dated = ledger.dated[found.name]
        readings = []
        for other in other_values(dated):
            benefits = asking.benefits(asking.law.with_value(found.name, replace(dated, value=other.value)))
            is_open = bool(benefits.eligible[asking.row, 0])
            readings.append(PricedReading(other.says, int(benefits.total_vnd[asking.row, 0]) if is_open else None))
        yield LegalDoubt(found, tuple(readings))


def _not_yet(asking: _Asking) -> Iterator[Message]:
    """Whether the law does not consider the person yet, whatever the sum: a notice, since locks and wishes decide."""
    leave_on, volunteers = asking.terms.leave_on, asking.person["volunteers"]
    code = int(not_yet_considered(asking.people, leave_on, asking.law, asking.benefits().regime[asking.row])[0])
    willing = volunteers in ("any", ASKED_FOR.get(asking.route))
    if code and not (WAIVABLE[code] and willing):
        yield Message("sheet.not_yet_considered", {"what": protection_message(code, leave_on, asking.law)})


def _heading(roster: Roster, at: int) -> dict[str, Any]:
    """The facts that name the person, with the unit's name."""
    person = roster.people.iloc[at]
    found = {name: (None if person[name] is pd.NaT or person[name] != person[name] else person[name]) for name in PERSON}
    names = dict(zip(roster.units["unit"], roster.units["name"], strict=True))
    return {**found, "unit_name": names.get(found["unit"], found["unit"])}


def law_fingerprint(law: Law) -> str:
    """SHA-256 of every parameter file of the law and of the what-ifs in it: equal numbers, equal fingerprint."""
    digest = hashlib.sha256()
    for name, path in law.files.items():
        digest.update(f"{name}\0".encode())
        digest.update(path.read_bytes())
    kept = [[o.parameter, o.since.isoformat(), str(o.value), o.reason] for o in law.overrides]
    digest.update(json.dumps(kept, ensure_ascii=False).encode())
    return digest.hexdigest()


def open_in_plan(run: Run, employee_id: str) -> tuple[tuple[str, dt.date], ...]:
    """(route, leaving date) of every exit that the law opens to a person in a plan: chosen ones on the dates of its periods, locks
    and wishes aside, and the natural one on its own date."""
    at, nature = row_of(run.instance.people, employee_id), run.instance.nature
    chosen = tuple(
        (str(route), benefits.leave_on)
        for benefits in run.instance.benefits
        for route, is_open in zip(ROUTES, benefits.eligible[:, at], strict=True)
        if is_open and route not in NATURAL_ROUTES
    )
    return (*chosen, (str(DECISIONS[nature.decision[at]]), nature.leave_on[at].item())) if nature.due[at] else chosen
