"""Whether the account of a file adds up: what was seen is what was read, and what is named as not read, each with a reason.

`check --json` gives `account`: {files, sheets, rows, columns}, each {seen, read, unread}. `unread` lists
- files: {file, reason}; the path below the folder that was given;
- sheets: {file, sheet, reason}, of workbooks that could be opened; CSV and Parquet have none;
- rows: {file, sheet, rows, reason}, `rows` the numbers of rows that hold something: titles, headings, groups, sums, signatures;
- columns: {file, sheet, column, heading, reason}, `column` the letter, or the heading in CSV and Parquet.
Rows and columns are those of sheets and files that were read; what an unread sheet or file holds is named with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.messy.difficult.draft import Case
from tests.messy.difficult.page import Page
from tests.messy.difficult.seen import Seen

SUMS_ALONE = ("F02b", "M03", "M04")
"""Files of which only the sums are held to: a cell at the end of the world, workbooks and texts under each other's names."""
KEYS = {"files": {"file"}, "sheets": {"file", "sheet"}, "rows": {"file", "sheet", "rows"}, "columns": {"file", "sheet", "column", "heading"}}


def account_faults(case: Case, seen: Seen) -> list[str]:
    """What is wrong with the account; empty where it is right."""
    account = seen.account
    if account is None:
        return ["there is no account"]
    missing = [key for key in KEYS if key not in account or not {"seen", "read", "unread"} <= set(account[key])]
    if missing:
        return [f"the account lacks {missing}"]
    if case.id in SUMS_ALONE or case.draft.converted:
        return [*_sums(account), *_files(case, account)]
    return [*_sums(account), *_files(case, account), *_sheets(case, account), *_rows(case, seen, account), *_columns(case, account)]


def _sums(account: dict[str, Any]) -> Iterator[str]:
    for key, names in KEYS.items():
        part = account[key]
        unread = sum(len(entry["rows"]) if key == "rows" else 1 for entry in part["unread"])
        if part["seen"] != part["read"] + unread:
            yield f"{key}: {part['seen']} seen, {part['read']} read, {unread} not read"
        for entry in part["unread"]:
            if not names <= set(entry) or not str(entry.get("reason", "")).strip():
                yield f"{key}: {entry} lacks its place or its reason"


def _files(case: Case, account: dict[str, Any]) -> Iterator[str]:
    draft = case.draft
    files = {*draft.books, *draft.texts, *draft.converted.values()} if case.opened == "." else {case.opened}
    if account["files"]["seen"] != len(files):
        yield f"{len(files)} files are there, {account['files']['seen']} were seen"
    lost = {entry["file"] for entry in account["files"]["unread"]} - files
    if lost:
        yield f"no such files: {lost}"


def _sheets(case: Case, account: dict[str, Any]) -> Iterator[str]:
    unread = {entry["file"] for entry in account["files"]["unread"]}
    there = sum(len(pages) + (case.draft.units is not None) for path, pages in _books(case).items() if path not in unread)
    if account["sheets"]["seen"] != there:
        yield f"{there} sheets are there, {account['sheets']['seen']} were seen"


def _rows(case: Case, seen: Seen, account: dict[str, Any]) -> Iterator[str]:
    if account["rows"]["read"] < seen.counted[0]:
        yield f"{account['rows']['read']} rows were read, {seen.counted[0]} people"
    there = sum(sum(any(cell is not None for cell in row) for row in page.grid()[page.headless :]) for page in _pages_read(case, account))
    there += sum(len(case.draft.units or ()) for _ in _books_read(case, account))
    if account["rows"]["seen"] != there:
        yield f"{there} rows hold something, {account['rows']['seen']} were seen"


def _columns(case: Case, account: dict[str, Any]) -> Iterator[str]:
    there = sum(_width(page) for page in _pages_read(case, account))
    there += sum(len((case.draft.units or ((),))[0]) for _ in _books_read(case, account))
    if account["columns"]["seen"] != there:
        yield f"{there} columns hold something, {account['columns']['seen']} were seen"


def _width(page: Page) -> int:
    """Columns with a heading, or anything below it."""
    keys = [key for key in page.keys if page.headings[key] or any(line.cells.get(key) is not None for line in page.lines)]
    return len(keys)


def _books(case: Case) -> dict[str, list[Page]]:
    return case.draft.books if case.opened == "." else {path: pages for path, pages in case.draft.books.items() if path == case.opened}


def _books_read(case: Case, account: dict[str, Any]) -> list[str]:
    """Workbooks of which the sheet of units was read."""
    unread = {entry["file"] for entry in account["files"]["unread"]}
    without = {entry["file"] for entry in account["sheets"]["unread"] if entry["sheet"] == "units"}
    return [path for path in _books(case) if path not in unread | without and case.draft.units is not None]


def _pages_read(case: Case, account: dict[str, Any]) -> list[Page]:
    unread_files = {entry["file"] for entry in account["files"]["unread"]}
    unread = {(entry["file"], entry["sheet"]) for entry in account["sheets"]["unread"]}
    pages = [page for path, pages in _books(case).items() for page in pages if path not in unread_files and (path, page.name) not in unread]
    beside = [page for page in (case.draft.page, *case.draft.pages) if id(page) in case.draft.places]
    return pages + [page for page in beside if case.draft.places[id(page)] not in unread_files]
