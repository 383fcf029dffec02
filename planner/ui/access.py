"""Who opens the app: each browser has a key of its own, in a cookie that no page can read (`planner.ui.headers` sets it)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from planner.service.workspace.rights import Actor
    from planner.service.workspace.workspace import Workspace

COOKIE = "planner_key"


def own_key() -> str:
    """What desks know this session's browser by; "" where the app is served without the planner's own server."""
    key = st.context.cookies.get(COOKIE, "")
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key else ""


def workspace() -> Workspace:
    """The installation's workspace, made on first use where it is the embedded one."""
    from planner.service.workspace.workspace import Workspace

    return Workspace.of_installation()


def actor() -> Actor:
    """Who acts in this session: in the open mode the account of this machine."""
    from planner.service.workspace.rights import open_actor

    return open_actor()
