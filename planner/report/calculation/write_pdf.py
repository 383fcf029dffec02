"""The calculation sheet as PDF, set by typst: the sheet goes in as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from planner.core.files import atomic_path
from planner.core.texts import text
from planner.report.calculation.model import Calculation
from planner.report.calculation.shown import shown

PICTURE_PPI = 110.0
FORM = Path(__file__).with_name("calculation.typ")


def write_calculation_pdf(sheet: Calculation, out: Path, lang: str = "vi") -> None:
    """The sheet at `out`, A4, whole or not at all. The same sheet gives the same bytes."""
    with atomic_path(out) as temporary:
        temporary.write_bytes(calculation_pdf(sheet, lang))


def calculation_pdf(sheet: Calculation, lang: str = "vi") -> bytes:
    """The PDF itself. Only the fonts that come with typst are used, so that every machine sets the same page."""
    (pdf,) = _compiled(sheet, lang, "pdf")
    return pdf


def calculation_png(sheet: Calculation, lang: str = "vi") -> bytes:
    """The first page as a picture, for documents."""
    return _compiled(sheet, lang, "png")[0]


def _compiled(sheet: Calculation, lang: str, kind: Literal["pdf", "png"]) -> list[bytes]:
    """What typst makes of the sheet: one file, or one for each page."""
    import typst

    data = json.dumps({**asdict(shown(sheet, lang)), "currency": text("sheet.currency", lang)}, ensure_ascii=False)
    found = typst.compile(FORM, root=FORM.parent, ignore_system_fonts=True, sys_inputs={"sheet": data}, format=kind, ppi=PICTURE_PPI)
    return [bytes(page) for page in found] if isinstance(found, list) else [bytes(found or b"")]
