"""The best y for each x, against a list of every plan; every point is a plan that verifies."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.service.beyond import frontier as frontier_module
from planner.service.beyond.amounts import KEYS, amount_of
from planner.service.beyond.case import Case
from planner.service.beyond.frontier import frontier, write_frontier
from planner.service.saved_runs import read_summary
from planner.service.verification import verify_folder
from tests.service.beyond.cases import case_of, plans, small_run


def best_within(case: Case, x: str, y: str, limit: float) -> float:
    """The best y of all plans whose x is no worse than a limit."""
    of_x, of_y = amount_of(case, x), amount_of(case, y)
    listed = [(of_x.shown(of_x.whole(c)), of_y.shown(of_y.whole(c))) for _, c in plans(case.model)]
    good = [b for a, b in listed if of_x.better * a >= of_x.better * limit - 1e-9]
    return of_y.better * max(of_y.better * b for b in good)


@pytest.mark.parametrize(("x", "y"), [pair for pair in itertools.permutations(KEYS, 2) if set(pair) != {"leavers", "reduction"}])
def test_each_point_is_the_best_of_the_list_and_so_is_its_bound(x: str, y: str) -> None:
    case = case_of(small_run(3))
    found = frontier(case, x, y, points=6)
    of_y = amount_of(case, y)
    for row in found.table.itertuples():
        best = best_within(case, x, y, row.limit)
        assert row.proven and row.y == pytest.approx(best, rel=1e-5)
        assert of_y.better * row.bound >= of_y.better * best - 1e-6, "no plan is beyond the bound"
        assert getattr(row, x, row.x) == pytest.approx(row.x, abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("workers", [1, 2])
def test_merit_for_money_from_the_cheapest_plan_to_the_most_merit(seed: int, workers: int) -> None:
    case = case_of(small_run(seed))
    found = frontier(case, "cost_vnd", "retained_merit", points=9, workers=workers)
    table = found.table
    assert 1 <= len(table) <= 9 and table["y"].is_monotonic_increasing and table["limit"].is_monotonic_increasing
    assert table["y"].iloc[-1] == pytest.approx(best_within(case, "cost_vnd", "retained_merit", float("inf")), rel=1e-5)
    assert table["x"].iloc[0] == min(amount_of(case, "cost_vnd").whole(c) for _, c in plans(case.model))


def test_the_same_merit_for_less_money_is_said_where_it_is_true() -> None:
    case = case_of(small_run(1, objective={"retained_merit": 1.0, "cost_per_million_vnd": 0.0, "involuntary": 200.0}))
    found = frontier(case, "cost_vnd", "retained_merit", points=4)
    merit, money = amount_of(case, "retained_merit"), amount_of(case, "cost_vnd")
    least = min(money.whole(c) for _, c in plans(case.model) if merit.whole(c) >= merit.whole(case.choice))
    assert found.same_y is not None and found.same_y == (least, True)
    if least < found.here[0]:
        assert found.sentence is not None and "VND less" in found.sentence.render("en")
    else:
        assert found.sentence is None


def test_the_folder_holds_table_picture_and_plans_that_verify(tmp_path: Path) -> None:
    case = case_of(small_run(3))
    found = frontier(case, "cost_vnd", "retained_merit", points=4)
    out = tmp_path / "front"
    write_frontier(found, out, lang="vi")
    table = pd.read_csv(out / "frontier.csv")
    assert (out / "frontier.png").read_bytes().startswith(b"\x89PNG")
    for row in table.itertuples():
        assert verify_folder(out / row.plan) == [] and read_summary(out / row.plan)["cost_vnd"] == row.x
    write_frontier(found, out, lang="en")
    (out / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match=r"mine\.txt"):
        write_frontier(found, out, lang="en")
    assert (out / "mine.txt").exists()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("x", "y"), [("cost_vnd", "retained_merit"), ("retained_merit", "cost_vnd"), ("leavers", "retained_merit")])
def test_points_from_prices_of_their_own_are_proven_against_the_list(seed: int, x: str, y: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontier_module, "LARGE", 0)
    case = case_of(small_run(seed))
    of_y = amount_of(case, y)
    found = frontier(case, x, y, points=6).table
    assert len(found)
    for row in found.itertuples():
        best = best_within(case, x, y, row.limit)
        assert row.proven and of_y.better * row.bound >= of_y.better * best - 1e-6, "no plan is beyond the bound"
        assert row.y == pytest.approx(best, rel=0.0005)
