"""What pictures draw: before and after, quarters, and the bridge from one cost to another."""

from __future__ import annotations

import pandas as pd

from planner.plan import tables


def test_before_and_after_add_up() -> None:
    people = pd.DataFrame({"level": ["a", "a", None, "b"], "decision": ["retain", "early_retirement", "contract_end", "redeploy"]})
    frame = tables.before_and_after(people, "level")
    assert frame.to_dict("list") == {"level": ["a", "", "b"], "before": [2, 1, 1], "after": [1, 0, 1], "leavers": [1, 1, 0]}


def test_exits_and_money_are_summed_by_quarter() -> None:
    months = pd.to_datetime(["2027-07-01", "2027-09-01", "2028-01-01"])
    line = pd.DataFrame({"month": months, "period": "p", "decision": "early_retirement", "people": [2, 3, 4], "involuntary": [1, 1, 0], "cost_vnd": [10, 20, 30]})
    exits = tables.exits_by_quarter(line)
    assert list(exits["people"]) == [5, 4] and list(exits["cost_vnd"]) == [30, 30]
    assert [f"{q:%Y-%m}" for q in tables.quarters_between(exits["quarter"])] == ["2027-07", "2027-10", "2028-01"]
    money = pd.DataFrame({"month": months, "cost_vnd": [5, 0, 0], "saving_vnd": [1, 1, 1], "saving_natural_vnd": [0, 0, 2], "net": [-4, -3, -2]})
    assert tables.money_by_quarter(money)[["cost_vnd", "saving_vnd", "net"]].to_dict("list") == {"cost_vnd": [5, 0], "saving_vnd": [2, 1], "net": [-3, -2]}


def test_a_bridge_leads_from_one_cost_to_the_other() -> None:
    before = pd.DataFrame({"employee_id": ["A", "B", "C"], "decision": ["retain", "early_retirement", "immediate_separation"], "cost_vnd": ["0", "100", "50"]})
    now = before.assign(decision=["immediate_separation", "early_retirement", "retain"], cost_vnd=[70, 100, 0])
    bridge = tables.cost_bridge(now, before)
    assert bridge.values.tolist() == [["before", 0, 150], ["immediate_separation", 0, 20], ["now", 0, 170]]
    assert bridge["cost_vnd"].iloc[:-1].sum() == bridge["cost_vnd"].iloc[-1]
