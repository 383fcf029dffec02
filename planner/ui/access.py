"""Who opens the app: each browser has a key of its own, in a cookie that no page can read (`planner.ui.headers` sets it)."""

from __future__ import annotations

import hashlib

import streamlit as st

COOKIE = "planner_key"


def own_key() -> str:
    """What desks know this session's browser by; "" where the app is served without the planner's own server."""
    key = st.context.cookies.get(COOKIE, "")
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key else ""
