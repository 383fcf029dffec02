"""The rows of a table that hold nobody: numbering, notes, groups, totals, repeated headings, signatures, the example."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from planner.core.columns import ROSTER
from planner.roster.tables.grid import Coded, Grid
from planner.roster.tables.heading_rows import HEADINGS_NEEDED, HeadingRows, holds_figures
from planner.roster.tables.headings import FORM, heading_key, known_headings
from planner.roster.tables.rows.likeness import looks_like_a_name
from planner.roster.values.notes import remarks_in
from planner.roster.values.text import fold
from planner.roster.workbook.guarded_reader import Cell

EXAMPLE_WORDS = frozenset({"ví dụ", "example"})
ANCHORS = frozenset({"birth_date", "sex", "kind", "assigned_quota"})
"""A row with one of these is a person (or a unit), whatever else stands in it."""

_OF_SUMS = frozenset(column.name for column in ROSTER if column.kind in ("decimal", "int", "months", "money"))
"""Columns whose sums mean something: the heading of a group may have them beside it."""

_TOTAL = re.compile(r"(cộng|tổng cộng|tổng số|subtotal|grand (?:total|count|average|sum)|total)\b.*|tổng(\s*[:(\d].*)?|.* (?:total|count)")
_TOTAL_ALONE = re.compile(r"(cộng|tổng|tổng cộng|tổng số|subtotal|grand (?:total|count|average|sum)|total)(\s+(mục|nhóm|phần|phòng|[ivx]+)\b.*)?(\s*[:(\d].*)?")
_E = frozenset("vVeE \n\xa0")  # how the word for an example begins
_H = frozenset("hHtTfFnN \n")  # how a heading for names begins
_T = frozenset("cCtTsSgG ")  # how a word for a sum begins
_NUMBERED = re.compile(r"(?:[ivx]+|[a-hđ]|\d+)\s*[.)/:-]\s*(\D.*)", re.IGNORECASE)
_GROUP = re.compile(
    r"([ivx]+|[a-h]|\d+)\s*[.)/:-]\s*\D.*|[ivx]+"
    r"|(phòng|ban|vụ|cục|chi cục|văn phòng|thanh tra|trung tâm|tổ|khoa|bộ phận|lãnh đạo|viện|đội|khối|báo|tạp chí|trường"
    r"|công chức|viên chức|hợp đồng|lao động|biên chế|chuyên viên|nhân viên|cán bộ|cán sự|người lao động|division|section|department|office)\b.*"
)
_SIGNATURE = re.compile(
    r"(người lập|lập biểu|thủ trưởng|nơi nhận|kt\.|tm\.|tl\.|ký|xác nhận|ghi chú|phê duyệt|.*\bngày\b.*\btháng\b.*\bnăm\b"
    r"|\(?(danh sách|bảng|biểu) (này )?(có|gồm)|bằng chữ|prepared by|signature|approved by)\b.*"
)
_PAGE = re.compile(r"(?:trang|page|tờ)\s*(?:số\s*)?\d+(?:\s*(?:/|of|trên)\s*\d+)?|(?:cộng\s+)?(?:chuyển|mang) (?:sang|trang)\b.*|(?:carried|brought) forward")
_NUMBERING = re.compile(r"\(?\d{1,2}\)?(\s*=.*)?|[a-zđ]")
_LONGEST_HEADING = 40
_BESIDE_NAMES = ("position_title", "employee_id", "category", "rank_code")
_MARKS = frozenset("*†¹²³")
_LONG_NOTE = 8  # words; no name and no title of a group is as long


@dataclass(frozen=True)
class Body:
    """The rows below the headings: which hold a person or a unit, and the headings of groups among them.

    keep: bool[n]. why: object[n], why a row is not kept (a text of `account`). groups: (position, text without its number)
    of the rows that head a group, in order.
    """

    keep: npt.NDArray[np.bool_]
    why: npt.NDArray[np.object_]
    groups: list[tuple[int, str]] = field(default_factory=list)

    def leave(self, rows: slice | int | npt.NDArray[np.bool_], reason: str) -> None:
        """These rows hold nobody; the first reason stays."""
        self.why[rows] = np.where(self.keep[rows], reason, self.why[rows]) if not isinstance(rows, int) else reason if self.keep[rows] else self.why[rows]
        self.keep[rows] = False


def look_through(
    grid: Grid,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    coded: Mapping[tuple[str, str], Coded],
    heading: HeadingRows,
    end: int | None = None,
    further: Collection[int] = (),
    names_at: int | None = None,
) -> Body:
    """The body of a table. coded: its known columns by (canonical name, part), as `HeadingRows.matches` names them.
    end: position from which the rows belong to another table, its title above it included where that stands alone.
    further: positions of further rows of the person above. names_at: index of the column of names.

    A row is taken for a total, group or signature only where it has neither birth date nor sex (units: neither kind nor
    quota); a row with only a name in it stays, and its empty cells become errors.
    """
    body = Body(np.ones(len(rows), dtype=bool), np.full(len(rows), "", dtype=object))
    if not coded or not rows:
        body.leave(slice(None), "outside_columns")
        return body
    keep = body.keep
    filled = np.sum([c.filled() for c in coded.values()], axis=0)
    anchored = np.any([c.filled() for (name, _), c in coded.items() if name in ANCHORS] or [filled > 2], axis=0)
    names = coded.get(("full_name", ""))
    if end is not None:
        while end and not anchored[end - 1] and sum(bool(cell) for cell in rows[end - 1][1]) <= 1:
            end -= 1
        body.leave(slice(end, None), "other_table")
    body.leave(np.isin(np.arange(len(rows)), list(further)), "same_person")
    body.leave(filled == 0, "outside_columns")
    body.leave(_example_rows(coded, len(rows)), "example")
    _drop_headings(grid, rows, names, heading, body)
    for position in np.flatnonzero((filled == 0) & (body.why != "other_table")).tolist():  # the heading of a group in a column that is not read
        texts = [text for text in map(grid.text, rows[position][1]) if text]
        beside = names_at is not None and not any(rows[position][1][: names_at + 1])  # a note, not the heading of a group
        if not beside and (any(_GROUP.fullmatch(fold(text)) for text in texts) or (len(texts) == 1 and _is_state(texts[0]))):
            body.groups.extend((position, title) for title in _titles(texts)[:1])
            body.why[position] = "group"
        elif any(_TOTAL.fullmatch(fold(text)) for text in texts):
            body.why[position] = "total"
    words = np.sum([c.filled() for (name, _), c in coded.items() if name not in _OF_SUMS] or [filled], axis=0)
    _drop_rows_of_nobody(grid, rows, coded, anchored, words, body)
    if names is not None:
        totals = [i for i, cell in enumerate(names.cells) if cell[1:2] in _T and _TOTAL_ALONE.fullmatch(fold(cell[1:]))]
        if totals:
            body.leave(np.isin(names.codes, totals), "total")
    _drop_end(grid, rows, anchored & keep, body)
    body.groups.sort()
    return body


def _drop_rows_of_nobody(
    grid: Grid,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    coded: Mapping[tuple[str, str], Coded],
    anchored: npt.NDArray[np.bool_],
    filled: npt.NDArray[np.int64],
    body: Body,
) -> None:
    """Leaves out sums, headings of groups and signatures: rows without a birth date and the like, or without a name.

    filled: how many known columns hold something but a sum, which the heading of a group may have beside it.
    """
    names = coded.get(("full_name", ""))
    unit_ids = coded.get(("unit", "")) if names is None else None
    unnamed = ~names.filled() if names is not None else np.zeros(len(rows), dtype=bool)
    for position in np.flatnonzero(body.keep & (~anchored | unnamed)).tolist():
        texts = [text for text in map(grid.text, rows[position][1]) if text]
        words = [fold(text) for text in texts]
        if anchored[position]:
            if any(_TOTAL_ALONE.fullmatch(word) for word in words):
                body.leave(position, "total")
            continue
        # "Vụ Pháp chế" alone heads a group of people; in the units table, with an id before it, it is a unit.
        named = unit_ids is not None and bool(unit_ids.filled()[position]) and len(words) > 1
        reason = _nobody(words, int(filled[position]), may_be_group=not named and not _is_named(coded, position))
        if reason:
            body.leave(position, reason)
            body.groups.extend((position, title) for title in _titles(texts)[:1])


def _is_named(coded: Mapping[tuple[str, str], Coded], position: int) -> bool:
    """Whether a row has a person's name and, beside it, a text that only people have: it is no heading of a group."""
    names = coded.get(("full_name", ""))
    cell = names.of_row(position) if names is not None else None
    if cell is None or cell[0] != "s" or not looks_like_a_name(cell[1:]):
        return False
    beside = (coded[key].of_row(position) for key in ((name, "") for name in _BESIDE_NAMES) if key in coded)
    return any(other is not None and other[0] == "s" for other in beside)


