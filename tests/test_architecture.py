"""The house rules: the road runs one way, and nobody writes a room too large to read."""

from __future__ import annotations

import ast
from collections.abc import Callable
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
    MAX_LINES,
    MAX_PLACES,
    NAMED_ONCE,
    OTHERS,
    PARTS,
    circles,
    classes,
    floors,
    folders,
    imports,
    is_key_path,
    is_rendered,
    long_files,
    modules_imported,
    modules_that_only_pass_on,
    name_of,
    part_of,
    parts_of,
    places_of_a_requirement,
    read_back,
    room_of,
    rooms,
    step_of,
)  # fmt: skip

LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def test_the_rooms_are_those_of_the_floors() -> None:
    here, known = set(rooms()), set(LEVEL)
    assert not here - known, f"nothing stands loose under planner/: move {sorted(here - known)} into a room"
    assert not known - here, f"tests/house.py names rooms that there are not: {sorted(known - here)}"


@pytest.mark.parametrize("room", sorted(LEVEL))
def test_a_room_uses_only_what_stands_below_it(room: str) -> None:
    strays = [
        f"{name_of(each.by)}:{each.line} uses {name_of(each.of)}"
        for each in imports()
        if room_of(each.by) == room and (other := room_of(each.of)) != room and LEVEL.get(other, -1) >= LEVEL[room]
    ]
    assert not strays, f"a room uses only rooms on lower floors (FLOORS in tests/house.py): {strays}"


@pytest.mark.parametrize("room", sorted(PARTS))
def test_each_part_of_a_room_has_its_step(room: str) -> None:
    lost = sorted(part for part in parts_of(room) if step_of(room, part) is None)
    assert not lost, f"say in PARTS of tests/house.py on which step of {room} they stand: {lost}"
    gone = {part for step in PARTS[room] for part in step} - parts_of(room) - {OTHERS}
    assert not gone, f"PARTS of tests/house.py names parts of {room} that there are not: {sorted(gone)}"


@pytest.mark.parametrize("room", sorted(PARTS))
def test_inside_a_room_the_same_holds_for_its_parts(room: str) -> None:
    strays = []
    for each in imports():
        if room_of(each.by) == room == room_of(each.of):
            by, of = part_of(each.by), part_of(each.of)
            lower, upper = step_of(room, of), step_of(room, by)
            if by not in (of, "__init__") and lower is not None and upper is not None and lower >= upper:
                strays.append(f"{name_of(each.by)}:{each.line} uses {name_of(each.of)}")
    assert not strays, f"a part uses only parts on lower steps (PARTS in tests/house.py): {strays}"


def test_every_room_has_steps() -> None:
    assert set(PARTS) == set(LEVEL)


def test_no_file_imports_another_in_a_circle() -> None:
    found = circles()
    assert not found, f"these files import each other in a circle, imports inside functions included: {found}"


def test_the_house_has_at_most_ten_floors() -> None:
    assert floors() <= MAX_FLOORS


def test_no_folder_is_crowded() -> None:
    crowded = [f"{folder}: {files} files" for folder, files in folders().items() if files > MAX_FILES]
    assert not crowded, f"at most {MAX_FILES} files in a folder: put those that belong together into one of their own: {crowded}"


def test_tests_mirror_the_rooms() -> None:
    beside = {"browser", "messy"}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.rglob("*.py"))} - {"__pycache__"}
    assert folders - beside <= set(LEVEL), f"no room is called so: {sorted(folders - beside - set(LEVEL))}"


@pytest.mark.parametrize("name", NAMED_ONCE)
def test_a_word_of_the_field_names_one_class(name: str) -> None:
    assert len(classes(name)) <= 1, f"two classes are called {name}: {classes(name)}"


def test_no_file_is_called_store() -> None:
    assert not [name_of(file) for file in FILES if file.stem == "store"], "say what is stored"


def test_no_file_only_passes_on() -> None:
    assert not modules_that_only_pass_on(), "import from where a thing stands: an alias for an old path is none of the house"


@pytest.mark.parametrize(("library", "rooms"), [("ortools", {"optimise"}), ("streamlit", {"ui"}), ("typer", {"cli"}), ("xlsxwriter", {"report", "roster", "scenario"}), ("typst", {"report"}), ("docx", {"report"})])
def test_libraries_stay_in_their_rooms(library: str, rooms: set[str]) -> None:
    strays = [f"{f}:{n}" for f in FILES for m, n in modules_imported(f) if m.split(".")[0] == library and room_of(f) not in rooms]
    assert not strays, f"{library} is imported in {sorted(rooms)} alone: {strays}"


def test_files_can_be_read_in_one_sitting() -> None:
    assert not long_files(), f"at most {MAX_LINES} lines in a file"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_public_functions_say_what_comes_back(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{file}: says what lives here"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{file.name}: {node.name}"
            if isinstance(node, ast.FunctionDef):
                assert node.returns is not None, f"{file.name}: {node.name} lacks a return annotation"


def found_in_files(is_source: Callable[[ast.expr], bool]) -> list[str]:
    """Every place of the house that reads such a text back."""
    return [f"{name_of(f)}:{line}: {code}" for f in FILES for line, code in read_back(ast.parse(f.read_text(encoding="utf-8")), is_source)]


def test_the_key_path_of_a_requirement_is_read_back_nowhere() -> None:
    assert not found_in_files(is_key_path), "a key path is written for readers: ask `kind` and `scope` of the row"


def test_no_message_is_read_back() -> None:
    assert not found_in_files(is_rendered), "a sentence is written for readers: ask key, params, field, person of the problem"


@pytest.mark.parametrize(
    "code",
    ["row.requirement.split('.')", "'minimum' in row.requirement", "re.split(r'[.]', row.requirement)", "row.requirement[:5]", "row.requirement == 'budget.total_vnd'",
     "frame['requirement'].str.startswith('units.')", "path = row.requirement\n    path.rpartition('.')", "[r for r in rows if r.requirement in ('deputies', 'lock')]"],
)  # fmt: skip
def test_each_way_to_read_a_key_path_is_found(code: str) -> None:
    assert read_back(ast.parse(f"def reads(row, rows, frame):\n    {code}\n"), is_key_path)


@pytest.mark.parametrize("code", ["'unit' in p.sentence('en')", "said = p.message.render(lang)\n    said.split(':')", "re.search('row ([0-9]+)', p.sentence('en'))"])
def test_each_way_to_read_a_message_is_found(code: str) -> None:
    assert read_back(ast.parse(f"def reads(p, lang):\n    {code}\n"), is_rendered)


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
