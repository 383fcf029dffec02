"""What a worker answers about a plan: one person in words with a calculation, the verification queue, a plan made ready."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.plan.explain import explain, rendered
from planner.plan.unverified_data import verification_queue
from planner.service.jobs.questions import PERSON, Person
from planner.service.jobs.saved_rosters import keep_roster
from planner.service.jobs.tasks import TASKS
from planner.service.plan_tables import has_tables
from planner.service.saved_runs import load_run


def silent(_):
    """Nobody listens."""


@pytest.fixture(scope="module")
def source(tmp_path_factory, small_roster, scenario_data):
    from planner.scenario.load import scenario_from
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    folder = tmp_path_factory.mktemp("plan")
    save_run(make_run(Request(scenario_from(scenario_data, name="small.yaml"), small_roster, lang="vi")), folder, "vi", workbook=False)
    return str(folder)


def ask(source: str, folder: Path, person: str, lang: str = "vi", **more) -> Person:
    TASKS["person"]({"source": source, "person": person, "lang": lang, "exit": None, "issuer": "", "folder": str(folder), **more}, silent)
    return PERSON.validate_json((folder / "person.json").read_bytes())


def decided(source: str, decision: str) -> str:
    decisions = load_run(Path(source)).decisions
    return str(decisions.loc[decisions["decision"].eq(decision), "employee_id"].iloc[0])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_person_is_told_as_the_terminal_tells(source, tmp_path, lang):
    person = decided(source, "early_retirement")
    found, answer = explain(load_run(Path(source)), person), ask(source, tmp_path, person, lang)
    assert answer.told.as_text == rendered(found, lang)
    assert [c.decision for c in answer.told.choices] == [c.decision for c in found.choices]
    assert answer.told.why == tuple(message.render(lang) for message in found.why)


def test_the_decided_exit_is_calculated_unless_another_is_asked_for(source, tmp_path):
    person = decided(source, "early_retirement")
    answer = ask(source, tmp_path, person)
    assert answer.asked in answer.exits and answer.asked[0] == "early_retirement" and answer.sheet is not None
    other = next(e for e in answer.exits if e != answer.asked)
    again = ask(source, tmp_path, person, exit=[other[0], other[1].isoformat()], issuer="Bộ Công Thương")
    assert again.asked == other and again.sheet is not None and again.sheet.issuer == "Bộ Công Thương"
    assert again.sheet.subtitle != answer.sheet.subtitle


def test_an_exit_that_the_law_does_not_open_says_why(source, tmp_path):
    answer = ask(source, tmp_path, decided(source, "retain"), exit=["normal_retirement", dt.date(2027, 7, 1).isoformat()])
    assert answer.sheet is None and answer.problems[0]["vi"]["message"]


def test_somebody_whom_nobody_knows_is_refused(source, tmp_path):
    with pytest.raises(InputError):
        ask(source, tmp_path, "nobody")


def test_a_calculation_as_a_file(source, tmp_path):
    person = decided(source, "early_retirement")
    route, leave_on = ask(source, tmp_path, person).asked
    task = {"source": source, "person": person, "lang": "vi", "exit": [route, leave_on.isoformat()], "issuer": "", "folder": str(tmp_path)}
    TASKS["sheet"]({**task, "file": "sheet.xlsx"}, silent)
    assert (tmp_path / "sheet.xlsx").stat().st_size > 3_000


def test_a_plan_that_a_command_made_gets_its_tables(source, tmp_path):
    assert not has_tables(Path(source))
    TASKS["open"]({"source": source, "folder": str(tmp_path)}, silent)
    assert has_tables(Path(source))


@pytest.mark.parametrize("with_plan", [False, True])
def test_the_verification_queue_of_a_roster(source, tmp_path, small_roster, with_plan):
    sha256 = keep_roster(tmp_path / "rosters", small_roster)
    task = {"rosters": str(tmp_path / "rosters"), "roster": sha256, "source": source if with_plan else "", "lang": "vi", "folder": str(tmp_path)}
    TASKS["queue"](task, silent)
    made = verification_queue(small_roster, load_run(Path(source)) if with_plan else None, "vi")
    assert len(pd.read_parquet(tmp_path / "queue.parquet")) == len(made)


def test_a_plan_that_was_written_anew_is_read_anew(source, tmp_path, small_roster, scenario_data):
    from planner.scenario.load import scenario_from
    from planner.service.jobs.memory import run_of
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    folder = tmp_path / "plan"
    for title in ("first", "second"):
        save_run(make_run(Request(scenario_from({**scenario_data, "title": title}, name="small.yaml"), small_roster)), folder, workbook=False)
        assert run_of(folder).summary["title"] == title
