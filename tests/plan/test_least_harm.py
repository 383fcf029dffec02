"""Fewer involuntary exits for little: each sentence is that of a plan that is there."""

from __future__ import annotations

from typing import Any

import pytest

from planner.optimise.model.build import build
from planner.plan.least_harm import CHEAP, least_harm
from tests.builder import period, roster_of, run_of
from tests.service.beyond.cases import plans, small_run

ONE = {"periods": [period("2027", "2027-07-01", reduction_at_least=0.25)]}


def test_somebody_who_asks_to_go_is_a_cheap_way_out() -> None:
    """Four people of 80, 80, 100 and 90: the one of 90 asks to go. Without a weight the first goes; the other costs 10 points more."""
    people: list[dict[str, Any]] = [{f"rating_{k}": "good" for k in (1, 2, 3)} for _ in range(2)]
    people += [
        {f"rating_{k}": "excellent" for k in (1, 2, 3)},
        {f"rating_{k}": "good" for k in (1, 2, 3)} | {"awards": 2, "volunteers": "separation"},
    ]
    run = run_of(roster_of(*people), objective={"retained_merit": 1.0}, **ONE)
    assert run.summary["involuntary"] == 1
    said = least_harm(run)
    assert said is not None and (said.params["count"], said.params["points"], said.params["weight"]) == (1, 10.0, 0.0)
    assert "1" in said.render("en") and "objective.involuntary" in said.render("vi")


@pytest.mark.parametrize("seed", range(5))
def test_what_is_said_is_possible_and_cheap_by_listing_every_plan(seed: int) -> None:
    run = small_run(seed, objective={"retained_merit": 1.0, "cost_per_million_vnd": 0.05, "involuntary": 5})
    said = least_harm(run)
    involuntary = run.instance.options.involuntary
    model, n = build(run.instance), len(run.instance.people)
    here = int(involuntary[run.plan.chosen].sum())
    if said is None:
        return
    as_good = [worth for worth, choice in plans(model) if here - int(involuntary[choice[:n]].sum()) >= said.params["count"]]
    assert max(as_good) >= run.plan.objective - said.params["points"] - 0.1
    assert said.params["points"] <= CHEAP * said.params["count"]


def test_nothing_is_said_where_there_is_nothing_to_avoid() -> None:
    run = run_of(roster_of({"volunteers": "separation"}, {}, {}, {}), objective={"retained_merit": 1.0, "involuntary": 60}, **ONE)
    assert run.summary["involuntary"] == 0 and least_harm(run) is None
    ordered = run_of(roster_of(*[{}] * 4), tiers=[{"minimise": "cost"}, {"maximise": "objective"}], **ONE)
    assert least_harm(ordered) is None
