"""The tables beside a plan: the same as those of its run, in every language, and only as long as the plan is the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from planner.core.texts import LANGUAGES
from planner.plan import tables
from planner.plan.comparison import compare
from planner.plan.plan import Run
from planner.service.places import made_from
from planner.service.plan_tables import FIGURES, has_tables, read_plan, read_table, write_tables
from planner.service.saved_runs import save_run
from tests.builder import roster_of, run_of
from tests.small import KEEP, PEOPLE, PERIODS, UNITS, small_run


@cache
def mild_run() -> Run:
    """The same people, of whom fewer leave."""
    return run_of(roster_of(*PEOPLE, units=UNITS), periods=PERIODS[:1], **KEEP)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_run(small_run(), tmp_path, "vi", workbook=False)
    write_tables(small_run(), tmp_path)
    return tmp_path


def same(read: pd.DataFrame, made: pd.DataFrame) -> None:
    """Parquet keeps no days beyond milliseconds, and no column of objects."""
    pd.testing.assert_frame_equal(read[list(made.columns)].astype(str), made.astype(str), check_dtype=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_read_is_what_the_run_says(folder: Path, lang: str) -> None:
    for name in FIGURES:
        same(read_table(folder, name, lang), getattr(tables, name)(small_run()))
    same(read_table(folder, "people", lang), tables.people(small_run(), lang))
    same(read_table(folder, "requirements", lang), tables.requirements_shown(small_run(), lang))


def test_tables_of_another_plan_are_none(folder: Path) -> None:
    assert has_tables(folder)
    save_run(mild_run(), folder, "vi", workbook=False)
    assert not has_tables(folder)
    write_tables(mild_run(), folder)
    assert has_tables(folder)
    (made_from(folder) / "tables" / "made_of.txt").unlink()
    assert not has_tables(folder)


def test_plans_are_compared_from_their_folders_as_from_their_runs(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("mild")
    save_run(mild_run(), other, "vi", workbook=False)
    write_tables(mild_run(), other)
    read, made = compare([read_plan(folder), read_plan(other)], ["a", "b"]), compare([small_run(), mild_run()], ["a", "b"])
    for part in ("figures", "units", "people"):
        mine, theirs = getattr(read, part), getattr(made, part)
        if part == "figures":  # seconds are written with three decimals
            mine, theirs = (frame[frame["figure"].ne("seconds")] for frame in (mine, theirs))
        same(mine, theirs)
