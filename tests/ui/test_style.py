"""What the style keeps from people's hands."""

from __future__ import annotations

from planner.ui.widgets import style


def test_tables_have_no_download_of_their_own_that_a_spreadsheet_would_run() -> None:
    assert 'aria-label^="Download as CSV"]) {display: none;}' in style.CSS
