"""A backup while others work, and everything back from it, on this database or the other one."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.service.workspace.rights import Actor, Role
from planner.service.workspace.versions import MovedOn
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace import postgresql
from tests.service.workspace.conftest import NO_POSTGRESQL, Filler
from tests.service.workspace.plans import keep_plan

KEY = "5a" * 32


def fill(workspace: Workspace, me: Actor) -> None:
    """A plan, a scenario in two versions, and a role."""
    keep_plan(workspace, me)
    workspace.submit(me, "base")
    workspace.keep(me, "scenario", "s", {"n": 1}, [("note", b"one")])
    workspace.keep(me, "scenario", "s", {"n": 2}, [("note", b"two")], based_on=1)
    workspace.grant(me, "lan", frozenset({Role.PLANNER}), "A")


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace in which something was done."""
    return made(fill)


def rezipped(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive again with members changed."""
    with zipfile.ZipFile(file) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(file.with_name("changed"), "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    return file.with_name("changed")


def test_everything_comes_back_and_the_restoring_stands_in_the_audit(used: Workspace, me: Actor, place: Path) -> None:
    made = used.back_up(me, place / "b.backup")
    assert (place / "b.backup").stat().st_mode & 0o777 == 0o600 and not made["encrypted"]
    used.keep(me, "scenario", "s", {"n": 3}, based_on=2)
    used.keep(me, "comment", "c", {"text": "gone again"})
    before = used.verify(me)[1]
    used.restore(me, place / "b.backup")
    faults, head = used.verify(me)
    assert faults == [] and head.number == int(made["audit_head"].partition(":")[0]) + 1
    assert [each.content["n"] for each in used.history(me, "scenario", "s")] == [1, 2] and used.listed(me, "comment") == []
    last = used.audit(me)[-1]
    assert last["action"] == "restore" and last["actor"] == me.id and last["before"] == {"head": before.printed}
    assert used.figures(me, "base")["state"] == "submitted" and used.actor("lan").unit == "A"
    assert used.keep(me, "scenario", "s", {"n": 4}, based_on=2).number == 3 and used.verify(me)[0] == []


def test_a_backup_is_of_one_moment_while_others_write(used: Workspace, me: Actor, place: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        other, number = Workspace.of_installation(), 0
        while not stop.is_set():
            number += 1
            other.keep(me, "comment", f"c{number}", {"n": number}, [("note", b"%d" % number)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(3):
            used.back_up(me, place / f"{turn}.backup")
    finally:
        stop.set()
        writer.join()
    for turn in range(3):
        used.restore(me, place / f"{turn}.backup")
        assert used.verify(me)[0] == []


def test_others_go_on_while_everything_is_put_back(used: Workspace, me: Actor, place: Path) -> None:
    used.back_up(me, place / "b.backup")
    stop, failed = threading.Event(), []

    def work() -> None:
        other, number = Workspace.of_installation(), 0
        while not stop.is_set():
            number += 1
            try:
                other.keep(me, "comment", f"c{number}", {"n": number}, [("note", b"x")])
                assert other.figures(me, "base")["state"] == "submitted" and len(other.people(me, "plan", "base")) == 12
            except MovedOn:
                continue  # the comment is in the backup, and so is its name
            except BaseException as error:
                failed.append(error)
                return

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(3):
            used.restore(me, place / "b.backup")
    finally:
        stop.set()
        worker.join()
    assert failed == [] and used.verify(me)[0] == []


def test_an_archive_of_one_database_goes_into_the_other(used: Workspace, me: Actor, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if postgresql.programs() is None:
        pytest.skip(NO_POSTGRESQL)
    used.back_up(me, place / "b.backup")
    if used.database.is_embedded:
        monkeypatch.setenv("PLANNER_DATABASE_URL", postgresql.new_database())
    else:
        monkeypatch.delenv("PLANNER_DATABASE_URL")
    monkeypatch.setenv("PLANNER_RUNS", str(place / "elsewhere"))
    from planner.service.workspace.database import database_of_installation
    from planner.service.workspace.form import upgrade

    upgrade(database_of_installation())
    other = Workspace.of_installation()
    other.restore(me, place / "b.backup")
    assert other.verify(me)[0] == [] and other.database.is_embedded is not used.database.is_embedded
    assert other.history(me, "scenario", "s")[-1].content == {"n": 2} and other.figures(me, "base")["version"] == 1


def test_each_changed_byte_of_a_backup_is_noticed_and_nothing_changes(used: Workspace, me: Actor, place: Path) -> None:
    used.back_up(me, place / "b.backup")
    head = used.verify(me)[1]
    changes: dict[str, Callable[[dict[str, bytes]], object]] = {
        "versions.jsonl in the backup is not what was signed": lambda m: m.update({"tables/versions.jsonl": m["tables/versions.jsonl"].replace(b'"n', b'"m')}),
        "in the backup is not what was signed": lambda m: m.update({next(n for n in m if n.startswith("files/")): b"x"}),
        "backup.json in the backup is not what was signed": lambda m: m.update({"backup.json": m["backup.json"].replace(b'"store":"', b'"store":"f')}),
        "no backup of a workspace": lambda m: m.pop("backup.sig"),
        "json in the backup is not what was signed": lambda m: m.update({"files/../../x": b"x"}),
    }
    for words, change in changes.items():
        with pytest.raises(InputError) as caught:
            used.restore(me, rezipped(place / "b.backup", change))  # type: ignore[arg-type]
        assert words in said(caught.value)
        assert used.verify(me) == ([], head)
    for content in (b"", b"PK", (place / "b.backup").read_bytes()[:-40]):
        (place / "torn").write_bytes(content)
        with pytest.raises(InputError, match="no backup of a workspace"):
            used.restore(me, place / "torn")
    with pytest.raises(InputError, match="no backup of a workspace"):
        used.restore(me, place / "nowhere")


def test_a_backup_of_another_installation_wants_its_keys(used: Workspace, me: Actor, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used.back_up(me, place / "b.backup")
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    monkeypatch.setenv("PLANNER_KEYS", str(place / "other keys"))
    monkeypatch.setenv("PLANNER_RUNS", str(place / "elsewhere"))
    other = Workspace.of_installation()
    with pytest.raises(InputError, match="bring the folder of keys along"):
        other.restore(me, place / "b.backup")


def test_a_backup_of_an_encrypted_store_is_encrypted_whole(used: Workspace, me: Actor, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_STORE_KEY", KEY)
    used.keep(me, "scenario", "secret", {"title": "Ẩn"}, [("note", b"hidden" * 40_000)])
    assert used.back_up(me, place / "b.backup")["encrypted"]
    content = (place / "b.backup").read_bytes()
    assert b"backup.json" not in content and b"PK\x03\x04" not in content
    used.restore(me, place / "b.backup")
    assert used.verify(me)[0] == []
    at = len(content) // 2
    (place / "b.backup").write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    with pytest.raises(InputError, match="cannot be decrypted"):
        used.restore(me, place / "b.backup")
    monkeypatch.delenv("PLANNER_STORE_KEY")
    for use in (lambda: used.back_up(me, place / "c.backup"), lambda: used.restore(me, place / "b.backup")):
        with pytest.raises(InputError, match="PLANNER_STORE_KEY"):
            use()
    monkeypatch.setenv("PLANNER_STORE_KEY", "6b" * 32)
    with pytest.raises(InputError, match="cannot be decrypted"):
        used.restore(me, place / "b.backup")
    with pytest.raises(InputError, match="not the one with which"):
        used.keep(me, "scenario", "more", {}, [("note", b"x")])
    assert not (place / "c.backup").exists()


@pytest.mark.parametrize("member", ["tables/versions.jsonl", "files/"])
def test_a_member_that_unpacks_to_more_than_was_signed_is_not_unpacked(made: Callable[[Filler], Workspace], me: Actor, place: Path, member: str, monkeypatch: pytest.MonkeyPatch) -> None:
    used = made(fill)
    used.back_up(me, place / "b.backup")

    def grow(members: dict[str, bytes]) -> None:
        name = next(each for each in members if each.startswith(member))
        members[name] += b"0" * (2**24)

    changed, taken = rezipped(place / "b.backup", grow), []
    for name in ("read", "readline"):
        reads = getattr(zipfile.ZipExtFile, name)

        def counted(self: zipfile.ZipExtFile, *asked: int, reads: Callable[..., bytes] = reads) -> bytes:
            content = reads(self, *asked)
            taken.append(len(content))
            return content

        monkeypatch.setattr(zipfile.ZipExtFile, name, counted)
    with pytest.raises(InputError, match="was changed|is not what"):
        used.restore(me, changed)
    assert max(taken) <= 2**20 and sum(taken) < 2**23 and used.verify(me)[0] == []
