"""Desks of an older version, a file each: read into the store once, all of them or none, and moved aside."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planner.service.places import DESKS, app_folder
from planner.service.workspace.access import layer
from planner.service.workspace.desks.desk import Desk, is_id
from planner.service.workspace.desks.saving import kept_desks, load, newest, save
from planner.service.workspace.desks.takeover import ASIDE, Taken, take_over
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace
from tests.killed import is_killed_at

FIRST, SECOND = "a" * 24, "b" * 24
DRAFT = """title: Kế hoạch 2030
snapshot_on: 2026-12-01
periods:
- name: '2027'
  reduction_at_least: 0.2
keep:
  people:
  - P01
"""
SECONDS = 1_790_000_000
"""When the older version saved them (seconds of the epoch)."""


def older_file(desk: str, **more: Any) -> dict[str, Any]:
    """A file as the version before wrote it: every field, the scenarios as YAML."""
    return {
        "id": desk, "roster": "c" * 64, "roster_name": "bộ.xlsx", "sample": False, "base": DRAFT, "base_name": "base_2030.yaml",
        "draft": DRAFT.replace("0.2", "0.25"), "locks": {"P02": "leave"}, "plans": ["runs/base", "20260101-000000-0123456789ab"],
        "current": "20260101-000000-0123456789ab", "before": "runs/base", "job": "", "close_to": "", "unfinished": {}, "names": {"runs/base": "An"},
        "notes": {"runs/base": "ghi chú"}, "pinned": ["runs/base"], "owner": "browser", "version": 41, **more,
    }  # fmt: skip


@pytest.fixture
def folder(place: Path) -> Path:
    """A folder of an older version: two desks, one of them of a still older one, and two files that hold no desk."""
    made = app_folder() / DESKS
    made.mkdir(parents=True)
    for number, (name, content) in enumerate((
        (FIRST, json.dumps(older_file(FIRST))), (SECOND, json.dumps({"id": SECOND, "draft": "{}\n", "base": "{}\n", "roster_name": "b"})),
        ("torn", "[["), ("c" * 24, json.dumps(older_file("d" * 24))),
    )):  # fmt: skip
        (made / f"{name}.json").write_text(content, encoding="utf-8")
        os.utime(made / f"{name}.json", (SECONDS + number,) * 2)
    return made


def test_an_older_folder_is_taken_over_once_with_desks_plans_and_locks(workspace: Workspace, me: Actor, folder: Path) -> None:
    assert take_over(workspace, folder) == Taken(2, ("c" * 24 + ".json", "torn.json"))
    found = load(workspace, me, FIRST)
    assert found is not None and (found.version, found.owner, found.locks, found.plans) == (41, "browser", {"P02": "leave"}, older_file(FIRST)["plans"])
    assert found.draft["periods"] == [{"name": "2027", "reduction_at_least": 0.25}] and found.draft["snapshot_on"].isoformat() == "2026-12-01"
    assert (found.current, found.before, found.pinned, found.names) == (found.plans[1], "runs/base", ["runs/base"], {"runs/base": "An"})
    assert load(workspace, me, SECOND) == Desk(SECOND, roster_name="b", version=1)
    assert [(each.id, int(each.at.timestamp())) for each in kept_desks(workspace, me)] == [(FIRST, SECONDS), (SECOND, SECONDS + 1)]
    assert sorted(path.name for path in folder.iterdir()) == ["c" * 24 + ".json", ASIDE, "torn.json"]
    assert json.loads((folder / ASIDE / f"{FIRST}.json").read_text(encoding="utf-8")) == older_file(FIRST)
    assert (folder / ASIDE).stat().st_mode & 0o077 == 0
    entry = workspace.audit(me)[-1]
    assert (entry["action"], entry["after"]) == ("take_over_desks", {"desks": [FIRST, SECOND]}) and workspace.verify(me)[0] == []
    save(workspace, me, found)  # it goes on where it stood
    assert found.version == 42 and newest(workspace, me, "browser") == found


def test_a_second_start_does_nothing(workspace: Workspace, me: Actor, folder: Path) -> None:
    take_over(workspace, folder)
    entries = len(workspace.audit(me))
    assert take_over(workspace, folder) == Taken(0, ("c" * 24 + ".json", "torn.json"))
    assert len(workspace.audit(me)) == entries + 1, "only the reading of the audit before"
    assert take_over(workspace, folder / "nowhere") == Taken(0, ())


def test_what_is_in_the_store_already_stays_as_it_is_there(workspace: Workspace, me: Actor, folder: Path) -> None:
    newer = Desk(FIRST, roster_name="newer", owner="browser")
    save(workspace, me, newer)
    assert take_over(workspace, folder).desks == 1
    assert load(workspace, me, FIRST) == newer and not (folder / f"{FIRST}.json").exists()


@pytest.mark.parametrize("harm", [
    {"locks": []}, {"plans": "x"}, {"version": "3"}, {"draft": "a: ["}, {"draft": 3}, {"unknown": 1}, {"id": "../x"}, {"draft": "- a\n"}, {"show": "x"},
])  # fmt: skip
def test_a_file_that_holds_no_desk_is_named_and_left(workspace: Workspace, me: Actor, place: Path, harm: dict[str, Any]) -> None:
    file = place / "desks" / f"{FIRST}.json"
    file.parent.mkdir()
    file.write_text(json.dumps({**older_file(FIRST), **harm}), encoding="utf-8")
    assert take_over(workspace, file.parent) == Taken(0, (file.name,)) and file.exists() and kept_desks(workspace, me) == []


SEEN = ((os, "rename"), (layer, "keep_head"))
"""Steps of a takeover that others can see."""


def test_a_takeover_that_dies_at_any_step_is_done_by_the_next_start(workspace: Workspace, me: Actor, folder: Path) -> None:
    step, files = 0, {path: path.read_bytes() for path in folder.glob("*.json")}
    while True:
        step += 1
        ended = []
        for after in (False, True):
            ended.append(is_killed_at(step, after, SEEN, lambda: partial(take_over, Workspace.of_installation(), folder)))
            again = Workspace.of_installation()
            assert len(kept_desks(again, me)) in (0, 2), "all of them or none"
            assert take_over(again, folder).desks in (0, 2)
            assert {each.id for each in kept_desks(again, me)} == {FIRST, SECOND} and again.verify(me)[0] == []
            assert [path.name for path in folder.glob("*.json") if is_id(path.stem)] == ["c" * 24 + ".json"]
            with again.database.writing() as connection:  # as before
                connection.exec_driver_sql("DELETE FROM desks")
            for path, content in files.items():
                path.write_bytes(content)
        if not any(ended):
            break
    assert step > 3


def test_no_desk_is_put_into_a_store_whose_key_is_not_here(workspace: Workspace, me: Actor, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.core.errors import InputError

    monkeypatch.setenv("PLANNER_STORE_KEY", "ab" * 32)
    workspace.keep(me, "roster", "r", {}, [("people", b"x")])
    monkeypatch.delenv("PLANNER_STORE_KEY")
    with pytest.raises(InputError, match="PLANNER_STORE_KEY"):
        take_over(workspace, folder)
    assert (folder / f"{FIRST}.json").exists()
    monkeypatch.setenv("PLANNER_STORE_KEY", "ab" * 32)
    assert take_over(workspace, folder).desks == 2 and load(workspace, me, FIRST) is not None
