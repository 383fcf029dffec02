"""What turns one person's outcome, against a list of every plan and against runs made anew with the change."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.core.errors import InputError
from planner.core.vocabulary import NATURAL
from planner.service.beyond.person.otherwise import LOCK, MONTHS, RATING, otherwise
from planner.service.run import Request, make_run
from tests.builder import NEAR_RETIREMENT, period, roster_of, run_of
from tests.service.beyond.cases import case_of, plans, small_run

ONE = {"periods": [period("2027", "2027-07-01", reduction_at_least=0.3)], "objective": {"retained_merit": 1.0}}


def rated(*years: str) -> dict[str, Any]:
    return {f"rating_{k}": year for k, year in enumerate(years, 1)}


def test_by_hand_two_better_years_or_a_lock_keep_the_last() -> None:
    """Merit 80, 80, 55: the third leaves. One excellent year makes 70, two make 85; a lock costs 25 points."""
    run = run_of(
        roster_of(rated("good", "good", "good"), rated("good", "good", "good"), rated("completed", "completed", "completed")), **ONE
    )
    found = otherwise(case_of(run), run.instance.people["employee_id"].iloc[2])
    table = found.table.set_index("change")
    assert found.leaves and found.open == 0 and table["proven"].all()
    assert table.loc[LOCK, "detail"] == "keep" and table.loc[LOCK, "objective_loss"] == pytest.approx(25)
    assert table.loc[RATING, "detail"].count(">") == 2 and table.loc[RATING, "detail"].count("excellent") == 2
    assert table.loc[RATING, "decision"] == "retain" and table.loc[RATING, "objective_loss"] == pytest.approx(25)
    assert MONTHS not in table.index, "money has no weight here"


@pytest.mark.parametrize("seed", range(2))
def test_each_change_is_the_least_by_listing_every_plan_and_turns_a_run_made_anew(seed: int) -> None:
    run = small_run(seed, people=5, periods=[period("2027", "2027-07-01", reduction_at_least=0.4)])
    case = case_of(run, 600)
    listed, options, n = plans(case.model), run.instance.options, case.people
    for row in range(n):
        if np.isin(options.decision[case.chosen[row]], NATURAL):
            continue
        found = otherwise(case, str(case.ids[row]))
        other = [worth for worth, choice in listed if case.leaves[choice[row]] != found.leaves]
        locks = found.table[found.table["change"].eq(LOCK)]
        assert len(locks) == bool(other)
        if other:
            assert locks["objective_loss"].iloc[0] == pytest.approx(listed[0][0] - max(other), abs=1e-4)
        for entry in found.table[found.table["change"].eq(RATING)].itertuples():
            assert turned(run, row, dict(pair.split(": ") for pair in entry.detail.split(", "))) != found.leaves


def turned(run: Any, row: int, changed: dict[str, str]) -> bool:
    """Whether the person leaves in a run made anew with other ratings."""
    people = run.instance.people.copy()
    for year, pair in changed.items():
        people.iloc[row, people.columns.get_loc(year)] = pair.split(" > ")[1]
    again = make_run(Request(run.instance.loaded, replace(run.instance.roster, people=people), time_limit_s=600))
    return bool(case_of(again).leaves[again.plan.chosen[row]])


def test_no_single_year_would_have_done_where_two_are_told() -> None:
    run = run_of(
        roster_of(rated("good", "good", "good"), rated("good", "good", "good"), rated("completed", "completed", "completed")), **ONE
    )
    for year, value in itertools.product((1, 2, 3), ("excellent", "good", "not_completed")):
        assert turned(run, 2, {f"rating_{year}": f"completed > {value}"})


def test_natural_exits_are_said_and_unknown_people_refused() -> None:
    run = run_of(roster_of(NEAR_RETIREMENT, {}, {}), periods=[period("2027", "2027-07-01", reduction_at_least=0.3)])
    case = case_of(run)
    assert otherwise(case, str(case.ids[0])).natural
    with pytest.raises(InputError):
        otherwise(case, "nobody at all")
