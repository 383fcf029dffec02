"""Bringing data in: which roster is in use, the place to drop files, and what came of the last ones."""

from __future__ import annotations

import streamlit as st

from planner.ui.intake import mapping, mending
from planner.ui.session import actions, intake, state, uploads
from planner.ui.session.words import plain, t


def source() -> None:
    """Which roster is in use, and the place to drop other files, which are read at once."""
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
        files = st.file_uploader(t("data_upload"), type=list(uploads.ENDINGS), accept_multiple_files=True, key="w_upload", help=t("data_upload_help"))
        if intake.are_new(files):
            with st.spinner(t("data_reading")):
                intake.take(files)


def outcome() -> None:
    """What came of the last upload: why it cannot be used yet, and what its headings mean."""
    upload = intake.last()
    if upload is None or "problems" not in upload:
        return
    refused = upload["sha256"] is None
    if refused:
        st.error(t("data_not_read", name=plain(upload["name"])), icon=":material/error:")
    mapping.section(upload["unknown"], refused)
    if refused:
        mending.section(upload)
