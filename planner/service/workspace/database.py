"""The workspace's database: where it stands, how it is opened, read and written, and what it refuses, in a sentence.

One writer at a time, on both systems: a writing transaction begins by taking the right to write (SQLite: BEGIN IMMEDIATE;
PostgreSQL: an advisory lock), so that what it read is still so when it writes. Readers see one state and wait for nobody.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool, PoolProxiedConnection

from planner.core.errors import InputError, Problem, problem
from planner.core.files import PRIVATE_FILE, make_folder, naming, refuse_place
from planner.service.places import DATABASE_FILE, DATABASE_VARIABLE, workspace_folder

PATIENCE_S = 30.0
"""So long one writer waits for another."""
_FILES = "files"
_WRITERS = 0x706C616E
"""The number of the lock that writers take on PostgreSQL."""
_WRITES = "planner_writes"
_TOLD = frozenset({"host", "port", "dbname"})
_BY_SQLITE = {
    "SQLITE_BUSY": "workspace.busy",
    "SQLITE_LOCKED": "workspace.busy",
    "SQLITE_FULL": "system.no_room",
    "SQLITE_READONLY": "system.read_only",
    "SQLITE_CANTOPEN": "system.no_right",
    "SQLITE_PERM": "system.no_right",
    "SQLITE_IOERR": "system.disk_broken",
    "SQLITE_CORRUPT": "workspace.no_database",
    "SQLITE_NOTADB": "workspace.no_database",
}
_BY_POSTGRESQL = {
    "53100": "system.no_room",
    "53200": "system.no_memory",
    "53300": "workspace.busy",
    "55P03": "workspace.busy",
    "40001": "workspace.busy",
    "40P01": "workspace.busy",
    "25006": "system.read_only",
    "42501": "workspace.no_right",
    "57P03": "workspace.busy",
}
"""SQLSTATE: PostgreSQL's documentation, appendix A."""


class Database:
    """An engine with the folder of files beside it. url: as SQLAlchemy writes it, for people: the password hidden, and of what is
    set after the question mark, where a password may stand, too, only where the database is."""

    def __init__(self, url: URL, files: Path) -> None:
        told = {name: value for name, value in url.query.items() if name in _TOLD}
        self.url = url.set(query=told).render_as_string(hide_password=True)
        self.files = files
        self.is_embedded = url.get_backend_name() == "sqlite"
        self.file = Path(url.database) if self.is_embedded and url.database else None
        self._engine = _engine(url)
        self._stays: PoolProxiedConnection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state for as long as the block runs, and changes nothing."""
        with self._told(), self._engine.connect() as connection:
            if not self.is_embedded:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                if self.is_embedded:
                    connection.execute(text("SELECT 1 FROM sqlite_master LIMIT 1"))  # from here on the state is fixed
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that alone writes; all of the block or nothing. InputError where others write for longer than `PATIENCE_S`."""
        with self._told(), self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self.is_embedded:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{int(PATIENCE_S * 1000)}ms'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS})
                yield connection

    def stay(self) -> None:
        """Keep a connection open, unused, for as long as this object lives: whenever its last connection closes, SQLite puts its log
        into the file and removes it, which is three more waits for the disk a writing. For servers; not before a fork."""
        if self.is_embedded:
            with self._told():
                self._stays = self._engine.raw_connection()

    def settle(self) -> None:
        """Put what was written into the SQLite file itself and empty the log beside it, as far as nobody reads: what was deleted
        stands in neither then. PostgreSQL does its own."""
        if self.is_embedded:
            with self._told(), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database refuses, as a problem; faults of this programme stay what they are."""
        try:
            yield
        except DBAPIError as error:
            found = _problem_of(error, self.url if self.file is None else str(self.file))
            if found is None:
                raise
            raise InputError(found) from error


def database_of_installation() -> Database:
    """What `PLANNER_DATABASE_URL` names, else the SQLite database in the app's folder, made where it is missing for its
    owner's eyes only. InputError where the variable names none that this programme works with."""
    named = os.environ.get(DATABASE_VARIABLE)
    place = workspace_folder()
    url = _url(named) if named else URL.create("sqlite", database=str(place / DATABASE_FILE))
    if url.get_backend_name() != "sqlite" or not named:
        files = make_folder(place) / _FILES
    else:
        file = Path(str(url.database)).absolute()
        refuse_place(file)
        url, files = url.set(database=str(file)), file.with_name(f"{file.name}.{_FILES}")
    if url.get_backend_name() == "sqlite":
        _own_file(Path(str(url.database)))
    return Database(url, make_folder(files))


def _own_file(file: Path) -> None:
    """An empty file for its owner only where there is none; SQLite gives its companions the same rights.

    One that is there is never opened: closing it would take away the locks that SQLite holds on it in this process, for other
    threads, and another process would then throw away what they write (sqlite.org, "How to corrupt an SQLite database", 2.2).
    """
    if file.exists():
        return
    new = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with naming(file):
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        try:
            os.link(new, file)
        except FileExistsError:
            pass  # somebody else was quicker
        finally:
            new.unlink()


def _url(named: str) -> URL:
    """The database that a variable names. InputError where it is another system's, or no such name; its password is not repeated."""
    try:
        url = make_url(named)
        system = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise InputError(problem("workspace.no_url", column=DATABASE_VARIABLE)) from None
    if system == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if system == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite")
    raise InputError(problem("workspace.other_system", column=DATABASE_VARIABLE, system=system))


def _engine(url: URL) -> Engine:
    """An engine that opens a connection a transaction: no handle lives on in a forked child."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10})
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE_S, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _: Any) -> None:
        # FULL: what was acknowledged is on disk, also where the power goes. secure_delete: what was deleted is written over.
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "trusted_schema = OFF", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")

    return engine


def _problem_of(error: DBAPIError, file: str) -> Problem | None:
    """What a database refused; None where it is a fault of the programme."""
    said = error.orig
    if isinstance(said, sqlite3.Error):
        name = getattr(said, "sqlite_errorname", "") or ""
        return next((problem(key, file=file) for start, key in _BY_SQLITE.items() if name.startswith(start)), None)
    state = getattr(said, "sqlstate", None)
    if state in _BY_POSTGRESQL:
        return problem(_BY_POSTGRESQL[state], file=file)
    if isinstance(error, OperationalError) or (state is None and isinstance(error, ProgrammingError)):  # not even asked: the address will not do
        return problem("workspace.no_connection", file=file)
    return None
