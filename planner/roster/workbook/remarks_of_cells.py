"""Comments of an .xlsx file's cells, boxes of text over them, and cells that are struck through: what people put beside a
value, or cross out.

Standard library only, as everything that the child process uses.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from planner.roster.workbook.special_cells import Marks, column_number

_COMMENTS, _EMBEDDED = ("/comments", "/threadedComment"), ("/package", "/oleObject")
_BOXES, _LONGEST = 200, 500
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_STYLE = re.compile(rb"\bs=[\"'](\d+)[\"']")
_NOT_STRUCK = ("0", "false")
_STRIKE = re.compile(rb"<(?:\w+:)?strike\s*(?:val=[\"'](?:1|true)[\"']\s*)?/>")
_SHARED = re.compile(rb"<(?:\w+:)?si(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?si>)", re.DOTALL)
_IS_SHARED = re.compile(rb"\bt=[\"']s[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>(\d+)<")


def mark_what_lies_over(archive: zipfile.ZipFile, names: set[str], part: str, sheet: str, marks: Marks) -> None:
    """Notes what lies over the cells of a sheet: comments, the texts of boxes, pictures, embedded files.

    What cannot be read is passed over.
    """
    import defusedxml.ElementTree as ElementTree

    relations = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
    if relations not in names:
        return
    found: dict[tuple[int, int], str] = {}
    try:
        for relation in ElementTree.fromstring(archive.read(relations)):
            target, kind = relation.get("Target", ""), relation.get("Type", "")
            file = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
            marks.embedded += kind.endswith(_EMBEDDED)
            if kind.endswith(_COMMENTS) and file in names:
                for cell, text in _comments(ElementTree.fromstring(archive.read(file))):
                    found[cell] = f"{found[cell]}\n{text}" if cell in found and text not in found[cell] else text
            elif kind.endswith("/drawing") and file in names:
                _mark_drawing(ElementTree.fromstring(archive.read(file)), marks)
    except ElementTree.ParseError:
        pass
    marks.comment(found.items(), sheet)


def _mark_drawing(root: Element, marks: Marks) -> None:
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        marks.pictures += name == "pic"
        if name == "txBody" and len(marks.boxes) < _BOXES:
            lines = ["".join(t.text or "" for t in line.iter() if t.tag.rpartition("}")[2] == "t") for line in element if line.tag.rpartition("}")[2] == "p"]
            if text := " ".join(lines).strip():
                marks.boxes.append(text[:_LONGEST])


def _comments(root: Element) -> Iterator[tuple[tuple[int, int], str]]:
    for comment in root.iter():
        if comment.tag.rpartition("}")[2] in ("comment", "threadedComment"):
            letters, figures = re.sub(r"\d", "", comment.get("ref", "")), re.sub(r"\D", "", comment.get("ref", ""))
            text = "".join(each.text or "" for each in comment.iter() if each.tag.rpartition("}")[2] in ("t", "text"))
            if letters and figures and text.strip():
                yield (int(figures), column_number(letters)), text


def struck_styles(archive: zipfile.ZipFile, names: set[str]) -> frozenset[str]:
    """The styles of cells that are struck through, by number."""
    import defusedxml.ElementTree as ElementTree

    if "xl/styles.xml" not in names:
        return frozenset()
    try:
        root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    except ElementTree.ParseError:
        return frozenset()
    parts = {child.tag.rpartition("}")[2]: list(child) for child in root}
    struck = {str(at) for at, font in enumerate(parts.get("fonts", ())) if any(_is_strike(each) for each in font)}
    return frozenset(str(at) for at, style in enumerate(parts.get("cellXfs", ())) if style.get("fontId") in struck)


def _is_strike(element: Element) -> bool:
    return element.tag.rpartition("}")[2] == "strike" and element.get("val", "1") not in _NOT_STRUCK


def struck_texts(data: bytes) -> frozenset[bytes]:
    """The shared texts of a workbook of which a part is struck through, by number. data: the part that holds them."""
    if not _STRIKE.search(data):
        return frozenset()
    return frozenset(str(at).encode() for at, match in enumerate(_SHARED.finditer(data)) if _STRIKE.search(match[0]))


def struck_cells(data: bytes, styles: frozenset[str], texts: frozenset[bytes] = frozenset()) -> Iterator[tuple[int, int]]:
    """(row, column) of the cells of a sheet's part that have one of these styles or texts."""
    wanted = {style.encode() for style in styles}
    inline = b"strike" in data
    for match in _CELL.finditer(data) if wanted or texts or inline else ():
        attributes = match[1]
        style, place = _STYLE.search(attributes), _REFERENCE.search(attributes)
        struck = style is not None and style[1] in wanted and not attributes.endswith(b"/")
        if not struck and texts and _IS_SHARED.search(attributes):
            number = _VALUE.match(data, match.end())
            struck = number is not None and number[1] in texts
        if not struck and inline and b"inlineStr" in attributes:
            struck = _STRIKE.search(data, match.end(), max(match.end(), data.find(b"</is>", match.end()))) is not None
        if struck and place:
            yield int(place[2]), column_number(place[1].decode())
