"""A plan's folder: written and replaced as a whole, read back into the same run only where it is what was written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.core.folders import replaced_folder
from planner.core.texts import Message
from planner.core.vocabulary import REDEPLOY
from planner.instance.earlier_plan import COLUMNS as EARLIER
from planner.instance.earlier_plan import indices_of
from planner.instance.instance import Instance, prepare
from planner.optimise.goal_result import TierResult
from planner.optimise.lexicographic import sent
from planner.optimise.model.build import build
from planner.optimise.model.goals import amounts
from planner.optimise.model.rows import RowName
from planner.optimise.solve.result import Status
from planner.plan.plan import Clash, Plan, Run
from planner.plan.repair.file import KEPT, kept_scenario
from planner.roster.corrections import read_corrections, unapplied, write_corrections
from planner.roster.people.frame import Roster
from planner.roster.read import read_roster
from planner.roster.values.text import protect_csv, unprotect
from planner.roster.write import write_roster
from planner.scenario.load import load_scenario, to_yaml
from planner.service.manifest import faults_of, refuse_other_things, require_whole, write_manifest

PLAN, DECISIONS_FILE, WORKBOOK, INPUTS = "plan.json", "decisions.csv", "plan.xlsx", "inputs"
ROSTER, SCENARIO, PRICES = "roster.parquet", "scenario.yaml", "prices.json"
TIERS, REFERENCE, LEDGER = "tiers.json", "reference.csv", "corrections.csv"
"""Kept only where needed: the prices of the goals before the last, the plan to stay close to, the corrections made."""
TEXT_COLUMNS = ("employee_id", "unit", "period", "to_unit", "legal_basis", "reason")


def save_run(run: Run, out: Path, lang: str = "en", workbook: bool = True) -> None:
    """Write the folder of a run: `plan.json`, `inputs/`, where there is a plan `decisions.csv` and `plan.xlsx`, and the list
    of them all, `manifest.json`.

    The folder takes the place of an older one as a whole (`replaced_folder`). InputError where `out` holds other things.
    """
    refuse_other_things(out)
    with replaced_folder(out) as folder:
        put_files(run, folder, out, lang, workbook=workbook)
        write_manifest(folder)


def put_files(run: Run, folder: Path, out: Path, lang: str, *, workbook: bool, roster: bool = True) -> None:
    """The files of a run into an empty folder that will stand at `out`, all but their list.

    roster: whether `inputs/` gets the roster; many runs of one roster share it.
    """
    _write_inputs(run, folder / INPUTS, roster)
    if run.decisions is None:
        _write_json(folder / PLAN, {**run.summary, KEPT: kept_scenario(run.instance.loaded, out)})
        return
    write_decisions(run.decisions, folder / DECISIONS_FILE)
    _write_json(folder / INPUTS / PRICES, _prices(run))
    if workbook:
        from planner.report.books.workbook import write_plan_workbook

        write_plan_workbook(run, folder / WORKBOOK, lang)
    _write_json(folder / PLAN, run.summary)


def _write_inputs(run: Run, inputs: Path, roster: bool) -> None:
    """What the run was made from: roster, scenario, and where there are some the ledger, the proof of former goals and the
    plan to stay close to."""
    inputs.mkdir()
    if roster:
        write_roster(run.instance.roster, inputs / ROSTER)
    asked = {key: value for key, value in run.instance.loaded.data.items() if key != "corrections"}  # the roster holds them
    (inputs / SCENARIO).write_text(to_yaml({**asked, "roster": ROSTER}), encoding="utf-8")
    if run.instance.roster.corrections:
        write_corrections(run.instance.roster.corrections, inputs / LEDGER)
    if former := [t for t in run.plan.tiers if not t.last]:
        _write_json(inputs / TIERS, [{"price_bound": t.price_bound, "prices": _priced(t.names, t.prices)} for t in former])
    if run.instance.reference is not None:
        kept = run.instance.reference.decisions[list(EARLIER)].astype(str)
        kept.apply(protect_csv).to_csv(inputs / REFERENCE, index=False, encoding="utf-8", lineterminator="\n")


def read_reference(folder: Path) -> pd.DataFrame | None:
    """The earlier decisions that a plan stayed close to, as `prepare` takes them; None where there are none."""
    file = folder / INPUTS / REFERENCE
    if not file.is_file():
        return None
    try:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8")
        return frame[list(EARLIER)].apply(unprotect)
    except (OSError, ValueError, KeyError):
        raise InputError(problem("check.file_missing", file=str(file))) from None


def write_decisions(decisions: pd.DataFrame, out: Path) -> None:
    """`decisions.csv`: UTF-8, `true`/`false`, formula-like text behind an apostrophe, one form for the same plan."""
    shown = decisions.copy()
    for column in TEXT_COLUMNS:
        shown[column] = protect_csv(shown[column])
    shown["involuntary"] = np.where(decisions["involuntary"], "true", "false")
    shown.to_csv(out, index=False, encoding="utf-8", lineterminator="\n")


def read_summary(folder: Path) -> dict[str, Any]:
    """The mapping of a folder's `plan.json`. InputError where there is none, or the folder is not what was written."""
    require_whole(folder)
    return _summary(folder)


