"""A unit's head receives and returns the own unit's pack and corrects the own people alone; the ledger says who did."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from planner.core.errors import InputError
from planner.report.exchange.returned import read_packs
from planner.roster.corrections import read_corrections
from planner.service.run import read_for
from planner.service.saved_runs import save_run
from planner.service.sealing.signers import vouched
from planner.service.workspace.access.sign_in import SignedIn
from planner.service.workspace.contents import plan_content
from planner.service.workspace.rights import Actor, NotAllowed, Role
from planner.service.workspace.units.corrections import correct_own, ledger_of_units
from planner.service.workspace.units.packs import receive_pack, returned_packs, send_pack
from planner.service.workspace.versions import MovedOn
from planner.service.workspace.workspace import Workspace
from tests.builder import roster_of, run_of, said
from tests.report.exchange.returned.fill import FIRST, fill
from tests.service.workspace.conftest import Filler, person
from tests.service.workspace.plans import keep_plan, plan_folder

PLANNER, APPROVER = person("planner", Role.PLANNER), person("approver", Role.APPROVER)
HEAD_A, HEAD_B = person("head of a", Role.UNIT_HEAD, unit="A"), person("head of b", Role.UNIT_HEAD, unit="B")
AUDITOR = person("auditor", Role.AUDITOR)
FOREIGN, OWN = "P01", "P10"
"""Of unit A, and of unit B."""


def fill_open(workspace: Workspace, me: Actor) -> None:
    """A plan whose names are unlocked, and one whose names are not."""
    keep_plan(workspace, PLANNER)
    for actor in (PLANNER, APPROVER):
        workspace.unlock(actor, "base", "r")
    keep_plan(workspace, PLANNER, "hidden")


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with a plan of two units."""
    return made(fill_open)


def received(workspace: Workspace, place: Path, actor: Actor = HEAD_B, unit: str | None = None) -> Path:
    """The pack that somebody gets."""
    receive_pack(workspace, actor, "base", unit, place / "pack.xlsx", "vi")
    return place / "pack.xlsx"


def test_a_units_head_receives_the_pack_of_the_own_unit_and_of_no_other(used: Workspace, place: Path) -> None:
    (pack,), problems = read_packs([received(used, place)])
    assert not problems and pack.meta["unit"] == "B" and set(pack.sent.cells["employee_id"]) == {"P10", "P11", "P12"}
    with pytest.raises(NotAllowed, match="head of b heads the unit B and sees and corrects its people alone; A is not among them"):
        receive_pack(used, HEAD_B, "base", "A", place / "a.xlsx", "vi")
    with pytest.raises(InputError, match="names are hidden until"):
        receive_pack(used, HEAD_B, "hidden", None, place / "a.xlsx", "vi")
    with pytest.raises(InputError, match="which unit"):
        receive_pack(used, PLANNER, "base", None, place / "a.xlsx", "vi")
    for actor in (APPROVER, AUDITOR, person("viewer", Role.VIEWER), person("head of none", Role.UNIT_HEAD)):
        with pytest.raises(NotAllowed, match="may not do this \\(receives packs\\)"):
            receive_pack(used, actor, "base", "B", place / "a.xlsx", "vi")
    assert not (place / "a.xlsx").exists()
    assert [(e["actor"], e["after"]["unit"]) for e in used.audit(AUDITOR, OWN) if e["action"] == "pack"] == [("head of b", "B")]


def test_a_pack_comes_back_as_versions_of_its_unit_and_goes_on_to_planners(used: Workspace, place: Path) -> None:
    sent = received(used, place)
    first = send_pack(used, HEAD_B, "base", fill(sent, place / "one.xlsx", {(FIRST, "step"): 5}))
    second = send_pack(used, HEAD_B, "base", fill(sent, place / "two.xlsx", {(FIRST, "step"): 6}))
    assert [(each.object, each.number, each.author) for each in (first, second)] == [("pack/base@B", 1, "head of b"), ("pack/base@B", 2, "head of b")]
    with pytest.raises(NotAllowed, match="B is not among them"):
        send_pack(used, HEAD_A, "base", sent)
    with pytest.raises(NotAllowed):
        used.history(HEAD_A, "pack", "base@B")
    (file,), _ = returned_packs(used, PLANNER, "base", place / "back")
    assert file.read_bytes() == (place / "two.xlsx").read_bytes() and file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotAllowed):
        returned_packs(used, HEAD_B, "base", place / "more")
    with pytest.raises(InputError, match="no unit has sent a pack back"):
        returned_packs(used, PLANNER, "hidden", place / "more")
    assert used.verify(AUDITOR)[0] == []


