"""What the theme cannot say: room on a laptop, the status line that stays in view, focus that can be seen, text that
stands out from its ground by 4.5 to 1 (WCAG 2.1, level AA) in light and dark; and that tables have no download of their own,
whose text a spreadsheet would run: the pages' own buttons give files that it does not.

Only class names that Streamlit documents (`st-key-…`) or has kept for its tests (`data-testid`) are used; without them
the pages still work, only the status line scrolls away.
"""

from __future__ import annotations

import streamlit as st

from planner.ui.session.words import t

STATUS_KEY = "status_line"
FIGURES_KEY = "figures"
ASKED_KEY = "not_asked_yet"
NOTICES_KEY, JOB_KEY = "notices", "job_under_way"

CSS = """
<style>
:root {--act: light-dark(#1f5fa8, #7ab3ef); --loss: light-dark(#b3450a, #f0a06a); --line: light-dark(#e1e5ea, #2b3240); --ground: light-dark(#ffffff, #0f131a);}
[data-testid="stMainBlockContainer"] {padding: 0.9rem 2rem 4rem 2rem; max-width: 1760px; gap: 0.75rem;}
[data-testid="stHeader"] {background: transparent; height: 2.2rem; pointer-events: none;}
[data-testid="stHeader"] * {pointer-events: none !important;}
[data-testid="stHeader"] :is(button, a, label, [role="button"]), [data-testid="stHeader"] :is(button, a, label) * {pointer-events: auto !important;}
[data-testid="stToastContainer"] {top: auto; bottom: 1rem; pointer-events: none;}
[data-testid="stToastContainer"] button {pointer-events: auto;}
[data-testid="stToast"] {pointer-events: none;}
[data-testid="stStatusWidget"], [data-testid="stMainMenu"], [data-testid="stAppDeployButton"] {display: none;}
.st-key-status_line, [data-testid="stLayoutWrapper"]:has(> .st-key-status_line) {position: sticky; top: 0; z-index: 95; background: var(--ground);}
.st-key-status_line {border-bottom: 1px solid var(--line); padding: 0.3rem 0 0.2rem 0;}
.st-key-job_under_way {position: fixed; bottom: 1rem; width: min(36rem, 58vw); z-index: 96; background: var(--ground); box-shadow: 0 8px 28px #0003;}
[data-testid="stLayoutWrapper"]:has(> .st-key-notices .st-key-job_under_way):not(:has([data-testid="stAlert"])) {position: absolute;}
[data-testid="stMainBlockContainer"] h2 {font-size: 1.08rem; font-weight: 620; padding: 0.35rem 0 0.1rem 0;}
.st-key-figures strong {font-size: 1.6rem; font-weight: 600; line-height: 1.3; white-space: nowrap; letter-spacing: -0.01em; font-variant-numeric: tabular-nums;}
[data-testid="stSidebarHeader"] {padding: 0.7rem 1rem 0.2rem 1rem; height: auto;}
[data-testid="stSidebarNav"] {padding-top: 0;}
[data-testid="stSidebarNavItems"] {padding-bottom: 0.3rem;}
[data-testid="stSidebarNavItems"] li {margin: 0;}
[data-testid="stSidebarNavLink"] {min-height: 1.6rem; padding-top: 0; padding-bottom: 0; margin: 0;}
[data-testid="stSidebarNavSeparator"] {margin: 0.2rem 0;}
[data-testid="stSidebarUserContent"] [data-testid="stCaptionContainer"] p {font-size: 0.8rem; line-height: 1.3;}
[data-testid="stNavSectionHeader"] {margin: 0.1rem 0 0 0; padding: 0.2rem 0 0 0; font-size: 0.78rem; letter-spacing: 0.02em; opacity: 0.8;}
[data-testid="stSidebarUserContent"] {padding: 0.4rem 1rem 1rem 1rem;}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] {gap: 0.55rem;}
button:focus-visible, a:focus-visible, input:focus-visible, [role="option"]:focus-visible, [role="radio"]:focus-visible {outline: 3px solid var(--act) !important; outline-offset: 1px;}
.st-key-standing {background: light-dark(#fff8e6, #2a2410); border-color: light-dark(#b7791f, #8a6d1f);}
.st-key-standing button {height: auto; text-align: left;}
.st-key-standing button p {white-space: normal; overflow: visible; text-align: left;}
.st-key-leaver_notes button {min-height: 1.75rem; padding: 0.05rem 0.6rem; background: light-dark(#fff8e6, #2a2410); border-color: light-dark(#e3c98f, #6d5820); color: light-dark(#5c3c00, #ffe3a3);}
.st-key-leaver_notes button p {font-size: 0.88rem;}
[data-testid="stMain"]:is(:focus, :focus-visible) {outline: none !important; box-shadow: none !important;}
[data-testid="stCaptionContainer"] {opacity: 0.82;}
[data-testid="stMainBlockContainer"] :is([data-testid="stMarkdownContainer"], [data-testid="stTable"]) :is(td, th) {font-variant-numeric: tabular-nums; border: 0; border-bottom: 1px solid var(--line); padding: 0.28rem 0.7rem;}
[data-testid="stMainBlockContainer"] :is([data-testid="stMarkdownContainer"], [data-testid="stTable"]) th {font-size: 0.82rem; font-weight: 600; opacity: 0.82; white-space: nowrap;}
[data-testid="stMainBlockContainer"] :is([data-testid="stMarkdownContainer"], [data-testid="stTable"]) tr:hover td {background: light-dark(#f4f6f8, #1a202b);}
[data-testid="stMultiSelect"] [data-tag] {background-color: light-dark(#1f5fa8, #2b6cb0);}
[data-testid="stSidebarHeader"] [data-testid="stLogoLink"] img {width: 11.5rem; max-width: none; height: auto;}
[data-testid="stBaseButton-primary"]:not(:disabled) {background-color: light-dark(#1f5fa8, #2b6cb0); border-color: light-dark(#1f5fa8, #2b6cb0);}
button[role="radio"][aria-checked="true"], button[role="radio"][aria-checked="true"] p {color: var(--act);}
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) {display: none;}
[data-testid="InputInstructions"], [data-testid="stFileUploaderDropzoneInstructions"] small {display: none;}
[role="dialog"] [data-testid="stDialog"], div[role="dialog"] {max-width: min(1240px, 96vw);}
.st-key-status_line iframe {display: none;}
[data-testid="stMainBlockContainer"] [data-testid="stMarkdownContainer"] table {display: block; max-width: 100%; width: fit-content; overflow-x: auto;}
[data-testid="stCheckbox"] label * {white-space: normal; overflow: visible;}
[data-testid="stButtonGroup"] [role="radiogroup"] {flex-wrap: wrap;}
@media screen and (max-width: 1150px) {
  [data-testid="stMainBlockContainer"] {padding-left: 1.1rem; padding-right: 1.1rem;}
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {flex-wrap: wrap;}
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] {min-width: min(100%, 11.5rem);}
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:has([data-testid="stEChartsChart"], [data-testid="stMarkdownContainer"] table, [data-testid="stDataFrame"]) {min-width: 100%;}
}
@media print {
  @page {size: A4 landscape; margin: 11mm;}
  :root, [data-testid="stApp"] {color-scheme: light !important; --ground: #fff; --line: #d5dae0;}
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stElementToolbar"], [data-testid="stToastContainer"], [data-testid="stButton"], [data-testid="stDownloadButton"], [data-testid="stPopover"],
  [data-testid="stButtonGroup"], [data-testid="stTooltipIcon"], [data-testid="stFileUploader"], .st-key-presenting, .st-key-not_asked_yet, .st-key-job_under_way, [data-testid="stExpandSidebarButton"] {display: none !important;}
  html, body, #root, [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"], [data-testid="stMainBlockContainer"] {display: block !important; position: static !important; height: auto !important; overflow: visible !important;
    width: auto !important; max-width: none !important; padding: 0 !important; zoom: 1 !important; background: #fff !important;}
  [data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"] {height: auto !important; overflow: visible !important;}
  [data-testid="stMain"] :is(h1, h2, h3, p, li, td, th, label, span, summary, input, textarea):not([data-tag] *) {color: #111 !important;}
  [data-testid="stMain"] :is(td, th, input, textarea, [data-testid="stExpander"]) {background: transparent !important; border-color: #d5dae0 !important;}
  [data-testid="stAlertContainer"] {background: #f4f6f8 !important;}
  .st-key-status_line, [data-testid="stLayoutWrapper"]:has(> .st-key-status_line) {position: static; background: #fff;}
  h2, h3, [data-testid="stHeading"], [data-testid="stCaptionContainer"] {break-after: avoid;}
  tr, [data-testid="stEChartsChart"], [data-testid="stColumn"]:has(> [data-testid="stVerticalBlock"] [data-testid="stEChartsChart"]) [data-testid="stElementContainer"] {break-inside: avoid;}
  [data-testid="stEChartsChart"], [data-testid="stEChartsChart"] > div:first-child {width: auto !important; height: auto !important; max-width: 100% !important;}
  [data-testid="stEChartsChart"] canvas {position: static !important; width: auto !important; height: auto !important; max-width: 100% !important; max-height: 172mm;}
  [data-testid="stEChartsChart"] canvas ~ canvas {display: none;}
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) {display: flex !important; flex-flow: row nowrap !important;}
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] {min-width: 0 !important;}
  [data-testid="stMain"], [data-testid="stMainBlockContainer"], [data-testid="stApp"] {min-height: 0 !important;}
  [data-testid="stDataFrame"] {max-width: 100%;}
  [data-testid="stElementContainer"]:has(+ [data-testid="stElementContainer"] .on-paper) {display: none !important;}
  .on-paper table {width: 100%; border-collapse: collapse; font-size: 8.5pt; font-variant-numeric: tabular-nums;}
  .on-paper :is(td, th) {padding: 0.6mm 1.5mm; line-height: 1.25; border-bottom: 0.2mm solid #d5dae0; text-align: left; vertical-align: top;}
  .on-paper .right {text-align: right;}
  .on-paper td.right {white-space: nowrap;}
}
@media screen {[data-testid="stElementContainer"]:has(.on-paper) {display: none;}}
</style>
"""
WORDED_CSS = """
<style>
[data-testid="stFileUploaderDropzone"] button p {{font-size: 0;}}
[data-testid="stFileUploaderDropzone"] button p::after {{content: "{browse}"; font-size: 0.95rem;}}
[data-testid="stFileUploaderDropzoneInstructions"] span {{font-size: 0;}}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{content: "{drop}"; font-size: 0.95rem;}}
</style>
"""
"""Streamlit's own English words in a file field, replaced by ours."""


