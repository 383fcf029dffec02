"""Several families at once, where none can give way alone: the fewest people, a typical exit's money counting as one."""

from __future__ import annotations

import numpy as np

from planner.core.texts import Message
from planner.core.vocabulary import CHOSEN
from planner.plan.repair.bounds import MORE, message_of, put_bound
from planner.plan.repair.change import money_above
from planner.plan.repair.elastic import Slack, slack_of
from planner.plan.repair.other_requirements import put_budget
from planner.plan.repair.proposal import Proposal, Question

WORDS = (
    ("periods.", "reduction_at_least", "period_at_least"),
    ("periods.", "reduction_at_most", "period_at_most"),
    ("units.", "reduction_at_least", "unit_at_least"),
    ("units.", "reduction_at_most", "unit_at_most"),
    ("units.", "minimum_headcount", "unit_minimum"),
    ("reduction.", "reduction_at_least", "group_at_least"),
    ("reduction.", "reduction_at_most", "group_at_most"),
    ("by_route.", "at_least", "route_at_least"),
    ("by_route.", "at_most", "route_at_most"),
    ("secondment.", "at_least", "route_at_least"),
    ("secondment.", "at_most", "route_at_most"),
    ("keep.skills.", "", "skills"),
    ("stay_close", "", "stay_close"),
)
"""Start and end of the requirements that count people, and their sentence."""


def together(ask: Question) -> Proposal | None:
    """The change of several requirements that eases the fewest people; None where even that makes no plan possible."""
    rows, slacks, words = [], [], []
    for start, end, word in WORDS:
        side = 1 if end.endswith("at_most") else -1
        for row in ask.rows(start, end):
            rows.append(row)
            slacks.append(slack_of(ask.model, [row], side))
            words.append((word, side))
    unit = _typical_exit(ask)
    for row in ask.rows("budget."):
        most = slack_of(ask.model, [row], 1).most
        rows.append(row)
        slacks.append(Slack(np.array([row]), np.array([-float(unit)]), -(-most // unit)))
        words.append(("budget", 1))
    found = ask.least(slacks)
    if found is None:
        return None
    eased = [(r, int(v), *w) for r, v, w in zip(rows, found.value, words, strict=True) if v > 0]
    return _proposal(ask, eased, unit, 0) if eased else None


def _typical_exit(ask: Question) -> int:
    """The median cost of a chosen exit."""
    options = ask.instance.options
    paid = options.cost_vnd[np.isin(options.decision, CHOSEN) & (options.cost_vnd > 0)]
    return int(np.median(paid)) if len(paid) else 1


def _proposal(ask: Question, eased: list[tuple[int, int, str, int]], unit: int, step: int) -> Proposal | None:
    from planner.plan.infeasibility.headline import Joined

    edited, told = ask.edited(), {}
    for row, value, word, side in eased:
        bound = int(ask.model.rows.upper[row] if side > 0 else ask.model.rows.lower[row])
        name, more = ask.name(row), value + MORE[step]
        if word == "budget":
            money = money_above(bound + more * unit)
            put_budget(edited, name.requirement, money)
            shown = {"period": name.scope, "old": bound, "new": money, "more": money - bound}
            parts = [Message(f"repair.budget_{'period' if name.scope else 'total'}", shown)]
            told.setdefault(("budget", name), []).extend(parts)
        else:
            told.setdefault((word, None), []).append((put_bound(ask, edited, name, bound, side * more), more))
    messages = []
    for (word, _), entries in told.items():
        if word == "budget":
            messages += entries
        else:
            messages.append(message_of(word, [shown for shown, _ in entries], sum(more for _, more in entries)))
    wider = (lambda: _proposal(ask, eased, unit, step + 1)) if step + 1 < len(MORE) else None
    return Proposal(edited.change(), Message("repair.together", {"parts": Joined("", {"parts": messages})}), wider)
