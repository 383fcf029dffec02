"""Reading a scenario workbook: its tables, the keys that their cells say, and the scenario that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.core.errors import InputError
from planner.scenario.load import LoadedScenario, scenario_from
from planner.scenario.model import Scenario
from planner.scenario.paths import shown_path
from planner.scenario.places import located
from planner.scenario.workbook.entries import Taken, take
from planner.scenario.workbook.find import RawSheet, tables_of

Path_ = tuple[str | int, ...]


def scenario_of_sheets(sheets: Sequence[RawSheet], path: Path) -> LoadedScenario:
    """The scenario that a workbook's sheets say. InputError lists every fault with sheet and cell.

    path: the workbook's; the paths in it are relative to its folder.
    """
    taken = Taken(path.name)
    tables = tables_of(sheets, taken)
    if not tables:
        raise InputError(taken.faults)
    for table in tables:
        take(table, taken)
    data = built(taken)
    places = {shown_path(data, key): place for key, place in taken.places.items()}
    try:
        loaded = scenario_from(data, path=path)
    except InputError as error:
        refused = {(fault.sheet, fault.row, fault.column) for fault in taken.faults}
        more = [fault for fault in located(error.problems, places) if (fault.sheet, fault.row, fault.column) not in refused]
        raise InputError([*taken.faults, *more]) from None
    if taken.faults:
        raise InputError(taken.faults)
    return replace(loaded, places=places)


def built(taken: Taken) -> dict[str, Any]:
    """The mapping that a scenario file would hold. What stands both whole and in parts, and lists with gaps, are noted as faults."""
    root = _Node()
    for path in sorted(taken.values, key=len):
        value, node = taken.values[path], _node_at(root, path[:-1])
        if node is None or path[-1] in node:
            _refuse_twice(path, taken)
        else:
            node[path[-1]] = _Node() if value == {} else value
    data = _plain(root, (), taken)
    return {key: data[key] for key in dict.fromkeys([*Scenario.model_fields, *data]) if key in data}


class _Node(dict[Any, Any]):
    """A part that is made of keys, and not a value that somebody wrote."""


def _node_at(root: _Node, path: Path_) -> _Node | None:
    """The part at a path, made where it is missing; None where a value stands in the way."""
    node: Any = root
    for step in path:
        node = node.setdefault(step, _Node())
        if not isinstance(node, _Node):
            return None
    return node


def _refuse_twice(path: Path_, taken: Taken) -> None:
    first = next(taken.places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in taken.values or end == 1)
    taken.refuse("stands_twice", taken.places[path], sheet_before=first.sheet, row_before=first.row)


def _plain(node: Any, path: Path_, taken: Taken) -> Any:
    """Parts as mappings; those whose keys are numbers as lists."""
    if not isinstance(node, _Node):
        return node
    inner = {step: _plain(value, (*path, step), taken) for step, value in node.items()}
    if not inner or not all(isinstance(step, int) for step in inner):
        return inner
    if sorted(inner) != list(range(len(inner))):
        taken.refuse("list_gap", taken.places[(*path, max(inner))], count=len(inner))
    return [inner[step] for step in sorted(inner)]
