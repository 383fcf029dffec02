"""Plans side by side: figures, units, and the people on whom they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

FIGURES: tuple[tuple[str, str], ...] = (
    ("status", "status"),
    ("baseline", "int"),
    ("leavers", "int"),
    ("remaining", "int"),
    ("reduction", "pct"),
    ("reached", "pct"),
    ("involuntary", "int"),
    ("redeployed", "int"),
    ("cost_vnd", "money"),
    ("saving_vnd_per_year", "money"),
    ("saving_natural_vnd_per_year", "money"),
    ("payback_months", "decimal"),
    ("objective", "decimal"),
    ("bound", "decimal"),
    ("gap", "gap"),
    ("seconds", "decimal"),
    ("law_overrides", "int"),
)
"""The figures that are compared, with how each is shown; their words are `words.figure_<name>`."""
OF_THE_GOAL = ("objective", "bound")
"""Figures that are measured by the plan's goal: those of different goals are not subtracted from each other."""
UNIT_FIGURES = ("before", "after", "leavers", "cost_vnd")
ABSENT = "absent"
"""The decision of a person who is not in a plan's roster."""


class Side(Protocol):
    """What is compared of a plan: a `Run` has it, and so has what stands in a plan's folder."""

    @property
    def summary(self) -> dict[str, Any]:
        """The mapping of `plan.json`."""

    @property
    def goal(self) -> object:
        """What the plan is best at: equal where the objectives of two plans measure the same; None without a plan."""

    @property
    def people(self) -> pd.DataFrame:
        """The roster's people: employee_id, full_name, unit, position_title."""

    @property
    def decisions(self) -> pd.DataFrame | None:
        """employee_id, decision, period, to_unit of everybody; None without a plan."""


@dataclass(frozen=True)
class Comparison:
    """k plans side by side; columns that belong to plan i end in `_i`, counted from 1 in the order of `names`.

    figures: [figure, kind (status, int, pct, money, decimal, gap), plan_1 … plan_k, difference_2 … difference_k (against
    plan 1; None where either is not a number, or the two measure different goals)]; None where a run has no plan.
    units: a row a unit of any plan: [unit, name, before_i, after_i, leavers_i, cost_vnd_i, difference_after_i,
    difference_cost_vnd_i (i from 2)]; Int64, NA where a plan lacks the unit.
    people: those on whom the solved plans differ, plans of rosters without a person in common left out: [employee_id, full_name, unit, position_title, decision_i, period_i,
    to_unit_i]; `decision_i` is "absent" where the person is not in that plan's roster, "" where the run has no plan.
    """

    names: tuple[str, ...]
    figures: pd.DataFrame
    units: pd.DataFrame
    people: pd.DataFrame


def compare(runs: Sequence[Side], names: Sequence[str]) -> Comparison:
    """The plans of `runs`, called `names`, against the first. ValueError where the two differ in length or are empty."""
    if not runs or len(runs) != len(names):
        raise ValueError("one name for each run is wanted, and at least one run")
    return Comparison(tuple(names), _figures(runs), _units(runs), _people(runs))


def figure_of(run: Side, name: str) -> Any:
    """One figure of a run's summary by its name in `FIGURES`; None where the run has no plan."""
    summary = run.summary
    if name in ("baseline", "leavers", "remaining", "reduction"):
        headcount = summary["headcount"]
        return None if headcount is None else headcount[name]
    if name == "reached":
        return summary["periods"][-1].get(name) if summary["periods"] else None
    if name == "seconds":
        return summary["provenance"]["seconds"]
    if name == "law_overrides":
        return len(summary["provenance"].get("law_overrides", ()))  # a folder of an older planner lacks them, and younger figures
    return summary.get(name)