def _is_state(text: str) -> bool:
    """Whether a text alone heads a group of people who are away: short, and no footnote."""
    return len(text.split()) <= _LONG_NOTE and text.lstrip("( [")[:1] not in _MARKS and bool(remarks_in(text))


def _nobody(words: list[str], filled: int, may_be_group: bool) -> str:
    """Why a row holds nobody; empty where it may hold somebody."""
    if any(_TOTAL.fullmatch(word) for word in words) and (may_be_group or any(_TOTAL_ALONE.fullmatch(word) for word in words)):
        return "total"
    if filled > 2:
        return ""
    if any(_PAGE.fullmatch(word) for word in words):
        return "page"
    if any(_SIGNATURE.fullmatch(word) for word in words):
        return "signature"
    alone = len(words) == 1 and not looks_like_a_name(words[0]) and bool(remarks_in(words[0]))
    return "group" if may_be_group and (alone or any(_GROUP.fullmatch(word) for word in words)) else ""


def _titles(texts: list[str]) -> list[str]:
    """What a group is called: "Vụ Pháp chế" for "I. Vụ Pháp chế" or for "I" beside "Vụ Pháp chế"."""
    plain = [match.group(1) if (match := _NUMBERED.fullmatch(text)) else text for text in texts]
    return [text for text in plain if len(text) > 3 and not _TOTAL.fullmatch(fold(text)) and not _SIGNATURE.fullmatch(fold(text))]


