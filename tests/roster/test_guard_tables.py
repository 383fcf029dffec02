"""CSV and Parquet pass the limited child first: each limit on both of its sides, and the words for what is beyond it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.core.guard.limits import CPU_SECONDS, MEMORY_BYTES
from planner.core.texts import LANGUAGES
from planner.roster import read
from planner.roster.read import examine
from planner.roster.tables.unknown_headings import TRIED, fits
from planner.roster.workbook import text_tables
from planner.roster.workbook.file_kind import Refused
from planner.roster.workbook.guarded_reader import Reading, read_workbooks
from planner.roster.workbook.roster_files import open_source
from planner.roster.workbook.text_tables import look_through_csv, look_through_parquet
from tests.builder import ROOT
from tests.messy.hostile import good
from tests.messy.hostile_tables import COLUMNS, HEAD, ROW, right

pytestmark = pytest.mark.usefixtures("real_children")


def refusal(path: Path) -> str | None:
    """Why the guard turns a file away, in this process; None where it passes."""
    try:
        (look_through_parquet if path.suffix == ".parquet" else look_through_csv)(path)
    except Refused as refused:
        return refused.key
    return None


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "p.csv"
    path.write_text(HEAD + "\n" + ROW * 9, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("limit", "passes", "refuses", "key"),
    [
        ("MAX_ROWS", 10, 9, "too_many_rows"),
        ("MAX_COLUMNS", 6, 5, "too_many_columns"),
        ("MAX_CELLS", 60, 59, "file_of_too_many_cells"),
        ("MAX_LINE_BYTES", len(HEAD) + 1, len(HEAD) - 1, "line_too_long"),
        ("MAX_CELL", len("salary_coefficient"), len("salary_coefficient") - 1, "cell_too_long"),
    ],
)
def test_each_limit_of_a_csv(csv_file: Path, monkeypatch: pytest.MonkeyPatch, limit: str, passes: int, refuses: int, key: str) -> None:
    monkeypatch.setattr(text_tables, limit, passes)
    assert refusal(csv_file) is None
    monkeypatch.setattr(text_tables, limit, refuses)
    assert refusal(csv_file) == key


@pytest.mark.parametrize(
    ("limit", "passes", "refuses", "key"),
    [
        ("MAX_ROWS", 9, 8, "too_many_rows"),
        ("MAX_COLUMNS", 6, 5, "too_many_columns"),
        ("MAX_PARQUET_CELLS", 54, 53, "file_of_too_many_cells"),
        ("MAX_ROW_GROUPS", 3, 2, "too_many_row_groups"),
        ("MAX_DECODED_BYTES", 10_000, 100, "unpacks_too_large"),
        ("MAX_CELL", 100, 1, "cell_too_long"),
    ],
)
def test_each_limit_of_a_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, passes: int, refuses: int, key: str) -> None:
    pq.write_table(right(9), tmp_path / "p.parquet", row_group_size=3)
    monkeypatch.setattr(text_tables, limit, passes)
    assert refusal(tmp_path / "p.parquet") is None
    monkeypatch.setattr(text_tables, limit, refuses)
    assert refusal(tmp_path / "p.parquet") == key


def test_what_a_dictionary_stands_for_counts_and_not_what_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), 1_000), pa.array(["A" * 1_000]))
    pq.write_table(pa.table({"full_name": same}), tmp_path / "p.parquet")
    monkeypatch.setattr(text_tables, "MAX_DECODED_BYTES", 1_100_000)
    assert refusal(tmp_path / "p.parquet") is None
    monkeypatch.setattr(text_tables, "MAX_DECODED_BYTES", 1_000_000)
    assert refusal(tmp_path / "p.parquet") == "unpacks_too_large"


def test_bytes_of_zero_are_no_text_but_utf_16_with_its_mark_is(tmp_path: Path) -> None:
    for name, data, key in (
        ("zeros", HEAD.encode() + b"\n\0\n", "csv_binary"),
        ("unmarked", (HEAD + "\n" + ROW).encode("utf-16-le"), "csv_binary"),
        ("marked", (HEAD + "\n" + ROW).encode("utf-16"), None),
    ):
        (tmp_path / f"{name}.csv").write_bytes(data)
        assert refusal(tmp_path / f"{name}.csv") == key, name


def test_the_line_at_which_a_csv_goes_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(HEAD + "\n" + ROW * 3 + '"' + "b" * 200_000 + "\n", encoding="utf-8")
    (tmp_path / "q.csv").write_text(HEAD + "\n" + ROW + "x" * 3_000_000, encoding="utf-8")
    said = {book.path.name: book.problem for book in read_workbooks([tmp_path / "p.csv", tmp_path / "q.csv"])}
    assert [(p and p.message.key, p and p.row) for p in said.values()] == [("roster.cell_too_long", 5), ("roster.line_too_long", 3)]
    for found in said.values():
        assert found is not None
        for lang in LANGUAGES:
            assert "{" not in found.sentence(lang) and found.sentence(lang).count("\n") == 0


def test_a_bomb_beside_the_roster_is_refused_like_the_roster(tmp_path: Path, csv_file: Path) -> None:
    """The units table and the status file are inputs, too."""
    bomb = pa.table({"unit": pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), 500_000), pa.array(["A" * 600_000]))})
    pq.write_table(right(), tmp_path / "r.parquet")
    pq.write_table(bomb, tmp_path / "r.status.parquet", compression="zstd")
    assert "roster.status_damaged" in [p.message.key for p in examine(tmp_path / "r.parquet").problems]
    refused = open_source(tmp_path / "r.parquet").refusal(tmp_path / "r.status.parquet")
    assert refused is not None and refused.message.key == "roster.cell_too_long"  # by the child, before anything here opened it
    pq.write_table(bomb, tmp_path / "r.units.parquet", compression="zstd")
    found = examine(tmp_path / "r.parquet")
    assert found.roster is None and "roster.cell_too_long" in [p.message.key for p in found.problems]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_pipe_or_a_device_is_never_waited_for(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / f"pipe.{ending}")
    (tmp_path / f"zero.{ending}").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        found = examine(tmp_path / f"{name}.{ending}")
        assert [p.message.key for p in found.problems] == ["roster.not_ordinary"] and found.roster is None
    (tmp_path / f"a.{ending}").symlink_to(tmp_path / f"a.{ending}")
    assert [p.message.key for p in examine(tmp_path / f"a.{ending}").problems] == ["roster.file_missing"]


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "a\0b.csv"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    assert [p.message.key for p in examine(name).problems] == ["roster.file_missing"]


def test_what_takes_too_long_or_too_much_after_the_guard_is_one_sentence(csv_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        while True:
            sum(range(1_000))

    def greedy(*_: object) -> None:
        bytes(2**33)

    for work, key, seconds in ((endless, "too_slow", 1), (greedy, "too_much_memory", 16)):
        monkeypatch.setattr(read, "allowance", lambda _, seconds=seconds: (2 * 2**30, seconds))
        monkeypatch.setattr(read, "_read", work)
        found = examine(csv_file)
        assert [p.message.key for p in found.problems] == [f"roster.{key}"] and found.roster is None
        assert found.account is not None


def test_columns_that_nobody_knows_are_tried_with_a_few_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr("planner.roster.tables.unknown_headings.parse_cells", lambda column, cells, manner: (tried.append(len(cells)), {}))
    from planner.core.columns import ROSTER_BY_NAME

    assert fits(ROSTER_BY_NAME["si_months"], [f"n{i}" for i in range(TRIED * 5)])
    assert tried == [TRIED]


def test_files_that_the_planner_keeps_for_itself_are_not_looked_through_again(tmp_path: Path) -> None:
    pq.write_table(right(), tmp_path / "r.parquet")
    assert open_source(tmp_path / "r.parquet", own=True).reading.child is None
    other = open_source(tmp_path / "r.parquet")
    assert other.reading.child is not None and other.refusal(tmp_path / "r.parquet") is None


def test_the_columns_of_the_hostile_files_are_those_of_a_roster(csv_file: Path) -> None:
    """Else each would be refused for want of a column, and the guard not be asked."""
    assert COLUMNS == HEAD.split(",") and examine(csv_file).people == 9


def test_the_child_that_opens_files_has_limits_of_memory_and_time(tmp_path: Path) -> None:
    """It stands still at a pipe, and Linux tells its limits."""
    os.mkfifo(tmp_path / "p.csv")
    child = subprocess.Popen([sys.executable, "-m", "planner.roster.workbook.worker"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert child.stdin is not None
        child.stdin.write(json.dumps([str(tmp_path / "p.csv")]).encode() + b"\n")
        child.stdin.flush()
        with (tmp_path / "p.csv").open("wb"):  # it has come as far as opening the file
            lines = Path(f"/proc/{child.pid}/limits").read_text(encoding="utf-8").splitlines()
        limits = {line[:25].strip(): line[26:].split() for line in lines}
        assert limits["Max address space"][0] == str(MEMORY_BYTES) and limits["Max core file size"][0] == "0"
        assert CPU_SECONDS <= int(limits["Max cpu time"][0]) <= 2 * CPU_SECONDS
    finally:
        child.kill()
        child.wait()


def test_a_child_that_dies_costs_one_file(tmp_path: Path, csv_file: Path) -> None:
    reading = Reading([csv_file, good(tmp_path / "a.xlsx"), good(tmp_path / "b.xlsx")])
    assert reading.child is not None
    reading.child.process.kill()
    found = reading.results()
    assert [book.problem and book.problem.message.key for book in found] == ["roster.child_died", None, None] and [bool(book.sheets) for book in found] == [False, True, True]
