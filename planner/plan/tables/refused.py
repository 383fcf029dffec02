"""What the law and the scenario do not open to a person, with the reasons."""

from __future__ import annotations

import numpy as np

from planner.core.texts import Message
from planner.instance.instance import Instance
from planner.instance.options import Bar


def bar_messages(mask: int) -> tuple[Message, ...]:
    """What a `Bar` mask says, one message a bit."""
    return tuple(Message(f"explain.bar_{bar.name.lower()}") for bar in Bar if mask & int(bar) and bar.name)


def bases_in(instance: Instance, lang: str) -> np.ndarray:
    """The legal bases of the instance's options in `lang`, object array parallel to `instance.options.bases`."""
    messages = [None, *(message for benefit in instance.benefits for message in benefit.basis_messages)]
    messages += [secondment.basis for secondment in instance.secondments.values()]
    return np.array([message.render(lang) if message else "" for message in messages], dtype=object)


def why_not(instance: Instance, row: int, period: int, route: int, option: int) -> tuple[Message, ...]:
    """Why the person in `row` may not be given a natural exit, or a route of the scenario, in a period; empty where it is allowed.

    route: index into `benefits.ROUTES`. option: the person's option for it, -1 where there is none.
    """
    benefit = instance.benefits[period]
    if not benefit.eligible[route, row]:
        message = benefit.reason_message(int(benefit.reason[route, row]))
        return (message,) if message else ()
    if option >= 0:
        return bar_messages(int(instance.options.barred[option]))
    return (Message("explain.leaves_naturally_before"),)
