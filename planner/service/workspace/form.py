"""The form of the database: made, looked at, brought to that of this programme by Alembic's steps."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from planner.core.errors import InputError, problem
from planner.service.workspace.database import Database
from planner.service.workspace.head import audit_key, keep_head, key_fingerprint
from planner.service.workspace.tables import SETTINGS

NEWEST = "0004"
"""The form that this programme works with: the newest of Alembic's steps, which are looked at only where there is one to take."""
_FORM = "alembic_version"
_STEPS = Path(__file__).resolve().parent / "migrations"


def form_of(connection: Connection) -> str | None:
    """The form of a database; None where it is empty."""
    if not inspect(connection).has_table(_FORM):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {_FORM}")).scalar()
    return None if found is None else str(found)


def steps() -> list[str]:
    """The names of Alembic's steps, the first one first."""
    from alembic.script import ScriptDirectory

    return [step.revision for step in ScriptDirectory(str(_STEPS)).walk_revisions()][::-1]


def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring a database to the newest form, in one transaction; (its form before, its form now).

    A database that is made anew gets an id of its own, and the installation's audit key. InputError where a newer programme made it.
    """
    from alembic import command
    from alembic.config import Config

    with database.writing() as connection:
        before = form_of(connection)
        _refuse_newer(before, database)
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
        command.upgrade(config, "head")
        if before is None:
            made = {"store": secrets.token_hex(16), "audit_key": key_fingerprint(audit_key(make=True))}
            connection.execute(insert(SETTINGS), [{"name": name, "value": value} for name, value in made.items()])
            keep_head(made["store"], 0, "")
        return before, NEWEST


def settings_of(connection: Connection) -> dict[str, str]:
    """What the store says of itself, by name."""
    return {row.name: row.value for row in connection.execute(select(SETTINGS))}


def require_form(database: Database) -> None:
    """Make the embedded database where it is empty, and bring it to the newest form where an older version made it. InputError
    where a newer one did, or another database is empty or of an older form."""
    with database.reading() as connection:
        found = form_of(connection)
    if found == NEWEST:
        return
    _refuse_newer(found, database)
    if database.is_embedded:
        upgrade(database)
    else:
        raise InputError(problem("workspace.old_form", file=database.url))


def _refuse_newer(found: str | None, database: Database) -> None:
    if found not in (None, NEWEST) and found not in steps():
        raise InputError(problem("workspace.newer_form", file=database.url, form=str(found)))
