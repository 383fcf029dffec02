"""What a YAML text may not do to its reader: grow by aliases, nest without end, name a kind of its own for a value, hold a
number, a day or a letter that there is not.

The text's events are walked before anything is built from them, so that refusing costs no more than reading.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from dataclasses import dataclass
from typing import Any

from planner.core.strict_yaml import BadYaml, bad_yaml
from planner.core.texts import Message

DEEPEST, MOST_NODES, LONGEST_NUMBER = 24, 100_000, 300
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|\s+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?\s*(?:[Zz]|[-+]\d\d?(?::?\d\d)?)?)?")
_NUMBER = re.compile(
    r"[-+]?(?:\.(?:inf|Inf|INF|nan|NaN|NAN)|0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[\d_.]+(?:[eE][-+]?\d+)?)", re.ASCII
)
"""What may be a number. No letter has two places in it, so that a long text that nearly is one costs no more than another."""


class HarmfulYaml(BadYaml):
    """A text that is refused before it is built. key: the path of what it is about; message: what is wrong."""

    def __init__(self, reason: str, key: str = "", line: int | None = None, **params: Any) -> None:
        super().__init__(reason, line)
        self.key, self.message = key, Message(f"yaml.{reason}", params)


def refuse_harm(text: str) -> None:
    """`HarmfulYaml` at the first thing in a YAML text that no reader should build; `BadYaml` where the text is no YAML.

    The parser is the one that builds it afterwards, so that neither sees what the other does not.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    walk = _Walk()
    events = YAML(typ="safe", pure=True).parse(io.StringIO(text))
    while True:
        try:
            event = next(events)
        except StopIteration:
            return
        except (YAMLError, ValueError, RecursionError) as error:
            raise bad_yaml(error) from None
        walk.take(event)


@dataclass
class _Open:
    """A mapping or list that has begun. key: the last key or index; anchor: its own; before: entries before it; waiting: a key
    has come, and its value has not; levels: how deep it is nested, itself counted."""

    is_mapping: bool
    anchor: str | None
    before: int
    key: str | int | None = None
    waiting: bool = False
    levels: int = 1


class _Walk:
    """Where in a text its events stand. size, levels: entries of what an anchor stands for, and how deep they are nested; no
    size while it is open."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.nodes = 0
        self.size: dict[str, int | None] = {}
        self.levels: dict[str, int] = {}

    def key(self) -> str:
        return ".".join(str(each.key) for each in self.open if each.key is not None)

    def take(self, event: Any) -> None:
        """One event of the parser."""
        kind, line = type(event).__name__, event.start_mark.line + 1
        if kind == "DocumentStartEvent" and (event.version not in (None, (1, 2)) or event.tags):
            raise HarmfulYaml("directive", "", line)
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._close()
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._step(None)
            self._nest(1, line)
            self._tag(event, line)
            self._anchor(event, line)
            if event.anchor:
                self.size[event.anchor] = None
            self.open.append(_Open(kind == "MappingStartEvent", event.anchor, self.nodes))
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
                raise HarmfulYaml("alias_of_itself", self.key(), line, name=event.anchor[:40])
            self._nest(self.levels.get(event.anchor, 0), line)
            self._count(size, line)

    def _close(self) -> None:
        """The innermost mapping or list has ended."""
        ended = self.open.pop()
        if ended.anchor:
            self.size[ended.anchor] = self.nodes - ended.before
            self.levels[ended.anchor] = ended.levels
        if self.open:
            self.open[-1].levels = max(self.open[-1].levels, ended.levels + 1)

    def _nest(self, levels: int, line: int) -> None:
        """So many levels more at this place, written out or repeated."""
        if len(self.open) + levels > DEEPEST:
            raise HarmfulYaml("too_deep", str(self.open[0].key), line, most=DEEPEST)
        if self.open:
            self.open[-1].levels = max(self.open[-1].levels, levels + 1)

    def _step(self, value: str | None) -> bool:
        """Moves on in what is open; whether this is a key of a mapping."""
        if not self.open:
            return False
        now = self.open[-1]
        if not now.is_mapping:
            now.key = 0 if now.key is None else int(now.key) + 1
            return False
        now.waiting = not now.waiting
        if now.waiting:
            now.key = "?" if value is None else value[:60].encode(errors="backslashreplace").decode()
        return now.waiting

    def _count(self, more: int, line: int) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            raise HarmfulYaml("too_large", str(self.open[0].key) if self.open else "", line, most=MOST_NODES)

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
            number = _as_float(plain) if len(plain) <= LONGEST_NUMBER else math.inf
            if number is not None and not math.isfinite(number):
                raise HarmfulYaml("no_number", self.key(), line, value=value[:20])
        elif found := _DATE.fullmatch(value):
            year, month, day, *clock = (int(part) for part in found.groups() if part is not None)
            try:
                dt.datetime(year, month, day, *clock)
            except ValueError:
                raise HarmfulYaml("no_date", self.key(), line, value=value[:40]) from None


def _as_float(plain: str) -> float | None:
    """A number as YAML writes it, in whatever base; None where it is none ("1.2.3", "_")."""
    try:
        return float(int(plain, 0)) if plain.lstrip("+-").startswith(("0x", "0o", "0b")) else float(plain)
    except ValueError:
        return None
    except OverflowError:
        return math.inf
