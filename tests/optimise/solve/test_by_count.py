"""Plans by their number of exits, against a list of all: rules that are rounded, bounds, parts, floors, and walks that mend."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from scipy.sparse import csr_array, vstack

from planner.optimise.model.rows import Model, RowName, Rows
from planner.optimise.solve import Status, priced_parts, solve
from planner.optimise.solve.by_count import counted
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.priced_parts import parts_of
from planner.optimise.solve.search import cores
from planner.optimise.solve.search.mended import mended
from planner.scenario.requirement_kinds import COUNT, FAIRNESS
from tests.optimise.solve.small import plans, random_model

SIZES = (1, 2, 3)


def fair_model(rng: np.random.Generator) -> Model:
    """A random model whose exits are counted in digits, with one or two groups that leave at no more than a ratio of all."""
    small = random_model(rng, people=6, rows=2)
    m, n = len(small.gain), len(small.start) - 1
    exits = rng.random(m) < 0.6
    person = np.repeat(np.arange(n), np.diff(small.start))
    digits = m + 1 + 2 * np.arange(len(SIZES))
    wide = [csr_array((small.rows.matrix.data, small.rows.matrix.indices, small.rows.matrix.indptr), shape=(small.rows.matrix.shape[0], m + 6))]
    rows, upper, names = [], [], []
    for group in range(int(rng.integers(1, 3))):
        members = rng.random(n) < 0.5
        row = np.zeros(m + 6)
        row[:m] = exits * members[person] * float(rng.integers(2, 9))
        row[digits] = -float(rng.integers(1, 7)) * np.array(SIZES)
        if row[:m].any():
            rows.append(row)
            upper.append(0.0)
            names.append(RowName(FAIRNESS, ("sex", str(group))))
    count = np.zeros(m + 6)
    count[:m], count[digits] = exits, -np.array(SIZES)
    matrix = csr_array(vstack([*wide, csr_array(np.array([*rows, count]))]))
    lower = np.r_[small.rows.lower, np.full(len(rows), -np.inf), 0.0]
    whole = Rows(matrix, lower, np.r_[small.rows.upper, upper, 0.0], (*small.rows.names, *names, RowName(COUNT)))
    start = np.r_[small.start, m + 2 * np.arange(1, len(SIZES) + 1)]
    return Model(start, np.r_[small.gain, np.zeros(6)], small.constant, np.r_[small.allowed, np.ones(6, dtype=bool)], whole, 100.0, len(SIZES))


def kept_plans(model: Model) -> list[tuple[float, np.ndarray]]:
    """(worth, plan) of all plans that keep the rows."""
    return [(objective_of(model, plan), plan) for plan in plans(model) if keeps(model, plan)]


@pytest.mark.parametrize("block", range(4))
def test_the_best_plan_is_that_of_the_list(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if block % 2:
        monkeypatch.setattr(cores, "WHOLE", 0)
        monkeypatch.setattr(cores, "FIRST_COLUMNS", 1)
    seen: Counter[str] = Counter()
    for k in range(block * 60, block * 60 + 60):
        model = fair_model(np.random.default_rng(k))
        best = max((worth for worth, _ in kept_plans(model)), default=None)
        answer = solve(model, time_limit_s=20, relative_gap=1e-3 if block > 1 else 1e-7, seed=1)
        seen[answer.status] += 1
        if best is None:
            assert answer.status is Status.INFEASIBLE and answer.chosen is None, k
            continue
        assert answer.status is Status.OPTIMAL and answer.chosen is not None and answer.bound is not None, k
        assert keeps(model, answer.chosen) and answer.bound >= best - 1e-9 * max(1, abs(best)), k
        assert answer.objective == pytest.approx(best, rel=1.1e-3 if block > 1 else 1e-6, abs=1.1e-3 if block > 1 else 1e-6), k
    assert seen[Status.OPTIMAL] > 20 and seen[Status.INFEASIBLE] > 3


def test_bounds_hold_for_each_number_of_exits_at_any_prices_and_parts_hold_just_its_plans() -> None:
    seen = 0
    for k in range(60):
        rng = np.random.default_rng(1_000 + k)
        model = fair_model(rng)
        by_count = counted(model)
        if by_count is None:
            assert not any(name.kind == FAIRNESS for name in model.rows.names)
            continue
        kept = kept_plans(model)
        parts = [by_count.at(model, count) for count in range(by_count.most + 1)]
        size = np.abs(model.gain).max(initial=1.0)
        for _ in range(4):
            bounds = by_count.bounds(model, rng.normal(0, size, len(model.rows.names)) * (rng.random(len(model.rows.names)) < 0.7))
            for worth, plan in kept:
                assert worth <= bounds[by_count.of(plan)]
        for _, plan in kept:
            # Several ways to write a number in digits are the same plan; a part knows one of them.
            written = np.r_[plan[: len(plan) - 3], parts[by_count.of(plan)].start[-4:-1] + parts[by_count.of(plan)].allowed[-5::2]]
            for count, part in enumerate(parts):
                assert keeps(part, written) == (count == by_count.of(plan))
            seen += 1
    assert seen > 60


def test_a_floor_is_reached_or_proven_out_of_reach() -> None:
    seen: Counter[bool] = Counter()
    for k in range(80):
        rng = np.random.default_rng(2_000 + k)
        model = fair_model(rng)
        kept = kept_plans(model)
        if not kept:
            continue
        best = max(worth for worth, _ in kept)
        floor = best + float(rng.choice([-1.0, 1.0])) * (0.01 + 0.1 * abs(best))
        answer = solve(model, time_limit_s=20, relative_gap=0.0, floor=floor, seed=1)
        reached = answer.objective is not None and answer.objective >= floor
        assert reached == (floor <= best), k
        assert reached or (answer.bound is not None and best <= answer.bound < floor), k
        seen[reached] += 1
    assert min(seen[True], seen[False]) > 10


@pytest.mark.parametrize("telling", [priced_parts.TELLING, -1.0])
def test_parts_hold_every_good_plan(telling: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told apart where that tells more, else as one; and told apart whatever it tells."""
    monkeypatch.setattr(priced_parts, "TELLING", telling)
    seen: Counter[bool] = Counter()
    for k in range(60):
        model = fair_model(np.random.default_rng(3_000 + k))
        kept = kept_plans(model)
        if not kept or (by_count := counted(model)) is None:
            continue
        best, first = max(kept, key=lambda each: each[0])
        least = best - 0.2 * abs(best)
        parts = parts_of(model, np.zeros(len(model.rows.names)), least=least, first=first, seed=1, left=lambda: 20.0)
        apart = parts.by_count is not None
        for worth, plan in kept:
            if worth >= least:
                assert not apart or by_count.of(plan) in parts.counts
                place = list(parts.counts).index(by_count.of(plan)) if apart else 0
                for prices in (*parts.prices, np.zeros(len(model.rows.names))):
                    assert worth <= parts.bounds(model, prices)[place] + 1e-9
                seen[apart] += 1
    assert seen[True] > 50 if telling < 0 else min(seen[True], seen[False]) > 5


def test_a_walk_ends_at_a_plan_or_says_nothing() -> None:
    found = 0
    for k in range(150):
        model = random_model(np.random.default_rng(5_000 + k), people=6)
        if any(not model.allowed[a:b].any() for a, b in zip(model.start[:-1], model.start[1:], strict=True)):
            continue
        some = np.array([np.flatnonzero(model.allowed[a:b])[0] + a for a, b in zip(model.start[:-1], model.start[1:], strict=True)])
        plan = mended(model, model.allowed, some, np.zeros(len(model.rows.names)), seed=1)
        if plan is not None:
            assert keeps(model, plan) and math.isfinite(objective_of(model, plan))
            found += 1
    assert found > 30
