"""Who sits where: unit, level, contract or not, ladder. Units first, then people by slots inside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.roster.sample.random import BoolArray, FloatArray, IntArray, choose
from planner.roster.sample.shape import UnitShape, shape

LEVELS = ("head", "deputy", "division_head", "division_deputy", "staff")
HEAD, DEPUTY, DIVISION_HEAD, DIVISION_DEPUTY, STAFF = range(5)
PEOPLE_A_DEPUTY = 20
PEOPLE_A_DIVISION = 13
PEOPLE_FOR_DIVISIONS = {"department": 45, "public_unit": 26}
PEOPLE_FOR_DIVISIONS_ELSEWHERE = 26
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


def posts(shapes: list[UnitShape], counts: IntArray, caps: IntArray, rng: np.random.Generator) -> Posts:
    """The posts of all units; `caps` are the lawful numbers of deputies."""
    unit = np.repeat(np.arange(len(shapes)), counts)
    slot = np.arange(len(unit)) - np.repeat(np.cumsum(counts) - counts, counts)
    level = _levels(shapes, counts, caps, rng, unit, slot)
    contracted = _contracted(shapes, counts, unit, slot) & (level == STAFF)
    return Posts(unit, level, _works(shapes, unit, contracted, rng), _ladders(shapes, unit, ~contracted, rng))


def _levels(
    shapes: list[UnitShape],
    counts: IntArray,
    caps: IntArray,
    rng: np.random.Generator,
    unit: IntArray,
    slot: IntArray,
) -> IntArray:
    """One head a unit, deputies by its size up to the cap (one more in a couple of units), divisions if large."""
    deputies = np.where(counts < 6, 0, np.minimum(caps, 1 + counts // PEOPLE_A_DEPUTY))
    full = np.flatnonzero((deputies == caps) & (counts > 2 * PEOPLE_A_DEPUTY))
    deputies[rng.permutation(full)[: min(UNITS_WITH_A_DEPUTY_TOO_MANY, len(full) // 4)]] += 1
    least = np.array([PEOPLE_FOR_DIVISIONS.get(s.kind, PEOPLE_FOR_DIVISIONS_ELSEWHERE) for s in shapes])
    divisions = np.where(counts >= least, counts // PEOPLE_A_DIVISION, 0)
    division_deputies = divisions + divisions // 2
    edges = np.cumsum([np.ones_like(counts), deputies, divisions, division_deputies], axis=0)
    return (slot[None, :] >= edges[:, unit]).sum(axis=0).astype(np.int64)


def _contracted(shapes: list[UnitShape], counts: IntArray, unit: IntArray, slot: IntArray) -> BoolArray:
    """The last slots of a unit are contracts."""
    share = np.array([s.contract_share for s in shapes])
    first = counts - np.rint(share * counts).astype(np.int64)
    return slot >= first[unit]


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
