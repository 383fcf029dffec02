"""What a plan can be taken home as: its workbook, the official lists, the brief, a pack for each unit, every decision as CSV.

Each file is made by a worker when its button is pressed, and only then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from planner.service.jobs.tasks import workbook_path
from planner.ui.parts import paper_head
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import plans, state, uploads, workers
from planner.ui.session.words import named, t
from planner.ui.widgets.download import download


def section(plan: str, summary: dict[str, Any]) -> None:
    """The button for the workbook, and below it the other files."""
    folder = plans.folder_of(plan)
    assert folder is not None
    name = _file_name(plan_name(plan))
    _button("download_excel", _workbook(folder, state.lang()), f"{name}.xlsx")
    with st.popover(t("files_more"), icon=":material/folder_zip:", width="stretch"):
        _others(folder, summary, name)


@st.fragment
def _others(folder: Path, summary: dict[str, Any], name: str) -> None:
    """Lists, packs and decisions; choosing here draws nothing else anew."""
    asked = {"source": str(folder), "lang": state.lang()}
    head = {"head": paper_head.fields(), "called": paper_head.called()}
    st.markdown(f"**{t('files_forms')}**", help=t("files_forms_means"))
    if summary["headcount"]["leavers"]:
        periods = ["", *(period["name"] for period in summary["periods"])]
        period = st.selectbox(
            t("files_period"), periods, format_func=named(periods, lambda p: p or t("files_all_periods")), key="w_files_period"
        )
        of_period = f"_{_file_name(period)}" if period else ""
        forms = workers.file_of("forms", {**asked, **head, "period": period}, "forms.xlsx")
        _button("files_download_forms", forms, f"{name}_{t('files_forms_name')}{of_period}.xlsx")
    else:
        st.caption(t("nobody_leaves"))
    _brief(folder, head, name)
    st.markdown(f"**{t('files_packs')}**", help=t("files_packs_means"))
    units = {"": t("all_units"), **{str(u["unit"]): f"{u['unit']} · {u['name']}" for u in summary["units"] if u["before"]}}
    unit = st.selectbox(t("files_unit"), list(units), format_func=named(units, units.__getitem__), key="w_files_unit") or ""
    packs = workers.file_of("packs", {**asked, "unit": unit}, "pack.xlsx" if unit else "packs.zip")
    _button("files_download_packs", packs, f"{name}_{t('files_packs_name')}" + (f"_{_file_name(unit)}.xlsx" if unit else ".zip"))
    st.markdown(f"**{t('files_decisions')}**", help=t("files_decisions_means"))
    _button("files_download_csv", (folder / "decisions.csv").read_bytes, f"{name}_{t('files_decisions_name')}.csv")


def _brief(folder: Path, head: dict[str, Any], name: str) -> None:
    """The brief for leaders, to be edited and to be read."""
    st.markdown(f"**{t('files_brief')}**", help=t("files_brief_means"))
    own = {**head["head"], **paper_head.brief_fields()}
    if not paper_head.can_stand(own):
        return
    line = st.container(horizontal=True)
    for ending in ("docx", "pdf"):
        task = {"sources": [str(folder)], "lang": state.lang(), "head": own, "called": head["called"], "file": f"brief.{ending}"}
        with line:
            _button(f"files_download_brief_{ending}", workers.file_of("brief", task, task["file"]), f"{name}_{t('files_brief_name')}.{ending}")


def _button(key: str, make: Callable[[], bytes], file: str) -> None:
    download(t(key), make, file, key=key, width="stretch")


def _workbook(folder: Path, lang: str) -> Callable[[], bytes]:
    """The workbook of a plan, written once for each plan and language."""
    path = workbook_path(folder, lang)

    def make() -> bytes:
        if not path.is_file():
            workers.answer("workbook", {"source": str(folder), "lang": lang}, quick=False)
        return path.read_bytes()

    return make


def _file_name(title: str) -> str:
    """A file name made of a title."""
    return uploads.file_name(title) or "plan"
