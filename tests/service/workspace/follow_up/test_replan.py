"""Planning anew from the state reached: what the rest has to give is what is missing of the first goal, people for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import InputError
from planner.core.rounding import at_least, at_most
from planner.instance.instance import Instance, prepare
from planner.scenario.load import scenario_from
from planner.service.run import Request, make_run
from planner.service.saved_runs import planned_instance, planned_roster, written_decisions
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.follow_up.goal import least_share, most_share
from planner.service.workspace.follow_up.lines import Line
from planner.service.workspace.follow_up.replan import Replan, replan
from planner.service.workspace.follow_up.replan_folder import write_replan
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace
from tests.builder import EARLY, instance_of, period, roster_of
from tests.service.workspace.conftest import Filler
from tests.service.workspace.follow_up.plans import by_person, done, followed, line_of

ON, MILLION = dt.date(2027, 12, 31), 10**6
TWO = [period("2027", "2027-07-01", reduction_at_least=0.2), period("2028", "2028-07-01", reduction_at_least=0.4, reduction_at_most=0.5)]


def case(people: int = 10, **changes: Any) -> Instance:
    """Ten people of unit A and B in turn."""
    units = [{"unit": "A", "name": "Vụ A", "assigned_quota": 8}, {"unit": "B", "name": "Vụ B"}, {"unit": "C", "name": "Vụ C", "assigned_quota": 3}]
    return instance_of(roster_of(*({"unit": "AB"[i % 2]} for i in range(people)), units=units), **{"periods": TWO, **changes})


def at(instance: Instance, *lines: Line, on: dt.date = ON) -> Replan:
    """The rest, from lines."""
    return replan(instance, lines, on)


def asked(found: Replan, which: str, *path: Any) -> int:
    """How many people a share of the new scenario is."""
    bounds: Any = found.data
    for key in path:
        bounds = bounds[key]
    people = len(found.roster.people)
    return (at_least if which == "reduction_at_least" else at_most)(Decimal(str(bounds[which])), people)


@pytest.mark.parametrize("of", [1, 2, 3, 7, 57, 285, 1111, 9973, 100_000])
def test_a_share_of_the_rest_is_the_same_number_of_people(of: int) -> None:
    for people in {0, 1, of // 3, of // 2, of - 1, of}:
        assert at_least(Decimal(str(float(least_share(people, of)))), of) == people
        assert at_most(Decimal(str(float(most_share(people, of)))), of) == people
    assert least_share(-3, of) == most_share(-3, of) == 0 and least_share(of + 1, of) == 1


def test_who_left_is_gone_and_what_is_missing_is_asked_of_the_rest() -> None:
    found = at(case(), done(1), line_of(2))
    assert len(found.roster.people) == 9 and "P01" not in set(found.roster.people["employee_id"])
    assert [p["name"] for p in found.data["periods"]] == ["2028"]
    assert asked(found, "reduction_at_least", "periods", 0) == 3 and asked(found, "reduction_at_most", "periods", 0) == 4
    assert found.data["snapshot_on"] == dt.date(2026, 12, 1) and [n.message.key for n in found.notes] == ["follow.periods_passed"]


def test_a_target_that_passed_unreached_is_asked_of_the_next_period() -> None:
    found = at(case(periods=[period("2027", "2027-07-01", reduction_at_least=0.3), period("2028", "2028-07-01")]), done(1))
    assert asked(found, "reduction_at_least", "periods", 0) == 2


def test_a_goal_that_is_reached_asks_nothing_more() -> None:
    found = at(case(), *(done(at) for at in range(1, 7)))
    assert asked(found, "reduction_at_least", "periods", 0) == 0 and asked(found, "reduction_at_most", "periods", 0) == 0
    assert "follow.more_than_most" in [n.message.key for n in found.notes]


def test_who_withdrew_is_locked_and_who_is_under_way_too_where_the_plan_chose_it() -> None:
    found = at(
        case(), line_of(1, state="withdrawn", outcome="r"), line_of(2, state="under_way"), line_of(3),
        line_of(4, state="withdrawn", outcome="r", decision="normal_retirement"), line_of(5, state="withdrawn", outcome="r", kind="move", decision="redeploy"),
    )  # fmt: skip
    people = found.roster.people.set_index("employee_id")
    assert people["lock"].to_dict() == {f"P{i:02d}": {1: "keep", 2: "leave"}.get(i, "none") for i in range(1, 11)}
    assert people.at["P01", "volunteers"] == "no"


def test_the_wish_of_who_withdrew_is_none_any_more() -> None:
    instance = instance_of(roster_of({**EARLY, "volunteers": "early_retirement", "lock": "leave"}, {}), periods=TWO)
    row = at(instance, line_of(1, state="withdrawn", outcome="r", decision="early_retirement")).roster.people.iloc[0]
    assert (row["volunteers"], row["lock"]) == ("no", "keep")


def test_who_moved_is_in_the_new_unit_and_who_came_back_is_there_again() -> None:
    found = at(case(), done(1), line_of(2, kind="rehire", employee_id="P01", day="2027-09-01"), done(3, kind="move", decision="redeploy", to_unit="C", paid=None, cost_vnd=0))
    people = found.roster.people.set_index("employee_id")
    assert len(people) == 10 and people.at["P03", "unit"] == "C" and asked(found, "reduction_at_least", "periods", 0) == 4


def test_a_post_that_was_filled_again_is_one_more_to_leave() -> None:
    found = at(case(), done(1), line_of(2, kind="backfill", employee_id="P01", day="2027-09-01"))
    assert len(found.roster.people) == 9 and asked(found, "reduction_at_least", "periods", 0) == 4
    assert "follow.filled_again" in [n.message.key for n in found.notes]


def test_targets_of_posts_count_the_vacant_ones_as_before() -> None:
    instance = case(reduction={"of": "quota"})  # 8 + 5 + 3 posts, ten people: 40 % of 16 are 7, of which 6 are vacant
    found = at(instance, done(2, unit="B"))
    new = prepare(scenario_from({**found.data}, name="x.yaml"), found.roster)
    share = Decimal(str(found.data["periods"][0]["reduction_at_least"]))
    assert (instance.baseline, new.baseline) == (16, 15) and at_least(share, 15) - (15 - 9) == 7 - 6 - 1
    assert at(instance).data["periods"][0]["reduction_at_least"] == pytest.approx(7 / 16)


def test_bounds_on_units_kinds_and_categories_count_what_is_done() -> None:
    bounds = {"default": {"reduction_at_most": 0.6}, "by_unit": {"A": {"reduction_at_least": 0.4}}}
    groups = {"by_kind": {"department": {"reduction_at_most": 0.5}}, "by_category": {"civil_servant": {"reduction_at_least": 0.3}}}
    found = at(case(units=bounds, reduction=groups), done(1), done(2, unit="B"), done(3, kind="move", decision="redeploy", to_unit="C", paid=None, cost_vnd=0))
    by_unit, reduction = found.data["units"]["by_unit"], found.data["reduction"]

    def people(share: float, of: int, which: Callable[[Decimal, int], int]) -> int:
        return which(Decimal(str(share)), of)

    assert people(by_unit["A"]["reduction_at_least"], 3, at_least) == 0 and people(by_unit["A"]["reduction_at_most"], 3, at_most) == 1
    assert people(by_unit["B"]["reduction_at_most"], 4, at_most) == 2 and found.data["units"]["default"] == {"reduction_at_most": 0.6}
    assert people(by_unit["C"]["reduction_at_most"], 1, at_most) == 1
    assert people(reduction["by_kind"]["department"]["reduction_at_most"], 8, at_most) == 3
    assert people(reduction["by_category"]["civil_servant"]["reduction_at_least"], 8, at_least) == 1


def test_money_routes_and_names_are_those_that_are_left() -> None:
    changes = {
        "budget": {"total_vnd": 1000 * MILLION, "by_period": {"2027": 400 * MILLION, "2028": 600 * MILLION}}, "by_route": {"immediate_separation": {"at_least": 2, "at_most": 5}},
        "keep": {"people": ["P05"], "succession": [{"if_leaves": "P01", "keep": "P06"}, {"if_leaves": "P07", "keep": "P08"}]},
    }  # fmt: skip
    found = at(case(**changes), done(1, paid=90 * MILLION), done(2, "2027-11-01", 50 * MILLION, period="2028"))
    assert found.data["budget"] == {"total_vnd": 860 * MILLION, "by_period": {"2028": 550 * MILLION}}
    assert found.data["by_route"] == {"immediate_separation": {"at_least": 0, "at_most": 3}}
    assert found.data["keep"] == {"people": ["P05", "P06"], "succession": [{"if_leaves": "P07", "keep": "P08"}]}
    spent = at(case(**changes), done(1, paid=1000 * MILLION - 5), done(2, paid=601 * MILLION, period="2028"))
    assert spent.data["budget"] == {"total_vnd": 0, "by_period": {"2028": 0}} and "follow.more_than_budget" in [n.message.key for n in spent.notes]
    assert prepare(scenario_from(spent.data, name="x.yaml"), spent.roster).scenario.budget.total_vnd == 0
    with pytest.raises(InputError, match="not entered for the lines 1; enter paid_vnd first"):
        at(case(**changes), done(1, paid=None))


def test_a_reorganisation_is_done_and_is_not_asked_again() -> None:
    steps = [{"merge": ["A", "B"], "into": {"unit": "AB", "name": "Vụ AB", "kind": "department"}}]
    found = at(case(reorganise=steps, fairness=[{"by": "sex", "max_ratio": 2}]), done(1, unit="AB"))
    assert "reorganise" not in found.data and set(found.roster.people["unit"]) == {"AB"} and set(found.roster.units["unit"]) == {"AB", "C"}
    assert "follow.fairness_of_the_rest" in [n.message.key for n in found.notes]
    prepare(scenario_from(found.data, name="x.yaml"), found.roster)


def test_nothing_is_left_to_plan_after_the_last_period() -> None:
    with pytest.raises(InputError, match="nothing is left to be planned"):
        at(case(), on=dt.date(2028, 7, 1))


def test_the_rest_is_planned_from_the_folder_and_reaches_the_first_goal(made: Callable[[Filler], Workspace], place: Path, me: Actor) -> None:
    """Sixteen people, six to leave: two left, one withdrew; the new plan's leavers and the two are six again."""
    workspace = made(followed)
    lines = by_person(follow.follow_up(workspace, me, "base").lines)
    left, back_out = [lines[who].line for who in ("P07", "P10")], lines["P16"].line
    follow.write(workspace, me, "base", [Asked(line, {"state": "done", "done_on": "2027-07-01"}) for line in left])
    follow.write(workspace, me, "base", [Asked(back_out, {"state": "withdrawn", "outcome": "Rút đơn"})])
    reached = write_replan(workspace, me, "base", ON, place / "rest", "en")
    assert (reached["planned"], reached["left"], reached["withdrawn"]) == (len(lines), 2, 1) and reached["audit_head"].split(":")[0].isdigit()
    assert sorted(p.name for p in (place / "rest").iterdir()) == ["reached.json", "roster.parquet", "roster.units.parquet", "scenario.yaml"]
    from planner.roster.read import read_roster
    from planner.scenario.load import load_scenario

    loaded = load_scenario(place / "rest" / "scenario.yaml")
    assert loaded.scenario.title == "A small case (the rest, from 2027-12-31)"
    run = make_run(Request(loaded, read_roster(place / "rest" / "roster.parquet"), time_limit_s=20))
    assert run.decisions is not None and run.summary["headcount"]["leavers"] == 4
    decided = dict(zip(run.decisions["employee_id"], run.decisions["decision"], strict=True))
    assert decided["P16"] == "retain" and not {"P07", "P10"} & set(decided)
    assert workspace.audit(me)[-1]["action"] == "export" and workspace.verify(me)[0] == []
    with pytest.raises(InputError, match="holds"):
        (place / "mine").mkdir()
        (place / "mine" / "letter.docx").write_text("x")
        write_replan(workspace, me, "base", ON, place / "mine", "en")


def test_the_first_plan_is_what_it_was(made: Callable[[Filler], Workspace], me: Actor, place: Path) -> None:
    workspace = made(followed)
    workspace.fetch(me, "base", place / "again")
    assert len(written_decisions(place / "again")) == len(planned_roster(place / "again").people) == len(planned_instance(place / "again").people)
