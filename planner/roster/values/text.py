"""Text of people made safe and comparable: cleaning, folding for comparison, sheet names, CSV apostrophes.

No heavy library is imported here: the child process that opens workbooks and the reports use it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.core.files import atomic_path

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
REMEMBERED = 200
"""Letters of a text whose folded form is remembered: what is longer is no name, and seldom there twice."""


def clean_text(value: str) -> str:
    """`value` in NFC, without unseen characters, each run of white space (breaks, NBSP) one blank, no blank ends."""
    if value.isprintable() and unicodedata.is_normalized(
        "NFC", value
    ):  # printable: neither control nor format characters
        return " ".join(value.split()) if "  " in value or value[:1] == " " or value[-1:] == " " else value
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", value)).split())


def fold(value: str) -> str:
    """`value` for comparison: cleaned, lower case, one way of placing the tone (hoà is hòa), đ for the eth of other keyboards."""
    return _folded(value) if len(value) <= REMEMBERED else _folded.__wrapped__(value)


@lru_cache(maxsize=20_000)  # names, units and the words of a column are compared in several places
def _folded(value: str) -> str:
    lower = unicodedata.normalize("NFC", clean_text(value).casefold()).replace("\u00f0", "đ")
    return lower if lower.isascii() else _OLD_TONE.sub(_newer_tone, lower)


class _NoMarks(dict[int, str]):
    """What becomes of each letter: itself, without the marks of its decomposed form; nothing of a mark."""

    def __missing__(self, letter: int) -> str:
        apart = unicodedata.normalize("NFD", chr(letter))
        made = self[letter] = "".join(each for each in apart if not unicodedata.combining(each))
        return made


_NO_MARKS = _NoMarks({ord("đ"): "d", ord("Đ"): "D"})


@lru_cache(maxsize=20_000)  # a name is looked at for remarks, and for who else has it
def without_marks(text: str) -> str:
    """The text without tones and marks, đ as d."""
    return text if text.isascii() else text.translate(_NO_MARKS)


def _newer_tone(match: re.Match[str]) -> str:
    first, toned = match.group(1)[0], unicodedata.normalize("NFD", match.group(1)[1])
    return unicodedata.normalize("NFC", first + toned[1]) + toned[0]


_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_PEOPLE = r"(?:người|đồng chí|đ/c|đc|cán bộ|biên chế|cc|cbcc|cbccvc|people|persons)"
_HEADS = re.compile(rf"\s*[(\[]\s*(?P<count>\d{{1,4}})\s*(?:{_PEOPLE}\s*)?[)\]]$|\s*[:,;-]?\s*(?:có )?(?<!\w)(?P<count2>\d{{1,4}})\s*{_PEOPLE}$")


def name_key(value: str) -> str:
    """A unit's name for comparison: as `fold`, with one kind of dash."""
    return _DASHES.sub(" - ", fold(value)).strip()


_COUNTS = re.compile(r"\s*[(\[][^()\[\]]*(?:biên chế|có mặt|người|hiện có|posts|present)[^()\[\]]*\d[^()\[\]]*[)\]]$")

_PRESENT = re.compile(r"[(\[][^()\[\]]*(?:có mặt|hiện có|present)\W{0,4}(\d{1,4})(?:\s*(?:người|đồng chí|people))?\s*(?:[;,][^()\[\]]*)?[)\]]$")


def without_head_count(value: str) -> str:
    """A unit's name without the number of people behind it: "vụ kế hoạch" for "Vụ Kế hoạch (02 người)", "Vụ Kế hoạch (biên chế: 12; có mặt: 3)"; folded."""
    return _COUNTS.sub("", _HEADS.sub("", name_key(value)))


def head_count(value: str) -> int | None:
    """The number of people that stands behind the name of a group: 2 for "Vụ Kế hoạch (02 người)"; None where none does."""
    match = _HEADS.search(name_key(value))
    if match is None and (said := _PRESENT.search(name_key(value))):
        return int(said[1])
    return int(match["count"] or match["count2"]) if match else None


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
    if not risky.any():
        return series  # nearly every column
    return series.where(~risky, "'" + series.astype(object).where(risky, "").astype(str))


def write_texts(frame: pd.DataFrame, out: Path) -> None:
    """A table of texts as CSV for programmes: UTF-8, an apostrophe before text that a spreadsheet would run."""
    frame.apply(lambda series: protect_csv(series.astype("str"))).to_csv(out, index=False, encoding="utf-8", lineterminator="\n")


FOR_PEOPLE = "utf-8-sig"
"""The encoding of CSV that people open: with the mark by which Excel knows UTF-8. Files for programmes have none."""


def write_for_people(frame: pd.DataFrame, out: str | Path) -> None:
    """A table as CSV that people open, whole at `out` or not at all: `FOR_PEOPLE`, `true`/`false`, no text that a
    spreadsheet would run, whichever column it stands in."""
    from pandas.api.types import infer_dtype

    shown = frame.copy()
    for name in shown.columns:
        kind = infer_dtype(shown[name], skipna=True)
        if kind == "boolean":
            shown[name] = shown[name].astype(object).map({True: "true", False: "false"})
        elif kind == "categorical":
            shown[name] = shown[name].cat.rename_categories(protect_csv(shown[name].cat.categories.to_series().astype("str")).tolist())
        elif kind in ("string", "mixed", "mixed-integer"):
            shown[name] = protect_csv(shown[name].astype(object).map(_seen))
    with atomic_path(out) as temporary:
        shown.to_csv(temporary, index=False, encoding=FOR_PEOPLE, lineterminator="\n")


def _seen(entry: object) -> object:
    """Text without signs that steer a terminal or turn the direction of writing; anything else as it is."""
    return _UNSEEN.sub("", entry) if isinstance(entry, str) and not entry.isprintable() else entry


def protected(cell: str) -> str:
    """As `protect_csv`, one cell."""
    return "'" + cell if _FORMULA_START.match(cell) else cell


def unprotect(cells: Iterable[str]) -> list[str]:
    """The cells without the apostrophe that `protect_csv` put before them."""
    return [cell[1:] if cell[:1] == "'" and _APOSTROPHE.match(cell) else cell for cell in cells]
