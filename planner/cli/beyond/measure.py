"""`planner measure`: a plan made by hand against law, scenario and the best plan."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.frame.state import answer, state
from planner.core.texts import text

if TYPE_CHECKING:
    from planner.service.beyond.measure import Measured

SHOWN = 30
LONG_S = 600.0


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(measure)


def measure(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yaml")],
    handmade: Annotated[Path, typer.Argument(metavar="HANDMADE")],
    out: Annotated[Path, typer.Option("--out", metavar="OUTDIR")],
    roster: Annotated[Optional[Path], typer.Option("--roster")] = None,
    close_to: Annotated[Optional[Path], typer.Option("--close-to", metavar="DIR")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1)] = 1,
    time_limit: Annotated[Optional[float], typer.Option("--time-limit", min=0, metavar="S")] = None,
) -> None:
    """Every law and requirement that a plan made by hand breaks; where it breaks none, how far it is from the best plan."""
    from planner.cli.frame.progress import working
    from planner.scenario.load import load_scenario
    from planner.service import asking
    from planner.service.beyond import measure as asked
    from planner.service.beyond.folders import require_own
    from planner.service.run import read_for

    require_own(out, asked.FILES)
    loaded = load_scenario(scenario)
    with working("reading") as work:
        people = read_for(loaded, roster)
        left = (LONG_S if time_limit is None else time_limit) - (time.perf_counter() - state.started)
        found = asking.measure(loaded, handmade, people, close_to=close_to, time_limit=left, stage=work.phase, progress=work.solving)
        work.phase("writing")
        asked.write_measure(found, out, state.lang)
    if state.json:
        answer(found.as_dict(state.lang))
        return
    if found.undecided:
        print(text("beyond.measure.undecided", state.lang, count=found.undecided), file=sys.stderr)
    _print(found)
    print(out)


def _print(found: Measured) -> None:
    """What is broken; or what the plan is worth beside the best one."""
    if found.breaches:
        print(text("beyond.measure.breaks", state.lang, count=len(found.breaches)))
        for breach in found.breaches[:SHOWN]:
            scope = f" [{breach.scope}]" if breach.scope else ""
            print(f"  {breach.requirement}{scope}: {breach.problem.message.render(state.lang)}")
        if len(found.breaches) > SHOWN:
            print(text("beyond.more", state.lang, shown=SHOWN, count=len(found.breaches)))
        return
    bound = found.objective if found.bound is None else found.bound
    points = {"objective": round(found.objective or 0, 2), "best": round(found.best or 0, 2), "bound": round(bound or 0, 2)}
    print(text("beyond.measure.keeps", state.lang, **points))
    if found.same_merit_least_cost_vnd is not None and found.cost_vnd is not None and found.same_merit_least_cost_vnd < found.cost_vnd:
        print(text("beyond.measure.less_money", state.lang, money=found.cost_vnd - found.same_merit_least_cost_vnd))
    if found.same_cost_most_merit is not None and found.merit is not None and found.same_cost_most_merit > found.merit:
        print(text("beyond.measure.more_merit", state.lang, points=round(found.same_cost_most_merit - found.merit, 2)))
    if not found.proven:
        print(text("beyond.measure.unproven", state.lang))
