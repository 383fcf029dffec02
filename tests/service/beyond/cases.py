"""Tiny ministries whose every plan can be listed, and the list."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import Any

import numpy as np

from planner.optimise.model.changes import without_rows
from planner.optimise.model.rows import Model
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.plan.plan import Run
from planner.service.beyond.case import Case
from tests.builder import EARLY, period, roster_of, run_of


def case_of(run: Run, seconds: float = 60.0) -> Case:
    """A run as a case with so much time."""
    return Case(run, time.monotonic() + seconds)


def small_run(seed: int, people: int = 7, **more: Any) -> Run:
    """A ministry of a few people of mixed merit, two units, two periods, with a budget that may bind."""
    rng = np.random.default_rng(seed)
    ratings = ["excellent", "good", "completed", "not_completed"]
    rows: list[dict[str, Any]] = []
    for i in range(people):
        row: dict[str, Any] = {f"rating_{k}": ratings[int(rng.integers(4))] for k in (1, 2, 3)}
        row["unit"] = "AB"[int(rng.integers(2))]
        row["sex"] = "MF"[int(rng.integers(2))]
        row["salary_coefficient"] = [2.34, 3.33, 4.4][int(rng.integers(3))]
        if rng.random() < 0.3:
            row |= {**EARLY, "sex": "M"}
        if rng.random() < 0.3:
            row["volunteers"] = ["separation", "any"][int(rng.integers(2))]
        if i == 0:
            row |= {"lock": "keep"}
        rows.append(row)
    rows[0]["unit"], rows[1]["unit"] = "A", "B"
    asked: dict[str, Any] = {
        "periods": [period("2027", "2027-07-01", reduction_at_least=0.15), period("2028", "2028-07-01", reduction_at_least=0.4)],
        "budget": {"total_vnd": int(rng.integers(300, 900)) * 1_000_000},
        "units": {"default": {"reduction_at_most": 0.75}},
        "objective": {"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 30},
    }
    return run_of(roster_of(*rows), **{**asked, **more})


def plans(model: Model) -> list[tuple[float, np.ndarray]]:
    """(worth, choice) of every plan of a model that keeps its rows, best first."""
    each = [np.flatnonzero(model.allowed[a:b]) + a for a, b in itertools.pairwise(model.start)]
    found = [np.array(choice) for choice in itertools.product(*each)]
    good = [(objective_of(model, choice), choice) for choice in found if keeps(model, choice)]
    return sorted(good, key=lambda plan: -plan[0])


def best_worth(model: Model) -> float | None:
    """The best plan's worth by listing; None where there is none."""
    listed = plans(model)
    return listed[0][0] if listed else None


def freed(model: Model, rows: list[int]) -> Model:
    """The model without some rows."""
    return without_rows(model, np.array(rows, dtype=np.int64))


def all_allowed(model: Model, options: np.ndarray) -> Model:
    """The model in which these options are allowed as well."""
    allowed = model.allowed.copy()
    allowed[options] = True
    return replace(model, allowed=allowed)
