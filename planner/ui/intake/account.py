"""The account: files, sheets, rows and columns that were seen are those that were read and those named as not read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.core.texts import text
from planner.ui.session import rosters, state
from planner.ui.session.words import t, whole
from planner.ui.widgets import draw, grids

PARTS = ("files", "sheets", "rows", "columns")
ROWS_SHOWN = 12


def line(account: dict[str, Any] | None) -> None:
    """The account in one line: what was seen = read + not read."""
    if account is None:
        return
    told = account[state.lang()]
    said = [text(f"account.{part}", state.lang(), seen=told[part]["seen"], read=told[part]["read"], unread=told[part]["seen"] - told[part]["read"]) for part in PARTS]
    st.caption(f"{text('account.title', state.lang())}: {' · '.join(said)}")


def section(account: dict[str, Any] | None, key: str) -> None:
    """The account as a table, then everything that was not read with its place and the reason, then what was corrected since."""
    import pandas as pd

    if account is None:
        st.info(t("account_none"))
        return
    told = account[state.lang()]
    st.caption(t("account_means"))
    rows = [(t(f"account_{part}"), whole(told[part]["seen"]), whole(told[part]["read"]), whole(told[part]["seen"] - told[part]["read"])) for part in PARTS]
    draw.small_table((t("account_what"), t("account_seen"), t("account_read"), t("account_unread")), rows)
    unread = [_entry(part, entry) for part in PARTS for entry in told[part]["unread"]]
    if unread:
        st.markdown(f"**{t('account_unread_title', n=len(unread))}**")
        frame = pd.DataFrame(unread)
        headings = {name: t(f"place_{name}") for name in ("file", "sheet", "rows", "column")}
        headings |= {"what": t("account_what"), "reason": t("account_reason"), "heading": t("mapping_heading")}
        grids.table(frame, list(frame.columns), key=f"grid_account_{key}", headings=headings)
    _corrected()


def _entry(part: str, entry: dict[str, Any]) -> dict[str, str]:
    from planner.service.jobs.alike import rows_said

    told = {name: str(entry.get(name) or "") for name in ("file", "sheet", "column", "heading")}
    return {"what": t(f"account_{part}"), **told, "rows": rows_said(entry.get("rows", ())), "reason": entry["reason"]}


def _corrected() -> None:
    """How many values stand otherwise than in the files, of people and of units."""
    from planner.roster.corrections import is_of_unit

    if not state.desk().roster:
        return
    made = [entry for entry in rosters.roster_of(state.desk().roster).corrections if entry.accepted and entry.before != entry.after]
    units = sum(is_of_unit(entry) for entry in made)
    if made:
        st.markdown(t("account_corrected", units=units, people=len(made) - units))
