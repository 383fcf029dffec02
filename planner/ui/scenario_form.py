"""The forms of the Scenario page. Each field shows a value of the draft and writes it back; checks are those of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from planner.scenario.model import Merit, Objective, RouteName, Scenario, Solver
from planner.ui import draft as drafts
from planner.ui import state, store
from planner.ui.words import date_format, heading, named, plain, t, value

if TYPE_CHECKING:
    import pandas as pd

BILLION = 1_000_000_000


def targets() -> None:
    """Leaving dates and cumulative targets."""
    st.subheader(t("form_targets"), anchor=False)
    st.caption(t("form_targets_means"))
    periods = state.desk().draft.get("periods") or []
    earlier = periods[:-1]
    if earlier:
        for column, (i, period) in zip(st.columns(max(2, len(earlier))), enumerate(earlier), strict=False):
            with column:
                _slider(
                    t("form_target_by", period=plain(period.get("name", i + 1))),
                    ("periods", i, "reduction_at_least"),
                    0.0,
                    60.0,
                    0.5,
                )
    with st.expander(t("form_periods"), icon=":material/calendar_month:"):
        _periods_table(periods)
        columns = st.columns(3)
        for column, name in zip(columns, ("snapshot_on", "decided_on", "reorganised_on"), strict=True):
            with column:
                _date(t(f"form_{name}"), (name,), help=t(f"help_{name}"))


def _periods_table(periods: list[dict[str, Any]]) -> None:
    import pandas as pd

    rows = [
        {
            "name": p.get("name"),
            "leave_on": p.get("leave_on"),
            "at_least": drafts.as_percent(p.get("reduction_at_least")),
            "at_most": drafts.as_percent(p.get("reduction_at_most")),
        }
        for p in periods
    ]
    frame = pd.DataFrame(rows, columns=["name", "leave_on", "at_least", "at_most"]).astype({"at_least": "float64", "at_most": "float64"})
    frame["leave_on"] = pd.to_datetime(frame["leave_on"]).dt.date
    of = st.column_config
    edited = st.data_editor(
        frame, num_rows="dynamic", hide_index=True, key=f"w_periods_{_key(periods)}",
        column_config={
            "name": of.TextColumn(t("form_period_name"), required=True, max_chars=60),
            "leave_on": of.DateColumn(heading("leave_on"), format=date_format(), required=True),
            "at_least": of.NumberColumn(t("form_at_least"), min_value=0.0, max_value=100.0, format="%.2f"),
            "at_most": of.NumberColumn(t("form_at_most"), min_value=0.0, max_value=100.0, format="%.2f"),
        },
    )  # fmt: skip
    made = [_period(row) for row in edited.to_dict("records") if row["name"] and not pd.isna(row["leave_on"])]
    if made != [_period_plain(p) for p in periods] and st.button(t("form_apply_periods"), key="apply_periods", type="primary"):
        state.set_draft(drafts.put(state.desk().draft, ("periods",), made))
        st.rerun()


def _period(row: dict[str, Any]) -> dict[str, Any]:
    shares = {
        "reduction_at_least": drafts.as_share(row["at_least"]),
        "reduction_at_most": drafts.as_share(row["at_most"]),
    }
    return {"name": str(row["name"]), "leave_on": row["leave_on"], **{k: v for k, v in shares.items() if v is not None}}


def _period_plain(period: dict[str, Any]) -> dict[str, Any]:
    shares = {k: round(float(period[k]), 8) for k in ("reduction_at_least", "reduction_at_most") if period.get(k) is not None}
    return {"name": period.get("name"), "leave_on": period.get("leave_on"), **shares}


def unit_limits() -> None:
    """Bounds on every unit, and on single ones."""
    st.subheader(t("form_units"), anchor=False)
    columns = st.columns(3)
    with columns[0]:
        _percent(t("form_unit_at_least"), ("units", "default", "reduction_at_least"), help=t("help_unit_at_least"))
    with columns[1]:
        _percent(t("form_unit_at_most"), ("units", "default", "reduction_at_most"), help=t("help_unit_at_most"))
    with columns[2]:
        _whole(t("form_unit_minimum"), ("units", "default", "minimum_headcount"))
    with st.expander(t("form_by_unit"), icon=":material/domain:"):
        st.caption(t("form_by_unit_means"))
        _units_table()


def _units_table() -> None:
    by_unit = drafts.get(state.desk().draft, ("units", "by_unit"), {})
    frame = _unit_rows(by_unit)
    of = st.column_config
    edited = st.data_editor(
        frame, hide_index=True, key=f"w_by_unit_{_key(by_unit)}", disabled=["unit", "name", "people"],
        column_config={
            "unit": of.TextColumn(heading("unit")), "name": of.TextColumn(heading("unit_name"), width="large"), "people": of.NumberColumn(t("data_people")),
            "at_least": of.NumberColumn(t("form_at_least"), min_value=0.0, max_value=100.0, format="%.2f"),
            "at_most": of.NumberColumn(t("form_at_most"), min_value=0.0, max_value=100.0, format="%.2f"),
            "minimum": of.NumberColumn(t("form_unit_minimum_short"), min_value=0, step=1),
        },
    )  # fmt: skip
    made = {unit: bounds for unit, bounds in _bounds(edited).items() if bounds}
    if made != _bounds_plain(by_unit) and st.button(t("form_apply_units"), key="apply_units", type="primary"):
        state.set_draft(drafts.put(state.desk().draft, ("units", "by_unit"), made or None))
        st.rerun()


def _unit_rows(by_unit: dict[str, Any]) -> pd.DataFrame:
    """Every unit of the roster and every unit that the draft names (a merger may make new ones)."""
    import pandas as pd

    units, sizes = _roster_units()
    names = {**dict.fromkeys(by_unit, ""), **units}
    rows = [
        {"unit": unit, "name": names[unit] or unit, "people": sizes.get(unit), "at_least": drafts.as_percent(drafts.get(by_unit, (unit, "reduction_at_least"))),
         "at_most": drafts.as_percent(drafts.get(by_unit, (unit, "reduction_at_most"))), "minimum": drafts.get(by_unit, (unit, "minimum_headcount"))}
        for unit in [*units, *(u for u in by_unit if u not in units)]
    ]  # fmt: skip
    kinds = {"people": "Int64", "at_least": "float64", "at_most": "float64", "minimum": "Int64"}
    return pd.DataFrame(rows, columns=["unit", "name", *kinds]).astype(kinds)


def _roster_units() -> tuple[dict[str, str], dict[str, int]]:
    if not state.desk().roster:
        return {}, {}
    roster = store.roster(state.desk().roster)
    names = dict(zip(roster.units["unit"].astype(str), roster.units["name"].astype(str), strict=True))
    return names, {str(unit): int(n) for unit, n in roster.people["unit"].value_counts().items()}


def _bounds(edited: pd.DataFrame) -> dict[str, dict[str, Any]]:
    import pandas as pd

    out = {}
    for row in edited.to_dict("records"):
        bounds = {
            "reduction_at_least": drafts.as_share(row["at_least"]),
            "reduction_at_most": drafts.as_share(row["at_most"]),
            "minimum_headcount": None if pd.isna(row["minimum"]) else int(row["minimum"]),
        }
        out[str(row["unit"])] = {k: v for k, v in bounds.items() if v is not None}
    return out


def _bounds_plain(by_unit: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        str(unit): {k: v if k == "minimum_headcount" else round(float(v), 8) for k, v in bounds.items() if v is not None}
        for unit, bounds in by_unit.items()
        if bounds
    }


def keep_and_protect() -> None:
    """Whom the plan may not release, and how many deputies stay."""
    st.subheader(t("form_keep"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _toggle(t("form_key_roles"), ("keep", "key_roles"), help=t("help_key_role"))
        _deputies()
    with right:
        _keep_people()


def _deputies() -> None:
    now = state.desk().draft.get("deputies", "ignore")
    kind = "number" if isinstance(now, int) else now
    key = _widget("deputies_kind")
    st.segmented_control(
        t("form_deputies"), ("law", "ignore", "number"), default=kind, format_func=named(("law", "ignore", "number"), lambda k: t(f"form_deputies_{k}")), key=key, help=t("help_deputies"), required=True,
        on_change=lambda: state.change(("deputies",), 3 if st.session_state[key] == "number" else st.session_state[key]),
    )  # fmt: skip
    if kind == "number":
        _whole(t("form_deputies_most"), ("deputies",))


def _keep_people() -> None:
    kept = [str(person) for person in drafts.get(state.desk().draft, ("keep", "people"), [])]
    people = store.roster(state.desk().roster).people if state.desk().roster else None
    names = {} if people is None else dict(zip(people["employee_id"].astype(str), people["full_name"].astype(str), strict=True))
    key = _widget("keep_people")
    st.multiselect(
        t("form_keep_people"), list(dict.fromkeys([*kept, *names])), default=kept, format_func=lambda i: f"{i} · {names[i]}" if i in names else i, key=key,
        placeholder=t("lock_pick_hint"), help=t("help_keep_people"),
        on_change=lambda: state.change(("keep", "people"), st.session_state[key] or None),
    )  # fmt: skip
    locks = state.desk().locks
    if locks:
        st.caption(t("locks_now", n=len(locks)))
        st.button(
            t("locks_clear"),
            on_click=lambda: state.lock_people(list(locks), None),
            key="clear_locks",
            icon=":material/lock_open:",
        )


def money_and_routes() -> None:
    """Budgets, exits that may be chosen, the decree."""
    st.subheader(t("form_money"), anchor=False)
    st.caption(t("form_money_means"))
    periods = [str(p.get("name")) for p in state.desk().draft.get("periods") or []]
    columns = st.columns(max(2, len(periods) + 1))
    with columns[0]:
        _billions(t("form_budget_total"), ("budget", "total_vnd"))
    for column, period in zip(columns[1:], periods, strict=False):
        with column:
            _billions(t("form_budget_period", period=plain(period)), ("budget", "by_period", period))
    left, right = st.columns(2, gap="large")
    with left:
        _routes()
    with right:
        _choice(
            t("form_regime"),
            ("regime",),
            get_args(Scenario.model_fields["regime"].annotation),
            "auto",
            lambda r: t("form_regime_auto") if r == "auto" else value("regime", r),
            help=t("help_regime"),
        )


def _routes() -> None:
    now = state.desk().draft.get("routes", list(Scenario.model_fields["routes"].default))
    key = _widget("routes")
    st.multiselect(
        t("form_routes"), get_args(RouteName), default=now, format_func=named(get_args(RouteName), lambda r: value("decision", r)), key=key, help=t("help_routes"), placeholder=t("form_no_routes"),
        on_change=lambda: state.change(("routes",), list(st.session_state[key])),
    )  # fmt: skip


def weights() -> None:
    """What the plan strives for, merit points, limits of the search."""
    st.subheader(t("form_weights"), anchor=False)
    st.caption(t("form_weights_means"))
    steps = {
        "retained_merit": 0.1,
        "cost_per_million_vnd": 0.01,
        "involuntary": 5.0,
        "attention_group": 5.0,
        "redeploy": 1.0,
    }
    for column, (name, step) in zip(st.columns(len(steps)), steps.items(), strict=True):
        with column:
            _number(
                t(f"weight_{name}"),
                ("objective", name),
                float(Objective.model_fields[name].default),
                step,
                help=t(f"help_weight_{name}"),
            )
    with st.expander(t("form_merit"), icon=":material/military_tech:"):
        columns = st.columns(len(Merit.model_fields))
        for column, name in zip(columns, Merit.model_fields, strict=True):
            with column:
                label = value("rating_1", name) if not name.startswith("award") else t(f"merit_{name}")
                _number(label, ("merit", name), float(Merit.model_fields[name].default), 5.0)
    with st.expander(t("form_search"), icon=":material/timer:"):
        columns = st.columns(3)
        with columns[0]:
            _number(
                t("form_time_limit"),
                ("solver", "time_limit_s"),
                float(Solver.model_fields["time_limit_s"].default),
                10.0,
            )
        with columns[1]:
            _number(
                t("form_relative_gap"),
                ("solver", "relative_gap"),
                float(Solver.model_fields["relative_gap"].default),
                0.00001,
                form="%.6f",
                help=t("help_gap"),
            )


def _key(content: Any) -> str:
    """Part of an editor's key: a new content from outside starts it anew."""
    return f"{state.edition()}_{abs(hash(repr(content)))}"


