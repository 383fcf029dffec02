"""The folder of packs: replaced whole, other units' packs stay with --unit, one that fails is one line."""

from __future__ import annotations

import csv
import errno
import os
import random
import signal
import time
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.report.exchange import pack_folder, packs_of
from planner.report.exchange.pack import Pack
from planner.report.exchange.pack_folder import INDEX, write_packs
from planner.report.exchange.returned import read_packs
from tests.builder import said
from tests.small import small_run

KILLS = 8 * int(os.environ.get("DEEP", "1"))


def rows(folder: Path) -> list[tuple[str, str]]:
    """(file, unit) of each line of the index."""
    with (folder / INDEX).open(encoding="utf-8-sig", newline="") as opened:
        return [(row["file"], row["unit"]) for row in csv.DictReader(opened)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The packs of all units."""
    write_packs(packs_of(small_run()), tmp_path / "packs")
    return tmp_path / "packs"


def test_the_packs_and_their_folder_are_their_owners_alone(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert os.listdir(folder.parent) == ["packs"]
    assert (folder / INDEX).read_bytes().startswith(b"\xef\xbb\xbf")


def test_one_unit_written_again_keeps_the_others_and_their_rows(folder: Path) -> None:
    before, other = rows(folder), (folder / "002-B.xlsx").read_bytes()
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    write_packs(packs_of(small_run(), ["A"]), folder, keep=True)
    assert rows(folder) == before and (folder / "002-B.xlsx").read_bytes() == other
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "mine"
    write_packs(packs_of(small_run(), ["A"]), folder)
    assert rows(folder) == [("001-A.xlsx", "A")] and sorted(os.listdir(folder)) == ["001-A.xlsx", "letter.txt", INDEX]


def test_a_unit_that_has_another_number_now_is_there_once(folder: Path) -> None:
    (pack,) = packs_of(small_run(), ["A"])
    again = Pack(**{**{name: getattr(pack, name) for name in Pack.__dataclass_fields__}, "file": "007-A.xlsx"})
    write_packs([again], folder, keep=True)
    assert rows(folder) == [("002-B.xlsx", "B"), ("007-A.xlsx", "A")] and not (folder / "001-A.xlsx").exists()


def failing(monkeypatch: pytest.MonkeyPatch, units: set[str], error: BaseException) -> None:
    """The packs of some units cannot be written."""
    real = pack_folder.write_pack

    def write(pack: Pack, out: Path, lang: str) -> None:
        if pack.unit in units:
            raise error
        real(pack, out, lang)

    monkeypatch.setattr(pack_folder, "write_pack", write)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room left"),
        (MemoryError(), "not enough memory"),
        (ValueError("odd"), "ValueError: odd"),
    ],
)
def test_a_pack_that_fails_is_its_own_line_and_the_others_are_there(folder: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str) -> None:
    failing(monkeypatch, {"A"}, error)
    with pytest.raises(InputError) as caught:
        write_packs(packs_of(small_run()), folder)
    assert len(caught.value.problems) == 1 and "001-A.xlsx: " in said(caught.value) and words in said(caught.value)
    assert rows(folder) == [("002-B.xlsx", "B")] and sorted(os.listdir(folder)) == ["002-B.xlsx", INDEX]


def test_where_no_pack_can_be_made_everything_is_as_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    failing(monkeypatch, {"A", "B"}, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(InputError) as caught:
        write_packs(packs_of(small_run()), folder)
    assert len(caught.value.problems) == 2
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before and os.listdir(folder.parent) == ["packs"]


def test_a_folder_that_cannot_be_replaced_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        write_packs(packs_of(small_run()), folder.parent / "none" / "packs")
    (folder / "inner").mkdir()
    with pytest.raises(InputError, match="inner"):
        write_packs(packs_of(small_run()), folder)
    with pytest.raises(InputError, match="this is a file"):
        write_packs(packs_of(small_run()), folder / INDEX)
    (folder / "inner").rmdir()
    (folder / INDEX).write_text("file,unit\n../x,A\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"packs\.csv"):
        write_packs(packs_of(small_run()), folder)
    assert len(os.listdir(folder)) == 3


def test_a_writer_that_is_killed_leaves_the_older_packs_or_the_newer_whole(tmp_path: Path) -> None:
    older, newer = packs_of(small_run()), packs_of(small_run(), ["B"])
    folder, dice = tmp_path / "packs", random.Random(6)
    write_packs(older, folder)
    started = time.perf_counter()
    write_packs(newer, folder)
    takes, seen = time.perf_counter() - started, set()
    write_packs(older, folder)
    for _ in range(KILLS):
        child = os.fork()
        if not child:
            while True:
                write_packs(newer, folder)
                write_packs(older, folder)
        time.sleep(dice.uniform(0, 4 * takes))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        listed = rows(folder)
        assert listed in ([("001-A.xlsx", "A"), ("002-B.xlsx", "B")], [("002-B.xlsx", "B")])
        assert sorted(os.listdir(folder)) == sorted([file for file, _ in listed] + [INDEX])
        packs, problems = read_packs([folder / file for file, _ in listed])
        assert not problems and len(packs) == len(listed)
        seen.add(len(listed))
        write_packs(older, folder)
        assert os.listdir(tmp_path) == ["packs"]
    assert seen == {1, 2} or KILLS < 20
