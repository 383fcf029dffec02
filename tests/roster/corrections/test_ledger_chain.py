"""The ledger is chained: whatever is changed, moved, put in or taken out is named by its line; nobody's entries get lost."""

from __future__ import annotations

import csv
import os
import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from planner.core import folders
from planner.core.errors import InputError
from planner.roster.corrections import append_corrections, read_corrections, write_corrections
from planner.roster.people.correction import Correction
from tests.builder import said

DEEP = int(os.environ.get("DEEP", "1"))
AT = "2026-11-22T04:00:00+00:00"


def entries(start: int, count: int, by: str = "Lan") -> list[Correction]:
    """Decisions about people from number `start` on."""
    return [Correction(f"P{n:03d}", "step", "", "4", n % 3 != 0, by, AT, "=f.xlsx", f'theo "giấy tờ", số {n}') for n in range(start, start + count)]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of eight decisions."""
    append_corrections(entries(1, 5), tmp_path / "c.csv")
    append_corrections(entries(6, 3), tmp_path / "c.csv")
    return tmp_path / "c.csv"


def test_entries_are_added_below_lines_that_stay_as_they_are(ledger: Path) -> None:
    before = ledger.read_bytes()
    assert before.startswith(b"\xef\xbb\xbfemployee_id,") and read_corrections(ledger) == tuple(entries(1, 8))
    append_corrections(entries(9, 2), ledger)
    assert ledger.read_bytes().startswith(before) and read_corrections(ledger) == tuple(entries(1, 10))
    assert ledger.stat().st_mode & 0o777 == 0o600 and os.listdir(ledger.parent) == ["c.csv"]
    write_corrections(read_corrections(ledger), ledger.with_name("copy.csv"), for_people=True)
    assert ledger.with_name("copy.csv").read_bytes() == ledger.read_bytes()


def broken_at(ledger: Path, lines: Sequence[bytes]) -> str:
    """What is said of the ledger with other lines."""
    ledger.write_bytes(b"".join(lines))
    with pytest.raises(InputError) as error:
        read_corrections(ledger)
    with pytest.raises(InputError):
        append_corrections(entries(50, 1), ledger)
    return said(error.value)


def test_the_first_line_that_does_not_follow_is_named(ledger: Path) -> None:
    lines = ledger.read_bytes().splitlines(keepends=True)
    swapped = [*lines[:3], lines[4], lines[3], *lines[5:]]
    told = broken_at(ledger, swapped)
    assert "row 4" in told and "the chain breaks here" in told and len(told.splitlines()) == 1
    assert "row 4" in broken_at(ledger, [*lines[:3], *lines[4:]])
    assert "row 6" in broken_at(ledger, [*lines[:5], lines[2], *lines[5:]])
    assert "row 2" in broken_at(ledger, [lines[0], *lines[2:]])
    assert "row 5" in broken_at(ledger, [*lines[:4], lines[4].replace(b",true,", b",false,").replace(b",4,", b",5,"), *lines[5:]])
    assert "cells instead of" in broken_at(ledger, [*lines[:4], lines[4].replace(b"step,", b"step,,"), *lines[5:]])
    without = [b",".join(line.split(b",")[:-4]) + b"\n" for line in lines]
    assert "not written by the planner" in broken_at(ledger, without)


def test_every_changed_byte_is_noticed(ledger: Path) -> None:
    whole, dice, seen = ledger.read_bytes(), random.Random(3), 0
    for _ in range(500):
        at = dice.randrange(len(whole))
        ledger.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1 :])
        try:
            assert read_corrections(ledger) == tuple(entries(1, 8)), at
        except InputError:
            seen += 1
    assert seen > 490


def test_a_decision_that_was_taken_back_can_be_taken_again(tmp_path: Path) -> None:
    there = Correction("P1", "step", "4", "5", True, "Lan", AT)
    back = Correction("P1", "step", "5", "4", True, "Lan", AT)
    for entry, added in ((there, 1), (there, 0), (back, 1), (there, 1), (there, 0)):
        assert append_corrections([entry], tmp_path / "c.csv") == added
    assert [e.after for e in read_corrections(tmp_path / "c.csv")] == ["5", "4", "5"]


def test_two_names_of_one_ledger_are_one(ledger: Path) -> None:
    (ledger.parent / "other.csv").symlink_to(ledger)
    append_corrections(entries(9, 1), ledger.parent / "other.csv")
    assert len(read_corrections(ledger)) == 9 and (ledger.parent / "other.csv").is_symlink()


def forked(work: object) -> int:
    """A child that does the work and ends; its number."""
    child = os.fork()
    if not child:
        try:
            work()  # type: ignore[operator]
            os._exit(0)
        except BaseException:
            os._exit(1)
    return child


def test_two_at_once_are_both_there(tmp_path: Path) -> None:
    ledger = tmp_path / "c.csv"
    for turn in range(25):
        children = [forked(lambda n=n, turn=turn: append_corrections(entries(100 * turn + 10 * n, 3, f"person {n}"), ledger)) for n in (1, 2, 3)]
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
        found = read_corrections(ledger)
        assert len(found) == 9 * (turn + 1) and len({(e.employee_id, e.by) for e in found}) == len(found)
    assert os.listdir(tmp_path) == ["c.csv"]


def test_a_writer_that_is_killed_leaves_a_whole_ledger_and_the_next_one_tidies_up(ledger: Path) -> None:
    dice, kept = random.Random(9), read_corrections(ledger)
    for _ in range(15 * DEEP):

        def work(start: int = len(kept)) -> None:
            for n in range(1000):
                append_corrections(entries(1000 * start + n, 1), ledger)

        child = forked(work)
        time.sleep(dice.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = read_corrections(ledger)
        assert found[: len(kept)] == kept
        append_corrections(entries(0, 1, f"after {len(found)}"), ledger)
        assert os.listdir(ledger.parent) == ["c.csv"]
        kept = read_corrections(ledger)


def test_whoever_waits_too_long_is_told_who_writes(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "PATIENCE_S", 0.2)
    with folders.locked(ledger), pytest.raises(InputError, match=rf"process and start: {os.getpid()}, "):
        append_corrections(entries(9, 1), ledger)
    assert len(read_corrections(ledger)) == 8


def test_what_begins_like_a_formula_is_no_formula_in_a_ledger_and_comes_back_as_it_was(tmp_path: Path) -> None:
    entry = Correction("P01", "position_title", "-1", "@SUM(1)", True, "=HYPERLINK(1)", "2027-01-05T08:00:00+00:00", reason="+1")
    write_corrections([entry], tmp_path / "l.csv")
    (cells,) = list(csv.reader((tmp_path / "l.csv").read_text(encoding="utf-8").splitlines()))[1:]
    assert {"'-1", "'@SUM(1)", "'=HYPERLINK(1)", "'+1"} <= set(cells) and read_corrections(tmp_path / "l.csv") == (entry,)
