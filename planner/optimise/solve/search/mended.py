"""A plan that breaks some rows, mended by deciding one person after another otherwise.

The relaxation is whole but for a few hundred people. Rounded, it breaks some rows by little, and an integer solver takes long to find
people who keep them all. A walk that looks at one broken row at a time, and makes what stays broken dearer, takes a moment; it loses
little, since each step is weighed at the prices. Steps are counted, never timed, and lots are drawn from a seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from planner.optimise.model.rows import Model
from planner.optimise.solve.backend.digits import numbers_of
from planner.optimise.solve.presolve.reduce import Reduced, reduce
from planner.optimise.solve.search import core

STEPS = 300
"""So many steps at most."""
LOOKED_AT = 400
"""Of the changes that mend a row so many that lose least, and as many others by lot, are weighed against each other."""
REST = 3
"""For so many steps nobody is decided again."""
FIRSTS = 8
"""Where no change makes the whole better, so many are tried with another one."""
FIRST_WEIGHT, GROWTH = 1.0, 0.1
"""A row that is broken by a person first weighs so much (no option gains more than 64); with each step that makes nothing better a broken row gets dearer by
that and by this share."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def mended(model: Model, mask: Bools, plan: Ints, prices: Floats, *, seed: int) -> Ints | None:
    """A plan over the options of `mask` that keeps every row, as far as floating point can tell; None where the walk found none.

    plan: int64[n], where it begins. prices: float64[r] of the rows.
    """
    reduced = reduce(replace(model, allowed=mask))
    if reduced.broken.size or not len(reduced.option) or not len(reduced.row):
        return None
    return _Walk(reduced, plan, prices, seed).found()


@dataclass(frozen=True)
class _Choices:
    """g owners (people, or numbers), each with several choices. rows: int64[g, w], the rows that any choice of an owner touches, the
    number of rows where there are fewer; does: float64[c, w], what a choice adds to each of them; worth: float64[c], at the prices;
    owner: int64[c]; column: int64[c], the programme's column, -1 for the base."""

    rows: Ints
    does: Floats
    worth: Floats
    owner: Ints
    column: Ints
    seen: dict[int, tuple[Ints, Ints]] = field(default_factory=dict)

    def of_row(self, row: int) -> tuple[Ints, Ints]:
        """(the choices of all owners whom a row counts, the place of the row among each one's rows)."""
        if row not in self.seen:
            owner, place = np.nonzero(self.rows == row)
            at = np.full(len(self.rows), -1)
            at[owner] = place
            choice = np.flatnonzero(at[self.owner] >= 0)
            self.seen[row] = choice, at[self.owner[choice]]
        return self.seen[row]


