"""Problems of reading as a list: what stops the work first, a fault in many rows once, and the way to each row."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.core.errors import shown_place
from planner.service.jobs.alike import SEVERITIES, Alike, alike
from planner.service.jobs.reading import MENDED
from planner.ui.session import paths, rosters, state, uploads
from planner.ui.session.words import heading, named, plain, t, value, whole
from planner.ui.widgets import grids

MOST_ROWS = 200
"""Rows of one fault to choose from; the file to take home has all."""


def problem_list(problems: list[dict[str, Any]], key: str) -> dict[str, Any] | None:
    """Draw problems (`problem_records`), filtered by severity, and as a file to take home; the one that was chosen."""
    import pandas as pd

    groups = alike(problems)
    kinds = [k for k in SEVERITIES if any(group.severity == k for group in groups)]
    names = {k: f"{value('severity', k)} ({whole(sum(p['severity'] == k for p in problems))})" for k in kinds}
    chosen = st.pills(
        heading("severity"), kinds, format_func=named(kinds, names.__getitem__), default=kinds, selection_mode="multi",
        key=f"w_severity_{key}", label_visibility="collapsed",
    )  # fmt: skip
    shown = [group for group in groups if group.severity in chosen]
    firsts = [problems[group.at[0]][state.lang()] for group in shown]
    frame = pd.DataFrame(
        [
            {"severity": group.severity, **{k: first[k] for k in ("file", "sheet", "column")}, "rows": group.rows, "times": len(group.at), "message": first["message"]}
            for group, first in zip(shown, firsts, strict=True)
        ],
        columns=["severity", "file", "sheet", "column", "rows", "times", "message"],
    )
    frame["file"] = frame["file"].replace(uploads.FILES, t("place_all_files"))  # a folder of ours, which nobody has seen
    headings = {name: t(f"place_{name}") for name in ("file", "sheet", "column", "rows", "times")}
    st.caption(t("problem_jump"))
    event = grids.table(
        frame, list(frame.columns), key=f"problems_{key}_{len(frame)}", headings=headings, on_select="rerun", selection_mode="single-row"
    )
    _take_home(problems, key)
    marked = event["selection"]["rows"] if event else []
    return _one(problems, shown[marked[0]], key) if marked and marked[0] < len(shown) else None


def _one(problems: list[dict[str, Any]], group: Alike, key: str) -> dict[str, Any]:
    """The problem of a group: the only one, or that of the row which is chosen."""
    if len(group.at) == 1:
        return problems[group.at[0]]
    at = group.at[:MOST_ROWS]
    words = {i: f"{t('place_row')} {problems[i][state.lang()]['row']}: {problems[i][state.lang()]['message']}" for i in at}
    chosen = st.selectbox(t("problem_which", n=len(group.at)), at, format_func=named(at, words.__getitem__), key=state.spoken(f"w_problem_{key}_{at[0]}"))
    return problems[chosen if chosen is not None else at[0]]


def _take_home(problems: list[dict[str, Any]], key: str) -> None:
    """Every problem with its place as a CSV."""
    import pandas as pd

    from planner.roster.values.text import protect_csv

    ordered = sorted(problems, key=lambda p: SEVERITIES.index(p["severity"]))
    rows = [{"severity": p["severity"], **p[state.lang()]} for p in ordered]
    frame = pd.DataFrame(rows, columns=["severity", "file", "sheet", "row", "column", "message"]).astype({"row": "Int64"})
    safe = frame.assign(**{c: protect_csv(frame[c].astype("str")) for c in ("file", "sheet", "column", "message")})
    st.download_button(
        t("data_download_problems"), safe.to_csv(index=False).encode("utf-8-sig"), "problems.csv", "text/csv",
        icon=":material/download:", key=f"download_problems_{key}", on_click="ignore",
    )  # fmt: skip


def row_of(problem: dict[str, Any]) -> None:
    """The row of the uploaded file that a problem is about, as it stands there."""
    entry = problem[state.lang()]
    st.markdown(plain(entry["message"]))
    if entry["row"] is None or not entry["file"]:
        st.info(t("jump_no_row"))
        return
    file = uploads.file_named(paths.uploads(state.desk().id), entry["file"])
    if not file.is_file():
        return  # the made-up ministry, or files that were uploaded from elsewhere
    cells = rosters.uploaded_row(file, entry["sheet"], int(entry["row"]))
    if cells is None:
        st.info(t("jump_not_shown", known=", ".join(MENDED)))
        return
    st.markdown(f"**{t('jump_row', file=plain(entry['file']), sheet=plain(entry['sheet'] or '–'), row=entry['row'])}**")
    rows = [
        {t("place_column"): ("➜ " if column == problem["column"] else "") + shown_place(column), t("person_value"): text}
        for column, text in cells
    ]
    grids.put(rows, {}, key="grid_jump", height=min(400, 36 * len(rows) + 40))
