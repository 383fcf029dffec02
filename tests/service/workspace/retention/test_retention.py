"""How long what is kept stays, and its deletion: the content goes, the audit holds, the certificate is what was signed."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from planner.core.errors import InputError
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.kept_files import reading_files
from planner.service.workspace.retention.certificate import read_certificate, write_certificate
from planner.service.workspace.retention.deletion import Deleted, delete_object, deletions
from planner.service.workspace.retention.periods import Period, day_here, due, is_over, last_day, periods, set_period, written_on
from planner.service.workspace.rights import Actor, NotAllowed, Role
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.follow_up.plans import followed
from tests.service.workspace.plans import keep_plan

TODAY, LATER = dt.date.today(), dt.date.today() + dt.timedelta(days=4000)
CHIEF = person("chief", Role.ADMINISTRATOR)
SECRET = "Nguyễn Thị Bí Mật"


def gone(workspace: Workspace, name: str, on: dt.date = TODAY) -> Deleted:
    """Delete something."""
    kind, _, called = name.partition("/")
    return delete_object(workspace, CHIEF, kind, called, "hết thời hạn", on)


def everything(workspace: Workspace, place: Path) -> bytes:
    """Every byte that lies in the workspace's folder."""
    return b"".join(path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file())


def test_no_period_is_there_of_itself_and_nothing_is_due(workspace: Workspace, me: Actor) -> None:
    workspace.keep(me, "comment", "c", {"text": "x"})
    assert periods(workspace, me) == {} and due(workspace, me, LATER) == []


def test_a_period_has_its_basis_and_counts_from_the_last_writing(workspace: Workspace, me: Actor) -> None:
    for months, basis, words in ((12, " ", "has a basis"), (-1, "QĐ 1", "is 0 to 1,200 months"), (1201, "QĐ 1", "is 0 to 1,200 months")):
        with pytest.raises(InputError, match=words):
            set_period(workspace, CHIEF, "comment", months, basis)
    set_period(workspace, CHIEF, "comment", 12, "QĐ 1/QĐ-BCT")
    workspace.keep(me, "comment", "c", {"text": "x"})
    with workspace.database.reading() as connection:
        until = last_day(written_on(connection, "comment/c"), Period(12, ""))
    assert due(workspace, CHIEF, until) == []
    (found,) = due(workspace, CHIEF, until + dt.timedelta(days=1))
    assert (found.object, found.version, found.until, found.period) == ("comment/c", 1, until, Period(12, "QĐ 1/QĐ-BCT"))
    set_period(workspace, CHIEF, "comment", None, "QĐ 2/QĐ-BCT")
    assert periods(workspace, me) == {} and workspace.verify(me)[0] == []


def test_the_last_day_of_a_period_is_within_it() -> None:
    assert last_day(dt.date(2026, 8, 31), Period(6, "")) == dt.date(2027, 2, 28)
    assert not is_over(dt.date(2026, 8, 31), Period(6, ""), dt.date(2027, 2, 28)) and is_over(dt.date(2026, 8, 31), Period(6, ""), dt.date(2027, 3, 1))
    assert is_over(TODAY, Period(0, ""), TODAY) and not is_over(TODAY, None, LATER)


@pytest.mark.parametrize(("zone", "day"), [("UTC", 30), ("Asia/Ho_Chi_Minh", 31), ("America/Bogota", 30)])
def test_a_period_counts_days_of_the_calendar_on_the_wall(monkeypatch: pytest.MonkeyPatch, zone: str, day: int) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        assert day_here(dt.datetime(2026, 8, 30, 18, 30, tzinfo=dt.UTC)) == dt.date(2026, 8, day)
    time.tzset()


