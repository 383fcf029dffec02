"""What the theme cannot say: room on a laptop, the status line that stays in view, focus that can be seen, text that
stands out from its ground by 4.5 to 1 (WCAG 2.1, level AA) in light and dark; and that tables have no download of their own,
whose text a spreadsheet would run: the pages' own buttons give files that it does not.

Only class names that Streamlit documents (`st-key-…`) or has kept for its tests (`data-testid`) are used; without them
the pages still work, only the status line scrolls away.
"""

from __future__ import annotations

import streamlit as st

STATUS_KEY = "status_line"
FIGURES_KEY = "figures"

CSS = """
<style>
[data-testid="stMainBlockContainer"] {padding: 3.9rem 2rem 5rem 2rem;}
[data-testid="stMainBlockContainer"] h1 {padding-top: 0.2rem;}
.st-key-status_line, [data-testid="stLayoutWrapper"]:has(> .st-key-status_line) {
  position: sticky; top: 3.4rem; z-index: 95; background: light-dark(#ffffff, #0e1117);
}
.st-key-status_line {border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); padding: 0.25rem 0 0.35rem 0;}
.st-key-status_line button {min-height: 1.9rem; padding: 0.1rem 0.55rem;}
.st-key-status_line [data-testid="stMarkdownContainer"], .st-key-status_line [data-testid="stCaptionContainer"] {margin-bottom: 0 !important;}
.st-key-status_line p {margin-bottom: 0;}
.st-key-figures strong {font-size: 1.6rem; font-weight: 500; line-height: 1.35; white-space: nowrap;}
button:focus-visible, a:focus-visible, input:focus-visible, [role="option"]:focus-visible, [role="radio"]:focus-visible {
  outline: 3px solid light-dark(#1f5fa8, #6cb0f5) !important; outline-offset: 1px;
}
.st-key-standing, .st-key-leaver_notes {background: light-dark(#fff8e6, #2a2410); border-color: light-dark(#b7791f, #8a6d1f);}
.st-key-standing button, .st-key-leaver_notes button {height: auto; text-align: left;}
.st-key-standing button p, .st-key-leaver_notes button p {white-space: normal; overflow: visible; text-align: left;}
[data-testid="stCaptionContainer"] {opacity: 0.78;}
[data-testid="stBaseButton-primary"]:not(:disabled) {background-color: light-dark(#1f5fa8, #2b6cb0); border-color: light-dark(#1f5fa8, #2b6cb0);}
button[role="radio"][aria-checked="true"], button[role="radio"][aria-checked="true"] p {color: light-dark(#1f5fa8, #6cb0f5);}
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) {display: none;}
@media print {[data-testid="stSidebar"], [data-testid="stHeader"] {display: none;} .st-key-status_line {position: static;}}
</style>
"""


def apply() -> None:
    """Put the style on the page."""
    st.html(CSS)
