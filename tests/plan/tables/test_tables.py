"""Derived tables agree with plan.json and with one another."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from planner.core.vocabulary import EXIT_ROUTES, Decision
from planner.instance.options import DECISION_INDEX
from planner.optimise.model.build import build, measured, plan_choice
from planner.optimise.model.rows import RowName
from planner.plan import tables
from planner.plan.tables.reasons import standing_of
from planner.plan.tables.refused import why_not
from planner.roster.people.frame import Roster
from planner.roster.sample import make_ministry
from planner.scenario.requirement_kinds import PERIOD_TARGETS, UNIT_MINIMUMS
from tests.builder import decisions, roster_of, run_of, target
from tests.small import small_run


def test_the_waterfall_goes_from_everybody_to_those_who_remain() -> None:
    run = small_run()
    frame = tables.waterfall(run)
    people = dict(zip(frame["step"], frame["people"], strict=True))
    assert list(frame["step"][:4]) == ["start", "normal_retirement", "contract_end", "voluntary"]
    assert people["start"] == 12 and people["end"] == run.summary["headcount"]["remaining"]
    assert frame["people"][:-1].sum() == people["end"]
    assert people["normal_retirement"] == -1 and people["contract_end"] == -1 and people["voluntary"] == -1
    assert people["early_retirement"] + people["immediate_separation"] == -run.summary["involuntary"]
    bars = frame["level_to"] - frame["level_from"]
    assert (bars == frame["people"].abs()).all() and "transfer_out" not in people


def test_units_periods_and_routes_add_up_to_the_summary() -> None:
    run = small_run()
    head, cost = run.summary["headcount"], run.summary["cost_vnd"]
    for frame in (tables.by_unit(run), tables.by_period(run)):
        assert frame["leavers"].sum() == head["leavers"] and frame["cost_vnd"].sum() == cost
        assert frame["involuntary"].sum() == run.summary["involuntary"]
    routes = tables.by_route(run)
    assert routes["people"].sum() == head["leavers"] and routes["cost_vnd"].sum() == cost
    period = tables.by_period(run)
    assert list(period["target"]) == [3, 5] and (period["cumulative"] >= period["target"]).all()
    for saving in ("saving_vnd_per_year", "saving_natural_vnd_per_year"):
        assert period[saving].sum() == run.summary[saving] > 0


def test_bounds_of_a_unit_are_numbers_of_people() -> None:
    frame = tables.by_unit(small_run()).set_index("unit")
    assert frame.loc["A", "minimum"] == 3 and frame.loc["A", "at_most"] == 5 and pd.isna(frame.loc["A", "at_least"])
    assert pd.isna(frame.loc["B", "minimum"]) and pd.isna(frame.loc["B", "quota"])
    assert (frame["before"] - frame["after"] == frame["leavers"]).all()


def test_the_list_of_people_has_a_row_a_person_in_the_rosters_order() -> None:
    run = small_run()
    frame = tables.people(run)
    assert list(frame["employee_id"]) == list(run.instance.people["employee_id"])
    assert list(frame["reason"]) == list(run.decisions["reason"])
    assert frame["leave_on"].notna().sum() == run.summary["headcount"]["leavers"]
    assert frame.loc[0, "age"] == 41
    assert tables.people(run, "vi")["reason"].str.contains("giữ lại").any()


def test_a_binding_requirement_has_no_slack() -> None:
    frame = tables.binding(small_run()).set_index("requirement")
    last = frame.loc["periods.2028.reduction_at_least"]
    assert last["activity"] == 5 and last["binds"] and last["slack"] == 0 and last["lower"] == 5 and np.isinf(last["upper"])
    assert (frame["slack"] >= 0).all()


def test_measuring_a_plan_gives_what_the_matrix_gives() -> None:
    run = small_run()
    rows, choice = build(run.instance).rows, plan_choice(run.instance, run.plan.chosen)
    x = np.zeros(rows.matrix.shape[1])
    x[choice] = 1.0
    found = measured(run.instance, choice)
    assert found.names == rows.names
    assert (found.activity == rows.matrix @ x).all() and (found.lower == rows.lower).all() and (found.upper == rows.upper).all()


def test_the_law_that_was_read_is_listed_with_value_and_citation() -> None:
    frame = tables.law_used(small_run(), "vi").set_index("name")
    assert frame.loc["salary.base_salary", "value"] > 1_000_000
    assert frame.loc["nd154.immediate_separation.per_insurance_year", "evidence"] in ("S", "K1", "K2", "?")
    assert not [name for name in frame.index if name.startswith(("nd178", "nd29"))]
    assert (frame["citation"] != "").all() and frame["doubtful"].any()


def test_refusals_say_why_a_route_is_not_open() -> None:
    instance, first = small_run().instance, int(small_run().instance.options.start[5])
    separation, early = EXIT_ROUTES.index(Decision.IMMEDIATE_SEPARATION), EXIT_ROUTES.index(Decision.EARLY_RETIREMENT)
    mine = instance.options.decision[first : int(instance.options.start[6])] == DECISION_INDEX[Decision.IMMEDIATE_SEPARATION]
    mother = why_not(instance, 5, 0, separation, first + int(np.flatnonzero(mine)[0]))
    assert instance.benefits[0].eligible[separation, 5] and "not yet considered" in mother[0].render("en")
    young = why_not(instance, 0, 0, early, -1)
    assert not instance.benefits[0].eligible[early, 0] and "60 tháng" in young[0].render("vi")


def test_every_person_has_a_short_true_reason() -> None:
    run = small_run()
    reason = dict(zip(run.decisions["employee_id"], tables.people(run, "en")["reason"], strict=True))
    assert "2027-05" in reason["P02"] and reason["P02"].startswith("normal retirement")
    assert reason["P03"] == "volunteered for early retirement"
    assert "target of 2028" in reason["P04"] and "number 1 from the lowest" in reason["P04"]
    assert reason["P05"] == "kept: key role"
    assert reason["P06"] == "protected: raises a child under 36 months"
    assert reason["P07"] == "kept: decision already taken"
    assert reason["P08"] == "the contract ends on 2027-03-31"
    assert reason["P09"].startswith("decision already taken: release")
    assert reason["P10"] == "not yet considered: under discipline"
    assert reason["P12"].startswith("kept: merit 93.3, number 1 from the highest")
    assert "93,3" in tables.people(run, "vi")["reason"].iloc[11]


def test_reasons_do_not_name_a_target_that_is_not_met_exactly() -> None:
    run = run_of(roster_of({"lock": "leave"}, {"lock": "leave"}, {"rating_1": "excellent"}, {}), periods=target(0.25))
    assert not tables.people(run, "en")["reason"].str.contains("target").any()


def test_rank_among_those_who_may_leave_counts_ties_once() -> None:
    instance = run_of(roster_of({}, {}, {"rating_1": "excellent"}, {"key_role": True}), keep={"key_roles": True}).instance
    standing = standing_of(instance)
    assert standing.rank[:3].tolist() == [1, 1, 3] and standing.count[:3].tolist() == [3, 3, 3] and not standing.open[3]


def test_a_run_without_a_plan_has_no_tables() -> None:
    run = run_of(roster_of({"key_role": True}, {"key_role": True}), periods=target(0.5), keep={"key_roles": True})
    assert not run.solved and "decision" not in tables.people(run)
    with pytest.raises(ValueError, match="no plan"):
        tables.waterfall(run)


def test_the_age_pyramid_counts_everybody_once() -> None:
    instance = small_run().instance
    frame = tables.age_pyramid(instance.people, dt.date(2026, 12, 1))
    assert frame["men"].sum() == 11 and frame["women"].sum() == 1
    band = frame.set_index("age_band")
    assert band.loc["40–44", "men"] == 9 and band.loc["60+", "men"] == 1 and band.loc["<25", "men"] == 0


def test_the_profile_covers_every_unit() -> None:
    run = small_run()
    profile = tables.unit_profile(run.instance.roster, dt.date(2026, 12, 1)).set_index("unit")
    assert profile["people"].sum() == 12 and profile.loc["A", "vacant"] == 1 and pd.isna(profile.loc["B", "vacant"])


def test_words_stand_in_both_languages() -> None:
    assert tables.label("decision", "retain", "vi") == "Ở lại" and tables.label("status", "optimal", "en") == "Best plan, proven"
    assert tables.label("position_level", "deputy", "vi") == "Cấp phó" and tables.label("evidence", "?", "en").startswith("Doubtful")
    assert tables.label("decision", "", "vi") == "" and tables.label("decision", "strange", "vi") == "strange"
    assert tables.heading("employee_id", "vi") == "Mã số CBCCVC" and tables.heading("cost_vnd", "en") == "Cost (VND)"
    instance = small_run().instance
    assert tables.requirement_message(RowName(UNIT_MINIMUMS, ("A",)), instance).render("vi") == "Số người tối thiểu của +Vụ A (A)"
    assert "periods" not in tables.requirement_message(RowName(PERIOD_TARGETS, ("2030",)), instance).render("en")
    assert decisions(small_run())["P05"] == "retain"


def test_on_a_synthetic_ministry_everybody_has_a_reason_and_everything_adds_up() -> None:
    people, units = make_ministry(300, 6, 7)
    run = run_of(Roster(people, units, (), "0" * 64, "sample"), periods=target(0.2), redeploy={"allowed": True, "at_most_per_unit": 2})
    for lang in ("vi", "en"):
        frame = tables.people(run, lang)
        assert (frame["reason"].str.len() > 10).all() and not frame["reason"].str.contains("[{}]").any()
    routes, units_after = tables.by_route(run), tables.by_unit(run)
    assert routes["people"].sum() == units_after["leavers"].sum() == run.summary["headcount"]["leavers"]
    assert tables.waterfall(run)["people"].iloc[-1] == units_after["after"].sum()
    assert len(tables.law_used(run, "en")) > 10 and not tables.binding(run)["slack"].lt(0).any()


def test_a_requirement_names_its_skill_level_group_or_unit() -> None:
    people = [{"skills": "IT", "sex": "MF"[i % 2], "position_level": "deputy" if i < 2 else "staff"} for i in range(12)]
    run = run_of(
        roster_of(*people), periods=target(0.1), fairness=[{"by": "sex", "max_ratio": 1.5}], deputies=5,
        keep={"skills": [{"skill": "IT", "at_least": 2}, {"skill": "IT", "unit": "A", "at_least": 1}],
              "positions": [{"level": "deputy", "at_least": 1}], "succession": [{"if_leaves": "P01", "keep": "P02"}]},
    )  # fmt: skip
    frame = tables.requirements_shown(run, "en").set_index("requirement")["label"]
    assert frame["keep.skills.1"] == "Skill that must stay: IT, Whole ministry"
    assert frame["keep.skills.A"] == "Skill that must stay: IT, Vụ A (A)"
    assert frame["keep.positions.1"] == "Positions that must stay: Deputy, Whole ministry"
    assert frame["keep.succession.1"] == "One of two stays: P01 or P02"
    assert set(frame["fairness.sex"]) == {f"{group}: 16.7% leave, 1.00 times the rate of all, limit 1.5" for group in ("Female", "Male")}
    words = {tables.requirement_message(name, run.instance).render("vi") for name in tables.binding(run)["name"]}
    assert {"Công bằng theo giới tính: Nữ", "Kỹ năng phải giữ: IT, Vụ A (A)"} <= words
