"""What reaches a terminal: text of other people can move no cursor, change no colour, title or direction of writing there."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDE = 80
"""Letters of a line where the output is no terminal."""
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLE = re.compile(r"(\x1b\[[0-9;]*m)")


def harmless(text: str) -> str:
    """The text with a visible sign in place of each control character but tab and line break."""
    return text if text.isprintable() else _UNSAFE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


class Guarded:
    """A stream that writes only what is harmless; all else it is asked for it leaves to the stream itself."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """The text, harmless."""
        self.stream.write(harmless(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Each line, harmless."""
        for line in lines:
            self.write(line)


class _Styled(Guarded):
    """As `Guarded`, for what this programme draws itself: bold and colours pass."""

    def write(self, text: str) -> int:
        """The text, harmless between its styles."""
        self.stream.write("".join(part if at % 2 else harmless(part) for at, part in enumerate(_STYLE.split(text))))
        return len(text)


@contextmanager
def guarded() -> Iterator[None]:
    """Standard output and standard error are harmless as long as the block lasts."""
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (stream if isinstance(stream, Guarded) else Guarded(stream) for stream in streams)  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


@contextmanager
def one_document(wanted: bool) -> Iterator[None]:
    """Where one JSON document is wanted, what is printed for people in the block goes nowhere; it is the answer where the
    block gives none of its own."""
    from planner.cli.frame.state import answer, state

    if not wanted:
        yield
        return
    stream, sys.stdout = sys.stdout, io.StringIO()
    try:
        yield
        if state.answer is None:
            answer({"text": sys.stdout.getvalue().splitlines()})
    finally:
        sys.stdout = stream


def shown_width() -> int:
    """Letters of a line of a table: the terminal's width, or `COLUMNS`; `WIDE` where the output is a file."""
    return shutil.get_terminal_size((WIDE, 24)).columns if sys.stdout.isatty() or os.environ.get("COLUMNS") else WIDE


def load_console() -> None:
    """Imports what draws tables and writes numbers, for who has the time before there is something to show."""
    import babel.numbers  # noqa: F401
    import rich.console  # noqa: F401
    import rich.table  # noqa: F401


def console() -> Console:
    """What draws tables and texts, as wide as tables are."""
    from rich.console import Console

    stream = sys.stdout.stream if isinstance(sys.stdout, Guarded) else sys.stdout
    return Console(file=_Styled(stream), highlight=False, markup=False, emoji=False, width=shown_width())  # type: ignore[arg-type]


def redraw(own: str) -> None:
    """Write on standard error what this programme says itself, with the returns by which a line is drawn anew."""
    stream = sys.stderr.stream if isinstance(sys.stderr, Guarded) else sys.stderr
    stream.write(own)
    stream.flush()


def draw(*shown: Any) -> None:
    """Tables and texts on standard output; an empty line where there is none. Texts are broken on terminals only."""
    from rich.text import Text

    console().print(*shown, soft_wrap=not sys.stdout.isatty() and all(isinstance(each, Text) for each in shown))


def words(text: object, style: str = "") -> Text:
    """One text for the console, in one line, without any style of its own."""
    from rich.text import Text

    return Text(harmless(" ".join(str(text).splitlines())), style=style)


def print_json(content: Any) -> None:
    """One JSON document on standard output, as programmes read it: what would not be harmless is written as an escape."""
    written = json.dumps(content, ensure_ascii=False, indent=1)
    print(_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written))
