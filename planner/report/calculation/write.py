"""One person's calculation sheet as a file: PDF, Word or Excel by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from planner.report.calculation.model import Calculation

ENDINGS = (".pdf", ".docx", ".xlsx")


def write_calculation(sheet: Calculation, out: Path, lang: str = "vi") -> None:
    """The sheet at `out`, whole or not at all. ValueError where the ending is none of `ENDINGS`."""
    ending = Path(out).suffix.lower()
    if ending == ".pdf":
        from planner.report.calculation.write_pdf import write_calculation_pdf as write
    elif ending == ".docx":
        from planner.report.calculation.write_docx import write_calculation_docx as write
    elif ending == ".xlsx":
        from planner.report.calculation.write_xlsx import write_calculation_workbook as write
    else:
        raise ValueError(f"{out}: no format of the calculation sheet")
    write(sheet, Path(out), lang)
