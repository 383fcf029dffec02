"""What a batch is asked for, as runs of their own: scenario files, folders of them, and sweeps, mixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, errors_of, problem
from planner.core.system_errors import problem_of_any
from planner.roster.people.frame import Roster
from planner.scenario.load import LoadedScenario, read_yaml
from planner.service.places import BATCH_TABLE
from planner.service.run import read_for
from planner.service.scenario_files import WORKBOOK, read_scenario
from planner.service.sweeps.sweep_file import is_sweep, read_sweep

ENDINGS = (".yaml", ".yml")
RUNS, RUNS_PARQUET, UNITS, DECISIONS, COMPARISON = RESULTS = ("runs.csv", BATCH_TABLE, "units.parquet", "decisions.parquet", "comparison.xlsx")
"""What a batch writes beside the folders of its runs."""


@dataclass(frozen=True)
class Job:
    """One run. name: of its folder. scenario: the file, or the run of a sweep, as tables show it.

    base: number of its scenario in `Asked.bases`, and values: what it has otherwise there. error: why it cannot be planned,
    "" where it can. repairs: whether an impossible answer gets its menu.
    """

    name: str
    scenario: str
    base: int = -1
    values: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    repairs: bool = True


@dataclass(frozen=True)
class Shared:
    """What the runs of a batch have in common, read once. roster_of: the number of each base's roster.

    time_limit_s: of each run, in place of the scenario's. lang: of sentences. workbooks: whether each gets its `plan.xlsx`.
    """

    bases: tuple[LoadedScenario, ...]
    rosters: tuple[Roster, ...]
    roster_of: tuple[int, ...]
    lang: str = "en"
    workbooks: bool = False
    time_limit_s: float | None = None


@dataclass(frozen=True)
class Asked:
    """The runs in order, what they share, and the keys that sweeps vary, in order."""

    jobs: tuple[Job, ...]
    shared: Shared
    keys: tuple[str, ...]


def asked_of(
    paths: Sequence[Path],
    lang: str = "en",
    *,
    roster: Roster | None = None,
    workbooks: bool = False,
    time_limit_s: float | None = None,
) -> Asked:
    """The runs that files, folders and sweeps ask for. What is wrong with one file is the error of its own run.

    roster: in place of the scenarios' own. InputError where a folder holds no scenario or two runs have one name.
    """
    bases, jobs, keys = _Bases(roster), [], {}
    for path in [file for given in paths for file in _files(given)]:
        try:
            if path.suffix.lower() != WORKBOOK and is_sweep(read_yaml(path)):
                sweep = read_sweep(path)
                base = bases.number_of(sweep.base)
                keys.update(dict.fromkeys(sweep.keys))
                jobs += [Job(name, name, base, values, repairs=False) for name, values in sweep.runs]
            else:
                jobs.append(Job(path.stem, path.name, bases.number_of(read_scenario(path))))
        except InputError as error:
            jobs.append(Job(path.stem, path.name, error=said_of(error, lang)))
        except Exception as error:  # noqa: BLE001 - one bad file must not stop the others
            jobs.append(Job(path.stem, path.name, error=problem_of_any(error, str(path)).sentence(lang)))
    jobs = [_named(job, lang) for job in jobs]
    names = [job.name.casefold() for job in jobs]
    if twice := sorted({job.name for job in jobs if names.count(job.name.casefold()) > 1}) if len(set(names)) < len(names) else []:
        raise InputError([problem("sweep.same_name", column="SCENARIO", name=name) for name in twice])
    return Asked(tuple(jobs), Shared(tuple(bases.loaded), tuple(bases.rosters), tuple(bases.roster_of), lang, workbooks, time_limit_s), tuple(keys))


def _named(job: Job, lang: str) -> Job:
    """The job, refused where its folder would stand in the place of a batch's own tables, or be no folder of its own."""
    if job.name.casefold() not in RESULTS and job.name.strip("."):
        return job
    shown = job.scenario.strip(".") or "scenario.yaml"
    error = problem("sweep.name_reserved", file=job.scenario, name=job.name).sentence(lang)
    return Job(f"_{shown}", job.scenario, error=job.error or error)


def said_of(error: InputError, lang: str) -> str:
    """All faults of a run in one line, as `runs.csv` holds them."""
    return " | ".join(fault.sentence(lang) for fault in errors_of(error.problems))


def _files(given: Path) -> Iterator[Path]:
    """The scenario files that an argument means: itself, or the YAML files of a folder, by name (a workbook there may be a roster)."""
    if not given.is_dir():
        yield given
        return
    found = sorted(path for path in given.iterdir() if path.suffix.lower() in ENDINGS and path.is_file() and not path.name.startswith("."))
    if not found:
        raise InputError(problem("sweep.no_scenarios", file=str(given)))
    yield from found


class _Bases:
    """The scenarios of a batch and their rosters, each roster read once."""

    def __init__(self, roster: Roster | None) -> None:
        self.loaded: list[LoadedScenario] = []
        self.rosters: list[Roster] = [] if roster is None else [roster]
        self.roster_of: list[int] = []
        self._given = roster is not None
        self._read: dict[tuple[Path, Path | None], int] = {}

    def number_of(self, loaded: LoadedScenario) -> int:
        """The number of a scenario, its roster read if it is new. InputError where that cannot be read."""
        self.roster_of.append(0 if self._given else self._roster(loaded))
        self.loaded.append(loaded)
        return len(self.loaded) - 1

    def _roster(self, loaded: LoadedScenario) -> int:
        ledger = loaded.corrections_path()
        key = (loaded.roster_path().resolve(), None if ledger is None else ledger.resolve())
        if key not in self._read:
            self.rosters.append(read_for(loaded))
            self._read[key] = len(self.rosters) - 1
        return self._read[key]
