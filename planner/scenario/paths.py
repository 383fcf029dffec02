"""A scenario as the plain mapping that its file holds: reading and replacing values by path, and what two mappings differ in."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KeyPath = Sequence[str | int]
ABSENT: Any = object()
"""Stands where a mapping has no such key."""

NAMED_BY = ("name", "skill", "unit", "by")
"""Keys of a list's entries that name them in a key path, the telling one first."""


def entry_name(entries: Sequence[Any], at: int) -> str:
    """What key paths call an entry of a list: the first of `NAMED_BY` that it has and no other entry shares, else its number from 1."""
    for key in NAMED_BY:
        own = _inner(entries[at], key)
        if isinstance(own, str) and own and sum(_inner(entry, key) == own for entry in entries) == 1:
            return own
    return str(at + 1)


Named = dict[int, list[dict[str, list[int]]]]
"""Where the entries of lists stand by what names them, for each key of `NAMED_BY`; by the `id` of the list."""


def entry_at(entries: Sequence[Any], step: str, known: Named | None = None) -> int | None:
    """The place of the entry that a key path calls `step`: by what names it, or by its number from 1; None where there is none.

    known: what was learnt of lists that still stand, for who asks of many paths.
    """
    known = {} if known is None else known
    if id(entries) not in known:
        known[id(entries)] = [_places(entries, key) for key in NAMED_BY]
    for places in known[id(entries)]:
        if len(hits := places.get(step, ())) == 1:
            return hits[0]
    return int(step) - 1 if step.isdecimal() and 1 <= int(step) <= len(entries) else None


def _places(entries: Sequence[Any], key: str) -> dict[str, list[int]]:
    """The entries of a list by the text that one of their keys holds."""
    places: dict[str, list[int]] = {}
    for i, entry in enumerate(entries):
        name = None if isinstance(entry, str) else _inner(entry, key)
        if isinstance(name, str):
            places.setdefault(name, []).append(i)
    return places


def shown_path(data: Any, steps: KeyPath) -> str:
    """A key path as files and messages show it; entries of lists, which `steps` counts from 0, by their names.

    data: the scenario, its mapping, or the part of it at which the steps begin.
    """
    out = []
    for step in steps:
        is_entry = isinstance(step, int) and isinstance(data, Sequence) and not isinstance(data, str) and step < len(data)
        out.append(entry_name(data, step) if is_entry and isinstance(step, int) else str(step))
        data = _inner(data, step)
    return ".".join(out)


def steps_of(data: Any, shown: str, known: Named | None = None) -> tuple[str | int, ...]:
    """The steps, entries of lists counted from 0, of a key path as messages show it; what leads nowhere stays as it is written.

    A key that holds dots is one step. known: as of `entry_at`.
    """
    known = {} if known is None else known
    steps: list[str | int] = []
    rest, place = shown.split("."), data
    while rest:
        taken, step = 1, rest[0] if not isinstance(place, list) else entry_at(place, rest[0], known)
        for n in range(len(rest), 1, -1):
            name = ".".join(rest[:n])
            found = entry_at(place, name, known) if isinstance(place, list) else name if isinstance(place, Mapping) and name in place else None
            if found is not None:
                taken, step = n, found
                break
        steps.append(rest[0] if step is None else step)
        place, rest = get(place, steps[-1:]), rest[taken:]
    return tuple(steps)


def _inner(data: Any, step: str | int) -> Any:
    """The value at one step of a mapping, a list or a model; None where there is none."""
    found = get(data, (step,))
    return getattr(data, step, None) if found is None and isinstance(step, str) and not isinstance(data, Mapping | Sequence) else found


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
            yield from differences(a, b, (*path, str(b["name"] if a["name"] == b["name"] else i + 1)), parts=True)
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
