"""docs/security.md names a test for each control, and each of them is there."""

from __future__ import annotations

import re

from tests.builder import ROOT

NAMED = re.compile(r"`(test_\w+)`")


def test_every_control_has_a_test_that_is_there() -> None:
    document = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in document.splitlines() if line.startswith("| ") and "| threat |" not in line and "|---" not in line]
    assert len(rows) > 15 and all(NAMED.search(row.rsplit("|", 2)[1]) for row in rows)
    known = {name for file in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)}
    assert not set(NAMED.findall(document)) - known
