"""A unit keeps or releases some people more: the bound that asks for exactly that many."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planner.core.rounding import at_least
from planner.scenario.unit_step import stepped


def own(data, unit="VP"):
    return data["units"]["by_unit"][unit]


def test_keeping_more_asks_for_so_many_people() -> None:
    data = {"units": {"default": {"reduction_at_most": 0.4}}}
    assert own(stepped(data, "VP", 40, 30, 2)) == {"minimum_headcount": 32}
    assert data == {"units": {"default": {"reduction_at_most": 0.4}}}


@pytest.mark.parametrize("before", [1, 3, 7, 30, 97, 1500])
def test_releasing_more_asks_for_exactly_so_many(before: int) -> None:
    for after in range(1, before + 1, max(1, before // 40)):
        share = own(stepped({}, "VP", before, after, -1))["reduction_at_least"]
        assert at_least(Decimal(str(share)), before) == before - after + 1


def test_a_step_back_takes_its_own_bounds_along() -> None:
    kept = stepped({}, "VP", 40, 30, 5)
    less = own(stepped(kept, "VP", 40, 35, -3))
    assert less["minimum_headcount"] == 32 and at_least(Decimal(str(less["reduction_at_least"])), 40) == 8
    more = own(stepped({"units": {"by_unit": {"VP": less}}}, "VP", 40, 32, 4))
    assert more["minimum_headcount"] == 36 and at_least(Decimal(str(more["reduction_at_least"])), 40) <= 4
    everybody = own(stepped({"units": {"by_unit": {"VP": less}}}, "VP", 40, 32, 8))
    assert everybody == {"minimum_headcount": 40}


@pytest.mark.parametrize(("after", "by"), [(30, 0), (30, 11), (3, -4)])
def test_a_step_that_there_is_not_is_a_fault_of_the_caller(after: int, by: int) -> None:
    with pytest.raises(ValueError, match="VP"):
        stepped({}, "VP", 40, after, by)
