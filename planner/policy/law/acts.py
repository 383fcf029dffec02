"""The texts of the law (decrees, laws) that the programme follows or has noticed, with the days on which they hold.

Their numbers stand in `parameters/`; of a decree that pays, first and last day are read there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planner.core.strict_yaml import parse_own_yaml
from planner.policy.law.parameters import EVIDENCE, Law

FILE = Path(__file__).with_name("acts.yaml")
NOTHING: Mapping[str, str] = {"vi": "", "en": ""}


@dataclass(frozen=True, slots=True)
class Act:
    """title: as it is cited in Vietnamese. about, changes: `{vi, en}`, what it settles; what it replaced or what amends it.

    since, until: first and last day, None where not known or open. decree: the decree of `parameters` whose own days these
    are, empty for others. evidence: index into `parameters.EVIDENCE`.
    """

    title: str
    about: Mapping[str, str]
    since: dt.date | None
    until: dt.date | None
    decree: str
    changes: Mapping[str, str]
    evidence: int
    checked_on: dt.date


@cache
def _read() -> tuple[Act, ...]:
    """The file's entries in its order."""
    return tuple(
        Act(
            title=item["title"], about=item["about"], since=item.get("since"), until=item.get("until"), decree=item.get("decree", ""),
            changes=item.get("changes", NOTHING), evidence=EVIDENCE.index(item["evidence"]), checked_on=item["checked_on"],
        )
        for item in parse_own_yaml(FILE.read_text(encoding="utf-8"))
    )  # fmt: skip


def acts(law: Law) -> tuple[Act, ...]:
    """Every text, by its first day; a decree that pays has the leaving dates of the law given."""
    from dataclasses import replace

    found = []
    for act in _read():
        if act.decree:
            first, last = (law.newest(f"{act.decree}.period.{end}_leave") for end in ("first", "last"))
            act = replace(act, since=first, until=last)
        found.append(act)
    return tuple(sorted(found, key=lambda act: (act.since or dt.date.min, act.title)))
