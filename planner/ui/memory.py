"""What pages leave behind in memory is looked for while nobody waits.

Streamlit has Python look through all that is in memory after every drawing. Nothing else of the server runs meanwhile, neither other
people's pages nor the answer that it is well: with eight people at work that was nearly half of the time in which Python ran at all.
`.streamlit/config.toml` puts that off; Python itself still looks now and then, when a quarter more is there than the last time.
"""

from __future__ import annotations

import gc
import threading
import time

SCRIPT = "ScriptRunner.scriptThread"
"""What Streamlit calls the threads that draw pages."""
EVERY_S, STILL = 1.0, 3
"""So often it is seen whether pages are drawn, and so many times in a row none must be."""
ENOUGH = 20
"""Looks at the youngest things, one for each 700 that were made, from which on something may have been left."""
PAUSE_S = 30.0
"""So long it is not done again."""


class Tidy:
    """Whether it is time to look through everything."""

    def __init__(self) -> None:
        self._still, self._looked, self._last = 0, _looks(), time.monotonic()

    def step(self) -> bool:
        """Look through everything where nobody has drawn for a while and something may have been left since; whether it was done."""
        is_drawing = any(thread.name == SCRIPT for thread in threading.enumerate())
        self._still = 0 if is_drawing else self._still + 1
        if self._still < STILL or _looks() - self._looked < ENOUGH or time.monotonic() - self._last < PAUSE_S:
            return False
        gc.collect()
        self._looked, self._last = _looks(), time.monotonic()
        return True


def tidy_when_still() -> None:
    """Begin to do so, for as long as the server runs."""

    def go_on() -> None:
        tidy = Tidy()
        while True:
            time.sleep(EVERY_S)
            tidy.step()

    threading.Thread(target=go_on, daemon=True).start()


def _looks() -> int:
    """How often Python has looked at the youngest things."""
    return int(gc.get_stats()[0]["collections"])
