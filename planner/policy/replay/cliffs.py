"""Cliffs: people who stand within three months of a boundary, and what the boundary does to their money.

Source: the statutes' own brackets, found by computing the same people on neighbouring leaving dates.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from planner.core.dates import add_months
from planner.core.texts import Message
from planner.policy.benefits import ROUTES
from planner.policy.decrees.regime import DECREES, REGIMES, governing
from planner.policy.law.parameters import Law, load_law
from planner.policy.person.facts import facts_of
from planner.policy.replay.boundaries import Crossing, Step, crossings
from planner.policy.replay.comparison import words
from planner.policy.replay.instant import Instant, instant
from planner.policy.terms import Terms

MONTHS_SHOWN = 3
"""How far from a boundary a person is pointed out; a matter of display, not of law."""
DIRECTIONS = ("later", "earlier")
COLUMNS = (
    "employee_id", "route", "cliff", "months_away", "direction", "amount_now", "amount_after", "difference", "step_vnd", "shared", "leave_on",
    "eligible_now", "eligible_after", "regime_now", "regime_after", "parameter", "limit",
)  # fmt: skip


def cliffs(people: pd.DataFrame, terms: Terms, law: Law | None = None) -> pd.DataFrame:
    """A row for each person, route and boundary within `MONTHS_SHOWN` months of `terms.leave_on`, both ways.

    employee_id, route; cliff: the boundary's code; months_away: 1 to 3; direction: whether leaving `later` or `earlier`
    reaches it; amount_now, amount_after, difference: totals on `leave_on` and on the first date beyond, whole VND, 0
    where not open; step_vnd: the change in the crossing month alone; shared: another boundary of the route is crossed in the same
    month, so that the step is due to both; leave_on: the first date beyond; eligible and
    regime on both dates; parameter: where the boundary stands in the law; limit: its value (number, date or None).
    Ordered as the roster, then route, direction and distance. Insurance grows with the date. InputError as `replay`.
    """
    facts = facts_of(people, law or load_law())
    governing(facts.law, terms)  # the date asked for must be covered by a decree; the ones around it need not be
    now = instant(people, facts, terms)
    found = []
    for direction, sign in enumerate((1, -1)):
        before = now
        for months in range(1, MONTHS_SHOWN + 1):
            after = instant(people, facts, _shifted(terms, sign * months))
            step = Step(before, after)
            found += [_rows(now, step, crossing, months, direction) for crossing in crossings(step)]
            before = after
    return _frame(people, found)


def _shifted(terms: Terms, months: int) -> Terms:
    """The same terms with a leaving date `months` later.

    The roster's day stays what it is, so that insurance grows with the shift. A decision day that was not given moves along.
    """
    day: Any = add_months(terms.leave_on, months).item()  # a `date`
    return replace(terms, leave_on=day, snapshot_on=terms.snapshot_on or terms.leave_on)


def cliff_message(cliff: str, parameter: str, limit: Any) -> Message:
    """What a boundary says: "60 months to the retirement age: ..."."""
    decree = parameter.partition(".")[0]
    name = Message(f"words.regime_{decree}") if decree in DECREES else ""
    end = f"_{parameter.rpartition('.')[2]}" if cliff == "decree_window" else ""
    return Message(f"replay.cliff_{cliff}{end}", {"limit": limit, "decree": name})


def cliff_words(found: pd.DataFrame, lang: str) -> list[str]:
    """The text of each row's boundary, in `lang`."""
    keys = list(zip(found["cliff"].astype("str"), found["parameter"].astype("str"), found["limit"], strict=True))
    known = {key: cliff_message(*key).render(lang) for key in dict.fromkeys(keys)}
    return [known[key] for key in keys]


def _rows(now: Instant, step: Step, crossing: Crossing, months: int, direction: int) -> dict[str, Any]:
    """The columns of one boundary's rows, as arrays; people as row numbers of the roster."""
    row, person = np.nonzero(crossing.where)
    before, after = step.before.benefits, step.after.benefits
    amounts = {
        "amount_now": now.benefits.total_vnd[row, person],
        "amount_after": after.total_vnd[row, person],
        "step_vnd": after.total_vnd[row, person] - before.total_vnd[row, person],
    }
    limit = np.empty(len(row), dtype=object)
    limit.fill(crossing.limit)
    return amounts | {
        "person": person,
        "row": row,
        "cliff": np.full(len(row), crossing.code, dtype=object),
        "months_away": np.full(len(row), months, dtype=np.int64),
        "way": np.full(len(row), direction, dtype=np.int8),
        "leave_on": np.full(len(row), np.datetime64(step.after.leave_on, "s")),
        "eligible_now": now.benefits.eligible[row, person],
        "eligible_after": after.eligible[row, person],
        "old": now.benefits.regime[row, person],
        "new": after.regime[row, person],
        "parameter": np.full(len(row), crossing.parameter, dtype=object),
        "limit": limit,
    }


def _frame(people: pd.DataFrame, parts: list[dict[str, Any]]) -> pd.DataFrame:
    """All rows in order, with words for codes."""
    if not parts:
        return pd.DataFrame({name: [] for name in COLUMNS})
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((joined["months_away"], joined["way"], joined["row"], joined["person"]))
    joined = {name: array[order] for name, array in joined.items()}
    columns = joined | {
        "employee_id": people["employee_id"].to_numpy()[joined["person"]],
        "route": words(ROUTES, joined["row"]),
        "cliff": pd.Categorical(joined["cliff"]),
        "direction": words(DIRECTIONS, joined["way"]),
        "shared": _shared(joined),
        "difference": joined["amount_after"] - joined["amount_now"],
        "regime_now": words(REGIMES, joined["old"]),
        "regime_after": words(REGIMES, joined["new"]),
        "parameter": pd.Categorical(joined["parameter"]),
    }
    return pd.DataFrame({name: columns[name] for name in COLUMNS})


def _shared(joined: dict[str, Any]) -> Any:
    """Whether a row's person, route and month have another boundary too; rows of a person and route stand together."""
    keys = pd.DataFrame({name: joined[name] for name in ("person", "row", "way", "months_away")})
    return keys.duplicated(keep=False).to_numpy()
