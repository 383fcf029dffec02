"""The command `planner purge`: a list first, and nothing removed without a yes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.cli.main import run
from planner.service.workspace.desks.desk import Desk
from planner.service.workspace.desks.saving import kept_desks, load, save
from planner.service.workspace.rights import open_actor
from planner.service.workspace.workspace import Workspace


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk of a hundred days."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path))
    desk = tmp_path / "app" / "desks" / ("a" * 24 + ".json")
    desk.parent.mkdir(parents=True)
    desk.write_text('{"roster_name": "ministry.xlsx"}', encoding="utf-8")
    os.utime(desk, (os.stat(desk).st_mtime - 100 * 86_400,) * 2)
    return desk


def test_without_a_yes_there_is_only_the_list(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["purge"]) == 0
    said = capsys.readouterr().out
    assert f"desk, 100 days old, 0 MB: {old} ministry.xlsx" in said and "nothing was removed; add --yes" in said
    assert old.is_file()


def test_with_a_yes_what_was_listed_goes(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "vi", "purge", "--older-than", "99", "--yes"]) == 0
    assert "đã xóa 1 mục" in capsys.readouterr().out and not old.exists()


def test_what_is_younger_stays(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["purge", "--older-than", "101", "--yes"]) == 0
    assert "nothing in" in capsys.readouterr().out and old.is_file()
    assert run(["purge", "--older-than", "-1"]) == 2


def test_what_cannot_be_removed_is_said(old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert run(["purge", "--yes"]) == 2
    assert f"{old}: could not be removed" in capsys.readouterr().err


@pytest.fixture
def stored(installation: Path) -> Workspace:
    """A desk in the store, of this moment."""
    work = Workspace.of_installation()
    save(work, open_actor(), Desk("a" * 24, roster_name="ministry.xlsx"))
    return work


def test_a_desk_in_the_store_is_listed_and_removed_and_the_audit_says_so(stored: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["purge", "--older-than", "1", "--yes"]) == 0 and len(kept_desks(stored, open_actor())) == 1
    assert run(["purge", "--older-than", "0"]) == 0 and len(kept_desks(stored, open_actor())) == 1
    assert f"desk, 0 days old, 0 MB: desk/{'a' * 24} ministry.xlsx" in capsys.readouterr().out
    assert run(["purge", "--older-than", "0", "--yes"]) == 0
    assert kept_desks(stored, open_actor()) == [] and stored.audit(open_actor())[-1]["action"] == "remove_desks"


def test_a_desk_that_is_used_between_list_and_removal_stays(stored: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.service import purge

    found = purge.old_things

    def then_used(*arguments: object, **more: object) -> object:
        listed = found(*arguments, **more)
        save(stored, open_actor(), load(stored, open_actor(), "a" * 24))
        return listed

    monkeypatch.setattr(purge, "old_things", then_used)
    assert run(["purge", "--older-than", "0", "--yes"]) == 0
    assert "somebody has used it meanwhile; it stays" in capsys.readouterr().err
    assert load(stored, open_actor(), "a" * 24).version == 2


def test_without_a_store_none_is_made(installation: Path) -> None:
    assert run(["purge"]) == 0 and not (installation / "runs").exists()
