"""Arrays of zeros that take memory only where they are written."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from planner.core.memory import LARGE, give_back, zeros


@pytest.mark.parametrize("columns", [0, 3, LARGE])
def test_zeros_are_zeros_that_can_be_written_copied_and_sent(columns: int) -> None:
    found = zeros((2, columns), np.int64)
    assert found.shape == (2, columns) and found.dtype == np.int64 and not found.any()
    found[1] = 7
    assert not found[0].any() and (found[1] == 7).all()
    assert (pickle.loads(pickle.dumps(found)) == found).all()


def test_a_written_array_outlives_the_giving_back() -> None:
    kept = zeros((LARGE,), np.int64)
    kept[5] = 1
    give_back()
    assert kept.sum() == 1
