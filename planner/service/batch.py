"""Many plans side by side, each in a process of its own: one that dies costs its own row, never the batch."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path

COLUMNS = (
    "scenario", "title", "status", "objective", "gap", "leavers", "reduction", "cost_vnd", "involuntary", "seconds", "error", "folder",
)  # fmt: skip
RUNS, COMPARISON = "runs.csv", "comparison.xlsx"


def run_batch(scenarios: Sequence[Path], out: Path, *, workers: int, resume: bool, lang: str = "en") -> list[dict[str, Any]]:
    """Plan every scenario; the rows of `runs.csv` in the order given. InputError where two files share a stem.

    Writes `out/runs.csv`, `out/comparison.xlsx` (where at least one plan stands) and `out/<stem>/` for each scenario.
    """
    from pebble import ProcessPool

    stems = [path.stem for path in scenarios]
    twice = sorted({s for s in stems if stems.count(s) > 1})
    if twice:
        raise InputError([problem("batch.same_stem", column="SCENARIO", stem=stem) for stem in twice])
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPool(max_workers=min(workers, len(scenarios)), context=get_context("spawn")) as pool:
        futures = [pool.schedule(plan_one, args=(str(path), str(out / path.stem), resume, lang)) for path in scenarios]
        rows = [_row_of(future, path, out / path.stem, lang) for future, path in zip(futures, scenarios, strict=True)]
    with atomic_path(out / RUNS) as temporary:
        pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(("leavers", "cost_vnd", "involuntary"), "Int64")).to_csv(temporary, index=False, encoding="utf-8", lineterminator="\n")
    _write_comparison([Path(r["folder"]) for r in rows if r["status"] in ("optimal", "feasible")], out, lang)
    return rows


def plan_one(scenario: str, folder: str, resume: bool, lang: str) -> dict[str, Any]:
    """One row of `runs.csv`; the plan's folder is written. Faults of the user come back in `error`."""
    from planner.service.run import Request, make_run, read_for
    from planner.service.saved_runs import save_run
    from planner.service.scenario_files import read_scenario

    path, out = Path(scenario), Path(folder)
    try:
        loaded = read_scenario(path)
        roster = read_for(loaded)
        summary = _finished(out, loaded.sha256, roster.sha256) if resume else None
        if summary is None:
            run = make_run(Request(loaded, roster, lang=lang))
            save_run(run, out, lang)
            summary = run.summary
    except InputError as error:
        return failed(path, out, " | ".join(p.sentence(lang) for p in error.problems if p.severity == "error"))
    except OSError as error:
        return failed(path, out, f"{error.filename}: {error.strerror}")
    head = summary["headcount"] or {}
    return {
        "scenario": path.name,
        "title": summary["title"],
        "status": summary["status"],
        "objective": summary["objective"],
        "gap": summary["gap"],
        "leavers": head.get("leavers"),
        "reduction": head.get("reduction"),
        "cost_vnd": summary["cost_vnd"],
        "involuntary": summary["involuntary"],
        "seconds": summary["provenance"]["seconds"],
        "error": summary.get("conflict_summary") or " | ".join(c["message"] for c in summary["conflict"]),
        "folder": str(out),
    }


def failed(path: Path, out: Path, error: str) -> dict[str, Any]:
    """The row of a scenario that could not be planned."""
    return {**dict.fromkeys(COLUMNS), "scenario": path.name, "status": "error", "error": error, "folder": str(out)}


def _row_of(future: Any, path: Path, out: Path, lang: str) -> dict[str, Any]:
    from pebble import ProcessExpired

    from planner.core.texts import text

    try:
        row: dict[str, Any] = future.result()
        return row
    except ProcessExpired:
        return failed(path, out, text("batch.worker_died", lang))


def _finished(out: Path, scenario_sha: str, roster_sha: str) -> dict[str, Any] | None:
    """The summary of a plan of the very same inputs, law and program, where one stands whole in `out`."""
    from planner import __version__
    from planner.policy.law.parameters import law_sha256
    from planner.service.manifest import read_manifest
    from planner.service.saved_runs import DECISIONS_FILE, WORKBOOK, read_summary

    try:
        summary, manifest = read_summary(out), read_manifest(out)
    except InputError:
        return None
    kept = summary.get("provenance", {})
    same = (kept.get("scenario_sha256"), kept.get("roster_sha256")) == (scenario_sha, roster_sha)
    same = same and (manifest["planner"], manifest["law_sha256"]) == (__version__, law_sha256())
    complete = summary["status"] == "infeasible" or {DECISIONS_FILE, WORKBOOK} <= set(manifest["files"])
    return summary if same and complete and summary["status"] != "unknown" else None


def _write_comparison(folders: Sequence[Path], out: Path, lang: str) -> None:
    """`comparison.xlsx` of the plans that stand; none is left from an older batch where there is no plan."""
    if not folders:
        (out / COMPARISON).unlink(missing_ok=True)
        return
    from planner.plan.comparison import compare
    from planner.report.books.workbook import write_comparison
    from planner.service.saved_runs import load_run

    write_comparison(compare([load_run(f) for f in folders], [f.name for f in folders]), out / COMPARISON, lang)
