"""Objects with versions on both databases: what moved on is told with both sides, two at once lose nothing."""

from __future__ import annotations

import os
import stat
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from planner.core.errors import InputError
from planner.service.workspace import database, form
from planner.service.workspace.database import database_of_installation
from planner.service.workspace.form import NEWEST, require_form, steps, upgrade
from planner.service.workspace.rights import Actor
from planner.service.workspace.versions import MovedOn
from planner.service.workspace.workspace import Workspace
from tests.builder import said


def test_each_version_stays_with_its_author_and_time(workspace: Workspace, me: Actor) -> None:
    first = workspace.keep(me, "scenario", "base", {"title": "Cơ sở"}, [("note", b"one")])
    second = workspace.keep(me, "scenario", "base", {"title": "Khác"}, [("note", b"two")], based_on=1)
    assert [each.content for each in workspace.history(me, "scenario", "base")] == [{"title": "Cơ sở"}, {"title": "Khác"}]
    assert (first.number, second.number, second.author) == (1, 2, me.id) and first.at < second.at and second.at.endswith("+00:00")
    assert (workspace.database.files / second.file("note").path).read_bytes() == b"two"


@pytest.mark.parametrize("person", ["MOIT/7", "///", "a" * 300, "=1+1", "Nguyễn Văn/Á", ".."])
def test_a_decision_is_kept_about_whatever_id_a_roster_holds(workspace: Workspace, me: Actor, person: str) -> None:
    first = workspace.lock(me, person, "keep", "Đề án 06")
    workspace.lock(me, f"{person}/", "leave", "Nghỉ")
    assert workspace.lock(me, person, "leave", "Đổi", based_on=1).number == 2
    assert [each.content["decision"] for each in workspace.history(me, "lock", first.name)] == ["keep", "leave"]
    assert first.content["employee_id"] == person and [row["about"] for row in workspace.audit(me, person)]


def test_a_version_that_moved_on_is_told_with_both_sides_and_nothing_is_written(workspace: Workspace, me: Actor) -> None:
    workspace.keep(me, "scenario", "base", {"title": "1"})
    workspace.keep(me, "scenario", "base", {"title": "theirs"}, based_on=1)
    with pytest.raises(MovedOn) as caught:
        workspace.keep(me, "scenario", "base", {"title": "ours"}, [("note", b"x")], based_on=1)
    assert caught.value.ours == {"title": "ours"} and caught.value.theirs.content == {"title": "theirs"}
    assert caught.value.base is not None and caught.value.base.content == {"title": "1"}
    assert "based on version 1, and version 2 was written meanwhile by" in said(caught.value)
    with pytest.raises(MovedOn, match="based on version 0"):
        workspace.keep(me, "scenario", "base", {"title": "as new"})
    with pytest.raises(InputError, match="no such thing"):
        workspace.keep(me, "scenario", "other", {}, based_on=3)
    assert len(workspace.history(me, "scenario", "base")) == 2 and workspace.verify(me)[0] == []


def test_two_planners_at_once_lose_nothing(workspace: Workspace, me: Actor) -> None:
    """Four writers each add what they have to the newest version, again where they were too late."""
    workspace.keep(me, "scenario", "shared", {"who": []})

    def add(writer: int) -> int:
        mine, refused = Workspace.of_installation(), 0
        for turn in range(3):
            while True:
                seen = mine.history(me, "scenario", "shared")[-1]
                try:
                    mine.keep(me, "scenario", "shared", {"who": [*seen.content["who"], [writer, turn]]}, based_on=seen.number)
                    break
                except MovedOn:
                    refused += 1
        return refused

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    newest_version = workspace.history(me, "scenario", "shared")[-1]
    assert sorted(newest_version.content["who"]) == [[writer, turn] for writer in range(4) for turn in range(3)]
    assert newest_version.number == 13 and workspace.verify(me)[0] == []


@pytest.mark.parametrize("name", ["", " ", "a/b", "../x", "a\nb", "x" * 121, ".", "-x"])
def test_a_name_that_will_not_do(workspace: Workspace, me: Actor, name: str) -> None:
    with pytest.raises(InputError, match="will not do as a name"):
        workspace.keep(me, "scenario", name, {})


def test_a_lock_takes_a_reason(workspace: Workspace, me: Actor) -> None:
    for reason in ("", "  ", None):
        with pytest.raises(InputError, match="a reason is wanted"):
            workspace.keep(me, "lock", "P01", {"employee_id": "P01", "decision": "keep", "reason": reason})
    workspace.keep(me, "lock", "P01", {"employee_id": "P01", "decision": "keep", "reason": "đề án 06"})
    assert [entry["action"] for entry in workspace.audit(me, "P01")] == ["keep"]


def test_a_version_or_object_that_there_is_not(workspace: Workspace, me: Actor) -> None:
    with pytest.raises(InputError, match="planner workspace list shows"):
        workspace.history(me, "plan", "none")
    with pytest.raises(InputError, match="planner workspace list shows"):
        workspace.figures(me, "none")


def test_what_a_killed_writer_left_beside_the_database_goes(workspace: Workspace, me: Actor) -> None:
    kept = workspace.keep(me, "scenario", "base", {}, [("note", b"x")]).file("note")
    orphan, torn = (workspace.database.files / name for name in ("0" * 32, ".abc.k3j4h5g6"))
    orphan.write_bytes(b"1"), torn.write_bytes(b"2")
    Workspace.of_installation().keep(me, "comment", "c", {"text": "x"})
    assert not orphan.exists() and not torn.exists() and (workspace.database.files / kept.path).exists()


