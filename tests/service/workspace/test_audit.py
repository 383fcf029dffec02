"""The audit finds every entry that is edited, removed, moved or cut off, and everything beside it that is not what it says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from planner.core.errors import InputError
from planner.service.workspace import inspection
from planner.service.workspace.access import layer
from planner.service.workspace.audit import Event
from planner.service.workspace.head import Head, keep_head
from planner.service.workspace.inspection import faults_in
from planner.service.workspace.migrations.append_only import append_only, open_for_restore
from planner.service.workspace.rights import Actor, Role
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace.conftest import Filler


def fill(workspace: Workspace, me: Actor) -> None:
    """Eight entries of several kinds."""
    for number in range(1, 4):
        workspace.keep(me, "scenario", "base", {"n": number}, [("note", b"%d" % number)], based_on=number - 1 or None)
    workspace.keep(me, "lock", "P01", {"employee_id": "P01", "decision": "keep", "reason": "Đề án 06"})
    workspace.keep(me, "plan", "p", {"n": 1})
    workspace.submit(me, "p")
    workspace.unlock(me, "p", "Họp ban")
    workspace.grant(me, "lan", frozenset({Role.VIEWER}))


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with eight entries."""
    return made(fill)


def by_hand(workspace: Workspace, *statements: str) -> None:
    """What who owns the database can do: take the triggers away, change, put them back."""
    with workspace.database.writing() as connection:
        open_for_restore(connection)
        for statement in statements:
            connection.execute(text(statement))
        append_only(connection)


def found(workspace: Workspace, me: Actor) -> list[str]:
    """What does not hold, in words."""
    return [fault.sentence("en") for fault in workspace.verify(me)[0]]


def test_an_audit_that_nobody_touched_holds(used: Workspace, me: Actor) -> None:
    faults, head = used.verify(me)
    assert faults == [] and head.number == 8
    assert [entry["action"] for entry in used.audit(me)] == ["keep"] * 5 + ["submit", "unlock", "grant"]
    assert used.verify(me)[1].number == 9  # that it was read stands there, too


COLUMNS = ("at = '2020-01-01T00:00:00+00:00'", "actor = 'somebody'", "action = 'approve'", "object = 'plan/x'", "version = 7", "about = 'P02'", "before = '1'", "after = NULL", "mac = 'ff'")


def after(workspace: Workspace, statement: str) -> list[str]:
    """What does not hold once who owns the database did something, which is then undone."""

    class Undo(Exception):
        """Ends the transaction."""

    found: list[str] = []
    with suppress(Undo), workspace.database.writing() as connection:
        open_for_restore(connection)
        connection.execute(text(statement))
        found += [fault.sentence("en") for fault in faults_in(connection, workspace.database.files)]
        raise Undo
    return found


def test_an_edited_entry_is_found_whatever_was_edited(used: Workspace, me: Actor) -> None:
    for change in COLUMNS:
        for number in (1, 4, 8):
            assert f"entry {number} is not what was written there" in after(used, f"UPDATE audit SET {change} WHERE number = {number}")[0]
    assert found(used, me) == []


def test_a_removed_entry_is_found(used: Workspace, me: Actor) -> None:
    by_hand(used, "DELETE FROM audit WHERE number IN (3, 4)")
    assert "entries 3 to 4 are gone" in found(used, me)[0]
    by_hand(used, "UPDATE audit SET number = number - 2 WHERE number > 4")
    assert "entry 3 is not what was written there" in found(used, me)[0]


def test_reordered_entries_are_found(used: Workspace, me: Actor) -> None:
    by_hand(used, "UPDATE audit SET number = 99 WHERE number = 2", "UPDATE audit SET number = 2 WHERE number = 3", "UPDATE audit SET number = 3 WHERE number = 99")
    assert "entry 2 is not what was written there, or stands elsewhere" in found(used, me)[0]


def test_a_tail_that_was_cut_is_found_by_the_head_that_is_kept_outside(used: Workspace, me: Actor) -> None:
    by_hand(used, "DELETE FROM audit WHERE number > 6", "DELETE FROM unlocks", "DELETE FROM people")
    assert found(used, me) == ["the audit: entries 7 to 8 are gone from its end"]
    by_hand(used, "DELETE FROM audit")
    assert found(used, me) == ["the audit: entries 1 to 8 are gone from its end"]


def test_a_tail_that_was_cut_is_still_found_once_others_have_written_after_it(used: Workspace, me: Actor) -> None:
    by_hand(used, "DELETE FROM audit WHERE number > 7", "DELETE FROM people")  # the last entry: whoever writes next takes its number
    used.keep(me, "comment", "c", {"text": "x"})
    lost = "the audit: entries 8 to 8 were gone from its end before others were written in their place"
    assert found(used, me) == [lost]
    used.keep(me, "comment", "d", {"text": "x"})
    by_hand(used, "DELETE FROM audit WHERE number > 8", "DELETE FROM versions WHERE object IN (SELECT id FROM objects WHERE name = 'd')", "DELETE FROM objects WHERE name = 'd'")
    used.keep(me, "comment", "e", {"text": "x"})
    assert found(used, me) == [lost, lost.replace("8 to 8", "9 to 9")]


