"""A file of what-ifs on the law, for commands without a scenario: the same list as a scenario's `law`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from planner.core.errors import InputError, problem
from planner.scenario.checks import law_problems, overrides_of
from planner.scenario.lines import placed
from planner.scenario.load import problems_of, read_yaml
from planner.scenario.model import LawOverride, Part

if TYPE_CHECKING:
    from planner.policy.law.parameters import Override


class _File(Part):
    """What such a file holds."""

    law: list[LawOverride]


def read_overrides(path: str | Path) -> tuple[Override, ...]:
    """The what-ifs of a YAML file: a list of `{parameter, from, value, reason}`, by itself or below the key `law`.

    InputError lists every fault with its key path.
    """
    file = Path(path)
    content: Any = read_yaml(file)
    whole = content if isinstance(content, dict) else {"law": content}
    try:
        found = _File.model_validate(whole).law
    except ValidationError as error:
        raise InputError(placed(problems_of(error, file.name, whole), whole, file)) from None
    if not found:
        raise InputError(problem("scenario.no_overrides", file=file.name, column="law"))
    faults = law_problems(found, file.name)
    if faults:
        raise InputError(placed(faults, whole, file))
    return overrides_of(found)
