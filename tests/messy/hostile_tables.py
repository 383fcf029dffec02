"""Makes the CSV and Parquet files that harm or stop readers: bombs, claims that are not true, lines and cells without end."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HEAD = "full_name,birth_date,sex,category,si_months,salary_coefficient"
ROW = "An,5/3/1985,Nam,CC,120,2.34\n"
COLUMNS = HEAD.split(",")


def right(people: int = 1) -> pa.Table:
    """A roster as Parquet, from which the hostile ones are made."""
    return pa.table({name: [value] * people for name, value in zip(COLUMNS, ROW.strip().split(","), strict=True)})


def _same(text: str, rows: int) -> pa.Array:
    """A column that says one text in every row, and takes no room for it."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([text]))


def parquet_bombs(folder: Path) -> None:
    """Rows and texts that a few kilobytes stand for, too many columns and row groups, nests."""
    whole = pa.table({"full_name": _same("An", 2_000_000)})
    with pq.ParquetWriter(folder / "rows.parquet", whole.schema) as writer:
        for _ in range(20):
            writer.write_table(whole)
    pq.write_table(pa.table({"full_name": _same("A" * 2_000_000, 500_000)}), folder / "long-text.parquet", compression="zstd")
    pq.write_table(pa.table({name: _same("A" * 20_000, 500_000) for name in COLUMNS}), folder / "texts.parquet", compression="zstd")
    plain = pa.schema([("full_name", pa.string())])  # read back as texts, not as a dictionary
    with pq.ParquetWriter(folder / "plain-texts.parquet", plain, compression="zstd", store_schema=False) as writer:
        for _ in range(50):
            writer.write_table(pa.table({"full_name": _same("A" * 20_000, 1_000).cast(pa.string())}), row_group_size=1_000)
    pq.write_table(pa.table({f"c{i}": [1] for i in range(5_000)}), folder / "wide.parquet")
    with pq.ParquetWriter(folder / "groups.parquet", plain) as writer:
        for _ in range(6_000):
            writer.write_table(pa.table({"full_name": ["An"]}))
    lists = pa.ListArray.from_arrays(pa.array([0, 3_000_000], pa.int32()), _same("A" * 200, 3_000_000).cast(pa.string()))
    pq.write_table(pa.table({"skills": lists}), folder / "list.parquet", compression="zstd")
    nest = pa.array([1])
    for _ in range(80):
        nest = pa.StructArray.from_arrays([nest], ["a"])
    pq.write_table(pa.table({"full_name": nest}), folder / "nested.parquet")


def parquet_scrambled(folder: Path) -> None:
    """Right files with some bytes changed (always the same ones), cut ones, a directory that claims another number of rows."""
    pq.write_table(right(200), folder / "right.parquet")
    whole = (folder / "right.parquet").read_bytes()
    (folder / "right.parquet").unlink()
    (folder / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    (folder / "no-end.parquet").write_bytes(whole[:-8] + b"\xff\xff\xff\x7fPAR1")
    chance = random.Random(7)
    for number in range(6):
        changed = bytearray(whole)
        for _ in range(12):
            changed[chance.randrange(4, len(whole) - 8)] = chance.randrange(256)
        (folder / f"scrambled-{number}.parquet").write_bytes(changed)


def csv_bombs(folder: Path) -> None:
    """A line of a gigabyte, columns and rows without end, quotes that take everything in, bytes of zero."""
    with (folder / "line.csv").open("wb") as file:
        file.write(HEAD.encode() + b"\n")
        file.seek(2**30)  # a gigabyte that takes no room on the disk
        file.write(b"\n")
    (folder / "long-line.csv").write_text(HEAD + "\n" + "x" * 60_000_000 + "\n", encoding="utf-8")
    (folder / "million-columns.csv").write_text(",".join(f"c{i}" for i in range(1_000_000)) + "\n", encoding="utf-8")
    (folder / "columns.csv").write_text(HEAD + "," + ",".join(f"lạ {i}" for i in range(5_000)) + "\n" + ROW, encoding="utf-8")
    (folder / "semicolons.csv").write_text(HEAD.replace(",", ";") + ";" * 400_000 + "\n", encoding="utf-8")
    (folder / "rows.csv").write_text(HEAD + "\n" + ROW * 1_500_000, encoding="utf-8")
    (folder / "quote.csv").write_text(HEAD + '\n"' + ROW * 800_000, encoding="utf-8")
    (folder / "cell.csv").write_text(f'{HEAD}\n"{"b " * 500_000}",5/3/1985,Nam,CC,120,2.34\n', encoding="utf-8")
    (folder / "zeros.csv").write_bytes(HEAD.encode() + b"\n" + bytes(1_000_000))
    (folder / "utf16.csv").write_bytes((HEAD + "\n" + ROW).encode("utf-16-le"))
    (folder / "newlines.csv").write_bytes(b"\n" * 90_000_000)
    with (folder / "all-wrong.csv").open("w", encoding="utf-8") as file:
        file.write(HEAD + "\n")
        file.writelines(f"q{i},99/99/{i},Z{i},zz{i},m{i},h{i}\n" for i in range(600_000))


def hostile_tables(folder: Path) -> list[Path]:
    """All of them, in `folder`; none can be read as a staffing list."""
    parquet_bombs(folder)
    parquet_scrambled(folder)
    csv_bombs(folder)
    return sorted(folder.iterdir())
