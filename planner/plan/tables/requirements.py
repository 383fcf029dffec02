"""The requirements of a plan: how much of each is used, and what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.core.texts import text
from planner.optimise.model.build import measured, plan_choice
from planner.optimise.model.rows import RowName
from planner.plan.fairness import fairness_figures, fairness_message
from planner.plan.plan import Run
from planner.plan.tables.figures import chosen_of
from planner.plan.tables.labels import requirement_message
from planner.scenario.requirement_kinds import FAIRNESS, KEPT_PEOPLE, KEY_ROLES, LOCK, TWINS, Counts, Dim

FROM_NOTHING = (Counts.LEAVERS, Counts.MOVED, Counts.SENT, Counts.VND)
"""What has not begun today."""
WITHOUT_ROW = {".".join(map(str, kind.key)): kind for kind in (KEY_ROLES, KEPT_PEOPLE, LOCK, TWINS)}
"""Requirements that speak of single people, and so have no row of a plan."""


def binding(run: Run) -> pd.DataFrame:
    """A row a requirement and scope: [name (`RowName`), requirement, scope, activity, lower, upper, slack, binds, price].

    activity: what the plan reaches (people or VND). lower, upper: float, infinite where that side is open. slack: the
    distance to the nearer bound. binds: slack 0. price: points of the objective that one unit of the bound is worth in
    the prices behind the proof; positive where the upper side costs, negative where the lower does, NaN where unknown. Pairs of equal cases
    are left out: their rows count nothing.
    """
    rows = measured(run.instance, plan_choice(run.instance, chosen_of(run)))
    activity = rows.activity
    slack = np.minimum(activity - rows.lower, rows.upper - activity)
    prices = run.plan.prices
    known = prices is not None and len(prices) == len(rows.names)
    frame = pd.DataFrame(
        {
            "name": rows.names,
            "requirement": np.array([name.requirement for name in rows.names], dtype=object),  # text also where nothing is asked
            "scope": np.array([name.shown for name in rows.names], dtype=object),
            "activity": activity,
            "lower": rows.lower,
            "upper": rows.upper,
            "slack": slack,
            "binds": slack <= 0,
            "price": np.asarray(prices, dtype=np.float64) if known else np.full(len(rows.names), np.nan),
        }
    )
    return frame[np.array([not name.kind.always and name.kind != TWINS for name in rows.names], dtype=bool)].reset_index(drop=True)


def requirements_shown(run: Run, lang: str) -> pd.DataFrame:
    """As `binding`, for reading: with `label` in `lang`, open sides as NaN, those that bind first, then by name.

    today: the same number before anybody leaves, NaN where the roster alone does not tell it. form: the part of the Scenario page
    in which it is asked for.
    A rule of fairness compares rates, which are no numbers of people: its label says them, its numbers are NaN.
    """
    frame, rates = binding(run), {(f.by, f.group): f.said for f in fairness(run, lang).itertuples()}
    names = frame.pop("name")
    frame["label"] = [
        rates[name.scope] if name.kind == FAIRNESS else requirement_message(name, run.instance).render(lang) for name in names
    ]
    frame.insert(frame.columns.get_loc("activity"), "today", [_today(name, run) for name in names])
    frame["form"] = [name.kind.form for name in names]
    counted = np.array([name.kind != FAIRNESS for name in names], dtype=bool)
    for side in ("lower", "upper"):
        frame[side] = frame[side].where(np.isfinite(frame[side]))
    for column in ("activity", "lower", "upper", "slack"):
        frame[column] = frame[column].where(counted)
    return frame.sort_values(["binds", "requirement"], ascending=[False, True], kind="stable").reset_index(drop=True)


def requirement_said(shown: pd.DataFrame, requirement: str, scope: str, lang: str) -> str:
    """A requirement in words, out of `requirements_shown` of its plan; of what has no row there those of its kind, else its path.

    requirement, scope: as in that table, or both in one as `key [scope]`.
    """
    if requirement.endswith("]") and not scope:
        requirement, _, scope = requirement.removesuffix("]").partition(" [")
    found = shown.loc[shown["requirement"].eq(requirement) & shown["scope"].eq(scope), "label"]
    if len(found):
        return str(found.iloc[0])
    kind = WITHOUT_ROW.get(requirement)
    if kind is None:
        return f"{requirement} {scope}".strip()
    said = text("requirement.lock.part", lang, count=1) if kind == LOCK else text(f"requirement.{kind.name}.form", lang)
    return f"{said}: {scope}" if scope else said


def _today(name: RowName, run: Run) -> float:
    """What a row comes to today: nobody has left, moved or been paid; of those who stay in a unit, everybody is there."""
    if name.kind.counts is Counts.STAYERS and name.kind.scope == (Dim.UNIT,):
        units = run.instance.structure
        return float(units.headcount[list(units.units["unit"]).index(name.at(Dim.UNIT))])
    return 0.0 if name.kind.counts in FROM_NOTHING else float("nan")


def fairness(run: Run, lang: str) -> pd.DataFrame:
    """A row a group of each rule of fairness: [by, group, said (how often they leave, beside everybody, and the limit)]."""
    entries, units = fairness_figures(run.instance, chosen_of(run)), run.instance.structure.units
    names = {
        unit: name if name == unit else f"{name} ({unit})"
        for unit, name in zip(units["unit"].astype(str), units["name"].astype(str), strict=True)
    }
    rows = [(e["by"], e["group"], fairness_message(e, names).render(lang)) for e in entries]
    return pd.DataFrame(rows, columns=["by", "group", "said"], dtype="str")
