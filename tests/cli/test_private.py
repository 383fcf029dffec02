"""What a command writes is its owner's alone, whatever the umask says; a template for everybody is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.cli.main import run
from tests.cli.desk import furnish, write_scenario
from tests.cli.test_system_errors import COMMANDS, inside


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_only_the_owner_may_read_it(tmp_path: Path, umask: int) -> None:
    furnish(tmp_path)
    write_scenario(tmp_path, "no", periods=[{"name": "2027", "leave_on": "2027-07-01", "reduction_at_least": 0.9}], keep={"key_roles": True})
    (tmp_path / "odd.csv").write_text((tmp_path / "roster.csv").read_text(encoding="utf-8").replace("awards", "giai thuong gi"), encoding="utf-8")
    given = {path.name for path in tmp_path.iterdir()}
    before = os.umask(umask)
    try:
        with inside(tmp_path):
            for name in ("solve", "solve no", "batch", "packs", "forms", "sheet docx", "queue", "returned", "check", "mapping", "benefits", "replay", "export-model", "repair", "template"):
                assert run(COMMANDS[name]) in (0, 3), name
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if path.relative_to(tmp_path).parts[0] not in given]
    assert len(made) > 30
    assert [path.name for path in made if path.stat().st_mode & 0o077] == ["t.xlsx"]
