"""What a plan was made from that its other inputs do not say: names and paths, what was changed of a parent, what was noticed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, Problem, problem
from planner.core.plain import plain
from planner.instance.instance import Instance
from planner.roster.people.frame import Roster
from planner.roster.people.kept_problems import kept_problems, problems_from
from planner.scenario.load import PATHS, Change, LoadedScenario

ORIGIN = "origin.json"


@dataclass(frozen=True)
class Origin:
    """As it stands in `inputs/origin.json`.

    scenario: the file's name, None where there was none. source: the roster's file name. keys: the scenario's keys in their
    order; paths: what it said of roster and corrections. changes: against its parent. problems: what was noticed of the roster.
    """

    scenario: str | None
    source: str
    keys: tuple[str, ...]
    paths: dict[str, str]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]

    def of_scenario(self, kept: LoadedScenario) -> LoadedScenario:
        """The scenario that stands in a plan's folder, as it was asked: only its roster is that of the folder."""
        said = {**kept.data, **self.paths}
        data = {key: said[key] for key in (*self.keys, *said) if key in said}
        scenario = kept.scenario.model_copy(update={"corrections": self.paths.get("corrections")})
        path = None if self.scenario is None or kept.path is None else kept.path.with_name(self.scenario)
        return replace(kept, scenario=scenario, data=data, changes=self.changes, path=path)

    def of_roster(self, kept: Roster) -> Roster:
        """The roster that stands in a plan's folder, with what was noticed of the one it came from."""
        return replace(kept, problems=self.problems, source=self.source)


def write_origin(instance: Instance, out: Path) -> None:
    """Put what is said here of an instance into `out`."""
    loaded, roster = instance.loaded, instance.roster
    content = {
        "scenario": None if loaded.path is None else loaded.path.name,
        "source": Path(roster.source).name,
        "keys": list(loaded.data),
        "paths": {key: plain(loaded.data[key]) for key in PATHS if loaded.data.get(key) is not None},
        "changes": [[change.key, change.old, change.new] for change in loaded.changes],
        "problems": kept_problems(roster.problems),
    }
    out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_origin(file: Path) -> Origin | None:
    """What was written; None where an older version wrote nothing. InputError where it says something else."""
    if not file.exists() and not file.is_symlink():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        found = Origin(
            content["scenario"],
            content["source"],
            tuple(content["keys"]),
            dict(content["paths"]),
            tuple(Change(*change) for change in content["changes"]),
            problems_from(content["problems"]),
        )
        texts: list[Any] = [found.source, *found.keys, *found.paths.values(), *(t for c in found.changes for t in (c.key, c.old, c.new))]
        if not all(isinstance(text, str) for text in texts) or not set(found.paths) <= set(PATHS):
            raise ValueError("texts")
        if found.scenario is not None and Path(found.scenario).name != found.scenario:
            raise ValueError("name")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InputError(problem("check.file_missing", file=str(file))) from None
    return found
