"""A unit's head at work: cells of a pack are changed as a person would, rows added and deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from planner.core.texts import LANGUAGES, text

FIRST = 6
"""Excel row of a pack's first person."""


def fill(
    pack: Path, out: Path, cells: dict[tuple[int, str], Any], delete: tuple[int, ...] = (), added: dict[tuple[int, str], Any] | None = None
) -> Path:
    """The pack with cells (Excel row, canonical column) overwritten, on the sheet of added people too, and rows deleted, saved as `out`."""
    book = openpyxl.load_workbook(pack)
    for sheet, written in ((sheet_of(book, "added"), added or {}), (sheet_of(book, "people"), cells)):
        at = {cell.value: cell.column for cell in sheet[4] if cell.value}
        for (row, name), value in written.items():
            cell = sheet.cell(row, at[name])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    for row in sorted(delete, reverse=True):
        sheet.delete_rows(row)
    book.save(out)
    return out


def sheet_of(book: openpyxl.Workbook, name: str) -> Any:
    """A sheet of a pack in whatever language it was made."""
    return next(book[title] for title in (text(f"packs.sheet_{name}", lang) for lang in LANGUAGES) if title in book.sheetnames)


def answer(review: Path, out: Path, answers: dict[tuple[str, str], str], default: str = "có") -> Path:
    """The review with yes or no in every row that can be taken; answers: (employee_id, column) to another word."""
    book = openpyxl.load_workbook(review)
    sheet = book["Thay đổi"]
    at = {cell.value: cell.column for cell in sheet[3] if cell.value}
    for row in range(5, sheet.max_row + 1):
        key = sheet.cell(row, at["employee_id"]).value, sheet.cell(row, at["column"]).value
        if key[1] and sheet.cell(row, at["kind"]).value != "unreadable":
            sheet.cell(row, at["accept"]).value = answers.get(key, default)
    book.save(out)
    return out