def test_what_is_deleted_is_gone_and_the_audit_holds(workspace: Workspace, me: Actor, place: Path) -> None:
    workspace.keep(me, "roster", "r", {"note": SECRET}, [("people", SECRET.encode() * 50)])
    workspace.keep(me, "roster", "r", {"note": f"{SECRET} 2"}, [("people", SECRET.encode() * 60)], based_on=1)
    workspace.keep(me, "scenario", "s", {"title": "stays"}, [("note", b"stays")])
    paths = [workspace.database.files / file.path for version in workspace.history(me, "roster", "r") for file in version.files]
    made = gone(workspace, "roster/r")
    assert not [path for path in paths if path.exists()] and made.left == 0
    with pytest.raises(InputError, match="there is no such thing"):
        workspace.history(me, "roster", "r")
    assert {each.object for each in workspace.listed(me)} == {"scenario/s"} and workspace.verify(me)[0] == []
    if "PLANNER_DATABASE_URL" not in os.environ:  # PostgreSQL keeps old rows until it cleans up
        assert SECRET.encode() not in everything(workspace, place)
    again = workspace.keep(me, "roster", "r", {"note": "new"})
    assert again.number == 1 and workspace.verify(me)[0] == []
    gone(workspace, "roster/r")
    assert workspace.verify(me)[0] == [] and workspace.audit(me, "P01") is not None


def test_the_certificate_says_what_when_by_whom_and_why_and_is_signed(workspace: Workspace, me: Actor, place: Path) -> None:
    kept = workspace.keep(me, "roster", "r", {"n": 1}, [("people", b"x")])
    made = gone(workspace, "roster/r")
    content = made.said
    assert (content["object"], content["by"], content["reason"], content["period_months"]) == ("roster/r", "chief", "hết thời hạn", None)
    assert content["versions"][0]["files"]["people"][1] == kept.files[0].sha256 and content["audit_head_before"].split(":")[0].isdigit()
    write_certificate(made.text, made.signature, place / "c.json")
    found, signer = read_certificate(place / "c.json")
    assert found == content and len(signer.replace(" ", "")) == 32 and not (place / "c.json").stat().st_mode & 0o077
    (kept_here,) = deletions(workspace, CHIEF)
    assert (kept_here.number, kept_here.text, kept_here.signature) == (1, made.text, made.signature)
    entry = workspace.audit(me)[-1]
    assert (entry["action"], entry["object"], entry["actor"]) == ("delete", "roster/r", "chief") and entry["after"]["certificate"] == 1


@pytest.mark.parametrize("change", [lambda c: c["certificate"].update(reason="x"), lambda c: c.update(signature="00" * 64), lambda c: c["certificate"].update(by="somebody")])
def test_a_certificate_that_was_changed_is_noticed(workspace: Workspace, me: Actor, place: Path, change: Callable[[dict[str, object]], None]) -> None:
    workspace.keep(me, "roster", "r", {"n": 1})
    made = gone(workspace, "roster/r")
    write_certificate(made.text, made.signature, place / "c.json")
    content = json.loads((place / "c.json").read_text())
    change(content)
    (place / "c.json").write_text(json.dumps(content))
    with pytest.raises(InputError, match="it was changed afterwards"):
        read_certificate(place / "c.json")
    for wrong in ("{}", "[]", "\x00", '{"certificate": 1, "signature": 2}'):
        (place / "c.json").write_text(wrong)
        with pytest.raises(InputError, match="no certificate of a deletion"):
            read_certificate(place / "c.json")


def approved(workspace: Workspace) -> None:
    """Keep a plan that two people approved."""
    author, hai, ba = person("author", Role.PLANNER), person("hai", Role.APPROVER), person("ba", Role.APPROVER)
    keep_plan(workspace, author, "base")
    workspace.submit(author, "base")
    workspace.approve(hai, "base")
    workspace.approve(ba, "base")


def test_an_approved_plan_goes_only_once_its_period_is_over(workspace: Workspace, me: Actor) -> None:
    approved(workspace)
    with pytest.raises(InputError, match="and none is set"):
        gone(workspace, "plan/base", LATER)
    set_period(workspace, CHIEF, "plan", 120, "QĐ 1")
    with pytest.raises(InputError, match="its retention period ends on"):
        gone(workspace, "plan/base", last_day(TODAY, Period(120, "")))
    assert workspace.figures(me, "base")["state"] == "approved"
    made = gone(workspace, "plan/base", LATER)
    assert (made.said["period_months"], made.said["period_basis"]) == (120, "QĐ 1") and workspace.verify(me)[0] == []


