"""One printed page of the official lists: head, headings with their row of numbers, signatures, A4 across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from planner.core.texts import text
from planner.report.books.book import A4, FONT, LINE, Book, lines_in, put
from planner.report.books.small_print import SMALL, SMALL_LINE, small_lines, stacked_lines
from planner.report.letterhead import Letterhead, issuing, place_and_day

FORMATS: dict[str, dict[str, Any]] = {
    "date": {"num_format": "dd/mm/yyyy", "align": "center"},
    "years": {"num_format": "0.0", "align": "center"},
    "int": {"num_format": "#,##0", "align": "center"},
    "money": {"num_format": '#,##0;-#,##0;"–"'},
    "total": {"num_format": '#,##0;-#,##0;"–"', "bold": True},
    "text": {"align": "center", "indent": 0},
    "centred": {"text_wrap": True, "indent": 0, "align": "center"},
    **{kind: {"text_wrap": True, "indent": 0, "align": "left"} for kind in ("wrap", "short", "long", "lines")},
}
EDGE: dict[str, Any] = {"border": 1, "border_color": "#7F7F7F", "font_size": SMALL, "valign": "vcenter", "text_wrap": True, "indent": 0}
HEAD_ROWS = 7
"""Rows above the headings: nation and body (two), place, title, attachment, plan, unit of money."""
WIDE = 1.1
"""How much wider letters of bold headings are than those of a table."""
ROOM_HIGH = 0.97
"""The share of a page that is filled: printers differ a little."""
ACROSS, DOWN, INCH = 841.9, 595.3, 72.0
"""A4 across, in points."""
LEFT, TOP, BOTTOM = 0.4, 0.5, 0.6
"""Margins in inches."""


@dataclass(frozen=True)
class Head:
    """What all pages of a workbook share: whose it is, and the plan's title."""

    letterhead: Letterhead
    plan: str