PRINTED_IN_DARK = """
<style>@media print {[data-testid="stEChartsChart"] canvas, [data-testid="stDataFrame"] canvas {filter: invert(1) hue-rotate(180deg);}}</style>
"""
"""Paper is white: pictures and tables that were painted for a dark page keep their hues, and their words turn dark."""


def is_dark() -> bool:
    """Whether the browser shows the dark theme."""
    return (getattr(st.context.theme, "type", None) or "light") == "dark"


def apply() -> None:
    """Put the style on the page, with the words that stand in place of Streamlit's own."""
    st.html(CSS + WORDED_CSS.format(browse=t("file_browse"), drop=t("file_drop")) + (PRINTED_IN_DARK if is_dark() else ""))


PRESENTED = """
<style>
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], [data-testid="stExpandSidebarButton"] {display: none !important;}
[data-testid="stMainBlockContainer"] {zoom: 1.25; max-width: none; padding-top: 0.35rem; gap: 0.5rem;}
[data-testid="stMainBlockContainer"] [data-testid="stDataFrame"] {zoom: 0.8;}
@media (min-width: 1600px) {[data-testid="stMainBlockContainer"] {zoom: 1.5;} [data-testid="stMainBlockContainer"] [data-testid="stDataFrame"] {zoom: 0.6667;}}
.st-key-presenting button {min-height: 1.9rem; padding: 0.1rem 0.7rem;}
</style>
"""
"""Type a third larger, no side bar: for a wall. A table measures itself in pixels of the screen, so it is not enlarged: it would be wider than the page."""


def present() -> None:
    """Put the style of presenting on the page."""
    st.html(PRESENTED)
