"""The menu of an impossible scenario: the least change of each family, planned before it is offered."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.plain import plain
from planner.core.rounding import at_least, at_most
from planner.instance.instance import Instance, prepare
from planner.optimise.model.build import build
from planner.plan.plan import Run
from planner.plan.repair.change import Edited, money_above, ratio_above, repaired, share_above, share_below
from planner.roster.people.frame import Roster
from planner.roster.write import write_roster
from planner.scenario.load import load_scenario, merge, scenario_from, to_yaml
from planner.scenario.requirement_kinds import BUDGET_TOTAL
from planner.service.run import Request, make_run
from tests.builder import EARLY, NEAR_RETIREMENT, SCENARIO, period, roster_of, scenario_with, target
from tests.optimise.solve.small import possible

PEOPLE: list[dict[str, Any]] = [{}, {}, {"unit": "B"}, {"unit": "B"}, {"unit": "B"}, {**EARLY, "unit": "B"}]


def run_with(roster: Roster, **changes: Any) -> Run:
    """The run of an impossible case."""
    run = make_run(Request(scenario_with(**changes), roster, time_limit_s=20))
    assert run.plan.status.value == "infeasible"
    return run


def offered(run: Run) -> dict[str, dict[str, Any]]:
    """The first change of each family."""
    found: dict[str, dict[str, Any]] = {}
    for repair in run.plan.repairs:
        found.setdefault(repair.family, repair.change)
    return found


def changed(run: Run, change: dict[str, Any]) -> Instance:
    """The case of the repaired scenario."""
    loaded = run.instance.loaded
    return prepare(scenario_from(repaired(loaded.data, change), name="repaired"), run.instance.roster)


def any_plan(instance: Instance) -> bool:
    """Whether a plan exists, by enumeration."""
    model = build(instance)
    return possible(model, list(range(len(model.rows.names))), model.allowed)


def tight(run: Run, enough: dict[str, Any], less: dict[str, Any]) -> None:
    """`enough` makes a plan possible, `less`, one step smaller, does not."""
    assert any_plan(changed(run, enough))
    assert not any_plan(changed(run, less))


def test_a_budget_rises_by_the_last_dong() -> None:
    run = run_with(roster_of(*PEOPLE), periods=target(0.5), budget={"total_vnd": 10_000_000})
    money = offered(run)["budget"]["budget"]["total_vnd"]
    tight(run, {"budget": {"total_vnd": money}}, {"budget": {"total_vnd": money - 1}})
    repair = next(r for r in run.plan.repairs if r.family == "budget")
    assert repair.cost_vnd == money and repair.leavers == 3
    assert f"{money:,} VND instead of 10,000,000" in repair.message.render("en")


def test_budgets_of_two_periods_rise_together_where_neither_suffices() -> None:
    periods = [period("2027", "2027-07-01", reduction_at_least=0.3, reduction_at_most=0.4), period("2028", "2028-07-01", reduction_at_least=0.6)]
    run = run_with(roster_of(*PEOPLE), periods=periods, budget={"by_period": {"2027": 1_000_000, "2028": 1_000_000}})
    money = offered(run)["budget"]["budget"]["by_period"]
    assert set(money) == {"2027", "2028"}
    for name in money:
        tight(run, {"budget": {"by_period": money}}, {"budget": {"by_period": {**money, name: money[name] - 1}}})


def test_a_target_falls_by_the_fewest_people() -> None:
    run = run_with(roster_of(*PEOPLE), periods=target(0.9), units={"default": {"minimum_headcount": 1}})
    change = offered(run)["period_targets"]
    share = change["periods"][0]["reduction_at_least"]
    assert at_least(share_decimal(share), 6) == 4
    more = copy.deepcopy(change)
    more["periods"][0]["reduction_at_least"] = share_below(5, 6)
    tight(run, change, more)


def share_decimal(share: float) -> Any:
    """The decimal that a scenario makes of a share."""
    from decimal import Decimal

    return Decimal(str(share))


def test_a_target_of_assigned_posts_counts_vacancies() -> None:
    units = [{"unit": "A", "assigned_quota": 3}, {"unit": "B", "assigned_quota": 5}]
    run = run_with(roster_of(*PEOPLE, units=units), periods=target(0.9), reduction={"of": "quota"}, units={"default": {"minimum_headcount": 1}})
    change = offered(run)["period_targets"]
    more = copy.deepcopy(change)
    more["periods"][0]["reduction_at_least"] = share_below(7, 8)
    tight(run, change, more)


def test_a_ceiling_of_a_period_rises_for_natural_exits() -> None:
    people = [*PEOPLE, NEAR_RETIREMENT, NEAR_RETIREMENT]
    run = run_with(roster_of(*people), periods=[period("2027", "2027-07-01", reduction_at_most=0.1)])
    change = offered(run)["period_caps"]
    less = copy.deepcopy(change)
    less["periods"][0]["reduction_at_most"] = share_above(1, 8)
    tight(run, change, less)


def test_one_unit_gives_up_fewer_people_or_keeps_fewer_or_may_lose_more() -> None:
    run = run_with(
        roster_of(*PEOPLE), periods=target(0.0), units={"default": {"reduction_at_least": 0.5}, "by_unit": {"B": {"minimum_headcount": 3, "reduction_at_most": 0.5}}}
    )
    found = offered(run)
    tight(run, found["unit_targets"], {"units": {"by_unit": {"B": {"reduction_at_least": share_below(2, 4)}}}})
    tight(run, found["unit_minimums"], {"units": {"by_unit": {"B": {"minimum_headcount": 3}}}})
    assert found["unit_minimums"] == {"units": {"by_unit": {"B": {"minimum_headcount": 2}}}}
    assert "unit_caps" not in found
    assert run.summary["conflict_summary"] == "Vụ B (B): 4 people, 3 must remain, yet 2 are asked to go (4 may leave)"
    caps = run_with(roster_of(*PEOPLE), periods=target(0.6), units={"default": {"reduction_at_most": 0.5}})
    change = offered(caps)["unit_caps"]
    assert any_plan(changed(caps, change)) and len(change["units"]["by_unit"]) == 1


def test_where_many_units_give_way_one_bound_for_all_is_offered_too() -> None:
    people = [{"unit": u} for u in "AAABBBCCCDDDEEE"]
    run = run_with(roster_of(*people), periods=target(0.6), units={"default": {"reduction_at_most": 0.4}})
    first, second = [r for r in run.plan.repairs if r.family == "unit_caps"]
    share = first.change["units"]["default"]["reduction_at_most"]
    tight(run, first.change, {"units": {"default": {"reduction_at_most": round(share - 0.001, 3)}}})
    assert len(second.change["units"]["by_unit"]) > 2
    asked = run_with(roster_of(*people), periods=target(0.1), by_route={"immediate_separation": {"at_most": 3}}, units={"default": {"reduction_at_least": 0.4}})
    first = next(r for r in asked.plan.repairs if r.family == "unit_targets")
    share = first.change["units"]["default"]["reduction_at_least"]
    tight(asked, first.change, {"units": {"default": {"reduction_at_least": round(share + 0.001, 3)}}})
    kept = run_with(roster_of(*people), periods=target(0.6), units={"default": {"minimum_headcount": 2}})
    first = next(r for r in kept.plan.repairs if r.family == "unit_minimums")
    assert first.change == {"units": {"default": {"minimum_headcount": 1}}}


def test_a_number_of_exits_that_holds_in_every_period_gives_way_once() -> None:
    periods = [period("a", "2027-07-01", reduction_at_least=0.3), period("b", "2028-07-01", reduction_at_least=1.0)]
    run = run_with(roster_of(*[{}] * 6), periods=periods, units={"default": {"exits_at_most_per_period": 1}})
    repair = next(r for r in run.plan.repairs if r.family == "unit_exits")
    most = repair.change["units"]["by_unit"]["A"]["exits_at_most_per_period"]
    tight(run, repair.change, {"units": {"by_unit": {"A": {"exits_at_most_per_period": most - 1}}}})
    assert repair.message.render("en") == f"Vụ A (A): up to {most} exits in a period instead of 1"
    people = [{"unit": u} for u in "AAABBBCCCDDD"]
    many = run_with(roster_of(*people), periods=target(0.6), units={"default": {"exits_at_most_per_period": 1}})
    first = next(r for r in many.plan.repairs if r.family == "unit_exits")
    assert first.change == {"units": {"default": {"exits_at_most_per_period": 2}}}
    assert first.message.render("vi") == "Mỗi đơn vị tối đa 2 người nghỉ trong một giai đoạn thay vì 1 người"


def test_a_minimum_of_the_units_table_is_replaced_by_the_scenario_s() -> None:
    units = [{"unit": "A"}, {"unit": "B", "minimum_headcount": 4}]
    run = run_with(roster_of(*PEOPLE, units=units), periods=target(0.5))
    assert offered(run)["unit_minimums"] == {"units": {"by_unit": {"B": {"minimum_headcount": 3}}}}
    tight(run, offered(run)["unit_minimums"], {})


def test_a_skill_gives_way_by_one() -> None:
    people = [{**p, "skills": "thẩm định"} for p in PEOPLE]
    floor = {"skill": "thẩm định", "at_least": 4}
    run = run_with(roster_of(*people), periods=target(0.5), keep={"skills": [floor]})
    tight(run, offered(run)["skills"], {"keep": {"skills": [floor]}})
    assert offered(run)["skills"] == {"keep": {"skills": [{**floor, "at_least": 3}]}}


@pytest.mark.parametrize(("per", "asked", "left"), [("unit", 2, 1), ("ministry", 4, 2)])
def test_a_position_level_gives_way(per: str, asked: int, left: int) -> None:
    people = [{"position_level": "division_head", "unit": u} for u in "AABB"] + [{}, {"unit": "B"}]
    kept = {"people": ["P05", "P06"], "positions": [{"level": "division_head", "at_least": asked, "per": per}]}
    run = run_with(roster_of(*people), periods=target(0.33), keep=kept)
    change = offered(run)["positions"]
    assert change["keep"]["positions"][0]["at_least"] == left
    tight(run, change, {"keep": {"positions": [{"level": "division_head", "at_least": left + 1, "per": per}]}})


def test_a_number_of_deputies_rises_and_a_cap_of_the_law_only_in_the_last_resort() -> None:
    people = [{"position_level": "deputy", "unit": "A"} for _ in range(3)] + [{}]
    kept = {"people": ["P01", "P02"]}
    run = run_with(roster_of(*people), keep=kept, deputies=1)
    tight(run, {"deputies": 2}, {"deputies": 1})
    assert offered(run)["deputies"] == {"deputies": 2}
    assert offered(run)["kept_people"]["keep"]["people"] in (["P01"], ["P02"])
    expectant = [{"position_level": "deputy", "sex": "F", "pregnant": True} for _ in range(4)]
    alone = run_with(roster_of(*expectant, {}), deputies="law")
    assert [r.family for r in alone.plan.repairs] == ["deputies"]
    assert "years of grace" in alone.plan.repairs[0].message.render("en")
    named = run_with(roster_of(*[{"position_level": "deputy"} for _ in range(4)]), keep={"people": ["P01", "P02", "P03", "P04"]}, deputies="law")
    assert "deputies" not in offered(named) and "kept_people" in offered(named)


def test_the_law_s_own_ways_out_come_before_a_number_of_deputies() -> None:
    """Each unit by itself gives way to the average, the average to the years of grace, and both to a number within the decree's sum."""
    people = [{"position_level": "deputy", "unit": "A", "key_role": True} for _ in range(4)] + [{"unit": "B"}]
    units = [{"unit": "A"}, {"unit": "B"}]
    run = run_with(roster_of(*people, units=units), deputies="each", keep={"key_roles": True})
    changes = [r.change for r in run.plan.repairs if r.family == "deputies"]
    assert changes == [{"deputies": "law"}, {"deputies": 4}]
    assert any("by the average of the ministry" in r.message.render("en") for r in run.plan.repairs)
    merged = [{"unit": "A", "merged_from": 2}, {"unit": "B", "deputy_cap": 0}]
    run = run_with(roster_of(*people, *people[:4], units=merged), deputies="law", keep={"key_roles": True})
    said = {str(r.change): r.message.render("en") for r in run.plan.repairs if r.family == "deputies"}
    assert list(said) == ["{'deputies_grace': True}"]  # eight are more than 4 + 3: a number would be beyond the decree
    assert said["{'deputies_grace': True}"].startswith("Units that were merged or received functions (A) are held to their deputies only after 2030-12-31")


