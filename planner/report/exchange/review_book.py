"""`REVIEW.xlsx`: every change that returned packs ask for, with a column in which the planner accepts or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from planner.core.columns import ROSTER_BY_NAME
from planner.core.texts import text
from planner.core.value_text import value_text
from planner.plan.tables.labels import heading
from planner.report.books.book import A4, BAND, FONT, HEAD_FILL, LINE, RULE, Book, lines_in, opened, put
from planner.report.exchange.returned.compare import KINDS
from planner.report.exchange.returned.decide import SEALED, seal_of, sealed
from planner.report.exchange.returned.origin import ORIGIN_SHEET, SEAL, seal_of_all
from planner.roster.template.input_cells import Lists

SHOWN = (
    "number", "accept", "unit", "employee_id", "full_name", "column_words", "sent_words", "returned_words", "now_words", "kind_words",
    "reason", "note", "file", "row",
)  # fmt: skip
HIDDEN = ("column", "kind", "before", "after", "seal")
WIDTHS = (5.0, 11.0, 12.0, 13.0, 24.0, 22.0, 20.0, 20.0, 20.0, 16.0, 32.0, 36.0, 24.0, 7.0)
FILE_WIDTH = 44.0
"""Of the names of files in the overview."""
KEY_ROW, FIRST_ROW = 2, 4
COLOURS = {"conflict": "#F8CBAD", "unreadable": "#D9D9D9"}


def write_review(review: pd.DataFrame, out: Path, lang: str = "vi", *, origin: Mapping[str, str]) -> None:
    """The workbook of a review (`planner.report.exchange.returned.review_of`), whole at `out` or not at all.

    origin: where it comes from (`origin_of`), for a hidden sheet, with the seal of the whole.
    """
    title = text("returned.review_title", lang)
    with opened(out, lang, title, len(review)) as book:
        guide = book.workbook.add_worksheet(text("returned.sheet_guide", lang))
        sheet = book.workbook.add_worksheet(text("returned.sheet_changes", lang))
        lists = Lists(book.workbook, "_lists")
        _overview(book, guide, review, title, out.name)
        _changes(book, sheet, lists, review, title)
        lists.write()
        _origin(book.workbook.add_worksheet(ORIGIN_SHEET), origin, review)
        sheet.activate()


def _sealed_rows(review: pd.DataFrame) -> list[list[str]]:
    """What each row is about."""
    return [sealed(row) for row in zip(*(review[name] for name in SEALED), strict=True)] if len(review) else []


def _origin(sheet: Worksheet, origin: Mapping[str, str], review: pd.DataFrame) -> None:
    """The hidden sheet: where the review comes from, and the seal of it all."""
    sheet.very_hidden()
    sheet.protect()
    for row, (key, value) in enumerate({**origin, SEAL: seal_of_all(origin, _sealed_rows(review))}.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)


def column_heading(name: str, lang: str) -> str:
    """The roster's own heading of a column: elsewhere "step" is a step of a waterfall."""
    known = ROSTER_BY_NAME.get(name)
    return heading(name, lang) if known is None else known.heading(lang)


