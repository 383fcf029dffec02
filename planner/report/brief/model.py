"""What a brief says, in words of one language; the writers only set it."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from planner.roster.values.text import clean_text

Part = TypeVar("Part")


@dataclass(frozen=True)
class Grid:
    """A table: headings, rows of as many cells, width of each column as a share of the page (they add up to 1).

    numbers: from which column on cells are right-aligned. strong: the rows printed bold.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: int = 1
    strong: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the brief: title, points (a line each), and a table or none."""

    title: str
    points: tuple[str, ...] = ()
    table: Grid | None = None


@dataclass(frozen=True)
class Brief:
    """A brief from top to bottom. issuer: one or two lines. first, second: the sections of each page."""

    lang: str
    draft: str
    nation: str
    motto: str
    issuer: tuple[str, ...]
    number: str
    place_and_day: str
    kind: str
    subject: str
    to: str
    opening: tuple[str, ...]
    first: tuple[Section, ...]
    second: tuple[Section, ...]
    close: str
    recipients: tuple[str, ...]
    sign_head: str
    sign_hint: str
    footer: str


def cleaned(part: Part) -> Part:
    """A brief, or a part of it, without characters that cannot be seen or printed."""
    return _cleaned(part)  # type: ignore[no-any-return]


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return clean_text(part)
    if isinstance(part, tuple):
        return tuple(map(_cleaned, part))
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _cleaned(getattr(part, field.name)) for field in fields(part)})
    return part
