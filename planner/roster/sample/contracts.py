"""Contracts: when they were signed, when they end, and the salary where it is agreed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.dates import add_months
from planner.roster.sample.ages import SNAPSHOT_MONTH, Lives
from planner.roster.sample.posts import Posts
from planner.roster.sample.random import FloatArray, IntArray, ranks

TERMS = (12, 24, 36)
OPEN_ENDED = 0.5
AGREED_FROM_VND, AGREED_A_YEAR_VND, AGREED_STEP_VND = 9_000_000, 450_000, 100_000


@dataclass(frozen=True, slots=True)
class Contracts:
    """Arrays over people, NaT and NaN for who has no contract, no end or no agreed salary."""

    signed_on: npt.NDArray[np.datetime64]
    end_on: npt.NDArray[np.datetime64]
    salary_vnd: FloatArray


def contracts(posts: Posts, life: Lives, table: IntArray, rng: np.random.Generator) -> Contracts:
    """The contracts of all; long service goes with a contract without an end. `table` is -1 where pay is agreed."""
    mine = np.flatnonzero(posts.contracted)
    n = len(mine)
    fixed = ranks(life.service[mine] / 12 + rng.normal(0, 3, n)) < round((1 - OPEN_ENDED) * n)
    term = np.array(TERMS)[rng.integers(0, len(TERMS), n)]
    running = rng.integers(2, term - 1)  # at least a month is left on the snapshot date
    renewed = (SNAPSHOT_MONTH - running).astype("datetime64[M]").astype("datetime64[D]")
    joined = life.joined_on[mine]
    signed_on, end_on = (np.full(len(posts.unit), "NaT", dtype="datetime64[D]") for _ in range(2))
    signed_on[mine] = np.where(fixed, np.maximum(renewed, joined), joined)
    end_on[mine] = np.where(fixed, add_months(signed_on[mine], term) - 1, np.datetime64("NaT"))
    return Contracts(signed_on, end_on, _salary(posts, life, table, rng))


def _salary(posts: Posts, life: Lives, table: IntArray, rng: np.random.Generator) -> FloatArray:
    """Whole VND a month, in round sums that rise with service; NaN where the salary is by coefficient."""
    n = len(posts.unit)
    salary = (AGREED_FROM_VND + AGREED_A_YEAR_VND * life.service / 12) * rng.uniform(0.85, 1.35, n)
    rounded: FloatArray = np.rint(salary / AGREED_STEP_VND) * AGREED_STEP_VND
    return np.where(posts.contracted & (table < 0), rounded, np.nan)
