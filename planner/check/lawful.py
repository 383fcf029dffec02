"""Person by person: is the decision one that the law and the decisions already taken allow, and is its money right?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from planner.check.view import View, breach
from planner.core.errors import Problem
from planner.core.vocabulary import CHOSEN_ROUTES, SECONDMENTS, Decision
from planner.policy.benefits import ROUTES
from planner.policy.decrees.regime import REGIMES
from planner.policy.protection import WAIVABLE, not_yet_considered

CHOSEN = [r.value for r in CHOSEN_ROUTES]


def willing(view: View) -> npt.NDArray[np.bool_]:
    """Who volunteered for the very route that the plan gives them."""
    said = view.people["volunteers"].to_numpy(dtype=object)
    early = (said == "early_retirement") & (view.decision == Decision.EARLY_RETIREMENT.value)
    separation = (said == "separation") & (view.decision == Decision.IMMEDIATE_SEPARATION.value)
    training = (said == "training") & (view.decision == Decision.TRAINING_SEPARATION.value)
    return (said == "any") | early | separation | training


def check_dates(view: View) -> Iterator[Problem]:
    """Exits have a period and its date, natural ones the law's own; those who stay have none; moves and secondments are in the
    first; a move names a unit."""
    days = np.array([*(p.leave_on for p in view.scenario.periods), None], dtype="datetime64[D]")
    moves = view.decision == Decision.REDEPLOY.value
    retained = view.decision == Decision.RETAIN.value
    written = view.decisions["leave_on"].fillna("").astype(str).to_numpy(dtype=object)
    wrong = np.where(view.leaves, view.period < 0, False) | (retained & (view.period >= 0)) | ((moves | view.away) & (view.period != 0))
    yield from (breach("period_wrong", int(i), "period", person=view.ids[i]) for i in np.flatnonzero(wrong))
    due = np.where(view.by_nature, view.natural_on, days[np.where(view.period < 0, len(days) - 1, view.period)])
    right = np.where(np.isnat(due), "", np.datetime_as_string(due, unit="D"))
    for i in np.flatnonzero(written != right):
        key = "own_date_wrong" if view.by_nature[i] else "date_wrong"
        yield breach(key, int(i), "leave_on", person=view.ids[i], right=right[i], written=written[i])
    wrong = moves != (view.to_unit >= 0)
    yield from (breach("move_wrong", int(i), "to_unit", person=view.ids[i]) for i in np.flatnonzero(wrong))
    units = view.structure.units["unit"].to_numpy(dtype=object)[view.structure.unit_of]
    wrong = view.decisions["unit"].astype(str).to_numpy(dtype=object) != units
    yield from (breach("unit_wrong", int(i), "unit", person=view.ids[i]) for i in np.flatnonzero(wrong))


def check_eligible(view: View) -> Iterator[Problem]:
    """Every exit is open to the person by law on its date; the law's own reason is given where it is not."""
    reason = view.of_law("reason")
    for i in np.flatnonzero(view.leaves & ~view.of_law("eligible")):
        why = view.benefits[view.period[i]].reason_message(int(reason[i]))
        yield breach("not_eligible", int(i), "decision", person=view.ids[i], route=view.decision[i], why=why)


def check_natural(view: View) -> Iterator[Problem]:
    """Who reaches a natural exit leaves by it in its period, or earlier by a route the planner may choose."""
    due = view.natural_period >= 0
    by_nature = view.leaves & (view.route == view.natural_route) & (view.period == view.natural_period)
    earlier = view.leaves & np.isin(view.decision, CHOSEN) & (view.period < view.natural_period)
    for i in np.flatnonzero(due & ~by_nature & ~earlier):
        yield breach("natural_exit_missed", int(i), "decision", person=view.ids[i], route=ROUTES[view.natural_route[i]].value)
    for i in np.flatnonzero(~due & view.leaves & ~np.isin(view.decision, CHOSEN)):
        yield breach("natural_exit_not_due", int(i), "decision", person=view.ids[i])


