"""The office's sheet: out, filled in, back; whatever is wrong with it is told at once and nothing of it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.core.errors import InputError
from planner.report.books.table_file import write_table
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.sheet import COLUMNS, HEAD, read_sheet, sheet_of
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace.conftest import Filler
from tests.service.workspace.follow_up.plans import followed


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with a plan that is followed up."""
    return made(followed)


def sent(workspace: Workspace, me: Actor, place: Path) -> Path:
    """The sheet as it goes out."""
    found, head = follow.exported(workspace, me, "base")
    write_table(sheet_of(found).assign(**{HEAD: head.printed}), place / "out.xlsx", "vi")
    return place / "out.xlsx"


def filled(file: Path, change: Callable[[object], None]) -> Path:
    """The sheet with cells changed as somebody types them."""
    book = openpyxl.load_workbook(file)
    change(book.active)
    book.save(file.with_name("back.xlsx"))
    return file.with_name("back.xlsx")


def at(sheet, name: str, row: int = 2):
    """A cell by its column's name."""
    names = [cell.value for cell in sheet[1]]
    return sheet.cell(row=row, column=names.index(name) + 1)


def test_what_the_office_fills_in_is_written(used: Workspace, me: Actor, place: Path) -> None:
    import datetime as dt

    def fill(sheet) -> None:
        at(sheet, "state").value, at(sheet, "done_on").value, at(sheet, "paid_vnd").value = "done", dt.datetime(2027, 7, 1), 187500001
        at(sheet, "responsible", 3).value, at(sheet, "due", 3).value = "Trần Thị  Lan ", "05/08/2027"

    asked = read_sheet(filled(sent(used, me, place), fill))
    first, second = follow.write(used, me, "base", asked)
    assert (first["state"], first["done_on"], first["paid_vnd"]) == ("done", "2027-07-01", 187_500_001)
    assert (second["responsible"], second["due"]) == ("Trần Thị Lan", "2027-08-05") and used.verify(me)[0] == []


def test_a_sheet_that_comes_back_unchanged_writes_nothing(used: Workspace, me: Actor, place: Path) -> None:
    assert follow.write(used, me, "base", read_sheet(sent(used, me, place))) == []


def test_a_sheet_that_was_overtaken_says_by_what(used: Workspace, me: Actor, place: Path) -> None:
    file = filled(sent(used, me, place), lambda sheet: setattr(at(sheet, "step"), "value", "ours"))
    follow.write(used, me, "base", [follow.Asked(1, {"step": "theirs"})])
    with pytest.raises(InputError) as caught:
        follow.write(used, me, "base", read_sheet(file))
    assert "back.xlsx, out, row 2" in said(caught.value) and "step: theirs" in said(caught.value)


WRONG = {
    "state": ("ready", "ready is no state"),
    "done_on": ("next week", "row 2, R"),
    "paid_vnd": ("about five", "row 2, S"),
    "employee_id": ("P99", "employee_id comes from the plan and does not change"),
    "cost_vnd": (1, "cost_vnd comes from the plan and does not change"),
    "line": (999, "there is no line 999"),
    "version": (None, "the row names no line, or not its version"),
    "evidence_sha256": ("xyz", "xyz is no SHA-256"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cell_that_will_not_do_is_told_with_its_row(used: Workspace, me: Actor, place: Path, name: str) -> None:
    value, words = WRONG[name]
    with pytest.raises(InputError) as caught:
        follow.write(used, me, "base", read_sheet(filled(sent(used, me, place), lambda sheet: setattr(at(sheet, name), "value", value))))
    assert words in said(caught.value) and "back.xlsx, out, row 2" in said(caught.value)
    assert all(line.number == 1 for line in follow.follow_up(used, me, "base").lines)


def rename(old: str, new: str | None) -> Callable[[object], None]:
    """Another heading over a column."""
    return lambda sheet: setattr(at(sheet, old, 1), "value", new)


@pytest.mark.parametrize(
    ("change", "words"),
    [(rename("version", None), "the column version is missing"), (rename("step", "stepp"), "did you mean step?"), (rename("step", "state"), "the column state is there twice"),
     (lambda sheet: setattr(at(sheet, "line", 3), "value", 1), "line 1 is there twice"), (lambda sheet: sheet.parent.create_sheet("x"), "one sheet with rows is wanted")],
)  # fmt: skip
def test_a_sheet_of_another_form_is_refused(used: Workspace, me: Actor, place: Path, change: Callable[[object], None], words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_sheet(filled(sent(used, me, place), change))
    assert words in said(caught.value)


def test_what_is_no_workbook_is_refused_by_the_guard(place: Path) -> None:
    (place / "x.xlsx").write_bytes(b"PK\x03\x04 nothing")
    for name, words in (("x.xlsx", "x.xlsx"), ("x.csv", "a sheet that planner follow export wrote is wanted"), ("none.xlsx", "none.xlsx")):
        with pytest.raises(InputError) as caught:
            read_sheet(place / name)
        assert words in said(caught.value)


def test_a_cell_that_begins_as_a_formula_goes_out_as_text(used: Workspace, me: Actor, place: Path) -> None:
    follow.write(used, me, "base", [follow.Asked(1, {"evidence": '=HYPERLINK("http://x")'})])
    file = sent(used, me, place)
    assert at(openpyxl.load_workbook(file).active, "evidence").data_type == "s" and not file.stat().st_mode & 0o077
    assert follow.write(used, me, "base", read_sheet(file)) == [] and set(COLUMNS) >= {"line", "version"}
