"""Data: which roster is used, what is wrong with it, what it looks like, who is in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.ui import charts, grids, layout, start, state, store, uploads
from planner.ui.words import heading, named, plain, t, value, whole, word

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.frame import Roster

PEOPLE_COLUMNS = (
    "employee_id", "full_name", "birth_date", "sex", "unit", "position_title", "position_level", "category", "rank_code", "step",
    "salary_coefficient", "si_months", "rating_1", "rating_2", "rating_3", "key_role", "volunteers", "attention_groups", "lock",
)  # fmt: skip
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
SEARCHED = ("employee_id", "full_name", "position_title")


def data_page() -> None:
    """Draw the page."""
    layout.head("data")
    _source()
    faults = st.session_state.get(state.UPLOAD_PROBLEMS)
    if faults:
        st.error(t("data_not_read"), icon=":material/error:")
        _problems(faults, "refused")
    desk = state.desk()
    if not desk.roster:
        st.info(t("data_empty"), icon=":material/upload_file:")
        return
    roster = store.roster(desk.roster)
    on = _snapshot()
    _profile(roster, on)
    _people(roster)
    noticed = store.roster_problems(desk.roster)
    if noticed:
        with st.expander(t("data_warnings", n=len(noticed)), icon=":material/warning:"):
            _problems(noticed, "kept")


def _source() -> None:
    desk = state.desk()
    left, right = st.columns([3, 2], gap="large")
    with left:
        if desk.sample:
            st.info(t("data_is_sample"), icon=":material/science:")
        elif desk.roster:
            st.success(t("data_in_use", name=plain(desk.roster_name)), icon=":material/check_circle:")
        if not desk.sample:
            st.button(t("data_use_sample"), on_click=start.use_sample, icon=":material/science:", key="use_sample")
    with right:
        _upload()


def _upload() -> None:
    key = f"w_upload_{state.edition()}"
    files = st.file_uploader(t("data_upload"), type=list(uploads.ENDINGS), accept_multiple_files=True, key=key, help=t("data_upload_help"))
    if files and st.button(t("data_read", n=len(files)), type="primary", icon=":material/table_view:", key="read_upload"):
        if uploads.too_large(files):
            st.error(t("data_too_large", mb=uploads.MOST_BYTES // 2**20))
            return
        with st.spinner(t("data_reading")):
            sha256, problems, name = uploads.read(files)
        st.session_state[state.UPLOAD_PROBLEMS] = problems if sha256 is None else None
        if sha256 is not None:
            state.lay_roster(sha256, name, False)
            start.fit_to_roster(name)
            state.notice("success", t("data_was_read", name=plain(name)))
        st.rerun()


def _problems(problems: list[dict[str, Any]], key: str) -> None:
    """Problems with their places, filtered by severity, and as a file to hand on."""
    import pandas as pd

    from planner.roster.text import protect_csv

    kinds = [k for k in ("error", "warning") if any(p["severity"] == k for p in problems)]
    names = {k: f"{value('severity', k)} ({whole(sum(p['severity'] == k for p in problems))})" for k in kinds}
    chosen = st.pills(
        heading("severity"),
        kinds,
        format_func=names.get,
        default=kinds,
        selection_mode="multi",
        key=f"w_severity_{key}",
        label_visibility="collapsed",
    )
    rows = [{"severity": p["severity"], **p[state.lang()]} for p in problems if p["severity"] in chosen]
    frame = pd.DataFrame(rows, columns=["severity", "file", "sheet", "row", "column", "message"]).astype({"row": "Int64"})
    headings = {name: t(f"place_{name}") for name in ("file", "sheet", "row", "column")}
    grids.table(frame, list(frame.columns), key=f"problems_{key}", headings=headings)
    safe = frame.assign(**{c: protect_csv(frame[c].astype("str")) for c in ("file", "sheet", "column", "message")})
    st.download_button(
        t("data_download_problems"), safe.to_csv(index=False).encode("utf-8-sig"), "problems.csv", "text/csv",
        icon=":material/download:", key=f"download_problems_{key}", on_click="ignore",
    )  # fmt: skip


def _profile(roster: Roster, on: dt.date) -> None:
    from planner.tables import age_pyramid, unit_profile

    people = roster.people
    figures = st.columns(5)
    figures[0].metric(t("data_people"), whole(len(people)), border=True)
    figures[1].metric(t("data_units"), whole(len(roster.units)), border=True)
    figures[2].metric(t("data_quota"), whole(_quota(roster)), border=True, help=t("help_quota"))
    figures[3].metric(t("data_key_roles"), whole(int(people["key_role"].sum())), border=True, help=t("help_key_role"))
    figures[4].metric(t("data_volunteers"), whole(int(people["volunteers"].ne("no").sum())), border=True, help=t("help_volunteers"))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("data_ages"), anchor=False)
        st.altair_chart(charts.pyramid(age_pyramid(people, on)), key="chart_ages", alt=t("data_ages"))
    with right:
        st.subheader(t("data_ratings"), anchor=False)
        st.altair_chart(charts.counts(_ratings(people), "rating", state.lang()), key="chart_ratings", alt=t("data_ratings"))
        st.altair_chart(
            charts.counts(_categories(people), "category", state.lang()),
            key="chart_categories",
            alt=heading("category"),
        )
    with st.expander(t("data_by_unit"), expanded=False, icon=":material/domain:"):
        headings = {"people": t("data_people"), "key_roles": t("data_key_roles"), "volunteered": word("column_volunteered"),
                    **{c: value("category", c) for c in ("civil_servant", "public_employee", "contract")}}  # fmt: skip
        grids.table(unit_profile(roster, on).round({"average_age": 1}), UNIT_COLUMNS, key="grid_units", headings=headings)


def _quota(roster: Roster) -> int | None:
    quota = roster.units["assigned_quota"]
    return int(quota.sum()) if quota.notna().any() else None


def _ratings(people: pd.DataFrame) -> pd.DataFrame:
    return _counted(
        people["rating_1"],
        "rating",
        ("excellent", "good", "completed", "not_completed"),
        "rating_1",
        t("data_not_rated"),
    )


def _categories(people: pd.DataFrame) -> pd.DataFrame:
    return _counted(people["category"], "category", ("civil_servant", "public_employee", "contract"), "category", t("data_unknown"))


def _counted(series: pd.Series, name: str, codes: tuple[str, ...], kind: str, rest: str) -> pd.DataFrame:
    import pandas as pd

    found = series.value_counts()
    rows = [(value(kind, code), int(found.get(code, 0))) for code in codes]
    missing = int(series.isna().sum())
    return pd.DataFrame([*rows, (rest, missing)] if missing else rows, columns=[name, "people"])


@st.fragment
def _people_table(sha256: str) -> None:
    people = store.roster(sha256).people
    words_column, unit_column, category_column = st.columns([2, 2, 2])
    words = words_column.text_input(t("search"), placeholder=t("search_hint"), key="w_people_search")
    units = unit_column.multiselect(heading("unit"), sorted(people["unit"].unique()), key="w_people_unit", placeholder=t("all"))
    codes = ("civil_servant", "public_employee", "contract")
    categories = category_column.multiselect(
        heading("category"),
        codes,
        format_func=named(codes, lambda c: value("category", c)),
        key="w_people_category",
        placeholder=t("all"),
    )
    hit = grids.matches(people, words, SEARCHED) if words.strip() else people["employee_id"].notna()
    if units:
        hit &= people["unit"].isin(units)
    if categories:
        hit &= people["category"].isin(categories)
    st.caption(t("rows_shown", n=int(hit.sum()), of=len(people)))
    grids.table(people[hit], PEOPLE_COLUMNS, key="grid_people", height=420)


def _people(roster: Roster) -> None:
    st.subheader(t("data_who"), anchor=False)
    _people_table(roster.sha256)


def _snapshot() -> dt.date:
    on = state.desk().draft.get("snapshot_on")
    return on if isinstance(on, dt.date) else dt.date.today()
