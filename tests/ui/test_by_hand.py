"""A plan made by hand on the Compare page: what it breaks, or where it stands beside the frontier."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from planner.service.jobs.asked import answer_file
from planner.service.jobs.by_hand import measure_file
from planner.service.saved_runs import read_decisions
from planner.ui.session import state
from planner.ui.widgets.frontier_chart import Stand, frontier
from tests.ui.conftest import done_here, words
from tests.ui.test_beyond import leave_frontier


class PoolHere:
    """Stands for the pool of workers: what is asked is done here and now."""

    def __init__(self):
        self.jobs = {}

    def submit(self, kind, task, *, title, limit_s, job=None):
        folder, state = done_here(kind, task)
        self.jobs[folder.name] = state
        return folder.name

    def state(self, job):
        return self.jobs.get(job)


@pytest.fixture
def compared(app, plans, monkeypatch):
    """The Compare page with two plans."""
    from planner.ui.session import workers

    here = PoolHere()
    monkeypatch.setattr(workers, "pool", lambda *_, **__: here)
    at = app("compare", lang="en", run=plans[0])
    picker = at.multiselect(key=next(m.key for m in at.multiselect if m.key.startswith("w_compare")))
    return picker.set_value([plans[0], plans[1]]).run()


@pytest.fixture
def frontier_there(runs, plans):
    """A frontier of the first plan, as long as the test takes: other tests ask for it themselves."""
    leave_frontier(runs / "twenty")
    yield
    answer_file(runs / "twenty", "frontier").unlink()


def upload(at, name: str, content: str):
    return at.file_uploader[0].set_value((name, content.encode(), "text/csv")).run()


def everybody_stays(runs) -> str:
    ids = read_decisions(runs / "twenty")["employee_id"]
    return "employee_id,decision\n" + "".join(f"{person},retain\n" for person in ids[:3])


def test_what_a_plan_by_hand_breaks_is_listed_in_words(compared, runs):
    at = upload(compared, "ours.csv", everybody_stays(runs))
    assert not at.exception and "**ours\\.csv** breaks" in words(at) and "1497 people are not decided" in words(at).replace(",", "")
    frame = next(f.value for f in at.dataframe if "Requirement" in f.value.columns or "requirement" in f.value.columns)
    told = frame.to_numpy().ravel().tolist()
    assert any("2030" in cell and "20" in cell for cell in told) and not any(str(cell).startswith("periods.") for cell in told), told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("who,what\nP01,retain\n", "the first rows have no headings"),
        ("employee_id,decision\nNOBODY,retain\n", "nobody in the roster has the id NOBODY"),
    ],
)
def test_what_cannot_be_measured_is_said_with_its_place(compared, content, said):
    at = upload(compared, "ours.csv", content)
    assert not at.exception and said in words(at).replace("\\", "") and "ours.csv" in words(at).replace("\\", "")


def test_a_plan_by_hand_stands_beside_the_frontier_with_what_it_costs_more(compared, runs, frontier_there):
    at = upload(compared, "ours.csv", everybody_stays(runs))
    found = {"breaches": [], "undecided": 0, "objective": 90.0, "best": 95.0, "bound": 96.0, "loss_gap": 0.1, "same_merit_least_cost_vnd": 20_900_000_000,
             "same_cost_most_merit": 1234.5, "cost_vnd": 25_000_000_000, "merit": 1000.0, "proven": True}  # fmt: skip
    from planner.ui.session import paths

    table = paths.uploads(at.session_state["desk"].id) / "by_hand" / "by_hand.json"
    measure_file(runs / "twenty", table).write_text(json.dumps(found), encoding="utf-8")
    at.run()
    assert not at.exception and "The same merit costs 4.1 bn đ less." in words(at) and "234.5 points more" in words(at) and "not proven" not in words(at)
    at.button(key="forget_by_hand").click().run()
    assert not at.exception and "The same merit costs 4.1 bn đ less." not in words(at) and not table.exists()


def test_marks_of_the_picture_are_the_plans_and_the_hand_made_one_is_a_diamond(monkeypatch):
    monkeypatch.setattr(state, "lang", lambda: "en")
    curve = pd.DataFrame({"x": [1e9, 2e9], "y": [10.0, 20.0], "bound": [11.0, None], "limit": [1e9, 2e9], "proven": [True, False]})
    spec = frontier(curve, [Stand("A", "first", 2e9, 15.0), Stand("✎", "ours", 2.01e9, 15.1, by_hand=True)], "en")
    stairs, points, marks = (series["data"] for series in spec["series"])
    assert stairs == [[1.0, 11.0]] and [p["value"] for p in points] == [[1.0, 10.0], [2.0, 20.0]]
    assert "itemStyle" not in points[0] and points[1]["itemStyle"]["color"] == "#ffffff"
    assert [(m["label"]["formatter"], m["symbol"], m["label"]["offset"]) for m in marks] == [("A", "circle", [0, 0]), ("✎", "diamond", [0, 16])]
    assert spec["xAxis"]["name"].endswith("1.0 bn đ – 2.0 bn đ")
