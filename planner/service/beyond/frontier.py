"""What one figure costs in another: the best plans between two figures, each with its proof. `planner frontier`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.texts import Message
from planner.optimise.model.changes import with_gain, with_row
from planner.optimise.model.rows import Model
from planner.optimise.solve.again import Repriced
from planner.optimise.solve.price_bound import priced_bound
from planner.optimise.solve.result import Solution, Status, gap_of
from planner.optimise.solve.search.softly import SoftParts
from planner.report.frontier_picture import Curve, frontier_picture
from planner.roster.values.text import write_for_people
from planner.service.beyond.amounts import COST, INVOLUNTARY, LEAVERS, MERIT, REDUCTION, Amount, amount_of
from planner.service.beyond.case import LARGE, LONG_S, Case
from planner.service.beyond.folders import results_folder, write_plans
from planner.service.beyond.side_by_side import SideBySide

COLUMNS = ("x", "y", "bound", "gap", "involuntary", "leavers", "cost_vnd", "retained_merit", "plan", "proven", "limit")
PROVEN_GAP = 0.0005
"""A point is proven where no plan is better by more than this share."""
LARGE_GAP = 0.0004
"""In larger ministries points are solved to this gap; in smaller ones to the scenario's."""
LONGEST = 0.1
"""No single plan takes more than this share of the time that is left."""
NEAR_END = 0.002
"""In larger ministries the first point allows so much of the way to the last beyond the least money (the most merit) found."""
FAR_END, END_S = 0.005, 5.0
"""The gap of the far end, which only says where the last point is held, and seconds for it."""
SAME_S = 1e-3
"""Seconds for each person, at most as many as for the far end, in which the best x at the plan's own y is looked for: what closes at all closes in
that time, and a point of the curve says as much as a longer search."""
WHOLE = 1 - 1e-6
FIRST_SHARE = 0.6
"""Of the points so many stand evenly between the ends; the others where the curve is steepest."""
FEW = 4
"""After so many points one is near the plan's own y."""
SHARED = 8
"""Prices of so many neighbours are asked for a better bound of a point."""
FILES = ("frontier.csv", "frontier.png", "point-*")


@dataclass(frozen=True)
class Point:
    """A plan on the frontier. limit: of x, whole units. x, y: the plan's own. bound: of y, as a figure, None without a proof."""

    limit: int
    x: int
    y: int
    bound: float | None
    gap: float | None
    solution: Solution


@dataclass(frozen=True)
class Frontier:
    """points: from the least x that the scenario allows to where y grows no more. here: x and y of the plan itself.

    same_y: the best x of a plan with at least the plan's y, and whether it is proven; None where time ran out.
    """

    case: Case
    x: Amount
    y: Amount
    points: tuple[Point, ...]
    here: tuple[float, float]
    same_y: tuple[float, bool] | None

    @property
    def table(self) -> pd.DataFrame:
        """`COLUMNS`, a row a point; `x` and `y` are the plan's own, `limit` is what x was held to."""
        rows = []
        for number, point in enumerate(self.points, 1):
            assert point.solution.chosen is not None
            figures = self.case.figures(point.solution.chosen)
            row: dict[str, Any] = {"x": self.x.shown(point.x), "y": self.y.shown(point.y), "bound": point.bound, "gap": point.gap}
            row |= {
                "involuntary": figures["involuntary"],
                "leavers": figures["leavers"],
                "cost_vnd": figures["cost_vnd"],
                "retained_merit": figures["merit"],
            }
            proven = point.gap is not None and point.gap <= PROVEN_GAP
            rows.append({**row, "plan": f"point-{number:02d}", "proven": proven, "limit": self.x.shown(point.limit)})
        return pd.DataFrame(rows, columns=list(COLUMNS))

    @property
    def sentence(self) -> Message | None:
        """How much better x could be at the plan's y, where it could."""
        if self.same_y is None or self.same_y[0] == self.here[0]:
            return None
        gained = abs(self.same_y[0] - self.here[0])
        form = "money" if self.x.key == "cost_vnd" else "pct" if self.x.key == REDUCTION else "points" if self.x.key == MERIT else "people"
        gained = gained if form in ("pct", "points") else int(gained)
        params = {"y": Message(f"beyond.frontier.{self.y.key}"), "x": Message(f"beyond.frontier.{self.x.key}"), "gained": gained}
        return Message(f"beyond.frontier.same_{form}_{'less' if self.x.better < 0 else 'more'}", params)


