"""The house rules: the road runs one way, and nobody writes a room too large to read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from planner.check import requirements as checks
from planner.model import requirements
from tests.builder import ROOT

FILES = sorted((ROOT / "planner").rglob("*.py"))
MAX_LINES = 400

# Each room and the rooms below it; a room imports itself and what stands below, never what stands above.
ROAD = [
    {"texts"}, {"errors"}, {"schema", "dates", "files", "rounding", "memory"}, {"roster"}, {"policy", "corrections"}, {"intake", "replay"}, {"sample", "scenario", "replay"},
    {"reorganise", "merit"}, {"floors", "groups"}, {"options"}, {"moves", "reference"}, {"case"}, {"model"}, {"solve"}, {"goals"}, {"plan"},
    {"decide"}, {"conflict"}, {"headline"}, {"repair"}, {"check"}, {"tables"}, {"doubts", "verification"}, {"explain", "compare", "packs"}, {"sheet", "returned", "forms"}, {"report"},
    {"run"}, {"store"}, {"batch", "jobs"}, {"ui", "cli"},
]  # fmt: skip
LEVEL = {room: level for level, rooms in enumerate(ROAD) for room in rooms}


def room_of(file: Path) -> str:
    """The room of a file: the first name below `planner`."""
    return file.relative_to(ROOT / "planner").parts[0].removesuffix(".py")


def imports_of(file: Path) -> list[tuple[str, int]]:
    """(module, line) of every import in a file, also those inside functions."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute"
            found.append((node.module, node.lineno))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_go_down_the_road_only(file: Path) -> None:
    room = room_of(file)
    if room in ("__init__", "__main__"):
        return
    assert room in LEVEL, f"{room} has no place on the road; give it one in ROAD"
    for module, line in imports_of(file):
        parts = module.split(".")
        if parts[0] == "planner" and len(parts) > 1:
            other = parts[1]
            assert LEVEL[other] < LEVEL[room] or other == room, f"{file.name}:{line}: {room} may not import {other}"


@pytest.mark.parametrize(("library", "rooms"), [("ortools", {"solve"}), ("streamlit", {"ui"}), ("typer", {"cli"}), ("xlsxwriter", {"report", "roster", "sample"}), ("typst", {"report"}), ("docx", {"report"})])
def test_libraries_stay_in_their_rooms(library: str, rooms: set[str]) -> None:
    strays = [f"{f}:{n}" for f in FILES for m, n in imports_of(f) if m.split(".")[0] == library and room_of(f) not in rooms]
    assert not strays


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_files_can_be_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_public_functions_say_what_comes_back(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{file}: says what lives here"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{file.name}: {node.name}"
            if isinstance(node, ast.FunctionDef):
                assert node.returns is not None, f"{file.name}: {node.name} lacks a return annotation"


def test_every_requirement_is_restated_by_the_checker_and_tested_both_ways() -> None:
    restated = {check.__name__ for check in checks.CHECKS}
    tests = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "tests" / "model").glob("test_*requirements.py"))
    for requirement in requirements.REQUIREMENTS:
        name = requirement.__name__
        assert f"check_{name}" in restated
        assert ">=" in (requirement.__doc__ or "") or "<=" in (requirement.__doc__ or ""), f"{name}: the inequality"
        assert f"test_{name}_feasible" in tests and f"test_{name}_infeasible" in tests, name


def test_nothing_is_left_open() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error")
    assert not [f"{f}: {w}" for f in FILES for w in words if w in f.read_text(encoding="utf-8")]
