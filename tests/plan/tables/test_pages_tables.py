"""What the pages show beside the plan's own figures: the people behind a figure, flows, money, structure, changes."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN_ROUTES, DECISIONS
from planner.plan import tables
from tests.builder import PERSON, period, roster_of, run_of, said, scenario_with, target
from tests.small import small_run

VACANT = [{"unit": "A", "assigned_quota": 2}, {"unit": "B", "assigned_quota": 9}]


def people() -> pd.DataFrame:
    return tables.with_changes(tables.people(small_run(), "en"), None)


def moved_run():
    """Six people of whom some move to B, where there is room."""
    return run_of(
        roster_of(*[{"unit": "A"}] * 5, {"unit": "B"}, units=VACANT),
        units={"by_unit": {"A": {"reduction_at_least": 0.4}}}, redeploy={"allowed": True}, objective={"retained_merit": 1.0, "involuntary": 60.0},
    )  # fmt: skip


def test_every_group_counts_the_people_that_the_summary_counts() -> None:
    summary, sizes = small_run().summary, tables.counts(people())
    assert (
        sizes["all"] == 12
        and sizes["leavers"] == summary["headcount"]["leavers"]
        and sizes["retained"] == summary["headcount"]["remaining"]
    )
    assert (
        sizes["involuntary"] == summary["involuntary"] and sizes["leavers"] == sizes["involuntary"] + sizes["voluntary"] + sizes["natural"]
    )
    assert sizes["changed"] == 0 and sizes["moved"] == summary["redeployed"]


def test_behind_each_step_of_the_waterfall_stand_as_many_people_as_the_step_takes() -> None:
    frame, everybody = tables.waterfall(small_run()), people()
    for step, count in zip(frame["step"], frame["people"], strict=True):
        assert tables.behind(everybody, {"step": step}).sum() == abs(count), step


def test_behind_the_numbers_of_units_and_periods_stand_those_people() -> None:
    everybody = people()
    for unit in tables.by_unit(small_run()).itertuples():
        assert tables.behind(everybody, {"unit": unit.unit}).sum() == unit.before
        assert tables.behind(everybody, {"ends_in": unit.unit}).sum() == unit.after
        assert tables.behind(everybody, {"unit": unit.unit, "group": "leavers"}).sum() == unit.leavers
        assert everybody.loc[tables.behind(everybody, {"unit": unit.unit, "paid": True}), "cost_vnd"].sum() == unit.cost_vnd
    names: list[str] = []
    for row in tables.by_period(small_run()).itertuples():
        names.append(row.period)
        assert tables.behind(everybody, {"period": row.period, "group": "involuntary"}).sum() == row.involuntary
        assert tables.behind(everybody, {"left_by": names}).sum() == row.cumulative
        assert tables.behind(everybody, {"here_after": names}).sum() == row.remaining


def test_conditions_hold_together_and_a_list_means_any_of_its_values() -> None:
    everybody = people()
    both = tables.behind(everybody, {"unit": "A", "decision": ["retain", "early_retirement"]})
    assert set(everybody.loc[both, "decision"]) == {"retain", "early_retirement"} and set(everybody.loc[both, "unit"]) == {"A"}
    assert list(everybody.loc[tables.behind(everybody, {"ids": ["P02", "P08"]}), "employee_id"]) == ["P02", "P08"]
    assert tables.behind(everybody, {}).all() and not tables.behind(everybody, {"unit": "nowhere"}).any()


def test_a_list_is_narrowed_to_what_is_in_it() -> None:
    everybody = people()
    present = tables.present(everybody)
    assert set(present["units"]) == set(everybody["unit"])
    assert set(present["decisions"]) == set(everybody["decision"])
    assert present["decisions"][0] == "retain"


def test_behind_a_requirement_stand_those_whom_it_counts() -> None:
    run, everybody = small_run(), people()
    counted = tables.counted(run)

    def ids(requirement: str, scope: str) -> list[str]:
        return sorted(counted.loc[counted["requirement"].eq(requirement) & counted["scope"].eq(scope), "employee_id"])

    assert ids("periods.2028.reduction_at_least", "2028") == sorted(everybody.loc[tables.behind(everybody, {"group": "leavers"}), "employee_id"])
    assert ids("units.minimum_headcount", "A") == sorted(everybody.loc[tables.behind(everybody, {"ends_in": "A"}), "employee_id"])
    assert not ids("no.such", "row")


def test_before_after_and_changes_are_the_same_people_in_three_views() -> None:
    everybody = tables.people(moved_run(), "en")
    after, changes = tables.seen(everybody, "after"), tables.seen(everybody, "changes")
    assert len(tables.seen(everybody, "before")) == 6 and len(after) == moved_run().summary["headcount"]["remaining"]
    assert set(changes["decision"]) == {"redeploy"} and (after.loc[after["to_unit"] == "B", "unit"] == "B").all()
    assert tables.behind(everybody, {"into": "B"}).sum() == len(changes) == tables.counts(everybody)["moved"] == 2


def test_flows_hold_everybody_once_and_movers_by_the_unit_they_go_to() -> None:
    edges = tables.flows(people())
    assert edges["people"].sum() == 12 and list(dict.fromkeys(edges["source"])) == ["A", "B"]
    moved = tables.flows(tables.people(moved_run(), "en"))
    assert moved.loc[moved["decision"] == "redeploy", ["source", "target", "people"]].to_numpy().tolist() == [["A", "B", 2]]
    order = [d.value for d in DECISIONS]
    own = edges.loc[edges["source"] == "A", "decision"].map(order.index)
    assert own.is_monotonic_increasing


def test_many_small_groups_become_one() -> None:
    everybody = people().assign(unit=[f"U{i:02d}" for i in range(12)])
    edges = tables.flows(everybody, most=4)
    assert list(dict.fromkeys(edges["source"]))[-1] == "…" and edges.loc[edges["source"] == "…", "people"].sum() == 8
    assert "…" not in set(tables.flows(everybody, most=11)["source"])


def test_the_timeline_adds_up_to_the_leavers_of_each_period() -> None:
    line = tables.timeline(people())
    by = tables.by_period(small_run()).set_index("period")
    assert (line.groupby("period")["people"].sum() == by["leavers"]).all()
    assert (line.groupby("period")["cost_vnd"].sum() == by["cost_vnd"]).all() and line["month"].is_monotonic_increasing


def test_cells_of_two_columns_hold_everybody_also_the_empty_ones() -> None:
    cells = tables.by_group(people(), "unit", "rating_1")
    assert cells["people"].sum() == 12 and len(cells) == 2 * people()["rating_1"].nunique()
    assert (cells["after"] == cells["people"] - cells["leavers"] - cells["moved"]).all()
    assert cells.loc[cells["people"] == 0, "reduction"].isna().all()


def test_money_falls_in_the_month_of_leaving_and_the_saving_goes_on() -> None:
    run = small_run()
    frame = tables.money_by_month(run)
    assert frame["cost_vnd"].sum() == run.summary["cost_vnd"] == frame["cost_to_date"].iloc[-1]
    assert 12 * frame["saving_vnd"].iloc[-1] == run.summary["saving_vnd_per_year"]
    assert 12 * frame["saving_natural_vnd"].iloc[-1] == run.summary["saving_natural_vnd_per_year"] > 0
    assert frame["month"].iloc[0] == pd.Timestamp("2027-03-01")  # a contract ends on its 31st
    assert list((frame["saving_natural_vnd"].diff() > 0).to_numpy().nonzero()[0]) == [1, 3]  # from April, and from June
    assert (frame["net"] == frame["saving_to_date"] - frame["cost_to_date"]).all()
    paid = tables.payback_month(frame)
    assert paid is not None
    at = int(np.flatnonzero(frame["month"] == pd.Timestamp(paid))[0])
    assert frame["net"].iloc[at] >= 0 > frame["net"].iloc[at - 1] and len(frame) >= at + 12


def test_natural_exits_pay_nothing_back_and_neither_does_a_plan_that_saves_nothing() -> None:
    free = run_of(roster_of({"birth_date": "1965-08-15", "si_months": 400}, {}), periods=target(0.5))
    assert tables.payback_month(tables.money_by_month(free)) is None and free.summary["payback_months"] is None
    assert free.summary["saving_vnd_per_year"] == 0 < free.summary["saving_natural_vnd_per_year"]
    nobody = run_of(roster_of({}, {}))
    assert tables.payback_month(tables.money_by_month(nobody)) is None


def test_a_leaving_date_within_a_month_saves_from_the_next() -> None:
    run = run_of(roster_of({"lock": "leave"}, {}), periods=[period("x", "2027-07-15")])
    assert list(tables.money_by_month(run)["saving_vnd"].iloc[:2] > 0) == [False, True]


def test_the_structure_is_told_before_and_after() -> None:
    roster = roster_of(*[{"unit": u} for u in "AABBCD"], units=[{"unit": u, "assigned_quota": 3} for u in "ABCD"])
    steps = [{"merge": ["A", "B"], "into": {"unit": "E", "name": "Vụ E", "kind": "department"}}, {"dissolve": "C", "people_to": ["D"]}]
    scenario = scenario_with(reorganise=steps).scenario
    flow = tables.structure_flow(roster, scenario)
    assert flow[["unit", "new_unit", "people"]].to_numpy().tolist() == [["A", "E", 2], ["B", "E", 2], ["C", "D", 1], ["D", "D", 1]]
    assert set(flow["new_name"]) == {"Vụ E", "D"}
    units = tables.structure_units(roster, scenario).set_index("unit")
    assert dict(units["fate"]) == {"A": "merged", "B": "merged", "C": "dissolved", "D": "grown", "E": "new"}
    assert units.loc["E", "people_after"] == 4 and units.loc["E", "quota_after"] == 6 and pd.isna(units.loc["E", "people_before"])
    assert units["people_before"].sum() == units["people_after"].sum() == 6


def test_a_unit_with_another_name_is_told_as_renamed() -> None:
    roster = roster_of({"unit": "A"}, {"unit": "B"})
    into = {"name": "Cục mới", "kind": "agency_2"}
    steps = [{"merge": ["A"], "into": {"unit": "N", **into}}, {"merge": ["B"], "into": {"unit": "B", **into}}]
    units = tables.structure_units(roster, scenario_with(reorganise=steps).scenario).set_index("unit")
    assert dict(units["fate"]) == {"A": "renamed", "B": "renamed", "N": "new"} and units.loc["B", "name"] == "Cục mới"


def test_without_steps_nothing_flows() -> None:
    roster, scenario = roster_of({}, {"unit": "B"}), scenario_with().scenario
    assert not len(tables.structure_flow(roster, scenario))
    assert set(tables.structure_units(roster, scenario)["fate"]) == {"kept"}


def test_a_structure_of_unknown_units_is_refused_with_their_names() -> None:
    scenario = scenario_with(reorganise=[{"dissolve": "ZZ", "people_to": ["A"]}]).scenario
    with pytest.raises(InputError) as error:
        tables.structure_flow(roster_of({}), scenario)
    assert "ZZ" in said(error.value)


def test_the_profile_counts_everybody_in_each_picture() -> None:
    everybody = roster_of(
        {"rank_code": "01.001"},
        {"rank_code": "01.002"},
        {"rank_code": "06.030"},
        {"rank_code": "01.005", "si_months": 12},
        {"rank_code": "99.999", "rating_2": None},
        {},
    ).people
    ranks = dict(tables.ranks(everybody).itertuples(index=False))
    assert ranks == {"A3": 1, "A2": 2, "A1": 0, "A0": 0, "B": 1, "C": 0, "": 2}
    years = tables.seniority(everybody).set_index("years")["people"]
    assert years.sum() == 6 and years["0–4"] == 1 and years["15–19"] == 5
    ratings = tables.ratings(everybody)
    assert (ratings.groupby("year")["people"].sum() == 6).all()
    assert ratings.loc[(ratings["year"] == "rating_2") & (ratings["rating"] == ""), "people"].item() == 1
    assert tables.categories(everybody).to_numpy().tolist() == [["civil_servant", 6], ["public_employee", 0], ["contract", 0]]
    assert list(tables.age_bands(pd.Series([24, 25, 61]))) == ["<25", "25–29", "60+"]


def test_the_history_of_a_person_marks_where_a_plan_decides_otherwise() -> None:
    one = small_run().decisions
    other = one.assign(decision=one["decision"].where(one["employee_id"] != "P04", "retain"), involuntary="false")
    frame = tables.history([("first", one), ("second", one), ("third", other), ("nobody", one.iloc[:0])], "P04")
    assert list(frame["plan"]) == ["first", "second", "third"] and list(frame["changed"]) == [False, False, True]
    assert list(frame["involuntary"]) == [True, True, False] and frame["decision"].iloc[2] == "retain"
    assert tables.history([], "P04").empty


def test_what_each_route_pays_is_summed_over_those_entitled() -> None:
    from planner.policy.benefits import compute
    from planner.policy.export import table
    from planner.policy.terms import Terms

    everybody = roster_of({}, {}, {"birth_date": "1968-02-15", "si_months": 400}).people
    found = table(compute(everybody, Terms(dt.date(2027, 7, 1))), everybody)
    frame = tables.by_entitlement(found).set_index("route")
    open_ = found[found["eligible"]]
    for route in CHOSEN_ROUTES:
        paid = open_.loc[open_["route"] == route.value, "total_vnd"]
        assert frame.loc[route.value, "people"] == len(paid) and frame.loc[route.value, "highest_vnd"] == (paid.max() if len(paid) else 0)
    assert frame.loc["contract_end"].tolist() == [0, 0, 0]


def test_requirements_for_reading_have_words_and_open_sides() -> None:
    frame = tables.requirements_shown(small_run(), "vi")
    assert frame["binds"].iloc[0] and not frame["binds"].iloc[-1] and frame["label"].str.len().gt(5).all()
    assert np.isfinite(frame[["lower", "upper"]].to_numpy(float)).sum() == len(frame)


def test_requirements_tell_todays_number_beside_the_plans() -> None:
    run = small_run()
    frame, units = tables.requirements_shown(run, "vi"), tables.by_unit(run).set_index("unit")
    assert frame.loc[frame["form"].eq("targets"), "today"].eq(0).all() and frame["form"].ne("").all()
    least = frame[frame["requirement"].str.endswith("minimum_headcount")]
    assert least["today"].tolist() == units.loc[least["scope"], "before"].tolist()
    assert least["activity"].tolist() == units.loc[least["scope"], "after"].tolist()
    assert PERSON["unit"] == "A"
