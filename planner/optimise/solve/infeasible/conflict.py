"""Why nothing is possible: a smallest set of named requirements and bars that clash.

Together the entries are infeasible; dropping any one makes the rest (the entries only) feasible. Where many rows of one
key clash (the same limit of nearly every unit) the key is one entry, all its rows dropped or kept together. What the data show
without a solver comes first; then the prices of a least-breach linear programme name few candidates; then each
candidate is dropped in turn and kept only where the rest became possible.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.optimise.model.rows import Model, RowName
from planner.optimise.solve.infeasible.judge import judge
from planner.optimise.solve.people_by_kind import Counter
from planner.optimise.solve.presolve.reduce import activity_range, people_without_option, person_of
from planner.optimise.solve.price_bound import group_max, usable, values
from planner.optimise.solve.result import Bars
from planner.optimise.solve.search.certificate import Verdict, with_rows, without_gain, worth_counting
from planner.scenario.requirement_kinds import Kind

FEW = 8
"""Up to so many units, groups or list entries of a key are entries of their own."""
CARE = 1e-9
"""Share of a certificate's size that must stay when it is used to drop a bar."""


@dataclass
class _Groups:
    """The whole question: groups of rows, groups of barred options, and which of them are in force.

    kept_rows: indices into `row_groups`; kept_bars: indices into `bars`. `open`: bool[m], options that are allowed
    once every bar is dropped. cover: int32[m], how many of the kept bars forbid an option. always: bool[r], rows that are
    no wish and are always in force (`Kind.always`); they stand in no group.
    """

    model: Model
    row_groups: list[tuple[RowName, npt.NDArray[np.int64]]]
    bars: list[tuple[RowName, npt.NDArray[np.int64]]]
    open: npt.NDArray[np.bool_]
    person: npt.NDArray[np.int64]
    ends: float
    seed: int
    always: npt.NDArray[np.bool_]

    def allowed(self, kept_bars: Iterable[int]) -> npt.NDArray[np.bool_]:
        out = self.open.copy()
        for b in kept_bars:
            out[self.bars[b][1]] = False
        return out

    def restricted(self, kept_rows: Iterable[int], kept_bars: Iterable[int]) -> Model:
        """The model with only these rows and bars in force."""
        return with_rows(replace(self.model, allowed=self.allowed(kept_bars)), self.in_force(kept_rows))

    def in_force(self, kept_rows: Iterable[int]) -> npt.NDArray[np.bool_]:
        """bool[r]: the rows of these groups, and those that always hold."""
        keep = self.always.copy()
        for g in kept_rows:
            keep[self.row_groups[g][1]] = True
        return keep

    def left(self) -> float:
        return self.ends - time.monotonic()


def explain_conflict(
    model: Model,
    bars: Bars = (),
    *,
    time_limit_s: float = 30.0,
    seed: int = 1,
    prices: npt.NDArray[np.float64] | None = None,
    among: Collection[RowName] | None = None,
) -> tuple[RowName, ...]:
    """The names that clash in an infeasible model; rows before bars, each in the model's order.

    bars: each reason and the options it forbids; an option opens when every bar on it is dropped. Options that are
    neither allowed nor barred stay closed. prices: of an infeasible `Solution`, where it has some; they spare the first
    proof. among: look for a clash of these rows (and any bars) only. Empty where no conflict can be proven (the model is feasible, or the time
    ran out first). Where the time runs out later the entries clash, but one of them might be dispensable.
    """
    given = _grouped(model, bars, time_limit_s, seed)
    everything = {g for g, (name, _) in enumerate(given.row_groups) if among is None or name in among}, set(range(len(given.bars)))
    found = _nobody_left(given) or _one_row(given)
    if found is None:
        given, *found = _by_prices(given, *everything, prices)
    rows, kept = found
    return tuple(given.row_groups[g][0] for g in sorted(rows)) + tuple(given.bars[b][0] for b in sorted(kept))


