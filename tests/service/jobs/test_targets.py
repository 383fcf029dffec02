"""Other targets than a plan's own: which are planned, and that each is the best plan of its own scenario."""

from __future__ import annotations

import json

import pytest

from planner.scenario.load import scenario_from
from planner.scenario.paths import put
from planner.service.jobs.targets import TARGETS_FILE, plan_at, targets_around, targets_task
from planner.service.places import made_from
from planner.service.run import Request, make_run
from planner.service.saved_runs import save_run
from tests.small import small_run


def scenario(own, before=None, **last):
    first = {"name": "a"} if before is None else {"name": "a", "reduction_at_least": before}
    return {"periods": [first, {"name": "b", **({} if own is None else {"reduction_at_least": own}), **last}]}


@pytest.mark.parametrize(
    ("asked", "around"),
    [
        (scenario(0.20), [0.16, 0.18, 0.20, 0.22, 0.24]),
        (scenario(0.20, before=0.18), [0.20, 0.22, 0.24]),
        (scenario(0.20, reduction_at_most=0.22), [0.16, 0.18, 0.20, 0.22]),
        (scenario(0.02), [0.02, 0.04, 0.06]),
        (scenario(None), []),
    ],
)
def test_targets_about_a_plans_own_ask_for_more_than_the_periods_before(asked, around):
    assert targets_around(asked) == pytest.approx(around)


def test_each_target_is_planned_and_the_plans_own_is_not_planned_again(tmp_path):
    run = small_run()
    save_run(run, tmp_path / "plan", "vi", workbook=False)
    targets_task({"source": str(tmp_path / "plan"), "lang": "vi"}, lambda said: None)
    rows = json.loads((made_from(tmp_path / "plan") / TARGETS_FILE).read_text(encoding="utf-8"))["targets"]
    own = next(row for row in rows if row["own"])
    assert (own["leavers"], own["cost_vnd"]) == (run.summary["headcount"]["leavers"], run.summary["cost_vnd"])
    other = next(row for row in rows if not row["own"] and row["cost_vnd"] is not None)
    data = run.instance.loaded.data
    asked = scenario_from(put(data, ("periods", len(data["periods"]) - 1, "reduction_at_least"), other["target"]), name="s.yaml")
    alone = make_run(Request(asked, run.instance.roster, lang="vi")).summary
    assert other["status"] == alone["status"] == "optimal" and other["leavers"] == alone["headcount"]["leavers"]


def test_a_target_that_cannot_be_has_no_figures():
    row = plan_at(small_run(), 0.99, "vi")
    assert row["status"] == "infeasible" and row["leavers"] is row["cost_vnd"] is row["involuntary"] is None
