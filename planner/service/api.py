"""The planner as a library: what scripts and notebooks call. `import planner` gives these names; everything else may change.

>>> import planner
>>> roster = planner.read_roster("data/ministry.xlsx")
>>> run = planner.solve("scenarios/base_2030.yaml", roster, set={"periods.2030.reduction_at_least": 0.18})
>>> run.status
'optimal'
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import pandas as pd

from planner.core.errors import InputError, errors_of
from planner.optimise.solve.result import Progress
from planner.policy.terms import AUTO, Regime, Terms
from planner.roster.people.frame import Roster
from planner.scenario.load import LoadedScenario as Scenario

Day = str | dt.date
Source = str | Path
Lang = Literal["en", "vi"]


class RosterError(InputError):
    """A roster that cannot be read: `problems` holds every fault, with file, sheet, row and column."""


class ScenarioError(InputError):
    """A scenario that cannot be read, or that does not fit its roster: `problems` holds every fault, with its key path."""


@dataclass(frozen=True)
class Run:
    """One plan, or the proof that there is none.

    summary: the mapping of `plan.json`; empty where the run failed. decisions: a row a person, the columns of
    `decisions.csv` (`involuntary` bool, `cost_vnd` int64, whole VND, the rest text); None without a plan. name, values: of
    a run of a sweep, what it is called and what it has otherwise than the scenario that is varied. error: why a run of a
    sweep failed, else "".
    """

    summary: Mapping[str, Any]
    decisions: pd.DataFrame | None
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    _write: Callable[[Path, bool], None] | None = field(default=None, repr=False, compare=False)

    @property
    def status(self) -> str:
        """`optimal`, `feasible`, `infeasible` or `unknown`; `error` where a run of a sweep failed."""
        return "error" if self.error else str(self.summary["status"])

    @property
    def units(self) -> pd.DataFrame:
        """A row a unit: unit, name, before, after, leavers, redeployed_in, redeployed_out, reduction, cost_vnd; no rows without a plan."""
        return pd.DataFrame(self.summary.get("units") or [])

    def save(self, folder: Source, *, workbook: bool = True) -> Path:
        """Write the plan's folder, in place of an older plan there; its path. workbook: with `plan.xlsx` (runs of sweeps have none).

        InputError where the folder holds other things; ValueError of a run that failed.
        """
        if self._write is None:
            raise ValueError(self.error or "this run has no files")
        self._write(Path(folder), workbook)
        return Path(folder)


def read_roster(path: Source, *, corrections: Source | None = None) -> Roster:
    """The people and units of a workbook, a folder of workbooks, a CSV or a Parquet file.

    corrections: a ledger whose accepted cells are put in. RosterError lists every fault.

    >>> len(read_roster("data/ministry.xlsx").people)
    1500
    """
    from planner.roster.load import read

    with raised_as(RosterError):
        return read(path, corrections=None if corrections is None else Path(corrections))


def load_scenario(path: Source) -> Scenario:
    """The scenario of a YAML file, its parent merged, or of a workbook. ScenarioError lists every fault with its key path, or its cell.

    >>> load_scenario("scenarios/base_2030.yaml").scenario.periods[-1].name
    '2030'
    """
    from planner.service.scenario_files import read_scenario as load

    with raised_as(ScenarioError):
        return load(path)


def solve(
    scenario: Scenario | Source,
    roster: Roster | Source | None = None,
    *,
    set: Mapping[str, Any] | None = None,  # noqa: A002 - the name that the command line has, too
    time_limit: float | None = None,
    close_to: Run | Source | None = None,
    lang: Lang = "en",
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Find and prove the best plan.

    roster: the scenario's own where absent. set: other values at some keys, by the path that messages show. time_limit:
    seconds, in place of the scenario's. close_to: the plan that the scenario's `stay_close` means. progress: told of each
    step. RosterError and ScenarioError list every fault; an impossible scenario is no error but a run with its conflict.

    >>> run = solve("scenarios/base_2030.yaml", set={"budget.total_vnd": 1_000_000_000})
    >>> run.status, run.decisions is None
    ('infeasible', True)
    """
    from planner.scenario.named_keys import with_values
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    with raised_as(ScenarioError):
        loaded = with_values(loaded, set or {})
    people = roster_of(loaded, roster)
    near = close_to if isinstance(close_to, Run) or close_to is None else open_run(close_to)
    with raised_as(ScenarioError):
        request = Request(loaded, people, time_limit, close_to=None if near is None else near.decisions, lang=lang, progress=progress)
        made = make_run(request)
    return Run(made.summary, made.decisions, _write=lambda folder, workbook: save_run(made, folder, lang, workbook))


