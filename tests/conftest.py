"""What every test shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from planner.roster.people.frame import Roster

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a machine that does much else is slow: no test is about a moment's seconds


@pytest.fixture(scope="session")
def ministry() -> Roster:
    """The sample ministry of `data/`, read once."""
    from planner.roster.read import read_roster

    return read_roster(Path(__file__).resolve().parent.parent / "data" / "ministry.xlsx")
