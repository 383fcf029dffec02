"""The child process in which planning happens: `python -m planner.service.jobs.worker`.

It imports everything first, says so, and then takes one task a line from standard input. Each line that it writes to
its standard output is one JSON mapping with one of the keys `ready`, `progress`, `usable`, `done`, `refused`,
`crashed`. When standard input closes, the server is gone and so is this process.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from planner.core.child import Say, speaker

NICER = 5
"""By so much a worker that yields is nicer to others than the server: where both want the processor, it gets a quarter of it."""


def main() -> None:
    """Serve tasks until standard input ends."""
    say = speaker()
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    from planner.service.jobs.reading import READING, YIELDS, warm_reading

    if os.environ.get(YIELDS) and hasattr(os, "nice"):
        os.nice(NICER)
    from planner.service.jobs import tasks

    warm_reading() if os.environ.get(READING) else tasks.warm()
    say({"ready": True})
    while True:
        _serve(json.loads(lines.get()), say)


def _listen(lines: queue.Queue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)  # the server has gone; a search that still runs has nobody to report to


def _serve(task: dict[str, Any], say: Say) -> None:
    from planner.core.errors import InputError
    from planner.core.system_errors import problem_of
    from planner.service.jobs import tasks
    from planner.service.jobs.state import problem_records

    try:
        tasks.TASKS[task["kind"]](task, say)
    except InputError as error:
        say({"refused": problem_records(error.problems)})
    except Exception as error:  # the boundary of the process: a fault of the programme must not take the server along
        if refusal := problem_of(error):
            say({"refused": problem_records([refusal])})
            return
        _note_fault(Path(task["folder"]), error)
        say({"crashed": type(error).__name__})
    else:
        say({"done": True})


def _note_fault(folder: Path, error: Exception) -> None:
    """Where the programme failed, without the message: it may quote a person's data."""
    places = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
    try:
        (folder / "fault.txt").write_text("\n".join([type(error).__name__, *lines]) + "\n", encoding="utf-8")
    except OSError:
        pass  # nothing to write to is no reason to fail a second time


if __name__ == "__main__":
    main()
