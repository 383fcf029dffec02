"""What the child that reads a long YAML text answers: the content as JSON can say it, or why there is none; and the content again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planner.core.guard.harmful_yaml import HarmfulYaml, refuse_harm
from planner.core.strict_yaml import BadYaml, parse_yaml

_MAPPING, _LIST, _DATE, _TIME = "mapping", "list", "date", "time"


def answer_of(text: str) -> dict[str, Any]:
    """What the child says of a text: `content` as `built` takes it, or why there is none (`harmful`, `bad`)."""
    try:
        refuse_harm(text)
        return {"content": _spread(parse_yaml(text))}
    except HarmfulYaml as harm:
        return {"harmful": harm.said, "key": harm.key, "line": harm.line, "params": harm.message.params}
    except BadYaml as error:
        return {"bad": error.said, "line": error.line}
    except MemoryError:
        return {"harmful": "too_much_memory", "key": "", "line": None, "params": {}}


def _spread(value: Any) -> Any:
    """A value as JSON can say it: mappings as pairs, since a key may be anything; days by their kind."""
    if isinstance(value, dict):
        return [_MAPPING, *([_spread(key), _spread(inner)] for key, inner in value.items())]
    if isinstance(value, list | tuple):
        return [_LIST if isinstance(value, list) else "tuple", *(_spread(inner) for inner in value)]
    if isinstance(value, dt.datetime):
        return [_TIME, value.isoformat()]
    return [_DATE, value.isoformat()] if isinstance(value, dt.date) else value


def built(said: Any) -> Any:
    """The value that `_spread` told."""
    if not isinstance(said, list):
        return said
    kind, *parts = said
    if kind == _MAPPING:
        return {built(key): built(inner) for key, inner in parts}
    if kind == _TIME:
        return dt.datetime.fromisoformat(parts[0])
    if kind == _DATE:
        return dt.date.fromisoformat(parts[0])
    inner = [built(part) for part in parts]
    return inner if kind == _LIST else tuple(inner)
