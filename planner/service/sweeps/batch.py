"""Many plans side by side: each run's folder is written as it finishes, and the tables of all runs at the end.

Every run starts by itself, from nothing but its scenario, roster and law: its plan is then the same whatever ran before it,
on whatever machine (docs/sweeps.md has what another start would save).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from planner.core.errors import InputError
from planner.core.files import PRIVATE_FOLDER
from planner.core.folders import clear_killed, locked
from planner.core.system_errors import problem_of_any
from planner.report.batch_page.page import write_batch_page
from planner.service.manifest import read_manifest, refuse_other_things
from planner.service.sweeps.folders import Folders
from planner.service.sweeps.jobs import Asked, Job, Shared, said_of
from planner.service.sweeps.tables import remove_leftovers, row_of, write_tables
from planner.service.sweeps.worker import Made


class Executor(Protocol):
    """Where runs are made: on this machine or a cluster."""

    def results(self, jobs: Sequence[Job]) -> Generator[tuple[Job, Made]]:
        """Each job with what became of it, as they finish; nothing runs on once the iterator is closed."""


@dataclass(frozen=True)
class Step:
    """How far a batch is: runs that are finished, of how many, how many of these failed; the row of the newest."""

    done: int
    of: int
    failed: int
    row: dict[str, Any]


def run_batch(
    asked: Asked,
    out: Path,
    executor: Executor,
    *,
    resume: bool = False,
    html: Path | None = None,
    progress: Callable[[Step], None] | None = None,
) -> list[dict[str, Any]]:
    """Plan every run; the rows of `runs.csv` in the order asked for.

    Writes `out/NAME/` for each run that has an answer, and the tables (`planner.service.sweeps.tables`) of all rows. Where
    it is stopped, whatever was finished stands, with tables of it. One batch at a time writes a folder. resume: what is finished with the same scenario, roster,
    law and program stays as it is. html: the file for a browser that shows all runs, written with the tables.
    """
    out.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    with locked(out):
        return _batch(asked, out, executor, resume, html, progress)


def _batch(
    asked: Asked, out: Path, executor: Executor, resume: bool, html: Path | None, progress: Callable[[Step], None] | None
) -> list[dict[str, Any]]:
    """As `run_batch`, of whoever holds the folder."""
    jobs = [_placed(job, out, asked.shared.lang) for job in asked.jobs]
    remove_leftovers(out)
    clear_killed(out)  # a run that a killed batch had finished is not written again, which would have cleared beside it
    rows: dict[str, dict[str, Any]] = {job.name: row_of(job, None, out) for job in jobs if job.error}
    kept, failed = Folders(asked.shared, out), len(rows)
    try:
        todo = [job for job in jobs if not job.error and not (resume and _resumed(job, asked.shared, out, rows))]
        with closing(executor.results(todo)) as results:
            for job, made in results:
                if made.summary is not None:
                    try:
                        made = _written(kept, job, made, asked.shared.lang)
                    except BaseException:  # stopped: a folder that took its place a moment before has its row
                        if _stands(out / job.name, made):
                            rows[job.name] = row_of(job, made, out)
                        raise
                rows[job.name] = row_of(job, made, out)
                failed += made.summary is None
                if progress is not None:
                    progress(Step(len(rows), len(jobs), failed, rows[job.name]))
    finally:
        kept.remove()
        finished = [(job, rows[job.name]) for job in jobs if job.name in rows]
        write_tables(finished, asked.keys, out, asked.shared.lang)
        if html is not None:
            write_batch_page([row for _, row in finished], asked.keys, html, asked.shared.lang)
    return [row for _, row in finished]


def _placed(job: Job, out: Path, lang: str) -> Job:
    """The job; with an error where its folder cannot be written, for something else stands there."""
    try:
        refuse_other_things(out / job.name)
    except InputError as error:
        return job if job.error else replace(job, error=said_of(error, lang))
    return job


def _written(kept: Folders, job: Job, made: Made, lang: str) -> Made:
    """What became of a run whose folder is written now; that it could not be is its own error."""
    try:
        kept.write(job, made)
    except InputError as error:
        return Made(error=said_of(error, lang))
    except Exception as error:  # noqa: BLE001 - disk, memory: one run's folder must not stop the others
        return Made(error=problem_of_any(error).sentence(lang))
    return made


def _stands(folder: Path, made: Made) -> bool:
    """Whether the folder holds this very run."""
    from planner.service.saved_runs import read_summary

    try:
        return made.summary is not None and read_summary(folder)["provenance"] == made.summary["provenance"]
    except InputError:
        return False


def _resumed(job: Job, shared: Shared, out: Path, rows: dict[str, dict[str, Any]]) -> bool:
    """Whether the run is finished already; its row is then noted."""
    from planner.scenario.named_keys import with_values

    try:
        loaded = with_values(shared.bases[job.base], job.values)
    except InputError:
        return False  # its own process says what is wrong
    summary = finished(out / job.name, loaded.sha256, shared.rosters[shared.roster_of[job.base]].sha256, workbook=shared.workbooks)
    if summary is None:
        return False
    rows[job.name] = row_of(job, Made(summary), out)
    return True


def finished(out: Path, scenario_sha: str, roster_sha: str, *, workbook: bool) -> dict[str, Any] | None:
    """The summary of a run of the very same inputs, law and program, where one stands whole in `out`."""
    from planner.core.version import __version__
    from planner.policy.law.parameters import law_sha256
    from planner.service.saved_runs import DECISIONS_FILE, WORKBOOK, read_summary

    try:
        summary, manifest = read_summary(out), read_manifest(out)
    except InputError:
        return None
    known = summary.get("provenance", {})
    same = (known.get("scenario_sha256"), known.get("roster_sha256")) == (scenario_sha, roster_sha)
    same = same and (manifest["planner"], manifest["law_sha256"]) == (__version__, law_sha256())
    wanted = {DECISIONS_FILE, WORKBOOK} if workbook else {DECISIONS_FILE}
    complete = summary["status"] == "infeasible" or wanted <= set(manifest["files"])
    return summary if same and complete and summary["status"] != "unknown" else None
