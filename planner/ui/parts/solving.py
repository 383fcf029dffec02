"""From a click on Solve to a plan on the desk: hand the work to a worker, watch it, show what it came to."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.core.errors import InputError
from planner.scenario.load import LoadedScenario, scenario_from, to_yaml
from planner.service.jobs.state import JobState, Phase, problem_records
from planner.ui.parts import plan_choice
from planner.ui.session import paths, plans, state
from planner.ui.session.words import percent, plain, t, whole

POLL_S = 0.25
MOMENT_S = 1.2
GRACE_S = 5.0
"""A worker starts within this time where none is warm yet; then the scenario's own limit counts."""


def checked() -> LoadedScenario | None:
    """The draft as a scenario; None where it has problems, which are then in the session for the pages to show."""
    try:
        loaded = scenario_from(state.desk().draft, name=state.desk().base_name or "scenario.yaml")
    except InputError as error:
        st.session_state[state.PROBLEMS] = problem_records(error.problems)
        return None
    return loaded


def solve() -> None:
    """Hand the draft to a worker."""
    desk = state.desk()
    st.session_state.pop(state.PROBLEMS, None)
    st.session_state.pop(state.ENDED, None)
    loaded = checked()
    if loaded is None or not desk.roster:
        return
    if (under_way := job_state()) and not under_way.finished:
        plans.pool().cancel(under_way.id)
    before = plans.folder_of(desk.current)
    near = plans.folder_of(plan_choice.reference()) if loaded.scenario.stay_close is not None else None
    task = {
        "rosters": str(paths.rosters()),
        "roster": desk.roster,
        "locks": desk.locks,
        "scenario": to_yaml(desk.draft),
        "parent": to_yaml(desk.base),
        "name": desk.base_name or "scenario.yaml",
        "lang": state.lang(),
        "before": str(before) if before else None,
        "close_to": str(near) if near else None,
    }
    limit = float(loaded.scenario.solver.time_limit_s) + GRACE_S
    desk.job = plans.pool().submit("plan", task, title=loaded.scenario.title, limit_s=limit)
    state.save()


def wait_a_moment() -> None:
    """Give a quick job the time to end, so that its plan is drawn at once instead of the old one first."""
    job = job_state()
    if job is not None and not job.finished:
        plans.pool().wait(job.id, MOMENT_S)


def job_state() -> JobState | None:
    """The state of the desk's job; None where there is none, or its plan is already on the desk."""
    desk = state.desk()
    return plans.pool().state(desk.job) if desk.job else None


def take_in() -> None:
    """Put a finished job's plan on the desk; keep in the session how it ended where there is no plan."""
    job, desk = job_state(), state.desk()
    if job is None or not job.finished:
        return
    desk.job = ""
    if job.phase is Phase.DONE:
        desk.show(job.id)
    else:
        st.session_state[state.ENDED] = job
        st.session_state[state.PROBLEMS] = list(job.problems) or None
    state.save()


def panel() -> None:
    """What the desk's job is doing, on every page: progress with a cancel button, or how it ended."""
    job = job_state()
    if job is not None:
        _watch()
        return
    ended: JobState | None = st.session_state.get(state.ENDED)
    if ended is None:
        return
    if ended.phase is Phase.REFUSED:
        st.error(t("job_refused"), icon=":material/error:")
        show_problems(list(ended.problems))
    elif ended.phase is Phase.CANCELLED:
        st.warning(t("job_cancelled"), icon=":material/cancel:")
    else:
        st.error(t(f"job_{ended.phase.value}"), icon=":material/error:")


@st.fragment(run_every=POLL_S)
def _watch() -> None:
    job = job_state()
    if job is None or job.finished:
        st.rerun()
    with st.container(border=True):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(f"**{t('job_working')}** {_now(job)}")
        right.button(
            t("cancel"),
            on_click=_cancel,
            args=(job.id,),
            icon=":material/stop_circle:",
            width="stretch",
            key="cancel_job",
        )
        st.progress(_closed(job), text=_figures(job))


def _cancel(job: str) -> None:
    plans.pool().cancel(job)


def _now(job: JobState) -> str:
    if job.phase is Phase.WAITING:
        return t("job_waiting", ahead=job.ahead) if job.ahead else t("job_starting")
    phase = job.progress["phase"] if job.progress else "reading"
    return t("job_phase", phase=t(f"phase_{phase}"), seconds=whole(job.seconds))


def _figures(job: JobState) -> str:
    progress = job.progress or {}
    if progress.get("gap") is None:
        return t("job_no_plan_yet")
    return t("job_gap", gap=percent(progress["gap"], 4))


def _closed(job: JobState) -> float:
    """How far the gap has closed, on the scale of its decimal places: 10 % is 0, 0.001 % is 1."""
    import math

    gap = (job.progress or {}).get("gap")
    if gap is None:
        return 0.02
    return min(1.0, max(0.05, -(math.log10(max(gap, 1e-5)) + 1) / 4))


def show_problems(problems: list[dict[str, Any]], limit: int = 12) -> None:
    """Problems as sentences with their paths."""
    shown = [p[state.lang()] for p in problems[:limit]]
    for entry in shown:
        place = ", ".join(str(entry[k]) for k in ("file", "sheet", "row", "column") if entry[k] is not None)
        st.markdown(f"- **{plain(place)}** {plain(entry['message'])}" if place else f"- {plain(entry['message'])}")
    if len(problems) > limit:
        st.caption(t("more_problems", n=len(problems) - limit))
