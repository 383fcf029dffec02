"""Which files make up a roster: one workbook, a folder of workbooks, a CSV or a Parquet file with its units beside it.

Standard library only, so that workbooks are being read while the caller still imports pandas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from planner.core.errors import InputError, problem
from planner.roster.workbook.guarded_reader import WORKBOOK_ENDINGS, RawWorkbook, Reading

TABLE_ENDINGS = (".csv", ".txt", ".parquet")
STATUS = ".status"
"""What stands before the ending of the file that says how the values of NAME.csv or NAME.parquet came about."""
ENDINGS = WORKBOOK_ENDINGS + TABLE_ENDINGS


@dataclass
class Source:
    """The files of a roster, in order. `units_files` hold units only; workbooks are being read from construction on."""

    path: Path
    workbooks: list[Path] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)
    units_files: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reading = Reading([*self.workbooks, *(p for p in self.units_files if _ending(p) in WORKBOOK_ENDINGS)])

    def read_workbooks(self) -> list[RawWorkbook]:
        """The sheets of every workbook (those of units files last), or the problem of each that cannot be read."""
        return self.reading.results()


def open_source(path: str | Path) -> Source:
    """The files that `path` stands for, with the reading of its workbooks begun.

    InputError: there is nothing at `path`, it is of an unknown kind, or a folder without anything to read.
    """
    path = Path(path)
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise InputError(problem("roster.file_missing", file=path.name))
    ending = _ending(path)
    if ending in WORKBOOK_ENDINGS:
        return Source(path, workbooks=[path])
    if ending in TABLE_ENDINGS:
        beside = path.with_name(path.stem + ".units" + path.suffix)
        return Source(path, tables=[path], units_files=[beside] if beside.is_file() else [])
    raise InputError(problem("roster.unknown_ending", file=path.name, known=", ".join(ENDINGS)))


def _folder(path: Path) -> Source:
    files = [
        file
        for file in sorted(path.iterdir(), key=lambda p: p.name)
        if file.is_file()
        and _ending(file) in ENDINGS
        and not file.name.startswith(("~$", ".", "._"))
        and not file.stem.casefold().endswith(STATUS)
    ]
    units = [file for file in files if file.stem.casefold() == "units" or file.stem.casefold().endswith(".units")]
    people = [file for file in files if file not in units]
    if not people:
        raise InputError(problem("roster.folder_empty", file=path.name, known=", ".join(ENDINGS)))
    return Source(
        path,
        workbooks=[p for p in people if _ending(p) in WORKBOOK_ENDINGS],
        tables=[p for p in people if _ending(p) in TABLE_ENDINGS],
        units_files=units,
    )


def _ending(path: Path) -> str:
    return path.suffix.casefold()