def _figures(runs: Sequence[Side]) -> pd.DataFrame:
    rows = []
    for name, kind in FIGURES:
        values = [figure_of(run, name) for run in runs]
        if name == "law_overrides" and not any(values):
            continue  # said only where a plan was made under another law
        if name == "reached" and all(v is None or v == figure_of(run, "reduction") for v, run in zip(values, runs, strict=True)):
            continue  # said only where posts are counted, so that it is another share than that of the leavers
        row: dict[str, Any] = {"figure": name, "kind": kind}
        row |= {f"plan_{i}": value for i, value in enumerate(values, 1)}
        alike = [name not in OF_THE_GOAL or run.goal == runs[0].goal for run in runs]
        row |= {f"difference_{i}": _difference(values[0], value) if alike[i - 1] else None for i, value in enumerate(values[1:], 2)}
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def side_by_side(found: Comparison) -> pd.DataFrame:
    """The figures with a row a plan: [plan, status, then the others of `FIGURES`]; NA where a run has no plan."""
    rows = {row["figure"]: [row[f"plan_{i}"] for i in range(1, len(found.names) + 1)] for row in found.figures.to_dict("records")}
    kinds = dict(FIGURES)
    table = pd.DataFrame({"plan": list(found.names), **rows})
    whole = {name: "Int64" for name in rows if kinds[name] in ("int", "money")}
    others = {name: "Float64" for name in rows if kinds[name] in ("pct", "decimal", "gap")}
    return table.astype({"plan": "str", "status": "str", **whole, **others})


def _difference(first: Any, other: Any) -> Any:
    if isinstance(first, str) or isinstance(other, str) or first is None or other is None:
        return None
    return other - first


def _units(runs: Sequence[Side]) -> pd.DataFrame:
    joined = pd.DataFrame({"unit": pd.Series(dtype=object), "name": pd.Series(dtype=object)})
    for i, run in enumerate(runs, 1):
        listed = pd.DataFrame(run.summary["units"] or [], columns=["unit", "name", *UNIT_FIGURES])
        new = listed.loc[~listed["unit"].isin(joined["unit"]), ["unit", "name"]]
        joined = pd.concat([joined, new], ignore_index=True)
        own = listed[["unit", *UNIT_FIGURES]].rename(columns={f: f"{f}_{i}" for f in UNIT_FIGURES})
        joined = joined.merge(own.astype({c: "Int64" for c in own.columns[1:]}), on="unit", how="left")
    for i in range(2, len(runs) + 1):
        for figure in ("after", "cost_vnd"):
            joined[f"difference_{figure}_{i}"] = joined[f"{figure}_{i}"] - joined[f"{figure}_1"]
    return joined


def _people(runs: Sequence[Side]) -> pd.DataFrame:
    who = _everybody(runs)
    differs = pd.Series(False, index=who.index)
    first: pd.DataFrame | None = None
    for i, run in enumerate(runs, 1):
        own = _decisions(run, who.index)
        for column in own:
            who[f"{column}_{i}"] = own[column]
        if run.decisions is not None:
            first = own if first is None else first
            differs |= (own != first).any(axis=1) & _have_people_in_common(own, first)
    return who[differs].reset_index()


def _have_people_in_common(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two plans are of one ministry: with nobody in common everybody would differ, and nothing would be said."""
    return bool((one["decision"].ne(ABSENT) & other["decision"].ne(ABSENT)).any())


def _everybody(runs: Sequence[Side]) -> pd.DataFrame:
    """Name, unit and position of everybody in any roster, by employee_id, in the order of first appearance."""
    columns = ["employee_id", "full_name", "unit", "position_title"]
    frames = [run.people[columns].astype(object) for run in runs]
    return pd.concat(frames, ignore_index=True).drop_duplicates("employee_id").set_index("employee_id").fillna("")


def _decisions(run: Side, ids: pd.Index) -> pd.DataFrame:
    """decision, period and to_unit for every id; "absent" where the roster lacks the person, "" without a plan."""
    columns = ["decision", "period", "to_unit"]
    if run.decisions is None:
        return pd.DataFrame("", index=ids, columns=columns)
    own = run.decisions.set_index("employee_id")[columns].astype(object).reindex(ids)
    own["decision"] = own["decision"].fillna(ABSENT)
    return own.fillna("")
