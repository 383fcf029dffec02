"""Chances of reaching targets, against listing every pattern of answers."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN
from planner.optimise.model.blocks import is_exit
from planner.plan.surely.chances import accepted, all_reached, at_least, offers_for, offers_for_each
from planner.plan.surely.offers import chances_of
from planner.scenario.acceptance import ASSUMED, read_acceptance
from planner.scenario.parts.chances import LEVELS, Acceptance
from planner.scenario.parts.chances import ChanceRule as Rule
from planner.service.beyond.acceptance import acceptance, surer, write_acceptance
from tests.builder import EARLY, NEAR_RETIREMENT, period, roster_of, run_of, said
from tests.service.beyond.cases import case_of, small_run

TWO = [period("2027", "2027-07-01", reduction_at_least=0.3), period("2028", "2028-07-01", reduction_at_least=0.5)]


def listed(chances: list[float], good) -> float:
    """The chance of the patterns of answers that are good, by listing all of them."""
    total = 0.0
    for answers in itertools.product([0, 1], repeat=len(chances)):
        if good(answers):
            total += math.prod(c if a else 1 - c for a, c in zip(answers, chances, strict=True))
    return total


@pytest.mark.parametrize("seed", range(5))
def test_the_distribution_is_that_of_every_pattern(seed: int) -> None:
    rng = np.random.default_rng(seed)
    chance = rng.choice([0.0, 0.3, 0.6, 0.98, 1.0], size=8)
    found = accepted(chance)
    for k in range(9):
        assert found[k] == pytest.approx(listed(chance.tolist(), lambda a, k=k: sum(a) == k), abs=1e-12)
        assert at_least(found, k) == pytest.approx(listed(chance.tolist(), lambda a, k=k: sum(a) >= k), abs=1e-12)
    first, second = chance[:4], chance[4:]
    both = listed(chance.tolist(), lambda a: sum(a[:4]) >= 2 and sum(a) >= 5)
    assert all_reached([first, second], [2, 5]) == pytest.approx(both, abs=1e-12)


def test_offers_for_a_confidence_are_the_fewest_that_do() -> None:
    chance = np.array([0.6] * 30)
    found = offers_for(chance, 10, 0.95)
    assert found is not None
    assert at_least(accepted(chance[:found]), 10) >= 0.95 > at_least(accepted(chance[: found - 1]), 10)
    mixed = np.random.default_rng(1).choice([0.3, 0.6, 0.98], size=25)
    assert offers_for_each(mixed, 25, 0.9) == [offers_for(mixed, k, 0.9) for k in range(26)]
    assert offers_for(chance[:10], 10, 0.95) is None and offers_for(chance, 0, 0.95) == 0


@pytest.mark.parametrize("seed", range(4))
def test_each_target_and_all_together_are_those_of_every_pattern(seed: int) -> None:
    case = case_of(small_run(seed, people=8, periods=TWO, budget={}, units={"default": {}}))
    found = acceptance(case, ASSUMED, assumed=True, draws=20_000)
    options, chosen = case.run.instance.options, case.chosen
    offers = chosen[np.isin(options.decision[chosen], CHOSEN)]
    natural = chosen[is_exit(case.run.instance)[chosen] & ~np.isin(options.decision[chosen], CHOSEN)]
    for k, level in enumerate(LEVELS):
        chance = chances_of(case.run.instance, ASSUMED)[k][offers].tolist()
        at = options.period[offers]
        rows = found.table[found.table["level"].eq(level)].set_index("period")

        def left(answers: tuple[int, ...], p: int, at=at) -> int:
            return sum(a for a, q in zip(answers, at, strict=True) if q <= p) + int((options.period[natural] <= p).sum())

        targets = [(0, "2027", 3), (1, "2028", 4)]
        for p, name, target in targets:
            exact = listed(chance, lambda a, p=p, t=target, left=left: left(a, p) >= t)
            assert rows.loc[name, "target"] == target and rows.loc[name, "chance"] == pytest.approx(exact, abs=1e-12)
            assert abs(rows.loc[name, "drawn"] - exact) < 0.02
        whole = listed(chance, lambda a, left=left, targets=targets: all(left(a, p) >= t for p, _, t in targets))
        assert rows.loc["all", "chance"] == pytest.approx(whole, abs=1e-12)


def test_natural_exits_are_certain_and_volunteers_likelier() -> None:
    run = run_of(roster_of(NEAR_RETIREMENT, {"volunteers": "separation"}, {}, {}), periods=[period("2027", "2027-07-01", reduction_at_least=0.5)],
                 objective={"retained_merit": 1.0, "involuntary": 100.0})  # fmt: skip
    row = acceptance(case_of(run), ASSUMED, assumed=True, draws=1000).table.set_index(["period", "level"]).loc[("2027", "middle")]
    assert (row["certain"], row["needed"], row["offered"]) == (1, 1, 1) and row["chance"] == pytest.approx(0.98)
    assert row["offer_at_once"] == 1 and row["second_wave_at_most"] == 0
    assert (
        acceptance(case_of(run), ASSUMED, assumed=True, draws=10).table.set_index(["period", "level"]).loc[("2027", "low"), "offer_at_once"]
        == 3
    ), "1 - 0.1 x 0.6 is below 0.95, 1 - 0.1 x 0.6 x 0.6 above"


def test_the_first_rule_that_fits_counts_and_what_is_not_named_fits_everybody() -> None:
    rule = Rule.model_validate
    asked = Acceptance.model_validate(
        {
            "default": 0.5,
            "chances": [
                rule({"route": "early_retirement", "age_band": "55 and over", "chance": 0.75}),
                rule({"volunteer": True, "chance": 0.9}),
            ],
        }
    )
    run = run_of(
        roster_of({**EARLY, "volunteers": "any"}, {"volunteers": "any"}, {}), periods=[period("2027", "2027-07-01", reduction_at_least=0.3)]
    )
    case = case_of(run)
    chance = dict(
        zip(
            zip(case.run.instance.options.person.tolist(), case.run.instance.options.decision.tolist(), strict=True),
            chances_of(case.run.instance, asked)[1],
            strict=True,
        )
    )
    by = {(person, decision): value for (person, decision), value in chance.items()}
    assert sorted({value for (person, _), value in by.items() if person == 0}) == [0.75, 1.0]
    assert sorted({value for (person, _), value in by.items() if person == 1}) == [0.9, 1.0]
    assert sorted({value for (person, _), value in by.items() if person == 2}) == [0.5, 1.0]


def test_the_risk_of_losing_key_people() -> None:
    run = run_of(roster_of({"key_role": True, "volunteers": "separation", "rating_1": "completed"}, {}, {}, {}),
                 periods=[period("2027", "2027-07-01", reduction_at_least=0.25)], objective={"retained_merit": 1.0, "involuntary": 100.0})  # fmt: skip
    risk = acceptance(case_of(run), ASSUMED, assumed=True, draws=10).key_people.set_index(["level", "k"])["chance"]
    assert risk["middle", 0] == pytest.approx(0.98) and risk["middle", 1] == 0.0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("default: 1.5", "default"),
        ("default: {low: 0.8, middle: 0.6, high: 0.4}", "low must not be above middle"),
        ("chances: [{age_band: 70 and over, chance: 0.5}]", "no age band 70 and over"),
        ("chances: [{rout: early_retirement, chance: 0.5}]", "route"),
        ("confidence: 1", "confidence"),
        ("[1]", "default, chances"),
    ],
)
def test_what_is_wrong_with_chances_is_said_with_its_key(tmp_path: Path, body: str, words: str) -> None:
    (tmp_path / "c.yaml").write_text(body, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_acceptance(tmp_path / "c.yaml")
    assert words in said(caught.value)


def test_chances_may_stand_below_their_key(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("acceptance:\n  confidence: 0.9\n  default: 0.7\n", encoding="utf-8")
    found = read_acceptance(tmp_path / "c.yaml")
    assert float(found.default.low) == float(found.default.high) == 0.7 and float(found.confidence) == 0.9


def test_the_folder_holds_two_tables_and_the_assumptions(tmp_path: Path) -> None:
    write_acceptance(acceptance(case_of(small_run(1)), ASSUMED, assumed=True, draws=100), tmp_path / "acc")
    assert sorted(p.name for p in (tmp_path / "acc").iterdir()) == ["acceptance.csv", "acceptance.json", "key_people.csv"]
    assert '"assumed": true' in (tmp_path / "acc" / "acceptance.json").read_text(encoding="utf-8")


def test_what_it_costs_to_be_surer_is_that_of_plans_made_so() -> None:
    """Ten alike of 80 points, two to leave, each with 0.6: 4, 5 and 6 offers (`tests/plan/surely/test_sure.py`), so 2, 3 and 4 more exits."""
    run = run_of(roster_of(*[{}] * 10), periods=[period("2027", "2027-07-01", reduction_at_least=0.2)], objective={"retained_merit": 1.0})
    asked = Acceptance.model_validate({"default": 0.6})
    table = surer(case_of(run), asked, confidences=(0.8, 0.9, 0.95, 0.99999))
    assert table["offered"].tolist()[:3] == [4, 5, 6] and table["proven"].tolist() == [True, True, True, False]
    merit = float(run.instance.merit[0])
    assert table["objective_loss"].tolist()[:3] == pytest.approx([2 * merit, 3 * merit, 4 * merit])
    assert table["objective"].isna().tolist() == [False, False, False, True], "ten offers reach two with 0.9983"
