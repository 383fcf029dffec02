"""What leaves the workspace as files, the same for a terminal and a page: each is made by the layer, which asks for the right and
notes it, and bears the head of the audit."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.files import write_json
from planner.service.workspace.head import Head
from planner.service.workspace.rights import Actor
from planner.service.workspace.versions import Version

if TYPE_CHECKING:
    from planner.service.workspace.workspace import Workspace


def write_people(workspace: Workspace, actor: Actor, kind: str, name: str, out: Path, lang: str, *, pseudonyms: bool) -> Head:
    """Write the people of a roster or of a plan as a table; the head of the audit, which is its last column too."""
    from planner.report.books.table_file import write_table

    frame, head = (workspace.export_pseudonyms if pseudonyms else workspace.export)(actor, kind, name)
    write_table(frame, out, lang)
    return head


def write_folder(workspace: Workspace, actor: Actor, name: str, out: Path) -> tuple[Path, Head]:
    """Write a plan's folder again as it was kept, and the head of the audit in a file beside it; (that file, the head)."""
    version, head = workspace.fetch(actor, name, out)
    beside = out.absolute().with_name(f"{out.absolute().name}.audit.json")
    write_json(beside, {**record(version), "audit_head": head.printed})
    return beside, head


def zip_folder(workspace: Workspace, actor: Actor, name: str, called: str, out: Path) -> Head:
    """As `write_folder`, both in one ZIP at `out`, whose name ends so. called: what the folder in it is called."""
    place = out.with_suffix("")
    place.mkdir()
    _, head = write_folder(workspace, actor, name, place / called)
    shutil.make_archive(str(place), "zip", place)
    return head


def record(version: Version) -> dict[str, Any]:
    """A version as files and `--json` say it."""
    return {"object": version.object, "version": version.number, "state": version.state, "author": version.author, "at": version.at}
