"""Benefits: what each lawful route would pay each person on one day; the law alone, before any plan."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, get_args

import streamlit as st

from planner.core.errors import InputError
from planner.core.vocabulary import EXIT_ROUTES
from planner.policy.terms import AUTO, Regime, Terms
from planner.scenario.paths import get
from planner.ui import layout
from planner.ui.session import plans, rosters, state
from planner.ui.session.words import date_format, heading, named, t, value, whole, word
from planner.ui.session.workers import read_law
from planner.ui.widgets import draw, grids, long_list, problems

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("employee_id", "full_name", "unit", "route", "eligible", "reason", "total_vnd", "regime", "current_salary_vnd", "retirement_month", "months_early",
           "si_years", "months_early_vnd", "years_early_vnd", "si_years_vnd", "severance_vnd", "job_search_vnd", "training_vnd", "legal_basis", "evidence")  # fmt: skip


def benefits_page() -> None:
    """Draw the page."""
    layout.head("benefits", views=True)
    if not state.desk().roster:
        st.info(t("data_empty"), icon=":material/upload_file:")
        return
    st.caption(t("benefits_means"))
    terms = _terms()
    try:
        with st.spinner(t("benefits_working")):
            frame = _benefits(state.desk().roster, terms, state.lang())
    except InputError as error:
        problems.show_error(error, t("benefits_refused"))
        return
    frame = _in_view(frame)
    _by_route(frame)
    _people(frame)


def _terms() -> Terms:
    """The leaving date and regime of the fields, with the scenario's other days."""
    left, right = st.columns(2)
    draft = state.desk().draft
    periods = draft.get("periods") or []
    first = get(periods, (0, "leave_on"), dt.date.today())
    leave_on = left.date_input(
        heading("leave_on"),
        value=first,
        min_value=dt.date(2015, 1, 1),
        max_value=dt.date(2100, 12, 31),
        format=date_format(),
        key="w_benefits_on",
    )
    regimes: tuple[Regime, ...] = get_args(Regime)
    asked = draft.get("regime", AUTO)
    regime = right.selectbox(
        t("form_regime"), regimes, index=regimes.index(asked) if asked in regimes else 0, key=state.spoken("w_benefits_regime"), help=t("help_regime"),
        format_func=named(regimes, lambda r: t("form_regime_auto") if r == AUTO else value("regime", r)),
    )  # fmt: skip
    return Terms(leave_on, draft.get("decided_on"), draft.get("reorganised_on"), draft.get("snapshot_on"), regime)


@st.cache_resource(show_spinner=False, max_entries=12)
def _benefits(roster: str, terms: Terms, lang: str) -> pd.DataFrame:
    """The table of `planner benefits` with name and unit; its arguments are the whole key, no frame among them; nobody may change it."""
    from planner.policy.benefits import compute
    from planner.policy.export import table

    read_law()
    people = rosters.roster_of(roster).people
    found = compute(people, terms)
    names = people[["employee_id", "full_name", "unit", "position_title"]]
    return table(found, people, lang).merge(names, on="employee_id", how="left")


def _by_route(frame: pd.DataFrame) -> None:
    """How many people each route stands open to, and what it would pay on average."""
    from planner.plan.tables import by_entitlement

    headings = {"people": t("benefits_open_to"), "average_vnd": heading("average_cost_vnd"), "highest_vnd": t("benefits_highest")}
    rows = by_entitlement(frame)[["route", "people", "average_vnd", "highest_vnd"]].itertuples(index=False)
    draw.small_table(
        [headings.get(name) or heading(name) for name in ("route", "people", "average_vnd", "highest_vnd")],
        [(value("decision", route), *map(whole, numbers)) for route, *numbers in rows],
    )
    st.caption(t("help_routes_law"))


def _in_view(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of everybody, of those who remain, or of those who leave or move under the plan shown."""
    plan, view = state.desk().current, state.view()
    if view == "before" or not plans.decides(plan):
        return frame
    from planner.plan.tables import seen

    st.caption(t(f"profile_{view}"))
    return frame[frame["employee_id"].isin(set(seen(plans.people(plan, state.lang()), view)["employee_id"]))]


def _people(frame: pd.DataFrame) -> None:
    columns = st.columns([2, 1.6, 2.4, 1.6], vertical_alignment="bottom")
    chosen = long_list.search_and_unit(frame, "benefits", columns[0], columns[1])
    routes = columns[2].multiselect(
        heading("route"), [r.value for r in EXIT_ROUTES], default=["early_retirement"], format_func=named([r.value for r in EXIT_ROUTES], lambda r: value("decision", r)), key=state.spoken("w_benefits_route"),
        placeholder=t("all"), select_all=False,
    )  # fmt: skip
    only = columns[3].toggle(t("benefits_only_open"), value=True, key="w_benefits_open")
    hit = chosen & frame["eligible"] if only else chosen
    if routes:
        hit &= frame["route"].isin(routes)
    found = frame[hit]
    st.caption(t("rows_of_routes", n=len(found)))
    headings = {
        name: t(f"benefits_{name}")
        for name in COLUMNS
        if name.endswith("_vnd") or name in ("eligible", "retirement_month", "months_early", "si_years")
    }
    headings["evidence"] = word("column_evidence")
    ready = found.astype({"route": "str", "regime": "str", "evidence": "str", "retirement_month": "str"})
    if state.lang() == "vi":  # 2031-03 is written 03/2031
        ready["retirement_month"] = ready["retirement_month"].str.replace(r"^(\d{4})-(\d{2})$", r"\2/\1", regex=True)
    grids.table(
        ready,
        [c for c in COLUMNS if not (only and c in ("eligible", "reason"))],
        key="grid_benefits",
        height=460,
        headings=headings,
        lazy=True,
    )
