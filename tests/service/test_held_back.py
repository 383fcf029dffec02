"""What of a time limit is held back for the files: never nearly all of it, and exactly what a repair's own limit gets on top."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from planner.service.run import SHORT_S, _held_back


def ministry(people: int) -> SimpleNamespace:
    return SimpleNamespace(people=range(people))


@pytest.mark.parametrize("people", [10, 1_500, 10_000, 47_500, 100_000, 1_000_000])
@pytest.mark.parametrize("limit", [1.0, 5.0, 29.0, 31.0, 60.0, 300.0])
def test_what_is_added_for_a_repair_is_what_is_held_back_again(people: int, limit: float) -> None:
    whole = limit + _held_back(ministry(people), limit / 3)
    assert whole - _held_back(ministry(people), whole / 4) == pytest.approx(limit)


@pytest.mark.parametrize("limit", [60.0, 300.0])
def test_the_largest_ministry_keeps_most_of_the_limit_for_the_search(limit: float) -> None:
    assert _held_back(ministry(1_000_000), limit / 4) == max(limit / 4, SHORT_S)
    assert _held_back(ministry(1_500), limit / 4) == pytest.approx(0.8)
