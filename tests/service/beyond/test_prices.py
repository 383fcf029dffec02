"""The price of a requirement, against the best of every plan without it."""

from __future__ import annotations

import numpy as np
import pytest

from planner.optimise.model.changes import without_rows
from planner.service.beyond import prices as prices_module
from planner.service.beyond.prices import prices
from tests.builder import roster_of, run_of, target
from tests.service.beyond.cases import best_worth, case_of, small_run

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_costs_what_the_list_of_plans_says(seed: int) -> None:
    case = case_of(small_run(seed))
    found = prices(case).table
    told = {(row.requirement, row.scope): row for row in found.itertuples()}
    for r, name in enumerate(case.model.rows.names):
        best = best_worth(without_rows(case.model, np.array([r])))
        assert best is not None
        gain = best - case.objective
        if gain > case.tolerance and not name.kind.always:
            row = told.pop((name.requirement, name.shown))
            assert row.objective_gain == pytest.approx(gain) and row.proven
    assert {requirement for requirement, _ in told} == {"lock"}, "what does not bind is not told, a lock always"


@pytest.mark.parametrize("lock", ["keep", "leave"])
@pytest.mark.parametrize("seed", range(4))
def test_a_lock_costs_what_the_plan_without_it_is_worth_more(seed: int, lock: str) -> None:
    people = small_run(seed).people.to_dict("records")
    rows = [{k: v for k, v in p.items() if k in ("rating_1", "rating_2", "rating_3", "unit", "sex", "birth_date", "si_months")} for p in people]
    units = [{"unit": "A", "assigned_quota": 9}, {"unit": "B", "assigned_quota": 9}]
    asked = {"periods": target(0.4), "redeploy": {"allowed": True, "at_most_per_unit": 2}, "objective": {"retained_merit": 1.0, "involuntary": 10, "redeploy": 3}}
    asked["units"] = {"default": {"reduction_at_most": 0.6}}
    free = run_of(roster_of(*rows, units=units), **asked)
    rows[2]["lock"] = lock
    found = prices(case_of(run_of(roster_of(*rows, units=units), **asked))).table
    row = found[found["requirement"].eq("lock")].iloc[0]
    case = case_of(run_of(roster_of(*rows, units=units), **asked))
    assert row["scope"] == "P03" and row["proven"]
    assert row["objective_gain"] == pytest.approx(free.plan.objective - case.objective, abs=1e-6)
    assert row["leavers"] == free.summary["headcount"]["leavers"] - case.run.summary["headcount"]["leavers"]


def test_the_number_of_moves_alone_is_dropped_and_vacant_posts_stay_the_limit() -> None:
    people = [{"unit": "A", "rating_1": r} for r in ("excellent", "good", "good", "good")] + [{"unit": "B"}]
    units = [{"unit": "A"}, {"unit": "B", "assigned_quota": 3}]
    asked = {"units": {"by_unit": {"A": {"reduction_at_least": 0.75}}, "default": {}}, "redeploy": {"allowed": True, "at_most_per_unit": 1}}
    row = prices(case_of(run_of(roster_of(*people, units=units), **asked))).table.set_index("requirement").loc["redeploy.at_most_per_unit"]
    more = run_of(roster_of(*people, units=units), **{**asked, "redeploy": {"allowed": True}})
    one = run_of(roster_of(*people, units=units), **asked)
    assert row["scope"] == "B" and more.summary["redeployed"] == 2
    assert row["objective_gain"] == pytest.approx(more.plan.objective - one.plan.objective)


def test_key_roles_together_and_kept_people_one_by_one_have_a_price() -> None:
    low = {"rating_1": "not_completed", "rating_2": "not_completed", "rating_3": "not_completed"}
    roster = roster_of({**low, "key_role": True}, {**low}, {}, {"rating_1": "excellent"})
    run = run_of(roster, periods=target(0.5), keep={"key_roles": True, "people": ["P02"]})
    found = prices(case_of(run)).table.set_index(["requirement", "scope"])["objective_gain"]
    assert found["keep.key_roles", ""] == pytest.approx(80 + 20 / 3) and found["keep.people", "P02"] == pytest.approx(80 + 20 / 3)
    assert found["periods.2027.reduction_at_least", "2027"] == pytest.approx(80 + 80 + 20 / 3)


def test_without_time_a_row_has_no_figure_and_is_not_proven() -> None:
    found = prices(case_of(small_run(1), seconds=-1.0))
    assert found.unproven == int(found.table["objective_gain"].isna().sum()) > 0
    assert (found.table.loc[~found.table["proven"], "gain_at_most"] > 0).all()


@pytest.mark.parametrize("workers", [1, 2])
def test_in_a_large_ministry_what_binds_is_found_by_prices_and_tightness(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(small_run(5))
    every = prices(case).table
    monkeypatch.setattr(prices_module, "EVERY_ROW", 0)
    few = prices(case, workers=workers).table
    assert set(few["requirement"]) <= set(every["requirement"]) and few["objective_gain"].max() == pytest.approx(every["objective_gain"].max())


@pytest.mark.parametrize("seed", SEEDS)
def test_what_prices_of_its_own_prove_of_a_row_holds_for_every_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(small_run(seed))
    monkeypatch.setattr(prices_module, "LARGE", 0)
    told = {(row.requirement, row.scope): row for row in prices(case).table.itertuples()}
    for r, name in enumerate(case.model.rows.names):
        best = best_worth(without_rows(case.model, np.array([r])))
        assert best is not None
        gain = best - case.objective
        row = told.get((name.requirement, name.shown))
        if row is not None:
            assert row.objective_gain <= gain + 1e-6 and row.gain_at_most >= gain - 1e-6 and row.proven
            assert row.gain_at_most - row.objective_gain <= max(case.tolerance, 0.00005 * case.objective, 0.05 * row.objective_gain) + 1e-6
        elif not name.kind.always:
            assert gain <= 2 * case.tolerance + 1e-6, "what is not told costs nothing"
