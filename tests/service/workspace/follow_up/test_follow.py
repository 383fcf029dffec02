"""Following up a plan on both databases: lines and what is written on them, who may, and what the audit holds of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from planner.core.errors import InputError
from planner.service.saved_runs import planned_instance, written_decisions
from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.follow_up.lines import Line
from planner.service.workspace.rights import Actor, NotAllowed, Role
from planner.service.workspace.workspace import Workspace
from tests.builder import said
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.follow_up.plans import by_person, followed, followed_folder
from tests.service.workspace.plans import keep_plan

AUTHOR = person("author", Role.PLANNER)
HAI, BA = person("hai", Role.APPROVER), person("ba", Role.APPROVER)
AUDITOR = person("auditor", Role.AUDITOR)


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with a plan that is followed up."""
    return made(followed)


def lines_of(workspace: Workspace, me: Actor) -> dict[str, Line]:
    """The line of each person."""
    return by_person(follow.follow_up(workspace, me, "base").lines)


def set_(workspace: Workspace, me: Actor, line: int, based_on: int | None = None, **changes: object) -> list[Line]:
    """Write on one line."""
    return follow.write(workspace, me, "base", [Asked(line, changes, based_on)])


def test_each_exit_and_move_is_a_line_with_what_the_plan_says(used: Workspace, me: Actor) -> None:
    found = follow.follow_up(used, me, "base")
    planned = written_decisions(followed_folder()).set_index("employee_id")
    leaves = planned[planned["decision"].ne("retain")]
    lines = by_person(found.lines)
    assert set(lines) == set(leaves.index) and len(found.lines) == len(leaves) >= 6 and "P10" in lines
    salary = dict(zip(planned.index, planned_instance(followed_folder()).options.salary_vnd, strict=False))
    for who, line in lines.items():
        assert all(line[name] == str(leaves.at[who, name]) for name in ("unit", "decision", "period", "regime", "to_unit"))
        assert (line["day"], line["cost_vnd"]) == (leaves.at[who, "leave_on"], int(leaves.at[who, "cost_vnd"])) and line["due"] == line["day"]
        assert line["state"] == "not_started" and line["full_name"] == f"Nguyễn Văn {who[1:]}" and line["salary_vnd"] > 0
    assert salary and [line["day"] for line in found.lines] == sorted(line["day"] for line in found.lines)
    assert found.about["people"] == 16 and [p["must_leave"] for p in found.about["periods"]] == [4, 6]
    assert used.verify(me)[0] == []


def test_a_line_is_written_with_its_author_and_the_audit_holds_no_content(used: Workspace, me: Actor) -> None:
    line = lines_of(used, me)["P07"]
    set_(used, me, line.line, responsible="Trần Thị Lan", step="Ra quyết định", state="under_way", reference="123/QĐ")
    (written,) = set_(used, me, line.line, state="done", done_on="2027-06-30", paid_vnd="187500001", evidence="Biên bản", evidence_sha256="ab" * 32)
    assert (written.number, written.author, written["paid_vnd"], written["responsible"]) == (3, me.id, 187_500_001, "Trần Thị Lan")
    assert [each["state"] for each in follow.history_of(used, me, "base", line.line)] == ["not_started", "under_way", "done"]
    entries = [entry for entry in used.audit(me, "P07") if entry["action"] == "follow" and entry["about"] == "P07"]
    assert [entry["after"]["state"] for entry in entries] == ["under_way", "done"] and entries[0]["before"]["state"] == "not_started"
    assert entries[0]["after"]["changed"] == ["reference", "responsible", "state", "step"]
    with used.database.reading() as connection:
        whole = "".join(f"{row.before}{row.after}" for row in connection.execute(text("SELECT before, after FROM audit")))
    assert "Trần" not in whole and "Biên bản" not in whole and "187500001" not in whole
    assert used.verify(me)[0] == []


