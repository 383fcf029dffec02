"""Sealing a plan's folder into one signed file, and checking such a file on any machine: what it holds, and that planning
again from it comes to the same plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.core.files import refuse_place
from planner.core.folders import passing_folder
from planner.core.signing.keys import fingerprint
from planner.core.version import __version__
from planner.core.vocabulary import PLAN_STATES
from planner.optimise.solve.result import Progress
from planner.plan.plan import Run
from planner.policy.law.parameters import FOLDER as LAW
from planner.policy.law.parameters import law_sha256
from planner.service.manifest import MANIFEST, read_manifest, require_whole
from planner.service.plan_shape import plan_of
from planner.service.run import Request, make_run
from planner.service.saved_runs import (
    DECISIONS_FILE,
    PLAN,
    as_decisions,
    planned_roster,
    planned_scenario,
    read_reference,
    write_decisions,
    written_decisions,
)
from planner.service.sealing.archive import LAW_FOLDER, PLAN_FOLDER, Opened, opened_archive, write_archive
from planner.service.verification import verify_folder

_TOLD = ("status", "objective", "bound", "cost_vnd", "involuntary", "conflict")
"""What of `plan.json` must come out again; where the folder was checked, all else follows from decisions and inputs."""


@dataclass(frozen=True)
class Checked:
    """What was found of a sealed file.

    signer: its key's fingerprint. sealed_at: when, by the sealing machine's clock, ISO 8601. status: the plan's.
    fairness: the ledger of re-solves after fairness figures had been seen (`workspace.tuning.ledger`), as the sealing workspace
    said it; None where the file was sealed outside a workspace. breaches: what does not hold of it. difference: where planning again came to something else, the first place; None where
    it came to the same, or was not tried because of breaches. approvals: [person, time] of each approval when it was sealed, state:
    the plan's then, as the workspace said them; None outside one.
    """

    signer: str
    sealed_at: str
    status: str
    breaches: tuple[Problem, ...]
    difference: Problem | None
    fairness: dict[str, Any] | None = None
    state: str | None = None
    approvals: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the file is what was sealed, its plan is lawful and proven as said, and comes out again."""
        return not self.breaches and self.difference is None


