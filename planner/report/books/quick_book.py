"""A workbook whose formulas are not searched for thirty functions that none of them has, and whose long sheets are packed as they stand.

It leans on the library's own places for that (`worksheet_class`, `_get_packager`), which the lock file pins.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

OURS = frozenset(
    ("ABS", "AND", "COUNTA", "COUNTIF", "COUNTIFS", "DATE", "EDATE", "IF", "INT", "ISTEXT", "MOD", "MONTH", "OR", "ROUND", "ROUNDUP", "ROWS", "SUBTOTAL", "SUM",
     "SUMIF", "SUMIFS", "SUMPRODUCT", "YEAR")
)  # fmt: skip
"""Functions that every programme knows by these names; the library writes newer ones with a prefix."""
THOROUGH, QUICK = 6, 2
"""How closely parts are packed: what a book usually is, and one of long sheets, a quarter larger in a third of the time."""
NO_DAY = (1980, 1, 1, 0, 0, 0)
"""The day of every part, as the library writes it, so that the same book is the same file."""
_CALLED = re.compile(r"([A-Z][A-Z.]*)\(")


class QuickSheet(Worksheet):
    """As the library's, which goes through each formula once for each newer function: a tenth of the time of a long workbook."""

    rows_at: int | None = None
    """Where in the sheet's own text the rows belong that stand in a file of theirs; None where there are none."""

    def _initialize(self, init_data: dict[str, Any]) -> None:
        """As the library's; but the file of the rows of a sheet that streams has no name, so that nothing is left of it whatever happens."""
        super()._initialize({**init_data, "constant_memory": False})
        if init_data["constant_memory"]:
            self.constant_memory = True
            self.fh = self.row_data_fh = TemporaryFile("w+", encoding="utf-8", newline="", dir=self.tmpdir)  # noqa: SIM115 - `_opt_close` closes it

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> Any:
        """The formula as it is written; the library's own answer wherever there can be another one than the formula itself."""
        if formula[:1] == "=" and formula[-1:] != "}" and OURS.issuperset(_CALLED.findall(formula)):
            return formula[1:]
        return super()._prepare_formula(formula, expand_future_functions)

    def _write_optimized_sheet_data(self) -> None:
        """As the library's, of a sheet that streams; but its rows stay in their file until they are packed."""
        if self.dim_rowmin is None:
            super()._write_optimized_sheet_data()
            return
        self._xml_start_tag("sheetData")
        self.rows_at = self.fh.tell()
        self._xml_end_tag("sheetData")
        self.row_data_fh.flush()


class QuickBook(Workbook):
    """As the library's, of quick sheets; it packs its parts itself. settings: the library's."""

    def __init__(self, out: Path, settings: dict[str, Any]) -> None:
        super().__init__(io.BytesIO(), settings)  # the library's own file, which stays empty
        self.worksheet_class, self.in_memory, self._out = QuickSheet, True, out  # in memory are the sheets' own texts; long rows are not

    def _get_packager(self) -> Packager:
        return _QuickPackager(self._out, QUICK if self.constant_memory else THOROUGH)


class _QuickPackager(Packager):
    """As the library's, which makes of every sheet one text, or one more file, before it is packed."""

    def __init__(self, out: Path, level: int) -> None:
        super().__init__()
        self._out, self._level = out, level

    def _create_package(self) -> list[Any]:
        """Packs all parts into the book; nothing is left to the library."""
        parts = super()._create_package()
        rows = {id(sheet.fh): sheet for sheet in self.workbook.worksheets() if getattr(sheet, "rows_at", None) is not None}
        with ZipFile(self._out, "w", ZIP_DEFLATED, compresslevel=self._level) as book:
            for made, name, _ in parts:
                info = ZipInfo(name, NO_DAY)
                info.compress_type, info._compresslevel = ZIP_DEFLATED, self._level  # type: ignore[attr-defined]
                text = made.getvalue()
                if (sheet := rows.get(id(made))) is None:
                    book.writestr(info, text)
                else:
                    _pack_streamed(book, info, text, sheet)
        return []


def _pack_streamed(book: ZipFile, info: ZipInfo, text: str, sheet: QuickSheet) -> None:
    """The part of a sheet that streamed: its own text, and in it the rows from their file, which goes."""
    before, after = text[: sheet.rows_at].encode(), text[sheet.rows_at :].encode()
    rows = sheet.row_data_fh.buffer
    info.file_size = len(before) + rows.seek(0, os.SEEK_END) + len(after)  # by which the part knows what its size takes
    rows.seek(0)
    with book.open(info, "w") as part:
        part.write(before)
        shutil.copyfileobj(rows, part, 2**20)
        part.write(after)
    sheet._opt_close()
