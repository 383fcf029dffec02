"""A plan's folder as a version of the workspace, file by file, and a version as the same folder again."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FOLDER
from planner.service.manifest import MANIFEST, read_manifest, require_whole
from planner.service.plan_shape import plan_of
from planner.service.saved_runs import DECISIONS_FILE, PLAN, as_decisions
from planner.service.workspace.kept_files import content_of, table_of
from planner.service.workspace.privacy import suppressed
from planner.service.workspace.versions import Version

PEOPLE = "people.parquet"
"""The file of a roster's people."""
_FIGURES = ("title", "status", "objective", "gap", "headcount", "cost_vnd", "saving_vnd_per_year", "periods", "units", "routes")
_OF_A_UNIT = ["unit", "name", "before", "leavers", "reduction", "cost_vnd"]
"""Of a unit's row; what people who move in or out leave behind would tell how many left."""


def plan_content(folder: Path) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """A folder's figures and its files. InputError where the folder is not what was written."""
    require_whole(folder)
    manifest, summary = read_manifest(folder), plan_of(folder / PLAN)
    content = {name: summary.get(name) for name in _FIGURES} | {"manifest_sha256": manifest["sha256"], "planner": manifest["planner"]}
    return content, [(name, (folder / name).read_bytes()) for name in (MANIFEST, *manifest["files"])]


def put_plan(version: Version, files: Path, folder: Path) -> None:
    """Write a version's files into an empty folder, where they are the plan that was kept."""
    for kept in version.files:
        target = folder / kept.name
        target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        target.write_bytes(content_of(files, kept))
    require_whole(folder)


def people_of(version: Version, files: Path) -> pd.DataFrame:
    """The table of people of a roster, or the decisions of a plan. InputError where a plan has none."""
    names = {each.name for each in version.files}
    if PEOPLE in names:
        return table_of(files, version.file(PEOPLE))
    if DECISIONS_FILE not in names:
        raise InputError(problem("workspace.no_people", file=version.object))
    frame = as_decisions(io.BytesIO(content_of(files, version.file(DECISIONS_FILE))))
    return frame.astype({"cost_vnd": "int64"})


def shared_figures(version: Version) -> dict[str, Any]:
    """A plan's figures as they are shared: fewer than five people are no number, nor is their money."""
    content = version.content
    return {
        **{name: content[name] for name in ("title", "status", "objective", "gap", "headcount", "cost_vnd", "saving_vnd_per_year")},
        "units": _shared(content["units"], ["before", "leavers"], _OF_A_UNIT),
        "routes": _shared(
            [{"route": name, **row} for name, row in (content["routes"] or {}).items()], ["people"], ["route", "people", "cost_vnd"]
        ),
    }


def _shared(rows: list[dict[str, Any]] | None, counts: list[str], columns: list[str]) -> list[dict[str, Any]]:
    """Rows of counts with the small ones left out; none where a plan has none."""
    if not rows:
        return []
    frame = pd.DataFrame(rows)[columns].astype(object)
    money = [column for column in columns if column in ("reduction", "cost_vnd")]
    tied = {count: [*money, *counts[at + 1 :]] for at, count in enumerate(counts)}
    made = suppressed(frame, counts, tied)
    return [
        {str(name): None if value is None or value != value else value for name, value in row.items()} for row in made.to_dict("records")
    ]
