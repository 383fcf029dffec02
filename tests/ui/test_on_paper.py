"""What paper shows of a table: every row up to a number that is said, as text and never as markup."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from planner.ui.widgets import on_paper


@pytest.fixture
def printed(monkeypatch):
    from planner.ui.session import state

    made = []
    monkeypatch.setattr(on_paper.st, "html", made.append)
    monkeypatch.setattr(state, "lang", lambda: "vi")
    return made


def test_a_copy_for_paper_has_what_stands_in_the_table_as_text(printed) -> None:
    frame = pd.DataFrame({"name": ["<script>alert(1)</script>", None], "on": [dt.date(2027, 7, 1), pd.NaT], "n": ["  1.200", "12"], "kept": [True, False], "few": pd.array([3, pd.NA], "Int64")})
    on_paper.copy(frame, {"name": "Họ <b>tên", "on": "Ngày", "n": "Số", "kept": "Giữ"}, right=("n",))
    html = printed[0]
    assert "&lt;script&gt;" in html and "<script>" not in html and "<b>" not in html
    assert '<td>01/07/2027</td><td class="right">1.200</td><td>✓</td><td>3</td>' in html and html.count("<td>–</td>") == 4


def test_a_copy_says_what_it_leaves_out(printed) -> None:
    on_paper.copy(pd.DataFrame({"n": range(on_paper.MOST_ROWS)}), {"n": "Số"})
    on_paper.copy(pd.DataFrame({f"n{i}": range(on_paper.MOST_ROWS + 1) for i in range(on_paper.MOST_COLUMNS + 1)}), {})
    assert "<p>" not in printed[0] and printed[0].count("<tr>") == on_paper.MOST_ROWS + 1
    assert "100 dòng đầu trong 101 dòng" in printed[1] and "12 cột đầu trong 13 cột" in printed[1] and printed[1].count("<tr>") == 101
