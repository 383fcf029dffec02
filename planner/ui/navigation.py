"""The app: its settings, the list of pages, the bar at the side, and the page that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.core.texts import LANGUAGES
from planner.scenario.paths import get
from planner.service.workspace.rights import Actor
from planner.ui import access, door, layout
from planner.ui.forms.change_words import said_changes
from planner.ui.parts import history, keyboard, own_words, people_dialog
from planner.ui.session import actions, drafts, edits, state, workers
from planner.ui.session import history as verbs
from planner.ui.session.words import plain, t, titled, whole
from planner.ui.widgets import logo, problems, style

MOST_CHANGES = 12
ICON = Path(__file__).with_name("icon.png")
TABLES = "scenario"
"""The page with tables to write into, which has Solve wait until they have sent everything."""
HEAVIEST = ("planner.ui.pages.plan",)
"""Pages whose libraries are made ready before somebody opens them."""


@dataclass(frozen=True)
class Page:
    """A page of the app: its name in addresses and texts, its icon, and what draws it (and only then imports it). at_desk: whether
    it works with a desk, and so is only there for those who have one."""

    name: str
    icon: str
    draw: Callable[[], None]
    at_desk: bool = True


def _data() -> None:
    from planner.ui.pages.data import data_page

    data_page()


def _benefits() -> None:
    from planner.ui.pages.benefits import benefits_page

    benefits_page()


def _replay() -> None:
    from planner.ui.pages.replay import replay_page

    replay_page()


def _law() -> None:
    from planner.ui.pages.law import law_page

    law_page()


def _scenario() -> None:
    from planner.ui.pages.scenario import scenario_page

    scenario_page()


def _plan() -> None:
    from planner.ui.pages.plan import plan_page

    plan_page()


def _returns() -> None:
    from planner.ui.pages.returns import returns_page

    returns_page()


def _compare() -> None:
    from planner.ui.pages.compare import compare_page

    compare_page()


def _batch() -> None:
    from planner.ui.pages.batch import batch_page

    batch_page()


def _person() -> None:
    from planner.ui.pages.person import person_page

    person_page()


def _workspace() -> None:
    from planner.ui.pages.workspace.page import workspace_page

    workspace_page()


def _follow_up() -> None:
    from planner.ui.pages.follow_up import follow_up_page

    follow_up_page()


GROUPS: dict[str, tuple[Page, ...]] = {
    "prepare": (Page("data", "table_view", _data), Page("scenario", "tune", _scenario), Page("returns", "fact_check", _returns)),
    "plans": (Page("plan", "task_alt", _plan), Page("compare", "compare_arrows", _compare), Page("batch", "scatter_plot", _batch)),
    "decide": (Page("workspace", "folder_supervised", _workspace, at_desk=False), Page("follow_up", "checklist", _follow_up, at_desk=False)),
    "look_up": (
        Page("person", "person_search", _person), Page("benefits", "payments", _benefits), Page("replay", "difference", _replay), Page("law", "gavel", _law, at_desk=False),
    ),
}  # fmt: skip
"""The list of pages at the side, group by group; the first page opens."""
PAGES = tuple(page for group in GROUPS.values() for page in group)


def run() -> None:
    """Draw the app: settings of the page, the bar at the side, and the page that was asked for; before all of it, whoever opens
    it signs in where people do."""
    state.choose_words()
    # A picture of our own: for an icon named here or by a page, the browser would ask a server on the internet.
    st.set_page_config(page_title=t("app_title"), page_icon=str(ICON), layout="wide", initial_sidebar_state="expanded")
    acts = door.admitted()
    if acts is None:
        _closed()
        return
    if not access.may_plan(acts):
        _beside_the_desk(acts)
        return
    if not _at_desk(acts):
        _closed()
        return
    workers.pool(also=HEAVIEST)
    pages, chosen = _chosen(PAGES)
    actions.lay_the_desk()
    if chosen is not pages[TABLES]:
        actions.solve_if_asked(edits.add_steps)
    if st.session_state[state.PRESENTING]:
        style.present()
        keyboard.presenting()
    else:
        with st.sidebar:
            _side_bar(acts)
    state.write_address()
    _draw(chosen)
    people_dialog.section()
    keyboard.listen()
    own_words.put()
    keyboard.listed()


def _closed() -> None:
    """No page, no list of pages: the door says why."""
    st.navigation([_first(_nothing), *(_page(page, _nothing, hidden=True) for page in PAGES)], position="hidden")
    own_words.put()


def _at_desk(acts: Actor) -> bool:
    """Whether somebody's desk could be laid; the door says why it could not. In the open mode they are told of desks of an older
    version that could not be read; who signs in is told nothing of other people's."""
    is_new = not state.has_desk()
    try:
        state.start(acts)
        left = access.left_behind() if is_new and not acts.signed_in else ()
    except InputError as error:
        door.closed(error)
        return False
    if left:
        actions.say("warning", t("desks_left", n=len(left), names=plain(", ".join(left))))
    return True


def _beside_the_desk(acts: Actor) -> None:
    """The app of somebody who makes no plans: the pages that need no desk, each with what the roles may see."""
    _, chosen = _chosen([page for page in PAGES if not page.at_desk])
    with st.sidebar:
        _language()
        door.who_is_here(acts)
    state.write_address()
    _draw(chosen)
    own_words.put()


