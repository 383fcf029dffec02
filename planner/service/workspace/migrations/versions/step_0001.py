"""The first form: versions, files beside them, people, approvals, unlocks, and the audit, to which is only added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from planner.service.workspace.migrations.append_only import append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and refuse changes of the audit."""
    text, whole, required = sa.Text, sa.Integer, {"nullable": False}
    op.create_table("settings", sa.Column("name", text, primary_key=True), sa.Column("value", text, **required))
    op.create_table(
        "objects",
        sa.Column("id", text, primary_key=True),
        *(sa.Column(name, text, **required) for name in ("kind", "name")),
        sa.Column("version", whole, **required),
        sa.Column("state", text),
        sa.UniqueConstraint("kind", "name"),
    )
    op.create_table("versions", *_of_a_version("at", "author", "content"), sa.PrimaryKeyConstraint("object", "version"))
    op.create_table(
        "files",
        *_of_a_version("name", "path", "sha256"),
        sa.Column("bytes", sa.BigInteger, **required),
        sa.Column("encrypted", sa.Boolean, **required),
        sa.PrimaryKeyConstraint("object", "version", "name"),
    )
    op.create_table("approvals", *_of_a_version("person", "at"), sa.PrimaryKeyConstraint("object", "version", "person"))
    op.create_table(
        "unlocks", *_of_a_version("person", "role", "reason", "at"), sa.PrimaryKeyConstraint("object", "version", "person", "role")
    )
    op.create_table("people", sa.Column("id", text, primary_key=True), sa.Column("roles", text, **required), sa.Column("unit", text))
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(name, text, **required) for name in ("at", "actor", "action")),
        sa.Column("object", text),
        sa.Column("version", whole),
        *(sa.Column(name, text) for name in ("about", "before", "after")),
        sa.Column("mac", text, **required),
    )
    append_only(op.get_bind())


def _of_a_version(*names: str) -> list[sa.Column[str] | sa.Column[int]]:
    """The columns of a table about versions: which version, then texts of those names."""
    columns: list[sa.Column[str] | sa.Column[int]] = [
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    ]
    return columns + [sa.Column(name, sa.Text, nullable=False) for name in names]
