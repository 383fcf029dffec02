"""How often the groups of each rule of fairness leave, beside everybody: counted as the rule counts, natural exits aside."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from planner.core.texts import Message
from planner.core.value_text import group_label
from planner.core.vocabulary import CHOSEN
from planner.instance.groups import SMALLEST_GROUP, groups_of
from planner.instance.instance import Instance


def fairness_figures(instance: Instance, chosen: npt.NDArray[np.int64]) -> list[dict[str, Any]]:
    """`fairness` of `plan.json`: an entry a group of each rule, in the scenario's order.

    by, group: the rule's attribute and the group's code. people, exits: how many they are, and how many leave by a chosen route.
    rate: exits ÷ people. ratio: rate ÷ everybody's, None where nobody leaves. max_ratio: the rule's limit. small: a group
    too small to be compared, for which the limit does not hold.
    """
    leaves, people = np.isin(instance.options.decision[chosen], CHOSEN), instance.people
    of_all = leaves.sum() / len(people) if len(people) else 0.0
    return [
        _figures(rule.by, group, members, leaves, float(of_all), float(rule.max_ratio))
        for rule in instance.scenario.fairness
        for group, members in groups_of(rule.by, people, instance.structure, instance.scenario.snapshot_on)
        if members.any()
    ]


def _figures(by: str, group: str, members: npt.NDArray[np.bool_], leaves: npt.NDArray[np.bool_], of_all: float, most: float) -> dict[str, Any]:
    people, exits = int(members.sum()), int((members & leaves).sum())
    rate = exits / people
    ratio, small = (rate / of_all if of_all else None), people < SMALLEST_GROUP
    return {"by": by, "group": group, "people": people, "exits": exits, "rate": rate, "ratio": ratio, "max_ratio": most, "small": small}


def fairness_message(entry: dict[str, Any], unit_names: dict[str, str]) -> Message:
    """A group's figures in words: "Female: 21.3% leave, 1.08 times the rate of all, limit 1.2"."""
    by, group = str(entry["by"]), str(entry["group"])
    name = unit_names.get(group, group) if by == "unit" else group_label(by, group)
    said = "small" if entry["small"] else "nobody" if entry["ratio"] is None else "said"
    return Message(f"rates.{said}", {**entry, "group": name, "least": SMALLEST_GROUP})
