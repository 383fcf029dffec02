"""The frame of every page: the bar at the side, the status line on top, the pages' list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from planner.texts import LANGUAGES
from planner.ui import draft as drafts
from planner.ui import look, solving, start, state, store
from planner.ui.words import money, named, percent, plain, signed, t, titled, value, whole

PAGES = ("data", "benefits", "replay", "scenario", "plan", "returns", "compare", "person")
ICONS = {
    "data": "table_view",
    "benefits": "payments",
    "replay": "difference",
    "scenario": "tune",
    "plan": "task_alt",
    "returns": "fact_check",
    "compare": "compare_arrows",
    "person": "person_search",
}
FIRST_PAGE = "data"
MOST_CHANGES = 12
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
    """Leave for another page, which is found again by its address from the first moment."""
    st.switch_page(st.session_state["pages"][page], query_params=state.address())


def head(page: str, views: bool = False) -> None:
    """The top of a page: its title, the status line, notices, and what the worker is doing.

    views: whether the page shows a plan before, after and as changes, and so offers the choice.
    """
    st.session_state[state.PAGE] = page
    look.apply()
    st.title(t(f"page_{page}"), anchor=False)
    status_line(page, views)
    _notice()
    solving.panel()


def status_line(page: str, views: bool = False) -> None:
    """Target, headcount, leavers, cost, involuntary exits, status and gap of the plan, each with the change since the last one.

    It stays in view while the page scrolls. A click on a figure lists the people behind it on the Plan page.
    """
    desk = state.desk()
    now, before = store.summary(desk.current), store.summary(desk.before)
    if now is None:
        return
    with st.container(key=look.STATUS_KEY, gap="xsmall"):
        figures = st.container(horizontal=True, gap="xsmall", vertical_alignment="center")
        solved, old = now["headcount"] is not None, before if before and before["headcount"] else None
        figures.markdown(f":blue-badge[{t('status_target')} {percent(_target(desk.current))}]", width="content", help=t("help_target"))
        if solved:
            _solved_figures(figures, now, old, page)
        gap = "" if now["gap"] is None else f" · {t('status_gap', gap=percent(now['gap'], 4))}"
        status = now["status"]
        said = t(f"short_{status}") + gap
        badge = f":{STATUS_COLOURS[status]}-badge[:material/{STATUS_ICONS[status]}: {said}]"
        figures.markdown(badge, width="content", help=value("status", status))
        line = st.container(horizontal=True, gap="small", vertical_alignment="center")
        changed = "" if old is None or not solved else t("status_against", title=_titled(desk.before, old))
        shown = f":orange-badge[:material/sync_problem: {t('status_stale')}]" if _stale(now) else ""
        line.markdown(f":small[**{_titled(desk.current, now)}** {changed} {shown}]")
        if views and solved:
            _views(line)


STATUS_COLOURS: dict[str, Any] = {"optimal": "green", "feasible": "orange", "infeasible": "red", "unknown": "orange"}
STATUS_ICONS = {"optimal": "verified", "feasible": "hourglass_bottom", "infeasible": "block", "unknown": "help"}


def _solved_figures(place: Any, now: dict[str, Any], old: dict[str, Any] | None, page: str) -> None:
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
            f"{whole(people['leavers'])} ({percent(people['reduction'])})",
            _change(people["leavers"], was.get("leavers")),
            "leavers",
        ),
        ("cost", money(now["cost_vnd"]), _change(now["cost_vnd"], old_cost, worse_up=True, in_money=True), "paid"),
        ("involuntary", whole(now["involuntary"]), _change(now["involuntary"], old_forced, worse_up=True), "involuntary"),
    )
    for name, figure, change, group in shown:
        place.button(
            f"{t(f'status_{name}')} **{figure}**{change}", key=f"status_{name}", type="tertiary", 
            on_click=_show_behind, args=(group, page),
        )  # fmt: skip


def _show_behind(group: str, page: str) -> None:
    state.show_people({"paid": True} if group == "paid" else {"group": group})
    if page != "plan":
        st.session_state[state.GO_TO_PLAN] = True


def _change(new: float, was: float | None, worse_up: bool = False, in_money: bool = False) -> str:
    """A difference with sign, arrow and, where more or less is better, colour; nothing where nothing changed."""
    if was is None or was == new:
        return ""
    arrow = "▲" if new > was else "▼"
    text = f"{arrow} {_signed_money(new - was) if in_money else signed(new - was)}"
    colour = ("red" if new > was else "green") if worse_up else "gray"
    return f" :{colour}[{text}]"


def _views(place: Any) -> None:
    """Before, after, changes: chosen for each page."""
    from planner.tables.behind import VIEWS

    key = f"w_view_{st.session_state[state.PAGE]}"
    place.segmented_control(
        t("view"), VIEWS, default=state.view(), format_func=named(VIEWS, lambda v: t(f"view_{v}")), key=key, required=True, label_visibility="collapsed",
        on_change=lambda: state.set_view(st.session_state[key]),
    )  # fmt: skip


def _signed_money(difference: float) -> str:
    return ("+" if difference > 0 else "−") + money(abs(difference))


def _titled(plan: str, summary: dict[str, Any]) -> str:
    target = _target(plan)
    title = titled(summary["title"])
    return plain(title if target is None else f"{title} ({target_said(target)})")


def target_said(target: float) -> str:
    """A target as short as it can be said: 20%, 39,5%."""
    return percent(target, 0 if round(target * 100, 6).is_integer() else 1)


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
    steps = st.container(horizontal=True, gap="xsmall")
    for name, step, kept in (("undo", state.undo, state.UNDO), ("redo", state.redo, state.REDO)):
        steps.button(
            t(name), on_click=step, disabled=not st.session_state[kept], key=name, icon=f":material/{name}:", help=t(f"help_{name}")
        )
    if desk.draft:
        _side_changes()
    said = [t("side_roster", name=plain(desk.roster_name))] if desk.roster else []
    if desk.draft:
        said.append(t("side_scenario", title=plain(titled(desk.draft.get("title", "")))))
    if said:
        st.caption("\n\n".join(said))


def _side_changes() -> None:
    """What the draft changes of its parent, on every page."""
    from planner.ui.change_words import said_changes

    changes = list(drafts.shown_changes(state.desk().base, state.desk().draft))
    if changes:
        with st.popover(
            t("side_changes", n=len(changes), name=plain(state.desk().base_name)), icon=":material/difference:", width="stretch"
        ):
            for line in said_changes(changes[:MOST_CHANGES]):
                st.text(line)
            if len(changes) > MOST_CHANGES:
                st.caption(t("more_changes", n=whole(len(changes) - MOST_CHANGES)))


def target_input(last: int) -> None:
    """The one field for the target of the last period."""
    path = ("periods", last, "reduction_at_least")
    key = f"w_target_{state.edition()}"
    kept = drafts.as_percent(drafts.get(state.desk().draft, path))
    st.number_input(
        t("target_label"), min_value=0.0, max_value=100.0, value=kept, step=1.0, format="%g", key=key,
        on_change=state.while_drawn(lambda: state.change(path, drafts.as_share(st.session_state[key]))),
    )  # fmt: skip
    # Not as a help: its button would carry the field's name a second time.
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
