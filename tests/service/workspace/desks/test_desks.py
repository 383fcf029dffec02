"""Desks in the store: none overwrites another, nobody sees somebody else's, and encryption, backup, checking, retention and deletion reach them."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from planner.core.errors import InputError
from planner.service.workspace.desks.desk import PLANS_REMEMBERED, Desk, copied, is_id, key_of_person, new_desk, read, written
from planner.service.workspace.desks.saving import AnothersDesk, KeptDesk, Overtaken, kept_desks, load, newer, newest, remove_desks, save
from planner.service.workspace.retention.certificate import read_certificate, write_certificate
from planner.service.workspace.retention.deletion import delete_object, deletions
from planner.service.workspace.retention.periods import due, set_period
from planner.service.workspace.rights import Actor, NotAllowed, Role
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace.conftest import person

CHIEF = person("chief", Role.ADMINISTRATOR)
LAN, BA = person("lan", Role.PLANNER), person("ba", Role.PLANNER)
SECRET = "Nguyen Thi Bi Mat"
TODAY = dt.date.today()
KEY, OTHER_KEY = "ab" * 32, "cd" * 32


def desk_of(actor: Actor, **content: Any) -> Desk:
    """A desk of somebody's."""
    return replace(new_desk(key_of_person(actor.id)), **content)


def saved(workspace: Workspace, actor: Actor, **content: Any) -> Desk:
    """A desk of somebody's, in the store."""
    made = desk_of(actor, **content)
    save(workspace, actor, made)
    return made


# ---- what is written is what is read


def test_a_desk_is_found_again_as_it_was(workspace: Workspace, me: Actor) -> None:
    desk = new_desk("a browser")
    desk.draft = {"title": "x | ỳ\n\x00", "snapshot_on": dt.date(2026, 12, 1), "units": {"Z": {"a": 1.5}, "A": [True, None, 3]}}
    desk.locks, desk.plans = {"P01": "keep"}, ["a"]
    desk.show("b")
    save(workspace, me, desk)
    found = load(workspace, me, desk.id)
    assert found == desk and found.version == 1 and list(found.draft["units"]) == ["Z", "A"]
    assert (found.before, found.current, found.plans) == ("", "b", ["a", "b"])
    for nothing in ("../x", "0" * 24, "", "' OR 1=1"):
        assert load(workspace, me, nothing) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(["$date", "$pairs"]), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text() | st.sampled_from(["$date", "$pairs"]), values, max_size=4))
def test_whatever_a_draft_holds_comes_back(draft: dict[str, Any]) -> None:
    desk = replace(new_desk("o"), draft=draft, version=3)
    assert read(written(desk), desk.id, "o", 3) == desk


def test_ids_cannot_be_guessed_and_have_one_form() -> None:
    made = {new_desk().id for _ in range(200)}
    assert len(made) == 200 and all(is_id(each) and len(each) == 24 for each in made)
    assert not is_id("A" * 24) and not is_id("0" * 23) and not is_id("0" * 24 + "\n")


def test_a_copy_shares_nothing_and_takes_no_job_along() -> None:
    first = replace(new_desk("a"), draft={"title": "x"}, job="20261129-000000-0123456789ab", version=5)
    made = copied(first, "b")
    made.draft["title"] = "y"
    assert (first.draft["title"], made.job, made.owner, made.version) == ("x", "", "b", 0) and made.id != first.id


def test_only_so_many_plans_are_remembered() -> None:
    desk = new_desk()
    for number in range(PLANS_REMEMBERED + 5):
        desk.show(str(number))
    assert len(desk.plans) == PLANS_REMEMBERED and desk.plans[-1] == desk.current


# ---- two at once


def test_of_two_savings_on_one_state_the_second_is_refused(workspace: Workspace, me: Actor) -> None:
    first = new_desk()
    save(workspace, me, first)
    second = load(workspace, me, first.id)
    first.draft = {"title": "first"}
    save(workspace, me, first)
    second.draft = {"title": "second"}
    with pytest.raises(Overtaken):
        save(workspace, me, second)
    assert load(workspace, me, first.id).draft == {"title": "first"} and (first.version, second.version) == (2, 1)


