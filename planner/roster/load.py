"""A roster as it comes in: what the sheets say, and what the law says of it. Used wherever a file of a user is read.

The reader knows cells, columns and contradictions between them; the law knows ranks, steps and allowances. What the law
finds is a warning: the tables of NĐ 204/2004 do not hold every rank there is, so a person may be right against them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.child import answering
from planner.core.errors import InputError, Problem, errors_of
from planner.roster.read import Examined
from planner.roster.read import examine as examine_sheets
from planner.roster.workbook.roster_files import is_read_ahead

if TYPE_CHECKING:
    import pandas as pd

    from planner.roster.people.frame import Origin, Roster
    from planner.roster.tables.mapping import Mapping


COPIED_UP_TO = 2**22
"""Bytes of a roster's files up to which a copy of this process reads them: what it has read comes back by way of memory."""
PATIENCE_S = 0.1
"""So long a child is waited for that is nearly through: reading takes longer."""
_BESIDE: dict[Path, Callable[[], Examined]] = {}
"""Rosters that a copy of this process reads, and that nobody has asked for yet."""


@contextmanager
def examining_beside(path: Path) -> Iterator[None]:
    """Begins what the next `examine` of `path` asks for in a copy of this process, while the caller imports what comes after.

    Only where reading was begun ahead, and the child is through by the time in which this process has imported what both need.
    """
    from planner.policy.person import leadership, ranks, retirement  # noqa: F401
    from planner.roster.people.checks import noticed  # noqa: F401 - pandas comes with them, and all that reads a roster

    if not is_read_ahead(path, PATIENCE_S, COPIED_UP_TO):
        yield
        return
    with answering(partial(_examined, path)) as found:
        _BESIDE[path] = found
        try:
            yield
        finally:
            _BESIDE.pop(path, None)


def examine(path: str | Path, mapping: Mapping | str | Path | None = None) -> Examined:
    """As `roster.read.examine`, with what the law finds: each with file, sheet, row and column, in the files' order.

    The roster (None where there is any error) carries all warnings; what the law doubts is doubtful in its status. Where
    rows have errors, the law is still asked about the others: one reading of the list of problems is enough. `noticed` is
    what concerns the whole, as typed data, with errors too.
    """
    begun = _BESIDE.pop(Path(path), None) if mapping is None else None
    return _examined(path, mapping) if begun is None else begun()


def _examined(path: str | Path, mapping: Mapping | str | Path | None = None) -> Examined:
    found = examine_sheets(path, mapping)
    roster = found.roster
    if roster is None and found.partial is None:
        return found
    from planner.roster.people.checks.noticed import noticed_among, noticed_of
    from planner.roster.people.field_status import doubts_of

    if roster is None:
        assert found.partial is not None
        noticed = noticed_among(*found.partial, found.problems, dt.date.today())
        return replace(found, problems=_with_law(found), partial=None, noticed=noticed)

    of_law = law_problems(roster)
    problems = [*found.problems, *of_law]
    if of_law and roster.origin is not None:
        problems = sorted(problems, key=roster.origin.order)
    if roster.status is not None:
        known = {(doubt.line, doubt.column, doubt.message.key) for doubt in roster.status.doubts}
        new = [p for p in of_law if (p.person, p.field, p.message.key) not in known]
        roster = replace(roster, status=roster.status.with_doubts([d for p in new for d in doubts_of(p, [p.person])]))
    roster = replace(roster, problems=tuple(problems), account=found.account)
    return replace(found, roster=roster, problems=problems, noticed=noticed_of(roster))


def inspect(path: str | Path, mapping: Mapping | str | Path | None = None) -> tuple[Roster | None, list[Problem]]:
    """The roster (None where there is any error) and all problems, as `examine` finds them."""
    found = examine(path, mapping)
    return found.roster, found.problems


def read(path: str | Path, corrections: Path | None = None, mapping: Mapping | str | Path | None = None) -> Roster:
    """As `read_roster`, its warnings together with what the law finds. InputError where anything is wrong.

    corrections: a ledger whose accepted cells are put into the roster, as a scenario names it.
    """
    roster, problems = inspect(path, mapping)
    if roster is None:
        raise InputError(problems)
    return corrected(roster, corrections)


def corrected(roster: Roster, ledger: Path | None) -> Roster:
    """The roster with the accepted corrections of a ledger; itself where there is no ledger. InputError as `apply`."""
    if ledger is None:
        return roster
    from planner.roster.corrections import apply, read_corrections

    entries = read_corrections(ledger)
    made, problems = apply(roster, entries, ledger.name)
    if made is None:
        raise InputError(problems)
    return made


def law_problems(roster: Roster) -> list[Problem]:
    """Ranks, steps, coefficients and over-frame allowances that disagree: a warning each, with its place."""
    return _law_problems(roster.people, roster.origin, Path(roster.source).name, roster.units)


def _law_problems(people: pd.DataFrame, origin: Origin | None, file: str, units: pd.DataFrame | None = None) -> list[Problem]:
    """What the law finds in the people, and, where their units are known, in what leaders of class-1 agencies are paid."""
    from planner.policy.person.leadership import leadership_problems
    from planner.policy.person.ranks import rank_problems
    from planner.policy.person.retirement import past_retirement

    found, today = [], dt.date.today()
    paid = [] if units is None else leadership_problems(people, units, today)
    for line, field, message in [*rank_problems(people), *past_retirement(people, today), *paid]:
        place = (file, None, None, field) if origin is None else origin.place(line, field)
        found.append(Problem(message, *place, "warning", field, line))
    return found


def _with_law(found: Examined) -> list[Problem]:
    """The problems of sheets with errors, with what the law finds in the rows that have none."""
    if found.partial is None:
        return found.problems
    people, origin = found.partial
    wrong = {p.person for p in errors_of(found.problems)}
    new = [p for p in _law_problems(people, origin, "") if p.person not in wrong]
    return sorted([*found.problems, *new], key=origin.order) if new else found.problems
