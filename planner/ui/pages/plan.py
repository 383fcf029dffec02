"""Plan: what is decided and how sure that is; the figures, the units, the people behind every one of them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui import layout
from planner.ui.forms import draft_faults
from planner.ui.forms.change_words import field_shown
from planner.ui.parts import plan_notes, plan_parts, repair_menu
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import actions, plans, state
from planner.ui.session.words import day, named, plain, t, value, word
from planner.ui.widgets import draw


def plan_page() -> None:
    """Draw the page."""
    layout.head("plan")
    draft_faults.show()
    plan = state.desk().current
    summary = plans.summary(plan)
    if summary is None:
        if state.job() is None:  # else the panel above says what is under way
            _nothing_yet()
        return
    if summary["headcount"] is None:
        _no_plan(summary)
    if summary["status"] == "infeasible":
        _conflict(plan)
    if summary["headcount"] is None:
        _provenance(summary)
        return
    plan_notes.section(plan)
    plan_parts.choose()
    _provenance(summary)
    plans.make_ready(plan)


def _nothing_yet() -> None:
    st.info(t("plan_empty"), icon=":material/play_circle:")
    made = plans.commanded_plans()
    if made:
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        chosen = left.selectbox(t("plan_open_made"), made, format_func=named(made, plan_name), key=state.spoken("w_made_plan"))
        right.button(t("plan_open"), on_click=actions.open_plan, args=(chosen,), key="open_made_plan", width="stretch")


def _no_plan(summary: dict[str, Any]) -> None:
    """That there is no plan, and what that says: impossible and unknown are never merged."""
    from planner.core.texts import text

    status = summary["status"]
    box = st.error if status == "infeasible" else st.warning
    box(f"**{value('status', status)}.** {text(f'words.status_means_{status}', state.lang())}", icon=":material/block:" if status == "infeasible" else ":material/help:")


def _conflict(plan: str) -> None:
    headline = plans.menu(plan, state.lang())["headline"]
    if headline:
        st.markdown(f"**{plain(headline)}**")
    repair_menu.section(plan)
    st.header(t("conflict_title"), anchor=False)
    st.caption(t("conflict_means"))
    for entry in plans.conflict(plan, state.lang()):
        with st.container(border=True):
            st.markdown(plain(entry["message"]))
            st.caption(f"{t('conflict_key')}: {plain(field_shown(entry['requirement']))}")
    st.info(t("conflict_next"), icon=":material/tips_and_updates:")


def _provenance(summary: dict[str, Any]) -> None:
    with st.expander(t("plan_provenance"), icon=":material/fingerprint:"):
        kept = summary["provenance"]
        rows = [(t(f"provenance_{key}"), _provenance_text(key, kept[key])) for key in (
            "planner", "roster", "roster_sha256", "scenario", "scenario_sha256", "law_checked_on", "solver", "seed", "threads", "seconds",
        ) if key in kept]  # fmt: skip
        if summary["objective"] is not None:
            rows += [
                (word("figure_objective"), f"{summary['objective']:.6f}"),
                (word("figure_bound"), f"{summary['bound']:.6f}"),
            ]
        draw.small_table((t("provenance_what"), t("provenance_value")), rows)
        if kept.get("changes"):
            st.caption(t("provenance_changes"))
            for change in kept["changes"]:
                st.text(change)
        for said in (*summary.get("warnings", [])[:20], *summary.get("notes", [])):
            st.text(said)


def _provenance_text(key: str, kept: Any) -> str:
    if key == "law_checked_on":
        return day(kept)
    return "–" if kept is None else str(kept)
