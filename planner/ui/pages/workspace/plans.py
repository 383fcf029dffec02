"""Plans on their road: keep the one that is shown, submit, return, approve, put into effect, unlock names, comment, look at people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.service.workspace.plan_states import NEEDED, STATES
from planner.service.workspace.rights import Action, Actor, missing
from planner.service.workspace.versions import LONGEST_NAME, PLAN, object_name
from planner.ui import access
from planner.ui.pages.workspace.common import called, done, moment, pressable, typed, w, word
from planner.ui.pages.workspace.exports import of_plan
from planner.ui.pages.workspace.keeping import said_of
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import plans, state
from planner.ui.session.words import heading, money, plain, titled, value, whole
from planner.ui.widgets import draw, grids

if TYPE_CHECKING:
    from planner.service.workspace.versions import Version
    from planner.service.workspace.workspace import Workspace

MOST_PLANS = 100
_PLAN = "w_workspace_plan"
PEOPLE = ("employee_id", "unit", "decision", "period", "leave_on", "to_unit", "cost_vnd")
_LONGEST_WORDS = 2000


def plans_part(work: Workspace, acts: Actor) -> None:
    """Draw the part."""
    found = sorted(work.listed(acts, PLAN), key=lambda each: each.at, reverse=True)
    if access.may_plan(acts):
        _keep({each.name: each for each in found})
    if not found:
        st.info(w("no_plans"), icon=":material/folder_open:")
        return
    shown = {each.name: each for each in found[:MOST_PLANS]}
    if len(found) > MOST_PLANS:
        st.caption(w("first_plans", shown=MOST_PLANS, all=len(found)))
    name = st.selectbox(w("plan"), list(shown), key=_PLAN)
    if name is not None:
        _plan(work, acts, shown[str(name)])


def _keep(kept: Mapping[str, Version]) -> None:
    """The way of the plan that is shown into the workspace, as a new object or as the next version of one that is a draft."""
    current = state.desk().current
    if not plans.decides(current):
        st.caption(w("keep_nothing"))
        return
    with st.popover(w("keep_heading"), icon=":material/inventory_2:"):
        called_at, numbers = f"w_workspace_name_{current}", {name: each.number for name, each in kept.items()}
        name = st.text_input(w("keep_name"), value=object_name(plan_name(current)), max_chars=LONGEST_NAME, key=called_at).strip()
        label = w("keep_newer", version=numbers[name] + 1) if name in numbers else w("keep")
        st.button(label, type="primary", key="keep_in_workspace", disabled=not name, on_click=keep, args=(current, called_at, numbers))


def keep(plan: str, called_at: str, numbers: Mapping[str, int]) -> None:
    """Keep a plan of the desk. called_at: the field that holds its name, which may have been typed after the page was drawn; numbers: the
    newest version of each plan when it was."""
    name = typed(called_at)

    def ask(work: Workspace, acts: Actor) -> str:
        from planner.core.errors import InputError, problem
        from planner.service.workspace.contents import plan_content

        if not name:
            raise InputError(problem("signin.page.no_name"))
        folder = plans.folder_of(plan)
        if folder is None:
            raise InputError(problem("workspace.no_path", file=name))
        content, files = plan_content(folder)
        said = said_of(work, acts, lambda: work.keep(acts, PLAN, name, content, files, numbers.get(name)))
        st.session_state[_PLAN] = name  # it is the one that is shown then
        return said

    done(ask)


def _plan(work: Workspace, acts: Actor, plan: Version) -> None:
    """A plan: where it stands on its road, what can be done with it, its figures, its people as far as they may be seen."""
    figures, names = work.figures(acts, plan.name), work.names(acts)
    st.header(plain(plan.name), anchor=False)
    st.markdown(" → ".join(f"**{word('state', each)}**" if each == plan.state else word("state", each) for each in STATES))
    st.caption(f"{w('version')} {plan.number} · {plain(called(plan.author, names))} · {moment(plan.at)} UTC")
    if plan.state != STATES[0]:
        given = "; ".join(w("approved_by", name=plain(called(person, names)), at=moment(at)) for person, at in figures["approvals"])
        st.caption(w("approvals", given=len(figures["approvals"]), needed=NEEDED) + (f": {given}" if given else ""))
    choices = work.choices(acts, plan.name)
    _doing(acts, choices, plan.name)
    _figures(figures)
    of_plan(work, acts, choices, plan.name)
    if missing(acts, Action.SEE_PEOPLE) is None:
        _people(work, acts, plan.name)
        _comments(work, acts, plan, names)


def _doing(acts: Actor, choices: Mapping[Action, Any], name: str) -> None:
    """A button for each action that a role of theirs may do; one that the plan's state does not let be done says why."""
    line = st.container(horizontal=True, gap="xsmall")
    for action, icon in ((Action.SUBMIT, "send"), (Action.APPROVE, "verified"), (Action.IMPLEMENT, "rocket_launch")):
        if missing(acts, action) is None:
            line.button(
                w(action.value), key=f"workspace_{action.value}", icon=f":material/{icon}:", on_click=move, args=(action, name), **pressable(choices[action])
            )
    for action, icon, ask in ((Action.RETURN, "undo", return_plan), (Action.UNLOCK, "lock_open", unlock), (Action.COMMENT, "chat", comment)):
        if missing(acts, action) is None:
            label = "comment_words" if action is Action.COMMENT else "reason"
            with line.popover(w(action.value), icon=f":material/{icon}:", **pressable(choices[action])):
                _form(action, name, label, ask)


