"""The page of the law: what holds on a day, what changed, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.ui.conftest import ELEMENTS, words


def put(at: Any, on: dt.date, since: dt.date | None = None) -> Any:
    """The page with its days."""
    at.date_input(key="w_law_on").set_value(on)
    if since is not None:
        at.date_input(key="w_law_since").set_value(since)
    at.run()
    assert not at.exception
    return at


def tables(at: Any) -> tuple[Any, Any]:
    """Texts and numbers."""
    texts, numbers = (d.value for d in at.dataframe)
    return texts, numbers


@pytest.mark.parametrize(("lang", "title", "about"), [("vi", "Pháp luật", "Tinh giản biên chế"), ("en", "Law", "Streamlining of the payroll")])
def test_what_holds_on_a_day_is_listed(app: Any, lang: str, title: str, about: str) -> None:
    at = put(app("law", lang=lang), dt.date(2026, 11, 29))
    assert ELEMENTS["head"]["page"] == title
    texts, numbers = tables(at)
    decree = texts.set_index("name").loc["NĐ 154/2025/NĐ-CP"]
    assert decree["description"] == about and str(decree["valid_until"])[:10] == "2030-12-31"
    base = numbers.set_index("name").loc["salary.base_salary"]
    assert base["value"] == ("2.530.000" if lang == "vi" else "2,530,000") and str(base["valid_from"])[:10] == "2026-07-01"


def test_what_changed_between_two_days_is_listed(app: Any) -> None:
    texts, numbers = tables(put(app("law", lang="en"), dt.date(2026, 7, 1), dt.date(2026, 7, 1)))
    assert "NĐ 161/2026/NĐ-CP" in set(texts["name"]) and numbers["was"].tolist() == ["1,800,000", "2,340,000"]


def test_days_the_wrong_way_round_are_named(app: Any) -> None:
    at = put(app("law", lang="vi"), dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    assert "ngày bắt đầu liệt kê thay đổi 01/02/2026 sau ngày 01/01/2026" in words(at).replace("\\", "")
