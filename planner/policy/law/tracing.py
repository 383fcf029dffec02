"""Which rows read a parameter: the law with every mark cleared but that parameter's.

Every rule says which numbers each row read, so that the row can carry the weakest mark. The same machinery, with one
parameter marked and all others clean, finds the rows that read it; no second list of who reads what has to be kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from planner.policy.law.parameters import UNSURE, Law


@dataclass(frozen=True)
class Tracing(Law):
    """A law in which `traced` alone has a mark."""

    traced: str = ""

    def weakest(self, names: Iterable[str], date: dt.date) -> int:
        """`UNSURE` where `traced` is among the names, else the best mark."""
        return UNSURE if self.traced in names else 0

    def assumed(self, names: Iterable[str]) -> int:
        """As `weakest`: what opens a decree counts as read by all its rows."""
        return UNSURE if self.traced in names else 0


def tracing(law: Law, name: str) -> Tracing:
    """The law as it is, with `name` traced; a row whose evidence is `UNSURE` under it has read `name`."""
    return Tracing(law.folder, law.files, law.overrides, law._read, law._beneath, name)
