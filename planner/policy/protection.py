"""Who is not yet considered (chưa xem xét): expectant mothers, parents of small children, people under discipline or inspection.

Source: NĐ 178/2024 Article 3; the same groups in NĐ 154/2025 and NĐ 29/2023, whose child rule is for fathers too (a doubtful
reading: NĐ 178 names women, the others persons). The rule stands beside the decrees' own conditions: it
bars every exit but the natural ones; for the parents it falls for the route that the person volunteers for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import add_months, as_days
from planner.core.texts import Message
from planner.policy.decrees.regime import REGIMES
from planner.policy.decrees.rule import citation, day_of
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.retirement import is_female

READS = ("protection.child_months",)
FATHERS = "scope.fathers_protected"
"""Of a decree: its child rule is for fathers too; for women alone where it has no such value."""


@dataclass(frozen=True, slots=True)
class Protection:
    """A group that is not yet considered, text `law.protection_<code>`. `waivable`: a volunteer may leave."""

    code: str
    waivable: bool


PROTECTIONS = (
    Protection("", True),
    Protection("pregnant", True),
    Protection("maternity_leave", True),
    Protection("small_child", True),
    Protection("under_discipline", False),
    Protection("under_inspection", False),
)
WAIVABLE = np.array([protection.waivable for protection in PROTECTIONS])
"""By code: whether volunteering lifts it (true for 0, nothing to lift)."""


def not_yet_considered(
    people: pd.DataFrame, leave_on: dt.date, law: Law | None = None, regime: npt.NDArray[np.int8] | None = None
) -> npt.NDArray[np.int8]:
    """An index into `PROTECTIONS` for each person, 0 where none holds; what cannot be waived comes first.

    people: reads sex, pregnant, maternity_leave, youngest_child_born_on, under_discipline, under_inspection. The child
    rule ends on the day on which the child is 36 months old. regime: the decree that would pay each person, index into
    `regime.REGIMES`; the newest one where absent.
    """
    law = law or load_law()
    months = law.on("protection.child_months", leave_on)
    parent = is_female(people) | _fathers(len(people), leave_on, law, regime)
    female = is_female(people)
    grown_on = add_months(people["youngest_child_born_on"].to_numpy("datetime64[D]"), months)
    holds = {
        "under_discipline": people["under_discipline"].to_numpy(bool),
        "under_inspection": people["under_inspection"].to_numpy(bool),
        "pregnant": female & people["pregnant"].to_numpy(bool),
        "maternity_leave": female & people["maternity_leave"].to_numpy(bool),
        "small_child": parent & (as_days(leave_on) < grown_on),  # NaT compares as false
    }
    codes = [protection.code for protection in PROTECTIONS]
    return np.select(list(holds.values()), [codes.index(code) for code in holds], 0).astype(np.int8)


def _fathers(n: int, leave_on: dt.date, law: Law, regime: npt.NDArray[np.int8] | None) -> npt.NDArray[np.bool_]:
    """Whether the child rule of the decree that would pay a person is for fathers too: bool[n]."""
    too = np.array([bool(law.on(f"{decree}.{FATHERS}", day_of(law, decree, leave_on))) if f"{decree}.{FATHERS}" in law.files else False for decree in REGIMES])
    return np.full(n, too[-1]) if regime is None else too[regime]


def protection_message(code: int, leave_on: dt.date, law: Law | None = None) -> Message | None:
    """What a code says, with the limit and citation on that day; None for 0."""
    if code == 0:
        return None
    law = law or load_law()
    limit, cite = law.on("protection.child_months", leave_on), citation(law, "protection.child_months", leave_on)
    return Message(f"law.protection_{PROTECTIONS[code].code}", {"limit": limit, "cite": cite})
