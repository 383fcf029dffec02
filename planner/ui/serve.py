"""Serve the app: `python -m planner.ui.serve [options of streamlit run]`.

The same as `streamlit run app.py`, with headers against framing and a key for each browser (`headers`), and with the worker,
the libraries and the law made ready while the server starts, instead of when the first page is opened.
"""

from __future__ import annotations

import os
import sys
import threading

from planner.ui.session import paths

SEND_EVERY_S = 0.05
"""The browser draws a page anew with every handful of messages. Streamlit sends them every 5 ms, thirty handfuls for a page of
sixty elements; sent together they cost the browser a seventh less."""


def main() -> None:
    """Start the server; ends with the process."""
    from planner.ui.headers import add_headers
    from planner.ui.navigation import HEAVIEST
    from planner.ui.session import workers

    send_together()
    add_headers()
    os.chdir(paths.ROOT)  # the settings in .streamlit are found from here
    workers.pool(warm_up_after_s=0.0, also=HEAVIEST)
    threading.excepthook = _quietly
    from streamlit.web import cli

    sys.argv = ["streamlit", "run", str(paths.ROOT / "app.py"), *sys.argv[1:]]
    sys.exit(cli.main())


def send_together() -> None:
    """Messages to a page wait for one another a twentieth of a second; where Streamlit no longer knows the pause, it keeps its own."""
    from streamlit.runtime import runtime

    if hasattr(runtime, "MESSAGE_FLUSH_INTERVAL_SECS"):
        vars(runtime)["MESSAGE_FLUSH_INTERVAL_SECS"] = SEND_EVERY_S


def _quietly(failed: threading.ExceptHookArgs) -> None:
    """A thread that only makes things ready earlier may fail: the page that needs them says what is wrong."""
    sys.stderr.write(f"{failed.exc_type.__name__} in a background thread\n")


if __name__ == "__main__":
    main()
