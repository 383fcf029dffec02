"""What the pages tell beyond a plan's own figures: asked in a worker, kept beside the plan, shown with its proof."""

from __future__ import annotations

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.service.jobs.asked import answer_file, asked_task
from planner.service.saved_runs import save_run
from planner.ui.parts.beyond import curve
from tests.builder import roster_of, run_of, target
from tests.ui.conftest import open_part, words

FOUR = [
    {},
    {},
    {"rating_1": "completed", "rating_2": "completed", "rating_3": "completed"},
    {"rating_1": "not_completed", "key_role": True},
]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The plan of four by hand."""
    folder = tmp_path_factory.mktemp("small") / "plan"
    save_run(run_of(roster_of(*FOUR), periods=target(0.5), keep={"key_roles": True}), folder, "en", workbook=False)
    return folder


@pytest.mark.parametrize(
    ("question", "person", "rows"), [("prices", "", 2), ("contested", "", 4), ("otherwise", "P01", 1), ("frontier", "", None)]
)
def test_a_worker_leaves_the_answer_beside_the_plan(small, question, person, rows):
    asked_task({"source": str(small), "question": question, "person": person, "folder": str(small.parent)}, lambda said: None)
    found = pd.read_parquet(answer_file(small, question, person))
    assert len(found) == rows or (rows is None and found["plan"].tolist()[-1] == "")
    assert not any(path.name == "beyond" for path in small.iterdir()), "nothing is ever added to a plan's own folder"


def test_a_question_about_nobody_is_refused(small):
    with pytest.raises(InputError):
        asked_task({"source": str(small), "question": "otherwise", "person": "P99", "folder": str(small.parent)}, lambda said: None)


def test_the_plan_page_offers_to_work_it_out_and_shows_what_was_found(app, plans, runs):
    at = open_part(app("plan", lang="en", run=plans[0]), "w_plan_part", "requirements")
    assert not at.exception and "What the rules cost" in words(at) and "Open cases" in words(at)
    assert [b.label for b in at.button if b.key.startswith("ask_")] == ["Work it out", "Work it out"]
    leave_answers(runs / "twenty")
    at.run()
    assert not at.exception and not [b for b in at.button if b.key.startswith("ask_")]
    assert "**2** leave in every plan nearly as good, **1** in none; **1** cases are open (1 not proven)." in words(at)
    prices = next(
        frame.value for frame in at.dataframe if "Points gained" in frame.value.columns or "objective_gain" in frame.value.columns
    )
    assert len(prices) == 1


def test_the_person_page_tells_what_would_turn_it(app, plans, runs):
    at = app("person", lang="en", run=plans[0])
    assert not at.exception and "Could this go the other way?" in words(at) and "Work it out" in words(at)


def leave_frontier(folder, **of_the_plan: float) -> None:
    """A frontier as a worker leaves it, of two points and the plan itself."""
    from planner.core.files import make_folder
    from planner.service.places import place_beside

    make_folder(place_beside(folder) / "beyond")
    points = {"x": [1_000_000.0, 9e11, 4e10], "y": [1.0, 9e6, 90_000.0], "bound": [1.0, 9e6, None], "limit": [1_000_000.0, 9e11, None]}
    more = {name: [None, None, value] for name, value in of_the_plan.items()}
    pd.DataFrame({**points, **more, "plan": ["point-01", "point-02", ""], "proven": True}).to_parquet(answer_file(folder, "frontier"))


def test_the_compare_page_puts_plans_beside_the_frontier(app, plans, runs):
    at = app("compare", lang="en", run=plans[0])
    picker = at.multiselect(key=next(m.key for m in at.multiselect if m.key.startswith("w_compare")))
    picker.set_value([plans[0], plans[1]]).run()
    assert not at.exception and "The most merit for each cost" in words(at) and "Work it out" in words(at)
    leave_frontier(runs / "twenty", least=3.75e10)
    at.run()
    assert not at.exception and words(at).count("No point of the curve has this merit for less.") == 1
    assert "The same merit costs 2.5 bn đ less." in words(at), "what was solved for the first plan, not what the points say"


@pytest.mark.parametrize(("requirement", "scope", "said"), [
    ("keep.key_roles", "", "Keep people in key roles"), ("keep.people", "P03", "People who stay: P03"), ("lock", "P03", "1 person is bound by a decision already taken: P03"),
])  # fmt: skip
def test_a_rule_about_single_people_is_told_in_words(app, plans, requirement, scope, said):
    from planner.ui.session.plans import requirement_said

    assert requirement_said(plans[0], requirement, scope, "en") == said


def test_a_plan_off_the_curve_is_told_what_the_same_merit_costs_less():
    points = pd.DataFrame({"x": [1e9, 2e9], "y": [10.0, 20.0]})
    assert [curve.saved_at_same_merit(points, *at) for at in ((3e9, 20.0), (1e9, 10.0), (5e8, 30.0))] == [1e9, 0.0, 0.0]


def leave_answers(folder) -> None:
    """Answers as a worker leaves them, of a few people."""
    from planner.core.files import make_folder
    from planner.service.places import place_beside
    from planner.service.saved_runs import read_decisions

    ids = read_decisions(folder)["employee_id"].tolist()[:4]
    make_folder(place_beside(folder) / "beyond")
    pd.DataFrame({
        "employee_id": ids, "class": ["core", "core", "safe", "contested"], "best_if_leaves": [5.0] * 4, "best_if_stays": [4.0] * 4, "proven": [True, True, True, False],
    }).to_parquet(answer_file(folder, "contested"))  # fmt: skip
    row = {
        "requirement": "periods.2030.reduction_at_least",
        "scope": "2030",
        "objective_gain": 8.0,
        "merit": 8.0,
        "cost_vnd": 5,
        "involuntary": -1,
        "leavers": -1,
    }
    pd.DataFrame(
        [
            {**row, "gap": 0.0, "proven": True, "gain_at_most": 8.5},
            {**row, "objective_gain": 0.0, "gap": 0.0, "proven": True, "gain_at_most": 0.0},
        ]
    ).to_parquet(answer_file(folder, "prices"))
