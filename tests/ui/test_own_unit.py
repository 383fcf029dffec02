"""The part of the page Workspace for a unit's head: own people, pack and way back, a correction, what became of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.report.exchange.returned import read_packs
from planner.roster.corrections import read_corrections
from planner.service.workspace.rights import Actor, Role
from planner.service.workspace.units.corrections import ledger_of_units
from planner.service.workspace.workspace import Workspace
from planner.ui.pages.workspace import own_unit
from planner.ui.pages.workspace.exports import NotMade
from tests.report.exchange.returned.fill import FIRST, fill
from tests.service.workspace.access.provider import id_of
from tests.service.workspace.plans import keep_plan
from tests.ui.conftest import CHIEF, Filler, words
from tests.ui.test_signing_in import pressed

LAN, HAI = Actor(id_of("lan"), frozenset({Role.PLANNER})), Actor(id_of("hai"), frozenset({Role.APPROVER}))
OWN, FOREIGN = {"P10", "P11", "P12"}, {f"P{n:02d}" for n in range(1, 10)}


def fill_open(house: Workspace) -> None:
    """Fill a workspace with a plan whose names are shown, and one whose names are not."""
    for name in ("hidden", "base"):
        keep_plan(house, LAN, name)
    for actor in (LAN, HAI):
        house.unlock(actor, "base", "r")


@pytest.fixture
def open_plan(house: Workspace, installed: Callable[[Filler], Workspace]) -> Workspace:
    """The workspace with those plans."""
    return installed(fill_open)


def plain(at) -> str:
    return words(at).replace("\\", "")


def tables(at) -> str:
    """Every cell of every table on the page."""
    return "\n".join(table.value.to_csv() for table in at.dataframe)


def choose(at, key: str, value: str):
    return next(each for each in at.selectbox if each.key.startswith(key)).set_value(value).run()


def taken(at, pack: Path):
    """The pack as the uploader hands it over, looked at: AppTest has no files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_unit, "_upload", lambda name: own_unit.compare(name, pack.name, pack.read_bytes()))
        return at.run()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.UNIT_HEAD])
def test_the_part_is_for_heads_of_units_alone(enter, open_plan, role) -> None:
    at = enter("somebody", role)
    (parts,) = [control.options for control in at.segmented_control if control.key == "w_workspace_part"]
    assert "My unit" not in parts and not [button for button in at.button if str(button.key).startswith("own_unit")]


@pytest.mark.parametrize(("lang", "title"), [("en", "People of B"), ("vi", "Người của B")])
def test_a_head_sees_the_own_people_once_they_are_asked_for(enter, open_plan, lang, title) -> None:
    at = enter("ba", Role.UNIT_HEAD, unit="B", lang=lang)
    assert not at.exception and title in words(at) and not at.dataframe
    at = pressed(at, "own_unit_people")
    shown = tables(at)
    assert not at.exception and all(each in shown for each in OWN) and not any(each in shown + words(at) for each in FOREIGN)
    assert [entry["action"] for entry in open_plan.audit(CHIEF)][-1] == "see_people"
    at = choose(at, "w_own_unit_plan", "hidden")
    assert not at.dataframe  # of another plan nothing is shown before it is asked for
    for key in ("own_unit_people",):
        button = next(each for each in at.button if each.key == key)
        assert button.disabled and button.help


def test_the_pack_is_the_own_units_and_a_right_that_was_taken_ends_it(enter, open_plan, files, tmp_path) -> None:
    at = enter("ba", Role.UNIT_HEAD, unit="B")
    content, name = files["own_unit_pack"]
    at = pressed(at, "own_unit_pack")
    assert name == "base-B.xlsx" and f"{name} is made. Head of the audit" in plain(at)
    (tmp_path / "b.xlsx").write_bytes(content())
    (pack,), _ = read_packs([tmp_path / "b.xlsx"])
    assert pack.meta["unit"] == "B" and set(pack.sent.cells["employee_id"]) == OWN
    book = openpyxl.load_workbook(io.BytesIO(content()))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert not any(each in cell for each in FOREIGN for cell in cells)
    content, _ = files["own_unit_pack"]  # of the page as it is drawn now
    open_plan.grant(CHIEF, id_of("ba"), frozenset({Role.VIEWER}))
    at = pressed(at, "own_unit_pack")
    assert "may not do this" in plain(at) and not [button for button in at.button if str(button.key).startswith("own_unit")]
    with pytest.raises(NotMade):
        content()


def test_a_pack_is_told_line_by_line_before_it_is_sent_and_then_stands(enter, open_plan, files, tmp_path) -> None:
    at = enter("ba", Role.UNIT_HEAD, unit="B", lang="vi")
    content, _ = files["own_unit_pack"]
    at = pressed(at, "own_unit_pack")
    (tmp_path / "b.xlsx").write_bytes(content())
    back = fill(tmp_path / "b.xlsx", tmp_path / "back.xlsx", {(FIRST, "step"): 5, (FIRST, "request_reason"): "sai bậc", (FIRST + 1, "sex"): "?"})
    at = taken(at, back)
    assert not at.exception and "back.xlsx đề nghị 1 thay đổi. Chưa gửi. 1 ô không nhận được như đã ghi." in plain(at).replace("**", "")
    assert "sai bậc" in tables(at) and not open_plan.listed(CHIEF, "pack")
    at = pressed(at, "own_unit_send")
    assert "pack/base@B, phiên bản 1" in plain(at) and open_plan.listed(CHIEF, "pack")[0].author == id_of("ba")
    at = pressed(at, "own_unit_outcome")
    assert "0 đã nhận, 0 bị từ chối, 0 đã có giá trị khác, 1 chưa quyết định." in plain(at) and "Không nhận được" in tables(at) and "Chưa quyết định" in tables(at)
    assert open_plan.verify(CHIEF)[0] == []


