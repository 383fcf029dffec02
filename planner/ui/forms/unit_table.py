"""The table of units on the Scenario page: limits unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.scenario.paths import get, put
from planner.ui.forms.fields import key_of
from planner.ui.session import actions, drafts, rosters, state
from planner.ui.session.words import heading, t

if TYPE_CHECKING:
    import pandas as pd

SHARES = ("reduction_at_least", "reduction_at_most")


def unit_names() -> dict[str, str]:
    """Unit id to name as the draft's new structure has them; the roster's where the draft does not fit it."""
    return {unit: name for unit, (name, _) in _units().items()}


def unit_table() -> None:
    """The editor; a click applies what was entered."""
    by_unit = get(state.desk().draft, ("units", "by_unit"), {})
    frame = _rows(by_unit)
    of = st.column_config
    edited = st.data_editor(
        frame, hide_index=True, placeholder="", key=key_of("by_unit", by_unit), disabled=["unit", "name", "people"],
        column_config={
            "unit": of.TextColumn(heading("unit")), "name": of.TextColumn(heading("unit_name"), width="large"), "people": of.NumberColumn(t("data_people")),
            "reduction_at_least": of.NumberColumn(t("form_at_least"), min_value=0.0, max_value=100.0, format="%g"),
            "reduction_at_most": of.NumberColumn(t("form_at_most"), min_value=0.0, max_value=100.0, format="%g"),
            "minimum_headcount": of.NumberColumn(t("form_unit_minimum_short"), min_value=0, step=1),
        },
    )  # fmt: skip
    made = _bounds(edited)
    if made != _bounds(frame) and st.button(t("form_apply"), key="apply_units", type="primary", icon=":material/check:"):
        actions.replace_draft(put(state.desk().draft, ("units", "by_unit"), made or None))


def _rows(by_unit: dict[str, Any]) -> pd.DataFrame:
    """Every unit of the new structure and every unit that the draft names."""
    import pandas as pd

    units = _units()
    out = []
    for unit in [*units, *(u for u in by_unit if u not in units)]:
        name, people = units.get(unit, (unit, None))
        bounds = by_unit.get(unit) or {}
        shares = {key: drafts.as_percent(bounds.get(key)) for key in SHARES}
        out.append({"unit": unit, "name": name, "people": people, **shares, "minimum_headcount": bounds.get("minimum_headcount")})
    kinds = {"people": "Int64", **dict.fromkeys(SHARES, "float64"), "minimum_headcount": "Int64"}
    return pd.DataFrame(out, columns=["unit", "name", *kinds]).astype(kinds)


def _units() -> dict[str, tuple[str, int | None]]:
    if not state.desk().roster:
        return {}
    found = rosters.structure(state.desk().roster, state.desk().draft)
    if found is not None:
        kept = found[1][found[1]["people_after"].notna()]
        return {str(u): (str(n), int(p)) for u, n, p in zip(kept["unit"], kept["name"], kept["people_after"], strict=True)}
    roster = rosters.roster_of(state.desk().roster)
    sizes = roster.people["unit"].value_counts()
    return {str(u): (str(n), int(sizes.get(u, 0))) for u, n in zip(roster.units["unit"], roster.units["name"], strict=True)}


def _bounds(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The rows with any bound, as `units.by_unit` holds them."""
    import pandas as pd

    out = {}
    for row in frame.to_dict("records"):
        bounds: dict[str, Any] = {key: drafts.as_share(None if pd.isna(row[key]) else row[key]) for key in SHARES}
        bounds["minimum_headcount"] = None if pd.isna(row["minimum_headcount"]) else int(row["minimum_headcount"])
        filled = {key: value for key, value in bounds.items() if value is not None}
        if filled:
            out[str(row["unit"])] = filled
    return out
