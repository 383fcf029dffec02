"""What a unit sends in: told line by line before it counts, and afterwards, of each line, whether it was taken or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.folders import passing_folder
from planner.core.texts import text
from planner.report.exchange.returned import review_of
from planner.report.exchange.returned.read import read_packs
from planner.roster.corrections import current
from planner.roster.people.correction import Correction
from planner.service.saved_runs import INPUTS, LEDGER, planned_roster
from planner.service.saved_runs import PLAN as PLAN_FILE
from planner.service.workspace.audit import Event
from planner.service.workspace.contents import put_plan
from planner.service.workspace.kept_files import content_of, reading_files
from planner.service.workspace.rights import Action, Actor, require
from planner.service.workspace.units.corrections import LEDGER as KEPT_LEDGER
from planner.service.workspace.units.corrections import entries_of, not_in, own_entries, with_own
from planner.service.workspace.units.own import newest_of, place_of, unit_for
from planner.service.workspace.units.packs import PACK_FILE, read_own
from planner.service.workspace.versions import PLAN, Version, history, objects
from planner.service.workspace.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.frame import Roster

PACK, CORRECTION = "pack", "correction"
"""How a unit asked for a change."""
TAKEN, REFUSED, OPEN, UNREADABLE, OVERTAKEN = "taken", "refused", "open", "unreadable", "overtaken"
"""What became of it. `UNREADABLE`: it cannot be taken as it was written, and never will be. `OVERTAKEN`: of a unit's own correction,
that the newest plan's roster came to another value by another way, or has no such person."""
COLUMNS = ("way", "at", "employee_id", "full_name", "column", "sent", "returned", "reason", "outcome", "decided_by", "decided_at", "why")


def would_change(workspace: Workspace, actor: Actor, name: str, file: Path, lang: str) -> pd.DataFrame:
    """What a pack would change if it were sent back, as `review_of` says it against what is known now, the unit's own corrections
    in it. Nothing is kept. InputError, NotAllowed as of `send_pack`."""
    pack, roster = read_own(workspace, actor, name, file)
    now = with_own(roster, own_entries(workspace, name, pack.meta["unit"])[1])
    return review_of([pack], now, lang)


def outcome(workspace: Workspace, actor: Actor, name: str, lang: str, unit: str | None = None) -> pd.DataFrame:
    """Every change that a unit (a unit's head: the own one) asked for about a plan, by its newest pack and by its ledger: `COLUMNS`,
    all text; noted as a look.

    outcome: taken, where a ledger with which a plan was made since, or which planners kept, accepts the very value; refused, where it
    refuses it, with who decided, when and why; unreadable, where it can never be taken as it was written; else open. The last word
    counts.
    """
    require(actor, Action.CORRECT)
    mine = unit_for(actor, Action.CORRECT, unit)
    with workspace._change() as change:
        versions = history(change.connection, PLAN, name)
        change.note(Event(actor.id, Action.SEE_PEOPLE, versions[-1].object, versions[-1].number, after={"names": True, "unit": mine}))
    pack = newest_of(workspace, PACK, place_of(name, mine))
    ledger, entries = own_entries(workspace, name, mine)
    with reading_files(workspace.database.files):
        asked = [*([] if pack is None else _of_pack(workspace, pack, versions, lang)), *_of_ledger(workspace, entries, versions, lang)]
        since = min((each.at for each in (pack, ledger) if each is not None), default="")
        decided = _decided(workspace, {row["employee_id"] for row in asked}, since) if asked else {}
    return _table([row | _fate(row, decided) for row in asked])


def _of_pack(workspace: Workspace, pack: Version, versions: list[Version], lang: str) -> Iterator[dict[str, Any]]:
    """The changes that a pack asks for, against the roster that it was made from."""
    with passing_folder() as place:
        file = Path(place) / PACK_FILE
        file.write_bytes(content_of(workspace.database.files, pack.file(PACK_FILE)))
        found = read_packs([file])[0]
    for each in found:
        roster = _roster(workspace, versions, each.meta.get("roster", ""))
        for row in review_of([each], roster, lang).to_dict("records"):
            yield {**row, "way": PACK, "at": pack.at, "readable": row["kind"] != UNREADABLE}


