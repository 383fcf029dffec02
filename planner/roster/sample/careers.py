"""Ranks, steps and coefficients as a career brings them: from the tables of the law, never typed here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.roster.sample.ages import Lives
from planner.roster.sample.posts import DEPUTY, DIVISION_DEPUTY, DIVISION_HEAD, HEAD, STAFF, Posts
from planner.roster.sample.random import BoolArray, FloatArray, IntArray, pick, ranks
from planner.roster.sample.scale import Scale
from planner.roster.sample.shape import shape

PROBATION = 12
NO_DEGREE = 0.05
# From this many years on a career can reach the second and the third rank, and who does so, by level.
SECOND_RANK_YEARS, THIRD_RANK_YEARS = 10, 18
SECOND_RANK = {HEAD: 1.0, DEPUTY: 0.92, DIVISION_HEAD: 0.75, DIVISION_DEPUTY: 0.55, STAFF: 0.36}
THIRD_RANK = {HEAD: 0.65, DEPUTY: 0.28, DIVISION_HEAD: 0.05, DIVISION_DEPUTY: 0.0, STAFF: 0.015}
DEGREES = ("Đại học", "Thạc sĩ", "Tiến sĩ")
MASTERS, DOCTORS = 0.42, 0.05
LOWER_EDUCATION = ("Cao đẳng", "Trung cấp")
RESERVED = 0.03  # of those above the first rank in merged units
SUPPORT_EDUCATION = ("Trung học phổ thông", "Trung cấp")


@dataclass(frozen=True, slots=True)
class Careers:
    """Arrays over people. `table` is an index into the scale's tables, -1 where the salary is agreed; `step` from 1."""

    rank_code: npt.NDArray[np.object_]
    title: npt.NDArray[np.object_]
    education: npt.NDArray[np.object_]
    table: IntArray
    step: IntArray
    months_in_step: IntArray
    stage: IntArray


def careers(posts: Posts, life: Lives, scale: Scale, rng: np.random.Generator) -> Careers:
    """The careers of all people with a ladder, and the works of those under contract."""
    entry = pick(rng, (posts.level == STAFF) & ~posts.contracted, NO_DEGREE)
    stage = _stages(posts, life, entry, rng)
    code, title = _codes(posts, stage, entry, rng)
    table = scale.table_of(code)
    step, months = _steps(posts, life, stage, table, scale, rng)
    return Careers(code, title, _education(posts, entry, stage, rng), table, step, months, stage)


def _stages(posts: Posts, life: Lives, entry: BoolArray, rng: np.random.Generator) -> IntArray:
    """0, 1 or 2: how far up the ladder of ranks."""
    years = life.service / 12
    second, third = (
        np.array([shares[level] for level in range(STAFF + 1)])[posts.level] for shares in (SECOND_RANK, THIRD_RANK)
    )
    # Among staff the second rank comes with the years; leaders have it as a condition of office.
    grown = np.where(posts.level == STAFF, np.clip((years - SECOND_RANK_YEARS + 2) / 8, 0, 2.2), 1.0)
    open_to = ~entry & ~posts.contracted
    reached = open_to & (years >= SECOND_RANK_YEARS) & (rng.random(len(years)) < second * grown)
    top = reached & (years >= THIRD_RANK_YEARS) & (rng.random(len(years)) < third)
    return reached.astype(np.int64) + top


