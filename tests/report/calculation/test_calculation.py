"""The sheet agrees with the rules to the đồng, for every regime and route, and every printed line can be recomputed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN_ROUTES, EXIT_ROUTES
from planner.policy.benefits import compute
from planner.policy.decrees.regime import REGIMES
from planner.policy.law.parameters import EVIDENCE, Law, Override, load_law
from planner.policy.overrides import overridden
from planner.policy.terms import Terms
from planner.report.calculation import calculation, of_plan
from planner.report.calculation.formula import FullYears, HalfYears
from planner.report.calculation.model import Calculation
from planner.report.calculation.text import as_text
from tests.builder import roster_of, said
from tests.report.calculation.printed import recompute
from tests.small import small_run

EXAMPLE_C = {
    "birth_date": "1966-01-15", "salary_coefficient": 4.65, "leadership_allowance": 0.6, "si_months": 264,
    "position_title": "Trưởng phòng",
}  # fmt: skip
"""MoHA's worked example C (CV 1814/BNV-TCBC)."""
MAY = ("early_retirement", Terms(dt.date(2025, 5, 1), reorganised_on=dt.date(2025, 3, 1)))


Asked = tuple[str, Terms]
"""A route and the terms of leaving."""


def sheet_of(asked: Asked, law: Law | None = None, **person: Any) -> Calculation:
    """The sheet of one person."""
    return calculation(roster_of(person), "P01", *asked, law=law, made_on=dt.date(2026, 11, 22))


def assert_recomputable(sheet: Calculation) -> None:
    """Each printed line gives, on a pocket calculator, the result that is printed and that later lines use."""
    for lang in ("vi", "en"):
        for line in sheet.lines:
            if line.formula is None:
                assert line.notes, line.key
                continue
            printed = line.formula.printed(lang)
            values = [recompute(text, lang) for text in printed]
            if printed and not isinstance(line.formula, HalfYears | FullYears):
                assert values[-1] == line.result, printed
            elif len(values) == 2:  # months as years: the second line is the result
                assert values[-1] == line.result, printed
            elif values:
                assert line.result == values[0] // 12, printed


def printed(sheet: Calculation, key: str, lang: str = "vi") -> list[str]:
    """The printed lines of one step."""
    line = next(line for line in sheet.lines if line.key == key)
    return list(line.formula.printed(lang)) if line.formula else []


def test_the_worked_example_of_the_ministry_of_home_affairs_line_by_line() -> None:
    sheet = sheet_of(MAY, **EXAMPLE_C)
    assert sheet.regime == "nd178" and sheet.total_vnd == 744_778_125
    assert printed(sheet, "retirement_month") == ["01/1966 + 61 năm 9 tháng = 10/2027"]
    assert printed(sheet, "months_early") == ["(2027 − 2025) × 12 + (11 − 5) = 30"]
    assert printed(sheet, "early_years") == ["2 × 12 + 6 = 30", "2 + 0,5 = 2,5"]
    assert printed(sheet, "salary") == ["6,5625 × 2.340.000 = 15.356.250"]
    assert printed(sheet, "months_early_vnd") == ["1 × 30 × 15.356.250 = 460.687.500"]
    assert printed(sheet, "years_early_vnd") == ["5 × 2,5 × 15.356.250 = 191.953.125"]
    assert printed(sheet, "years_early_vnd", "en") == ["5 × 2.5 × 15,356,250 = 191,953,125"]
    assert printed(sheet, "si_years_vnd") == ["(5 + 0,5 × 2) × 15.356.250 = 92.137.500"]
    assert printed(sheet, "total") == ["460.687.500 + 191.953.125 + 92.137.500 = 744.778.125"]
    assert_recomputable(sheet)


def test_both_decrees_in_force_are_shown_and_the_better_one_counts() -> None:
    sheet = sheet_of(MAY, **EXAMPLE_C)
    assert [(c.regime, c.total_vnd, c.chosen) for c in sheet.considered] == [("nd178", 744_778_125, True), ("nd29", 165_847_500, False)]
    assert sheet_of(("early_retirement", Terms(dt.date(2026, 9, 1))), birth_date="1968-01-15", si_months=300).considered == ()


