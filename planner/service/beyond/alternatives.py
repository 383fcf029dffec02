"""Other plans nearly as good that decide as many people as possible otherwise. `planner alternatives`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.texts import Message
from planner.optimise.model.changes import among, with_gain, with_row
from planner.optimise.solve.exact_check import keeps, objective_of
from planner.optimise.solve.presolve.reduce import person_of
from planner.optimise.solve.result import Status
from planner.optimise.solve.search.core import option_excess
from planner.roster.values.text import write_for_people
from planner.service.beyond.case import LARGE, Case
from planner.service.beyond.folders import results_folder, write_plans

COLUMNS = (
    "plan",
    "objective",
    "differ",
    "differ_from_all",
    "differ_at_most",
    "proven",
    "merit",
    "cost_vnd",
    "involuntary",
    "leavers",
    "said",
)
FILES = ("alternatives.csv", "alternative-*")
UNITS = 2.0**20
WHOLE = 1 - 1e-6
LARGE_GAP = 0.02
"""In larger ministries the number of people who differ is looked for to within this share; in smaller ones to the person."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Alternative:
    """A plan. choice: as the model takes it. differ: people who leave here and stay in the plan, or the other way. from_all:
    the same summed over the plan and all alternatives before. at_most: proven, no good plan has a larger sum; None without proof."""

    choice: Ints
    objective: float
    differ: int
    from_all: int
    at_most: int | None
    proven: bool


@dataclass(frozen=True)
class Alternatives:
    """found: in the order in which they were found; fewer than asked where no further one exists (`all_there`) or time ran out."""

    case: Case
    least: float
    found: tuple[Alternative, ...]
    all_there: bool

    def table(self, lang: str) -> pd.DataFrame:
        """`COLUMNS`, a row an alternative."""
        rows = []
        for number, each in enumerate(self.found, 1):
            row: dict[str, Any] = {"plan": f"alternative-{number}", "objective": each.objective, "differ": each.differ}
            row |= {"differ_from_all": each.from_all, "differ_at_most": each.at_most, "proven": each.proven}
            rows.append({**row, **self.case.figures(each.choice), "said": self.sentence(each).render(lang)})
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"differ_at_most": "Int64", "proven": bool})

    def sentence(self, each: Alternative) -> Message:
        """What tells an alternative from the plan: how many others leave, from where, and what it costs."""
        case, n = self.case, self.case.people
        now, then = case.leaves[case.choice[:n]], case.leaves[each.choice[:n]]
        here, before = case.figures(each.choice), case.figures(case.choice)
        said: dict[str, Any] = {"leave": int((then & ~now).sum()), "stay": int((now & ~then).sum())}
        said |= {"where_leave": self._where(then & ~now), "where_stay": self._where(now & ~then)}
        said |= {"points": round(case.objective - each.objective, 2), "involuntary": here["involuntary"] - before["involuntary"]}
        return Message("beyond.alternatives.sentence", {**said, "cost": here["cost_vnd"] - before["cost_vnd"]})

    def _where(self, who: npt.NDArray[np.bool_]) -> str:
        """The units of most of these people, with numbers."""
        structure = self.case.run.instance.structure
        count = np.bincount(structure.unit_of[who], minlength=len(structure.units))
        first = np.argsort(-count, kind="stable")[:3]
        named = [f"{structure.units['unit'].iloc[u]} {count[u]}" for u in first if count[u]]
        return ", ".join(named) + (", …" if (count > 0).sum() > len(named) else "") if named else "–"


def alternatives(case: Case, *, count: int = 5, within: float = 0.01, progress: Callable[[int, int], None] | None = None) -> Alternatives:
    """Up to `count` plans that lose at most the share `within` more than the plan (everybody's merit less its worth), each the
    one that differs most from the plan and all before it. progress: called with (found, wanted)."""
    loss = within * max(1.0, case.model.ceiling - case.objective)
    least = case.objective - loss - 1e-9 * max(1.0, abs(case.objective))
    good = among(case.model, option_excess(case.model, case.prices) <= case.price_bound - least)
    whole = np.rint(case.model.gain * UNITS).astype(np.int64)
    limited = with_row(good, whole, least=float(np.floor((least - case.model.constant) * UNITS)))
    found: list[Alternative] = []
    while len(found) < count and case.left() > 0:
        earlier = [case.choice, *(each.choice for each in found)]
        gain, gap = _differing(case, earlier), LARGE_GAP if case.people > LARGE else 0.0
        seconds = case.left() / (count - len(found))
        asked = with_gain(limited, gain)
        for choice in earlier:  # the sum of the distances alone may be largest for a plan that is there already
            asked = with_row(asked, _differing(case, [choice]).astype(np.int64), least=1)
        answer = case.solved(asked, relative_gap=gap, absolute_gap=WHOLE, seconds=seconds)
        if answer.status is Status.INFEASIBLE:
            return Alternatives(case, least, tuple(found), True)
        choice = answer.chosen
        if choice is None or not keeps(case.model, choice) or objective_of(case.model, choice) < least:
            break
        apart = [_apart(case, choice, other) for other in earlier]
        most = None if answer.bound is None else int(np.floor(answer.bound + 1e-6))
        proven = most is not None and (most == sum(apart) or most - sum(apart) <= gap * sum(apart))
        found.append(Alternative(choice, objective_of(case.model, choice), apart[0], sum(apart), most, proven))
        if progress is not None:
            progress(len(found), count)
    return Alternatives(case, least, tuple(found), False)


def write_alternatives(found: Alternatives, out: Path, *, lang: str, workers: int = 1) -> None:
    """`alternatives.csv` and a plan's folder each into `out`, as a whole. InputError where it holds other things."""
    table = found.table(lang)
    with results_folder(out, FILES) as folder:
        write_for_people(table, folder / "alternatives.csv")
        write_plans(found.case, [each.choice for each in found.found], list(table["plan"]), folder, lang=lang, workers=workers)


def _differing(case: Case, plans: Sequence[Ints]) -> npt.NDArray[np.float64]:
    """In how many plans an option's person is on the other side: float64[m], 0 for seats."""
    n = case.people
    owner = person_of(case.model)
    gain = np.zeros(len(case.model.gain))
    people = owner < n
    for choice in plans:
        side = case.leaves[choice[:n]]
        gain[people] += case.leaves[people] != side[owner[people]]
    return gain


def _apart(case: Case, one: Ints, other: Ints) -> int:
    """How many people leave in one plan and stay in the other."""
    n = case.people
    return int((case.leaves[one[:n]] != case.leaves[other[:n]]).sum())
