"""The third form: retention periods, and certificates of what was deleted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    text = sa.Text
    op.create_table(
        "retention",
        sa.Column("kind", text, primary_key=True),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("basis", text, nullable=False),
    )
    op.create_table(
        "deletions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, text, nullable=False) for name in ("content", "signature")),
    )
