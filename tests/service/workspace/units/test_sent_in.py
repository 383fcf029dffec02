"""What a unit's head sees of the own people, what a pack would change before it counts, and what became of what was sent in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.report.exchange.returned import decided, read_packs, review_of
from planner.roster.corrections import apply, correct, read_corrections, write_corrections
from planner.roster.people.correction import Correction
from planner.service.saved_runs import planned_roster, save_run
from planner.service.workspace.contents import content_of_path, plan_content
from planner.service.workspace.rights import Action, Actor, NotAllowed, Role
from planner.service.workspace.units.corrections import correct_own, ledger_of_units
from planner.service.workspace.units.packs import receive_pack, returned_packs, send_pack
from planner.service.workspace.units.people import own_people
from planner.service.workspace.units.sent_in import outcome, would_change
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, run_of, target
from tests.report.exchange.returned.fill import FIRST, fill
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.plans import PEOPLE, keep_plan
from tests.service.workspace.units.test_units import AUDITOR, FOREIGN, HEAD_A, HEAD_B, OWN, PLANNER, fill_open, received

KEPT = "P11"


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with a plan of two units."""
    return made(fill_open)


def wishes(workspace: Workspace, place: Path) -> Path:
    """The pack of unit B as its head sends it back: a fact corrected, somebody to be kept, a cell that cannot be read."""
    cells = {(FIRST, "step"): 5, (FIRST, "request_reason"): "sai bậc", (FIRST + 1, "request"): "Đề nghị giữ lại", (FIRST + 1, "request_reason"): "đang phụ trách", (FIRST + 2, "sex"): "?"}
    return fill(received(workspace, place), place / "back.xlsx", cells)


def planned_anew(workspace: Workspace, place: Path, entries: tuple[Correction, ...]) -> None:
    """The next version of the plan, made by a planner with these corrections."""
    corrected, _ = apply(roster_of(*PEOPLE), entries)
    assert corrected is not None
    save_run(run_of(corrected, periods=target(0.16)), place / "anew", workbook=False)
    workspace.keep(PLANNER, "plan", "base", *plan_content(place / "anew"), 1)


def fates(workspace: Workspace, actor: Actor = HEAD_B) -> dict[tuple[str, str, str], str]:
    """What became of each change: by way, person and column."""
    return {(row["way"], row["employee_id"], row["column"]): row["outcome"] for row in outcome(workspace, actor, "base", "en").to_dict("records")}


# ---- people


def test_a_head_sees_the_facts_and_decisions_of_the_own_people_and_each_look_is_noted(used: Workspace) -> None:
    found = own_people(used, HEAD_B, "base")
    assert list(found["employee_id"]) == ["P10", "P11", "P12"] and {"full_name", "step", "decision", "leave_on"} <= set(found)
    assert found["cost_vnd"].dtype.kind == "i" and set(found["decision"]) >= {"retain"}
    entry = used.audit(AUDITOR, OWN)[-1]
    assert (entry["actor"], entry["action"], entry["after"]) == ("head of b", "see_people", {"names": True, "unit": "B"})
    correct_own(used, HEAD_B, "base", OWN, "step", "6", "r")
    assert own_people(used, HEAD_B, "base").set_index("employee_id").at[OWN, "step"] == 6
    assert own_people(used, PLANNER, "base", "A")["employee_id"].tolist() == [f"P0{n}" for n in range(1, 10)]


