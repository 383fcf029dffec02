"""docs/story.md says what `docs/make_story.py` has worked out: text and pictures are made of its figures, and these are still true."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.builder import ROOT

DOCS = ROOT / "docs"
AGAIN = "run: python docs/make_story.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_story", DOCS / "make_story.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_story"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return json.loads((DOCS / "story.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of the story, solved now."""
    import planner

    roster = planner.read_roster(ROOT / "data" / "ministry.xlsx")
    return planner.solve(script.SCENARIO, roster).save(tmp_path_factory.mktemp("story") / "plan", workbook=False)


def test_text_and_pictures_are_made_of_the_figures(script: ModuleType, figures: dict[str, Any]) -> None:
    assert script.rendered(figures) == (DOCS / "story.md").read_text(encoding="utf-8"), AGAIN + " --text"
    made = script.pictures(figures)
    assert {file.name for file in script.IMAGES.iterdir()} == set(made)
    assert all((script.IMAGES / name).read_text(encoding="utf-8") == drawn for name, drawn in made.items()), AGAIN + " --text"


def test_every_picture_is_shown(script: ModuleType, figures: dict[str, Any]) -> None:
    text = script.rendered(figures)
    assert all(f"](images/story/{name})" in text for name in script.pictures(figures))


def test_the_plan_is_still_the_one_of_the_story(script: ModuleType, figures: dict[str, Any], plan: Path) -> None:
    assert script.of_plan(plan) == figures["plan"], AGAIN


def test_what_refusals_do_to_it_is_still_so(script: ModuleType, figures: dict[str, Any], plan: Path) -> None:
    now, then = script.of_refusals(plan), figures["refuse"]
    assert len(now["periods"]) == len(then["periods"])
    for row, before in zip(now["periods"], then["periods"], strict=True):
        assert row == pytest.approx(before), AGAIN
    assert now["exact"] == pytest.approx(then["exact"], abs=1e-8)
