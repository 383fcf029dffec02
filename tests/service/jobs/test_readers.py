"""Workers that only read: hostile uploads cost a sentence each, and the worker goes on with the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.core.guard import limits
from planner.service.jobs import reading
from planner.service.jobs.pool import Pool
from planner.service.jobs.state import Phase
from tests.messy.hostile_tables import HEAD, ROW, parquet_bombs


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    made = Pool(tmp_path_factory.mktemp("runs") / "app", most=1, reading=True)
    yield made
    made.close()


def read(readers: Pool, file: Path) -> dict[str, object]:
    task = {"path": str(file), "mapping": None, "rosters": str(readers.root / "rosters")}
    job = readers.submit("read", task, title="read", limit_s=120)
    ended = readers.wait(job, 120)
    assert ended is not None and ended.phase is Phase.DONE, ended
    return dict(json.loads((readers.root / job / "read.json").read_text(encoding="utf-8")))


def test_bombs_and_then_a_right_file(readers: Pool, tmp_path: Path) -> None:
    (tmp_path / "bombs").mkdir()
    parquet_bombs(tmp_path / "bombs")
    for file in sorted((tmp_path / "bombs").iterdir()):
        assert read(readers, file)["sha256"] is None, file
    (tmp_path / "right.csv").write_text(HEAD + "\n" + ROW, encoding="utf-8")
    assert read(readers, tmp_path / "right.csv")["sha256"]
    assert len(readers._workers) == 1 and readers._early_deaths == 0


@pytest.mark.parametrize(("raised", "key"), [(MemoryError, "too_much_memory"), (limits.TooSlow, "too_slow")])
def test_a_row_or_a_cell_of_a_file_that_costs_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], key: str) -> None:
    def fail(*_: object) -> None:
        raise raised

    for name in ("_sheet_row", "_mend_workbook"):
        monkeypatch.setattr(reading, name, fail)
    file = str(tmp_path / "x.xlsx")
    for work, task in ((reading.row_task, {"path": file, "sheet": None, "row": 1}), (reading.mend_task, {"cells": [{"file": file}]})):
        with pytest.raises(InputError) as refused:
            work({**task, "folder": str(tmp_path)}, lambda said: None)
        assert [p.message.key for p in refused.value.problems] == [f"roster.{key}"]
