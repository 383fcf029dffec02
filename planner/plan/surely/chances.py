"""How many of several independent offers are accepted: exact distributions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def accepted(chance: Floats) -> Floats:
    """float64[n + 1]: the chance that exactly k of n offers are accepted. chance: float64[n]; offers are independent.

    Equal chances are one binomial distribution; different ones are folded into one another (convolution): sums of products,
    nothing drawn and nothing approximated.
    """
    out = np.ones(1)
    for value, count in zip(*np.unique(chance, return_counts=True), strict=True):
        out = np.convolve(out, _binomial(int(count), float(value)))
    return out


def _binomial(count: int, value: float) -> Floats:
    """float64[count + 1]: the chance of exactly k of so many offers, all equally likely."""
    from scipy.special import gammaln, xlog1py, xlogy

    k = np.arange(count + 1)
    ways = gammaln(count + 1) - gammaln(k + 1) - gammaln(count - k + 1)
    return np.asarray(np.exp(ways + xlogy(k, value) + xlog1py(count - k, -value)))


def at_least(distribution: Floats, needed: int) -> float:
    """The chance of so many or more."""
    return 1.0 if needed <= 0 else float(min(1.0, distribution[needed:].sum())) if needed < len(distribution) else 0.0


def all_reached(chances: list[Floats], needed: list[int]) -> float:
    """The chance that after each of several steps the sum so far is at least what that step needs.

    chances: of the offers of each step. needed: in all, up to and with each step.
    """
    state = np.ones(1)
    for chance, need in zip(chances, needed, strict=True):
        state = np.convolve(state, accepted(chance))
        state[: max(0, min(need, len(state)))] = 0.0
    return float(min(1.0, state.sum()))


def offers_for(chance: Floats, needed: int, confidence: float) -> int | None:
    """How many offers, in the order of `chance`, make it at least as likely as `confidence` that `needed` are accepted; None where
    all of them do not."""
    if needed <= 0:
        return 0
    if at_least(accepted(chance), needed) < confidence:
        return None
    low, high = needed, len(chance)
    while low < high:
        middle = (low + high) // 2
        if at_least(accepted(chance[:middle]), needed) >= confidence:
            high = middle
        else:
            low = middle + 1
    return low


def offers_for_each(chance: Floats, most: int, confidence: float) -> list[int | None]:
    """`offers_for` of 0, 1, ..., `most` acceptances, in one pass: offers are added one by one until so many are as sure as that."""
    out: list[int | None] = [0]
    state = np.ones(1)
    for number, value in enumerate(chance.tolist(), 1):
        if len(out) > most:
            break
        state = np.r_[state * (1 - value), 0.0] + np.r_[0.0, state * value]
        if len(out) <= number and at_least(state, len(out)) >= confidence:
            out.append(number)  # one more offer makes at most one more acceptance sure
    return (out + [None] * (most + 1))[: most + 1]
