"""The order of day and month is a column's, not a cell's; timestamps are days in Vietnam."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.roster.values.date_columns import Order, order_of
from planner.roster.values.dates import parse_date
from planner.roster.values.faults import CellFault, DoubtfulCell


@pytest.mark.parametrize(
    ("cells", "key", "named", "month_first"),
    [
        (["s14/03/1971", "s05/06/1980"], "", (), False),
        (["s05/06/1980", "s07/08/1981"], "", (), False),
        (["s10/20/1971", "s04/30/1988", "s08/10/1975", "s08/08/1975"], "dates_month_first", (2,), True),
        (["s10/20/1971", "s08/10/1975"], "dates_two_orders", (1,), False),
        (["s14/03/1971", "s04/30/1988", "s08/10/1975"], "", (), False),  # one slip among days first: an error of its own cell
        (["s14/03/1971", "s04/30/1988", "s05/31/1980", "s08/10/1975"], "dates_two_orders", (3,), False),
        (["s14/03/1971", "s30/11/1988", "d1975-05-11", "d1976-04-04"], "dates_turned", (2,), False),
        (["s14/03/1971", "d1975-05-11", "d1976-04-04"], "", (), False),
        (["s14/03/1971", "s30/11/1988", "d1975-05-11", "d1976-04-30"], "", (), False),
        (["s14/03/1971", "s02/03/1971", "d1975-05-11"], "", (), False),
    ],
)
def test_the_order_of_a_column(cells: list[str], key: str, named: tuple[int, ...], month_first: bool) -> None:
    order = order_of(cells)
    assert (order.key, order.cells, order.month_first) == (key, named, month_first)


def test_nothing_is_said_of_an_empty_column() -> None:
    assert order_of([]) == Order()


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("s1971-03-13T16:00:00.000Z", dt.date(1971, 3, 14)),  # eight hours ahead
        ("s1971-03-13T17:00:00Z", dt.date(1971, 3, 14)),  # by today's hours
        ("s1975-11-24T17:00:00+00:00", dt.date(1975, 11, 25)),
        ("d1980-05-06T17:00:00", dt.date(1980, 5, 6)),
        ("s1980-05-06T10:30:00Z", dt.date(1980, 5, 6)),
    ],
)
def test_a_time_of_day_is_doubtful(cell: str, read: dt.date) -> None:
    with pytest.raises(DoubtfulCell) as doubt:
        parse_date(cell)
    assert doubt.value.value == read


@pytest.mark.parametrize("cell", ["s1971-03-14T00:00:00+07:00", "s1971-03-14T00:00:00Z", "s1971-03-14 00:00:00", "d1971-03-14", "d1971-03-14T00:00:00+08:00"])
def test_midnight_as_written_is_a_date(cell: str) -> None:
    assert parse_date(cell) == dt.date(1971, 3, 14)


def test_a_timestamp_that_no_day_has_is_a_fault() -> None:
    with pytest.raises(CellFault) as fault:
        parse_date("s1971-02-30T00:00:00Z")
    assert not isinstance(fault.value, DoubtfulCell)
