"""Corrections that units make themselves, through the layer: cell by cell into a ledger of the unit, signed, its author who signed in.

As of `workspace`: each takes who acts. NotAllowed where that person may not; InputError where it cannot be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.core.errors import InputError, problem
from planner.core.files import refuse_place
from planner.core.folders import passing_folder
from planner.report.exchange import EDITABLE
from planner.roster.corrections import Fit, apply, correct, fit, read_corrections, write_corrections
from planner.roster.people.correction import Correction
from planner.roster.people.frame import Roster
from planner.service.saved_runs import planned_roster
from planner.service.workspace.contents import LEDGER
from planner.service.workspace.head import Head
from planner.service.workspace.kept_files import content_of, digest, reading_files
from planner.service.workspace.rights import Action, Actor, only_unit, require
from planner.service.workspace.units.own import NotOwnUnit, handed_on, newest_of, place_of, planned_folder
from planner.service.workspace.versions import PLAN, Version, composed
from planner.service.workspace.workspace import Workspace

COLUMNS = tuple(column.name for column in EDITABLE)
"""What a unit corrects: the facts of its pack. Who belongs to it, and what is decided of somebody, it asks for in the pack."""
_FROM = "workspace"


def correct_own(workspace: Workspace, actor: Actor, name: str, employee_id: str, column: str, written: str, reason: str) -> tuple[Version, Correction]:
    """Put a value, as a user types it, into the ledger of the person's unit; the ledger's new version, and the entry.

    name: of the plan whose roster is corrected. A unit's head corrects the own unit's people: NotAllowed for all others, whether
    there are such or not. InputError where there is no reason, the unit does not correct that column, or a sheet with this value
    would be refused; MovedOn where somebody else corrected meanwhile.
    """
    require(actor, Action.CORRECT)
    if not reason.strip():
        raise InputError(problem("workspace.no_reason", file=f"{PLAN}/{name}"))
    if column not in COLUMNS:
        raise InputError(problem("unit_heads.not_corrected", column=column, name=column))
    with planned_folder(workspace, name) as folder:
        roster = planned_roster(folder)
    unit = _unit_of(roster, actor, employee_id)
    before, entries = own_entries(workspace, name, unit)
    entry = _checked(roster, entries, actor, workspace.names(actor).get(actor.id, actor.id), employee_id, column, written, reason)
    content = _ledger_of([*entries, entry])
    said = {"unit": unit, "plan": composed(name), "entries": len(entries) + 1, "employee_id": employee_id, "sha256": digest(content)}
    made = workspace.keep(actor, "correction", place_of(name, unit), said, [(LEDGER, content)], before and before.number)
    return made, entry


def ledger_of_units(workspace: Workspace, actor: Actor, name: str, out: Path) -> tuple[int, int, Head]:
    """Write one ledger that a scenario can name: what the plan's roster was corrected by already, then what each unit corrected.

    How many entries are the units'; how many are left out, for the cell says something else by now, or the person is gone. Each
    keeps its author. InputError where no unit corrected anything."""
    require(actor, Action.EXPORT)
    refuse_place(out)
    with reading_files(workspace.database.files):
        found, head = handed_on(workspace, actor, "correction", name, "unit_heads.no_corrections")
        mine = [entry for each in found for entry in entries_of(workspace, each)]
        with planned_folder(workspace, name) as folder:
            roster = planned_roster(folder)
    fits = not_in(roster, mine)
    write_corrections([*roster.corrections, *fits.open], out, for_people=True)
    return len(mine) - len(fits.overtaken), len(fits.overtaken), head


def with_own(roster: Roster, entries: Sequence[Correction]) -> Roster:
    """A plan's roster with what a unit has corrected in it since and nothing has overtaken. InputError where it could not be."""
    new = not_in(roster, entries).open
    made, problems = (roster, []) if not new else apply(roster, new, LEDGER)
    if made is None:
        raise InputError(problems)
    return made


def own_entries(workspace: Workspace, name: str, unit: str) -> tuple[Version | None, list[Correction]]:
    """The newest version of the ledger of a unit about a plan, None where it corrected nothing yet, and the entries in it."""
    newest = newest_of(workspace, "correction", place_of(name, unit))
    return newest, [] if newest is None else entries_of(workspace, newest)


def not_in(roster: Roster, entries: Sequence[Correction]) -> Fit:
    """How the entries that the roster was not corrected by fit it: a plan that was made anew with them has them in it."""
    taken = {(*entry.said, entry.author) for entry in roster.corrections}
    return fit(roster, [entry for entry in entries if (*entry.said, entry.author) not in taken])


def _unit_of(roster: Roster, actor: Actor, employee_id: str) -> str:
    """The unit of a person whom the actor may correct."""
    own, mine = only_unit(actor, Action.CORRECT), roster.people.loc[roster.people["employee_id"].eq(employee_id), "unit"]
    if own is not None and own not in set(mine):
        raise NotOwnUnit(actor, Action.CORRECT, employee_id)
    if mine.empty:
        raise InputError(problem("corrections.unknown_person", column="EMPLOYEE_ID", name=employee_id))
    return str(mine.iloc[0])


def _checked(
    roster: Roster, entries: list[Correction], actor: Actor, by: str, employee_id: str, column: str, written: str, reason: str
) -> Correction:
    """The entry that says so, after those that are there. InputError where the roster could not be with it."""
    now = with_own(roster, entries)
    entry = correct(now, employee_id, column, written, by=by, reason=reason.strip(), from_file=_FROM, author=actor.id)
    made, problems = apply(now, [entry], LEDGER)
    if made is None:
        raise InputError(problems)
    return entry


def entries_of(workspace: Workspace, version: Version, kept_as: str = LEDGER) -> list[Correction]:
    """The entries of a ledger that is kept as a file of a version."""
    with passing_folder() as place:
        file = Path(place) / LEDGER
        file.write_bytes(content_of(workspace.database.files, version.file(kept_as)))
        return list(read_corrections(file))


def _ledger_of(entries: list[Correction]) -> bytes:
    """A ledger as the content of its file."""
    with passing_folder() as place:
        write_corrections(entries, Path(place) / LEDGER)
        return (Path(place) / LEDGER).read_bytes()
