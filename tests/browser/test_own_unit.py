"""A unit's head in a real browser: the own people, pack and correction on a page; nothing of another unit's people reaches it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from planner.core.texts import text
from planner.plan.tables.labels import heading
from planner.roster.corrections import read_corrections, write_corrections
from planner.roster.people.correction import Correction
from planner.roster.read import read_roster
from planner.service.workspace.contents import content_of_path, plan_content
from planner.service.workspace.rights import Actor, Role
from planner.service.workspace.units.corrections import ledger_of_units
from planner.service.workspace.workspace import Workspace
from tests.browser.conftest import SLOW_MS, House
from tests.browser.driving import ROOT, choose, drawn
from tests.browser.test_workspace_files import press, saved
from tests.report.exchange.returned.fill import FIRST, fill

UNIT, STEP = "VPC", 11


class Traffic:
    """Everything that a server sends to a browser: answers and messages."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.answers: list[Any] = []

    def listen(self, page: Any) -> None:
        """Note what comes from now on."""
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: self.messages.append(data if isinstance(data, bytes) else data.encode())))

    def whole(self) -> bytes:
        """All of it in one piece, as far as the browser still has it: of redirects and of what it handed on as a download it keeps nothing."""
        from playwright.sync_api import Error

        found = [*self.messages]
        for each in self.answers:
            try:
                found.append(each.body())
            except Error:
                continue
        return b"\n".join(found)


def people_of(unit: str) -> tuple[set[str], set[str]]:
    """(ids of the unit's own people, what tells anybody else): their ids, and their names where none of the unit's people has one that
    holds it."""
    people = read_roster(ROOT / "data" / "ministry.xlsx").people
    own = people["unit"].eq(unit)
    of_own = "\n".join(people.loc[own, "full_name"])
    assert STEP not in set(people.loc[own, "step"].dropna())  # else sending it in would change nothing
    return set(people.loc[own, "employee_id"]), {*people.loc[~own, "employee_id"], *(name for name in set(people.loc[~own, "full_name"]) if name not in of_own)}


def unpacked(file: Path) -> bytes:
    """What a workbook holds."""
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def told(needles: set[str], hay: bytes) -> list[str]:
    """Which of the texts stand there."""
    return sorted(each for each in needles if each.encode() in hay)


@pytest.fixture
def work(house: House, runs: Path, lang: str) -> tuple[Workspace, str]:
    """The installation's workspace with a plan of its own for each language, whose names are shown; and the plan's name."""
    workspace, name = Workspace.of_installation(), f"sáp xếp {lang}"
    chief = Actor("chief", frozenset(Role))
    for who, role in (("chief", Role.ADMINISTRATOR), ("lan", Role.PLANNER)):
        workspace.add_role(chief, house.provider.id_of(who), role)
    workspace.add_role(chief, house.provider.id_of("ba"), Role.UNIT_HEAD, UNIT)
    lan, hai = planner(house), Actor(house.provider.id_of("hai"), frozenset({Role.APPROVER}))
    workspace.keep(lan, "plan", name, *plan_content(runs / "base"))
    for actor in (lan, hai):
        workspace.unlock(actor, name, "họp")
    return workspace, name


