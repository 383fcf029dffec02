"""The structure of the ministry before and after the plan on one page: age, sex, rank, level, category, kind of unit; a table and a chart each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from planner.core.columns import CATEGORIES, LEVELS, SEXES, UNIT_KINDS, values
from planner.core.vocabulary import EXIT_ROUTES
from planner.plan.tables.labels import heading, label
from planner.plan.tables.profile import BAND_STARTS, RANK_GROUPS, band_names
from planner.report.books.book import RULE, Book
from planner.report.books.page import Page
from planner.report.books.plan.people import Mask, PeopleSheet

WIDTHS = (30.0, 11.0, 11.0, 11.0, 11.0, 3.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0)
TABLE_END, CHART_AT, LAST = 4, 6, 11
HEADS = ("before", "leavers", "after", "reduction")
LEAST_ROWS = 10
"""Rows of a block, so that its chart can be read."""


@dataclass(frozen=True)
class Group:
    """Some of the people: the word for them, who they are, and the conditions of formulas that find them on the people sheet."""

    word: str
    members: Mask
    conditions: tuple[str, ...]


def write_structure(people: PeopleSheet) -> None:
    """A block for each attribute: people before, leavers, people after and the share that leaves, live, with a chart beside them."""
    book = people.book
    sheet = book.sheet("structure", portrait=True)
    sheet.hide_gridlines(2)
    page, row, charts = Page(book, sheet, WIDTHS), 0, []
    for key, groups in _blocks(people):
        charts.append((row, _block(page, people, row, key, groups), key))
        row += max(len(groups), LEAST_ROWS - 2) + 3
    page.write()
    for top, groups, key in charts:
        chart = _chart(book, key, top + 2, groups)
        sheet.insert_chart(top + 1, CHART_AT, chart, {"object_position": 2, "x_offset": 2, "description": book.word(f"structure_{key}")})
    sheet.print_area(0, 0, row - 1, LAST)
    sheet.fit_to_pages(1, 1)


def _blocks(people: PeopleSheet) -> Iterator[tuple[str, list[Group]]]:
    """The attributes in their order, each with the groups to which somebody belongs, and every age band."""
    frame = people.frame
    ages, at_age = frame["age"].to_numpy(dtype=np.float64), people.ref("age")
    bands = [*zip(BAND_STARTS, (*BAND_STARTS[1:], 200), band_names(), strict=True)]
    yield "age_band", [Group(name, (ages >= low) & (ages < high), (f'{at_age},">={low}"', f'{at_age},"<{high}"')) for low, high, name in bands]
    known = {"sex": values(SEXES), "position_level": values(LEVELS), "rank_group": (*RANK_GROUPS, ""), "category": values(CATEGORIES), "kind": values(UNIT_KINDS)}
    for column, wanted in known.items():
        found = [value for value in wanted if frame[column].eq(value).any()]
        yield column, [_named(people, column, value) for value in found]


def _named(people: PeopleSheet, column: str, value: str) -> Group:
    lang = people.book.lang
    shown = value if column == "rank_group" else label(column, value, lang)
    word = shown or people.book.word("rank_unknown")
    return Group(word, people.frame[column].eq(value).to_numpy(dtype=bool), (f'{people.ref(column)},"{shown}"',))


def _block(page: Page, people: PeopleSheet, top: int, key: str, groups: list[Group]) -> int:
    """One attribute's table; how many groups it has."""
    lang = page.book.lang
    page.section(top, 0, LAST, page.book.word(f"structure_{key}"))
    page.put(top + 1, 0, page.book.word("structure_group"), "head", border=1, border_color=RULE)
    for at, name in enumerate(HEADS, 1):
        page.put(top + 1, at, heading(name, lang), "head", border=1, border_color=RULE)
    page.height(top + 1, 20)
    edge = {"bottom": 7, "bottom_color": RULE}
    for row, group in enumerate(groups, top + 2):
        before, gone = int(group.members.sum()), int((group.members & people.leaves).sum())
        here, left = cell(row, 1), cell(row, 2)
        page.put(row, 0, group.word, **edge)
        page.formula(row, 1, f"={people.counted(*group.conditions)}", before, **edge)
        page.formula(row, 2, f"={people.deciding(EXIT_ROUTES, *group.conditions)}", gone, **edge)
        page.formula(row, 3, f"={here}-{left}", before - gone, **edge)
        page.formula(row, 4, f"=IF({here}=0,0,{left}/{here})", gone / before if before else 0, "pct", **edge)
    return len(groups)


def _chart(book: Book, key: str, first: int, groups: int) -> Any:
    """Columns before and after, as high as the block."""
    name, last = book.sheets["structure"], first + groups - 1
    chart = book.workbook.add_chart({"type": "column"})
    for at, colour in ((1, "#9DC3E6"), (3, "#1F4E79")):
        chart.add_series({
            "name": [name, first - 1, at], "categories": [name, first, 0, last, 0], "values": [name, first, at, last, at], "fill": {"color": colour},
            "gap": 60, "overlap": 0,
        })  # fmt: skip
    chart.set_y_axis({"num_format": book.number_format("#,##0"), "num_font": {"size": 8}, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_legend({"position": "right", "font": {"size": 8}})
    chart.set_size({"width": 480, "height": 20 * max(groups, LEAST_ROWS - 2) + 24})
    return chart
