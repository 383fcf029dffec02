from __future__ import annotations

import dataclasses
import stat

import pytest

from planner.core.errors import problem
from planner.core.files import make_folder
from planner.service.jobs.state import (
    JobState,
    Phase,
    folder_of,
    is_id,
    new_id,
    problem_records,
    read_settled,
    read_state,
    write_state,
)


@pytest.fixture
def state():
    return JobState(new_id(), "plan", "Thử", Phase.RUNNING, trail=({"gap": 0.1},))


def test_a_state_is_read_back_as_it_was_written(tmp_path, state):
    make_folder(folder_of(tmp_path, state.id))
    write_state(tmp_path, state)
    assert read_state(tmp_path, state.id) == state


def test_a_job_under_way_that_no_pool_knows_is_lost(tmp_path, state):
    make_folder(folder_of(tmp_path, state.id))
    write_state(tmp_path, state)
    assert read_settled(tmp_path, state.id).phase is Phase.LOST
    write_state(tmp_path, dataclasses.replace(state, phase=Phase.DONE))
    assert read_settled(tmp_path, state.id).phase is Phase.DONE


@pytest.mark.parametrize(
    "text", ["", "../../etc", "20261122-010000-xyz", "20261122-010000-0123456789ab/..", "20261122-010000-0123456789ab\n"]
)
def test_what_is_no_id_never_becomes_a_path(tmp_path, text):
    assert not is_id(text)
    with pytest.raises(ValueError):
        folder_of(tmp_path, text)


def test_a_broken_state_file_is_no_state(tmp_path, state):
    folder = make_folder(folder_of(tmp_path, state.id))
    (folder / "job.json").write_text("{", encoding="utf-8")
    assert read_state(tmp_path, state.id) is None


def test_folders_of_jobs_are_readable_for_their_owner_only(tmp_path):
    folder = make_folder(tmp_path / "runs")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_problems_travel_in_both_languages():
    (record,) = problem_records([problem("scenario.missing_key", file="a.yaml", column="title")])
    assert record["severity"] == "error"
    assert "thiếu khóa" in record["vi"]["message"]
    assert record["en"]["sentence"].startswith("a.yaml, title: this key is missing")


def test_a_state_that_another_version_wrote_is_read_as_far_as_it_is_known(tmp_path, state):
    import json

    folder = make_folder(folder_of(tmp_path, state.id))
    write_state(tmp_path, state)
    written = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    (folder / "job.json").write_text(json.dumps({**written, "of_tomorrow": 1}), encoding="utf-8")
    assert read_state(tmp_path, state.id) == state
