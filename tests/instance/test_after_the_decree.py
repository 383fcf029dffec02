"""NĐ 154/2025 ends on 31/12/2030: a plan that goes past it says so, and has natural exits alone from then on."""

from __future__ import annotations

from tests.builder import EARLY, NEAR_RETIREMENT, conflict_names, decisions, period, roster_of, run_of

LATE = [period("in time", "2030-12-31"), period("late", "2031-07-01")]
RETIRES_LATE = {"birth_date": "1969-03-15", "si_months": 300}
"""A man of 62 in March 2031."""
WARNING = "NĐ 154/2025/NĐ-CP ends on 2030-12-31 and no later decree is known: on 2031-07-01 people leave by natural exits alone"


def test_after_the_decree_people_retire_and_nobody_is_let_go() -> None:
    people = [{**RETIRES_LATE, "volunteers": "early_retirement"}, {"volunteers": "any"}, NEAR_RETIREMENT]
    run = run_of(roster_of(*people), periods=LATE, routes=["early_retirement"])
    assert run.decisions is not None and set(run.decisions.loc[run.decisions["period"] == "late", "decision"]) <= {"normal_retirement"}
    assert decisions(run)["P03"] == "normal_retirement"
    assert any(WARNING in said for said in run.summary["warnings"]), run.summary["warnings"]
    vi = [p.message.render("vi") for p in run.warnings]
    assert any("hết hiệu lực thi hành chính sách ngày 31/12/2030" in said for said in vi)


def test_the_day_before_nothing_is_said_and_exits_are_open() -> None:
    run = run_of(roster_of(*[EARLY] * 2, {}, {}), periods=[period("in time", "2030-12-31", reduction_at_least=0.75)])
    assert run.summary["headcount"]["leavers"] >= 3 and not any("2030-12-31" in said for said in run.summary["warnings"])


def test_a_target_after_the_decree_must_be_reached_before_or_naturally() -> None:
    young = [{} for _ in range(4)]
    reached = run_of(roster_of(*young), periods=[LATE[0], {**LATE[1], "reduction_at_least": 0.5}])
    assert {row["name"]: row["leavers"] for row in reached.summary["periods"]} == {"in time": 2, "late": 0}
    capped = run_of(roster_of(*young), periods=[{**LATE[0], "reduction_at_most": 0.25}, {**LATE[1], "reduction_at_least": 0.5}])
    assert ("periods.late.reduction_at_least", "late") in conflict_names(capped)


def test_a_regime_that_is_named_is_computed_after_its_end_with_its_own_warning() -> None:
    run = run_of(roster_of({}, {}), periods=[period("late", "2031-07-01", reduction_at_least=0.5)], regime="nd154")
    assert run.summary["headcount"]["leavers"] == 1
    assert any("it holds for leaving from 2025-06-16 to 2030-12-31" in said for said in run.summary["warnings"])
