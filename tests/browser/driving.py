"""Driving the real app in a real Chromium: a server of its own, and waiting until a page has been drawn.

Used by the browser tests, by `bench/app.py` and by the script that makes the README's pictures.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_S = 90.0
WORKER = b"planner.service.jobs.worker"
FIGURES = ".st-key-figures strong, .head .figures strong"
"""The large figures of a page: what it is opened for."""
FINISHED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && !['initial', 'rerunRequested', 'running'].includes(app.getAttribute('data-test-script-state'));
}"""
SKELETONS = "() => !document.querySelector('[data-testid=stSkeleton]')"


@dataclass(frozen=True)
class Server:
    """A running app: its address and its process."""

    address: str
    process: subprocess.Popen[bytes]
    started: float


def chromium_path() -> str | None:
    """A Chromium of the machine, or the one that Playwright installed; None where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
        return own if Path(own).is_file() else None
    except Exception:  # whatever keeps Playwright from answering, there is no browser
        return None


@contextmanager
def server(runs: Path, log: Path, port: int | None = None, **settings: str) -> Iterator[Server]:
    """The app on a port (a free one where none is named), with folders of results and of keys of its own. settings: more of its
    environment. AssertionError where it does not answer in time."""
    port = port or free_port()
    own = {"PLANNER_RUNS": str(runs), "PLANNER_KEYS": str(runs.with_name("keys")), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "planner.ui.serve", "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, **own, **settings},
            stdout=out,
            stderr=out,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield Server(f"http://127.0.0.1:{port}", process, started)
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def held(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """The workers that plan for a server stand still: a search lasts as long as it must, however fast the machine is."""
    workers = [pid for pid, parent, command in _processes() if parent == process.pid and WORKER in command]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)


def _processes() -> Iterator[tuple[int, int, bytes]]:
    """(id, id of the parent, command) of the machine's processes, as Linux tells them."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            yield int(folder.name), parent, (folder / "cmdline").read_bytes()
        except OSError:
            pass  # it has ended meanwhile


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers. AssertionError where the process ends or the time is over."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer in time")


def finished(page: Any) -> None:
    """Until the script of the page has run to its end."""
    page.wait_for_timeout(60)
    page.wait_for_function(FINISHED)


def drawn(page: Any) -> None:
    """Until the script of the page has run to its end, and every picture and table has the code that draws it."""
    finished(page)
    page.wait_for_function(SKELETONS)


def choose(page: Any, field: Any, word: str | None = None) -> None:
    """Choose in the list of a field: the first entry that holds a word, which is typed, or the first of all. A list that opens while
    the page is still being drawn is closed by that, and opened again. AssertionError where it never holds such an entry."""
    from playwright.sync_api import TimeoutError

    for _ in range(10):
        drawn(page)
        field.click()
        if word is not None:
            field.fill(word)
        try:
            page.get_by_role("option").filter(has_text=word or "").first.click(timeout=4000)
            break
        except TimeoutError:
            page.keyboard.press("Escape")
    else:
        raise AssertionError(f"no entry {word or ''} in {field}")
    drawn(page)
