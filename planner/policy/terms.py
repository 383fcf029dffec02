"""On which terms people are thought to leave: dates and regime, as `planner benefits` takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from planner.core.dates import add_months
from planner.policy.benefits import Benefits, compute_facts
from planner.policy.decrees.regime import AUTO
from planner.policy.person.facts import Facts, Moment, moment_of


@dataclass(frozen=True, slots=True)
class Terms:
    """One side. `decided_on` and `snapshot_on` are `leave_on` where absent; see `policy.benefits.compute`."""

    leave_on: dt.date
    decided_on: dt.date | None = None
    reorganised_on: dt.date | None = None
    snapshot_on: dt.date | None = None
    regime: str = AUTO

    def record(self) -> dict[str, str | None]:
        """The terms as plain text, for a task of another process; `terms_from` reads it back."""
        names = ("leave_on", "decided_on", "reorganised_on", "snapshot_on")
        days: list[dt.date | None] = [getattr(self, name) for name in names]
        return {name: day.isoformat() if day else None for name, day in zip(names, days, strict=True)} | {"regime": self.regime}

    def benefits(self, facts: Facts) -> Benefits:
        """Every route for everyone on these terms. InputError where no decree covers the dates."""
        return compute_facts(
            facts,
            self.leave_on,
            decided_on=self.decided_on,
            snapshot_on=self.snapshot_on,
            reorganised_on=self.reorganised_on,
            regime=self.regime,
        )

    def moment(self, facts: Facts) -> Moment:
        """The facts of everyone on the leaving date."""
        return moment_of(facts, self.leave_on, self.snapshot_on, self.reorganised_on)

    def shifted(self, months: int) -> Terms:
        """The same terms with a leaving date `months` later.

        The roster's day stays what it is, so that insurance grows with the shift. A decision day that was not given
        moves along.
        """
        day: Any = add_months(self.leave_on, months).item()  # a `date`
        return replace(self, leave_on=day, snapshot_on=self.snapshot_on or self.leave_on)


def terms_from(record: Mapping[str, str | None]) -> Terms:
    """The terms that `Terms.record` wrote."""
    days = {name: dt.date.fromisoformat(day) for name, day in record.items() if day and name != "regime"}
    return Terms(**days, regime=record["regime"] or AUTO)
