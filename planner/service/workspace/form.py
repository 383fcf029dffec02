"""The form of the database: made, looked at, brought to that of this programme by Alembic's steps."""

from __future__ import annotations

import secrets
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select

from planner.core.errors import InputError, problem
from planner.service.workspace.database import Database
from planner.service.workspace.head import audit_key, keep_head, key_fingerprint
from planner.service.workspace.tables import SETTINGS

_STEPS = Path(__file__).resolve().parent / "migrations"


def newest() -> str:
    """The form that this programme works with."""
    return str(ScriptDirectory(str(_STEPS)).get_current_head())


def form_of(connection: Connection) -> str | None:
    """The form of a database; None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring a database to the newest form, in one transaction; (its form before, its form now).

    A database that is made anew gets an id of its own, and the installation's audit key. InputError where a newer programme made it.
    """
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
        return before, newest()


def settings_of(connection: Connection) -> dict[str, str]:
    """What the store says of itself, by name."""
    return {row.name: row.value for row in connection.execute(select(SETTINGS))}


def require_form(database: Database) -> None:
    """Make the embedded database where it is empty. InputError where another one is empty, or has not the newest form."""
    with database.reading() as connection:
        found = form_of(connection)
    if found is None and database.is_embedded:
        upgrade(database)
    elif found != newest():
        _refuse_newer(found, database)
        raise InputError(problem("workspace.old_form", file=database.url))


def _refuse_newer(found: str | None, database: Database) -> None:
    known = {step.revision for step in ScriptDirectory(str(_STEPS)).walk_revisions()}
    if found is not None and found not in known:
        raise InputError(problem("workspace.newer_form", file=database.url, form=found))
