"""Single keys of a scenario changed by the path that messages show: `periods.2030.reduction_at_least`.

An entry of a list is named by its name, unit, skill or attribute, or by its number from 1.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.guard.harmful_yaml import HarmfulYaml
from planner.core.guard.yaml_reader import read_harmless
from planner.core.strict_yaml import BadYaml
from planner.scenario.load import LoadedScenario, changes_of, scenario_from
from planner.scenario.paths import entry_name, put

NAMES = ("name", "unit", "skill", "by", "parameter", "level")
"""Fields by which an entry of a list is known."""


def with_values(loaded: LoadedScenario, values: Mapping[str, Any], *, file: str | None = None) -> LoadedScenario:
    """The scenario with other values at some keys (`None` takes a key out); what differs stands in its `changes`.

    values: by key path as messages show it. InputError names each key that leads nowhere, and whatever the scenario as a
    whole then breaks. file: the name that problems show; the scenario's own where absent.
    """
    shown = file or (loaded.path.name if loaded.path else "scenario")
    data, faults = loaded.data, []
    for key, value in values.items():
        try:
            data = put(data, path_of(data, key, shown), value)
        except InputError as error:
            faults += error.problems
    if faults:
        raise InputError(faults)
    changed = scenario_from(data, path=loaded.path, name=shown)
    more = changes_of(loaded.data, data)
    kept = tuple(change for change in loaded.changes if change.key not in {new.key for new in more})
    return LoadedScenario(changed.scenario, changed.data, (*kept, *more), changed.sha256, loaded.path)


def path_of(data: Mapping[str, Any], key: str, file: str = "scenario") -> tuple[str | int, ...]:
    """The steps from the root to where `key` stands or would stand. InputError where an entry of a list is unknown."""
    steps: list[str | int] = []
    place: Any = data
    rest = key.split(".")
    if not all(part.strip() for part in rest):
        raise InputError(problem("keys.empty_step", file=file, column=key))
    while rest:
        if isinstance(place, list):
            taken, step = _entry(place, rest, key, file)
        elif isinstance(place, Mapping) or place is None:
            taken, step = _key(place or {}, rest)
        else:
            raise InputError(problem("keys.no_keys_below", file=file, column=key, above=".".join(key.split(".")[: len(steps)])))
        steps.append(step)
        rest = rest[taken:]
        place = place[step] if isinstance(place, list) else (place or {}).get(step)
    return tuple(steps)


def parsed_setting(setting: str) -> tuple[str, Any]:
    """(key, value) of `KEY=VALUE`; the value is read as in a file: a number, a date, a list, a text. InputError otherwise."""
    key, equals, written = setting.partition("=")
    if not equals or not key.strip():
        raise InputError(problem("keys.no_value", column="--set", said=setting))
    try:
        return key.strip(), read_harmless(written)
    except HarmfulYaml as error:
        raise InputError(problem("keys.bad_value", column=key.strip(), said=error.message)) from None
    except BadYaml as error:
        raise InputError(problem("keys.bad_value", column=key.strip(), said=error.said.split("\n")[0])) from None


def settings_of(settings: list[str]) -> dict[str, Any]:
    """The values of several `KEY=VALUE`, by key. InputError lists every fault, also a key that is given twice."""
    values: dict[str, Any] = {}
    faults = []
    for setting in settings:
        try:
            key, value = parsed_setting(setting)
        except InputError as error:
            faults += error.problems
            continue
        if key in values:
            faults.append(problem("keys.given_twice", column=key))
        values[key] = value
    if faults:
        raise InputError(faults)
    return values


def names_of(entries: list[Any]) -> list[str]:
    """What messages call the entries of a list."""
    return [entry_name(entries, at) for at in range(len(entries))]


def _key(place: Mapping[str, Any], rest: list[str]) -> tuple[int, str]:
    """(how many parts of the path it takes, the key): the longest key that stands there, else the next part."""
    for taken in range(len(rest), 0, -1):
        if (name := ".".join(rest[:taken])) in place:
            return taken, name
    return 1, rest[0]


def _entry(entries: list[Any], rest: list[str], key: str, file: str) -> tuple[int, int]:
    """(how many parts of the path it takes, the index): the entry of that name, else of that number."""
    for taken in range(len(rest), 0, -1):
        name = ".".join(rest[:taken])
        found = [i for i, entry in enumerate(entries) if isinstance(entry, Mapping) and any(str(entry.get(field)) == name for field in NAMES)]
        if len(found) == 1:
            return taken, found[0]
        if found:
            raise InputError(problem("keys.several_entries", file=file, column=key, name=name, numbers=", ".join(str(i + 1) for i in found)))
    if rest[0].isdigit() and 1 <= int(rest[0]) <= len(entries):
        return 1, int(rest[0]) - 1
    known = names_of(entries)
    close = difflib.get_close_matches(rest[0], known, n=1)
    said = "keys.no_such_entry_close" if close else "keys.no_such_entry"
    raise InputError(problem(said, file=file, column=key, name=rest[0], close=close[0] if close else "", known=", ".join(known) or "-"))
