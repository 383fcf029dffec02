"""One solver, one exported problem, one process: what it had found and proven at which second, as JSON lines.

`python -m bench.peer NAME FILE.mps SECONDS`. Times count from when the file has been read. Each peer has two threads.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

THREADS = 2
GAP = 1e-5
PATIENCE = 15.0
"""Seconds beyond its limit after which CBC is stopped."""
Event = tuple[float, float | None, float | None]
"""Second, best plan's objective, proven bound; both of the minimisation in the file."""


def tell(events: list[Event], memory: int) -> None:
    """The last line of the process."""
    print(json.dumps({"events": events, "MB": memory}))


def own_memory() -> int:
    """Peak memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def highs(file: str, seconds: float) -> None:
    """HiGHS whole: parallel, the gap that we ask of ourselves."""
    import highspy

    model, events = highspy.Highs(), []
    model.setOptionValue("output_flag", False)
    model.readModel(file)
    for name, value in (("time_limit", seconds), ("threads", THREADS), ("parallel", "on"), ("mip_rel_gap", GAP)):
        model.setOptionValue(name, value)
    started = time.perf_counter()

    def seen(event: object) -> None:
        data = event.data_out  # type: ignore[attr-defined]
        events.append((time.perf_counter() - started, data.mip_primal_bound, data.mip_dual_bound))

    model.cbMipLogging.subscribe(seen)
    model.cbMipImprovingSolution.subscribe(seen)
    model.solve()
    info = model.getInfo()
    primal = info.objective_function_value if info.primal_solution_status == 2 else None
    events.append((time.perf_counter() - started, primal, info.mip_dual_bound))
    tell(_finite(events), own_memory())


def scip(file: str, seconds: float) -> None:
    """SCIP whole, its newest release; it has one thread only."""
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

    model, events = Model(), []

    class Watch(Eventhdlr):
        def eventinit(self) -> None:
            self.model.catchEvent(SCIP_EVENTTYPE.BESTSOLFOUND, self)
            self.model.catchEvent(SCIP_EVENTTYPE.NODESOLVED, self)

        def eventexec(self, event: object) -> None:
            events.append((time.perf_counter() - started, self.model.getPrimalbound(), self.model.getDualbound()))

    model.hideOutput()
    model.readProblem(file)
    model.setParam("limits/time", seconds)
    model.setParam("limits/gap", GAP)
    model.includeEventhdlr(Watch(), "watch", "")
    started = time.perf_counter()
    model.optimize()
    events.append((time.perf_counter() - started, model.getPrimalbound() if model.getNSols() else None, model.getDualbound()))
    tell(_finite(events), own_memory())


def cp_sat(file: str, seconds: float) -> None:
    """CP-SAT whole, through OR-Tools' own reader, in a process whose log says when."""
    call = [sys.executable, "-m", "bench.peer", "CP-SAT, logged", file, str(seconds)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    logged = re.compile(r"^#\S+\s+(\S+)s\s+best:(\S+)\s+next:\[(\S+),")
    events: list[Event] = []
    for found in filter(None, map(logged.match, done.stdout.splitlines())):
        events.append(tuple(float(part) for part in found.groups()))  # type: ignore[arg-type]
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    events += [tuple(json.loads(lines[-1])["last"])] if lines else []
    tell(_finite(events), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)


def cp_sat_logged(file: str, seconds: float) -> None:
    """The search itself; the log and a last line with the result go to standard output."""
    from ortools.linear_solver.python import model_builder

    problem = model_builder.Model()
    problem.import_from_mps_file(file)
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters(f"num_workers:{THREADS} relative_gap_limit:{GAP} log_search_progress:true")
    started = time.perf_counter()
    status = solver.solve(problem)
    found = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    sys.stdout.flush()
    last = (time.perf_counter() - started, solver.objective_value if found else None, solver.best_objective_bound if found else None)
    print("\n" + json.dumps({"last": last}))


def cbc(file: str, seconds: float) -> None:
    """CBC whole, the programme that PuLP brings along; its log says when (it says "Optimal" where time ran out)."""
    import pulp

    call = [
        *(["stdbuf", "-oL"] if shutil.which("stdbuf") else []),  # else what it says comes late
        pulp.PULP_CBC_CMD().path,
        file,
        "-threads",
        str(THREADS),
        "-timeMode",
        "elapsed",
        "-sec",
        str(seconds),
        "-ratio",
        str(GAP),
        "-solve",
        "-quit",
    ]
    started, events, primal, bound = None, [], None, None
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        overdue = threading.Timer(seconds + PATIENCE, process.kill)  # it looks at the clock between its phases only
        overdue.start()
        for line in process.stdout or ():
            if started is None and ("read" in line or "Continuous objective" in line or "Problem" in line):
                started = time.perf_counter()
            now = time.perf_counter() - (started or time.perf_counter())
            primal = _number(line, r"Integer solution of (\S+) found") or _number(line, r"Objective value:\s+(\S+)") or primal
            primal = _number(line, r"relaxed objective (\S+) ") if "mini branch" in line and primal is None else primal
            bound = _number(line, r"best possible (\S+) ") or _number(line, r"Lower bound:\s+(\S+)") or bound
            bound = _number(line, r"Continuous objective value is (\S+) ") if bound is None else bound
            best = _number(line, r", (\S+) best solution")
            primal = best if best is not None and abs(best) < 1e40 else primal
            if not events or events[-1][1:] != (primal, bound):
                events.append((now, primal, bound))
        overdue.cancel()
    tell(_finite(events), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)


def _number(line: str, pattern: str) -> float | None:
    found = re.search(pattern, line)
    return float(found.group(1).rstrip(",)")) if found else None


def _finite(events: list[Event]) -> list[Event]:
    return [(at, *(None if v is None or abs(v) > 1e19 else v for v in values)) for at, *values in events]  # type: ignore[misc]


PEERS = {"HiGHS": highs, "SCIP": scip, "CP-SAT": cp_sat, "CBC": cbc}
ALL = {**PEERS, "CP-SAT, logged": cp_sat_logged}

if __name__ == "__main__":
    ALL[sys.argv[1]](str(Path(sys.argv[2])), float(sys.argv[3]))