def check_routes(view: View) -> Iterator[Problem]:
    """The planner chose only routes that the scenario lists; moves only where they are allowed."""
    closed = np.isin(view.decision, [r for r in CHOSEN if r not in view.scenario.routes])
    yield from (breach("route_not_listed", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(closed))
    if not view.scenario.redeploy.allowed:
        moved = view.decision == Decision.REDEPLOY.value
        yield from (breach("move_not_allowed", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(moved))


def check_seconded(view: View) -> Iterator[Problem]:
    """Only who may be moved, and whom the law lets go, is seconded; nobody whom the plan must keep or the law protects."""
    if not view.away.any():
        return
    asked, first = view.scenario.secondment, view.benefits[0]
    kept = view.people["key_role"].to_numpy() & view.scenario.keep.key_roles
    kept |= np.isin(view.ids, view.scenario.keep.people) | view.people["lock"].eq("keep").to_numpy()
    kept |= not_yet_considered(view.people, first.leave_on, first.law) > 0
    for where, decision in SECONDMENTS.items():
        here = view.decision == decision.value
        if where not in asked:
            yield from (breach("secondment_not_asked", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(here))
            continue
        wrong = here & (kept | ~view.may_move | ~view.secondments[where].open)
        yield from (breach("not_secondable", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(wrong))


def check_protected(view: View) -> Iterator[Problem]:
    """Who is pregnant, on leave or raises a small child, and people under discipline: natural exits only."""
    chosen = np.isin(view.decision, CHOSEN)
    regime = np.where(view.leaves, view.of_law("regime"), 0)
    for p, period in enumerate(view.scenario.periods):
        code = not_yet_considered(view.people, period.leave_on, view.benefits[p].law, regime)
        wrong = chosen & (view.period == p) & (code > 0) & ~(WAIVABLE[code] & willing(view))
        yield from (breach("protected", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(wrong))


def check_on_request(view: View) -> Iterator[Problem]:
    """Training before separation, and retirement past the age of Appendix II but before that of Appendix I, only for who asked for it."""
    trained = view.decision == Decision.TRAINING_SEPARATION.value
    past = np.stack([benefits.past_appendix_2 for benefits in view.benefits])[np.maximum(view.period, 0), np.arange(len(view.decision))]
    retired = (view.decision == Decision.EARLY_RETIREMENT.value) & past
    yield from (breach("on_request", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero((trained | retired) & ~willing(view)))


def check_kept(view: View) -> Iterator[Problem]:
    """Key roles (without a wish to leave), people to keep and locks are respected."""
    chosen = np.isin(view.decision, CHOSEN)
    lock = view.people["lock"].to_numpy(dtype=object)
    rules: tuple[tuple[str, npt.NDArray[np.bool_]], ...] = (
        ("key_role", view.people["key_role"].to_numpy() & ~willing(view) if view.scenario.keep.key_roles else np.zeros(len(lock), bool)),
        ("person_kept", np.isin(view.ids, view.scenario.keep.people)),
        ("locked_keep", lock == "keep"),
    )
    for key, holds in rules:
        yield from (breach(key, int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(chosen & holds))
    yield from (breach("locked_leave", int(i), "decision", person=view.ids[i]) for i in np.flatnonzero(~view.leaves & (lock == "leave")))


def check_money(view: View) -> Iterator[Problem]:
    """Cost, decree, legal basis and the mark `involuntary` are what law and roster give."""
    right = np.where(view.leaves, view.of_law("total_vnd"), 0)
    for where, here in _seconded(view):
        right[here] = view.secondments[where].once_vnd[here]
    for i in np.flatnonzero(view.cost != right):
        yield breach("cost_wrong", int(i), "cost_vnd", person=view.ids[i], written=int(view.cost[i]), right=int(right[i]))
    forced = np.isin(view.decision, CHOSEN) & ~willing(view)
    yield from (breach("involuntary_wrong", int(i), "involuntary", person=view.ids[i]) for i in np.flatnonzero(view.involuntary != forced))
    regimes = np.array(REGIMES, dtype=object)[np.where(view.leaves, view.of_law("regime"), 0)]
    written = view.decisions["regime"].fillna("").astype(str).to_numpy(dtype=object)
    yield from (breach("regime_wrong", int(i), "regime", person=view.ids[i]) for i in np.flatnonzero(written != regimes))
    basis = _bases(view)
    written = view.decisions["legal_basis"].fillna("").astype(str).to_numpy(dtype=object)
    yield from (breach("basis_wrong", int(i), "legal_basis", person=view.ids[i]) for i in np.flatnonzero(written != basis))


def _bases(view: View) -> npt.NDArray[np.object_]:
    """The legal basis of each leaver's route, "" for the others."""
    out = np.full(len(view.decision), "", dtype=object)
    index = view.of_law("basis")
    for p, law in enumerate(view.benefits):
        here = view.leaves & (view.period == p)
        out[here] = np.array(law.bases, dtype=object)[index[here]]
    for where, here in _seconded(view):
        out[here] = view.secondments[where].basis.render("vi")
    return out


def _seconded(view: View) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Place and who is seconded there, for the places that the scenario names."""
    for where in view.scenario.secondment:
        yield where, view.decision == SECONDMENTS[where].value


CHECKS: tuple[Callable[[View], Iterator[Problem]], ...] = (
    check_dates, check_eligible, check_natural, check_routes, check_seconded, check_protected, check_on_request, check_kept, check_money,
)  # fmt: skip
