"""docs/security.md and docs/workspace.md name a test for each control, and each of them is there."""

from __future__ import annotations

import re

import pytest

from tests.builder import ROOT

NAMED = re.compile(r"`(test_\w+)`")


@pytest.mark.parametrize("name", ["security.md", "workspace.md"])
def test_every_control_has_a_test_that_is_there(name: str) -> None:
    document = (ROOT / "docs" / name).read_text(encoding="utf-8")
    if name == "workspace.md":
        document = document.partition("## Threat, control, test")[2]
    rows = [line for line in document.splitlines() if line.startswith("| ") and "| threat |" not in line and "|---" not in line]
    assert len(rows) > 15 and all(NAMED.search(row.rsplit("|", 2)[1]) for row in rows)
    known = {name for file in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)}
    assert not set(NAMED.findall(document)) - known
