"""What docs/formats.md says of replay and cliffs is what is written."""

from __future__ import annotations

import datetime as dt
import re

from planner.core.texts import room
from planner.policy.replay import boundaries, replay, route_rows
from planner.policy.replay.cliffs import COLUMNS
from planner.policy.terms import Terms
from tests.builder import ROOT
from tests.policy.conftest import make_people

SECTION = re.search(r"^## Replay\n(.*?)^## ", (ROOT / "docs" / "formats.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
assert SECTION
LISTS = [re.findall(r"`(\w+)`", line) for line in SECTION[1].splitlines() if line.startswith("`")]


def test_the_columns_of_replay_are_those_told() -> None:
    columns = list(route_rows(replay(make_people(), Terms(dt.date(2026, 7, 1)), Terms(dt.date(2026, 8, 1)))))
    side = next(names for names in LISTS if names[:1] == ["leave_on"])
    assert columns == [
        "employee_id",
        "unit",
        "route",
        *(f"{c}_{m}" for m in "ab" for c in side),
        "difference_vnd",
        "change",
        "best_a",
        "best_b",
    ]


def test_the_columns_of_cliffs_are_those_told() -> None:
    assert next(names for names in LISTS if "cliff" in names) == [*COLUMNS, "reason"]


def test_every_boundary_is_told_and_has_its_words() -> None:
    table = set(
        re.findall(r"`(\w+)`", "".join(line for line in SECTION[1].splitlines() if line.startswith("| `") and "boundary" not in line))
    )
    source = (ROOT / "planner" / "policy" / "replay" / "boundaries.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'(?:Crossing|Threshold)\(\s*"(\w+)"', source)) | set(re.findall(r'_counted\(step, "(\w+)"', source))
    assert codes == table
    known = room("replay")
    for code in codes:
        assert f"kind_{code}" in known and any(name.startswith(f"cliff_{code}") for name in known)
    assert len(boundaries.RULES) == 10
