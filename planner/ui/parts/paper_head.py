"""What the papers of a plan are headed with: asked once, shown as it was the last time."""

from __future__ import annotations

import streamlit as st

from planner.core.errors import InputError
from planner.report.letterhead import Letterhead
from planner.service.letterheads import LONGEST, MOST_BODIES, head_from, kept_letterhead
from planner.ui.session.words import date_format, t
from planner.ui.widgets import problems

Parts = dict[str, str | list[str]]


def fields() -> Parts:
    """Draw issuer, place and date; what is written there, as `letterheads.head_from` takes it."""
    kept = _kept()
    st.markdown(f"**{t('head_title')}**", help=t("head_means"))
    above, body = [*[""] * (MOST_BODIES - len(kept.issuer)), *kept.issuer]
    issuer = [_line("above", above), _line("issuer", body)]
    place = _line("place", kept.place)
    day = st.date_input(t("head_day"), kept.day, key="w_head_day", format=date_format(), help=t("head_day_means"))
    return {"issuer": issuer, "place": place, "day": day.isoformat() if day else ""}


def brief_fields() -> Parts:
    """Draw what a brief has beside: to whom it goes (a line each), and its number, which is of one paper and not kept."""
    to = st.text_area(t("head_to"), "\n".join(_kept().to), key="w_head_to", height=68, help=t("head_to_means"))
    return {"to": (to or "").splitlines(), "number": _line("number", "")}


def called() -> dict[str, str]:
    """What each part is called on the page, for what is said of it."""
    return {part: t(f"head_{part}") for part in ("issuer", "place", "day", "to", "number")}


def can_stand(parts: Parts) -> bool:
    """Whether the parts can head a paper; what cannot is said."""
    try:
        head_from(parts, called())
    except InputError as error:
        problems.show_error(error)
        return False
    return True


def _line(part: str, kept: str) -> str:
    return str(st.text_input(t(f"head_{part}"), kept, key=f"w_head_{part}", max_chars=LONGEST) or "")


def _kept() -> Letterhead:
    """The head of the last paper; where it cannot be read, that is said and the fields are empty."""
    try:
        return kept_letterhead()
    except InputError as error:
        problems.show_error(error)
        return Letterhead()