def test_a_pack_that_is_none_or_of_another_roster_is_refused(used: Workspace, place: Path) -> None:
    (place / "no.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError):
        send_pack(used, HEAD_B, "base", place / "no.xlsx")
    assert [each.kind for each in used.listed(PLANNER)] == ["plan", "plan"]


def test_a_correction_of_the_own_people_stands_in_the_ledger_with_its_head_as_author(used: Workspace, place: Path) -> None:
    used.come_in(SignedIn(HEAD_B.id, "What they call themselves", None, datetime.now(UTC)))
    made, entry = correct_own(used, HEAD_B, "base", OWN, "step", "5", "theo quyết định")
    assert (made.object, made.number, entry.after, entry.author, entry.accepted) == ("correction/base@B", 1, "5", "head of b", True)
    assert entry.by == "What they call themselves"  # shown, and nobody's author
    correct_own(used, HEAD_B, "base", OWN, "step", "6", "sửa lại")
    correct_own(used, HEAD_A, "base", FOREIGN, "birth_date", "02/03/1980", "khai sinh")
    correct_own(used, PLANNER, "base", "P11", "step", "4", "rà soát")
    count, _, _ = ledger_of_units(used, PLANNER, "base", place / "ledger.csv")
    entries = read_corrections(place / "ledger.csv")
    assert count == 4 and [(e.employee_id, e.column, e.before, e.after, e.author) for e in entries] == [
        (FOREIGN, "birth_date", entries[0].before, "1980-03-02", "head of a"), (OWN, "step", entries[1].before, "5", "head of b"),
        (OWN, "step", "5", "6", "head of b"), ("P11", "step", entries[3].before, "4", "planner"),
    ]  # fmt: skip
    assert vouched(entries).here == 4
    used.fetch(PLANNER, "base", place / "plan")
    from planner.service.saved_runs import planned_scenario

    corrected = read_for(planned_scenario(place / "plan"), place / "plan" / "inputs" / "roster.parquet")
    from planner.roster.corrections import apply

    assert apply(corrected, entries)[0] is not None
    assert [(e["actor"], e["object"]) for e in used.audit(AUDITOR, OWN) if e["action"] == "correct" and e["about"] == OWN] == [("head of b", "correction/base@B")] * 2
    assert used.verify(AUDITOR)[0] == []


@pytest.mark.parametrize("somebody", [FOREIGN, "nobody of that id"])
def test_others_people_are_refused_in_words_whether_there_are_such_or_not(used: Workspace, somebody: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        correct_own(used, HEAD_B, "base", somebody, "step", "5", "r")
    assert said(caught.value).endswith(f"head of b heads the unit B and sees and corrects its people alone; {somebody} is not among them: ask a planner")
    assert not used.listed(PLANNER, "correction")


@pytest.mark.parametrize(
    ("column", "value", "reason", "words"),
    [
        ("step", "5", " ", "a reason is wanted"),
        ("unit", "A", "r", "a unit does not correct the column unit"),
        ("lock", "keep", "r", "a unit does not correct the column lock"),
        ("employee_id", "", "r", "a unit does not correct the column employee_id"),
        ("birth_date", "31/02/1980", "r", "31/02/1980"),
        ("sex", "", "r", "this cell may not be empty"),
    ],
)  # fmt: skip
def test_a_correction_that_a_sheet_could_not_bring_in_is_refused(used: Workspace, column: str, value: str, reason: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        correct_own(used, HEAD_B, "base", OWN, column, value, reason)
    assert words in said(caught.value) and not used.listed(PLANNER, "correction")


def test_who_may_correct_nothing_is_told_so_before_anything_else(used: Workspace, place: Path) -> None:
    for actor in (APPROVER, AUDITOR, person("viewer", Role.VIEWER), person("nobody")):
        with pytest.raises(NotAllowed, match="may not do this \\(sends corrections\\)"):
            correct_own(used, actor, "no such plan", OWN, "step", "5", "r")
    with pytest.raises(NotAllowed):
        ledger_of_units(used, HEAD_B, "base", place / "x.csv")
    with pytest.raises(InputError, match="no unit has corrected anything"):
        ledger_of_units(used, PLANNER, "base", place / "x.csv")


def test_two_who_correct_at_once_lose_nothing(used: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.service.workspace.units import corrections

    real = corrections._checked

    def overtaken(*args: object) -> object:
        monkeypatch.setattr(corrections, "_checked", real)
        correct_own(used, PLANNER, "base", "P11", "step", "4", "r")
        return real(*args)

    correct_own(used, HEAD_B, "base", OWN, "step", "5", "r")
    monkeypatch.setattr(corrections, "_checked", overtaken)
    with pytest.raises(MovedOn, match="planner"):
        correct_own(used, HEAD_B, "base", OWN, "step", "6", "r")
    assert [each.content["entries"] for each in used.history(PLANNER, "correction", "base@B")] == [1, 2]


def test_the_manifest_of_a_plan_that_is_kept_is_the_one_that_was_signed(used: Workspace, place: Path) -> None:
    used.fetch(PLANNER, "base", place / "plan")
    assert json.loads((place / "plan" / "manifest.json").read_text(encoding="utf-8")) == json.loads((plan_folder() / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("unit", ["Vụ Kế hoạch, Tài chính (mới)", "TC/HC", "a@b", "x" * 130])
def test_what_a_unit_of_any_name_sends_is_kept_apart(workspace: Workspace, place: Path, unit: str) -> None:
    for name in ("base", "base@a"):
        keep_plan_of(workspace, name, unit, "b")
    heads = {each: person(f"head of {each}", Role.UNIT_HEAD, unit=each) for each in (unit, "b")}
    made = {(plan, each): correct_own(workspace, head, plan, {unit: "P01", "b": "P02"}[each], "step", "5", "r")[0] for plan in ("base", "base@a") for each, head in heads.items()}
    assert len({version.name for version in made.values()}) == 4 and all(version.number == 1 for version in made.values())
    assert {each.author for each in workspace.history(heads[unit], "correction", made["base", unit].name)} == {f"head of {unit}"}
    assert ledger_of_units(workspace, PLANNER, "base", place / "ledger.csv")[0] == 2 and workspace.verify(AUDITOR)[0] == []


def keep_plan_of(workspace: Workspace, name: str, *units: str) -> None:
    """Keep a plan in which each unit has one person."""
    with TemporaryDirectory() as folder:
        save_run(run_of(roster_of(*({"unit": unit} for unit in units))), Path(folder) / "plan", workbook=False)
        content, files = plan_content(Path(folder) / "plan")
    workspace.keep(PLANNER, "plan", name, content, files)