def test_a_draft_goes_at_any_time_with_a_reason(workspace: Workspace, me: Actor) -> None:
    keep_plan(workspace, me, "base")
    workspace.unlock(me, "base", SECRET)
    with pytest.raises(InputError, match="a reason is wanted"):
        delete_object(workspace, CHIEF, "plan", "base", " ", TODAY)
    gone(workspace, "plan/base")
    with workspace.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM unlocks")).scalar() == 0
    assert workspace.verify(me)[0] == []


def test_a_plan_that_is_followed_up_stays_and_the_follow_up_goes_after_its_own_period(made: Callable[[Filler], Workspace], me: Actor) -> None:
    workspace = made(followed)
    follow.write(workspace, me, "base", [Asked(1, {"step": SECRET})])
    with pytest.raises(InputError, match="delete follow_up/base first"):
        gone(workspace, "plan/base", LATER)
    with pytest.raises(InputError, match="and none is set"):
        gone(workspace, "follow_up/base", LATER)
    set_period(workspace, CHIEF, "follow_up", 60, "QĐ 1")
    made_ = gone(workspace, "follow_up/base", LATER)
    assert made_.said["lines_sha256"] and workspace.verify(me)[0] == []
    gone(workspace, "plan/base", LATER)  # submitted: nobody has decided on it
    with workspace.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM follow_lines")).scalar() == 0
    assert workspace.verify(me)[0] == []


def test_files_that_somebody_reads_are_told_and_go_later(workspace: Workspace, me: Actor) -> None:
    workspace.keep(me, "roster", "r", {"n": 1}, [("people", b"x")])
    with reading_files(workspace.database.files):
        assert gone(workspace, "roster/r").left == 1
    Workspace.of_installation().keep(me, "comment", "c", {"text": "x"})
    assert {path.name for path in workspace.database.files.iterdir()} <= {".reading"}


def test_nobody_else_deletes_or_sets_periods(workspace: Workspace, me: Actor) -> None:
    workspace.keep(me, "comment", "c", {"text": "x"})
    for role in set(Role) - {Role.ADMINISTRATOR}:
        actor = person("x", role, unit="A")
        for ask in (lambda a: delete_object(workspace, a, "comment", "c", "r", TODAY), lambda a: set_period(workspace, a, "comment", 1, "b"), lambda a: due(workspace, a, TODAY)):
            with pytest.raises(NotAllowed):
                ask(actor)


FORGED = {
    "a period changed": ("UPDATE retention SET months = 1", "retention periods"),
    "a period removed": ("DELETE FROM retention", "retention periods"),
    "a certificate changed": ("UPDATE deletions SET content = replace(content, 'chief', 'other')", "certificates"),
    "a signature changed": ("UPDATE deletions SET signature = 'ab'", "certificates"),
    "a certificate removed": ("DELETE FROM deletions", "certificates"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_changed_beside_the_audit_is_found_in_periods_and_certificates(workspace: Workspace, me: Actor, forged: str) -> None:
    set_period(workspace, CHIEF, "comment", 12, "QĐ 1")
    workspace.keep(me, "roster", "r", {"n": 1})
    gone(workspace, "roster/r")
    statement, words = FORGED[forged]
    with workspace.database.writing() as connection:
        assert connection.execute(text(statement)).rowcount
    assert words in said(InputError(workspace.verify(me)[0]))


def test_an_object_that_is_removed_by_hand_is_still_missed(workspace: Workspace, me: Actor) -> None:
    workspace.keep(me, "roster", "r", {"n": 1})
    workspace.keep(me, "roster", "q", {"n": 1})
    gone(workspace, "roster/q")
    with workspace.database.writing() as connection:
        connection.execute(text("DELETE FROM objects"))
    assert "roster/r: the versions that are here are not those" in said(InputError(workspace.verify(me)[0]))
