"""Where in its files a fault of a scenario stands. The files are read a second time, and only where something is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.core.errors import Problem
from planner.scenario.paths import KeyPath, steps_of

MAX_PARENTS = 20
LONGEST = 200_000
"""Letters of a file in which lines are looked for: a longer one is not read twice, and its faults name their keys alone."""


def placed(problems: Iterable[Problem], data: Mapping[str, Any], path: Path | None) -> list[Problem]:
    """The problems with the file and line in which each key stands.

    data: the whole mapping, `extends` merged away. path: the scenario's file; None where there is none. A key that a parent
    says gets the parent's name; one that is missing, the line of what it is missing in.
    """
    files, known = None, {}
    found = []
    for problem in problems:
        if not isinstance(problem.column, str) or problem.row is not None:
            found.append(problem)
            continue
        files = _files(path) if files is None else files
        place = _place(files, steps_of(data, problem.column, known)) if files else None
        found.append(problem if place is None else replace(problem, file=place[0], row=place[1]))
    return found


def _place(files: list[tuple[str, Any]], steps: KeyPath) -> tuple[str, int] | None:
    """(file, line) of the key that the steps lead to: where the nearest file says it, else of what is nearest above it."""
    best: tuple[int, str, int] | None = None
    for name, node in files:
        depth, line = _line(node, steps)
        if depth and (best is None or depth > best[0]):
            best = depth, name, line
    return None if best is None else best[1:]


def _line(node: Any, steps: KeyPath) -> tuple[int, int]:
    """(how many of the steps a file has, the line of the last of them, from 1)."""
    line = 0
    if node.id == "sequence" and steps[:1] == ("law",):  # a file of what-ifs may be the list itself
        depth, line = _line(node, steps[1:])
        return depth + 1, line or 1
    for depth, step in enumerate(steps):
        if isinstance(step, int):
            entries = node.value if node.id == "sequence" else []
            if step >= len(entries):
                return depth, line
            node = entries[step]
            line = node.start_mark.line + 1
            continue
        pairs = [(key, value) for key, value in node.value if key.value == step] if node.id == "mapping" else []
        if not pairs:
            return depth, line
        line, node = pairs[-1][0].start_mark.line + 1, pairs[-1][1]
    return len(steps), line


def _files(path: Path | None) -> list[tuple[str, Any]]:
    """(name, tree) of the scenario's file, then of its parents; those that cannot be read, and what is above them, are not there.

    By libyaml, which is a hundred times as fast: nothing is built, only places are looked up, and the reader has been through.
    """
    import yaml

    files: list[tuple[str, Any]] = []
    while path is not None and len(files) < MAX_PARENTS:
        try:
            written = path.read_text(encoding="utf-8-sig")
            node = yaml.compose(written, yaml.CSafeLoader) if len(written) <= LONGEST else None
        except (OSError, ValueError, yaml.YAMLError):
            break
        if node is None:
            break
        files.append((path.name, node))
        if node.id != "mapping":
            break
        parent = next((value.value for key, value in node.value if key.value == "extends" and value.id == "scalar"), None)
        path = None if parent is None else path.parent / parent
    return files