def test_the_sheet_says_the_same_in_words_of_both_languages() -> None:
    sheet = sheet_of(MAY, **EXAMPLE_C)
    vi, en = as_text(sheet, "vi"), as_text(sheet, "en")
    assert "Bảy trăm bốn mươi tư triệu bảy trăm bảy mươi tám nghìn một trăm hai mươi lăm đồng" in vi
    assert "Nghị định số 178/2024/NĐ-CP" in vi and "Điều 7" in vi and "PHIẾU TÍNH CHẾ ĐỘ" in vi
    assert "Seven hundred and forty-four million seven hundred and seventy-eight thousand one hundred and twenty-five đồng" in en
    assert "Article 7" in en and "Public service: 25% (NĐ 34/2012/NĐ-CP)" in en


@pytest.mark.parametrize(
    ("route", "leave_on", "person", "key", "line"),
    [
        ("immediate_separation", dt.date(2025, 5, 1), {}, "severance_vnd", "0,8 × 60 × 9.740.250 = 467.532.000"),
        ("immediate_separation", dt.date(2025, 5, 1), {"category": "public_employee"}, "job_search_vnd", "0 × 7.792.200 = 0"),
        ("immediate_separation", dt.date(2027, 7, 1), {}, "si_years_vnd", "1,5 × 15 × 8.424.900 = 189.560.250"),
        ("training_separation", dt.date(2027, 7, 1), {}, "training_vnd", "(6 + 6) × 8.424.900 = 101.098.800"),
        ("transfer_out", dt.date(2027, 7, 1), {}, "job_search_vnd", "3 × 8.424.900 = 25.274.700"),
    ],
)
def test_each_route_prints_its_sums(route: str, leave_on: dt.date, person: dict[str, Any], key: str, line: str) -> None:
    sheet = sheet_of((route, Terms(leave_on)), **person)
    assert printed(sheet, key) == [line]
    assert_recomputable(sheet)


def test_rounding_is_said_where_it_happens() -> None:
    sheet = sheet_of(("immediate_separation", Terms(dt.date(2027, 7, 1))), salary_coefficient=3.3333, seniority_pct=7.77, si_months=181)
    assert printed(sheet, "salary") == ["3,59229741 × 2.530.000 = 9.088.512,4473"]
    assert printed(sheet, "si_years_vnd") == ["1,5 × 15,5 × 9.088.512,4473 = 211.307.914,399725 → làm tròn 211.307.914"]
    assert any("9.088.512" in note.render("vi") for line in sheet.salary for note in line.notes)
    assert_recomputable(sheet)


def test_what_was_paid_out_before_is_deducted_and_said() -> None:
    sheet = sheet_of(("immediate_separation", Terms(dt.date(2027, 7, 1), snapshot_on=dt.date(2026, 12, 1))), si_paid_out_months=20)
    assert printed(sheet, "months_since") == ["(2027 − 2026) × 12 + (7 − 12) = 7"]
    assert printed(sheet, "si_months") == ["180 + 7 = 187"]
    assert printed(sheet, "pay_months") == ["187 − 20 = 167"]
    assert printed(sheet, "si_years") == ["13 × 12 + 11 = 167", "13 + 1 = 14"]
    assert "insurance.deduct_before_rounding" in {number.name for number in sheet.law}


def test_allowances_that_the_decree_does_not_count_are_named() -> None:
    sheet = sheet_of(("immediate_separation", Terms(dt.date(2027, 7, 1))), profession_pct=30.0)
    notes = " ".join(note.render("vi") for line in sheet.salary for note in line.notes)
    assert "không tính" in notes and "công vụ" in notes.lower()


def test_doubtful_numbers_say_what_another_reading_would_give() -> None:
    sheet = sheet_of(("immediate_separation", Terms(dt.date(2027, 7, 1))))
    doubt = next(d for d in sheet.doubts if d.number.name == "nd154.salary.percent_components")
    assert doubt.readings[0].total_vnd == round(sheet.total_vnd * Fraction(5, 4))
    assert any("25" in text for text in as_text(sheet, "vi").splitlines() if "nếu hiểu khác" in text)


@pytest.mark.parametrize(
    ("person", "route", "words"),
    [
        ({"birth_date": "1965-08-15"}, "normal_retirement", "Đủ tuổi nghỉ hưu vào tháng 05/2027"),
        ({"category": "contract", "contract_end_on": "2027-03-31"}, "contract_end", "hết hạn ngày 31/03/2027"),
    ],
)
def test_a_natural_exit_is_one_plain_sentence(person: dict[str, Any], route: str, words: str) -> None:
    sheet = sheet_of((route, Terms(dt.date(2027, 7, 1))), **person)
    assert words in as_text(sheet, "vi") and sheet.total_vnd == 0 and not sheet.items
    assert "Bằng chữ" not in as_text(sheet, "vi")
    assert_recomputable(sheet)


