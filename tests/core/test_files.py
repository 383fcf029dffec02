"""A file appears whole or not at all, in a folder that exists; what a killed writer left goes with the next one."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.core.files import atomic_path, atomic_paths


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no folder .*nowhere"), atomic_path(tmp_path / "nowhere" / "a.csv"):
        raise AssertionError("nothing is done")
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_and_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "file" / "a.csv", tmp_path, Path("/dev/full")):
        with pytest.raises(InputError), atomic_path(out):
            raise AssertionError("nothing is done")
    assert (tmp_path / "file").read_text() == "x" and Path("/dev/full").is_char_device()


def test_an_error_of_the_disk_names_the_file_that_was_to_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("older")
    with pytest.raises(OSError) as said, atomic_path(tmp_path / "a.csv") as temporary:
        temporary.write_text("newer")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert said.value.filename == str(tmp_path / "a.csv") and (tmp_path / "a.csv").read_text() == "older"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_the_next_writer_removes_what_a_killed_one_left_and_nothing_of_a_living_one(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    child = os.fork()
    if not child:
        with atomic_path(out) as temporary:
            temporary.write_text("half")
            time.sleep(60)
        os._exit(0)
    while not any(path.stat().st_size for path in tmp_path.iterdir()):
        time.sleep(0.01)
    with atomic_path(out) as temporary:
        temporary.write_text("whole")
    assert len(os.listdir(tmp_path)) == 2, "the other one is still at work"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with atomic_path(tmp_path / "b.csv") as temporary:
        temporary.write_text("another file")
    assert len(os.listdir(tmp_path)) == 3
    with atomic_path(out) as temporary:
        temporary.write_text("again")
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "b.csv"] and out.read_text() == "again"


def test_only_the_owner_may_read_what_is_written(tmp_path: Path) -> None:
    with atomic_paths(tmp_path / "a.csv", tmp_path / "b.csv") as files:
        for file in files:
            file.write_text("x")
    assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o600}
