"""On which terms people are thought to leave: the dates and the regime that settle which law counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Regime = Literal["auto", "nd29", "nd178", "nd154"]
"""The most favourable decree in force, or one decree; decrees from oldest to newest. The one list of their names."""
AUTO: Regime = "auto"
DAYS = ("leave_on", "decided_on", "reorganised_on", "snapshot_on")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of leaving, as `planner benefits` takes them.

    decided_on: the day of the decision, `leave_on` where absent. reorganised_on: start of the first months of a
    reorganisation; a leaver counts as within them where it is absent. snapshot_on: the day that the roster tells of;
    insurance grows from then on, and not at all where it is absent. regime: `AUTO`, or the decree that is forced.
    natural_alone: on a date after the last decree `AUTO` finds natural exits alone, where it else is an error.
    """

    leave_on: dt.date
    decided_on: dt.date | None = None
    reorganised_on: dt.date | None = None
    snapshot_on: dt.date | None = None
    regime: Regime = AUTO
    natural_alone: bool = False

    def record(self) -> dict[str, str | None]:
        """The terms as plain text, for a task of another process; `terms_from` reads it back."""
        days: dict[str, dt.date | None] = {name: getattr(self, name) for name in DAYS}
        return {name: day.isoformat() if day else None for name, day in days.items()} | {"regime": self.regime, "natural_alone": "yes" if self.natural_alone else None}


def terms_from(record: Mapping[str, str | None]) -> Terms:
    """The terms that `Terms.record` wrote."""
    days = {name: dt.date.fromisoformat(day) for name in DAYS if (day := record[name])}
    return Terms(**days, regime=cast(Regime, record["regime"]), natural_alone=record["natural_alone"] is not None)
