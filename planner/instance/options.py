"""The meeting point of law and optimiser: a row for each lawful (person, decision, period).

What the law forbids has no row; the refusals, with reasons, are a second table. What only the scenario or a decision
already taken forbids keeps its row with a mark in `barred`, so that a conflict and an explanation can say what would
be possible without it. The optimiser may choose rows with `barred == 0` only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import ASKED_FOR, CHOSEN_ROUTES, DECISION_INDEX, REDEPLOY, RETAIN, SECONDMENTS, Decision
from planner.instance.floors import destinations_of, movable_of
from planner.instance.natural import NaturalExits
from planner.instance.reorganise import Structure
from planner.policy.benefits import ROUTES, Benefits
from planner.policy.protection import WAIVABLE, not_yet_considered
from planner.policy.secondment import Secondment
from planner.scenario.model import Scenario

ROUTE_ROW = {route: i for i, route in enumerate(ROUTES)}
NO_PERIOD = -1
ANYWHERE = -2
"""The `to_unit` of a move while no plan says where it goes to."""


class Bar(IntFlag):
    """Why an option that the decree itself allows may not be chosen; one bit a reason."""

    KEY_ROLE = 1
    """Key role, and no volunteer (`keep.key_roles`): no exit but a natural one."""
    KEEP_PEOPLE = 2
    """Named in `keep.people`: no exit but a natural one."""
    LOCK_KEEP = 4
    """`lock: keep` in the roster: no exit but a natural one."""
    LOCK_LEAVE = 8
    """`lock: leave` in the roster: may not stay."""
    PROTECTED = 16
    """Not yet considered by law (pregnancy, small child, discipline, inspection)."""
    ON_REQUEST = 32
    """The law gives this exit to those alone who ask for it (training, the age of Appendix II)."""


@dataclass(frozen=True)
class Options:
    """m options of n people, sorted by person; a person's options stand together.

    start: int64[n+1]; the options of person i (row of `roster.people`) are start[i]:start[i+1].
    person: int32[m]; row of `roster.people`.
    decision: int8[m]; index into `vocabulary.DECISIONS`.
    period: int16[m]; index into the scenario's periods, -1 for retain, 0 for redeploy and secondments.
    to_unit: int32[m]; for redeploy the row of the unit that a plan moves the person to, `ANYWHERE` while none does; else -1.
    cost_vnd: int64[m]; money paid, whole VND.
    salary_vnd: int64[m]; current monthly salary of a leaver at the leaving date (a natural exit's own), 0 for those who stay.
    involuntary: bool[m]; an exit route that the person did not volunteer for.
    regime: int8[m]; index into `policy.regime.REGIMES`, 0 where none pays.
    basis: int32[m]; index into `bases`.
    barred: uint8[m]; a `Bar` mask; 0 means that the option may be chosen.
    bases: the legal bases, `bases[0]` is empty.
    """

    start: npt.NDArray[np.int64]
    person: npt.NDArray[np.int32]
    decision: npt.NDArray[np.int8]
    period: npt.NDArray[np.int16]
    to_unit: npt.NDArray[np.int32]
    cost_vnd: npt.NDArray[np.int64]
    salary_vnd: npt.NDArray[np.int64]
    involuntary: npt.NDArray[np.bool_]
    regime: npt.NDArray[np.int8]
    basis: npt.NDArray[np.int32]
    barred: npt.NDArray[np.uint8]
    bases: tuple[str, ...]

    @property
    def people(self) -> int:
        """n, the number of people."""
        return len(self.start) - 1

    def __len__(self) -> int:
        return len(self.person)


def volunteers_for(people: pd.DataFrame, route: Decision) -> npt.NDArray[np.bool_]:
    """Who volunteered for exactly this route: bool[n]."""
    return people["volunteers"].isin(["any", *([ASKED_FOR[route]] if route in ASKED_FOR else [])]).to_numpy()


def scenario_bars(people: pd.DataFrame, scenario: Scenario) -> npt.NDArray[np.uint8]:
    """The bars that hold for every chosen exit of a person, whatever the route or date: uint8[n]."""
    bars = np.zeros(len(people), dtype=np.uint8)
    bars[people["lock"].eq("keep").to_numpy()] |= np.uint8(Bar.LOCK_KEEP)
    bars[people["employee_id"].isin(scenario.keep.people).to_numpy()] |= np.uint8(Bar.KEEP_PEOPLE)
    return bars


def build_options(
    people: pd.DataFrame, structure: Structure, scenario: Scenario, benefits: Sequence[Benefits], nature: NaturalExits,
    away: Mapping[str, Secondment] | None = None,
) -> Options:
    """Every lawful option of every person; `benefits` holds the law's answer for each period of the scenario.

    nature: how and when people leave of themselves. away: what the law says of secondments to the places that the scenario names.
    """
    n = len(people)
    everybody = np.arange(n)
    natural_period, natural_decision = nature.period, nature.decision
    stays = everybody[natural_period == NO_PERIOD]
    locked_out = people["lock"].eq("leave").to_numpy()
    movable = np.flatnonzero(movable_of(people, structure, nature.due))
    parts = [_stay(stays, locked_out), _move(movable, people, structure, scenario)]
    common = scenario_bars(people, scenario)
    key_role = people["key_role"].to_numpy() & scenario.keep.key_roles
    shift, bases = 0, [""]
    for period, benefit in enumerate(benefits):
        bases.extend(benefit.bases)
        natural = everybody[natural_period == period]
        shift = len(bases) - len(benefit.bases)
        for row in (ROUTE_ROW[Decision.NORMAL_RETIREMENT], ROUTE_ROW[Decision.CONTRACT_END]):
            who = natural[natural_decision[natural] == DECISION_INDEX[ROUTES[row]]]
            parts.append(_natural(benefit, row, who, period, shift, nature))
        before_natural = (natural_period == NO_PERIOD) | (natural_period > period)
        for route in CHOSEN_ROUTES:
            if route.value not in scenario.routes:
                continue
            row = ROUTE_ROW[route]
            who = everybody[benefit.eligible[row] & before_natural]
            willing = volunteers_for(people, route)
            protection = not_yet_considered(people, benefit.leave_on, benefit.law, benefit.regime[row])
            bars = common.copy()
            bars[benefit.on_request(route) & ~willing] |= np.uint8(Bar.ON_REQUEST)
            bars[key_role & ~willing] |= np.uint8(Bar.KEY_ROLE)
            bars[(protection > 0) & ~(WAIVABLE[protection] & willing)] |= np.uint8(Bar.PROTECTED)
            parts.append(_exits(benefit, row, who, period, shift, ~willing[who], bars[who]))
    if away:
        common[key_role] |= np.uint8(Bar.KEY_ROLE)
        common[not_yet_considered(people, benefits[0].leave_on, benefits[0].law) > 0] |= np.uint8(Bar.PROTECTED)
    for where, secondment in (away or {}).items():
        parts.append(_sent_away(SECONDMENTS[where], secondment, movable, common, len(bases)))
        bases.append(secondment.basis.render("vi"))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((joined["period"], joined["decision"], joined["person"]))
    fields = {name: array[order] for name, array in joined.items()}
    start = np.concatenate([[0], np.cumsum(np.bincount(fields["person"], minlength=n))]).astype(np.int64)
    return Options(start=start, bases=tuple(bases), **fields)


def _stay(who: npt.NDArray[np.int64], locked_out: npt.NDArray[np.bool_]) -> dict[str, npt.NDArray[np.generic]]:
    barred = np.where(locked_out[who], np.uint8(Bar.LOCK_LEAVE), np.uint8(0))
    return _part(who, RETAIN, NO_PERIOD, barred=barred)


def _move(movable: npt.NDArray[np.int64], people: pd.DataFrame, structure: Structure, scenario: Scenario) -> dict[str, npt.NDArray[np.generic]]:
    """One move for everybody who may move and whom a unit other than their own takes; where to is settled with the plan."""
    category, takes = destinations_of(scenario, people, structure)
    elsewhere = takes.sum(axis=1)[category[movable]] - takes[category[movable], structure.unit_of[movable]]
    who = movable[elsewhere > 0]
    return _part(who, REDEPLOY, 0, to_unit=np.full(len(who), ANYWHERE))


def _sent_away(
    decision: Decision, secondment: Secondment, movable: npt.NDArray[np.int64], bars: npt.NDArray[np.uint8], basis: int
) -> dict[str, npt.NDArray[np.generic]]:
    """A secondment for everybody whom the law lets go and who could be moved; who may not be released may not be sent away either."""
    who = movable[secondment.open[movable]]
    cost, index = secondment.once_vnd[who], np.full(len(who), basis)
    return _part(who, DECISION_INDEX[decision], 0, cost_vnd=cost, basis=index, barred=bars[who])


def _exits(
    benefit: Benefits,
    row: int,
    who: npt.NDArray[np.int64],
    period: int,
    shift: int,
    involuntary: npt.NDArray[np.bool_],
    barred: npt.NDArray[np.uint8],
) -> dict[str, npt.NDArray[np.generic]]:
    """The exits of `who` by route `row` in `period`; `shift` moves the benefit's bases into the common list."""
    return _part(
        who,
        DECISION_INDEX[ROUTES[row]],
        period,
        cost_vnd=benefit.total_vnd[row, who],
        salary_vnd=benefit.current_salary_vnd[row, who],
        involuntary=involuntary,
        regime=benefit.regime[row, who],
        basis=benefit.basis[row, who] + shift,
        barred=barred,
    )


def _natural(
    benefit: Benefits, row: int, who: npt.NDArray[np.int64], period: int, shift: int, nature: NaturalExits
) -> dict[str, npt.NDArray[np.generic]]:
    """The natural exits of `who` by route `row`, counted in `period`: they cost nothing, and nobody can bar them."""
    salary, basis = nature.salary_vnd[who], benefit.basis[row, who] + shift
    return _part(who, DECISION_INDEX[ROUTES[row]], period, salary_vnd=salary, basis=basis)


def _part(who: npt.NDArray[np.int64], decision: int, period: int, **given: npt.NDArray[np.generic]) -> dict[str, npt.NDArray[np.generic]]:
    m = len(who)
    zero = {"to_unit": np.int32, "cost_vnd": np.int64, "salary_vnd": np.int64, "involuntary": np.bool_, "regime": np.int8, "basis": np.int32, "barred": np.uint8}
    part: dict[str, npt.NDArray[np.generic]] = {
        "person": who.astype(np.int32),
        "decision": np.full(m, decision, np.int8),
        "period": np.full(m, period, np.int16),
    }
    for name, kind in zero.items():
        part[name] = given[name].astype(kind) if name in given else np.full(m, -1 if name == "to_unit" else 0, kind)
    return part
