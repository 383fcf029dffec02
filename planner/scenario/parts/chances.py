"""How likely offers are accepted: what a scenario, or a file of its own, may assume."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from planner.core.vocabulary import CHOSEN_ROUTES
from planner.scenario.values import Part, Share

RouteName = Literal[*(route.value for route in CHOSEN_ROUTES)]

LEVELS = ("low", "middle", "high")
BAND_WORDS = {
    "under 35": "under_35", "35-44": "35_44", "35–44": "35_44", "45-54": "45_54", "45–54": "45_54", "55 and over": "55_over",
    "dưới 35": "under_35", "từ 55": "55_over",
}  # fmt: skip
BANDS = ("under_35", "35_44", "45_54", "55_over")


class Range(Part):
    """A chance that is not known: three assumptions."""

    low: Share
    """The cautious one."""
    middle: Share
    """The one thought likeliest."""
    high: Share
    """The hopeful one."""


def _range(value: Any) -> Any:
    """One number is the same chance three times."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return {"low": value, "middle": value, "high": value}
    return value


def _band(value: Any) -> Any:
    return BAND_WORDS.get(value, value) if isinstance(value, str) else value


_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
Chance = Annotated[
    Range,
    BeforeValidator(_range),
    WithJsonSchema(
        {
            "anyOf": [
                _SHARE,
                {"type": "object", "properties": dict.fromkeys(LEVELS, _SHARE), "required": [*LEVELS], "additionalProperties": False},
            ]
        }
    ),
]


class ChanceRule(Part):
    """The chance of those whom it fits; what is not named fits everybody."""

    volunteer: bool | None = None
    """Whether the person asked for this exit."""
    route: RouteName | None = None
    """The exit's route."""
    age_band: Annotated[str | None, BeforeValidator(_band)] = None
    """under 35, 35-44, 45-54, 55 and over; completed years on the snapshot date."""
    chance: Chance
    """A number, or low, middle and high."""


class Acceptance(Part):
    """The chances of exits; the first rule that fits counts."""

    confidence: Annotated[Share, Field(gt=0, lt=1)] | None = None
    """The chance with which each period's target is to be reached: the plan then offers as many exits as that takes."""
    default: Chance = Range(low=Decimal("0.4"), middle=Decimal("0.6"), high=Decimal("0.8"))
    """Whom no rule fits."""
    chances: list[ChanceRule] = []
    """In order."""
