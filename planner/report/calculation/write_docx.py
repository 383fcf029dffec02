"""The calculation sheet as a Word document, to be edited and signed; text goes in as text, never as markup or a field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.files import atomic_path
from planner.core.texts import text
from planner.report.books.word_parts import FONT, fill, gap, keep_rows_whole, narrow, new_paragraph, plain_table, same_font, say, set_widths
from planner.report.calculation.model import Calculation
from planner.report.calculation.shown import Row, Shown, shown

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

SIZE, SMALL, TITLE = 10.0, 8.0, 13.5
STEP_WIDTHS = (0.7, 5.6, 5.3, 2.6, 3.8)
FACT_WIDTHS = (3.7, 2.6, 2.7, 3.7, 2.6, 2.7)
CONSIDERED_WIDTHS = (7.0, 8.5, 2.5)


def write_calculation_docx(sheet: Calculation, out: Path, lang: str = "vi") -> None:
    """The sheet at `out`, A4, whole or not at all."""
    page = shown(sheet, lang)
    document = _document(page, sheet.origin.made_on)
    _heading(document, page)
    _who(document, page)
    _facts(document, page)
    _steps(document, page)
    _total(document, page)
    _considered(document, page)
    _basis(document, page)
    _points(document, page.words["part_doubts"], page.doubts)
    _points(document, page.words["part_notes"], page.notices)
    _signatures(document, page)
    with atomic_path(out) as temporary:
        document.save(str(temporary))


def _document(page: Shown, made_on: dt.date) -> Document:
    """An empty A4 page with its font, margins and footer."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SMALL)  # the end of a paragraph counts for the height of its line
    same_font(style.element)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(1.2), Cm(1.4)
    section.left_margin, section.right_margin = Cm(1.7), Cm(1.3)
    section.footer_distance = Cm(0.6)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = page.words["title"], "", ""
    properties.created = properties.modified = dt.datetime(made_on.year, made_on.month, made_on.day)
    say(section.footer.paragraphs[0], " ".join(page.footer), size=7)
    return document


def _heading(document: Document, page: Shown) -> None:
    words = page.words
    table = plain_table(document, (7.2, 10.8))
    left, right = table.rows[0].cells
    _lines(left, [(page.issuer.upper(), False), (page.unit.upper(), True)], rule=True)
    _lines(right, [(words["republic"], True), (words["motto"], True)], rule=True)
    _centred(document, words["title"], size=TITLE, bold=True, before=6)
    _centred(document, page.subtitle, size=SIZE + 1, bold=True)
    if page.under:
        _centred(document, page.under)
    if page.banner:
        _centred(document, page.banner, bold=True)


