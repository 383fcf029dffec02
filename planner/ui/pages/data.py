"""Data: which roster is used, what is wrong with it, what it looks like, who is in it, what should be confirmed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui import layout
from planner.ui.pages import data_person, data_profile, data_upload
from planner.ui.session import rosters, state
from planner.ui.session.words import heading, named, plain, t, value
from planner.ui.widgets import grids, long_list
from planner.ui.widgets.part_choice import part_choice

ORDERS = ("birth_date", "si_months", "salary_coefficient")
PEOPLE_COLUMNS = (
    "employee_id", "full_name", "birth_date", "sex", "unit", "position_title", "position_level", "category", "rank_code", "step",
    "salary_coefficient", "si_months", "rating_1", "rating_2", "rating_3", "key_role", "volunteers", "attention_groups", "lock",
)  # fmt: skip
PARTS = ("profile", "people", "queue", "remarks")


def data_page() -> None:
    """Draw the page."""
    layout.head("data", views=True)
    data_upload.source()
    data_upload.outcome()
    desk = state.desk()
    if not desk.roster:
        if faults := rosters.sample()[1]:  # the made-up ministry would lie here
            data_upload.problem_table(faults, "sample")
        st.info(t("data_empty"), icon=":material/upload_file:")
        return
    noticed = rosters.problems_of(desk.roster)
    names = {part: t(f"data_part_{part}") for part in PARTS} | {"remarks": t("data_part_remarks_n", n=len(noticed))}
    part = part_choice(state.DATA_PART, "data_part", names)
    if part == "people":
        _people(desk.roster)
    elif part == "queue":
        data_person.queue()
    elif part == "remarks":
        _remarks(noticed)
    else:
        data_profile.profile(rosters.roster_of(desk.roster))
    data_person.ledger()


def _remarks(noticed: list[dict[str, Any]]) -> None:
    """What was noticed in reading; a chosen remark opens the person of that row."""
    if not noticed:
        st.success(t("remarks_none"), icon=":material/check_circle:")
        return
    st.caption(t("data_warnings", n=len(noticed)))
    chosen = data_upload.problem_table(noticed, "kept")
    if chosen is None:
        return
    remark = noticed[chosen]
    if remark.get("person") is None:
        st.info(t("jump_no_row"))
    else:
        st.markdown(plain(remark[state.lang()]["message"]))
        data_person.card(remark["person"], remark["field"])


@st.fragment
def _people(sha256: str) -> None:
    people = rosters.roster_of(sha256).people
    words_column, unit_column, category_column = st.columns([2, 2, 2])
    hit = long_list.search_and_unit(people, "people", words_column, unit_column)
    codes = ("civil_servant", "public_employee", "contract")
    categories = category_column.multiselect(
        heading("category"),
        codes,
        format_func=named(codes, lambda c: value("category", c)),
        key=state.spoken("w_people_category"),
        placeholder=t("all"),
        select_all=False,
    )
    if categories:
        hit &= people["category"].isin(categories)
    found = people[hit]
    sent = long_list.sent(found, len(people), "people_rows", "· " + t("people_pick_one"), ORDERS)
    event = grids.table(
        sent, PEOPLE_COLUMNS, key=f"grid_people_{long_list.order('people_rows')}", height=420, on_select="rerun", selection_mode="single-row"
    )
    marked = event["selection"]["rows"] if event else []
    if marked and marked[0] < len(sent):
        data_person.card(str(sent["employee_id"].iloc[marked[0]]))
