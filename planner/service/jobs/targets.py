"""Other targets than a plan's own: what they would cost and how many would leave against their will, each planned and proven."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.core.child import Say
from planner.core.files import write_json
from planner.scenario.load import scenario_from
from planner.scenario.paths import get, put
from planner.service.places import place_beside

TARGETS_FILE = "targets.json"
STEPS = (-0.04, -0.02, 0.0, 0.02, 0.04)
"""The targets that are planned, against the plan's own, as shares of the baseline."""
SECONDS = 30.0
"""At most so long is looked for each of them."""


def targets_task(task: dict[str, Any], say: Say) -> None:
    """`targets.json` among what is made of the plan in task["source"]: `plan_at` for each target, the plan's own among them."""
    from planner.service.jobs.memory import run_of

    folder = Path(task["source"])
    run = run_of(folder)
    rows = [plan_at(run, share, task["lang"]) for share in targets_around(run.instance.loaded.data)]
    write_json(place_beside(folder) / TARGETS_FILE, {"targets": rows})


def targets_around(scenario: dict[str, Any]) -> list[float]:
    """The last period's target and those about it that ask for more than the periods before do; [] where it has none."""
    periods = get(scenario, ("periods",), []) or []
    own = periods[-1].get("reduction_at_least") if periods else None
    if own is None:
        return []
    floor = max((period.get("reduction_at_least") or 0.0 for period in periods[:-1]), default=0.0)
    most = periods[-1].get("reduction_at_most") or 1.0
    around = [round(own + step, 6) for step in STEPS]
    return [share for share in around if share == round(own, 6) or (floor < share <= most and share < 1)]


def plan_at(run: Any, share: float, lang: str) -> dict[str, Any]:
    """{target, status, gap, leavers, cost_vnd, involuntary, own}: the scenario of a run planned with another target; figures are
    None where no plan can be. own: whether it is the run's own target, which is not planned again."""
    from planner.service.run import Request, make_run

    data = run.instance.loaded.data
    last = len(data["periods"]) - 1
    own = share == round(data["periods"][last]["reduction_at_least"], 6)
    made = run
    if not own:
        asked = scenario_from(put(data, ("periods", last, "reduction_at_least"), share), name="targets.yaml")
        made = make_run(Request(asked, run.instance.roster, time_limit_s=SECONDS, start_from=run, lang=lang, explain=False, repairs=False))
    told = made.summary
    people = told["headcount"] or {}
    return {"target": share, "own": own, "status": told["status"], "gap": told["gap"], "leavers": people.get("leavers"),
            "cost_vnd": told["cost_vnd"] if people else None, "involuntary": told["involuntary"] if people else None}  # fmt: skip
