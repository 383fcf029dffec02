"""Checking a written plan again from its own inputs, without a solver: the list of files, then whatever can be known anew.

Whoever changes a file and makes the list anew still meets this: decisions, reasons, figures, sentences, provenance and
workbook are made again from roster, scenario and law. What cannot be known anew is how long the solver took, which one it
was, and whether the inputs themselves are those of once: only a signature shows that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from planner.check import check_plan
from planner.core.errors import InputError, Problem, problem
from planner.core.signing.keys import own_key_is_there
from planner.core.texts import LANGUAGES, Message
from planner.core.version import __version__
from planner.instance.instance import Instance
from planner.optimise.model.build import build
from planner.optimise.model.rows import Model
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Status, loss_gap_of
from planner.plan.plan import Run
from planner.plan.repair.file import KEPT
from planner.policy.law.parameters import law_sha256
from planner.roster.corrections import unapplied
from planner.service.manifest import MANIFEST, faults_of, read_manifest
from planner.service.origin import ORIGIN
from planner.service.plan_shape import plan_of
from planner.service.run import corrections_record, provenance_of, stated
from planner.service.same_workbook import workbook_faults
from planner.service.saved_runs import (
    DECISIONS_FILE,
    INPUTS,
    LEDGER,
    PLAN,
    PRICES,
    TIERS,
    WORKBOOK,
    goal_results,
    planned_instance,
    read_prices,
    run_from,
    with_prices,
    written_decisions,
)

TOLERANCE = 1e-9
_FREE = ("seconds", "threads", "solver", "xlsxwriter")
"""What only the run itself could know of its provenance."""
_SHOWN = 60
"""Letters of a value that are said."""


def verify_folder(folder: Path) -> list[Problem]:
    """Every breach of a written plan, found from its own inputs without a solver; empty where all holds.

    First that the folder is what was written; only then can the rest be believed: version and law, that it is signed (what this
    version writes is, where there is a key), fingerprints of the inputs, each decision, each requirement, each figure, the bound as far as the prices kept with the plan prove it, then
    reasons, sentences and workbook. InputError where there is no such folder, or a file cannot be read.
    """
    if not folder.is_dir():
        raise InputError(problem("check.file_missing", file=str(folder)))
    if broken := faults_of(folder):
        return broken
    manifest, summary = read_manifest(folder), plan_of(folder / PLAN)
    kept = summary["provenance"]
    if manifest["law_sha256"] != law_sha256() or {manifest["planner"], kept["planner"]} != {__version__}:
        return [problem("check.other_version", file=PLAN, column="provenance.planner", version=f"{manifest['planner']} ({manifest['law_sha256'][:8]})", here=f"{__version__} ({law_sha256()[:8]})")]
    if "signer" not in manifest and own_key_is_there():
        return [problem("files.not_signed", file=MANIFEST)]
    if kept.get("lang") not in LANGUAGES:
        return [problem("check.shape_wrong", file=PLAN, column="provenance.lang")]
    if not (folder / INPUTS / ORIGIN).is_file():
        return [problem("check.file_missing", file=f"{INPUTS}/{ORIGIN}")]
    instance = planned_instance(folder)
    faults = [*_input_faults(instance, kept), *_ledger_faults(instance, kept)]
    if "signer" in manifest:
        lines = enumerate(instance.roster.corrections, 2)
        faults += [problem("corrections.signature_gone", file=LEDGER, row=line, column="signature") for line, entry in lines if not entry.signer]
    if summary["status"] in (Status.INFEASIBLE.value, Status.UNKNOWN.value):
        return faults + list(_faults_without_a_plan(folder, instance, summary))
    faults += check_plan(instance, written_decisions(folder), summary)
    model = build(instance)
    faults += _bound_faults(folder, model, summary)
    faults += _tier_faults(folder, instance, summary)
    return faults or _words_and_workbook(folder, run_from(folder, instance), model)


def _input_faults(instance: Instance, kept: dict[str, Any]) -> list[Problem]:
    """Inputs that are not those of the plan, by their fingerprints."""
    pairs = (("roster", instance.roster.sha256), ("scenario", instance.loaded.sha256))
    return [
        problem("check.hash_differs", file=PLAN, column=f"provenance.{what}_sha256", what=Message(f"check.{what}"))
        for what, right in pairs
        if kept[f"{what}_sha256"] != right
    ]


def _ledger_faults(instance: Instance, kept: dict[str, Any]) -> list[Problem]:
    """A ledger that is not the one the plan was made with, or whose accepted cells do not stand in the roster."""
    faults = unapplied(instance.roster, LEDGER)
    mine, written = corrections_record(instance) or {}, kept["corrections"] or {}
    if any(mine.get(key) != written.get(key) for key in ("sha256", "applied", "refused")):
        faults.append(problem("check.hash_differs", file=PLAN, column="provenance.corrections", what=Message("check.corrections")))
    return faults


def _faults_without_a_plan(folder: Path, instance: Instance, summary: dict[str, Any]) -> Iterator[Problem]:
    """What an answer without a plan says that its inputs do not, and files that it should not have."""
    kept = {name: value for name, value in summary["provenance"].items() if name not in _FREE}
    ended = _Ended(summary["provenance"])
    right = {name: value for name, value in provenance_of(instance, ended, kept["lang"]).items() if name not in _FREE}  # type: ignore[arg-type]
    yield from _told(kept, right, "provenance")
    yield from _told(summary["title"], instance.scenario.title, "title")
    yield from (problem("files.file_added", file=str(folder / name)) for name in (DECISIONS_FILE, WORKBOOK) if (folder / name).exists())


class _Ended:
    """What `provenance_of` reads of a plan, where there is none: as it is written."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.solver, self.threads, self.seconds = kept["solver"], kept["threads"], kept["seconds"]


