"""Replay: the same people on two dates or under two decrees; who gains, who loses, and who stands close to a boundary."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from planner.core import texts
from planner.core.errors import InputError
from planner.core.vocabulary import CHOSEN_ROUTES, Decision
from planner.policy.terms import AUTO, Regime, Terms
from planner.scenario.paths import get
from planner.ui import layout
from planner.ui.session import history, paths, rosters, state, workers
from planner.ui.session.words import date_format, money, named, plain, signed, signed_money, t, value, whole
from planner.ui.session.workers import read_law
from planner.ui.widgets import draw, grids, long_list, problems
from planner.ui.widgets.download import download

if TYPE_CHECKING:
    import pandas as pd

    from planner.policy.replay import Replay

Key = tuple[str, Terms, Terms, tuple[str, ...]]
"""Roster, both sides' terms and the routes that count: what everything here is remembered by."""

PEOPLE = ("employee_id", "full_name", "unit", "difference_vnd", "change", "total_vnd_a", "total_vnd_b", "route_a", "route_b", "regime_a", "regime_b",
          "months_early_a", "months_early_b", "position_title")  # fmt: skip
ROUTES = ("route", "total_vnd_a", "total_vnd_b", "difference_vnd", "eligible_a", "eligible_b", "reason_a", "reason_b")
CLIFFS = (
    "employee_id",
    "full_name",
    "unit",
    "months_away",
    "direction",
    "step_vnd",
    "boundary",
    "route",
    "amount_now",
    "amount_after",
    "shared",
)
COMMON = ("early_half_year", "insurance_half_year")
"""Boundaries that nearly everybody stands close to: not shown until they are asked for."""


def replay_page() -> None:
    """Draw the page."""
    layout.head("replay")
    if not state.desk().roster:
        st.info(t("data_empty"), icon=":material/upload_file:")
        return
    st.caption(r("page_means"))
    left, right = st.columns(2, gap="medium")
    with left:
        terms_a = _side("a")
    with right:
        terms_b = _side("b")
    codes = [route.value for route in CHOSEN_ROUTES]
    routes = st.multiselect(
        r("page_routes"),
        codes,
        default=codes,
        format_func=named(codes, lambda c: value("decision", c)),
        key=state.spoken("w_replay_routes"),
        select_all=False,
    )
    if terms_a == terms_b:
        st.info(r("page_same"), icon=":material/compare_arrows:")
        return
    if not routes:
        st.info(r("page_no_routes"), icon=":material/alt_route:")
        return
    key: Key = (state.desk().roster, terms_a, terms_b, tuple(routes))
    try:
        with st.spinner(t("benefits_working")):
            found = _replay(key)
    except InputError as error:
        problems.show_error(error, t("benefits_refused"))
        return
    _notes(found)
    _figures(found)
    _download(key)
    _people(key)
    _cliffs(key)


def r(name: str, /, **params: Any) -> str:
    """A text of the replay's catalogue."""
    return texts.text(f"replay.{name}", state.lang(), **params)


def head(column: str) -> str:
    """The heading of a column of the replay."""
    from planner.policy.replay.words import heading

    return heading(column, state.lang())


def _side(mark: str) -> Terms:
    """The fields of one side: leaving date, regime, day of decision; what they say with the scenario's other days."""
    draft = state.desk().draft
    periods = draft.get("periods") or []
    usual = get(periods, (0, "leave_on"), dt.date.today())
    span: Any = {"min_value": dt.date(2015, 1, 1), "max_value": dt.date(2100, 12, 31), "format": date_format()}
    regimes: tuple[Regime, ...] = get_args(Regime)
    with st.container(border=True):
        st.markdown(f"**{r(f'page_side_{mark}')}**")
        first, second = st.columns(2)
        if mark == "b" and len(periods) > 1:
            usual = get(periods, (len(periods) - 1, "leave_on"), usual)
        leave_on = first.date_input(head("leave_on"), value=usual, key=f"w_replay_on_{mark}", **span)
        regime = st.selectbox(
            t("form_regime"), regimes, key=state.spoken(f"w_replay_regime_{mark}"), help=t("help_regime"),
            format_func=named(regimes, lambda c: t("form_regime_auto") if c == AUTO else value("regime", c)),
        )  # fmt: skip
        decided = second.date_input(t("form_decided_on"), value=None, key=f"w_replay_decided_{mark}", help=r("help_decided"), **span)
    return Terms(leave_on, decided, draft.get("reorganised_on"), draft.get("snapshot_on"), regime)


@st.cache_resource(show_spinner=False, max_entries=6)
def _replay(key: Key) -> Replay:
    """The replay; shared by all sessions, so nobody changes its frames."""
    from planner.policy.replay import replay

    read_law()
    roster, left, right, routes = key
    return replay(rosters.roster_of(roster).people, left, right, routes=[Decision(name) for name in routes])


