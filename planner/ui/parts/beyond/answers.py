"""A question to a plan on a page: a button that has it asked in the background, how far it is, and what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.service.jobs.asked import LONGEST_S, answer_file
from planner.service.jobs.state import JobState, Phase
from planner.ui.parts.beyond.words import said
from planner.ui.session import plans, workers
from planner.ui.widgets import problems

if TYPE_CHECKING:
    import pandas as pd

POLL_S = 1.0
JOBS = "beyond_jobs"
"""Key of the session: file of an answer to the job that is to write it."""


def answer(plan: str, question: str, person: str = "") -> pd.DataFrame | None:
    """The answer, where it is there; else the button, or how far it is, is drawn, and None comes back."""
    import pandas as pd

    folder = plans.folder_of(plan)
    if folder is None:
        return None
    file = answer_file(folder, question, person)
    task = {"source": str(folder), "question": question, "person": person}
    return pd.read_parquet(file) if is_there(file, "asked", question, task, f"{plan}_{person}") else None


def is_there(file: Path, kind: str, question: str, task: dict[str, Any], key: str) -> bool:
    """Whether a task of this kind has left its answer in `file`; else the button, or how far it is, is drawn. key: tells its button
    from others of the same question."""
    if file.is_file():
        return True
    job = _job(file)
    if job is not None and not job.finished:
        _watch(str(file))
        return False
    if job is not None and job.problems:
        problems.show(job.problems, said("failed"))
    elif job is not None and job.phase is not Phase.DONE:
        st.error(said("stopped"), icon=":material/error:")
    st.caption(said(f"{question}_means"))
    st.button(said("ask"), on_click=ask, args=(file, kind, question, task), key=f"ask_{question}_{key}", icon=":material/query_stats:")
    return False


def ask(file: Path, kind: str, question: str, task: dict[str, Any]) -> None:
    """Have a task done in the background that leaves its answer in `file`."""
    job = workers.pool().submit(kind, task, title=question, limit_s=LONGEST_S + 60)
    st.session_state.setdefault(JOBS, {})[str(file)] = job


def _job(file: Path) -> JobState | None:
    job = st.session_state.get(JOBS, {}).get(str(file))
    return None if job is None else workers.pool().state(job)


@st.fragment(run_every=POLL_S)
def _watch(file: str) -> None:
    job = _job(Path(file))
    if job is None or job.finished:
        st.rerun()
    st.info(said("working", seconds=int(job.seconds)), icon=":material/hourglass_top:")
