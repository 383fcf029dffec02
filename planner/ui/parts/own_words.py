"""What every page needs beside what it shows: its language, and Streamlit's own words in it."""

from __future__ import annotations

from planner.core import texts
from planner.ui.elements import made
from planner.ui.session import state


def put() -> None:
    """Have the browser keep the page's language and put Streamlit's own words into it, and draw the page anew when light turns dark."""
    lang = state.lang()
    words = [] if lang == "en" else [[entry["en"], entry[lang]] for entry in texts.room("streamlit").values()]
    made.draw("page", {"lang": lang, "cookie": state.LANG_COOKIE, "words": words}, "page_itself", turned=_drawn_anew)


def _drawn_anew(theme: str) -> None:
    """A trigger has the page drawn anew: pictures then get the ink of the other theme, which is all that is wanted."""
