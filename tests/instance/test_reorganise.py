"""Mergers and dissolutions: people, quotas, heads."""

from __future__ import annotations

from typing import Any

import pytest

from planner.core.errors import InputError
from planner.instance.reorganise import structure_of
from planner.roster.read import read_roster
from planner.scenario.load import load_scenario
from tests.builder import ROOT, roster_of, said, scenario_with

UNITS: list[dict[str, Any]] = [
    {"unit": "A", "assigned_quota": 5, "parent": "Z", "minimum_headcount": 3, "deputy_cap": 2},
    {"unit": "B", "assigned_quota": 4},
    {"unit": "C", "assigned_quota": 3},
    {"unit": "D"},
]
PEOPLE = [{"unit": "A", "position_level": "head"}, {"unit": "B", "position_level": "head"}, {"unit": "C"}, {"unit": "C"}, {"unit": "C"}, {"unit": "D"}]
MERGE = {"merge": ["A", "B"], "into": {"unit": "AB", "name": "Vụ AB", "kind": "department"}}


def after(*steps: dict[str, Any]) -> Any:
    """The structure of the roster above after the steps."""
    return structure_of(roster_of(*PEOPLE, units=UNITS), scenario_with(reorganise=list(steps)).scenario, "case.yaml")


def test_a_merger_sums_quotas_and_makes_surplus_heads_deputies() -> None:
    s = after(MERGE)
    unit = s.units.set_index("unit").loc["AB"]
    assert list(s.units["unit"]) == ["AB", "C", "D"]
    assert (unit["assigned_quota"], unit["merged_from"], unit["parent"]) == (9, 2, "Z")
    assert unit["minimum_headcount"] == 3 and unit.isna()["deputy_cap"]
    assert list(s.headcount) == [2, 3, 1] and list(s.level[:2]) == ["head", "deputy"]


@pytest.mark.parametrize(
    ("into", "en", "vi"),
    [
        (
            {},
            "Vụ AB (AB) is merged from A, B: assigned posts 9 (the sum), least headcount 3 (the sum), no number of deputies of its own, "
            "merged from 2 units, upper unit Z (that of the first)",
            "Vụ AB (AB) hợp nhất từ A, B: biên chế được giao 9 (cộng lại), số người tối thiểu 3 (cộng lại), không có mức cấp phó riêng, "
            "tính là hợp nhất từ 2 đơn vị, đơn vị cấp trên Z (của đơn vị đầu tiên)",
        ),
        (
            {"minimum_headcount": 2, "received_functions": True},
            "Vụ AB (AB) is merged from A, B: assigned posts 9 (the sum), least headcount 2 (as the scenario says), no number of deputies of its own, "
            "merged from 2 units, counted as having received functions, upper unit Z (that of the first)",
            "tính là hợp nhất từ 2 đơn vị và đã tiếp nhận chức năng",
        ),
    ],
)
def test_what_a_merged_unit_inherits_is_said(into: dict[str, Any], en: str, vi: str) -> None:
    (note,) = after({**MERGE, "into": {**MERGE["into"], **into}}).notes  # type: ignore[dict-item]
    assert (note.severity, note.column) == ("note", "reorganise.1")
    assert note.message.render("en") == en and vi in note.message.render("vi")


def test_what_nobody_had_is_said_to_be_absent_and_a_new_name_alone_says_nothing() -> None:
    plain = after({"merge": ["C", "D"], "into": {"unit": "CD", "name": "CD", "kind": "office"}}).notes[0].message.render("en")
    assert "assigned posts 3 (the sum), least headcount none" in plain and plain.endswith("upper unit none")
    assert after({"merge": ["C"], "into": {"unit": "N", "name": "N", "kind": "office"}}).notes == ()


def test_what_a_dissolved_unit_hands_on_is_said() -> None:
    (note,) = after({"dissolve": "C", "people_to": ["A", "B"]}).notes
    assert note.message.render("en") == "C is dissolved. People go to A: 2; B: 1. Assigned posts: A 2, B 1"
    (none,) = after({"dissolve": "D", "people_to": ["A"]}).notes
    assert none.message.render("vi") == "D giải thể. Người chuyển sang A: 1. Biên chế chuyển sang: không có"


def test_a_dissolved_unit_hands_people_and_posts_on_in_turn() -> None:
    s = after({"dissolve": "C", "people_to": ["A", "B"]})
    assert list(s.units["unit"]) == ["A", "B", "D"]
    assert list(s.units["assigned_quota"])[:2] == [7, 5]
    assert [s.units["unit"].iloc[u] for u in s.unit_of] == ["A", "B", "A", "B", "A", "D"]


