"""Exit rates of groups and what tells whether they differ by chance. `planner fairness`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.vocabulary import CHOSEN
from planner.instance.groups import SMALLEST_GROUP, groups_of
from planner.instance.instance import Instance
from planner.scenario.requirement_kinds import PERIOD_TARGETS
from planner.service.beyond.case import Case
from planner.service.beyond.prices import Question, solved_without

ATTRIBUTES = ("sex", "age_band", "ethnic_minority", "disability", "category", "unit_kind")
COLUMNS = (
    "attribute", "group", "people", "exits", "rate", "ratio", "four_fifths", "p_value", "interval_low", "interval_high", "small",
    "differs", "cause", "rate_without", "cause_proven",
)  # fmt: skip
FOUR_FIFTHS, SURE = 0.8, 0.05
OTHERS = "others"
"""Everybody who is not of an attention group."""

Bools = npt.NDArray[np.bool_]


def fairness(case: Case, *, causes: bool = True, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> pd.DataFrame:
    """`COLUMNS`, a row a group, attribute after attribute.

    exits: by a chosen route. causes: whether it is solved which single requirement makes most of a difference (of groups that
    differ). progress: called with (requirements solved without, to solve).
    """
    left = exits_of(case.run.instance, case.chosen)
    rows = [row for name, groups in attributes_of(case.run.instance) for row in _of_attribute(name, groups, left)]
    table = pd.DataFrame(rows)
    table["differs"] = (table["p_value"] < SURE) | ~table["four_fifths"]
    table["cause"], table["rate_without"], table["cause_proven"] = "", np.nan, True
    if causes and table["differs"].any():
        _find_causes(case, table, workers, progress)
    return table[list(COLUMNS)]


def exits_of(instance: Instance, chosen: npt.NDArray[np.int64]) -> Bools:
    """Who leaves by a route that the plan chose: bool[n]. Natural exits are none."""
    own = chosen[: len(instance.people)]
    return np.isin(instance.options.decision[own], CHOSEN)


def attributes_of(instance: Instance) -> Iterator[tuple[str, list[tuple[str, Bools]]]]:
    """(attribute, its groups with their members bool[n]); empty groups are left out."""
    for name in ATTRIBUTES:
        if name == "unit_kind":
            kind = instance.structure.units["kind"].astype(str).to_numpy()[instance.structure.unit_of]
            groups = [(str(value), kind == value) for value in np.unique(kind)]
        else:
            groups = list(groups_of(name, instance.people, instance.structure, instance.scenario.snapshot_on))
            if name in ("ethnic_minority", "disability"):
                groups.append((OTHERS, ~groups[0][1]))
        yield name, [(group, members) for group, members in groups if members.any()]


def _of_attribute(attribute: str, groups: list[tuple[str, Bools]], left: Bools) -> Iterator[dict[str, Any]]:
    from scipy.stats import binomtest, fisher_exact

    n, all_exits = len(left), int(left.sum())
    stays = [1 - float(left[members].mean()) for _, members in groups]
    most = max(stays)
    for (group, members), stay in zip(groups, stays, strict=True):
        people, exits = int(members.sum()), int(left[members].sum())
        others = [[exits, people - exits], [all_exits - exits, n - people - all_exits + exits]]
        interval = binomtest(exits, people).proportion_ci(0.95, "wilson")
        ratio = stay / most if most else 1.0
        yield {
            "attribute": attribute, "group": group, "people": people, "exits": exits, "rate": exits / people, "ratio": ratio,
            "four_fifths": stay >= FOUR_FIFTHS * most - 1e-12, "p_value": min(1.0, float(fisher_exact(others).pvalue)),
            "interval_low": float(interval.low), "interval_high": float(interval.high), "small": people < SMALLEST_GROUP,
        }  # fmt: skip


def _find_causes(case: Case, table: pd.DataFrame, workers: int, progress: Callable[[int, int], None] | None) -> None:
    """Of each group that differs: the requirement without which its rate comes nearest to that of everybody else.

    The targets of the periods are none: without them fewer people leave, whoever they are."""
    asked, found = solved_without(case, every=True, workers=workers, progress=progress)
    solved = [(q, found[id(q)]) for q in asked if id(q) in found and found[id(q)].chosen is not None and q.kind != PERIOD_TARGETS]
    everything = all(id(q) in found for q in asked if q.at_most > q.of.tolerance)
    here = exits_of(case.run.instance, case.chosen)
    members = {(name, group): who for name, groups in attributes_of(case.run.instance) for group, who in groups}
    without = [(q, exits_of(q.of.run.instance, s.chosen), q.is_proven(s)) for q, s in solved]
    for at in np.flatnonzero(table["differs"]).tolist():
        who = members[table.at[at, "attribute"], table.at[at, "group"]]
        now, best = abs(_apart(here, who)), None
        for q, left, proven in without:
            apart = abs(_apart(left, who))
            if apart < now - 1e-12:
                now, best = apart, (q, left, proven)
        if best is not None:
            q, left, proven = best
            table.at[at, "cause"], table.at[at, "rate_without"] = _named(q), float(left[who].mean())
            table.at[at, "cause_proven"] = bool(proven and everything)
        else:
            table.at[at, "cause_proven"] = everything


def _apart(left: Bools, who: Bools) -> float:
    """How much a group's rate is above that of everybody else."""
    return 0.0 if who.all() else float(left[who].mean() - left[~who].mean())


def _named(q: Question) -> str:
    return f"{q.requirement} [{q.scope}]" if q.scope else q.requirement
