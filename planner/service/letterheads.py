"""What papers are headed with, kept by the installation from one time to the next."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FOLDER, write_json
from planner.report.letterhead import Letterhead
from planner.service.places import letterhead_file


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
