"""The page of follow-ups: empty, with lines, written on, refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.service.workspace.follow_up import follow
from planner.service.workspace.follow_up.follow import Asked
from planner.service.workspace.rights import open_actor
from planner.service.workspace.workspace import Workspace
from tests.service.workspace.follow_up.plans import by_person, followed
from tests.ui.conftest import figure, words


@pytest.fixture
def runs(installation: Path) -> Path:
    """The folder of results of an installation of its own."""
    return installation / "runs"


@pytest.fixture
def work(runs: Path) -> Workspace:
    """A workspace in which a plan is followed up, one exit of which is done."""
    work, me = Workspace.of_installation(), open_actor()
    followed(work, me)
    line = by_person(follow.follow_up(work, me, "base").lines)["P07"].line
    follow.write(work, me, "base", [Asked(line, {"state": "done", "done_on": "2026-11-02", "paid_vnd": "250000000", "responsible": "Lan"})])
    return work


def test_an_empty_page_says_how_to_begin(app, runs: Path) -> None:
    at = app("follow_up", lang="en")
    assert not at.exception and "planner follow start NAME" in words(at)


@pytest.mark.parametrize(("lang", "left", "people"), [("vi", "Đã nghỉ", "Số người hiện có"), ("en", "Left, of planned", "People now")])
def test_the_page_shows_how_far_it_has_come(app, work: Workspace, lang: str, left: str, people: str) -> None:
    at = app("follow_up", lang=lang)
    assert not at.exception
    planned = len(follow.follow_up(work, open_actor(), "base").lines)
    assert figure(at, left) == f"1 / {planned}" and figure(at, people) == "15"
    table = next(frame.value for frame in at.dataframe if "employee_id" in frame.value)
    assert len(table) == planned and "P07" in set(table["employee_id"]) and "Lan" in set(table["responsible"])


def test_filters_choose_lines(app, work: Workspace) -> None:
    at = app("follow_up", lang="en")
    at.selectbox(key="w_follow_state_en").set_value("done").run()
    assert not at.exception
    assert list(next(frame.value for frame in at.dataframe if "employee_id" in frame.value)["employee_id"]) == ["P07"]
    at.selectbox(key="w_follow_unit_en").set_value("B").run()
    assert not at.exception and "P07" not in words(at)


def test_one_look_is_one_entry_however_often_the_page_is_drawn(app, work: Workspace) -> None:
    at = app("follow_up", lang="en")

    def looks() -> int:
        return sum(entry["action"] == "see_people" for entry in work.audit(open_actor()))

    before = looks()
    at.toggle(key="w_follow_late").set_value(True).run()
    assert looks() == before
    at.button(key="follow_again").click().run()
    assert looks() == before + 1 and not at.exception


def test_a_line_is_written_in_its_dialog_and_a_fault_says_so(app, work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.ui.pages import follow_up as page

    me = open_actor()
    line = by_person(follow.follow_up(work, me, "base").lines)["P08"]

    def dialog_below(name: str, shown: object) -> None:
        now = by_person(follow.follow_up(work, me, "base").lines)["P08"]
        page.dialog("base", now)

    monkeypatch.setattr(page, "_files", dialog_below)
    at = app("follow_up", lang="en")
    key = f"w_follow_{line.line}_1"
    at.selectbox(key=f"{key}_state").set_value("done")
    at.button(key=f"{key}_save").click().run()
    assert "what is done was done on a day: enter it" in words(at).replace("\\", "") and "Nothing was written" in words(at)
    at.text_input(key=f"{key}_done_on").set_value("2026-11-02")
    at.text_input(key=f"{key}_paid_vnd").set_value("200000000")
    at.button(key=f"{key}_save").click().run()
    assert not at.exception
    now = by_person(follow.follow_up(work, me, "base").lines)["P08"]
    assert (now["state"], now["paid_vnd"], now.author) == ("done", 200_000_000, me.id)
    assert figure(at, "People now") == "14"


def test_a_look_at_fairness_figures_is_noted_once_where_there_is_a_workspace(app, work: Workspace, runs: Path) -> None:
    from planner.service.saved_runs import save_run
    from tests.builder import roster_of, run_of, target
    from tests.ui.conftest import open_part

    save_run(run_of(roster_of(*({"sex": "MF"[i % 2]} for i in range(12))), periods=target(0.2), fairness=[{"by": "sex", "max_ratio": 3}]), runs / "fair", workbook=False)
    at = open_part(app("plan", lang="en", run="runs/fair"), "w_plan_part", "requirements")
    assert not at.exception and "Fairness" in words(at)
    at.run()
    looks = [entry for entry in work.audit(open_actor()) if entry["action"] == "see_fairness"]
    assert len(looks) == 1 and set(looks[0]["after"]) == {"plan_sha256", "roster_sha256", "scenario_sha256"}
