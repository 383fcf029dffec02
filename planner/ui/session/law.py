"""The law's parameters, which several sessions read at once."""

from __future__ import annotations

import threading

_one_at_a_time = threading.Lock()


def read_law() -> None:
    """Read every parameter of the law once, one thread at a time: its reader is lazy, and shared by all sessions."""
    from planner.policy.law.parameters import load_law

    with _one_at_a_time:
        law = load_law()
        for name in law.names:
            law.parameter(name)
