"""Serve the app: `python -m planner.ui.serve [options of streamlit run]`.

The same as `streamlit run app.py`, with headers against framing and a key for each browser (`headers`), and with the worker,
the libraries and the law made ready while the server starts, instead of when the first page is opened. It starts only where that
is safe: elsewhere than on this machine, people have to sign in (`access`).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from planner.core.errors import InputError
from planner.core.texts import LANGUAGES, text
from planner.service.workspace.access.sign_in import SECRETS_VARIABLE, is_set_up, secrets_file, settings
from planner.ui.access import left_behind, refuse_address, refuse_server
from planner.ui.session import paths

SEND_EVERY_S = 0.05
"""The browser draws a page anew with every handful of messages. Streamlit sends them every 5 ms, thirty handfuls for a page of
sixty elements; sent together they cost the browser a seventh less."""


def main() -> None:
    """Start the server; ends with the process."""
    from planner.ui.headers import add_headers
    from planner.ui.navigation import HEAVIEST
    from planner.ui.session import workers

    secrets = secrets_file().absolute()
    if SECRETS_VARIABLE in os.environ:
        os.environ[SECRETS_VARIABLE] = str(secrets)
    os.chdir(paths.ROOT)  # the settings in .streamlit are found from here
    with _told():
        asked = settings()
    send_together()
    add_headers()
    check_before_listening()
    workers.pool(warm_up_after_s=0.0, also=HEAVIEST)
    threading.excepthook = _quietly
    from streamlit.web import cli

    named = [] if asked is None else ["--secrets.files", str(secrets)]
    sys.argv = ["streamlit", "run", str(paths.ROOT / "app.py"), *sys.argv[1:], *named]
    sys.exit(cli.main())


def check_before_listening() -> None:
    """Have Streamlit ask, once it has read all its settings and before it listens, whether they are safe; it ends with a sentence
    where they are not. Where they are, the store is opened while it starts."""
    from streamlit import get_option
    from streamlit.web import bootstrap

    run = bootstrap.run

    def checked(*arguments: Any, **more: Any) -> None:
        with _told():
            refuse_address(get_option("server.address"))
            if is_set_up():
                refuse_server(str(get_option("server.trustedUserHeaders") or "{}"), bool(get_option("server.enableXsrfProtection")))
        threading.Thread(target=_open_the_store, daemon=True).start()
        run(*arguments, **more)

    vars(bootstrap)["run"] = checked


def _open_the_store() -> None:
    """Have the store made, or opened, and desks of an older version taken over, while the server starts. What cannot be done is said
    here; the first page tries again, and says it too."""
    try:
        left = left_behind()
    except InputError as error:
        _say(error)
    else:
        if left:
            for lang in LANGUAGES:
                sys.stderr.write(text("ui.desks_left", lang, n=len(left), names=", ".join(left)) + "\n")


@contextmanager
def _told() -> Iterator[None]:
    """What a user can cause is a sentence in both languages, and exit code 2."""
    try:
        yield
    except InputError as error:
        _say(error)
        sys.exit(2)


def _say(error: InputError) -> None:
    for problem in error.problems:
        for lang in LANGUAGES:
            sys.stderr.write(f"{problem.sentence(lang)}\n")


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