def _summary(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(problem("check.file_missing", file=str(folder / PLAN))) from None
    if not isinstance(data, dict) or data.get("status") not in [s.value for s in Status]:
        raise InputError(problem("check.file_missing", file=str(folder / PLAN)))
    return data


def read_decisions(folder: Path) -> pd.DataFrame:
    """The frame of a folder's `decisions.csv`, all text but the money. InputError where it is missing or broken, or the
    folder is not what was written."""
    require_whole(folder)
    return _decisions(folder)


def _decisions(folder: Path) -> pd.DataFrame:
    try:
        return as_decisions(folder / DECISIONS_FILE)
    except (OSError, ValueError, KeyError):
        raise InputError(problem("check.file_missing", file=str(folder / DECISIONS_FILE))) from None


def as_decisions(source: Path | BinaryIO) -> pd.DataFrame:
    """The frame of a `decisions.csv`, all text but the money. OSError, ValueError or KeyError where it is none."""
    frame = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8")
    for column in TEXT_COLUMNS:
        frame[column] = unprotect(frame[column])
    return frame.astype({"involuntary": str})


def _instance(folder: Path) -> Instance:
    """The instance that a plan was made from, rebuilt from the folder's `inputs`. InputError where they are missing."""
    scenario = folder / INPUTS / SCENARIO
    if not scenario.is_file():
        raise InputError(problem("check.file_missing", file=str(scenario)))
    loaded = load_scenario(scenario)
    instance = prepare(loaded, planned_roster(folder), close_to=read_reference(folder))
    return replace(instance, limits=tuple(t.whole_limit for t in _results(instance, _summary(folder)) if not t.last))


def planned_roster(folder: Path) -> Roster:
    """The roster as it was planned, with the ledger of what had been corrected in it. InputError where it cannot be read."""
    roster, ledger = read_roster(folder / INPUTS / ROSTER), folder / INPUTS / LEDGER
    return replace(roster, corrections=read_corrections(ledger)) if ledger.is_file() else roster


def load_run(folder: Path) -> Run:
    """The run of a plan's folder. InputError where a file is missing, the decisions do not fit the inputs, or the folder is
    not what was written."""
    require_whole(folder)
    summary, instance = _summary(folder), _instance(folder)
    decisions = _decisions(folder)
    chosen, to_unit = chosen_options(instance, decisions)
    names = build(instance).rows.names
    prices = read_prices(folder, names)
    plan = Plan(
        status=Status(summary["status"]),
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        loss_gap=summary["loss_gap"],
        chosen=chosen,
        conflict=tuple(Clash(c["requirement"], c["scope"], Message("conflict.as_written", {"text": c["message"]})) for c in summary["conflict"]),
        repairs=(),
        prices=prices,
        price_bound=summary.get("price_bound"),
        solver=summary["provenance"]["solver"],
        threads=summary["provenance"]["threads"],
        seconds=summary["provenance"]["seconds"],
        names=names,
        tiers=_with_prices(folder, _results(instance, summary), instance),
    )
    instance = sent(instance, chosen, to_unit)
    typed = decisions.assign(involuntary=decisions["involuntary"].eq("true"), cost_vnd=decisions["cost_vnd"].astype("int64"))
    return Run(instance, plan, summary, typed)


def _results(instance: Instance, summary: dict[str, Any]) -> tuple[TierResult, ...]:
    """`tiers` of `plan.json` in whole units again, without their prices."""
    asked = instance.scenario.tiers
    written = summary.get("tiers") or []
    if len(written) != len(asked) or any(entry["goal"] != tier.goal for entry, tier in zip(written, asked, strict=True)):
        return ()
    found = []
    for k, (entry, tier) in enumerate(zip(written, asked, strict=True)):
        unit = amounts(instance, tier.goal)[1]
        best, bound, limit = (None if entry[key] is None else round(entry[key] * unit) for key in ("best", "bound", "limit"))
        whole = best if limit is None else limit
        found.append(TierResult(tier.goal, tier.minimised, unit, best, bound, whole, entry["proven"], k == len(asked) - 1))  # type: ignore[arg-type]
    return tuple(found)


def _with_prices(folder: Path, results: tuple[TierResult, ...], instance: Instance) -> tuple[TierResult, ...]:
    """The former goals with the prices that prove their bounds, as far as they are there and fit."""
    try:
        kept = json.loads((folder / INPUTS / TIERS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return results
    out = list(results)
    for k, entry in enumerate(kept[: len(results)]):
        names = build(replace(instance, limits=instance.limits[:k])).rows.names
        prices = _fitting(entry["prices"], names)
        out[k] = replace(results[k], prices=prices, price_bound=entry["price_bound"], names=names if prices is not None else ())
    return tuple(out)


def chosen_options(instance: Instance, decisions: pd.DataFrame) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(the option of each person that `decisions` names, the unit each mover goes to, -1 for the others); int64[n] both.

    InputError where one has no such option.
    """
    options = instance.options
    ids = instance.people["employee_id"].astype(str).to_numpy()
    fits = len(ids) == len(decisions) and bool((decisions["employee_id"].astype(str).to_numpy() == ids).all())
    if fits:
        decision, period, to_unit = indices_of(decisions, instance.structure, instance.scenario)
        hits = np.flatnonzero((options.decision == decision[options.person]) & (options.period == period[options.person]))
        placed = bool(np.all(np.where(decision == REDEPLOY, to_unit >= 0, to_unit == -1)))
        if placed and len(hits) == len(ids) and (options.person[hits] == np.arange(len(ids))).all():
            return hits, to_unit
    raise InputError(problem("check.decisions_do_not_fit", file=DECISIONS_FILE))


def read_prices(folder: Path, names: tuple[RowName, ...]) -> npt.NDArray[np.float64] | None:
    """The prices kept with a plan, in the order of `names`; None where they are missing or of other rows."""
    try:
        return _fitting(json.loads((folder / INPUTS / PRICES).read_text(encoding="utf-8")), names)
    except (OSError, ValueError):
        return None


def _fitting(kept: Any, names: tuple[RowName, ...]) -> npt.NDArray[np.float64] | None:
    """Written prices, where they are those of these rows."""
    try:
        if [(k["requirement"], k["scope"]) for k in kept] != [(n.requirement, n.shown) for n in names]:
            return None
        return np.array([float(k["price"]) for k in kept], dtype=np.float64)
    except (ValueError, KeyError, TypeError):
        return None


def verify_folder(folder: Path) -> list[Problem]:
    """Every breach of a written plan, found from its own inputs without a solver; empty where all holds.

    First that the folder is what was written; only then can the rest be believed: fingerprints of the inputs, each decision, each requirement, each figure, and the bound as far as the prices kept
    with the plan prove it.
    """
    from planner.check import check_plan
    from planner.optimise.solve.price_bound import priced_bound

    if not folder.is_dir():
        raise InputError(problem("check.file_missing", file=str(folder)))
    if broken := faults_of(folder):
        return broken
    summary = _summary(folder)
    if summary["status"] in (Status.INFEASIBLE.value, Status.UNKNOWN.value):
        return []
    instance = _instance(folder)
    faults = []
    kept = summary.get("provenance", {})
    for what, right in (("roster", instance.roster.sha256), ("scenario", instance.loaded.sha256)):
        if kept.get(f"{what}_sha256") != right:
            faults.append(problem("check.hash_differs", file=PLAN, column=f"provenance.{what}_sha256", what=Message(f"check.{what}")))
    faults += _ledger_faults(instance, kept)
    faults += check_plan(instance, _decisions(folder), summary)
    model = build(instance)
    prices = read_prices(folder, model.rows.names)
    if prices is None:
        return [*faults, problem("check.file_missing", file=f"{INPUTS}/{PRICES}")]
    proven, written = priced_bound(model, prices), summary.get("price_bound")
    if written is None or abs(proven - written) > 1e-9 * max(1.0, abs(proven)) or summary["bound"] > proven + 1e-9 * max(1.0, abs(proven)):
        faults.append(problem("check.bound_not_proven", file=PLAN, column="bound", proven=proven, written=written))
    return faults + _tier_faults(folder, instance, summary)


def _ledger_faults(instance: Instance, kept: dict[str, Any]) -> list[Problem]:
    """A ledger that is not the one the plan was made with, or whose accepted cells do not stand in the roster."""
    from planner.service.run import corrections_record

    faults = unapplied(instance.roster, LEDGER)
    mine, written = corrections_record(instance) or {}, kept.get("corrections") or {}
    if any(mine.get(key) != written.get(key) for key in ("sha256", "applied", "refused")):
        faults.append(problem("check.hash_differs", file=PLAN, column="provenance.corrections", what=Message("check.corrections")))
    return faults


def _tier_faults(folder: Path, instance: Instance, summary: dict[str, Any]) -> list[Problem]:
    """Former goals whose bound does not follow from the prices kept with the plan."""
    from planner.optimise.solve.price_bound import priced_bound

    faults = []
    for k, result in enumerate(_with_prices(folder, _results(instance, summary), instance)):
        if result.last:
            continue
        place = f"tiers.{k + 1}.bound"
        if result.prices is None or result.bound is None:
            faults.append(problem("check.file_missing", file=f"{INPUTS}/{TIERS}", column=place))
            continue
        proven = priced_bound(build(replace(instance, limits=instance.limits[:k])), result.prices)
        written = (-result.bound if result.minimised else result.bound) / result.unit
        slack = 1e-9 * max(1.0, abs(proven)) + len(instance.people) / result.unit * (result.goal == "objective")
        if written > proven + slack:
            faults.append(problem("check.bound_not_proven", file=PLAN, column=place, proven=proven, written=written))
    return faults


def _prices(run: Run) -> list[dict[str, Any]]:
    return _priced(run.plan.names or build(run.instance).rows.names, run.plan.prices)


def _priced(names: Sequence[RowName], prices: npt.NDArray[np.float64] | None) -> list[dict[str, Any]]:
    known = prices if prices is not None else np.zeros(len(names))
    return [{"requirement": n.requirement, "scope": n.shown, "price": float(p)} for n, p in zip(names, known, strict=True)]


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

