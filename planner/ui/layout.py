"""The frame of every page: the bar at the side, the status line on top, the pages' list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from planner.texts import LANGUAGES
from planner.ui import draft as drafts
from planner.ui import solving, start, state, store
from planner.ui.words import money, percent, plain, signed, t, value, whole

PAGES = ("data", "benefits", "replay", "scenario", "plan", "compare", "person")
ICONS = {
    "data": "table_view",
    "benefits": "payments",
    "replay": "difference",
    "scenario": "tune",
    "plan": "task_alt",
    "compare": "compare_arrows",
    "person": "person_search",
}
FIRST_PAGE = "data"
ICON = Path(__file__).with_name("icon.png")


def run() -> None:
    """Draw the app: settings of the page, the bar at the side, and the page that was asked for."""
    state.start()
    # A picture of our own: for an icon named here or by a page, the browser would ask a server on the internet.
    st.set_page_config(page_title=t("app_title"), page_icon=str(ICON), layout="wide", initial_sidebar_state="expanded")
    store.pool()
    pages = {
        name: st.Page(
            _page(name),
            title=t(f"page_{name}"),
            icon=f":material/{ICONS[name]}:",
            url_path=name,
            default=name == FIRST_PAGE,
        )
        for name in PAGES
    }
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()))
    start.lay_the_desk()
    solving.take_in()
    with st.sidebar:
        _side_bar()
    state.write_address()
    chosen.run()


def go_to(page: str) -> None:
    """Leave for another page."""
    st.switch_page(st.session_state["pages"][page])


def head(page: str) -> None:
    """The top of a page: its title, the status line, notices, and what the worker is doing."""
    st.title(t(f"page_{page}"), anchor=False)
    status_line()
    _notice()
    solving.panel()


def status_line() -> None:
    """Target, headcount, leavers, cost, involuntary exits, status and gap of the plan, each with the change since the last one."""
    desk = state.desk()
    now, before = store.summary(desk.current), store.summary(desk.before)
    if now is None:
        return
    with st.container(border=True):
        columns = st.columns([0.9, 1.5, 1.4, 1.4, 1, 1.5])
        solved, old = now["headcount"] is not None, before if before and before["headcount"] else None
        target = _target(desk.current)
        columns[0].metric(t("status_target"), percent(target), help=t("help_target"))
        if solved:
            _solved_figures(columns, now, old)
        columns[5].metric(
            t("status_status"),
            t(f"short_{now['status']}"),
            delta=None if now["gap"] is None else t("status_gap", gap=percent(now["gap"], 4)),
            delta_color="off",
            delta_arrow="off",
            help=value("status", now["status"]),
        )
        changed = "" if old is None or not solved else t("status_against", title=_titled(desk.before, old))
        shown = t("status_stale") if _stale(now) else ""
        st.caption(f"**{_titled(desk.current, now)}** {changed} {shown}")


def _solved_figures(columns: Any, now: dict[str, Any], old: dict[str, Any] | None) -> None:
    people = now["headcount"]
    figures = (
        (
            t("status_headcount"),
            f"{whole(people['baseline'])} → {whole(people['remaining'])}",
            people["remaining"],
            _of(old, "headcount", "remaining"),
            "off",
            None,
        ),
        (
            t("status_leavers"),
            f"{whole(people['leavers'])} ({percent(people['reduction'])})",
            people["leavers"],
            _of(old, "headcount", "leavers"),
            "off",
            None,
        ),
        (t("status_cost"), money(now["cost_vnd"]), now["cost_vnd"], _of(old, "cost_vnd"), "inverse", money),
        (
            t("status_involuntary"),
            whole(now["involuntary"]),
            now["involuntary"],
            _of(old, "involuntary"),
            "inverse",
            None,
        ),
    )
    for column, (label, shown, new, was, colour, form) in zip(columns[1:5], figures, strict=True):
        delta = None if was is None or was == new else (_signed_money(new - was) if form else signed(new - was))
        column.metric(label, shown, delta=delta, delta_color=colour, delta_arrow="off" if delta is None else _arrow(new - was))


def _arrow(difference: float) -> Any:
    return "up" if difference > 0 else "down"


def _signed_money(difference: float) -> str:
    return ("+" if difference > 0 else "−") + money(abs(difference))


def _of(summary: dict[str, Any] | None, *path: str) -> Any:
    return None if summary is None else drafts.get(summary, path)


def _titled(plan: str, summary: dict[str, Any]) -> str:
    target = _target(plan)
    return plain(summary["title"] if target is None else f"{summary['title']} ({percent(target, 0)})")


def _target(plan: str) -> float | None:
    """The last period's target that the plan was made for."""
    found = drafts.get(store.asked(plan), ("scenario", "periods"), [])
    return None if not found else found[-1].get("reduction_at_least")


def _stale(now: dict[str, Any]) -> bool:
    """Whether the scenario was edited after the plan that is shown."""
    from planner.scenario.load import fingerprint

    return (
        now["provenance"]["scenario_sha256"] != fingerprint(state.desk().draft)
        or store.asked(state.desk().current).get("locks", {}) != state.desk().locks
    )


def _notice() -> None:
    kind, text = st.session_state.pop(state.NOTICE, ("", ""))
    if kind:
        getattr(st, kind)(text)


def _side_bar() -> None:
    desk = state.desk()
    st.radio(
        t("language"), LANGUAGES, index=LANGUAGES.index(state.lang()), format_func={"vi": "Tiếng Việt", "en": "English"}.get,
        horizontal=True, key="w_language", on_change=lambda: state.set_language(st.session_state["w_language"]),
    )  # fmt: skip
    st.divider()
    last = drafts.last_period(desk.draft)
    if last is not None:
        target_input(last)
    ready = bool(desk.roster and desk.draft)
    st.button(
        t("solve"), type="primary", icon=":material/play_arrow:", width="stretch", key="solve", on_click=_solve,
        disabled=not ready, help=None if ready else t("solve_needs_data"),
    )  # fmt: skip
    if st.session_state.pop(state.GO_TO_PLAN, False):
        solving.wait_a_moment()
        go_to("plan")
    if desk.roster:
        st.caption(t("side_roster", name=plain(desk.roster_name)))
    if desk.draft:
        st.caption(t("side_scenario", title=plain(desk.draft.get("title", ""))))


def target_input(last: int) -> None:
    """The one field for the target of the last period."""
    path = ("periods", last, "reduction_at_least")
    key = f"w_target_{state.edition()}"
    kept = drafts.as_percent(drafts.get(state.desk().draft, path))
    st.number_input(
        t("target_label"), min_value=0.0, max_value=100.0, value=kept, step=1.0, format="%g", key=key,
        on_change=lambda: state.change(path, drafts.as_share(st.session_state[key])),
    )  # fmt: skip
    st.caption(t("target_means", period=plain(drafts.get(state.desk().draft, ("periods", last, "name"), ""))))


def _solve() -> None:
    solving.solve()
    st.session_state[state.GO_TO_PLAN] = True


def _page(name: str) -> Callable[[], None]:
    def draw() -> None:
        import importlib

        getattr(importlib.import_module(f"planner.ui.{name}_page"), f"{name}_page")()

    draw.__name__ = f"{name}_page"
    return draw
