"""What the style keeps from people's hands."""

from __future__ import annotations

from planner.ui.widgets import style


def test_columns_of_figures_stand_to_the_right(monkeypatch) -> None:
    from planner.ui.widgets import draw

    drawn = []
    monkeypatch.setattr(draw.st, "markdown", drawn.append)
    draw.small_table(("what", "people", "share", "said"), [("a", "1.200", "−3,5 %", "12 of 30"), ("b", "–", "0 %", "7")])
    assert drawn[0].splitlines()[1] == "| --- | ---: | ---: | --- |"


def test_tables_have_no_download_of_their_own_that_a_spreadsheet_would_run() -> None:
    assert 'aria-label^="Download as CSV"]) {display: none;}' in style.CSS
