"""Every role on every action; a plan's road from draft to in effect; names hidden until two roles unlock them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.core.errors import InputError
from planner.service.workspace.audit import head_of
from planner.service.workspace.desks import saving as desks
from planner.service.workspace.desks.desk import key_of_person, new_desk
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.head import Head
from planner.service.workspace.plan_states import STATES
from planner.service.workspace.retention.deletion import delete_object
from planner.service.workspace.retention.periods import due, set_period
from planner.service.workspace.rights import RIGHTS, Action, Actor, NotAllowed, Role
from planner.service.workspace.tuning.views import saw_fairness
from planner.service.workspace.units.corrections import correct_own
from planner.service.workspace.units.packs import receive_pack
from planner.service.workspace.units.people import own_people
from planner.service.workspace.units.sent_in import outcome
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, said
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.plans import PEOPLE, keep_plan, plan_folder

TODAY = dt.date(2026, 12, 1)
AUTHOR = person("author", Role.PLANNER)
HAI, BA = person("hai", Role.APPROVER), person("ba", Role.APPROVER)
CHIEF = person("chief", Role.ADMINISTRATOR)
AUDITOR = person("auditor", Role.AUDITOR)


def fill(workspace: Workspace, me: Actor) -> None:
    """A plan in each state, a lock, a correction of unit A."""
    for name in STATES:
        keep_plan(workspace, AUTHOR, name)
    for name in STATES[1:]:
        workspace.submit(AUTHOR, name)
    for name in STATES[2:]:
        workspace.approve(HAI, name)
        workspace.approve(BA, name)
    workspace.implement(AUTHOR, "implemented")
    follow.start(workspace, AUTHOR, "implemented")
    workspace.keep(AUTHOR, "lock", "P01", {"employee_id": "P01", "decision": "keep", "reason": "r"})
    workspace.keep(AUTHOR, "correction", "a", {"unit": "A"})


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with plans in every state."""
    return made(fill)


def ways(workspace: Workspace, place: Path) -> dict[Action, list[Callable[[Actor], Any]]]:
    """Each way in which something is done."""
    out = place / "out"
    line_of_a = next(line.line for line in follow.follow_up(workspace, AUTHOR, "implemented").lines if line["unit"] == "A")
    return {
        Action.SEE_FIGURES: [lambda a: workspace.figures(a, "draft"), workspace.listed, lambda a: workspace.history(a, "plan", "draft")],
        Action.SEE_PEOPLE: [lambda a: workspace.people(a, "plan", "draft"), lambda a: workspace.history(a, "correction", "a"),
                            lambda a: follow.follow_up(workspace, a, "implemented"), lambda a: follow.history_of(workspace, a, "implemented", line_of_a),
                            lambda a: own_people(workspace, a, "implemented", "A")],
        Action.KEEP: [lambda a: workspace.keep(a, "scenario", f"of {a.id}", {}), lambda a: workspace.keep(a, "plan", f"of {a.id}", {}), lambda a: start_own(workspace, a),
                      lambda a: desks.save(workspace, a, new_desk(key_of_person(a.id))), lambda a: desks.load(workspace, a, "0" * 24), lambda a: desks.newest(workspace, a, key_of_person(a.id))],
        Action.CORRECT: [lambda a: workspace.keep(a, "correction", f"of {a.id}", {"unit": "A"}), lambda a: workspace.keep(a, "pack", f"of {a.id}", {"unit": "A"}),
                         lambda a: correct_own(workspace, a, "implemented", "P01", "step", str(1 + len(workspace.listed(AUTHOR))), "r"),
                         lambda a: outcome(workspace, a, "implemented", "en", "A")],
        Action.PACK: [lambda a: receive_pack(workspace, a, "implemented", "A", place / f"{a.id}.xlsx", "vi")],
        Action.COMMENT: [lambda a: workspace.keep(a, "comment", f"of {a.id}", {"text": "x"})],
        Action.SUBMIT: [lambda a: workspace.submit(a, "draft")],
        Action.RETURN: [lambda a: workspace.return_plan(a, "submitted", "r")],
        Action.APPROVE: [lambda a: workspace.approve(a, "submitted")],
        Action.IMPLEMENT: [lambda a: workspace.implement(a, "approved")],
        Action.FOLLOW: [
            lambda a: follow.write(workspace, a, "implemented", [Asked(line_of_a, {"step": a.id})]),
            lambda a: follow.add(workspace, a, "implemented", "wish", "P01", "2027-01-05", {"due": "2027-02-05"}),
        ],
        Action.UNLOCK: [lambda a: workspace.unlock(a, "submitted", "r")],
        Action.EXPORT: [lambda a: workspace.export(a, "plan", "implemented"), lambda a: workspace.fetch(a, "implemented", out), lambda a: workspace.seal(a, "implemented", place / "x.plan"), lambda a: follow.exported(workspace, a, "implemented")],
        Action.EXPORT_PSEUDONYMS: [lambda a: workspace.export_pseudonyms(a, "plan", "draft")],
        Action.SEE_AUDIT: [workspace.audit, lambda a: workspace.audit(a, "P01")],
        Action.VERIFY_AUDIT: [workspace.verify],
        Action.SEE_FAIRNESS: [lambda a: saw_fairness(workspace, a, plan_folder())],
        Action.RETENTION: [lambda a: set_period(workspace, a, "comment", 12, "QĐ 1")],
        Action.DELETE: [lambda a: delete_object(workspace, a, "lock", "P01", "r", TODAY), lambda a: due(workspace, a, TODAY), lambda a: desks.kept_desks(workspace, a), lambda a: desks.remove_desks(workspace, a, [])],
        Action.GRANT: [lambda a: workspace.grant(a, "new", frozenset({Role.VIEWER}))],
        Action.BACK_UP: [lambda a: workspace.back_up(a, place / "b.backup")],
        Action.RESTORE: [lambda a: workspace.restore(a, place / "first.backup")],
    }


