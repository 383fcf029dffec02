"""What the checker says of a broken requirement tells its record and what it is about as data: nobody reads it out of a sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from planner.check import view
from planner.scenario.requirement_kinds import KINDS

ROOM = Path(view.__file__).parent
CALLS = [
    (file.name, node)
    for file in sorted(ROOM.glob("*.py"))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "broken"
]


@pytest.mark.parametrize(("file", "call"), CALLS, ids=[f"{file}:{call.lineno}" for file, call in CALLS])
def test_a_broken_requirement_is_given_with_every_dimension_of_its_record(file: str, call: ast.Call) -> None:
    name = ast.literal_eval(call.args[0])
    dimensions = {len(kind.scope) for kind in KINDS if kind.name == name}
    assert dimensions == {len(call.args) - 1}, f"{file}:{call.lineno}: {name} is about {dimensions} things"


def test_every_requirement_with_rows_can_be_said_to_be_broken() -> None:
    said = {ast.literal_eval(call.args[0]) for _, call in CALLS}
    assert {kind.name for kind in KINDS if kind.rows and not kind.always} - said == set()
