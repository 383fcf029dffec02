"""What the desk's job is doing, on every page: how far it is, or how it ended where there is no plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from planner.service.jobs.state import JobState, Phase
from planner.ui.session import actions, state
from planner.ui.session.words import percent, t, whole
from planner.ui.widgets import style

POLL_S = 0.25


def panel(refused: Callable[[Sequence[dict[str, Any]], str], None]) -> None:
    """What the desk's job is doing, on every page: progress with a cancel button, or how it ended. refused: shows why, below a heading."""
    job = state.job()
    if job is None:
        return
    if not job.finished or job.phase is Phase.DONE:  # done this very moment: the watch has the page drawn anew
        _watch()
    elif job.phase is Phase.CANCELLED:
        st.warning(t("job_cancelled"), icon=":material/cancel:")
    else:
        refused(job.problems, t(f"job_{job.phase.value}"))


@st.fragment(run_every=POLL_S)
def _watch() -> None:
    job = state.job()
    if job is None or job.finished:
        st.rerun()
    with st.container(border=True, key=style.JOB_KEY):  # over the page: what comes and goes must not move what is below it
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(_now(job) if job.ahead else f"**{t('job_working')}** {_now(job)}")
        right.button(t("cancel"), on_click=actions.cancel, icon=":material/stop_circle:", width="stretch", key="cancel_job")
        st.progress(_closed(job), text=_figures(job))


def _now(job: JobState) -> str:
    """What the job is doing, in a sentence."""
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
