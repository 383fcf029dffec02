"""One person forced, near the relaxation: plans that are found and proofs that there are none, against a list of all plans."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from planner.optimise.model.rows import Model
from planner.optimise.solve import forced as forced_module
from planner.optimise.solve.again import Repriced
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.forced import Forced, Width
from planner.optimise.solve.presolve.reduce import person_of
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.priced_parts import parts_of
from planner.optimise.solve.search.core import option_excess
from tests.optimise.solve.small import random_model
from tests.optimise.solve.test_by_count import fair_model, kept_plans

WIDTHS = (Width(1, 1, 5.0), Width(1, 50, 5.0, each=1, lightly=True, seats=False), Width(np.inf, 10_000, 20.0))


def any_model(k: int) -> Model:
    """A random model, every other one with rules of fairness."""
    rng = np.random.default_rng(7_000 + k)
    return fair_model(rng) if k % 2 else random_model(rng, people=6, rows=3)


def questions(
    models: range, *, seed: int, lost: float
) -> Iterator[tuple[int, Model, list[tuple[float, np.ndarray]], np.ndarray, float, np.ndarray, np.random.Generator]]:
    """(number, model, all its plans, the best one, what is good enough, the options of one side, what else is drawn from), of models that have a plan."""
    for k in models:
        rng, model = np.random.default_rng(seed + k), any_model(k)
        kept = kept_plans(model)
        if kept:
            worth, plan = max(kept, key=lambda pair: pair[0])
            least = worth - lost * (1.0 + abs(worth)) * float(rng.random())
            yield k, model, kept, plan, least, rng.random(len(model.gain)) < 0.5, rng


def forced_of(model: Model, mark: np.ndarray, least: float, plan: np.ndarray) -> tuple[Forced, np.ndarray]:
    """(what asks for people, float64[k] of each part what no plan exceeds); masked by the prices at hand, as they may be."""
    prices = np.zeros(len(model.rows.names))
    repriced = Repriced(model, seed=1, left=lambda: 60.0)
    if (found := repriced.priced(model.rows.lower, model.rows.upper)) is not None:
        prices = found.prices
    parts = parts_of(model, prices, least=least, first=plan, seed=1, left=lambda: 60.0)
    bounds = parts.bounds(model, prices)
    mask = model.allowed & (option_excess(model, prices) <= bounds.max() - least)
    seats = model.start[len(model.start) - 1 - model.seats]
    mask[seats:] = model.allowed[seats:]
    return Forced(model, mask, mark, parts, prices, least=least, seed=1, left=lambda: 60.0), bounds


@pytest.mark.parametrize("most_people", [forced_module.MOST_PEOPLE, 0])
def test_who_is_asked_for_is_shown_or_proven_as_the_list_says(most_people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the relaxation, and without it."""
    monkeypatch.setattr(forced_module, "MOST_PEOPLE", most_people)
    seen: Counter[str] = Counter()
    for k, model, kept, plan, least, mark, _ in questions(range(60), seed=0, lost=0.3):
        forced, bounds = forced_of(model, mark, least, plan)
        for person in range(len(model.start) - 1 - model.seats):
            own = slice(model.start[person], model.start[person + 1])
            for side in (False, True):
                if not (model.allowed[own] & (mark[own] == side)).any():
                    continue
                best = max((w for w, p in kept if mark[p[person]] == side), default=-math.inf)
                for width in WIDTHS:
                    found = forced.asked(np.array([person]), np.array([side]), bounds[:, None], width)
                    assert found.most.max() >= best or best < least, k
                    for prices in found.prices:
                        assert max(w for w, _ in kept) <= priced_bound(model, prices), k
                    for plan in found.plans:
                        assert keeps(model, plan) and objective_of(model, plan) >= least and mark[plan[person]] == side, k
                    said = "shown" if found.plans else "none" if found.most.max() < least else "open"
                    seen[said] += 1
                    if said != "open":
                        assert (said == "shown") == (best >= least), k
                assert said != "open", "with all options and enough nodes everything is settled"
    assert seen["shown"] > 100 and seen["none"] > 30


@pytest.mark.parametrize("nodes", [1, 10_000])
def test_several_who_are_asked_for_at_once_are_shown_or_proven_as_the_list_says(nodes: int) -> None:
    """Everybody's other side than in the best plan, all at once and two alone; with enough nodes all are settled."""
    seen: Counter[str] = Counter()
    for k, model, kept, plan, least, mark, rng in questions(range(60, 300), seed=840, lost=0.6):
        forced, bounds = forced_of(model, mark, least, plan)
        people = np.arange(len(model.start) - 1 - model.seats)
        for group in (rng.permutation(people), rng.permutation(people)[:2]):
            sides = ~mark[plan[group]]
            able = [bool((model.allowed[own] & (mark[own] == side)).any()) for own, side in zip(slices(model, group), sides, strict=True)]
            group, sides = group[able], sides[able]
            if len(group) < 2:
                continue
            width = Width(np.inf, nodes, 20.0, people=len(group), lightly=True)
            found = forced.asked(group, sides, np.repeat(bounds[:, None], len(group), axis=1), width)
            shown = np.zeros(len(group), dtype=bool)
            for good in found.plans:
                assert keeps(model, good) and objective_of(model, good) >= least, k
                new = (mark[good[group]] == sides) & ~shown
                assert new.any(), "each plan shows somebody more"
                shown |= new
            for place, (person, side) in enumerate(zip(group.tolist(), sides.tolist(), strict=True)):
                best = max((w for w, p in kept if mark[p[person]] == side), default=-math.inf)
                assert found.most[:, place].max() >= best or best < least, k
                said = "shown" if shown[place] else "none" if found.most[:, place].max() < least else "open"
                seen[said] += 1
                if said != "open":
                    assert (said == "shown") == (best >= least), k
    if nodes > 1:
        assert seen["shown"] > 20 and seen["none"] > 20
        assert not seen["open"], "with all options and enough nodes everything is settled"


def slices(model: Model, people: np.ndarray) -> list[slice]:
    """The options of each of these people."""
    return [slice(model.start[person], model.start[person + 1]) for person in people.tolist()]


@pytest.mark.parametrize("k", range(12))
def test_prices_with_some_options_only_are_as_good_as_from_the_beginning(k: int) -> None:
    """Each person in turn loses an option; then all have all of them again."""
    model = any_model(k)
    repriced = Repriced(model, seed=1, left=lambda: 60.0)
    person = person_of(model)
    before = repriced.priced(model.rows.lower, model.rows.upper)
    for option in np.flatnonzero(model.allowed)[:12].tolist():
        allowed = model.allowed.copy()
        allowed[option] = False
        if not allowed[person == person[option]].any():
            continue
        changed = Model(model.start, model.gain, model.constant, allowed, model.rows, model.ceiling, model.seats)
        found = repriced.priced(model.rows.lower, model.rows.upper, allowed)
        alone = Repriced(changed, seed=1, left=lambda: 60.0).priced(model.rows.lower, model.rows.upper)
        if found is None or alone is None:
            continue
        assert priced_bound(changed, found.prices) == pytest.approx(priced_bound(changed, alone.prices), rel=1e-5, abs=1e-4)
        assert not np.isin(option, found.used)
    after = repriced.priced(model.rows.lower, model.rows.upper)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert priced_bound(model, after.prices) == pytest.approx(priced_bound(model, before.prices), rel=1e-6, abs=1e-5)
