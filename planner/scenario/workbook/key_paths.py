"""Key paths and values as text, for the sheet of other settings: `law.1.value`, `budget.by_period."2027"`, `[a, b]`.

Entries of lists are counted from 1. A step that holds a dot, a blank or a quote, and a key that is made of digits, stands in quotes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from planner.core.guard.harmful_yaml import DEEPEST
from planner.core.guard.yaml_reader import read_harmless
from planner.core.strict_yaml import BadYaml
from planner.scenario.model import Scenario
from planner.scenario.paths import KeyPath

_BARE = re.compile(r"[^\s.\"'\[\]{},:#]+")
_STEP = re.compile(r'"(?:[^"\\]|\\.)*"|[^."]+')


class BadPath(ValueError):
    """Text that is no key path."""


def path_text(path: KeyPath) -> str:
    """The path as a person reads it."""
    return ".".join(_step_text(step) for step in path)


def path_of(text: str) -> tuple[str | int, ...]:
    """The path that a text says; digits count the entries of a list, or are a key, as the scenario has it there. `BadPath` where it is none."""
    steps: list[str | int] = []
    at = 0
    while True:
        found = _STEP.match(text, at)
        if found is None:
            raise BadPath(text)
        steps.append(_step_of(found[0].strip(), steps))
        at = found.end()
        if len(steps) > DEEPEST:
            raise BadPath(text)
        if at == len(text):
            return tuple(steps)
        if text[at] != ".":
            raise BadPath(text)
        at += 1


def value_text(value: Any) -> str:
    """A value as one line of YAML, which `value_of_text` reads back equal."""
    if isinstance(value, str) and value.isprintable() and _means(value, value):
        return value
    return _flow(value)


def value_of_text(text: str) -> Any:
    """The value that a line of YAML holds. `BadYaml` where it is none, or harmful."""
    return read_harmless(text)


def leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """(path, value) of everything below a path; lists of plain values and empty parts stay whole."""
    if isinstance(value, dict) and value and all(isinstance(key, str) for key in value) and _known(path):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value) and _known(path):
        for i, inner in enumerate(value):
            yield from leaves(inner, (*path, i))
    else:
        yield path, value


def is_named(path: KeyPath) -> bool:
    """Whether a mapping of names (units, periods, routes, ...) stands at a path."""
    return get_origin(_type_at(path)) is dict


def is_day(path: KeyPath) -> bool:
    """Whether the scenario has a day at a path."""
    return _type_at(path) is dt.date


def _known(path: KeyPath) -> bool:
    """Whether the scenario has parts of its own below a path; what is free there is written whole."""
    return _type_at(path) is not Any


def _step_text(step: str | int) -> str:
    if isinstance(step, int):
        return str(step + 1)
    return step if _BARE.fullmatch(step) and step.isprintable() and not step.isdigit() else _quoted(step)


def _step_of(text: str, before: list[str | int]) -> str | int:
    if text.startswith('"'):
        try:
            return str(value_of_text(text))
        except BadYaml:
            raise BadPath(text) from None
    if not text:
        raise BadPath(text)
    if text.isascii() and text.isdigit() and not is_named(before):
        if int(text) == 0:
            raise BadPath(text)
        return int(text) - 1
    return text


def _type_at(path: KeyPath) -> Any:
    """The annotation at a path of the model; `Any` where the model says nothing."""
    here: Any = Scenario
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in here.model_fields.items()}
            here = _without_union(fields.get(str(step), Any))
        elif get_origin(here) in (dict, list):
            here = _without_union(get_args(here)[-1])
        else:
            return Any
    return here


def _without_union(annotation: Any) -> Any:
    """An annotation without its notes, of a choice between types the part that has keys."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        return next((inner for inner in map(_without_union, get_args(annotation)) if inner is not type(None)), Any)
    return annotation


def _means(text: str, value: Any) -> bool:
    try:
        found = value_of_text(text)
    except BadYaml:
        return False
    return type(found) is type(value) and bool(found == value)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """Text in double quotes, as JSON and YAML both read it; what cannot be seen is written by its number."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}" for letter in written)
