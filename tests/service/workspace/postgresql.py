"""A PostgreSQL of the tests' own: made once a process in a folder of its own, reached by a socket there, gone at the end."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

PLACES = [Path("/usr/local/bin"), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
_NUMBERS = count(1)


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
    place = Path(tempfile.mkdtemp(prefix="planner-pg-"))
    shutil.chown(place, _account())
    data = place / "data"
    _run(str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "planner", "-E", "UTF8", "--no-sync")
    options = f"-k {place} -c listen_addresses='' -c fsync=off -c max_connections=60"
    _run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(place / "log"), "start")
    maker = os.getpid()

    def stop() -> None:
        if os.getpid() == maker:  # and not a child that a test forked
            _run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
            shutil.rmtree(place, ignore_errors=True)

    atexit.register(stop)
    return place


def new_database(like: str = "template1") -> str:
    """The address of a new database: an empty one, or a copy of one at another address."""
    import psycopg

    name, template = f"test{next(_NUMBERS)}", like.partition("@/")[2].partition("?")[0] or like
    with psycopg.connect(host=str(server()), user="planner", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"postgresql://planner@/{name}?host={server()}"
