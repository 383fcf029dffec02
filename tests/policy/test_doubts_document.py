"""docs/law-doubts.md names every doubtful number of the law, and no parameter that is not there."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

from planner.policy.law.parameters import EVIDENCE, load_law

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "law-doubts.md"
NAMED = re.compile(r"`((?:nd\d+|salary|retirement|pension|insurance|organisation|protection)\.[\w.*]+)`")


def test_the_document_and_the_files_name_the_same_doubts() -> None:
    law, named = load_law(), set(NAMED.findall(DOCUMENT.read_text(encoding="utf-8")))
    assert all(fnmatch.filter(law.names, pattern) for pattern in named)
    doubtful = {
        name for name in law.names for value in law.parameter(name).values if EVIDENCE[value.evidence] in ("K2", "?") or value.other_readings
    }
    assert not {name for name in doubtful if not any(fnmatch.fnmatch(name, pattern) for pattern in named)}
