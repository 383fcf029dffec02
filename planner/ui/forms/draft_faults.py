"""What is wrong with the draft, in the words of the forms: the field by its name there and numbers in its own unit. Key paths and files
are for who works in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from planner.core.errors import InputError, Problem
from planner.scenario.load import scenario_from
from planner.scenario.paths import get, steps_of
from planner.ui.forms.change_words import field_shown, in_field
from planner.ui.session import state
from planner.ui.session.words import plain, t
from planner.ui.widgets import problems

OWN = {"scenario.too_large": "draft_too_large", "scenario.per_cent": "draft_too_large", "scenario.too_small": "draft_too_small", "scenario.money_unit": "draft_too_little_money"}
"""Faults whose sentence in a terminal tells how a file is written, and the text that tells them here."""


def show() -> None:
    """Show what is wrong with the draft, as far as it can be told without its roster."""
    desk = state.desk()
    try:
        scenario_from(desk.draft, name=desk.base_name) if desk.draft else None
    except InputError as error:
        st.error(t("scenario_has_problems"), icon=":material/error:")
        _listed([(_place(fault.column), _said(fault)) for fault in error.problems])


def show_refused(records: Sequence[dict[str, Any]], heading: str) -> None:
    """Show why a job on the draft was refused. records: of `problem_records`; what is about a file of people keeps its sheet and row."""
    if not all(_is_of_draft(record) for record in records):
        problems.show(records, heading)
        return
    st.error(heading, icon=":material/error:")
    _listed([(_place(record["column"]), record[state.lang()]["message"]) for record in records])


def _is_of_draft(record: dict[str, Any]) -> bool:
    where = record[state.lang()]
    return where["file"] in (None, state.desk().base_name) and where["sheet"] is None and isinstance(record["column"], str)


def _listed(faults: list[tuple[str, str]]) -> None:
    for place, said in faults[: problems.MOST]:
        st.markdown(f"- **{plain(place)}**: {plain(said)}" if place else f"- {plain(said)}")
    if len(faults) > problems.MOST:
        st.caption(t("more_problems", n=len(faults) - problems.MOST))


def _place(column: Any) -> str:
    return field_shown(column) if isinstance(column, str) and column else ""


def _said(fault: Problem) -> str:
    key, column = fault.message.key, fault.column
    if key == "scenario.bounds_crossed":
        least, most = (in_field((name,), float(fault.message.params[kind])) for name, kind in (("reduction_at_least", "low"), ("reduction_at_most", "high")))
        return t("draft_bounds_crossed", least=least, most=most)
    entered = get(state.desk().draft, steps_of(state.desk().draft, column)) if isinstance(column, str) else None
    if key not in OWN or isinstance(entered, bool) or not isinstance(entered, int | float):
        return fault.message.render(state.lang())
    path = tuple(str(column).split("."))
    limit = 1 if key == "scenario.per_cent" else fault.message.params.get("limit")
    return t(OWN[key], value=in_field(path, entered), limit=in_field(path, limit))
