"""How an element of ours comes onto a page.

Its script (`NAME.js`) gets plain values and makes nodes of them; text of a user or a file is only ever a node's text. What is pressed
comes back as a trigger, whose callback is a verb.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from planner.ui.session import state

HERE = Path(__file__).parent


def draw(name: str, data: dict[str, Any], key: str, **verbs: Callable[[Any], None]) -> None:
    """Draw the element `name`. verbs: by the name of a trigger, what is done with the value that it brings."""
    callbacks = {f"on_{trigger}_change": _called(key, trigger, verb) for trigger, verb in verbs.items()}
    _element(name)(data=data, key=key, **callbacks)


def _called(key: str, trigger: str, verb: Callable[[Any], None]) -> Callable[[], None]:
    def call() -> None:
        value = (st.session_state.get(key) or {}).get(trigger)
        if value is not None:
            with state.undisturbed():
                verb(value)

    return call


@cache
def _element(name: str) -> Any:
    script, style = ("\n".join(file.read_text(encoding="utf-8") for part in ("base", name) if (file := HERE / f"{part}.{ending}").is_file()) for ending in ("js", "css"))
    return st.components.v2.component(f"planner_{name}", html='<div class="root"></div>', css=style, js=script)
