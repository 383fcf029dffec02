"""Verbs of the plans of a session: stand at one again, name, pin and note it, move a unit one step on and plan that."""

from __future__ import annotations

import time
from typing import NoReturn

import streamlit as st

from planner.scenario.paths import get, put
from planner.ui.session import actions, against, drafts, plans, state, uploads, workers
from planner.ui.session.words import plain, t

TARGET_STEP = 0.01
LIST_FILTERS = "w_list_"
"""How the keys of a list's filters begin."""


def stand_at(plan: str) -> None:
    """Stand at a plan again: it is shown, and the desk asks what it was asked, a step that can be undone."""
    desk, asked = state.desk(), plans.asked(plan)
    with state.undisturbed():
        actions.remember(state.UNDO, desk.current)
        st.session_state[state.REDO] = []
        if "scenario" in asked and (asked["scenario"], asked.get("locks", {})) != (desk.draft, desk.locks):
            desk.draft, desk.locks = asked["scenario"], asked.get("locks", {})
            actions.settled(False)
        actions.open_plan(plan)
    actions.go_to("plan")


def look_up(person: str) -> NoReturn:
    """Go to the Person page with this employee id in its search field; the way back leads to where the session stands now."""
    session = st.session_state
    filters = {key: value for key, value in session.items() if str(key).startswith(LIST_FILTERS)}
    session[state.CAME_FROM] = {"person": person, "page": session.get(state.PAGE), "listed": bool(filters), "filters": filters}
    session[state.PERSON_SEARCH] = person
    session[state.OPEN] = False
    actions.go_to("person")


def way_back(person: str) -> str | None:
    """The page that somebody was looked up from: `list` where it was a list of people over a page; None where another way led here."""
    came = st.session_state.get(state.CAME_FROM)
    if came is None or came["person"] != person or came["page"] in (None, "person"):
        return None
    return "list" if came["listed"] else str(came["page"])


def come_back() -> None:
    """Go back to where somebody was looked up, the list open again with its filters."""
    came = st.session_state.pop(state.CAME_FROM)
    st.session_state.update(came["filters"])
    st.session_state[state.OPEN] = came["listed"]
    st.session_state[state.LIST_AT] = (st.session_state[state.LISTED], came["person"])
    actions.go_to(came["page"])


def undo() -> None:
    """Take the last thing back: an edit, or, where that was a plan, stand at the plan before it with what that was asked."""
    _step(state.UNDO, state.REDO)


def redo() -> None:
    """Take the last undone thing again."""
    _step(state.REDO, state.UNDO)


def _step(back: str, forth: str) -> None:
    with state.undisturbed():
        if not st.session_state[back]:
            return
        *rest, (draft, locks, base, base_name, plan) = st.session_state[back]
        desk = state.desk()
        actions.remember(forth, desk.current if plan else "")
        st.session_state[back] = rest
        desk.draft, desk.locks, desk.base, desk.base_name = draft, locks, base, base_name
        if plan and plans.folder_of(plan):
            desk.show(plan)
        actions.settled(False)


def rename(plan: str, name: str, note: str) -> None:
    """Call a plan otherwise ("": for what it asks) and note something about it."""
    with state.undisturbed():
        desk = state.desk()
        desk.names = _with(desk.names, plan, name.strip())
        desk.notes = _with(desk.notes, plan, note.strip())
        actions.save()


def pin(plan: str) -> None:
    """Keep a plan at the top of the history, or no longer."""
    desk = state.desk()
    desk.pinned = [p for p in desk.pinned if p != plan] if plan in desk.pinned else [*desk.pinned, plan]
    actions.save()


def _with(entries: dict[str, str], key: str, entry: str) -> dict[str, str]:
    rest = {name: kept for name, kept in entries.items() if name != key}
    return {**rest, key: entry} if entry else rest


