"""Leavers who are on no official list, and why: who goes by nature gets no allowance, others leave in another period."""

from __future__ import annotations

import pandas as pd

from planner.core.texts import text
from planner.core.vocabulary import CHOSEN_ROUTES, EXIT_ROUTES, NATURAL_ROUTES
from planner.plan.plan import Run
from planner.plan.tables import people
from planner.plan.tables.labels import label

COLUMNS = ("employee_id", "full_name", "birth_date", "unit_name", "decision", "leave_on", "why")


def unlisted(run: Run, lang: str, period: str | None = None) -> pd.DataFrame:
    """A row a leaver who is on none of the lists (of `period` where given): `COLUMNS`, decision and why in words.

    By unit, then as in the roster.
    """
    frame = people(run, lang)
    leaves = frame["decision"].isin(EXIT_ROUTES)
    natural = frame["decision"].isin(NATURAL_ROUTES)
    later = frame["decision"].isin(CHOSEN_ROUTES) & (frame["period"].ne(period) if period is not None else False)
    others = {when: text("forms.none_other_period", lang, period=when) for when in frame["period"].unique()}
    reasons = {decision.value: text(f"forms.none_{decision.value}", lang) for decision in NATURAL_ROUTES}
    frame["why"] = frame["decision"].map(reasons).fillna(frame["period"].map(others))
    words = {decision: label("decision", decision, lang) for decision in frame["decision"].unique()}
    frame["decision"] = frame["decision"].map(words)
    rows = frame[leaves & (natural | later)].assign(at=run.instance.structure.unit_of[(leaves & (natural | later)).to_numpy()])
    return rows.sort_values("at", kind="stable")[list(COLUMNS)].reset_index(drop=True)