def test_nobody_else_sees_them_and_nobody_before_names_are_shown(used: Workspace) -> None:
    with pytest.raises(NotAllowed, match="A is not among them"):
        own_people(used, HEAD_B, "base", "A")
    with pytest.raises(InputError, match="names are hidden until"):
        own_people(used, HEAD_B, "hidden")
    for role in (Role.VIEWER, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            own_people(used, person("x", role), "base", "B")
    with pytest.raises(NotAllowed):
        own_people(used, person("head of none", Role.UNIT_HEAD), "base")


def test_the_own_unit_is_the_rosters_whatever_a_reorganisation_makes_of_it(used: Workspace, place: Path) -> None:
    """A plan that merges A into B says of A's people that they are B's; their head is still another one."""
    steps = [{"merge": ["A", "B"], "into": {"unit": "B", "name": "B", "kind": "department"}}]
    save_run(run_of(roster_of(*PEOPLE), periods=target(0.16), reorganise=steps), place / "merged", workbook=False)
    used.keep(PLANNER, "plan", "merged", *plan_content(place / "merged"))
    for actor in (PLANNER, person("approver", Role.APPROVER)):
        used.unlock(actor, "merged", "r")
    assert set(used.people(PLANNER, "plan", "merged")["unit"]) == {"B"}
    assert used.people(HEAD_B, "plan", "merged")["employee_id"].tolist() == own_people(used, HEAD_B, "merged")["employee_id"].tolist() == ["P10", "P11", "P12"]
    assert len(used.people(HEAD_A, "plan", "merged")) == 9


# ---- before it counts


def test_what_a_pack_would_change_is_told_line_by_line_and_nothing_is_kept(used: Workspace, place: Path) -> None:
    back = wishes(used, place)
    found = would_change(used, HEAD_B, "base", back, "en")
    assert found[["employee_id", "column", "returned", "kind", "reason"]].to_numpy().tolist() == [
        [OWN, "step", "5", "changed", "sai bậc"], [KEPT, "lock", "keep", "keep", "đang phụ trách"], ["P12", "sex", "?", "unreadable", ""],
    ]  # fmt: skip
    assert not used.listed(PLANNER, "pack")
    correct_own(used, HEAD_B, "base", OWN, "step", "5", "r")
    assert OWN not in set(would_change(used, HEAD_B, "base", back, "en")["employee_id"])  # it is so already
    with pytest.raises(NotAllowed, match="B is not among them"):
        would_change(used, HEAD_A, "base", back, "en")
    (place / "no.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError):
        would_change(used, HEAD_B, "base", place / "no.xlsx", "en")
    with pytest.raises(NotAllowed):
        would_change(used, person("viewer", Role.VIEWER), "base", back, "en")


# ---- what became of it


def test_each_change_is_open_then_taken_or_refused_with_who_decided_and_why(used: Workspace, place: Path) -> None:
    assert not len(outcome(used, HEAD_B, "base", "en"))
    send_pack(used, HEAD_B, "base", wishes(used, place))
    correct_own(used, HEAD_B, "base", "P12", "step", "4", "theo quyết định")
    first = {("pack", OWN, "step"): "open", ("pack", KEPT, "lock"): "open", ("pack", "P12", "sex"): "unreadable", ("correction", "P12", "step"): "open"}
    assert fates(used) == first

    (file,), _ = returned_packs(used, PLANNER, "base", place / "out")
    packs, _ = read_packs([file])
    review = review_of(packs, roster_of(*PEOPLE), "vi")
    entries = decided(review, [True, False, None], "Lan", author="lan")
    ledger_of_units(used, PLANNER, "base", place / "units.csv")
    planned_anew(used, place, (*entries, *read_corrections(place / "units.csv")))
    assert fates(used) == first | {("pack", OWN, "step"): "taken", ("pack", KEPT, "lock"): "refused", ("correction", "P12", "step"): "taken"}
    rows = {(row["way"], row["column"]): row for row in outcome(used, HEAD_B, "base", "en").to_dict("records")}
    assert (rows["pack", "lock"]["decided_by"], rows["pack", "lock"]["full_name"] != "") == ("Lan", True)
    assert rows["correction", "step"]["decided_by"] == "planner" and rows["pack", "sex"]["why"]
    assert not fates(used, HEAD_A)
    with pytest.raises(NotAllowed):
        outcome(used, HEAD_B, "base", "en", "A")
    assert (last := used.audit(AUDITOR, KEPT)[-1])["action"] == "see_people" and last["actor"] == "head of a"  # who looked at nothing is noted, too


def test_a_ledger_that_planners_keep_says_it_too_and_what_units_sent_in_decides_nothing(used: Workspace, place: Path) -> None:
    send_pack(used, HEAD_B, "base", wishes(used, place))
    correct_own(used, PLANNER, "base", OWN, "step", "5", "another one's word")  # stands in the unit's ledger, which no planner took yet
    assert fates(used)["pack", OWN, "step"] == "open"
    entry = Correction(OWN, "step", "3", "5", False, "Lan", "2027-01-05T08:00:00+00:00", "back.xlsx", "không có căn cứ", "lan")
    write_corrections([entry], place / "ledger.csv")
    kind, content, files = content_of_path(place / "ledger.csv", "correction")
    used.keep(PLANNER, kind, "decided", content, files)
    (found,) = [row for row in outcome(used, HEAD_B, "base", "en").to_dict("records") if row["way"] == "pack" and row["column"] == "step"]
    assert (found["outcome"], found["decided_by"], found["why"]) == ("refused", "Lan", "không có căn cứ")


def test_a_plan_made_anew_with_the_units_ledger_lets_the_unit_go_on_correcting(used: Workspace, place: Path) -> None:
    correct_own(used, HEAD_B, "base", OWN, "step", "5", "r")
    ledger_of_units(used, PLANNER, "base", place / "units.csv")
    planned_anew(used, place, read_corrections(place / "units.csv"))
    _, entry = correct_own(used, HEAD_B, "base", OWN, "step", "6", "r")
    assert (entry.before, entry.after) == ("5", "6")
    ledger_of_units(used, PLANNER, "base", place / "again.csv")
    again = read_corrections(place / "again.csv")
    assert [(each.before, each.after) for each in again][-2:] == [(again[-2].before, "5"), ("5", "6")] and len(again) == 2
    assert apply(roster_of(*PEOPLE), again)[0] is not None
    assert FOREIGN not in {each.employee_id for each in again} and planned_roster(place / "anew").corrections == again[:1]


@pytest.mark.parametrize(("now", "fate"), [("5", "taken"), ("7", "overtaken"), ("", "open")])
def test_a_unit_goes_on_correcting_whatever_the_roster_came_to_by_another_way(used: Workspace, place: Path, now: str, fate: str) -> None:
    """A newer sheet, or a planner, says the same by now, or another value, or what the unit found."""
    correct_own(used, HEAD_B, "base", OWN, "step", "5", "r")
    ways = () if not now else (Correction(OWN, "step", "", now, True, "Lan", "2027-01-05T08:00:00+00:00", "sheet.xlsx", "r", "lan"),)
    planned_anew(used, place, ways)
    assert fates(used)["correction", OWN, "step"] == fate
    (row,) = outcome(used, HEAD_B, "base", "en").to_dict("records")
    assert (row["why"], row["decided_by"]) == {"5": ("", "planner"), "7": ("The newest plan's roster says: 7", "planner"), "": ("", "")}[now]
    _, entry = correct_own(used, HEAD_B, "base", OWN, "step", "6", "r")
    assert (entry.before, entry.after) == (now or "5", "6")
    _, another = correct_own(used, HEAD_B, "base", "P12", "step", "4", "r")
    assert another.after == "4"
    told = ledger_of_units(used, PLANNER, "base", place / "units.csv")
    assert told[:2] == (3 - (now == "7"), int(now == "7"))
    made, problems = apply(roster_of(*PEOPLE), read_corrections(place / "units.csv"))
    assert made is not None and not problems
    assert made.people.set_index("employee_id")["step"][[OWN, "P12"]].to_list() == [6, 4]


def test_a_correction_of_somebody_who_is_gone_by_now_is_told_and_left_out(used: Workspace, place: Path) -> None:
    correct_own(used, HEAD_B, "base", OWN, "step", "5", "r")
    planned_anew(used, place, (Correction(OWN, "employee_id", OWN, "", True, "Lan", "2027-01-05T08:00:00+00:00", "sheet.xlsx", "r", "lan"),))
    (row,) = outcome(used, HEAD_B, "base", "en").to_dict("records")
    assert (row["outcome"], row["why"]) == ("overtaken", "The person is not in the newest plan's roster.")
    correct_own(used, HEAD_B, "base", "P12", "step", "4", "r")
    assert ledger_of_units(used, PLANNER, "base", place / "units.csv")[:2] == (1, 1)


def test_a_pack_of_a_version_before_still_tells_what_it_asked_for(used: Workspace, place: Path) -> None:
    send_pack(used, HEAD_B, "base", wishes(used, place))
    planned_anew(used, place, (correct(roster_of(*PEOPLE), OWN, "step", "5", by="Lan", reason="r"),))
    assert fates(used)["pack", OWN, "step"] == "taken" and fates(used)["pack", KEPT, "lock"] == "open"


def test_the_pack_of_a_plan_that_is_kept_anew_waits_until_its_names_are_shown(used: Workspace, place: Path) -> None:
    keep_plan(used, PLANNER, based_on=1)
    with pytest.raises(InputError, match="names are hidden until"):
        receive_pack(used, HEAD_B, "base", None, place / "x.xlsx", "vi")
    refused = used.choices(HEAD_B, "base")[Action.PACK]
    assert refused is not None and "names are hidden until" in refused.sentence("en")
