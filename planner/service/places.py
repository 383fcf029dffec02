"""Where things stand: results of the installation, and what belongs to a plan. `PLANNER_RUNS` moves the folder of results."""

from __future__ import annotations

import os
from pathlib import Path

from planner.core.files import make_folder

ROOT = Path(__file__).resolve().parents[2]
DESKS, UPLOADS, ROSTERS = "desks", "uploads", "rosters"
"""Folders of the app: desks of versions before the store had them, a file each; what was uploaded to each desk; the rosters that
were read."""


def runs() -> Path:
    """The folder in which `planner batch` and `make run` leave their plans; `PLANNER_RUNS` moves it, for tests and for servers."""
    return Path(os.environ.get("PLANNER_RUNS") or ROOT / "runs")


def app_folder() -> Path:
    """What the app keeps: a folder a job, and `DESKS`, `UPLOADS`, `ROSTERS`."""
    return runs() / "app"


DATABASE_VARIABLE = "PLANNER_DATABASE_URL"
"""Names the workspace's database, where it is not the embedded one."""


def workspace_folder() -> Path:
    """Where the workspace keeps its files, and its database where none is named."""
    return app_folder() / "workspace"


DATABASE_FILE = "planner.sqlite3"
"""The embedded database, in the workspace's folder."""


def has_database() -> bool:
    """Whether there is a workspace's database: it is named, or the embedded one was made, as the app does when it is opened first.
    None is made to see that: a command that only reads a plan's folder leaves nothing behind."""
    return bool(os.environ.get(DATABASE_VARIABLE)) or (workspace_folder() / DATABASE_FILE).exists()


def letterhead_file() -> Path:
    """What the papers of this installation are headed with, kept from one time to the next: beside the plans, in none of them."""
    return runs() / "letterhead.json"


def plan_of_job(job: Path) -> Path:
    """The folder of the plan that a job of the app makes, below the job's own."""
    return job / "plan"


def made_from(plan: Path) -> Path:
    """Where what the app makes from a plan stands: beside the plan's own folder, to which nothing is ever added."""
    return plan.with_name(f".{plan.name}.made")


def place_beside(plan: Path) -> Path:
    """`made_from`, made where it is missing, for its owner's eyes only."""
    return make_folder(made_from(plan))


BATCH_TABLE = "runs.parquet"
"""What a batch leaves in its folder, beside the folder of each run."""


def batches_in(made: Path) -> list[str]:
    """The batches in a folder of results, by the names of their folders; "" is that folder itself."""
    inside = [p.name for p in sorted(made.iterdir()) if _own(p.name) and (p / BATCH_TABLE).is_file()] if made.is_dir() else []
    return ([""] if (made / BATCH_TABLE).is_file() else []) + inside


def is_run_of_batch(made: Path, place: str) -> bool:
    """Whether `BATCH/RUN` names a run of a batch in a folder of results: two plain names, and nothing that leads elsewhere."""
    batch, _, run = place.partition("/")
    return _own(batch) and _own(run) and "/" not in run and (made / batch / BATCH_TABLE).is_file()


def _own(name: str) -> bool:
    """Whether a name can be that of a folder which a command wrote among the results."""
    return bool(name) and not name.startswith(".") and name != "app"