def _widget(name: str) -> str:
    return f"w_{name}_{state.edition()}"


def _field(path: drafts.Path, back: Callable[[Any], Any]) -> dict[str, Any]:
    """key and on_change of a field for `path`, which writes back what is entered.

    What it starts with is given to the widget as its value, not put into the session: a run that is cut short after
    that would leave the browser with another value than the server.
    """
    key = _widget("_".join(str(p) for p in path))
    return {"key": key, "on_change": lambda: state.change(path, back(st.session_state[key]))}


def _slider(label: str, path: drafts.Path, low: float, high: float, step: float) -> None:
    now = drafts.as_percent(drafts.get(state.desk().draft, path)) or 0.0
    st.slider(label, low, max(high, now), now, step=step, format="%.1f", **_field(path, lambda v: drafts.as_share(v) or None))


def _percent(label: str, path: drafts.Path, **more: Any) -> None:
    now = drafts.as_percent(drafts.get(state.desk().draft, path))
    st.number_input(
        label,
        0.0,
        100.0,
        now,
        step=1.0,
        format="%g",
        placeholder=t("no_limit"),
        **_field(path, drafts.as_share),
        **more,
    )


def _whole(label: str, path: drafts.Path) -> None:
    now = drafts.get(state.desk().draft, path)
    st.number_input(label, 0, 10_000_000, now, step=1, placeholder=t("no_limit"), **_field(path, lambda v: v))


