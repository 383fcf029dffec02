"""Packs of units, through the layer: out to a unit's head, back from there, and on to whoever reviews them.

As of `workspace`: each takes who acts. NotAllowed where that person may not; InputError where it cannot be done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FILE, own_folder, refuse_place
from planner.service.workspace.head import Head
from planner.service.workspace.kept_files import content_of, digest, reading_files
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.units.own import handed_on, look_at_names, newest_of, place_of, planned_folder, unit_for
from planner.service.workspace.versions import Version, composed
from planner.service.workspace.workspace import Workspace

if TYPE_CHECKING:
    from planner.report.exchange.returned import ReturnedPack
    from planner.roster.people.frame import Roster

PACK_FILE = "pack.xlsx"
"""What a pack that came back is kept as."""


def receive_pack(workspace: Workspace, actor: Actor, name: str, unit: str | None, out: Path, lang: str) -> Head:
    """Write the pack of a unit for a plan that is kept: a unit's head gets that of the own unit (`unit` may be None then).
    InputError while names are hidden, or where the unit has no people."""
    from planner.report.exchange import packs_of
    from planner.report.exchange.pack_book import write_pack
    from planner.service.saved_runs import load_run

    require(actor, Action.PACK)
    mine = unit_for(actor, Action.PACK, unit)
    refuse_place(out)
    head = look_at_names(workspace, actor, Action.PACK, name, mine)
    with planned_folder(workspace, name) as folder:
        packs = packs_of(load_run(folder), [mine], lang)
        if not packs:
            raise InputError(problem("unit_heads.nobody", unit=mine))
        write_pack(packs[0], out, lang)
    return head


def send_pack(workspace: Workspace, actor: Actor, name: str, file: Path) -> Version:
    """Keep a pack that a unit sends back, as the next version of what it sent. InputError where it is no pack of this plan, or
    was changed where it may not be; NotAllowed where a unit's head sends that of another unit."""
    from planner.report.exchange.returned import read_packs, stray_packs
    from planner.service.saved_runs import planned_roster

    require(actor, Action.CORRECT)
    packs, problems = read_packs([file])
    if problems or not packs:
        raise InputError(problems)
    unit = unit_for(actor, Action.CORRECT, packs[0].meta.get("unit") or "?")
    with planned_folder(workspace, name) as folder:
        if strays := stray_packs(packs, planned_roster(folder))[1]:
            raise InputError(strays)
    content, before = file.read_bytes(), newest_of(workspace, "pack", place_of(name, unit))
    said = {"unit": unit, "plan": composed(name), "sha256": digest(content)}
    return workspace.keep(actor, "pack", place_of(name, unit), said, [(PACK_FILE, content)], before and before.number)


def read_own(workspace: Workspace, actor: Actor, name: str, file: Path) -> tuple[ReturnedPack, Roster]:
    """A pack that somebody wants to send back, read as any file from outside, and the roster of the plan that it is of. Refused as
    `send_pack` refuses it."""
    from planner.report.exchange.returned.read import read_packs, stray_packs
    from planner.service.saved_runs import planned_roster

    require(actor, Action.CORRECT)
    packs, problems = read_packs([file])
    if problems or not packs:
        raise InputError(problems)
    unit_for(actor, Action.CORRECT, packs[0].meta.get("unit") or "?")
    with planned_folder(workspace, name) as folder:
        roster = planned_roster(folder)
    if strays := stray_packs(packs, roster)[1]:
        raise InputError(strays)
    return packs[0], roster


def returned_packs(workspace: Workspace, actor: Actor, name: str, out: Path) -> tuple[list[Path], Head]:
    """Write the newest pack that each unit sent back into a folder, to be reviewed (`planner returned`). InputError where none did."""
    from planner.report.exchange.pack import slug

    require(actor, Action.EXPORT)
    with reading_files(workspace.database.files):
        found, head = handed_on(workspace, actor, "pack", name, "unit_heads.no_packs")
        own_folder(out)
        written = []
        for at, each in enumerate(found, 1):
            file = out / f"{at:03d}-{slug(each.content['unit'])}-{each.number}.xlsx"
            file.write_bytes(content_of(workspace.database.files, each.file(PACK_FILE)))
            file.chmod(PRIVATE_FILE)
            written.append(file)
    return written, head