def test_who_saves_the_same_is_not_overtaken(workspace: Workspace, me: Actor) -> None:
    """Both tabs put the plan of one job on the desk."""
    first = new_desk()
    save(workspace, me, first)
    second = load(workspace, me, first.id)
    for each in (first, second):
        each.show("a")
        save(workspace, me, each)
    assert second.version == 3 and newer(workspace, me, first) is None
    found = newer(workspace, me, replace(first, current=""))
    assert found is not None and (found.current, found.version) == ("a", 3)
    assert newer(workspace, me, second) is None and newer(workspace, me, new_desk()) is None


def test_a_desk_that_was_removed_meanwhile_is_saved_again(workspace: Workspace, me: Actor) -> None:
    desk = new_desk("a browser")
    save(workspace, me, desk)
    assert remove_desks(workspace, me, kept_desks(workspace, me)) == [desk.id]
    save(workspace, me, desk)
    assert load(workspace, me, desk.id) == desk and desk.version == 2


def test_many_writers_at_once_lose_no_saving_and_nobody_is_told_that_it_is_locked(workspace: Workspace, me: Actor) -> None:
    desk, failed, wins, start = new_desk(), [], [0] * 6, threading.Barrier(6)
    save(workspace, me, desk)

    def write(number: int) -> None:
        start.wait()
        try:
            for _ in range(8):
                own = load(workspace, me, desk.id)
                own.notes = {**own.notes, f"{number}-{wins[number]}": "x"}
                try:
                    save(workspace, me, own)
                    wins[number] += 1
                except Overtaken:
                    pass
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end = load(workspace, me, desk.id)
    assert failed == [] and sum(wins) > 0
    assert end.version == 1 + sum(wins) and len(end.notes) == sum(wins)


# ---- whose a desk is


def test_the_newest_is_the_owners_own(workspace: Workspace) -> None:
    assert newest(workspace, LAN, key_of_person("lan")) is None
    first, second = saved(workspace, LAN, roster_name="1"), saved(workspace, LAN, roster_name="2")
    saved(workspace, BA, roster_name="3")
    assert newest(workspace, LAN, key_of_person("lan")).id == second.id
    save(workspace, LAN, first)
    assert newest(workspace, LAN, key_of_person("lan")).id == first.id


def test_nobody_who_signed_in_reads_or_writes_anothers_desk(workspace: Workspace) -> None:
    own = saved(workspace, LAN, roster_name="of lan")
    for attempt in (
        lambda: load(workspace, BA, own.id), lambda: save(workspace, BA, own), lambda: newest(workspace, BA, own.owner),
        lambda: save(workspace, BA, replace(own, owner=key_of_person("ba"), roster_name="mine")), lambda: newer(workspace, BA, replace(own, version=0)),
    ):  # fmt: skip
        with pytest.raises(AnothersDesk):
            attempt()
    assert load(workspace, LAN, own.id) == own


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_who_makes_no_plans_has_no_desk(workspace: Workspace, role: Role) -> None:
    somebody = person("somebody", role, unit="A")
    desk = desk_of(somebody)
    for attempt in (lambda: save(workspace, somebody, desk), lambda: load(workspace, somebody, desk.id), lambda: newest(workspace, somebody, desk.owner)):
        with pytest.raises(NotAllowed):
            attempt()


def test_only_an_administrator_lists_and_removes_desks(workspace: Workspace) -> None:
    own = saved(workspace, LAN)
    for role in Role:
        somebody = person("somebody", role, unit="A")
        if role is not Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                kept_desks(workspace, somebody)
            with pytest.raises(NotAllowed):
                remove_desks(workspace, somebody, [])
    assert [each.id for each in kept_desks(workspace, CHIEF)] == [own.id]


# ---- the audit


