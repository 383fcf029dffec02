"""Putting pictures, figures, short tables and sentences on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import streamlit as st

from planner.ui.session import actions, state
from planner.ui.session.words import plain
from planner.ui.widgets import charts, pictures, style


def picture(spec: dict[str, Any], key: str, alt: str, figures: charts.Figures | None = None) -> None:
    """Draw a chart of `charts` or `pictures`. alt: its name for those who cannot see it. figures: what its marks stand for, where a click lists the people behind them."""
    ready = inked(spec)

    def clicked() -> None:
        actions.list_people(pictures.picked(st.session_state.get(key), figures or {}) or {})

    # On a wall everything is enlarged: drawn as lines a picture stays sharp, as points it would not.
    renderer = "svg" if st.session_state.get(state.PRESENTING) else "canvas"
    st.echarts_chart(ready, height=spec["_height"], key=key, alt=alt, on_select=clicked if figures else "ignore", renderer=renderer)


_FIGURE = re.compile(r"[+−±-]?[\d.,]+ ?%?|–|")

INK = {"light": "#404954", "dark": "#c9d1db"}
"""Words of pictures stand out from their ground by more than 4.5 to 1."""


def inked(spec: dict[str, Any]) -> dict[str, Any]:
    """The picture, without its height, with the words of its axes and legend in the theme's ink; Streamlit's own is too pale for small type."""
    ink = INK["dark" if style.is_dark() else "light"]
    out = {name: part for name, part in spec.items() if name != "_height"}
    for name in ("xAxis", "yAxis", "parallelAxis"):
        axes = spec.get(name)
        if axes is not None:
            made = [{**axis, "axisLabel": {"color": ink, **axis.get("axisLabel", {})}, "nameTextStyle": {"color": ink, **axis.get("nameTextStyle", {})}} for axis in (axes if isinstance(axes, list) else [axes])]
            out[name] = made if isinstance(axes, list) else made[0]
    if isinstance(spec.get("legend"), dict):
        out["legend"] = {**spec["legend"], "textStyle": {"color": ink, **spec["legend"].get("textStyle", {})}}
    return out


def figures(entries: Sequence[tuple[str, str, str | None]]) -> list[Any]:
    """Large figures side by side: (label, figure as written, help); the columns, for what belongs under each.

    Plain text and not `st.metric`, whose code the browser fetches and reads apart: figures are what a page is opened for.
    """
    with st.container(key=style.FIGURES_KEY):
        columns = st.columns(len(entries))
        for column, (label, figure, means) in zip(columns, entries, strict=True):
            pair = column.container(gap=None)
            pair.markdown(label, help=means)
            pair.markdown(f"**{plain(figure)}**")
    return list(columns)


def small_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A short table of texts, shown as written; columns of figures stand to the right. A browser draws it in a fraction of what a
    grid costs; nobody sorts it."""
    sides = ["---:" if rows and all(_is_figure(row[at]) for row in rows) else "---" for at in range(len(heads))]
    lines = [[plain(head) or " " for head in heads], sides, *([plain(cell) for cell in row] for row in rows)]
    st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def _is_figure(cell: str) -> bool:
    """Whether a cell is a number with its sign and unit, or the dash of one that is not known."""
    return bool(_FIGURE.fullmatch(cell.strip()))


def what_was_said() -> None:
    """Show once what the last click has to say (`actions.say`)."""
    kind, said = st.session_state.pop(state.SAID, ("", ""))
    if kind == "success":  # a box that goes again would move what is below it under the cursor
        st.toast(said, icon=":material/check_circle:", duration="long")
    elif kind:
        getattr(st, kind)(said)
