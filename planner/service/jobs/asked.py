"""What the app asks a plan beyond its own figures: solved again in a worker, kept beside the plan for as long as the plan stands."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.child import Say
from planner.core.files import atomic_path, make_folder
from planner.service.beyond.case import Case
from planner.service.jobs.memory import run_of
from planner.service.places import made_from, place_beside
from planner.service.saved_runs import PLAN

FOLDER = "beyond"
LONGEST_S = 240.0
"""So long the app solves for one question; what was not proven by then says so."""
POINTS = 11
"""Of the frontier that the app draws."""
Told = Callable[[int, int], None]


def answer_file(plan: Path, question: str, person: str = "") -> Path:
    """Where the answer to a question about a plan stands; another file as soon as the plan is another one."""
    of = hashlib.sha256((plan / PLAN).read_bytes() + person.encode()).hexdigest()[:24]
    return made_from(plan) / FOLDER / f"{question}-{of}.parquet"


def asked_task(task: dict[str, Any], say: Say) -> None:
    """The answer to task["question"] (`prices`, `contested`, `frontier`, `otherwise` of task["person"]) about the plan of task["source"].

    InputError where there is no such plan, or nobody has this id.
    """
    source, question = Path(task["source"]), task["question"]
    run = run_of(source)
    case = Case(run, time.monotonic() + LONGEST_S)
    frame = QUESTIONS[question](case, task["person"], lambda done, of: say({"phase": "proof", "done": done, "of": of}))
    make_folder(place_beside(source) / FOLDER)
    with atomic_path(answer_file(source, question, task["person"])) as temporary:
        frame.to_parquet(temporary, index=False)


def _prices(case: Case, person: str, told: Told) -> pd.DataFrame:
    from planner.service.beyond.prices import prices

    return prices(case, progress=told).table


def _contested(case: Case, person: str, told: Told) -> pd.DataFrame:
    from planner.service.beyond.contested import contested

    return contested(case, progress=told).table


def _otherwise(case: Case, person: str, told: Told) -> pd.DataFrame:
    from planner.service.beyond.person.otherwise import otherwise

    return otherwise(case, person, progress=told).table


def _frontier(case: Case, person: str, told: Told) -> pd.DataFrame:
    """The points of cost against merit, and the plan itself as the last row, whose `plan` is empty and whose `least` is the least
    money for its merit, where time allowed."""
    from planner.service.beyond.frontier import frontier

    found = frontier(case, "cost_vnd", "retained_merit", points=POINTS, progress=told)
    table = found.table
    least = None if found.same_y is None else found.same_y[0]
    here = {"x": found.here[0], "y": found.here[1], "plan": "", "proven": True, "least": least}
    return pd.concat([table, pd.DataFrame([here]).astype({"x": table["x"].dtype, "y": table["y"].dtype})], ignore_index=True)


QUESTIONS: dict[str, Callable[[Case, str, Told], pd.DataFrame]] = {
    "prices": _prices, "contested": _contested, "otherwise": _otherwise, "frontier": _frontier,
}  # fmt: skip
