"""The short reason of everybody's decision, in one pass over arrays: the `reason` column of decisions.csv and of the people sheet.

A reason states only what can be checked from roster, scenario and plan; the comparison with others is by merit inside the
unit, among those whom the planner may release there.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.core.dates import month_text
from planner.core.rounding import at_least
from planner.core.texts import room
from planner.core.vocabulary import CHOSEN, DECISION_INDEX, DECISIONS, REDEPLOY, RETAIN, SECONDMENTS, Decision
from planner.instance.instance import Instance
from planner.instance.options import Bar
from planner.optimise.model.blocks import is_exit
from planner.plan.tables.labels import label

Texts = npt.NDArray[np.object_]
PROTECTED_BY = ("under_discipline", "under_inspection", "pregnant", "maternity_leave")
"""Flags of the roster that protect, in the order in which they are named; who has none is protected by a small child."""


def reasons_of(instance: Instance, chosen: npt.NDArray[np.int64], lang: str = "vi") -> Texts:
    """One short reason a person, object[n] of text in `lang`; deterministic. chosen: the option of each person."""
    options, people = instance.options, instance.people
    decision, forced = options.decision[chosen], options.involuntary[chosen]
    out = np.full(len(people), "", dtype=object)
    if not len(people):
        return out
    by_choice = np.isin(decision, CHOSEN)
    locked = people["lock"].eq("leave").to_numpy()
    standing = standing_of(instance)
    _natural(instance, decision, out, lang)
    _put(out, by_choice & ~forced, "volunteered", lang, route=_route_words(decision, lang))
    _put(out, by_choice & forced & locked, "locked_leave", lang, route=_route_words(decision, lang))
    _released(instance, chosen, by_choice & forced & ~locked, standing, out, lang)
    units = np.array([*instance.structure.units["unit"], ""], dtype=object)
    moved = decision == REDEPLOY
    _put(out, moved, "redeployed", lang, unit=units[options.to_unit[chosen]])
    for where, secondment in SECONDMENTS.items():
        _put(out, decision == DECISION_INDEX[secondment], f"seconded_{where}", lang)
    _kept(instance, decision == RETAIN, standing, out, lang)
    return out


@dataclass(frozen=True)
class Standing:
    """Each person among those of the unit whom the planner may release.

    open: bool[n], the person is one of them. count: int64[n], how many they are in the person's unit. rank: int64[n],
    1 for the lowest merit; equal merit, equal rank.
    """

    open: npt.NDArray[np.bool_]
    count: npt.NDArray[np.int64]
    rank: npt.NDArray[np.int64]


def standing_of(instance: Instance) -> Standing:
    """Where each person stands by merit in the unit after `reorganise`."""
    options, unit = instance.options, instance.structure.unit_of
    free = np.isin(options.decision, CHOSEN) & (options.barred == 0)
    can_leave = np.zeros(len(unit), dtype=bool)
    can_leave[options.person[free]] = True
    count = np.bincount(unit[can_leave], minlength=len(instance.structure.units))
    order = np.lexsort((instance.merit, unit, ~can_leave))  # those who may leave first, by unit, lowest merit first
    at = np.arange(len(unit))
    sorted_unit, sorted_merit = unit[order], instance.merit[order]
    new_unit = np.r_[True, sorted_unit[1:] != sorted_unit[:-1]]
    new_merit = new_unit | np.r_[True, sorted_merit[1:] != sorted_merit[:-1]]
    first = np.maximum.accumulate(np.where(new_unit, at, 0))
    tied = np.maximum.accumulate(np.where(new_merit, at, 0))
    rank = np.empty(len(unit), dtype=np.int64)
    rank[order] = tied - first + 1
    return Standing(can_leave, count[unit], rank)


def _natural(instance: Instance, decision: npt.NDArray[np.int8], out: Texts, lang: str) -> None:
    month = np.asarray(month_text(instance.retirement_month), dtype=object)
    if lang == "vi":
        month = np.array([m[5:] + "/" + m[:4] for m in month], dtype=object)
    _put(out, decision == DECISION_INDEX[Decision.NORMAL_RETIREMENT], "normal_retirement", lang, month=month)
    ends = instance.people["contract_end_on"].dt.strftime("%d/%m/%Y" if lang == "vi" else "%Y-%m-%d")
    _put(out, decision == DECISION_INDEX[Decision.CONTRACT_END], "contract_end", lang, date=ends.fillna("").to_numpy(dtype=object))


def _released(instance: Instance, chosen: npt.NDArray[np.int64], who: npt.NDArray[np.bool_], standing: Standing, out: Texts, lang: str) -> None:
    """Released against the person's wish: by the target that the plan meets exactly, where there is one."""
    targets = tight_targets(instance, chosen)
    period = instance.options.period[chosen].astype(np.int64)
    names = np.array([*(p.name for p in instance.scenario.periods), ""], dtype=object)
    target = targets[np.where(who, period, 0)]
    common = _compared(instance, standing, standing.rank, lang)
    _put(out, who & (target >= 0), "released_for_target", lang, target=names[target], **common)
    _put(out, who & (target < 0), "released", lang, **common)


