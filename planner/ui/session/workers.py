"""Work that is done in other processes: long tasks, quick questions about a plan, files to take home.

Three sets of workers serve them, so that no search, however long, keeps somebody waiting who only wants to read, and no bad
upload keeps anybody waiting who wants something else.
Nothing of a session is read here: a file to take home is made in a thread that knows none.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.service.jobs.leftovers import clear_leftovers
from planner.service.jobs.pool import Pool
from planner.service.jobs.state import JobState, Phase, folder_of
from planner.ui.session import paths

WARM_UP_AFTER_S = 2.5
"""The first page has the processor to itself for as long."""
LIMIT_S = 300.0
"""For a task during which somebody waits."""
_one_at_a_time = threading.Lock()
_one_reads_the_law = threading.Lock()
_long: dict[Path, Pool] = {}
_quick: dict[Path, Pool] = {}
_reading: dict[Path, Pool] = {}
READERS = 3
"""So many uploads are read at once: two that use up their seconds let a third pass."""
OF_UPLOADS = frozenset({"read", "row", "mend", "hand_table"})
"""Tasks that open a file of a user."""


class Unanswered(Exception):
    """A worker could not do what was asked. problems: why, as `problem_records`; empty where it died or took too long."""

    def __init__(self, problems: tuple[dict[str, Any], ...]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


def pool(warm_up_after_s: float | None = None, also: tuple[str, ...] = ()) -> Pool:
    """The workers for long tasks; the first is warmed up as soon as the first page stands, or when the server starts.

    also: names of modules that are imported then, beside those that every plan needs.
    """
    made, is_new = _pool(_long, most=2)
    if is_new:
        after = WARM_UP_AFTER_S if warm_up_after_s is None else warm_up_after_s
        timer = threading.Timer(after, _warm_up, args=(made, also))
        timer.daemon = True
        timer.start()
    return made


def read_law() -> None:
    """Read every parameter of the law once, one thread at a time: its reader is lazy, and shared by all sessions."""
    from planner.policy.law.parameters import load_law

    with _one_reads_the_law:
        law = load_law()
        for name in law.names:
            law.parameter(name)


def _pool(pools: dict[Path, Pool], most: int) -> tuple[Pool, bool]:
    """The pool of the folder of results, and whether it was made just now."""
    root = paths.app_runs()
    with _one_at_a_time:
        is_new = root not in pools
        if is_new:
            pools[root] = Pool(root, most, reading=pools is _reading, yields=pools is not _quick)
            atexit.register(pools[root].close)
        return pools[root], is_new


def _warm_up(made: Pool, also: tuple[str, ...]) -> None:
    """What the first plan and its page would wait for: workers, and on this side the libraries and the law; first what a server
    that was killed left half-written goes."""
    with suppress(OSError):
        clear_leftovers(made.root)
    made.warm_up()
    for name in ("planner.plan.tables", "planner.service.jobs.questions", *also):
        importlib.import_module(name)
    read_law()
    gc.collect()
    gc.freeze()  # the libraries, which stay, need not be looked through each time
    _pool(_quick, most=1)[0].warm_up()
    _pool(_reading, READERS)[0].warm_up()


def work(kind: str, task: dict[str, Any], limit_s: float = LIMIT_S, *, quick: bool = False) -> tuple[Path, JobState | None]:
    """A task of `service.jobs.tasks`, done while its caller waits: (its folder, how it ended)."""
    made = _pool(_reading, READERS)[0] if kind in OF_UPLOADS else _pool(_quick, most=1)[0] if quick else pool()
    job = made.submit(kind, task, title=kind, limit_s=limit_s)
    return folder_of(made.root, job), made.wait(job, limit_s)


def answer(kind: str, task: dict[str, Any], file: str | None = None, *, quick: bool = True) -> bytes:
    """What a task leaves in the file of this name, b"" where none is asked for; its folder goes. Unanswered where it fails."""
    folder, ended = work(kind, task, quick=quick)
    if ended is None or ended.phase is not Phase.DONE:
        raise Unanswered(ended.problems if ended else ())
    content = (folder / file).read_bytes() if file else b""
    shutil.rmtree(folder, ignore_errors=True)
    return content


def ask_ahead(kind: str, task: dict[str, Any], *, quick: bool = True) -> None:
    """Have a task done for which nobody waits; what fails now is said when it is asked for."""

    def quietly() -> None:
        with suppress(Unanswered):
            answer(kind, task, quick=quick)

    threading.Thread(target=quietly, daemon=True).start()


def file_of(kind: str, task: dict[str, Any], file: str) -> Callable[[], bytes]:
    """What makes a file when its button is pressed, and only then."""
    return lambda: answer(kind, task, file, quick=False)