@st.cache_resource(show_spinner=False, max_entries=6)
def _near(roster: str, terms: Terms) -> pd.DataFrame:
    """The cliffs of one side with names and units; shared, so nobody changes it."""
    from planner.policy.replay import cliffs

    read_law()
    people = rosters.roster_of(roster).people
    names = people[["employee_id", "full_name", "unit", "position_title"]]
    return cliffs(people, terms).merge(names, on="employee_id", how="left")


def _notes(found: Replay) -> None:
    from planner.policy.replay.words import notes, side_words

    for mark, side in (("A", found.left), ("B", found.right)):
        st.caption(f"**{mark}**: {side_words(side.terms, state.lang())}")
    for note in notes(found):
        st.warning(plain(note.render(state.lang())), icon=":material/info:")


def _figures(found: Replay) -> None:
    """The two sums, who gains and loses, and the routes."""
    from planner.policy.replay.words import change_lines

    totals = found.totals
    draw.figures([
        (r("figure_open_short"), f"{whole(totals['open_a'])} → {whole(totals['open_b'])}", r("figure_open")),
        (r("page_total", side="A"), money(totals["total_vnd_a"]), r("means")),
        (r("page_total", side="B"), money(totals["total_vnd_b"]), r("means")),
        (r("page_difference"), signed_money(totals["difference_vnd"]), r("help_difference")),
    ])  # fmt: skip
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.markdown(f"**{r('page_changes')}**")
        draw.small_table(
            (head("change"), head("people"), head("difference_vnd")),
            [(word, whole(people), signed(vnd) if vnd else "0") for word, people, vnd in change_lines(totals, state.lang())],
        )
    with right:
        st.markdown(f"**{r('page_by_route')}**")
        draw.small_table(
            [head(name) for name in ("route", "best_a", "total_vnd_a", "best_b", "total_vnd_b")],
            [
                (value("decision", row["route"]), whole(row["best_a"]), whole(row["total_vnd_a"]), whole(row["best_b"]), whole(row["total_vnd_b"]))
                for row in found.by_route.to_dict("records") if row["best_a"] or row["best_b"]
            ],
        )  # fmt: skip
    with st.expander(r("page_units"), icon=":material/account_tree:"):
        names = ("unit", "people", "open_a", "open_b", "total_vnd_a", "total_vnd_b", "difference_vnd", "loses", "closes", "gains", "opens")
        grids.table(found.by("unit"), names, key="grid_replay_units", headings={n: head(n) for n in names}, height=420)


def _words(*sides: Terms) -> str:
    """Part of a widget's key: choices that belong to these terms do not outlive them."""
    return "_".join(str(part) for terms in sides for part in terms.record().values())


def _download(key: Key) -> None:
    """Both files are written by a worker when they are asked for."""
    roster, left, right, routes = key
    task = {
        "rosters": str(paths.rosters()), "roster": roster, "lang": state.lang(), "routes": list(routes),
        "left": left.record(), "right": right.record(),
    }  # fmt: skip
    columns = st.columns([1, 1, 3])
    for column, file, label in zip(columns, ("replay.xlsx", "replay.csv"), (t("download_excel"), r("page_csv")), strict=False):
        with column:
            download(label, workers.file_of("replay", {**task, "file": file}, file), file, key=f"download_{file}", width="stretch")