def test_a_minister_s_own_number_gives_way_to_one_for_every_unit() -> None:
    people = [{"position_level": "deputy", "unit": "A", "key_role": True} for _ in range(3)] + [{"unit": "B"}]
    run = run_with(roster_of(*people, units=[{"unit": "A", "deputy_cap": 2}, {"unit": "B"}]), deputies="law", keep={"key_roles": True})
    assert [r.change for r in run.plan.repairs if r.family == "deputies"] == [{"deputies": 3}]
    tight(run, {"deputies": 3}, {"deputies": 2})


def test_the_fewest_of_the_people_kept_by_name() -> None:
    ids = [f"P{i:02d}" for i in range(1, 7)]
    run = run_with(roster_of(*PEOPLE), periods=target(0.5), keep={"people": ids[:5]})
    left = offered(run)["kept_people"]["keep"]["people"]
    assert len(left) == 3
    for one in set(ids[:5]) - set(left):
        assert not any_plan(changed(run, {"keep": {"people": [*left, one]}}))


def test_key_roles_give_way_and_it_is_said_for_how_many() -> None:
    people = [{**p, "key_role": True} for p in PEOPLE[:4]] + PEOPLE[4:]
    run = run_with(roster_of(*people), periods=target(0.5), keep={"key_roles": True})
    assert offered(run)["key_roles"] == {"keep": {"key_roles": False}}
    message = next(r.message.render("en") for r in run.plan.repairs if r.family == "key_roles")
    assert "at least 1 of 4" in message


