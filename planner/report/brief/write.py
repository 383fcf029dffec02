"""A brief as a file, on two pages: the largest letters, then the longest form, that fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path
from planner.plan.plan import Run
from planner.report.brief.build import SIZES, brief_of
from planner.report.brief.model import Brief
from planner.report.brief.write_pdf import brief_pdf, pages_of
from planner.report.letterhead import Letterhead

ENDINGS = (".docx", ".pdf")
PAGES = 2
LETTERS = (13.0, 12.0, 11.0, 10.0)
"""Sizes of letters, in points: 13 and 14 are those of NĐ 30/2020; tables need less."""
WORD_IS_WIDER = 1.16
"""How much more room a word processor may need than the PDF: its fonts, and those that stand in for Times New Roman."""


def write_brief(runs: Sequence[Run], out: Path, lang: str = "vi", head: Letterhead | None = None) -> None:
    """The brief of some plans at `out` (`ENDINGS`), two pages, whole or not at all.

    InputError where a run has no plan, there are too many, or not even the shortest form fits.
    """
    if Path(out).suffix.lower() == ".pdf":
        _, _, pdf = fitted(runs, lang, head)
        with atomic_path(out) as temporary:
            temporary.write_bytes(pdf)
        return
    from planner.report.brief.write_docx import write_docx

    brief, size, _ = fitted(runs, lang, head, WORD_IS_WIDER)
    write_docx(brief, size, Path(out))


def fitted(runs: Sequence[Run], lang: str, head: Letterhead | None, room: float = 1.0) -> tuple[Brief, float, bytes]:
    """The brief that fits on two pages, its size of letters, and its PDF `room` times as large. InputError where none fits."""
    for short in range(len(SIZES)):
        brief = brief_of(runs, lang, head, short)
        for size in LETTERS if short else LETTERS[:-1]:
            pdf = brief_pdf(brief, size * room)
            if pages_of(pdf) == PAGES:
                return brief, size, pdf
    raise InputError(problem("brief.too_long"))
