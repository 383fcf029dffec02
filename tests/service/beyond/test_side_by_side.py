"""Questions asked by several processes: each is answered once, whoever dies."""

from __future__ import annotations

import os
import signal
from concurrent.futures.process import BrokenProcessPool

import pytest

from planner.service.beyond.side_by_side import SideBySide

HERE = os.getpid()


def doubled(task: int) -> int:
    return 2 * task


def doubled_or_dead(task: int) -> int:
    """Dies of the third task, but where the tests are."""
    if task == 3 and os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * task


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("ask", [doubled, doubled_or_dead])
def test_every_task_is_answered_once(workers: int, ask: object) -> None:
    with SideBySide(ask, workers) as crew:  # type: ignore[arg-type]
        assert sorted(crew.answers(range(12))) == [(n, 2 * n) for n in range(12)]
        assert sorted(crew.answers(range(5))) == [(n, 2 * n) for n in range(5)], "and who is left goes on"


@pytest.mark.parametrize("handed_on", [1, 2, 5])
def test_a_death_that_the_next_task_tells_loses_nothing(handed_on: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with SideBySide(doubled, 2) as crew:
        assert crew._pool is not None
        submit, handed = crew._pool.submit, iter(range(100))

        def breaks(*given: object) -> object:
            if next(handed) == handed_on:
                raise BrokenProcessPool("a process died")
            return submit(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(crew._pool, "submit", breaks)
        assert sorted(crew.answers(range(12))) == [(n, 2 * n) for n in range(12)]