def test_fairness_gives_way_by_hundredths() -> None:
    people = [{"sex": "F", "lock": "keep"} for _ in range(5)] + [{"sex": "M"} for _ in range(5)]
    run = run_with(roster_of(*people), periods=target(0.2), fairness=[{"by": "sex", "max_ratio": 1.2}])
    change = offered(run)["fairness"]
    ratio = change["fairness"][0]["max_ratio"]
    assert ratio == 2.0
    tight(run, change, {"fairness": [{"by": "sex", "max_ratio": round(ratio - 0.01, 2)}]})


def test_a_route_that_is_lawful_but_not_listed() -> None:
    run = run_with(roster_of(*PEOPLE), periods=target(0.5), routes=["early_retirement"])
    routes = [r.change["routes"] for r in run.plan.repairs if r.family == "routes"]
    assert ["early_retirement", "immediate_separation"] in routes
    assert all(any_plan(changed(run, {"routes": r})) for r in routes)


def test_moves_make_room_for_a_minimum() -> None:
    units = [{"unit": "A", "assigned_quota": 6}, {"unit": "B", "assigned_quota": 6}]
    people = [{} for _ in range(4)] + [{"unit": "B"}, {"unit": "B", "lock": "leave"}, {"unit": "B", "lock": "leave"}]
    run = run_with(roster_of(*people, units=units), units={"by_unit": {"B": {"minimum_headcount": 2}}})
    assert offered(run)["moves"] == {"redeploy": {"allowed": True, "at_most_per_unit": 1}}
    limited = run_with(roster_of(*people, units=units), redeploy={"allowed": True, "at_most_per_unit": 0}, units={"by_unit": {"B": {"minimum_headcount": 2}}})
    tight(limited, offered(limited)["moves"], {"redeploy": {"allowed": True, "at_most_per_unit": 0}})


