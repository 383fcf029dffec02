"""What hangs on the doubtful numbers of the law: for each, the money of a plan under the other reading.

A parameter that is only believed (`K2`) or unsure (`?`) may be read otherwise. Where its file names another reading,
every exit that the plan decides is paid again under that reading, decision by decision; what-ifs of the scenario are
compared with what the law says. Where no other reading is known, the money of the rows that read the number is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.plain import plain
from planner.core.texts import text
from planner.core.vocabulary import DECISION_INDEX, DECISIONS, EXIT_ROUTES, SECONDMENTS
from planner.instance.answers import Paid
from planner.instance.instance import Instance
from planner.plan.plan import Run
from planner.plan.tables.law import SECONDMENT, citation_of, is_doubtful, other_values, shown_value, value_on, values_used
from planner.policy.law.parameters import EVIDENCE, UNSURE, Dated, Law
from planner.policy.law.tracing import tracing

COLUMNS = (
    "parameter", "description", "measure", "value", "valid_from", "evidence", "citation", "other", "says", "cost_vnd", "other_cost_vnd",
    "difference_vnd", "people_affected", "no_longer_open",
)  # fmt: skip
_ROUTE_OF = np.array([EXIT_ROUTES.index(d) if d in EXIT_ROUTES else -1 for d in DECISIONS], dtype=np.int64)


@dataclass(frozen=True)
class _Exits:
    """The exits of one period: the leavers' rows in the roster, the route's row of each, what the plan pays."""

    period: int
    who: npt.NDArray[np.int64]
    route: npt.NDArray[np.int64]
    cost: npt.NDArray[np.int64]

    def under(self, instance: Instance, law: Law) -> Paid:
        """Of these leavers, each in the decided route, what another law says: arrays of one entry each."""
        return instance.answers.paid(law, instance.benefits[self.period].terms, self.who, self.route)


def doubts_of(run: Run, lang: str = "vi") -> pd.DataFrame:
    """As `doubts`, of a run. ValueError where it has no plan."""
    if run.plan.chosen is None:
        raise ValueError("the run has no plan; nothing hangs on the law")
    return doubts(run.instance, run.plan.chosen, lang)


def doubts(instance: Instance, chosen: npt.NDArray[np.int64], lang: str = "vi") -> pd.DataFrame:
    """A row a doubtful value of the law that the plan used, and another reading of it, the largest effect first.

    [parameter, description (in `lang`), measure (unit), value, valid_from (date), evidence (K2 or ?), citation, other
    (the other reading; None where none is known), says (whose reading, in `lang`), cost_vnd (money of the decisions that
    hang on it), other_cost_vnd (the same decisions under the other reading), difference_vnd (other less own: what the
    plan's total would change by), people_affected (whose money or right changes; without another reading: whose money
    reads the number), no_longer_open (decisions that the other reading would not allow; they are counted as 0 VND)].
    other_cost_vnd, difference_vnd and no_longer_open are <NA> without another reading. Values as `tables.law_used`.
    """
    exits = list(_exits(instance, chosen))
    rows = []
    for name, parameter, dated in values_used(instance):
        if not is_doubtful(dated):
            continue
        known = {
            "parameter": name,
            "description": parameter.description[lang],
            "measure": parameter.unit,
            "value": shown_value(dated.value, lang),
            "valid_from": dated.since,
            "evidence": EVIDENCE[dated.evidence],
            "citation": citation_of(dated, lang),
        }
        readings = other_values(dated)
        for reading in readings:
            changed = replace(dated, value=reading.value)
            other = instance.answers.reading(instance.law, f"{name} {changed!r}", partial(instance.law.with_value, name, changed))
            rows.append({**known, "other": shown_value(reading.value, lang), "says": reading.says[lang], **_priced(instance, exits, other)})
        if not readings:
            rows.append({**known, "other": None, "says": "", **_money_of_readers(instance, chosen, exits, name, dated)})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = ["cost_vnd", "other_cost_vnd", "difference_vnd", "people_affected", "no_longer_open"]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    return frame.iloc[np.argsort(-_at_stake(frame), kind="stable")].reset_index(drop=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The doubts as `plan.json` keeps them, the largest effect first."""
    return [
        {
            "parameter": row.parameter,
            "description": row.description,
            "evidence": row.evidence,
            "people": int(row.people_affected),
            "cost_vnd": int(row.cost_vnd),
            "value": plain(row.value),
            "other": plain(row.other),
            "says": row.says,
            "difference_vnd": None if row.difference_vnd is pd.NA else int(row.difference_vnd),
        }
        for row in frame.itertuples(index=False)
    ]


