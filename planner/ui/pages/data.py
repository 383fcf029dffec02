"""Data: which roster is used, what is wrong with it, what it looks like, who is in it, what should be confirmed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.ui import layout
from planner.ui.intake import account, standing, units, upload
from planner.ui.intake.problem_list import problem_list, row_of
from planner.ui.pages import data_person, data_profile
from planner.ui.session import intake, rosters, state
from planner.ui.session.words import heading, named, t, value
from planner.ui.widgets import grids, long_list
from planner.ui.widgets.part_choice import part_choice

ORDERS = ("birth_date", "si_months", "salary_coefficient")
PEOPLE_COLUMNS = (
    "employee_id", "full_name", "birth_date", "sex", "unit", "position_title", "position_level", "category", "rank_code", "step",
    "salary_coefficient", "si_months", "rating_1", "rating_2", "rating_3", "key_role", "volunteers", "attention_groups", "lock",
)  # fmt: skip
PARTS = ("profile", "people", "account", "units", "queue", "remarks")


def data_page() -> None:
    """Draw the page."""
    layout.head("data", views=True)
    upload.source()
    upload.outcome()
    desk = state.desk()
    _refused()
    if not desk.roster:
        if faults := rosters.sample()[1]:  # the made-up ministry would lie here
            problem_list(faults, "sample")
        st.info(t("data_empty"), icon=":material/upload_file:")
        return
    standing.box()
    read = rosters.account_of(desk.roster)
    account.line(read)
    noticed = rosters.problems_of(desk.roster)
    names = {part: t(f"data_part_{part}") for part in PARTS} | {"remarks": t("data_part_remarks_n", n=len(noticed))}
    part = part_choice(state.DATA_PART, "data_part", names)
    if part == "people":
        _people(desk.roster)
    elif part == "account":
        account.section(read, "kept")
    elif part == "units":
        units.section()
    elif part == "queue":
        data_person.queue()
    elif part == "remarks":
        _remarks(noticed)
    else:
        data_profile.profile(rosters.roster_of(desk.roster))
    data_person.ledger()


def _refused() -> None:
    """The account of an upload that cannot be used yet, apart from that of the roster in use."""
    last = intake.last()
    if last is not None and last.get("sha256", "") is None and last["account"] is not None:
        with st.expander(t("account_of_upload"), icon=":material/inventory:"):
            account.section(last["account"], "refused")


def _remarks(noticed: list[dict[str, Any]]) -> None:
    """What was noticed in reading; a chosen remark shows its row, and opens the person of that row."""
    if not noticed:
        st.success(t("remarks_none"), icon=":material/check_circle:")
        return
    st.caption(t("data_warnings", n=len(noticed)))
    remark = problem_list(noticed, "kept")
    if remark is None:
        return
    with st.container(border=True):
        row_of(remark)
    if remark.get("person") is not None:
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
