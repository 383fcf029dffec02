"""Drawing with shares that hold in small samples too: strata and exact counts instead of independent coins."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def spread(rng: np.random.Generator, n: int) -> FloatArray:
    """`n` uniform numbers in [0, 1), one from each of `n` equal strata, in random order."""
    return (rng.permutation(n) + rng.random(n)) / n


def ranks(scores: FloatArray) -> IntArray:
    """The place of each score, 0 the lowest; ties keep their order."""
    place = np.empty(len(scores), dtype=np.int64)
    place[np.argsort(scores, kind="stable")] = np.arange(len(scores))
    return place


def pick(rng: np.random.Generator, candidates: BoolArray, share: float, of: int | None = None) -> BoolArray:
    """A random choice among `candidates`: `share` of them, or of `of` people, rounded to the nearest whole person."""
    where = np.flatnonzero(candidates)
    number = min(round(share * (len(where) if of is None else of)), len(where))
    chosen = np.zeros(len(candidates), dtype=bool)
    chosen[rng.permutation(where)[:number]] = True
    return chosen


def choose(rng: np.random.Generator, weights: FloatArray, n: int) -> IntArray:
    """`n` indices into `weights`, each as often as its weight says."""
    edges = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(edges, spread(rng, n), side="right"), len(weights) - 1)


def apportion(total: int, weights: FloatArray) -> IntArray:
    """`total` split by `weights`, at least 1 each (`total` >= number of weights), the rest by largest remainder."""
    exact = (total - len(weights)) * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - len(weights) - int(whole.sum())]] += 1
    return whole + 1
