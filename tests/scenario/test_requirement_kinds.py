"""The record of each requirement is whole: a key, rows, a check, tests, words, a way to give way, a place in the forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from planner.check.requirements import CHECKS
from planner.core.texts import LANGUAGES, has, text
from planner.optimise.model.requirements import REQUIREMENTS
from planner.optimise.model.rows import RowName
from planner.plan.repair.menu import WAYS, entries
from planner.scenario.requirement_kinds import (
    CHANGED_AT_ONCE,
    DEPUTIES,
    EACH,
    FAIRNESS,
    KINDS,
    POSITIONS,
    SKILLS,
    UNIT_EXITS,
    UNIT_MINIMUMS,
    Dim,
    Kind,
    Side,
    Way,
    requirement_at,
)
from tests.builder import ROOT

SCHEMA = json.loads((ROOT / "scenarios" / "schema.json").read_text(encoding="utf-8"))
TESTS = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "tests" / "optimise" / "model").glob("test_*requirements.py"))
WISHES = [kind for kind in KINDS if not kind.always]
IDS = {"ids": lambda kind: ".".join(kind.key)}


def below(node: dict[str, Any], step: str) -> dict[str, Any] | None:
    """What the JSON Schema says at one step of a key path; None where it knows no such key."""
    for found in re.findall(r'"#/\$defs/(\w+)"', json.dumps(node)):
        node = SCHEMA["$defs"][found] if "properties" not in node else node
    if isinstance(step, Dim):
        return node.get("additionalProperties") or node.get("items") or node
    return node.get("properties", {}).get(step)


@pytest.mark.parametrize("kind", [k for k in WISHES if k.side is not Side.NONE], **IDS)
def test_its_key_is_one_of_the_schema(kind: Kind) -> None:
    for key in (kind.key, kind.key_for_all):
        node: dict[str, Any] | None = SCHEMA
        for step in kind.whole_key if key == kind.key else key:
            node = below(node, step) if node is not None else None
        assert node, f"scenarios/schema.json has no {'.'.join(key)}: add it to planner/scenario/model.py and run python -m planner.scenario.schema"


@pytest.mark.parametrize("kind", [k for k in KINDS if k.side is not Side.NONE or k.always], **IDS)
def test_its_rows_are_written_and_checked_and_tested_both_ways(kind: Kind) -> None:
    assert kind.rows in {function.__name__ for function in REQUIREMENTS}, f"REQUIREMENTS of planner/optimise/model has no {kind.rows}"
    assert f"check_{kind.rows}" in {check.__name__ for check in CHECKS}, f"CHECKS of planner/check has no check_{kind.rows}"
    for twin in (f"test_{kind.rows}_feasible", f"test_{kind.rows}_infeasible"):
        found = twin in TESTS
        assert found, f"tests/optimise/model has no {twin}"


def test_every_function_that_writes_rows_has_a_record() -> None:
    assert {function.__name__ for function in REQUIREMENTS} == {kind.rows for kind in KINDS if kind.rows}


@pytest.mark.parametrize("kind", KINDS, **IDS)
def test_its_words_are_there(kind: Kind) -> None:
    wanted = {"label"} if kind.rows else set()
    if kind.side is not Side.NONE:
        wanted.add("broken")
    if not kind.always and kind.name != "goals":  # a goal is settled before the next: it stands in no conflict
        wanted.add("clash")
    if CHANGED_AT_ONCE & {*kind.scope} and not kind.always:
        wanted.add("each")
    if kind.gives_way is not Way.NEVER:
        wanted |= {"ease", *({"ease_default"} if kind.key_for_all else ()), *({"ease_many"} if kind.gives_way is Way.ROW_BY_ROW and kind.scope else ())}
    lost = sorted(word for word in wanted if not has(f"requirement.{kind.name}.{word}"))
    assert not lost, f"[{kind.name}] of planner/core/texts/requirement.toml lacks {lost}"
    assert not kind.form or has(f"requirement.{kind.name}.form") or has(f"requirement.{kind.name}.column")


@pytest.mark.parametrize("kind", [k for k in WISHES if k.side is not Side.NONE], **IDS)
def test_what_is_asked_for_has_a_form_and_gives_way(kind: Kind) -> None:
    assert kind.form, f"{kind.name}: say in its record in which part of the Scenario page it is asked for"
    assert kind.gives_way is not Way.NEVER or kind.name == "goals", f"{kind.name}: say in its record how it gives way"


def bounds(node: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The key paths of the schema, entries and names as `*`, whose last step says a least or a most."""
    inner = {f"{step}": below for step, below in node.get("properties", {}).items()}
    if isinstance(node.get("additionalProperties") or node.get("items"), dict):
        inner["*"] = node.get("additionalProperties") or node["items"]
    for step, part in inner.items():
        yield from bounds(part, (*path, step))
    choices = node.get("anyOf", [])
    for found in re.findall(r'"#/\$defs/(\w+)"', json.dumps([node.get("$ref"), *(choice.get("$ref") for choice in choices)])):
        yield from bounds(SCHEMA["$defs"][found], path)
    for choice in choices:
        yield from bounds({key: value for key, value in choice.items() if key != "$ref"}, path)
    if path and not inner and re.search(r"(^|_)(least|most|minimum|max|total)(_|$)", path[-1]):
        yield path


