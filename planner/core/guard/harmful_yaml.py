"""What a YAML text may not do to its reader: grow by aliases, nest without end, name a kind of its own for a value, hold a
number, a day or a letter that there is not.

The text's events are walked before anything is built from them, so that refusing costs no more than reading.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from typing import Any

from planner.core.strict_yaml import BadYaml
from planner.core.texts import Message

DEEPEST, MOST_NODES, LONGEST_NUMBER = 24, 100_000, 300
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|\s+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?\s*(?:[Zz]|[-+]\d\d?(?::?\d\d)?)?)?")
_NUMBER = re.compile(r"[-+]?(?:\.inf|\.Inf|\.INF|\.nan|\.NaN|\.NAN|0[xX][\da-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|[\d_]*\.?[\d_]+(?:[eE][-+]?\d+)?|[\d_]+\.)")


class HarmfulYaml(BadYaml):
    """A text that is refused before it is built. key: the path of what it is about; message: what is wrong."""

    def __init__(self, reason: str, key: str, line: int, **params: Any) -> None:
        super().__init__(reason, line)
        self.key, self.message = key, Message(f"yaml.{reason}", params)


def refuse_harm(text: str) -> None:
    """`HarmfulYaml` at the first thing in a YAML text that no reader should build; what is no YAML at all is left to the parser."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    walk = _Walk()
    try:
        for event in YAML(pure=True).parse(io.StringIO(text)):
            walk.take(event)
    except (YAMLError, ValueError):
        return


class _Walk:
    """Where in a text its events stand. open: [is a mapping, last key or index, anchor, nodes before] of each open collection."""

    def __init__(self) -> None:
        self.open: list[list[Any]] = []
        self.nodes = 0
        self.size: dict[str, int | None] = {}

    def key(self) -> str:
        return ".".join(str(frame[1]) for frame in self.open if frame[1] is not None)

    def take(self, event: Any) -> None:
        """One event of the parser."""
        kind, line = type(event).__name__, event.start_mark.line + 1
        if kind == "DocumentStartEvent" and (event.version not in (None, (1, 2)) or event.tags):
            raise HarmfulYaml("directive", "", line)
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            _, _, anchor, before = self.open.pop()
            if anchor:
                self.size[anchor] = self.nodes - before
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._step(None)
            if len(self.open) >= DEEPEST:
                raise HarmfulYaml("too_deep", str(self.open[0][1]), line, most=DEEPEST)
            self._tag(event, line)
            self._anchor(event, line)
            if event.anchor:
                self.size[event.anchor] = None
            self.open.append([kind == "MappingStartEvent", None, event.anchor, self.nodes])
            self._count(1, line)
        elif kind == "ScalarEvent":
            is_key = self._step(event.value)
            self._tag(event, line)
            self._text(event.value, line)
            self._anchor(event, line)
            if not is_key:
                self._scalar(event, line)
            if event.anchor:
                self.size[event.anchor] = 1
            self._count(1, line)
        elif kind == "AliasEvent":
            self._step(f"*{event.anchor}")
            size = self.size.get(event.anchor, 0)
            if size is None:
                raise HarmfulYaml("alias_of_itself", self.key(), line, name=event.anchor)
            self._count(size, line)

    def _step(self, value: str | None) -> bool:
        """Moves on in the open collection; whether this is a key of a mapping. A mapping's value leaves its key behind a mark."""
        if not self.open:
            return False
        frame = self.open[-1]
        if not frame[0]:
            frame[1] = 0 if frame[1] is None else frame[1] + 1
            return False
        waiting = len(frame) == 5 and frame.pop()
        if waiting:
            return False
        frame[1] = "?" if value is None else value[:60].encode(errors="backslashreplace").decode()
        frame.append(True)
        return True

    def _count(self, more: int, line: int) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            raise HarmfulYaml("too_large", str(self.open[0][1]) if self.open else "", line, most=MOST_NODES)

    def _anchor(self, event: Any, line: int) -> None:
        if event.anchor in self.size:
            raise HarmfulYaml("anchor_twice", self.key(), line, name=event.anchor[:40])

    def _tag(self, event: Any, line: int) -> None:
        """`!!float ".inf"`, `!!binary`, `!!set`: what a value is, is seen from how it is written."""
        if event.tag not in (None, "!"):
            raise HarmfulYaml("tag", self.key(), line, tag=str(event.tag)[:40])

    def _text(self, value: str, line: int) -> None:
        """Half of a letter ("\\ud800") and the byte of zero stand in no file."""
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value) or "\0" in value:
            raise HarmfulYaml("no_text", self.key(), line)

    def _scalar(self, event: Any, line: int) -> None:
        """A number or a day, written plainly, that there is not."""
        value = event.value
        if event.style is not None:
            return
        if _NUMBER.fullmatch(value):
            plain = value.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
            if len(plain) > LONGEST_NUMBER or not math.isfinite(_as_float(plain)):
                raise HarmfulYaml("no_number", self.key(), line, value=value[:20])
        elif found := _DATE.fullmatch(value):
            year, month, day, *clock = (int(part) for part in found.groups() if part is not None)
            try:
                dt.datetime(year, month, day, *clock)
            except ValueError:
                raise HarmfulYaml("no_date", self.key(), line, value=value[:40]) from None


def _as_float(plain: str) -> float:
    """A number as YAML writes it, in whatever base."""
    if plain.lstrip("+-").startswith(("0x", "0o", "0b")):
        return float(int(plain, 0))
    return float(plain)
