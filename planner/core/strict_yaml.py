"""Reading YAML strictly: plain values only, and no key twice in a mapping. Law, scenarios and mappings are read by it."""

from __future__ import annotations

import threading
from typing import Any

_OF_THREAD = threading.local()


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
