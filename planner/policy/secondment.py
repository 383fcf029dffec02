"""Other lawful outcomes than leaving: secondment to the grass roots, and stepping down from a leading post.

Source: NĐ 178/2024/NĐ-CP, Article 11 (old salary or leadership allowance until the end of the term, at least six months)
and Article 12 (three years at a commune or a province: a sum at reception, one salary step on return). A plan seconds people
only where its scenario asks for it; else this is a list for the planner, and no total of a plan holds it. Especially hard areas have NĐ 76/2019/NĐ-CP in
place of the sum at reception; that is not computed. Whether both articles outlive the settlement of NĐ 178 cases on
31/8/2025 is not known; later dates carry the mark `?`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray, as_days, month_index, whole_months
from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.policy.decrees.regime import REGIMES
from planner.policy.decrees.rule import citation
from planner.policy.law.parameters import EVIDENCE, Law, load_law
from planner.policy.person.facts import CONTRACT, Bools, Moment, facts_of, moment_of
from planner.policy.person.money import COEFFICIENT_SCALE
from planner.policy.person.ranks import next_coefficient
from planner.policy.protection import PROTECTIONS, not_yet_considered
from planner.policy.terms import Terms

OUTCOMES = ("secondment_commune", "secondment_province", "step_down")
BASE = "salary.base_salary"
_FIRST = "nd178.period.first_leave"


@dataclass(frozen=True)
class _Found:
    """One outcome for n people: why not ("" where open), the sums, months paid, and the parameters behind them."""

    reason: npt.NDArray[np.object_]
    once: IntArray
    monthly: IntArray
    months: IntArray
    cost: IntArray
    step_gain: IntArray
    reads: tuple[str, ...]


def outcomes(
    people: pd.DataFrame,
    on: dt.date,
    *,
    term_ends_on: dt.date | pd.Series | None = None,
    law: Law | None = None,
    lang: str = "en",
) -> pd.DataFrame:
    """What each person could lawfully do instead of leaving, from `on`; three rows a person, in the order of `OUTCOMES`.

    [employee_id, outcome, open (bool), reason (in `lang`, "" where open), from (date), months (how long it lasts or is
    paid), once_vnd (paid at reception), monthly_vnd (paid each month at first), cost_vnd (all of it), step_gain_vnd (a
    month, from the return on), legal_basis, evidence]. Money is whole VND, 0 where not open.

    term_ends_on: the end of the term of office, for everybody or a Series of dates beside `people`; where it is not
    known, the shortest time of the law counts. InputError where `on` is before NĐ 178/2024 or the term ends before it.
    """
    law = law or load_law()
    _check(on, term_ends_on, law)
    moment = moment_of(facts_of(people, law), Terms(on))
    found = {
        "secondment_commune": _secondment(people, moment, "commune"),
        "secondment_province": _secondment(people, moment, "province"),
        "step_down": _step_down(moment, _term_months(term_ends_on, on, len(people))),
    }
    parts = [_frame(people, moment, outcome, found[outcome], lang) for outcome in OUTCOMES]
    joined = pd.concat(parts, ignore_index=True)
    order = np.arange(len(joined)).reshape(len(OUTCOMES), len(people)).T.reshape(-1)
    return joined.iloc[order].reset_index(drop=True)


@dataclass(frozen=True)
class Secondment:
    """Secondment of n people from a day: open bool[n]; once_vnd int64[n], paid at reception; the legal basis."""

    open: Bools
    once_vnd: IntArray
    basis: Message


def secondments(people: pd.DataFrame, moment: Moment, places: Sequence[str]) -> dict[str, Secondment]:
    """Who may be seconded to each of `places` (`commune`, `province`) at a moment, and what it costs then (NĐ 178, Article 12).

    InputError where the moment is before NĐ 178/2024.
    """
    if places:
        _check(moment.leave_on, None, moment.law)
    out = {}
    for where in places:
        found = _secondment(people, moment, where)
        basis = Message(f"law.outcome_basis_secondment_{where}", {"cite": citation(moment.law, found.reads[0], moment.leave_on)})
        out[where] = Secondment(found.reason == "", found.once.astype(np.int64), basis)
    return out


def reason_text(code: str, lang: str) -> str:
    """Why an outcome is not open, as a sentence; "" for none."""
    return Message(f"law.outcome_{code}").render(lang) if code else ""


def _check(on: dt.date, term_ends_on: dt.date | pd.Series | None, law: Law) -> None:
    first = law.newest(_FIRST)
    if on < first:
        raise InputError(problem("law.outcomes_too_early", column="on", on=on, first=first))
    if isinstance(term_ends_on, dt.date) and term_ends_on < on:
        raise InputError(problem("law.term_ended", column="term_ends_on", ends=term_ends_on, on=on))


def _term_months(term_ends_on: dt.date | pd.Series | None, on: dt.date, n: int) -> IntArray:
    """Whole months to the end of the term, a part of a month counting as one; 0 where it is not known or has passed."""
    if term_ends_on is None:
        return np.zeros(n, dtype=np.int64)
    ends = np.broadcast_to(as_days(np.asarray(term_ends_on, dtype="datetime64[D]")), n)
    known = ~np.isnat(ends) & (ends > as_days(on))
    months = np.zeros(n, dtype=np.int64)
    whole = whole_months(on, ends[known])
    begun = on_after(on, whole) < ends[known]
    months[known] = whole + begun
    return months


def on_after(on: dt.date, months: IntArray) -> npt.NDArray[np.datetime64]:
    """The same day `months` later."""
    from planner.core.dates import add_months

    return add_months(np.full(len(months), on, dtype="datetime64[D]"), months)


def _posted(moment: Moment) -> list[tuple[str, Bools]]:
    """What every outcome asks for: a civil servant or public employee below the age."""
    return [
        ("contract", moment.facts.category != CONTRACT),
        ("at_age", moment.months_early >= 1),
    ]


def _secondment(people: pd.DataFrame, moment: Moment, where: str) -> _Found:
    """Article 12: the salary goes on; a sum of base salaries at reception, a step on return unless at the last one."""
    law, on = moment.law, moment.leave_on
    names = (f"nd178.secondment.{where}", "nd178.secondment.years", "nd178.secondment.steps")
    times, years, steps = (law.on(name, on) for name in names)
    base = law.on(BASE, on)
    open_ = _reason([*_posted(moment), *_barred(people, moment)])
    once = np.where(open_ == "", _rounded(times * base), 0)
    back = law.on(BASE, dt.date(on.year + years, on.month, 1))
    better = next_coefficient(people, steps, law)
    gained = np.maximum(better - moment.facts.coefficient, 0) * (better > 0) * moment.facts.by_coefficient
    return _Found(
        reason=open_,
        once=once,
        monthly=np.zeros(len(moment), np.int64),
        months=np.where(open_ == "", 12 * years, 0),
        cost=once,
        step_gain=np.where(open_ == "", (2 * gained * back + COEFFICIENT_SCALE) // (2 * COEFFICIENT_SCALE), 0),
        reads=(*names, BASE),
    )


def _barred(people: pd.DataFrame, moment: Moment) -> list[tuple[str, Bools]]:
    """Nobody is seconded who is pregnant or raises a small child, is under discipline or inspection (NĐ 170/2025, Articles 25(5), 26(7)).

    Of parents it names women, and men only who raise the child alone, which a roster does not say: no father is barred. Parents
    may wish it all the same; a roster has no such wish, so it stays closed.
    """
    code = _stands_still(people, moment.leave_on, moment.law)
    return [(f"barred_{protection.code}", code != at) for at, protection in enumerate(PROTECTIONS) if at]


def moved_against_the_rule(people: pd.DataFrame, on: dt.date, law: Law) -> Bools:
    """Which civil servants may not be moved or seconded on a day, or only at their own wish (NĐ 170/2025, Article 25(5)): bool[n]."""
    return (_stands_still(people, on, law) > 0) & people["category"].eq("civil_servant").to_numpy(bool)


def _stands_still(people: pd.DataFrame, on: dt.date, law: Law) -> npt.NDArray[np.int8]:
    """An index into `PROTECTIONS` for each person, of parents for women alone."""
    return not_yet_considered(people, on, law, np.full(len(people), REGIMES.index("nd178"), dtype=np.int8))


def _step_down(moment: Moment, term_months: IntArray) -> _Found:
    """Article 11: the leadership allowance is kept to the end of the term, at least six months, never past the age."""
    law, on = moment.law, moment.leave_on
    name = "nd178.step_down.months_least"
    open_ = _reason([*_posted(moment), ("no_leadership", moment.facts.leadership > 0)])
    months = np.minimum(np.maximum(term_months, law.on(name, on)), np.maximum(moment.months_early, 0))
    months = np.where(open_ == "", months, 0)
    paid = _base_salaries(law, on, int(months.max(initial=0)))[months] * moment.facts.leadership
    monthly = moment.facts.leadership * law.on(BASE, on)
    return _Found(
        reason=open_,
        once=np.zeros(len(moment), np.int64),
        monthly=np.where(open_ == "", (2 * monthly + COEFFICIENT_SCALE) // (2 * COEFFICIENT_SCALE), 0),
        months=months,
        cost=(2 * paid + COEFFICIENT_SCALE) // (2 * COEFFICIENT_SCALE),
        step_gain=np.zeros(len(moment), np.int64),
        reads=(name, BASE),
    )


def _base_salaries(law: Law, on: dt.date, months: int) -> IntArray:
    """The sum of the base salaries of the first k months from `on`, for k = 0 to `months`; the newest known one goes on."""
    first = int(month_index(on))
    days = [dt.date(1970 + (first + k) // 12, (first + k) % 12 + 1, 1) for k in range(months)]
    each = [law.on(BASE, max(day, on)) for day in days]
    return np.concatenate([[0], np.cumsum(np.array(each, dtype=np.int64))]).astype(np.int64)


def _reason(conditions: list[tuple[str, Bools]]) -> npt.NDArray[np.object_]:
    """The code of the first condition that fails, "" where all hold."""
    out = np.full(len(conditions[0][1]), "", dtype=object)
    for code, holds in reversed(conditions):
        out[~holds] = code
    return out


def _frame(people: pd.DataFrame, moment: Moment, outcome: str, found: _Found, lang: str) -> pd.DataFrame:
    law, on = moment.law, moment.leave_on
    is_open = found.reason == ""
    basis = Message(f"law.outcome_basis_{outcome}", {"cite": citation(law, found.reads[0], on)}).render(lang)
    words = {code: reason_text(code, lang) for code in set(found.reason)}
    return pd.DataFrame(
        {
            "employee_id": people["employee_id"].array,
            "outcome": outcome,
            "open": is_open,
            "reason": [words[code] for code in found.reason],
            "from": on,
            "months": found.months,
            "once_vnd": found.once,
            "monthly_vnd": found.monthly,
            "cost_vnd": found.cost,
            "step_gain_vnd": found.step_gain,
            "legal_basis": np.where(is_open, basis, ""),
            "evidence": EVIDENCE[law.weakest(found.reads, on)],
        }
    )


def _rounded(value: object) -> int:
    from fractions import Fraction

    return int(Fraction(str(value)) + Fraction(1, 2))