def _grouped(model: Model, bars: Bars, time_limit_s: float, seed: int) -> _Groups:
    by_name: dict[RowName, list[int]] = {}
    always = model.rows.where(lambda kind: kind.always)
    for r, name in enumerate(model.rows.names):
        if not always[r]:
            by_name.setdefault(name, []).append(r)
    row_groups = [(name, np.array(index, dtype=np.int64)) for name, index in by_name.items()]
    by_bar: dict[RowName, list[npt.NDArray[np.int64]]] = {}
    for bar, options in bars:
        by_bar.setdefault(bar, []).append(np.asarray(options, dtype=np.int64))
    merged = [(bar, np.unique(np.concatenate(parts))) for bar, parts in by_bar.items()]
    opened = model.allowed.copy()
    for _, options in merged:
        opened[options] = True
    return _Groups(model, row_groups, merged, opened, person_of(model), time.monotonic() + time_limit_s, seed, always)


Kept = tuple[set[int], set[int]]


def _nobody_left(given: _Groups) -> Kept | None:
    """A person for whom nothing is allowed: the fewest bars that leave nothing. None where everybody has an option."""
    every = set(range(len(given.bars)))
    small = replace(given.model, allowed=given.allowed(every))
    empty = people_without_option(small)
    if not empty.size:
        return None
    at = np.zeros(len(given.model.start) - 1, dtype=bool)
    at[empty] = True
    touching: dict[int, list[int]] = {}
    for b, (_, options) in enumerate(given.bars):
        for i in np.unique(given.person[options]):
            if at[i]:
                touching.setdefault(int(i), []).append(b)
    best: set[int] | None = None
    for i in empty.tolist():
        mine = slice(given.model.start[i], given.model.start[i + 1])
        kept = set(touching.get(i, []))
        for b in sorted(kept, key=lambda b: len(given.bars[b][1])):
            if not given.allowed(kept - {b})[mine].any():
                kept.discard(b)
        if best is None or len(kept) < len(best):
            best = kept
        if len(best) <= 2:
            break
    return set(), best or set()


def _one_row(given: _Groups) -> Kept | None:
    """A row that the options at hand cannot keep whatever else is asked; None where there is none."""
    model = replace(given.model, allowed=given.allowed(range(len(given.bars))))
    least, most = activity_range(model)
    rows = model.rows
    crossed = np.flatnonzero(rows.lower > rows.upper)
    if crossed.size:
        return {_group_of(given, int(crossed[0]))}, set()
    broken = np.flatnonzero(((most < rows.lower) | (least > rows.upper)) & ~given.always)
    best: Kept | None = None
    for r in broken[:50].tolist():
        prices = np.zeros(len(rows.names))
        prices[r] = -1.0 if most[r] < rows.lower[r] else 1.0
        group = _group_of(given, r)
        kept = _lighter(given, prices, set(range(len(given.bars))))
        if kept is not None and (best is None or len(kept) < len(best[1])):
            best = {group}, kept
    if best is None or all(_reaches_all_between(given, g) for g in best[0]):
        return best
    return _one_by_one(given, *best)


def _group_of(given: _Groups, row: int) -> int:
    return next(g for g, (_, index) in enumerate(given.row_groups) if row in index)


def _reaches_all_between(given: _Groups, group: int) -> bool:
    """Whether the group is one row whose range alone says what is possible: one-sided, or counting people."""
    index = given.row_groups[group][1]
    if len(index) != 1:
        return False
    rows, r = given.model.rows, int(index[0])
    data = rows.matrix.data[rows.matrix.indptr[r] : rows.matrix.indptr[r + 1]]
    one_sided = np.isinf(rows.lower[r]) or np.isinf(rows.upper[r])
    return bool(one_sided or np.all((data == 0) | (data == 1)))


