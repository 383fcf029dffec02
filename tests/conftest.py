"""What every test shares."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from planner.cli.main import SELDOM
from planner.core import child
from planner.roster.people.frame import Roster
from tests.warm import subprocess_of_children

os.environ["PLANNER_TRACEBACK"] = "1"  # a fault of the programme is to be seen where it lies, not as a sentence
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a machine that does much else is slow: no test is about a moment's seconds


gc.set_threshold(*SELDOM)


def pytest_collection_finish() -> None:
    """Thousands of tests and all libraries live to the end: what looks for circles does not go through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _keys_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test signs with, or makes, the key of whoever runs it."""
    os.environ["PLANNER_KEYS"] = str(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation's keys of its own."""
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture(scope="session", autouse=True)
def _disk_not_waited_for() -> Iterator[None]:
    """No test cuts the power, and each file that is written whole would wait twice for the disk. A handle that is none is still refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)
        yield


@pytest.fixture(scope="session", autouse=True)
def _warm_children() -> Iterator[None]:
    """What looks through files is forked from a process that has loaded its libraries, see `tests.warm`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "subprocess", subprocess_of_children())
        yield


@pytest.fixture
def real_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each child is a process of its own, started as for a user."""
    monkeypatch.setattr(child, "subprocess", subprocess)


@pytest.fixture(scope="session")
def ministry() -> Roster:
    """The sample ministry of `data/`, read once."""
    from planner.roster.read import read_roster

    return read_roster(Path(__file__).resolve().parent.parent / "data" / "ministry.xlsx")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own: results, keys, no database named."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    return tmp_path
