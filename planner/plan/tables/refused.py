"""What the law and the scenario do not open, with the reasons: for one person, and counted for all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.core.texts import Message
from planner.core.vocabulary import DECISION_INDEX, NATURAL_ROUTES
from planner.instance.instance import Instance
from planner.instance.options import Bar
from planner.policy.benefits import ROUTES
from planner.policy.decrees.regime import REGIMES


def refusals(instance: Instance, row: int, lang: str = "vi") -> pd.DataFrame:
    """Every route in every period for the person in `row` of the roster, allowed or not.

    [period, leave_on (date), route, eligible (the law alone), asked (natural, or a route of the scenario), allowed (may
    be chosen in the plan), option (index into the options, -1 where there is none), reason (in `lang`; why not, "" where
    allowed), total_vnd, regime, legal_basis (in `lang`)].
    """
    options = instance.options
    mine = range(int(options.start[row]), int(options.start[row + 1]))
    option_of = {(int(options.decision[o]), int(options.period[o])): o for o in mine}
    rows = []
    for p, (period, benefit) in enumerate(zip(instance.scenario.periods, instance.benefits, strict=True)):
        for r, route in enumerate(ROUTES):
            option = option_of.get((DECISION_INDEX[route], p), -1)
            asked = route in NATURAL_ROUTES or route.value in instance.scenario.routes
            eligible = bool(benefit.eligible[r, row])
            basis = benefit.basis_messages[int(benefit.basis[r, row])]
            rows.append(
                {
                    "period": period.name,
                    "leave_on": period.leave_on,
                    "route": route.value,
                    "eligible": eligible,
                    "asked": asked,
                    "allowed": option >= 0 and options.barred[option] == 0,
                    "option": option,
                    "reason": "; ".join(m.render(lang) for m in why_not(instance, row, p, r, option)),
                    "total_vnd": int(benefit.total_vnd[r, row]),
                    "regime": REGIMES[int(benefit.regime[r, row])],
                    "legal_basis": basis.render(lang) if basis else "",
                }
            )
    return pd.DataFrame(rows)


def refusals_summary(instance: Instance, lang: str = "vi") -> pd.DataFrame:
    """How many people the law refuses a route, and why: [period, leave_on (date), route, reason (in `lang`), people].

    The scenario's own routes only, most people first within a period and route.
    """
    rows = []
    for period, benefit in zip(instance.scenario.periods, instance.benefits, strict=True):
        for r, route in enumerate(ROUTES):
            if route.value not in instance.scenario.routes:
                continue
            codes, people = np.unique(benefit.reason[r], return_counts=True)
            for i in np.argsort(-people, kind="stable"):
                message = benefit.reason_message(int(codes[i]))
                if message is not None:
                    rows.append((period.name, period.leave_on, route.value, message.render(lang), int(people[i])))
    return pd.DataFrame(rows, columns=["period", "leave_on", "route", "reason", "people"])


def bar_messages(mask: int) -> tuple[Message, ...]:
    """What a `Bar` mask says, one message a bit."""
    return tuple(Message(f"explain.bar_{bar.name.lower()}") for bar in Bar if mask & int(bar) and bar.name)


def bases_in(instance: Instance, lang: str) -> np.ndarray:
    """The legal bases of the instance's options in `lang`, object array parallel to `instance.options.bases`."""
    messages = [None, *(message for benefit in instance.benefits for message in benefit.basis_messages)]
    messages += [secondment.basis for secondment in instance.secondments.values()]
    return np.array([message.render(lang) if message else "" for message in messages], dtype=object)


def why_not(instance: Instance, row: int, period: int, route: int, option: int) -> tuple[Message, ...]:
    """Why the person in `row` may not be given a route in a period; empty where it is allowed.

    route: index into `benefits.ROUTES`. option: the person's option for it, -1 where there is none.
    """
    benefit = instance.benefits[period]
    if not benefit.eligible[route, row]:
        message = benefit.reason_message(int(benefit.reason[route, row]))
        return (message,) if message else ()
    if option >= 0:
        return bar_messages(int(instance.options.barred[option]))
    asked = ROUTES[route] in NATURAL_ROUTES or ROUTES[route].value in instance.scenario.routes
    return (Message("explain.leaves_naturally_before" if asked else "explain.route_not_asked"),)
