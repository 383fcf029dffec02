"""`planner solve` and `planner verify` of the base scenario as whole processes: wall seconds of five runs.

`python -m bench.sample` prints one line a command. Target: solve in 8 s.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5


def main() -> None:
    """Print minimum, median and maximum of each command."""
    with tempfile.TemporaryDirectory() as folder:
        for command in (
            ["solve", "scenarios/base_2030.yaml", "--out", f"{folder}/plan"],
            ["verify", f"{folder}/plan"],
            ["--help"],
        ):
            seconds = []
            for _ in range(RUNS):
                started = time.perf_counter()
                subprocess.run([sys.executable, "-m", "planner", *command], check=True, capture_output=True)
                seconds.append(time.perf_counter() - started)
            low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
            print(f"{command[0]:>8}  min {low:.1f} s  median {middle:.1f} s  max {high:.1f} s")


if __name__ == "__main__":
    main()