def frontier(
    case: Case, x: str, y: str, *, points: int = 21, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> Frontier:
    """The best y for each x between the ends. x, y: two of `amounts.KEYS`.

    progress: called with (points solved, points).
    """
    of_x, of_y = amount_of(case, x), amount_of(case, y)
    near, far = _ends(case, of_x, of_y, workers)
    ends = of_x.whole(_choice(near)), of_x.whole(_choice(far))
    if case.people > LARGE and of_x.key in (COST, MERIT):
        ends = ends[0] + round(NEAR_END * (ends[1] - ends[0])), ends[1]
    here = of_x.whole(case.choice), of_y.whole(case.choice)
    made: dict[int, Point] = {}
    ask = partial(_asked, case, of_x, of_y, *_repriced(case, of_x, of_y, ends), here[1])
    first = max(2, round(points * FIRST_SHARE)) if points > 2 else points
    waiting = _halving([int(v) for v in np.unique(np.rint(np.linspace(*ends, first)).astype(np.int64))])
    same: Solution | None = None

    def known() -> list[Point]:
        return _shared(of_x, of_y, case, sorted(made.values(), key=lambda p: of_x.better * p.limit))

    with SideBySide(ask, workers) as crew:
        while waiting and case.left() > 0:
            tasks = _Tasks(of_x, of_y, waiting, made, [near, far], known if same is None else None)
            for place, found in crew.answers(tasks):
                if isinstance(found, Solution):
                    same = found
                    continue
                made[tasks.limit(place)] = found
                if progress is not None:
                    progress(len(made), points)
            waiting = _steepest(made, points - len(made))
    ordered = known()
    if same is None and case.left() > 0:
        same = _same_y(case, of_x, of_y, here[1], ordered)
    least = None if same is None else _least_x(of_x, of_y, here[1], same, ordered)
    ordered.sort(key=lambda p: p.limit)
    return Frontier(case, of_x, of_y, tuple(ordered), (of_x.shown(here[0]), of_y.shown(here[1])), least)


def _ends(case: Case, of_x: Amount, of_y: Amount, workers: int) -> tuple[Solution, Solution]:
    """The plans of the best x, and of the best x at the best y, beside each other."""

    def end(is_far: bool) -> Solution:
        if not is_far:
            return _solved(case, of_x, case.model, case.start(case.model), about=NEAR_END)
        best_y = _solved(case, of_y, case.model, case.start(case.model))
        return at_least(case, of_x, of_y, of_y.whole(_choice(best_y)), best_y, END_S, about=FAR_END)

    _ = case.model  # made before the processes part
    with SideBySide(end, workers) as crew:
        found = dict(crew.answers([False, True]))
    return found[0], found[1]


def write_frontier(found: Frontier, out: Path, *, lang: str, workers: int = 1) -> None:
    """`frontier.csv`, `frontier.png` and a folder a point into `out`, as a whole. InputError where it holds other things."""
    table = found.table
    with results_folder(out, FILES) as folder:
        write_for_people(table, folder / "frontier.csv")
        picture = frontier_picture(Curve(found.x.key, found.y.key, table, found.here, found.x.better, found.y.better), lang)
        (folder / "frontier.png").write_bytes(picture)
        write_plans(found.case, [_choice(p.solution) for p in found.points], list(table["plan"]), folder, lang=lang, workers=workers)


def _choice(found: Solution) -> npt.NDArray[np.int64]:
    assert found.chosen is not None
    return found.chosen


def _solved(
    case: Case, goal: Amount, model: Model, start: Solution, seconds: float = LONG_S, about: float = LARGE_GAP, soft: SoftParts | None = None
) -> Solution:
    """The model solved for one figure, in a larger ministry to the gap `about`; the start's plan keeps the model's rows, so that there
    is always one."""
    gap = max(case.relative_gap, about) if case.people > LARGE else min(case.relative_gap, PROVEN_GAP)
    near = WHOLE if goal.key in (INVOLUNTARY, LEAVERS, REDUCTION) else 0.0
    longest = min(seconds, LONGEST * case.left())
    found = case.solved(with_gain(model, goal.gain), relative_gap=gap, absolute_gap=near, start=start, seconds=longest, soft=soft)
    return found if found.chosen is not None else replace(found, chosen=start.chosen)


def _limited(model: Model, of: Amount, limit: int) -> Model:
    """The model in which a figure is at least as good as a limit."""
    return with_row(model, of.amount, least=limit) if of.better > 0 else with_row(model, of.amount, most=limit)


def at_least(
    case: Case, of_x: Amount, of_y: Amount, y: int, start: Solution | None, seconds: float = LONG_S, about: float = LARGE_GAP
) -> Solution:
    """The best x of the plans whose y is at least as good as `y`, which the start's plan (or the case's) reaches; of those found
    in so many seconds."""
    model = _limited(case.model, of_y, y)
    begin = case.start(model)
    if start is not None:
        fits = start.prices is not None and len(start.prices) == len(model.rows.names)
        begin = replace(begin, chosen=start.chosen, prices=start.prices if fits else begin.prices)
    return _solved(case, of_x, model, begin, seconds, about)


class _Tasks(Sequence[Any]):
    """(limit, start) of points to be solved; the start is chosen when it is asked for, from all that is known by then: of the plans
    within the limit the one of best y, with the prices of the nearest limit.

    After the first few of them, where `known` is given, the points known by then: the best x at the plan's own y is looked for from them, which
    takes as long as several points and therefore begins early.
    """

    def __init__(
        self,
        of_x: Amount,
        of_y: Amount,
        limits: list[int],
        made: dict[int, Point],
        ends: list[Solution],
        known: Callable[[], list[Point]] | None,
    ) -> None:
        self._of_x, self._of_y, self._limits, self._made, self._ends = of_x, of_y, limits, made, ends
        self._known, self._asks_at = known, len(limits) if known is None else min(FEW, len(limits))

    def __len__(self) -> int:
        return len(self._limits) + (self._known is not None)

    def limit(self, place: int) -> int:
        """The limit of a point."""
        return self._limits[place - (place > self._asks_at)]

    def __getitem__(self, place: Any) -> Any:
        if self._known is not None and place == self._asks_at:
            return self._known()
        limit, of_x, of_y = self.limit(place), self._of_x, self._of_y
        known = [*(p.solution for p in self._made.values()), *self._ends]
        room = [of_x.better * (of_x.whole(_choice(s)) - limit) for s in known]  # below 0 where the limit is not kept
        fits = [s for s, spare in zip(known, room, strict=True) if spare >= 0]
        plan = max(fits or self._ends[:1], key=lambda s: of_y.better * of_y.whole(_choice(s)))
        near = min(self._made.values(), key=lambda p: abs(p.limit - limit), default=None)
        wide = max(((spare, i) for i, spare in enumerate(room) if spare < 0), default=None)
        beyond = plan if wide is None else known[wide[1]]
        likely = np.union1d(_choice(plan), _choice(beyond))
        return limit, replace(plan, prices=plan.prices if near is None else near.solution.prices, likely=likely)


def _repriced(case: Case, of_x: Amount, of_y: Amount, ends: tuple[int, int]) -> tuple[Repriced | None, SoftParts | None]:
    """The relaxation of best y, in which limits on x are moved, and those of its parts; None as `Case.repriced`."""
    widest, tightest = sorted(ends, key=lambda limit: of_x.better * limit)
    tight = with_gain(_limited(case.model, of_x, tightest), of_y.gain)
    rows = _limited(case.model, of_x, widest).rows
    repriced = case.repriced(tight, rows.lower, rows.upper)
    return repriced, None if repriced is None else repriced.soft(rows.lower, rows.upper, case.choice)


def _asked(case: Case, of_x: Amount, of_y: Amount, repriced: Repriced | None, soft: SoftParts | None, y: int, task: Any) -> Point | Solution:
    """What a task of `_Tasks` asks for."""
    return _same_y(case, of_x, of_y, y, task) if isinstance(task, list) else _point(case, of_x, of_y, repriced, soft, task)


def _point(case: Case, of_x: Amount, of_y: Amount, repriced: Repriced | None, soft: SoftParts | None, task: tuple[int, Solution]) -> Point:
    limit, near = task
    model = _limited(case.model, of_x, limit)
    start = Solution(Status.UNKNOWN, near.chosen, None, None, None, None, near.prices, None, "", 0.0, likely=near.likely)
    if repriced is not None and (own := repriced.priced(model.rows.lower, model.rows.upper)) is not None:
        start = replace(start, prices=own.prices, likely=own.used, priced=True)
    return _measured(of_x, of_y, limit, _solved(case, of_y, model, start, soft=soft))


def _measured(of_x: Amount, of_y: Amount, limit: int, found: Solution) -> Point:
    """The point of a solution."""
    choice = _choice(found)
    x, y = of_x.whole(choice), of_y.whole(choice)
    if found.bound is None or found.objective is None:
        return Point(limit, x, y, None, None, found)
    bound = max(found.bound, found.objective)
    if of_y.key in (INVOLUNTARY, LEAVERS, REDUCTION):
        bound = max(float(np.floor(bound + 1e-6)), found.objective)
    return Point(limit, x, y, of_y.at_most(bound), gap_of(found.objective, bound), found)


def _shared(of_x: Amount, of_y: Amount, case: Case, points: list[Point]) -> list[Point]:
    """The points with what others know of theirs. points: the widest limit first.

    A plan within a tighter limit is one within a wider; what no plan within a wider limit exceeds, none within a tighter does;
    and the prices of one point bound every other.
    """
    prices = [p.solution.prices for p in points if p.solution.prices is not None]
    models = {p.limit: with_gain(_limited(case.model, of_x, p.limit), of_y.gain) for p in points}
    known: list[tuple[float, Solution]] = []
    for place, point in enumerate(points):
        own = [] if point.solution.bound is None else [point.solution.bound]
        nearby = prices if len(prices) <= SHARED else prices[max(0, place - SHARED // 2) : place + SHARED // 2 + 1]
        bound = min([*own, *(priced_bound(models[point.limit], p) for p in nearby), *([known[-1][0]] if known else [])], default=np.inf)
        known.append((bound, point.solution))
    best: Solution | None = None
    out = []
    for (bound, solution), point in zip(reversed(known), reversed(points), strict=True):
        if best is None or (solution.objective or -np.inf) > (best.objective or -np.inf):
            best = solution
        assert best.objective is not None or solution.bound is None
        told = replace(solution, chosen=best.chosen, objective=best.objective, bound=bound if np.isfinite(bound) else None)
        out.append(_measured(of_x, of_y, point.limit, told))
    return out[::-1]


def _same_y(case: Case, of_x: Amount, of_y: Amount, y: int, points: list[Point]) -> Solution:
    """The best x of the plans whose y is at least `y`, from the best such point and from the prices of the nearest one.

    At a point's prices, p of the rows and q of the limit on x, the goal y - p @ rows - q x is, over |q|, the goal x with p / |q| for the rows
    and 1 / |q| for y.
    """
    reach = [p for p in points if of_y.better * p.y >= of_y.better * y]
    best = max(reach, key=lambda p: of_x.better * p.x, default=None)
    plan = case.choice if best is None or of_x.better * best.x < of_x.better * of_x.whole(case.choice) else _choice(best.solution)
    begin = case.start(_limited(case.model, of_y, y))
    priced = [p for p in points if p.solution.prices is not None and p.solution.prices[-1] != 0]
    near = min(priced, key=lambda p: abs(p.y - y), default=None)
    prices = begin.prices
    if near is not None and near.solution.prices is not None:
        rate = abs(float(near.solution.prices[-1])) * of_x.goal_unit
        prices = np.r_[near.solution.prices[:-1] / rate, -of_y.better / (of_y.goal_unit * rate)]
    return at_least(case, of_x, of_y, y, replace(begin, chosen=plan, prices=prices), max(1.0, min(END_S, SAME_S * case.people)))


def _least_x(of_x: Amount, of_y: Amount, y: int, same: Solution, points: list[Point]) -> tuple[float, bool]:
    """(the best x of the plans found whose y is at least `y`, whether it is proven to be)."""
    found = [of_x.whole(_choice(same)), *(p.x for p in points if of_y.better * p.y >= of_y.better * y)]
    best = max(found, key=lambda x: of_x.better * x)
    gap = None if same.bound is None else gap_of(of_x.better * best / of_x.goal_unit, max(same.bound, of_x.better * best / of_x.goal_unit))
    return of_x.shown(best), gap is not None and gap <= PROVEN_GAP


def _halving(limits: list[int]) -> list[int]:
    """The limits, both ends first, then always the middle of what is between those before: each has a near one that is solved."""
    if len(limits) < 3:
        return limits
    out, spans = [limits[-1], limits[0]], [(0, len(limits) - 1)]
    for low, high in spans:
        if high - low > 1:
            middle = (low + high) // 2
            out.append(limits[middle])
            spans += [(low, middle), (middle, high)]
    return out


def _steepest(made: dict[int, Point], count: int) -> list[int]:
    """The middles of the intervals over which y changes most, whole units apart: one after the other, as if y changed evenly within each."""
    ordered = sorted(made)
    spans = [(abs(made[b].y - made[a].y), a, b) for a, b in zip(ordered, ordered[1:], strict=False)]
    out: list[int] = []
    while len(out) < count and (able := [span for span in spans if span[0] > 0 and span[2] - span[1] > 1]):
        change, a, b = steepest = max(able)
        spans.remove(steepest)
        spans += [(change / 2, a, (a + b) // 2), (change / 2, (a + b) // 2, b)]
        out.append((a + b) // 2)
    return out
