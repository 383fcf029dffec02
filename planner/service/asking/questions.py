"""Questions to a plan, as scripts and commands ask them. `import planner` gives these names; everything else may change.

A plan is a `Run`, or a plan's folder. Each answer comes from solving again and brings its own proof; what was not proven in the time says so.
workers: processes side by side; time_limit: seconds for reading and solving together; progress: told (done, of). Where there is no plan InputError says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.folders import passing_folder
from planner.service.api import Lang, Roster, Run, Scenario, ScenarioError, Source, raised_as, roster_of
from planner.service.beyond.case import LONG_S, Case, open_case

if TYPE_CHECKING:
    import pandas as pd

    from planner.optimise.solve.result import Progress
    from planner.service.beyond.acceptance import Accepted
    from planner.service.beyond.alternatives import Alternatives
    from planner.service.beyond.contested import Contested
    from planner.service.beyond.frontier import Frontier
    from planner.service.beyond.measure import Measured
    from planner.service.beyond.person.otherwise import Otherwise
    from planner.service.beyond.prices import Prices

Plan = Run | Source | Case
Told = Callable[[int, int], None]


def prices(plan: Plan, *, workers: int = 2, time_limit: float | None = None, progress: Told | None = None) -> Prices:
    """What each requirement costs: `table`, a row a requirement that binds and a row a lock, the plan without it less the plan (docs/prices.md).

    >>> prices("plans/small", workers=1).table[["requirement", "objective_gain"]].values.tolist()
    [['periods.2027.reduction_at_least', 135.0], ['keep.key_roles', 80.0]]
    """
    from planner.service.beyond.prices import prices as asked

    return asked(_case(plan, time_limit), workers=workers, progress=progress)


def frontier(
    plan: Plan, x: str = "cost_vnd", y: str = "retained_merit", *, points: int = 21, out: Source | None = None, workers: int = 2,
    time_limit: float | None = None, lang: Lang = "en", progress: Told | None = None,
) -> Frontier:  # fmt: skip
    """The best plans between two figures: `table`, a row a point with its proven bound (docs/frontier.md).

    x, y: out of cost_vnd, retained_merit, involuntary, leavers, reduction. out: a folder for frontier.csv, frontier.png and a plan's folder a point.

    >>> frontier("plans/small", "leavers", "retained_merit", points=2, workers=1).table["y"].tolist()
    [80.0, 0.0]
    """
    from planner.core.errors import InputError, problem
    from planner.service.beyond.amounts import KEYS
    from planner.service.beyond.folders import require_own
    from planner.service.beyond.frontier import FILES, write_frontier
    from planner.service.beyond.frontier import frontier as asked

    if x not in KEYS or y not in KEYS or x == y:
        raise InputError(problem("beyond.two_figures", column="x, y", known=", ".join(KEYS)))
    if out is not None:
        require_own(Path(out), FILES)
    found = asked(_case(plan, time_limit), x, y, points=points, workers=workers, progress=progress)
    if out is not None:
        write_frontier(found, Path(out), lang=lang, workers=workers)
    return found


def measure(
    scenario: Scenario | Source, handmade: Source, roster: Roster | Source | None = None, *, close_to: Run | Source | None = None, out: Source | None = None,
    time_limit: float | None = None, lang: Lang = "en", stage: Callable[[str], None] | None = None, progress: Callable[[Progress], None] | None = None,
) -> Measured:  # fmt: skip
    """A plan made by hand (a table of employee_id, decision, period) by a scenario: `breaches`, or how far it is from the best plan (docs/measure.md).

    stage, progress: told what is done from now on, and how far the best plan is. RosterError and ScenarioError list every fault.

    >>> found = measure("plans/small/inputs/scenario.yaml", "plans/small/decisions.csv", "plans/small/inputs/roster.parquet")
    >>> found.breaches, found.objective == found.best
    ((), True)
    """
    from planner.service.api import open_run
    from planner.service.beyond.measure import measure as asked
    from planner.service.beyond.measure import write_measure
    from planner.service.scenario_files import read_scenario

    with raised_as(ScenarioError):
        loaded = scenario if isinstance(scenario, Scenario) else read_scenario(scenario)
    near = close_to if isinstance(close_to, Run) or close_to is None else open_run(close_to)
    seconds = LONG_S if time_limit is None else time_limit
    people = roster_of(loaded, roster)
    earlier = None if near is None else near.decisions
    found = asked(loaded, people, Path(handmade), time_limit_s=seconds, close_to=earlier, stage=stage or (lambda name: None), progress=progress)
    if out is not None:
        write_measure(found, Path(out), lang)
    return found


def contested(
    plan: Plan, *, points: float = 20.0, within: float | None = None, workers: int = 2, time_limit: float | None = None, progress: Told | None = None
) -> Contested:
    """Who leaves in every plan nearly as good (`core`), in none (`safe`), in some (`contested`): `table`, a row a person (docs/contested.md).

    points: how much less a plan may be worth; within: instead, the share more than the best that it may lose.

    >>> contested("plans/small", points=0, workers=1).classes
    {'core': 1, 'safe': 1, 'contested': 2}
    """
    from planner.service.beyond.contested import contested as asked

    return asked(_case(plan, time_limit), points=points, within=within, workers=workers, progress=progress)


def alternatives(
    plan: Plan, *, count: int = 5, within: float = 0.01, out: Source | None = None, workers: int = 2, time_limit: float | None = None, lang: Lang = "en",
    progress: Told | None = None,
) -> Alternatives:
    """Plans within a share of the best that decide as many people as possible otherwise: `table(lang)` (docs/alternatives.md).

    out: a folder for alternatives.csv and a plan's folder each.

    >>> alternatives("plans/small", count=1, within=0.5, workers=1).table("en")["differ"].tolist()
    [2]
    """
    from planner.service.beyond.alternatives import FILES, write_alternatives
    from planner.service.beyond.alternatives import alternatives as asked
    from planner.service.beyond.folders import require_own

    if out is not None:
        require_own(Path(out), FILES)
    found = asked(_case(plan, time_limit), count=count, within=within, progress=progress)
    if out is not None:
        write_alternatives(found, Path(out), lang=lang, workers=workers)
    return found


def acceptance(
    plan: Plan, chances: Source | None = None, *, draws: int = 100_000, seed: int = 1, surer: bool = False, out: Source | None = None, workers: int = 2,
    time_limit: float | None = None, stage: Callable[[str], None] | None = None, progress: Told | None = None,
) -> Accepted:  # fmt: skip
    """The chance of reaching each target where people may refuse, exact; how many to offer, in waves: `table` (docs/acceptance.md).

    chances: a file of them; absent: the scenario's own, else assumptions that are marked so. surer: with what it costs to be surer. out: a folder. stage: told of `writing`.

    >>> acceptance("plans/small", draws=1000).table.query("period == '2027'")["chance"].round(2).tolist()
    [0.16, 0.36, 0.64]
    """
    from planner.scenario.acceptance import ASSUMED, read_acceptance
    from planner.service.beyond import acceptance as asked
    from planner.service.beyond.folders import require_own

    if out is not None:
        require_own(Path(out), asked.FILES)
    case = _case(plan, time_limit)
    given = read_acceptance(Path(chances)) if chances is not None else case.run.instance.scenario.acceptance or ASSUMED
    found = asked.acceptance(case, given, assumed=given is ASSUMED, draws=draws, seed=seed)
    if surer:
        found = replace(found, surer=asked.surer(case, given, workers=workers, progress=progress))
    if out is not None:
        if stage is not None:
            stage("writing")
        asked.write_acceptance(found, Path(out))
    return found


def fairness(plan: Plan, *, causes: bool = True, workers: int = 2, time_limit: float | None = None, progress: Told | None = None) -> pd.DataFrame:
    """Exit rates by sex, age band, ethnicity, disability, category and kind of unit, with tests and causes: a row a group (docs/fairness.md).

    >>> fairness("plans/small", causes=False).query("attribute == 'sex'")["rate"].tolist()
    [0.5]
    """
    from planner.service.beyond.fairness import fairness as asked

    return asked(_case(plan, time_limit), causes=causes, workers=workers, progress=progress)


def twins(plan: Plan, *, points: float = 20.0, workers: int = 2, time_limit: float | None = None, progress: Told | None = None) -> pd.DataFrame:
    """Equal people decided otherwise, and for each open case that leaves the nearest who stays: a row a pair (docs/twins.md).

    >>> twins("plans/small", points=0, workers=1)[["kind", "separated_by"]].values.tolist()
    [['twin', 'nothing'], ['nearest', 'nothing']]
    """
    from planner.service.beyond.twins import twins as asked

    case = _case(plan, time_limit)
    return asked(case, contested(case, points=points, workers=workers, progress=progress))


def otherwise(plan: Plan, employee_id: str, *, workers: int = 2, time_limit: float | None = None, progress: Told | None = None) -> Otherwise:
    """What would have to change for another outcome of one person, confirmed by solving, cheapest first: `table` (docs/otherwise.md).

    >>> otherwise("plans/small", "P01", workers=1).table["detail"].tolist()
    ['rating_3: good > completed']
    """
    from planner.service.beyond.person.otherwise import otherwise as asked

    return asked(_case(plan, time_limit), employee_id, workers=workers, progress=progress)


def roadmap(plan: Run | Source) -> pd.DataFrame:
    """The roadmap of a plan: a row a quarter, columns as in `roadmap` of `plan.json` (docs/roadmap.md). No rows without a plan.

    >>> roadmap("plans/small")[["quarter", "exits", "headcount"]].values.tolist()[0]
    ['2027-Q3', 2, 2]
    """
    import pandas as pd

    from planner.service.api import open_run

    run = plan if isinstance(plan, Run) else open_run(plan)
    return pd.DataFrame((run.summary.get("roadmap") or {}).get("quarters") or [])


def _case(plan: Plan, time_limit: float | None) -> Case:
    """The plan ready to be asked; a `Run` by way of a folder that is let go."""
    if isinstance(plan, Case):
        return plan
    if isinstance(plan, Run):
        with passing_folder() as folder:
            return open_case(plan.save(Path(folder) / "plan", workbook=False), time_limit_s=time_limit)
    return open_case(Path(plan), time_limit_s=time_limit)