def test_each_least_and_most_of_the_schema_has_a_record() -> None:
    of_a_new_unit = ("reorganise", "*", "into", "minimum_headcount")  # a line of the table of units, whose record is that of the table
    found = set(bounds(SCHEMA)) - {of_a_new_unit}
    assert len(found) > 15
    lost = [".".join(path) for path in sorted(found) if requirement_at(path) is None]
    assert not lost, f"planner/scenario/requirement_kinds.py has no record of {lost}"


@pytest.mark.parametrize("entry", entries(), ids=lambda e: e.name)
def test_the_menu_knows_how_it_gives_way_and_what_to_call_it(entry: Any) -> None:
    assert has(entry.said.key), f"planner/core/texts/requirement.toml lacks {entry.said.key.removeprefix('requirement.')}"
    assert entry.family is not None and all(entry.said.render(lang) for lang in LANGUAGES)
    assert all(kind.gives_way in WAYS for kind in entry.kinds)


@pytest.mark.parametrize("kind", [k for k in WISHES if k.form], **IDS)
def test_its_form_is_a_part_of_the_scenario_page(kind: Kind) -> None:
    assert all(text(f"ui.scenario_part_{kind.form}", lang) for lang in LANGUAGES)
    found = requirement_at([str(step) for step in kind.whole_key])
    assert found is not None and found[0].key == kind.key
    if kind.key_for_all:
        assert requirement_at(kind.key_for_all) == (kind, {})


def test_the_path_is_written_from_record_and_scope() -> None:
    name = RowName(UNIT_EXITS, ("VP", "2027"))
    assert (name.requirement, name.shown) == ("units.by_unit.VP.exits_at_most_per_period", "VP (2027)")
    assert (name.every.requirement, name.every.shown) == ("units.by_unit.*.exits_at_most_per_period", EACH)
    assert RowName(UNIT_EXITS.for_all, ("VP", "2027")).every.requirement == "units.default.exits_at_most_per_period"
    assert name.number == RowName(UNIT_EXITS.for_all, ("VP", "2027")).number == ("units", "by_unit", "VP", "exits_at_most_per_period")
    assert RowName(UNIT_MINIMUMS.of_table, ("VP",)).requirement == "units.minimum_headcount"
    assert (RowName(SKILLS, ("IT", "")).requirement, RowName(SKILLS, ("3", "")).every.requirement) == ("keep.skills.IT", "keep.skills.*")
    assert RowName(POSITIONS, ("2", "VP")).every == RowName(POSITIONS, ("2", ""))
    assert RowName(DEPUTIES, ("VP",)).every.requirement == "deputies"
    assert (RowName(FAIRNESS, ("sex", "F")).requirement, RowName(FAIRNESS, ("sex", "F")).shown) == ("fairness.sex", "F")
    assert FAIRNESS.family_of(("sex", "F")) == ("fairness", "sex") and UNIT_EXITS.family_of(("VP", "2027")) == ("units",)


def test_steps_that_name_no_requirement_have_no_record() -> None:
    assert requirement_at(("redeploy", "allowed")) is None and requirement_at(("units", "by_unit", "VP")) is None