def test_steps_apply_in_order() -> None:
    s = after(MERGE, {"dissolve": "D", "people_to": ["AB"]})
    assert list(s.headcount) == [3, 3]
    with pytest.raises(InputError, match="no unit A at this step"):
        after(MERGE, {"dissolve": "A", "people_to": ["C"]})


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"dissolve": "C", "people_to": ["C", "A"]}, "cannot take in its own people"),
        ({"dissolve": "X", "people_to": ["A"]}, "no unit X"),
        ({"merge": ["A", "A"], "into": MERGE["into"]}, "stands twice"),
        ({"merge": ["A", "B"], "into": {**MERGE["into"], "unit": "C"}}, "is a unit C already"),  # type: ignore[dict-item]
    ],
)
def test_what_cannot_be_done_is_named(step: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as error:
        after(step)
    assert words in said(error.value)


def test_a_merged_unit_may_take_the_id_of_a_part() -> None:
    s = after({"merge": ["A", "B"], "into": {"unit": "A", "name": "Vụ A mới", "kind": "department"}})
    assert list(s.units["unit"]) == ["A", "C", "D"] and s.headcount[0] == 2
    assert s.units["name"].iloc[0] == "Vụ A mới"


def test_a_unit_alone_gets_another_name_and_kind_and_keeps_the_rest() -> None:
    units = [{**UNITS[0], "merged_from": 3, "received_functions": True}, *UNITS[1:]]
    step = {"merge": ["A"], "into": {"unit": "N", "name": "Cục N", "kind": "agency_2"}}
    s = structure_of(roster_of(*PEOPLE, units=units), scenario_with(reorganise=[step]).scenario, "case.yaml")
    assert list(s.units["unit"]) == ["N", "B", "C", "D"] and s.headcount[0] == 1 and s.level[0] == "head"
    was, now = (frame.drop(columns=["unit", "name", "kind"]).iloc[0].to_dict() for frame in (roster_of(*PEOPLE, units=units).units, s.units))
    assert now == was and (s.units["name"].iloc[0], s.units["kind"].iloc[0]) == ("Cục N", "agency_2")


@pytest.mark.parametrize(
    ("before", "given", "after"),
    [((), {}, False), (("B",), {}, True), ((), {"received_functions": True}, True), (("A",), {"received_functions": False}, False)],
)
def test_a_merged_unit_received_functions_where_a_part_did_or_the_step_says_so(before: tuple[str, ...], given: dict[str, Any], after: bool) -> None:
    units = [{**unit, "received_functions": unit["unit"] in before} for unit in UNITS]
    step = {**MERGE, "into": {**MERGE["into"], **given}}  # type: ignore[dict-item]
    s = structure_of(roster_of(*PEOPLE, units=units), scenario_with(reorganise=[step]).scenario, "case.yaml")
    assert bool(s.units["received_functions"].iloc[0]) is after


def test_the_shipped_way_leads_from_the_22_units_to_the_21() -> None:
    loaded = load_scenario(ROOT / "scenarios" / "from_22_to_21.yaml")
    roster = read_roster(loaded.roster_path())
    s = structure_of(roster, loaded.scenario, "from_22_to_21.yaml")
    goal = read_roster(ROOT / "data" / "ministry.xlsx").units
    assert len(roster.units) == 22 + 1  # Geology and Minerals came from another ministry
    told = [set(units[["unit", "name", "kind", "received_functions"]].itertuples(index=False, name=None)) for units in (s.units, goal)]
    assert told[0] == told[1] and len(s.units) == 21
    assert s.headcount.sum() == len(roster.people) and s.units["assigned_quota"].sum() == roster.units["assigned_quota"].sum()


def test_a_merger_sums_minimums_unless_it_is_given_one() -> None:
    units = [UNITS[0], UNITS[1] | {"minimum_headcount": 2}, *UNITS[2:]]
    for into, least in ((MERGE["into"], 5), ({**MERGE["into"], "minimum_headcount": 1}, 1)):
        steps = [{"merge": ["A", "B"], "into": into}]
        s = structure_of(roster_of(*PEOPLE, units=units), scenario_with(reorganise=steps).scenario, "case.yaml")
        assert s.units.set_index("unit").loc["AB", "minimum_headcount"] == least
