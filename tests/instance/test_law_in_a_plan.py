"""The law as a plan meets it: each boundary of age, time, contract and volunteering on both sides, read off the options of one person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from planner.core.vocabulary import DECISIONS
from planner.instance.groups import groups_of
from planner.instance.instance import Instance
from tests.builder import EARLY, decisions, instance_of, period, roster_of, run_of, target

ROUTES = ["early_retirement", "immediate_separation", "training_separation", "transfer_out"]
SALARY = 3.33 * 2_530_000
"""What a plan of 2027 pays the person of `builder.PERSON` a month under NĐ 154."""


def ways(person: dict[str, Any], leave_on: str = "2027-07-01", **changes: Any) -> dict[str, int]:
    """Every decision that stands open to one person at one date, with its money."""
    instance = instance_of(roster_of(person), **{"periods": [period("p", leave_on)], "routes": ROUTES, **changes})
    return open_ways(instance)


def open_ways(instance: Instance) -> dict[str, int]:
    o = instance.options
    return {DECISIONS[o.decision[i]].value: int(o.cost_vnd[i]) for i in range(len(o)) if not o.barred[i]}


def born(months_before: int) -> dict[str, Any]:
    """A man so many months before the age of 62 on 1 July 2027; 20 years of insurance."""
    retires = 12 * 2027 + 5 + months_before  # the month before leaving would be 0 months before it
    year, month = divmod(retires - 12 * 62, 12)
    return {"birth_date": f"{year}-{month + 1:02d}-15", "si_months": 240}


# Time to the retirement age


@pytest.mark.parametrize(
    ("months", "open_"),
    [
        (0, {"normal_retirement"}), (12, {"retain", "early_retirement"}), (60, {"retain", "early_retirement", "transfer_out"}),
        (61, {"retain", "immediate_separation", "transfer_out"}),
    ],
)  # fmt: skip
def test_nobody_stays_past_the_age_and_early_retirement_ends_at_60_months(months: int, open_: set[str]) -> None:
    assert set(ways(born(months))) == open_


@pytest.mark.parametrize(("months", "paid"), [(23, False), (24, True)])
def test_early_retirement_pays_from_24_months_before_the_age_on(months: int, paid: bool) -> None:
    assert (ways(born(months))["early_retirement"] > 0) is paid


@pytest.mark.parametrize(("months", "insurance", "open_"), [(36, 240, False), (37, 240, True), (36, 179, True), (36, 180, False), (12, 179, True)])
def test_transfer_is_closed_near_a_pension(months: int, insurance: int, open_: bool) -> None:
    person = {**born(months), "si_months": insurance - 7}  # seven whole months from 1 December 2026 to 1 July 2027
    assert ("transfer_out" in ways(person)) is open_


@pytest.mark.parametrize(("months", "open_"), [(179, "immediate_separation"), (180, "early_retirement")])
def test_early_retirement_needs_the_insurance_of_a_pension_on_the_leaving_date(months: int, open_: str) -> None:
    assert {"early_retirement", "immediate_separation"} & set(ways({**born(40), "si_months": months - 7})) == {open_}


# Appendix II: a right, no duty


@pytest.mark.parametrize(("hazard", "route"), [(179, "immediate_separation"), (180, "early_retirement")])
def test_180_months_of_hazardous_work_count_to_the_earlier_age(hazard: int, route: str) -> None:
    """A man of 55 and 4 months: 20 months to the age of Appendix II, 80 to that of Appendix I."""
    person = {"birth_date": "1972-02-15", "si_months": 300, "hazard_months": hazard}
    assert {"early_retirement", "immediate_separation"} & set(ways(person)) == {route}


@pytest.mark.parametrize(("volunteers", "open_"), [("no", False), ("separation", False), ("early_retirement", True), ("any", True)])
def test_past_the_age_of_appendix_ii_a_person_may_go_at_their_wish_for_nothing(volunteers: str, open_: bool) -> None:
    person = {"birth_date": "1969-01-15", "si_months": 300, "hazard_months": 200, "volunteers": volunteers}
    found = ways(person)
    assert "normal_retirement" not in found and "retain" in found and ("early_retirement" in found) is open_
    assert found.get("early_retirement", 0) == 0


# Who asks, who does not


@pytest.mark.parametrize(("volunteers", "open_"), [("no", False), ("separation", False), ("early_retirement", False), ("training", True), ("any", True)])
def test_training_is_for_those_who_ask_for_it(volunteers: str, open_: bool) -> None:
    assert ("training_separation" in ways({"volunteers": volunteers})) is open_


@pytest.mark.parametrize(("birth", "open_"), [("1982-07-01", False), ("1982-07-02", True)])
def test_training_is_for_people_below_45(birth: str, open_: bool) -> None:
    assert ("training_separation" in ways({"birth_date": birth, "volunteers": "training"})) is open_


def test_training_is_never_involuntary_and_a_released_person_does_not_get_it() -> None:
    run = run_of(roster_of({"lock": "leave"}, {"volunteers": "training"}), routes=["training_separation", "immediate_separation"], periods=target(1.0))
    assert decisions(run) == {"P01": "immediate_separation", "P02": "training_separation"}
    assert run.summary["involuntary"] == 1
    stuck = run_of(roster_of({"lock": "leave"}, {}), routes=["training_separation"])
    assert stuck.summary["status"] == "infeasible" and "P01" in {c["scope"] for c in stuck.summary["conflict"]}


@pytest.mark.parametrize("regime", ["nd154", "nd29"])
def test_fathers_are_protected_under_154_and_29_alone(regime: str) -> None:
    father = {"sex": "M", "youngest_child_born_on": "2026-01-01"}
    assert "immediate_separation" not in ways(father, regime=regime) and "immediate_separation" in ways(father, regime="nd178")
    assert "immediate_separation" not in ways({**father, "sex": "F"}, regime="nd178")


@pytest.mark.parametrize(("volunteers", "open_"), [("separation", {"immediate_separation"}), ("any", {"immediate_separation", "training_separation", "transfer_out"})])
def test_a_volunteer_s_protection_falls_for_the_route_volunteered_for(volunteers: str, open_: set[str]) -> None:
    assert set(ways({"sex": "F", "pregnant": True, "volunteers": volunteers})) - {"retain"} == open_


# Contracts


@pytest.mark.parametrize(
    ("contract", "open_"),
    [
        ({"contract_end_on": None}, {"retain", "immediate_separation", "transfer_out"}),
        ({"contract_end_on": "2027-07-02"}, {"retain"}),
        ({"contract_end_on": "2027-07-01"}, {"contract_end"}),
    ],
)
def test_open_ended_contracts_are_in_scope_and_fixed_ones_run_out(contract: dict[str, Any], open_: set[str]) -> None:
    assert set(ways({"category": "contract", **contract})) == open_


@pytest.mark.parametrize(("signed", "open_"), [("2019-01-14", True), ("2019-01-15", False), (None, False)])
def test_nd178_covers_contracts_signed_before_15_january_2019(signed: str | None, open_: bool) -> None:
    person = {"category": "contract", **({"contract_signed_on": signed} if signed else {})}
    assert ("immediate_separation" in ways(person, regime="nd178")) is open_


# Which decree pays


def regimes(instance: Instance) -> set[str]:
    from planner.policy.decrees.regime import REGIMES

    return {REGIMES[i] for i in np.unique(instance.options.regime)} - {""}


@pytest.mark.parametrize(
    ("leave_on", "decided_on", "decree"),
    [
        ("2025-08-31", "2025-08-31", "nd178"), ("2025-09-01", "2025-08-31", "nd154"), ("2030-12-31", "2030-12-31", "nd154"),
    ],
)  # fmt: skip
def test_nd178_pays_while_decision_and_leaving_are_in_time(leave_on: str, decided_on: str, decree: str) -> None:
    person = EARLY if leave_on < "2030" else {"birth_date": "1971-05-15", "si_months": 400}
    day = dt.date.fromisoformat(decided_on)
    found = instance_of(roster_of(person), snapshot_on=dt.date(2025, 3, 1), decided_on=day, periods=[period("p", leave_on)])
    assert regimes(found) == {decree}


def months_early_vnd(decided_on: str, **changes: Any) -> int:
    """What NĐ 178 pays for the months before the age."""
    day = dt.date.fromisoformat(decided_on)
    found = instance_of(
        roster_of({**EARLY, "si_months": 400}), regime="nd178", reorganised_on=dt.date(2025, 3, 1), snapshot_on=dt.date(2025, 3, 1), decided_on=day,
        **changes,
    )  # fmt: skip
    return int(found.benefits[0].months_early_vnd.max())


def test_the_first_twelve_months_are_those_of_the_decision_and_not_of_leaving() -> None:
    first, later = months_early_vnd("2026-02-28"), months_early_vnd("2026-03-01")
    assert first == 2 * later > 0
    by_leaving = [{"parameter": "nd178.counting.window_by_decision", "from": dt.date(2025, 1, 1), "value": False, "reason": "the other reading"}]
    assert months_early_vnd("2026-02-28", law=by_leaving) == later


def test_with_fewer_than_24_months_the_first_rate_counts_always() -> None:
    near = {**EARLY, "birth_date": "1967-02-15"}  # 21 months before the age on 1 July 2027
    sums = []
    for decided in ("2026-02-28", "2026-03-01"):
        day = dt.date.fromisoformat(decided)
        found = instance_of(roster_of(near), regime="nd178", reorganised_on=dt.date(2025, 3, 1), snapshot_on=dt.date(2025, 3, 1), decided_on=day)
        sums.append(open_ways(found)["early_retirement"])
    assert sums[0] == sums[1] > 0


# What is counted


def separation(person: dict[str, Any], leave_on: str = "2027-07-01") -> int:
    return ways(person, leave_on)["immediate_separation"]


@pytest.mark.parametrize(("months", "halves"), [(113, 20), (114, 21), (119, 21), (120, 22), (125, 22)])
def test_insurance_grows_by_each_whole_month_to_the_leaving_date_and_odd_months_round(months: int, halves: int) -> None:
    """Seven months come on top: 120 is ten years, 121 to 126 half a year more, 127 to 132 a whole one."""
    assert separation({"si_months": months}) == round(3 * SALARY) + round(1.5 * halves / 2 * SALARY)


@pytest.mark.parametrize("column", ["si_outside_state_months", "si_paid_out_months"])
def test_time_that_does_not_count_comes_off_before_rounding(column: str) -> None:
    assert separation({"si_months": 119, column: 6}) == separation({"si_months": 113})
    assert separation({"si_months": 119, column: 5}) == separation({"si_months": 114})


@pytest.mark.parametrize(("leave_on", "base"), [("2026-07-01", 2_340_000), ("2026-07-31", 2_340_000), ("2026-08-01", 2_530_000), ("2029-01-01", 2_530_000)])
def test_the_base_salary_is_that_of_the_month_before_leaving(leave_on: str, base: int) -> None:
    day = dt.date(2026, 6, 1)
    instance = instance_of(roster_of({}), snapshot_on=day, decided_on=day, periods=[period("p", leave_on)])
    assert int(instance.options.salary_vnd.max()) == round(3.33 * base)


def test_the_average_of_60_months_counts_for_early_retirement_under_nd29_alone() -> None:
    person = {**EARLY, "average_salary_60m_vnd": 5_000_000}
    assert ways(person, regime="nd29")["early_retirement"] < ways(EARLY, regime="nd29")["early_retirement"]
    assert ways(person, regime="nd154") == ways(EARLY, regime="nd154")


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("1991-12-02", "under_35"), ("1991-12-01", "35_44"), ("1981-12-02", "35_44"), ("1981-12-01", "45_54"), ("1971-12-02", "45_54"), ("1971-12-01", "55_over"),
    ],
)  # fmt: skip
def test_age_bands_are_completed_years_on_the_snapshot(birth: str, band: str) -> None:
    instance = instance_of(roster_of({"birth_date": birth}))
    found = [name for name, members in groups_of("age_band", instance.people, instance.structure, instance.scenario.snapshot_on) if members[0]]
    assert found == [band]


@pytest.mark.parametrize(("share", "least"), [(0.29, 29), (0.291, 30), (0.3, 30)])
def test_a_share_is_rounded_in_exact_decimals(share: float, least: int) -> None:
    run = run_of(roster_of(*[{}] * 100), periods=target(share))
    assert run.summary["headcount"]["leavers"] == least


# Moves keep a person's category


@pytest.mark.parametrize(
    ("category", "kind", "change", "moves"),
    [
        ("civil_servant", "office", {}, True), ("civil_servant", "public_unit", {}, False), ("public_employee", "public_unit", {}, True),
        ("public_employee", "agency_1", {}, False), ("contract", "office", {}, False), ("contract", "office", {"any_category": True}, True),
        ("civil_servant", "public_unit", {"any_category": True}, True), ("civil_servant", "office", {"to": ["C"]}, False), ("civil_servant", "office", {"to": ["B"]}, True),
    ],
)  # fmt: skip
def test_a_move_keeps_the_category_and_goes_where_it_may(category: str, kind: str, change: dict[str, Any], moves: bool) -> None:
    units = [{"unit": "A"}, {"unit": "B", "kind": kind, "assigned_quota": 2}, {"unit": "C", "kind": "inspectorate"}]
    people = [{"unit": "A", "category": category}, {"unit": "B", "category": "public_employee"}, {"unit": "C"}]
    asked = {"units": {"by_unit": {"A": {"reduction_at_least": 1.0}}}, "redeploy": {"allowed": True, **change}, "routes": []}
    run = run_of(roster_of(*people, units=units), **asked)
    assert (run.summary["status"] == "optimal") is moves


@pytest.mark.parametrize(("quota", "most", "taken"), [(3, None, 1), (4, None, 2), (4, 1, 1), (2, None, 0), (None, None, 0)])
def test_the_room_is_what_is_vacant_after_the_new_structure_and_at_most_what_is_asked(quota: int | None, most: int | None, taken: int) -> None:
    units = [{"unit": "A"}, {"unit": "B", **({"assigned_quota": quota} if quota else {})}]
    roster = roster_of(*[{"unit": "A"}] * 3, *[{"unit": "B"}] * 2, units=units)
    for ask, found in ((taken / 3, "optimal"), ((taken + 1) / 3, "infeasible")):
        bounds = {"by_unit": {"A": {"reduction_at_least": round(ask - 0.01, 2) if ask else 0.0}}}
        run = run_of(roster, units=bounds, redeploy={"allowed": True, **({"at_most_per_unit": most} if most else {})}, routes=[])
        assert run.summary["status"] == found, (ask, found)


def test_who_is_locked_goes_by_the_lock_alone() -> None:
    """`keep` forbids all but natural exits; `leave` asks for any open route and is no volunteering."""
    assert set(ways({"lock": "keep", "volunteers": "any"})) == {"retain"}
    leaves = instance_of(roster_of({"lock": "leave"}))
    assert set(open_ways(leaves)) == {"immediate_separation"} and leaves.options.involuntary[leaves.options.barred == 0].all()
    protected = instance_of(roster_of({"lock": "leave", "sex": "F", "pregnant": True}))
    assert not open_ways(protected)
    natural = instance_of(roster_of({**born(0), "lock": "keep"}))
    assert set(open_ways(natural)) == {"normal_retirement"}
