"""The menu: every family that can give way alone, by its least change, planned and checked before it is offered.

Offered in the order of `entries`, what intrudes least first: what opens possibilities, then limits of units and groups,
then what was to be kept, then money, then the target itself. The law is never changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf
from typing import Any

from planner.core.texts import Message
from planner.instance.instance import Instance
from planner.optimise.model.build import build
from planner.optimise.solve.result import Guess, Progress, Status
from planner.plan.plan import Repair, Run
from planner.plan.repair import bounds
from planner.plan.repair import other_requirements as others
from planner.plan.repair.deputies import deputies
from planner.plan.repair.proposal import Family, OutOfTime, Proposal, Question
from planner.plan.repair.together import together
from planner.scenario.load import LoadedScenario
from planner.scenario.requirement_kinds import KINDS, LAW, ROOM, Dim, Kind, Side, Way

Again = Callable[[LoadedScenario, float, Guess | None], Run]
"""The run of another scenario on the same roster within so many seconds, from what is guessed of it, without a menu of its own."""

WAYS: dict[Way, Family] = {
    Way.ROW_BY_ROW: bounds.row_by_row,
    Way.MONEY: others.budget,
    Way.RATIO: others.fairness,
    Way.DEPUTIES: deputies,
    Way.NUMBER_BY_NUMBER: bounds.number_by_number,
    Way.PAIRS: others.successors,
    Way.TWINS: others.twins,
    Way.NAMED_PEOPLE: others.kept_people,
    Way.KEY_ROLES: others.key_roles,
    Way.ROOM: others.moves,
}
"""How a requirement gives way, as its record says."""


@dataclass(frozen=True)
class Entry:
    """An entry of the menu: what gives way. name: as `plan.json` shows it; said: the same in words.

    kinds: the requirements that it eases; of moves, all that they may help, and of routes none: they may help with any.
    last: looked at after the others, since it needs options that the instance lacks.
    """

    name: str
    said: Message
    family: Family
    kinds: tuple[Kind, ...]
    last: bool = False


def entries() -> tuple[Entry, ...]:
    """What can give way, what intrudes least first: moves, routes, then the requirements in the order of their records."""
    families: dict[str, list[Kind]] = {}
    for kind in KINDS:
        if kind.gives_way is not Way.NEVER:
            families.setdefault(kind.family or kind.name, []).append(kind)
    found = [
        Entry(name, Message(f"requirement.{kinds[0].name}.family"), WAYS[kinds[0].gives_way], tuple(kinds), kinds[0] == ROOM)
        for name, kinds in families.items()
    ]
    routes = Entry("routes", Message("repair.family_routes"), others.routes, (), True)
    return (*(e for e in found if e.last), routes, *(e for e in found if not e.last))


TRIES = 5
SHORTEST_S = 0.05
SHARE = 0.5
"""Share of the time left that one proposal may take to be planned,"""
LONGEST_S = 15.0
"""and the most seconds: a plan on the edge of the possible is soon found but takes long to be proven best."""
GAP = 0.001
"""Gap at which a change is known to make a plan possible. Its figures are then looked for at the scenario's own gap."""


@dataclass(frozen=True)
class Menu:
    """repairs: verified ones, least intrusive first. notes: what cannot give way alone, what time did not allow."""

    repairs: tuple[Repair, ...]
    notes: tuple[Message, ...]


