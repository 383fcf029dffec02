"""Scenario files: strict, inherited, logged."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.errors import InputError
from planner.scenario.load import changes_of, load_scenario, merge, parse_yaml, to_yaml
from planner.scenario.schema import json_schema
from tests.builder import ROOT, SCENARIO, said, scenario_with

GOOD = """
title: A good scenario
roster: people.csv
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {name: "2027", leave_on: 2027-07-01, reduction_at_least: 0.08}
  - {name: "2030", leave_on: 2030-07-01, reduction_at_least: 0.20}
"""


def write(folder: Path, text: str, name: str = "s.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_scenario_is_read_exactly(tmp_path: Path) -> None:
    loaded = load_scenario(write(tmp_path, GOOD))
    assert loaded.scenario.periods[0].reduction_at_least == Decimal("0.08")
    assert loaded.scenario.periods[1].leave_on == dt.date(2030, 7, 1)
    assert loaded.roster_path() == tmp_path / "people.csv"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("title:", "titel:", "titel", "did you mean title?"),
        ("title: A good scenario\n", "", "title", "missing"),
        ('name: "2027"', "name: 2027", "periods.1.name", "in quotes"),
        ("reduction_at_least: 0.08", "reduction_at_least: 8", "periods.2027.reduction_at_least", "0.20, not 20"),
        ("reduction_at_least: 0.08", 'reduction_at_least: "0.08"', "periods.2027.reduction_at_least", "not a number"),
        ("reduction_at_least: 0.08", "reduction_at_most: -0.1", "periods.2027.reduction_at_most", "too small"),
        ("2027-07-01", "soon", "periods.2027.leave_on", "YYYY-MM-DD"),
        ("2027-07-01", "2031-07-01", "periods.2030.leave_on", "must rise"),
        ("2027-07-01", "2026-07-01", "periods.2027.leave_on", "before snapshot_on"),
        ('name: "2030"', 'name: "2027"', "periods.2.name", "stands twice"),
        ("decided_on: 2026-12-15", "decided_on: 2031-01-01", "decided_on", "after the last leaving date"),
        ("decided_on:", "regime: nd99\ndecided_on:", "regime", "nd154"),
        ("decided_on:", "deputies: -1\ndecided_on:", "deputies", "too small"),
        ("decided_on:", "deputies: many\ndecided_on:", "deputies", "not possible here"),
        ("decided_on:", "routes: [early_retirement, early_retirement]\ndecided_on:", "routes", "stands twice"),
        ("decided_on:", "budget: {by_period: {'2031': 5}}\ndecided_on:", "budget.by_period.2031", "no period named"),
        ("decided_on:", "budget: {total_vnd: 1.5}\ndecided_on:", "budget.total_vnd", "whole number"),
        ("decided_on:", "keep: {key_roles: perhaps}\ndecided_on:", "keep.key_roles", "true or false"),
        ("decided_on:", "units: {default: {reduction_at_least: 0.5, reduction_at_most: 0.4}}\ndecided_on:", "units.default", "above"),
        ("decided_on:", "reorganise: [{merge: [A, B]}]\ndecided_on:", "reorganise.1", "exactly one"),
        ("decided_on:", "extends: 3\ndecided_on:", "extends", "one parent"),
        ("decided_on:", "fairness: [{by: sex, max_ratio: 0}]\ndecided_on:", "fairness.sex.max_ratio", "too small"),
        ("decided_on:", "solver: {seed: -4}\ndecided_on:", "solver.seed", "too small"),
    ],
)
def test_one_fault_is_named_with_its_key(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as error:
        load_scenario(write(tmp_path, GOOD.replace(old, new, 1)))
    assert any(p.column == place and words in p.message.render("en") for p in error.value.problems), said(error.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("title:", "titel:").replace('name: "2027"', "name: 2027").replace("2030-07-01", "later")
    with pytest.raises(InputError) as error:
        load_scenario(write(tmp_path, text))
    assert {p.column for p in error.value.problems} == {"title", "titel", "periods.1.name", "periods.2030.leave_on"}


@pytest.mark.parametrize(
    ("text", "words"),
    [("a: [1", "readable YAML"), ("- 1", "list of keys"), ("title: a\ntitle: b\n", "readable YAML"), ("\x00", "readable YAML")],
)
def test_broken_yaml_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        load_scenario(write(tmp_path, text))
    assert len(error.value.problems) == 1 and words in said(error.value)


def test_a_missing_file_and_a_circle_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such scenario"):
        load_scenario(tmp_path / "none.yaml")
    write(tmp_path, "extends: b.yaml", "a.yaml")
    write(tmp_path, "extends: a.yaml", "b.yaml")
    with pytest.raises(InputError, match="circle"):
        load_scenario(tmp_path / "a.yaml")


def test_a_child_states_what_differs(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write(tmp_path, GOOD + "budget: {total_vnd: 100_000_000, by_period: {'2027': 50_000_000}}\nroutes: [transfer_out]", "base.yaml")
    child = write(tmp_path / "deep", "extends: ../base.yaml\ntitle: Child\nbudget: {total_vnd: 70_000_000}\nroutes: []", "child.yaml")
    loaded = load_scenario(child)
    assert loaded.scenario.budget.total_vnd == 70_000_000 and loaded.scenario.budget.by_period == {"2027": 50_000_000}
    assert loaded.scenario.routes == []
    assert loaded.roster_path().resolve() == (tmp_path / "people.csv").resolve()
    assert {c.key for c in loaded.changes} == {"title", "budget.total_vnd", "routes"}


def test_the_fingerprint_ignores_the_roster_and_the_spelling_of_numbers() -> None:
    assert scenario_with(roster="a.csv").sha256 == scenario_with(roster="b.csv").sha256
    assert scenario_with(title="x").sha256 != scenario_with(title="y").sha256


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda f: f.stem)
def test_every_shipped_scenario_loads(file: Path) -> None:
    loaded = load_scenario(file)
    assert loaded.roster_path().is_file()
    assert loaded.scenario.description


def test_the_json_schema_in_scenarios_is_the_code_s() -> None:
    written = json.loads((ROOT / "scenarios" / "schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(json_schema())), "run: python -m planner.scenario.schema"


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXT | st.dates() | st.floats(0, 1, allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    assert parse_yaml(to_yaml(data) if data else "{}", "x") == data


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_differences_are_empty_only_for_equal_mappings(a: dict[str, Any], b: dict[str, Any]) -> None:
    merged = merge(a, b)
    assert bool(changes_of(a, merged)) == (merged != a)
    assert not changes_of(SCENARIO, SCENARIO)
