"""The words of these parts, in the language of the session."""

from __future__ import annotations

from typing import Any

from planner.core.texts import text
from planner.ui.session import state


def said(name: str, /, **params: Any) -> str:
    """The text `name` of `beyond_app.toml`."""
    return text(f"beyond_app.{name}", state.lang(), **params)
