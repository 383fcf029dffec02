"""Which point of Article 2(1) of NĐ 154/2025/NĐ-CP a person leaves under: by rule where recorded facts settle it, else open.

Points (words `law.ground_<point>`; a to d as summarised by public sources, đ to h as in NĐ 29/2023, to be compared with the
official text): a redundant through reorganisation; b leaders who lose the post through it and ask to leave; c leaders who
stop because of restructuring and ask to leave; d redundant after a review of job positions; đ training below the post's
standard; e rated "not completed"; g long sick leave; h under discipline and asking to leave. No rule chooses c, d, đ, g and h:
that a leader stops so that the staff be restructured is a decision and no recorded fact, the roster holds neither standards of
posts nor days of sick leave, and nobody under discipline may leave. None chooses for people on labour contracts either: clause 1
names cadres, civil servants and public employees, and in which clause a redundant contract stands was not seen. A merit or a
rank among colleagues is no ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message

Flags = npt.NDArray[np.bool_]
POINTS = ("a", "b", "c", "d", "đ", "e", "g", "h")
BY_RULE = ("b", "a", "e")
"""The points that a rule chooses, the first that fits counting: what the reorganisation did comes before a rating."""
EVIDENCE = {point: "S" if point in ("a", "b", "c", "d") else "K2" for point in POINTS}
"""What the wording of a point rests on."""
_KEYS = {"đ": "dd"}
_WRITTEN = re.compile(
    r"(?:điểm|point)?\s*\(?(?P<point>[abcdđegh])\)?\s*"
    r"(?:,?\s*(?:khoản|k\.?|clause)\s*1\s*,?\s*(?:điều|đ\.?|article|art\.?)\s*2|article 2\(1\))?"
    r"(?:\s*,?\s*(?:of\s+)?(?:nghị định|nđ|decree)(?:\s*số)?\s*154/2025(?:/nđ-cp)?)?\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LeaverFacts:
    """What the rules read of some people, bool[k] each: they are civil servants or public employees; they lead (head or
    deputy, of a unit or division); they asked for the exit; their unit ends by this plan's merger or dissolution, and the
    posts in it; their unit was merged or dissolved, now or before; their newest rating is "not completed"."""

    officials: Flags
    leads: Flags
    asked: Flags
    post_ends: Flags
    reorganised: Flags
    not_completed: Flags


def points_by_rule(facts: LeaverFacts) -> npt.NDArray[np.object_]:
    """The point of each person that recorded facts settle, object[k] of `POINTS`; "" where none does."""
    fits = {
        "b": facts.post_ends & facts.leads & facts.asked,
        "a": facts.reorganised,
        "e": facts.not_completed,
    }
    return np.select([facts.officials & fits[point] for point in BY_RULE], np.array(BY_RULE, dtype=object), "").astype(object)


def point_written(ground: str) -> str:
    """The point that a written ground names ("đ", "điểm đ khoản 1 Điều 2 NĐ 154/2025/NĐ-CP"); "" where it names none or says more."""
    found = _WRITTEN.fullmatch(ground.strip())
    return found["point"].lower() if found else ""


def point_message(point: str) -> Message:
    """What a point says, in a few words."""
    return Message(f"law.ground_{_KEYS.get(point, point)}")


def cited(point: str) -> Message:
    """A point as a list cites it: "điểm đ khoản 1 Điều 2 Nghị định số 154/2025/NĐ-CP"."""
    return Message("law.ground_cited", {"point": point})
