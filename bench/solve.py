"""`python -m bench.solve [--large] [--seeds N]`: a table of the solver alone on synthetic ministries; nothing is asserted.

Each case runs in a process of its own, so that `peak MB` is that case's memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys

CASES = (
    # people, units, relative gap, money as a share of a rough estimate, time limit
    (300, 6, 1e-5, 0.5, 10.0),
    (1_000, 20, 1e-5, 0.5, 10.0),
    (1_500, 22, 1e-5, 0.6, 10.0),
    (1_500, 22, 1e-5, 0.48, 10.0),
    (10_000, 228, 1e-5, 0.6, 60.0),
    (10_000, 228, 1e-5, 0.48, 60.0),
    (10_000, 228, 1e-5, 0.3, 60.0),
)
LARGE = ((100_000, 228, 1e-5, 0.6, 300.0), (100_000, 228, 1e-5, 0.48, 300.0))


def measure(people: int, units: int, relative_gap: float, budget: float, limit: float, seed: int) -> dict[str, object]:
    """One case solved in this process: the table's row."""
    from bench.instances import ministry
    from planner.optimise.solve import Progress, solve

    model = ministry(people, units, seed=seed, budget=budget)
    steps: list[Progress] = []
    answer = solve(model, time_limit_s=limit, relative_gap=relative_gap, seed=1, progress=steps.append, bars=[])
    priced = next((step.seconds for step in steps if step.phase == "prices"), None)
    return {
        "people": people,
        "options": len(model.gain),
        "rows": len(model.rows.names),
        "budget": budget,
        "seed": seed,
        "status": str(answer.status),
        "LP s": priced,
        "total s": answer.seconds,
        "gap": answer.gap,
        "loss_gap": answer.loss_gap,
        "clash": len(answer.conflict),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def shown(value: object) -> str:
    """A cell: two decimals, or powers of ten where a share is small."""
    if isinstance(value, float):
        return f"{value:.1e}" if 0 < value < 0.005 else f"{value:.2f}"
    return "-" if value is None else str(value)


def main() -> None:
    """Runs the cases and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="100,000 people too")
    parser.add_argument("--seeds", type=int, default=1, help="instances of each case")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(*json.loads(asked.one))))
        return
    heading = None
    for instance in CASES + (LARGE if asked.large else ()):
        for seed in range(asked.seeds):
            command = [sys.executable, "-m", "bench.solve", "--one", json.dumps([*instance, seed])]
            row = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
            if heading is None:
                heading = list(row)
                print("".join(f"{name:>11}" for name in heading))
            print("".join(f"{shown(row[name]):>11}" for name in heading), flush=True)


if __name__ == "__main__":
    main()