def _form(action: Action, name: str, label: str, ask: Callable[[str, str], None]) -> None:
    key = f"w_workspace_{action.value}_words"
    with st.form(f"workspace_{action.value}_form", border=False, clear_on_submit=True):
        st.text_area(w(label), key=key, max_chars=_LONGEST_WORDS)
        st.form_submit_button(w(action.value), type="primary", on_click=lambda: ask(name, st.session_state[key]))


def move(action: Action, name: str) -> None:
    """Submit, approve or put into effect."""

    def ask(work: Workspace, acts: Actor) -> str:
        does = {Action.SUBMIT: work.submit, Action.APPROVE: work.approve, Action.IMPLEMENT: work.implement}[action]
        return _now(name, does(acts, name))

    done(ask)


def return_plan(name: str, reason: str) -> None:
    """Make a submitted plan a draft again."""
    done(lambda work, acts: _now(name, work.return_plan(acts, name, reason)))


def unlock(name: str, reason: str) -> None:
    """Have a plan's names shown."""
    from planner.core.texts import text

    done(lambda work, acts: text("workspace.opened" if work.unlock(acts, name, reason) else "workspace.opened_not_yet", state.lang()))


def comment(name: str, words: str) -> None:
    """Keep a comment on a plan."""

    def ask(work: Workspace, acts: Actor) -> str:
        from planner.core.errors import InputError, problem

        if not words.strip():
            raise InputError(problem("signin.page.no_words"))
        work.comment(acts, PLAN, name, words.strip())
        return w("commented")

    done(ask)


def _now(name: str, code: str) -> str:
    from planner.core.texts import text

    return text("workspace.state", state.lang(), object=name, state=word("state", code))


def _figures(figures: Mapping[str, Any]) -> None:
    """What everybody may see: the figures, and units and routes without any count under five."""
    st.caption(f"{plain(titled(figures['title'] or ''))} · {value('status', figures['status'])}")
    people = figures["headcount"]
    if people is None:
        return
    shown = [*((whole, people[name]) for name in ("baseline", "leavers")), *((money, figures[name]) for name in ("cost_vnd", "saving_vnd_per_year"))]
    words = [w(f"figure_{name}") for name in ("before", "leavers", "cost", "saving")]
    draw.figures([(word, "–" if number is None else told(number), None) for word, (told, number) in zip(words, shown, strict=True)])
    from planner.core.texts import text

    with st.expander(w("figures"), icon=":material/table_rows:"):
        st.caption(text("workspace.small", state.lang()))
        for part, columns in (("units", ("unit", "name", "before", "leavers", "cost_vnd")), ("routes", ("route", "people", "cost_vnd"))):
            rows = [[_cell(name, row[name]) for name in columns] for row in figures[part]]
            if rows:
                draw.small_table([heading(name) for name in columns], rows)


def _cell(name: str, entry: Any) -> str:
    if entry is None:
        return "–"
    if name == "route":
        return value("decision", entry)
    return whole(entry) if isinstance(entry, int | float) else str(entry)


def _people(work: Workspace, acts: Actor, name: str) -> None:
    st.header(w("people_heading"), anchor=False)
    st.caption(w("people_means"))
    if st.button(w("people_show"), key="workspace_people", icon=":material/visibility:"):
        grids.table(work.people(acts, PLAN, name), PEOPLE, key="grid_workspace_people", height=420)


def _comments(work: Workspace, acts: Actor, plan: Version, names: Mapping[str, str]) -> None:
    """What was said of a plan, the newest first."""
    found = [each for each in work.listed(acts, "comment") if each.content.get("on") == plan.object]
    if found:
        st.header(w("comments"), anchor=False)
    for each in sorted(found, key=lambda said: said.at, reverse=True):
        st.markdown(f"**{plain(called(each.author, names))}**, {moment(each.at)} UTC: {plain(each.content['text'])}")
