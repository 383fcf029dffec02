"""A planner that finds, proves and explains the best lawful way to reduce a workforce.

In Python: `read_roster`, `load_scenario`, `solve`, `open_run`, `benefits`, `sweep`, and questions to a plan, `prices` to `twins` (docs/python.md). These names stay; everything
below them may change.
"""

import os
from typing import TYPE_CHECKING, Any

from planner.core.version import __version__ as __version__

if TYPE_CHECKING:
    from planner.service.api import Roster as Roster
    from planner.service.api import RosterError as RosterError
    from planner.service.api import Run as Run
    from planner.service.api import Scenario as Scenario
    from planner.service.api import ScenarioError as ScenarioError
    from planner.service.api import benefits as benefits
    from planner.service.api import load_scenario as load_scenario
    from planner.service.api import open_run as open_run
    from planner.service.api import read_roster as read_roster
    from planner.service.api import solve as solve
    from planner.service.api import sweep as sweep
    from planner.service.asking import acceptance as acceptance
    from planner.service.asking import alternatives as alternatives
    from planner.service.asking import contested as contested
    from planner.service.asking import fairness as fairness
    from planner.service.asking import frontier as frontier
    from planner.service.asking import measure as measure
    from planner.service.asking import otherwise as otherwise
    from planner.service.asking import prices as prices
    from planner.service.asking import roadmap as roadmap
    from planner.service.asking import twins as twins

_QUESTIONS = (
    "acceptance", "alternatives", "contested", "fairness", "frontier", "measure", "otherwise", "prices", "roadmap", "twins",
)  # fmt: skip
__all__ = [
    "Roster", "RosterError", "Run", "Scenario", "ScenarioError", "benefits", "load_scenario", "open_run", "read_roster", "solve", "sweep", *_QUESTIONS,
]  # fmt: skip

os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's own allocator keeps what it has freed; the system's gives it back. Arrow looks at this when it is first imported."""


def __getattr__(name: str) -> Any:
    """The public names, imported when they are first asked for: `planner --help` needs none of them."""
    if name in __all__:
        from planner.service import api, asking

        return getattr(asking if name in _QUESTIONS else api, name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
