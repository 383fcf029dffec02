"""Several families at once, where none can give way alone: the fewest people, a typical exit's money counting as one."""

from __future__ import annotations

import numpy as np

from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN
from planner.optimise.model.rows import RowName
from planner.plan.repair.bounds import MORE, Told, message_of, numbers_of, put_bound, side_of
from planner.plan.repair.change import Edited, money_above
from planner.plan.repair.elastic import Slack, slack_of
from planner.plan.repair.proposal import Proposal, Question
from planner.scenario.requirement_kinds import KINDS, Counts, Kind, Way


def together(ask: Question) -> Proposal | None:
    """The change of several requirements that eases the fewest people; None where even that makes no plan possible."""
    unit = _typical_exit(ask)
    rows = [row for way in (Way.ROW_BY_ROW, Way.MONEY) for row in ask.rows(*(kind for kind in KINDS if kind.gives_way is way))]
    numbers = numbers_of(ask, rows)
    found = ask.least([_slack(ask, own, unit) for own in numbers])
    if found is None:
        return None
    eased = [(own[0], int(v)) for own, v in zip(numbers, found.value, strict=True) if v > 0]
    return _proposal(ask, eased, unit, 0) if eased else None


def _slack(ask: Question, rows: list[int], unit: int) -> Slack:
    """A slack in people, or in sums of `unit`."""
    slack = slack_of(ask.model, rows, side_of(ask, rows[0]))
    if ask.name(rows[0]).kind.counts is Counts.VND:
        return Slack(slack.rows, np.array([-float(unit)]), -(-slack.most // unit))
    return slack


def _typical_exit(ask: Question) -> int:
    """The median cost of a chosen exit."""
    options = ask.instance.options
    paid = options.cost_vnd[np.isin(options.decision, CHOSEN) & (options.cost_vnd > 0)]
    return int(np.median(paid)) if len(paid) else 1


def _proposal(ask: Question, eased: list[tuple[int, int]], unit: int, step: int) -> Proposal | None:
    from planner.plan.infeasibility.headline import Joined

    edited, messages = ask.edited(), []
    told: dict[str, list[tuple[Kind, Told, int]]] = {}
    for row, value in eased:
        name, more = ask.name(row), value + MORE[step]
        if name.kind.counts is Counts.VND:
            messages.append(_more_money(ask, edited, name, more * unit))
        else:
            told.setdefault(name.kind.name, []).append((name.kind, put_bound(ask, edited, name, more), more))
    people = [message_of(entries[0][0], [shown for _, shown, _ in entries], sum(more for *_, more in entries)) for entries in told.values()]
    wider = (lambda: _proposal(ask, eased, unit, step + 1)) if step + 1 < len(MORE) else None
    return Proposal(edited.change(), Message("repair.together", {"parts": Joined("", {"parts": [*people, *messages]})}), wider)


def _more_money(ask: Question, edited: Edited, name: RowName, more: int) -> Message:
    """Writes a budget that is higher by so much, in a readable sum; what to say of it."""
    old = ask.values.bound(name)
    new = money_above(old + more)
    edited.put(name.number, new)
    return Message(f"requirement.{name.kind.name}.ease", {**ask.values.names(name), "old": old, "new": new, "more": new - old})
