"""The menu: every family that can give way alone, by its least change, planned and checked before it is offered.

Offered in the order of FAMILIES, what intrudes least first: what opens possibilities, then limits of units and groups,
then what was to be kept, then money, then the target itself. The law is never changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from planner.core.texts import Message
from planner.instance.instance import Instance
from planner.optimise.model.build import build
from planner.optimise.solve.result import Guess, Progress, Status
from planner.plan.plan import Repair, Run
from planner.plan.repair import bounds, other_requirements
from planner.plan.repair.proposal import Family, OutOfTime, Proposal, Question
from planner.plan.repair.together import together
from planner.scenario.load import LoadedScenario

Again = Callable[[LoadedScenario, float, Guess | None], Run]
"""The run of another scenario on the same roster within so many seconds, from what is guessed of it, without a menu of its own."""

UNIT_RULES = ("units.", "keep.skills", "keep.positions", "reduction.by_kind", "redeploy", "deputies")
"""Requirements that count who is in a unit: moves can help these only."""

FAMILIES: tuple[tuple[str, tuple[str, ...], Family], ...] = (
    ("moves", UNIT_RULES, other_requirements.moves),
    ("routes", (), other_requirements.routes),
    ("route_caps", ("by_route.*.at_most",), bounds.route_caps),
    ("route_targets", ("by_route.*.at_least",), bounds.route_targets),
    ("secondment_caps", ("secondment.*.at_most",), bounds.secondment_caps),
    ("secondment_targets", ("secondment.*.at_least",), bounds.secondment_targets),
    ("unit_caps", ("units.*.reduction_at_most",), bounds.unit_caps),
    ("unit_targets", ("units.*.reduction_at_least",), bounds.unit_targets),
    ("group_caps", ("reduction.*.reduction_at_most",), bounds.group_caps),
    ("group_targets", ("reduction.*.reduction_at_least",), bounds.group_targets),
    ("near_plan", ("stay_close",), bounds.near_plan),
    ("period_caps", ("periods.*.reduction_at_most",), bounds.period_caps),
    ("fairness", ("fairness.",), other_requirements.fairness),
    ("successors", ("keep.succession",), other_requirements.successors),
    ("skills", ("keep.skills",), bounds.skills),
    ("positions", ("keep.positions",), other_requirements.positions),
    ("unit_minimums", ("units.*minimum_headcount",), bounds.unit_minimums),
    ("kept_people", ("keep.people",), other_requirements.kept_people),
    ("key_roles", ("keep.key_roles",), other_requirements.key_roles),
    ("budget", ("budget.",), other_requirements.budget),
    ("period_targets", ("periods.*.reduction_at_least",), bounds.period_targets),
    ("deputies", ("deputies",), other_requirements.deputies),
)
"""Name, the requirements that it eases (start, and end behind a star; none: it may help with any), and what it proposes."""

LAST = ("moves", "routes")
"""Looked at after the others: they need options that the instance lacks."""
TRIES = 5
SHORTEST_S = 0.05
SHARE = 0.5
"""Share of the time left that one proposal may take to be planned,"""
LONGEST_S = 15.0
"""and the most seconds: a plan on the edge of the possible is soon found but takes long to be proven best."""
GAP = 0.001
"""Gap at which a repair's plan is good enough for its figures, where the scenario does not allow a wider one."""


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
    conflict: Sequence[str] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Menu:
    """The least change of each family that makes an infeasible instance possible, each one planned and checked.

    again: makes the run of a changed scenario. conflict: requirements of a proven clash; a family that is not among
    them cannot help and is not looked at. Within the time limit: what it did not allow is said in the notes.
    """
    started = time.monotonic()
    ask = Question(instance, build(instance), tuple(conflict), started + time_limit_s, instance.scenario.solver.seed)
    order = sorted(range(len(FAMILIES)), key=lambda i: (FAMILIES[i][0] in LAST, i))
    found: list[tuple[int, Repair]] = []
    cannot, late, last_resort = [], [], []
    for i in order:
        name, eases, family = FAMILIES[i]
        if not _in_force(ask, name, eases):
            continue
        if progress is not None:
            progress(Progress("conflict", time.monotonic() - started, None, None, None))
        before = len(found)
        try:
            for proposal in family(ask) if _may_help(ask, eases) else ():
                if proposal.beyond_law:
                    last_resort.append((i, name, proposal))
                    continue
                repair = _tried(ask, name, proposal, again)
                if repair is not None:
                    found.append((i, repair))
        except OutOfTime:
            late.append(name)
        if len(found) == before and name not in late and not any(entry[1] == name for entry in last_resort):
            cannot.append(name)
    try:
        for i, name, proposal in last_resort if not found else ():
            repair = _tried(ask, name, proposal, again)
            if repair is not None:
                found.append((i, repair))
        if not found and not late:
            proposal = together(ask)
            repair = None if proposal is None else _tried(ask, "together", proposal, again)
            found += [] if repair is None else [(len(FAMILIES), repair)]
        if not found:
            list(other_requirements.locks(ask))
    except OutOfTime:
        late.append("together")
    found.sort(key=lambda entry: entry[0])
    return Menu(tuple(repair for _, repair in found), (*ask.told, *_notes(ask, bool(found), cannot, late)))


