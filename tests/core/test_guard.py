"""What every file from outside passes: ordinary files only, and limits of memory and time on this process's own work."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from planner.core.guard.limits import TooSlow, within
from planner.core.guard.ordinary import NotOrdinary, TooLarge, read_ordinary, refuse_strange

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="its limits and files made up by the system")


def test_an_ordinary_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    (tmp_path / "link").symlink_to(file)
    refuse_strange(file)
    assert read_ordinary(file, 5) == read_ordinary(tmp_path / "link", 5) == b"12345"
    with pytest.raises(TooLarge):
        read_ordinary(file, 4)


@linux
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "zero").symlink_to("/dev/zero")
    for place in (tmp_path / "pipe", tmp_path / "folder", tmp_path / "zero", Path("/dev/null"), Path("/proc/self/environ"), Path("/proc/kmsg")):
        with pytest.raises(OSError, match=None) as raised:
            read_ordinary(place, 100)
        assert isinstance(raised.value, NotOrdinary | PermissionError | IsADirectoryError), place
        with pytest.raises(NotOrdinary):
            refuse_strange(place)


def test_a_circle_of_links_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for look in (refuse_strange, lambda path: read_ordinary(path, 1)):
        with pytest.raises(OSError, match="links"):
            look(tmp_path / "a")


@linux
def test_memory_and_time_end_a_piece_of_work_and_are_as_before_afterwards() -> None:
    import resource

    before = [resource.getrlimit(each) for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]
    with pytest.raises(MemoryError), within(memory=2**27):
        bytes(2**28)
    with pytest.raises(TooSlow), within(seconds=1):
        while True:
            sum(range(1000))
    with within():
        assert len(bytes(2**28)) == 2**28
    assert [resource.getrlimit(each) for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU)] == before


def test_beside_other_work_of_a_process_there_are_no_limits() -> None:
    """A server reads in threads: a limit there would hold for everybody."""
    found = []

    def read() -> None:
        with within(memory=0, seconds=1):
            found.append(len(bytes(2**26)))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [2**26]
