"""The public names: examples of their docstrings, errors that list everything, and the same results as the command line."""

from __future__ import annotations

import doctest
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import planner
from planner.core.errors import InputError
from planner.service import api
from planner.service.asking import questions
from planner.service.saved_runs import save_run
from planner.service.verification import verify_folder
from tests.builder import roster_of, run_of, target

ROOT = Path(__file__).resolve().parents[2]
BASE = "scenarios/base_2030.yaml"
KEY = {"rating_1": "not_completed", "rating_2": "not_completed", "rating_3": "not_completed", "key_role": True}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped data and scenarios, as the examples name them."""
    place = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    shutil.copytree(ROOT / "data", place / "data")
    people = [{}, {}, {"rating_1": "completed", "rating_2": "completed", "rating_3": "completed"}, KEY]
    save_run(run_of(roster_of(*people), periods=target(0.5), keep={"key_roles": True}), place / "plans" / "small", "en", workbook=False)
    return place


@pytest.fixture(autouse=True)
def here(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)


def test_every_example_of_a_docstring_is_true() -> None:
    result = doctest.testmod(api, extraglobs={"planner": planner}, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0 and result.attempted >= 12


def test_every_example_of_a_question_is_true() -> None:
    """Of the plan of four by hand in docs/prices.md."""
    result = doctest.testmod(questions, extraglobs={"planner": planner}, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0 and result.attempted >= 10


def test_a_run_is_asked_like_its_folder() -> None:
    run = planner.open_run("plans/small")
    assert planner.prices(run, workers=1).table.equals(planner.prices("plans/small", workers=1).table)


def test_a_question_to_an_impossible_plan_says_why(tmp_path: Path) -> None:
    save_run(run_of(roster_of({}, {}), periods=target(1.0), keep={"people": ["P01"]}), tmp_path / "none", "en", workbook=False)
    with pytest.raises(InputError, match="no plan to start from"):
        planner.contested(tmp_path / "none")


@pytest.mark.parametrize("name", planner.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(planner, name)
    assert found.__doc__ and name in dir(planner)


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        planner.nothing  # noqa: B018
    assert (Path(planner.__file__).parent / "py.typed").is_file()


def test_a_plan_is_that_of_the_command_line(desk: Path, tmp_path: Path) -> None:
    from planner.cli.main import run as call

    roster, scenario = planner.read_roster("data/ministry.xlsx"), planner.load_scenario(BASE)
    run = planner.solve(scenario, roster, set={"periods.2030.reduction_at_least": 0.18})
    assert run.status == run.summary["status"] == "optimal"
    assert list(run.units["unit"]) == [unit["unit"] for unit in run.summary["units"]]
    folder = run.save(tmp_path / "api", workbook=False)
    assert verify_folder(folder) == []
    (desk / "scenarios" / "eighteen.yaml").write_text(
        "extends: base_2030.yaml\nperiods:\n" + "".join(
            f'  - {{name: "{p.name}", leave_on: {p.leave_on}, reduction_at_least: {0.18 if p.name == "2030" else p.reduction_at_least}}}\n'
            for p in scenario.scenario.periods
        ), encoding="utf-8",
    )  # fmt: skip
    assert call(["solve", "scenarios/eighteen.yaml", "--out", str(tmp_path / "cli")]) == 0
    assert (tmp_path / "api" / "decisions.csv").read_bytes() == (tmp_path / "cli" / "decisions.csv").read_bytes()
    again = planner.open_run(folder)
    pd.testing.assert_frame_equal(again.decisions.astype(str), run.decisions.astype(str))
    assert again.decisions["cost_vnd"].sum() == run.summary["cost_vnd"] and again.decisions["involuntary"].dtype == bool
    assert verify_folder(again.save(tmp_path / "copy")) == []


def test_an_impossible_scenario_is_a_run_with_its_conflict(tmp_path: Path) -> None:
    run = planner.solve(BASE, set={"budget.total_vnd": 1_000_000_000})
    assert run.status == "infeasible" and run.decisions is None and run.summary["conflict"]
    assert run.units.empty
    assert planner.open_run(run.save(tmp_path / "no")).status == "infeasible"


def test_faults_come_all_at_once_with_their_kind(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("full_name,birth_date,sex,category,si_months,salary_coefficient\nA,x,M,civil_servant,y,3\n", encoding="utf-8")
    with pytest.raises(planner.RosterError) as roster:
        planner.read_roster(tmp_path / "bad.csv")
    assert {p.column for p in roster.value.problems} >= {"birth_date", "si_months"}
    with pytest.raises(planner.ScenarioError) as scenario:
        planner.solve(BASE, set={"periods.2031.leave_on": 1, "titel.x": 2})
    assert "did you mean 2030" in str(scenario.value)
    with pytest.raises(planner.ScenarioError):
        planner.solve(BASE, "data/ministry.xlsx", set={"keep.people": ["NOBODY"]})


def test_a_sweep_gives_runs_as_they_finish(desk: Path, tmp_path: Path) -> None:
    (desk / "scenarios" / "sweep.yaml").write_text(
        "sweep: base_2030.yaml\nvary:\n  periods.2030.reduction_at_least: [0.15, 0.20, 2.0]\n", encoding="utf-8"
    )
    runs = {run.name: run for run in planner.sweep("scenarios/sweep.yaml", "data/ministry.xlsx")}
    assert sorted(runs) == ["sweep-0001", "sweep-0002", "sweep-0003"]
    assert [runs[name].status for name in sorted(runs)] == ["optimal", "optimal", "error"]
    first, alone = runs["sweep-0001"], planner.solve(BASE, set={"periods.2030.reduction_at_least": 0.15})
    pd.testing.assert_frame_equal(first.decisions.astype(str), alone.decisions.astype(str))
    assert verify_folder(first.save(tmp_path / "first")) == []
    with pytest.raises(ValueError, match="reduction_at_least"):
        runs["sweep-0003"].save(tmp_path / "no")


def test_it_works_in_a_plain_script(desk: Path) -> None:
    script = desk / "script.py"
    script.write_text(
        "import planner\n"
        "runs = [run.status for run in planner.sweep('scenarios/base_2030.yaml', workers=2)]\n"
        "import json; print(json.dumps(runs))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"})
    assert json.loads(done.stdout) == ["optimal"]


def test_the_notebook_runs(desk: Path) -> None:
    """Each cell of docs/tour.ipynb, one after another, as Jupyter would run them."""
    cells = json.loads((ROOT / "docs" / "tour.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), "tour.ipynb", "exec"), names)  # noqa: S102
    assert "chart" in names
