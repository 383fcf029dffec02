"""What a civil servant gets who resigns (tự nguyện thôi việc): beside the routes of a plan, for whoever asks what leaving alone would pay.

Source: NĐ 170/2025/NĐ-CP, Articles 57 to 59, 62. N is insurance in years that was never compensated and was paid in the service of
the State: of odd months fewer than 3 count nothing, 3 to 6 half a year, more a whole one. L is the salary of the month before, with
the allowances of NĐ 154.

    total = 3 L + 1.5 L x N;  after 6 to under 12 months of work 1 L in all, after fewer nothing

Who has the notice of retirement (6 months before the age) or is under discipline has no such allowance; nor has who leaves by
streamlining: this is no route of a plan. NĐ 300/2026 amends the decree from 1/8/2026; its text was not seen, so later dates carry `?`.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import IntArray
from planner.core.errors import InputError, problem
from planner.core.texts import Message
from planner.policy.decrees.rule import citation
from planner.policy.law.parameters import EVIDENCE, Law, load_law
from planner.policy.person.facts import CIVIL_SERVANT, Bools, Moment, facts_of, moment_of
from planner.policy.person.money import pay
from planner.policy.person.salary import READS as SALARY_READS
from planner.policy.person.salary import monthly_salary
from planner.policy.terms import Terms

FLAT, PER_YEAR = "nd170.resignation.flat", "nd170.resignation.per_insurance_year"
SHORT, SHORT_FROM, SHORT_BELOW = "nd170.resignation.short_allowance", "nd170.resignation.short_from_months", "nd170.resignation.short_below_months"
NOTICE = "nd170.resignation.notice_months"
ODD, HALF, OUTSIDE = "nd170.counting.odd_months_counted", "nd170.counting.half_year_months", "nd170.counting.outside_state"
COMPONENTS = "nd170.salary.percent_components"
READS = (FLAT, PER_YEAR, SHORT, SHORT_FROM, SHORT_BELOW, NOTICE, ODD, HALF, OUTSIDE, COMPONENTS)


def resignation(people: pd.DataFrame, terms: Terms, law: Law | None = None, lang: str = "en") -> pd.DataFrame:
    """A row a person who would resign on the terms (leave_on; insurance grows from snapshot_on on).

    [employee_id, leave_on (date), eligible (bool), reason (in `lang`, "" where eligible), current_salary_vnd, si_years (in halves),
    flat_vnd, si_years_vnd, total_vnd (whole VND, each rounded half up, 0 where not eligible), legal_basis, evidence].
    InputError where the date is before the decree, or a figure is beyond any salary.
    """
    law = law or load_law()
    first = law.parameter(FLAT).values[0].since
    if terms.leave_on < first:
        raise InputError(problem("law.resignation_too_early", column="--leave-on", on=terms.leave_on, first=first))
    moment = moment_of(facts_of(people, law), terms)
    months, reason = _months(moment), _reason(people, moment)
    eligible = reason == ""
    halves, salary = _halves(moment, months), monthly_salary(moment.facts, law.on(COMPONENTS, terms.leave_on), terms.leave_on)
    short = months < law.on(SHORT_BELOW, terms.leave_on)
    flat, per_year, least = (law.on(name, terms.leave_on) for name in (FLAT, PER_YEAR, SHORT))
    flat_vnd = np.where(short, pay(salary, (least, 1)), pay(salary, (flat, 1)))
    years_vnd = np.where(short, 0, pay(salary, (Fraction(per_year) / 2, halves)))
    cite = citation(law, FLAT, terms.leave_on)
    words = {code: Message(f"law.resignation_{code}", {"cite": citation(law, NOTICE, terms.leave_on)}).render(lang) if code else "" for code in set(reason)}
    return pd.DataFrame(
        {
            "employee_id": people["employee_id"].array,
            "leave_on": terms.leave_on,
            "eligible": eligible,
            "reason": [words[code] for code in reason],
            "current_salary_vnd": np.where(eligible, salary.rounded(), 0),
            "si_years": halves / 2,
            "flat_vnd": np.where(eligible, flat_vnd, 0),
            "si_years_vnd": np.where(eligible, years_vnd, 0),
            "total_vnd": np.where(eligible, flat_vnd + years_vnd, 0),
            "legal_basis": np.where(eligible, Message("law.resignation_basis", {"cite": cite}).render(lang), ""),
            "evidence": EVIDENCE[max(law.weakest(READS, terms.leave_on), law.weakest(SALARY_READS, terms.leave_on))],
        }
    )


def _months(moment: Moment) -> IntArray:
    """Months of insurance that count: not compensated, and in the service of the State unless the decree counts others too."""
    outside = 0 if moment.law.on(OUTSIDE, moment.leave_on) else moment.facts.si_outside_state_months
    return np.maximum(moment.pay_months - outside, 0)


def _halves(moment: Moment, months: IntArray) -> IntArray:
    """The months as half-years, odd months by the decree's own steps."""
    years, odd = np.divmod(months, 12)
    least, half = moment.law.on(ODD, moment.leave_on), moment.law.on(HALF, moment.leave_on)
    return 2 * years + (odd >= least) + (odd > half)


def _reason(people: pd.DataFrame, moment: Moment) -> npt.NDArray[np.object_]:
    """The code of the first condition that fails, "" where all hold."""
    law, on = moment.law, moment.leave_on
    conditions: list[tuple[str, Bools]] = [
        ("not_civil_servant", moment.facts.category == CIVIL_SERVANT),
        ("at_age", moment.months_early >= 1),
        ("under_discipline", ~people["under_discipline"].to_numpy(bool)),
        ("notice_given", moment.months_early > law.on(NOTICE, on)),
        ("too_short", _months(moment) >= law.on(SHORT_FROM, on)),
    ]
    out = np.full(len(moment), "", dtype=object)
    for code, holds in reversed(conditions):
        out[~holds] = code
    return out
