"""Parts of Word documents: tables with fixed widths, paragraphs, words that go in as text and as nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SIZE = 10.0
HEAD_FILL = "DDEBF7"
CELL_MARGIN = 55
"""Left and right of a cell's text, in twentieths of a point."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold."""



def narrow(table: Table) -> None:
    """Narrow margins inside the cells."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else list(properties).index(look), margins)


def plain_table(document: Document, widths: Sequence[float], rows: int = 1) -> Table:
    """A table without rules, for what stands side by side."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    set_widths(table, widths)
    return table


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Column widths in centimetres; Word reads them from the cells, other programs from the grid."""
    from docx.shared import Cm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        cells = row.cells
        if len({id(cell._tc) for cell in cells}) == len(widths):
            for cell, width in zip(cells, widths, strict=True):
                cell.width = Cm(width)


def keep_rows_whole(table: Table) -> None:
    """The heading row stands on every page, and no row is split over two."""
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def fill(cell: _Cell) -> None:
    """The ground of a heading cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def same_font(element: Any) -> None:
    """Word picks another font for some Vietnamese letters unless every script has the same one."""
    from docx.oxml.ns import qn

    fonts = element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), FONT)


def gap(document: Document, points: float) -> None:
    """A line of white of some points."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)


def new_paragraph(document: Document, before: float = 0) -> Paragraph:
    """An empty paragraph, `before` points below what stands above it."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph


def say(paragraph: Paragraph, value: str, *, size: float = SIZE, bold: bool = False, italic: bool = False) -> None:
    """Add words to a paragraph: as text, never as markup or a field."""
    from docx.shared import Pt

    run = paragraph.add_run(_CONTROL.sub("", value))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
