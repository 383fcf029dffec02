"""The Batch page: what it shows of a batch, its filter, and where a run leads."""

from __future__ import annotations

import pytest

from tests.service.sweeps.made import make_batch
from tests.ui.conftest import words


@pytest.fixture(scope="module")
def batch(runs, tmp_path_factory):
    make_batch(tmp_path_factory.mktemp("sweep"), runs / "targets")
    return "targets"


def field(at, kind: str, key: str):
    return next(each for each in getattr(at, kind) if str(each.key).startswith(key))


@pytest.mark.parametrize(("lang", "said"), [("vi", "Đang hiện 6/6 phương án; 4 phương án có kết quả"), ("en", "6 of 6 runs shown; 4 have a plan")])
def test_a_batch_is_shown_in_both_languages(app, batch, lang, said) -> None:
    at = app("batch", lang=lang)
    assert not at.exception and said in words(at)
    assert len(at.dataframe[0].value) == 6


def test_without_a_batch_the_page_says_how_to_make_one(app, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path))
    at = app("batch", lang="en")
    assert not at.exception
    assert "planner batch" in words(at)


def test_the_filter_narrows_and_a_run_leads_to_plan_and_scenario(app, batch, runs) -> None:
    from planner.ui.session import state

    at = app("batch", lang="en")
    field(at, "text_input", "w_batch_search").set_value("nd154").run()
    assert "3 of 6 runs shown" in words(at) and len(at.dataframe[0].value) == 3
    at.session_state[state.RUN] = (batch, 1)
    at.run()
    assert "targets-0002" in words(at).replace("\\", "") and "Open the plan" in words(at)
    field(at, "button", "batch_take").click().run()
    assert at.session_state[state.DESK].draft["regime"] == "nd154"
    assert "now yours to edit" in words(at)


def test_references_of_runs_lead_nowhere_else(app, batch, runs, monkeypatch) -> None:
    from planner.ui.session import plans

    monkeypatch.setenv("PLANNER_RUNS", str(runs))
    assert plans.folder_of("runs/targets/targets-0001") == runs / "targets" / "targets-0001"
    for wrong in ("runs/targets/../targets", "runs/../x/y", "runs/targets/.x", "runs/app/desks", "runs/targets/targets-0001/inputs", "runs/targets/", "runs//targets-0001"):
        assert plans.folder_of(wrong) is None, wrong


def test_what_is_no_table_of_a_batch_is_said(app, runs, batch) -> None:
    broken = runs / "broken"
    broken.mkdir()
    (broken / "runs.parquet").write_bytes(b"PAR1 no table")
    at = app("batch", lang="en")
    field(at, "selectbox", "w_batch_").set_value("broken").run()
    assert not at.exception and "no table of a batch" in " ".join(element.value for element in at.error)