WRONG = [
    ({"state": "ready"}, "ready is no state of a line; it is one of not_started, under_way, done, withdrawn"),
    ({"state": "done"}, "what is done was done on a day"),
    ({"state": "withdrawn"}, "what is withdrawn has a reason"),
    ({"done_on": "2027-07-01"}, "the line is not started; this belongs to what is done"),
    ({"paid_vnd": "5"}, "the line is not started; this belongs to what is done"),
    ({"state": "done", "done_on": "2027-07-01", "paid_vnd": "1.5"}, "1.5 is no sum"),
    ({"state": "done", "done_on": "2027-07-01", "paid_vnd": "-1"}, "-1 is no sum"),
    ({"state": "done", "done_on": "1/7/2027"}, "1/7/2027 is no day"),
    ({"due": ""}, "a line has a day by which it is due"),
    ({"due": "2027-02-30"}, "2027-02-30 is no day"),
    ({"evidence_sha256": "xyz"}, "xyz is no SHA-256"),
    ({"step": "x" * 1001}, "longer than 1,000 letters"),
    ({"responsable": "x"}, "did you mean responsible?"),
    ({"cost_vnd": 1}, "cost_vnd is nothing that is written on a line"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_what_will_not_do_is_said_and_nothing_is_written(used: Workspace, me: Actor, changes: dict[str, object], words: str) -> None:
    before = follow.follow_up(used, me, "base").lines
    with pytest.raises(InputError) as caught:
        set_(used, me, 1, **changes)
    assert words in said(caught.value) and "follow_up/base, 1" in said(caught.value)
    assert follow.follow_up(used, me, "base").lines == before


def test_many_lines_are_written_all_or_none_and_every_fault_is_told(used: Workspace, me: Actor) -> None:
    with pytest.raises(InputError) as caught:
        follow.write(used, me, "base", [Asked(1, {"step": "x"}), Asked(2, {"state": "?"}), Asked(99, {"step": "x"})])
    assert len(caught.value.problems) == 2 and "there is no line 99" in said(caught.value)
    assert all(line["step"] == "" for line in follow.follow_up(used, me, "base").lines)
    assert len(follow.write(used, me, "base", [Asked(1, {"step": "x"}), Asked(2, {"step": ""})])) == 1  # the second changes nothing


def test_a_line_that_moved_on_is_told_with_what_stands_there(used: Workspace, me: Actor) -> None:
    set_(used, me, 1, 1, step="theirs")
    with pytest.raises(InputError) as caught:
        set_(used, me, 1, 1, step="ours")
    assert "based on version 1 of the line" in said(caught.value) and f"{me.id} wrote version 2" in said(caught.value) and "step: theirs" in said(caught.value)
    assert follow.follow_up(used, me, "base").lines[0]["step"] == "theirs"
    assert set_(used, me, 1, 1, step="theirs") == []


def test_only_what_is_approved_is_followed_up(workspace: Workspace, me: Actor) -> None:
    keep_plan(workspace, AUTHOR, "own")
    for who, words in ((AUTHOR, "only a plan that is approved or in effect"), (me, "run planner workspace submit")):
        with pytest.raises(InputError, match=words):
            follow.start(workspace, who, "own")
    workspace.submit(AUTHOR, "own")
    with pytest.raises(InputError, match="only a plan that is approved or in effect"):
        follow.start(workspace, AUTHOR, "own")
    with pytest.raises(InputError, match="names are hidden"):
        follow.start(workspace, me, "own")
    workspace.approve(HAI, "own")
    workspace.approve(BA, "own")
    follow.start(workspace, AUTHOR, "own")
    with pytest.raises(InputError, match="followed up already"):
        follow.start(workspace, me, "own")
    with pytest.raises(InputError, match="begins with planner follow start"):
        workspace.keep(me, "follow_up", "other", {})
    assert workspace.verify(me)[0] == []


def test_what_is_followed_up_is_no_draft_again(used: Workspace, me: Actor) -> None:
    with pytest.raises(InputError, match="planner follow replan"):
        used.return_plan(me, "base", "r")
    assert used.figures(me, "base")["state"] == "submitted"


def test_a_units_head_sees_and_writes_on_the_own_lines_alone(used: Workspace, me: Actor) -> None:
    head, lines = person("head", Role.UNIT_HEAD, unit="B"), lines_of(used, me)
    seen = follow.follow_up(used, head, "base").lines
    assert {line["unit"] for line in seen} == {"B"} and {line["employee_id"] for line in seen} >= {"P15", "P16"}
    set_(used, head, lines["P15"].line, step="own")
    for ask in (lambda: set_(used, head, lines["P07"].line, step="x"), lambda: follow.history_of(used, head, "base", lines["P07"].line),
                lambda: follow.add(used, head, "base", "wish", "P01", "2027-01-05", {"due": "2027-02-01"}), lambda: follow.exported(used, head, "base"),
                lambda: follow.start(used, head, "base"), lambda: follow.follow_up(used, AUDITOR, "base"), lambda: set_(used, HAI, 1, step="x")):  # fmt: skip
        with pytest.raises(NotAllowed):
            ask()
    assert {each.kind: set(each.content) for each in used.listed(AUDITOR)}["follow_up"] == {"title"}


def test_an_appeal_has_the_deadline_that_somebody_enters_and_none_of_its_own(used: Workspace, me: Actor) -> None:
    with pytest.raises(InputError, match="the law names none here, so enter it"):
        follow.add(used, me, "base", "appeal", "P01", "2027-01-05", {})
    appeal = follow.add(used, me, "base", "appeal", "P01", "2027-01-05", {"due": "2027-02-05", "responsible": "Lan"})
    assert (appeal["full_name"], appeal["unit"], appeal["kind"], appeal["due"]) == ("Nguyễn Văn 01", "A", "appeal", "2027-02-05")
    with pytest.raises(InputError, match="nobody with the id P99"):
        follow.add(used, me, "base", "wish", "P99", "2027-01-05", {"due": "2027-02-05"})
    with pytest.raises(InputError, match="this is before"):
        set_(used, me, appeal.line, state="done", done_on="2027-01-04")
    (closed,) = set_(used, me, appeal.line, state="done", done_on="2027-01-31", outcome="Bác đơn")
    assert closed.number == 2 and closed["outcome"] == "Bác đơn" and used.verify(me)[0] == []


def test_who_comes_back_left_before_and_what_was_paid_is_known(used: Workspace, me: Actor) -> None:
    line = lines_of(used, me)["P08"]
    back = {"due": "2030-01-01"}
    with pytest.raises(InputError, match="nobody with the id P08 has left"):
        follow.add(used, me, "base", "rehire", "P08", "2029-01-01", back)
    set_(used, me, line.line, state="done", done_on="2027-07-01")
    with pytest.raises(InputError, match=f"enter paid_vnd of line {line.line} first"):
        follow.add(used, me, "base", "rehire", "P08", "2029-01-01", back)
    set_(used, me, line.line, paid_vnd="250000000")
    with pytest.raises(InputError, match="the day of leaving"):
        follow.add(used, me, "base", "rehire", "P08", "2027-06-30", back)
    assert follow.add(used, me, "base", "rehire", "P08", "2029-01-01", back)["regime"] == "nd154"
    with pytest.raises(InputError, match="a sum is paid for an exit or a move alone"):
        follow.add(used, me, "base", "backfill", "P08", "2029-01-01", {"due": "2030-01-01", "state": "done", "done_on": "2029-02-01", "paid_vnd": "5"})


FORGED = {
    "a later version changed": "UPDATE follow_lines SET content = replace(content, 'theirs', 'others') WHERE number = 2",
    "a first version changed": "UPDATE follow_lines SET content = replace(content, 'P07', 'P01') WHERE number = 1",
    "an author changed": "UPDATE follow_lines SET author = 'x' WHERE number = 2",
    "a line removed": "DELETE FROM follow_lines WHERE line = 1",
    "the newest version removed": "DELETE FROM follow_lines WHERE number = 2",
    "a line added": "INSERT INTO follow_lines SELECT object, 99, 1, at, author, content FROM follow_lines WHERE line = 1 AND number = 1",
    "all lines removed": "DELETE FROM follow_lines",
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_changed_beside_the_audit_is_found_in_lines_too(used: Workspace, me: Actor, forged: str) -> None:
    set_(used, me, 1, step="theirs")
    with used.database.writing() as connection:
        assert connection.execute(text(FORGED[forged])).rowcount
    assert "follow_up/base: the lines that are here are not those that the audit says were written" in [f.sentence("en") for f in used.verify(me)[0]]


def test_the_lines_come_back_with_a_backup(used: Workspace, me: Actor, place) -> None:
    set_(used, me, 1, step="before")
    used.back_up(me, place / "b.backup")
    set_(used, me, 1, step="after")
    used.restore(me, place / "b.backup")
    assert follow.follow_up(used, me, "base").lines[0]["step"] == "before" and used.verify(me)[0] == []
    assert json.dumps(follow.follow_up(used, me, "base").about)
