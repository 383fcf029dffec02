"""Text of people made safe and comparable: cleaning, folding for comparison, sheet names, CSV apostrophes.

No heavy library is imported here: the child process that opens workbooks and the reports use it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Control characters that are not white space, invisible and direction marks, halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
# The tone of oa, oe, uy stands on either letter (hoà, hòa) at the end of a syllable; both are correct Vietnamese.
_OLD_TONE = re.compile(r"(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_FORMULA_START = re.compile(r"^'*[=+\-@\t\r]")
_APOSTROPHE = re.compile(r"^'+[=+\-@\t\r]")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
SHEET_NAME_LENGTH = 31


def clean_text(value: str) -> str:
    """`value` in NFC, without unseen characters, each run of white space (breaks, NBSP) one blank, no blank ends."""
    if value.isprintable() and unicodedata.is_normalized(
        "NFC", value
    ):  # printable: neither control nor format characters
        return " ".join(value.split()) if "  " in value or value[:1] == " " or value[-1:] == " " else value
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", value)).split())


def fold(value: str) -> str:
    """`value` for comparison: cleaned, lower case, one way of placing the tone (hoà is hòa)."""
    lower = unicodedata.normalize("NFC", clean_text(value).casefold())
    return lower if lower.isascii() else _OLD_TONE.sub(_newer_tone, lower)


def _newer_tone(match: re.Match[str]) -> str:
    first, toned = match.group(1)[0], unicodedata.normalize("NFD", match.group(1)[1])
    return unicodedata.normalize("NFC", first + toned[1]) + toned[0]


def safe_sheet_name(name: str, taken: Collection[str] = ()) -> str:
    """`name` as Excel allows it for a sheet, and unlike every name of `taken` (case does not count).

    At most 31 characters, none of `[]:*?/\\`, no apostrophe at the ends, not empty, not the reserved "History".
    """
    base = _NOT_IN_SHEET_NAME.sub(" ", clean_text(name))
    base = " ".join(base.split())[:SHEET_NAME_LENGTH].strip("' ") or "Sheet"
    if base.casefold() == "history":
        base += "_"
    used = {t.casefold() for t in taken}
    candidate, count = base, 1
    while candidate.casefold() in used:
        count += 1
        mark = f" ({count})"
        candidate = base[: SHEET_NAME_LENGTH - len(mark)].rstrip("' ") + mark
    return candidate


def sheet_key(name: str) -> str:
    """What a sheet's name and the id or name of its unit have in common after Excel's limits: folded, allowed, cut."""
    return fold(safe_sheet_name(name))


def protect_csv(series: pd.Series) -> pd.Series:
    """The text column with an apostrophe before what a spreadsheet would run (`= + - @`, tab, return)."""
    risky = series.str.match(_FORMULA_START.pattern).fillna(False).astype(bool)
    return series.where(~risky, "'" + series.astype(object).where(risky, "").astype(str))


def write_texts(frame: pd.DataFrame, out: Path) -> None:
    """A table of texts as CSV that people can open: UTF-8, an apostrophe before text that a spreadsheet would run."""
    frame.apply(lambda series: protect_csv(series.astype("str"))).to_csv(out, index=False, encoding="utf-8", lineterminator="\n")


def unprotect(cells: Iterable[str]) -> list[str]:
    """The cells without the apostrophe that `protect_csv` put before them."""
    return [cell[1:] if cell[:1] == "'" and _APOSTROPHE.match(cell) else cell for cell in cells]