def _bound_faults(folder: Path, model: Model, summary: dict[str, Any]) -> list[Problem]:
    """A bound that does not follow from the prices kept with the plan."""
    prices = read_prices(folder, model.rows.names)
    if prices is None:
        return [problem("check.file_missing", file=f"{INPUTS}/{PRICES}")]
    proven, written, bound = priced_bound(model, prices), summary["price_bound"], summary["bound"]
    slack = TOLERANCE * max(1.0, abs(proven))
    if written is None or bound is None or abs(proven - written) > slack or bound > proven + slack:
        return [problem("check.bound_not_proven", file=PLAN, column="bound", proven=proven, written=written)]
    return []


def _tier_faults(folder: Path, instance: Instance, summary: dict[str, Any]) -> list[Problem]:
    """Former goals whose bound does not follow from the prices kept with the plan."""
    faults = []
    for k, result in enumerate(with_prices(folder, goal_results(instance, summary), instance)):
        if result.last:
            continue
        place = f"tiers.{k + 1}.bound"
        if result.prices is None or result.bound is None:
            faults.append(problem("check.file_missing", file=f"{INPUTS}/{TIERS}", column=place))
            continue
        proven = priced_bound(build(replace(instance, limits=instance.limits[:k])), result.prices)
        written = (-result.bound if result.minimised else result.bound) / result.unit
        slack = TOLERANCE * max(1.0, abs(proven)) + len(instance.people) / result.unit * (result.goal == "objective")
        if written > proven + slack:
            faults.append(problem("check.bound_not_proven", file=PLAN, column=place, proven=proven, written=written))
    return faults


def _words_and_workbook(folder: Path, run: Run, model: Model) -> list[Problem]:
    """Reasons, sentences, provenance and workbook of a plan whose decisions and figures hold, made again from them."""
    again = stated(run.instance, run.plan, run.summary["provenance"]["lang"])
    assert again.decisions is not None and run.decisions is not None
    faults = []
    for row in np.flatnonzero((again.decisions["reason"].to_numpy() != run.decisions["reason"].to_numpy()).astype(bool)):
        said = problem("check.reason_wrong", file=DECISIONS_FILE, row=int(row) + 2, column="reason", person=run.decisions["employee_id"].iloc[row])
        faults.append(replace(said, person=int(row)))
    written, right = run.summary, {**again.summary, "provenance": {**again.summary["provenance"]}}
    right["provenance"] |= {name: written["provenance"].get(name) for name in _FREE}
    if written["bound"] is not None:
        right["loss_gap"] = loss_gap_of(written["objective"], written["bound"], model.ceiling)
    faults += _told(written, right)
    if not faults and (folder / WORKBOOK).is_file():
        same_writer = written["provenance"].get("xlsxwriter") == version("XlsxWriter")
        faults = workbook_faults(folder / WORKBOOK, run, same_writer)
    return faults


def _told(written: Any, right: Any, path: str = "") -> Iterator[Problem]:
    """Each value of `plan.json` that is not what it should be, with its key path."""
    if isinstance(written, dict) and isinstance(right, dict):
        for key in [*right, *(key for key in written if key not in right and key != KEPT)]:
            yield from _told(written.get(key), right.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(written, list) and isinstance(right, list) and len(written) == len(right):
        for at, (one, other) in enumerate(zip(written, right, strict=True)):
            yield from _told(one, other, f"{path}.{at}")
    elif not _same(written, right):
        yield problem("check.told_wrong", file=PLAN, column=path, written=_short(written), right=_short(right))


def _same(written: Any, right: Any) -> bool:
    """Equal, or numbers that differ by no more than rounding."""
    if isinstance(written, int | float) and isinstance(right, int | float) and not isinstance(written, bool) and not isinstance(right, bool):
        return written == right or abs(written - right) <= TOLERANCE * max(1.0, abs(right))
    return type(written) is type(right) and bool(written == right)


def _short(value: Any) -> str:
    said = str(value)
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
