"""Birth, joining and insurance: drawn together, so that nobody has served longer than they can have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.dates import month_index
from planner.policy.law.parameters import Law
from planner.policy.person.retirement import retirement_months
from planner.roster.sample.posts import DEPUTY, DIVISION_DEPUTY, DIVISION_HEAD, HEAD, STAFF, Posts
from planner.roster.sample.random import BoolArray, FloatArray, IntArray, ranks, spread
from planner.roster.sample.shape import SNAPSHOT_ON

SNAPSHOT_MONTH = int(month_index(SNAPSHOT_ON))
WOMEN = 0.43
YOUNGEST = 23 * 12
# Share of people (from young to old) up to each age in years; the rest is told by months left to retirement.
AGE_SHARES = ((0.0, 23.1), (0.05, 27), (0.20, 33.5), (0.40, 39), (0.60, 44), (0.78, 49))
MONTHS_LEFT_SHARES = ((0.87, 61), (0.955, 43), (0.985, 24), (1.0, 1))
# Where people of a level stand between the youngest (0) and the oldest (1): mean, spread, floor.
SENIORITY = {
    HEAD: (0.78, 0.12, 0.60),
    DEPUTY: (0.70, 0.15, 0.50),
    DIVISION_HEAD: (0.60, 0.17, 0.40),
    DIVISION_DEPUTY: (0.48, 0.17, 0.28),
}
JOINED_AGE = (22 * 12, 30 * 12)
CONTRACT_JOINED_AGE_AT_MOST = 42 * 12
GAP_SHARE, GAP_MONTHS = 0.12, 18
PAID_OUT_SHARES = (0.05, 0.006)  # of contracts, of others


@dataclass(frozen=True, slots=True)
class Lives:
    """Arrays over people: sex, birth and joining dates, months of age, of service, of insurance, of
    insurance already compensated and to retirement."""

    female: BoolArray
    born_on: npt.NDArray[np.datetime64]
    joined_on: npt.NDArray[np.datetime64]
    age: IntArray
    service: IntArray
    insured: IntArray
    paid_out: IntArray
    months_left: IntArray


def lives(posts: Posts, women: FloatArray, law: Law, rng: np.random.Generator) -> Lives:
    """The lives of all; `women` is each person's chance of being a woman."""
    n = len(posts.unit)
    female = rng.random(n) < women
    birth, retirement = _births(_seniority(posts, rng), female, law)
    age = SNAPSHOT_MONTH - birth
    latest = np.where(posts.contracted, CONTRACT_JOINED_AGE_AT_MOST, JOINED_AGE[1])
    oldest = np.minimum(latest, age - 2)  # in the second month before the snapshot at the latest
    joined_age = JOINED_AGE[0] + np.floor((oldest - JOINED_AGE[0] + 1) * rng.beta(1.3, 2.0, n)).astype(np.int64)
    joined = birth + joined_age
    service = SNAPSHOT_MONTH - joined
    gap = np.where(rng.random(n) < GAP_SHARE, rng.integers(1, GAP_MONTHS + 1, n), 0)
    insured = service - np.minimum(gap, service // 4)
    compensated = rng.random(n) < np.where(posts.contracted, *PAID_OUT_SHARES)
    return Lives(
        female=female,
        born_on=_day(birth, rng.integers(1, 29, n)),
        joined_on=_day(joined, np.where(rng.random(n) < 0.7, 1, 15)),
        age=age,
        service=service,
        insured=insured,
        paid_out=np.where(compensated, np.floor(insured * rng.uniform(0.05, 0.3, n)), 0).astype(np.int64),
        months_left=retirement - SNAPSHOT_MONTH,
    )


def _seniority(posts: Posts, rng: np.random.Generator) -> FloatArray:
    """Each person's place between the youngest (0) and the oldest (1): evenly spread, leaders higher up."""
    n = len(posts.unit)
    score, floor = rng.random(n), np.zeros(n)
    for level, (mean, deviation, lowest) in SENIORITY.items():
        here = posts.level == level
        score[here] = rng.normal(mean, deviation, int(here.sum()))
        floor[here] = lowest
    place: FloatArray = np.sort(spread(rng, n))[ranks(score)]
    return np.maximum(place, floor + 0.1 * rng.random(n) * (posts.level != STAFF))


def _births(place: FloatArray, female: BoolArray, law: Law) -> tuple[IntArray, IntArray]:
    """Month indices of birth and of retirement for people at `place` of the age distribution."""
    birth = np.empty(len(place), dtype=np.int64)
    retirement = np.empty(len(place), dtype=np.int64)
    candidates = np.arange(SNAPSHOT_MONTH - 70 * 12, SNAPSHOT_MONTH - YOUNGEST + 1)
    for women, mask in ((False, ~female), (True, female)):
        months = retirement_months(
            candidates, np.full(len(candidates), women), np.zeros_like(candidates), law, SNAPSHOT_ON
        )
        nodes = [(share, SNAPSHOT_MONTH - years * 12) for share, years in AGE_SHARES]
        nodes += [
            (share, float(candidates[np.searchsorted(months, SNAPSHOT_MONTH + left, side="right") - 1]))
            for share, left in MONTHS_LEFT_SHARES
        ]
        shares, births = (np.array(column, dtype=np.float64) for column in zip(*nodes, strict=True))
        drawn = np.interp(place[mask], shares, np.minimum.accumulate(births))
        birth[mask] = np.ceil(drawn).astype(np.int64)
        retirement[mask] = months[birth[mask] - candidates[0]]
    return birth, retirement


def _day(months: IntArray, day: IntArray) -> npt.NDArray[np.datetime64]:
    """The given day of each month."""
    return months.astype("datetime64[M]").astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")


def past_retirement(life: Lives, hazard_months: IntArray, law: Law) -> BoolArray:
    """Who, with so many hazardous months, would have retired by the snapshot."""
    born = month_index(life.born_on)
    return retirement_months(born, life.female, hazard_months, law, SNAPSHOT_ON) <= SNAPSHOT_MONTH
