"""Synthetic models of any size, shaped as the planner builds them: for experiments and the benchmark, no real person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from planner.optimise.model.rows import Model, RowName, Rows
from planner.scenario import requirement_kinds as record


@dataclass
class _Pool:
    """Rows gathered one after another."""

    m: int
    rows: list[int]
    columns: list[np.ndarray]
    values: list[np.ndarray]
    lower: list[float]
    upper: list[float]
    names: list[RowName]

    def add(self, name: RowName, columns: np.ndarray, values: np.ndarray | float, lower: float, upper: float) -> None:
        self.rows.append(len(columns))
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(values, dtype=float), columns.shape))
        self.lower.append(lower)
        self.upper.append(upper)
        self.names.append(name)

    def build(self) -> Rows:
        row = np.repeat(np.arange(len(self.rows)), self.rows)
        column = np.concatenate(self.columns) if self.columns else np.zeros(0, dtype=int)
        value = np.concatenate(self.values) if self.values else np.zeros(0)
        matrix = csr_array(coo_array((value, (row, column)), shape=(len(self.rows), self.m)))
        return Rows(matrix, np.array(self.lower), np.array(self.upper), tuple(self.names))


def ministry(
    people: int,
    units: int,
    seed: int = 0,
    *,
    share: float = 0.2,
    budget: float = 0.9,
    unit_floor: float = 0.08,
    unit_cap: float = 0.35,
    weights: tuple[float, float, float] = (1.0, 0.05, 60.0),
) -> Model:
    """A feasible-looking ministry with the requirements of the base families.

    people, units: sizes. share: reduction wanted at the end. budget: total money as a share of what leaving the
    cheapest way in the last period would cost by rough estimate. weights: merit, cost per million, involuntary.
    """
    rng = np.random.default_rng(seed)
    size = rng.lognormal(0, 0.7, units)
    unit = np.sort(rng.choice(units, people, p=size / size.sum()))
    age = np.clip(rng.normal(43, 9, people), 23, 61.9)
    merit = np.clip(np.round(rng.normal(78, 10, people) - 0.15 * np.abs(age - 42), 1), 0, 115)
    salary = np.round((3 + 0.09 * (age - 22) + rng.exponential(0.6, people)) * 2_340_000 * 1.25)
    deputy = rng.random(people) < 0.06
    volunteer = rng.random(people) < 0.06
    key = rng.random(people) < 0.05
    protected = rng.random(people) < 0.03
    natural = age > 60.5
    to_pension = np.maximum(0, 62 - age) * 12
    months = np.clip((age - 23) * 12 * rng.uniform(0.7, 1, people), 0, None)

    person, period, route, cost, allowed = [], [], [], [], []
    everybody = np.arange(people)

    def put(who: np.ndarray, t: int, kind: int, money: np.ndarray, ok: np.ndarray) -> None:
        person.append(who)
        period.append(np.full(len(who), t))
        route.append(np.full(len(who), kind))
        cost.append(money)
        allowed.append(ok)

    put(everybody, -1, 0, np.zeros(people), ~natural)
    for t, later in enumerate((8, 20, 44)):
        early = np.flatnonzero((to_pension - later >= 1) & (to_pension - later <= 120))
        years = np.minimum(60, to_pension[early] - later)
        money = salary[early] * (0.9 * years + 4 * (to_pension[early] - later) / 12 + 4 + np.maximum(0, months[early] / 12 - 20) * 0.5)
        put(early, t, 1, money, ~(key | protected)[early])
        apart = np.flatnonzero(to_pension - later > 60)
        money = salary[apart] * (3 + 0.8 * np.minimum(60, months[apart] + later) + 1.5 * (months[apart] + later) / 12)
        put(apart, t, 2, money, ~(key | protected)[apart])
    gone = np.flatnonzero(natural)
    put(gone, 1, 3, np.zeros(len(gone)), np.ones(len(gone), dtype=bool))

    person_, period_, route_ = np.concatenate(person), np.concatenate(period), np.concatenate(route)
    cost_, allowed_ = np.round(np.concatenate(cost)), np.concatenate(allowed)
    order = np.lexsort((period_, route_, person_))
    person_, period_, route_, cost_, allowed_ = (a[order] for a in (person_, period_, route_, cost_, allowed_))
    start = np.searchsorted(person_, np.arange(people + 1))
    involuntary = (route_ > 0) & (route_ < 3) & ~volunteer[person_]
    gain = np.where(route_ == 0, weights[0] * merit[person_], 0) - weights[1] * cost_ / 1e6 - weights[2] * involuntary

    leaves = route_ > 0
    pool = _Pool(len(person_), [], [], [], [], [], [])
    for t, part in enumerate((0.4, 0.6, 1.0)):
        who = np.flatnonzero(leaves & (period_ <= t))
        pool.add(RowName(record.PERIOD_TARGETS, (t,)), who, 1, np.ceil(share * part * people), np.inf)
    head = np.bincount(unit, minlength=units)
    where = unit[person_]
    for u in range(units):
        out, stay = np.flatnonzero(leaves & (where == u)), np.flatnonzero(~leaves & (where == u))
        pool.add(RowName(record.UNIT_CAPS.for_all, (f"U{u}",)), out, 1, -np.inf, np.floor(unit_cap * head[u]))
        pool.add(RowName(record.UNIT_TARGETS.for_all, (f"U{u}",)), out, 1, np.ceil(unit_floor * head[u]), np.inf)
        pool.add(RowName(record.UNIT_MINIMUMS.for_all, (f"U{u}",)), stay, 1, np.floor(0.6 * head[u]), np.inf)
        boss = np.flatnonzero(~leaves & (where == u) & deputy[person_])
        pool.add(RowName(record.DEPUTIES, (f"U{u}",)), boss, 1, -np.inf, max(1, np.ceil(0.75 * (deputy & (unit == u)).sum())))
    paid = np.flatnonzero(cost_ > 0)
    rough = budget * share * people * np.median(cost_[paid])
    pool.add(RowName(record.BUDGET_TOTAL), paid, cost_[paid], -np.inf, np.floor(rough))
    for t in range(3):
        now = np.flatnonzero((cost_ > 0) & (period_ == t))
        pool.add(RowName(record.BUDGET_PERIOD, (t,)), now, cost_[now], -np.inf, np.floor(rough * 0.55))
    rows = pool.build()
    return Model(start, gain, 0.0, allowed_, rows, float(weights[0] * merit.sum()))
