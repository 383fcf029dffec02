"""A copy of this process that does one piece of its work: done once, whatever becomes of the copy, and never left behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.core import child
from planner.core.child import answering, aside


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else goes on in this process, whatever tests left before, and it has two cores."""
    monkeypatch.setattr(child.threading, "active_count", lambda: 1)
    monkeypatch.setattr(child.os, "sched_getaffinity", lambda _: {0, 1})


def wait_until(holds: Callable[[], bool]) -> None:
    """Back once it holds."""
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


def alive(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_work_is_done_by_a_copy(tmp_path: Path) -> None:
    with aside(lambda: (tmp_path / "by").write_text(str(os.getpid()))) as begun:
        begun.done()
    assert int((tmp_path / "by").read_text()) != os.getpid()


@pytest.mark.parametrize("name", ["threads", "cores", "fork"])
def test_where_no_copy_can_be_made_it_is_done_here(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    if name == "fork":
        monkeypatch.setattr(child.os, "fork", refused)
    elif name == "cores":
        monkeypatch.setattr(child.os, "sched_getaffinity", lambda _: {0})
    else:
        monkeypatch.setattr(child.threading, "active_count", lambda: 3)
    with aside(lambda: (tmp_path / "by").write_text(str(os.getpid()))) as begun:
        begun.done()
    assert int((tmp_path / "by").read_text()) == os.getpid()


def test_where_the_copy_is_killed_it_is_done_here(tmp_path: Path) -> None:
    here = os.getpid()

    def work() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        (tmp_path / "by").write_text(str(os.getpid()))

    with aside(work) as begun:
        begun.done()
    assert int((tmp_path / "by").read_text()) == here


@pytest.mark.parametrize("heeds", [True, False], ids=["ends when asked", "heeds nothing"])
def test_where_the_copy_comes_to_a_standstill_it_is_done_here(tmp_path: Path, heeds: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    monkeypatch.setattr(child, "STANDSTILL_S", 0.3)
    monkeypatch.setattr(child, "LAST_S", 0.3)

    def work() -> None:
        (tmp_path / "by").write_text(str(os.getpid()))
        if os.getpid() != here:
            if not heeds:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            (tmp_path / "copy").write_text(str(os.getpid()))
            threading.Event().wait()  # as for a lock that nobody gives back

    with aside(work) as begun:
        wait_until((tmp_path / "copy").exists)
        begun.done()
    assert int((tmp_path / "by").read_text()) == here
    assert not alive(int((tmp_path / "copy").read_text()))


def test_the_answer_of_a_copy_comes_back() -> None:
    with answering(lambda: (os.getpid(), "ỹ" * 100_000)) as asked:
        process, text = asked()
    assert process != os.getpid() and text == "ỹ" * 100_000


@pytest.mark.parametrize("how", ["threads", "killed", "killed half way through", "no answer that could be sent"])
def test_an_answer_that_no_copy_gives_is_found_here(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    if how == "threads":
        monkeypatch.setattr(child.threading, "active_count", lambda: 3)
    if how == "killed half way through":
        monkeypatch.setattr(child.pickle, "dump", lambda made, held, _: (held.write(b"half"), held.flush(), os.kill(os.getpid(), signal.SIGKILL)))

    def work() -> object:
        if how == "killed" and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return (lambda: os.getpid()) if how.startswith("no answer") else os.getpid()

    with answering(work) as asked:
        found = asked()
    assert (found() if callable(found) else found) == here


def test_what_has_no_answer_fails_here_with_its_reason() -> None:
    def damaged() -> int:
        raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"), answering(damaged) as asked:
        asked()


def test_an_answer_that_nobody_asks_for_is_not_waited_for(tmp_path: Path) -> None:
    with answering(lambda: waits_for_ever(tmp_path)):
        wait_until((tmp_path / "started").exists)
    assert not alive(int((tmp_path / "started").read_text())) and (tmp_path / "tidied").exists()


def test_what_fails_in_the_copy_fails_here_with_its_reason() -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "x.xlsx")

    with pytest.raises(OSError, match="No space left"), aside(full) as begun:
        begun.done()


def waits_for_ever(folder: Path) -> None:
    """Says which process it is, and that it was ended in order."""
    (folder / "started.new").write_text(str(os.getpid()))
    os.rename(folder / "started.new", folder / "started")
    try:
        time.sleep(600)
    finally:
        (folder / "tidied").write_text("")


def test_a_copy_that_is_not_waited_for_is_ended_and_tidies_up(tmp_path: Path) -> None:
    with pytest.raises(KeyError), aside(lambda: waits_for_ever(tmp_path)):
        wait_until((tmp_path / "started").exists)
        raise KeyError
    assert not alive(int((tmp_path / "started").read_text())) and (tmp_path / "tidied").exists()


def test_a_copy_ends_with_the_process_that_made_it(tmp_path: Path) -> None:
    maker = os.fork()
    if not maker:
        with aside(lambda: waits_for_ever(tmp_path)):
            time.sleep(600)
    wait_until((tmp_path / "started").exists)
    os.kill(maker, signal.SIGKILL)
    os.waitpid(maker, 0)
    wait_until(lambda: not alive(int((tmp_path / "started").read_text())))
    assert (tmp_path / "tidied").exists()
