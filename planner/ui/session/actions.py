"""What a click sets in motion: one function a verb, and each does its whole work.

It changes the desk, saves it, says what happened and where the page goes next; pages only call it, as the callback of a
widget or while they are drawn. What the next drawing of a page needs is on the desk then: no page looks for a mark that
another one left.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any, NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException

from planner.core.errors import InputError
from planner.scenario.load import scenario_from, to_yaml
from planner.scenario.model import Scenario
from planner.scenario.paths import get, put
from planner.service.jobs.saved_rosters import Lock
from planner.service.jobs.state import Phase
from planner.ui.session import drafts, paths, plans, rosters, state, uploads, workers
from planner.ui.session.desk import kept_or_copy, newer_desk
from planner.ui.session.words import plain, t

UNDO_STEPS = 50
MOMENT_S = 1.2
"""So long a page waits for a quick job to end, so that its plan is drawn at once instead of the old one first."""
GRACE_S = 5.0
"""A worker starts within this time where none is warm yet; then the scenario's own limit counts."""
LIST = "list_of_people"
"""The key of the part of every page that opens the dialog with people, and is drawn apart."""


# ---- plans


def ask_to_solve() -> None:
    """Have the draft planned once everything that was entered is in it: what a button of the same click may come before."""
    st.session_state[state.SOLVE] = True


def solve_if_asked(before_solving: Callable[[], None], quiet_s: float = 0.0) -> None:
    """Plan where that was asked for. quiet_s: so long nothing may come in from the page; a table sends what was typed into
    it a moment after the click that left it. before_solving: takes over what can be, after that.
    """
    if not st.session_state.get(state.SOLVE):
        return
    if quiet_s:
        time.sleep(quiet_s)
        st.empty()  # the page is drawn anew from here, where something has come in
    st.session_state[state.SOLVE] = False
    before_solving()
    solve()


def solve() -> None:
    """Hand the draft to a worker and go to the Plan page, which shows the plan, the work, or what is wrong with the draft.

    Where something that was entered cannot be in the draft, its field is named instead, and nothing is planned.
    """
    unfinished = next(iter(state.desk().unfinished.values()), None)
    if unfinished is not None:
        say("error", t("solve_refused", field=plain(unfinished["label"]), why=plain(unfinished["why"])))
        open_part(state.SCENARIO_PART, unfinished["part"])
        go_to("scenario")
    _take_in()
    _forget_end()
    if same := plans.already_answers():
        _stand_again(same)
    try:
        asked = scenario_from(state.desk().draft, name=state.desk().base_name).scenario
    except InputError:
        pass  # the Plan page says what is wrong
    else:
        _plan(asked)
    go_to("plan")


def cancel() -> None:
    """Stop the job under way; its worker is killed."""
    workers.pool().cancel(state.desk().job)


def open_plan(plan: str) -> None:
    """Show a plan; the one that was there becomes the one to compare with."""
    state.desk().show(plan)
    save()


def take_repair(change: dict[str, Any]) -> None:
    """Lay the repaired scenario on the desk, a step that can be undone, and plan it."""
    from planner.plan.repair.change import repaired

    _put(repaired(state.desk().draft, change))
    solve()


# ---- people


def keep(people: list[str]) -> None:
    """Decide in this session that these people (employee ids) stay."""
    _lock(people, "keep")


def release(people: list[str]) -> None:
    """Decide in this session that these people leave."""
    _lock(people, "leave")


def unlock(people: list[str]) -> None:
    """Take back what was decided in this session for these people."""
    _lock(people, None)


def decide(people: list[str], lock: Lock | None) -> None:
    """Decide for these people that they stay (`keep`) or leave, or leave them open again (None), and plan that at once."""
    _locked(people, lock)
    st.session_state[state.OPEN] = False
    solve()


def list_people(figure: dict[str, Any]) -> None:
    """Open the dialog with the people behind a figure of the plan, on whatever page it was clicked; {}: everybody."""
    st.session_state[state.FIGURE] = figure
    st.session_state[state.LISTED] += 1
    st.session_state[state.OPEN] = True
    try:
        st.rerun(LIST)
    except StreamlitAPIException:  # the page was left before its list was drawn
        st.rerun()


def list_is_wanted() -> bool:
    """Whether the dialog with people is to be opened now; it is opened once, and closes when the page is drawn anew."""
    wanted = bool(st.session_state[state.OPEN])
    st.session_state[state.OPEN] = False
    return wanted


# ---- the scenario


def change(path: drafts.Path, value: Any, shared: bool = False) -> None:
    """Set one value of the draft (None takes it out), as a step that can be undone.

    shared: other widgets show the value, or depend on it, and must take it over.
    """
    if get(state.desk().draft, path) != value:
        _put(put(state.desk().draft, path, value), widgets_know=not shared)