def test_an_older_copy_that_was_written_past_the_newest_entry_is_found(used: Workspace, me: Actor, place: Path) -> None:
    by_hand(used, "DELETE FROM audit WHERE number > 6", "DELETE FROM unlocks", "DELETE FROM people")
    for number in range(5):
        used.keep(me, "comment", f"c{number}", {"text": "x"})
    assert found(used, me) == ["the audit: entries 7 to 8 were gone from its end before others were written in their place"]


def test_what_is_put_back_after_a_cut_holds_again(used: Workspace, me: Actor, place: Path) -> None:
    used.back_up(me, place / "b")
    by_hand(used, "DELETE FROM audit WHERE number > 7", "DELETE FROM people")
    used.keep(me, "comment", "c", {"text": "x"})
    assert len(found(used, me)) == 1
    used.restore(me, place / "b")
    assert found(used, me) == []


def test_who_writes_while_the_audit_is_checked_raises_no_alarm(used: Workspace, me: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_of = inspection.settings_of

    def another_writes(connection: Connection) -> dict[str, str]:
        """Between the state that is looked at and what is noted of the newest entry."""
        monkeypatch.setattr(inspection, "settings_of", settings_of)
        Workspace(used.database).keep(me, "comment", uuid4().hex, {"text": "x"})
        return settings_of(connection)

    for call in (1, 2):
        asked = iter(range(call))

        def at_that_call(connection: Connection, asked: Iterator[int] = asked, last: int = call - 1) -> dict[str, str]:
            return another_writes(connection) if next(asked) == last else settings_of(connection)

        monkeypatch.setattr(inspection, "settings_of", at_that_call)
        assert found(used, me) == []
    assert len([each for each in used.listed(me, "comment")]) == 2


def test_the_first_entries_cannot_be_cut_off_either(used: Workspace, me: Actor) -> None:
    by_hand(used, "DELETE FROM audit WHERE number <= 2")
    assert "entries 1 to 2 are gone" in found(used, me)[0]


def test_an_entry_that_was_added_by_hand_is_found(used: Workspace, me: Actor) -> None:
    by_hand(used, "INSERT INTO audit SELECT 9, at, actor, action, object, version, about, before, after, mac FROM audit WHERE number = 8")
    assert "entry 9 is not what was written there" in found(used, me)[0]


def test_without_the_head_outside_a_cut_could_not_be_seen_and_that_is_said(used: Workspace, me: Actor, place: Path) -> None:
    (head,) = (place / "keys").glob("audit-head-*.json")
    head.unlink()
    assert "nothing is noted outside the database" in found(used, me)[0]
    head.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="newest entry cannot be read"):
        used.verify(me)


def test_a_head_that_lags_behind_is_that_of_a_writer_who_was_killed(used: Workspace, me: Actor, place: Path) -> None:
    (head,) = (place / "keys").glob("audit-head-*.json")
    before = head.read_bytes()
    used.keep(me, "comment", "c", {"text": "x"})
    head.write_bytes(before)
    assert found(used, me) == []
    store, noted = head.stem.removeprefix("audit-head-"), json.loads(before)
    keep_head(store, 1, "older")
    assert json.loads(head.read_bytes()) == noted


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x' WHERE number = 1", "DELETE FROM audit WHERE number = 1", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit(used: Workspace, me: Actor, statement: str) -> None:
    with pytest.raises(DBAPIError, match="the audit is only added to"), used.database.writing() as connection:
        connection.execute(text(statement))
    assert found(used, me) == []


def test_postgresql_refuses_to_empty_the_audit(used: Workspace) -> None:
    if used.database.is_embedded:
        pytest.skip("SQLite knows no TRUNCATE")
    with pytest.raises(DBAPIError, match="the audit is only added to"), used.database.writing() as connection:
        connection.execute(text("TRUNCATE audit"))