def _choices(matrix: csc_array, owner: Ints, worth: Floats, column: Ints, base: bool) -> _Choices:
    """The columns of a matrix as choices of their owners (ascending); base: each owner has one more, first, that does nothing."""
    q = matrix.shape[0]
    count = np.bincount(owner)
    entry_owner = np.repeat(owner, np.diff(matrix.indptr))
    pair, place = np.unique(entry_owner * (q + 1) + matrix.indices, return_inverse=True)
    first = np.searchsorted(pair // (q + 1), np.arange(len(count)))
    slot = np.arange(len(pair)) - first[pair // (q + 1)]
    rows = np.full((len(count), int(slot.max(initial=-1)) + 1), q, dtype=np.int64)
    rows[pair // (q + 1), slot] = pair % (q + 1)
    more = int(base)
    choice = np.arange(len(owner)) + more * (owner + 1)
    total = len(owner) + more * len(count)
    does = np.zeros((total, rows.shape[1]))
    does[np.repeat(choice, np.diff(matrix.indptr)), slot[place]] = matrix.data
    out = _Choices(rows, does, np.zeros(total), np.repeat(np.arange(len(count)), count + more), np.full(total, -1, dtype=np.int64))
    out.worth[choice], out.column[choice] = worth, column
    return out


class _Walk:
    """Where the walk stands: what everybody and every number is decided to, what the rows add up to, what breaking them weighs."""

    def __init__(self, reduced: Reduced, plan: Ints, prices: Floats, seed: int) -> None:
        self.reduced, self.rng, self.step = reduced, np.random.default_rng(seed), 0
        whole = core.programme_of(reduced)
        self.numbers, q = numbers_of(whole), len(reduced.row)
        programme = self.numbers.programme
        matrix = csc_array(csc_array(programme.matrix)[:q])
        matrix.sort_indices()
        self.low, self.high = np.r_[programme.lower[:q], -np.inf], np.r_[programme.upper[:q], np.inf]
        price = prices[reduced.row] / reduced.row_scale * reduced.gain_scale
        worth = programme.gain - matrix.T @ price
        seat = np.zeros(len(worth), dtype=bool)
        seat[self.numbers.number[reduced.person >= len(reduced.base) - reduced.seats]] = True
        people, seats = np.flatnonzero(~seat), np.flatnonzero(seat)
        person = np.zeros(len(worth), dtype=np.int64)
        person[self.numbers.number] = reduced.person
        _, owner = np.unique(person[people], return_inverse=True)
        self.people = _choices(csc_array(matrix[:, people]), owner, worth[people], people, base=True)
        self.seats = _choices(csc_array(matrix[:, seats]), np.arange(len(seats)), worth[seats], seats, base=False)
        self.most = programme.ceiling[seats]
        self._begin(plan, matrix)
        self._follow(matrix, seats)
        self._weigh(matrix)

    def _begin(self, plan: Ints, matrix: csc_array) -> None:
        """Stands at a plan."""
        point = self.numbers.joined((plan[self.reduced.person] == self.reduced.option).astype(np.float64))
        people = self.people
        taken = np.flatnonzero((people.column >= 0) & (point[people.column] > 0.5))
        self.now = np.flatnonzero(people.column < 0)
        self.now[people.owner[taken]] = taken
        self.count = np.minimum(np.rint(point[self.seats.column]), self.most)
        self.sum = np.r_[np.asarray(matrix @ self._point()), 0.0]
        self.changed, self.seat_changed = np.full(len(self.now), -REST), np.full(len(self.count), -REST)

    def _point(self) -> Floats:
        """The programme's columns as they stand."""
        point = np.zeros(len(self.numbers.programme.gain))
        chosen = self.people.column[self.now]
        point[chosen[chosen >= 0]] = 1.0
        point[self.seats.column] = self.count
        return point

    def _follow(self, matrix: csc_array, seats: Ints) -> None:
        """Numbers that a row alone says, and that are large enough for everybody in it, follow the people: the row is kept by setting them."""
        own = csc_array(matrix[:, seats]).tocoo()
        exact = (self.low == self.high)[own.row] & (np.bincount(own.row, minlength=len(self.low))[own.row] == 1)
        able = np.zeros(len(self.low))
        np.add.at(able, self.people.rows, np.maximum.reduceat(np.abs(self.people.does), np.flatnonzero(self.people.column < 0), axis=0))
        exact &= self.most[own.col] * np.abs(own.data) >= able[own.row]
        number, first = np.unique(own.col[exact], return_index=True)
        self.ruled = dict(zip(own.row[exact][first].tolist(), number.tolist(), strict=True))
        self.size = dict(zip(number.tolist(), own.data[exact][first].tolist(), strict=True))
        self._settle(list(self.ruled))

    def _settle(self, rows: list[int]) -> None:
        """Sets the numbers of these rows."""
        for row in rows:
            number = self.ruled[row]
            by = np.clip(
                np.rint((self.low[row] - self.sum[row]) / self.size[number]), -self.count[number], self.most[number] - self.count[number]
            )
            self._count(number, float(by))

    def _weigh(self, matrix: csc_array) -> None:
        """What breaking each row weighs at first: by what one person usually adds to it."""
        own = matrix.tocsr()
        usual = np.array(
            [
                np.median(np.abs(own.data[own.indptr[r] : own.indptr[r + 1]])) if own.indptr[r + 1] > own.indptr[r] else 1.0
                for r in range(own.shape[0])
            ]
        )
        self.dearer = np.r_[FIRST_WEIGHT / usual, 0.0]
        self.dearer[list(self.ruled)] = 0.0  # kept by setting their number
        self.weight = self.dearer.copy()

    def found(self) -> Ints | None:
        """The plan at the end of the walk; None where it still breaks a row after so many steps."""
        for self.step in range(STEPS):
            broken = self._broken()
            if not len(broken):
                return core.rounded(self.reduced, self.numbers.apart(self._point()))
            before = self._loss()
            self._mend(int(broken[self.rng.integers(len(broken))]))
            if self._loss() >= before:
                self.weight[broken] += self.dearer[broken] + GROWTH * self.weight[broken]
        return None

    def _broken(self) -> Ints:
        """The rows that are broken."""
        return np.flatnonzero((self.sum < self.low) | (self.sum > self.high))

    def _loss(self) -> float:
        """What is lost where the walk stands: by what everybody and every number is decided to, and by what is broken."""
        short = np.maximum(np.maximum(self.low - self.sum, self.sum - self.high), 0)
        return float(self.weight @ short - self.people.worth[self.now].sum() - self.seats.worth @ self.count)

    def _mend(self, row: int) -> None:
        """Takes the best change that helps a broken row, or a pair of changes that does and is better than nothing."""
        sign = 1.0 if self.sum[row] < self.low[row] else -1.0
        choice, gained = self._of_people(row, sign)
        number, by, of_number = self._of_numbers(row, sign)
        if len(number) and (not len(choice) or of_number.max() > gained.max()):
            best = int(np.argmax(of_number))
            self._count(int(number[best]), float(by[best]))
        elif len(choice) and (gained.max() > 0 or not self._exchange(choice, gained)):
            self._decide(int(choice[np.argmax(gained)]))

    def _exchange(self, choice: Ints, gained: Floats) -> bool:
        """Takes one of these changes and another that mends what it breaks, where both together make the whole better."""
        loss = self._loss()
        for k in np.argsort(-gained, kind="stable")[:FIRSTS].tolist():
            one, now = self._decide(int(choice[k])), self._loss()
            broken = self._broken()
            if len(broken):
                worst = int(
                    broken[
                        np.argmax(
                            self.weight[broken] * np.maximum(self.low[broken] - self.sum[broken], self.sum[broken] - self.high[broken])
                        )
                    ]
                )
                other, reply = self._of_people(worst, 1.0 if self.sum[worst] < self.low[worst] else -1.0)
                if len(other) and reply.max() > now - loss:
                    back = self._decide(int(other[np.argmax(reply)]))
                    if self._loss() < loss:
                        return True
                    self._undo(back)
            self._undo(one)
        return False

    def _of_people(self, row: int, sign: float) -> tuple[Ints, Floats]:
        """(changes of a person that help a row, what each gains)."""
        people = self.people
        choice, place = people.of_row(row)
        owner = people.owner[choice]
        helps = sign * (people.does[choice, place] - people.does[self.now[owner], place]) > 0
        rested = helps & (self.changed[owner] + REST <= self.step)
        choice = choice[rested if rested.any() else helps]
        if len(choice) > 2 * LOOKED_AT:
            worse = people.worth[self.now[people.owner[choice]]] - people.worth[choice]
            order = np.argpartition(worse, LOOKED_AT)
            by_lot = self.rng.choice(len(order) - LOOKED_AT, LOOKED_AT, replace=False)
            choice = choice[np.r_[order[:LOOKED_AT], order[LOOKED_AT:][by_lot]]]
        owner = people.owner[choice]
        change = people.does[choice] - people.does[self.now[owner]]
        return choice, people.worth[choice] - people.worth[self.now[owner]] - self._dearer_by(people.rows[owner], change)

    def _of_numbers(self, row: int, sign: float) -> tuple[Ints, Floats, Floats]:
        """(numbers that help a row, by one more or one less, what each gains)."""
        seats = self.seats
        if not len(seats.worth):
            return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
        number, place = seats.of_row(row)
        by = np.where(sign * seats.does[number, place] > 0, 1.0, -1.0)
        able = (seats.does[number, place] != 0) & (self.count[number] + by >= 0) & (self.count[number] + by <= self.most[number])
        able &= self.seat_changed[number] + REST <= self.step
        number, by = number[able], by[able]
        return number, by, by * seats.worth[number] - self._dearer_by(seats.rows[number], by[:, None] * seats.does[number])

    def _dearer_by(self, rows: Ints, change: Floats) -> Floats:
        """By how much more rows are broken after each of several changes, at what that weighs."""
        now = self.sum[rows]
        low, high, then = self.low[rows], self.high[rows], now + change
        more = np.maximum(low - then, 0) + np.maximum(then - high, 0) - np.maximum(low - now, 0) - np.maximum(now - high, 0)
        return (self.weight[rows] * more).sum(axis=1)

    def _decide(self, choice: int) -> tuple[int, int]:
        """Decides a person otherwise; returns what `_undo` needs: the choice before, and when the person was decided before."""
        people = self.people
        owner = int(people.owner[choice])
        before = int(self.now[owner]), int(self.changed[owner])
        rows, change = people.rows[owner], people.does[choice] - people.does[self.now[owner]]
        self.sum[rows] += change
        self.sum[-1] = 0.0
        self.now[owner], self.changed[owner] = choice, self.step
        self._settle([row for row in rows[change != 0].tolist() if row in self.ruled])
        return before

    def _undo(self, before: tuple[int, int]) -> None:
        self._decide(before[0])
        self.changed[self.people.owner[before[0]]] = before[1]

    def _count(self, number: int, by: float) -> None:
        if by:
            self.sum[self.seats.rows[number]] += by * self.seats.does[number]
            self.sum[-1] = 0.0
            self.count[number] += by
            self.seat_changed[number] = self.step