def seal(folder: Path, out: Path, workspace: dict[str, Any] | None = None) -> dict[str, Any]:
    """Put a plan's folder and the law of this program into one signed file; returns what its `seal.json` says.

    workspace: what the workspace knows of the plan (state, approvals, head of the audit), where it comes from there.
    InputError where the folder is not what was written, or was written by another version or under other numbers of the law.
    """
    refuse_place(out)
    require_whole(folder)
    manifest, summary = read_manifest(folder), plan_of(folder / PLAN)
    if manifest["planner"] != __version__:
        raise InputError(problem("sealing.other_program", file=str(folder), version=manifest["planner"], here=__version__))
    if manifest["law_sha256"] != law_sha256():
        raise InputError(problem("sealing.other_law", file=str(folder)))
    members = {f"{PLAN_FOLDER}/{name}": folder / name for name in (MANIFEST, *manifest["files"])}
    members |= {f"{LAW_FOLDER}/{path.relative_to(LAW).as_posix()}": path for path in LAW.rglob("*.yaml")}
    said = {
        "planner": manifest["planner"],
        "law_sha256": manifest["law_sha256"],
        "plan_sha256": manifest["sha256"],
        "title": summary["title"],
        "status": summary["status"],
        "seed": summary["provenance"]["seed"],
        "solver": summary["provenance"]["solver"],
        "sealed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    } | ({} if workspace is None else {"workspace": workspace})
    return write_archive(members, said, out)


def check_sealed(file: Path, progress: Callable[[Progress], None] | None = None) -> Checked:
    """Everything that can be known of a sealed file on this machine: its signature, its plan without a solver, its plan again.

    progress: told of the search. InputError where it is no sealed file, or was changed after it was signed.
    """
    with opened_archive(file) as opened:
        seal, status = opened.seal, plan_of(opened.plan / PLAN)["status"]
        breaches = tuple(_of_the_law(opened)) or tuple(verify_folder(opened.plan))
        if not breaches and seal["plan_sha256"] != read_manifest(opened.plan)["sha256"]:
            breaches = (problem("sealing.member_changed", file=str(file), name=f"{PLAN_FOLDER}/{MANIFEST}"),)
        difference = None if breaches else _difference(opened.plan, progress)
    return Checked(fingerprint(seal["signer"]), str(seal["sealed_at"]), status, breaches, difference, _fairness(seal), *_road(seal))


def _fairness(seal: dict[str, Any]) -> dict[str, Any] | None:
    """The ledger in a `seal.json`: `{resolves, other_plans, steps: [{from, to, seen, roster_changed, changed: [{key, before, after}]}]}`.
    None where it holds none of that form: whoever signed it may have written anything."""
    try:
        said = seal["workspace"]["fairness"]
        steps = [
            {"from": int(step["from"]), "to": int(step["to"]), "seen": str(step["seen"]), "roster_changed": bool(step["roster_changed"]),
             "changed": [{name: str(change[name]) for name in ("key", "before", "after")} for change in step["changed"]]}
            for step in said["steps"]
        ]  # fmt: skip
        return {"resolves": int(said["resolves"]), "other_plans": int(said["other_plans"]), "steps": steps}
    except (KeyError, TypeError, ValueError):
        return None


def _road(seal: dict[str, Any]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The plan's state in the workspace that sealed it, and its approvals; (None, ()) where the file holds none of that form."""
    try:
        said = seal["workspace"]
        state, approvals = str(said["state"]), tuple((str(person), str(at)) for person, at in said["approvals"])
    except (KeyError, TypeError, ValueError):
        return None, ()
    return (state, approvals) if state in PLAN_STATES else (None, ())


def _of_the_law(opened: Opened) -> Iterator[Problem]:
    """Numbers of the law that are others here, by file; another version of the program."""
    if opened.seal["planner"] != __version__:
        yield problem("sealing.other_program", file=PLAN_FOLDER, version=opened.seal["planner"], here=__version__)
    theirs, ours = ({path.relative_to(folder).as_posix(): path for path in folder.rglob("*.yaml")} for folder in (opened.law, LAW))
    for name in sorted({*theirs, *ours}):
        if name not in ours:
            yield problem("sealing.law_only_there", file=f"{LAW_FOLDER}/{name}")
        elif name not in theirs:
            yield problem("sealing.law_only_here", file=f"{LAW_FOLDER}/{name}")
        elif theirs[name].read_bytes() != ours[name].read_bytes():
            yield problem("sealing.law_changed", file=f"{LAW_FOLDER}/{name}")


def _difference(folder: Path, progress: Callable[[Progress], None] | None) -> Problem | None:
    """The first place where planning again from a folder's inputs comes to something else; None where nowhere."""
    kept = plan_of(folder / PLAN)
    again = _planned_again(folder, kept["provenance"], progress)
    for key in _TOLD:
        if not _same(kept[key], again.summary[key]):
            return problem("sealing.told_differs", file=PLAN, column=key, written=_short(kept[key]), again=_short(again.summary[key]))
    if again.decisions is None:
        return None
    with passing_folder() as place:
        made = Path(place) / DECISIONS_FILE
        write_decisions(again.decisions, made)
        if made.read_bytes() == (folder / DECISIONS_FILE).read_bytes():
            return None
        return _first(written_decisions(folder), as_decisions(made))


def _planned_again(folder: Path, provenance: dict[str, Any], progress: Callable[[Progress], None] | None) -> Run:
    """The run of a folder's own inputs, made anew."""
    asked = Request(
        planned_scenario(folder),
        planned_roster(folder),
        progress=progress,
        close_to=read_reference(folder),
        lang=provenance["lang"],
        repairs=False,
    )
    return make_run(asked)


def _first(kept: pd.DataFrame, again: pd.DataFrame) -> Problem:
    """The first cell in which two tables of decisions differ, as a problem with its row and person."""
    differs = (kept.astype(str).to_numpy() != again.astype(str).to_numpy()).astype(bool)
    row, column = (int(at[0]) for at in np.nonzero(differs))
    people = int(differs.any(axis=1).sum())
    name = kept.columns[column]
    written, here = (str(frame.iloc[row][name]) for frame in (kept, again))
    person = kept["employee_id"].iloc[row]
    return problem(
        "sealing.decision_differs", file=DECISIONS_FILE, row=row + 2, column=name, person=person, written=written, again=here, people=people
    )


def _same(kept: Any, again: Any) -> bool:
    """Equal, or numbers no further apart than rounding makes them."""
    if isinstance(kept, float) and isinstance(again, int | float):
        return bool(np.isclose(kept, again, rtol=1e-9, atol=0.0))
    return bool(kept == again)


def _short(value: Any) -> str:
    said = str(value)
    return said if len(said) <= 60 else said[:60] + "…"
