"""What a plan can be taken home as: its workbook, the official lists, a pack for each unit, every decision as CSV.

Each file is made by a worker when its button is pressed, and only then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from planner.service.jobs.state import folder_of
from planner.service.jobs.tasks import workbook_path
from planner.ui.session import plans, state
from planner.ui.session.words import named, t, titled

LIMIT_S = 300.0
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Make = Callable[[], bytes]


def section(plan: str, summary: dict[str, Any]) -> None:
    """The button for the workbook, and below it the other files."""
    folder = plans.folder_of(plan)
    assert folder is not None
    name = _file_name(titled(summary["title"]))
    _button("download_excel", _workbook(folder, state.lang()), f"{name}.xlsx", XLSX)
    with st.popover(t("files_more"), icon=":material/folder_zip:", width="stretch"):
        _others(folder, summary, name)


@st.fragment
def _others(folder: Path, summary: dict[str, Any], name: str) -> None:
    """Lists, packs and decisions; choosing here draws nothing else anew."""
    source, lang = str(folder), state.lang()
    st.markdown(f"**{t('files_forms')}**", help=t("files_forms_means"))
    if summary["headcount"]["leavers"]:
        periods = ["", *(period["name"] for period in summary["periods"])]
        period = st.selectbox(
            t("files_period"), periods, format_func=named(periods, lambda p: p or t("files_all_periods")), key="w_files_period"
        )
        of_period = f"_{_file_name(period)}" if period else ""
        _button(
            "files_download_forms",
            _made("forms", "forms.xlsx", source, lang, period=period),
            f"{name}_{t('files_forms_name')}{of_period}.xlsx",
            XLSX,
        )
    else:
        st.caption(t("nobody_leaves"))
    st.markdown(f"**{t('files_packs')}**", help=t("files_packs_means"))
    units = {"": t("all_units"), **{str(u["unit"]): f"{u['unit']} · {u['name']}" for u in summary["units"] if u["before"]}}
    unit = st.selectbox(t("files_unit"), list(units), format_func=named(units, units.__getitem__), key="w_files_unit") or ""
    file, mime = ("pack.xlsx", XLSX) if unit else ("packs.zip", "application/zip")
    of_unit = f"_{_file_name(unit)}.xlsx" if unit else ".zip"
    _button("files_download_packs", _made("packs", file, source, lang, unit=unit), f"{name}_{t('files_packs_name')}{of_unit}", mime)
    st.markdown(f"**{t('files_decisions')}**", help=t("files_decisions_means"))
    _button("files_download_csv", (folder / "decisions.csv").read_bytes, "decisions.csv", "text/csv")


def _button(key: str, make: Make, file: str, mime: str) -> None:
    st.download_button(t(key), make, file, mime, key=key, icon=":material/download:", on_click="ignore", width="stretch")


def _workbook(folder: Path, lang: str) -> Make:
    """The workbook of a plan, written once for each plan and language."""
    pool = plans.pool()

    def make() -> bytes:
        path = workbook_path(folder, lang)
        if not path.is_file():
            pool.wait(pool.submit("workbook", {"source": str(folder), "lang": lang}, title="workbook", limit_s=LIMIT_S), LIMIT_S)
        return path.read_bytes()

    return make


def _made(kind: str, file: str, source: str, lang: str, **more: str) -> Make:
    """A file that a worker makes of a plan; called later, in a thread that knows no session."""
    pool = plans.pool()

    def make() -> bytes:
        job = pool.submit(kind, {"source": source, "lang": lang, **more}, title=kind, limit_s=LIMIT_S)
        pool.wait(job, LIMIT_S)
        return (folder_of(pool.root, job) / file).read_bytes()

    return make


def _file_name(title: str) -> str:
    """A file name made of a title."""
    from planner.ui.session.uploads import safe_name

    return safe_name(title)[:60].strip(" .") or "plan"
