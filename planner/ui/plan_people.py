"""The people of a plan: filters, who changed against the plan before, and locks that are decided one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.schema import CHOSEN_ROUTES, DECISIONS, EXIT_ROUTES
from planner.ui import grids, state, store
from planner.ui.words import heading, named, plain, t, value, whole

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("employee_id", "full_name", "age", "unit", "position_title", "category", "merit", "decision", "period", "leave_on",
           "involuntary", "cost_vnd", "reason", "rating_1", "key_role", "volunteers", "attention_groups", "lock", "legal_basis")  # fmt: skip
SEARCHED = ("employee_id", "full_name", "position_title")
GROUPS = ("all", "leavers", "involuntary", "voluntary", "retained", "changed")
MOST_TO_PICK = 3000
"""So many names a list to pick from can hold before it slows the page; beyond it the filters narrow it."""


def show_only(field: str, found: str | None) -> None:
    """Filter by what was clicked: a step of the waterfall, or a unit; None clears that filter."""
    chosen = dict(st.session_state.get(state.PEOPLE_FILTER, {}))
    chosen.pop(field, None)
    if found is not None and found != "start":
        chosen[field] = found
    chosen["edition"] = chosen.get("edition", 0) + 1  # part of the widgets' keys: they start anew with what was clicked
    st.session_state[state.PEOPLE_FILTER] = chosen


def section(plan: str) -> None:
    """Draw the list with its filters and buttons."""
    st.subheader(t("plan_people"), anchor=False)
    _list(plan)


@st.fragment
def _list(plan: str) -> None:
    people = store.table("people", plan, state.lang())
    people["changed"] = changed(people, before())
    hit = _filters(people)
    found = people[hit]
    st.caption(t("rows_shown", n=len(found), of=len(people)))
    event = grids.table(
        found,
        (*COLUMNS,),
        key=f"grid_plan_people_{plan}_{state.edition()}",
        height=420,
        on_select="rerun",
        selection_mode="multi-row",
    )
    rows = event["selection"]["rows"] if event else []
    _locks(found, [str(found["employee_id"].iloc[row]) for row in rows if row < len(found)])


def before() -> pd.DataFrame | None:
    """People of the plan that was shown before, if it had a plan."""
    earlier = state.desk().before
    summary = store.summary(earlier)
    if summary is None or summary["headcount"] is None:
        return None
    return store.table("people", earlier, state.lang())


def changed(people: pd.DataFrame, before: pd.DataFrame | None) -> pd.Series:
    """Whose decision, period or new unit differs from the plan before; nobody where there is none."""
    import pandas as pd

    if before is None:
        return pd.Series(False, index=people.index)
    keys = ["decision", "period", "to_unit"]
    old = before.drop_duplicates("employee_id").set_index("employee_id")[keys].reindex(people["employee_id"])
    differs = (old.to_numpy() != people[keys].to_numpy()).any(axis=1)
    return pd.Series(differs, index=people.index)


def _filters(people: pd.DataFrame) -> pd.Series:
    clicked = st.session_state.get(state.PEOPLE_FILTER, {})
    masks = _groups(people)
    names = {g: f"{t(f'group_{g}')} ({whole(int(masks[g].sum()))})" for g in GROUPS}
    edition, is_clicked = clicked.get("edition", 0), bool({"unit", "step"} & set(clicked))
    first = "all" if is_clicked else "leavers"
    group = (
        st.pills(
            t("plan_group"),
            GROUPS,
            format_func=names.get,
            default=first,
            key=f"w_plan_group_{edition}",
            label_visibility="collapsed",
        )
        or "all"
    )
    words_column, unit_column, decision_column = st.columns(3)
    words = words_column.text_input(t("search"), placeholder=t("search_hint"), key="w_plan_search")
    units = unit_column.multiselect(
        heading("unit"), list(dict.fromkeys(people["unit"])), default=[clicked["unit"]] if clicked.get("unit") in set(people["unit"]) else [],
        key=f"w_plan_unit_{edition}", placeholder=t("all"),
    )  # fmt: skip
    present = [d.value for d in DECISIONS if (people["decision"] == d.value).any()]
    decisions = decision_column.multiselect(
        heading("decision"), present, default=[d for d in _step_decisions(clicked.get("step")) if d in present],
        format_func=named(present, lambda d: value("decision", d)), key=f"w_plan_decision_{edition}", placeholder=t("all"),
    )  # fmt: skip
    hit = masks[group].copy()
    if clicked.get("step") == "voluntary":
        hit &= masks["voluntary"]
    elif clicked.get("step") in [r.value for r in CHOSEN_ROUTES]:
        hit &= people["involuntary"]
    if words.strip():
        hit &= grids.matches(people, words, SEARCHED)
    if units:
        hit &= people["unit"].isin(units)
    if decisions:
        hit &= people["decision"].isin(decisions)
    if is_clicked:
        st.button(t("clear_filter"), icon=":material/filter_alt_off:", on_click=_clear, key="clear_people_filter")
    return hit


def _clear() -> None:
    show_only("unit", None)
    show_only("step", None)


def _groups(people: pd.DataFrame) -> dict[str, pd.Series]:
    leaves = people["decision"].isin([r.value for r in EXIT_ROUTES])
    chosen = people["decision"].isin([r.value for r in CHOSEN_ROUTES])
    return {
        "all": people["employee_id"].notna(),
        "leavers": leaves,
        "involuntary": people["involuntary"].astype(bool),
        "voluntary": chosen & ~people["involuntary"].astype(bool),
        "retained": ~leaves,
        "changed": people["changed"],
    }


def _step_decisions(step: str | None) -> list[str]:
    if step is None:
        return []
    if step == "end":
        return ["retain", "redeploy"]
    if step == "voluntary":
        return [r.value for r in CHOSEN_ROUTES]
    return [step]


def _locks(found: pd.DataFrame, marked: list[str]) -> None:
    """Keep or release: the people marked in the table, and those picked by name."""
    st.markdown(f"**{t('lock_title')}**")
    st.caption(t("lock_means"))
    options = found["employee_id"].astype(str).head(MOST_TO_PICK).tolist()
    names = dict(zip(options, found["full_name"].astype(str), strict=False))
    picked = st.multiselect(
        t("lock_pick"),
        options,
        format_func=lambda i: f"{i} · {names.get(i, '')}",
        select_all=False,
        key=f"w_lock_pick_{state.edition()}",
        placeholder=t("lock_pick_hint"),
    )
    chosen = list(dict.fromkeys([*marked, *picked]))
    keep, release, free = st.columns(3)
    keep.button(
        t("keep"),
        icon=":material/lock:",
        key="lock_keep",
        disabled=not chosen,
        on_click=_lock,
        args=(chosen, "keep"),
        width="stretch",
    )
    release.button(
        t("release"),
        icon=":material/logout:",
        key="lock_leave",
        disabled=not chosen,
        on_click=_lock,
        args=(chosen, "leave"),
        width="stretch",
    )
    free.button(
        t("undecide"),
        icon=":material/lock_open:",
        key="lock_none",
        disabled=not chosen,
        on_click=_lock,
        args=(chosen, None),
        width="stretch",
    )
    if st.session_state.pop(state.LOCKED, False):
        st.rerun()
    locks = state.desk().locks
    if locks:
        listed = [f"{plain(person)}: {t('keep') if lock == 'keep' else t('release')}" for person, lock in list(locks.items())[:30]]
        st.info(t("locks_now", n=len(locks)) + " " + "; ".join(listed), icon=":material/lock:")


def _lock(people: list[str], lock: Any) -> None:
    state.lock_people(people, lock)
    st.session_state[state.LOCKED] = True
