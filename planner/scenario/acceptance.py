"""How likely offers are accepted: assumptions of a file of their own, strict like a scenario."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from planner.core.errors import InputError, Problem, problem
from planner.scenario.load import problems_of, read_yaml
from planner.scenario.model import Part, RouteName, Share

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


Chance = Annotated[Range, BeforeValidator(_range)]


class Rule(Part):
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

    confidence: Annotated[Share, Field(gt=0, lt=1)] = Decimal("0.95")
    """The chance that is wanted for reaching a target."""
    default: Chance = Range(low=Decimal("0.4"), middle=Decimal("0.6"), high=Decimal("0.8"))
    """Whom no rule fits."""
    chances: list[Rule] = []
    """In order."""


ASSUMED = Acceptance(chances=[Rule(volunteer=True, chance=Range(low=Decimal("0.9"), middle=Decimal("0.98"), high=Decimal("1.0")))])
"""Where nobody gave chances. Nothing stands behind these numbers; whoever shows them says so."""


def read_acceptance(file: Path) -> Acceptance:
    """The assumptions of a YAML file, below the key `acceptance` or alone. InputError lists every fault with its key path."""
    data = read_yaml(file)
    if isinstance(data, dict) and set(data) == {"acceptance"}:
        data = data["acceptance"]
    if not isinstance(data, dict):
        raise InputError(problem("beyond.chances_wanted", file=file.name))
    try:
        found = Acceptance.model_validate(data)
    except ValidationError as error:
        raise InputError(problems_of(error, file.name, Acceptance)) from None
    faults = _faults(found, file.name)
    if faults:
        raise InputError(faults)
    return found


def _faults(found: Acceptance, file: str) -> list[Problem]:
    """Ranges that fall, and age bands that are none."""
    ranges = [("default", found.default), *((f"chances.{i}.chance", rule.chance) for i, rule in enumerate(found.chances, 1))]
    out = [problem("beyond.range_falls", file=file, column=place) for place, r in ranges if not r.low <= r.middle <= r.high]
    for i, rule in enumerate(found.chances, 1):
        if rule.age_band is not None and rule.age_band not in BANDS:
            known = "under 35, 35-44, 45-54, 55 and over"
            out.append(problem("beyond.no_such_band", file=file, column=f"chances.{i}.age_band", value=rule.age_band, known=known))
    return out