def tight_targets(instance: Instance, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each period the first period from there on whose least reduction the plan meets exactly, -1 where none: int64[p].

    Without the exit of one who leaves in the period, that target would be missed.
    """
    exits = is_exit(instance)[chosen]
    gone = np.cumsum(np.bincount(instance.options.period[chosen][exits], minlength=len(instance.scenario.periods)))
    vacant = instance.baseline - len(instance.people)
    found = np.full(len(instance.scenario.periods), -1, dtype=np.int64)
    nearest = -1
    for p in reversed(range(len(instance.scenario.periods))):
        share = instance.scenario.periods[p].reduction_at_least
        if share is not None and share > 0 and gone[p] == at_least(share, instance.baseline) - vacant:
            nearest = p
        found[p] = nearest
    return found


def _kept(instance: Instance, stays: npt.NDArray[np.bool_], standing: Standing, out: Texts, lang: str) -> None:
    from_top = standing.count - standing.rank + 1
    wished = instance.people["volunteers"].ne("no").to_numpy()
    common = _compared(instance, standing, from_top, lang)
    _put(out, stays & standing.open & ~wished, "kept", lang, **common)
    _put(out, stays & standing.open & wished, "kept_volunteer", lang, **common)
    closed = stays & ~standing.open
    bars = exit_bars(instance)
    _put(out, closed & ((bars & ~np.uint8(Bar.ON_REQUEST)) == 0), "kept_by_law", lang)
    for bar, key in ((Bar.KEY_ROLE, "kept_key_role"), (Bar.KEEP_PEOPLE, "kept_named"), (Bar.LOCK_KEEP, "kept_locked")):
        _put(out, closed & (bars & bar > 0), key, lang)
    protected = closed & (bars & Bar.PROTECTED > 0)
    months = str(instance.law.newest("protection.child_months"))
    _put(out, protected, "protected_child", lang, months=months)
    for flag in reversed(PROTECTED_BY):
        _put(out, protected & instance.people[flag].to_numpy(), f"protected_{flag}", lang)


def exit_bars(instance: Instance) -> npt.NDArray[np.uint8]:
    """What bars everybody's chosen exits: uint8[n], a `Bar` mask.

    The bars that all the exits share, else all that occur; 0 where the law opens no exit at all.
    """
    options = instance.options
    if not len(options):
        return np.zeros(options.people, dtype=np.uint8)
    chosen = np.isin(options.decision, CHOSEN)
    shared = np.bitwise_and.reduceat(np.where(chosen, options.barred, np.uint8(255)), options.start[:-1])
    any_of = np.bitwise_or.reduceat(np.where(chosen, options.barred, np.uint8(0)), options.start[:-1])
    return np.where((shared == 255) | (shared == 0), any_of, shared)


def _compared(instance: Instance, standing: Standing, rank: npt.NDArray[np.int64], lang: str) -> dict[str, Texts]:
    """What a comparison by merit is filled with."""
    return {
        "merit": shown_points(instance.merit, lang),
        "rank": rank.astype(str).astype(object),
        "count": standing.count.astype(str).astype(object),
        "unit": instance.structure.units["unit"].to_numpy(dtype=object)[instance.structure.unit_of],
    }


def shown_points(points: npt.NDArray[np.float64], lang: str) -> Texts:
    """Points with at most one decimal, as the language writes them: object[n]."""
    shown, back = np.unique(np.round(points, 1), return_inverse=True)
    texts = [f"{p:,.1f}".removesuffix(".0") for p in shown]
    if lang == "vi":
        swap = str.maketrans(",.", ".,")
        texts = [t.translate(swap) for t in texts]
    return np.array([*texts, ""], dtype=object)[back]


def _route_words(decision: npt.NDArray[np.int8], lang: str) -> Texts:
    words = np.array([_lower(label("decision", d.value, lang)) for d in DECISIONS], dtype=object)
    return words[decision]


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]


def _put(out: Texts, who: npt.NDArray[np.bool_], name: str, lang: str, **columns: Texts | str) -> None:
    """Fill the template `explain.reason_<name>` for the people in `who`; a column holds a text for everybody."""
    count = int(who.sum())
    if not count:
        return
    filled: Texts = np.full(count, "", dtype=object)
    for literal, field, _, _ in string.Formatter().parse(room("explain")[f"reason_{name}"][lang]):
        if literal:
            filled = filled + literal
        if field:
            column = columns[field]
            filled = filled + (column if isinstance(column, str) else column[who])
    out[who] = filled