def _lighter(given: _Groups, prices: npt.NDArray[np.float64], kept: set[int]) -> set[int] | None:
    """The bars that a proof by prices needs: every other one can go and the priced bound stays below zero.

    None where the prices prove nothing even with all of `kept`.
    """
    model = without_gain(given.model)
    p = usable(model, prices)
    worth = values(model, p)
    rows = model.rows
    cover = np.zeros(len(worth), dtype=np.int32)
    for b in kept:
        cover[given.bars[b][1]] += 1
    now = group_max(np.where(given.open & (cover == 0), worth, -np.inf), model.start)
    sides = np.where(p > 0, rows.upper, np.where(p < 0, rows.lower, 0.0))
    parts = [*now.tolist(), *np.where(p == 0, 0.0, p * np.where(p == 0, 0.0, sides)).tolist()]
    total = math.fsum(parts)
    care = CARE * math.fsum(abs(v) for v in parts)
    if not total < -care:
        return None

    def rise(b: int) -> tuple[float, npt.NDArray[np.int64]]:
        options = given.bars[b][1]
        freed = options[(cover[options] == 1) & given.open[options]]
        who, index = np.unique(given.person[freed], return_inverse=True)
        top = np.full(len(who), -np.inf)
        np.maximum.at(top, index, worth[freed])
        return float(np.maximum(top - now[who], 0.0).sum()), options

    needed = set(kept)
    for b in sorted(kept, key=lambda b: (rise(b)[0], b)):
        more, options = rise(b)
        if total + more < -care:
            total += more
            cover[options] -= 1
            freed = options[(cover[options] == 0) & given.open[options]]
            np.maximum.at(now, given.person[freed], worth[freed])
            needed.discard(b)
    return needed


def _by_prices(given: _Groups, rows: set[int], bars: set[int], prices: npt.NDArray[np.float64] | None) -> tuple[_Groups, set[int], set[int]]:
    """The general case: proofs by prices as far as they reach, keys of many rows as one, then deletion one by one.

    Returns the groups with such keys as one group each, and the groups and bars of the clash.
    """
    known = prices is not None and _lighter(given, prices, bars) is not None
    verdict = Verdict("infeasible", prices) if known else _judge(given, rows, bars)
    if verdict.answer != "infeasible":
        return given, set(), set()
    rows, bars = _narrowed(given, rows, bars, verdict)
    rows, bars = _without_families(given, rows, bars)
    given, rows = _joined(given, rows)
    return given, *_one_by_one(given, rows, bars)


def _joined(given: _Groups, rows: set[int]) -> tuple[_Groups, set[int]]:
    """The groups with every key of which more than FEW groups of `rows` are left as one group of all its rows.

    More rows clash as well; and what to do about such a limit is decided once, not unit by unit.
    """
    members: dict[RowName, list[int]] = {}
    for g, (name, _) in enumerate(given.row_groups):
        members.setdefault(name.every, []).append(g)
    whole = {key: groups for key, groups in members.items() if len(rows.intersection(groups)) > FEW}
    if not whole:
        return given, rows
    inside = {g for groups in whole.values() for g in groups}
    groups = [(given.row_groups[g], g in rows) for g in range(len(given.row_groups)) if g not in inside]
    for key, own in whole.items():
        groups.append(((key, np.concatenate([given.row_groups[g][1] for g in own])), True))
    groups.sort(key=lambda entry: int(entry[0][1].min()))
    kept = {g for g, (_, asked) in enumerate(groups) if asked}
    return replace(given, row_groups=[group for group, _ in groups]), kept


def _one_by_one(given: _Groups, rows: set[int], bars: set[int]) -> Kept:
    """The deletion filter: bars first, the smallest first, so that few single people stay in the answer."""
    for b in sorted(bars, key=lambda b: (len(given.bars[b][1]), b)):
        if b in bars:
            rows, bars = _try(given, rows, bars, set(), {b})
    counter = None
    for g in sorted(rows, reverse=True):
        if g not in rows or given.left() <= 0:
            continue
        if counter is None:
            counter, place = _counter(given, rows, bars)
        if counter is not None and counter.possible_without(place[g], time_limit_s=given.left(), seed=given.seed):
            continue
        before = (rows, bars)
        rows, bars = _try(given, rows, bars, {g}, set())
        counter = counter if before == (rows, bars) else None
    return rows, bars


def _counter(given: _Groups, rows: set[int], bars: set[int]) -> tuple[Counter | None, dict[int, npt.NDArray[np.int64]]]:
    """These rows and bars counted by kind of people, and where each group of rows stands there; None where not worth it."""
    index = np.flatnonzero(given.in_force(rows))
    place = {g: np.searchsorted(index, given.row_groups[g][1]) for g in rows}
    model = given.restricted(sorted(rows), bars)
    if people_without_option(model).size or not worth_counting(model):
        return None, place
    return Counter(without_gain(model)), place


