"""What the planner says of a file: through `planner check --json`, with the people as they were read and where they stand."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd

from planner.cli.main import run
from planner.roster import load
from planner.roster.people.frame import Origin
from planner.roster.read import Examined

Place = tuple[str | None, str | None, int | None]


@dataclass(frozen=True)
class Said:
    """One thing that is said: `error`, `warning` or `queue`, its place, its sentence; of the queue also its entry."""

    severity: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    message: str
    entry: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """code: of the command. said: errors, warnings and queue. account: None where the command gives none.

    people: the rows that were read, in their columns, also where others have errors; places: (file, sheet, row) of each.
    counted: how many people and units the command counts.
    """

    code: int
    said: list[Said]
    account: dict[str, Any] | None
    people: pd.DataFrame
    places: list[Place]
    counted: tuple[int, int]


def check(path: Path, normalized: Path) -> Seen:
    """What `planner --lang vi check PATH --json --normalized NORMALIZED` says."""
    caught: list[Examined] = []
    examine = load.examine_sheets

    def watched(*arguments: Any, **more: Any) -> Examined:
        caught.append(examine(*arguments, **more))
        return caught[-1]

    out, err = io.StringIO(), io.StringIO()
    with patch.object(load, "examine_sheets", watched), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["--lang", "vi", "check", str(path), "--json", "--normalized", str(normalized)])
    shown = json.loads(out.getvalue())
    said = [Said(severity, p["file"], p["sheet"], p["row"], p["column"], p["message"]) for severity in ("error", "warning") for p in shown[f"{severity}s"]]
    said += [
        Said("queue", e["file"] or None, e["sheet"] or None, e["row"], e["label"] or None, e["why"], e) for e in shown.get("queue", ()) if e["employee_id"]
    ]
    frame, places = _people(caught[-1]) if caught else (pd.DataFrame(), [])
    return Seen(code, said, shown.get("account"), frame, places, (shown["people"], shown["units"]))


def _people(found: Examined) -> tuple[pd.DataFrame, list[Place]]:
    if found.roster is not None:
        assert found.roster.origin is not None
        return found.roster.people, _places(found.roster.origin, len(found.roster.people))
    if found.partial is None:
        return pd.DataFrame(), []
    frame, origin = found.partial
    return frame, _places(origin, len(frame))


def _places(origin: Origin, count: int) -> list[Place]:
    return [origin.place(line, "full_name")[:3] for line in range(count)]
