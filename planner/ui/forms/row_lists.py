"""Lists and tables of the scenario as table editors: a row an entry, applied together, checked as the file is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from planner.scenario.paths import KeyPath, put
from planner.ui.forms.fields import key_of, now_at
from planner.ui.session import actions, drafts, state
from planner.ui.session.words import date_format, t

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "share", "count", "decimal", "choice", "date", "yaml"]


@dataclass(frozen=True)
class Cell:
    """One column of an editor: the key in the scenario, its heading, how it is entered; choices: code to word."""

    name: str
    label: str
    kind: Kind = "text"
    choices: dict[str, str] | None = None
    help: str | None = None


def rows(path: KeyPath, cells: Sequence[Cell], means: str = "", key_cell: str = "") -> None:
    """An editor for the list of mappings at `path`, or, with `key_cell`, for a mapping whose keys stand in that column.

    An entry is taken over as entered, also an incomplete one: the checks of the file then say what it lacks.
    """
    import pandas as pd

    if means:
        st.caption(means)
    now = now_at(path, {} if key_cell else [])
    entries = [{key_cell: key, **(value or {})} for key, value in now.items()] if key_cell else list(now)
    frame = pd.DataFrame([[_shown(cell, entry.get(cell.name)) for cell in cells] for entry in entries], columns=[c.name for c in cells])
    frame = frame.astype({c.name: _dtype(c) for c in cells})
    name = "_".join(str(p) for p in path)
    edited = st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        key=key_of(f"rows_{name}", now),
        column_config={c.name: _column(c) for c in cells},
    )
    try:
        made = _entries(edited, cells)
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        return
    if made == _entries(frame, cells):
        return
    if st.button(t("form_apply"), key=f"apply_{name}", type="primary", icon=":material/check:"):
        value = {str(entry.pop(key_cell, "")): entry for entry in made} if key_cell else made
        actions.replace_draft(put(state.desk().draft, path, value or None))


def _entries(frame: pd.DataFrame, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """The rows as entries of the scenario, empty ones left out. ValueError names a cell that is no YAML."""
    made = []
    for row in frame.to_dict("records"):
        entry = {cell.name: _back(cell, row[cell.name]) for cell in cells}
        filled = {key: value for key, value in entry.items() if value is not None}
        if filled:
            made.append(filled)
    return made


def _shown(cell: Cell, value: Any) -> Any:
    if value is None:
        return None
    if cell.kind == "share":
        return drafts.as_percent(value)
    if cell.kind == "yaml":
        return _yaml(value)
    if cell.kind == "choice":
        return (cell.choices or {}).get(value, str(value))
    return value


def _back(cell: Cell, value: Any) -> Any:
    import pandas as pd

    if value is None or (not isinstance(value, str) and pd.isna(value)) or value == "":
        return None
    if cell.kind == "share":
        return drafts.as_share(value)
    if cell.kind == "count":
        return int(value)
    if cell.kind == "decimal":
        return int(value) if float(value).is_integer() else float(value)
    if cell.kind == "date":
        return value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else pd.Timestamp(value).date()
    if cell.kind == "yaml":
        return _parsed(str(value))
    if cell.kind == "choice":
        return next((code for code, word in (cell.choices or {}).items() if word == value), value)
    return str(value).strip()


def _dtype(cell: Cell) -> str:
    return {"share": "float64", "decimal": "float64", "count": "Int64"}.get(cell.kind, "object")


def _column(cell: Cell) -> Any:
    of = st.column_config
    if cell.kind == "share":
        return of.NumberColumn(cell.label, min_value=0.0, max_value=100.0, format="%g", help=cell.help)
    if cell.kind == "count":
        return of.NumberColumn(cell.label, min_value=0, step=1, help=cell.help)
    if cell.kind == "decimal":
        return of.NumberColumn(cell.label, min_value=0.0, help=cell.help)
    if cell.kind == "date":
        return of.DateColumn(cell.label, format=date_format(), help=cell.help)
    if cell.kind == "choice":
        return of.SelectboxColumn(cell.label, options=list((cell.choices or {}).values()), help=cell.help)
    return of.TextColumn(cell.label, help=cell.help)


def _yaml(value: Any) -> str:
    from planner.scenario.load import to_yaml

    return to_yaml({"v": value}).removeprefix("v:").strip()


def _parsed(text: str) -> Any:
    from planner.core.errors import InputError
    from planner.scenario.load import parse_yaml

    try:
        return parse_yaml(f"v: {text}", "value")["v"]
    except InputError as error:
        raise ValueError(error.problems[0].sentence(state.lang())) from None


def choice_cell(name: str, label: str, codes: Sequence[str], words: Callable[[str], str], **more: Any) -> Cell:
    """A column in which one of several codes is chosen by its word."""
    return Cell(name, label, "choice", {code: words(code) for code in codes}, **more)