def _of_ledger(workspace: Workspace, entries: list[Correction], versions: list[Version], lang: str) -> Iterator[dict[str, Any]]:
    """The changes that stand in the unit's ledger, each with what the newest version's roster makes of it."""
    if not entries:
        return
    roster, newest = _roster(workspace, versions, ""), versions[-1]
    names = dict(roster.people[["employee_id", "full_name"]].itertuples(index=False))
    fits = not_in(roster, entries)
    by_roster = {id(entry): _told(TAKEN, newest.author, newest.at) for entry in fits.said}
    for entry in fits.overtaken:
        is_here = entry.employee_id in names
        why = text("unit_heads.overtaken", lang, now=current(roster, entry.employee_id, entry.column) or "–") if is_here else text("unit_heads.gone", lang)
        by_roster[id(entry)] = _told(OVERTAKEN, newest.author, newest.at, why)
    for entry in entries:
        yield {
            "way": CORRECTION, "at": entry.at, "employee_id": entry.employee_id, "full_name": str(names.get(entry.employee_id, "")), "column": entry.column,
            "sent": entry.before, "returned": entry.after, "after": entry.after, "reason": entry.reason, "note": "", "readable": True,
            "by_roster": by_roster.get(id(entry)),
        }  # fmt: skip


def _roster(workspace: Workspace, versions: list[Version], sha256: str) -> Roster:
    """The roster of the version of a plan that was made with this one; the newest version's where none was."""
    made = (each for each in reversed(versions) if sha256 and _provenance(workspace, each).get("roster_sha256") == sha256)
    with passing_folder() as place:
        put_plan(next(made, versions[-1]), workspace.database.files, Path(place))
        return planned_roster(Path(place))


def _provenance(workspace: Workspace, version: Version) -> dict[str, Any]:
    """What a version's `plan.json` says of where it comes from."""
    names = {each.name for each in version.files}
    said = json.loads(content_of(workspace.database.files, version.file(PLAN_FILE))) if PLAN_FILE in names else {}
    return dict(said.get("provenance") or {})


def _decided(workspace: Workspace, people: set[str], since: str) -> dict[tuple[str, str, str], tuple[Correction, Version]]:
    """By person, column and value, what planners decided last about these people, and in what it stands: the ledgers of plans that
    were kept since, and those that were kept themselves. What units sent in is no decision."""
    with workspace.database.reading() as connection:
        plans, ledgers = objects(connection, PLAN), [each for each in objects(connection, CORRECTION) if "unit" not in each.content]
    found = {}
    for version in sorted((each for each in (*plans, *ledgers) if each.at >= since), key=lambda each: each.at):
        file = f"{INPUTS}/{LEDGER}" if version.kind == PLAN else KEPT_LEDGER
        if file in {each.name for each in version.files}:
            entries = entries_of(workspace, version, file)
            found.update({(entry.employee_id, entry.column, entry.after): (entry, version) for entry in entries if entry.employee_id in people})
    return found


def _fate(row: dict[str, Any], decided: dict[tuple[str, str, str], tuple[Correction, Version]]) -> dict[str, str]:
    """What became of a change. A correction of the unit's own is taken by whoever keeps a plan that was made with it, or with a roster
    that says the same."""
    if not row["readable"]:
        return _told(UNREADABLE, why=row["note"])
    entry, version = decided.get((row["employee_id"], row["column"], row["after"]), (None, None))
    if entry is None or version is None:
        return row.get("by_roster") or _told(OPEN)
    if row["way"] == CORRECTION and entry.accepted:
        return _told(TAKEN, version.author, version.at)
    return _told(TAKEN if entry.accepted else REFUSED, entry.by, entry.at, entry.reason)


def _told(outcome: str, by: str = "", at: str = "", why: str = "") -> dict[str, str]:
    return {"outcome": outcome, "decided_by": by, "decided_at": at, "why": why}


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([[row[name] for name in COLUMNS] for row in rows], columns=list(COLUMNS), dtype=object)
