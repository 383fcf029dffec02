"""What would have to give way for a plan to be possible: the least change of each family of requirements, tried before it is offered."""

from planner.plan.repair.menu import Menu, repairs_of

__all__ = ["Menu", "repairs_of"]
