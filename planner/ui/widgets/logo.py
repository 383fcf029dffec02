"""The app's mark and name, drawn in the page's language."""

from __future__ import annotations

from functools import lru_cache
from html import escape

MARK = """
<svg xmlns="http://www.w3.org/2000/svg" width="248" height="40" viewBox="0 0 248 40" role="img">
<style>.n,.a{font-family:'Source Sans','Source Sans Pro','Segoe UI',sans-serif}.n{font-size:16.5px;font-weight:700;fill:#1f5fa8}.a{font-size:11.5px;fill:#5d6672}
@media (prefers-color-scheme:dark){.n{fill:#a9cdf5}.a{fill:#a7b0bc}}</style>
<rect x="1" y="3" width="34" height="34" rx="8" fill="#1f5fa8"/>
<rect x="8" y="10" width="20" height="4.5" rx="2" fill="#ffffff"/><rect x="8" y="18" width="14" height="4.5" rx="2" fill="#ffffff"/>
<rect x="24" y="18" width="4.5" height="4.5" rx="2" fill="#f0a06a"/><rect x="8" y="26" width="9" height="4.5" rx="2" fill="#ffffff"/>
<text class="n" x="44" y="19">NAME</text><text class="a" x="44" y="33">ABOUT</text></svg>
"""


@lru_cache(maxsize=4)
def drawn(name: str, about: str) -> str:
    """The mark beside a name and a line of what it is, as SVG."""
    return MARK.strip().replace("NAME", escape(name)).replace("ABOUT", escape(about))
