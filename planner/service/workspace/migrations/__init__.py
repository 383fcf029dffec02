"""The form of the workspace's database, step by step (Alembic); `planner db upgrade` takes them."""
