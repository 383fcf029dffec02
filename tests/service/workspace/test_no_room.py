"""No room, a disk or a database that is only read: one sentence, nothing half-written, and the audit holds."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from planner.cli.main import run
from planner.core.errors import InputError
from planner.service.workspace.rights import Actor
from planner.service.workspace.workspace import Workspace
from tests.service.workspace.conftest import Filler
from tests.service.workspace.plans import keep_plan


def fill(workspace: Workspace, me: Actor) -> None:
    """A plan whose names are unlocked."""
    keep_plan(workspace, me)
    workspace.unlock(me, "base", "r")


@pytest.fixture
def used(made: Callable[[Filler], Workspace]) -> Workspace:
    """A workspace with a plan."""
    return made(fill)


@contextmanager
def no_file_grows(most: int) -> Iterator[None]:
    """No file may grow over so many bytes, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def pragma(workspace: Workspace, statement: str) -> Callable[[], None]:
    """Every connection of a workspace begins with a statement; what takes that back."""
    engine = workspace.database._engine

    def begin(connection: Any, _: Any) -> None:
        connection.execute(statement)

    event.listen(engine, "connect", begin)
    return lambda: event.remove(engine, "connect", begin)


@pytest.mark.parametrize("command", [["workspace", "comment", "plan/base", "x"], ["workspace", "keep", "{plan}", "--name", "other"], ["workspace", "fetch", "base", "--out", "{out}"],
                                     ["backup", "{out}"], ["workspace", "export", "plan/base", "--out", "{out}.csv"]], ids=lambda c: c[1][:10])  # fmt: skip
def test_a_full_disk_is_one_sentence_and_everything_holds(used: Workspace, place: Path, me: Actor, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from tests.service.workspace.plans import plan_folder

    arguments = [each.format(plan=plan_folder(), out=place / "out") for each in command]
    before = {each.object: each.number for each in used.listed(me)}
    with no_file_grows(60):
        assert run(arguments) == 2
    shown = capsys.readouterr().err
    assert len(shown.strip().splitlines()) == 1 and "Traceback" not in shown and "unforeseen" not in shown, shown
    assert not list(place.glob("out*"))
    assert {each.object: each.number for each in used.listed(me) if each.kind != "comment"} == before and used.verify(me)[0] == []


def test_a_database_without_room_says_so(used: Workspace, me: Actor) -> None:
    if not used.database.is_embedded:
        pytest.skip("PostgreSQL's own disk is not this test's to fill; its error 53100 is told the same way")
    take_back = pragma(used, "PRAGMA max_page_count = 1")
    with pytest.raises(InputError, match="there is no room left"):
        used.keep(me, "scenario", "large", {"text": "x" * 200_000})
    take_back()
    assert used.verify(me)[0] == [] and [each.object for each in used.listed(me)] == ["plan/base"]


def test_a_database_that_is_only_read_says_so_and_is_read(used: Workspace, me: Actor) -> None:
    take_back = pragma(used, "PRAGMA query_only = ON") if used.database.is_embedded else lambda: None
    if not used.database.is_embedded:
        with used.database.writing() as connection:
            name = connection.execute(text("SELECT current_database()")).scalar()
            connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    with pytest.raises(InputError, match="the disk can only be read"):
        used.keep(me, "comment", "c", {"text": "x"})
    assert used.verify(me)[0] == [] and used.figures(me, "base")["state"] == "draft"
    take_back()


def test_no_temporary_folder_is_one_sentence(used: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place / "nowhere"))
    assert run(["workspace", "fetch", "base", "--out", str(place / "f")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1 and not (place / "f").exists()


def test_the_errors_of_postgresql_are_those_that_its_documentation_names() -> None:
    from psycopg import errors

    from planner.service.workspace.database import _BY_POSTGRESQL

    names = {code: errors.lookup(code).__name__ for code in _BY_POSTGRESQL}
    assert names == {"53100": "DiskFull", "53200": "OutOfMemory", "53300": "TooManyConnections", "55P03": "LockNotAvailable", "40001": "SerializationFailure",
                     "40P01": "DeadlockDetected", "25006": "ReadOnlySqlTransaction", "42501": "InsufficientPrivilege", "57P03": "CannotConnectNow"}  # fmt: skip
