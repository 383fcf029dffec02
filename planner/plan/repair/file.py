"""A repair as a scenario file, made from what an infeasible plan's folder keeps."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path
from planner.core.plain import plain
from planner.core.texts import text
from planner.plan.repair.change import repaired
from planner.scenario.load import PATHS, LoadedScenario, load_scenario, scenario_from, to_yaml

KEPT = "scenario"
"""Key of `plan.json` under which an infeasible plan keeps what it was asked: `file`, `roster` and the resolved `data`."""


def kept_scenario(loaded: LoadedScenario, folder: Path) -> dict[str, Any]:
    """What `plan.json` in `folder` keeps of an impossible scenario, paths relative to the folder."""
    file = None if loaded.path is None else _relative(loaded.path.resolve(), folder)
    kept = {"file": file, "roster": _relative(loaded.roster_path().resolve(), folder), "data": plain(loaded.data)}
    ledger = loaded.corrections_path()
    return kept if ledger is None else {**kept, "corrections": _relative(ledger.resolve(), folder)}


def write_repair(summary: Mapping[str, Any], folder: Path, number: int, out: Path, lang: str) -> str:
    """Writes the scenario with repair `number` (from 1) of an infeasible plan to `out`; the repair's sentence.

    The file extends the scenario's where that still says the same; else it holds the whole scenario. InputError where
    there is no such repair.
    """
    repairs = summary.get("repairs") or []
    if not repairs or KEPT not in summary:
        raise InputError(problem("repair.no_menu", file=str(folder)))
    if not 1 <= number <= len(repairs):
        raise InputError(problem("repair.no_such_number", file=str(folder), number=number, most=len(repairs)))
    repair, kept = repairs[number - 1], summary[KEPT]
    whole = repaired(kept["data"], repair["change"])
    title = text("repair.title", lang, title=whole["title"], number=number)[:500]
    parent = None if kept["file"] is None else (folder / kept["file"]).resolve()
    if parent is not None and _says_the_same(parent, summary["provenance"]["scenario_sha256"]):
        change = {key: whole[key] if key == "periods" else value for key, value in repair["change"].items()}
        shown = {"extends": _relative(parent, out.parent), "title": title, **change}
    else:
        paths = {key: _relative((folder / kept[key]).resolve(), out.parent) for key in PATHS if key in kept}
        shown = {**whole, "title": title, **paths}
        scenario_from(shown, name=out.name)
    said = " ".join(str(repair["message"]).split())
    with atomic_path(out) as temporary:
        temporary.write_text(f"# {said}\n{to_yaml(shown)}", encoding="utf-8")
    return said


def _says_the_same(file: Path, sha256: str) -> bool:
    try:
        return load_scenario(file).sha256 == sha256
    except InputError:
        return False


def _relative(path: Path, folder: Path) -> str:
    """`path` as seen from `folder`; whole where they share no root."""
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:
        return path.as_posix()
