"""What-ifs: another number for a day, with its mark and reason; what the law cannot take is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.policy.benefits import ROUTES, compute
from planner.policy.export import table
from planner.policy.law.parameters import EVIDENCE, Law, Override, load_law
from planner.policy.law.tracing import tracing
from planner.policy.overrides import is_read, overridden, override_faults, override_messages, override_records
from planner.policy.person.money import SCALE, Salary, pay
from planner.policy.terms import Terms

People = Callable[..., pd.DataFrame]
EARLY = ROUTES.index("early_retirement")
PER_YEAR = "nd154.early_retirement.per_early_year"
DRAFT = Override(PER_YEAR, dt.date(2027, 1, 1), 6, "draft decree")


def what_if(*overrides: tuple[str, dt.date, Any]) -> Law:
    return overridden(load_law(), (Override(name, since, value, "a test") for name, since, value in overrides))


def test_the_other_number_counts_from_its_day_and_marks_what_it_made(people: People) -> None:
    law = overridden(load_law(), [DRAFT])
    before, after = dt.date(2026, 12, 31), dt.date(2027, 2, 1)
    assert compute(people({"birth_date": dt.date(1969, 11, 15)}), Terms(before), law).years_early_vnd[EARLY, 0] == 250_000_000
    found = compute(people(), Terms(after), law)
    assert found.years_early_vnd[EARLY, 0] == 300_000_000
    assert EVIDENCE[found.evidence[EARLY, 0]] == "?"
    row = table(found, people(), "en").iloc[EARLY]
    assert row["evidence"] == "?" and row["legal_basis"].startswith("NĐ 154/2025/NĐ-CP: early retirement")


def test_the_law_itself_does_not_change(people: People) -> None:
    what_if((PER_YEAR, dt.date(2025, 6, 16), 9))
    assert load_law().overrides == ()
    assert compute(people(), Terms(dt.date(2027, 2, 1))).years_early_vnd[EARLY, 0] == 250_000_000


def test_a_later_value_of_the_law_ends_a_what_if() -> None:
    law = what_if(("salary.base_salary", dt.date(2025, 1, 1), 2_000_000))
    values = [law.on("salary.base_salary", day) for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2026, 7, 1))]
    assert values == [2_340_000, 2_000_000, 2_530_000]


def test_on_its_own_day_a_what_if_stands_in_place_of_the_law() -> None:
    law = what_if(("salary.base_salary", dt.date(2026, 7, 1), 2_600_000))
    dated = law.parameter("salary.base_salary").values[-1]
    assert len(law.parameter("salary.base_salary").values) == len(load_law().parameter("salary.base_salary").values)
    assert (dated.value, dated.assumed, EVIDENCE[dated.evidence]) == (2_600_000, "a test", "?")
    assert dated.reference.title == "Giả định của kịch bản: a test"
    assert dated.instead_of is not None and dated.instead_of.value == 2_530_000
    assert law.reference("salary.base_salary", dt.date(2027, 1, 1)).title == "NĐ 161/2026/NĐ-CP"


def test_a_decree_may_be_opened_again_and_all_its_rows_say_so(people: People) -> None:
    leave_on = dt.date(2027, 2, 1)
    law = what_if(*((f"nd178.period.{part}", dt.date(2026, 1, 1), dt.date(2030, 12, 31)) for part in ("last_leave", "last_decision")))
    found = compute(people(), Terms(leave_on), law)
    assert found.months_early_vnd[EARLY, 0] == 600_000_000 and EVIDENCE[found.evidence[EARLY, 0]] == "?"
    assert compute(people(), Terms(leave_on)).months_early_vnd[EARLY, 0] == 0


def test_the_public_service_allowance_of_the_law_may_change_on_a_day(people: People) -> None:
    law = what_if(("salary.public_service_pct", dt.date(2025, 4, 1), 30))
    person = people({"birth_date": dt.date(1966, 1, 15), "category": "civil_servant", "salary_coefficient": 4.0})
    for leave_on, salary in ((dt.date(2025, 4, 1), 11_700_000), (dt.date(2025, 5, 1), 12_168_000)):
        assert compute(person, Terms(leave_on, regime="nd178"), law).current_salary_vnd[EARLY, 0] == salary


@pytest.mark.parametrize(
    ("override", "key", "said"),
    [
        (Override("nd154.early_retirement.per_early_yer", dt.date(2027, 1, 1), 6, "x"), "parameter", "near names: " + PER_YEAR),
        (Override("zzz", dt.date(2027, 1, 1), 6, "x"), "parameter", "the law has no parameter zzz"),
        (Override(PER_YEAR, dt.date(2027, 1, 1), "6", "x"), "value", '"6" does not fit here'),
        (Override(PER_YEAR, dt.date(2027, 1, 1), -6, "x"), "value", "-6 does not fit here"),
        (Override(PER_YEAR, dt.date(2027, 1, 1), 10**9, "x"), "value", "from 0 to 1,000"),
        (Override("nd154.period.last_leave", dt.date(2027, 1, 1), "2031-12-31", "x"), "value", "a date as YYYY-MM-DD"),
        (Override("nd154.scope.open_ended_contracts", dt.date(2027, 1, 1), 0, "x"), "value", "true or false"),
        (Override("nd154.salary.percent_components", dt.date(2027, 1, 1), ["seniority"], "x"), "value", "seniority_pct, profession_pct"),
        (Override("retirement.appendix_1", dt.date(2027, 1, 1), {"M": []}, "x"), "value", "names and no other: M, F"),
    ],
)
def test_what_the_law_cannot_take_is_named(override: Override, key: str, said: str) -> None:
    (fault,) = override_faults(load_law(), [override])
    assert (fault.index, fault.key) == (0, key)
    assert said in fault.message.render("en") and fault.message.render("vi")
    with pytest.raises(InputError, match=f"law.1.{key}"):
        overridden(load_law(), [override])


def test_twins_and_all_faults_are_said_at_once() -> None:
    faults = override_faults(load_law(), [DRAFT, DRAFT, Override("zzz", DRAFT.since, 1, "x"), Override(PER_YEAR, dt.date(2028, 1, 1), True, "x")])
    assert [(f.index, f.key) for f in faults] == [(1, "from"), (2, "parameter"), (3, "value")]
    assert "two what-if values from 2027-01-01" in faults[0].message.render("en")


def test_what_is_printed_of_a_what_if() -> None:
    law = what_if((PER_YEAR, dt.date(2027, 1, 1), 6), ("nd154.period.last_leave", dt.date(2027, 1, 1), dt.date(2031, 12, 31)))
    assert override_records(law)[1] == {
        "parameter": "nd154.period.last_leave", "from": "2027-01-01", "value": "2031-12-31", "reason": "a test",
    }  # fmt: skip
    first = override_messages(law)[0]
    assert "what-if, not the law" in first.render("en") and "giả định" in first.render("vi") and "a test" in first.render("vi")


def test_whether_a_leaving_date_reads_a_what_if() -> None:
    law = what_if(("salary.base_salary", dt.date(2027, 7, 1), 2_700_000), (PER_YEAR, dt.date(2027, 7, 1), 6))
    base = ("salary.base_salary", dt.date(2027, 7, 1))
    assert not is_read(law, *base, dt.date(2027, 7, 31)) and is_read(law, *base, dt.date(2027, 8, 1))
    assert is_read(law, PER_YEAR, dt.date(2027, 7, 1), dt.date(2027, 7, 1))
    assert not is_read(law, PER_YEAR, dt.date(2027, 7, 1), dt.date(2027, 6, 30))


def test_a_factor_with_many_decimals_stays_exact() -> None:
    salary = Salary(np.array([99_999_999_999, 12_345_678]), np.array([SCALE - 1, 7]))
    factor = Fraction("999.999999")
    found = pay(salary, (factor, np.array([1200, 1])), (Fraction("0.123457"), 3))
    for at, count in ((0, 1200), (1, 1)):
        exact = (factor * count + 3 * Fraction("0.123457")) * (int(salary.whole[at]) + Fraction(int(salary.rest[at]), SCALE))
        assert int(found[at]) == int(exact + Fraction(1, 2))


def test_tracing_finds_the_rows_that_read_a_number(people: People) -> None:
    frame = people({"category": "contract"}, {"si_paid_out_months": 5}, {"hazard_months": 200}, {"salary_coefficient": 4.0}, {})
    expected = {
        "nd154.scope.open_ended_contracts": [0],
        "insurance.deduct_before_rounding": [1],
        "retirement.hazard_months_least": [2],
        "salary.base_salary": [3],
        "nd154.salary.percent_components": [3],
        "nd154.immediate_separation.job_search": [],
        "nd154.early_retirement.insurance_base": [0, 1, 2, 3, 4],
        "nd154.period.last_leave": [0, 1, 2, 3, 4],
    }
    for name, rows in expected.items():
        found = compute(frame, Terms(dt.date(2028, 2, 1)), tracing(load_law(), name))
        assert np.flatnonzero(found.evidence[EARLY] == EVIDENCE.index("?")).tolist() == rows, name