def test_only_the_owner_may_read_it(place: Path, me: Actor) -> None:
    before = os.umask(0)
    try:
        workspace = Workspace.of_installation()
        with workspace.database.writing() as connection:
            connection.execute(text("SELECT 1"))
            workspace_now = list((place / "runs" / "app" / "workspace").rglob("*"))
        workspace.keep(me, "scenario", "base", {}, [("note", b"x")])
    finally:
        os.umask(before)
    here = [*workspace_now, *(place / "runs" / "app" / "workspace").rglob("*"), *(place / "keys").rglob("*"), place / "runs" / "app" / "workspace"]
    assert any(path.name.endswith("-wal") for path in here)
    assert not [path for path in here if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.mark.parametrize(("url", "words"), [("nonsense", "no address of a database"), ("mysql://a:secret@b/c", "does not work with mysql"), ("sqlite://", "does not work with sqlite"),
                                            ("postgresql://a:secret@127.0.0.1:1/c", "does not answer"),
                                            ("postgresql://127.0.0.1:1/c?user=a&password=secret&sslpassword=secret", "does not answer"),
                                            ("postgresql://a:secret@127.0.0.1:1/c?pasword=secret", "does not answer")])  # fmt: skip
def test_an_address_that_is_none_is_one_sentence_without_its_password(url: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", url)
    with pytest.raises(InputError) as caught:
        Workspace.of_installation()
    assert words in said(caught.value) and "secret" not in said(caught.value)


@pytest.mark.parametrize("name", ["Kế hoạch", "Đề án 06"])
def test_a_name_is_the_same_with_its_marks_as_signs_of_their_own(workspace: Workspace, me: Actor, name: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert apart != name
    assert workspace.keep(me, "scenario", apart, {"n": 1}).name == name
    assert workspace.keep(me, "scenario", name, {"n": 2}, based_on=1).number == 2
    assert [each.number for each in workspace.history(me, "scenario", apart)] == [1, 2] and workspace.verify(me)[0] == []


def test_a_file_that_is_no_database_is_one_sentence(place: Path) -> None:
    Workspace.of_installation()
    (place / "runs" / "app" / "workspace" / "planner.sqlite3").write_bytes(b"nothing like it" * 1000)
    with pytest.raises(InputError, match="no database of the workspace"):
        Workspace.of_installation()


def test_another_database_than_the_embedded_one_is_made_by_the_command_alone(system: str, place: Path) -> None:
    if system == "postgresql":
        with pytest.raises(InputError, match="run planner db upgrade"):
            Workspace.of_installation()
        assert upgrade(database_of_installation()) == (None, NEWEST)
    Workspace.of_installation()
    assert upgrade(database_of_installation()) == (NEWEST, NEWEST)


def test_the_form_of_this_programme_is_that_of_the_newest_step(workspace: Workspace) -> None:
    """And the steps make just the tables that the programme knows."""
    from sqlalchemy import inspect

    from planner.service.workspace.tables import METADATA

    assert steps()[-1] == NEWEST
    with workspace.database.reading() as connection:
        seen = inspect(connection)
        made = {name: {(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)} for name in seen.get_table_names() if name != "alembic_version"}
        known = {t.name: {(c.name, c.type.compile(connection.dialect), bool(c.nullable)) for c in t.columns} for t in METADATA.sorted_tables}
    assert made == known


def test_a_newer_form_is_left_alone(workspace: Workspace) -> None:
    with workspace.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (require_form, upgrade):
        with pytest.raises(InputError, match="newer version of the planner"):
            use(workspace.database)


def test_a_writer_that_waits_too_long_is_told(system: str, monkeypatch: pytest.MonkeyPatch, me: Actor) -> None:
    monkeypatch.setattr(database, "PATIENCE_S", 0.2)
    upgrade(database_of_installation())
    workspace = Workspace.of_installation()
    with workspace.database.writing(), pytest.raises(InputError, match="others have been writing"):
        Workspace.of_installation().keep(me, "comment", "c", {"text": "x"})
    workspace.keep(me, "comment", "c", {"text": "x"})


def test_readers_wait_for_nobody_and_see_one_state(workspace: Workspace, me: Actor) -> None:
    workspace.keep(me, "scenario", "base", {})
    with workspace.database.reading() as reader:
        seen = reader.execute(text("SELECT count(*) FROM versions")).scalar()
        workspace.keep(me, "scenario", "base", {}, based_on=1)
        assert reader.execute(text("SELECT count(*) FROM versions")).scalar() == seen == 1


def test_a_database_of_the_first_form_is_brought_to_the_newest_with_all_that_it_holds(system: str, me: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import command

    whole = command.upgrade
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, to: whole(config, "0001"))
        patch.setattr(form, "NEWEST", "0001")
        assert upgrade(database_of_installation()) == (None, "0001")
        Workspace.of_installation().keep(me, "scenario", "base", {"title": "Cơ sở"}, [("note", b"one")])
    if system == "postgresql":  # whose administrator says when
        with pytest.raises(InputError, match="run planner db upgrade"):
            Workspace.of_installation()
        assert upgrade(database_of_installation()) == ("0001", NEWEST)
    workspace = Workspace.of_installation()
    assert workspace.history(me, "scenario", "base")[0].content == {"title": "Cơ sở"} and workspace.verify(me)[0] == []
