"""What else of the app goes into the workspace: the scenario and the roster of the desk, a batch, a decision about a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.columns import LOCKS
from planner.core.errors import InputError, problem
from planner.core.texts import text
from planner.scenario.load import scenario_from
from planner.service.places import batches_in
from planner.service.workspace.rights import Actor
from planner.service.workspace.versions import LONGEST_NAME, Kind, MovedOn, Version, name_of_lock, object_name
from planner.ui.pages.workspace.common import called, done, moment, typed, w, word
from planner.ui.session import paths, rosters, state
from planner.ui.session.words import named, titled

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace

_WHAT, _PERSON, _DECISION, _REASON = "w_workspace_what", "w_workspace_lock_person", "w_workspace_lock_decision", "w_workspace_lock_reason"
_LONGEST_REASON = 2000
Content = tuple[Kind, dict[str, Any], list[tuple[str, bytes]]]
"""The kind, the content and the files of something that is to be kept."""
Reads = Callable[[], Content]


def keeping(found: list[Version]) -> None:
    """Draw both ways. found: what is kept, as the page was drawn with it."""
    kept = {each.object: each.number for each in found}
    line = st.container(horizontal=True, gap="xsmall")
    offered = _offered()
    if offered:
        with line.popover(w("keep_more"), icon=":material/inventory_2:"):
            _keep(offered, kept)
    with line.popover(w("lock_heading"), icon=":material/person_check:"):
        st.caption(w("lock_means"))
        with st.form("workspace_lock_form", border=False, clear_on_submit=True):
            st.text_input(w("lock_person"), key=_PERSON, max_chars=120)
            codes = [choice.value for choice in LOCKS]
            st.selectbox(w("lock_decision"), codes, format_func=named(codes, lambda code: LOCKS[codes.index(code)].word(state.lang())), key=_DECISION)
            st.text_area(w("reason"), key=_REASON, max_chars=_LONGEST_REASON)
            st.form_submit_button(w("lock_keep"), type="primary", key="workspace_lock", on_click=lock, args=(kept,))


def _offered() -> dict[str, tuple[str, str, Reads]]:
    """What can be kept, by a code of its own: what it is, what to call it, how it is read."""
    desk = state.desk()
    offered: dict[str, tuple[str, str, Reads]] = {}
    if desk.draft:
        offered["scenario"] = word("kind", "scenario"), titled(desk.draft.get("title", "")), partial(_scenario, desk.draft, desk.base_name)
    if desk.roster:
        offered["roster"] = word("kind", "roster"), desk.roster_name.rpartition(".")[0] or desk.roster_name, partial(_roster, desk.roster)
    for batch in batches_in(paths.made_by_commands()):
        offered[f"batch/{batch}"] = f"{word('kind', 'batch')} {batch}".strip(), batch or "batch", partial(_batch, batch)
    return offered


def _keep(offered: Mapping[str, tuple[str, str, Reads]], kept: Mapping[str, int]) -> None:
    """Choose what is kept, and what it is called; of what is kept already it is the next version."""
    codes = list(offered)
    what = st.selectbox(w("kept_what"), codes, format_func=named(codes, lambda code: offered[code][0]), key=_WHAT) or codes[0]
    _, proposed, reads = offered[what]
    called_at = f"{_WHAT}_name_{what}"
    name = st.text_input(w("keep_name"), value=object_name(proposed), key=called_at, max_chars=LONGEST_NAME).strip()
    before = kept.get(f"{what.partition('/')[0]}/{name}")
    label = w("keep_it") if before is None else w("keep_newer", version=before + 1)
    st.button(label, type="primary", key="keep_more_in_workspace", disabled=not name, on_click=keep, args=(reads, called_at, kept))


def keep(reads: Reads, called_at: str, kept: Mapping[str, int]) -> None:
    """Keep something. called_at: the field that holds its name, which may have been typed after the page was drawn; kept: the newest
    version of each object when it was."""
    name = typed(called_at)

    def ask(work: Workspace, acts: Actor) -> str:
        if not name:
            raise InputError(problem("signin.page.no_name"))
        kind, content, files = reads()
        return said_of(work, acts, lambda: work.keep(acts, kind, name, content, files, kept.get(f"{kind}/{name}")))

    done(ask)


def lock(kept: Mapping[str, int]) -> None:
    """Keep the decision that the form holds."""
    person, decision, reason = (str(st.session_state[key] or "").strip() for key in (_PERSON, _DECISION, _REASON))

    def ask(work: Workspace, acts: Actor) -> str:
        if not person:
            raise InputError(problem("signin.page.lock_nobody"))
        return said_of(work, acts, lambda: work.lock(acts, person, decision, reason, kept.get(f"lock/{name_of_lock(person)}")))

    done(ask)


def said_of(work: Workspace, acts: Actor, keeps: Callable[[], Version]) -> str:
    """Keep a version; the sentence. InputError says who was quicker, where somebody was."""
    try:
        made = keeps()
    except MovedOn as moved:
        who = called(moved.theirs.author, work.names(acts))
        raise InputError(problem("signin.page.moved_on", version=moved.theirs.number, author=who, at=moment(moved.theirs.at))) from None
    return text("workspace.kept", state.lang(), object=made.object, version=made.number, author=called(made.author, work.names(acts)))


def _scenario(draft: dict[str, Any], name: str) -> Content:
    from planner.service.workspace.contents import scenario_content

    return "scenario", scenario_content(scenario_from(draft, name=name)), []


def _roster(sha256: str) -> Content:
    from planner.service.workspace.contents import roster_content

    return "roster", *roster_content(rosters.roster_of(sha256))


def _batch(batch: str) -> Content:
    from planner.service.workspace.contents import content_of_path

    return content_of_path(paths.made_by_commands() / batch, "batch")