def start_own(workspace: Workspace, actor: Actor) -> None:
    """Begin to follow up an approved plan; a right is asked for before anything else."""
    try:
        follow.start(workspace, actor, "implemented")
    except InputError as error:
        if isinstance(error, NotAllowed):
            raise
        assert "followed up already" in said(error)


def newest(workspace: Workspace) -> Head:
    """The newest entry of the audit."""
    with workspace.database.reading() as connection:
        return head_of(connection)


@pytest.mark.parametrize("role", Role)
def test_every_role_on_every_action(used: Workspace, place: Path, role: Role) -> None:
    used.back_up(CHIEF, place / "first.backup")
    actor, everything = person(f"a {role}", role, unit="A"), ways(used, place)
    assert set(everything) == set(Action) == set(RIGHTS)
    order = [Action.UNLOCK, Action.APPROVE, *(action for action in Action if action not in (Action.UNLOCK, Action.APPROVE, Action.RESTORE)), Action.RESTORE]
    for action in order:
        for way in everything[action]:
            if role in RIGHTS[action]:
                way(actor)
            else:
                before = newest(used)
                with pytest.raises(NotAllowed) as caught:
                    way(actor)
                assert caught.value.action is action and f"a {role} may not do this" in said(caught.value)
                assert newest(used) == before
    assert used.verify(CHIEF)[0] == []


def test_somebody_without_a_role_may_do_nothing(used: Workspace, place: Path) -> None:
    nobody = used.actor("nobody")
    for each in ways(used, place).values():
        for way in each:
            with pytest.raises(NotAllowed):
                way(nobody)


def test_roles_are_granted_and_taken(used: Workspace) -> None:
    used.grant(CHIEF, "lan", frozenset({Role.UNIT_HEAD}), "A")
    assert used.actor("lan") == Actor("lan", frozenset({Role.UNIT_HEAD}), "A")
    used.grant(CHIEF, "lan", frozenset())
    with pytest.raises(NotAllowed, match="it takes the role approver or planner or unit head"):
        used.people(used.actor("lan"), "plan", "draft")
    for name in ("open:root", " "):
        with pytest.raises(InputError, match="will not do"):
            used.grant(CHIEF, name, frozenset({Role.ADMINISTRATOR}))
    assert used.verify(CHIEF)[0] == []


def test_a_units_head_sees_and_corrects_the_own_people_alone(used: Workspace) -> None:
    head = person("head", Role.UNIT_HEAD, unit="B")
    assert set(used.people(head, "plan", "approved")["unit"]) == {"B"} and len(used.people(head, "plan", "draft")) == 3
    for ask in (lambda: used.history(head, "correction", "a"), lambda: used.keep(head, "pack", "x", {"unit": "A"}), lambda: used.keep(head, "pack", "x", {}),
                lambda: used.history(head, "lock", "P01"), lambda: used.people(person("head", Role.UNIT_HEAD), "plan", "draft")):  # fmt: skip
        with pytest.raises(NotAllowed):
            ask()
    used.keep(head, "pack", "x", {"unit": "B"})
    assert {each.kind for each in used.listed(head)} == {"plan", "follow_up"} and used.audit(AUDITOR)[-1]["actor"] == "head"


