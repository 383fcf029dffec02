"""Who has which role, and the code with which a terminal acts for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.service.workspace.access.sign_in import HOURS, subject_of
from planner.service.workspace.rights import Actor, Role
from planner.ui.pages.workspace.common import called, done, moment, w, word
from planner.ui.session.words import named
from planner.ui.widgets import grids

if TYPE_CHECKING:
    from planner.service.workspace.access.roles import Holder
    from planner.service.workspace.workspace import Workspace

_PERSON, _OTHER, _ROLE, _UNIT, _CODE = "w_workspace_person", "w_workspace_other", "w_workspace_role", "w_workspace_unit", "w_workspace_code"


def roles_part(work: Workspace, acts: Actor) -> None:
    """Draw the part of roles: who has which, and a form to give and take them."""
    if not acts.signed_in:
        st.info(w("first_administrator"), icon=":material/admin_panel_settings:")
        return
    found = work.roles(acts)
    st.caption(w("roles_means"))
    _table(found)
    names = {each.person: called(each.person, {each.person: each.name} if each.name else {}) for each in found}
    codes = [role.value for role in Role]
    with st.form("workspace_roles", border=True):
        st.selectbox(w("person"), list(names), format_func=named(names, names.__getitem__), key=_PERSON, index=None)
        st.text_input(w("person_new"), key=_OTHER, max_chars=600)
        st.selectbox(w("role"), codes, format_func=named(codes, lambda code: word("role", code)), key=_ROLE)
        st.text_input(w("unit"), key=_UNIT, max_chars=120)
        line = st.container(horizontal=True, gap="xsmall")
        line.form_submit_button(w("grant"), type="primary", icon=":material/person_add:", on_click=grant, key="workspace_grant")
        line.form_submit_button(w("revoke"), icon=":material/person_remove:", on_click=revoke, key="workspace_revoke")


def grant() -> None:
    """Give the role that the form names."""
    person, role, unit = _entered()
    done(lambda work, acts: _said(person, work.add_role(acts, person, role, unit)))


def revoke() -> None:
    """Take the role that the form names."""
    person, role, _ = _entered()
    done(lambda work, acts: _said(person, work.take_role(acts, person, role)))


def terminal_part(work: Workspace, acts: Actor) -> None:
    """Draw the part of terminals."""
    st.caption(w("terminal_means", hours=HOURS))
    with st.form("workspace_terminal", border=False, clear_on_submit=True):
        st.text_input(w("code"), key=_CODE, max_chars=20)
        st.form_submit_button(w("confirm"), type="primary", on_click=confirm, key="workspace_confirm")


def confirm() -> None:
    """Let the terminal that shows the code act for whoever is signed in."""

    def ask(work: Workspace, acts: Actor) -> str:
        account, until = work.confirm_terminal(acts, st.session_state[_CODE])
        return w("confirmed", account=account, until=moment(until))

    done(ask)


def _entered() -> tuple[str, Role, str | None]:
    """The person, the role and the unit of the form."""
    return (st.session_state[_OTHER].strip() or st.session_state[_PERSON] or ""), Role(st.session_state[_ROLE]), st.session_state[_UNIT].strip() or None


def _said(person: str, held: frozenset[Role]) -> str:
    return w("granted", person=subject_of(person), roles=", ".join(word("role", role) for role in sorted(held)) or w("no_role"))


def _table(found: list[Holder]) -> None:
    import pandas as pd

    rows = [
        (each.name or "", ", ".join(word("role", role) for role in sorted(each.roles)) or w("no_role"), each.unit or "", each.email or "", moment(each.seen or ""), each.person)
        for each in found
    ]
    heads = {"called": w("name"), "roles": w("roles"), "own_unit": w("unit"), "email": w("email"), "seen": w("seen"), "person": w("person")}
    grids.table(pd.DataFrame(rows, columns=list(heads)), tuple(heads), key="grid_workspace_roles", headings=heads)
