"""A batch on a disk: its runs are read whole, and a filter lets through what it says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.service.sweeps.jobs import Job
from planner.service.sweeps.saved_batch import is_batch, read_batch
from planner.service.sweeps.tables import RUNS_PARQUET, row_of, write_tables
from planner.service.sweeps.worker import Made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three runs, the last of which failed; the first has a folder."""
    finished = []
    for n, (target, regime) in enumerate(((0.15, "auto"), (0.2, "nd154"), (0.25, "auto")), 1):
        job = Job(f"many-000{n}", f"many-000{n}", values={"target": target, "regime": regime})
        row = row_of(job, Made(error="hỏng"), tmp_path)
        if n < 3:
            row |= {"status": "infeasible" if n == 2 else "unknown", "error": "", "title": "Một | One", "cost_vnd": 10**10 * n, "gap": 1e-6 * n}
        finished.append((job, row))
    (tmp_path / "many-0001").mkdir()
    (tmp_path / "many-0001" / "plan.json").write_text("{}", encoding="utf-8")
    write_tables(finished, ["target", "regime"], tmp_path, "en")
    return tmp_path


def test_runs_and_their_columns(folder: Path) -> None:
    batch = read_batch(folder, "vi")
    assert is_batch(folder) and batch.runs == ("many-0001", "", "")
    assert batch.values("target") == [0.15, 0.2, 0.25] and batch.values("cost_vnd") == [10**10, 2 * 10**10, None]
    assert [column.key for column in batch.axes()] == ["target", "regime", "cost_vnd", "gap"]
    assert batch.said(1, "cost_vnd") == "20.000.000.000" and batch.said(0, "title") == "Một" and batch.said(0, "target") == "0,15"
    assert batch.marks("cost_vnd") == [10**10, 2 * 10**10]


def test_a_filter_lets_through_what_it_says(folder: Path) -> None:
    batch = read_batch(folder, "en")
    assert batch.kept() == [0, 1, 2]
    assert batch.kept("ND154") == [1] and batch.kept("hỏng") == [2] and batch.kept("hỏng nd154") == []
    assert batch.kept(statuses=[batch.said(2, "status")]) == [2]
    assert batch.kept(key="cost_vnd", low=10**10, high=10**10) == [0] and batch.kept(key="target", low=0.2, high=0.25) == [1, 2]


def test_folders_that_tables_name_are_looked_for_in_the_batch_alone(folder: Path) -> None:
    frame = pd.read_parquet(folder / RUNS_PARQUET)
    frame["folder"] = ["/etc/..", "../many-0001", ""]
    frame.to_parquet(folder / RUNS_PARQUET)
    assert read_batch(folder, "en").runs == ("", "many-0001", "")


@pytest.mark.parametrize("content", [b"", b"PAR1", None])
def test_what_is_no_table_of_a_batch_is_refused(folder: Path, content: bytes | None) -> None:
    if content is None:
        pd.DataFrame({"x": [1]}).to_parquet(folder / RUNS_PARQUET)
    else:
        (folder / RUNS_PARQUET).write_bytes(content)
    with pytest.raises(InputError, match="no table of a batch"):
        read_batch(folder, "en")
