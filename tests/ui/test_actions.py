"""What a click sets in motion: one function a verb, which does its whole work; and no page does any of it by itself."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st

from planner.instance.instance import Instance
from planner.optimise.model.rows import Model
from planner.scenario.load import to_yaml
from planner.service.jobs.pool import TASK_FILE, Pool
from planner.service.jobs.state import JobState, Phase, new_id, write_state
from planner.service.places import plan_of_job
from planner.ui.session import actions, paths, state, workers
from tests.ui.conftest import open_part, words
from tests.ui.seen import ELEMENTS, press

UI = Path(actions.__file__).parents[1]
OWN = {"WHO", "PAGE", "PAGES"}
"""Keys that a page, or what draws every page, may set: none of them sets anything in motion."""
WORK = workers.work


def pages_files() -> list[Path]:
    return [file for file in UI.rglob("*.py") if "session" not in file.parts]


def targets(tree: ast.AST) -> list[ast.expr]:
    """What is assigned to, in whatever way."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            found += [part for target in node.targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            found.append(node.target)
        elif isinstance(node, ast.Delete):
            found += node.targets
    return found


@pytest.mark.parametrize("file", pages_files(), ids=lambda file: file.name)
def test_only_verbs_change_the_desk_and_what_the_session_keeps(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for target in targets(tree):
        said = ast.unparse(target)
        assert not said.startswith(("desk.", "state.desk().")), f"{file.name}:{target.lineno}: {said}"
        if said.startswith("st.session_state[state."):
            assert said.removeprefix("st.session_state[state.").rstrip("]") in OWN, f"{file.name}:{target.lineno}: {said}"
    assert "save_desk" not in ast.unparse(tree) and "__setitem__" not in ast.unparse(tree)


def forget(runs: Path) -> None:
    """As if the server had just been started, and no page had shown a plan yet."""
    st.cache_data.clear()
    st.cache_resource.clear()
    for tables in runs.glob(".*.made/tables"):
        shutil.rmtree(tables)


@pytest.mark.parametrize("page", ["plan", "person", "compare", "data", "benefits", "scenario", "returns", "follow_up"])
def test_the_process_of_the_pages_prepares_nothing(app, plans, runs, monkeypatch, page) -> None:
    """A real worker does, also for a plan that a command made."""

    def refused(self, *args, **more):
        raise AssertionError("an instance or a model was made in the process that serves pages")

    forget(runs)
    monkeypatch.setattr(workers, "work", WORK)
    for made in (Instance, Model):
        monkeypatch.setattr(made, "__init__", refused)
    at = app(page, lang="en", run=plans[0])
    assert not at.exception
    if page == "data":
        at = open_part(at, "w_data_part", "queue")
    if page == "plan":
        for part in ("units", "flows", "money", "requirements"):
            at = open_part(at, "w_plan_part", part)
    assert not at.exception


def button(at, key):
    return next(b for b in at.button if b.key == key)


def test_solving_a_draft_that_needs_correcting_says_what_is_wrong(app, plans):
    at = app("scenario", lang="en", run=plans[0])
    desk = at.session_state["desk"]
    desk.draft = {**desk.draft, "regime": "nd999"}
    button(at, "solve").click().run()
    assert not at.exception and ELEMENTS["head"]["page"] == "Plan" and not desk.job
    assert "needs correcting before a plan can be made" in words(at) and "Decree that pays" in words(at)


@pytest.mark.parametrize(
    ("phase", "said"),
    [(Phase.CANCELLED, "Planning was cancelled"), (Phase.LOST, "server was restarted"), (Phase.REFUSED, "needs correcting")],
)
def test_how_a_job_ended_is_told_until_something_else_is_asked(app, plans, phase, said):
    at = app("plan", lang="en", run=plans[0])
    job = new_id()
    (paths.app_runs() / job).mkdir(parents=True)
    write_state(paths.app_runs(), JobState(job, "plan", "x", phase))
    at.session_state["desk"].job = job
    assert said in words(at.run()) and said in words(at.run())
    field = next(n for n in at.number_input if n.label == "Reduction target (%)")
    field.set_value(23.0).run()
    assert not at.exception and said not in words(at) and not at.session_state["desk"].job


def test_a_plan_that_was_ready_when_somebody_edited_is_shown_all_the_same(app, plans, runs):
    at = app("plan", lang="en", run=plans[0])
    job = new_id()
    shutil.copytree(runs / "more", plan_of_job(paths.app_runs() / job))
    write_state(paths.app_runs(), JobState(job, "plan", "x", Phase.DONE))
    at.session_state["desk"].job = job
    next(n for n in at.number_input if n.label == "Reduction target (%)").set_value(23.0).run()
    assert not at.exception and at.session_state["desk"].current == job and "375" in words(at)


def come_in(at, runs: Path, plan: str) -> str:
    """A worker's plan of what lies on the desk: its job."""
    job, desk = new_id(), at.session_state["desk"]
    shutil.copytree(runs / plan, plan_of_job(paths.app_runs() / job))
    task = {"scenario": to_yaml(desk.draft), "parent": to_yaml(desk.base), "locks": desk.locks, "roster": desk.roster}
    (paths.app_runs() / job / TASK_FILE).write_text(json.dumps(task), encoding="utf-8")
    write_state(paths.app_runs(), JobState(job, "plan", "x", Phase.DONE))
    desk.job = job
    at.run()
    return job


def test_what_was_answered_already_is_not_planned_again(app, plans, runs):
    def target(percent):
        next(n for n in at.number_input if n.label == "Reduction target (%)").set_value(percent).run()

    at = app("plan", lang="en")
    first = come_in(at, runs, "twenty")
    button(at, "solve").click().run()
    desk = at.session_state["desk"]
    assert not at.exception and (desk.current, desk.plans, desk.job) == (first, [first], "")
    assert any("already answers what is asked" in toast.value for toast in at.toast)
    target(25.0)
    second = come_in(at, runs, "more")
    target(20.0)
    button(at, "solve").click().run()
    desk = at.session_state["desk"]
    assert not at.exception and (desk.current, desk.before, desk.plans) == (first, second, [first, second])


def test_undo_and_redo_stand_at_the_plan_before_and_after_and_take_back_edits_made_since(app, plans, runs):
    def target(at, percent):
        next(n for n in at.number_input if n.label == "Reduction target (%)").set_value(percent).run()

    def stands(at, plan, percent):
        desk = at.session_state["desk"]
        assert not at.exception and desk.current == plan
        assert desk.draft["periods"][-1]["reduction_at_least"] == pytest.approx(percent / 100)

    at = app("plan", lang="en")
    first = come_in(at, runs, "twenty")
    target(at, 24.0)
    target(at, 25.0)
    second = come_in(at, runs, "more")
    stands(at, second, 25)
    button(at, "undo").click().run()
    stands(at, first, 20)
    assert ELEMENTS["head"]["figures"][0]["value"] == "300"
    button(at, "redo").click().run()
    stands(at, second, 25)
    assert ELEMENTS["head"]["figures"][0]["value"] == "375"
    target(at, 23.0)
    button(at, "undo").click().run()
    stands(at, second, 25)
    press(at, "rail", "stand", first)
    stands(at, first, 20)
    press(at, "keys", "press", "undo")
    stands(at, second, 25)


def test_locks_are_taken_back(app, plans):
    at = app("person", lang="en", run=plans[0])
    button(at, "person_lock_leave").click().run()
    assert len(at.session_state["desk"].locks) == 1
    button(at, "person_lock_None").click().run()
    assert not at.exception and not at.session_state["desk"].locks
    button(at, "undo").click().run()
    assert list(at.session_state["desk"].locks.values()) == ["leave"]


def test_a_plan_that_a_command_made_is_opened(app, plans):
    at = app("plan", lang="en")
    button(at, "open_made_plan").click().run()
    assert not at.exception and at.session_state["desk"].current in plans


def test_a_shipped_scenario_that_cannot_be_read_says_why(app, tmp_path, monkeypatch):
    at = app("scenario", lang="en")
    (tmp_path / "broken.yaml").write_text("title: x\nperiods: 3\n", encoding="utf-8")
    monkeypatch.setattr(paths, "SCENARIOS", tmp_path)
    at.run()
    button(at, "open_shipped").click().run()
    assert not at.exception and "The scenario was not opened" in words(at) and "periods" in words(at)


def test_what_a_worker_could_not_answer_is_said_on_the_page(app, plans, runs, monkeypatch):
    def dead(kind, task, limit_s=0.0, *, quick=False):
        folder = paths.app_runs() / new_id()
        return folder, JobState(folder.name, kind, kind, Phase.CRASHED)

    forget(runs)
    monkeypatch.setattr(workers, "work", dead)
    at = app("person", lang="en", run=plans[0])
    assert not at.exception and "could not be worked out" in words(at)


def test_a_plan_is_followed_that_somebody_asks_for_and_not_one_that_the_browser_still_names(monkeypatch):
    """The browser learns a new address only after the page is drawn: what is clicked meanwhile comes with the older one."""
    desk = SimpleNamespace(current="a")
    browser = SimpleNamespace(session_state={}, query_params={"run": "a"})
    monkeypatch.setattr(state, "st", browser)
    monkeypatch.setattr(state, "desk", lambda: desk)
    monkeypatch.setattr(state, "address", lambda: {"run": desk.current})
    assert state.asked_plan() == "", "what is shown already"

    class Query(dict):
        def from_dict(self, address):
            """What is put into the address reaches this mapping only with a later click."""

    def planned(plan):
        desk.current, browser.query_params = plan, Query(browser.query_params)
        state.write_address()

    planned("b")
    assert state.asked_plan() == "", "an undo pressed at once still names the plan before"
    planned("c")
    browser.query_params = {"run": "b"}
    assert state.asked_plan() == "", "the address of a plan between, come late"
    browser.query_params = {"run": "c"}
    assert state.asked_plan() == ""
    browser.query_params = {"run": "a"}
    assert state.asked_plan() == "a", "somebody went back"
    browser.session_state.clear()
    browser.query_params = {"run": "z"}
    assert state.asked_plan() == "z", "a link that was followed"


def test_five_who_plan_at_once_are_told_behind_how_many_they_wait(app, plans, monkeypatch):
    monkeypatch.setattr(Pool, "_hire", lambda self: None)  # no worker comes: all five wait for as long as the test lasts
    monkeypatch.setattr(workers, "_long", {})
    sessions = [app("plan", lang="en", run=plans[0]) for _ in range(5)]
    for n, at in enumerate(sessions):
        next(field for field in at.number_input if field.label == "Reduction target (%)").set_value(21.0 + n).run()
        button(at, "solve").click().run()
        assert not at.exception
    said = [words(at.run()) for at in sessions]
    assert ["waits its turn" in each for each in said] == [False, False, True, True, True] and "Starting." in said[0]
    for n in (2, 3, 4):
        assert f"{n} others are worked on or wait before it. It begins by itself" in said[n]
    button(sessions[2], "cancel_job").click().run()
    assert "3 others are" in words(sessions[4].run())
    for at in sessions:
        workers.pool().cancel(at.session_state["desk"].job)
