"""A cell has one reading, or is refused with what may be meant: both sides of each boundary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from planner.core.texts import room
from planner.scenario.workbook.cells import CellFault, value_of

DAY = dt.date(2027, 7, 1)
READ: list[tuple[str, str, Any]] = [
    ("share", "s20%", 0.2), ("share", "s12,5 %", 0.125), ("share", "s12.5%", 0.125), ("share", "p0.2", 0.2), ("share", "n0.2", 0.2), ("share", "s0,2", 0.2),
    ("share", "s0.2", 0.2), ("share", "p1", 1), ("share", "n0", 0), ("share", "s0%", 0), ("share", "n0.99", 0.99), ("share", "s100%", 1),
    ("money", "n60000000000", 60_000_000_000), ("money", "s60.000.000.000", 60_000_000_000), ("money", "s60,000,000,000 VND", 60_000_000_000),
    ("money", "s60 tỷ", 60_000_000_000), ("money", "s1,5 tỉ đồng", 1_500_000_000), ("money", "s500 triệu", 500_000_000), ("money", "s2.5 billion", 2_500_000_000),
    ("money", "n1000000", 1_000_000), ("money", "n0", 0),
    ("count", "n12", 12), ("count", "s12", 12), ("count", "s1.200", 1200), ("count", "s1,200", 1200), ("number", "n0.05", 0.05), ("number", "s0,05", 0.05),
    ("number", "s0.05", 0.05), ("number", "s1.234.567", 1234567), ("date", "d2027-07-01", DAY), ("date", "s01/07/2027", DAY), ("date", "s1-7-2027", DAY),
    ("date", "s2027-07-01", DAY), ("yes", "sCó", True), ("yes", "skhông", False), ("yes", "sYES", True), ("yes", "b0", False), ("yes", "sx", True),
    ("text", "n2027", "2027"), ("text", "s 007 ", "007"), ("texts", "sVP; VPC", ["VP", "VPC"]), ("texts", "sVP, VPC", ["VP", "VPC"]), ("texts", "sA, B; C", ["A, B", "C"]),
    ("texts", "sVP\nVPC;", ["VP", "VPC"]), ("deputies", "sTheo luật", "law"), ("deputies", "n3", 3), ("deputies", "s3", 3), ("word:kind", "sCục loại 2", "agency_2"),
    ("word:kind", "sagency_2", "agency_2"), ("word:of", "sAssigned Posts", "quota"), ("open:fair", "sGiới tính", "sex"), ("open:fair", "snhóm riêng", "nhóm riêng"),
]  # fmt: skip
REFUSED = [
    ("share", "n20", "share_or_percent", "20%"), ("share", "p20", "share_or_percent", "20%"), ("share", "s20", "share_or_percent", "20%"),
    ("share", "n1", "share_one", "1%"), ("share", "s1", "share_one", "100%"), ("share", "sone fifth", "not_a_number", "one fifth"),
    ("money", "n25", "money_small", "25 tỷ"), ("money", "n999999", "money_small", "999999"), ("money", "s60 nghìn", "money_small", "60000"), ("money", "sa lot", "not_money", "a lot"),
    ("money", "n1000000.5", "not_whole", "1000000.5"), ("count", "n12.5", "not_whole", "12.5"), ("count", "stwelve", "not_a_number", "twelve"),
    ("number", "s1.234", "number_two_readings", "1,234"), ("number", "s1,234", "number_two_readings", "1234"), ("number", "s١٢", "not_a_number", "١٢"),
    ("date", "n46569", "date_number", "01/07/2027"), ("date", "s1/7/27", "date_short_year", "01/07/2027"), ("date", "s07/2027", "not_a_date", "07/2027"),
    ("date", "s31/02/2027", "no_such_day", "31/02/2027"), ("date", "d2027-07-01T10:00:00", "date_with_time", "10:00"), ("date", "n2027", "not_a_date", "2027"),
    ("yes", "smaybe", "not_yes_or_no", "maybe"), ("yes", "n1", "not_yes_or_no", "1"), ("text", "d2027-07-01", "text_is_other", "01/07/2027"), ("text", "p0.2", "text_is_other", "20%"),
    ("text", "n2.5", "text_is_other", "2.5"), ("word:kind", "sCuc loại 2", "word_close", "Cục loại 2"), ("word:kind", "sban", "word_unknown", "Thanh tra"),
    ("open:fair", "sGiới tinh", "word_close", "Giới tính"), ("deputies", "stheo luat", "word_close", "Theo luật"), ("text", "e#REF!", "error_value", "#REF!"),
    ("share", "f", "formula_unstored", "Excel"), ("count", "t10:00", "time_value", "10:00"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cell", "value"), READ)
def test_a_cell_is_read(kind: str, cell: str, value: Any) -> None:
    found = value_of(cell, kind)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(("kind", "cell", "key", "says"), REFUSED)
def test_a_doubtful_cell_says_what_may_be_meant(kind: str, cell: str, key: str, says: str) -> None:
    with pytest.raises(CellFault) as refused:
        value_of(cell, kind)
    assert refused.value.message.key == f"scenario_book.{key}"
    said = refused.value.message.render("vi")
    assert says in said
    if key.endswith(("_close", "_small", "_year")) or key in ("share_or_percent", "share_one", "date_number", "number_two_readings"):
        assert "có phải là" in said and "did you mean" in refused.value.message.render("en")


def test_every_text_of_the_room_fills_in_both_languages() -> None:
    for name, entry in room("scenario_book").items():
        assert entry["vi"].count("{") == entry["en"].count("{"), name