def test_groups_routes_and_pairs_of_successors_give_way() -> None:
    run = run_with(roster_of(*PEOPLE), periods=target(0.5), reduction={"by_category": {"civil_servant": {"reduction_at_most": 0.4}}})
    tight(run, offered(run)["group_caps"], {"reduction": {"by_category": {"civil_servant": {"reduction_at_most": share_above(2, 6)}}}})
    run = run_with(roster_of(*PEOPLE), periods=target(0.5), by_route={"immediate_separation": {"at_most": 1}})
    assert any_plan(changed(run, offered(run)["route_caps"]))
    pairs = [{"if_leaves": "P01", "keep": "P02"}]
    people = [{"lock": "leave"}, {"lock": "leave"}, {}]
    run = run_with(roster_of(*people), keep={"succession": pairs})
    assert offered(run)["successors"] == {"keep": {"succession": []}}


def test_a_lock_without_a_route_is_told_and_not_offered() -> None:
    run = run_with(roster_of({"lock": "leave", "sex": "F", "pregnant": True}, {}), keep={})
    assert not run.plan.repairs
    notes = " ".join(run.summary["conflict_notes"])
    assert "P01" in notes and "never offered" in notes


def test_two_clashes_at_once_need_two_changes() -> None:
    run = run_with(
        roster_of(*PEOPLE), periods=target(0.5), units={"by_unit": {"A": {"reduction_at_least": 0.5, "minimum_headcount": 2}}},
        by_route={"immediate_separation": {"at_most": 0}},
    )  # fmt: skip
    assert [r.family for r in run.plan.repairs] == ["together"]
    assert any_plan(changed(run, run.plan.repairs[0].change))
    assert run.plan.repairs[0].message.render("vi").startswith("Đồng thời")