def sentence(record: Mapping[str, Any], lang: str) -> str:
    """One entry of `records` in words: the money, and what the other reading would change."""
    change = record["difference_vnd"]
    if change is None:
        return text("doubts.read_by", lang, people=record["people"], cost=record["cost_vnd"])
    key = "doubts.more" if change > 0 else "doubts.less" if change < 0 else "doubts.same"
    return text(key, lang, says=record["says"], change=abs(change), people=record["people"])


def _exits(instance: Instance, chosen: npt.NDArray[np.int64]) -> Iterator[_Exits]:
    """The leavers of each period; people who stay read no law that pays."""
    options = instance.options
    route, period = _ROUTE_OF[options.decision[chosen]], options.period[chosen]
    for at in range(len(instance.scenario.periods)):
        who = np.flatnonzero((route >= 0) & (period == at))
        if len(who):
            yield _Exits(at, who, route[who], options.cost_vnd[chosen[who]])


def _priced(instance: Instance, exits: list[_Exits], law: Law) -> dict[str, int]:
    """The decisions that another law would pay otherwise: their money, that money, the people."""
    own = others = people = closed = 0
    for part in exits:
        is_open, paid, _ = part.under(instance, law)
        changed = ~is_open | (paid != part.cost)
        own, others = own + int(part.cost[changed].sum()), others + int(paid[changed].sum())
        people, closed = people + int(changed.sum()), closed + int((~is_open).sum())
    return {"cost_vnd": own, "other_cost_vnd": others, "difference_vnd": others - own, "people_affected": people, "no_longer_open": closed}


def _seconded(instance: Instance, chosen: npt.NDArray[np.int64], name: str) -> tuple[int, int]:
    """(money, people) of the secondments that read a value: of those to the place, or of all."""
    if not name.startswith(SECONDMENT):
        return 0, 0
    part = name.removeprefix(SECONDMENT)
    places = [part] if part in SECONDMENTS else list(SECONDMENTS)
    sent = np.isin(instance.options.decision[chosen], [DECISION_INDEX[SECONDMENTS[place]] for place in places])
    return int(instance.options.cost_vnd[chosen[sent]].sum()), int(sent.sum())


def _money_of_readers(instance: Instance, chosen: npt.NDArray[np.int64], exits: list[_Exits], name: str, dated: Dated) -> dict[str, Any]:
    """The money of the decisions that read a value, and how many they are."""
    own, people = _seconded(instance, chosen, name)
    traced = instance.answers.reading(instance.law, f"{name} traced", partial(tracing, instance.law, name))
    for part in exits:
        if value_on(instance.law, name, instance.scenario.periods[part.period].leave_on).since != dated.since:
            continue
        reads = (part.under(instance, traced).evidence == UNSURE) & (part.cost > 0)
        own, people = own + int(part.cost[reads].sum()), people + int(reads.sum())
    return {"cost_vnd": own, "other_cost_vnd": None, "difference_vnd": None, "people_affected": people, "no_longer_open": None}


def _at_stake(frame: pd.DataFrame) -> npt.NDArray[np.float64]:
    """What to sort by: the size of the difference; where none is known, the money that reads the number."""
    change = frame["difference_vnd"].abs()
    return change.where(change.notna(), frame["cost_vnd"]).fillna(0).to_numpy(np.float64)
