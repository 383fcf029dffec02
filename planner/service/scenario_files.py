"""Scenario files of either form: YAML, or a workbook, which is opened guarded like every workbook."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.errors import InputError, PlannerError, problem
from planner.core.files import atomic_path
from planner.scenario.load import PATHS, LoadedScenario, load_scenario, to_yaml
from planner.scenario.paths import differences

if TYPE_CHECKING:
    from planner.roster.people.frame import Roster
    from planner.scenario.workbook.write import UnitShown

WORKBOOK = ".xlsx"
YAML_ENDINGS = (".yaml", ".yml")
PROPOSED: Mapping[str, Any] = {
    "routes": ["early_retirement", "immediate_separation"],
    "objective": {"retained_merit": 1, "cost_per_million_vnd": 0.05, "involuntary": 60, "attention_group": 120},
    "merit": {"excellent": 100, "good": 80, "completed": 55, "not_completed": 0, "award": 5, "award_cap": 15},
}
"""What a workbook to fill in proposes, in view: weights and points. Dates, targets and sums of money it leaves open."""


def read_scenario(path: str | Path) -> LoadedScenario:
    """The scenario of a YAML file, its parent merged, or of a workbook. InputError lists every fault with its key, or sheet and cell."""
    file = Path(path)
    if file.suffix.lower() != WORKBOOK:
        return load_scenario(file)
    from planner.roster.workbook.guarded_reader import read_workbooks
    from planner.scenario.workbook.read import scenario_of_sheets

    (book,) = read_workbooks([file])
    if book.problem is not None:
        raise InputError(book.problem)
    return scenario_of_sheets(book.sheets, file)


def write_scenario(loaded: LoadedScenario, out: Path, lang: str, roster: Path | Roster | None = None) -> None:
    """A scenario in the form of `out`, whole or not at all; paths in it are relative to the new folder.

    A workbook is read again before it stands: InputError where it would not give the same scenario. roster: whose units the
    workbook shows; the scenario's own where absent, none where that cannot be read.
    """
    data = _moved(loaded, out.parent)
    if out.suffix.lower() != WORKBOOK:
        with atomic_path(out, private=False) as temporary:
            temporary.write_text(to_yaml(data), encoding="utf-8")
        return
    from planner.scenario.workbook.spread import without_empty
    from planner.scenario.workbook.write import write_workbook

    with atomic_path(out, private=False) as temporary:
        write_workbook(temporary, data, lang, units_of(loaded, roster))
        again = read_scenario(temporary)
        lost = [".".join(path) for path, _, _ in differences(without_empty(data), without_empty(again.data))]
        if lost or again.scenario != loaded.scenario.model_copy(update={key: data[key] for key in PATHS if key in data}):
            raise InputError(problem("scenario_book.not_the_same", file=out.name, keys=", ".join(lost)))


def new_workbook(out: Path, roster: Path, lang: str) -> None:
    """A workbook to fill in for a roster. InputError where the roster has faults, or a file stands there already."""
    from planner.core.texts import text
    from planner.roster.load import read
    from planner.scenario.workbook.write import write_workbook

    if out.exists():
        raise InputError(problem("scenario_book.there_already", file=out.name))
    found = read(roster)
    data = {"title": text("scenario_book.guide.new_title", lang), "roster": _relative(roster, out.parent), **PROPOSED}
    write_workbook(out, data, lang, _shown(found))


def has_comments(path: Path) -> bool:
    """Whether a YAML file has lines of comment of its own: the line for editors that names the schema does not count."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return any("#" in line and not line.startswith("# yaml-language-server") for line in lines)


def units_of(loaded: LoadedScenario, roster: Path | Roster | None = None) -> tuple[UnitShown, ...]:
    """The units after the scenario's new structure, with their people; none where the roster cannot be read, or does not fit."""
    from planner.instance.reorganise import structure_of
    from planner.roster.load import read
    from planner.roster.people.frame import Roster

    try:
        found = roster if isinstance(roster, Roster) else read(loaded.roster_path() if roster is None else roster)
        made = structure_of(found, loaded.scenario, "")
    except (PlannerError, OSError):
        return ()
    return _units(made.units, made.headcount.tolist())


def _shown(found: Any) -> tuple[UnitShown, ...]:
    sizes = found.people["unit"].value_counts()
    return _units(found.units, [int(sizes.get(unit, 0)) for unit in found.units["unit"]])


def _units(units: Any, people: list[int]) -> tuple[UnitShown, ...]:
    from planner.scenario.workbook.write import UnitShown

    quotas = [None if quota != quota or quota is None else int(quota) for quota in units["assigned_quota"].astype(object).where(units["assigned_quota"].notna(), None)]
    rows = zip(units["unit"].astype(str), units["name"].astype(str), units["kind"].astype(str), quotas, people, strict=True)
    return tuple(UnitShown(*row) for row in rows)


def _moved(loaded: LoadedScenario, folder: Path) -> dict[str, Any]:
    """The scenario's mapping with its paths as seen from another folder."""
    base = loaded.path.parent if loaded.path else Path()
    data = dict(loaded.data)
    if base.resolve() == folder.resolve():
        return data
    for key in PATHS:
        path = data.get(key)
        if isinstance(path, str) and not Path(path).is_absolute():
            data[key] = _relative(base / path, folder)
    return data


def _relative(path: Path, folder: Path) -> str:
    """A path as seen from a folder, with forward slashes."""
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