def test_no_time_gives_no_menu_and_says_so() -> None:
    from planner.plan.repair import repairs_of

    run = run_with(roster_of(*PEOPLE), periods=target(0.5), budget={"total_vnd": 10_000_000})
    menu = repairs_of(run.instance, time_limit_s=0.0, again=lambda loaded, limit: run, conflict=[BUDGET_TOTAL])
    assert not menu.repairs and any("Time ran out" in note.render("en") for note in menu.notes)


def test_what_cannot_help_is_named() -> None:
    run = run_with(roster_of(*PEOPLE), periods=target(0.5), budget={"total_vnd": 10_000_000}, units={"default": {"reduction_at_most": 0.9}})
    assert any("largest unit reductions" in note for note in run.summary["conflict_notes"])


def test_repairs_stand_from_the_least_intrusive_to_the_target() -> None:
    from planner.plan.repair.menu import entries

    run = run_with(roster_of(*PEOPLE), periods=target(0.5), routes=["early_retirement"], budget={"total_vnd": 1})
    order = [entry.name for entry in entries()]
    places = [order.index(r.family) for r in run.plan.repairs]
    assert places == sorted(places) and places


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with an impossible scenario, `s.yaml`, that was solved into `plan`."""
    write_roster(roster_of(*PEOPLE), tmp_path / "roster.csv")
    (tmp_path / "scenarios").mkdir()
    asked = merge(SCENARIO, {"roster": "../roster.csv", "periods": target(0.5), "budget": {"total_vnd": 10_000_000}})
    (tmp_path / "scenarios" / "s.yaml").write_text(to_yaml(asked), encoding="utf-8")
    assert call("solve", tmp_path / "scenarios" / "s.yaml", "--out", tmp_path / "plan") == 3
    assert sorted(p.name for p in (tmp_path / "plan").iterdir()) == ["inputs", "manifest.json", "plan.json"]
    return tmp_path


def call(*arguments: object) -> int:
    """The exit code of `planner ARGUMENTS`."""
    from planner.cli.main import run

    return run([str(a) for a in arguments])


def test_every_repair_solves_through_a_file_that_extends(desk: Path) -> None:
    summary = json.loads((desk / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert len(summary["repairs"]) >= 2 and all(r["verified"] is True for r in summary["repairs"])
    for i, repair in enumerate(summary["repairs"], 1):
        file = desk / "scenarios" / f"by_hand_{i}.yaml"
        file.write_text(json.dumps({"extends": "s.yaml", **repair["change"]}), encoding="utf-8")
        out = desk / f"out{i}"
        assert call("solve", file, "--out", out) == 0
        solved = json.loads((out / "plan.json").read_text(encoding="utf-8"))
        assert solved["headcount"]["leavers"] == repair["leavers"]
        assert call("verify", out) == 0


def test_the_command_writes_a_scenario_that_solves(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = desk / "elsewhere" / "new.yaml"
    new.parent.mkdir()
    assert call("repair", desk / "plan", 2, "--out", new) == 0
    assert "planner solve" in capsys.readouterr().out
    loaded = load_scenario(new)
    assert "extends: ../scenarios/s.yaml" in new.read_text(encoding="utf-8")
    assert loaded.scenario.title.endswith("(repair 2)")
    assert call("solve", new, "--out", desk / "out") == 0


def test_the_command_writes_the_whole_scenario_where_the_first_one_is_gone(desk: Path) -> None:
    (desk / "scenarios" / "s.yaml").unlink()
    assert call("repair", desk / "plan", 1, "--out", desk / "new.yaml") == 0
    assert "extends" not in (desk / "new.yaml").read_text(encoding="utf-8")
    assert call("solve", desk / "new.yaml", "--out", desk / "out") == 0


@pytest.mark.parametrize(
    ("number", "out", "words"), [("9", "new.yaml", "numbers 1 to"), ("0", "new.yaml", "numbers 1 to"), ("1", "new.txt", ".yaml")]
)
def test_a_wrong_number_or_file_ends_with_2_and_a_sentence(desk: Path, number: str, out: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert call("repair", desk / "plan", number, "--out", desk / out) == 2
    assert words in capsys.readouterr().err and not (desk / out).exists()


def test_a_folder_without_a_menu_ends_with_2(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("repair", desk / "plan", 1, "--out", desk / "new.yaml")
    call("solve", desk / "new.yaml", "--out", desk / "out")
    capsys.readouterr()
    assert call("repair", desk / "out", 1, "--out", desk / "x.yaml") == 2
    assert "no repair" in capsys.readouterr().err


@given(st.integers(1, 200_000), st.data())
def test_shares_are_readable_and_mean_exactly_so_many_people(size: int, data: st.DataObject) -> None:
    people = data.draw(st.integers(0, size))
    assert at_least(share_decimal(share_below(people, size)), size) == people
    assert at_most(share_decimal(share_above(people, size)), size) == people


@given(st.integers(0, 10**15))
def test_money_is_rounded_up_by_a_thousandth_at_most(money: int) -> None:
    assert money <= money_above(money) <= money * 1.0011


def test_ratios_are_rounded_up() -> None:
    assert ratio_above(share_decimal(1.2301)) == share_decimal(1.24)


def test_a_change_holds_what_differs_and_is_plain_json() -> None:
    data = scenario_with(periods=target(0.5)).data
    edited = Edited(data)
    edited.put(("units", "by_unit", "A", "minimum_headcount"), 3)
    edited.put(("periods", "2027", "reduction_at_least"), None)
    change = edited.change()
    assert json.loads(json.dumps(change)) == change
    assert change == {"units": {"by_unit": {"A": {"minimum_headcount": 3}}}, "periods": [{"name": "2027", "leave_on": "2027-07-01"}]}
    assert plain(repaired(data, change)) == plain(edited.data)


KEYS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("target", {"periods": [period("2027", "2027-07-01")]}),
    ("budget", {"budget": {"total_vnd": 10**15}}),
    ("cap", {"units": {"default": {"reduction_at_most": None}}}),
    ("floor", {"units": {"default": {"reduction_at_least": None}}}),
    ("minimum", {"units": {"default": {"minimum_headcount": 0}}}),
    ("people", {"keep": {"people": []}}),
    ("roles", {"keep": {"key_roles": False}}),
)
"""Each key alone, as far away as it can be."""


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_where_one_key_suffices_there_is_a_repair_and_each_one_holds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = [
        {"unit": "AB"[int(rng.integers(2))], "key_role": bool(rng.random() < 0.3), "salary_coefficient": float(round(rng.uniform(2.3, 6.0), 2)),
         **(EARLY if rng.random() < 0.2 else {}), "lock": str(rng.choice(["none", "none", "none", "none", "keep"]))}
        for _ in range(int(rng.integers(2, 6)))
    ]  # fmt: skip
    low, high = sorted(float(round(s, 2)) for s in rng.random(2))
    asked = {
        "periods": target(float(round(rng.random(), 2))),
        "budget": {"total_vnd": int(rng.integers(0, 2 * 10**9))},
        "units": {"default": {"reduction_at_least": low if rng.random() < 0.5 else 0.0, "reduction_at_most": high, "minimum_headcount": int(rng.integers(0, 3))}},
        "keep": {"key_roles": bool(rng.random() < 0.5), "people": ["P01"] if rng.random() < 0.5 else []},
    }
    run = make_run(Request(scenario_with(**asked), roster_of(*people), time_limit_s=20))
    if run.solved:
        return
    suffices = [name for name, away in KEYS if any_plan(changed(run, plain(away)))]
    alone = [r for r in run.plan.repairs if r.family != "together"]
    assert not suffices or alone, suffices
    for repair in run.plan.repairs:
        assert any_plan(changed(run, repair.change)), repair.change


def test_several_bounds_are_listed_in_the_readers_words() -> None:
    people = [{"sex": "F"} for _ in range(4)] + [{**EARLY} for _ in range(4)]
    limits = {"immediate_separation": {"at_most": 1}, "early_retirement": {"at_most": 1}}
    run = run_with(roster_of(*people), periods=target(0.9), routes=["immediate_separation", "early_retirement"], by_route=limits)
    message = next(r.message for r in run.plan.repairs if r.family == "route_caps")
    assert "Early retirement 1 → 4" in message.render("en") and "Nghỉ hưu trước tuổi 1 → 4" in message.render("vi")
    assert "early_retirement" not in message.render("vi")
