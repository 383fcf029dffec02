"""What is not right yet, an id and why: the tests of these must fail, and a line goes when its fault has gone. Empty in the end."""

from __future__ import annotations

NO_ACCOUNT = ""
"""While this says something, the account of the clean file alone is asked for, and must fail; once it is empty, that of every file."""
ACCOUNTS: dict[str, str] = {}
"""Files whose account does not add up (`tests/messy/difficult/account.py`)."""
EDITS: dict[str, str] = {}
"""Kinds of edit (`tests/messy/edits.py`) that change a value without a word."""
FINDS: tuple[str, ...] = ()
"""Of what random edits have found (`tests/messy/test_edits.py`)."""
SCENARIOS: dict[str, str] = {}
"""Hostile scenarios (`tests/messy/test_hostile_scenarios.py`)."""
REPORT: dict[str, str] = {}
"""How a check says what it found (`tests/messy/test_said.py`)."""

FILES: dict[str, str] = {
    # right before
    # kind 1
    # kind 2
    # kind 3
    # kind 4
    # kind 5
    # kind 6
    # kind 7
    # kind 8
    # kind 9
}
