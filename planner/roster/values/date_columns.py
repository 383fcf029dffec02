"""Dates judged by their whole column: whether the day comes first, and whether a programme has exchanged day and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.core.errors import Severity
from planner.roster.values.dates import day_and_month, last_two

_MOST = 12  # months; a larger figure is a day
_PROOFS = 2
"""Cells with the month first that make a column one of that order; a single one is a slip of its own."""


@dataclass(frozen=True)
class Order:
    """How the dates of a column are written, and what is to be said of it.

    key: the text of the problem of the whole column; empty where all is plain. example: a cell that proves it. cells:
    positions of the distinct cells that have two readings; with an error none of them is read.
    """

    month_first: bool = False
    key: str = ""
    example: str = ""
    cells: tuple[int, ...] = ()
    severity: Severity = "error"


def order_of(cells: Sequence[str]) -> Order:
    """The order of day and month in the distinct cells of a column.

    Texts prove it where one figure is above 12. Where both orders are proved, or where dates of Excel's own stand only
    beside texts that it could not turn, the others have two readings.
    """
    parts = {at: found for at, cell in enumerate(cells) if (found := day_and_month(cell))}
    day = [at for at, (first, second) in parts.items() if first > _MOST >= second]
    month = [at for at, (first, second) in parts.items() if second > _MOST >= first]
    open_ = tuple(at for at, (first, second) in parts.items() if first <= _MOST and second <= _MOST and first != second)
    true = tuple(at for at, cell in enumerate(cells) if cell[0] == "d")
    if true and len(parts) >= _PROOFS and len(day or month) == len(parts) and all(_is_low(cells[at]) for at in true):
        turned = tuple(at for at in true if cells[at][6:8] != cells[at][9:11])
        return Order(key="dates_turned" if turned else "", example=cells[(day or month)[0]][1:], cells=turned)
    if turned := _year_first(cells):
        return turned
    if not month or (day and len(month) < _PROOFS):
        return Order()
    example = cells[month[0]][1:]
    if day or len(month) < _PROOFS:
        return Order(key="dates_two_orders" if open_ else "", example=example, cells=open_)
    return Order(True, "dates_month_first" if open_ else "", example, open_, "warning")


def _year_first(cells: Sequence[str]) -> Order | None:
    """Where texts with the year first have the day before the month: those that could be either have two readings."""
    parts = {at: found for at, cell in enumerate(cells) if (found := last_two(cell))}
    proofs = [at for at, (second, third) in parts.items() if second > _MOST >= third]
    open_ = tuple(at for at, (second, third) in parts.items() if second <= _MOST and third <= _MOST and second != third)
    return Order(key="dates_two_orders", example=cells[proofs[0]][1:], cells=open_) if len(proofs) >= _PROOFS and open_ else None


def _is_low(cell: str) -> bool:
    """Whether the day of a date of Excel's own could be a month."""
    return int(cell[9:11]) <= _MOST
