"""Plan: what is decided and how sure that is; the figures, the units, the people behind every one of them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.jobs.tasks import workbook_path
from planner.texts import number
from planner.ui import charts, grids, layout, plan_people, repair_menu, state, store
from planner.ui import draft as drafts
from planner.ui.words import day, money, named, percent, plain, t, value, whole, word

UNIT_COLUMNS = ("unit", "name", "kind", "quota", "before", "after", "leavers", "involuntary", "redeployed_in", "redeployed_out",
                "reduction", "minimum", "at_least", "at_most", "cost_vnd")  # fmt: skip
PERIOD_COLUMNS = (
    "period",
    "leave_on",
    "leavers",
    "involuntary",
    "cumulative",
    "cumulative_reduction",
    "target_share",
    "remaining",
    "cost_vnd",
    "saving_vnd_per_year",
)
ROUTE_COLUMNS = ("route", "people", "involuntary", "cost_vnd", "average_cost_vnd")
WORKBOOK_LIMIT_S = 120.0


def plan_page() -> None:
    """Draw the page."""
    layout.head("plan")
    _scenario_problems()
    plan = state.desk().current
    summary = store.summary(plan)
    if summary is None:
        _nothing_yet()
        return
    _verdict(summary)
    if summary["status"] == "infeasible":
        _conflict(plan)
    if summary["headcount"] is None:
        _provenance(summary)
        return
    _figures(plan, summary)
    _overview(plan)
    _units(plan)
    plan_people.section(plan)
    _binding(plan)
    _provenance(summary)


def _scenario_problems() -> None:
    problems = st.session_state.get(state.PROBLEMS)
    if problems and not st.session_state.get(state.ENDED):
        from planner.ui.solving import show_problems

        st.error(t("scenario_has_problems"), icon=":material/error:")
        show_problems(problems)


def _nothing_yet() -> None:
    st.info(t("plan_empty"), icon=":material/play_circle:")
    made = store.commanded_plans()
    if made:
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        chosen = left.selectbox(t("plan_open_made"), made, format_func=named(made, plan_name), key="w_made_plan")
        right.button(t("plan_open"), on_click=_open, args=(chosen,), key="open_made_plan", width="stretch")


def plan_name(plan: str) -> str:
    """How a plan is called in lists: its title and when or by what it was made."""
    summary = store.summary(plan) or {}
    mark = plan.removeprefix(store.OF_RUNS) if plan.startswith(store.OF_RUNS) else f"{plan[9:11]}:{plan[11:13]}:{plan[13:15]}"
    target = asked_target(plan)
    title = summary.get("title", plan) if target is None else f"{summary.get('title', plan)} · {percent(target, 0)}"
    return f"{title} · {mark}"


def asked_target(plan: str) -> float | None:
    """The last period's target that a plan was made for."""
    periods = drafts.get(store.asked(plan), ("scenario", "periods"), [])
    return periods[-1].get("reduction_at_least") if periods else None


def _open(plan: str) -> None:
    state.desk().show(plan)
    state.save()


def _verdict(summary: dict[str, Any]) -> None:
    """The status in a sentence; the four are never merged."""
    from planner.texts import text

    status = summary["status"]
    gap = None if summary["gap"] is None else percent(summary["gap"], 4)
    key = f"words.status_means_{status}" + ("_open" if status == "feasible" and gap is None else "")
    sentence = text(key, state.lang(), gap=gap)
    box = {"optimal": st.success, "feasible": st.warning, "infeasible": st.error, "unknown": st.warning}[status]
    icon = {"optimal": "verified", "feasible": "hourglass_bottom", "infeasible": "block", "unknown": "help"}[status]
    box(f"**{value('status', status)}.** {sentence}", icon=f":material/{icon}:")


def _conflict(plan: str) -> None:
    headline = store.menu(plan, state.lang())["headline"]
    if headline:
        st.markdown(f"**{plain(headline)}**")
    repair_menu.section(plan)
    st.subheader(t("conflict_title"), anchor=False)
    st.caption(t("conflict_means"))
    for entry in store.conflict(plan, state.lang()):
        with st.container(border=True):
            st.markdown(plain(entry["message"]))
            st.caption(f"{t('conflict_key')}: {plain(entry['requirement'])}" + (f" · {plain(entry['scope'])}" if entry["scope"] else ""))
    st.info(t("conflict_next"), icon=":material/tips_and_updates:")


def _figures(plan: str, summary: dict[str, Any]) -> None:
    columns = st.columns([1, 1, 1, 1, 1.2])
    columns[0].metric(t("figure_saving"), money(summary["saving_vnd_per_year"]), help=t("help_saving"))
    payback = summary["payback_months"]
    columns[1].metric(t("figure_payback"), "–" if payback is None else number(payback, state.lang(), 1), help=t("help_payback"))
    columns[2].metric(t("figure_voluntary"), whole(_voluntary(plan)))
    columns[3].metric(word("figure_redeployed"), whole(summary["redeployed"]))
    with columns[4]:
        _download(plan, summary)