def in_words(review: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The review, or other rows of changes, with `column_words`, `sent_words`, `returned_words` beside its columns; where there are a
    `now` and a `kind`, with those in words, too."""
    found = review.copy()
    found["column_words"] = [column_heading(name, lang) for name in review["column"]]
    if "kind" in review:
        found["kind_words"] = [text(f"returned.kind_{kind}", lang) for kind in review["kind"]]
    for name in ("sent", "returned", *(["now"] if "now" in review else [])):
        found[f"{name}_words"] = [value_text(c, v, lang) for v, c in zip(review[name], review["column"], strict=True)]
    return found


def _overview(book: Book, sheet: Worksheet, review: pd.DataFrame, title: str, file: str) -> None:
    """What to do, and how many changes of each kind each file asks for, live over the sheet of changes."""
    lang = book.lang
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, FILE_WIDTH)
    sheet.set_column(1, len(KINDS) + 1, 14)
    sheet.set_row(0, 26)
    book.put(sheet, 0, 0, title, font_size=16, bold=True, font_color=HEAD_FILL, indent=0)
    words = {1: {"sheet": text("returned.sheet_changes", lang), "accept": text("returned.column_accept", lang)}, 3: {"file": file}}
    for step in (1, 2, 3):
        sheet.merge_range(step + 1, 0, step + 1, len(KINDS) + 1, "", book.format("wrap", indent=0))
        sheet.set_row(step + 1, 32)
        book.put(sheet, step + 1, 0, text(f"returned.guide_{step}", lang, **words.get(step, {})), "wrap", indent=0)
    titles = [
        text("returned.overview_files", lang),
        *(text(f"returned.kind_{kind}", lang) for kind in KINDS),
        text("returned.overview_total", lang),
    ]
    for at, word in enumerate(titles):
        book.put(sheet, 6, at, word, "head", border=1, border_color=RULE)
    sheet.set_row(6, 34)
    changes, last = text("returned.sheet_changes", lang).replace("'", "''"), max(FIRST_ROW + len(review) - 1, FIRST_ROW)

    def area(name: str) -> str:
        at = SHOWN.index(name)
        return f"'{changes}'!{cell(FIRST_ROW, at, True, True)}:{cell(last, at, True, True)}"

    files = list(dict.fromkeys(review["file"]))
    edge: dict[str, Any] = {"bottom": 1, "bottom_color": RULE}
    counts = review.groupby(["file", "kind"]).size() if len(review) else {}
    for row, name in enumerate(files, 7):
        book.put(sheet, row, 0, name, "wrap", **edge)
        sheet.set_row(row, LINE * lines_in(name, FILE_WIDTH - 3) + 1)
        for at, kind in enumerate(KINDS, 1):
            # not COUNTIFS: a file called "a*.xlsx" or ">1.xlsx" would be a condition of its own
            formula = f"=SUMPRODUCT(({area('file')}={cell(row, 0, col_abs=True)})*({area('kind_words')}={cell(6, at, row_abs=True)}))"
            book.formula(sheet, row, at, formula, int(counts.get((name, kind), 0)), "int", **edge)
        total = f"=SUM({cell(row, 1)}:{cell(row, len(KINDS))})"
        book.formula(sheet, row, len(KINDS) + 1, total, int((review["file"] == name).sum()), "int", bold=True, **edge)
    row = 7 + len(files)
    book.put(sheet, row, 0, text("returned.overview_total", lang), bold=True, bg_color=BAND)
    for at in range(1, len(KINDS) + 2):
        stored = len(review) if at > len(KINDS) else int((review["kind"] == KINDS[at - 1]).sum())
        formula = f"=SUM({cell(7, at)}:{cell(max(row - 1, 7), at)})" if files else "=0"
        book.formula(sheet, row, at, formula, stored, "int", bold=True, bg_color=BAND)
    open_rows = int((review["kind"] != "unreadable").sum())
    said = f'=ROWS({area("accept")})-COUNTA({area("accept")})-COUNTIFS({area("kind_words")},{cell(6, 1 + KINDS.index("unreadable"))},{area("accept")},"")'
    book.put(sheet, row + 2, 0, text("returned.overview_undecided", lang), bold=True)
    book.formula(sheet, row + 2, 1, said if len(review) else "=0", open_rows, "int", bold=True)


def _changes(book: Book, sheet: Worksheet, lists: Lists, review: pd.DataFrame, title: str) -> None:
    lang, columns = book.lang, (*SHOWN, *HIDDEN)
    found = in_words(review, lang)
    found["number"] = range(1, len(found) + 1)
    found["accept"] = None
    found["seal"] = [seal_of(row) for row in _sealed_rows(review)]
    last = max(FIRST_ROW + len(found) - 1, FIRST_ROW)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(KEY_ROW + 1)
    sheet.set_footer(f'&R&"{FONT},Regular"&8 {book.word("page")}')
    sheet.print_area(0, 0, last, len(SHOWN) - 1)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.autofilter(KEY_ROW + 1, 0, last, len(SHOWN) - 1)
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_column(len(SHOWN), len(columns) - 1, 10, None, {"hidden": True})
    sheet.set_row(0, 23)
    book.put(sheet, 0, 0, title, font_size=14, bold=True, font_color=HEAD_FILL, indent=0)
    for at, name in enumerate(columns):
        sheet.write_string(KEY_ROW, at, name)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(KEY_ROW + 1, 34)
    for at, name in enumerate(SHOWN):
        own = f"returned.column_{name.removesuffix('_words')}"
        shown = heading(name, lang) if name in ("employee_id", "full_name") else text(own, lang)
        book.put(sheet, KEY_ROW + 1, at, shown, "head", border=1, border_color=RULE)
    _rows(book, sheet, found, columns)
    words = [text("returned.yes", lang), text("returned.no", lang)]
    sheet.data_validation(FIRST_ROW, 1, last, 1, {
        "validate": "list", "source": "=" + lists.named("accept", words), "error_title": text("roster.template_wrong_title", lang),
        "error_message": text("roster.template_wrong_word", lang),
    })  # fmt: skip
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def _rows(book: Book, sheet: Worksheet, found: pd.DataFrame, columns: tuple[str, ...]) -> None:
    """The rows, a conflict in red, what cannot be taken in grey."""
    edge: dict[str, Any] = {"border": 7, "border_color": RULE}
    fills = {kind: {**edge, **({"bg_color": COLOURS[kind]} if kind in COLOURS else {})} for kind in KINDS}
    styles = {(kind, wrap): book.format(wrap, **fills[kind]) for kind in KINDS for wrap in ("wrap", "int")}
    open_cell = book.format("text", bold=True, align="center", locked=False, bg_color="#FFF2CC", indent=0, **edge)
    lists = [found[name].tolist() for name in columns]
    kinds = found["kind"].tolist()
    for line, values in enumerate(zip(*lists, strict=True)):
        row, kind = FIRST_ROW + line, kinds[line]
        tall = [(str(values[at]), WIDTHS[at]) for at, name in enumerate(SHOWN) if name not in ("number", "accept", "row")]
        sheet.set_row(row, LINE * max(lines_in(value, width - 2) for value, width in tall))
        for at, (name, value) in enumerate(zip(columns, values, strict=True)):
            if name == "accept":
                put(sheet, row, at, None, open_cell)
            elif at >= len(SHOWN):
                put(sheet, row, at, str(value), book.format("text"))
            else:
                put(sheet, row, at, value, styles[kind, "int" if name in ("number", "row") else "wrap"])
