"""Ratings by calendar year: the newest year of all sheets is the last one, on whichever sheet it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.core.errors import Problem
from planner.roster.tables.headings import Heading
from planner.roster.tables.table import Table

_NAMES = ("rating_1", "rating_2", "rating_3")


def ratings_by_year(matches: Sequence[Heading | None]) -> list[Heading | None]:
    """The matches with ratings that name a year told apart: the newest is `rating_1`; older than three years: ignored."""
    years = [int(m.part) for m in matches if m is not None and m.part.isdigit()]
    if not years:
        return list(matches)
    out: list[Heading | None] = []
    for match in matches:
        if match is not None and match.part.isdigit():
            year = int(match.part)
            age = max(years) - year
            match = replace(match, year=year, part=_NAMES[age] if age < len(_NAMES) else "", ignored=age >= len(_NAMES))
        out.append(match)
    return out


def align_ratings(tables: Sequence[Table]) -> list[Problem]:
    """Moves the ratings of tables whose newest year is not that of all tables; a warning for each that is left out for it."""
    newest = max((heading.year for table in tables for heading in table.headings.values()), default=0)
    return [found for table in tables for found in _moved(table, newest)]


def _moved(table: Table, newest: int) -> list[Problem]:
    own = [name for name in _NAMES if name in table.headings and table.headings[name].year]
    problems = []
    for name in reversed(own):  # the oldest first: each moves to a place that is free by then
        heading = table.headings[name]
        age = newest - heading.year
        if age < len(_NAMES) and _NAMES[age] == name:
            continue
        if age >= len(_NAMES):
            said = {"heading": heading.text, "year": str(heading.year)}
            problems.append(table.problem("rating_too_old", table.heading_row, name, severity="warning", **said))
        for part in (table.columns, table.places, table.headings, table.manners, table.cell_places, table.spoilt):
            if name in part:
                taken = part.pop(name)
                if age < len(_NAMES):
                    part[_NAMES[age]] = taken
    return problems
