"""The folder from which the rest is planned: roster, scenario, and what had been reached."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from planner.core.files import write_json
from planner.core.folders import passing_folder
from planner.core.texts import LANGUAGES, half_of, text
from planner.roster.write import write_roster
from planner.scenario.load import load_scenario, to_yaml
from planner.service.beyond.folders import require_own, results_folder
from planner.service.saved_runs import ROSTER, SCENARIO, planned_instance
from planner.service.workspace.follow_up.follow import exported, plan_folder
from planner.service.workspace.follow_up.progress import reached
from planner.service.workspace.follow_up.replan import replan
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace

REACHED = "reached.json"
MOST_LETTERS = 500
"""Of a scenario's title."""
_NAMES = (SCENARIO, REACHED, "roster.*")


def write_replan(workspace: Workspace, actor: Actor, name: str, on: dt.date, out: Path, lang: str) -> dict[str, Any]:
    """Write `scenario.yaml`, `roster.parquet` with its units, and `reached.json`, whole or not at all; what `reached.json` says:
    plan, version, on, audit_head, the figures of `Reached`, notes (sentences in `lang`).

    InputError where `out` holds other things, no period is left, or a sum that the budget needs is not entered.
    """
    require_own(out, _NAMES)
    found, head = exported(workspace, actor, name)
    with passing_folder() as place:
        plan_folder(workspace, found, Path(place))
        made = replan(planned_instance(Path(place)), found.lines, on)
    data = {**made.data, "title": _title(str(found.about["title"]), on, lang)}
    figures = reached(found.about["people"], found.lines, on)
    said = {"plan": name, "version": found.plan_version, "on": on.isoformat(), "audit_head": head.printed, **figures.as_dict()}
    said["notes"] = [note.message.render(lang) for note in made.notes]
    with results_folder(out, _NAMES) as folder:
        write_roster(made.roster, folder / ROSTER)
        (folder / SCENARIO).write_text(to_yaml(data), encoding="utf-8")
        load_scenario(folder / SCENARIO)  # it is one
        write_json(folder / REACHED, said)
    return said


def _title(title: str, on: dt.date, lang: str) -> str:
    """The title of what is planned for the rest; of a title in both languages, both halves."""
    halves = {code: half_of(title, code) for code in LANGUAGES}
    asked = LANGUAGES if len(set(halves.values())) > 1 else (lang,)
    return " | ".join(text("follow.replan_title", code, title=halves[code], on=on) for code in asked)[:MOST_LETTERS]
