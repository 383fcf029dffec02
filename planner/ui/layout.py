"""The top of every page: its title, the status line, what the last click has to say, and the work under way."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui.forms.change_words import said_changes
from planner.ui.parts import job_panel
from planner.ui.parts.plan_names import asked_target, target_said
from planner.ui.session import actions, drafts, plans, state
from planner.ui.session.words import money, named, percent, plain, signed, signed_money, t, titled, value, whole
from planner.ui.widgets import draw, style


def head(page: str, views: bool = False) -> None:
    """The top of a page: its title, the status line, notices, and what the worker is doing.

    views: whether the page shows a plan before, after and as changes, and so offers the choice.
    """
    st.session_state[state.PAGE] = page
    style.apply()
    st.title(t(f"page_{page}"), anchor=False)
    status_line(views)
    with st.container(gap=None):  # always there: what comes and goes above must not fold up what is open below
        if note := st.session_state.pop(state.NOTE, None):
            st.warning(t(note), icon=":material/tab_duplicate:")
        draw.what_was_said()
        job_panel.panel()


def status_line(views: bool = False) -> None:
    """Target, headcount, leavers, cost, involuntary exits, status and gap of the plan, each with the change since the last one.

    It stays in view while the page scrolls. A click on a figure lists the people behind it on the Plan page.
    """
    desk = state.desk()
    now, before = plans.summary(desk.current), plans.summary(desk.before)
    if now is None:
        return
    with st.container(key=style.STATUS_KEY, gap="xsmall"):
        figures = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
        solved, old = now["headcount"] is not None, before if before and before["headcount"] else None
        figures.markdown(f":blue-badge[{t('status_target')} {percent(asked_target(desk.current))}]", width="content", help=t("help_target"))
        if solved:
            _solved_figures(figures, now, old)
        gap = "" if now["gap"] is None else f" · {t('status_gap', gap=percent(now['gap'], 4))}"
        status = now["status"]
        edited = edited_since(desk.current)
        said = f"{t('short_earlier')} · {t(f'short_{status}')}" if edited else t(f"short_{status}") + gap
        badge = f":orange-badge[:material/history: {said}]" if edited else f":{STATUS_COLOURS[status]}-badge[:material/{STATUS_ICONS[status]}: {said}]"
        figures.markdown(badge, width="content", help=value("status", status))
        line = st.container(horizontal=True, gap="small", vertical_alignment="center")
        changed = "" if old is None or not solved else t("status_against", title=_titled(desk.before, old))
        shown = f":orange-badge[:material/sync_problem: {t('status_stale')}]" if edited else ""
        line.markdown(f":small[**{_titled(desk.current, now)}** {changed} {shown}]")
        if edited:
            st.caption(f"{t('edited_since')}: {plain('; '.join(edited[:MOST_EDITS]))}" + (f" (+{len(edited) - MOST_EDITS})" if len(edited) > MOST_EDITS else ""))
        if views and solved:
            _views(line)


NOT_ASKED = (("roster",), ("corrections",))
"""Keys that only say where files lie."""
MOST_EDITS = 3
STATUS_COLOURS: dict[str, Any] = {"optimal": "green", "feasible": "orange", "infeasible": "red", "unknown": "orange"}
STATUS_ICONS = {"optimal": "verified", "feasible": "hourglass_bottom", "infeasible": "block", "unknown": "help"}


def _solved_figures(place: Any, now: dict[str, Any], old: dict[str, Any] | None) -> None:
    people = now["headcount"]
    was = (old or {}).get("headcount") or {}
    old_cost, old_forced = (old or {}).get("cost_vnd"), (old or {}).get("involuntary")
    shown = (
        (
            "headcount",
            f"{whole(people['baseline'])} → {whole(people['remaining'])}",
            _change(people["remaining"], was.get("remaining")),
            "retained",
        ),
        (
            "leavers",
            f"{whole(people['leavers'])} ({_share_said(now)})",
            _change(people["leavers"], was.get("leavers")),
            "leavers",
        ),
        ("cost", money(now["cost_vnd"]), _change(now["cost_vnd"], old_cost, worse_up=True, in_money=True), "paid"),
        ("involuntary", whole(now["involuntary"]), _change(now["involuntary"], old_forced, worse_up=True), "involuntary"),
    )
    for name, figure, change, group in shown:
        place.button(
            f"{t(f'status_{name}')} **{figure}**{change}", key=f"status_{name}", type="tertiary", 
            on_click=actions.list_people, args=({"paid": True} if group == "paid" else {"group": group},),
        )  # fmt: skip


def _share_said(summary: dict[str, Any]) -> str:
    """The share of the people who leave; where the target counts posts, the share of posts that it is compared with."""
    reduction = summary["headcount"]["reduction"]
    share = summary["periods"][-1].get("reached", reduction)
    return percent(share) if share == reduction else t("status_posts", share=percent(share))


def _change(new: float, was: float | None, worse_up: bool = False, in_money: bool = False) -> str:
    """A difference with sign, arrow and, where more or less is better, colour; nothing where nothing changed."""
    if was is None or was == new:
        return ""
    arrow = "▲" if new > was else "▼"
    text = f"{arrow} {signed_money(new - was) if in_money else signed(new - was)}"
    colour = ("red" if new > was else "green") if worse_up else "gray"
    return f" :{colour}[{text}]"


def _views(place: Any) -> None:
    """Before, after, changes: chosen for each page."""
    from planner.plan.tables.behind import VIEWS

    key = f"w_view_{st.session_state[state.PAGE]}"
    place.segmented_control(
        t("view"), VIEWS, default=state.view(), format_func=named(VIEWS, lambda v: t(f"view_{v}")), key=key, required=True, label_visibility="collapsed",
        on_change=lambda: actions.choose_view(st.session_state[key]),
    )  # fmt: skip


def _titled(plan: str, summary: dict[str, Any]) -> str:
    target = asked_target(plan)
    title = titled(summary["title"])
    return plain(title if target is None else f"{title} ({target_said(target)})")


def edited_since(plan: str) -> list[str]:
    """What the plan was not asked, in words: edits of the scenario, people decided, another roster, edits that are not
    finished. Empty where the plan answers what stands on the desk."""
    from planner.scenario.load import fingerprint

    desk, summary = state.desk(), plans.summary(plan)
    if summary is None:
        return []
    asked = plans.asked(plan)
    lines = []
    if summary["provenance"]["scenario_sha256"] != fingerprint(desk.draft):
        own = [change for change in drafts.shown_changes(asked.get("scenario", {}), desk.draft) if change[0] not in NOT_ASKED]
        lines = list(said_changes(own)) or [t("edited_scenario")]
    if asked.get("locks", {}) != desk.locks:
        lines.append(t("edited_locks"))
    if desk.roster and not plans.is_of_people(plan, desk.roster):
        lines.append(t("edited_roster", name=desk.roster_name))
    return [*lines, *(t("edited_unfinished", field=entry["label"]) for entry in desk.unfinished.values())]