def _judge(given: _Groups, rows: set[int], bars: set[int]) -> Verdict:
    if given.left() <= 0:
        return Verdict("unknown")
    model = given.restricted(sorted(rows), bars)
    if people_without_option(model).size:
        return Verdict("infeasible")
    verdict = judge(model, time_limit_s=given.left(), seed=given.seed)
    if verdict.prices is None:
        return verdict
    prices = np.zeros(len(given.model.rows.names))
    prices[given.in_force(rows)] = verdict.prices
    return replace(verdict, prices=prices)


def _narrowed(given: _Groups, rows: set[int], bars: set[int], verdict: Verdict) -> Kept:
    """Only what the proof at hand uses; unchanged where there is no proof by prices."""
    if verdict.prices is None:
        return rows, bars
    kept = _lighter(given, verdict.prices, bars)
    if kept is None:
        return rows, bars
    prices = _sparser(given, verdict.prices, rows, kept)
    used = {g for g in rows if np.any(prices[given.row_groups[g][1]] != 0)}
    lighter = _lighter(given, prices, kept)
    return used, kept if lighter is None else lighter


def _sparser(given: _Groups, prices: npt.NDArray[np.float64], rows: set[int], bars: set[int]) -> npt.NDArray[np.float64]:
    """The proof with prices set to zero where it holds without them: whole families, then halves, down to single rows."""
    model = given.model
    p = usable(model, prices)
    support = np.flatnonzero(p)
    allowed = given.allowed(bars)
    matrix = csr_array(model.rows.matrix[support]).T.tocsr()
    sides = np.where(p > 0, model.rows.upper, model.rows.lower)[support]
    at = {int(r): k for k, r in enumerate(support)}
    own = {g: [at[int(r)] for r in given.row_groups[g][1] if int(r) in at] for g in rows}
    own = {g: index for g, index in own.items() if index}

    def proves(q: npt.NDArray[np.float64]) -> bool:
        best = group_max(np.where(allowed, -(matrix @ q), -np.inf), model.start)
        parts = q * np.where(q == 0, 0.0, sides)
        return float(best.sum() + parts.sum()) < -CARE * float(np.abs(best).sum() + np.abs(parts).sum())

    q = p[support]
    families: dict[RowName, list[int]] = {}
    for g in own:
        families.setdefault(given.row_groups[g][0].every, []).append(g)
    queue = sorted(families.values(), key=lambda members: (-len(members), members[0]))
    while queue:
        chunk = queue.pop(0)
        fewer = q.copy()
        fewer[[k for g in chunk for k in own[g]]] = 0.0
        if np.any(fewer) and proves(fewer):
            q = fewer
        elif len(chunk) > 1:
            queue += [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
    out = np.zeros(len(p))
    out[support] = q
    return out


def _try(given: _Groups, rows: set[int], bars: set[int], less_rows: set[int], less_bars: set[int]) -> Kept:
    """Drops these if the rest is still infeasible; otherwise, or in doubt, keeps them."""
    fewer = rows - less_rows, bars - less_bars
    verdict = _judge(given, *fewer)
    return _narrowed(given, *fewer, verdict) if verdict.answer == "infeasible" else (rows, bars)


def _without_families(given: _Groups, rows: set[int], bars: set[int]) -> Kept:
    """Whole families first (all bars, then all rows of one requirement): a clash mostly lies within two or three."""
    if len(rows) + len(bars) <= 8:
        return rows, bars
    if bars:
        rows, bars = _try(given, rows, bars, set(), set(bars))
    for family in _families({g: given.row_groups[g][0].every for g in rows}):
        if family & rows:
            rows, bars = _try(given, rows, bars, family & rows, set())
    for family in _families({b: given.bars[b][0].kind for b in bars}):
        if family & bars:
            rows, bars = _try(given, rows, bars, set(), family & bars)
    return rows, bars


def _families(of: dict[int, RowName | Kind]) -> list[set[int]]:
    """The groups of several that have the same key, the largest first."""
    found: dict[RowName | Kind, set[int]] = {}
    for group, key in of.items():
        found.setdefault(key, set()).add(group)
    return sorted((members for members in found.values() if len(members) > 1), key=lambda members: (-len(members), min(members)))
