"""Single fields of the Scenario page. Each shows one value of the draft and writes it back as a step that can be undone.

No field has bounds of its own: a browser drops a number that is out of them without telling the server, while the checks of
the scenario name the key. What a field starts with is given to the widget as its value, not put into the session: a run that is cut short after
that would leave the browser with another value than the server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from planner.scenario.paths import KeyPath, get
from planner.ui.session import actions, drafts, state
from planner.ui.session.words import date_format, named, t

BILLION = 1_000_000_000


def widget(name: str) -> str:
    """The key of a widget of the form: another one as soon as the scenario changes from outside, and in each language."""
    return state.spoken(f"w_{name}_{state.edition()}")


def now_at(path: KeyPath, absent: Any = None) -> Any:
    """The value of the draft at `path`."""
    return get(state.desk().draft, path, absent)


def field(path: KeyPath, back: Callable[[Any], Any], shared: bool = False) -> dict[str, Any]:
    """key and on_change of a widget for `path`. back: what is entered to what the scenario holds (None takes the key out).

    shared: the same value stands in another field too, which must then take it over.
    """
    key = widget("_".join(str(p) for p in path))
    return {"key": key, "on_change": state.while_drawn(lambda: actions.change(path, back(st.session_state[key]), shared))}


def weight_slider(label: str, path: KeyPath, absent: float, high: float, step: float, **more: Any) -> None:
    """A weight as a slider; its default where the scenario does not say."""
    now = now_at(path)
    shown = absent if now is None else float(now)
    st.slider(label, 0.0, max(high, shown), shown, step=step, format="%g", **field(path, lambda v: v), **more)


def percent(label: str, path: KeyPath, shared: bool = False, **more: Any) -> None:
    """A share as a number in per cent; empty takes the key out."""
    now = drafts.as_percent(now_at(path))
    st.number_input(label, value=now, step=1.0, format="%g", placeholder=t("no_limit"), **field(path, drafts.as_share, shared), **more)


def whole_number(label: str, path: KeyPath, **more: Any) -> None:
    """A whole number; empty takes the key out."""
    now = now_at(path)
    st.number_input(
        label, value=now if isinstance(now, int) else None, step=1, placeholder=t("no_limit"), **field(path, lambda v: v), **more
    )


def billions(label: str, path: KeyPath) -> None:
    """Money in billions of đồng; empty takes the key out."""
    now = now_at(path)
    back = field(path, lambda v: None if v is None else round(v * BILLION))
    st.number_input(label, value=None if now is None else now / BILLION, step=5.0, format="%g", placeholder=t("no_limit"), **back)


def number(label: str, path: KeyPath, absent: float, step: float, form: str = "%g", **more: Any) -> None:
    """A number that always has a value: the schema's default where the scenario does not say."""
    now = now_at(path)
    back = field(path, lambda v: absent if v is None else v)
    st.number_input(label, value=absent if now is None else float(now), step=step, format=form, **back, **more)


def toggle(label: str, path: KeyPath, **more: Any) -> None:
    """Yes or no."""
    st.toggle(label, bool(now_at(path)), **field(path, bool), **more)


def date(label: str, path: KeyPath, **more: Any) -> None:
    """A day; empty takes the key out."""
    low, high = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
    st.date_input(label, now_at(path), min_value=low, max_value=high, format=date_format(), **field(path, lambda v: v), **more)


def choice(label: str, path: KeyPath, options: Sequence[str], absent: str, words: Callable[[str], str], **more: Any) -> None:
    """One of several codes."""
    now = now_at(path, absent)
    index = list(options).index(now) if now in options else None
    st.selectbox(label, options, index, format_func=named(options, words), **field(path, lambda v: v), **more)


def choices(label: str, path: KeyPath, options: Sequence[str], absent: Sequence[str], words: Callable[[str], str], **more: Any) -> None:
    """Several codes; values that the options lack stay in the list, so that nothing is lost unseen."""
    now = [str(v) for v in now_at(path, list(absent))]
    every = list(dict.fromkeys([*now, *options]))
    st.multiselect(label, every, default=now, format_func=named(every, words), **field(path, lambda v: list(v)), **more, select_all=False)


def line(label: str, path: KeyPath, most: int = 500, **more: Any) -> None:
    """One line of text; empty takes the key out."""
    st.text_input(label, str(now_at(path, "")), max_chars=most, **field(path, lambda v: v.strip() or None), **more)


def paragraph(label: str, path: KeyPath, **more: Any) -> None:
    """Several lines of text; empty takes the key out."""
    st.text_area(label, str(now_at(path, "") or ""), height=100, **field(path, lambda v: v.strip() or None), **more)
