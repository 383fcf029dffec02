"""The forms of the Scenario page: every part of the schema, each with its meaning and its article of law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import streamlit as st

from planner.core.columns import ATTENTION_GROUPS, CATEGORIES, UNIT_KINDS, values
from planner.core.vocabulary import SECONDMENTS
from planner.scenario import requirement_kinds as record
from planner.scenario.checks import FAIR_ATTRIBUTES
from planner.scenario.model import Level, Merit, Objective, RouteName, Scenario, Solver, Tier
from planner.scenario.paths import get
from planner.ui.forms import fields, unit_table, workload_form
from planner.ui.forms.pickers import group_word, people_to_pick
from planner.ui.forms.row_lists import Cell, choice_cell, rows
from planner.ui.parts.plan_names import plan_name
from planner.ui.session import actions, history, plans, state
from planner.ui.session.words import heading, named, of, plain, t, value
from planner.ui.session.workers import read_law

WEIGHTS = {
    "retained_merit": (5.0, 0.1),
    "cost_per_million_vnd": (1.0, 0.01),
    "involuntary": (500.0, 5.0),
    "attention_group": (500.0, 5.0),
    "redeploy": (100.0, 1.0),
    "secondment": (100.0, 1.0),
}
"""Where the slider of each weight ends, and its step; a larger weight of a file stretches the slider."""


def about() -> None:
    """Title and description."""
    with st.expander(t("form_about"), icon=":material/description:"):
        fields.line(t("form_title"), ("title",))
        fields.paragraph(t("form_description"), ("description",), help=t("help_description"))


def targets() -> None:
    """Leaving dates, cumulative targets, and what the shares are of."""
    st.header(t("form_targets"), anchor=False, help=t("help_targets"))
    periods = state.desk().draft.get("periods") or []
    if periods:
        for column, (i, period) in zip(st.columns(max(2, len(periods))), enumerate(periods), strict=False):
            with column:
                name = plain(period.get("name", i + 1))
                fields.percent(of(record.PERIOD_TARGETS, "form", period=name), ("periods", i, "reduction_at_least"), shared=i == len(periods) - 1)
    with st.expander(t("form_periods"), icon=":material/calendar_month:"):
        rows(("periods",), (
            Cell("name", t("form_period_name")), Cell("leave_on", heading("leave_on"), "date"), Cell("reduction_at_least", t("form_at_least"), "share"),
            Cell("reduction_at_most", of(record.PERIOD_CAPS, "column"), "share"),
        ))  # fmt: skip
        columns = st.columns(3)
        for column, name in zip(columns, ("snapshot_on", "decided_on", "reorganised_on"), strict=True):
            with column:
                fields.date(t(f"form_{name}"), (name,), help=t(f"help_{name}"))
    with st.expander(t("form_acceptance"), icon=":material/casino:"):
        fields.percent(t("form_confidence"), ("acceptance", "confidence"), help=t("help_confidence"))
        st.caption(t("form_chances_means"))
    with st.expander(t("form_reduction"), icon=":material/percent:"):
        fields.choice(
            t("form_reduction_of"),
            ("reduction", "of"),
            ("headcount", "quota"),
            "headcount",
            lambda c: t(f"form_of_{c}"),
            help=t("help_reduction_of"),
        )
        left, right = st.columns(2, gap="large")
        bounds = tuple(Cell(str(kind.key[-1]), of(kind, "column"), "share") for kind in (record.CATEGORY_TARGETS, record.CATEGORY_CAPS))
        with left:
            by = choice_cell("name", heading("category"), values(CATEGORIES), lambda c: value("category", c))
            rows(("reduction", "by_category"), (by, *bounds), t("form_by_category_means"), "name")
        with right:
            by = choice_cell("name", heading("kind"), values(UNIT_KINDS), lambda c: value("kind", c))
            rows(("reduction", "by_kind"), (by, *bounds), t("form_by_kind_means"), "name")


def unit_limits() -> None:
    """Bounds on every unit, and on single ones."""
    st.header(t("form_units"), anchor=False, help=t("help_unit_limits"))
    for column, kind in zip(st.columns(len(unit_table.BOUNDS)), unit_table.BOUNDS.values(), strict=True):
        with column:
            enter = fields.percent if unit_table.is_share(kind) else fields.whole_number
            enter(of(kind, "form"), kind.key_for_all, help=of(kind, "help"))
    with st.expander(t("form_by_unit"), icon=":material/domain:"):
        st.caption(t("form_by_unit_means"))
        unit_table.unit_table()
    workload_form.section(rows)


def keep_and_protect() -> None:
    """Whom and what the plan must keep."""
    st.header(t("form_keep"), anchor=False, help=t("help_keep"))
    left, right = st.columns(2, gap="large")
    with left:
        fields.toggle(of(record.KEY_ROLES, "form"), ("keep", "key_roles"), help=t("help_key_role"))
        twins = fields.field(record.TWINS.key, lambda on: "alike" if on else None)
        st.toggle(of(record.TWINS, "form"), bool(fields.now_at(record.TWINS.key)), help=of(record.TWINS, "help"), **twins)
        _deputies()
    with right:
        _keep_people()
    with st.expander(t("form_keep_more"), icon=":material/verified_user:"):
        _floors()


def _floors() -> None:
    units = unit_table.unit_names()
    unit = choice_cell("unit", heading("unit"), list(units), lambda u: f"{u} · {units[u]}", help=t("help_skill_unit"))
    rows(
        ("keep", "skills"),
        (Cell("skill", of(record.SKILLS, "form")), unit, Cell("at_least", of(record.SKILLS, "column"), "count")),
        t("form_skills_means"),
    )
    level = choice_cell("level", heading("position_level"), get_args(Level), lambda c: value("position_level", c))
    per = choice_cell("per", t("form_per"), ("unit", "ministry"), lambda c: t(f"form_per_{c}"))
    rows(("keep", "positions"), (level, Cell("at_least", of(record.POSITIONS, "column"), "count"), per), t("form_positions_means"))
    rows(("keep", "succession"), (Cell("if_leaves", t("form_if_leaves")), Cell("keep", t("form_successor"))), t("form_succession_means"))


def _deputies() -> None:
    now = state.desk().draft.get("deputies", "ignore")
    kind = "number" if isinstance(now, int) else now
    key, kinds = fields.widget("deputies_kind"), ("law", "each", "ignore", "number")
    st.segmented_control(
        of(record.DEPUTIES, "form"), kinds, default=kind, format_func=named(kinds, lambda k: t(f"form_deputies_{k}")), key=key, help=of(record.DEPUTIES, "help"),
        required=True,
        on_change=state.while_drawn(lambda: actions.change(("deputies",), 3 if st.session_state[key] == "number" else st.session_state[key])),
    )  # fmt: skip
    if kind == "number":
        fields.whole_number(t("form_deputies_most"), ("deputies",))
    fields.toggle(t("form_deputies_grace"), ("deputies_grace",), help=t("help_deputies_grace"), disabled=kind not in ("law", "each"))


def _keep_people() -> None:
    kept = [str(person) for person in get(state.desk().draft, ("keep", "people"), [])]
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        names = people_to_pick("keep")
    key = fields.widget("keep_people")
    right.multiselect(
        of(record.KEPT_PEOPLE, "form"), list(dict.fromkeys([*kept, *names])), default=kept, format_func=lambda i: f"{i} · {names[i]}" if i in names else i, key=key,
        placeholder=t("lock_pick_hint"), help=of(record.KEPT_PEOPLE, "help"),
        on_change=state.while_drawn(lambda: actions.change(("keep", "people"), st.session_state[key] or None)), select_all=False,
    )  # fmt: skip
    locks = state.desk().locks
    if locks:
        st.caption(t("locks_now", n=len(locks)))
        st.button(t("locks_clear"), on_click=lambda: actions.unlock(list(locks)), key="clear_locks", icon=":material/lock_open:")


def moves_and_nearness() -> None:
    """Moves to units with room, and nearness to an earlier plan."""
    st.header(t("form_moves"), anchor=False, help=t("help_moves"))
    columns = st.columns([1.2, 1, 1, 2], vertical_alignment="bottom")
    allowed = bool(get(state.desk().draft, ("redeploy", "allowed")))
    with columns[0]:
        key = fields.widget("redeploy_allowed")
        st.toggle(
            t("form_redeploy"),
            allowed,
            key=key,
            help=t("help_redeploy"),
            on_change=state.while_drawn(lambda: _allow_moves(bool(st.session_state[key]))),
        )
    with columns[1]:
        if allowed:
            fields.whole_number(of(record.ROOM, "form"), ("redeploy", "at_most_per_unit"))
    with columns[2]:
        fields.whole_number(of(record.NEAR_PLAN, "form"), ("stay_close",), help=of(record.NEAR_PLAN, "help"))
    with columns[3]:
        if state.desk().draft.get("stay_close") is not None:
            _close_to()
    if allowed:
        names, (left, right) = unit_table.unit_names(), st.columns([1, 2], vertical_alignment="bottom")
        with left:
            fields.toggle(t("form_any_category"), ("redeploy", "any_category"), help=t("help_any_category"))
        with right:
            fields.choices(t("form_redeploy_to"), ("redeploy", "to"), list(names), (), lambda unit: names.get(unit, unit), help=t("help_redeploy_to"))


def _close_to() -> None:
    """The plan that `stay_close` means: the one chosen here, else the one that is shown."""
    solved = [plan for plan in plans.known() if plans.decides(plan)]
    if not solved:
        st.warning(t("close_to_none"), icon=":material/info:")
        return
    now, key = plans.to_stay_close_to(), f"w_close_to_{state.edition()}"
    st.selectbox(
        t("form_close_to"), solved, index=solved.index(now) if now in solved else 0, format_func=named(solved, plan_name), key=key,
        on_change=lambda: history.stay_close_to(st.session_state[key]),
    )  # fmt: skip


def _allow_moves(allowed: bool) -> None:
    known = get(state.desk().draft, ("redeploy",), {})
    actions.change(("redeploy",), {**known, "allowed": allowed}, True)


def money_and_routes() -> None:
    """Budgets, exits that may be chosen and how many, the decree."""
    st.header(t("form_money"), anchor=False, help=t("help_form_money"))
    st.caption(t("form_money_means"))
    periods = [str(p.get("name")) for p in state.desk().draft.get("periods") or []]
    columns = st.columns(max(2, len(periods) + 1))
    with columns[0]:
        fields.billions(of(record.BUDGET_TOTAL, "form"), ("budget", "total_vnd"))
    for column, period in zip(columns[1:], periods, strict=False):
        with column:
            fields.billions(of(record.BUDGET_PERIOD, "form", period=plain(period)), ("budget", "by_period", period))
    left, right = st.columns(2, gap="large")
    with left:
        fields.choices(
            t("form_routes"),
            ("routes",),
            get_args(RouteName),
            Scenario.model_fields["routes"].default,
            lambda r: value("decision", r),
            help=t("help_routes"),
            placeholder=t("form_no_routes"),
        )
    with right:
        regimes = get_args(Scenario.model_fields["regime"].annotation)
        fields.choice(
            t("form_regime"),
            ("regime",),
            regimes,
            "auto",
            lambda r: t("form_regime_auto") if r == "auto" else value("regime", r),
            help=t("help_regime"),
        )
    with st.expander(t("form_by_route"), icon=":material/alt_route:"):
        route = choice_cell("name", heading("route"), get_args(RouteName), lambda r: value("decision", r))
        rows(
            ("by_route",),
            (route, *(Cell(str(kind.key[-1]), of(kind, "column"), "count") for kind in (record.ROUTE_TARGETS, record.ROUTE_CAPS))),
            t("form_by_route_means"),
            "name",
        )
    with st.expander(t("form_secondment"), icon=":material/hiking:"):
        place = choice_cell("name", t("form_secondment_to"), list(SECONDMENTS), lambda p: value("decision", SECONDMENTS[p]))
        rows(
            ("secondment",),
            (place, *(Cell(str(kind.key[-1]), of(kind, "column"), "count") for kind in (record.SECONDMENT_TARGETS, record.SECONDMENT_CAPS))),
            t("form_secondment_means"),
            "name",
        )


def fairness() -> None:
    """How unevenly exits may fall."""
    st.header(of(record.FAIRNESS, "form"), anchor=False, help=t("help_fairness"))
    groups = [*FAIR_ATTRIBUTES, *values(ATTENTION_GROUPS)]
    by = choice_cell("by", t("form_fair_by"), groups, group_word)
    rows(("fairness",), (by, Cell("max_ratio", of(record.FAIRNESS, "column"), "decimal", help=of(record.FAIRNESS, "help"))), t("form_fairness_means"))


def weights() -> None:
    """What the plan strives for, merit points, goals in order."""
    st.header(t("form_weights"), anchor=False, help=t("help_form_weights"))
    st.caption(t("form_weights_means"))
    for column, (name, (high, step)) in zip(st.columns(len(WEIGHTS)), WEIGHTS.items(), strict=True):
        with column:
            default = float(Objective.model_fields[name].default)
            fields.weight_slider(t(f"weight_{name}"), ("objective", name), default, high, step, help=t(f"help_weight_{name}"))
    with st.expander(t("form_merit"), icon=":material/military_tech:"):
        columns = st.columns(len(Merit.model_fields), vertical_alignment="bottom")
        for column, name in zip(columns, Merit.model_fields, strict=True):
            with column:
                label = value("rating_1", name) if not name.startswith("award") else t(f"merit_{name}")
                fields.number(label, ("merit", name), float(Merit.model_fields[name].default), 5.0)
    with st.expander(of(record.GOAL_PEOPLE, "form"), icon=":material/stairs:"):
        goals = {way: [a for a in get_args(get_args(Tier.model_fields[way].annotation)[0])] for way in ("minimise", "maximise")}
        cells: list[Cell] = [choice_cell(way, t(f"form_{way}"), goals[way], lambda g: t(f"goal_{g}")) for way in goals]
        rows(
            ("tiers",),
            (
                *cells,
                Cell("tolerance", t("form_tolerance"), "decimal", help=t("help_tolerance")),
                Cell("relative_tolerance", t("form_relative_tolerance"), "share"),
            ),
            t("form_tiers_means"),
        )


def law() -> None:
    """What-ifs on the law."""
    with st.expander(t("form_law"), icon=":material/gavel:"):
        from planner.policy.law.parameters import load_law

        read_law()
        names = load_law().names
        parameter = choice_cell("parameter", t("form_parameter"), list(names), lambda n: n)
        cells = (
            parameter,
            Cell("from", t("form_law_from"), "date"),
            Cell("value", t("form_law_value"), "yaml", help=t("help_law_value")),
            Cell("reason", heading("reason")),
        )
        rows(("law",), cells, t("form_law_means"))


def search() -> None:
    """Limits of the search."""
    with st.expander(t("form_search"), icon=":material/timer:"):
        columns = st.columns(3)
        with columns[0]:
            fields.number(t("form_time_limit"), ("solver", "time_limit_s"), float(Solver.model_fields["time_limit_s"].default), 10.0)
        with columns[1]:
            default = float(Solver.model_fields["relative_gap"].default)
            fields.number(t("form_relative_gap"), ("solver", "relative_gap"), default, 0.00001, form="%.6f", help=t("help_gap"))
        with columns[2]:
            fields.whole_number(t("form_seed"), ("solver", "seed"), help=t("help_seed"))


SECTIONS: dict[str, tuple[Callable[[], Any], ...]] = {
    "targets": (targets, about),
    "units": (unit_limits,),
    "people": (keep_and_protect, moves_and_nearness, fairness),
    "money": (money_and_routes,),
    "goal": (weights, law, search),
}
"""Parts of the page, and the forms that stand on each; `structure` and `text` are drawn by the page itself."""
