"""A roster as it comes in: what the sheets say, and what the law says of it. Used wherever a file of a user is read.

The reader knows cells, columns and contradictions between them; the law knows ranks, steps and allowances. What the law
finds is a warning: the tables of NĐ 204/2004 do not hold every rank there is, so a person may be right against them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InputError, Problem
from planner.roster.read import inspect_roster

if TYPE_CHECKING:
    from planner.roster.frame import Roster


def inspect(path: str | Path) -> tuple[Roster | None, list[Problem]]:
    """As `inspect_roster`, with what the law finds: each with file, sheet, row and column, in the files' order.

    The roster (None where there is any error) carries all warnings.
    """
    roster, problems = inspect_roster(path)
    if roster is None:
        return None, problems
    found = law_problems(roster)
    if found and roster.origin is not None:
        problems = sorted([*problems, *found], key=roster.origin.order)
    return replace(roster, problems=tuple(problems)), problems


def read(path: str | Path) -> Roster:
    """As `read_roster`, its warnings together with what the law finds. InputError where anything is wrong."""
    roster, problems = inspect(path)
    if roster is None:
        raise InputError(problems)
    return roster


def law_problems(roster: Roster) -> list[Problem]:
    """Ranks, steps, coefficients and over-frame allowances that disagree: a warning each, with its place."""
    from planner.policy.ranks import rank_problems

    found = []
    for line, column, message in rank_problems(roster.people):
        if roster.origin is not None:
            file, sheet, row, label = roster.origin.place(line, column)
        else:
            file, sheet, row, label = Path(roster.source).name, None, None, column
        found.append(Problem(message, file, sheet, row, label, "warning"))
    return found