def test_a_units_head_hears_nothing_of_whether_somebody_elsewhere_has_a_lock(used: Workspace) -> None:
    head = person("head", Role.UNIT_HEAD, unit="B")
    for ask in (used.history, used.people, lambda a, kind, name: used.comment(a, kind, name, "x"), lambda a, kind, name: used.history(a, "correction", {"P01": "a"}.get(name, name))):
        words = set()
        for name in ("P01", "P02"):  # one who has a lock, and one who has none
            with pytest.raises(InputError) as caught:
                ask(head, "lock", name)
            words.add((type(caught.value), said(caught.value).replace(name, "X")))
        assert len(words) == 1, words
    before = newest(used)
    for actor in (AUDITOR, AUTHOR):
        with pytest.raises(InputError, match="there are no people in it"):
            used.export_pseudonyms(actor, "lock", "P01")
    assert newest(used) == before


def test_who_may_not_see_everybody_sees_no_small_count_and_no_name_in_any_version(used: Workspace) -> None:
    used.keep(AUTHOR, "scenario", "s", {"title": "Cơ sở", "yaml": "keep: {people: [P01]}"})
    used.keep(AUTHOR, "comment", "c", {"on": "plan/draft", "text": "P01?"})
    head, viewer = person("head", Role.UNIT_HEAD, unit="B"), person("viewer", Role.VIEWER)
    used.keep(head, "comment", "own", {"on": "plan/draft", "text": "x"})
    for actor in (viewer, head, AUDITOR, CHIEF):
        versions = [*used.listed(actor), *used.history(actor, "scenario", "s"), *used.history(actor, "plan", "draft")]
        assert {each.kind for each in versions} == {"plan", "scenario", "follow_up"} and all(set(each.content) == {"title"} for each in versions)
        with pytest.raises(NotAllowed):
            used.history(actor, "comment", "c")
    assert used.history(head, "comment", "own")[0].content["text"] == "x" and used.history(HAI, "comment", "c")[0].content["text"] == "P01?"


def test_a_plan_is_approved_by_two_who_are_not_its_author_and_not_the_same(used: Workspace, me: Actor) -> None:
    keep_plan(used, AUTHOR, "new")
    with pytest.raises(InputError, match="only a submitted plan is approved"):
        used.approve(HAI, "new")
    keep_plan(used, person("second", Role.PLANNER), "new", based_on=1)
    used.submit(AUTHOR, "new")
    for own in ("author", "second"):
        with pytest.raises(InputError, match=f"{own} wrote this plan"):
            used.approve(person(own, Role.APPROVER, Role.PLANNER), "new")
    assert used.approve(HAI, "new") == "submitted"
    with pytest.raises(InputError, match="hai has approved this plan; another one has to"):
        used.approve(HAI, "new")
    with pytest.raises(InputError, match="two people who signed in"):
        used.approve(me, "new")
    with pytest.raises(InputError, match="only an approved plan is put into effect"):
        used.implement(AUTHOR, "new")
    assert used.approve(BA, "new") == "approved"
    assert [each[0] for each in used.figures(AUTHOR, "new")["approvals"]] == ["hai", "ba"]
    assert used.implement(AUTHOR, "new") == "implemented" and used.verify(CHIEF)[0] == []


@pytest.mark.parametrize("state", STATES[1:])
def test_a_plan_that_is_submitted_or_more_is_read_only(used: Workspace, state: str) -> None:
    with pytest.raises(InputError, match=f"the plan is {'in effect' if state == 'implemented' else state} and is no longer written"):
        keep_plan(used, AUTHOR, state, based_on=1)
    if state != "submitted":
        for change in (lambda: used.submit(AUTHOR, state), lambda: used.return_plan(AUTHOR, state, "r"), lambda: used.approve(HAI, state)):
            with pytest.raises(InputError, match="the plan is"):
                change()


def test_a_plan_that_is_returned_loses_its_approvals(used: Workspace) -> None:
    used.approve(HAI, "submitted")
    with pytest.raises(InputError, match="a reason is wanted"):
        used.return_plan(BA, "submitted", " ")
    assert used.return_plan(BA, "submitted", "Thiếu căn cứ") == "draft"
    used.submit(AUTHOR, "submitted")
    assert used.figures(AUTHOR, "submitted")["approvals"] == [] and used.approve(BA, "submitted") == "submitted"
    assert [e["after"] for e in used.audit(AUDITOR) if e["action"] == "return"] == [{"state": "draft", "reason": "Thiếu căn cứ"}]
    assert used.verify(CHIEF)[0] == []


