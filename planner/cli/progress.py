"""The line that says how far a long work is: redrawn on a terminal, one every ten seconds elsewhere, none where nobody asked."""

from __future__ import annotations

import sys
import time

from planner.cli.terminal import harmless, redraw

EVERY_S = 10.0
"""Between two lines where nothing can be redrawn."""
FIRST_S = 1.0
"""Work that takes less says nothing."""
REDRAWN_S = 0.1


class ProgressLine:
    """Shows one line at a time on standard error; `done` takes it away again. quiet: nothing is shown."""

    def __init__(self, quiet: bool = False) -> None:
        self._terminal = sys.stderr.isatty()
        self._quiet = quiet
        self._last = time.monotonic() + FIRST_S - (REDRAWN_S if self._terminal else EVERY_S)
        self._began = time.monotonic()
        self._shown = 0

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    def say(self, line: str) -> None:
        """Show a line, if it is time for one."""
        now = time.monotonic()
        if self._quiet or now - self._last < (REDRAWN_S if self._terminal else EVERY_S):
            return
        self._last = now
        if self._terminal:
            redraw("\r" + harmless(line).ljust(self._shown))
            self._shown = len(line)
        else:
            print(line, file=sys.stderr, flush=True)

    def done(self) -> None:
        """Nothing is left of the line on a terminal."""
        if self._shown:
            redraw("\r" + " " * self._shown + "\r")
            self._shown = 0
