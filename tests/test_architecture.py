"""The house rules: the road runs one way, and nobody writes a room too large to read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from planner.check import requirements as checks
from planner.optimise.model import requirements
from tests.builder import ROOT
from tests.house import (
    FILES,
    FLOORS,
    MAX_FILES,
    MAX_FLOORS,
    MAX_PLACES,
    PARTS,
    circles,
    floors,
    folders,
    imports,
    long_files,
    modules_imported,
    name_of,
    part_of,
    places_of_a_requirement,
    room_of,
    rooms,
)  # fmt: skip

LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def test_the_rooms_are_those_of_the_floors() -> None:
    assert rooms() == sorted(LEVEL)


@pytest.mark.parametrize("room", sorted(LEVEL))
def test_a_room_uses_only_what_stands_below_it(room: str) -> None:
    strays = [
        f"{name_of(each.by)}:{each.line} uses {name_of(each.of)}"
        for each in imports()
        if room_of(each.by) == room and (other := room_of(each.of)) != room and LEVEL.get(other, -1) >= LEVEL[room]
    ]
    assert not strays


@pytest.mark.parametrize("room", sorted(PARTS))
def test_inside_a_large_room_the_same_holds_for_its_parts(room: str) -> None:
    step = {part: level for level, parts in enumerate(PARTS[room]) for part in parts}
    strays = []
    for each in imports():
        if room_of(each.by) == room == room_of(each.of):
            by, of = part_of(each.by), part_of(each.of)
            if by != of and step[of] >= step[by]:
                strays.append(f"{name_of(each.by)}:{each.line} uses {name_of(each.of)}")
    assert not strays


def test_no_file_imports_another_in_a_circle() -> None:
    assert not circles()


def test_the_house_has_at_most_ten_floors_and_no_folder_is_crowded() -> None:
    assert floors() <= MAX_FLOORS
    assert not [f"{folder}: {files} files" for folder, files in folders().items() if files > MAX_FILES]


@pytest.mark.parametrize(("library", "rooms"), [("ortools", {"optimise"}), ("streamlit", {"ui"}), ("typer", {"cli"}), ("xlsxwriter", {"report", "roster", "scenario"}), ("typst", {"report"}), ("docx", {"report"})])
def test_libraries_stay_in_their_rooms(library: str, rooms: set[str]) -> None:
    strays = [f"{f}:{n}" for f in FILES for m, n in modules_imported(f) if m.split(".")[0] == library and room_of(f) not in rooms]
    assert not strays


def test_files_can_be_read_in_one_sitting() -> None:
    assert not long_files()


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_public_functions_say_what_comes_back(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{file}: says what lives here"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{file.name}: {node.name}"
            if isinstance(node, ast.FunctionDef):
                assert node.returns is not None, f"{file.name}: {node.name} lacks a return annotation"


READS = {"split", "rsplit", "partition", "rpartition", "startswith", "endswith", "removeprefix", "removesuffix"}


def test_the_key_path_of_a_requirement_is_read_back_nowhere() -> None:
    calls = [(f, node) for f in FILES for node in ast.walk(ast.parse(f.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    reads = [(f, n.func) for f, n in calls if isinstance(n.func, ast.Attribute) and n.func.attr in READS]
    assert not [f"{f}:{read.lineno}" for f, read in reads if ast.unparse(read.value).endswith(("requirement", "requirement'].str"))]


def test_a_new_requirement_takes_six_places() -> None:
    assert len(places_of_a_requirement()) <= MAX_PLACES


def test_every_requirement_is_restated_by_the_checker_and_tested_both_ways() -> None:
    restated = {check.__name__ for check in checks.CHECKS}
    tests = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "tests" / "optimise" / "model").glob("test_*requirements.py"))
    for requirement in requirements.REQUIREMENTS:
        name = requirement.__name__
        assert f"check_{name}" in restated
        assert ">=" in (requirement.__doc__ or "") or "<=" in (requirement.__doc__ or ""), f"{name}: the inequality"
        assert f"test_{name}_feasible" in tests and f"test_{name}_infeasible" in tests, name


def test_nothing_is_left_open() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error")
    assert not [f"{f}: {w}" for f in FILES for w in words if w in f.read_text(encoding="utf-8")]
