"""What papers are headed with, kept by the installation from one time to the next."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.core.errors import InputError, Problem, problem
from planner.core.files import PRIVATE_FOLDER, write_json
from planner.report.letterhead import Letterhead
from planner.roster.values.text import clean_text
from planner.service.places import letterhead_file

LONGEST = 160
"""Characters of a line in a head."""
MOST_BODIES = 2


def head_from(given: Mapping[str, str | Sequence[str]], called: Mapping[str, str]) -> Letterhead:
    """A head of the parts that somebody wrote (`issuer`, `place`, `day` as 2026-12-05, `to`, `number`); a part that is not
    given is as the last time, "" empties one.

    called: what the writer knows each part as (an option, a label). InputError names every part that cannot stand in a head.
    """
    lines = {part: [clean_text(line) for line in ([said] if isinstance(said, str) else said)] for part, said in given.items()}
    faults = _faults(lines, called)
    if faults:
        raise InputError(faults)
    kept = kept_letterhead()
    several = {part: tuple(filter(None, lines[part])) for part in ("issuer", "to") if part in lines}
    one = {part: lines[part][0] for part in ("place", "number") if part in lines}
    day = (dt.date.fromisoformat(lines["day"][0]) if lines["day"][0] else None) if "day" in lines else kept.day
    return replace(kept, day=day, **several, **one)  # type: ignore[arg-type]


def _faults(lines: Mapping[str, Sequence[str]], called: Mapping[str, str]) -> list[Problem]:
    faults = [
        problem("letterhead.too_long", column=called[part], limit=LONGEST, length=len(line))
        for part, said in lines.items()
        for line in said
        if len(line) > LONGEST
    ]
    if sum(map(bool, lines.get("issuer", ()))) > MOST_BODIES:
        faults.append(problem("letterhead.issuer_twice", column=called["issuer"]))
    day = "".join(lines.get("day", ()))
    if day and not _is_day(day):
        faults.append(problem("letterhead.day_wrong", column=called["day"], value=day))
    return faults


def _is_day(written: str) -> bool:
    try:
        return dt.date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def kept_letterhead() -> Letterhead:
    """What the last paper was headed with; an empty one where nothing was kept. Numbers are of one paper and not kept.

    InputError where the file is there but cannot be read.
    """
    file = letterhead_file()
    if not file.is_file():
        return Letterhead()
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        day = dt.date.fromisoformat(held["day"]) if held["day"] else None
        return Letterhead(tuple(map(str, held["issuer"])), str(held["place"]), day, "", tuple(map(str, held["to"])))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(problem("letterhead.unreadable", file=str(file))) from None


def keep_letterhead(head: Letterhead) -> None:
    """Keep what a paper was headed with. OSError where the installation's folder cannot be written to."""
    kept = replace(head, number="")
    if kept != kept_letterhead():
        day = "" if kept.day is None else kept.day.isoformat()
        letterhead_file().parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_json(letterhead_file(), {"issuer": list(kept.issuer), "place": kept.place, "day": day, "to": list(kept.to)})
