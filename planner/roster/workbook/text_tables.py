"""What a CSV or Parquet file must show before this planner reads it: looked through to its end, in the limited child process.

The cheapest look comes first: a Parquet file's own directory, a CSV's lines; only what passes is parsed.
"""

from __future__ import annotations

import csv
import gc
import io
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.guard.limits import CPU_SECONDS, MEMORY_BYTES
from planner.roster.workbook.file_kind import MAX_CELLS, Refused

if TYPE_CHECKING:
    import pyarrow as pa

MAX_ROWS = 1_000_000
MAX_PARQUET_CELLS = 64_000_000
"""A Parquet file has typed columns, and a nation's people in all of ours are that many."""
MAX_COLUMNS = 2_000
MAX_ROW_GROUPS = 5_000
MAX_LINE_BYTES = 2_000_000
MAX_CELL = 131_072
"""Letters of a cell; Excel's hold 32,767."""
MAX_DECODED_BYTES = 400 * 2**20
USUAL_ROWS, ROW_BYTES, ROWS_A_SECOND = 200_000, 5_000, 20_000
"""What `MEMORY_BYTES` and `CPU_SECONDS` are enough for; what each further row may add."""
DELIMITERS = ",;\t"
BATCH_ROWS = 4_096
_CELL_ERROR = "field larger than field limit"


def look_through_csv(path: Path) -> None:
    """`Refused` where a text file is too wide, too long or no text; what else is wrong with it is said by who reads it."""
    data = path.read_bytes()
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not wide and (at := data.find(b"\0")) >= 0:
        raise Refused("csv_binary", row=data.count(b"\n", 0, at) + 1)
    _refuse_long_line(data)
    lines = data.count(b"\n")
    if lines > MAX_ROWS:
        raise Refused("too_many_rows", rows=lines, limit=MAX_ROWS)
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return
    del data
    often = {delimiter: text.count(delimiter, 0, 200_000) for delimiter in DELIMITERS}
    likely = sorted(DELIMITERS, key=lambda delimiter: -often[delimiter])
    for delimiter in [likely[0], *(other for other in likely[1:] if often[other])]:
        _count(text, delimiter)


def _refuse_long_line(data: bytes) -> None:
    """A line of a hundred million letters; the end of each is looked for no further than a line may reach."""
    start, line = 0, 1
    while len(data) - start > MAX_LINE_BYTES:
        end = data.rfind(b"\n", start, start + MAX_LINE_BYTES)
        if end < 0:
            raise Refused("line_too_long", row=line, limit=MAX_LINE_BYTES)
        line += data.count(b"\n", start, end + 1)
        start = end + 1


def _count(text: str, delimiter: str) -> None:
    """Rows, columns and cells under one delimiter; a quote that is not closed is left to who reads the file."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells, line = 0, 1
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                raise Refused("too_many_columns", row=line, columns=len(row), limit=MAX_COLUMNS)
            cells += len(row)
            line = reader.line_num + 1
    except csv.Error as error:
        if str(error).startswith(_CELL_ERROR):
            raise Refused("cell_too_long", row=line, limit=MAX_CELL) from None
        return
    if cells > MAX_CELLS:
        raise Refused("file_of_too_many_cells", limit=MAX_CELLS)


def csv_text(path: Path) -> str:
    """The text of a CSV file, also as Excel saves "Unicode text". InputError, with the line, where it is no UTF-8."""
    from planner.core.errors import InputError, problem  # the child that looks through starts without it

    data = path.read_bytes()
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(problem("roster.not_utf8", file=path.name, row=line)) from None


def csv_rows(text: str, delimiter: str, strict: bool) -> list[tuple[int, list[str]]]:
    """Rows with the line on which each begins; rows without a cell left out. csv.Error, with the line as its last argument,
    where strict and a quote is not closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    rows = []
    line = 1
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand lists of text hold no cycles; looking for them takes half the time
    try:
        for row in reader:
            if row:
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(str(error), line) from None
    finally:
        if collecting:
            gc.enable()
    return rows


def look_through_parquet(path: Path) -> None:
    """`Refused` where a Parquet file claims or holds more than is read, or cannot be read to its end."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_memory_pool(pa.system_memory_pool())  # the others reserve more than they use, which counts against the limit
    try:
        with pq.ParquetFile(path) as file:
            _claims(file.metadata)
            _hold(file)
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError):
        raise Refused("parquet_damaged") from None


def allowance(path: Path) -> tuple[int, int]:
    """(bytes, seconds of processor time) that reading a file may take of this process: the usual, and for a Parquet file of
    very many people something for each beyond `USUAL_ROWS`."""
    rows = 0
    if path.suffix.lower() == ".parquet" and path.is_file():  # a pipe of that name would be waited for
        import pyarrow as pa
        import pyarrow.parquet as pq

        with suppress(pa.ArrowException, OSError, ValueError, MemoryError):
            rows = min(MAX_ROWS, pq.read_metadata(path).num_rows)
    more = max(0, rows - USUAL_ROWS)
    return MEMORY_BYTES + more * ROW_BYTES, CPU_SECONDS + more // ROWS_A_SECOND


def _claims(about: Any) -> None:
    """What the file's directory says of it, before anything is unpacked."""
    rows, columns, groups = about.num_rows, about.num_columns, about.num_row_groups
    if rows > MAX_ROWS:
        raise Refused("too_many_rows", rows=rows, limit=MAX_ROWS)
    if columns > MAX_COLUMNS:
        raise Refused("too_many_columns", columns=columns, limit=MAX_COLUMNS)
    if rows * columns > MAX_PARQUET_CELLS:
        raise Refused("file_of_too_many_cells", limit=MAX_PARQUET_CELLS)
    if groups > MAX_ROW_GROUPS:
        raise Refused("too_many_row_groups", groups=groups, limit=MAX_ROW_GROUPS)
    parts = [about.row_group(i) for i in range(groups)]
    if sum(part.num_rows for part in parts) != rows or any(part.num_rows < 0 for part in parts):
        raise Refused("parquet_damaged")
    declared = sum(part.total_byte_size for part in parts)
    if declared > MAX_DECODED_BYTES:
        raise Refused("unpacks_too_large", mb=declared // 2**20, limit=MAX_DECODED_BYTES // 2**20)


def _hold(file: Any) -> None:
    """What the pages really hold: a page of a few bytes may stand for a text of a megabyte in every row."""
    rows = size = 0
    for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
        rows += batch.num_rows
        for column in batch.columns:
            size += _size(column)
        if size > MAX_DECODED_BYTES:
            raise Refused("unpacks_too_large", mb=size // 2**20, limit=MAX_DECODED_BYTES // 2**20)
    if rows != file.metadata.num_rows:
        raise Refused("parquet_damaged")


def _size(column: pa.Array) -> int:
    """Bytes that a column of a batch takes once each row has its value. `Refused` where a single one is too long."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        _refuse_long_cell(column)
        return int(column.nbytes)
    _refuse_long_cell(column.dictionary)
    kind = column.type.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind):
        lengths = pc.binary_length(column.dictionary).cast(pa.int64())
        return int(pc.sum(lengths.take(column.indices)).as_py() or 0) + int(column.indices.nbytes)
    return int(column.indices.nbytes) * 4


def _refuse_long_cell(values: pa.Array) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if len(values) and (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind)):
        longest = pc.max(pc.binary_length(values)).as_py()
        if longest is not None and longest > 4 * MAX_CELL:
            raise Refused("cell_too_long", limit=MAX_CELL)