def _who(document: Document, page: Shown) -> None:
    table = plain_table(document, (6.8, 4.8, 6.4), rows=-(-len(page.person) // 3))
    for at, (name, value) in enumerate(page.person):
        paragraph = table.rows[at // 3].cells[at % 3].paragraphs[0]
        say(paragraph, f"{name}: ")
        say(paragraph, value, bold=True)


def _facts(document: Document, page: Shown) -> None:
    words = page.words
    _title(document, page.facts_title)
    table = _grid(document, FACT_WIDTHS, [words["column_fact"], words["column_value"], words["column_source"]] * 2)
    for at in range(0, len(page.facts), 2):
        cells = table.add_row().cells
        for place, fact in enumerate(page.facts[at : at + 2]):
            for column, (value, bold) in enumerate(((fact.label, False), (fact.value, True), (fact.source, False))):
                say(cells[3 * place + column].paragraphs[0], value, size=SMALL, bold=bold)
    set_widths(table, FACT_WIDTHS)


def _steps(document: Document, page: Shown) -> None:
    if not page.parts:
        return
    words = page.words
    gap(document, 3)
    heads = [words[f"column_{name}"] for name in ("number", "step", "formula", "result", "cite")]
    table = _grid(document, STEP_WIDTHS, heads)
    for part in page.parts:
        cells = table.add_row().cells
        say(cells[0].merge(cells[4]).paragraphs[0], part.title, bold=True)
        for row in part.rows:
            _step(table.add_row().cells, row)
    set_widths(table, STEP_WIDTHS)
    keep_rows_whole(table)


def _step(cells: Sequence[_Cell], row: Row) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    say(cells[0].paragraphs[0], str(row.number), size=SMALL)
    cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(cells[1].paragraphs[0], row.label, size=SMALL)
    for note in row.notes:
        say(cells[1].add_paragraph(), note, size=SMALL - 0.5, italic=True)
    for at, formula in enumerate(row.formulas):
        say(cells[2].paragraphs[0] if at == 0 else cells[2].add_paragraph(), formula, size=SMALL)
    say(cells[3].paragraphs[0], row.result, size=SMALL, bold=row.money)
    cells[3].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    say(cells[4].paragraphs[0], row.cite_brief, size=SMALL - 1)


def _total(document: Document, page: Shown) -> None:
    if page.sentence:
        say(new_paragraph(document, before=6), page.sentence)
    if page.total:
        paragraph = new_paragraph(document, before=4)
        say(paragraph, f"{page.words['total_label']}: {page.total} {text('sheet.currency', page.lang)}. ", bold=True)
        say(paragraph, f"{page.words['in_words_label']}: ")
        say(paragraph, f"{page.total_in_words}.", italic=True)


def _considered(document: Document, page: Shown) -> None:
    if not page.considered:
        return
    _title(document, page.words["part_considered"])
    table = _grid(document, CONSIDERED_WIDTHS, [page.words[f"column_{name}"] for name in ("decree", "total", "counts")])
    for found in page.considered:
        for cell, value in zip(table.add_row().cells, found, strict=True):
            say(cell.paragraphs[0], value, size=SMALL)
    set_widths(table, CONSIDERED_WIDTHS)


def _basis(document: Document, page: Shown) -> None:
    for name, value in (("basis_label", page.basis), ("evidence_label", page.evidence)):
        paragraph = new_paragraph(document, before=3 if name == "basis_label" else 0)
        say(paragraph, f"{page.words[name]}: ", bold=True, size=SMALL)
        say(paragraph, f"{value}.", size=SMALL)


def _points(document: Document, title: str, items: Iterable[str]) -> None:
    found = list(items)
    if found:
        _title(document, title)
    for item in found:
        say(new_paragraph(document), f"– {item}", size=SMALL)


def _signatures(document: Document, page: Shown) -> None:
    words = page.words
    gap(document, 4)
    table = plain_table(document, (9.0, 9.0))
    left, right = table.rows[0].cells
    _lines(left, [("", False), (words["signed_by_maker"], True)], hint=words["sign_hint_maker"])
    _lines(right, [(words["place_and_date"], None), (words["signed_by_head"], True)], hint=words["sign_hint_head"])
    for _ in range(4):
        left.add_paragraph()


def _lines(cell: _Cell, lines: Sequence[tuple[str, bool | None]], *, rule: bool = False, hint: str = "") -> None:
    """Centred lines of a cell: bold, plain, or slanted (None); `rule` draws a short line below, `hint` stands under it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    shown_lines: list[tuple[str, bool | None]] = [*lines, *([("―――――――", False)] if rule else []), *([(hint, None)] if hint else [])]
    for at, (value, bold) in enumerate(shown_lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(paragraph, value, bold=bool(bold), italic=bold is None)


def _grid(document: Document, widths: Sequence[float], heads: Sequence[str]) -> Table:
    """A ruled table with a filled heading row."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    table = document.add_table(rows=1, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    narrow(table)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        say(cell.paragraphs[0], head, size=SMALL, bold=True)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        fill(cell)
    return table


def _title(document: Document, value: str) -> None:
    say(new_paragraph(document, before=4), value, bold=True)


def _centred(document: Document, value: str, *, size: float = SIZE, bold: bool = False, before: float = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = new_paragraph(document, before=before)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(paragraph, value, size=size, bold=bold)