def _billions(label: str, path: drafts.Path) -> None:
    now = drafts.get(state.desk().draft, path)
    field = _field(path, lambda v: None if v is None else round(v * BILLION))
    st.number_input(
        label,
        0.0,
        1e6,
        None if now is None else now / BILLION,
        step=5.0,
        format="%g",
        placeholder=t("no_limit"),
        **field,
    )


def _number(label: str, path: drafts.Path, absent: float, step: float, form: str = "%g", **more: Any) -> None:
    now = drafts.get(state.desk().draft, path)
    field = _field(path, lambda v: absent if v is None else v)
    st.number_input(label, 0.0, 1e6, absent if now is None else float(now), step=step, format=form, **field, **more)


def _toggle(label: str, path: drafts.Path, **more: Any) -> None:
    st.toggle(label, bool(drafts.get(state.desk().draft, path)), **_field(path, bool), **more)


def _date(label: str, path: drafts.Path, **more: Any) -> None:
    now = drafts.get(state.desk().draft, path)
    low, high = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
    st.date_input(label, now, min_value=low, max_value=high, format=date_format(), **_field(path, lambda v: v), **more)


def _choice(label: str, path: drafts.Path, options: tuple[str, ...], absent: str, words: Callable[[str], str], **more: Any) -> None:
    now = drafts.get(state.desk().draft, path, absent)
    index = options.index(now) if now in options else None
    st.selectbox(label, options, index, format_func=named(options, words), **_field(path, lambda v: v), **more)
