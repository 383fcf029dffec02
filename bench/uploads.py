"""The app while two other sessions upload hostile files: seconds of a third one's clicks, in a real Chromium.

`python -m bench.uploads [SECONDS]` first clicks alone for so long, then as long again while one session uploads a workbook that
unpacks to 300 MB and another a table of many row groups, again and again. Target: every click answered within a second.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.app import PART_SHOWS, SIZE, UNITS, VI, Walk
from tests.browser.driving import FIGURES, chromium_path, drawn, server
from tests.messy.hostile import hostile
from tests.messy.hostile_tables import hostile_tables

SECONDS = 45.0
FILES = ("bomb.xlsx", "rows.parquet")
REFUSED = "[class*=st-key-problems_refused]"
TARGET = 1.0


def main(seconds: float = SECONDS) -> None:
    """Print the clicks alone and beside the uploads, and how many uploads were told of."""
    path = chromium_path()
    if path is None:
        print("no Chromium on this machine: the app was not measured")
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        for name in ("workbooks", "tables"):
            (root / name).mkdir()
        made = {file.name: file for file in (*hostile(root / "workbooks"), *hostile_tables(root / "tables"))}
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with server(root / "runs", root / "one.log") as served:
            walk = _planned(browser, served)
            _told("alone", _clicks(walk, seconds, lambda: 0), 0)
            others = [_Upload(browser, served.address, made[name]) for name in FILES]
            spent = _clicks(walk, seconds, lambda: sum(other.again() for other in others))
            _told(f"beside uploads of {' and '.join(FILES)}", spent, sum(other.refused for other in others))
        browser.close()


class _Upload:
    """A session that gives the app one file again and again: as soon as it was told of, it begins anew."""

    def __init__(self, browser: Any, address: str, file: Path) -> None:
        self.page, self.address, self.file = browser.new_context(viewport=SIZE).new_page(), address, file
        self.refused, self.given = 0, False

    def again(self) -> int:
        """One look at the session; does not wait for anything that is being read. 1 where the file was given now."""
        if self.given and self.page.locator(REFUSED).count() == 0:
            return 0
        self.refused += self.given
        self.page.goto(f"{self.address}/?lang=vi")
        field = self.page.locator('input[type="file"]').first
        field.wait_for(state="attached")
        field.set_input_files(self.file)
        self.given = True
        return 1


def _planned(browser: Any, served: Any) -> Walk:
    """A session that stands on the Plan page of the sample."""
    page = browser.new_context(viewport=SIZE).new_page()
    walk = Walk(page, served.process.pid)
    page.goto(f"{served.address}/?lang=vi")
    page.locator(FIGURES).first.wait_for()
    drawn(page)
    walk.go("open Scenario", "scenario")
    walk.step("plan", "-", page.get_by_role("button", name=VI["solve"], exact=True).click, UNITS)
    return walk


def _clicks(walk: Walk, seconds: float, meanwhile: Callable[[], int]) -> list[float]:
    """Seconds of each click on the parts of the plan, for so long; `meanwhile` is done between two of them."""
    until, first = time.monotonic() + seconds, len(walk.rows)
    while time.monotonic() < until:
        for name in ("flows", "money", "requirements", "overview", "units"):
            meanwhile()
            walk.part(name, "w_plan_part", VI[name], PART_SHOWS[name])
    return sorted(row[2] for row in walk.rows[first:])


def _told(name: str, spent: list[float], refused: int) -> None:
    above = sum(each > TARGET for each in spent)
    said = f"; {refused} uploads refused meanwhile" if refused else ""
    print(f"{name}: {len(spent)} clicks, median {statistics.median(spent):.2f} s, nine of ten within {spent[len(spent) * 9 // 10]:.2f} s, worst {spent[-1]:.2f} s, {above} above {TARGET:g} s{said}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
