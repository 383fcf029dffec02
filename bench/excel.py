"""`planner check` of workbooks as whole processes: wall seconds, processor seconds, and memory at its peak.

`python -m bench.excel [PEOPLE]`. Targets: 30 sheets of 100 rows in 3 s; one sheet of 100,000 rows in 20 s and 1 GB. The
memory is that of the larger of the two processes (the one that checks, and its child that parses). Wall seconds double
where the machine has other work; processor seconds less so.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CASES = (("30 sheets of 100 rows", 3_000, 30, 3), ("one sheet", 100_000, 1, 1))
"""Name, people, sheets, runs (the best counts)."""
KINDS = (".xlsx", ".csv")


def one(file: Path) -> dict[str, Any]:
    """Seconds and MB of one call, measured in this process."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "planner", "check", str(file), "--json"], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "people": json.loads(done.stdout)["people"],
        "seconds": seconds,
        "processor": used.ru_utime + used.ru_stime,
        "MB": used.ru_maxrss // 1024,
    }


def main(people: int | None = None) -> None:
    """Print a row a file; the largest number of people may be given."""
    print(f"{'':>24}  {'people':>8}  {'seconds':>8}  {'processor':>9}  {'MB':>6}  {'file MB':>7}  load")
    with tempfile.TemporaryDirectory() as folder:
        for name, count, sheets, runs in CASES:
            size = min(count, people or count)
            for ending in KINDS if sheets == 1 else KINDS[:1]:
                file = Path(folder) / f"{sheets}{ending}"
                subprocess.run(
                    [sys.executable, "-m", "planner", "sample", str(file), "--people", str(size), "--units", str(sheets), "--seed", "1"],
                    check=True, capture_output=True,
                )  # fmt: skip
                calls = [sys.executable, "-m", "bench.excel", "--one", str(file)]
                found = [json.loads(subprocess.run(calls, check=True, capture_output=True, text=True).stdout) for _ in range(runs)]
                best = min(found, key=lambda row: row["seconds"])
                print(
                    f"{name + ', ' + ending:>24}  {best['people']:>8}  {best['seconds']:>8.1f}  {best['processor']:>9.1f}  {best['MB']:>6}"
                    f"  {file.stat().st_size / 2**20:>7.1f}  {os.getloadavg()[0]:.1f}"
                )


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(one(Path(sys.argv[-1]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
