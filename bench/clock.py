"""Seconds as somebody before the screen would count them: a clock inside the browser's page, and the pace of the machine.

The driver of a browser takes its own time to press, to ask and to be told; on a busy machine that is more than the app's. So
the page itself notes when it was pressed and when it stood again.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.driving import FIGURES, FINISHED, SKELETONS, chromium_path, free_port, wait_for

WATCH = (
    """(() => {
  const clock = window.__clock = {opened: null};
  const finished = FINISHED, complete = SKELETONS;
  const busy = () => !finished() || !complete();
  const roots = () => [document, ...[...document.querySelectorAll('[class*="st-key-plan_"] *, [class*="st-key-unit_rows"] *, [class*="st-key-people_"] *')]
    .filter((e) => e.shadowRoot).map((e) => e.shadowRoot)];
  const seen = (wanted) => !wanted || roots().flatMap((root) => [...root.querySelectorAll(wanted.css)]).some(
    (found) => !wanted.text || found.textContent.trim() === wanted.text);
  const painted = (then) => requestAnimationFrame(() => setTimeout(then, 0));
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!this.watched) { this.watched = true; this.addEventListener('message', () => { clock.told = clock.asked; clock.stood = null; }); }
    clock.asked = true;
    return send.call(this, data);
  };
  const pressed = (event) => { if (clock.armed && clock.from === null) clock.from = event.timeStamp; };
  addEventListener('click', pressed, true);
  addEventListener('keydown', (event) => { if (event.key === 'Enter') pressed(event); }, true);
  clock.arm = (wanted) => {
    Object.assign(clock, {armed: true, from: null, asked: false, told: false, stood: null, seconds: null});
    const look = () => {
      const now = performance.now(), still = !clock.told || busy() || !seen(wanted);
      if (still) clock.stood = null;
      else if (clock.stood === null) { clock.stood = now; painted(() => { if (clock.stood) clock.stood = performance.now(); }); }
      else if (now - clock.stood > 150) { clock.armed = false; clock.seconds = (clock.stood - clock.from) / 1000; return; }
      setTimeout(look, 5);
    };
    look();
  };
  const opening = () => {
    if (!seen({css: 'FIGURES'})) { setTimeout(opening, 5); return; }
    painted(() => { clock.opened = performance.now() / 1000; });
  };
  opening();
})();""".replace("FINISHED", FINISHED)
    .replace("SKELETONS", SKELETONS)
    .replace("FIGURES", FIGURES)
)
"""Pressed: the first click or Enter after `arm`. Stands: the server has answered, its script has run, everything has its code, what was
wanted is there, painted, and for 0.15 s nothing began anew. Opened: seconds from the start of loading to the figures."""

EMPTY = """import streamlit as st

st.session_state.setdefault("pressed", 0)
st.title("Empty")
if st.button("Press"):
    st.session_state["pressed"] += 1
with st.container(key="figures"):
    st.markdown(f"**{st.session_state['pressed']}**")
"""


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; None, and a line that says so, where the machine has none."""
    path = chromium_path()
    if path is None:
        print("no Chromium on this machine: the app was not measured")
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def clicked(page: Any, action: Callable[[], Any], css: str | None = None, text: str | None = None) -> float:
    """Seconds from the press that `action` makes until the page stands; css, text: what is seen of it then."""
    page.evaluate("wanted => window.__clock.arm(wanted)", {"css": css, "text": text} if css else None)
    action()
    page.wait_for_function("() => window.__clock.seconds !== null")
    return float(page.evaluate("() => window.__clock.seconds"))


def opened(page: Any) -> float:
    """Seconds from the start of loading until the large figures can be read."""
    page.wait_for_function("() => window.__clock && window.__clock.opened !== null")
    return float(page.evaluate("() => window.__clock.opened"))


def empty_page(browser: Any, size: dict[str, int], times: int = 6) -> tuple[float, float]:
    """Median seconds of a reload and of a click of a Streamlit app of one button: the pace of the machine at this moment."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "empty.py").write_text(EMPTY, encoding="utf-8")
        port = free_port()
        options = {"server.port": port, "server.headless": "true", "server.fileWatcherType": "none", "browser.gatherUsageStats": "false"}
        command = [sys.executable, "-m", "streamlit", "run", "empty.py", *[f"--{name}={value}" for name, value in options.items()]]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
            page = browser.new_context(viewport=size).new_page()
            page.add_init_script(WATCH)
            page.goto(f"http://127.0.0.1:{port}")
            opened(page)
            reloads = [_reloaded(page) for _ in range(times)]
            page.wait_for_timeout(1000)
            clicks = [clicked(page, page.get_by_role("button", name="Press").click) for _ in range(times)]
            page.context.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
    return statistics.median(reloads), statistics.median(clicks)


def _reloaded(page: Any) -> float:
    page.wait_for_timeout(1000)
    page.reload(wait_until="commit")
    return opened(page)


def stolen() -> tuple[float, float]:
    """Seconds of all cores so far, and how many of them the host gave to other machines; zeros where it is not told."""
    try:
        fields = [float(n) for n in Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:]]
    except (OSError, ValueError, IndexError):
        return 0.0, 0.0
    return sum(fields[:8]), fields[7] if len(fields) > 7 else 0.0