@st.fragment
def _people(key: Key) -> None:
    """Everybody with both sides; filters; a click shows one person's routes and boundaries."""
    from planner.policy.replay.words import change_word, route_word, shown, told

    found, lang = _replay(key), state.lang()
    st.header(r("page_people"), anchor=False)
    frame = found.people
    columns = st.columns([2, 1.6, 2.4], vertical_alignment="bottom")
    hit = long_list.search_and_unit(frame, "replay", columns[0], columns[1])
    present = [code for code in told() if found.totals[code]]
    changes = columns[2].multiselect(
        head("change"), present, key=state.spoken(f"w_replay_change_{_words(key[1], key[2])}"), placeholder=t("all"),
        format_func=named(present, lambda c: f"{change_word(c, lang)} ({whole(found.totals[c])})"), select_all=False,
    )  # fmt: skip
    if changes:
        hit &= frame["change"].isin(changes)
    rows = frame[hit]
    rows = rows.loc[rows["difference_vnd"].abs().sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    rows = long_list.sent(rows, len(frame), "replay_rows", "· " + r("page_click"))
    ready = rows.assign(
        change=shown(rows["change"], change_word, lang),
        **{f"route_{m}": shown(rows[f"route_{m}"], route_word, lang) for m in "ab"},
        **{f"regime_{m}": [value("regime", code) for code in rows[f"regime_{m}"]] for m in "ab"},
    )
    event = _table(ready, PEOPLE, "grid_replay_people", height=420, on_select="rerun", selection_mode="single-row")
    marked = _marked(event)
    if marked is not None and marked < len(rows):
        _person(key, str(rows["employee_id"].iloc[marked]))


def _marked(event: Any) -> int | None:
    """The row that is marked in a table; None where none is."""
    rows = event["selection"]["rows"] if event else []
    return int(rows[0]) if rows else None


def _person(key: Key, person: str) -> None:
    """One person's routes on both sides, and the boundaries close to either date."""
    from planner.policy.replay import replay, route_rows

    found = _replay(key)
    place = int(found.source.index[found.source["employee_id"] == person][0])
    people = found.source.iloc[[place]].reset_index(drop=True)
    left, right = found.left.terms, found.right.terms
    alone = replay(people, left, right, found.left.benefits.law, found.routes)
    with st.container(border=True):
        title, button = st.columns([4, 1.2], vertical_alignment="center")
        title.markdown(f"**{plain(people['full_name'].iloc[0])} ({plain(person)})**")
        if state.desk().current and button.button(
            t("page_person"), icon=":material/person_search:", key="replay_to_person", width="stretch"
        ):
            history.look_up(person)
        rows = route_rows(alone, state.lang())
        rows["route"] = [value("decision", code) for code in rows["route"]]
        for mark in "ab":
            rows[f"eligible_{mark}"] = [t("yes") if open_ else t("no") for open_ in rows[f"eligible_{mark}"]]
        _table(rows, ROUTES, "grid_replay_person", height="content")
        for mark, side in (("A", key[1]), ("B", key[2])):
            near = _near(key[0], side)
            mine = near[near["employee_id"] == person]
            if len(mine):
                st.caption(r("page_cliffs_of", side=mark, day=side.leave_on))
                _cliff_table(mine, f"grid_replay_person_cliffs_{mark}", CLIFFS[3:])


@st.fragment
def _cliffs(key: Key) -> None:
    """People within three months of a boundary, the largest steps first."""
    from planner.policy.replay import MONTHS_SHOWN

    st.header(r("page_cliffs"), anchor=False)
    st.caption(r("page_cliffs_mean", months=MONTHS_SHOWN))
    sides = {"A": key[1], "B": key[2]}
    columns = st.columns([1.6, 3, 1.6], vertical_alignment="bottom")
    chosen = columns[0].segmented_control(
        head("side"), list(sides), default="A", key="w_replay_cliff_side",
        format_func=named(sides, lambda mark: f"{mark}: {texts.date(sides[mark].leave_on, state.lang())}"),
    ) or "A"  # fmt: skip
    near = _near(key[0], sides[chosen])
    counts = near["cliff"].value_counts()
    codes = [str(code) for code in counts.index if counts[code]]
    kinds = columns[1].multiselect(
        head("cliff"), codes, default=[code for code in codes if code not in COMMON], key=state.spoken(f"w_replay_cliffs_{_words(sides[chosen])}"), placeholder=t("all"),
        format_func=named(codes, lambda c: f"{r(f'kind_{c}')} ({whole(int(counts[c]))})"), select_all=False,
    )  # fmt: skip
    units = columns[2].multiselect(
        head("unit"), sorted(near["unit"].unique()), key="w_replay_cliff_unit", placeholder=t("all"), select_all=False
    )
    hit = near["cliff"].isin(kinds) if kinds else near["cliff"].notna()
    if units:
        hit &= near["unit"].isin(units)
    rows = near[hit]
    rows = rows.loc[rows["step_vnd"].abs().sort_values(ascending=False, kind="stable").index]
    st.caption(r("page_cliff_rows", n=len(rows), people=rows["employee_id"].nunique()))
    _cliff_table(rows, "grid_replay_cliffs", CLIFFS, height=420)


def _cliff_table(rows: pd.DataFrame, key: str, columns: tuple[str, ...], height: Any = "content") -> None:
    from planner.policy.replay.cliffs import cliff_words
    from planner.policy.replay.words import direction_word, shown

    lang = state.lang()
    ready = rows.assign(
        boundary=cliff_words(rows, lang),
        route=[value("decision", code) for code in rows["route"]],
        direction=shown(rows["direction"], direction_word, lang),
        shared=[t("yes") if both else "" for both in rows["shared"]],
    )
    _table(ready, columns, key, height=height, own={"boundary": head("cliff")})


def _table(
    frame: pd.DataFrame, columns: tuple[str, ...], key: str, *, height: Any, own: dict[str, str] | None = None, **kwargs: Any
) -> Any:
    """A table of the replay: words are in it already, headings are the replay's."""
    if not len(frame):
        st.info(t("no_rows"))
        return None
    headings = {name: head(name) for name in columns} | (own or {})
    of, ready = st.column_config, frame[list(columns)].copy()
    settings: dict[str, Any] = {name: of.Column(label, pinned=name in grids.WHOSE or None) for name, label in headings.items()}
    for name in filter(_is_money, columns):
        ready[name] = grids.sortable(ready[name], 0)
        settings[name] = of.TextColumn(headings[name], alignment="right")
    for wide in ("boundary", "reason_a", "reason_b"):
        if wide in settings:
            settings[wide] = of.TextColumn(headings[wide], width="large")
    return grids.put(ready, settings, key=key, height=height, **kwargs)


def _is_money(name: str) -> bool:
    return "_vnd" in name or name.startswith("amount_")