class Page:
    """One printed sheet while it is written. widths: of its columns, in characters. heights: of its rows, in points. glued: rows
    that should stay with the row above them."""

    def __init__(self, book: Book, name: str, head: Head) -> None:
        self.book, self.name, self.head = book, name, head
        self.sheet: Worksheet = book.workbook.add_worksheet(name)
        self.widths: list[float] = []
        self.heights: dict[int, float] = {}
        self.glued: set[int] = set()

    def tall(self, row: int, points: float, *, glued: bool = False) -> None:
        """Set a row's height; glued: it stays with the row above."""
        self.sheet.set_row(row, points)
        self.heights[row] = points
        if glued:
            self.glued.add(row)

    def say(self, key: str, **params: Any) -> str:
        """A text of the lists in the book's language."""
        return text(f"forms.{key}", self.book.lang, **params)

    def style(self, kind: str, **more: Any) -> Any:
        """The format of a table's cell."""
        return self.book.format("text", **{**EDGE, "align": "right", **FORMATS[kind], **more})

    def columns(self, widths: Sequence[float]) -> None:
        """Set the widths of the printed columns."""
        self.widths = list(widths)
        for at, wide in enumerate(self.widths):
            self.sheet.set_column(at, at, wide)

    def top(self, title: str, *, in_vnd: bool = True) -> None:
        """Who issues it on the left, nation, motto, place and day on the right, the title over the whole width."""
        width, half = len(self.widths), self.column_at(0.42)
        lang, letterhead = self.book.lang, self.head.letterhead
        plain: dict[str, Any] = {"align": "center", "indent": 0}
        issuer = issuing(letterhead, lang)
        above, body = (issuer[0], issuer[1]) if len(issuer) > 1 else ("", issuer[0])
        one_line = {0: (above, {**plain}), 1: (body, {**plain, "bold": True, "underline": 1 if letterhead.issuer else 0})}
        if not above:
            one_line = {0: (body, {**plain, "bold": True}), 1: ("", plain)}
        right = (
            (text("letterhead.nation", lang), {**plain, "bold": True}),
            (text("letterhead.motto", lang), {**plain, "bold": True, "underline": 1}),
            (place_and_day(letterhead, lang), {**plain, "italic": True}),
        )
        for row in range(3):
            words, style = one_line.get(row, ("", plain))
            self.merged(row, 0, row, half - 1, words, self.book.format("text", text_wrap=True, **style))
            self.merged(row, half, row, width - 1, right[row][0], self.book.format("text", **right[row][1]))
            tall = lines_in(words, sum(self.widths[:half]) / 1.3)
            self.tall(row, LINE * tall + (1 if tall == 1 else 2))
        lines = (
            (3, title, {**plain, "bold": True, "font_size": 14, "text_wrap": True, "valign": "vcenter"}, 1.75),
            (4, self.say("attached"), {**plain, "italic": True}, 1.15),
            (5, self.say("plan_line", title=self.head.plan), {**plain, "italic": True, "text_wrap": True}, 1.15),
            (6, self.say("in_vnd") if in_vnd else "", {**plain, "italic": True, "align": "right"}, 1.15),
        )
        for row, words, style, wide in lines:
            self.merged(row, 0, row, width - 1, words, self.book.format("text", **style))
            self.tall(row, LINE * wide * lines_in(words, sum(self.widths) / wide) + 2)

    def headings(self, headings: Sequence[tuple[str, ...]]) -> int:
        """The merged headings after that of the running number, then the row of numbers; the first row under them."""
        depth, top = max(len(path) for path in headings), HEAD_ROWS
        head = self.book.format("text", **{**EDGE, "bold": True, "align": "center"})
        self.merged(top, 0, top + depth - 1, 0, self.say("number"), head)
        tall = [1.0] * depth
        for level in range(depth):
            at = 1
            while at <= len(headings):
                path, end = headings[at - 1], at
                if level < len(path):
                    while end < len(headings) and headings[end][: level + 1] == path[: level + 1] and len(path) > level + 1:
                        end += 1
                    bottom = top + depth - 1 if len(path) == level + 1 else top + level
                    self.merged(top + level, at, bottom, end, path[level], head)
                    rows = bottom - top - level + 1
                    lines = stacked_lines(path[level], sum(self.widths[at : end + 1]) / WIDE)
                    if rows == 1:
                        tall[level] = max(tall[level], lines)
                    else:
                        tall[-1] = max(tall[-1], lines - sum(tall[level:-1]))
                at = end + 1
        for level in range(depth):
            self.tall(top + level, SMALL_LINE * tall[level] + 4)
        for at in range(len(headings) + 1):
            self.sheet.write_number(top + depth, at, at + 1, self.book.format("int", **{**EDGE, "italic": True, "align": "center", "font_size": 8}))
        self.tall(top + depth, SMALL_LINE + 1)
        return top + depth + 1

    def paragraph(self, row: int, words: str, **style: Any) -> int:
        """Small words over the whole width, as tall as they need; the next row."""
        self.merged(row, 0, row, len(self.widths) - 1, words, self.book.format("wrap", font_size=SMALL, indent=0, **style))
        self.tall(row, SMALL_LINE * small_lines(words, sum(self.widths)) + 2, glued=True)
        return row + 1

    def signatures(self, row: int) -> int:
        """The block of three signatures: one row, which no page break divides; the row after it."""
        width = len(self.widths)
        one = max(self.column_at(1 / 3), 1)
        two = self.half_way(one)
        bold, italic = self.book.workbook.add_format({"font_name": FONT, "font_size": 11, "bold": True}), None
        italic = self.book.workbook.add_format({"font_name": FONT, "font_size": 11, "italic": True})
        style = self.book.format("text", align="center", indent=0, text_wrap=True, valign="top")
        spans = ((0, one - 1, "prepared", "name"), (one, two - 1, "personnel", "name"), (two, width - 1, "head", "seal"))
        tallest = 0
        for first, last, who, how in spans:
            said, sign = self.say(f"sign_{who}"), self.say(f"sign_by_{how}")
            wide = sum(self.widths[first : last + 1]) / 1.35
            tallest = max(tallest, lines_in(said, wide) + lines_in(sign, wide))
            if first != last:
                self.sheet.merge_range(row, first, row, last, "", style)
            self.sheet.write_rich_string(row, first, bold, f"{said}\n", italic, sign, style)
        self.tall(row, LINE * (tallest + 5), glued=True)
        return row + 1

    def column_at(self, share: float) -> int:
        """The first column that begins at or after a share of the printed width; at least one column is left on each side."""
        wanted, so_far = share * sum(self.widths), 0.0
        for at, wide in enumerate(self.widths):
            if so_far >= wanted:
                return min(max(at, 1), len(self.widths) - 1)
            so_far += wide
        return len(self.widths) - 1

    def half_way(self, first: int) -> int:
        """The column that divides the printed width from `first` on most evenly; at least one is left on each side."""
        rest = self.widths[first:]
        sides = [abs(sum(rest[:at]) - sum(rest[at:])) for at in range(1, len(rest))]
        return first + 1 + sides.index(min(sides)) if sides else first

    def print_set_up(self, first: int, last: int) -> None:
        """A4 across, as wide as the page, headings above `first` on every page, page numbers; printed up to row `last`.

        What stands under the last rows, the signatures above all, stays with them.
        """
        sheet = self.sheet
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.set_margins(left=LEFT, right=LEFT, top=TOP, bottom=BOTTOM)
        sheet.fit_to_pages(1, 0)
        sheet.set_h_pagebreaks(self._page_ends(first, last, ROOM_HIGH * (DOWN - INCH * (TOP + BOTTOM)) / self._scale()))
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.repeat_rows(HEAD_ROWS, first - 1)
        sheet.print_area(0, 0, last, len(self.widths) - 1)
        sheet.freeze_panes(first, 2)
        sheet.set_footer(f'&L&"{FONT},Regular"&8 {self.name.replace("&", "&&")}&R&"{FONT},Regular"&8 {self.book.word("page")}')

    def _scale(self) -> float:
        """The part of the full size at which all columns stand on one page."""
        points = sum(5.25 * wide + 3.75 for wide in self.widths)
        return min((ACROSS - 2 * INCH * LEFT) / points, 1.0)

    def _page_ends(self, first: int, last: int, room: float) -> list[int]:
        """A new page before the last rows that belong together, where a page would end among them; room: of a page, in points.

        Only there: other pages end where the program that prints finds them full.
        """
        height = [self.heights.get(row, LINE) for row in range(last + 1)]
        tail = max((row for row in range(first, last + 1) if row not in self.glued), default=first)
        again, used = sum(height[HEAD_ROWS:first]), sum(height[:first])
        for row in range(first, tail):
            used = (again if used + height[row] > room else used) + height[row]
        return [tail] if tail > first and used + sum(height[tail:]) > room else []

    def merged(self, top: int, left: int, bottom: int, right: int, words: str, style: Any) -> None:
        """Words over some cells; merged where they are several."""
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", style)
        put(self.sheet, top, left, words, style)