def test_a_saving_is_no_entry_and_removing_is_one(workspace: Workspace) -> None:
    before = workspace.verify(CHIEF)[1].number
    own, other = saved(workspace, LAN), saved(workspace, LAN)
    listed = kept_desks(workspace, CHIEF)
    save(workspace, LAN, other)
    assert workspace.verify(CHIEF)[1].number == before
    assert remove_desks(workspace, CHIEF, listed) == [own.id], "the other one was used meanwhile"
    entry = workspace.audit(person("reader", Role.AUDITOR))[-1]
    assert (entry["action"], entry["actor"], entry["after"]) == ("remove_desks", "chief", {"desks": [own.id]})
    assert load(workspace, LAN, own.id) is None and load(workspace, LAN, other.id) == other and workspace.verify(CHIEF)[0] == []


@pytest.mark.parametrize("change", ["content = '[['", "content = '{\"draft\": 3}'", "version = 0", "id = 'x'"])
def test_a_desk_that_is_damaged_is_found_and_does_not_stand_in_the_way(workspace: Workspace, change: str) -> None:
    stays, harmed = saved(workspace, LAN, roster_name="stays"), saved(workspace, LAN)
    with workspace.database.writing() as connection:
        connection.execute(text(f"UPDATE desks SET {change} WHERE id = :id"), {"id": harmed.id})
    (fault,) = workspace.verify(CHIEF)[0]
    assert "this desk is not what the app saved" in fault.sentence("en")
    if change.startswith("content"):
        assert load(workspace, LAN, harmed.id) is None and newest(workspace, LAN, stays.owner).id == stays.id
        assert delete_object(workspace, CHIEF, "desk", harmed.id, "damaged", TODAY).said["object"] == f"desk/{harmed.id}"
        assert workspace.verify(CHIEF)[0] == []


# ---- encryption, backup


def raw(workspace: Workspace) -> str:
    """Every content as it lies in the table."""
    with workspace.database.reading() as connection:
        return "\n".join(connection.execute(text("SELECT content FROM desks ORDER BY id")).scalars())


