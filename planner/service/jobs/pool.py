"""Warm workers, a queue before them, and what every job has come to.

Planning runs outside the process that serves pages: a long search blocks nobody's page, a cancelled one is killed and
gone at once, and one that crashes costs itself only. At most `most` tasks run at once, each on one thread.

The pools of libraries (pebble plans the runs of sweeps) hear of a task when it ends; a page wants to know before how far it is,
and when its result can be used. They start all workers at once, which makes the first page wait twice as long; and when the
server is killed, theirs search on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.core.child import Child
from planner.core.files import make_folder, write_json
from planner.service.jobs.reading import READING, YIELDS
from planner.service.jobs.state import JobState, Phase, folder_of, new_id, read_settled, write_state

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
TASK_FILE = "task.json"
"""What a job was asked to do, kept in its folder."""
REMEMBERED = 500
TRAIL = 400
SPARE_AFTER_S = 8.0
ENDS = {"refused": Phase.REFUSED, "crashed": Phase.CRASHED, "done": Phase.DONE}
"""What a worker says when a task is over."""
PATIENCE_S = 60.0
"""Seconds beyond a task's own limit before it is given up."""


class _Worker(Child):
    """One child process; `job` is the task it is busy with."""

    def __init__(self, heard: Callable[[_Worker, dict[str, Any]], None], ended: Callable[[_Worker], None], more: dict[str, str]) -> None:
        self.ready = False
        self.job: str | None = None
        self.since = self.deadline = 0.0
        super().__init__("planner.service.jobs.worker", lambda message: heard(self, message), lambda: ended(self), **ONE_THREAD, **more)

    def give(self, job: str, task: dict[str, Any], limit_s: float) -> None:
        self.job, self.since = job, time.monotonic()
        self.deadline = self.since + limit_s
        self.tell(task)


