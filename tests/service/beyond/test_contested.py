"""Classes of people over all good plans, against a list of every plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from planner.optimise.solve.forced import Width
from planner.service.beyond import contested as contested_module
from planner.service.beyond.case import Case
from planner.service.beyond.contested import contested
from tests.service.beyond.cases import case_of, plans, small_run

SEEDS = range(8)


def listed(case: Case, loss: float) -> tuple[list[str], np.ndarray]:
    """(the class of each person, float64[2, n] best plan of staying and of leaving) by listing every plan."""
    n = case.people
    best = np.full((2, n), -np.inf)
    for worth, choice in plans(case.model):
        side = case.leaves[choice[:n]].astype(int)
        best[side, np.arange(n)] = np.maximum(best[side, np.arange(n)], worth)
    good = best >= best.max() - loss - 1e-6
    return ["contested" if stays and leaves else "core" if leaves else "safe" for stays, leaves in good.T], best


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("points", [0.0, 20.0, 60.0])
def test_classes_and_figures_are_those_of_the_list(seed: int, points: float) -> None:
    case = case_of(small_run(seed))
    found = contested(case, points=points)
    classes, best = listed(case, points)
    assert list(found.table["class"]) == classes
    assert found.table["proven"].all()
    for column, side in (("best_if_stays", 0), ("best_if_leaves", 1)):
        wanted = np.where(np.isfinite(best[side]), best[side], np.nan)
        np.testing.assert_allclose(found.table[column].to_numpy(), wanted, atol=1e-6)


FAIR = {"fairness": [{"by": "sex", "max_ratio": 1.1}]}
NARROW = Width(1, 1, 5.0, seats=False)
TOGETHER = Width(np.inf, 20, 5.0, people=3, lightly=True)


@pytest.mark.parametrize(("seed", "more"), [*((seed, {}) for seed in SEEDS), (1, FAIR), (4, FAIR)])
@pytest.mark.parametrize(("workers", "many"), [(1, 0), (2, 4_000)])
def test_without_solving_everybody_the_classes_are_the_same(seed: int, more: dict[str, Any], workers: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contested_module, "EXACT_PEOPLE", 0)
    monkeypatch.setattr(contested_module, "MANY", many)
    monkeypatch.setattr(contested_module, "WIDTHS", (NARROW, TOGETHER, *contested_module.WIDTHS))
    monkeypatch.setattr(contested_module, "SMALL_WIDTHS", (NARROW, *contested_module.SMALL_WIDTHS))
    if seed % 2:
        monkeypatch.setattr(contested_module, "exchanged", lambda *_, **__: iter(()))  # nobody is settled before
    case = case_of(small_run(seed, **more))
    found = contested(case, points=25.0, workers=workers)
    classes, best = listed(case, 25.0)
    assert list(found.table["class"]) == classes and found.table["proven"].all()
    assert sum(found.by.values()) == case.people and found.by["open"] == 0
    for side, column in enumerate(("at_most_if_stays", "at_most_if_leaves")):
        assert (np.nan_to_num(found.table[column].to_numpy(), nan=-np.inf) >= best[side] - 1e-6).all(), "no plan is above what is said to be the most"
    for side, column in enumerate(("best_if_stays", "best_if_leaves")):
        shown = found.table[column].to_numpy()
        assert (shown[~np.isnan(shown)] <= best[side][~np.isnan(shown)] + 1e-6).all(), "what is said to be found is there"


def test_within_is_a_share_of_what_the_best_plan_loses() -> None:
    case = case_of(small_run(3))
    lost = case.model.ceiling - case.objective
    assert contested(case, within=0.1).least == pytest.approx(case.objective - 0.1 * lost)


def test_without_time_what_is_not_settled_is_said_to_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contested_module, "exchanged", lambda *_, **__: iter(()))
    case = case_of(small_run(2), seconds=0.0)
    found = contested(case, points=60.0)
    assert found.by["open"] == int((~found.table["proven"]).sum()) > 0


def test_groups_come_from_both_ends() -> None:
    people = np.array([5, 1, 8, 2, 9, 3, 7])
    groups = contested_module._from_both_ends(people, people.astype(float), 2)
    assert [group.tolist() for group in groups] == [[1, 2], [9], [3, 5], [7, 8]]
    assert contested_module._from_both_ends(people[:0], np.zeros(0), 2) == []
