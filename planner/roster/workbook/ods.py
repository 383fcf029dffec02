"""A look at an .ods file's content: error cells, formulas without a value, per cent, hidden rows and columns, merges,
comments and struck cells."""

from __future__ import annotations

import zipfile
from xml.etree.ElementTree import Element

from planner.roster.workbook.ods_remarks import Styles, mark_remarks, shown_text
from planner.roster.workbook.special_cells import Marks

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_HIDDEN = ("collapse", "filter")
_MANY = 100_000  # repeated further than any table reaches: the empty rest of the sheet


def ods_marks(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """The marks of each sheet by name."""
    import defusedxml.ElementTree as ElementTree

    found: dict[str, Marks] = {}
    styles = Styles()
    if "styles.xml" in archive.namelist():
        with archive.open("styles.xml") as stream:
            for _, element in ElementTree.iterparse(stream, events=("end",)):
                styles.learn(element)
    marks, name, row, column, heights = Marks(), "", 0, 0, 1
    with archive.open("content.xml") as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            tag = element.tag
            if event == "start":
                if tag == _TABLE + "table":
                    name, row, column = element.get(_TABLE + "name", ""), 0, 0
                    marks = found[name] = Marks()
                    styles.columns.clear()
                elif tag == _TABLE + "table-column":
                    times = _times(element, "number-columns-repeated")
                    if element.get(_TABLE + "visibility") in _HIDDEN and times < _MANY:
                        marks.hide_columns(column + 1, column + times)
                    styles.of_columns(column + 1, times, element)
                    column += times
                elif tag == _TABLE + "table-row":
                    row, column, heights = row + 1, 0, _times(element, "number-rows-repeated")
                    styles.row = element.get(_TABLE + "default-cell-style-name", "")
                    if element.get(_TABLE + "visibility") in _HIDDEN and heights < _MANY:
                        marks.hidden_rows.update(range(row, row + heights))
            elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                times = _times(element, "number-columns-repeated")
                repeats = (min(heights, _MANY), min(times, 1_000))
                _look(element, marks, name, row, column + 1, repeats)
                mark_remarks(element, marks, styles, name, row, column + 1, repeats)
                column += times
                element.clear()
            elif tag == _TABLE + "table-row":
                row += heights - 1
                element.clear()
            else:
                styles.learn(element)
    return found


def _times(element: Element, name: str) -> int:
    text = element.get(_TABLE + name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1


def _look(cell: Element, marks: Marks, sheet: str, row: int, column: int, repeats: tuple[int, int]) -> None:
    """Marks one cell, which may stand for a rectangle of equal ones."""
    across, down = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
    if across > 1 or down > 1:
        marks.merge((row, column, row + down - 1, column + across - 1))
    kind = cell.get(_OFFICE + "value-type")
    formula = cell.get(_TABLE + "formula") is not None
    text = shown_text(cell) if formula or cell.get(_CALCEXT + "value-type") == "error" else ""
    special = ""
    if cell.get(_CALCEXT + "value-type") == "error" or (formula and kind in (None, "string") and text.startswith(("#", "Err:"))):
        special = "e" + text
    elif formula and kind is None and not text:
        special = "f"
    elif kind == "percentage":
        special = "p"
    if special:
        for y in range(repeats[0]):
            for x in range(repeats[1]):
                marks.mark(row + y, column + x, special, sheet)
