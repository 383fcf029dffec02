"""The runs of a batch on this machine: processes that share what was read, replaced where one dies.

Each process has a pipe of its own and nothing else in common with the others, so that one that is killed at any moment
can neither stop them nor take a run with it. (Pools of libraries share a queue and its lock: killed at the wrong moment, a
process keeps the lock, and the others wait for ever.)
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from planner.core.texts import text
from planner.service.sweeps.jobs import Job, Shared
from planner.service.sweeps.worker import Made, Planner

TRIES = 2
GRACE_S = 60.0
"""Beyond its own time limit a run may take so long for reading, checking and writing; then its process is ended."""
_PR_SET_PDEATHSIG = 1
_LOOK_S = 1.0
"""Between two looks at the clock."""


@dataclass
class _Worker:
    """A process, its pipe, and what it is at: since when (`time.monotonic`) it may be at it no longer."""

    process: Any
    pipe: Connection
    job: Job | None = None
    ends: float = 0.0


class LocalExecutor:
    """Runs jobs in processes of this machine. They are forked where the system can, so that rosters and law stand once in memory."""

    def __init__(self, shared: Shared, workers: int) -> None:
        self.shared, self.workers = shared, workers
        self._fork = sys.platform.startswith("linux")
        self._known: Planner | Shared = Planner(shared) if self._fork else shared

    def results(self, jobs: Sequence[Job]) -> Generator[tuple[Job, Made]]:
        """Each job with what became of it, as they finish. Closing the iterator ends all processes at once."""
        if not jobs:
            return
        if isinstance(self._known, Planner):
            self._known.warm()
        waiting, tries = list(reversed(jobs)), dict.fromkeys((job.name for job in jobs), 0)
        at_work = [self._started() for _ in range(min(self.workers, len(jobs)))]
        try:
            while waiting or any(worker.job for worker in at_work):
                for worker in at_work:
                    if worker.job is None and waiting:
                        self._give(worker, waiting.pop(), tries)
                for worker, job, made in self._heard(at_work):
                    if made is None and tries[job.name] < TRIES:
                        waiting.append(job)
                        continue
                    if waiting and worker.job is None:
                        self._give(worker, waiting.pop(), tries)  # it works on while this answer is written
                    yield job, made or Made(error=text("sweep.worker_died", self.shared.lang))
        finally:
            for worker in at_work:
                worker.process.kill()
            for worker in at_work:
                worker.process.join()
                worker.pipe.close()

    def _started(self) -> _Worker:
        context = get_context("fork" if self._fork else "spawn")
        mine, its = context.Pipe()
        process = context.Process(target=_work, args=(its, self._known, self.workers), daemon=True)
        process.start()
        its.close()
        return _Worker(process, mine)

    def _give(self, worker: _Worker, job: Job, tries: dict[str, int]) -> None:
        tries[job.name] += 1
        worker.job, worker.ends = job, time.monotonic() + self._patience(job)
        with suppress(OSError):  # it is dead: `_heard` finds out
            worker.pipe.send(job)

    def _heard(self, at_work: list[_Worker]) -> Generator[tuple[_Worker, Job, Made | None]]:
        """(worker, its job, the answer; None where it died) of every worker that has one now. Dead ones are replaced."""
        ready = wait([worker.pipe for worker in at_work], timeout=_LOOK_S)
        for place, worker in enumerate(at_work):
            job = worker.job
            late = job is not None and time.monotonic() > worker.ends
            if worker.pipe not in ready and not late:
                continue
            made: Made | None = None
            if late and worker.pipe not in ready:
                made = Made(error=text("sweep.too_slow", self.shared.lang, seconds=int(GRACE_S)))
            else:
                with suppress(EOFError, OSError):
                    made = worker.pipe.recv()
            if late or made is None:
                worker.process.kill()
                worker.process.join()
                worker.pipe.close()
                at_work[place] = worker = self._started()
            worker.job = None
            if job is not None:
                yield worker, job, made

    def _patience(self, job: Job) -> float:
        """Seconds after which a run's process is ended: twice its limit (the menu of repairs may take as long) and some more."""
        limit = self.shared.time_limit_s
        if limit is None:
            limit = float(job.values.get("solver.time_limit_s") or self.shared.bases[job.base].scenario.solver.time_limit_s)
        return 2 * limit + GRACE_S


def _work(pipe: Connection, known: Planner | Shared, workers: int) -> None:
    """In a process of its own: one job after another, until nobody gives one or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        _limit_memory(workers)
    planner = known if isinstance(known, Planner) else Planner(known)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(planner.made(job))


def _limit_memory(workers: int) -> None:
    """This process may add at most its part of nine tenths of the machine's memory to what it has."""
    import resource

    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limit = now + int(0.9 * whole / workers)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
