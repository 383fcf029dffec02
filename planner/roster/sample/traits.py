"""Merit and circumstances: ratings, awards, skills, family, attention groups, wishes and locks."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from planner.roster.sample.ages import SNAPSHOT_MONTH, Lives
from planner.roster.sample.posts import DEPUTY, DIVISION_HEAD, HEAD, STAFF, Posts
from planner.roster.sample.random import BoolArray, FloatArray, IntArray, choose, pick, ranks
from planner.roster.sample.shape import UnitShape, shape

RATINGS = ("not_completed", "completed", "good", "excellent")
RATING_SHARES = (0.02, 0.18, 0.62, 0.18)
LASTING = 0.72  # how much of a year's rating is the person and not the year
LEADERS_BETTER = 0.9
YEARS_RATED = 3
MONTHS_TO_BE_RATED = 6
KEY_ROLES = 0.06
PARENTS = 0.62  # of those of an age to have small children
SMALL_CHILD = 0.05  # of everybody
PREGNANT = MATERNITY = 0.01  # of the women of 25 to 40
DISCIPLINE, INSPECTION = 0.007, 0.003
ATTENTION = 0.08
ATTENTION_SHARES = {
    "war_merit": 0.12,
    "martyr_family": 0.17,
    "ethnic_minority": 0.33,
    "disability": 0.08,
    "sole_earner": 0.18,
    "illness": 0.12,
}
VOLUNTEERS = {"early_retirement": 0.033, "separation": 0.018, "any": 0.009}
LONG_INSURED = 20 * 12
LOCKED = 0.003

Words = npt.NDArray[np.object_]


def ratings(posts: Posts, life: Lives, rng: np.random.Generator) -> tuple[list[Words], FloatArray]:
    """The ratings of three years, newest first (None for years before joining), and the quality behind them."""
    n = len(life.age)
    quality: FloatArray = np.sort(rng.normal(0, 1, n))[
        ranks(rng.normal(0, 1, n) + LEADERS_BETTER * (posts.level != STAFF))
    ]
    edges = np.cumsum(RATING_SHARES)[:-1] * n
    years: list[Words] = []
    for year in range(YEARS_RATED):
        seen = LASTING**0.5 * quality + (1 - LASTING) ** 0.5 * rng.normal(0, 1, n)
        words = np.array(RATINGS, dtype=object)[np.searchsorted(edges, ranks(seen), side="right")]
        words[life.service < MONTHS_TO_BE_RATED + 12 * (year + 1)] = None
        years.append(words)
    return years, quality


def awards(years: list[Words], rng: np.random.Generator) -> IntArray:
    """Titles of ministry level and above: they go with excellent years."""
    excellent: IntArray = np.sum([year == "excellent" for year in years], axis=0).astype(np.int64)
    return np.minimum(rng.poisson(0.08 + 0.55 * excellent), YEARS_RATED + 1)


def skills(posts: Posts, shapes: list[UnitShape], rng: np.random.Generator) -> Words:
    """One to three domain skills, mostly those of the unit; none for drivers, guards and service."""
    names = shape("units")["skills"]
    weights = np.array([[6.0 if name in s.skills else 0.12 for name in names] for s in shapes])
    scores = np.log(weights)[posts.unit] + rng.gumbel(size=(len(posts.unit), len(names)))
    best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    number = np.minimum(3, 1 + (rng.random(len(best)) < 0.6) + (rng.random(len(best)) < 0.25))
    support = np.array([bool(w["table"]) for w in shape("units")["contract"]] + [False])[posts.contract]
    words = np.array(names, dtype=object)[best]
    more = np.array([f";{name}" for name in names], dtype=object)[best]
    joined = words[:, 0] + np.where(number > 1, more[:, 1], "") + np.where(number > 2, more[:, 2], "")
    return np.where(support, "", joined)


def key_roles(posts: Posts, quality: FloatArray, stage: IntArray, rng: np.random.Generator) -> BoolArray:
    """The key roles: good people in high ranks and offices. Deputies are none, so that a cap on them can be kept."""
    n = len(quality)
    score = quality + 1.1 * stage + 1.5 * (posts.level == HEAD) + 0.8 * (posts.level == DIVISION_HEAD)
    score += rng.normal(0, 0.7, n)
    score[posts.contracted | (posts.level == DEPUTY)] = -np.inf
    chosen = ranks(score) >= n - round(KEY_ROLES * n)
    return chosen & np.isfinite(score)


def family(life: Lives, rng: np.random.Generator) -> dict[str, Any]:
    """`youngest_child_born_on` (NaT where none), `pregnant`, `maternity_leave`."""
    n, years = len(life.age), life.age / 12
    of_age = (years >= 25) & (years < 43)
    small = pick(rng, of_age, SMALL_CHILD, of=n)
    women = life.female & (years >= 25) & (years < 40)
    maternity = pick(rng, women, MATERNITY)
    older = of_age & ~small & ~maternity & (rng.random(n) < PARENTS) & (life.age > (22 + 4) * 12)
    oldest_child = np.maximum(life.age - 22 * 12, 37)
    months = np.select(
        [maternity, small, older],
        [rng.integers(2, 6, n), rng.integers(2, 36, n), rng.integers(37, oldest_child + 1)],
        -1,
    )
    born = (SNAPSHOT_MONTH - months).astype("datetime64[M]").astype("datetime64[D]") + rng.integers(0, 28, n)
    return {
        "youngest_child_born_on": np.where(months >= 0, born, np.datetime64("NaT")),
        "pregnant": pick(rng, women & ~small & ~maternity, PREGNANT, of=int(women.sum())),
        "maternity_leave": maternity,
    }


def faults(quality: FloatArray, rng: np.random.Generator) -> dict[str, BoolArray]:
    """`under_discipline` and `under_inspection`: rare, rather among those with low ratings."""
    n = len(quality)
    return {
        "under_discipline": pick(rng, quality <= np.quantile(quality, 0.3), DISCIPLINE, of=n),
        "under_inspection": pick(rng, np.ones(n, dtype=bool), INSPECTION, of=n),
    }


def attention_groups(life: Lives, rng: np.random.Generator) -> Words:
    """The groups that ministries weigh, `;` between them; "" for most people, two for a few."""
    n = len(life.age)
    names = list(ATTENTION_SHARES)
    weights = np.array(list(ATTENTION_SHARES.values()))
    chosen = np.flatnonzero(pick(rng, np.ones(n, dtype=bool), ATTENTION, of=n))
    first = choose(rng, weights, len(chosen))
    # War merit and martyrs' families are found among the older people: give those groups to the oldest chosen.
    first = np.sort(first)[ranks(-life.age[chosen] + rng.normal(0, 90, len(chosen)))]
    second = choose(rng, weights, len(chosen))
    two = (rng.random(len(chosen)) < 0.12) & (first != second)
    words = np.array(names, dtype=object)
    out = np.full(n, "", dtype=object)
    out[chosen] = words[first] + np.where(two, np.array([f";{name}" for name in names], dtype=object)[second], "")
    return out


def volunteers(posts: Posts, life: Lives, quality: FloatArray, rng: np.random.Generator) -> Words:
    """`no`, or the wish to leave: early retirement two to five years before the age, separation among the young."""
    n = len(life.age)
    free = posts.level != HEAD
    near = free & (life.months_left >= 26) & (life.months_left <= 62) & (life.insured >= LONG_INSURED)
    young = free & ((life.age < 40 * 12) | posts.contracted) & (posts.level == STAFF) & ~near
    early = pick(rng, near, VOLUNTEERS["early_retirement"], of=n)
    separation = pick(rng, young & (quality < 0.8), VOLUNTEERS["separation"], of=n)
    other = pick(rng, free & ~early & ~separation & (life.months_left > 24), VOLUNTEERS["any"], of=n)
    return np.select([early, separation, other], ["early_retirement", "separation", "any"], "no").astype(object)


def locks(posts: Posts, wishes: Words, quality: FloatArray, rng: np.random.Generator) -> Words:
    """`keep` for a handful of good people who do not wish to leave; nobody is told to leave."""
    good = (wishes == "no") & (quality > 0.5) & (posts.level != DEPUTY)
    return np.where(pick(rng, good, LOCKED, of=len(quality)), "keep", "none").astype(object)


def hazard_months(posts: Posts, shapes: list[UnitShape], life: Lives, rng: np.random.Generator) -> IntArray:
    """Months in hazardous work: some of those in units that look after chemicals, coal and safety."""
    share = np.array([s.hazard for s in shapes])[posts.unit]
    exposed = (rng.random(len(share)) < share) & (life.insured >= 24)
    return np.where(exposed, np.floor(life.insured * rng.uniform(0.5, 1.0, len(share))), 0).astype(np.int64)
