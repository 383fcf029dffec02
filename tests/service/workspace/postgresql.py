"""A PostgreSQL of the tests' own: made once a process in a folder of its own, reached by a socket there, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Collection
from functools import cache
from itertools import count
from pathlib import Path

PLACES = [Path("/usr/local/bin"), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
IN_MEMORY = Path("/dev/shm")
LEAST_BYTES = 2**30
"""Free there, a server's files stand in memory: on a disk a new database waits for its files longer than most tests take."""
_NUMBERS = count(1)
_MADE: list[str] = []
_STARTED: list[tuple[int, Path, Path]] = []


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; None where PostgreSQL is not installed, or this is root and it has no account."""
    found = shutil.which("initdb")
    folders = ([Path(found).parent] if found else []) + PLACES
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None) if _account() else None


def _account() -> str | None:
    """Who runs the server: it refuses to be run by root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    return next((each.pw_name for each in pwd.getpwall() if each.pw_name == "postgres"), None)


def _run(*command: str) -> None:
    as_account = ["setpriv", f"--reuid={_account()}", f"--regid={pwd.getpwnam(str(_account())).pw_gid}", "--clear-groups"] if os.getuid() == 0 else []
    subprocess.run([*as_account, *command], check=True, capture_output=True, timeout=120, cwd="/", env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})


@cache
def server() -> Path:
    """The folder of the socket of a server that runs."""
    bin_folder = programs()
    assert bin_folder is not None
    place = Path(tempfile.mkdtemp(prefix="planner-pg-", dir=_folder()))
    shutil.chown(place, _account())
    data = place / "data"
    _run(str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "planner", "-E", "UTF8", "--no-sync")
    options = f"-k {place} -c listen_addresses='' -c fsync=off -c max_connections=60"
    _run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(place / "log"), "start")
    _STARTED.append((os.getpid(), bin_folder, place))
    return place


def _folder() -> Path | None:
    """Where a server's files stand; None for the usual place."""
    try:
        found = os.statvfs(IN_MEMORY)
    except OSError:
        return None
    return IN_MEMORY if os.access(IN_MEMORY, os.W_OK) and found.f_bavail * found.f_frsize >= LEAST_BYTES else None


def stop_servers() -> None:
    """Stop what this process started, and remove its folder; a child that a test forked leaves it alone."""
    for maker, bin_folder, place in _STARTED:
        if os.getpid() == maker:
            _run(str(bin_folder / "pg_ctl"), "-D", str(place / "data"), "-m", "immediate", "stop")
            shutil.rmtree(place, ignore_errors=True)
    _STARTED.clear()
    _MADE.clear()


def new_database(like: str = "template1") -> str:
    """The address of a new database: an empty one, or a copy of one at another address."""
    name = f"test{next(_NUMBERS)}"
    _ask(f"CREATE DATABASE {name} TEMPLATE {_name(like) or like}")
    address = f"postgresql://planner@/{name}?host={server()}"
    _MADE.append(address)
    return address


def drop_databases(keep: Collection[str]) -> None:
    """Remove every database that was made so far but those, whoever still has a connection to it."""
    for address in [made for made in _MADE if made not in keep]:
        _ask(f"DROP DATABASE {_name(address)} WITH (FORCE)")
        _MADE.remove(address)


def _name(address: str) -> str:
    """The database of an address; "" where it is none."""
    return address.partition("@/")[2].partition("?")[0]


def _ask(what: str) -> None:
    import psycopg

    with psycopg.connect(host=str(server()), user="planner", dbname="postgres", autocommit=True) as connection:
        connection.execute(what)
