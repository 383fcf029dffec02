"""Batch: many runs at once, as lines, as dots and as a table; from each to its whole plan and its scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError
from planner.service.places import BATCH_TABLE, batches_in
from planner.ui import layout
from planner.ui.session import history, paths, plans, state
from planner.ui.session.words import named, plain, t
from planner.ui.widgets import draw, grids, pictures, problems, run_pictures

if TYPE_CHECKING:
    from planner.service.sweeps.saved_batch import Batch, Column

MOST_DRAWN = 2000
"""So many runs are drawn; the table holds all."""


def batch_page() -> None:
    """Draw the page."""
    layout.head("batch")
    known = batches_in(paths.made_by_commands())
    if not known:
        st.info(t("batch_empty"), icon=":material/scatter_plot:")
        return
    name = st.selectbox(t("batch_pick"), known, format_func=named(known, lambda folder: folder or t("batch_itself")), key=state.spoken("w_batch"))
    try:
        batch = _read(name, state.lang())
    except InputError as error:
        problems.show_error(error, t("batch_unreadable"))
        return
    kept = _filter(batch, name)
    planned = sum(value is not None for value in batch.values("leavers"))
    st.caption(t("batch_counts", shown=len(kept), runs=len(batch.rows), planned=planned))
    chosen = _chosen(name, batch)
    if len(kept) > MOST_DRAWN:
        st.caption(t("batch_drawn", most=MOST_DRAWN, of=len(kept)))
    if len(batch.axes()) > 1 and kept:
        _pictures(batch, name, kept[:MOST_DRAWN], chosen)
    _table(batch, name, kept)
    _run(batch, name, chosen)


def _read(name: str, lang: str) -> Batch:
    """A batch of the folder of results. InputError where its table cannot be read."""
    folder = paths.made_by_commands() / name
    return _remembered(str(folder), (folder / BATCH_TABLE).stat().st_mtime_ns, lang)


@st.cache_data(show_spinner=False, max_entries=8)
def _remembered(folder: str, age: int, lang: str) -> Batch:
    from planner.service.sweeps.saved_batch import read_batch

    return read_batch(Path(folder), lang)


def _chosen(name: str, batch: Batch) -> int | None:
    """The run of this batch that was clicked last."""
    of, run = st.session_state.get(state.RUN, ("", None))
    return run if of == name and run is not None and run < len(batch.rows) else None


def _filter(batch: Batch, name: str) -> list[int]:
    """Draw the fields of the filter; the numbers of the runs they let through."""
    words_in, status_in, figure_in, range_in = st.columns([3, 3, 3, 4], vertical_alignment="bottom")
    words = words_in.text_input(t("batch_search"), key=f"w_batch_search_{name}")
    statuses = status_in.multiselect(
        batch.columns[batch.at("status")].label, sorted(set(batch.values("status"))), key=state.spoken(f"w_batch_status_{name}"), placeholder=t("all"), select_all=False
    )
    able = [column.key for column in batch.axes() if column.kind != "text"]
    key = figure_in.selectbox(t("batch_between"), ["", *able], format_func=named(["", *able], lambda key: _label(batch, key)), key=state.spoken(f"w_batch_between_{name}"))
    low = high = None
    if key:
        marks = batch.marks(key)
        low, high = range_in.select_slider(
            t("batch_range"), marks, value=(marks[0], marks[-1]), format_func=_written(batch, key, marks), key=state.spoken(f"w_batch_range_{name}_{key}")
        )
    return batch.kept(words, statuses, key, low, high)


def _written(batch: Batch, key: str, marks: list[float]) -> Any:
    from planner.service.sweeps.saved_batch import written

    kind = batch.columns[batch.at(key)].kind
    return named(marks, lambda value: written(value, kind, batch.lang))


def _label(batch: Batch, key: str) -> str:
    return batch.columns[batch.at(key)].label if key else t("batch_any")


def _column(batch: Batch, key: str) -> Column:
    return batch.columns[batch.at(key)]


def _pictures(batch: Batch, name: str, runs: list[int], chosen: int | None) -> None:
    """Lines over the axes that were chosen, and dots between two figures."""
    keys = [column.key for column in batch.axes()]
    first = [column.key for column in batch.axes() if column.first]
    label = named(keys, lambda key: _label(batch, key))
    shown = st.multiselect(t("batch_axes"), keys, default=first if len(first) > 1 else keys[:4], format_func=label, key=state.spoken(f"w_batch_axes_{name}"), select_all=False)
    if len(shown) > 1:
        spec, figures = run_pictures.lines(batch, runs, [_column(batch, key) for key in shown], chosen)
        _picture(spec, f"batch_lines_{name}", t("batch_lines"), name, figures)
    left, right = st.columns(2)
    wanted = [next((i for i, key in enumerate(keys) if key == of), last) for of, last in (("cost_vnd", 0), ("objective", 1))]
    x = left.selectbox(t("batch_across"), keys, index=wanted[0], format_func=label, key=state.spoken(f"w_batch_across_{name}"))
    y = right.selectbox(t("batch_up"), keys, index=wanted[1], format_func=label, key=state.spoken(f"w_batch_up_{name}"))
    spec, figures = run_pictures.dots(batch, runs, _column(batch, x), _column(batch, y), chosen)
    _picture(spec, f"batch_dots_{name}", t("batch_dots"), name, figures)


def _picture(spec: dict[str, Any], key: str, alt: str, name: str, figures: pictures.Figures) -> None:
    def clicked() -> None:
        mark = pictures.picked(st.session_state.get(key), figures)
        if mark is not None:
            history.choose_run(name, mark["run"])

    st.echarts_chart(draw.inked(spec), height=spec["_height"], key=key, alt=alt, on_select=clicked)


def _table(batch: Batch, name: str, kept: list[int]) -> None:
    """Every run that the filter lets through; a click on a row chooses it."""
    import pandas as pd

    if not kept:
        st.info(t("no_rows"))
        return
    key = f"batch_table_{name}"
    columns = [column for column in batch.columns if column.key != "title"]
    frame = pd.DataFrame({column.key: _cells(batch, column, kept) for column in columns})
    settings = {
        column.key: st.column_config.TextColumn(column.label, alignment="left" if column.kind == "text" else "right", pinned=column.key == "scenario")
        for column in columns
    }  # fmt: skip

    def clicked() -> None:
        rows = (st.session_state.get(key) or {}).get("selection", {}).get("rows") or []
        if rows and rows[0] < len(kept):
            history.choose_run(name, kept[rows[0]])

    grids.put(frame, settings, key=key, height=320, on_select=clicked, selection_mode="single-row")


def _cells(batch: Batch, column: Column, kept: list[int]) -> list[str]:
    """The cells of a column, numbers all of one width so that sorting the text sorts the numbers."""
    cells = [batch.said(run, column.key) for run in kept]
    width = 0 if column.kind in ("text", "tiny", "exact") else max(map(len, cells), default=0)
    return [cell.rjust(width) if cell else cell for cell in cells]


def _run(batch: Batch, name: str, chosen: int | None) -> None:
    """The run that was clicked: its figures, its folder, and where to go from it."""
    if chosen is None:
        st.info(t("batch_choose"), icon=":material/ads_click:")
        return
    st.header(plain(batch.said(chosen, "scenario")), anchor=False)
    pairs = [(column.label, batch.said(chosen, column.key)) for column in batch.columns if column.key not in ("scenario", "folder")]
    draw.small_table((t("batch_figure"), t("batch_value")), [pair for pair in pairs if pair[1]])
    run = batch.runs[chosen]
    if not run:
        st.info(t("batch_no_plan"))
        return
    plan = plans.OF_RUNS + (f"{name}/{run}" if name else run)
    st.caption(t("batch_folder", folder=plain(plan)))
    left, right = st.columns(2)
    left.button(t("batch_open"), key="batch_open", type="primary", on_click=history.open_run, args=(plan,), width="stretch")
    right.button(t("batch_take"), key="batch_take", on_click=history.take_scenario, args=(plan,), width="stretch")
