"""A plan made by hand in the app: its file is read by a worker of uploads, and measured by one that plans.

The measure stands beside the plan by whose people and rules it was taken, for as long as that plan and the table stand.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

from planner.core.child import Say
from planner.core.files import make_folder, write_json
from planner.core.texts import LANGUAGES
from planner.service.jobs.asked import FOLDER, LONGEST_S, answer_file
from planner.service.jobs.memory import run_of
from planner.service.jobs.reading import limited
from planner.service.places import place_beside

TABLE_FILE = "by_hand.json"


def hand_table_task(task: dict[str, Any], say: Say) -> None:
    """`TABLE_FILE` in the job's folder: the decisions of the file task["path"], as `handmade.HandTable.record` has them.

    InputError where the file cannot be read.
    """
    from planner.service.beyond.handmade import read_table

    file = Path(task["path"])
    with limited(file):
        record = read_table(file).record()
    write_json(Path(task["folder"]) / TABLE_FILE, record)


def measure_file(plan: Path, table: Path) -> Path:
    """Where the measure of a kept table (`TABLE_FILE`) by a plan stands."""
    return answer_file(plan, "measured", hashlib.sha256(table.read_bytes()).hexdigest()).with_suffix(".json")


def measured_task(task: dict[str, Any], say: Say) -> None:
    """The measure of the kept table task["table"] beside the plan of task["source"], in `measure_file`.

    As `measure.json`, each breach with its message in every language. InputError where a cell of the table says nothing.
    """
    from planner.service.beyond.case import Case
    from planner.service.beyond.handmade import table_from
    from planner.service.beyond.measure import measured_beside

    source, kept = Path(task["source"]), Path(task["table"])
    table = table_from(json.loads(kept.read_text(encoding="utf-8")))
    found = measured_beside(Case(run_of(source), time.monotonic() + LONGEST_S), table)
    breaches = [{"requirement": b.requirement, "scope": b.scope, **{lang: b.problem.message.render(lang) for lang in LANGUAGES}} for b in found.breaches]
    make_folder(place_beside(source) / FOLDER)
    write_json(measure_file(source, kept), {**found.as_dict(LANGUAGES[0]), "breaches": breaches})
