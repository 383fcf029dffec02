"""Eight sessions in two servers' processes write at once: whatever was acknowledged stands, and nobody is told of a locked database."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from planner.core.errors import InputError
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.rights import Actor
from planner.service.workspace.versions import MovedOn
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace.conftest import Filler, nothing
from tests.service.workspace.plans import keep_plan

PROCESSES, SESSIONS, TURNS = 2, 4, 4


def fill(workspace: Workspace, me: Actor) -> None:
    """A plan that all comment on, one that is followed up, and a scenario that all write."""
    keep_plan(workspace, me)
    keep_plan(workspace, me, "followed")
    workspace.submit(me, "followed")
    workspace.unlock(me, "followed", "r")
    follow.start(workspace, me, "followed")
    workspace.keep(me, "scenario", "shared", {"by": "nobody"})


def session(me: Actor, name: str) -> tuple[Counter[str], list[str]]:
    """What one session wrote and was told that it stands, by kind; and what else it was told."""
    work, done, refused = Workspace.of_installation(), Counter[str](), []
    lock = 0
    for turn in range(TURNS):
        mark = f"{name} {turn}"
        work.comment(me, "plan", "base", mark)
        done["comment"] += 1
        work.keep(me, "scenario", f"own of {name}", {"turn": turn}, [("note", mark.encode() * 500)], turn or None)
        done["own"] += 1
        lock = work.keep(me, "lock", name, {"employee_id": name, "decision": "keep", "reason": mark}, based_on=lock or None).number
        done["lock"] += 1
        work.people(me, "plan", "base")
        for kind, write in (("shared", lambda mark=mark: shared(work, me, mark)), ("line", lambda mark=mark: line(work, me, mark))):
            try:
                write()
                done[kind] += 1
            except MovedOn:
                pass  # told with both sides: nothing of it counts as written
            except InputError as error:
                refused.append(said(error))
    return done, refused


def shared(work: Workspace, me: Actor, mark: str) -> None:
    """The next version of what all write."""
    seen = work.history(me, "scenario", "shared")[-1]
    work.keep(me, "scenario", "shared", {"by": mark}, based_on=seen.number)


def line(work: Workspace, me: Actor, mark: str) -> None:
    """The first line of the follow-up, as it was seen."""
    seen = follow.history_of(work, me, "followed", 1)[-1]
    follow.write(work, me, "followed", [Asked(1, {"step": mark}, seen.number)])


def process(me: Actor, number: int, out: Path) -> None:
    """One server: its sessions at once, each in a thread as Streamlit's are."""
    with ThreadPoolExecutor(SESSIONS) as pool:
        found = list(pool.map(lambda each: session(me, f"{number}-{each}"), range(SESSIONS)))
    told: dict[str, Any] = {"done": dict(sum((done for done, _ in found), Counter())), "refused": [each for _, refused in found for each in refused]}
    out.write_text(json.dumps(told), encoding="utf-8")


def test_what_a_crowd_was_told_that_it_wrote_stands_and_nobody_hears_of_a_locked_database(made: Callable[[Filler], Workspace], place: Path, me: Actor) -> None:
    workspace, children = made(fill), []
    for number in range(PROCESSES):
        child = os.fork()
        if not child:
            try:
                process(me, number, place / f"{number}.json")
            except BaseException as error:
                (place / f"{number}.json").write_text(json.dumps({"failed": repr(error)}), encoding="utf-8")
            finally:
                os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * PROCESSES
    told = [json.loads((place / f"{number}.json").read_text(encoding="utf-8")) for number in range(PROCESSES)]
    assert [each.get("failed") for each in told] == [None] * PROCESSES
    done = sum((Counter(each["done"]) for each in told), Counter())
    assert all("is based on version" in words for each in told for words in each["refused"])  # a line that moved on, and nothing else
    everybody = PROCESSES * SESSIONS
    assert done["comment"] == done["own"] == done["lock"] == everybody * TURNS and done["shared"] and done["line"]
    there = workspace.listed(me)
    comments = [each.content["text"] for each in there if each.kind == "comment"]
    assert len(comments) == len(set(comments)) == done["comment"]
    assert {each.number for each in there if each.kind == "lock" or each.name.startswith("own of ")} == {TURNS}
    assert workspace.history(me, "scenario", "shared")[-1].number == 1 + done["shared"]
    assert len(follow.history_of(workspace, me, "followed", 1)) == 1 + done["line"]
    assert [fault.sentence("en") for fault in workspace.verify(me)[0]] == []


def test_whoever_opens_the_workspace_takes_no_lock_from_another_thread(made: Callable[[Filler], Workspace], me: Actor) -> None:
    """Closing a file takes away every lock that this process holds on it: another one would then throw away what is being written."""
    workspace = made(nothing)
    file = workspace.database.file
    if file is None:
        return  # PostgreSQL keeps its locks itself
    with workspace.database.reading():
        held = locks(file)
        Workspace.of_installation().listed(me)
        assert held and locks(file) == held


def locks(file: Path) -> list[str]:
    """The locks that this process holds on a file, as Linux tells them."""
    inode, lines = f":{file.stat().st_ino}", Path("/proc/locks").read_text(encoding="utf-8").splitlines()
    return sorted(" ".join(line.split()[1:]) for line in lines if line.split()[4] == str(os.getpid()) and line.split()[5].endswith(inode))
