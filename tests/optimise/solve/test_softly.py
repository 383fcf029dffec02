"""Relaxations of parts that go on from one another: as good as those found from the beginning, and proofs of what the list of all plans says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from planner.optimise.model.changes import with_gain, without_rows
from planner.optimise.model.rows import Model
from planner.optimise.solve.by_count import Counted, counted
from planner.optimise.solve.exact_check import keeps
from planner.optimise.solve.presolve.reduce import people_without_option, reduce
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.search import column_generation, core
from planner.optimise.solve.search.certificate import without_gain
from planner.optimise.solve.search.softly import DEARER, SoftParts
from planner.scenario.requirement_kinds import COUNT, FAIRNESS
from tests.optimise.solve.test_by_count import fair_model, kept_plans


def counted_models(first: int, count: int) -> list[tuple[int, Model, Counted]]:
    """(seed, model, where it counts exits) of random models that do, in which everybody has an option."""
    models = ((k, fair_model(np.random.default_rng(first + k))) for k in range(count))
    able = ((k, model) for k, model in models if not people_without_option(model).size and not (model.rows.lower > model.rows.upper).any())
    return [(k, model, by_count) for k, model in able if (by_count := counted(model)) is not None]


@pytest.mark.parametrize("least", [column_generation.LEAST, 2])
def test_one_part_after_another_is_priced_as_from_the_beginning(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all options at once, and beginning with hardly any."""
    monkeypatch.setattr("planner.optimise.solve.search.softly.LEAST", least)
    seen: Counter[str] = Counter()
    for k, model, by_count in counted_models(9_000, 40):
        soft = SoftParts(model, np.zeros(len(model.rows.names)), seed=1, left=lambda: 60.0)
        plain = np.flatnonzero(~model.rows.where(lambda kind: kind in (COUNT, FAIRNESS)))[:1]
        without = without_rows(model, plain)
        for sides in (model, without, model):
            kept = kept_plans(sides)
            for count in np.random.default_rng(k).permutation(by_count.most + 1).tolist():
                part = by_count.at(sides, count)
                best = max((worth for worth, plan in kept if by_count.of(plan) == count), default=-np.inf)
                found = soft.priced(part, DEARER[-1], enough=lambda bound: False)
                if found is None:
                    continue
                bound = priced_bound(part, found.prices)
                assert bound >= best - 1e-9, "no plan of the part is worth more"
                assert part.allowed[found.used].all()
                reduced = reduce(part)
                if found.kept and len(reduced.option) and len(reduced.row) and not reduced.broken.size:
                    relaxed, prices = core.relaxation(part, reduced, time_limit_s=20, seed=1)
                    assert relaxed.status == "optimal"
                    assert bound == pytest.approx(priced_bound(part, prices), rel=1e-5, abs=1e-4)
                seen["kept" if found.kept else "broken"] += 1
    assert min(seen["kept"], seen["broken"]) > 50


def test_a_part_is_proven_empty_just_where_its_relaxation_is() -> None:
    seen: Counter[bool] = Counter()
    for _, model, by_count in counted_models(9_500, 60):
        soft = SoftParts(model, np.zeros(len(model.rows.names)), seed=1, left=lambda: 60.0)
        kept = kept_plans(model)
        for count in range(by_count.most + 1):
            part = by_count.at(model, count)
            proof, reduced = soft.emptied(part), reduce(part)
            if proof is not None:
                assert priced_bound(without_gain(part), proof) < 0
                assert not any(by_count.of(plan) == count and keeps(part, plan) for _, plan in kept)
            elif len(reduced.option) and len(reduced.row) and not reduced.broken.size:
                assert core.relaxation(part, reduced, time_limit_s=20, seed=1)[0].status == "optimal"
            seen[proof is not None] += 1
    assert min(seen[True], seen[False]) > 30


def test_it_fits_other_sides_and_no_other_options_gains_or_rows() -> None:
    _, model, _ = counted_models(9_000, 40)[0]
    soft = SoftParts(model, np.zeros(len(model.rows.names)), seed=1, left=lambda: 60.0)
    assert soft.fits(model) and soft.fits(without_rows(model, np.array([0])))
    fewer = model.allowed.copy()
    fewer[np.flatnonzero(fewer)[0]] = False
    assert not soft.fits(replace(model, allowed=fewer))
    assert not soft.fits(with_gain(model, model.gain + 1.0))
    doubled = replace(model.rows, matrix=model.rows.matrix * 2)
    assert not soft.fits(replace(model, rows=doubled))


def test_a_row_whose_sides_cross_has_no_point_and_is_no_fault() -> None:
    _, model, by_count = counted_models(9_000, 40)[0]
    soft = SoftParts(model, np.zeros(len(model.rows.names)), seed=1, left=lambda: 60.0)
    part = by_count.at(model, 1)
    crossed = replace(part, rows=part.rows.between(part.rows.upper + 1, part.rows.upper))
    assert soft.priced(crossed, DEARER[0], enough=lambda bound: False) is None and soft.emptied(crossed) is None
    assert soft.priced(part, DEARER[0], enough=lambda bound: False) is not None


def test_without_time_nothing_is_said() -> None:
    _, model, by_count = counted_models(9_000, 40)[0]
    soft = SoftParts(model, np.zeros(len(model.rows.names)), seed=1, left=lambda: 0.0)
    assert soft.priced(by_count.at(model, 1), DEARER[0], enough=lambda bound: False) is None
    assert soft.emptied(by_count.at(model, 1)) is None


def test_rows_between_other_sides_share_what_is_known_of_their_matrix() -> None:
    rows = fair_model(np.random.default_rng(1)).rows
    columns, looks = rows.columns, rows.looks
    other = rows.between(rows.lower - 1, rows.upper + 1)
    assert other.columns is columns and other.looks is looks
    assert np.array_equal(other.lower, rows.lower - 1) and np.array_equal(other.upper, rows.upper + 1)
    assert replace(rows, matrix=rows.matrix * 2).columns is not columns
