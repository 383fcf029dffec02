"""What is to be known of a roster before anybody plans with it: what speaks against rows, protections that no sheet lets
apply, people past the retirement age. Written as plain values, for pages to show.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.child import Say
from planner.core.files import write_json
from planner.core.texts import LANGUAGES

if TYPE_CHECKING:
    from planner.roster.people.field_status import DoubtfulField
    from planner.roster.people.frame import Roster


def standing_task(task: dict[str, Any], say: Say) -> None:
    """Write `standing` of a kept roster where `saved_rosters.standing_file` says. task: rosters, roster, on (ISO date)."""
    from planner.service.jobs.memory import roster_of
    from planner.service.jobs.saved_rosters import standing_file

    root, on = Path(task["rosters"]), dt.date.fromisoformat(task["on"])
    write_json(standing_file(root, task["roster"], on), standing(roster_of(root, task["roster"]), on))


def standing(roster: Roster, on: dt.date) -> dict[str, Any]:
    """{against, protections, overdue, counts} of a roster on a day.

    against: what stands outside the known columns and speaks against a row, an entry each: [{employee_id, full_name, unit,
    column (canonical), suggested (canonical text, None where no value follows), value, other and why ({vi, en}), file,
    sheet, row, label}]. protections: columns that no sheet has and that protect: [{column, group, employee_ids}].
    overdue: employee ids of those past the retirement age. counts: people, {against, protected (whom a column of
    `protections` could concern), overdue}.
    """
    from planner.policy.law.parameters import load_law
    from planner.policy.person.retirement import overdue
    from planner.roster.people.checks.protections import absent_protections
    from planner.roster.people.remarks import AGAINST

    doubts = () if roster.status is None else roster.status.doubts
    ids = roster.people["employee_id"]
    absent = [each for each in absent_protections(roster, on) if each.concerned.any()]
    against = [_against(roster, doubt) for doubt in doubts if doubt.message.key.removeprefix("roster.") in AGAINST]
    late = ids[overdue(roster.people, on, load_law())].tolist()
    concerned = [person for each in absent for person in ids[each.concerned]]
    return {
        "against": against,
        "protections": [{"column": c, "group": each.group, "employee_ids": ids[each.concerned].tolist()} for each in absent for c in each.columns],
        "overdue": late,
        "counts": {"against": len({e["employee_id"] for e in against}), "protected": len(set(concerned)), "overdue": len(late)},
    }


def _against(roster: Roster, doubt: DoubtfulField) -> dict[str, Any]:
    from planner.core.columns import ROSTER_BY_NAME
    from planner.core.value_text import value_text
    from planner.plan.unverified_data import other_reading
    from planner.roster.corrections.cell_text import cell_text

    person, other = roster.people.iloc[doubt.line], other_reading(doubt, roster.people)
    return {
        **{name: str(person[name]) for name in ("employee_id", "full_name", "unit")},
        "column": doubt.column,
        "suggested": None if other is None else cell_text(other, ROSTER_BY_NAME[doubt.column]),
        "value": {lang: value_text(doubt.column, person[doubt.column], lang, absent="") for lang in LANGUAGES},
        "other": {lang: value_text(doubt.column, other, lang, absent="") for lang in LANGUAGES},
        "why": {lang: doubt.message.render(lang) for lang in LANGUAGES},
        **{"file": doubt.file, "sheet": doubt.sheet, "row": doubt.row, "label": doubt.label},
    }