def lay_draft(draft: dict[str, Any], locks: dict[str, Lock] | None = None) -> None:
    """As `replace_draft`, as the callback of a widget: the page is about to be drawn. locks: what was decided for single people, where that changes too."""
    _put(draft, locks)


def replace_draft(draft: dict[str, Any]) -> None:
    """Put another draft in place of this one, as a step that can be undone."""
    _put(draft)
    st.rerun()


def open_scenario(data: dict[str, Any], name: str, said: str = "") -> None:
    """Lay another scenario on the desk; locks stay, since they are about people. said: what there is to say of it."""
    lay_scenario(data, name)
    if said:
        say("success", said)
    st.rerun()


def duplicate_scenario(name: str, title: str) -> None:
    """Make the draft the parent of a copy of itself with another title."""
    lay_scenario(state.desk().draft, name)
    replace_draft(put(state.desk().draft, ("title",), title))


# ---- the roster


def use_roster(sha256: str, name: str, said: str) -> None:
    """Work with an uploaded roster; the scenario loses what names units or people of the one before."""
    _lay(sha256, name, False)
    draft = drafts.for_roster(state.desk().draft, name)
    if draft != state.desk().draft:
        lay_scenario(draft, state.desk().base_name)
    say("success", said)
    st.rerun()


def use_corrected(sha256: str, said: str) -> None:
    """Work with the same people's roster, corrected or confirmed; locks stay."""
    state.desk().roster = sha256
    save()
    say("success", said)
    st.rerun()


def use_sample() -> None:
    """Work with the made-up ministry, and with the scenario made for it; what was uploaded is removed."""
    uploads.forget(paths.uploads(state.desk().id))
    _use_sample()


def _use_sample() -> None:
    sha256, _ = rosters.sample()
    if sha256 is None:
        return  # the Data page says why
    was_other = bool(state.desk().roster) and not state.desk().sample
    _lay(sha256, paths.SAMPLE.name, True)
    first = drafts.first_shipped()
    if was_other and first:
        lay_scenario(first[1], first[0])


def choose_language(language: str) -> None:
    """Switch the language."""
    st.session_state[state.LANG] = language


def choose_view(view: str) -> None:
    """Choose what this page shows of a plan."""
    st.session_state[state.VIEW] = {**st.session_state[state.VIEW], st.session_state.get(state.PAGE): view}


def open_part(where: str, part: str) -> None:
    """Open a part of a page. where: the session's key of its parts."""
    st.session_state[where] = part


def go_to(page: str) -> NoReturn:
    """Leave for another page, which is found again by its address from the first moment; the same page is drawn anew where it stands."""
    if st.session_state.get(state.PAGE) == page:
        state.write_address()
        st.rerun()
    st.switch_page(st.session_state[state.PAGES][page], query_params=state.address())


def say(kind: str, text: str) -> None:
    """Show a sentence once, with the next page or part that is drawn: `success`, `info`, `warning` or `error`."""
    st.session_state[state.SAID] = (kind, text)


def save() -> None:
    """Keep the desk. Where another tab has changed it meanwhile, that stays, and this session goes on with its own copy. Where it
    cannot be kept, the page says why, and the next saving tries again."""
    desk = state.desk()
    try:
        kept = kept_or_copy(desk)
    except InputError as error:
        say("error", t("desk_not_saved", why="; ".join(plain(found.message.render(state.lang())) for found in error.problems)))
        return
    if kept is not desk:
        st.session_state[state.DESK], st.session_state[state.NOTE] = kept, "desk_overtaken"


# ---- before a page is drawn


def lay_the_desk() -> None:
    """Lay roster and scenario on a desk that has none, the plan that the address names, and that of a job that is done."""
    _take_over()
    desk, asked = state.desk(), state.asked_plan()
    if asked and plans.may_be_opened(asked):
        desk.show(asked)
    _take_in()
    if desk.roster and not rosters.is_here(desk.roster):
        desk.roster = ""  # the folder of results was emptied
    if not desk.draft and (first := drafts.first_shipped()):
        desk.base_name, desk.base = first
        desk.draft = desk.base
    if not desk.roster:
        _use_sample()


def _take_over() -> None:
    """Lay what another tab has saved meanwhile; nothing of this session is lost, since each of its steps was saved."""
    newer = newer_desk(state.desk())
    if newer is not None:
        st.session_state[state.DESK] = newer
        st.session_state[state.UNDO], st.session_state[state.REDO] = [], []
        st.session_state[state.EDITION] += 1
        st.session_state[state.NOTE] = "desk_newer"


# ---- what verbs share


