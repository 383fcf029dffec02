"""Tables on paper: a browser prints of a table on the screen only the rows in view, so that each has a copy that only paper shows."""

from __future__ import annotations

import datetime as dt
import html
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.texts import number
from planner.ui.session import state
from planner.ui.session.words import day, t, whole

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 100
"""So many rows a printed copy has. It is sent with the page whether or not it is printed; of longer lists it says how many it leaves out."""
MOST_COLUMNS = 12
NOTHING = "–"


def copy(frame: pd.DataFrame, labels: dict[str, str], right: tuple[str, ...] = ()) -> None:
    """Put the copy for paper of a table on the page: its first rows and columns, and what is left out of it.

    labels: the headings, by column. right: columns of figures, set to the right.
    """
    columns = list(frame.columns[:MOST_COLUMNS])
    rows = frame[columns].head(MOST_ROWS)
    side = {name: ' class="right"' if name in right else "" for name in columns}
    head = "".join(f"<th{side[name]}>{html.escape(str(labels.get(name) or name))}</th>" for name in columns)
    cells = [[f"<td{side[name]}>{_written(entry)}</td>" for entry in rows[name].astype(object).where(rows[name].notna(), None).tolist()] for name in columns]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
    st.html(f'<div class="on-paper"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{_left_out(frame, columns)}</div>')


def _left_out(frame: pd.DataFrame, columns: list[str]) -> str:
    said = []
    if len(frame) > MOST_ROWS:
        said.append(t("paper_rows", shown=MOST_ROWS, n=len(frame)))
    if len(frame.columns) > len(columns) == MOST_COLUMNS:
        said.append(t("paper_columns", shown=MOST_COLUMNS, n=len(frame.columns)))
    return f"<p>{html.escape(' '.join(said))}</p>" if said else ""


def _written(entry: Any) -> str:
    """What stands in a cell, as text for HTML: days as the language writes them, a dash where nothing stands."""
    if entry is None:
        return NOTHING
    if isinstance(entry, bool):
        return "✓" if entry else NOTHING
    if isinstance(entry, dt.date):
        return day(entry if not isinstance(entry, dt.datetime) else entry.date())
    if isinstance(entry, int):
        return whole(entry)
    if isinstance(entry, float):
        return number(entry, state.lang(), 0 if entry.is_integer() else 2)
    if isinstance(entry, list | tuple | set):
        return html.escape(", ".join(map(str, entry)))
    return html.escape(str(entry).strip())
