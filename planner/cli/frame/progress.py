"""The line that says how far a long work is: redrawn on a terminal, one every ten seconds elsewhere, none where nobody asked."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from planner.cli.frame.state import state
from planner.cli.frame.terminal import harmless, redraw
from planner.core.texts import number, text

if TYPE_CHECKING:
    from planner.optimise.solve.result import Progress

EVERY_S = 10.0
"""Between two lines where nothing can be redrawn."""
FIRST_S = 1.0
"""Work that takes less says nothing."""
REDRAWN_S = 0.5
WIDE = 79
"""Letters of a line that is redrawn; a longer one would break and stay."""
_DRAWN = threading.Lock()
"""Held while a line is drawn."""
if hasattr(os, "register_at_fork"):  # a copy of this process is made between two lines, never in the middle of one
    os.register_at_fork(before=_DRAWN.acquire, after_in_parent=_DRAWN.release, after_in_child=_DRAWN.release)


class ProgressLine:
    """Shows one line at a time on standard error; `done` takes it away again. quiet: nothing is shown."""

    def __init__(self, quiet: bool = False) -> None:
        self._terminal = sys.stderr.isatty()
        self._quiet = quiet
        self._every = REDRAWN_S if self._terminal else EVERY_S
        self._began = time.monotonic()
        self._last = self._began + (FIRST_S if self._terminal else EVERY_S) - self._every
        self._shown = 0

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    @property
    def is_due(self) -> bool:
        """Whether it is time for a line."""
        return not self._quiet and time.monotonic() - self._last >= self._every

    def say(self, line: str) -> None:
        """Show a line, if it is time for one."""
        with _DRAWN:
            if not self.is_due:
                return
            self._last = time.monotonic()
            if self._terminal:
                line = line[:WIDE]
                redraw("\r" + harmless(line).ljust(self._shown))
                self._shown = len(line)
            else:
                print(line, file=sys.stderr, flush=True)

    def done(self) -> None:
        """Nothing is left of the line on a terminal, and nothing more is said."""
        with _DRAWN:
            self._quiet = True
            if self._shown:
                redraw("\r" + " " * self._shown + "\r")
                self._shown = 0


class Work:
    """A long work with its line: what it is doing now, said again and again while it lasts.

    ticking: by a thread of its own; where processes are forked there may be none, and a line comes with each step only.
    """

    def __init__(self, phase: str, ticking: bool = True) -> None:
        self._line = ProgressLine(state.quiet)
        self._said = text(f"progress.{phase}", state.lang)
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)
        self._ticking = ticking
        self._show()
        if ticking:
            self._ticker.start()

    def phase(self, name: str) -> None:
        """What is done from now on: a text of `progress.toml`."""
        self._said = text(f"progress.{name}", state.lang)
        self._show()

    def solving(self, step: Progress) -> None:
        """How far a solve is: its phase, and the gap where one is known."""
        gap = "" if step.gap is None else text("progress.gap", state.lang, gap=f"{100 * step.gap:.4f}")
        self._said = text(f"progress.solve_{step.phase}", state.lang) + gap

    def counted(self, done: int, of: int, failed: int = 0) -> None:
        """n of m are done; the time that is left is estimated from them."""
        left = self._line.seconds / done * (of - done) if done else 0.0
        more = text("progress.failed", state.lang, failed=failed) if failed else ""
        self._said = text("progress.counted", state.lang, done=done, of=of, left=round(left)) + more
        if not self._ticking:
            self._show()

    def end(self) -> None:
        """The line goes."""
        self._over.set()
        if self._ticking:
            self._ticker.join()
        self._line.done()

    def _tick(self) -> None:
        while not self._over.wait(0.2):
            self._show()

    def _show(self) -> None:
        if not self._line.is_due:  # what writes numbers takes as long to load as some commands take in all
            return
        seconds = number(round(self._line.seconds), state.lang)
        self._line.say(text("progress.line", state.lang, said=self._said, seconds=seconds))


@contextmanager
def working(phase: str, ticking: bool = True) -> Iterator[Work]:
    """The work of the block, which begins with a phase of `progress.toml`. ticking: as of `Work`."""
    work = Work(phase, ticking)
    try:
        yield work
    finally:
        work.end()
