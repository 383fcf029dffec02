"""What a page asks about a plan while somebody waits before it: short tasks, in a worker that no search keeps busy.

The answer stands in the job's folder, as plain values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from planner.core.errors import InputError
from planner.core.files import atomic_path
from planner.plan.explain import explain
from planner.plan.explain.told import Told, told
from planner.plan.plan import Run
from planner.plan.unverified_data import verification_queue
from planner.report.calculation import Calculation, of_plan, open_in_plan
from planner.report.calculation.shown import Shown, shown
from planner.report.calculation.write import write_calculation
from planner.service.jobs.memory import roster_of, run_of
from planner.service.jobs.state import problem_records
from planner.service.plan_tables import has_tables, write_tables

Exit = tuple[str, dt.date]
"""Route and leaving date."""


@dataclass(frozen=True)
class Person:
    """What is known of one person in a plan, in one language.

    exits: every exit that the law opens on the plan's dates. asked: the one whose calculation `sheet` holds; None where
    no exit is open. problems: why there is no sheet all the same, as `problem_records`.
    """

    told: Told
    exits: tuple[Exit, ...]
    asked: Exit | None
    sheet: Shown | None
    problems: list[dict[str, Any]]


PERSON = TypeAdapter(Person)
"""Writes and reads `person.json`."""


def open_task(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """Make the plan of task["source"] ready: its run into this worker's memory, its tables beside it where they are missing."""
    source = Path(task["source"])
    run = run_of(source)
    if run.solved and not has_tables(source):
        write_tables(run, source)


def person_task(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """`person.json`: a `Person` of the plan of task["source"].

    task: person (employee id), lang, exit ([route, ISO date], or None for the decided one, else the first that is open),
    issuer, folder. InputError where nobody has this id.
    """
    run, lang = run_of(Path(task["source"])), task["lang"]
    found = told(explain(run, task["person"]), lang)
    exits = open_in_plan(run, found.employee_id)
    asked, problems, sheet = _asked(task, found, exits), [], None
    if asked is not None:
        try:
            sheet = shown(_sheet(run, found.employee_id, asked, task["issuer"]), lang)
        except InputError as error:
            problems = problem_records(error.problems)
    with atomic_path(Path(task["folder"]) / "person.json") as temporary:
        temporary.write_bytes(PERSON.dump_json(Person(found, exits, asked, sheet, problems)))


def sheet_task(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """The calculation of task["person"] for task["exit"] as the file task["file"] (.pdf, .docx or .xlsx); otherwise as `person_task`."""
    route, leave_on = task["exit"]
    made = _sheet(run_of(Path(task["source"])), task["person"], (route, dt.date.fromisoformat(leave_on)), task["issuer"])
    write_calculation(made, Path(task["folder"]) / task["file"], task["lang"])


def queue_task(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    """`queue.parquet`: the verification queue of a kept roster, with what hangs on it in the plan of task["source"] ("" for none).

    task: rosters, roster, lang, folder. A plan of another roster is not looked at.
    """
    roster = roster_of(Path(task["rosters"]), task["roster"])
    run = run_of(Path(task["source"])) if task["source"] else None
    same = run is not None and run.instance.roster.sha256 == roster.sha256
    with atomic_path(Path(task["folder"]) / "queue.parquet") as temporary:
        verification_queue(roster, run if same else None, task["lang"]).to_parquet(temporary, index=False)


def _asked(task: dict[str, Any], found: Told, exits: tuple[Exit, ...]) -> Exit | None:
    if task["exit"]:
        return task["exit"][0], dt.date.fromisoformat(task["exit"][1])
    decided = next(((c.decision, c.leave_on) for c in found.choices if c.chosen and c.leave_on is not None), None)
    return decided if decided in exits else next(iter(exits), None)


def _sheet(run: Run, person: str, asked: Exit, issuer: str) -> Calculation:
    return of_plan(run, person, route=asked[0], leave_on=asked[1], issuer=issuer)


QUESTIONS: dict[str, Callable[[dict[str, Any], Callable[[dict[str, Any]], None]], None]] = {
    "open": open_task,
    "person": person_task,
    "sheet": sheet_task,
    "queue": queue_task,
}
