"""A folder without a plan: every command says that none is possible, or none was found, and why; exit code 3 or 4."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.core.texts import text
from planner.service.manifest import write_manifest
from tests.builder import target
from tests.cli.desk import IMPOSSIBLE, call, furnish, write_scenario


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders: `yes` holds a plan, `no` the proof that there is none, `late` nothing for want of time."""
    folder = furnish(tmp_path_factory.mktemp("desk"))
    assert call("solve", folder / "s.yaml", "--out", folder / "yes") == 0
    for name in ("no", "late"):
        assert call("solve", write_scenario(folder, "no", **IMPOSSIBLE), "--out", folder / name) == 3
    file = folder / "late" / "plan.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    written |= {"status": "unknown", "conflict": [], "conflict_groups": [], "conflict_summary": None, "repairs": []}
    file.write_text(json.dumps(written), encoding="utf-8")
    write_manifest(folder / "late")
    return folder


COMMANDS = {
    "verify": ["verify", "DIR"],
    "explain": ["explain", "DIR", "P01"],
    "sheet": ["sheet", "DIR", "P01"],
    "queue": ["queue", "DIR", "--out", "q.csv"],
    "forms": ["forms", "DIR", "--out", "f.xlsx"],
    "packs": ["packs", "DIR", "--out", "packs"],
    "returned": ["returned", "DIR", "back.xlsx", "--out", "review.xlsx"],
    "solve": ["solve", "s.yaml", "--close-to", "DIR", "--out", "new"],
    "export-model": ["export-model", "s.yaml", "m.mps", "--close-to", "DIR"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("name", "code", "words"), [("no", 3, ("no plan is possible", "periods.2027.reduction_at_least")), ("late", 4, ("no plan was found",))])
def test_it_says_so_and_why(desk: Path, command: str, name: str, code: int, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(desk)
    before = sorted(path.name for path in desk.iterdir())
    assert call(*(name if part == "DIR" else part for part in COMMANDS[command])) == code
    shown = capsys.readouterr()
    assert all(word in shown.err for word in words) and not shown.out
    assert sorted(path.name for path in desk.iterdir()) == before


def test_in_vietnamese(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--lang", "vi", "explain", desk / "no", "P01") == 3
    assert "không có phương án nào khả thi" in capsys.readouterr().err
    assert call("--lang", "vi", "explain", desk / "late", "P01") == 4
    assert "hết thời gian mà chưa tìm thấy" in capsys.readouterr().err


def test_a_comparison_shows_it_with_its_status(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("compare", desk / "yes", desk / "no", desk / "late") == 0
    shown = capsys.readouterr().out
    assert text("words.status_infeasible") in shown and text("words.status_unknown") in shown and text("words.status_optimal") in shown


def test_its_repairs_are_still_written(desk: Path) -> None:
    assert call("solve", write_scenario(desk, "tight", periods=target(0.9), keep={"key_roles": True}), "--out", desk / "tight") == 3
    assert call("repair", desk / "tight", 1, "--out", desk / "repaired.yaml") == 0
