"""Lists and tables of the scenario as table editors: a row an entry, applied together, checked as the file is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from planner.scenario.paths import KeyPath
from planner.ui.forms.fields import now_at
from planner.ui.session import drafts, edits, state
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

    An entry is taken over as soon as it is entered, also an incomplete one: the checks of the file then say what it lacks.
    What cannot be read is held (`edits`).
    """
    if means:
        st.caption(means)
    name, label = "rows_" + "_".join(str(p) for p in path), means or " · ".join(c.label for c in cells)
    key, began = edits.began(name, repr(cells), now_at(path))
    frame = _frame(began.value or ({} if key_cell else []), cells, key_cell) if began.rows is None else _of_records(began.rows, cells)
    edited = st.data_editor(frame, num_rows="dynamic", hide_index=True, placeholder="", key=key, column_config={c.name: _column(c) for c in cells})
    try:
        made = _entries(edited, cells)
        untouched = began.rows is None and made == _entries(frame, cells)
        value = began.value if untouched else _value(made, key_cell)
    except ValueError as error:
        st.error(str(error), icon=":material/error:")
        if edits.hold(name, _records(edited), label=label, why=str(error), part=str(st.session_state.get(state.SCENARIO_PART) or "targets")):
            st.rerun()
        return
    edits.let_go(name)
    edits.take_over(path, value, began)


def _frame(now: Any, cells: Sequence[Cell], key_cell: str) -> pd.DataFrame:
    import pandas as pd

    entries = [{key_cell: key, **(value or {})} for key, value in now.items()] if key_cell else list(now)
    frame = pd.DataFrame([[_shown(cell, entry.get(cell.name)) for cell in cells] for entry in entries], columns=[c.name for c in cells])
    return frame.astype({c.name: _dtype(c) for c in cells})


def _of_records(records: list[dict[str, Any]], cells: Sequence[Cell]) -> pd.DataFrame:
    """The rows that `_records` wrote down."""
    import pandas as pd

    dates = [c.name for c in cells if c.kind == "date"]
    rows = [{k: dt.date.fromisoformat(v) if k in dates and v else v for k, v in row.items()} for row in records]
    return pd.DataFrame(rows, columns=[c.name for c in cells]).astype({c.name: _dtype(c) for c in cells})


def _value(made: list[dict[str, Any]], key_cell: str) -> Any:
    """What the scenario holds of the rows; None for none. ValueError names a row that stands twice."""
    if not key_cell:
        return made or None
    keys = [str(entry.get(key_cell, "")) for entry in made]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise ValueError(t("rows_twice", name=twice or "–"))
    return {key: {name: v for name, v in entry.items() if name != key_cell} for key, entry in zip(keys, made, strict=True)} or None


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values, days as ISO texts."""
    import pandas as pd

    def plain(value: Any) -> Any:
        if not isinstance(value, str) and pd.isna(value):
            return None
        return value.isoformat()[:10] if isinstance(value, dt.date) else value.item() if hasattr(value, "item") else value

    return [{name: plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


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
        return of.NumberColumn(cell.label, min_value=0.0, format="%g", help=cell.help)  # no upper bound: what is above it would be dropped
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
