"""YAML that somebody else wrote: looked through before anything is built from it; a long text by a child process, within the
limits of every file.

A short text is looked through here. It can nest, grow and count no further than `harmful_yaml` lets it, and starting a process
would take longer than reading it.
"""

from __future__ import annotations

import datetime as dt
import queue
import time
from typing import Any

from planner.core.child import Child
from planner.core.guard.harmful_yaml import HarmfulYaml, refuse_harm
from planner.core.guard.limits import ended_for_time
from planner.core.strict_yaml import BadYaml, parse_yaml

AT_ONCE = 20_000
"""Letters of a text that is read in this process: five times what an ordinary scenario has."""
WALL_SECONDS = 45.0
"""The child ends after its seconds of processor time; this is for a machine with much else to do."""
_MAPPING, _LIST, _DATE, _TIME = "mapping", "list", "date", "time"


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
    return _built(answer["content"])


def answer_of(text: str) -> dict[str, Any]:
    """What the child says of a text: `content` as `spread` gives it, or why there is none (`harmful`, `bad`)."""
    try:
        refuse_harm(text)
        return {"content": _spread(parse_yaml(text))}
    except HarmfulYaml as harm:
        return {"harmful": harm.said, "key": harm.key, "line": harm.line, "params": harm.message.params}
    except BadYaml as error:
        return {"bad": error.said, "line": error.line}
    except MemoryError:
        return {"harmful": "too_much_memory", "key": "", "line": None, "params": {}}


def _answer(said: queue.Queue[dict[str, Any] | None]) -> dict[str, Any] | None:
    """What the child says; None where it ends without a word."""
    ends = time.monotonic() + WALL_SECONDS
    try:
        return said.get(timeout=max(0.0, ends - time.monotonic()))
    except queue.Empty:
        raise HarmfulYaml("too_slow") from None


def _spread(value: Any) -> Any:
    """A value as JSON can say it: mappings as pairs, since a key may be anything; days by their kind."""
    if isinstance(value, dict):
        return [_MAPPING, *([_spread(key), _spread(inner)] for key, inner in value.items())]
    if isinstance(value, list | tuple):
        return [_LIST if isinstance(value, list) else "tuple", *(_spread(inner) for inner in value)]
    if isinstance(value, dt.datetime):
        return [_TIME, value.isoformat()]
    return [_DATE, value.isoformat()] if isinstance(value, dt.date) else value


def _built(said: Any) -> Any:
    """The value that `_spread` told."""
    if not isinstance(said, list):
        return said
    kind, *parts = said
    if kind == _MAPPING:
        return {_built(key): _built(inner) for key, inner in parts}
    if kind == _TIME:
        return dt.datetime.fromisoformat(parts[0])
    if kind == _DATE:
        return dt.date.fromisoformat(parts[0])
    inner = [_built(part) for part in parts]
    return inner if kind == _LIST else tuple(inner)