def _codes(
    posts: Posts, stage: IntArray, entry: BoolArray, rng: np.random.Generator
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Rank code (None where the salary is agreed) and title."""
    works = shape("units")["contract"]
    ladders = list(shape("units")["ladder"].values())
    lower = np.where(entry, (rng.random(len(stage)) < 0.4).astype(np.int64), 0)
    columns = np.where(entry, 3 + lower, stage)
    out = []
    for upper, below, mine in (("codes", "entry_codes", "code"), ("titles", "entry_titles", "title")):
        words = np.array([row[upper] + row[below] for row in ladders], dtype=object)
        work = np.array([w[mine] or None for w in works], dtype=object)
        out.append(np.where(posts.contracted, work[posts.contract], words[posts.ladder, columns]))
    return out[0], out[1]


def _steps(
    posts: Posts, life: Lives, stage: IntArray, table: IntArray, scale: Scale, rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """Step (from 1, 0 where the salary is agreed) and months in it. Who is promoted starts in the next rank at the
    first step that is not below the old coefficient."""
    n = len(stage)
    early = np.where(rng.random(n) < 0.2, 12, 0)  # a raise before its time, for merit
    served = np.maximum(life.service - PROBATION, 0) + np.where(life.service > 60, early, 0)
    ladder_tables = scale.ladder_tables()[posts.ladder]
    first = np.where(stage > 0, ladder_tables[:, 0], table)
    since = np.where(stage > 0, np.minimum(rng.integers(108, 205, n), np.maximum(served - 1, 0)), served)
    step, months = scale.climb(first, np.zeros(n, dtype=np.int64), since)
    for reached in (1, 2):
        up = stage >= reached
        target = np.where(up, ladder_tables[:, reached], first)
        start = scale.first_not_below(target, scale.coefficient(first, step))
        left = np.maximum(served - since, 0)
        here = np.where(stage > reached, np.minimum(rng.integers(72, 150, n), left), left)
        new_step, new_months = scale.climb(target, start, here)
        step, months = np.where(up, new_step, step), np.where(up, new_months, months)
        first, since = np.where(up, target, first), np.where(up, since + here, since)
    return np.where(table >= 0, step + 1, 0), np.where(table >= 0, months, 0)


def _education(posts: Posts, entry: BoolArray, stage: IntArray, rng: np.random.Generator) -> npt.NDArray[np.object_]:
    """The highest level of education; it goes with rank and office."""
    n = len(stage)
    works = shape("units")["contract"]
    support = np.array([bool(w["table"]) for w in works] + [False])[posts.contract]
    bent = ranks(rng.normal(0, 1, n) + 0.8 * stage + 0.4 * (posts.level < STAFF) - 2.0 * posts.contracted) / n
    degree: IntArray = (bent >= 1 - MASTERS - DOCTORS).astype(np.int64) + (bent >= 1 - DOCTORS)
    lower = rng.integers(0, 2, n)
    return np.select(
        [support, entry],
        [np.array(SUPPORT_EDUCATION, dtype=object)[lower], np.array(LOWER_EDUCATION, dtype=object)[lower]],
        np.array(DEGREES, dtype=object)[degree],
    )


def over_frame(career: Careers, scale: Scale) -> FloatArray:
    """The over-frame allowance in per cent, in the last step only."""
    return scale.over_frame(career.table, career.step, career.months_in_step)


def profession(posts: Posts, career: Careers) -> FloatArray:
    """The profession allowance in per cent of those on a ladder that has one, by rank."""
    ladders = shape("units")["ladder"].values()
    by_rank = np.array([row.get("profession_pct", [0, 0, 0]) for row in ladders] + [[0, 0, 0]], dtype=np.float64)
    return by_rank[posts.ladder, career.stage]


def seniority(posts: Posts, life: Lives) -> FloatArray:
    """The professional seniority: one per cent for each year of service, from the first year that the ladder counts."""
    never = np.iinfo(np.int64).max
    first = [row.get("seniority_from_year", never) for row in shape("units")["ladder"].values()]
    years = life.service // 12
    return np.where(years >= np.array([*first, never])[posts.ladder], years, 0).astype(np.float64)


def reserved(career: Careers, merged: BoolArray, scale: Scale, rng: np.random.Generator) -> FloatArray:
    """The reserved difference of a few who came lower in a merger: what the next step pays more, 0 for all others."""
    known = (career.table >= 0) & (career.step < scale.length[career.table])
    chosen = pick(rng, merged & known & (career.stage > 0), RESERVED)
    step = np.where(chosen, career.step, 1)
    more = scale.coefficient(career.table, step) - scale.coefficient(career.table, step - 1)
    return np.where(chosen, np.round(more, 2), 0.0)
