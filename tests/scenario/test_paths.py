"""A list's entry has one name in every key path: its name, skill, unit or attribute, else its number from 1."""

from __future__ import annotations

from typing import Any

import pytest

from planner.scenario.paths import differences, entry_at, entry_name, shown_path
from tests.builder import period, scenario_with

SKILLS = [{"skill": "IT", "at_least": 1}, {"skill": "IT", "unit": "A", "at_least": 2}, {"skill": "law", "unit": "B", "at_least": 2}]


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ([{"name": "2027"}, {"name": "2030"}], ["2027", "2030"]),
        ([{"name": "2027"}, {"name": "2027"}, {"name": "x"}], ["1", "2", "x"]),
        ([{"name": 2027}, {"name": "2028"}], ["1", "2028"]),
        ([{"name": "2"}, {"name": "1"}], ["2", "1"]),  # a name comes before a number
        (SKILLS, ["1", "A", "law"]),
        ([{"by": "sex"}, {"by": "unit"}], ["sex", "unit"]),
        ([{"level": "head"}, {"level": "deputy"}], ["1", "2"]),
        (["MOIT-0001", "MOIT-0002"], ["1", "2"]),
        ([None, 3, ["a"]], ["1", "2", "3"]),
    ],
)
def test_every_entry_has_one_name_that_finds_it_again(entries: list[Any], names: list[str]) -> None:
    assert [entry_name(entries, at) for at in range(len(entries))] == names
    assert [entry_at(entries, name) for name in names] == list(range(len(entries)))


def test_an_entry_is_found_by_number_too_and_a_stranger_is_not() -> None:
    periods = [{"name": "2027"}, {"name": "2030"}]
    assert [entry_at(periods, step) for step in ("1", "2", "0", "3", "2031", "", "-1", "²")] == [0, 1, None, None, None, None, None, None]
    assert entry_at(SKILLS, "IT") is None and entry_at(SKILLS, "B") == 2


def test_paths_of_files_and_of_models_are_the_same() -> None:
    periods = [period("a", "2027-07-01"), period("b", "2028-07-01")]
    loaded = scenario_with(periods=periods, keep={"skills": SKILLS, "people": ["P01"]})
    for data in (loaded.data, loaded.scenario):
        assert shown_path(data, ("periods", 1, "leave_on")) == "periods.b.leave_on"
        assert shown_path(data, ("keep", "skills", 0, "unit")) == "keep.skills.1.unit"
        assert shown_path(data, ("keep", "people", 0)) == "keep.people.1"
        assert shown_path(data, ("nothing", 4, "x")) == "nothing.4.x" and shown_path(data, ()) == ""


def test_what_differs_between_periods_is_counted_from_1() -> None:
    old = {"periods": [{"name": "a", "share": 1}, {"name": "b"}]}
    new = {"periods": [{"name": "a", "share": 2}, {"name": "c"}]}
    assert [path for path, *_ in differences(old, new, parts=True)] == [("periods", "a", "share"), ("periods", "2", "name")]
