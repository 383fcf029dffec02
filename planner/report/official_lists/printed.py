"""How a list is printed on A4 across: facts that belong together stand under each other in one column, so that all can be read.

A printed column is made of the list's own columns: one of them as it is, several as lines, whichever of several holds
money, the words of that one, or the number of a note under the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.texts import coefficient, date, number, text
from planner.report.official_lists.lists import Form, FormColumn

FOR_HAND, NOTHING = "...../......", "–"
"""A line to be filled in by hand, and one that says nothing: lines keep their order."""
CENTRED_BELOW = 12.0
"""Columns narrower than this hold numbers and dates."""
Line = str | tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """A printed column: headings from top to bottom (each the keys of its lines), width in characters, and what it shows.

    how: "value" (the one field as it is), "lines" (a line a field; of a tuple of fields the one that is there, with its
    heading), "either" (the one sum that is not 0), "which" (the headings of that one, from level `above` on), "note" (the
    number of the field's text among the notes).
    """

    headings: tuple[tuple[str, ...], ...]
    width: float
    how: str
    fields: tuple[Line, ...]
    above: int = 0


@dataclass(frozen=True)
class Cells:
    """A printed column filled: headings, kind of cell (as `FormColumn`, or lines), width, values row by row."""

    headings: tuple[str, ...]
    kind: str
    width: float
    values: list[Any]


def _one(field: str, width: float, *above: str, heading: str = "") -> Printed:
    return Printed((*((key,) for key in above), (heading or field,)), width, "value", (field,))


_BORN = ("born_men", "born_women")
_WHO = (
    Printed((("name", "born"),), 20.0, "lines", ("full_name", _BORN)),
    Printed((("title", "education"),), 18.5, "lines", ("position_title", "education")),
    Printed((("rank_pay",), ("coefficient", "since")), 9.0, "lines", ("salary_coefficient", "blank")),
    Printed((("leadership",), ("coefficient", "since")), 9.0, "lines", ("leadership_allowance", "blank")),
    Printed((("over_frame_brief", "seniority_brief", "reserved_brief"),), 11.0, "lines", ("over_frame_pct", "seniority_pct", "reserved_coefficient")),
    _one("salary", 10.5),
    Printed((("insurance_years", "age"),), 9.5, "lines", ("si_years", "age")),
    _one("leave_on", 9.5, heading="leaves_on"),
)
_END = (
    _one("total", 11.5),
    Printed((("rule_note",),), 6.5, "note", ("legal_basis",)),
    _one("ground", 12.5),
)
_BRIEF_WHO = (
    Printed((("name", "month_born"),), 20.0, "lines", ("full_name", "birth_date")),
    Printed((("title", "rank"),), 18.0, "lines", ("position_title", "rank_code")),
    Printed((("recruited", "rating"),), 12.5, "lines", ("joined_on", "rating_1")),
    Printed((("reorganised", "retires_on"),), 11.0, "lines", ("reorganised_on", "leave_on")),
    _one("salary", 10.5),
)
_BY_MONTH = tuple(f"month_{window}_{bracket}" for window in ("first", "later") for bracket in ("near", "far"))


def _group(item: str, key: str) -> Printed:
    """An item of money that stands in one of both groups of early retirement."""
    return Printed((("allowance",), (key,)), 10.5, "either", tuple(f"{bracket}_{item}" for bracket in ("near", "far")))


def _window(item: str, key: str) -> Printed:
    """An item of money that stands in one of both windows of separation."""
    return Printed((("allowance",), (key,)), 11.0, "either", tuple(f"{item}_{window}" for window in ("first", "later")))


PRINTED: dict[str, tuple[Printed, ...]] = {
    "1a": (
        *_WHO,
        _one("years_early", 10.5, "allowance", heading="for_early_years"),
        _one("insurance_base", 10.5, "allowance", heading="first_years"),
        _one("insurance_further", 10.5, "allowance", heading="further_years"),
        *_END,
    ),
    "1b": (*_WHO, _one("job_search", 11.0, "allowance", heading="flat"), _one("insurance", 11.0, "allowance", heading="by_insurance"), *_END),
    "1c": (*_WHO, _one("job_search", 11.0, "allowance"), _one("insurance", 11.0, "allowance", heading="by_insurance"), *_END),
    "1d": (
        *_WHO, _one("training", 11.0, "allowance"), _one("job_search", 10.5, "allowance"), _one("insurance", 10.5, "allowance", heading="by_insurance"), *_END,
    ),
    "i1": (
        *_BRIEF_WHO,
        Printed((("months_early", "years_early", "insurance_years"),), 11.0, "lines", ("months_early", "early_years", "si_years")),
        Printed((("window_bracket",),), 13.5, "which", _BY_MONTH, above=1),
        Printed((("allowance",), ("by_month",)), 11.0, "either", _BY_MONTH),
        _group("years", "for_early_years"), _group("base", "first_years"), _group("further", "further_years"),
        _one("total", 11.5),
        Printed((("rule_note",),), 6.5, "note", ("legal_basis",)),
    ),
    "i2": (
        *_BRIEF_WHO,
        Printed((("months_paid", "insurance_years"),), 10.0, "lines", ("months_paid", "si_years")),
        Printed((("window",),), 11.0, "which", ("severance_first", "severance_later"), above=0),
        _window("severance", "severance"), _window("insurance", "by_year"), _window("job_search", "three_months"),
        _one("total", 12.0),
        Printed((("rule_note",),), 6.5, "note", ("legal_basis",)),
    ),
}  # fmt: skip
"""The printed columns of each list, after the running number; the money before the items is the salary."""


def printed(form: Form, lang: str) -> list[Cells]:
    """The printed columns of a list, filled."""
    return [_filled(form, column, lang) for column in PRINTED[form.key]]


def notes(form: Form) -> list[str]:
    """The legal bases that the list's people leave by, each once, in the order of their first row."""
    return [str(basis) for basis in dict.fromkeys(form.column("legal_basis").values)]


def _filled(form: Form, column: Printed, lang: str) -> Cells:
    headings = tuple(";\n".join(_heading(form, key, lang) for key in level) for level in column.headings)
    if column.how == "lines":
        lines = [_line(form, field, lang) for field in column.fields if field != "blank"]
        if "blank" in column.fields:  # since when the first line holds: only where it says something
            lines.append([NOTHING if value == NOTHING else FOR_HAND for value in lines[0]])
        return Cells(headings, "centred" if column.width < CENTRED_BELOW else "lines", column.width, ["\n".join(parts) for parts in zip(*lines, strict=True)])
    parts = [form.column(str(field)) for field in column.fields]
    if column.how == "either":
        return Cells(headings, "money", column.width, [sum(row) for row in zip(*(part.values for part in parts), strict=True)])
    if column.how == "which":
        return Cells(headings, "centred", column.width, _which(parts, column.above))
    if column.how == "note":
        numbers = {basis: f"({at})" for at, basis in enumerate(notes(form), 1)}
        return Cells(headings, "text", column.width, [numbers[str(basis)] for basis in parts[0].values])
    return Cells(headings, parts[0].kind, column.width, parts[0].values)


def _heading(form: Form, key: str, lang: str) -> str:
    """Some headings name what the list's own decree pays."""
    return text(f"forms.head_{key}_{form.key}" if key in ("by_insurance", "flat") else f"forms.head_{key}", lang)


def _line(form: Form, field: Line, lang: str) -> list[str]:
    """One line of each person's cell."""
    if isinstance(field, str):
        column = form.column(field)
        return [shown(column.kind, value, lang) for value in column.values]
    columns = [form.column(name) for name in field]
    rows = zip(*(column.values for column in columns), strict=True)
    return [next((f"{shown(c.kind, v, lang)} ({c.headings[-1].lower()})" for c, v in zip(columns, row, strict=True) if v is not None), NOTHING) for row in rows]


def _which(parts: Sequence[FormColumn], above: int) -> list[str]:
    """The headings of the one part of each row that is not 0."""
    words = [part.headings[above:] if above else part.headings[:1] for part in parts]
    rows = zip(*(part.values for part in parts), strict=True)
    return [next(("\n".join(said) for said, value in zip(words, row, strict=True) if value), NOTHING) for row in rows]


def shown(kind: str, value: Any, lang: str) -> str:
    """A value as a line of text; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    if kind == "date":
        return date(value, lang)
    if kind == "month":
        return f"{value:%m/%Y}"
    if kind == "coefficient":
        return coefficient(value, lang) if value else NOTHING
    if kind == "percent":
        return number(value, lang) if value else NOTHING
    if kind in ("int", "years"):
        return number(value, lang, 1 if kind == "years" else 0)
    return str(value)
