"""The fourth form: the app's desks, which stood in files before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; files are taken over by the app (`desks.takeover`)."""
    op.create_table(
        "desks",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "author", "content")),
        sa.Column("encrypted", sa.Boolean, nullable=False),
    )
    op.create_index("desks_of_owner", "desks", ["owner", "at"])
