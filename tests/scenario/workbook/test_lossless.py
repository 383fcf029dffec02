"""A scenario comes back from a workbook as it went in: every shipped one, and made-up ones with every key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel

from planner.core.texts import LANGUAGES
from planner.scenario.load import load_scenario, parse_yaml, scenario_from, to_yaml
from planner.scenario.model import Scenario
from planner.scenario.workbook.key_paths import path_of, path_text, value_of_text, value_text
from planner.scenario.workbook.read import scenario_of_sheets
from planner.scenario.workbook.spread import read_back, spread, without_empty
from planner.service.scenario_files import has_comments, read_scenario, write_scenario
from tests.builder import ROOT
from tests.scenario.workbook.any_scenario import FULL, NASTY, scenarios

SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, max_examples=60)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_a_shipped_scenario_goes_into_a_workbook_and_back_into_a_file(file: Path, lang: str, tmp_path: Path) -> None:
    loaded = load_scenario(file)
    book, again = tmp_path / "s.xlsx", tmp_path / "s.yaml"
    write_scenario(loaded, book, lang, roster=tmp_path / "none")
    found = read_scenario(book)
    assert found.roster_path().resolve() == loaded.roster_path().resolve()
    write_scenario(found, again, lang)
    back = load_scenario(again)
    paths = {"roster": "-", "corrections": None}
    assert back.scenario.model_copy(update=paths) == found.scenario.model_copy(update=paths) == loaded.scenario.model_copy(update=paths)
    assert {**found.data, "roster": ""} == {**back.data, "roster": ""} == {**loaded.data, "roster": ""}
    assert not spread(loaded.data, lang).others, "a shipped scenario needs no other settings"


def in_cells(data: dict[str, Any], lang: str, tmp_path: Path) -> dict[str, Any]:
    """What a workbook of the mapping says when the file is read."""
    book = tmp_path / "s.xlsx"
    write_scenario(scenario_from(data, path=tmp_path / "s.yaml"), book, lang)
    return read_scenario(book).data


@given(data=scenarios())
@settings(QUICK, max_examples=8)
def test_a_made_up_scenario_comes_back_from_the_file(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("s")
    found = in_cells(data, LANGUAGES[len(repr(data)) % 2], folder)
    assert Scenario.model_validate(found) == Scenario.model_validate(data)
    assert without_empty(found) == without_empty(data)
    assert Scenario.model_validate(parse_yaml(to_yaml(found), "s.yaml")) == Scenario.model_validate(data)


@given(data=scenarios())
@QUICK
def test_a_made_up_scenario_fits_into_cells(data: dict[str, Any]) -> None:
    scenario_from(data)
    found = spread(data, "vi", ["VP", "VPC"])
    assert read_back({**found.rows, "others": found.others}, "vi") == without_empty(data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_has_a_cell_or_stands_with_its_path(lang: str, tmp_path: Path) -> None:
    assert keys_of(Scenario) == keys_in(FULL, Scenario), "FULL of tests/scenario/workbook/any_scenario.py has every key of the model"
    assert in_cells(FULL, lang, tmp_path) == FULL
    assert {entry["key"].split(".")[0] for entry in spread(FULL, lang).others} == {"law", "acceptance", "workload", "units", "keep"}  # of units: what its work takes stands in place of a number


def keys_of(model: type[BaseModel]) -> set[str]:
    """`Model.key` of a part and all parts below it."""
    inner = [part for field in model.model_fields.values() for part in parts_in(field.annotation)]
    return {f"{model.__name__}.{field.alias or name}" for name, field in model.model_fields.items()}.union(*map(keys_of, inner))


def parts_in(annotation: Any) -> list[type[BaseModel]]:
    """The parts that an annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in getattr(annotation, "__args__", ()) for part in parts_in(inner)]


def keys_in(data: Any, model: type[BaseModel]) -> set[str]:
    """As `keys_of`, of what a mapping really holds."""
    found = set()
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in data:
            continue
        found.add(f"{model.__name__}.{key}")
        for part in parts_in(field.annotation):
            value = data[key]
            items = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) and not set(value) & set(part.model_fields) else [value]
            found |= set().union(*(keys_in(item, part) for item in items if isinstance(item, dict)))
    return found


@pytest.mark.parametrize("value", [*NASTY, 0, 1.5, True, None, [], {}, ["a", 1], {"a": {1: 0.5}}])
def test_a_value_of_other_settings_is_read_as_it_was(value: Any) -> None:
    found = value_of_text(value_text(value))
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize("step", NASTY)
def test_a_key_path_is_read_as_it_was(step: str) -> None:
    for path in (("units", "by_unit", step, "minimum_headcount"), ("budget", "by_period", step), ("law", 0, "value"), ("keep", "skills", 11, "unit")):
        assert path_of(path_text(path)) == path
    assert path_text(("law", 0, "value")) == "law.1.value" and path_of("budget.by_period.2027") == ("budget", "by_period", "2027")


def test_what_has_no_cell_stands_with_its_key() -> None:
    data = {
        "title": "T", "roster": "r.csv", "snapshot_on": "2026-12-01", "decided_on": "2026-12-15", "periods": [{"name": "2027", "leave_on": "2027-07-01"}],
        "units": {"by_unit": {"VP": {}, "*": {"minimum_headcount": 3}}}, "budget": {"total_vnd": 25},
        "law": [{"parameter": "nd154.early_retirement.per_early_year", "from": "2027-01-01", "value": 6, "reason": "draft"}],
    }  # fmt: skip
    others = {entry["key"]: entry["value"] for entry in spread(data, "vi").others}
    assert others["budget.total_vnd"] == "25" and others["units.by_unit.VP"] == "{}" and others["law.1.value"] == "6"
    assert others["units.by_unit.*.minimum_headcount"] == "3"


def test_days_as_text_are_days_in_their_cells() -> None:
    data = {**FULL, "snapshot_on": "2026-12-01", "periods": [{**period, "leave_on": period["leave_on"].isoformat()} for period in FULL["periods"]]}
    found = spread(data, "vi")
    assert {entry["key"].split(".")[0] for entry in found.others} == {"law", "acceptance", "workload", "units", "keep"}  # of units: what its work takes stands in place of a number
    assert read_back({**found.rows, "others": found.others}, "vi") == FULL


def test_comments_are_noticed(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text("# yaml-language-server: $schema=schema.json\ntitle: T\n", encoding="utf-8")
    assert not has_comments(file)
    file.write_text("title: T  # why\n", encoding="utf-8")
    assert has_comments(file)


def test_an_empty_workbook_is_no_scenario() -> None:
    with pytest.raises(Exception, match="no scenario workbook"):
        scenario_of_sheets([], Path("s.xlsx"))