def test_a_what_if_is_printed_on_the_sheet_and_changes_its_steps() -> None:
    law = overridden(load_law(), [Override("nd154.early_retirement.per_early_year", dt.date(2027, 1, 1), 6, "dự thảo")])
    asked = ("early_retirement", Terms(dt.date(2027, 7, 1)))
    sheet = sheet_of(asked, law, birth_date="1968-02-15", si_months=400)
    assert printed(sheet, "years_early_vnd") == ["6 × 3 × 8.424.900 = 151.648.200"]
    assert "TÍNH THỬ THEO GIẢ ĐỊNH" in as_text(sheet, "vi") and "nd154.early_retirement.per_early_year được lấy là 6" in as_text(
        sheet, "vi"
    )
    doubt = next(d for d in sheet.doubts if d.number.assumed)
    assert doubt.readings[0].total_vnd == sheet_of(asked, birth_date="1968-02-15", si_months=400).total_vnd
    assert sheet.origin.law_sha256 != sheet_of(asked, birth_date="1968-02-15", si_months=400).origin.law_sha256


@pytest.mark.parametrize(
    ("who", "asked", "words"),
    [
        ("P1", ("early_retirement", Terms(dt.date(2027, 7, 1))), ["no person P1", "did you mean P01"]),
        ("zzzz", ("early_retirement", Terms(dt.date(2027, 7, 1))), ["no person zzzz"]),
        ("P01", ("dismissal", Terms(dt.date(2027, 7, 1))), ["no route dismissal", "transfer_out"]),
        ("P01", ("early_retirement", Terms(dt.date(2027, 7, 1))), ["P01", "Early retirement", "more than 60 months"]),
        ("P01", ("early_retirement", Terms(dt.date(2035, 7, 1))), ["no decree covers"]),
        ("P01", ("normal_retirement", Terms(dt.date(2027, 7, 1))), ["has not reached the retirement age"]),
    ],
)
def test_what_cannot_be_calculated_is_said(who: str, asked: Asked, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        calculation(roster_of({}), who, *asked)
    assert all(word in said(error.value) for word in words), said(error.value)
    assert said(error.value, "vi")


def test_the_sheet_of_a_plan_is_what_the_plan_pays() -> None:
    run = small_run()
    assert run.decisions is not None
    left = run.decisions[run.decisions["decision"].isin([str(r) for r in EXIT_ROUTES])]
    assert len(left) > 2
    for person in left.itertuples():
        sheet = of_plan(run, person.employee_id)
        assert (sheet.total_vnd, sheet.regime, sheet.leave_on.isoformat()) == (person.cost_vnd, person.regime, person.leave_on)
        assert_recomputable(sheet)


def test_who_stays_has_no_sheet_unless_a_route_is_named() -> None:
    run = small_run()
    assert run.decisions is not None
    stays = run.decisions.loc[run.decisions["decision"] == "retain", "employee_id"].iloc[0]
    with pytest.raises(InputError, match="does not release"):
        of_plan(run, stays)
    assert of_plan(run, stays, route="transfer_out").terms.leave_on == dt.date(2027, 7, 1)


def decimals(top: int, places: int) -> st.SearchStrategy[float]:
    return st.integers(0, top * 10**places).map(lambda n: float(Decimal(n).scaleb(-places)))


PERSON = st.fixed_dictionaries(
    {
        "birth_date": st.dates(dt.date(1960, 1, 1), dt.date(2003, 12, 31)).map(str),
        "sex": st.sampled_from("MF"),
        "category": st.sampled_from(["civil_servant", "public_employee", "contract"]),
        "salary_coefficient": decimals(10, 4),
        "leadership_allowance": decimals(1, 2) | st.none(),
        "over_frame_pct": decimals(20, 2) | st.none(),
        "seniority_pct": decimals(40, 2) | st.none(),
        "profession_pct": decimals(40, 2) | st.none(),
        "public_service_pct": st.sampled_from([None, 0.0, 25.0]),
        "party_pct": decimals(30, 2) | st.none(),
        "reserved_coefficient": decimals(1, 4) | st.none(),
        "si_months": st.integers(0, 480),
        "si_paid_out_months": st.sampled_from([0, 7, 60, 400]),
        "si_outside_state_months": st.sampled_from([0, 7, 60]),
        "average_salary_60m_vnd": st.sampled_from([None, 8_891_750]),
        "hazard_months": st.sampled_from([0, 100, 180, 240]),
        "contract_signed_on": st.sampled_from([None, "2010-01-01", "2020-01-01"]),
        "contract_end_on": st.sampled_from([None, "2024-01-01", "2035-01-01"]),
    }
)
DATES = st.sampled_from(
    [dt.date(2024, 3, 1), dt.date(2025, 5, 1), dt.date(2025, 7, 31), dt.date(2026, 7, 1), dt.date(2027, 7, 1), dt.date(2030, 2, 28)]
)
FLAGS = [
    ("insurance.deduct_before_rounding", False), ("nd178.counting.early_months_added", 1), ("nd178.counting.half_years_early", False),
    ("nd178.early_retirement.years_capped", True), ("nd178.early_retirement.hazard_far_open", True), ("nd154.counting.outside_state", True),
    ("salary.months_before", 0), ("nd154.counting.half_year_months", 11), ("nd154.salary.percent_components", ["seniority_pct", "party_pct"]),
    ("nd178.early_retirement.months_paid_most", 47), ("nd154.early_retirement.per_early_year", 5.125), ("salary.public_service_pct", 12.5),
    ("nd178.immediate_separation.job_search_others", 2.5), ("nd178.early_retirement.insurance_base_years", 11),
]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    person=PERSON, leave_on=DATES, regime=st.sampled_from(["auto", *REGIMES[1:]]), snapshot=st.sampled_from([None, dt.date(2026, 12, 31)]),
    reorganised_on=st.sampled_from([None, dt.date(2024, 1, 1), dt.date(2025, 3, 1)]), flags=st.sets(st.sampled_from(range(len(FLAGS))), max_size=4),
)  # fmt: skip
def test_the_sheet_is_the_rules_to_the_dong_whatever_the_person(
    person: dict[str, Any], leave_on: dt.date, regime: str, snapshot: dt.date | None, reorganised_on: dt.date | None, flags: set[int]
) -> None:
    law = overridden(load_law(), [Override(FLAGS[i][0], leave_on, FLAGS[i][1], "thử") for i in sorted(flags)])
    roster = roster_of(person)
    terms = Terms(leave_on, reorganised_on=reorganised_on, snapshot_on=snapshot, regime=regime)
    benefits = compute(roster.people, terms, law)
    for at, route in enumerate(EXIT_ROUTES):
        if not benefits.eligible[at, 0]:
            continue
        sheet = calculation(roster, "P01", route, terms, law=law)
        assert sheet.total_vnd == benefits.total_vnd[at, 0]
        assert REGIMES.index(sheet.regime) == benefits.regime[at, 0]
        assert_recomputable(sheet)
        assert as_text(sheet, "vi")
        if route in CHOSEN_ROUTES:  # no doubt is shown that the row's mark does not have
            assert max((number.evidence for number in sheet.law), default=0) <= sheet.evidence, EVIDENCE[sheet.evidence]


