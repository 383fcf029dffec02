"""The problems of an upload that cannot be used yet, and cells of the uploaded copy written anew."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.service.jobs.reading import MENDED
from planner.ui.intake.problem_list import problem_list, row_of
from planner.ui.session import intake, paths, state, uploads
from planner.ui.session.words import heading, t

PLACE = ("file", "sheet", "row", "column")


def section(upload: dict[str, Any]) -> None:
    """The problems of a refused upload; a chosen one shows its row, and cells can be written anew and read again."""
    chosen = problem_list(upload["problems"], "refused")
    if chosen is not None:
        with st.container(border=True):
            row_of(chosen)
    wrong = [p for p in upload["problems"] if p["severity"] == "error" and _can_mend(p[state.lang()])]
    if wrong:
        with st.container(border=True):
            _mend(wrong, upload["name"])


def _mend(wrong: list[dict[str, Any]], name: str) -> None:
    import pandas as pd

    st.markdown(f"**{t('mend_title')}**", help=t("help_mend"))
    cells = [p[state.lang()] for p in wrong]
    frame = pd.DataFrame([{**{k: cell[k] for k in PLACE}, "message": cell["message"], "value": ""} for cell in cells])
    of = st.column_config
    headings = {name: of.Column(t(f"place_{name}"), width="small") for name in PLACE}
    edited = st.data_editor(
        frame, hide_index=True, key=f"w_mend_{len(cells)}_{name}", disabled=[*PLACE, "message"], height=min(420, 35 * (len(cells) + 1) + 3),
        column_config={**headings, "message": of.TextColumn(heading("message"), width="large"), "value": of.TextColumn(t("mend_value"))},
    )  # fmt: skip
    written = edited[edited["value"].fillna("").str.strip().ne("")]
    if st.button(t("mend_apply", n=len(written)), type="primary", key="apply_mend", icon=":material/build:", disabled=written.empty):
        folder = paths.uploads(state.desk().id)
        made = [
            {"file": str(uploads.file_named(folder, cells[at]["file"])), "sheet": cells[at]["sheet"], "row": cells[at]["row"],
             "column": wrong[at]["column"], "value": typed}
            for at, typed in written["value"].items()
        ]  # fmt: skip
        with st.spinner(t("data_reading")):
            intake.mend(made)


def _can_mend(entry: dict[str, Any]) -> bool:
    """Whether a problem is about a cell of a file whose cells can be written here."""
    if not (entry["row"] and entry["column"] and entry["file"]):
        return False
    return uploads.file_named(paths.uploads(state.desk().id), entry["file"]).suffix.casefold() in MENDED
