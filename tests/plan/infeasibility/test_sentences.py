"""The conflict of an impossible scenario in words: the fewest entries, taken together for people, and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.value_text import attribute, group_label, value_label
from planner.optimise.model.build import build
from planner.optimise.model.rows import RowName
from planner.optimise.solve.infeasible.judge import judge
from planner.optimise.solve.search.certificate import with_rows
from planner.plan.infeasibility.headline import grouped, headline_of, seen
from planner.plan.infeasibility.sentences import bars_of, clashes_of
from planner.plan.plan import Run
from planner.scenario.requirement_kinds import LAW
from planner.service.run import Request, make_run, with_repairs
from tests.builder import EARLY, NEAR_RETIREMENT, instance_of, period, roster_of, scenario_with, target
from tests.optimise.solve.small import possible

FOUR = [{"unit": u} for u in "AABB"]


def impossible(*people: dict[str, Any], **changes: Any) -> Run:
    """The run of an impossible case, without a menu."""
    run = make_run(Request(scenario_with(**changes), roster_of(*people), time_limit_s=20, repairs=False))
    assert run.plan.status.value == "infeasible"
    return run


def clash(run: Run, names: Sequence[tuple[str, str]]) -> bool:
    """Whether these entries alone make every plan impossible, by enumeration."""
    model = build(run.instance)
    rows = [i for i, n in enumerate(model.rows.names) if (n.requirement, n.shown) in names]
    allowed = model.allowed.copy()
    bars = bars_of(run.instance)
    for _, options in bars:
        allowed[options] = True
    for name, options in bars:
        if (name.requirement, name.shown) in names:
            allowed[options] = False
    return not possible(model, rows, allowed)


def assert_irreducible(run: Run) -> None:
    """The entries clash, and dropping any one of them makes the rest possible."""
    bars = {"law", "lock", "keep.key_roles", "keep.people"}  # told for one unit, but in force for everybody
    names = [(c["requirement"], "" if c["requirement"] in bars and c["scope"] in "AB" else c["scope"]) for c in run.summary["conflict"]]
    assert names and clash(run, names)
    for one in names:
        assert not clash(run, [n for n in names if n != one]), one


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_the_conflict_is_irreducible(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = [
        {"unit": "AB"[int(rng.integers(2))], "key_role": bool(rng.random() < 0.3), **(EARLY if rng.random() < 0.2 else {}),
         **(NEAR_RETIREMENT if rng.random() < 0.1 else {})}
        for _ in range(int(rng.integers(2, 6)))
    ]  # fmt: skip
    low, high = sorted(float(round(s, 2)) for s in rng.random(2))
    asked = {
        "periods": target(float(round(rng.random(), 2))),
        "budget": {"total_vnd": int(rng.integers(0, 2 * 10**9))},
        "units": {"default": {"reduction_at_least": low if rng.random() < 0.5 else 0.0, "reduction_at_most": high, "minimum_headcount": int(rng.integers(0, 3))}},
        "keep": {"key_roles": bool(rng.random() < 0.5)},
    }
    run = make_run(Request(scenario_with(**asked), roster_of(*people), time_limit_s=20, repairs=False))
    if not run.solved:
        assert_irreducible(run)
        assert run.summary["conflict_summary"] and run.plan.headline is not None and run.plan.headline.render("vi")


def test_one_unit_in_one_sentence() -> None:
    run = impossible(*FOUR, units={"by_unit": {"B": {"reduction_at_least": 0.5, "minimum_headcount": 2}}})
    assert run.summary["conflict_summary"] == "Vụ B (B): 2 people, 2 must remain, yet 1 is asked to go (2 may leave)"
    assert run.plan.headline is not None
    assert run.plan.headline.render("vi") == "Vụ B (B): 2 người, phải còn ít nhất 2 người, nhưng yêu cầu giảm 1 người (2 người có thể nghỉ)"


def test_money_is_told_with_what_the_cheapest_exits_cost() -> None:
    run = impossible(*FOUR, periods=target(0.5), budget={"total_vnd": 1_000_000})
    said = run.summary["conflict_summary"]
    assert "2 of 4 people are to have left by period 2027" in said
    assert "at most 1,000,000 VND" in said and "the cheapest 2 exits alone cost" in said


def test_the_same_said_of_several_units_is_one_entry_for_people_only() -> None:
    people = [{"unit": u} for u in "AABBCC"]
    run = impossible(*people, periods=target(0.6), units={"default": {"reduction_at_most": 0.5}})
    assert len(run.summary["conflict"]) == 4
    assert [c["requirement"] for c in run.summary["conflict_groups"]] == ["periods.2027.reduction_at_least", "units.default.reduction_at_most"]
    shown = run.summary["conflict_groups"][1]
    assert shown["scope"] == "A, B, C"
    assert shown["message"] == "in each of 3 units (A, B, C) at most 50.0%: of 6 people together 3 may go"
    assert "3 units (A, B, C) may give up at most 3 people together" in run.summary["conflict_summary"]


@pytest.mark.parametrize(
    ("units", "entry", "words"),
    [
        (lambda names: {"default": {"reduction_at_most": 0.5}}, "units.default.reduction_at_most", "in each of 10 units (A, B, C, D, E, F, … (+4)) at most 50.0%"),
        (lambda names: {"by_unit": {u: {"minimum_headcount": 1} for u in names}}, "units.by_unit.*.minimum_headcount", "together at least 10 must remain"),
    ],
    ids=["one bound for all", "a bound for each"],
)
def test_a_limit_of_many_units_is_one_entry_that_stands_or_falls_as_a_whole(units: Any, entry: str, words: str) -> None:
    run = impossible(*[{"unit": u} for u in "AABBCCDDEEFFGGHHIIJJ"], periods=target(0.55), units=units("ABCDEFGHIJ"))
    first, second = run.summary["conflict"]
    assert (first["requirement"], second["requirement"], second["scope"]) == ("periods.2027.reduction_at_least", entry, "")
    assert words in second["message"] and "10 units" in run.summary["conflict_summary"]
    model = build(run.instance)
    own = [i for i, n in enumerate(model.rows.names) if n.every.requirement == entry]
    goal = [i for i, n in enumerate(model.rows.names) if n.requirement == first["requirement"]]
    assert judge(model, time_limit_s=20, seed=1).answer == "infeasible"
    for part in (own, goal):
        alone = np.isin(np.arange(len(model.rows.names)), part)
        assert judge(with_rows(model, alone), time_limit_s=20, seed=1).answer == "feasible"
    assert {r.family for r in with_repairs(run).plan.repairs} >= {"period_targets", "unit_caps" if "most" in entry else "unit_minimums"}


@pytest.mark.parametrize(("ratio", "clash"), [(0.9, True), (1.0, False)], ids=["below the rate of all", "the rate of all"])
def test_nobody_can_leave_where_every_group_is_to_leave_less_often_than_all(ratio: float, clash: bool) -> None:
    people = [{"sex": "MF"[i % 2]} for i in range(20)]
    asked = {"periods": target(0.5), "fairness": [{"by": "sex", "max_ratio": ratio}]}
    instance = instance_of(roster_of(*people), **asked)
    names = seen(instance, build(instance))
    assert {n.requirement for n in names} == ({"periods.2027.reduction_at_least", "fairness.sex"} if clash else set())
    if clash:
        run = impossible(*people, **asked)
        assert {(c["requirement"], c["scope"]) for c in run.summary["conflict"]} == {("periods.2027.reduction_at_least", "2027"), ("fairness.sex", "F"), ("fairness.sex", "M")}
        assert "none of 2 groups may leave more than 0.9 times as often as everybody" in run.summary["conflict_summary"]


def test_people_in_groups_too_small_to_compare_may_still_leave() -> None:
    people = [{"sex": "F"} for _ in range(4)] + [{"sex": "M"} for _ in range(16)]
    instance = instance_of(roster_of(*people), periods=target(0.2), fairness=[{"by": "sex", "max_ratio": 0.9}])
    assert not seen(instance, build(instance))


def test_shares_that_differ_are_not_told_as_one() -> None:
    people = [{"unit": u} for u in "AABB"]
    units = {"by_unit": {"A": {"reduction_at_most": 0.5}, "B": {"reduction_at_most": 0.6}}}
    run = impossible(*people, periods=target(0.7), units=units)
    assert len(run.summary["conflict_groups"]) == 3
    same = {"default": {"minimum_headcount": 1}}
    run = impossible(*people, periods=target(0.7), units=same)
    assert "in each of 2 units (A, B) a minimum: of 4 people together at least 2 must remain" == run.summary["conflict_groups"][1]["message"]


@pytest.mark.parametrize(
    ("people", "changes", "names", "words"),
    [
        ([{"lock": "leave", "sex": "F", "pregnant": True}, {}], {}, {"lock", "law"}, "P01"),
        ([{"unit": "A", "lock": "keep"}, {"unit": "A", "lock": "keep"}, {"unit": "B"}], {"units": {"by_unit": {"A": {"reduction_at_least": 0.5}}}},
         {"units.by_unit.A.reduction_at_least", "lock"}, "2 people are bound by a decision"),
        (FOUR, {"units": {"by_unit": {"B": {"reduction_at_least": 0.5, "minimum_headcount": 2}}}},
         {"units.by_unit.B.reduction_at_least", "units.by_unit.B.minimum_headcount"}, "2 must remain"),
        (FOUR, {"units": {"by_unit": {"B": {"reduction_at_least": 0.3, "reduction_at_most": 0.4}}}},
         {"units.by_unit.B.reduction_at_least", "units.by_unit.B.reduction_at_most"}, "at most 0 may go"),
        (FOUR, {"periods": target(0.9), "units": {"default": {"reduction_at_most": 0.5}}},
         {"periods.2027.reduction_at_least", "units.default.reduction_at_most"}, "may give up at most 2"),
        (FOUR, {"periods": target(0.5), "budget": {"total_vnd": 1_000_000}}, {"periods.2027.reduction_at_least", "budget.total_vnd"}, "cheapest 2"),
        (FOUR, {"periods": target(0.5), "budget": {"by_period": {"2027": 1_000_000}}},
         {"periods.2027.reduction_at_least", "budget.by_period.2027"}, "period 2027 may cost"),
    ],
    ids=["person", "unit and locks", "unit and minimum", "rounding", "target and units", "target and total", "target and period"],
)  # fmt: skip
def test_what_counting_alone_shows_is_said_before_any_solver(people: list[dict[str, Any]], changes: dict[str, Any], names: set[str], words: str) -> None:
    instance = instance_of(roster_of(*people), **changes)
    assert {n.requirement for n in seen(instance, build(instance))} == names
    told: list[str] = []
    run = make_run(Request(scenario_with(**changes), roster_of(*people), time_limit_s=20, repairs=False, on_clash=lambda m: told.append(m.render("en"))))
    assert run.plan.status.value == "infeasible"
    assert len(told) == 1 and words in told[0]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_counting_never_accuses_what_is_possible(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = [{"unit": "AB"[int(rng.integers(2))], **(NEAR_RETIREMENT if rng.random() < 0.2 else {})} for _ in range(6)]
    asked = {
        "periods": [period("2027", "2027-07-01", reduction_at_least=float(round(rng.random() / 2, 2))), period("2028", "2028-07-01", reduction_at_least=float(round(rng.random(), 2)))],
        "budget": {"total_vnd": int(rng.integers(0, 3 * 10**9)), "by_period": {"2027": int(rng.integers(0, 10**9))}},
        "units": {"default": {"reduction_at_least": float(round(rng.random() / 3, 2)), "reduction_at_most": float(round(0.5 + rng.random() / 2, 2))}},
        "redeploy": {"allowed": bool(rng.random() < 0.5)},
        "fairness": [{"by": "category", "max_ratio": max(0.01, float(round(rng.random() * 1.2, 2)))}],
    }  # fmt: skip
    instance = instance_of(roster_of(*people, units=[{"unit": "A", "assigned_quota": 4}, {"unit": "B", "assigned_quota": 4}]), **asked)
    model = build(instance)
    if names := seen(instance, model):
        assert not possible(model, list(range(len(model.rows.names))), model.allowed)
        assert headline_of(instance, clashes_of(instance, model, names)) is not None


def test_words_of_columns_and_groups_in_both_languages() -> None:
    assert value_label("position_level", "head").render("vi") == "Cấp trưởng"
    assert value_label("skills", "anything").render("en") == "anything"
    assert attribute("sex").render("vi") == "giới tính" and attribute("disability").render("en") == "Disability"
    assert group_label("age_band", "under_35").render("en") == "under 35" and group_label("sex", "F").render("vi") == "Nữ"


def test_every_requirement_has_a_sentence() -> None:
    people = [{"position_level": "deputy", "skills": "IT", "sex": "F"} for _ in range(6)] + [{"unit": "B"} for _ in range(6)]
    instance = instance_of(
        roster_of(*people, units=[{"unit": "A", "assigned_quota": 8}, {"unit": "B", "assigned_quota": 9}]),
        periods=[period("2027", "2027-07-01", reduction_at_least=0.1, reduction_at_most=0.9)],
        reduction={"by_category": {"civil_servant": {"reduction_at_least": 0.1}}, "by_kind": {"department": {"reduction_at_most": 0.9}}},
        units={"default": {"reduction_at_least": 0.1, "reduction_at_most": 0.9, "minimum_headcount": 1}},
        keep={"skills": [{"skill": "IT", "at_least": 1}, {"skill": "IT", "unit": "A", "at_least": 1}], "succession": [{"if_leaves": "P01", "keep": "P02"}],
              "positions": [{"level": "deputy", "at_least": 1}, {"level": "deputy", "at_least": 1, "per": "unit"}]},
        deputies=2, redeploy={"allowed": True}, budget={"total_vnd": 10**9, "by_period": {"2027": 10**9}},
        fairness=[{"by": "sex", "max_ratio": 1.5}, {"by": "age_band", "max_ratio": 1.0}],
        by_route={"immediate_separation": {"at_least": 1, "at_most": 9}}, secondment={"commune": {"at_least": 1, "at_most": 2}},
    )  # fmt: skip
    model = build(instance)
    names = [n for n in model.rows.names if not n.kind.always]
    for found in clashes_of(instance, model, names):
        assert found.message.render("en") != found.message.render("vi")
    entries = clashes_of(instance, model, [*names, RowName(LAW, ("",))])
    assert headline_of(instance, entries) is not None and len(grouped(entries)) < len(entries)
    assert headline_of(instance, ()) is None


# -- sentences are whole: they name the unit, agree in number, and speak of posts where posts are meant ----------------------


def both(run: Run) -> tuple[str, str]:
    assert run.plan.headline is not None
    return run.plan.headline.render("en"), run.plan.headline.render("vi")


def test_a_unit_is_named_where_a_period_stands_against_it() -> None:
    periods = [period("2027", "2027-07-01", reduction_at_most=0.2)]
    run = impossible(*FOUR, {"unit": "B"}, {"unit": "B"}, periods=periods, units={"by_unit": {"B": {"reduction_at_least": 0.5}}})
    english, vietnamese = both(run)
    assert "2 are asked to go (4 may leave) in Vụ B (B)" in english and "at most 1 may have left by period 2027" in english
    assert "yêu cầu giảm 2 người (4 người có thể nghỉ) tại Vụ B (B)" in vietnamese


def test_what_forbids_exits_is_told_with_the_unit_it_is_told_for() -> None:
    run = impossible({"lock": "keep"}, {"lock": "keep"}, {"unit": "B"}, units={"by_unit": {"A": {"reduction_at_least": 0.5}}})
    entry = next(c for c in run.summary["conflict"] if c["requirement"] == "lock")
    assert (entry["scope"], entry["message"]) == ("A", "Vụ A (A): 2 people are bound by a decision already taken (P01, P02)")
    assert both(run)[0] == "Vụ A (A): 2 people, 2 people are bound by a decision already taken, yet 1 is asked to go (0 may leave)"


def test_a_rule_of_the_whole_ministry_is_not_told_as_one_units() -> None:
    people = [{"skills": "IT"}, {"skills": "IT"}, {"unit": "B", "skills": "IT"}]
    keep = {"skills": [{"skill": "IT", "at_least": 3}]}
    english, _ = both(impossible(*people, units={"by_unit": {"A": {"reduction_at_least": 0.5}}}, keep=keep))
    assert english == "No plan is possible: 1 is asked to go (2 may leave) in Vụ A (A), yet 3 people have the skill 'IT', at least 3 must remain"


def test_groups_are_called_by_their_words_in_either_language() -> None:
    people = [{"sex": "MF"[i % 2]} for i in range(20)]
    run = impossible(*people, periods=target(0.5), fairness=[{"by": "sex", "max_ratio": 0.9}])
    group = next(c for c in run.plan.grouped if c.requirement == "fairness.sex")
    assert "(Female, Male)" in group.message.render("en") and "(Nữ, Nam)" in group.message.render("vi") and "0,9 lần" in group.message.render("vi")


def test_shares_of_quotas_are_told_in_posts() -> None:
    units = [{"unit": "A", "assigned_quota": 4}, {"unit": "B", "assigned_quota": 2}]
    asked = scenario_with(reduction={"of": "quota"}, periods=target(0.7), units={"default": {"reduction_at_most": 0.5}})
    run = make_run(Request(asked, roster_of(*FOUR, units=units), time_limit_s=20))
    english, vietnamese = both(run)
    assert "5 of 6 assigned posts are to be gone by period 2027 (2 are vacant, 4 more may leave)" in english
    assert "giảm 5 trên 6 biên chế được giao (2 biên chế đang trống" in vietnamese and "people by period" not in english
    entry = next(c["message"] for c in run.summary["conflict"] if c["scope"] == "2027")
    assert "70.0% of 6 assigned posts, that is 5, are to be gone; 2 stand vacant already and count" in entry
    eased = next(r.message for r in run.plan.repairs if r.family == "period_targets")
    assert "4 of 6 assigned posts" in eased.render("en") and "biên chế được giao" in eased.render("vi")


def test_the_sentence_speaks_of_the_entries_that_stand_under_it() -> None:
    people = [{"unit": u} for u in "AAABBBCCCDDD"]
    run = impossible(*people, periods=target(0.8), units={"default": {"reduction_at_most": 0.4}})
    shown = next(c for c in run.summary["conflict_groups"] if c["requirement"].startswith("units"))
    assert "4 units (A, B, C, D)" in shown["message"] and "4 units (A, B, C, D)" in run.summary["conflict_summary"]
