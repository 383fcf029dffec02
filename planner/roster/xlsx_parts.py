"""A look at an .xlsx file's XML parts: which sheets it has, and what in them the fast reader would not show."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element
from xml.parsers import expat

from planner.roster.preflight import MAX_CELLS, Refused

Special = str  # "e#N/A" or "f", as in `guard`

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<f[\s>/]")
_FAR_COLUMN = re.compile(rb"\br=[\"'][A-Z]{3}\d")
_ROW = re.compile(rb"<row\s[^>]*?\br=[\"'](\d+)")
_PERCENT_BUILT_IN = {"9", "10"}


@dataclass(frozen=True)
class SheetPart:
    """One sheet: its name, its part in the archive, size unpacked, and what only openpyxl shows."""

    name: str
    part: str
    size: int
    formulas: bool
    special: bool


def sheet_parts(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets that the workbook declares. `Refused` where one of them is not in the file."""
    import defusedxml.ElementTree as ElementTree

    names = set(archive.namelist())
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): (r.get("Target", ""), r.get("Type", "")) for r in relations}
    if "xl/sharedStrings.xml" in names:
        _check_well_formed(archive.read("xl/sharedStrings.xml"))
    styles = _percent_styles(archive, names)
    epoch_1904 = any(
        e.get("date1904") in ("1", "true") for ns in (_MAIN, _STRICT) for e in book.iter(ns + "workbookPr")
    )
    found = []
    for sheet in [*book.iter(_MAIN + "sheet"), *book.iter(_STRICT + "sheet")]:
        relation = next((sheet.get(key) for key in _RELATION_IDS if sheet.get(key)), None)
        target, kind = targets.get(relation, ("", ""))
        if not kind.endswith("/worksheet"):
            continue
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part not in names:
            raise Refused("damaged")
        look = _look(archive, sheet.get("name", ""), part, styles)
        found.append(replace(look, special=look.special or epoch_1904))
    return found


def _look(archive: zipfile.ZipFile, name: str, part: str, percent_styles: re.Pattern[bytes] | None) -> SheetPart:
    """One pass over the part's bytes. A part with unusual element names counts as special: openpyxl knows them."""
    data = archive.read(part)
    _check_well_formed(data)
    formulas = _FORMULA.search(data) is not None
    usual = b"<sheetData" in data
    special = formulas or not usual or _ERROR.search(data) is not None or _far_corner(data)
    if not special and percent_styles is not None:
        special = percent_styles.search(data) is not None
    return SheetPart(name, part, len(data), formulas or not usual, special)


def _check_well_formed(data: bytes) -> None:
    """Calamine passes over torn elements and would lose rows without a word."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError:
        raise Refused("damaged") from None


def _far_corner(data: bytes) -> bool:
    """Whether cells lie far out, where calamine would reserve the whole rectangle up to them."""
    if _FAR_COLUMN.search(data):
        return True
    last = _ROW.search(data, max(0, data.rfind(b"<row ")))
    return last is not None and int(last.group(1)) > 20_000 + 2 * data.count(b"<row ")


def _percent_styles(archive: zipfile.ZipFile, names: set[str]) -> re.Pattern[bytes] | None:
    """A pattern for the cells that are shown as per cent; None where no style is."""
    import defusedxml.ElementTree as ElementTree

    if "xl/styles.xml" not in names:
        return None
    try:
        root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    except ElementTree.ParseError:
        return None
    percent = set(_PERCENT_BUILT_IN)
    percent |= {e.get("numFmtId", "") for e in _children(root, "numFmts") if "%" in e.get("formatCode", "")}
    used = [str(i) for i, e in enumerate(_children(root, "cellXfs")) if e.get("numFmtId") in percent]
    return re.compile(rb"\bs=[\"'](?:" + "|".join(used).encode() + rb")[\"']") if used else None


def _children(root: Element, name: str) -> list[Element]:
    for namespace in (_MAIN, _STRICT):
        parent = root.find(namespace + name)
        if parent is not None:
            return list(parent)
    return []


def special_cells(archive: zipfile.ZipFile, part: SheetPart) -> dict[tuple[int, int], Special]:
    """Error cells and formulas without a stored value, {(row, column): cell}, by reading the XML as a stream."""
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
                column = _column_number(element.get("r", "")) or column + 1
                special = _special(element)
                if special:
                    found[row, column] = special
                    if len(found) > MAX_CELLS:
                        raise Refused("too_many_cells", sheet=part.name, limit=MAX_CELLS)
            elif tag == "row":
                element.clear()
    return found


def _special(cell: Element) -> Special | None:
    texts = {child.tag.rpartition("}")[2]: child.text for child in cell}
    if cell.get("t") == "e":
        return "e" + (texts.get("v") or "")
    return "f" if "f" in texts and texts.get("v") is None and cell.get("t") != "str" else None


def _column_number(reference: str) -> int:
    """1 for A1, 28 for AB7; 0 where there is no reference."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number
