"""A roster that a copy of this process reads while this one loads its libraries: the same roster, the same problems."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from planner.core import child
from planner.core.errors import InputError
from planner.roster import load
from planner.roster.load import examine, examining_beside, read
from planner.roster.tables.mapping import Mapping
from planner.roster.workbook.roster_files import read_ahead
from tests.builder import said

HEAD = "employee_id,full_name,birth_date,sex,unit,position_level,category,salary_coefficient,si_months,rating_1,rating_2,rating_3\n"
PERSON = "{id},{name},1985-05-15,M,A,staff,civil_servant,3.33,{months},good,good,good\n"


@pytest.fixture(autouse=True)
def copies(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were asked for a roster: how often a copy was begun. Nothing else goes on here, and there are two cores."""
    monkeypatch.setattr(child.threading, "active_count", lambda: 1)
    monkeypatch.setattr(child.os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(load, "PATIENCE_S", 60.0)
    begun: list[int] = []
    original = load.answering

    @contextmanager
    def noted(work: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
        with original(lambda: (work(), os.getpid())) as asked:
            yield lambda: _noted(asked())

    def _noted(made: tuple[Any, int]) -> Any:
        begun.append(made[1])
        return made[0]

    monkeypatch.setattr(load, "answering", noted)
    return begun


def written(folder: Path, *people: str) -> Path:
    """A roster as CSV, its units beside it."""
    (folder / "people.units.csv").write_text("unit,name,assigned_quota\nA,Vụ A,9\n", encoding="utf-8")
    (folder / "people.csv").write_text(HEAD + "".join(people), encoding="utf-8")
    return folder / "people.csv"


def good(folder: Path) -> Path:
    return written(folder, *(PERSON.format(id=f"P{i}", name=f"Trần Thị {i}", months=180) for i in range(5)))


def test_it_is_the_roster_that_this_process_would_have_read(tmp_path: Path, copies: list[int]) -> None:
    file = good(tmp_path)
    alone = examine(file)
    read_ahead(file)
    with examining_beside(file):
        beside = examine(file)
    assert len(copies) == 1 and copies[0] != os.getpid()
    for name in ("people", "units"):
        mine, other = getattr(alone.roster, name), getattr(beside.roster, name)
        assert mine.equals(other) and list(mine.dtypes) == list(other.dtypes)
    assert alone.roster is not None and beside.roster is not None
    assert (alone.roster.sha256, alone.roster.source, alone.problems, alone.account) == (beside.roster.sha256, beside.roster.source, beside.problems, beside.account)
    assert alone.roster.status is not None and alone.roster.status.doubts == beside.roster.status.doubts
    assert alone.roster.origin.place(3, "sex") == beside.roster.origin.place(3, "sex")
    assert repr(alone.noticed) == repr(beside.noticed)


def test_what_is_wrong_is_said_as_always(tmp_path: Path, copies: list[int]) -> None:
    file = written(tmp_path, PERSON.format(id="P1", name="Lê Văn A", months="many"), PERSON.format(id="P1", name="Lê Văn B", months=12))
    with pytest.raises(InputError) as alone:
        read(file)
    read_ahead(file)
    with pytest.raises(InputError) as beside, examining_beside(file):
        read(file)
    assert copies and said(beside.value) == said(alone.value)


@pytest.mark.parametrize("why", ["not begun", "too large", "child refuses it", "nothing there", "with a mapping"])
def test_else_it_is_read_here(tmp_path: Path, copies: list[int], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = good(tmp_path)
    if why == "too large":
        monkeypatch.setattr(load, "COPIED_UP_TO", 100)
    elif why == "child refuses it":
        file.write_bytes(b"employee_id\0" * 5)
    elif why == "nothing there":
        file.unlink()
    if why != "not begun":
        read_ahead(file)
    with examining_beside(file):
        found = examine(file, Mapping() if why == "with a mapping" else None)
    assert not [process for process in copies if process != os.getpid()] or why == "child refuses it"
    assert (found.roster is None) == (why in ("child refuses it", "nothing there"))
    assert not load._BESIDE
