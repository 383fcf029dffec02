"""A question to a plan on a page: a button that has it asked in the background, how far it is, and what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from planner.service.jobs.asked import LONGEST_S, answer_file
from planner.service.jobs.state import JobState
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
    if file.is_file():
        return pd.read_parquet(file)
    job = _job(file)
    if job is not None and not job.finished:
        _watch(str(file), question)
        return None
    if job is not None and job.problems:
        problems.show(job.problems, said("failed"))
    st.caption(said(f"{question}_means"))
    st.button(said("ask"), on_click=_ask, args=(folder, file, question, person), key=f"ask_{question}_{plan}_{person}", icon=":material/query_stats:")
    return None


def _ask(folder: Path, file: Path, question: str, person: str) -> None:
    task = {"source": str(folder), "question": question, "person": person}
    job = workers.pool().submit("asked", task, title=question, limit_s=LONGEST_S + 60)
    st.session_state.setdefault(JOBS, {})[str(file)] = job


def _job(file: Path) -> JobState | None:
    job = st.session_state.get(JOBS, {}).get(str(file))
    return None if job is None else workers.pool().state(job)


@st.fragment(run_every=POLL_S)
def _watch(file: str, question: str) -> None:
    job = _job(Path(file))
    if job is None or job.finished:
        st.rerun()
    st.info(said("working", seconds=int(job.seconds)), icon=":material/hourglass_top:")