def _example_rows(coded: Mapping[tuple[str, str], Coded], height: int) -> npt.NDArray[np.bool_]:
    """Rows whose id is the word for example: the template's, which nobody has to delete."""
    mask = np.zeros(height, dtype=bool)
    for name in ("employee_id", "unit"):
        column = coded.get((name, ""))
        if column is not None:
            marked = [i for i, cell in enumerate(column.cells) if cell[1:2] in _E and fold(cell[1:]) in EXAMPLE_WORDS]
            if marked:
                mask |= np.isin(column.codes, marked)
    return mask


def _drop_headings(
    grid: Grid,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    names: Coded | None,
    heading: HeadingRows,
    body: Body,
) -> None:
    """Leaves out headings that a printed list repeats, and the numbering or the notes under each of them."""
    starts = [0]
    if names is not None:
        words = [i for i, cell in enumerate(names.cells) if cell[1:2] in _H and _names_the_names(cell)]
        for position in np.flatnonzero(np.isin(names.codes, words)).tolist() if words else []:
            end = position + 1  # those repeated may stand in fewer rows than the first ones
            while end < min(position + heading.last - heading.first + 1, len(rows)) and not holds_figures(grid, rows[end][1]):
                end += 1
            body.leave(slice(position, end), "headings_again")
            starts.append(end)
    for start in starts:
        for position in range(start, min(start + 3, len(rows))):
            if not body.keep[position]:
                continue
            cells = rows[position][1]
            if not (_is_numbering(cells, grid.prefix) or _is_note(grid, cells) or _is_form(grid, cells)):
                break
            body.leave(position, "numbering")


def _names_the_names(cell: str) -> bool:
    words = _words_for_names()
    return len(cell) <= _LONGEST_HEADING and heading_key(cell[1:]) in words


@cache
def _words_for_names() -> frozenset[str]:
    return frozenset(key for key, column in known_headings(ROSTER).items() if column.name == "full_name")


def _is_numbering(cells: Sequence[Cell], prefix: str) -> bool:
    """The row "1 2 3 …", "(1) (2) (3) …" or "A B 1 2" that official forms have under their headings."""
    words = [(prefix + cell)[1:].strip().casefold() for cell in cells if cell]
    bare = [re.split(r"\s*=", word)[0].strip("()") for word in words]
    numbers = [int(word) for word in bare if word.isascii() and word.isdigit()]
    return (
        len(numbers) >= HEADINGS_NEEDED
        and all(_NUMBERING.fullmatch(word) for word in words)
        and all(later > earlier for earlier, later in zip(numbers, numbers[1:], strict=False))
    )


def _is_note(grid: Grid, cells: Sequence[Cell]) -> bool:
    """A row of remarks in brackets on how to fill in the columns: "(dd/mm/yyyy)", "(x)"."""
    texts = [grid.shown(cell) for cell in cells if cell]
    return len(texts) > 1 and all(text.startswith("(") and text.endswith(")") for text in texts)


def _is_form(grid: Grid, cells: Sequence[Cell]) -> bool:
    """A row that only says how the columns are written: "ngày/tháng/năm", "hệ số", "%", "tháng"."""
    texts = [grid.shown(cell) for cell in cells if cell]
    return len(texts) > 1 and all(FORM.fullmatch(fold(text).strip("()[] ")) for text in texts)


def _drop_end(grid: Grid, rows: Sequence[tuple[int, Sequence[Cell]]], people: npt.NDArray[np.bool_], body: Body) -> None:
    """Leaves out what follows the first signature or long note after the last person: names of those who sign."""
    last = int(np.flatnonzero(people)[-1]) if people.any() else -1
    for position in range(last + 1, len(rows)):
        texts = [text for text in map(grid.text, rows[position][1]) if text]
        words = [fold(text) for text in texts]
        if any(_SIGNATURE.fullmatch(word) for word in words) or (len(texts) == 1 and len(texts[0].split()) >= _LONG_NOTE):
            body.leave(slice(position, None), "signature")
            body.why[position:] = np.where(body.why[position:] == "outside_columns", "signature", body.why[position:])
            return
