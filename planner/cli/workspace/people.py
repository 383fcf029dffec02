"""As whom commands act on the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.service.workspace.rights import Actor
    from planner.service.workspace.workspace import Workspace


def acting() -> tuple[Workspace, Actor]:
    """The workspace of the installation, and as whom this call acts: in the open mode this machine's account."""
    from planner.service.workspace.rights import open_actor
    from planner.service.workspace.workspace import Workspace

    return Workspace.of_installation(), open_actor()
