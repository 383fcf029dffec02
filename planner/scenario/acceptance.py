"""How likely offers are accepted: assumptions of a file of their own, strict like a scenario; and those where nobody gave any."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from planner.core.errors import InputError, problem
from planner.scenario.checks import chance_problems
from planner.scenario.load import problems_of, read_yaml
from planner.scenario.parts.chances import Acceptance, ChanceRule, Range

USUAL = 0.95
"""How sure a target is to be where nobody says."""
ASSUMED = Acceptance(chances=[ChanceRule(volunteer=True, chance=Range(low=Decimal("0.9"), middle=Decimal("0.98"), high=Decimal("1.0")))])
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
    faults = chance_problems(found, file.name)
    if faults:
        raise InputError(faults)
    return found
