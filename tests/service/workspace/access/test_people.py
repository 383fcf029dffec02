"""Who has which role, who came and went, as whom a terminal acts, and what can be done with a plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.service.workspace.access import terminal
from planner.service.workspace.access.sign_in import SignedIn, signed_in
from planner.service.workspace.plan_states import STATES
from planner.service.workspace.rights import Action, Actor, NotAllowed, Role, open_actor
from planner.service.workspace.units.packs import receive_pack
from planner.service.workspace.workspace import CHOICES, Workspace
from tests.builder import said
from tests.service.workspace.access.provider import claims, id_of, put_secrets
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.plans import keep_plan
from tests.service.workspace.test_rights import AUTHOR, BA, CHIEF, HAI, fill, newest


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with plans in every state."""
    return made(fill)


def came(name: str, hours_ago: float = 0.0) -> SignedIn:
    """Somebody who signed in."""
    return signed_in(claims(name, hours_ago))


def test_roles_are_added_and_taken_one_by_one(workspace: Workspace) -> None:
    lan = id_of("lan")
    assert workspace.add_role(CHIEF, lan, Role.PLANNER) == {Role.PLANNER}
    assert workspace.add_role(CHIEF, lan, Role.UNIT_HEAD, " A ") == {Role.PLANNER, Role.UNIT_HEAD}
    assert workspace.actor(lan) == Actor(lan, frozenset({Role.PLANNER, Role.UNIT_HEAD}), "A")
    assert workspace.take_role(CHIEF, lan, Role.UNIT_HEAD) == {Role.PLANNER} and workspace.actor(lan).unit is None
    assert workspace.take_role(CHIEF, lan) == frozenset() and workspace.verify(CHIEF)[0] == []


WRONG = [
    (lambda w: w.add_role(CHIEF, id_of("lan"), Role.UNIT_HEAD), "a unit head has a unit"),
    (lambda w: w.add_role(CHIEF, id_of("lan"), Role.UNIT_HEAD, " "), "a unit head has a unit"),
    (lambda w: w.add_role(CHIEF, id_of("lan"), Role.PLANNER, "A"), "a unit is named for a unit head only"),
    (lambda w: w.take_role(CHIEF, id_of("lan")), "there is no role to take away"),
    (lambda w: w.take_role(CHIEF, id_of("ba"), Role.AUDITOR), "the role auditor is not held"),
    (lambda w: w.add_role(CHIEF, "open:root", Role.AUDITOR), "will not do as a person's name"),
    (lambda w: w.add_role(CHIEF, "x" * 601, Role.AUDITOR), "will not do as a person's name"),
]


