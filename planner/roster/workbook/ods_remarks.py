"""Comments of an .ods file's cells, and cells that are struck through: by the cell's style, or by that of their text."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from planner.roster.workbook.special_cells import Marks

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ANNOTATION = _OFFICE + "annotation"
_LINES = (_STYLE + "text-line-through-style", _STYLE + "text-line-through-type")
_COLUMNS = 2_000  # further out stand no people


@dataclass
class Styles:
    """Which styles strike through, by name; those that follow another take its line where they have none of their own.

    columns: the style of the cells of a column that name none, by its number; row: the same of the row.
    """

    lines: dict[str, bool] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    row: str = ""

    def learn(self, element: Element) -> None:
        """Takes a style into the list; anything else is passed over."""
        if element.tag != _STYLE + "style":
            return
        name = element.get(_STYLE + "name", "")
        self.parents[name] = element.get(_STYLE + "parent-style-name", "")
        for properties in element.iter(_STYLE + "text-properties"):
            said = [properties.get(line) for line in _LINES if properties.get(line) is not None]
            if said:
                self.lines[name] = any(line != "none" for line in said)

    def of_columns(self, first: int, times: int, element: Element) -> None:
        """The style of the cells of some columns."""
        if style := element.get(_TABLE + "default-cell-style-name"):
            self.columns.update(dict.fromkeys(range(first, min(first + times, _COLUMNS)), style))

    def strikes(self, name: str) -> bool:
        """Whether a style strikes through."""
        seen: set[str] = set()
        while name and name not in self.lines and name not in seen:
            seen.add(name)
            name = self.parents.get(name, "")
        return self.lines.get(name, False)


def mark_remarks(cell: Element, marks: Marks, styles: Styles, sheet: str, row: int, column: int, repeats: tuple[int, int]) -> None:
    """Notes the comment of a cell, and whether it is struck through."""
    comment = cell.find(_ANNOTATION)
    if comment is not None and (text := _paragraphs(comment)):
        marks.comment([((row, column), text)], sheet)
    own = cell.get(_TABLE + "style-name") or styles.row or styles.columns.get(column, "")
    spans = (span for paragraph in cell.findall(_TEXT + "p") for span in paragraph.iter(_TEXT + "span"))
    if not (styles.strikes(own) or any(styles.strikes(span.get(_TEXT + "style-name", "")) and "".join(span.itertext()).strip() for span in spans)):
        return
    if shown_text(cell) or cell.get(_OFFICE + "value-type"):
        marks.strike(((row + y, column + x) for y in range(repeats[0]) for x in range(repeats[1])), sheet)


def shown_text(cell: Element) -> str:
    """The text of a cell, without that of its comment."""
    return " ".join("".join(child.itertext()) for child in cell if child.tag != _ANNOTATION).strip()


def _paragraphs(comment: Element) -> str:
    return " ".join("".join(each.itertext()) for each in comment.iter(_TEXT + "p")).strip()
