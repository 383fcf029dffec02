"""Triggers by which the database itself refuses to change or remove an entry of the audit.

They stop a careless hand and every programme that is not meant to; who owns the database can drop them, and is then found
by the chain (`audit`).
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_REFUSAL = "the audit is only added to"
_SQLITE = ("UPDATE", "DELETE")


def append_only(connection: Connection) -> None:
    """Refuse UPDATE and DELETE (on PostgreSQL TRUNCATE, too) on the audit from now on."""
    for statement in _made(connection.dialect.name):
        connection.execute(text(statement))


def open_for_restore(connection: Connection) -> None:
    """Let the transaction under way put another audit in its place; `append_only` comes before it ends."""
    names = ("audit_update", "audit_delete") if connection.dialect.name == "sqlite" else ("audit_rows", "audit_whole")
    for name in names:
        connection.execute(text(f"DROP TRIGGER {name}" + ("" if connection.dialect.name == "sqlite" else " ON audit")))


def _made(dialect: str) -> list[str]:
    """The statements that make the triggers."""
    if dialect == "sqlite":
        return [f"CREATE TRIGGER audit_{w.lower()} BEFORE {w} ON audit BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END" for w in _SQLITE]
    return [
        f"CREATE OR REPLACE FUNCTION audit_refusal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refusal()",
        "CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refusal()",
    ]
