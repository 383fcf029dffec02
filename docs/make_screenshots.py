"""Pictures of the app for the README: runs the real app in a real Chromium and writes `docs/images/*.png`.

Usage: python docs/make_screenshots.py [FOLDER]
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1280, "height": 860}
PATIENCE_MS = 90_000
WORDS = {
    "vi": {"solve": "Lập phương án", "target": "Mục tiêu giảm (%)", "plans": ("1.500 → 1.200", "1.500 → 1.125"), "bad": "Các yêu cầu sau mâu thuẫn với nhau"},
    "en": {"solve": "Solve", "target": "Reduction target (%)", "plans": ("1,500 → 1,200", "1,500 → 1,125"), "bad": "These requirements contradict one another"},
}  # fmt: skip


def main() -> None:
    """Write the pictures into the folder named, else into `docs/images`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, _server() as address:
        names = ("chromium", "chromium-browser", "google-chrome")
        path = next((found for name in names if (found := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for lang, words in WORDS.items():
            page = browser.new_page(viewport=SIZE, locale={"vi": "vi-VN", "en": "en-GB"}[lang])
            page.set_default_timeout(PATIENCE_MS)
            _session(page, address, lang, words, folder)
            page.close()
        browser.close()


def _session(page: Any, address: str, lang: str, words: dict[str, Any], folder: Path) -> None:
    """The main path in one language, with a picture at each stop."""

    def solve(target: int) -> None:
        field = page.get_by_label(words["target"])
        field.fill(str(target))
        field.press("Enter")
        _quiet(page)
        page.get_by_role("button", name=words["solve"], exact=True).click()

    def picture(name: str, height: int | None = None) -> None:
        _quiet(page)
        page.set_viewport_size({**SIZE, "height": height or SIZE["height"]})
        page.wait_for_timeout(1500)
        page.screenshot(path=folder / f"{name}.{lang}.png")
        page.set_viewport_size(SIZE)
        print(f"{name}.{lang}.png")

    page.goto(f"{address}/?lang={lang}")
    page.get_by_test_id("stMetric").first.wait_for()
    for target, shown in zip((20, 25), words["plans"], strict=True):
        solve(target)
        page.get_by_text(shown).wait_for()
        _quiet(page)
    picture("plan")
    for name in ("data", "benefits", "scenario", "compare", "person"):
        links = page.get_by_test_id("stSidebarNav").get_by_role("link")
        (links.first if name == "data" else page.locator(f'[data-testid="stSidebarNav"] a[href*="/{name}"]')).click()
        page.get_by_text(words["plans"][1]).wait_for()
        picture(name, 1100)
    solve(95)
    page.get_by_text(words["bad"]).wait_for()
    picture("infeasible")


def _quiet(page: Any) -> None:
    """Until the page's script has run to its end and its charts are drawn."""
    page.wait_for_timeout(600)
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")


@contextmanager
def _server() -> Iterator[str]:
    """A running app with an empty folder of results; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as runs:
        process = subprocess.Popen(
            [sys.executable, "-m", "planner.ui.serve", "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PLANNER_RUNS": runs, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.3)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
