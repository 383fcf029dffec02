"""`replay.xlsx` and `replay.csv`: the same people on two terms.

Sheets: summary, units, routes, people, cliffs. Sums are live formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.texts import text
from planner.policy.replay import Replay, route_rows
from planner.policy.replay.cliffs import cliff_words
from planner.policy.replay.words import change_word, direction_word, heading, notes, regime_word, route_word, shown, side_words, told
from planner.report.books.book import BAND, HEAD_FILL, RULE, Book, Column, opened
from planner.report.books.cell_values import values_of
from planner.report.books.live_tables import live_table, total_row
from planner.roster.values.text import write_for_people

PEOPLE = (
    "employee_id", "full_name", "unit", "position_title", "months_early_a", "route_a", "regime_a", "total_vnd_a",
    "months_early_b", "route_b", "regime_b", "total_vnd_b", "difference_vnd", "change",
)  # fmt: skip
UNITS = ("unit", "name", "people", "open_a", "open_b", "total_vnd_a", "total_vnd_b", "difference_vnd", "loses", "closes", "gains", "opens")
ROUTES = ("route", "best_a", "total_vnd_a", "best_b", "total_vnd_b", "difference_vnd", "open_a", "open_b", "all_vnd_a", "all_vnd_b")
CLIFFS = (
    "side", "employee_id", "full_name", "unit", "route", "cliff", "direction", "months_away", "reached_on", "amount_now", "amount_after",
    "difference", "step_vnd", "shared",
)  # fmt: skip
CLIFF_ROWS = 100_000
"""Rows that a sheet of cliffs holds; those with the largest step in money come first into it."""
SIGNED = "+#,##0;-#,##0;0"
WIDTHS = {"position_title": 30.0, "name": 54.0, "cliff": 58.0, "route_a": 23.0, "route_b": 23.0, "change": 32.0}


def write_replay(found: Replay, cliffs: Mapping[str, pd.DataFrame], units: pd.DataFrame, out: Path, lang: str = "vi") -> None:
    """The workbook of a replay, whole at `out` or not at all.

    cliffs: `planner.policy.replay.cliffs` of each side, by its letter (`a`, `b`). units: the roster's, for their names.
    """
    rows = max(len(found.people), min(sum(map(len, cliffs.values())), CLIFF_ROWS))
    with opened(Path(out), lang, text("replay.title", lang), rows) as book:
        _summary(book, found, sum(map(len, cliffs.values())))
        _units(book, found, units)
        _routes(book, found)
        book.table("people", _columns(_people(found, lang), PEOPLE, lang))
        book.table("cliffs", _columns(_cliffs(found, cliffs, lang), CLIFFS, lang))


def write_rows(found: Replay, out: Path, lang: str = "vi") -> None:
    """`replay.csv`, a row for each person and route with both sides (`planner.policy.replay.route_rows`); whole or not at all."""
    write_for_people(route_rows(found, lang), out)


def _summary(book: Book, found: Replay, cliff_rows: int) -> None:
    """What is compared, the two sums, and who gains and loses, live over the people sheet."""
    lang, totals = book.lang, found.totals
    sheet = book.sheet("summary")
    for at, width in enumerate((46, 24, 24, 24)):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    book.put(sheet, 0, 0, text("replay.title", lang), font_size=16, bold=True, font_color=HEAD_FILL, indent=0)
    lines = [f"{mark}: {side_words(side.terms, lang)}" for mark, side in (("A", found.left), ("B", found.right))]
    lines += [text("replay.means", lang), *(note.render(lang) for note in notes(found))]
    if cliff_rows > CLIFF_ROWS:
        lines.append(text("replay.cliffs_cut", lang, shown=CLIFF_ROWS, count=cliff_rows))
    for row, line in enumerate(lines, 2):
        sheet.merge_range(row, 0, row, 3, "", book.format("wrap", indent=0))
        sheet.set_row(row, 15.5 * (-(-len(line) // 105)) + 2)
        book.put(sheet, row, 0, line, "wrap", indent=0, bold=row < 4)
    _figures(book, sheet, found, totals, len(lines) + 3)


def _figures(book: Book, sheet: Worksheet, found: Replay, totals: dict[str, int], row: int) -> None:
    lang, rows = book.lang, max(len(found.people), 1)
    of = {name: book.ref("people", PEOPLE.index(name), 1, rows) for name in PEOPLE}
    _band(book, sheet, row, ["", "A", "B", heading("difference_vnd", lang)])
    edge: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
    book.put(sheet, row + 1, 0, text("replay.figure_open", lang), **edge)
    for at, mark in enumerate("ab", 1):
        book.put(sheet, row + 1, at, totals[f"open_{mark}"], "int", **edge)
        total = f"total_vnd_{mark}"
        book.formula(sheet, row + 2, at, f"=SUM({of[total]})", totals[total], "money", bold=True, **edge)
    book.put(sheet, row + 2, 0, text("replay.figure_total", lang), bold=True, **edge)
    for line, name in ((1, "open"), (2, "total_vnd")):
        change = totals[f"{name}_b"] - totals[f"{name}_a"]
        formula = f"={cell(row + line, 2)}-{cell(row + line, 1)}"
        book.formula(sheet, row + line, 3, formula, change, "money", num_format=SIGNED, bold=line == 2, **edge)
    row += 4
    _band(book, sheet, row, [heading("change", lang), heading("people", lang), heading("difference_vnd", lang), ""])
    for line, name in enumerate(told(), row + 1):
        word = change_word(name, lang)
        book.put(sheet, line, 0, word, **edge)
        book.formula(sheet, line, 1, f"=COUNTIF({of['change']},{cell(line, 0)})", totals[name], "int", **edge)
        summed = f"=SUMIF({of['change']},{cell(line, 0)},{of['difference_vnd']})"
        book.formula(sheet, line, 2, summed, totals[f"{name}_vnd"], "money", num_format=SIGNED, **edge)


def _band(book: Book, sheet: Worksheet, row: int, words: list[str]) -> None:
    for at, word in enumerate(words):
        book.put(sheet, row, at, word, bold=True, bg_color=BAND, align="left" if at == 0 else "right", indent=0 if at else 1)


def _units(book: Book, found: Replay, units: pd.DataFrame) -> None:
    """A row a unit, summed live from the people sheet, with a total."""
    lang, rows = book.lang, max(len(found.people), 1)
    frame = found.by("unit")
    names = dict(zip(units["unit"], units["name"], strict=True))
    frame.insert(1, "name", frame["unit"].map(names).fillna(""))
    of = {name: book.ref("people", PEOPLE.index(name), 1, rows) for name in ("unit", "total_vnd_a", "total_vnd_b")}
    at = {name: i for i, name in enumerate(UNITS)}

    def formulas(row: int) -> dict[str, str]:
        mine = cell(row, at["unit"])
        # not SUMIF: a unit called ">5" or "A*" would be a condition of its own
        live = {f"total_vnd_{m}": f"=SUMPRODUCT(({of['unit']}={mine})*{of[f'total_vnd_{m}']})" for m in "ab"}
        live["difference_vnd"] = f"={cell(row, at['total_vnd_b'])}-{cell(row, at['total_vnd_a'])}"
        return live

    sheet = live_table(book, "units", _columns(frame, UNITS, lang), UNITS, formulas)
    sums = {name: int(frame[name].sum()) for name in UNITS if name not in ("unit", "name")}
    total_row(book, sheet, 1, len(frame) + 1, list(UNITS), sums, {name: _kind(name) for name in UNITS})


def _routes(book: Book, found: Replay) -> None:
    frame = found.by_route.copy()
    frame["route"] = shown(frame["route"], route_word, book.lang)
    at = {name: i for i, name in enumerate(ROUTES)}

    def formulas(row: int) -> dict[str, str]:
        return {"difference_vnd": f"={cell(row, at['total_vnd_b'])}-{cell(row, at['total_vnd_a'])}"}

    sheet = live_table(book, "routes", _columns(frame, ROUTES, book.lang), ROUTES, formulas)
    sums = {name: int(frame[name].sum()) for name in ("best_a", "best_b", "total_vnd_a", "total_vnd_b", "difference_vnd")}
    total_row(book, sheet, 1, len(frame) + 1, list(ROUTES), sums, {name: _kind(name) for name in ROUTES})


def _people(found: Replay, lang: str) -> pd.DataFrame:
    """The people with words for codes."""
    frame = found.people.copy()
    for mark in "ab":
        frame[f"route_{mark}"] = shown(frame[f"route_{mark}"], route_word, lang)
        frame[f"regime_{mark}"] = shown(frame[f"regime_{mark}"], regime_word, lang)
    frame["change"] = shown(frame["change"], change_word, lang)
    return frame


def _cliffs(found: Replay, cliffs: Mapping[str, pd.DataFrame], lang: str) -> pd.DataFrame:
    """The cliffs of both sides in words; the largest where there are more than a sheet should hold."""
    frame = pd.concat([part.assign(side=mark.upper()) for mark, part in cliffs.items()], ignore_index=True)
    if len(frame) > CLIFF_ROWS:
        keep = frame["step_vnd"].abs().nlargest(CLIFF_ROWS).index
        frame = frame.loc[keep.sort_values()].reset_index(drop=True)
    known = found.source.drop_duplicates("employee_id").set_index("employee_id")[["full_name", "unit"]]
    frame = frame.join(known, on="employee_id")
    frame["cliff"] = cliff_words(frame, lang)
    frame["route"] = shown(frame["route"], route_word, lang)
    frame["direction"] = shown(frame["direction"], direction_word, lang)
    frame["shared"] = frame["shared"].map({True: text("words.yes", lang), False: ""})
    return frame.rename(columns={"leave_on": "reached_on"})


def _columns(frame: pd.DataFrame, names: tuple[str, ...], lang: str) -> list[Column]:
    return [Column(heading(name, lang), _kind(name), values_of(frame[name]), WIDTHS.get(name)) for name in names]


def _kind(name: str) -> str:
    if "_vnd" in name or name in ("amount_now", "amount_after", "difference"):
        return "money"
    if name in ("name", "cliff", "position_title"):
        return "wrap"
    if name in ("reached_on",):
        return "date"
    texts = (
        "employee_id",
        "full_name",
        "unit",
        "route",
        "route_a",
        "route_b",
        "regime_a",
        "regime_b",
        "change",
        "side",
        "direction",
        "shared",
    )
    return "text" if name in texts else "int"
