"""The app while two other sessions upload hostile files: seconds of a third one's clicks, in a real Chromium.

`python -m bench.uploads [ROUNDS]` clicks alone first. Then, in each round, one session uploads a workbook that unpacks to
300 MB and another a table of many row groups, and the third clicks until both were refused. The other pages are opened between
the rounds: their browsers would stand on other machines. Target: every click answered within a second.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import clock
from bench.app import PART_SHOWS, SIZE, UNITS, VI, Walk
from tests.browser.driving import FIGURES, drawn, server
from tests.messy.hostile import hostile
from tests.messy.hostile_tables import hostile_tables

ROUNDS = 6
FILES = ("bomb.xlsx", "rows.parquet")
REFUSED = "[class*=st-key-problems_refused]"
TARGET = 1.0


def main(rounds: int = ROUNDS) -> None:
    """Print the clicks alone and beside the uploads, and how many uploads were told of."""
    with tempfile.TemporaryDirectory() as folder, clock.chromium() as browser:
        if browser is None:
            return
        root = Path(folder)
        for name in ("workbooks", "tables"):
            (root / name).mkdir()
        made = {file.name: file for file in (*hostile(root / "workbooks"), *hostile_tables(root / "tables"))}
        with server(root / "runs", root / "one.log") as served:
            walk = _planned(browser, served)
            _told("alone", [seconds for _ in range(4) for seconds in _clicks(walk)])
            others = [_Upload(browser, served.address, made[name]) for name in FILES]
            spent: list[float] = []
            for _ in range(rounds):
                for other in others:
                    other.ready()
                for other in others:
                    other.give()
                spent += _clicks(walk)
                while not all(other.refused() for other in others):
                    spent += _clicks(walk)
            _told(f"beside uploads of {' and '.join(FILES)}, {rounds} times each", spent)


class _Upload:
    """A session that gives the app one file."""

    def __init__(self, browser: Any, address: str, file: Path) -> None:
        self.page, self.address, self.file = browser.new_context(viewport=SIZE).new_page(), address, file

    def ready(self) -> None:
        """Open the page of the files anew."""
        self.page.goto(f"{self.address}/?lang=vi")
        self.page.locator(FIGURES).first.wait_for()
        drawn(self.page)

    def give(self) -> None:
        """Give it the file, and wait for nothing."""
        self.page.locator('input[type="file"]').first.set_input_files(self.file)

    def refused(self) -> bool:
        """Whether the file was told of."""
        return bool(self.page.locator(REFUSED).count())


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


def _clicks(walk: Walk) -> list[float]:
    """Seconds of a click on each part of the plan."""
    first = len(walk.rows)
    for name in ("flows", "money", "requirements", "overview", "units"):
        walk.part(name, "w_plan_part", VI[name], PART_SHOWS[name])
    return [row[2] for row in walk.rows[first:]]


def _told(name: str, seconds: list[float]) -> None:
    spent, above = sorted(seconds), sum(each > TARGET for each in seconds)
    print(
        f"{name}: {len(spent)} clicks, median {statistics.median(spent):.2f} s, nine of ten within {spent[len(spent) * 9 // 10]:.2f} s, "
        f"worst {spent[-1]:.2f} s; {above} above {TARGET:g} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
