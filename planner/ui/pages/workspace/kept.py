"""Everything that is kept: what, which version, by whom, when; and the people of a roster as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.service.workspace.rights import Action, Actor, missing
from planner.ui import access
from planner.ui.pages.workspace.common import called, moment, w, word
from planner.ui.pages.workspace.exports import of_roster
from planner.ui.pages.workspace.keeping import keeping
from planner.ui.widgets import grids

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace


def kept_part(work: Workspace, acts: Actor) -> None:
    """Draw the part: what this person may know of."""
    import pandas as pd

    found, names = work.listed(acts), work.names(acts)
    if access.may_plan(acts):
        keeping(found)
    if not found:
        st.info(w("nothing"), icon=":material/folder_open:")
        return
    rows = [
        (word("kind", each.kind), each.name, each.number, word("state", each.state) if each.state else "", called(each.author, names), moment(each.at))
        for each in sorted(found, key=lambda each: each.at, reverse=True)
    ]
    heads = {"kind_word": w("kept_kind"), "object": w("kept_what"), "version": w("version"), "state_word": w("state"), "author": w("author"), "at": w("at")}
    grids.table(pd.DataFrame(rows, columns=list(heads)), tuple(heads), key="grid_workspace_kept", headings=heads, height=460)
    rosters = sorted(each.name for each in found if each.kind == "roster")
    if rosters and missing(acts, Action.EXPORT_PSEUDONYMS) is None:
        name = st.selectbox(w("roster"), rosters, key="w_workspace_roster")
        if name is not None:
            of_roster(acts, str(name))