def test_names_are_hidden_until_two_people_in_two_roles_unlock_them(used: Workspace, place: Path) -> None:
    ids = {f"P{i:02d}" for i in range(1, len(PEOPLE) + 1)}

    def shown(actor: Actor = AUTHOR) -> bool:
        return set(used.people(actor, "plan", "draft")["employee_id"]) == ids

    assert not shown()
    for ask in (lambda: used.export(AUTHOR, "plan", "draft"), lambda: used.fetch(AUTHOR, "draft", place / "f"), lambda: used.seal(AUTHOR, "draft", place / "s.plan")):
        with pytest.raises(InputError, match="names are hidden until"):
            ask()
    with pytest.raises(InputError, match="a reason is wanted"):
        used.unlock(AUTHOR, "draft", " ")
    both = person("both", Role.PLANNER, Role.APPROVER)
    assert not used.unlock(AUTHOR, "draft", "Họp tổ") and not used.unlock(AUTHOR, "draft", "again") and not shown()
    assert used.unlock(HAI, "draft", "Họp ban") and shown() and shown(HAI)
    assert not used.unlock(both, "submitted", "alone in two roles")
    assert used.verify(CHIEF)[0] == []
    events = [e for e in used.audit(AUDITOR) if e["action"] == "unlock" and e["object"] == "plan/draft"]
    assert [(e["actor"], e["after"]["reason"], e["after"]["open"]) for e in events] == [("author", "Họp tổ", False), ("author", "again", False), ("hai", "Họp ban", True)]
    keep_plan(used, AUTHOR, "draft", based_on=1)
    assert not shown()  # the newer version was unlocked by nobody


def test_in_the_open_mode_one_unlock_with_a_reason_is_enough(used: Workspace, me: Actor) -> None:
    assert used.unlock(me, "draft", "Chạy thử") and "P01" in set(used.people(me, "plan", "draft")["employee_id"])


def test_every_look_at_people_is_an_event_that_names_who_looked(used: Workspace) -> None:
    used.people(AUTHOR, "plan", "approved")
    used.export_pseudonyms(AUDITOR, "plan", "draft")
    last = used.audit(AUDITOR, "P03")[-2:]
    assert [(e["actor"], e["action"], e["object"], e["after"]["names"]) for e in last] == [("author", "see_people", "plan/approved", True), ("auditor", "export_pseudonyms", "plan/draft", False)]
    assert not [e for e in used.audit(AUDITOR, "nobody of that id") if e["action"] == "see_people"]


def test_the_roster_of_a_workspace_is_that_which_was_kept(used: Workspace, place: Path) -> None:
    from planner.service.workspace.contents import PEOPLE as FILE
    from planner.service.workspace.kept_files import parquet_of

    people = roster_of({}, {"unit": "B", "skills": ["luật"]}).people
    used.keep(AUTHOR, "roster", "2026", {"people": 2}, [(FILE, parquet_of(people))])
    assert list(used.people(AUTHOR, "roster", "2026")["full_name"]) == list(people["full_name"])
    assert list(used.people(person("head", Role.UNIT_HEAD, unit="B"), "roster", "2026")["employee_id"]) == ["P02"]


def test_a_sealed_plan_bears_state_approvals_and_head(used: Workspace, place: Path) -> None:
    from planner.service.sealing.sealed import check_sealed

    said_of_it = used.seal(AUTHOR, "implemented", place / "x.plan")["workspace"]
    assert said_of_it["audit_head"] == newest(used).printed and said_of_it["state"] == "implemented"
    assert [each[0] for each in said_of_it["approvals"]] == ["hai", "ba"]
    if used.database.is_embedded:  # once is enough: the file knows nothing of the database
        assert check_sealed(place / "x.plan").holds


def test_a_plan_that_is_fetched_is_the_folder_that_was_kept(used: Workspace, place: Path) -> None:
    from tests.service.workspace.plans import plan_folder

    used.fetch(AUTHOR, "approved", place / "fetched")
    kept, again = ({str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()} for folder in (plan_folder(), place / "fetched"))
    assert kept == again and (place / "fetched").stat().st_mode & 0o777 == 0o700
