"""Hostile files: each costs one clear sentence, the right files beside them are read, and the app goes on serving."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from planner.core.texts import text
from planner.roster.workbook.guarded_reader import read_workbooks
from tests.builder import ROOT
from tests.messy.hostile import changed, good, hostile

pytestmark = pytest.mark.usefixtures("real_children")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("hostile") / "bộ"
    folder.mkdir()
    return hostile(folder)


def test_each_hostile_file_ends_in_one_sentence_and_no_other_suffers(files: list[Path]) -> None:
    """One call of the command reads them all, beside a right file: exit code 2, no traceback, a sentence for each."""
    right = good(files[0].parent / "right.xlsx")
    done = subprocess.run(
        [sys.executable, "-m", "planner", "check", str(right.parent)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    right.unlink()
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and "panicked" not in done.stderr
    lines = done.stderr.splitlines()
    for file in files:
        assert [line for line in lines if line.startswith(f"Error: {file.name}")], f"{file.name}: {done.stderr}"
        assert len([line for line in lines if f" {file.name}" in line and line.startswith("Error")]) == 1, file.name
    assert "5 people in 1 unit;" in done.stdout, done.stdout


def test_what_is_said_of_each(files: list[Path]) -> None:
    said = {book.path.name: book.problem.message.key.removeprefix("roster.") for book in read_workbooks(files) if book.problem}
    expected = {
        "empty.xlsx": "file_empty", "text.xlsx": "not_a_workbook", "page.xls": "web_page", "locked.xlsx": "password", "cut.xlsx": "damaged",
        "checksum.xlsx": "damaged", "torn.xlsx": "damaged", "no-sheet.xlsx": "damaged", "no-strings.xlsx": "damaged", "no-workbook.xlsx": "damaged",
        "laughs.xlsx": "document_type", "outside.xlsx": "document_type", "zip.xlsx": "not_a_workbook", "bomb.xlsx": "unpacks_too_large",
    }  # fmt: skip
    assert {name: said.get(name) for name in expected} == expected
    assert said["cells.xlsx"] in ("too_many_cells", "too_much_memory", "child_died", "too_slow")
    assert all(
        len(text(f"roster.{key}", lang, mb=1, limit=1, sheet="S").split(".")) >= 2 for key in set(said.values()) for lang in ("vi", "en")
    )


def test_broken_styles_do_not_keep_a_workbook_from_being_read(tmp_path: Path) -> None:
    source = good(tmp_path / "good.xlsx")
    (book,) = read_workbooks([changed(source, tmp_path / "styles.xlsx", "xl/styles.xml", b"<styleSheet")])
    assert book.problem is None or book.problem.message.key == "roster.damaged"


def test_the_app_goes_on_serving(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an upload goes through: every hostile file gives problems and no roster; the right one after them is read."""
    from planner.ui.session import rosters

    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    for name in ("cells.xlsx", "bomb.xlsx", "noise-1.xls"):
        file = next(f for f in files if f.name == name)
        sha256, problems = rosters.read_roster(file)[:2]
        assert sha256 is None and problems
    sha256, problems = rosters.read_roster(good(tmp_path / "right.xlsx"))[:2]
    assert sha256 is not None and zipfile.is_zipfile(tmp_path / "right.xlsx")
