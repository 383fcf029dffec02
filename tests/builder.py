"""Small ministries by hand: everybody is like everybody else but for what a test says."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.errors import InputError
from planner.instance.instance import Instance, prepare
from planner.plan.plan import Run
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster, typed_people, typed_units
from planner.scenario.load import LoadedScenario, merge, scenario_from
from planner.service.run import Request, make_run

PERSON: dict[str, Any] = {
    "birth_date": "1985-05-15", "sex": "M", "unit": "A", "position_level": "staff", "category": "civil_servant",
    "salary_coefficient": 3.33, "si_months": 180, "rating_1": "good", "rating_2": "good", "rating_3": "good",
}  # fmt: skip

SCENARIO: dict[str, Any] = {
    "title": "A small case",
    "roster": "roster.csv",
    "snapshot_on": pd.Timestamp("2026-12-01").date(),
    "decided_on": pd.Timestamp("2026-12-15").date(),
    "periods": [{"name": "2027", "leave_on": pd.Timestamp("2027-07-01").date()}],
    "objective": {"retained_merit": 1.0},
}

NEAR_RETIREMENT = {"birth_date": "1965-08-15", "si_months": 400}
"""A man whose retirement month is May 2027: a natural leaver on 1 July 2027."""
EARLY = {"birth_date": "1968-02-15", "si_months": 400}
"""A man 33 months from retirement on 1 July 2027, with insurance enough: early retirement is open."""


def roster_of(*people: dict[str, Any], units: list[dict[str, Any]] | None = None) -> Roster:
    """A roster of `PERSON` with each mapping's changes; ids P01, P02, … ; units from the people where not given."""
    rows = [{**PERSON, "employee_id": f"P{i:02d}", "full_name": f"Nguyễn Văn {i:02d}", **p} for i, p in enumerate(people, 1)]
    frame = pd.DataFrame(rows)
    frame["birth_date"] = pd.to_datetime(frame["birth_date"])
    for column in ("youngest_child_born_on", "contract_signed_on", "contract_end_on"):
        if column in frame:
            frame[column] = pd.to_datetime(frame[column])
    people_frame = typed_people(frame)
    table = units or [{"unit": u, "name": f"Vụ {u}"} for u in dict.fromkeys(people_frame["unit"])]
    units_frame = typed_units(pd.DataFrame([{"name": u["unit"], **u} for u in table]))
    return Roster(people_frame, units_frame, (), fingerprint(people_frame, units_frame), "roster.csv")


def scenario_with(**changes: Any) -> LoadedScenario:
    """`SCENARIO` with changes, validated."""
    return scenario_from(merge(copy.deepcopy(SCENARIO), changes), name="case.yaml")


def instance_of(roster: Roster, **changes: Any) -> Instance:
    """The case of a roster and `SCENARIO` with changes."""
    return prepare(scenario_with(**changes), roster)


def run_of(roster: Roster, **changes: Any) -> Run:
    """The run of a roster and `SCENARIO` with changes; the plan passed the checker."""
    return make_run(Request(scenario_with(**changes), roster, time_limit_s=20))


def period(name: str, leave_on: str, **bounds: float) -> dict[str, Any]:
    """One entry of `periods`."""
    return {"name": name, "leave_on": pd.Timestamp(leave_on).date(), **bounds}


def target(share: float) -> list[dict[str, Any]]:
    """One period, 1 July 2027, with a target."""
    return [period("2027", "2027-07-01", reduction_at_least=share)]


def said(error: InputError, lang: str = "en") -> str:
    """All sentences of an InputError."""
    return "\n".join(p.sentence(lang) for p in error.problems)


def conflict_names(run: Run) -> set[tuple[str, str]]:
    """(requirement, scope) of each entry of a conflict."""
    return {(c["requirement"], c["scope"]) for c in run.summary["conflict"]}


def decisions(run: Run) -> dict[str, str]:
    """employee_id to decision."""
    assert run.decisions is not None, run.summary["conflict"]
    return dict(zip(run.decisions["employee_id"], run.decisions["decision"], strict=True))


ROOT = Path(__file__).resolve().parent.parent
