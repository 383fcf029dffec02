"""What Alembic runs to take the steps: on the connection, and in the transaction, that it was given (`form.upgrade`)."""

from __future__ import annotations

from alembic import context

from planner.service.workspace.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