@pytest.mark.parametrize(
    ("person", "said_"),
    [
        ({"sex": "F", "pregnant": True}, True),
        ({"sex": "F", "pregnant": True, "volunteers": "separation"}, False),
        ({"sex": "F", "pregnant": True, "volunteers": "early_retirement"}, True),
        ({"under_discipline": True, "volunteers": "any"}, True),
        ({}, False),
    ],
)
def test_who_is_not_yet_considered_is_said_beside_the_sum(person: dict[str, Any], said_: bool) -> None:
    sheet = sheet_of(("immediate_separation", Terms(dt.date(2027, 7, 1))), **person)
    assert ("chưa xem xét" in as_text(sheet, "vi")) is said_


@pytest.mark.parametrize(("born", "doubted"), [("1972-01-01", False), ("1972-02-29", False), ("1972-03-01", True), ("1973-01-01", True)])
def test_the_doubt_about_the_far_bracket_is_told_beyond_the_near_one_alone(born: str, doubted: bool) -> None:
    roster = roster_of({"birth_date": born, "si_months": 0, "hazard_months": 180})
    sheet = calculation(roster, "P01", "immediate_separation", Terms(dt.date(2024, 3, 1), regime="nd178"))
    assert any(number.name == "nd178.early_retirement.hazard_far_open" for number in sheet.law) is doubted
    assert max(number.evidence for number in sheet.law) <= sheet.evidence