def step_unit(unit: str, by: int, plan: str = "") -> None:
    """Have a unit keep (`by` above 0) or release so many people more than in a plan, and plan that at once. plan: the one that was
    shown when this was pressed; the next one may have come in meanwhile."""
    from planner.scenario.unit_step import stepped

    frame, _ = against.unit_rows(plan if plans.decides(plan) else state.desk().current)
    row = next(iter(frame.query("unit == @unit").to_dict("records")), None)
    if row is None or not -row["most_less"] <= by <= row["most_more"]:
        actions.say("warning", t("unit_step_refused", unit=unit))
        return
    st.session_state[state.UNIT_ORDER] = list(frame["unit"])
    actions.lay_draft(stepped(state.desk().draft, unit, int(row["before"]), int(row["after"]), by))
    actions.solve()


def rank_units() -> None:
    """Put the rows of units in the order of what matters again."""
    st.session_state.pop(state.UNIT_ORDER, None)


def stay_close_to(plan: str) -> None:
    """Choose the plan that `stay_close` means."""
    state.desk().close_to = plan
    actions.save()


def present() -> None:
    """Show the pages on a wall, or no longer."""
    st.session_state[state.PRESENTING] = not st.session_state[state.PRESENTING]


def walk(by: int) -> None:
    """Stand at the plan before (-1) or after (1) the one that is shown, in the order in which they were made."""
    desk = state.desk()
    known = [plan for plan in desk.plans if plans.folder_of(plan)]
    at = known.index(desk.current) + by if desk.current in known else -1
    if 0 <= at < len(known):
        stand_at(known[at])


def move_target(by: int) -> None:
    """Ask for one per cent more or fewer by the end of the last period; planned when Solve is pressed."""
    draft = state.desk().draft
    last = drafts.last_period(draft)
    if last is None:
        return
    path = ("periods", last, "reduction_at_least")
    wanted = round((get(draft, path) or 0.0) + by * TARGET_STEP, 8)
    if 0 <= wanted <= 1:
        actions.lay_draft(put(draft, path, wanted))


VERBS = {
    "solve": actions.ask_to_solve,
    "back": lambda: walk(-1),
    "forth": lambda: walk(1),
    "more": lambda: move_target(1),
    "fewer": lambda: move_target(-1),
    "present": present,
    "undo": undo,
    "redo": redo,
}
"""What a key of the keyboard may ask for."""


def press(verb: str) -> None:
    """Do what a key asks for."""
    VERBS[verb]()


def ask_for_help() -> None:
    """Have the list of shortcuts opened."""
    st.session_state[state.HELP] = True


def help_is_wanted() -> bool:
    """Whether the list of shortcuts is to be opened now; it is opened once."""
    wanted = bool(st.session_state.get(state.HELP))
    st.session_state[state.HELP] = False
    return wanted


def ask_for_targets(plan: str) -> None:
    """Have other targets than a plan's own planned, in the background."""
    st.session_state[state.TARGETS] = (plan, time.time())
    workers.ask_ahead("targets", {"source": str(plans.folder_of(plan)), "lang": state.lang()}, quick=False)


def choose_run(batch: str, run: int) -> None:
    """Show a run of a batch beside its pictures."""
    st.session_state[state.RUN] = (batch, run)


def open_run(plan: str) -> None:
    """Show the plan that a run of a batch made, on the Plan page."""
    actions.open_plan(plan)
    actions.go_to("plan")


def take_scenario(plan: str) -> None:
    """Make the scenario of a run the one on the desk, a step that can be undone, and go to the Scenario page."""
    asked = plans.asked(plan).get("scenario")
    if not asked:
        actions.say("error", t("batch_no_scenario"))
        return
    actions.lay_scenario(asked, uploads.safe_name(f"{plan.rpartition('/')[2]}.yaml"))
    fits = not state.desk().roster or plans.is_of_people(plan, state.desk().roster)
    actions.say("success" if fits else "warning", t("batch_taken" if fits else "batch_taken_other", name=plain(state.desk().roster_name)))
    actions.go_to("scenario")
