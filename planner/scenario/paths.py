"""A scenario as the plain mapping that its file holds: reading and replacing values by path, and what two mappings differ in."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KeyPath = Sequence[str | int]
ABSENT: Any = object()
"""Stands where a mapping has no such key."""
NAMES = ("name", "unit", "skill", "by", "parameter", "level")
"""Fields by which an entry of a list is known."""


def get(data: Any, path: KeyPath, absent: Any = None) -> Any:
    """The value at `path`; `absent` where any step of it is missing."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return absent
    return data


def put(data: Mapping[str, Any], path: KeyPath, value: Any, *, null: bool = False) -> dict[str, Any]:
    """A copy of `data` with `value` at `path`; None takes the key out, and a mapping that is empty then goes too.

    null: None is written, as what a file says to do without its parent's value. Mappings on the way are made where they are
    missing; what is not on the way is shared with `data`.
    """
    changed = dict(data)
    place: Any = changed
    for step in path[:-1]:
        inner = get(place, (step,))
        place[step] = copy.copy(inner) if isinstance(inner, dict | list) else {}
        place = place[step]
    if value is not None or null:
        place[path[-1]] = value
        return changed
    if isinstance(place, dict):
        place.pop(path[-1], None)
    return changed if place or len(path) == 1 else put(changed, path[:-1], None)


def differences(old: Any, new: Any, path: tuple[str, ...] = (), *, parts: bool = False) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """(key path, old value, new value) of every place where two mappings differ, in the order of their keys.

    `ABSENT` is the value of a key that is not there. parts: it is None, and what only one side has is told key by key;
    lists of equal length whose entries have names (the periods) are told entry by entry.
    """
    lone = parts and {type(old), type(new)} == {dict, type(None)} and (old or new)
    if lone or (isinstance(old, dict) and isinstance(new, dict)):
        before, after, absent = old or {}, new or {}, None if parts else ABSENT
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key, absent), after.get(key, absent), (*path, str(key)), parts=parts)
    elif parts and _have_names(old) and _have_names(new) and len(old) == len(new):
        for i, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from differences(a, b, (*path, str(b["name"] if a["name"] == b["name"] else i)), parts=True)
    elif old != new:
        yield path, old, new


def _have_names(entries: Any) -> bool:
    return isinstance(entries, list) and bool(entries) and all(isinstance(entry, dict) and "name" in entry for entry in entries)


def difference(parent: Any, child: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a file that `extends` the parent must say to come to the child; None where a key would have to be taken out."""
    own: dict[str, Any] = {}
    if not isinstance(parent, dict) or any(key not in child for key in parent):
        return None
    for key, value in child.items():
        old = parent.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            inner = difference(old, value)
            if inner is None:
                return None
            if inner:
                own[key] = inner
        elif key not in parent or old != value:
            own[key] = value
    return own


def names_of(entries: Sequence[Any]) -> list[str]:
    """What the entries of a list are called: by its fields a name each, else, and where two have the same, its number from 1."""
    own = [next((str(entry[field]) for field in NAMES if isinstance(entry, Mapping) and entry.get(field)), "") for entry in entries]
    return [name if name and own.count(name) == 1 else str(i) for i, name in enumerate(own, 1)]


def walked(data: Any, written: str) -> tuple[str, tuple[str | int, ...]]:
    """(the path as messages show it, its steps) of a path whose entries of lists are numbered from 0: `periods.0.leave_on`.

    A key that holds dots is one step. What leads nowhere stays as it is written.
    """
    shown: list[str] = []
    steps: list[str | int] = []
    rest, place = written.split("."), data
    while rest:
        taken, step = 1, rest[0]
        if isinstance(place, Mapping):
            taken = next((n for n in range(len(rest), 0, -1) if ".".join(rest[:n]) in place), 1)
            step = ".".join(rest[:taken])
            steps.append(step)
        elif isinstance(place, list) and step.isdigit() and int(step) < len(place):
            steps.append(int(step))
            step = names_of(place)[int(step)]
        else:
            steps.append(step)
        shown.append(step)
        place = get(place, steps[-1:])
        rest = rest[taken:]
    return ".".join(shown), tuple(steps)
