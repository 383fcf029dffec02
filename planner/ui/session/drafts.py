"""The scenario that is being edited: what fits another roster, what differs from where it began, shares as per cent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from planner.core.errors import InputError
from planner.core.folders import passing_folder
from planner.scenario.load import load_scenario
from planner.scenario.paths import differences, put
from planner.service.scenario_files import read_scenario
from planner.ui.session import paths

OF_ANOTHER_ROSTER = (("units", "by_unit"), ("keep", "people"), ("keep", "skills"), ("reorganise",))
"""Parts that name units or people, and so fit one roster only."""


def for_roster(data: dict[str, Any], name: str) -> dict[str, Any]:
    """A copy for another roster, called `name`: what names units or people of the old one is left out."""
    for path in OF_ANOTHER_ROSTER:
        data = put(data, path, None)
    return put(data, ("roster",), name)


def shown_changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[tuple[str, ...], Any, Any]]:
    """Every place where two scenarios differ, told key by key: steps of the key path, old value, new value."""
    return list(differences(old, new, parts=True))


def first_shipped() -> tuple[str, dict[str, Any]] | None:
    """File name and content of the first shipped scenario that can be read."""
    for name, path in paths.shipped_scenarios().items():
        try:
            return name, load_scenario(path).data
        except InputError:
            continue  # a scenario that somebody is editing in the folder must not keep the app from opening
    return None


def of_workbook(content: bytes, name: str) -> dict[str, Any]:
    """The scenario of an uploaded workbook, read by the guarded reader. InputError lists every fault with sheet and cell."""
    with passing_folder() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        return read_scenario(file).data


def last_period(data: dict[str, Any]) -> int | None:
    """The index of the last period; None where there is none."""
    periods = data.get("periods")
    return len(periods) - 1 if isinstance(periods, list) and periods else None


def snapshot(data: dict[str, Any]) -> dt.date:
    """The day of the roster that a draft names; today where it names none."""
    on = data.get("snapshot_on")
    return on if isinstance(on, dt.date) else dt.date.today()


def as_percent(share: Any) -> float | None:
    """0.2 as 20.0; None stays None."""
    return None if share is None else round(float(share) * 100, 6)


def as_share(percent: Any) -> float | None:
    """20.0 as 0.2, without the dust of binary fractions; None stays None."""
    return None if percent is None or percent != percent else round(float(percent) / 100, 8)
