"""Plans that are as sure as asked though people may refuse, against listing every answer and every plan."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.check import check_plan
from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN
from planner.optimise.model.blocks import is_exit
from planner.optimise.model.build import build
from planner.plan.plan import Run
from planner.plan.surely.offers import chances_of
from planner.service.saved_runs import load_run, save_run
from planner.service.verification import verify_folder
from tests.builder import NEAR_RETIREMENT, period, roster_of, run_of, said
from tests.service.beyond.cases import best_worth, small_run

TWO = [period("2027", "2027-07-01", reduction_at_least=0.2), period("2028", "2028-07-01", reduction_at_least=0.4)]
FREE: dict[str, Any] = {"periods": TWO, "budget": {}, "units": {"default": {}}}


def listed(run: Run, name: str, target: int) -> float:
    """The chance of a period's target, by listing every pattern of answers to the plan's offers."""
    instance, chosen = run.instance, run.plan.chosen
    assert chosen is not None
    options, last = instance.options, [p.name for p in instance.scenario.periods].index(name)
    by_then = is_exit(instance)[chosen] & (options.period[chosen] <= last)
    offers = chosen[by_then & np.isin(options.decision[chosen], CHOSEN)]
    needed = target - (int(by_then.sum()) - len(offers))
    chance = chances_of(instance, instance.scenario.acceptance)[1][offers].tolist()
    patterns = (a for a in itertools.product([0, 1], repeat=len(chance)) if sum(a) >= needed)
    return sum(math.prod(c if a else 1 - c for a, c in zip(answers, chance, strict=True)) for answers in patterns)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("confidence", [0.5, 0.8])
def test_every_target_is_as_sure_as_asked_by_listing_every_answer(seed: int, confidence: float) -> None:
    asked = {"confidence": confidence, "default": 0.7, "chances": [{"volunteer": True, "chance": 0.95}]}
    run = small_run(seed, people=8, acceptance=asked, **FREE)
    assert run.solved and run.decisions is not None
    for row, target in zip(run.summary["acceptance"]["periods"], [2, 4], strict=True):
        exact = listed(run, row["name"], target)
        assert row["target"] == target and row["middle"] == pytest.approx(exact, abs=1e-12) and exact >= confidence
    assert check_plan(run.instance, run.decisions, run.summary) == []
    plain = small_run(seed, people=8, acceptance={**asked, "confidence": None}, **FREE)
    assert plain.summary["acceptance"] is None and run.plan.objective <= plain.plan.objective + 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_no_plan_with_as_many_exits_is_better_by_listing_every_plan(seed: int) -> None:
    run = small_run(seed, people=7, acceptance={"confidence": 0.8, "default": 0.8}, **FREE)
    model = build(run.instance)
    assert run.plan.objective == pytest.approx(best_worth(model), rel=1e-5)


def test_where_all_are_as_likely_no_plan_with_fewer_exits_is_sure() -> None:
    """Ten alike, two to leave, each with 0.6: 4 offers give 1 - 0.4^4 - 4 x 0.6 x 0.4^3 = 0.821, 5 give 0.913, 6 give 0.959."""
    asked = {"periods": [period("2027", "2027-07-01", reduction_at_least=0.2)], "objective": {"retained_merit": 1.0}}
    for confidence, offers in ((0.8, 4), (0.9, 5), (0.95, 6)):
        run = run_of(roster_of(*[{}] * 10), acceptance={"confidence": confidence, "default": 0.6}, **asked)
        row = run.summary["acceptance"]["periods"][0]
        assert (row["needed"], row["offered"], run.summary["headcount"]["leavers"]) == (2, offers, offers)
        assert row["middle"] >= confidence and row["first_wave"] == 4 and row["second_wave_at_most"] == offers - 4


def test_natural_exits_are_certain_and_enough_of_them_need_no_offer() -> None:
    run = run_of(roster_of(NEAR_RETIREMENT, {}, {}, {}), periods=[period("2027", "2027-07-01", reduction_at_least=0.25)],
                 acceptance={"confidence": 0.99, "default": 0.5})  # fmt: skip
    row = run.summary["acceptance"]["periods"][0]
    assert (row["certain"], row["needed"], row["offered"], row["middle"]) == (1, 0, 0, 1.0)


def test_what_cannot_be_made_sure_is_said_and_there_is_no_plan() -> None:
    run = run_of(roster_of(*[{}] * 10), periods=[period("2027", "2027-07-01", reduction_at_least=0.2, reduction_at_most=0.3)],
                 acceptance={"confidence": 0.95, "default": 0.6}, solver={"time_limit_s": 600})  # fmt: skip
    assert run.plan.status.value == "unknown" and run.plan.chosen is None
    assert run.summary["conflict_notes"][0].endswith(
        "reaches it with 64.8%. Ask for less confidence (acceptance.confidence) or a smaller target"
    ), "at most three may leave: 3 x 0.6 x 0.6 x 0.4 + 0.6 x 0.6 x 0.6"


def test_the_checker_finds_a_chance_that_is_not_the_plans(tmp_path: Path) -> None:
    run = small_run(1, people=8, acceptance={"confidence": 0.8, "default": 0.7}, **FREE)
    save_run(run, tmp_path / "p", "en")
    assert verify_folder(tmp_path / "p") == [] and load_run(tmp_path / "p").instance.offers == run.instance.offers
    periods = [dict(row, middle=row["middle"] + 0.01) for row in run.summary["acceptance"]["periods"]]
    wrong = {**run.summary, "acceptance": {**run.summary["acceptance"], "periods": periods}}
    assert any(p.message.key == "check.not_sure" for p in check_plan(run.instance, run.decisions, wrong))
    less = replace(
        run.instance, loaded=replace(run.instance.loaded, scenario=run.instance.scenario.model_copy(update={"acceptance": None}))
    )
    assert check_plan(less, run.decisions, run.summary) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"default": {"low": 0.8, "middle": 0.6, "high": 0.4}}, "acceptance.default"),
        ({"chances": [{"age_band": "70", "chance": 0.5}]}, "acceptance.chances.1.age_band"),
    ],
)
def test_faults_of_the_key_are_told_with_its_path(asked: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        run_of(roster_of({}), periods=TWO, acceptance=asked)
    assert words in said(caught.value)