def repairs_of(
    instance: Instance,
    *,
    time_limit_s: float,
    again: Again,
    conflict: Sequence[Kind] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Menu:
    """The least change of each family that makes an infeasible instance possible, each one planned and checked.

    again: makes the run of a changed scenario. conflict: requirements of a proven clash; a family that is not among
    them cannot help and is not looked at. Within the time limit: what it did not allow is said in the notes.
    """
    started = time.monotonic()
    ask = Question(instance, build(instance), tuple(conflict), started + time_limit_s, instance.scenario.solver.seed)
    menu = list(enumerate(entries()))
    found: list[tuple[int, Repair]] = []
    cannot, late, last_resort = [], [], []
    for i, entry in sorted(menu, key=lambda one: (one[1].last, one[0])):
        if not _in_force(ask, entry):
            continue
        if progress is not None:
            progress(Progress("conflict", time.monotonic() - started, None, None, None))
        before = len(found) + len(last_resort)
        try:
            for proposal in entry.family(ask, entry.kinds) if _may_help(ask, entry) else ():
                if proposal.beyond_law:
                    last_resort.append((i, entry.name, proposal))
                elif (repair := _tried(ask, entry.name, proposal, again)) is not None:
                    found.append((i, repair))
        except OutOfTime:
            late.append(entry.said)
            continue
        if len(found) + len(last_resort) == before:
            cannot.append(entry.said)
    try:
        for i, name, proposal in last_resort if not found else ():
            repair = _tried(ask, name, proposal, again)
            if repair is not None:
                found.append((i, repair))
        if not found and not late:
            proposal = together(ask)
            repair = None if proposal is None else _tried(ask, "together", proposal, again)
            found += [] if repair is None else [(len(menu), repair)]
        if not found:
            others.locks(ask)
    except OutOfTime:
        late.append(Message("repair.family_together"))
    found.sort(key=lambda one: one[0])
    repairs = _at_own_gap(ask, [repair for _, repair in found], again)
    return Menu(repairs, (*ask.told, *_notes(ask, bool(found), cannot, late)))


def _in_force(ask: Question, entry: Entry) -> bool:
    """Whether the scenario has such a requirement at all; of moves, one that counts who is in a unit."""
    if entry.kinds and entry.kinds[0].side is Side.NONE:
        return bool(entry.kinds[0].asked(ask.instance.scenario, ("",) * len(entry.kinds[0].scope)))
    return not entry.kinds or any(_helps(entry, name.kind) for name in ask.model.rows.names)


def _may_help(ask: Question, entry: Entry) -> bool:
    """Whether an entry is part of the clash: without it the clash would stand as it is."""
    return not ask.clash or not entry.kinds or any(_helps(entry, kind) for kind in ask.clash)


def _helps(entry: Entry, kind: Kind) -> bool:
    """Whether an entry eases a requirement; moves help those alone that count who is in a unit in the end."""
    if ROOM in entry.kinds:
        return bool({Dim.UNIT, Dim.UNIT_KIND} & set(kind.scope)) and Dim.PERIOD not in kind.scope
    return kind.name in {own.name for own in entry.kinds}


def _tried(ask: Question, name: str, proposal: Proposal, again: Again) -> Repair | None:
    """The proposal as a repair where a checked plan of the changed scenario stands; wider ones where it was too small."""
    for _ in range(TRIES):
        seconds = min(LONGEST_S, max(SHORTEST_S, ask.left() * SHARE))
        run = again(_soon_content(ask.loaded_with(proposal.change)), seconds, ask.guesses[-1] if ask.guesses else None)
        if run.solved:
            ask.solved.append(name)
            return _repair(ask, name, proposal.change, proposal.message, run)
        late = run.plan.status is Status.UNKNOWN
        wider = None if proposal.wider is None else proposal.wider()
        if late and wider is not None and wider.wider is not None:  # the edge of the possible is hard to plan: well inside it
            wider = wider.wider()
        if wider is None and late:
            raise OutOfTime
        if wider is None:
            return None
        proposal = wider
    return None


def _repair(ask: Question, name: str, change: dict[str, Any], message: Message, run: Run) -> Repair:
    """The repair with the figures of a run of the changed scenario, judged by the scenario's own gap."""
    summary, wanted = run.summary, float(ask.instance.scenario.solver.relative_gap)
    proven = summary["gap"] is not None and summary["gap"] <= wanted
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    leavers, involuntary = summary["headcount"]["leavers"], summary["involuntary"]
    return Repair(name, change, message, status.value, summary["gap"], summary["cost_vnd"], summary["objective"], leavers, involuntary)


def _at_own_gap(ask: Question, repairs: Sequence[Repair], again: Again) -> tuple[Repair, ...]:
    """The repairs with the figures of plans that are proven to the scenario's own gap, as many as the time allows.

    Each is planned as whoever takes it would plan it, so that both come to the same plan; what one does not use of its share
    of the time is there for the next.
    """
    out = list(repairs)
    open_ones = [i for i, repair in enumerate(repairs) if not repair.proven]
    for done, i in enumerate(open_ones):
        seconds = (ask.ends - time.monotonic()) / (len(open_ones) - done)
        if seconds < SHORTEST_S:
            break
        run = again(ask.loaded_with(repairs[i].change), seconds, None)
        own = _repair(ask, repairs[i].family, repairs[i].change, repairs[i].message, run) if run.solved else repairs[i]
        out[i] = min(own, repairs[i], key=lambda one: inf if one.gap is None else one.gap)
    return tuple(out)


def _soon_content(loaded: LoadedScenario) -> LoadedScenario:
    """The scenario with a gap that is not too narrow for a menu."""
    solver = loaded.scenario.solver
    wider = solver.model_copy(update={"relative_gap": max(solver.relative_gap, Decimal(str(GAP)))})
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"solver": wider}))


def _notes(ask: Question, found: bool, cannot: Sequence[Message], late: Sequence[Message]) -> list[Message]:
    from planner.plan.infeasibility.headline import Joined

    notes = []
    if not found and not late:
        notes.append(Message("repair.nothing"))
    if cannot:
        notes.append(Message("repair.cannot", {"families": Joined("", {"parts": cannot})}))
    if late:
        notes.append(Message("repair.out_of_time", {"families": Joined("", {"parts": late})}))
    return [*notes, Message("repair.law")] if LAW in ask.clash else notes