def _plan(asked: Scenario) -> None:
    """Have the draft planned in place of what is under way; a quick job is waited for."""
    desk, pool = state.desk(), workers.pool()
    if state.job() is not None:
        cancel()
    before, near = (plans.folder_of(plan) for plan in (desk.current, "" if asked.stay_close is None else plans.to_stay_close_to()))
    task = {
        "rosters": str(paths.rosters()), "roster": desk.roster, "locks": desk.locks, "scenario": to_yaml(desk.draft), "parent": to_yaml(desk.base),
        "name": desk.base_name, "lang": state.lang(), "before": before and str(before), "close_to": near and str(near),
    }  # fmt: skip
    desk.job = pool.submit("plan", task, title=asked.title, limit_s=float(asked.solver.time_limit_s) + GRACE_S)
    save()
    pool.wait(desk.job, MOMENT_S)


def _stand_again(plan: str) -> NoReturn:
    """Stand at the plan that answers already what was asked, instead of making it a second time."""
    if plan != state.desk().current:
        remember(state.UNDO, state.desk().current)
        open_plan(plan)
    say("success", t("solve_same"))
    go_to("plan")


def _lock(people: list[str], lock: Lock | None) -> None:
    _locked(people, lock)
    st.rerun()


def _locked(people: list[str], lock: Lock | None) -> None:
    desk = state.desk()
    others = {person: decided for person, decided in desk.locks.items() if person not in people}
    kept = [person for person in get(desk.draft, ("keep", "people"), []) if person not in people]
    kept += people if lock == "keep" else []
    _put(put(desk.draft, ("keep", "people"), kept or None), {**others, **(dict.fromkeys(people, lock) if lock else {})})


def _put(draft: dict[str, Any], locks: dict[str, Lock] | None = None, widgets_know: bool = False) -> None:
    """Replace the draft, and the session's locks where given, as a step that can be undone."""
    with state.undisturbed():
        remember(state.UNDO)
        st.session_state[state.REDO] = []
        state.desk().draft = draft
        if locks is not None:
            state.desk().locks = locks
        settled(widgets_know)


def lay_scenario(data: dict[str, Any], name: str) -> None:
    """Lay another scenario on the desk, a step that can be undone."""
    with state.undisturbed():
        desk = state.desk()
        remember(state.UNDO)
        desk.base, desk.base_name, desk.draft = copy.deepcopy(data), name, copy.deepcopy(data)
        settled(False)


def _lay(sha256: str, name: str, sample: bool) -> None:
    """Lay a roster on the desk. Locks are about people of the old one, so they go; plans stay to be compared with."""
    desk = state.desk()
    if desk.roster != sha256:
        desk.locks = {}
        st.session_state[state.FIGURE] = {}
    desk.roster, desk.roster_name, desk.sample = sha256, name, sample
    save()


def remember(where: str, plan: str = "") -> None:
    """Put what lies on the desk among the steps back, or forth. plan: the plan at which to stand with it again."""
    desk = state.desk()
    step = (desk.draft, desk.locks, desk.base, desk.base_name, plan)
    st.session_state[where] = [*st.session_state[where], step][-UNDO_STEPS:]


def _planned(plan: str) -> None:
    """One step back from a plan that has come in stands at the one before, with what that was asked: the edits between are one step."""
    desk, was, asked = state.desk(), plans.asked(state.desk().current), plans.asked(plan)
    if "scenario" not in was or (asked.get("scenario"), asked.get("locks", {})) != (desk.draft, desk.locks):
        return  # the first plan, or edited since it was asked for: that is the last thing then
    before, steps = (was["scenario"], was.get("locks", {})), st.session_state[state.UNDO]
    edits = next((i for i, step in reversed(list(enumerate(steps))) if step[-1] or step[:2] == before), None)
    if edits is not None and steps[edits][:2] == before and not steps[edits][-1]:
        steps = steps[:edits]
    st.session_state[state.UNDO] = [*steps, (*before, desk.base, desk.base_name, desk.current)][-UNDO_STEPS:]
    st.session_state[state.REDO] = []


def settled(widgets_know: bool) -> None:
    """Save the desk once what it asks has changed. widgets_know: whether the fields that show it hold it already."""
    _forget_end()
    if not widgets_know:
        st.session_state[state.EDITION] += 1
    save()


def _take_in() -> None:
    """Put the plan of a job that is done on the desk."""
    job = state.job()
    if job is not None and job.phase is Phase.DONE:
        state.desk().job = ""
        _planned(job.id)
        open_plan(job.id)


def _forget_end() -> None:
    """How a job ended without a plan is of no interest once something else is asked."""
    job = state.job()
    if job is None or (job.finished and job.phase is not Phase.DONE):
        state.desk().job = ""
