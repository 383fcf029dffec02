"""The page of returned packs: empty, with changes to decide, decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.exchange.returned.fill import FIRST, fill
from tests.ui.conftest import words


@pytest.fixture(scope="module")
def back(plans: list[str], runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of the sample plan, changed in two cells, with a third that cannot be read."""
    from planner.report.exchange import packs_of
    from planner.report.exchange.pack_book import write_pack
    from planner.service.saved_runs import load_run

    folder = tmp_path_factory.mktemp("packs")
    pack = packs_of(load_run(runs / "twenty"), ["VPC"])[0]
    write_pack(pack, folder / pack.file)
    cells = {(FIRST, "step"): 3, (FIRST, "request_reason"): "sai bậc", (FIRST + 1, "request"): "Đề nghị giữ lại", (FIRST + 2, "sex"): "?"}
    return fill(folder / pack.file, folder / "back.xlsx", cells)


def test_an_empty_page_says_what_to_drop(app, plans) -> None:
    at = app("returns", lang="vi", run="runs/twenty")
    assert not at.exception and "Thả các bộ hồ sơ" in words(at)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_accepted_changes_go_into_the_roster(app, plans, back: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    from planner.ui.pages import returns

    taken: list[int] = []

    def dropped() -> None:
        if not taken:
            taken.append(1)
            returns.take([back])

    monkeypatch.setattr(returns, "_drop", dropped)
    at = app("returns", lang=lang, run="runs/twenty")
    assert not at.exception
    counted = "2 thay đổi cần quyết định, 1 ô không nhận được" if lang == "vi" else "2 changes to decide, 1 cell that cannot be taken"
    assert counted in words(at)
    at.button(key="save_returned").click().run()
    assert ("Chưa có dòng nào" if lang == "vi" else "No row is decided") in words(at)
    at.button_group(key="w_returned_preset").set_value("yes").run()
    at.button(key="save_returned").click().run()
    assert ("người quyết định" if lang == "vi" else "who decides") in words(at)
    at.text_input(key="w_returned_by").set_value("Lan").run()
    at.button(key="save_returned").click().run()
    assert not at.exception
    assert ("Đã chấp nhận 2 thay đổi" if lang == "vi" else "2 changes accepted") in words(at)
    from planner.ui.session import rosters

    roster = rosters.roster_of(at.session_state["desk"].roster)
    assert [(c.column, c.after, c.by, c.from_file) for c in roster.corrections] == [
        ("step", "3", "Lan", "back.xlsx"),
        ("lock", "keep", "Lan", "back.xlsx"),
    ]


def test_refusing_every_change_leaves_the_roster_and_is_written_down(app, plans, back: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.ui.pages import returns
    from planner.ui.session import rosters

    taken: list[int] = []
    monkeypatch.setattr(returns, "_drop", lambda: None if taken else (taken.append(1), returns.take([back])))
    at = app("returns", lang="en", run="runs/twenty")
    before = at.session_state["desk"].roster
    at.button_group(key="w_returned_preset").set_value("no").run()
    at.text_input(key="w_returned_by").set_value("Lan").run()
    at.button(key="save_returned").click().run()
    assert not at.exception and at.session_state["desk"].roster != before
    after = rosters.roster_of(at.session_state["desk"].roster)
    assert after.sha256 == rosters.roster_of(before).sha256
    assert [c.accepted for c in after.corrections] == [False, False] and not rosters.roster_of(before).corrections


def test_the_author_of_a_correction_in_the_app_is_who_signed_in(app, plans, back: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.service.workspace.rights import Actor, Role
    from planner.ui import access
    from planner.ui.pages import returns
    from planner.ui.session import rosters

    taken: list[int] = []
    monkeypatch.setattr(returns, "_drop", lambda: None if taken else (taken.append(1), returns.take([back])))
    monkeypatch.setattr(access, "actor", lambda: Actor("https://login#lan", frozenset(Role), signed_in=False))  # who is greeted is another matter
    at = app("returns", lang="en", run="runs/twenty")
    at.button_group(key="w_returned_preset").set_value("yes").run()
    at.text_input(key="w_returned_by").set_value("Somebody else").run()
    at.button(key="save_returned").click().run()
    assert not at.exception
    made = at.session_state["desk"].roster
    assert {(c.by, c.author) for c in rosters.roster_of(made).corrections} == {("Somebody else", "https://login#lan")}
    corrected, faults = rosters.correct(made, [{"employee_id": "MOIT-0001", "column": "step", "written": "2", "by": "Lan", "reason": "r"}])
    assert not faults and corrected is not None
    assert [(c.by, c.author) for c in rosters.roster_of(corrected).corrections][-1] == ("Lan", "https://login#lan")