def test_anothers_pack_and_what_is_none_are_said_and_cannot_be_sent(enter, open_plan, tmp_path) -> None:
    from planner.service.workspace.units.packs import receive_pack

    receive_pack(open_plan, LAN, "base", "A", tmp_path / "a.xlsx", "en")
    (tmp_path / "no.xlsx").write_bytes(b"PK")
    at = enter("ba", Role.UNIT_HEAD, unit="B")
    for file, said in (("a.xlsx", "heads the unit B and sees and corrects its people alone"), ("no.xlsx", "no.xlsx")):
        shown = taken(at, tmp_path / file)
        assert not shown.exception and "This pack cannot be taken" in words(shown) and said in plain(shown)
        assert not [each for each in shown.button if each.key == "own_unit_send"] and not any(each in words(shown) + tables(shown) for each in FOREIGN)
    assert not open_plan.listed(CHIEF, "pack")


def test_a_correction_stands_in_the_ledger_with_its_head_as_author(enter, open_plan, tmp_path) -> None:
    at = pressed(enter("ba", Role.UNIT_HEAD, unit="B"), "own_unit_people")
    at = pressed(at, "own_unit_correct")
    assert "choose the person and the data" in plain(at)
    at = choose(at, "w_own_unit_person", "P10")
    at = choose(at, "w_own_unit_column", "birth_date")
    assert set(next(each for each in at.selectbox if each.key == "w_own_unit_person").options) and "Now: " in words(at)
    for key, value in (("w_own_unit_value", "02/03/1980"), ("w_own_unit_reason", "khai sinh")):
        next(each for each in at.text_input if each.key == key).set_value(value)
    at = pressed(at, "own_unit_correct")
    assert not at.exception and "1980-03-02. It stands in correction/base@B, version 1" in plain(at) and "Now: 1980-03-02" in words(at)
    ledger_of_units(open_plan, LAN, "base", tmp_path / "l.csv")
    (entry,) = read_corrections(tmp_path / "l.csv")
    assert (entry.employee_id, entry.after, entry.author, entry.reason) == ("P10", "1980-03-02", id_of("ba"), "khai sinh")
    options = next(each for each in at.selectbox if each.key == "w_own_unit_person").options
    assert len(options) == 3 and not any(each in option for each in FOREIGN for option in options)


def test_nothing_of_it_is_left_for_who_comes_next(enter, open_plan) -> None:
    at = pressed(enter("ba", Role.UNIT_HEAD, unit="B"), "own_unit_people")
    assert at.dataframe
    open_plan.grant(CHIEF, id_of("ba"), frozenset({Role.UNIT_HEAD}), "A")
    at.run()
    assert not at.exception and not at.dataframe and "People of A" in words(at)  # another unit: what was looked at is not shown any more


def test_a_planner_takes_packs_and_corrections_from_the_page_too(enter, open_plan, files, tmp_path) -> None:
    import shutil

    from planner.service.workspace.units.corrections import correct_own
    from planner.service.workspace.units.packs import receive_pack, send_pack
    from tests.service.workspace.plans import plan_folder
    from tests.ui.conftest import open_part

    head = Actor(id_of("ba"), frozenset({Role.UNIT_HEAD}), "B")
    shutil.copytree(plan_folder(), tmp_path / "runs" / "small")
    at = enter("lan", Role.PLANNER, page="returns", run="runs/small")
    assert not at.exception and not [each for each in at.button if each.key == "take_sent"]
    receive_pack(open_plan, head, "base", None, tmp_path / "b.xlsx", "vi")
    send_pack(open_plan, head, "base", fill(tmp_path / "b.xlsx", tmp_path / "back.xlsx", {(FIRST, "step"): 5}))
    correct_own(open_plan, head, "base", "P11", "step", "4", "r")
    at = pressed(at.run(), "take_sent")
    assert not at.exception and "1 pack compared: 0 changes to decide, 1 cell that cannot be taken" in plain(at)  # the desk's roster is of other people
    assert "base: one pack" in at.selectbox(key="w_returned_plan").options
    assert open_plan.audit(CHIEF)[-1]["action"] == "export"
    at = enter("lan", Role.PLANNER, page="workspace")
    at = choose(open_part(at, "w_workspace_part", "plans"), "w_workspace_plan", "base")
    content, name = files["workspace_units_ledger"]
    at = pressed(at, "workspace_units_ledger")
    (tmp_path / name).write_bytes(content())
    assert [(each.employee_id, each.author) for each in read_corrections(tmp_path / name)] == [("P11", head.id)]
    at = choose(at, "w_workspace_plan", "hidden")
    assert not [each for each in at.button if each.key == "workspace_units_ledger"]
