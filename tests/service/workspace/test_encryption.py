"""Files at rest: what is encrypted tells nothing, and no piece can be changed, moved, left out or taken from another file."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.service.workspace.encryption import Decrypting, Encrypting
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace
from tests.service.workspace.plans import keep_plan

KEY = bytes(range(32))


def encrypted(file: Path, content: bytes, name: str = "a") -> bytes:
    """Content into a file; the file's bytes."""
    with file.open("wb") as target, Encrypting(target, KEY, name) as stream:
        for at in range(0, len(content), 10_007):
            stream.write(content[at : at + 10_007])
    return file.read_bytes()


def decrypted(file: Path, name: str = "a", key: bytes = KEY) -> bytes:
    """What a file holds."""
    with io.BufferedReader(Decrypting(file, key, name)) as opened:
        return opened.read()


@pytest.mark.parametrize("size", [0, 1, 2**16 - 1, 2**16, 2**16 + 1, 3 * 2**16, 200_000])
def test_what_was_written_is_read_from_any_place(tmp_path: Path, size: int) -> None:
    content = random.Random(size).randbytes(size)
    encrypted(tmp_path / "f", content)
    assert decrypted(tmp_path / "f") == content
    with io.BufferedReader(Decrypting(tmp_path / "f", KEY, "a")) as opened:
        for at in (0, size // 2, max(0, size - 5)):
            opened.seek(at)
            assert opened.read(70_000) == content[at : at + 70_000]
        assert opened.seek(0, io.SEEK_END) == size


def test_whatever_is_done_to_it_is_noticed(tmp_path: Path) -> None:
    content, file = b"x" * 200_000, tmp_path / "f"
    whole = encrypted(file, content)
    assert b"x" * 8 not in whole and whole != encrypted(file, content)
    whole, piece, start = file.read_bytes(), 2**16 + 16, 20
    changed = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (0, 5, start, start + piece, len(whole) - 1)]
    moved = whole[:start] + whole[start + piece : start + 2 * piece] + whole[start : start + piece] + whole[start + 2 * piece :]
    for other in (*changed, moved, whole[:-1], whole[: start + piece], whole[: start + 2 * piece], whole[:start], whole[:3], whole + b"x"):
        file.write_bytes(other)
        with pytest.raises(InputError, match="cannot be decrypted"):
            decrypted(file)
    file.write_bytes(whole)
    for wrong in ({"name": "b"}, {"key": bytes(32)}):
        with pytest.raises(InputError, match="cannot be decrypted"):
            decrypted(file, **wrong)  # type: ignore[arg-type]


def test_a_plans_files_are_encrypted_where_the_environment_has_a_key(workspace: Workspace, me: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_STORE_KEY", KEY.hex())
    plan = keep_plan(workspace, me)
    contents = [(workspace.database.files / each.path).read_bytes() for each in plan.files]
    assert len(contents) >= 5 and all(content.startswith(b"WSP1") and b"P01" not in content and b"PAR1" not in content for content in contents)
    assert len(workspace.people(me, "plan", "base")) == 12 and workspace.verify(me)[0] == []
    monkeypatch.delenv("PLANNER_STORE_KEY")
    with pytest.raises(InputError, match="this is encrypted"):
        workspace.people(me, "plan", "base")
    with pytest.raises(InputError, match="this is encrypted"):
        keep_plan(workspace, me, "other")
    monkeypatch.setenv("PLANNER_STORE_KEY", "short")
    with pytest.raises(InputError, match="64 hexadecimal digits"):
        workspace.people(me, "plan", "base")


def test_files_are_their_owners_plain_where_there_is_no_key(workspace: Workspace, me: Actor) -> None:
    plan = keep_plan(workspace, me)
    assert not any(each.encrypted for each in plan.files)
    assert {(workspace.database.files / each.path).stat().st_mode & 0o777 for each in plan.files} == {0o600}
