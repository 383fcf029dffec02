"""Rates, ratios, Fisher's exact test and Wilson's interval, each by a second formula; causes by solving."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from planner.service.beyond import prices as prices_module
from planner.service.beyond.case import Case
from planner.service.beyond.fairness import COLUMNS, attributes_of, exits_of, fairness
from planner.service.beyond.prices import solved_without
from tests.builder import NEAR_RETIREMENT, roster_of, run_of, target
from tests.service.beyond.cases import case_of, small_run

FAIR = {"rating_1": "completed", "rating_2": "completed", "rating_3": "completed"}
LOW = {"rating_1": "not_completed", "rating_2": "not_completed", "rating_3": "not_completed"}


def fisher(exits: int, people: int, all_exits: int, n: int) -> float:
    """Two-sided: the chances of all tables no likelier than this one, by binomial coefficients."""
    def chance(k: int) -> float:
        return math.comb(people, k) * math.comb(n - people, all_exits - k) / math.comb(n, all_exits)

    ks = range(max(0, all_exits - (n - people)), min(people, all_exits) + 1)
    return sum(chance(k) for k in ks if chance(k) <= chance(exits) * (1 + 1e-7))


def wilson(exits: int, people: int) -> tuple[float, float]:
    """The interval by its closed formula."""
    z, p = 1.959963984540054, exits / people
    centre, half = p + z * z / (2 * people), z * math.sqrt(p * (1 - p) / people + z * z / (4 * people**2))
    return (centre - half) / (1 + z * z / people), (centre + half) / (1 + z * z / people)


def only_women_may_leave() -> Case:
    """A ministry in which a bound on the men's unit leaves all exits to the women."""
    men = [{"sex": "M", "unit": "A", **FAIR}] * 8
    women = [{"sex": "F", "unit": "B"}] * 4
    return case_of(run_of(roster_of(*men, *women), periods=target(2 / 12), units={"by_unit": {"A": {"reduction_at_most": 0.0}}}))


@pytest.mark.parametrize("seed", range(4))
def test_each_figure_is_that_of_a_second_formula(seed: int) -> None:
    case = case_of(small_run(seed))
    table = fairness(case, causes=False)
    left = exits_of(case.run.instance, case.chosen)
    assert list(table.columns) == list(COLUMNS)
    for row in table.itertuples():
        members = dict(dict(attributes_of(case.run.instance))[row.attribute])[row.group]
        assert (row.people, row.exits) == (members.sum(), left[members].sum()) and row.rate == row.exits / row.people
        assert row.p_value == pytest.approx(fisher(row.exits, row.people, int(left.sum()), len(left)))
        low, high = wilson(row.exits, row.people)
        assert (row.interval_low, row.interval_high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))
        best = max(1 - r.rate for r in table.itertuples() if r.attribute == row.attribute)
        assert row.ratio == pytest.approx((1 - row.rate) / best if best else 1.0) and row.four_fifths == (row.ratio >= 0.8 - 1e-9)
        assert row.small == (row.people < 5)


def test_natural_exits_do_not_count() -> None:
    case = case_of(run_of(roster_of(NEAR_RETIREMENT, {}, {}, LOW), periods=target(0.5)))
    row = fairness(case, causes=False).set_index(["attribute", "group"]).loc[("sex", "M")]
    assert (row["people"], row["exits"]) == (4, 1)


def test_four_fifths_is_kept_at_the_boundary_and_broken_below_it() -> None:
    men, women = [{"sex": "M"}] * 5, [{"sex": "F"}] * 4 + [{"sex": "F", **LOW}]
    at = fairness(case_of(run_of(roster_of(*men, *women), periods=target(0.1))), causes=False).set_index("group")
    assert at.loc["F", "ratio"] == pytest.approx(0.8) and at.loc["F", "four_fifths"] and at.loc["M", "ratio"] == 1.0
    below = [{"sex": "M"}] * 5, [{"sex": "F"}] * 3 + [{"sex": "F", **LOW}] * 2
    found = fairness(case_of(run_of(roster_of(*below[0], *below[1]), periods=target(0.2))), causes=False).set_index("group")
    assert not found.loc["F", "four_fifths"] and not found.loc["F", "small"]


def test_the_requirement_that_makes_the_difference_is_found_by_solving_without_it() -> None:
    case = only_women_may_leave()
    row = fairness(case).set_index(["attribute", "group"]).loc[("sex", "F")]
    assert row["rate"] == 0.5 and row["cause"] == "units.by_unit.A.reduction_at_most [A]"
    assert row["cause_proven"] and row["rate_without"] == 0.0


def test_without_time_a_cause_is_not_proven() -> None:
    men, women = [{"sex": "M"}] * 6, [{"sex": "F", **FAIR}] * 4
    table = fairness(case_of(run_of(roster_of(*men, *women), periods=target(0.4)), seconds=-1.0))
    assert fairness(case_of(run_of(roster_of(*men, *women), periods=target(0.4))))["cause"].eq("").all(), "a target is no cause"
    differing = table[table["differs"]]
    assert len(differing) and not differing["cause_proven"].any() and (differing["cause"] == "").all()
    assert np.isnan(differing["rate_without"]).all()


def test_a_cause_is_proven_as_closely_as_its_price(monkeypatch: pytest.MonkeyPatch) -> None:
    case = only_women_may_leave()
    asked, found = solved_without(case)
    question = next(q for q in asked if id(q) in found)
    answer = found[id(question)]
    assert answer.objective is not None
    with monkeypatch.context() as large:
        large.setattr(prices_module, "LARGE", 0)
        near = question.known(max(0.0, answer.objective - case.objective))
        for part, proven in ((0.9, True), (1.1, False)):
            assert question.is_proven(replace(answer, gap=0.5, bound=answer.objective + part * near)) is proven
    monkeypatch.setattr(prices_module.Question, "is_proven", lambda *_: False)
    caused = fairness(case).query("cause != ''")
    assert len(caused) and not caused["cause_proven"].any()
