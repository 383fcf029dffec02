"""Words, numbers and dates on the pages, in the language of the session."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

from planner.core import texts
from planner.core.columns import ROSTER_BY_NAME
from planner.scenario.requirement_kinds import Kind
from planner.ui.session import state

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def t(name: str, /, **params: Any) -> str:
    """The text `name` of the app's catalogue."""
    return texts.text(f"ui.{name}", state.lang(), **params)


def of(kind: Kind, what: str, **params: Any) -> str:
    """A text of a requirement's block: its `form`, `column` or `help`."""
    return texts.text(f"requirement.{kind.name}.{what}", state.lang(), **params)


def word(name: str) -> str:
    """A word shared with the reports (`words.toml`)."""
    return texts.text(f"words.{name}", state.lang())


def value(kind: str, code: Any) -> str:
    """The word for a coded value: a decision, a status, a level."""
    from planner.plan.tables import labels

    return labels.label(kind, code, state.lang())


def named(codes: Iterable[Any], of: Callable[[Any], str]) -> Callable[[Any], str]:
    """How a widget shows its options, worked out now: it may ask later, when no session says in which language."""
    known = {code: of(code) for code in codes}
    return lambda code: known.get(code, str(code))


def heading(column: str) -> str:
    """The heading of a table's column."""
    from planner.plan.tables import labels

    if column == "step":  # the reports' word is a step of a waterfall; the app's tables show the step of a rank
        return ROSTER_BY_NAME[column].heading(state.lang())
    return labels.heading(column, state.lang())


def plain(text: Any) -> str:
    """Text of a user or a file for a place that reads Markdown: shown as written, on one line, and never as markup."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(text).split()))


def titled(title: Any) -> str:
    """A scenario's title for this page: of "in Vietnamese | in English" its half in the page's language, any other as it is."""
    return texts.half_of(str(title), state.lang())


def whole(number: float | int | None) -> str:
    """A whole number as the language groups it; a dash where there is none."""
    return "–" if number is None else texts.number(round(number), state.lang())


def signed(number: float | int, decimals: int | None = 0) -> str:
    """A difference with its sign, always: +12, −3, ±0."""
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return sign + texts.number(abs(number), state.lang(), decimals)


def percent(share: float | None, decimals: int = 1) -> str:
    """A share as per cent; a dash where there is none."""
    return "–" if share is None else texts.percent(share, state.lang(), decimals)


def money(vnd: float | int | None) -> str:
    """Money short enough for a headline: billions of đồng with one decimal, smaller sums in millions."""
    if vnd is None:
        return "–"
    if abs(vnd) >= 1_000_000_000:
        return t("billions", amount=texts.number(vnd / 1_000_000_000, state.lang(), 1))
    return t("millions", amount=texts.number(vnd / 1_000_000, state.lang(), 0))


def signed_money(vnd: float | int) -> str:
    """A difference of money with its sign; none before nothing."""
    return ("+" if vnd > 0 else "−" if vnd < 0 else "") + money(abs(vnd))


def day(value: dt.date | str) -> str:
    """A date as the language writes it."""
    return texts.date(dt.date.fromisoformat(value) if isinstance(value, str) else value, state.lang())


def date_format() -> str:
    """The format that Streamlit's date widgets and columns show."""
    return "DD/MM/YYYY" if state.lang() == "vi" else "YYYY-MM-DD"
