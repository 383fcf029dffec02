"""Edits on their way into the draft, so that none is lost: what tables hold, and what the draft cannot hold yet.

A value that can be read goes into the draft as soon as it was entered. What cannot (a text that is no YAML, two rows of one
name, a merger without its new name) is held on the desk under the name of its field, stands there again when its part of the
page is opened, and keeps Solve from planning without it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any, get_args

import streamlit as st

from planner.scenario.model import UnitKind
from planner.scenario.paths import KeyPath, get, put
from planner.ui.session import actions, state

STEPS = ("merge", "dissolve", "move")
"""Steps of the new structure that are entered and not added yet, in the order in which they would be added."""
TEXT = "text"


def held(name: str) -> dict[str, Any] | None:
    """What is held under a name: {content, label and why in words, part of the Scenario page}; None where nothing is."""
    return state.desk().unfinished.get(name)


def hold(name: str, content: Any, *, label: str, why: str, part: str) -> bool:
    """Hold what was entered; whether that is news. content: plain values, as the desk's file keeps them."""
    entry = {"content": content, "label": label, "why": why, "part": part}
    if held(name) == entry:
        return False
    state.desk().unfinished = {**state.desk().unfinished, name: entry}
    actions.save()
    return True


def let_go(name: str) -> bool:
    """Hold nothing under a name any longer; whether something was."""
    if held(name) is None:
        return False
    state.desk().unfinished = {other: entry for other, entry in state.desk().unfinished.items() if other != name}
    actions.save()
    return True


def discard(name: str) -> None:
    """Throw away what is held under a name; its field starts anew."""
    let_go(name)
    st.session_state[state.EDITION] += 1


@dataclass
class Began:
    """What a table editor began with: the value of the draft, and what was held of it (`held`), if anything. last: what table
    and draft agreed on last. coming: what the table is putting into the draft. turn: how often the draft was changed by others
    meanwhile."""

    value: Any
    rows: Any = None
    last: Any = None
    coming: Any = None
    turn: int = 0


def began(name: str, signature: str, now: Any) -> tuple[str, Began]:
    """The key of a table editor, and what it began with as long as it is on the page and nothing else changes its value.

    The editor itself holds what was edited since; a new key starts it anew. signature: of all else that it shows.
    """
    stem = state.spoken(f"w_{name}_{state.edition()}_{abs(hash(signature))}")
    known: dict[str, Began] = st.session_state[state.BASES]
    found = known.get(stem)
    entry = held(name)
    fresh = Began(now, entry["content"] if entry else None, now, now, found.turn if found else 0)
    if found is None or f"{stem}_{found.turn}" not in st.session_state:
        found = fresh
    elif now not in (found.last, found.coming):
        found = replace(fresh, turn=found.turn + 1)
    st.session_state[state.BASES] = {**known, stem: found}
    return f"{stem}_{found.turn}", found


def take_over(path: KeyPath, value: Any, of: Began) -> None:
    """Put what a table holds into the draft, where it does not stand there already; the page is then drawn with it."""
    of.coming = value  # known beforehand: Streamlit may stop a drawing anywhere, also between this and the draft's change
    if get(state.desk().draft, path) != value:
        actions.change(path, value)
        of.last = value
        st.rerun()
    of.last = value


def last_drawn(part: str) -> str:
    """The part of the Scenario page that is still to be drawn: the one before, where another (`part`) was chosen just now."""
    drawn: str = st.session_state.setdefault(state.SCENARIO_DRAWN, part)
    return drawn


def leave_for(part: str, quiet_s: float) -> None:
    """Go on to another part of the Scenario page, once nothing has come in from the tables of the one before for `quiet_s`."""
    time.sleep(quiet_s)
    st.empty()  # the page is drawn anew from here, where something has come in
    st.session_state[state.SCENARIO_DRAWN] = part
    st.rerun()


def take_text(draft: dict[str, Any]) -> None:
    """Put a whole scenario that was written as text in place of the draft."""
    let_go(TEXT)
    actions.lay_draft(draft)


def add_steps() -> None:
    """Add the steps of the new structure that were entered in full and not added."""
    steps = list(state.desk().draft.get("reorganise") or [])
    whole = {name: step for name in STEPS if (entry := held(name)) and (step := step_of(name, entry["content"])) is not None}
    for name in whole:
        let_go(name)
    if whole:
        actions.lay_draft(put(state.desk().draft, ("reorganise",), [*steps, *whole.values()]))


def step_of(name: str, entered: dict[str, Any]) -> dict[str, Any] | None:
    """The step of the scenario that was entered; None where something is lacking."""
    if name == "merge":
        unit, called, kind = (
            str(entered.get("id", "")).strip(),
            str(entered.get("name", "")).strip(),
            entered.get("kind") or get_args(UnitKind)[0],
        )
        whole = len(entered.get("units", [])) > 1 and unit and called
        return {"merge": list(entered["units"]), "into": {"unit": unit, "name": called, "kind": kind}} if whole else None
    if name == "dissolve":
        whole = entered.get("unit") and entered.get("heirs")
        return {"dissolve": entered["unit"], "people_to": list(entered["heirs"])} if whole else None
    return {"move": {"people": list(entered["people"]), "to": entered["to"]}} if entered.get("people") and entered.get("to") else None
