"""A sheet whose formulas are not searched for thirty functions that none of them has, and whose rows are not decoded to be written again."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

OURS = frozenset(
    ("ABS", "AND", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "EDATE", "IF", "INT", "ISTEXT", "MOD", "MONTH", "OR", "ROUND", "ROUNDUP", "ROWS", "SUBTOTAL", "SUM",
     "SUMIF", "SUMIFS", "SUMPRODUCT", "YEAR")
)  # fmt: skip
"""Functions that every programme knows by these names; the library writes newer ones with a prefix."""
_CALLED = re.compile(r"([A-Z][A-Z.]*)\(")


class QuickSheet(Worksheet):
    """As the library's, which goes through each formula once for each newer function: a tenth of the time of a long workbook."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> Any:
        """The formula as it is written; the library's own answer wherever there can be another one than the formula itself."""
        if formula[:1] == "=" and formula[-1:] != "}" and OURS.issuperset(_CALLED.findall(formula)):
            return formula[1:]
        return super()._prepare_formula(formula, expand_future_functions)

    def _write_optimized_sheet_data(self) -> None:
        """As the library's, of a sheet that streams; its rows go from file to file as bytes, which they are in both."""
        if self.dim_rowmin is None:
            super()._write_optimized_sheet_data()
            return
        self._xml_start_tag("sheetData")
        self.row_data_fh.flush()
        stands_at = Path(self.row_data_filename)
        if self.internal_fh:
            self.fh.flush()
            with stands_at.open("rb") as rows:
                shutil.copyfileobj(rows, self.fh.buffer, 2**20)
        else:  # of a book that is put together in memory
            self.fh.write(stands_at.read_text(encoding="utf-8"))
        self.row_data_fh.close()
        os.unlink(self.row_data_filename)
        self._xml_end_tag("sheetData")
