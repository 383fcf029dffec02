"""The workspace: plans on their road, everything that is kept, the audit, roles, and terminals; each role sees what it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from planner.core.errors import InputError
from planner.service.workspace.rights import Action, Actor, missing, only_unit
from planner.ui import access, layout
from planner.ui.pages.workspace.common import w
from planner.ui.widgets import problems
from planner.ui.widgets.part_choice import part_choice

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace

PART = "workspace_part"


def workspace_page() -> None:
    """Draw the page."""
    layout.head("workspace")
    try:
        acts = access.actor()
        _draw(access.workspace(), acts)
    except InputError as error:
        problems.show_error(error)


def _draw(work: Workspace, acts: Actor) -> None:
    from planner.ui.pages.workspace.kept import kept_part
    from planner.ui.pages.workspace.oversight import audit_part
    from planner.ui.pages.workspace.own_unit import own_unit_part
    from planner.ui.pages.workspace.people import roles_part, terminal_part
    from planner.ui.pages.workspace.plans import plans_part

    st.caption(w("means") if acts.signed_in else w("open"))
    of_unit = {"own_unit": own_unit_part} if only_unit(acts, Action.PACK) is not None else {}
    draws = {**of_unit, "plans": plans_part, "kept": kept_part}
    if not missing(acts, Action.SEE_AUDIT) or not missing(acts, Action.VERIFY_AUDIT):
        draws["audit"] = audit_part
    if not missing(acts, Action.GRANT):
        draws["roles"] = roles_part
    if acts.signed_in:
        draws["terminal"] = terminal_part
    draws[part_choice(PART, "workspace_parts", {name: w(name) for name in draws})](work, acts)
