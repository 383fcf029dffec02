"""Who sits where: unit, level, contract or not, ladder. Units first, then people by slots inside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.policy.law.organisation import NO_LIMIT, least_division_posts, may_have_divisions, most_division_deputies
from planner.policy.law.parameters import Law
from planner.roster.sample.random import BoolArray, FloatArray, IntArray, choose
from planner.roster.sample.shape import SNAPSHOT_ON, UnitShape, shape

LEVELS = ("head", "deputy", "division_head", "division_deputy", "staff")
HEAD, DEPUTY, DIVISION_HEAD, DIVISION_DEPUTY, STAFF = range(5)
PEOPLE_A_DEPUTY = 20
POSTS_A_DIVISION = 13
PEOPLE_FOR_DIVISIONS = 26
UNITS_WITH_A_DEPUTY_TOO_MANY = 2


@dataclass(frozen=True, slots=True)
class Posts:
    """Arrays over people, ordered by unit, then level. `contract` is an index into the contract works, -1 for none;
    `ladder` an index into the ladders, -1 for contracts."""

    unit: IntArray
    level: IntArray
    contract: IntArray
    ladder: IntArray

    @property
    def contracted(self) -> BoolArray:
        """Who works under a contract."""
        return self.contract >= 0


def posts(shapes: list[UnitShape], counts: IntArray, caps: IntArray, law: Law, rng: np.random.Generator) -> Posts:
    """The posts of all units; `caps` are the lawful numbers of deputies."""
    unit = np.repeat(np.arange(len(shapes)), counts)
    slot = np.arange(len(unit)) - np.repeat(np.cumsum(counts) - counts, counts)
    level = _levels(counts, caps, _divisions(shapes, counts, law), rng, unit, slot)
    contracted = _contracted(shapes, counts, unit, slot) & (level == STAFF)
    return Posts(unit, level, _works(shapes, unit, contracted, rng), _ladders(shapes, unit, ~contracted, rng))


def _levels(
    counts: IntArray,
    caps: IntArray,
    divisions: tuple[IntArray, IntArray],
    rng: np.random.Generator,
    unit: IntArray,
    slot: IntArray,
) -> IntArray:
    """One head a unit, deputies by its size up to the cap (one more in a couple of units), divisions with their deputies."""
    deputies = np.where(counts < 6, 0, np.minimum(caps, 1 + counts // PEOPLE_A_DEPUTY))
    full = np.flatnonzero((deputies == caps) & (counts > 2 * PEOPLE_A_DEPUTY))
    deputies[rng.permutation(full)[: min(UNITS_WITH_A_DEPUTY_TOO_MANY, len(full) // 4)]] += 1
    edges = np.cumsum([np.ones_like(counts), deputies, *divisions], axis=0)
    return (slot[None, :] >= edges[:, unit]).sum(axis=0).astype(np.int64)


def _divisions(shapes: list[UnitShape], counts: IntArray, law: Law) -> tuple[IntArray, IntArray]:
    """How many divisions each unit has, and how many deputies these have together; both as NĐ 303/2025 allows them."""
    kind = np.array([s.kind for s in shapes], dtype=object)
    civil = counts - _contracts(shapes, counts)
    size = np.maximum(POSTS_A_DIVISION, least_division_posts(kind, SNAPSHOT_ON, law) + 1)
    merged = np.array([s.merged_from for s in shapes])
    allowed = may_have_divisions(kind, civil, merged, SNAPSHOT_ON, law) & (counts >= PEOPLE_FOR_DIVISIONS)
    divisions = np.where(allowed, civil // size, 0)
    cap = most_division_deputies(kind, civil // np.maximum(divisions, 1), SNAPSHOT_ON, law)
    deputies = divisions + divisions // 2
    return divisions, np.where(cap == NO_LIMIT, deputies, np.minimum(deputies, cap * divisions))


def _contracts(shapes: list[UnitShape], counts: IntArray) -> IntArray:
    """How many people of each unit work under a contract."""
    return np.rint(np.array([s.contract_share for s in shapes]) * counts).astype(np.int64)


def _contracted(shapes: list[UnitShape], counts: IntArray, unit: IntArray, slot: IntArray) -> BoolArray:
    """The last slots of a unit are contracts."""
    return slot >= (counts - _contracts(shapes, counts))[unit]


def _works(shapes: list[UnitShape], unit: IntArray, contracted: BoolArray, rng: np.random.Generator) -> IntArray:
    """The contract work of each contracted person: an office needs more drivers and guards than others do."""
    works = shape("units")["contract"]
    office = np.array([s.kind == "office" for s in shapes])[unit]
    out = np.full(len(unit), -1, dtype=np.int64)
    for mask, key in ((contracted & office, "office_share"), (contracted & ~office, "share")):
        out[mask] = choose(rng, np.array([w[key] for w in works]), int(mask.sum()))
    return out


def _ladders(shapes: list[UnitShape], unit: IntArray, salaried: BoolArray, rng: np.random.Generator) -> IntArray:
    """The ladder of ranks of each person that is not under contract, by the shares of the unit."""
    names = list(shape("units")["ladder"])
    weights = np.array([[s.ladders.get(name, 0.0) for name in names] for s in shapes])
    edges: FloatArray = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    drawn = (rng.random(len(unit))[:, None] >= edges[unit]).sum(axis=1)
    return np.where(salaried, drawn, -1)


def titles(posts: Posts, shapes: list[UnitShape], staff: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """The title of every person: the office held, else the one in `staff`."""
    division = shape("units")["division"]
    heads, deputies = (np.array([getattr(s, office) for s in shapes], dtype=object) for office in ("head", "deputy"))
    levels = [posts.level == level for level in (HEAD, DEPUTY, DIVISION_HEAD, DIVISION_DEPUTY)]
    held = [heads[posts.unit], deputies[posts.unit], np.array(division["head"]), np.array(division["deputy"])]
    return np.select(levels, [np.asarray(word, dtype=object) for word in held], staff)
