"""The runs of a batch on a Dask cluster: rosters and scenarios go over the wire, once to each worker, and files come back."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from planner.core.errors import InputError, problem
from planner.core.texts import text
from planner.service.sweeps.jobs import Job, Shared
from planner.service.sweeps.worker import Made, Planner

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_S = 10.0
"""So long a scheduler may take to answer."""
AHEAD = 3
TRIES = 2
_planners: dict[str, Planner] = {}
"""In a worker: the planner of the batch at hand. One batch is kept; another one takes its place."""


@contextmanager
def connected(address: str | None) -> Iterator[Client | None]:
    """A client of an existing cluster, whose workers load this programme while rosters are read here; None without an address.

    InputError where no scheduler answers within `PATIENCE_S`.
    """
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError(problem("sweep.no_cluster_package", column="--scheduler")) from None
    try:
        client = Client(address, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise InputError(problem("sweep.no_scheduler", column="--scheduler", address=address)) from None
    with client:
        loading = [client.submit(_load, workers=[worker], pure=False) for worker in client.ncores()]
        yield client
        del loading  # what became of it, the first run says


class ClusterExecutor:
    """Runs jobs on the workers of a cluster."""

    def __init__(self, shared: Shared, client: Client) -> None:
        self.shared, self.client = shared, client

    def results(self, jobs: Sequence[Job]) -> Generator[tuple[Job, Made]]:
        """Each job with what became of it, as they finish; a lost worker's runs go to the others."""
        from uuid import uuid4

        batch = uuid4().hex
        shared = self.client.scatter(self.shared, broadcast=True, hash=False)
        waiting = list(reversed(jobs))
        running: dict[Any, Job] = {}
        try:
            with self.client.as_current():
                yield from self._finished(waiting, running, shared, batch)
        finally:
            self.client.cancel(list(running), force=True)

    def _finished(self, waiting: list[Job], running: dict[Any, Job], shared: Any, batch: str) -> Generator[tuple[Job, Made]]:
        from distributed import wait

        while waiting or running:
            while waiting and len(running) < AHEAD * max(1, self._cores()):
                job = waiting.pop()
                running[self.client.submit(_run, shared, batch, job, pure=False, retries=TRIES - 1)] = job
            for future in wait(list(running), return_when="FIRST_COMPLETED").done:
                job = running.pop(future)
                yield job, self._answer(future)

    def _cores(self) -> int:
        return sum(self.client.ncores().values())

    def _answer(self, future: Any) -> Made:
        """What a worker answered; an error where it was lost every time."""
        try:
            made: Made = future.result()
            return made
        except Exception as error:  # noqa: BLE001 - whatever the cluster says of one run is that run's error
            if type(error).__name__ == "KilledWorker":
                return Made(error=text("sweep.worker_died", self.shared.lang))
            return Made(error=text("sweep.failed", self.shared.lang, said=f"{type(error).__name__}: {error}".splitlines()[0][:300]))


def _load() -> None:
    """On a worker: what its first run would else wait for."""
    import planner.service.run
    import planner.service.saved_runs  # noqa: F401


def _run(shared: Shared, batch: str, job: Job) -> Made:
    """On a worker. Tasks of one process come one after another where it has one thread; else they share the answers."""
    planner = _planners.get(batch)
    if planner is None:
        planner = Planner(shared)
        _planners.clear()
        _planners[batch] = planner
    return planner.made(job)
