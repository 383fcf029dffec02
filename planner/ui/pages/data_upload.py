"""Bringing data in: several files at once, what their headings mean, and cells that cannot be read, mended one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from planner.core.errors import InputError, shown_place
from planner.service.jobs.reading import MENDED
from planner.ui.session import actions, paths, rosters, state, uploads
from planner.ui.session.words import heading, named, plain, t, value, whole
from planner.ui.widgets import grids

NOT_CHOSEN = ""


def source() -> None:
    """Which roster is in use, and the place to drop other files."""
    desk = state.desk()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if desk.sample:
            st.info(t("data_is_sample"), icon=":material/science:")
        elif desk.roster:
            st.success(t("data_in_use", name=plain(desk.roster_name)), icon=":material/check_circle:")
        if not desk.sample:
            st.button(t("data_use_sample"), on_click=actions.use_sample, icon=":material/science:", key="use_sample")
    with right:
        _upload()


def _upload() -> None:
    key = f"w_upload_{state.edition()}"
    files = st.file_uploader(t("data_upload"), type=list(uploads.ENDINGS), accept_multiple_files=True, key=key, help=t("data_upload_help"))
    if files and st.button(t("data_read", n=len(files)), type="primary", icon=":material/table_view:", key="read_upload"):
        if uploads.too_large(files):
            st.error(t("data_too_large", mb=uploads.MOST_BYTES // 2**20))
            return
        path, name = uploads.keep(files, paths.uploads(state.desk().id))
        st.session_state[state.UPLOAD] = {"path": str(path), "name": name}
        _read("read", {})


def _read(kind: str, more: dict[str, Any]) -> None:
    """Read what was uploaded in a worker, and lay it on the desk where nothing is wrong with it."""
    upload = st.session_state[state.UPLOAD]
    with st.spinner(t("data_reading")):
        found = rosters.read_upload(kind, Path(upload["path"]), paths.mapping(state.desk().id), more)
    st.session_state[state.UPLOAD] = {**upload, **found}
    if found["sha256"] is not None:
        if not found["unknown"]:
            uploads.forget(paths.uploads(state.desk().id))
        actions.use_roster(found["sha256"], upload["name"], t("data_was_read", name=plain(upload["name"]), people=found["people"]))
    st.rerun()


def outcome() -> None:
    """What came of the last upload: headings that nothing is known of, and what cannot be read yet."""
    upload = st.session_state.get(state.UPLOAD)
    if not upload or "problems" not in upload:
        return
    refused = upload["sha256"] is None
    if refused:
        st.error(t("data_not_read"), icon=":material/error:")
    if upload["unknown"]:
        _headings(upload["unknown"], refused)
    if refused:
        _mending(upload)


def _headings(unknown: list[dict[str, Any]], refused: bool) -> None:
    """The step in which unknown headings get a meaning."""
    import pandas as pd

    from planner.roster.tables.mapping import targets

    with st.container(border=True):
        st.subheader(t("mapping_title", n=len(unknown)), anchor=False, help=t("help_mapping"))
        st.caption(t("mapping_means"))
        words = {NOT_CHOSEN: t("mapping_later"), **{target: target_word(target) for target in targets()}}
        back = {word: target for target, word in words.items()}
        rows = [
            {
                "place": " · ".join(str(u[k]) for k in ("file", "sheet", "column") if u[k] is not None),
                "heading": u["heading"],
                "examples": "; ".join(map(str, u["examples"])),
                "target": words[u["suggestions"][0] if u["suggestions"] else NOT_CHOSEN],
            }
            for u in unknown
        ]
        of = st.column_config
        edited = st.data_editor(
            pd.DataFrame(rows), hide_index=True, key=f"w_mapping_{len(unknown)}_{state.edition()}", disabled=["place", "heading", "examples"],
            column_config={
                "place": of.TextColumn(t("mapping_place")), "heading": of.TextColumn(t("mapping_heading")), "examples": of.TextColumn(t("mapping_examples"), width="medium"),
                "target": of.SelectboxColumn(t("mapping_target"), options=list(back), width="large", required=True),
            },
        )  # fmt: skip
        chosen = {u["heading"]: back[word] for u, word in zip(unknown, edited["target"], strict=True) if back.get(word)}
        if st.button(t("mapping_apply", n=len(chosen)), type="primary", key="apply_mapping", icon=":material/schema:", disabled=not chosen):
            from planner.roster.tables.mapping import write_mapping

            try:
                write_mapping(paths.mapping(state.desk().id), chosen)
            except InputError as error:
                st.error("\n".join(plain(p.sentence(state.lang())) for p in error.problems))
                return
            _read("read", {})


def target_word(target: str) -> str:
    """What a heading may mean, in words: a column, a duration in years or months, or nothing."""
    if target == "ignore":
        return t("mapping_ignore")
    name, _, unit = target.partition(" in ")
    return heading(name) + (f" ({t(f'mapping_in_{unit}')})" if unit else "")


def _mending(upload: dict[str, Any]) -> None:
    """The problems of a refused file; a chosen one shows its row, and cells can be written anew and read again."""
    problems = upload["problems"]
    row = problem_table(problems, "refused")
    if row is not None:
        _jump(upload, problems[row])
    wrong = [p for p in problems if p["severity"] == "error" and _can_mend(upload, p[state.lang()])]
    cells = [p[state.lang()] for p in wrong]
    if not cells:
        return
    import pandas as pd

    with st.container(border=True):
        st.markdown(f"**{t('mend_title')}**", help=t("help_mend"))
        frame = pd.DataFrame(
            [
                {"file": c["file"], "sheet": c["sheet"] or "", "row": c["row"], "column": c["column"], "message": c["message"], "value": ""}
                for c in cells
            ]
        )
        of = st.column_config
        headings = {name: of.Column(t(f"place_{name}"), width="small") for name in ("file", "sheet", "row", "column")}
        edited = st.data_editor(
            frame, hide_index=True, key=f"w_mend_{len(cells)}_{upload['name']}", disabled=["file", "sheet", "row", "column", "message"], height=min(420, 35 * (len(cells) + 1) + 3),
            column_config={**headings, "message": of.TextColumn(heading("message"), width="large"), "value": of.TextColumn(t("mend_value"))},
        )  # fmt: skip
        written = edited[edited["value"].fillna("").str.strip().ne("")]
        if st.button(t("mend_apply", n=len(written)), type="primary", key="apply_mend", icon=":material/build:", disabled=written.empty):
            made = [
                {"file": str(_file(upload, cells[at]["file"])), "sheet": cells[at]["sheet"], "row": cells[at]["row"],
                 "column": wrong[at]["column"], "value": typed}
                for at, typed in written["value"].items()
            ]  # fmt: skip
            _read("mend", {"cells": made})


def problem_table(problems: list[dict[str, Any]], key: str) -> int | None:
    """Problems with their places, filtered by severity, and as a file to hand on; the index of the one that was chosen."""
    import pandas as pd

    from planner.roster.values.text import protect_csv

    kinds = [k for k in ("error", "warning") if any(p["severity"] == k for p in problems)]
    names = {k: f"{value('severity', k)} ({whole(sum(p['severity'] == k for p in problems))})" for k in kinds}
    chosen = st.pills(
        heading("severity"),
        kinds,
        format_func=named(kinds, names.__getitem__),
        default=kinds,
        selection_mode="multi",
        key=f"w_severity_{key}",
        label_visibility="collapsed",
    )
    at = [i for kind in kinds if kind in chosen for i, p in enumerate(problems) if p["severity"] == kind]  # what stops the reading first
    rows = [{"severity": problems[i]["severity"], **problems[i][state.lang()]} for i in at]
    frame = pd.DataFrame(rows, columns=["severity", "file", "sheet", "row", "column", "message"]).astype({"row": "Int64"})
    frame["file"] = frame["file"].replace(uploads.FILES, t("place_all_files"))  # a folder of ours, which nobody has seen
    headings = {name: t(f"place_{name}") for name in ("file", "sheet", "row", "column")}
    st.caption(t("problem_jump"))
    event = grids.table(
        frame, list(frame.columns), key=f"problems_{key}_{len(frame)}", headings=headings, on_select="rerun", selection_mode="single-row"
    )
    safe = frame.assign(**{c: protect_csv(frame[c].astype("str")) for c in ("file", "sheet", "column", "message")})
    st.download_button(
        t("data_download_problems"), safe.to_csv(index=False).encode("utf-8-sig"), "problems.csv", "text/csv",
        icon=":material/download:", key=f"download_problems_{key}", on_click="ignore",
    )  # fmt: skip
    marked = event["selection"]["rows"] if event else []
    return at[marked[0]] if marked and marked[0] < len(at) else None


def _jump(upload: dict[str, Any], problem: dict[str, Any]) -> None:
    """The row of the file that a problem is about, as it stands there."""
    entry = problem[state.lang()]
    if entry["row"] is None or not entry["file"]:
        st.info(t("jump_no_row"))
        return
    cells = rosters.uploaded_row(_file(upload, entry["file"]), entry["sheet"], int(entry["row"]))
    if cells is None:
        st.info(t("jump_not_shown", known=", ".join(MENDED)))
        return
    with st.container(border=True):
        st.markdown(plain(entry["message"]))
        st.markdown(f"**{t('jump_row', file=plain(entry['file']), sheet=plain(entry['sheet'] or '–'), row=entry['row'])}**")
        rows = [
            {t("place_column"): ("➜ " if column == problem["column"] else "") + shown_place(column), t("person_value"): text}
            for column, text in cells
        ]
        st.dataframe(rows, hide_index=True, key="grid_jump", height=min(400, 36 * len(rows) + 40))


def _file(upload: dict[str, Any], name: str) -> Path:
    """The uploaded file of a name that a problem gives."""
    path = Path(upload["path"])
    return path / uploads.safe_name(name) if path.is_dir() else path


def _can_mend(upload: dict[str, Any], entry: dict[str, Any]) -> bool:
    return bool(entry["row"] and entry["column"] and entry["file"]) and _file(upload, entry["file"]).suffix.casefold() in MENDED
