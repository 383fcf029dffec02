"""A look at an .xlsx file's XML parts: which sheets it has, and what in them the fast reader would not show."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element
from xml.parsers import expat

from planner.roster.workbook.file_kind import MAX_CELLS, Refused
from planner.roster.workbook.remarks_of_cells import mark_what_lies_over, struck_cells, struck_styles, struck_texts
from planner.roster.workbook.special_cells import Marks, Special, column_number

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_ERROR = (b't="e"', b"t='e'")
_FORMULA = (b"<f>", b"<f ", b"<f/", b"<f\n", b"<f\t", b"<f\r")
_FAR_COLUMN = {quote: re.compile(b" r=" + quote + rb"[A-Z]{3}\d") for quote in (b'"', b"'")}
_ROW = re.compile(rb"<row\s[^>]*?\br=[\"'](\d+)")
_CELL = (b"<c ", b"<c>", b"<c/>")
_EMPTY_ROW = re.compile(rb"<row\b[^>]*/>")
_PARSED_BYTES = 20 * 2**20
_PERCENT_BUILT_IN = {"9", "10"}
_HIDDEN_TAG = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_NUMBER = {name: re.compile(rb"\b" + name + rb"=[\"'](\d+)") for name in (b"r", b"min", b"max")}
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")


Struck = Callable[[bytes], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class SheetPart:
    """One sheet: its name, its part in the archive, size unpacked, what only openpyxl shows, what is hidden or merged.

    percent: the styles of cells that are shown as per cent.
    """

    name: str
    part: str
    size: int
    formulas: bool
    special: bool
    marks: Marks = field(default_factory=Marks)
    percent: frozenset[str] = frozenset()


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets that the workbook declares. `Refused` where one of them is not in the file."""
    import defusedxml.ElementTree as ElementTree

    names = set(archive.namelist())
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): (r.get("Target", ""), r.get("Type", "")) for r in relations}
    strings = [_part(target) for target, kind in targets.values() if kind.endswith("/sharedStrings")]
    for part in strings:
        if part not in names:
            raise Refused("damaged")
        _check_well_formed(archive.read(part))
    texts = frozenset[bytes]().union(*(struck_texts(archive.read(part)) for part in strings))
    styles, struck = _percent_styles(archive, names), struck_styles(archive, names)
    epoch_1904 = any(e.get("date1904") in ("1", "true") for ns in (_MAIN, _STRICT) for e in book.iter(ns + "workbookPr"))
    found = []
    for sheet in [*book.iter(_MAIN + "sheet"), *book.iter(_STRICT + "sheet")]:
        relation = next((sheet.get(key) for key in _RELATION_IDS if sheet.get(key)), None)
        target, kind = targets.get(relation, ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        part = _part(target)
        if part not in names:
            raise Refused("damaged")
        look = _look(archive, sheet.get("name", ""), part, styles, bool(strings), lambda data: struck_cells(data, struck, texts))
        mark_what_lies_over(archive, names, part, look.name, look.marks)
        found.append(replace(look, special=look.special or epoch_1904))
    return found


def _part(target: str) -> str:
    """The name in the archive of what a relation of the workbook points at."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _look(archive: zipfile.ZipFile, name: str, part: str, percent: Sequence[str], strings: bool, struck: Struck) -> SheetPart:
    """One pass over the part's bytes. A part with unusual element names counts as special: openpyxl knows them."""
    data = archive.read(part)
    if len(data) <= _PARSED_BYTES:
        _check_well_formed(data)
    elif not _looks_whole(data):
        raise Refused("damaged")
    if not strings and (b't="s"' in data or b"t='s'" in data):
        raise Refused("damaged")  # its texts stand in a part that is not there
    if len(data) > _PARSED_BYTES and sum(map(data.count, _CELL)) > MAX_CELLS:
        raise Refused("too_many_cells", sheet=name, limit=MAX_CELLS)
    formulas = any(mark in data for mark in _FORMULA)
    usual = b"<sheetData" in data
    special = formulas or not usual or any(mark in data for mark in _ERROR) or _far_corner(data)
    special = special or any(b" s=" + quote + style.encode() + quote in data for style in percent for quote in (b'"', b"'"))
    marks = _marks(data)
    marks.strike(struck(data), name)
    return SheetPart(name, part, len(data), formulas or not usual, special, marks, frozenset(percent))


def _marks(data: bytes) -> Marks:
    """Hidden rows and columns and merged cells, from the bytes of a sheet's part."""
    marks = Marks()
    if b"hidden=" in data:
        row = 0
        for match in _HIDDEN_TAG.finditer(data):
            kind, attributes = match.groups()
            if kind == b"row":
                row = _attribute(attributes, b"r") or row + 1
                if _HIDDEN.search(attributes):
                    marks.hidden_rows.add(row)
            elif _HIDDEN.search(attributes):
                marks.hide_columns(_attribute(attributes, b"min"), _attribute(attributes, b"max"))
    start = data.find(b"mergeCells")
    for left, top, right, bottom in _MERGED.findall(data, start) if start >= 0 else ():
        marks.merge((int(top), column_number(left.decode()), int(bottom), column_number(right.decode())))
    return marks


def _attribute(attributes: bytes, name: bytes) -> int:
    match = _NUMBER[name].search(attributes)
    return int(match.group(1)) if match else 0


def _check_well_formed(data: bytes) -> None:
    """Calamine passes over torn elements and would lose rows without a word."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError:
        raise Refused("damaged") from None


def _looks_whole(data: bytes) -> bool:
    """Of a large part, whose parsing alone would take seconds: its rows and the sheet itself are closed.

    The archive's checksum has shown already that these are the bytes that were written.
    """
    opened = data.count(b"<row ") + data.count(b"<row>")
    closed = data.count(b"</row>") + sum(1 for _ in _EMPTY_ROW.finditer(data)) if opened != data.count(b"</row>") else opened
    return opened == closed and (b"</worksheet>" in data[-200_000:] or b":worksheet>" in data[-200_000:])


def _far_corner(data: bytes) -> bool:
    """Whether cells lie far out, where calamine would reserve the whole rectangle up to them."""
    if any(b" r=" + quote in data and pattern.search(data) for quote, pattern in _FAR_COLUMN.items()):
        return True
    last = _ROW.search(data, max(0, data.rfind(b"<row ")))
    return last is not None and int(last.group(1)) > 20_000 + 2 * data.count(b"<row ")


def _percent_styles(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The styles of cells that are shown as per cent, by number."""
    import defusedxml.ElementTree as ElementTree

    if "xl/styles.xml" not in names:
        return []
    try:
        root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    except ElementTree.ParseError:
        return []
    percent = set(_PERCENT_BUILT_IN)
    percent |= {e.get("numFmtId", "") for e in _children(root, "numFmts") if "%" in e.get("formatCode", "")}
    return [str(i) for i, e in enumerate(_children(root, "cellXfs")) if e.get("numFmtId") in percent]


def _children(root: Element, name: str) -> list[Element]:
    for namespace in (_MAIN, _STRICT):
        parent = root.find(namespace + name)
        if parent is not None:
            return list(parent)
    return []


def special_cells(archive: zipfile.ZipFile, part: SheetPart) -> dict[tuple[int, int], Special]:
    """Error cells, formulas without a stored value, numbers shown as per cent: {(row, column): mark}; reads the XML as a stream."""
    import defusedxml.ElementTree as ElementTree

    found: dict[tuple[int, int], Special] = {}
    with archive.open(part.part) as stream:
        row = column = 0
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r", row + 1)), 0
                continue
            if tag == "c":
                column = column_number(element.get("r", "")) or column + 1
                special = _special(element, part.percent)
                if special:
                    found[row, column] = special
                    if len(found) > MAX_CELLS:
                        raise Refused("too_many_cells", sheet=part.name, limit=MAX_CELLS)
            elif tag == "row":
                element.clear()
    return found


def _special(cell: Element, percent: frozenset[str]) -> Special | None:
    texts = {child.tag.rpartition("}")[2]: child.text for child in cell}
    if cell.get("t") == "e":
        return "e" + (texts.get("v") or "")
    if "f" in texts and texts.get("v") is None and cell.get("t") != "str":
        return "f"
    return "p" if cell.get("s") in percent and cell.get("t", "n") == "n" and texts.get("v") is not None else None
