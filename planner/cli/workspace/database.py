"""`planner db`, `backup` and `restore`: the workspace's database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.frame.command import commands
from planner.cli.frame.state import answer, state
from planner.cli.workspace.people import acting


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = commands("db")

    @group.callback()
    def db() -> None:
        """The workspace's database."""

    group.command()(upgrade)
    app.add_typer(group)
    app.command()(backup)
    app.command()(restore)


def upgrade() -> None:
    """Make the database of the workspace, or bring it to the form of this version."""
    from planner.core.texts import text
    from planner.service.workspace.database import database_of_installation
    from planner.service.workspace.form import upgrade as bring

    database = database_of_installation()
    before, form = bring(database)
    answer({"database": database.url, "before": before, "form": form})
    print(text("workspace.upgraded", state.lang, url=database.url, form=form, before=before or text("workspace.nothing", state.lang)))


def backup(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write the whole workspace into one signed archive, while others work."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text

    with working("writing"):
        work, me = acting(administers=True)
        said = work.back_up(me, file)
    answer({"written": [str(file)], **{name: said[name] for name in ("made_at", "audit_head", "files", "encrypted")}})
    print(file)
    encrypted = text("workspace.yes" if said["encrypted"] else "workspace.no", state.lang)
    print(text("workspace.backed_up", state.lang, head=said["audit_head"], files=said["files"], encrypted=encrypted))


def restore(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Put a backup in the place of the whole workspace, all or nothing."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text

    with working("writing"):
        work, me = acting(administers=True)
        said = work.restore(me, file)
    answer({"restored": str(file), "made_at": said["made_at"], "audit_head": said["audit_head"]})
    print(text("workspace.restored", state.lang, made_at=said["made_at"], head=said["audit_head"]))
