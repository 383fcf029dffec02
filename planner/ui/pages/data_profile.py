"""The profile of the workforce: ages, ranks, seniority, ratings, categories; all units or one; before, after, changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from planner.ui.session import drafts, plans, rosters, state
from planner.ui.session.words import heading, named, t, value, whole, word
from planner.ui.widgets import charts, draw, grids

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.frame import Roster

UNIT_COLUMNS = (
    "unit",
    "name",
    "kind",
    "quota",
    "people",
    "vacant",
    "women",
    "civil_servant",
    "public_employee",
    "contract",
    "average_age",
    "key_roles",
    "volunteered",
)


def profile(roster: Roster) -> None:
    """Draw the profile of the roster's people, as far as the view and the chosen unit go."""
    from planner.plan import tables

    on = drafts.snapshot(state.desk().draft)
    people, unit = _seen(roster)
    if not len(people):
        st.info(t("nobody_here"))
        return
    draw.figures([
        (t("data_people"), whole(len(people)), None),
        (t("data_units"), whole(people["unit"].nunique()), None),
        (t("data_quota"), whole(_quota(roster, unit)), t("help_quota")),
        (t("data_key_roles"), whole(int(people["key_role"].sum())), t("help_key_role")),
        (t("data_volunteers"), whole(int(people["volunteers"].ne("no").sum())), t("help_volunteers")),
    ])  # fmt: skip
    lang = state.lang()
    left, middle, right = st.columns([1.2, 1, 1.2], gap="medium")
    with left:
        st.markdown(f"**{t('data_ages')}**", help=t("help_ages"))
        ages = tables.age_pyramid(people, on)
        draw.picture(charts.pyramid(ages, lang), "chart_ages", t("alt_ages", text=_told(ages)))
    with middle:
        st.markdown(f"**{t('data_ranks')}**", help=t("help_ranks"))
        ranks = tables.ranks(people)
        ranks["rank_group"] = [group or t("data_unknown") for group in ranks["rank_group"]]
        draw.picture(charts.counts(ranks, "rank_group", lang), "chart_ranks", t("data_ranks"))
        st.markdown(f"**{heading('category')}**")
        categories = tables.categories(people)
        categories["category"] = [value("category", c) or t("data_unknown") for c in categories["category"]]
        draw.picture(charts.counts(categories, "category", lang), "chart_categories", heading("category"))
    with right:
        st.markdown(f"**{t('data_seniority')}**", help=t("help_seniority"))
        draw.picture(charts.columns(tables.seniority(people), "years", lang), "chart_seniority", t("data_seniority"))
        st.markdown(f"**{t('data_ratings')}**", help=t("help_ratings"))
        draw.picture(charts.ratings(tables.ratings(people), lang), "chart_ratings", t("data_ratings"))
    with st.expander(t("data_by_unit"), expanded=False, icon=":material/domain:"):
        headings = {"people": t("data_people"), "key_roles": t("data_key_roles"), "volunteered": word("column_volunteered"),
                    **{c: value("category", c) for c in ("civil_servant", "public_employee", "contract")}}  # fmt: skip
        every = _planned(roster) if state.view() != "before" else None
        if every is None:
            frame = rosters.unit_profile(state.desk().roster, on)
        else:
            frame = tables.unit_profile(replace(roster, people=every), on).round({"average_age": 1})
        columns = [c for c in UNIT_COLUMNS if every is None or state.view() == "after" or c not in ("quota", "vacant")]
        grids.table(frame, columns, key=f"grid_units_{state.view()}", headings=headings)


def _seen(roster: Roster) -> tuple[pd.DataFrame, str]:
    """The people of the view and of the chosen unit ("" for all)."""
    units = dict(zip(roster.units["unit"].astype(str), roster.units["name"].astype(str), strict=True))
    options = ["", *units]
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    unit = (
        left.selectbox(
            heading("unit"),
            options,
            format_func=named(options, lambda u: f"{u} · {units[u]}" if u else t("all_units")),
            key=state.spoken("w_profile_unit"),
        )
        or ""
    )
    people = _planned(roster)
    right.caption(t("profile_roster") if people is None else t(f"profile_{state.view()}"))
    people = roster.people if people is None else people
    return (people[people["unit"] == unit] if unit else people), unit


def _planned(roster: Roster) -> pd.DataFrame | None:
    """The people whom the view shows of the plan of this roster; None where there is no such plan."""
    plan, view = state.desk().current, state.view()
    if not plan or not plans.is_plan_of(plan, state.desk().roster) or not plans.decides(plan):
        return None
    if view == "before":
        return roster.people
    from planner.plan.tables import behind

    return roster.people[behind(plans.people(plan, state.lang()), {"view": view})]


def _told(frame: pd.DataFrame) -> str:
    return "; ".join(
        f"{band}: {whole(men)}/{whole(women)}" for band, men, women in zip(frame["age_band"], frame["men"], frame["women"], strict=True)
    )


def _quota(roster: Roster, unit: str) -> int | None:
    units = roster.units[roster.units["unit"] == unit] if unit else roster.units
    return int(units["assigned_quota"].sum()) if units["assigned_quota"].notna().any() else None
