"""Problems as plain values that are read back as the same problems, in whichever language they will be said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from planner.core.errors import Problem
from planner.core.texts import LANGUAGES, Message
from planner.roster.people.field_status import packed, unpacked

_PLACE: dict[str, tuple[type, ...]] = {"file": (str,), "sheet": (str,), "row": (int,), "column": (int, str), "field": (str,), "person": (int,)}


def kept_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """`{key, params, severity, file, sheet, row, column, field, person}` of each, as JSON knows it."""
    return [
        {"key": p.message.key, "params": json.loads(packed(p.message.params)), "severity": p.severity, **{name: getattr(p, name) for name in _PLACE}}
        for p in problems
    ]


def problems_from(kept: Any) -> tuple[Problem, ...]:
    """The problems again. ValueError where they are not what `kept_problems` gives, or cannot be said."""
    found = []
    try:
        for entry in kept:
            if set(entry) != {"key", "params", "severity", *_PLACE} or entry["severity"] not in ("error", "warning"):
                raise ValueError("keys")
            if not all(entry[name] is None or isinstance(entry[name], kinds) for name, kinds in _PLACE.items()):
                raise ValueError("place")
            message = Message(str(entry["key"]), unpacked(json.dumps(entry["params"])))
            for lang in LANGUAGES:
                message.render(lang)
            found.append(Problem(message, severity=entry["severity"], **{name: entry[name] for name in _PLACE}))
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("no problem of ours") from error
    return tuple(found)
