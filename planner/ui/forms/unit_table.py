"""The table of units on the Scenario page: limits unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.scenario.model import UnitBounds
from planner.scenario.parts.workload import BY_WORKLOAD
from planner.scenario.paths import get
from planner.scenario.requirement_kinds import KINDS, UNIT_MINIMUMS, Kind, ShareOf
from planner.ui.forms import workload_form
from planner.ui.session import drafts, edits, rosters, state
from planner.ui.session.words import heading, t
from planner.ui.session.words import of as word_of

if TYPE_CHECKING:
    import pandas as pd

BOUNDS = {str(kind.key[-1]): kind for key in UnitBounds.model_fields for kind in KINDS if kind.form == "units" and kind.key[-1] == key}
"""The bounds of a unit by their keys, in the order of the schema."""
LEAST, BY_WORK = str(UNIT_MINIMUMS.key[-1]), "by_work"
"""The key of the least number of people, and the column that says it is what the unit's work takes."""


def unit_names() -> dict[str, str]:
    """Unit id to name as the draft's new structure has them; the roster's where the draft does not fit it."""
    return {unit: name for unit, (name, _) in _units().items()}


def unit_table() -> None:
    """The editor; what is entered is taken over at once."""
    now = get(state.desk().draft, ("units", "by_unit"))
    units = _units()
    key, began = edits.began("by_unit", repr((state.desk().roster, units)), now)
    frame = _rows(began.value or {}, units)
    of = st.column_config
    edited = st.data_editor(
        frame, hide_index=True, placeholder="", key=key, disabled=["unit", "name", "people"],
        column_config={
            "unit": of.TextColumn(heading("unit")), "name": of.TextColumn(heading("unit_name"), width="large"), "people": of.NumberColumn(t("data_people")),
            **{key: _column(kind) for key, kind in BOUNDS.items()},
            BY_WORK: of.CheckboxColumn(workload_form.said("by_work"), help=workload_form.said("by_work_help")) if workload_form.is_named() else None,
        },
    )  # fmt: skip
    made = _bounds(edited)
    edits.take_over(("units", "by_unit"), began.value if made == _bounds(frame) else made or None, began)


def is_share(kind: Kind) -> bool:
    """Whether a bound is entered in per cent."""
    return kind.share_of is not ShareOf.NUMBER


def _column(kind: Kind) -> Any:
    of = st.column_config.NumberColumn  # without an upper bound: what is above it would be dropped
    return of(word_of(kind, "column"), min_value=0.0, format="%g") if is_share(kind) else of(word_of(kind, "column"), min_value=0, step=1)


def _rows(by_unit: dict[str, Any], units: dict[str, tuple[str, int | None]]) -> pd.DataFrame:
    """Every unit of the new structure and every unit that the draft names."""
    import pandas as pd

    out = []
    for unit in [*units, *(u for u in by_unit if u not in units)]:
        name, people = units.get(unit, (unit, None))
        bounds = by_unit.get(unit) or {}
        shown = {key: drafts.as_percent(bounds.get(key)) if is_share(kind) else _number(bounds.get(key)) for key, kind in BOUNDS.items()}
        out.append({"unit": unit, "name": name, "people": people, **shown, BY_WORK: bounds.get(LEAST) == BY_WORKLOAD})
    kinds = {"people": "Int64", **{key: "float64" if is_share(kind) else "Int64" for key, kind in BOUNDS.items()}}
    return pd.DataFrame(out, columns=["unit", "name", *kinds, BY_WORK]).astype({**kinds, BY_WORK: "bool"})


def _number(bound: Any) -> int | None:
    """A bound that is a number; the others have a column of their own."""
    return None if bound == BY_WORKLOAD else bound


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
        filled = {key: drafts.as_share(row[key]) if is_share(kind) else int(row[key]) for key, kind in BOUNDS.items() if not pd.isna(row[key])}
        if row[BY_WORK]:
            filled[LEAST] = BY_WORKLOAD
        if filled:
            out[str(row["unit"])] = filled
    return out
