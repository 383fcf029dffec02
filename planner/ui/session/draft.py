"""Editing a scenario that is a plain mapping: reading and replacing values by path, without touching the original."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

Path = Sequence[str | int]

OF_ANOTHER_ROSTER = (("units", "by_unit"), ("keep", "people"), ("keep", "skills"), ("reorganise",))
"""Parts that name units or people, and so fit one roster only."""


def get(data: Any, path: Path, absent: Any = None) -> Any:
    """The value at `path`; `absent` where any step of it is missing."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return absent
    return data


def put(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy of `data` with `value` at `path`; None takes the key out, and a mapping that is empty then goes too."""
    changed = copy.deepcopy(data)
    place: Any = changed
    for step in path[:-1]:
        if isinstance(step, str) and not isinstance(place.get(step), dict | list):
            place[step] = {}
        place = place[step]
    if value is not None:
        place[path[-1]] = value
        return changed
    if isinstance(place, dict):
        place.pop(path[-1], None)
    if not place and len(path) > 1:
        return put(changed, path[:-1], None)
    return changed


def for_roster(data: dict[str, Any], name: str) -> dict[str, Any]:
    """A copy for another roster, called `name`: what names units or people of the old one is left out."""
    for path in OF_ANOTHER_ROSTER:
        data = put(data, path, None)
    return put(data, ("roster",), name)


def shown_changes(old: Any, new: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Every place where two scenarios differ: steps of the key path, old value, new value; lists of equal length whose entries have names
    (the periods) entry by entry, a mapping that only one of them has key by key.
    """
    if isinstance(old, dict | None) and isinstance(new, dict | None) and (old or new):
        before, after = old or {}, new or {}
        for key in dict.fromkeys([*before, *after]):
            yield from shown_changes(before.get(key), after.get(key), (*path, str(key)))
    elif _have_names(old) and _have_names(new) and len(old) == len(new):
        for i, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from shown_changes(a, b, (*path, str(b["name"] if a["name"] == b["name"] else i)))
    elif old != new:
        yield path, old, new


def _have_names(entries: Any) -> bool:
    return isinstance(entries, list) and bool(entries) and all(isinstance(entry, dict) and "name" in entry for entry in entries)


def difference(parent: Any, child: dict[str, Any]) -> dict[str, Any] | None:
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


def last_period(data: dict[str, Any]) -> int | None:
    """The index of the last period; None where there is none."""
    periods = data.get("periods")
    return len(periods) - 1 if isinstance(periods, list) and periods else None


def as_percent(share: Any) -> float | None:
    """0.2 as 20.0; None stays None."""
    return None if share is None else round(float(share) * 100, 6)


def as_share(percent: Any) -> float | None:
    """20.0 as 0.2, without the dust of binary fractions; None stays None."""
    return None if percent is None or percent != percent else round(float(percent) / 100, 8)
