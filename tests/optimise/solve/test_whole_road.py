"""The whole road against trying every plan: random small ministries, every family of requirement, goals in order, neighbours."""

from __future__ import annotations

import copy
import os
import time
from collections import Counter
from typing import Any

import numpy as np
import pytest

from planner.check import check_plan
from planner.core.errors import InputError
from planner.instance.instance import Instance, prepare
from planner.optimise.lexicographic import Settled, decide
from planner.optimise.model.build import build
from planner.optimise.solve import Status
from planner.plan.plan import Plan, decisions_of, summary_of
from planner.policy.law.parameters import load_law
from planner.scenario.load import merge, scenario_from
from tests.builder import SCENARIO
from tests.optimise.solve.enumeration import Plans, random_roster, random_scenario

BLOCKS, A_BLOCK = 8, 60 * int(os.environ.get("DEEP", "1"))
NEAR = 1e-5


def decided(instance: Instance) -> Settled:
    """The decision on a case, without conflict."""
    ends = time.monotonic() + 20
    return decide(instance, build(instance), left=lambda: ends - time.monotonic(), threads=1, progress=None, start_from=None, bars=None)


def plan_of(found: Settled) -> Plan:
    """The decision as a plan."""
    s = found.solution
    return Plan(
        s.status,
        s.objective,
        s.bound,
        s.gap,
        s.loss_gap,
        found.chosen,
        (),
        (),
        s.prices,
        s.price_bound,
        s.solver,
        1,
        0.0,
        tiers=found.tiers,
    )


def random_instance(seed: int) -> Instance | None:
    """A case of its own for each seed; None where the scenario contradicts the roster."""
    rng = np.random.default_rng(seed)
    roster = random_roster(rng)
    data: dict[str, Any] = merge(copy.deepcopy(SCENARIO), random_scenario(rng, roster))
    try:
        return prepare(scenario_from(data, name="case.yaml"), roster, load_law())
    except InputError:
        return None


def best_goals(plans: Plans) -> list[float] | None:
    """What the goals come to at best, one after the other within their tolerances; None where no plan keeps the rules."""
    left = plans.keeps.copy()
    if not left.any():
        return None
    out = []
    for tier in plans.instance.scenario.tiers or [None]:
        worth = plans.goal("objective" if tier is None else tier.goal).astype(float)
        best = float(worth[left].max())
        out.append(best)
        if tier is not None:
            slack = 1e-4 if tier.goal == "retained_merit" else 0.5 if tier.goal != "cost" else 1000.0
            left &= worth >= best - float(tier.tolerance) - slack
    return out


@pytest.mark.parametrize("block", range(BLOCKS))
def test_plans_are_the_best_and_pass_the_checker(block: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(block * A_BLOCK, (block + 1) * A_BLOCK):
        instance = random_instance(seed)
        if instance is None:
            continue
        plans = Plans(instance)
        if plans.too_many:
            continue
        truth = best_goals(plans) if plans.possible else None
        found = decided(instance)
        seen[found.solution.status] += 1
        if truth is None:
            assert found.solution.status is Status.INFEASIBLE, seed
            continue
        assert found.solution.status is Status.OPTIMAL, seed
        assert found.chosen is not None and found.solution.objective is not None
        size = max(1.0, abs(truth[-1]))
        assert found.solution.objective == pytest.approx(truth[-1], abs=NEAR * size), seed
        assert found.solution.bound is not None and found.solution.bound >= truth[-1] - NEAR * size
        for tier, right in zip(found.tiers, truth, strict=False):
            assert abs(tier.best / tier.unit) == pytest.approx(abs(right), rel=NEAR, abs=1e-4), seed
        summary = summary_of(found.instance, plan_of(found), {})
        written = decisions_of(found.instance, found.chosen, [""] * len(found.chosen))
        assert check_plan(found.instance, written, summary) == [], seed
    assert seen[Status.OPTIMAL] > 10 and seen[Status.INFEASIBLE] > 3
