"""The brief as a Word document, to be edited and signed; text goes in as text, never as markup or a field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.files import atomic_path
from planner.report.books.word_parts import FONT, fill, keep_rows_whole, narrow, new_paragraph, plain_table, same_font, say, set_widths
from planner.report.brief.model import Brief, Grid, Section

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

WIDE = 16.8
"""Width of the text in centimetres: A4 less the margins of NĐ 30/2020."""
LEADING = 1.2
"""Height of a line in letters: fixed, so that a font that stands in for Times New Roman takes no more pages."""
SMALLEST = 7.5
RULE = "―――――――"
UNDATED = dt.datetime(2000, 1, 1)
"""What the file says it was made on: the day that counts stands in its head."""


def write_docx(brief: Brief, size: float, out: Path) -> None:
    """The brief at `out`, A4, in letters of `size` points, whole or not at all."""
    document = _document(brief, size)
    _head(document, brief, size)
    for line, style in ((brief.kind, {"bold": True, "size": 1.15 * size}), (brief.subject, {"bold": True, "size": size}), (RULE, {"size": 0.6 * size})):
        say(_line(document, style["size"], centred=True), line, **style)
    say(_line(document, size, before=4, after=4, centred=True), brief.to, size=size)
    for line in brief.opening:
        say(_line(document, size, before=2), line, size=size)
    for section in brief.first:
        _section(document, section, size)
    for at, section in enumerate(brief.second):
        _section(document, section, size, new_page=at == 0)
    say(_line(document, size, before=5, after=6), brief.close, size=size)
    _foot(document, brief, size)
    with atomic_path(out) as temporary:
        document.save(str(temporary))


def _document(brief: Brief, size: float) -> Document:
    """An empty A4 page with its font, margins and footer."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    same_font(style.element)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(2.0), Cm(1.9), Cm(2.6), Cm(1.6)
    page.footer_distance = Cm(0.9)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = f"{brief.kind} {brief.subject}"[:250], "", ""
    properties.created = properties.modified = UNDATED
    say(page.footer.paragraphs[0], brief.footer, size=7)
    return document


def _head(document: Document, brief: Brief, size: float) -> None:
    """Who issues it, number and draft on the left; nation, motto, place and day on the right."""
    table = plain_table(document, (0.4 * WIDE, 0.6 * WIDE))
    left, right = table.rows[0].cells
    issuer = [(line, {"bold": at == len(brief.issuer) - 1}) for at, line in enumerate(brief.issuer)]
    _stack(left, [*issuer, (RULE, {}), (brief.number, {}), (f"[{brief.draft}]", {"bold": True})], size)
    _stack(right, [(brief.nation, {"bold": True}), (brief.motto, {"bold": True}), (RULE, {}), (brief.place_and_day, {"italic": True})], size)


def _foot(document: Document, brief: Brief, size: float) -> None:
    """Recipients on the left, the signature on the right."""
    table = plain_table(document, (0.45 * WIDE, 0.55 * WIDE))
    keep_rows_whole(table)
    left, right = table.rows[0].cells
    _stack(left, [(brief.recipients[0], {"bold": True, "italic": True}), *((line, {}) for line in brief.recipients[1:])], 0.88 * size, centred=False)
    _stack(right, [(brief.sign_head, {"bold": True}), (brief.sign_hint, {"italic": True}), *[("", {})] * 3], size)


def _stack(cell: _Cell, lines: Sequence[tuple[str, dict[str, Any]]], size: float, centred: bool = True) -> None:
    for at, (words, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        small = 0.55 * size if words == RULE else size
        _set(paragraph, small, centred)
        say(paragraph, words, size=small, **style)


def _section(document: Document, section: Section, size: float, new_page: bool = False) -> None:
    title = _line(document, size, before=0 if new_page else 6, after=2)
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.page_break_before = new_page
    say(title, section.title, size=size, bold=True)
    if section.table is not None:
        _grid(document, section.table, max(0.8 * size, SMALLEST))
    for at, point in enumerate(section.points):
        paragraph = _line(document, size, before=3 if at == 0 and section.table is not None else 1)
        _hang(paragraph, size)
        say(paragraph, f"–\t{point}", size=size)


def _hang(paragraph: Paragraph, size: float) -> None:
    """The lines of a point after the first stand under its words."""
    from docx.shared import Pt

    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Pt(size), Pt(-size)
    shape.tab_stops.add_tab_stop(Pt(size))


def _grid(document: Document, grid: Grid, size: float) -> None:
    """A ruled table with a filled heading row."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.widths))
    table.style, table.autofit = "Table Grid", False
    narrow(table)
    for at, (row, cells) in enumerate(zip(table.rows, (grid.headings, *grid.rows), strict=True)):
        for column, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            _set(paragraph, size, centred=at == 0)
            if at and column >= grid.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            say(paragraph, words, size=size, bold=at == 0 or at - 1 in grid.strong)
            if at == 0:
                fill(cell)
    set_widths(table, [WIDE * width for width in grid.widths])
    keep_rows_whole(table)


def _line(document: Document, size: float, *, before: float = 0, after: float = 0, centred: bool = False) -> Paragraph:
    """An empty paragraph with lines of a fixed height."""
    from docx.shared import Pt

    paragraph = new_paragraph(document, before)
    paragraph.paragraph_format.space_after = Pt(after)
    _set(paragraph, size, centred)
    return paragraph


def _set(paragraph: Paragraph, size: float, centred: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing = Pt(round(LEADING * size, 1))
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