@pytest.mark.parametrize(("ask", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_role_that_cannot_be_given_or_taken_is_said(workspace: Workspace, ask: Callable[[Workspace], object], words: str) -> None:
    workspace.add_role(CHIEF, id_of("ba"), Role.APPROVER)
    before = newest(workspace)
    with pytest.raises(InputError, match=words):
        ask(workspace)
    assert newest(workspace) == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_sees_and_gives_roles(workspace: Workspace, role: Role) -> None:
    actor = person("somebody", role, unit="A")
    for ask in (lambda: workspace.roles(actor), lambda: workspace.add_role(actor, id_of("x"), Role.VIEWER), lambda: workspace.take_role(actor, id_of("x"))):
        with pytest.raises(NotAllowed) as caught:
            ask()
        assert caught.value.action is Action.GRANT


def test_who_signs_in_is_noted_once_a_time_and_is_waiting_for_a_role(workspace: Workspace) -> None:
    lan = came("lan")
    assert workspace.come_in(lan) == Actor(id_of("lan"), frozenset())
    workspace.come_in(lan)
    workspace.add_role(CHIEF, id_of("ba"), Role.ADMINISTRATOR)
    first, second = workspace.roles(CHIEF)
    assert (first.person, first.name, first.roles, second.person, second.name) == (id_of("lan"), "Lan", frozenset(), id_of("ba"), None)
    assert [each["action"] for each in workspace.audit(person("a", Role.AUDITOR), id_of("lan"))] == ["sign_in"]
    assert workspace.to_be_asked() == [id_of("ba")] and workspace.names(CHIEF) == {id_of("lan"): "Lan"}


def test_a_sign_in_that_was_ended_counts_no_more(workspace: Workspace) -> None:
    early, late = came("lan", 1), came("lan")
    workspace.come_in(early)
    workspace.go(early)
    assert workspace.has_gone(early) and not workspace.has_gone(late) and not workspace.has_gone(came("ba", 1))


STAYS = (Action.SEE_PEOPLE, Action.COMMENT, Action.EXPORT, Action.EXPORT_PSEUDONYMS, Action.PACK)
"""After which a plan is as it was, so that the next is tried on the same."""


def test_what_can_be_done_with_a_plan_is_exactly_what_is_not_refused(used: Workspace, place: Path) -> None:
    """Each role on each plan, after a first approval too: a button that is offered works, and one that is not would be refused."""
    used.approve(HAI, "submitted")
    ways = {
        Action.SUBMIT: used.submit, Action.APPROVE: used.approve, Action.IMPLEMENT: used.implement, Action.RETURN: lambda a, n: used.return_plan(a, n, "r"),
        Action.UNLOCK: lambda a, n: used.unlock(a, n, "r"), Action.SEE_PEOPLE: lambda a, n: used.people(a, "plan", n),
        Action.COMMENT: lambda a, n: used.keep(a, "comment", f"{len(used.listed(AUTHOR, 'comment'))} {n}", {"text": "x"}),
        Action.EXPORT: lambda a, n: used.export(a, "plan", n), Action.EXPORT_PSEUDONYMS: lambda a, n: used.export_pseudonyms(a, "plan", n),
        Action.PACK: lambda a, n: receive_pack(used, a, n, "A", place / "pack.xlsx", "vi"),
    }  # fmt: skip
    assert set(ways) == set(CHOICES)
    actors = [*(person(f"a {role}", role, unit="A") for role in Role), AUTHOR, HAI, BA, person("author", Role.APPROVER), open_actor()]
    done = 0
    for actor in actors if used.database.is_embedded else actors[-2:]:  # rights know nothing of the database: once is enough
        for state in STATES:
            for action, refused in used.choices(actor, state).items():
                if refused is None:
                    done += 1
                    name = state if action in STAYS else f"{state} {done}"
                    if name != state:
                        keep_plan(used, AUTHOR, name)
                        _bring(used, name, state)
                    ways[action](actor, name)
                elif action is not Action.UNLOCK or "may not do this" in refused.sentence():
                    with pytest.raises(InputError) as caught:
                        ways[action](actor, state)
                    assert caught.value.problems[0].message == refused.message
    assert done > (50 if used.database.is_embedded else 5)


def _bring(work: Workspace, name: str, state: str) -> None:
    """A draft to a state."""
    if state != "draft":
        work.submit(AUTHOR, name)
        work.approve(HAI, name)
    if state in ("approved", "implemented"):
        work.approve(BA, name)
    if state == "implemented":
        work.implement(AUTHOR, name)


# ---- who acts


def test_the_open_mode_ends_with_the_first_role_and_where_people_sign_in(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workspace.is_open() and workspace.at_terminal() == open_actor()
    workspace.add_role(open_actor(), id_of("lan"), Role.VIEWER)
    assert not workspace.is_open() and workspace.at_terminal().roles == {Role.ADMINISTRATOR}
    workspace.take_role(open_actor(), id_of("lan"))
    assert workspace.is_open()
    put_secrets(tmp_path / "s.toml", monkeypatch)
    assert not workspace.is_open()


def test_where_people_sign_in_the_account_administers_and_nothing_else(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_secrets(tmp_path / "s.toml", monkeypatch)
    account = workspace.at_terminal()
    assert account.id == open_actor().id and account.roles == {Role.ADMINISTRATOR} and not account.signed_in
    with pytest.raises(NotAllowed) as caught:
        keep_plan(workspace, account)
    assert "the account of this machine, may not do this (writes a version) where people sign in" in said(caught.value) and "planner workspace sign-in" in said(caught.value)
    with pytest.raises(InputError, match="confirmed by somebody who signed in"):
        workspace.confirm_terminal(account, terminal.ask())


def test_a_terminal_acts_for_who_confirmed_its_code(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_secrets(tmp_path / "s.toml", monkeypatch)
    workspace.add_role(CHIEF, id_of("lan"), Role.APPROVER)
    code = terminal.ask()
    lan = workspace.come_in(came("lan"))
    account, until = workspace.confirm_terminal(lan, f" {code.lower()} ")
    assert account == terminal.account() and until > ""
    assert workspace.at_terminal() == lan and lan.signed_in and lan.roles == {Role.APPROVER}
    assert workspace.at_terminal(administers=True).roles == {Role.ADMINISTRATOR} and workspace.at_terminal(administers=True).id == open_actor().id
    workspace.take_role(CHIEF, id_of("lan"))
    assert workspace.at_terminal() == Actor(id_of("lan"), frozenset())  # a role that was taken counts no more
    with pytest.raises(InputError, match="nobody waits with this code"):
        workspace.confirm_terminal(lan, code)  # a code is good for once
    terminal.end()
    assert workspace.at_terminal().id == open_actor().id
    last = workspace.audit(person("a", Role.AUDITOR), id_of("lan"))
    assert [each["after"]["account"] for each in last if each["action"] == "sign_in_terminal"] == [account]


def test_a_code_that_is_wrong_or_old_is_refused(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_secrets(tmp_path / "s.toml", monkeypatch)
    code, lan = terminal.ask(), workspace.come_in(came("lan"))
    for wrong in ("", "AAAA-AAAA", code[:-1]):
        with pytest.raises(InputError, match="nobody waits with this code"):
            workspace.confirm_terminal(lan, wrong)
    now = terminal._now()
    monkeypatch.setattr(terminal, "_now", lambda: now + terminal.timedelta(minutes=11))
    with pytest.raises(InputError, match="nobody waits with this code"):
        workspace.confirm_terminal(lan, code)


def test_a_terminal_acts_for_nobody_once_the_time_is_over_and_its_note_is_for_the_account_alone(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_secrets(tmp_path / "s.toml", monkeypatch)
    code = terminal.ask()
    (note,) = (tmp_path / "keys" / "terminals").iterdir()
    assert code not in note.read_text(encoding="utf-8") and note.stat().st_mode & 0o777 == 0o600
    workspace.confirm_terminal(workspace.come_in(came("lan")), code)
    now = terminal._now()
    monkeypatch.setattr(terminal, "_now", lambda: now + terminal.timedelta(hours=13))
    assert workspace.at_terminal().id == open_actor().id
    note.chmod(0o644)
    with pytest.raises(InputError, match="may be read by others|rights 644|chmod"):
        workspace.at_terminal()
