"""The second form: the lines of follow-ups."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of lines."""
    op.create_table(
        "follow_lines",
        sa.Column("object", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("line", "number")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "author", "content")),
        sa.PrimaryKeyConstraint("object", "line", "number"),
    )