def _chosen(offered: Sequence[Page]) -> tuple[dict[str, Any], Any]:
    """The pages by name as Streamlit knows them, and the one that was asked for; the first one is drawn where none was. The address
    of a page that is not offered leads to a sentence."""
    is_whole = len(offered) == len(PAGES)
    pages = {page.name: _page(page, page.draw, is_first=is_whole and page is offered[0]) for page in offered}
    st.session_state[state.PAGES] = pages
    listed = {t(f"group_of_{name}"): [pages[page.name] for page in group if page.name in pages] for name, group in GROUPS.items()}
    groups = {name: group for name, group in listed.items() if group}
    if not is_whole:
        others = [_page(page, _not_theirs, hidden=True) for page in PAGES if page.name not in pages]
        next(iter(groups.values())).extend([_first(lambda: st.switch_page(pages[offered[0].name], query_params=state.address())), *others])
    chosen = st.navigation(groups, expanded=True)
    st.logo(logo.drawn(t("app_name"), t("app_about")), size="large")
    return pages, chosen


def _page(page: Page, draws: Callable[[], None], is_first: bool = False, hidden: bool = False) -> Any:
    icon, shown = f":material/{page.icon}:", "hidden" if hidden else "visible"
    return st.Page(draws, title=t(f"page_{page.name}"), icon=icon, url_path=page.name, default=is_first, visibility=shown)


def _first(draws: Callable[[], None]) -> Any:
    """What stands at the address without a page: Streamlit knows its first page by no name of its own, and would not find it."""
    return st.Page(draws, title=t("app_title"), url_path="first", default=True, visibility="hidden")


def _nothing() -> None:
    """What a page's address shows before somebody has signed in: the door is drawn already."""


def _not_theirs() -> None:
    """What the address of a page at a desk shows to who makes no plans."""
    layout.head("workspace")
    st.info(t("page_of_planners"), icon=":material/lock:")


def _draw(chosen: Any) -> None:
    """The page that was asked for; what a worker could not do, or a role may not, is a sentence on it."""
    try:
        chosen.run()
    except workers.Unanswered as failed:
        problems.show(failed.problems, t("unanswered_because") if failed.problems else t("unanswered"))


def _side_bar(acts: Actor) -> None:
    desk = state.desk()
    last = drafts.last_period(desk.draft)
    if last is not None:
        target_input(last)
    ready = bool(desk.roster and desk.draft)
    st.button(
        t("solve"), type="primary", icon=":material/play_arrow:", width="stretch", key="solve", on_click=actions.ask_to_solve,
        disabled=not ready, help=None if ready else t("solve_needs_data"),
    )  # fmt: skip
    steps = st.container(horizontal=True, gap="xsmall")
    for name, step, kept in (("undo", verbs.undo, state.UNDO), ("redo", verbs.redo, state.REDO)):
        steps.button(
            t(name), on_click=step, disabled=not st.session_state[kept], key=name, icon=f":material/{name}:", help=t(f"help_{name}")
        )
    if desk.draft:
        _side_changes()
    history.rail()
    said = [t("side_roster", name=plain(desk.roster_name))] if desk.roster else []
    if desk.draft:
        said.append(t("side_scenario", title=plain(titled(desk.draft.get("title", "")))))
    if said:
        st.caption("\n\n".join(said))
    _language()
    keyboard.buttons()
    door.who_is_here(acts)
    if acts.signed_in:
        st.caption(t("side_signed_in"))
    else:
        st.caption(t("side_shared"), help=t("help_shared"))


def _language() -> None:
    st.radio(
        t("language"), LANGUAGES, index=LANGUAGES.index(state.lang()), format_func={"vi": "Tiếng Việt", "en": "English"}.get,
        horizontal=True, key="w_language", on_change=lambda: actions.choose_language(st.session_state["w_language"]),
    )  # fmt: skip


def _side_changes() -> None:
    """What the draft changes of its parent, on every page."""
    changes = list(drafts.shown_changes(state.desk().base, state.desk().draft))
    if changes:
        with st.popover(
            t("side_changes", n=len(changes), name=plain(state.desk().base_name)), icon=":material/difference:", width="stretch"
        ):
            for line in said_changes(changes[:MOST_CHANGES]):
                st.text(line)
            if len(changes) > MOST_CHANGES:
                st.caption(t("more_changes", n=whole(len(changes) - MOST_CHANGES)))


def target_input(last: int) -> None:
    """The one field for the target of the last period."""
    path = ("periods", last, "reduction_at_least")
    key = f"w_target_{state.edition()}"
    kept = drafts.as_percent(get(state.desk().draft, path))
    st.number_input(
        t("target_label"), value=kept, step=1.0, format="%g", key=key,
        on_change=state.while_drawn(lambda: actions.change(path, drafts.as_share(st.session_state[key]))),
    )  # fmt: skip
    # Not as a help: its button would carry the field's name a second time.
    st.caption(t("target_means", period=plain(get(state.desk().draft, ("periods", last, "name"), ""))))