def open_run(folder: Source) -> Run:
    """The plan of a folder. InputError where a file of it is missing or is not what was written.

    >>> open_run(solve("scenarios/base_2030.yaml").save("plans/first", workbook=False)).status
    'optimal'
    """
    from planner.service.saved_runs import read_decisions, read_summary

    place = Path(folder)
    summary = read_summary(place)
    decisions = _typed(read_decisions(place)) if summary["status"] in ("optimal", "feasible") else None
    return Run(summary, decisions, name=place.name, _write=lambda out, _: _copied(place, out))


def benefits(
    roster: Roster | Source,
    *,
    leave_on: Day,
    decided_on: Day | None = None,
    reorganised_on: Day | None = None,
    snapshot_on: Day | None = None,
    regime: str = AUTO,
    lang: Lang = "en",
) -> pd.DataFrame:
    """What the law gives everybody by every exit route on a day: a row a person and route (contract columns, money in whole VND).

    Days are dates or texts YYYY-MM-DD. decided_on, snapshot_on: `leave_on` where absent. RosterError lists every fault.

    >>> table = benefits("data/ministry.xlsx", leave_on="2027-07-01")
    >>> len(table), int(table["total_vnd"].max()) > 0
    (9000, True)
    """
    from planner.policy.benefits import compute
    from planner.policy.export import table

    people = (roster if isinstance(roster, Roster) else read_roster(roster)).people
    leaving = _day(leave_on)
    days = [None if day is None else _day(day) for day in (decided_on, reorganised_on, snapshot_on)]
    terms = Terms(leaving, days[0] or leaving, days[1], days[2] or leaving, cast(Regime, regime))
    return table(compute(people, terms), people, lang)


def sweep(
    paths: Source | Sequence[Source],
    roster: Roster | Source | None = None,
    *,
    workers: int = 2,
    scheduler: str | None = None,
    time_limit: float | None = None,
    lang: Lang = "en",
) -> Iterator[Run]:
    """The runs of sweeps, scenarios and folders of them, as they finish. What fails is a run with its `error`.

    roster: in place of the scenarios' own. workers: processes side by side on this machine; scheduler: the address of a
    Dask cluster, in place of them. Ending the loop early ends all processes.

    >>> sorted(run.status for run in sweep(["scenarios/base_2030.yaml"], workers=1))
    ['optimal']
    """
    from planner.service.sweeps.batch import Executor
    from planner.service.sweeps.cluster import ClusterExecutor, connected
    from planner.service.sweeps.jobs import asked_of
    from planner.service.sweeps.local import LocalExecutor

    given = [paths] if isinstance(paths, str | Path) else list(paths)
    with connected(scheduler) as client:
        people = read_roster(roster) if isinstance(roster, str | Path) else roster
        asked = asked_of([Path(path) for path in given], lang, roster=people, time_limit_s=time_limit)
        executor: Executor = LocalExecutor(asked.shared, workers) if client is None else ClusterExecutor(asked.shared, client)
        yield from (Run({}, None, job.name, job.values, job.error) for job in asked.jobs if job.error)
        with closing(executor.results([job for job in asked.jobs if not job.error])) as results:
            for job, made in results:
                yield _of_sweep(job, made, asked.shared)


def _of_sweep(job: Any, made: Any, shared: Any) -> Run:
    """A run of a sweep from what its process answered."""
    if made.summary is None:
        return Run({}, None, job.name, job.values, made.error)
    from planner.service.saved_runs import DECISIONS_FILE, as_decisions
    from planner.service.sweeps.folders import written

    content = made.files.get(DECISIONS_FILE)
    decisions = None if content is None else _typed(as_decisions(io.BytesIO(content)))
    people = shared.rosters[shared.roster_of[job.base]]
    return Run(made.summary, decisions, job.name, job.values, _write=lambda folder, _: written(made.files, people, folder))


def roster_of(loaded: Scenario, roster: Roster | Source | None) -> Roster:
    """The roster given, or the scenario's own. RosterError lists every fault."""
    from planner.service.run import read_for

    if isinstance(roster, Roster):
        return roster
    with raised_as(RosterError):
        return read_for(loaded, roster)


def _typed(decisions: pd.DataFrame) -> pd.DataFrame:
    """Decisions that were read from a file, as those of a run."""
    return decisions.assign(involuntary=decisions["involuntary"].eq("true"), cost_vnd=decisions["cost_vnd"].astype("int64"))


def _copied(folder: Path, out: Path) -> None:
    import shutil

    from planner.core.folders import replaced_folder
    from planner.service.manifest import refuse_other_things, require_whole

    require_whole(folder)
    refuse_other_things(out)
    with replaced_folder(out) as staged:
        shutil.copytree(folder, staged, dirs_exist_ok=True)


def _day(day: Day) -> dt.date:
    return dt.date.fromisoformat(day) if isinstance(day, str) else day


@contextmanager
def raised_as(kind: type[InputError]) -> Iterator[None]:
    """Faults of the input as the error that a caller can tell from others."""
    try:
        yield
    except InputError as error:
        if isinstance(error, kind):
            raise
        raise kind(errors_of(error.problems)) from None
