"""A sheet whose formulas are not searched for thirty functions that none of them has."""

from __future__ import annotations

import re
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