def _voluntary(plan: str) -> int:
    steps = store.table("waterfall", plan, state.lang()).set_index("step")["people"]
    return -int(steps.get("voluntary", 0))


def _download(plan: str, summary: dict[str, Any]) -> None:
    """Excel is written by a worker, once for each plan and language, when it is asked for."""
    lang, folder = state.lang(), store.folder_of(plan)
    pool, root = store.pool(), folder
    assert root is not None

    def workbook() -> bytes:
        path = workbook_path(root, lang)
        if not path.is_file():
            job = pool.submit("workbook", {"source": str(root), "lang": lang}, title="workbook", limit_s=WORKBOOK_LIMIT_S)
            pool.wait(job, WORKBOOK_LIMIT_S)
        return path.read_bytes()

    st.download_button(
        t("download_excel"), workbook, f"{uploads_name(summary['title'])}.xlsx", key="download_excel", icon=":material/download:",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", on_click="ignore", width="stretch",
    )  # fmt: skip


def uploads_name(title: str) -> str:
    """A file name made of a title."""
    from planner.ui.uploads import safe_name

    return safe_name(title)[:60].strip(" .") or "plan"


def _overview(plan: str) -> None:
    lang = state.lang()
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(t("plan_waterfall"), anchor=False)
        frame = store.table("waterfall", plan, lang)
        st.altair_chart(
            charts.waterfall(frame, lang), key=f"chart_waterfall_{plan}", alt=t("alt_waterfall", text=_told(frame)),
            on_select=lambda: _clicked(f"chart_waterfall_{plan}", "step"), selection_mode=charts.PICK,
        )  # fmt: skip
    with right:
        st.subheader(t("plan_periods"), anchor=False)
        st.altair_chart(
            charts.periods(store.table("by_period", plan, lang), lang),
            key=f"chart_periods_{plan}",
            alt=t("alt_periods"),
        )
    st.caption(t("plan_click"))
    grids.table(store.table("by_period", plan, lang), PERIOD_COLUMNS, key=f"grid_periods_{plan}", as_text=True)
    st.subheader(t("plan_routes"), anchor=False)
    grids.table(store.table("by_route", plan, lang), ROUTE_COLUMNS, key=f"grid_routes_{plan}", as_text=True)


def _told(frame: Any) -> str:
    return "; ".join(f"{value('step', step)}: {whole(people)}" for step, people in zip(frame["step"], frame["people"], strict=True))


def _units(plan: str) -> None:
    lang = state.lang()
    frame = store.table("by_unit", plan, lang)
    st.subheader(t("plan_units"), anchor=False)
    st.caption(t("plan_units_means"))
    key = f"chart_units_{plan}"
    st.altair_chart(
        charts.units(frame, lang),
        key=key,
        alt=t("alt_units"),
        on_select=lambda: _clicked(key, "unit"),
        selection_mode=charts.PICK,
    )
    with st.expander(t("plan_units_table"), expanded=False, icon=":material/table_rows:"):
        grids.table(frame, UNIT_COLUMNS, key=f"grid_units_{plan}", height="content")


def _clicked(key: str, field: str) -> None:
    """A bar was clicked: show the people behind it."""
    found = charts.picked(st.session_state.get(key), field)
    plan_people.show_only(field, found)


def _binding(plan: str) -> None:
    from planner.model.rows import RowName
    from planner.tables import requirement_label

    with st.expander(t("plan_binding"), icon=":material/lock:"):
        st.caption(t("plan_binding_means"))
        frame = store.table("binding", plan, state.lang())
        tight = frame[frame["binds"]]
        named = tight.assign(
            requirement=[requirement_label(RowName(r, s), state.lang()) for r, s in zip(tight["requirement"], tight["scope"], strict=True)],
            lower=tight["lower"].where(tight["lower"].abs() < 1e300), upper=tight["upper"].where(tight["upper"].abs() < 1e300),
        )  # fmt: skip
        grids.table(named, ("requirement", "activity", "lower", "upper", "price"), key=f"grid_binding_{plan}", as_text=True)


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
        st.dataframe(
            [{t("provenance_what"): k, t("provenance_value"): v} for k, v in rows],
            hide_index=True,
            key="grid_provenance",
        )
        if kept.get("changes"):
            st.caption(t("provenance_changes"))
            for change in kept["changes"]:
                st.text(change)
        for warning in summary.get("warnings", [])[:20]:
            st.text(warning)


def _provenance_text(key: str, kept: Any) -> str:
    if key == "law_checked_on":
        return day(kept)
    return "–" if kept is None else str(kept)
