"""The real app in a real Chromium. Without one the tests are skipped, and the summary of the run says so."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    """A Chromium of the machine, or the one that Playwright installed."""
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


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a running app with an empty folder of results."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    runs = tmp_path_factory.mktemp("browser") / "runs"
    log = (tmp_path_factory.mktemp("log") / "server.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "planner.ui.serve", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "PLANNER_RUNS": str(runs), "PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=log,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def browser():
    path = chromium_path()
    if path is None:
        pytest.skip("NO CHROMIUM on this machine: the browser tests did not run (apt-get install chromium, or playwright install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser, server):
    """A fresh page; when the test ends, nothing may have been asked of another machine."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(40_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield opened
    context.close()
    outside = [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))]
    assert not outside, f"requests left this machine: {outside[:5]}"
