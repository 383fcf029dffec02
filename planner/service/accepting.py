"""A review's decisions on their way into the ledger: checked against the very roster that the packs were compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.core.columns import ROSTER_BY_NAME
from planner.core.errors import InputError, Problem, problem, warnings_of
from planner.report.exchange.returned import Decided
from planner.roster.corrections import append_corrections, apply
from planner.roster.load import read
from planner.roster.people.correction import Correction
from planner.roster.people.frame import Roster
from planner.service.jobs.saved_rosters import ROSTER_FILE, is_fingerprint, kept_roster
from planner.service.manifest import require_whole
from planner.service.saved_runs import PLAN, planned_roster

ID = "employee_id"


def roster_of_review(review: Decided, file: Path, named: Path | None = None) -> Roster:
    """The roster that the packs of a review (read from `file`) were compared with: from where the review says that it stands,
    or from `named`. InputError where it is not there, or is another one by its fingerprint."""
    beside, place = review.origin["beside"], Path(review.origin["place"])
    places = [named] if named is not None else [*([file.parent / beside] if beside else []), place]
    there = [each for each in places if each.exists()]
    if not there:
        raise InputError(problem("returned.roster_not_found", file=file.name, place=str(places[-1])))
    for each in there:
        roster = _roster_at(each)
        if roster.sha256 == review.origin["roster"]:
            return roster
    raise InputError(problem("returned.other_roster", file=file.name, place=str(there[-1])))


def accept(review: Decided, roster: Roster, file: Path, ledger: Path) -> tuple[int, list[Problem]]:
    """Put the decisions of a review (read from `file`) into a ledger: how many were new, and what was noticed in them.

    Each accepted entry goes into the roster, after all that the ledger holds already, as a sheet is read: person, column,
    value and contradictions are checked by the reader's own parsers. InputError, with the row of the review, where one
    cannot be; then nothing is added.
    """
    noticed: list[Problem] = []
    row_of = dict(zip(review.entries, review.rows, strict=True))

    def check(known: Sequence[Correction], added: Sequence[Correction]) -> None:
        made = len(roster.corrections)
        if tuple(known[:made]) != roster.corrections:
            raise InputError(problem("returned.other_ledger", file=ledger.name, count=made))
        entries = [*known[made:], *added]
        corrected, found = apply(roster, entries, ledger.name)
        places = _Places(file.name, ledger.name, made, len(known) - made, [row_of[entry] for entry in added])
        found = [places.of(each) for each in found]
        found += [places.of(each) for each in _strangers(roster, entries, len(known) - made, ledger.name)]
        if corrected is None or any(each.severity == "error" for each in found):
            raise InputError([each for each in found if each.severity == "error"])
        noticed.extend(warnings_of(found))

    return append_corrections(review.entries, ledger, check), noticed


@dataclass(frozen=True)
class _Places:
    """Where the entries stand that are checked together: older ones in the ledger, behind those that the roster holds
    already; new ones in the review."""

    review: str
    ledger: str
    made: int
    older: int
    rows: Sequence[int]

    def of(self, found: Problem) -> Problem:
        """A problem of the nth entry (row n + 2) at its place."""
        if found.row is None:
            return found
        at = found.row - 2
        if at < self.older:
            return replace(found, row=found.row + self.made)
        return replace(found, file=self.review, row=self.rows[at - self.older])


def _strangers(roster: Roster, entries: Sequence[Correction], older: int, ledger: str) -> list[Problem]:
    """A problem for each new refused entry of a column or person that there is not: `apply` looks at accepted ones only."""
    known = {*roster.people[ID], *(entry.employee_id for entry in entries if entry.column == ID and not entry.before)}
    found = []
    for at, entry in enumerate(entries):
        if at < older or entry.accepted:
            continue
        if entry.column not in ROSTER_BY_NAME:
            found.append(problem("corrections.unknown_column", file=ledger, row=at + 2, column="column", name=entry.column))
        elif entry.employee_id not in known:
            found.append(problem("corrections.unknown_person", file=ledger, row=at + 2, column=ID, name=entry.employee_id))
    return found


def _roster_at(place: Path) -> Roster:
    """The roster of a plan's folder, of the app's own store, or of a file or folder of sheets."""
    if (place / PLAN).is_file():
        require_whole(place)
        return planned_roster(place)
    if is_fingerprint(place.name) and (place / ROSTER_FILE).is_file():
        return kept_roster(place.parent, place.name)
    return read(place)
