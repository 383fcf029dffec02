"""YAML that somebody else wrote: looked through before anything is built from it; a long text by a child process, within the
limits of every file.

A short text is looked through here. It can nest, grow and count no further than `harmful_yaml` lets it, and starting a process
would take longer than reading it.
"""

from __future__ import annotations

import queue
from typing import Any

from planner.core.child import Child
from planner.core.guard.harmful_yaml import HarmfulYaml, refuse_harm
from planner.core.guard.limits import ended_for_time
from planner.core.guard.yaml_answer import built
from planner.core.strict_yaml import BadYaml, parse_yaml

AT_ONCE = 20_000
"""Letters of a text that is read in this process: five times what an ordinary scenario has."""
WALL_SECONDS = 90.0
"""The child ends after its seconds of processor time; this is for a machine with much else to do."""


def read_harmless(text: str) -> Any:
    """What a YAML text holds, as `parse_yaml`. `HarmfulYaml` where it is refused before it is built, or takes more than a file
    may; `BadYaml` where it cannot be read."""
    if len(text) <= AT_ONCE:
        refuse_harm(text)
        return parse_yaml(text)
    said: queue.Queue[dict[str, Any] | None] = queue.Queue()
    child = Child("planner.core.guard.yaml_worker", said.put, lambda: said.put(None))
    try:
        child.tell(text)
        answer = _answer(said)
        if answer is None:
            raise HarmfulYaml("too_slow" if ended_for_time(child.process.wait()) else "child_died")
    finally:
        child.kill()
    if "harmful" in answer:
        raise HarmfulYaml(answer["harmful"], answer["key"], answer["line"], **answer["params"])
    if "bad" in answer:
        raise BadYaml(answer["bad"], answer["line"])
    return built(answer["content"])


def _answer(said: queue.Queue[dict[str, Any] | None]) -> dict[str, Any] | None:
    """What the child says; None where it ends without a word."""
    try:
        return said.get(timeout=WALL_SECONDS)
    except queue.Empty:
        raise HarmfulYaml("too_slow") from None
