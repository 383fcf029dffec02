"""What a version holds of a plan's folder, a roster, a scenario, a batch, a ledger or a returned pack, and what is read from it.

A plan's folder is kept file by file and comes out as the same folder; tables are Parquet.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FOLDER
from planner.core.texts import Message
from planner.report.small_counts import headcount_told, suppressed
from planner.roster.corrections import read_corrections
from planner.roster.load import read as read_roster
from planner.roster.people.frame import Roster
from planner.scenario.load import LoadedScenario, load_scenario, to_yaml
from planner.service.manifest import MANIFEST, read_manifest, require_whole
from planner.service.places import BATCH_TABLE
from planner.service.plan_shape import plan_of
from planner.service.saved_runs import DECISIONS_FILE, INPUTS, PLAN, ROSTER, as_decisions
from planner.service.workspace.kept_files import content_of, digest, parquet_of, table_of
from planner.service.workspace.versions import Kind, Version

PEOPLE = "people.parquet"
UNITS, LEDGER = "units.parquet", "corrections.csv"
"""The files of a roster's people and units, and of a ledger of corrections."""
_FIGURES = ("title", "status", "objective", "gap", "headcount", "cost_vnd", "saving_vnd_per_year", "periods", "units", "routes")
_OF_A_UNIT = ["unit", "name", "before", "leavers", "reduction", "cost_vnd"]
"""Of a unit's row; what people who move in or out leave behind would tell how many left."""


def plan_content(folder: Path) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """A folder's figures and its files. InputError where the folder is not what was written."""
    require_whole(folder)
    manifest, summary = read_manifest(folder), plan_of(folder / PLAN)
    content = {name: summary.get(name) for name in _FIGURES} | {"manifest_sha256": manifest["sha256"], "planner": manifest["planner"]}
    return content, [(name, (folder / name).read_bytes()) for name in (MANIFEST, *manifest["files"])]


def content_of_path(path: Path, kind: str | None) -> tuple[Kind, dict[str, Any], list[tuple[str, bytes]]]:
    """The kind, the content and the files of what stands at a path. kind: what it is; None: as the path itself says.

    InputError where nothing of that kind stands there, or it cannot be read.
    """
    found = kind or _kind_of(path)
    if found == "plan":
        return "plan", *plan_content(path)
    if found == "batch":
        return "batch", *_batch_content(path)
    if found == "scenario":
        return "scenario", scenario_content(load_scenario(path)), []
    if found == "roster":
        return "roster", *roster_content(read_roster(path))
    if found == "correction":
        content = path.read_bytes()
        return "correction", {"entries": len(read_corrections(path)), "sha256": digest(content)}, [(LEDGER, content)]
    if found == "pack":
        content = path.read_bytes()
        return "pack", {"sha256": digest(content)}, [(f"pack{path.suffix.lower()}", content)]
    raise InputError(problem("workspace.not_kept_so", file=str(path), kind=Message(f"workspace.word_kind_{found}")))


def scenario_content(loaded: LoadedScenario) -> dict[str, Any]:
    """What is kept of a scenario."""
    return {"title": loaded.scenario.title, "sha256": loaded.sha256, "yaml": to_yaml(loaded.data)}


def roster_content(roster: Roster) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """What is kept of a roster, and its tables."""
    tables = [(PEOPLE, parquet_of(roster.people)), (UNITS, parquet_of(roster.units))]
    return {"people": len(roster.people), "units": len(roster.units), "sha256": roster.sha256}, tables


def _kind_of(path: Path) -> str:
    """What stands at a path, by its name and what lies in it. InputError where there is nothing."""
    if not path.exists():
        raise InputError(problem("workspace.no_path", file=str(path)))
    if path.is_dir():
        return "batch" if (path / BATCH_TABLE).is_file() else "plan" if (path / MANIFEST).is_file() else "roster"
    return "scenario" if path.suffix.lower() in (".yaml", ".yml") else "roster"


def _batch_content(folder: Path) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """The table of a batch's runs; its plans are kept one by one."""
    file = folder / BATCH_TABLE
    if not file.is_file():
        raise InputError(problem("workspace.no_path", file=str(file)))
    content = file.read_bytes()
    return {"runs": pq.read_metadata(io.BytesIO(content)).num_rows, "sha256": digest(content)}, [(BATCH_TABLE, content)]


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


def named_people(plan: Version, files: Path) -> pd.DataFrame:
    """Who stands in a plan: [employee_id, full_name, unit (after the reorganisation)], all text."""
    decided = people_of(plan, files)[["employee_id", "unit"]].astype(str)
    roster = table_of(files, plan.file(f"{INPUTS}/{ROSTER}"))[["employee_id", "full_name"]].astype(str)
    return decided.merge(roster, on="employee_id", how="left")[["employee_id", "full_name", "unit"]]


def people_of_unit(plan: Version, files: Path, unit: str) -> frozenset[str]:
    """The ids of who belongs to a unit as a plan's roster writes it. The plan's own tables have the units that its reorganisation
    makes: one of them may bear the id of an older one and hold the people of several."""
    names = {each.name for each in plan.files}
    if f"{INPUTS}/{ROSTER}" not in names:
        raise InputError(problem("workspace.no_people", file=plan.object))
    roster = table_of(files, plan.file(f"{INPUTS}/{ROSTER}"))
    return frozenset(roster.loc[roster["unit"].astype(str).eq(unit), "employee_id"].astype(str))


def shared_figures(version: Version) -> dict[str, Any]:
    """A plan's figures as they are shared: fewer than five people are no number (None), nor is their money; where no more leave
    in all, the totals are none either. The value of the goal is not among them: where the goal counts people, it is a count."""
    content = version.content
    heads = content["headcount"]
    totals = {name: content[name] for name in ("headcount", "cost_vnd", "saving_vnd_per_year")}
    if heads:
        totals["headcount"] = headcount_told(heads)
        if totals["headcount"]["leavers"] is None:
            totals |= {"cost_vnd": None, "saving_vnd_per_year": None}
    return {
        **{name: content[name] for name in ("title", "status", "gap")},
        **totals,
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
