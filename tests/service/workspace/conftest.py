"""The same tests on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.service.workspace.database import database_of_installation
from planner.service.workspace.form import upgrade
from planner.service.workspace.rights import Actor, Role, open_actor
from planner.service.workspace.workspace import Workspace
from tests.service.workspace import postgresql

NO_POSTGRESQL = "PostgreSQL is not installed (tests/system.sh installs it where this is root): NOTHING of the workspace was tested on it"


@pytest.fixture(scope="session", autouse=True)
def servers_go() -> Iterator[None]:
    """A process that tests in parallel ends without its exit handlers, so that a server is stopped here."""
    yield
    postgresql.stop_servers()


@pytest.fixture(autouse=True)
def place(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own: results, keys, no database named."""
    monkeypatch.delenv("PLANNER_STORE_KEY", raising=False)
    return installation


Filler = Callable[[Workspace, Actor], None]
Templates = dict[tuple[str, Filler], tuple[Path, str | None]]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """What was made once and is copied from then on, by system and by what fills it: the place, and the database's address."""
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def system(request: pytest.FixtureRequest, place: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Which database the environment names: an empty one, unless `made` names a filled one."""
    if request.param == "sqlite":
        yield "sqlite"
        return
    if postgresql.programs() is None:
        warnings.warn(NO_POSTGRESQL, stacklevel=1)
        pytest.skip(NO_POSTGRESQL)
    if "made" not in request.fixturenames:
        monkeypatch.setenv("PLANNER_DATABASE_URL", postgresql.new_database())
    yield "postgresql"
    postgresql.drop_databases(keep={url for _, url in templates.values() if url is not None})


@pytest.fixture
def made(system: str, place: Path, templates: Templates, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[Filler], Workspace]:
    """A workspace of the test's own, filled as a function says: a copy of one that was filled once."""

    def copied(fill: Filler) -> Workspace:
        if (system, fill) not in templates:
            first = tmp_path_factory.mktemp("template")
            if system == "postgresql":
                monkeypatch.setenv("PLANNER_DATABASE_URL", postgresql.new_database())
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PLANNER_RUNS", str(first / "runs"))
                patch.setenv("PLANNER_KEYS", str(first / "keys"))
                upgrade(database_of_installation())
                fill(Workspace.of_installation(), open_actor())
            templates[system, fill] = first, os.environ.get("PLANNER_DATABASE_URL")
        first, url = templates[system, fill]
        shutil.copytree(first, place, dirs_exist_ok=True)
        if url is not None:
            monkeypatch.setenv("PLANNER_DATABASE_URL", postgresql.new_database(url))
        return Workspace.of_installation()

    return copied


def nothing(workspace: Workspace, me: Actor) -> None:
    """Fill a workspace with nothing."""


@pytest.fixture
def workspace(made: Callable[[Filler], Workspace]) -> Workspace:
    """An empty workspace."""
    return made(nothing)


@pytest.fixture
def me() -> Actor:
    """Who works in the open mode."""
    return open_actor()


def person(name: str, *roles: Role, unit: str | None = None) -> Actor:
    """Somebody who signed in."""
    return Actor(name, frozenset(roles), unit)