BESIDE = {
    "UPDATE versions SET content = '[5]' WHERE version = 2": "version 2 is not what the audit says",
    "UPDATE versions SET at = 'now' WHERE version = 2": "version 2 is not what the audit says",
    "UPDATE versions SET author = 'x' WHERE version = 2": "version 2 is not what the audit says",
    "UPDATE versions SET content = '{' WHERE version = 2": "version 2 is not what the audit says",
    "DELETE FROM versions WHERE version = 2": "version 2 is gone",
    "DELETE FROM files WHERE version = 2": "version 2 is not what the audit says",
    "UPDATE files SET sha256 = 'x' WHERE version = 3": "version 3 is not what the audit says",
    "UPDATE objects SET version = 2 WHERE kind = 'scenario'": "the versions that are here are not those",
    "DELETE FROM objects WHERE kind = 'lock'": "the versions that are here are not those",
    "UPDATE objects SET state = 'approved' WHERE kind = 'plan'": "in another state than the audit says",
    "DELETE FROM approvals": "the approvals that are here",
    "INSERT INTO approvals SELECT id, 1, 'hai', 'now' FROM objects WHERE kind = 'plan'": "the approvals that are here",
    "DELETE FROM unlocks": "the unlocks that are here",
    "UPDATE unlocks SET reason = 'another'": "the unlocks that are here",
    "UPDATE unlocks SET at = '2001-01-01T00:00:00+00:00'": "the unlocks that are here",
    "UPDATE unlocks SET role = 'viewer' WHERE role = 'planner'": "the unlocks that are here",
    "INSERT INTO unlocks SELECT object, version, person, 'viewer', reason, at FROM unlocks WHERE role = 'planner'": "the unlocks that are here",
    "UPDATE approvals SET at = '2001-01-01T00:00:00+00:00'": "the approvals that are here",
    "INSERT INTO versions SELECT object, 9, at, 'hai', content FROM versions WHERE version = 3": "the versions that are here are not those",
    "INSERT INTO files SELECT object, 9, name, path, sha256, bytes, encrypted FROM files WHERE version = 3": "the versions that are here are not those",
    "INSERT INTO versions VALUES ('of nothing', 1, 'now', 'hai', '{}')": "the versions that are here are not those",
    "UPDATE people SET roles = 'administrator'": "the roles that people have",
}


def test_what_is_changed_beside_the_audit_is_found_by_it(used: Workspace, me: Actor) -> None:
    used.approve(Actor("ba", frozenset({Role.APPROVER})), "p")
    for statement, words in BESIDE.items():
        assert any(words in fault for fault in after(used, statement)), statement
    assert found(used, me) == []


def test_entries_of_an_older_programme_say_less_of_approvals_and_unlocks_and_hold(used: Workspace, me: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    append = layer.append

    def as_before(connection: Connection, key: bytes, store: str, event: Event) -> Head:
        """Without the time of an approval and the roles of an unlock."""
        told = {name: value for name, value in (event.after or {}).items() if name not in ("approved_at", "roles")}
        return append(connection, key, store, replace(event, after=told))

    with monkeypatch.context() as older:
        older.setattr(layer, "append", as_before)
        used.approve(Actor("ba", frozenset({Role.APPROVER})), "p")
        used.unlock(Actor("tu", frozenset({Role.PLANNER})), "p", "Họp tổ")
    assert found(used, me) == []
    used.unlock(Actor("tu", frozenset({Role.PLANNER, Role.APPROVER})), "p", "Họp ban")
    assert found(used, me) == []
    assert "the unlocks that are here" in after(used, "DELETE FROM unlocks WHERE person = 'tu'")[0]


def test_a_file_that_is_changed_or_gone_is_found(used: Workspace, me: Actor) -> None:
    kept = used.history(me, "scenario", "base")[1].file("note")
    file = used.database.files / kept.path
    file.write_bytes(b"3")
    assert "note of the workspace is not what was written" in found(used, me)[0]
    file.unlink()
    assert "note of the workspace is not where it was put" in found(used, me)[0]


def test_another_key_is_said_and_nothing_is_added_under_it(used: Workspace, me: Actor, place: Path) -> None:
    key = place / "keys" / "audit.key"
    whole = key.read_bytes()
    key.unlink()
    for use in (lambda: used.verify(me), lambda: used.keep(me, "comment", "c", {})):
        with pytest.raises(InputError, match="the key of the audit is not here"):
            use()
    key.write_text("0" * 64, encoding="utf-8")
    key.chmod(0o600)
    for use in (lambda: used.verify(me), lambda: used.keep(me, "comment", "c", {})):
        with pytest.raises(InputError, match="written with another key"):
            use()
    key.write_text("no key", encoding="utf-8")
    with pytest.raises(InputError, match="not a key of the audit"):
        used.verify(me)
    key.write_bytes(whole)
    key.chmod(0o644)
    with pytest.raises(InputError) as caught:
        used.verify(me)
    assert "others than its owner may read the key" in said(caught.value)
    key.chmod(0o600)
    assert found(used, me) == []


def test_who_has_the_database_and_not_the_key_cannot_make_the_chain_anew(used: Workspace, me: Actor) -> None:
    """A whole chain under a key of one's own does not hold under the installation's."""
    from planner.service.workspace.audit import append
    from planner.service.workspace.form import settings_of

    with used.database.writing() as connection:
        store = settings_of(connection)["store"]
        open_for_restore(connection)
        connection.execute(text("DELETE FROM audit"))
        for _ in range(8):
            append(connection, b"x" * 32, store, Event(me.id, "comment"))
        append_only(connection)
    assert "entry 1 is not what was written there" in found(used, me)[0]
