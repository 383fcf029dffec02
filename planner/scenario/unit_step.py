"""A unit keeps or releases some people more: the change of its own bounds that asks for it."""

from __future__ import annotations

from math import floor
from typing import Any

from planner.scenario.parts.workload import BY_WORKLOAD
from planner.scenario.paths import get, put

PLACES = 1_000_000


def stepped(data: dict[str, Any], unit: str, before: int, after: int, by: int) -> dict[str, Any]:
    """A copy of a scenario that asks of a unit that `by` more people remain than the `after` of a plan (fewer where negative).

    before: its people today. More: its least number of people becomes `after + by`, and a least share that must go and would not
    leave so many is taken back. Fewer: the least share that goes becomes what leaves `after + by`, and an own least number above that, or one that
    its work gives, is taken back. ValueError where the unit has no such people.
    """
    wanted = after + by
    if not by or wanted < 0 or wanted > max(before, after):
        raise ValueError(f"{unit}: {after} {by:+} of {before}")
    path = ("units", "by_unit", unit)
    own = dict(get(data, path, {}) or {})
    if by > 0:
        own["minimum_headcount"] = wanted
        if own.get("reduction_at_least") is not None and before - own["reduction_at_least"] * before < wanted:
            own["reduction_at_least"] = max(0.0, _share(before - wanted, before))
            if wanted == before:
                del own["reduction_at_least"]
    else:
        own["reduction_at_least"] = _share(before - wanted, before)
        least = own.get("minimum_headcount")
        if least == BY_WORKLOAD or (least is not None and least > wanted):
            own["minimum_headcount"] = wanted
    return put(data, path, own)


def _share(people: int, of: int) -> float:
    """A share of which rounding up makes exactly so many people: rounded down far below one of them."""
    return floor(people / of * PLACES) / PLACES if of else 0.0