class Pool:
    """Workers of one server. root: the folder that holds a folder for each job. reading: they read files and plan nothing,
    so they are ready sooner, and none is kept in reserve. yields: pages and quick answers go before them where the processor does not
    suffice for all."""

    def __init__(self, root: Path, most: int = 2, reading: bool = False, yields: bool = False) -> None:
        self.root = make_folder(root)
        self.most, self.reading = most, reading
        self._more = ({READING: "1"} if reading else {}) | ({YIELDS: "1"} if yields else {})
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._workers: list[_Worker] = []
        self._waiting: dict[str, tuple[dict[str, Any], float]] = {}  # task and limit of each job, the first one first
        self._jobs: dict[str, JobState] = {}
        self._early_deaths = 0
        self._closed = False
        threading.Thread(target=self._watch, daemon=True).start()

    def warm_up(self) -> None:
        """Start the first worker, so that it has its imports behind it when it is needed; the others follow it."""
        with self._lock:
            if not self._workers:
                self._hire()

    def submit(self, kind: str, task: dict[str, Any], *, title: str, limit_s: float, job: str | None = None) -> str:
        """Queue a task and return the job's id. `job`: an id from `state.new_id` whose folder is already prepared."""
        job = job or new_id()
        folder = make_folder(folder_of(self.root, job))
        write_json(folder / TASK_FILE, task)
        state = JobState(job, kind, title, Phase.WAITING)
        with self._changed:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._early_deaths = 0
            self._jobs[job] = state
            self._waiting[job] = ({**task, "kind": kind, "folder": str(folder)}, limit_s + PATIENCE_S)
            write_state(self.root, state)
            self._hand_out()
        return job

    def state(self, job: str) -> JobState | None:
        """What is known of a job; None where there is no such job."""
        with self._lock:
            state = self._jobs.get(job)
            if state is None:
                return read_settled(self.root, job)
            if job in self._waiting:
                return replace(state, ahead=self._before(job))
            worker = self._busy_with(job)
            return replace(state, seconds=time.monotonic() - worker.since) if worker else state

    def wait(self, job: str, timeout_s: float) -> JobState | None:
        """The job's state once it is finished, or after the timeout."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while (state := self._jobs.get(job)) and not state.finished and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(left)
        return self.state(job)

    def cancel(self, job: str) -> None:
        """Stop a job: out of the queue, or its worker killed and another one warmed up. A finished job stays as it is."""
        with self._changed:
            state = self._jobs.get(job)
            if state is None or state.finished:
                return
            worker = self._busy_with(job)
            self._settle(job, Phase.CANCELLED)
            if worker is not None:
                worker.job = None  # whatever it still says is about nothing
                self._workers.remove(worker)
                worker.kill()
                self._hand_out()

    def close(self) -> None:
        """End every worker. Jobs under way are lost."""
        with self._changed:
            self._closed = True
            workers, self._workers = self._workers, []
            for worker in workers:
                worker.kill()

    def _hire(self) -> None:
        if not self._closed:
            self._workers.append(_Worker(self._heard, self._ended, self._more))

    def _busy_with(self, job: str) -> _Worker | None:
        return next((worker for worker in self._workers if worker.job == job), None)

    def _before(self, job: str) -> int:
        """How many jobs are worked on or wait before one that waits; 0 where a worker is about to take it."""
        busy = sum(worker.job is not None for worker in self._workers)
        before = busy + list(self._waiting).index(job)
        return before if before >= self.most else 0

    def _hand_out(self) -> None:
        """Give waiting jobs to idle workers; see that there is one for every job, up to `most`."""
        for worker in self._workers:
            if self._waiting and worker.ready and worker.job is None:
                job = next(iter(self._waiting))
                task, limit_s = self._waiting.pop(job)
                self._jobs[job] = replace(self._jobs[job], phase=Phase.RUNNING)
                worker.give(job, task, limit_s)
        busy = sum(worker.job is not None for worker in self._workers)
        warming = any(not worker.ready for worker in self._workers)
        wanted = min(self.most, max(1, busy + len(self._waiting), len(self._workers)))
        if len(self._workers) < wanted and not warming:
            self._hire()

    def _heard(self, worker: _Worker, message: dict[str, Any]) -> None:
        with self._changed:
            if "ready" in message:
                worker.ready = True
                self._early_deaths = 0
            if worker.job is not None:
                self._note(worker, worker.job, message)
            self._hand_out()

    def _note(self, worker: _Worker, job: str, message: dict[str, Any]) -> None:
        state = self._jobs[job]
        if "progress" in message:
            trail = state.trail if state.progress is None else (*state.trail, state.progress)[-TRAIL:]
            self._jobs[job] = replace(state, progress=message["progress"], trail=trail)
        elif "usable" in message:
            self._settle(job, Phase.DONE)
        elif ended := next((phase for word, phase in ENDS.items() if word in message), None):
            if not state.finished:  # one whose result was usable before stays done, whatever its last part came to
                self._settle(job, ended, tuple(message.get("refused", ())))
            worker.job = None

    def _settle(self, job: str, phase: Phase, problems: tuple[dict[str, Any], ...] = ()) -> None:
        worker = self._busy_with(job)
        seconds = time.monotonic() - worker.since if worker else 0.0
        self._jobs[job] = replace(self._jobs[job], phase=phase, seconds=seconds, problems=problems)
        self._waiting.pop(job, None)
        try:
            write_state(self.root, self._jobs[job])
        except OSError:
            pass  # the folder was removed meanwhile; the state in memory still tells what happened
        for old in list(self._jobs)[:-REMEMBERED]:
            if self._jobs[old].finished:
                del self._jobs[old]
        self._changed.notify_all()

    def _ended(self, worker: _Worker) -> None:
        """A worker's process is over. One that nobody dismissed took its job with it."""
        with self._changed:
            if worker not in self._workers:
                self._hand_out()
                return
            if worker.job is not None and not self._jobs[worker.job].finished:
                self._settle(worker.job, Phase.CRASHED)
            elif not worker.ready:
                self._early_deaths += 1
            self._workers.remove(worker)
            if self._early_deaths >= 3:  # workers cannot start at all: say so to those who wait, and stop trying
                for job in list(self._waiting):
                    self._settle(job, Phase.CRASHED)
                return
            self._hand_out()

    def _watch(self) -> None:
        """Give up tasks that are far beyond their limit; in a quiet moment, see that there is a spare worker.

        The spare takes over at once when a search is cancelled. While somebody waits, starting it would only slow that down.
        """
        quiet_since = time.monotonic()
        while not self._closed:
            time.sleep(0.5)
            now = time.monotonic()
            with self._lock:
                for worker in self._workers:
                    if worker.job is not None and now > worker.deadline:
                        worker.kill()
                if self._waiting or any(worker.job is not None or not worker.ready for worker in self._workers):
                    quiet_since = now
                elif not self.reading and 0 < len(self._workers) < self.most and not self._early_deaths and now - quiet_since > SPARE_AFTER_S:
                    self._hire()
