"""The same question asked many times, by several processes that share what was read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

_work: Callable[[Any], Any] | None = None


class SideBySide:
    """Asks `work` of tasks, in so many processes. They are forked where the system can, so that nothing is read twice; with
    one worker, or where it cannot, everything happens here. Use as a context; leaving it ends the processes."""

    def __init__(self, work: Callable[[Any], Any], workers: int) -> None:
        self._ask = work
        self._pool: ProcessPoolExecutor | None = None
        if workers > 1 and sys.platform.startswith("linux"):
            global _work
            _work = work
            self._pool = ProcessPoolExecutor(workers, mp_context=get_context("fork"))
        self.workers = workers if self._pool is not None else 1

    def __enter__(self) -> SideBySide:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def answers(self, tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """(place of the task, its answer) as they finish. What a process that died was at is asked again here."""
        if self._pool is None or len(tasks) < 2:
            for place, task in enumerate(tasks):
                yield place, self._ask(task)
            return
        waiting = list(range(len(tasks)))[::-1]
        at_work: dict[Future[Any], int] = {}
        try:
            while waiting or at_work:
                while waiting and len(at_work) < self.workers:
                    at_work[self._pool.submit(_asked, tasks[waiting[-1]])] = waiting[-1]
                    waiting.pop()
                done, _ = wait(at_work, return_when=FIRST_COMPLETED)
                for future in done:
                    answer = future.result()
                    yield at_work.pop(future), answer
        except BrokenProcessPool:  # told by an answer that is lacking, or by the next task that is handed on
            self._pool, self.workers = None, 1
            for place in [*at_work.values(), *reversed(waiting)]:
                yield place, self._ask(tasks[place])


def _asked(task: Any) -> Any:
    assert _work is not None
    return _work(task)