def planner(house: House) -> Actor:
    return Actor(house.provider.id_of("lan"), frozenset({Role.PLANNER}))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_head_works_on_the_own_unit_and_nothing_of_another_reaches_the_browser(
    house: House, work: tuple[Workspace, str], enter: Callable[..., Any], tmp_path: Path, lang: str
) -> None:
    def said(key: str, **params: Any) -> str:
        return text(f"unit_heads.page.{key}", lang, **params)

    (workspace, name), traffic = work, Traffic()
    own, others = people_of(UNIT)
    page = enter("ba", lang=lang, listens=traffic.listen)
    choose(page, page.get_by_role("combobox", name=text("signin.page.plan", lang)), name)
    expect(page.get_by_role("heading", level=2, name=said("people", unit=UNIT))).to_be_visible(timeout=SLOW_MS)
    assert not told(own | others, traffic.whole())  # nobody is sent before somebody asks

    press(page, said("people_show"))
    expect(page.get_by_text(said("people_shown", n=len(own))).first).to_be_visible(timeout=SLOW_MS)
    pack = saved(page, said("pack_get"), tmp_path)
    assert pack.name == f"{name}-{UNIT}.xlsx" and set(told(own, unpacked(pack))) == own and not told(others, unpacked(pack))

    # The way back: told first, then sent.
    back = fill(pack, tmp_path / "back.xlsx", {(FIRST, "step"): STEP, (FIRST, "request_reason"): "sai bậc", (FIRST + 1, "sex"): "?"})
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(back)
    press(page, said("compare"))
    expect(page.get_by_text(said("would_change", file="back.xlsx", n=1)).first).to_be_visible(timeout=SLOW_MS)
    assert f"{name}@{UNIT}" not in {each.name for each in workspace.listed(planner(house), "pack")}
    press(page, said("send"))
    expect(page.get_by_text(f"pack/{name}@{UNIT}, ").first).to_be_visible(timeout=SLOW_MS)

    # A correction of somebody.
    press(page, said("correct"))
    person = sorted(own)[4]
    choose(page, page.get_by_role("combobox", name=said("person")), person)
    choose(page, page.get_by_role("combobox", name=said("column")), heading("birth_date", lang))
    page.get_by_label(said("value"), exact=True).fill("02/03/1980")
    page.get_by_label(said("reason"), exact=True).fill("khai sinh")
    page.get_by_label(said("reason"), exact=True).press("Tab")
    press(page, said("correct_it"))
    expect(page.get_by_text(f"correction/{name}@{UNIT}").first).to_be_visible(timeout=SLOW_MS)
    page.keyboard.press("Escape")
    ledger_of_units(workspace, planner(house), name, tmp_path / "units.csv")
    (entry,) = read_corrections(tmp_path / "units.csv")
    assert (entry.employee_id, entry.after, entry.author) == (person, "1980-03-02", house.provider.id_of("ba"))

    # What became of it: a planner decides about the pack.
    decided = Correction(sorted(own)[0], "step", "1", str(STEP), False, "Lan", "2027-01-05T08:00:00+00:00", "back.xlsx", "không có căn cứ", "lan")
    write_corrections([decided], tmp_path / "decided.csv")
    kind, content, files = content_of_path(tmp_path / "decided.csv", "correction")
    workspace.keep(planner(house), kind, f"đã quyết {lang}", content, files)
    press(page, said("outcome_show"))
    expect(page.get_by_text(said("outcome_said", taken=0, refused=1, overtaken=0, open=1)).first).to_be_visible(timeout=SLOW_MS)
    drawn(page)

    # Another unit's pack is refused, and nothing of it is shown.
    from planner.service.workspace.units.packs import receive_pack

    receive_pack(workspace, planner(house), name, "TCCT", tmp_path / "other.xlsx", lang)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(tmp_path / "other.xlsx")
    press(page, said("compare"))
    expect(page.get_by_text(said("refused")).first).to_be_visible(timeout=SLOW_MS)
    assert page.get_by_role("button", name=said("send"), exact=True).count() == 0

    # Everything else that the head can open.
    for part in ("plans", "kept"):
        page.get_by_role("radio", name=text(f"signin.page.{part}", lang)).click()
        drawn(page)
        if part == "plans":
            choose(page, page.get_by_role("combobox", name=text("signin.page.plan", lang)), name)
            press(page, text("signin.page.people_show", lang))
    for link in ("follow_up", "law"):
        page.get_by_test_id("stSidebarNav").locator(f"a[href*={link}]").click()
        drawn(page)
    sent = traffic.whole()
    assert set(told(own, sent)) == own, "the search finds what is there"
    assert not told(others, sent) and not told(others, page.content().encode())
    assert workspace.verify(Actor("a", frozenset({Role.AUDITOR})))[0] == []