def test_a_desk_is_encrypted_where_the_environment_has_a_key(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    open_desk = saved(workspace, LAN, roster_name=SECRET)
    assert SECRET in raw(workspace)
    monkeypatch.setenv("PLANNER_STORE_KEY", KEY)
    for desk in (open_desk, other := saved(workspace, LAN, notes={"a": SECRET})):
        save(workspace, LAN, desk)
    assert SECRET not in raw(workspace) and load(workspace, LAN, other.id) == other and workspace.verify(CHIEF)[0] == []
    monkeypatch.delenv("PLANNER_STORE_KEY")
    for attempt in (lambda: load(workspace, LAN, other.id), lambda: save(workspace, LAN, other), lambda: saved(workspace, LAN), lambda: newest(workspace, LAN, other.owner)):
        with pytest.raises(InputError, match="PLANNER_STORE_KEY"):
            attempt()
    assert workspace.verify(CHIEF)[0] == [], "what is closed is not looked into"
    monkeypatch.setenv("PLANNER_STORE_KEY", OTHER_KEY)
    with pytest.raises(InputError, match="not the one with which"):
        save(workspace, LAN, other)


def test_an_encrypted_desk_in_another_row_or_of_an_older_version_cannot_be_read(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_STORE_KEY", KEY)
    one, two = saved(workspace, LAN, roster_name="one"), saved(workspace, LAN, roster_name="two")
    older = raw(workspace).splitlines()[sorted((one.id, two.id)).index(one.id)]
    save(workspace, LAN, one)
    for desk in (one, two):
        with workspace.database.writing() as connection:
            connection.execute(text("UPDATE desks SET content = :older WHERE id = :id"), {"older": older, "id": desk.id})
        assert load(workspace, LAN, desk.id) is None
    assert len(workspace.verify(CHIEF)[0]) == 2


@pytest.fixture(params=[None, KEY], ids=["open", "encrypted"])
def key(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str | None]:
    """With and without a key of the store."""
    if request.param is not None:
        monkeypatch.setenv("PLANNER_STORE_KEY", request.param)
    yield request.param


def test_a_backup_holds_desks_and_who_works_on_after_it_is_put_back_loses_nothing(workspace: Workspace, place: Path, key: str | None) -> None:
    own, other = saved(workspace, LAN, roster_name="before"), saved(workspace, LAN, roster_name="other")
    workspace.back_up(CHIEF, place / "b.backup")
    own.roster_name = "after"
    save(workspace, LAN, own)
    remove_desks(workspace, CHIEF, [each for each in kept_desks(workspace, CHIEF) if each.id == other.id])
    workspace.restore(CHIEF, place / "b.backup")
    assert load(workspace, LAN, own.id).roster_name == "before" and load(workspace, LAN, other.id) == other
    assert workspace.verify(CHIEF)[0] == []
    own.roster_name = "after that"
    with pytest.raises(Overtaken):  # the page goes on with a copy
        save(workspace, LAN, own)


def test_a_server_keeps_the_log_of_sqlite_and_what_is_removed_stands_in_it_no_more(workspace: Workspace, place: Path) -> None:
    if not workspace.database.is_embedded:
        workspace.database.stay()
        assert saved(workspace, LAN).version == 1
        return
    log = place / "runs" / "app" / "workspace" / "planner.sqlite3-wal"
    own = saved(workspace, LAN, roster_name=SECRET)
    assert not log.exists(), "the last connection has closed"
    workspace.database.stay()
    save(workspace, LAN, own)
    assert log.stat().st_size > 0 and load(Workspace.of_installation(), LAN, own.id) == own
    remove_desks(workspace, CHIEF, kept_desks(workspace, CHIEF))
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in sorted((place / "runs").rglob("*")) if path.is_file())


# ---- retention and deletion


def test_a_desk_has_a_period_and_is_deleted_with_a_certificate(workspace: Workspace, place: Path) -> None:
    own = saved(workspace, LAN, roster_name=SECRET)
    set_period(workspace, CHIEF, "desk", 6, "QĐ 1")
    assert due(workspace, CHIEF, TODAY) == []
    (found,) = due(workspace, CHIEF, TODAY + dt.timedelta(days=200))
    assert (found.object, found.version) == (f"desk/{own.id}", 1) and 0 <= (dt.date.today() - found.written_on).days <= 1
    gone = delete_object(workspace, CHIEF, "desk", own.id, "nobody uses it", TODAY)
    write_certificate(gone.text, gone.signature, place / "c.json")
    certified, _ = read_certificate(place / "c.json")
    assert certified["object"] == f"desk/{own.id}" and certified["period_months"] == 6 and len(certified["versions"]) == 1
    assert load(workspace, LAN, own.id) is None and kept_desks(workspace, CHIEF) == []
    assert [each.number for each in deletions(workspace, CHIEF)] == [gone.number] and workspace.verify(CHIEF)[0] == []
    if "PLANNER_DATABASE_URL" not in os.environ:  # PostgreSQL keeps old rows until it cleans up
        assert SECRET.encode() not in b"".join(path.read_bytes() for path in sorted((place / "runs").rglob("*")) if path.is_file())
    with pytest.raises(InputError) as caught:
        delete_object(workspace, CHIEF, "desk", own.id, "again", TODAY)
    assert "no such thing" in said(caught.value)


def test_what_is_listed_says_what_is_on_a_desk_and_when_it_was_saved(workspace: Workspace) -> None:
    own = saved(workspace, LAN, roster_name="r.xlsx", plans=["a"])
    (found,) = kept_desks(workspace, CHIEF)
    assert isinstance(found, KeptDesk) and (found.id, found.version, found.author, found.desk) == (own.id, 1, "lan", own)
    assert abs((dt.datetime.now(dt.UTC) - found.at).total_seconds()) < 600 and found.size > 100
