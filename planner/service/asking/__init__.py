"""What scripts and commands ask a plan beyond its own figures: public names, one function a question."""

from planner.service.asking.questions import (
    acceptance,
    alternatives,
    contested,
    fairness,
    frontier,
    measure,
    otherwise,
    prices,
    roadmap,
    twins,
)

__all__ = ["acceptance", "alternatives", "contested", "fairness", "frontier", "measure", "otherwise", "prices", "roadmap", "twins"]