def _in_force(ask: Question, name: str, eases: Sequence[str]) -> bool:
    """Whether the scenario has such a requirement at all."""
    if name in LAST:
        return name == "routes" or any(_is(n.requirement, e) for n in ask.model.rows.names for e in eases)
    keep = ask.instance.scenario.keep
    if name in ("kept_people", "key_roles"):
        return bool(keep.people) if name == "kept_people" else keep.key_roles
    return any(_is(n.requirement, e) for n in ask.model.rows.names for e in eases)


def _may_help(ask: Question, eases: Sequence[str]) -> bool:
    """Whether a family is part of the clash: without it the clash would stand as it is."""
    return not ask.clash or not eases or any(_is(c, e) for c in ask.clash for e in eases)


def _is(requirement: str, pattern: str) -> bool:
    start, star, end = pattern.partition("*")
    return requirement.startswith(start) and (not star or requirement.endswith(end))


def _tried(ask: Question, name: str, proposal: Proposal, again: Again) -> Repair | None:
    """The proposal as a repair where a checked plan of the changed scenario stands; wider ones where it was too small."""
    for _ in range(TRIES):
        seconds = min(LONGEST_S, max(SHORTEST_S, ask.left() * SHARE))
        run = again(_soon_content(ask.loaded_with(proposal.change)), seconds, ask.guesses[-1] if ask.guesses else None)
        if run.solved:
            ask.solved.append(name)
            summary = run.summary
            return Repair(
                family=name,
                change=proposal.change,
                message=proposal.message,
                status=summary["status"],
                cost_vnd=summary["cost_vnd"],
                objective=summary["objective"],
                leavers=summary["headcount"]["leavers"],
                involuntary=summary["involuntary"],
            )
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


def _soon_content(loaded: LoadedScenario) -> LoadedScenario:
    """The scenario with a gap that is not too narrow for a menu."""
    solver = loaded.scenario.solver
    wider = solver.model_copy(update={"relative_gap": max(solver.relative_gap, Decimal(str(GAP)))})
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"solver": wider}))


def _notes(ask: Question, found: bool, cannot: Sequence[str], late: Sequence[str]) -> list[Message]:
    from planner.plan.infeasibility.headline import Joined

    def named(names: Sequence[str]) -> Joined:
        return Joined("", {"parts": [Message(f"repair.family_{name}") for name in names]})

    notes = []
    if not found and not late:
        notes.append(Message("repair.nothing"))
    if cannot:
        notes.append(Message("repair.cannot", {"families": named(cannot)}))
    if late:
        notes.append(Message("repair.out_of_time", {"families": named(late)}))
    return [*notes, Message("repair.law")] if "law" in ask.clash else notes
