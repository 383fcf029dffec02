"""kill -9 during every kind of write: the store opens, the audit holds, and nothing that was acknowledged is missing."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.service.workspace import archive
from planner.service.workspace.access import layer, terminal
from planner.service.workspace.access.sign_in import SignedIn
from planner.service.workspace.database import database_of_installation
from planner.service.workspace.desks import saving as desks
from planner.service.workspace.desks.desk import Desk
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.form import upgrade
from planner.service.workspace.retention.deletion import delete_object, deletions
from planner.service.workspace.retention.periods import set_period
from planner.service.workspace.rights import Actor, Role, open_actor
from planner.service.workspace.tuning.views import saw_fairness
from planner.service.workspace.units.corrections import correct_own
from planner.service.workspace.workspace import Workspace
from tests.killed import is_killed_at
from tests.service.workspace import postgresql
from tests.service.workspace.conftest import Filler, nothing
from tests.service.workspace.plans import keep_plan, plan_folder

DEEP = int(os.environ.get("DEEP", "1"))
KILLS = 6 if DEEP == 1 else 20 * DEEP
A_WRITE_S = 0.08
"""About as long as a write takes: the kill comes somewhere in it, or in the next one."""
HAI, BA = Actor("hai", frozenset({Role.APPROVER})), Actor("ba", frozenset({Role.APPROVER}))
GROUPS = (
    ("keep",), ("plan",), ("submit", "approve", "return"), ("road",), ("unlock",), ("look",), ("export",), ("seal",), ("follow",), ("add",), ("comment",),
    ("lock",), ("pack",), ("correct",), ("delete",), ("desk",), ("period",), ("grant",), ("fairness",), ("sign_in", "sign_out"), ("terminal",), ("backup", "restore"),
)  # fmt: skip
"""Every kind of write, those together that follow each other; a kill comes during each of them in turn."""
KINDS = [kind for group in GROUPS for kind in group]


def fill(workspace: Workspace, me: Actor) -> None:
    """A plan whose names are unlocked, and one that is followed up."""
    keep_plan(workspace, me)
    workspace.unlock(me, "base", "r")
    keep_plan(workspace, me, "followed")
    workspace.submit(me, "followed")
    workspace.unlock(me, "followed", "r")
    follow.start(workspace, me, "followed")


def fill_little(workspace: Workspace, me: Actor) -> None:
    """A plan of one file."""
    workspace.keep(me, "plan", "base", {}, [("note", b"x")])


def writes(workspace: Workspace, me: Actor, number: int, place: Path) -> dict[str, Callable[[], Any]]:
    """Every kind of write, the nth time."""
    backup, note = place / "b.backup", [("note", b"%d" % number * 5000)]
    who = SignedIn(f"https://login#{number}", f"Name {number}", None, dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    return {
        "keep": lambda: workspace.keep(me, "scenario", f"s{number}", {"n": number}, note),
        "plan": lambda: keep_plan(workspace, me, f"p{number}"),
        "submit": lambda: workspace.submit(me, "base"),
        "approve": lambda: workspace.approve(HAI, "base"),
        "return": lambda: workspace.return_plan(me, "base", "r"),
        "road": lambda: road(workspace, me, number),
        "unlock": lambda: workspace.unlock(me, "base", f"r{number}"),
        "look": lambda: workspace.people(me, "plan", "base"),
        "export": lambda: workspace.fetch(me, "base", place / "fetched"),
        "seal": lambda: workspace.seal(me, "base", place / "sealed.plan"),
        "follow": lambda: follow.write(workspace, me, "followed", [Asked(1, {"step": f"s{number}"})]),
        "add": lambda: follow.add(workspace, me, "followed", "wish", "P01", "2027-01-05", {"due": "2027-02-05", "step": f"a{number}"}),
        "comment": lambda: workspace.comment(me, "plan", "base", f"c{number}"),
        "lock": lambda: workspace.keep(me, "lock", f"l{number}", {"employee_id": "P01", "decision": "keep", "reason": "r"}),
        "pack": lambda: workspace.keep(me, "pack", f"k{number}", {"unit": "A"}, note),
        "correct": lambda: correct_own(workspace, me, "base", "P01", "si_months", str(100 + number % 100), f"r{number}"),
        "delete": lambda: delete(workspace, me, number),
        "desk": lambda: save_twice(workspace, me, number),
        "period": lambda: set_period(workspace, me, "comment", 12, f"QĐ {number}"),
        "grant": lambda: workspace.grant(me, f"g{number}", frozenset({Role.VIEWER})),
        "fairness": lambda: saw_fairness(workspace, Actor(f"f{number}", frozenset(Role)), plan_folder()),
        "sign_in": lambda: workspace.come_in(who),
        "sign_out": lambda: workspace.go(who),
        "terminal": lambda: workspace.confirm_terminal(Actor(f"t{number}", frozenset(Role)), terminal.ask()),
        "backup": lambda: workspace.back_up(me, backup),
        "restore": lambda: workspace.restore(me, backup),
    }


def road(workspace: Workspace, me: Actor, number: int) -> None:
    """A plan from draft to in effect."""
    workspace.keep(me, "plan", f"e{number}", {}, [("note", b"x")])
    workspace.submit(me, f"e{number}")
    workspace.approve(HAI, f"e{number}")
    workspace.approve(BA, f"e{number}")
    workspace.implement(me, f"e{number}")


def delete(workspace: Workspace, me: Actor, number: int) -> None:
    """Keep a comment with a file, and delete it."""
    workspace.keep(me, "comment", f"d{number}", {"text": "x"}, [("note", b"%d" % number * 5000)])
    delete_object(workspace, me, "comment", f"d{number}", "r", dt.date(2026, 12, 1))


def save_twice(workspace: Workspace, me: Actor, number: int) -> None:
    """Save a desk, change it and save it again, as a click does."""
    desk = Desk(f"{number:024x}", roster_name=str(number), owner="browser")
    desks.save(workspace, me, desk)
    desk.draft = {"title": "x" * 20_000, "number": number}
    desks.save(workspace, me, desk)


def work(acknowledged: int, place: Path, seed: int, target: str) -> None:
    """Write until killed, in another order each time, the kind that the kill is for soon; what is begun and what returned is told
    through the pipe."""
    me, number, dice = open_actor(), 1000 * seed, random.Random(seed)
    workspace = Workspace.of_installation()
    order = list(GROUPS)
    dice.shuffle(order)
    soon = next(group for group in order if target in group)
    order.remove(soon)
    order.insert(dice.randrange(4), soon)
    while True:
        number += 1
        kinds = writes(workspace, me, number, place)
        if workspace.figures(me, "base")["state"] == "submitted":  # a former child died between the two
            kinds["return"]()
        for kind in [kind for group in order for kind in group]:
            os.write(acknowledged, f"> {kind}\n".encode())
            kinds[kind]()
            os.write(acknowledged, f"{kind} {number}\n".encode())


def kept_as_acknowledged(workspace: Workspace, me: Actor, told: list[str]) -> None:
    """The audit holds, and what was told is there."""
    assert [fault.sentence("en") for fault in workspace.verify(me)[0]] == []
    there, noted = {each.object: each for each in workspace.listed(me)}, workspace.audit(me) if told else []
    saved = {each.id: each for each in desks.kept_desks(workspace, me)}
    assert all(each.desk is not None and each.version == 1 + bool(each.desk.draft) for each in saved.values())
    for line in told:
        kind, number = line.split()
        if kind == "keep":
            assert there[f"scenario/s{number}"].content == {"n": int(number)}
        elif kind == "plan":
            assert len(workspace.people(me, "plan", f"p{number}")) == 12
        elif kind == "road":
            assert there[f"plan/e{number}"].state == "implemented"
        elif kind == "follow":
            assert f"s{number}" in {line["step"] for line in follow.history_of(workspace, me, "followed", 1)}
        elif kind == "add":
            assert f"a{number}" in {line["step"] for line in follow.follow_up(workspace, me, "followed").lines}
        elif kind == "comment":
            assert f"c{number}" in {each.content.get("text") for each in there.values() if each.kind == "comment"}
        elif kind in ("lock", "pack"):
            assert f"{kind}/{'l' if kind == 'lock' else 'k'}{number}" in there
        elif kind == "delete":
            assert f"comment/d{number}" not in there and f"comment/d{number}" in {gone.said["object"] for gone in deletions(workspace, me)}
        elif kind == "desk":
            assert saved[f"{int(number):024x}"].desk.draft["number"] == int(number)
        elif kind == "grant":
            assert workspace.actor(f"g{number}").roles == {Role.VIEWER}
        elif kind in NOTED:
            action, has = NOTED[kind]
            assert any(entry["action"] == action and has(entry, number) for entry in noted), line


NOTED: dict[str, tuple[str, Callable[[dict[str, Any], str], bool]]] = {
    "unlock": ("unlock", lambda entry, number: entry["after"]["reason"] == f"r{number}"),
    "correct": ("correct", lambda entry, number: entry["object"] == "correction/base@A"),
    "period": ("retention", lambda entry, number: entry["after"]["basis"] == f"QĐ {number}"),
    "fairness": ("see_fairness", lambda entry, number: entry["actor"] == f"f{number}"),
    "sign_in": ("sign_in", lambda entry, number: entry["actor"] == f"https://login#{number}"),
    "sign_out": ("sign_out", lambda entry, number: entry["actor"] == f"https://login#{number}"),
    "terminal": ("sign_in_terminal", lambda entry, number: entry["actor"] == f"t{number}"),
}
"""What of a write the audit alone remembers, or remembers best: its action, and by what that number is known."""


def test_a_writer_that_is_killed_at_any_moment_loses_nothing_that_was_acknowledged(made: Callable[[Filler], Workspace], place: Path, me: Actor) -> None:
    workspace, dice, counts, interrupted = made(fill), random.Random(5), set(), set()
    assert set(KINDS) == set(writes(workspace, me, 0, place))
    plan_folder()
    apart = max(1, len(KINDS) // KILLS)  # few kills are spread over the kinds
    for turn in range(1, KILLS + 1):
        target = KINDS[turn * apart % len(KINDS)]
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(reader)
                work(writer, place, turn, target)
            finally:
                os._exit(1)
        os.close(writer)
        with os.fdopen(reader) as lines:
            said = []
            for line in lines:
                said.append(line)
                if line == f"> {target}\n":
                    break
            time.sleep(dice.uniform(0, A_WRITE_S))
            os.kill(child, signal.SIGKILL)
            said += [line for line in lines if line.endswith("\n")]
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), f"it was to die by the signal, not by a fault: {said[-1:]}"
        told = [line.strip() for line in said if not line.startswith(">")]
        interrupted |= {said[-1][2:].strip()} if said[-1].startswith(">") else set()
        counts |= {line.split()[0] for line in told}
        kept_as_acknowledged(Workspace.of_installation(), me, told)
    assert len(counts) >= 3 and interrupted
    if DEEP > 1:
        assert len(interrupted) > len(KINDS) // 2, sorted(interrupted)
    names = {path.name for path in workspace.database.files.iterdir()}
    Workspace.of_installation().keep(me, "comment", "last", {"text": "x"})
    assert {path.name for path in workspace.database.files.iterdir()} <= names  # what the killed left is swept, nothing else


SEEN = ((os, "replace"), (os, "rename"), (layer, "keep_head"), (archive, "keep_head"), (archive, "announce"), (desks, "add"), (desks, "put"))
"""Steps of a writer that others can see."""
DEEP_STEPS = [
    *((kind, fill) for kind in ("plan", "export", "seal", "follow", "add", "correct", "unlock", "restore")),
    *((kind, fill_little) for kind in ("road", "comment", "lock", "period", "grant", "sign_in", "terminal")),
]
STEPS = [("keep", fill_little), ("delete", fill_little), ("desk", fill_little), ("submit", fill_little), ("restore", fill_little), *(DEEP_STEPS if DEEP > 1 else [])]


@pytest.mark.parametrize(("kind", "filled"), STEPS)
def test_a_writer_that_dies_at_any_step_leaves_all_of_it_or_nothing(made: Callable[[Filler], Workspace], place: Path, me: Actor, kind: str, filled: Filler) -> None:
    workspace, step = made(filled), 0
    workspace.back_up(me, place / "b.backup")
    while True:
        step += 1
        ended = []
        for after in (False, True):
            number = 10 * step + after
            ended.append(is_killed_at(step, after, SEEN, lambda number=number: writes(Workspace.of_installation(), me, number, place)[kind]))
            again = Workspace.of_installation()
            kept_as_acknowledged(again, me, [] if ended[-1] else [f"{kind} {number}"])
            if again.listed(me, "plan")[0].state == "submitted":
                again.return_plan(me, "base", "r")
        if not any(ended):
            break
    assert step > 1


def test_a_database_whose_making_is_killed_is_made_by_the_next(system: str, place: Path, me: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(3)
    for turn in range(KILLS):
        if system == "postgresql":
            monkeypatch.setenv("PLANNER_DATABASE_URL", postgresql.new_database())
        monkeypatch.setenv("PLANNER_RUNS", str(place / str(turn)))
        child = os.fork()
        if not child:
            try:
                upgrade(database_of_installation())
            finally:
                os._exit(0)
        time.sleep(dice.uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        upgrade(database_of_installation())
        workspace = Workspace.of_installation()
        nothing(workspace, me)
        workspace.keep(me, "comment", "c", {"text": "x"})
        assert workspace.verify(me)[0] == []
