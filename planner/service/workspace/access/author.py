"""Who decides at this account's terminal, as the author of what is written outside the workspace."""

from __future__ import annotations

from planner.service.places import has_database
from planner.service.workspace.access.roles import People
from planner.service.workspace.rights import open_actor


def author_here() -> str:
    """Who confirmed the code of this terminal in the app (`planner workspace sign-in`), else the account of the machine."""
    return People.of_installation().at_terminal().id if has_database() else open_actor().id
