"""Reading YAML strictly: plain values only, and no key twice in a mapping. Law, scenarios and mappings are read by it."""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Any

_OF_THREAD = threading.local()
_PLAIN = (
    ("tag:yaml.org,2002:bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", "[-+]?(?:0|[1-9][0-9_]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:timestamp", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
)
"""What the package's own files write without quotes beside text: (tag, pattern, first characters)."""


class BadYaml(Exception):
    """The text is not YAML. said: what is wrong, in the parser's words. line: where, from 1; None where it does not say."""

    def __init__(self, said: str, line: int | None = None) -> None:
        super().__init__(said)
        self.said, self.line = said, line


def bad_yaml(error: Exception) -> BadYaml:
    """What the parser says of a text that it cannot read, with the line where it names one."""
    from ruamel.yaml.error import MarkedYAMLError

    if not isinstance(error, MarkedYAMLError):
        return BadYaml(str(error))
    return BadYaml(error.problem or "", error.problem_mark.line + 1 if error.problem_mark else None)


def parse_yaml(text: str) -> Any:
    """What a YAML 1.2 text holds: mappings, lists, texts, numbers, dates. `BadYaml` where it cannot be read.

    Each thread keeps its parser: making one costs more than reading a short file. One that met an error or a directive
    (`%YAML 1.1`) would remember it, and is not used again.
    """
    from ruamel.yaml import YAML  # late: 0.2 s, and a command that reads no YAML needs none of it
    from ruamel.yaml.error import YAMLError

    parser = _OF_THREAD.__dict__.pop("parser", None) or YAML(typ="safe", pure=True)
    try:
        content = parser.load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        raise bad_yaml(error) from None
    if not text.startswith("%") and "\n%" not in text:
        _OF_THREAD.parser = parser
    return content


def parse_own_yaml(text: str) -> Any:
    """As `parse_yaml`, of a file of this package: ten times as fast, by libyaml, for the law alone is 130 files.

    What the fast parser refuses, and a key that stands twice, goes to `parse_yaml`, whose words say where. Where a file may
    be read in two ways the tests find it: they read every file of the package by both.
    """
    import yaml

    try:
        return yaml.load(text, _own_loader())  # noqa: S506 - a safe loader that knows less than `SafeLoader`
    except yaml.YAMLError:
        return parse_yaml(text)


@cache
def _own_loader() -> Any:
    """libyaml's safe loader with the plain values of `_PLAIN` alone, which takes no key twice."""
    import yaml

    class Own(yaml.CSafeLoader):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            found = super().construct_mapping(node, deep)
            if len(found) != len(node.value):
                raise yaml.constructor.ConstructorError(None, None, "a key stands twice", node.start_mark)
            return found

    for tag, pattern, first in _PLAIN:
        Own.add_implicit_resolver(tag, re.compile(f"^(?:{pattern})$"), list(first))
    return Own
