"""Roles and terminals by their commands: the first administrator, who acts, and the road of a plan walked in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import call
from tests.cli.signed_in import acts_for, valid
from tests.service.workspace.access.provider import id_of, put_secrets
from tests.service.workspace.plans import plan_folder


def test_a_plan_walks_its_whole_road_in_a_terminal(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, role in (("lan", "planner"), ("hai", "approver"), ("ba", "approver")):
        assert call("workspace", "grant", id_of(name), role) == 0
    acts_for("lan", capsys)
    assert call("workspace", "keep", plan_folder(), "--name", "base") == 0 and f"by {id_of('lan')}" in capsys.readouterr().out
    assert call("workspace", "submit", "base") == 0
    assert (
        call("workspace", "approve", "base") == 2
        and f"{id_of('lan')} may not do this (approves); it takes the role approver" in capsys.readouterr().err
    )
    acts_for("hai", capsys)
    assert call("workspace", "approve", "base") == 0
    assert "plan/base: submitted.\nThis is the first of two approvals; another person has to" in capsys.readouterr().out
    assert call("workspace", "approve", "base") == 2 and "has approved this plan; another one has to" in capsys.readouterr().err
    acts_for("ba", capsys)
    assert call("workspace", "approve", "base", "--lang", "vi") == 0 and "plan/base: đã duyệt." in capsys.readouterr().out
    assert call("workspace", "implement", "base") == 2 and "it takes the role planner" in capsys.readouterr().err
    acts_for("lan", capsys)
    assert call("workspace", "implement", "base") == 0 and "plan/base: in effect." in capsys.readouterr().out
    assert call("workspace", "show", "plan/base") == 0
    shown = capsys.readouterr().out
    assert all(f"approved by {id_of(name)}, 20" in shown for name in ("hai", "ba"))
    assert call("workspace", "seal", "base", "--out", "base.plan") == 0 and call("verify", "base.plan") == 0
    shown = capsys.readouterr().out
    assert "State when it was sealed, as its workspace says: in effect." in shown and all(
        f"approved by {id_of(name)}, 20" in shown for name in ("hai", "ba")
    )
    assert call("workspace", "sign-out") == 0 and "Commands act as open:" in capsys.readouterr().out
    assert call("audit", "verify") == 0


def test_in_the_open_mode_a_plan_cannot_be_approved_and_the_sentence_says_why(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "keep", plan_folder(), "--name", "base") == 0 and call("workspace", "submit", "base") == 0
    assert call("workspace", "approve", "base") == 2
    assert (
        "approving takes two people who signed in; whoever works without signing in is known to this machine only"
        in capsys.readouterr().err
    )
    assert call("workspace", "implement", "base") == 2 and "only an approved plan is put into effect" in capsys.readouterr().err


def test_roles_are_granted_listed_and_taken(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "roles") == 0 and "Nobody has a role, and nobody has signed in. Open mode: no." in capsys.readouterr().out
    assert call("workspace", "grant", id_of("lan"), "administrator", "--json") == 0
    assert valid(capsys) == {"person": id_of("lan"), "roles": ["administrator"], "open": False}
    assert call("workspace", "grant", id_of("lan"), "unit_head", "--unit", "VP", "--lang", "vi") == 0
    assert f"{id_of('lan')}: người quản trị, trưởng đơn vị" in capsys.readouterr().out
    assert call("workspace", "roles", "--json") == 0
    (known,) = valid(capsys)["people"]
    assert known == {
        "person": id_of("lan"),
        "roles": ["administrator", "unit_head"],
        "unit": "VP",
        "name": None,
        "email": None,
        "seen": None,
    }
    assert call("workspace", "revoke", id_of("lan"), "unit_head") == 0 and "lan: administrator" in capsys.readouterr().out
    assert call("workspace", "revoke", id_of("lan")) == 0 and "lan: no role" in capsys.readouterr().out
    assert call("workspace", "who", "--json") == 0 and valid(capsys)["roles"] == ["administrator"]


def test_where_people_sign_in_the_account_alone_may_administer_and_nothing_else(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("list",),
        ("keep", plan_folder()),
        ("people", "plan/base"),
        ("unlock", "base", "--reason", "r"),
        ("approve", "base"),
    ):
        expected = 0 if arguments == ("list",) else 2
        capsys.readouterr()
        assert call("workspace", *arguments) == expected
        assert ("the account of this machine, may not do this" in capsys.readouterr().err) is (expected == 2)
    assert (
        call("audit", "show") == 2 and call("audit", "verify") == 0 and call("backup", "w.backup") == 0 and call("restore", "w.backup") == 0
    )


def test_an_administrators_command_is_the_persons_where_they_are_one(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "grant", id_of("lan"), "administrator") == 0 and call("workspace", "grant", id_of("au"), "auditor") == 0
    acts_for("lan", capsys)
    assert call("workspace", "grant", id_of("ba"), "viewer") == 0
    acts_for("au", capsys)
    assert call("workspace", "grant", id_of("vy"), "viewer") == 0
    capsys.readouterr()
    assert call("audit", "show", "--json") == 0
    grants = [
        (each["actor"].partition(":")[0], each["about"])
        for each in json.loads(capsys.readouterr().out)["entries"]
        if each["action"] == "grant"
    ]
    assert grants == [("open", id_of("lan")), ("open", id_of("au")), ("https", id_of("ba")), ("open", id_of("vy"))]


WRONG = [
    (["workspace", "grant", "x", "plannr"], "did you mean planner?"),
    (["workspace", "grant", "open:root", "planner"], "will not do as a person's name"),
    (["workspace", "grant", "x", "unit_head"], "name it with --unit"),
    (["workspace", "revoke", "x"], "there is no role to take away"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_what_is_wrong_is_one_sentence(house: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*arguments) == 2
    shown = capsys.readouterr().err
    assert words in shown and "Traceback" not in shown


def test_roles_and_terminals_are_for_installations_where_people_sign_in(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("workspace", "grant", id_of("lan"), "planner") == 2 and "signing in is not set up yet" in capsys.readouterr().err
    assert call("workspace", "sign-in") == 2 and "nobody signs in here (open mode)" in capsys.readouterr().err
    assert call("workspace", "who", "--json") == 0 and valid(capsys)["open"] is True


@pytest.mark.parametrize(("lang", "said"), [("en", "so nobody can approve a plan"), ("vi", "không ai phê duyệt được phương án")])
def test_who_in_the_open_mode_is_told_that_nobody_can_approve_there(
    place: Path, lang: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("workspace", "who", "--lang", lang) == 0 and said in capsys.readouterr().out
    put_secrets(place / "secrets.toml", monkeypatch)
    assert call("workspace", "who", "--lang", lang) == 0 and said not in capsys.readouterr().out


def test_secrets_that_are_gone_give_nobody_every_right(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("workspace", "grant", id_of("lan"), "planner") == 0
    (house / "secrets.toml").unlink()
    assert call("workspace", "list") == 2 and "there is no such file of secrets" in capsys.readouterr().err
    monkeypatch.delenv("PLANNER_SECRETS")
    monkeypatch.setattr("planner.service.workspace.access.sign_in.ROOT", house)
    assert call("workspace", "keep", plan_folder()) == 2 and "the account of this machine, may not do this" in capsys.readouterr().err
