"""What people really send: of every messy workbook each cell with one reading is right, and every other one is named."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planner.core.errors import Problem
from planner.roster.people.build import Rows
from planner.roster.read import _read
from planner.roster.tables.mapping import write_mapping
from planner.roster.workbook.roster_files import open_source
from tests.messy import make, make_cells, make_people
from tests.messy.book import MAKERS, Book, Sheet
from tests.messy.xlsb import write_xlsb


def problems_of(book: Book, path: Path | None = None) -> tuple[Rows, list[Problem]]:
    """The people as they were read, and all problems, through every stage of reading but the last."""
    mapping = write_mapping(book.path.parent / "m.yaml", book.mapping) if book.mapping else None
    people, _, problems, _ = _read(open_source(path or book.path), mapping)
    return people, problems


def differences(people: Rows, book: Book) -> list[str]:
    """Every cell that is not as the truth has it."""
    assert len(people.frame) == len(book.truth), [len(people.frame), len(book.truth)]
    found = []
    for at, person in enumerate(book.truth):
        for name, value in person.items():
            read = people.frame[name].iloc[at]
            read = read.date() if isinstance(read, pd.Timestamp) else read
            absent = value in (0, 0.0, False, "no") and (read is None or (isinstance(read, float) and np.isnan(read)))
            if read != value and not absent:
                found.append(f"{person.get('employee_id', at)} {name}: {read!r}, not {value!r}")
    return found


def said(problems: list[Problem]) -> dict[Any, str]:
    return {(p.file, p.sheet, p.row, p.label): p.message.key.removeprefix("roster.") for p in problems}


@pytest.mark.parametrize("maker", MAKERS, ids=lambda f: f.__name__)
def test_every_cell_with_one_reading_is_right_and_every_other_is_named(tmp_path: Path, maker: Callable[[Path], Book]) -> None:
    book = maker(tmp_path)
    people, problems = problems_of(book)
    assert differences(people, book) == []
    assert said(problems) == book.reported, [p.sentence() for p in problems]
    for problem in problems:
        assert problem.sentence("vi") != problem.sentence("en")


def test_there_are_enough_of_them() -> None:
    assert len(MAKERS) >= 15


# ---- other kinds of workbook


KINDS = (
    make.two_rows_of_headings,
    make.three_rows_of_headings,
    make.hidden_rows_and_columns,
    make_cells.numbers_and_percents,
    make_cells.durations_of_every_kind,
    make.one_list_with_merged_units,
    make.errors_and_formulas,
    make_people.birth_dates_in_three_columns,
)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The messy workbooks as .xls and .ods, all in one call of LibreOffice for each kind."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: .xls and .ods were NOT tried")
    folder = tmp_path_factory.mktemp("kinds")
    files = []
    for maker in KINDS:
        place = folder / maker.__name__
        place.mkdir()
        made = maker(place).path
        files.append(made.rename(folder / f"{maker.__name__}.xlsx"))
    for kind in ("xls", "ods"):
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, files),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=150)
    return folder


def without_formulas(book: Book) -> Book:
    """The book as another programme saves it: a formula has its result, and then one reading."""
    kept = {place: key for place, key in book.reported.items() if key != "formula_without_value"}
    return Book(book.path, book.truth, kept, book.mapping)


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("maker", KINDS, ids=lambda f: f.__name__)
def test_old_and_open_workbooks_say_the_same(converted: Path, tmp_path: Path, maker: Callable[[Path], Book], kind: str) -> None:
    book = without_formulas(maker(tmp_path))
    people, problems = problems_of(book, converted / f"{maker.__name__}.{kind}")
    assert differences(people, book) == []
    assert {place[1:]: key for place, key in said(problems).items()} == {place[1:]: key for place, key in book.reported.items()}


@pytest.mark.parametrize("maker", KINDS, ids=lambda f: f.__name__)
def test_binary_workbooks_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, maker: Callable[[Path], Book]) -> None:
    def write(path: Path, *sheets: Sheet) -> Path:
        plain = [replace(s, rows=[[None if str(v).startswith("=") else v for v in row] for row in s.rows]) for s in sheets]
        return write_xlsb(path.with_suffix(".xlsb"), *plain)

    for module in (make, make_cells, make_people):
        monkeypatch.setattr(module, "write", write)
    book = without_formulas(maker(tmp_path))
    people, problems = problems_of(book)
    assert differences(people, book) == []
    found = {place[1:]: key for place, key in said(problems).items() if key != "cell_empty"}
    assert found == {place[1:]: key for place, key in book.reported.items()}
