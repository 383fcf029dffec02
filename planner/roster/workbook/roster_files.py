"""Which files make up a roster: one workbook, a folder of workbooks, a CSV or a Parquet file with its units beside it.

Standard library only, so that workbooks are being read while the caller still imports pandas.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from planner.core.errors import InputError, Problem, problem
from planner.roster.workbook.guarded_reader import WORKBOOK_ENDINGS, RawWorkbook, Reading

TABLE_ENDINGS = (".csv", ".txt", ".parquet")
STATUS = ".status"
"""What stands before the ending of the file that says how the values of NAME.csv or NAME.parquet came about."""
ENDINGS = WORKBOOK_ENDINGS + TABLE_ENDINGS
MAPPING = ".mapping.yaml"
MOST_FILES = 10_000  # of a folder and those in it: more is somebody's disk, not a roster


@dataclass(frozen=True)
class LeftFile:
    """A file of the folder that is not read: its path below the folder, and the text of `account` that says why."""

    name: str
    reason: str


@dataclass
class Source:
    """The files of a roster, in order. `units_files` hold units only; workbooks are being read from construction on.

    left: what else the folder holds. problems: what had to be said of that. own: the planner itself wrote the file, into a
    folder of its own, from a roster that was read; its CSV and Parquet are not looked through a second time.
    """

    path: Path
    workbooks: list[Path] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)
    units_files: list[Path] = field(default_factory=list)
    left: tuple[LeftFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    own: bool = False

    def __post_init__(self) -> None:
        units = {kind: [p for p in self.units_files if _ending(p) in kind] for kind in (WORKBOOK_ENDINGS, TABLE_ENDINGS)}
        looked = [] if self.own else [*self.tables, *units[TABLE_ENDINGS], *filter(Path.exists, map(status_beside, self.tables))]
        self.reading = Reading([*looked, *self.workbooks, *units[WORKBOOK_ENDINGS]])

    def read_workbooks(self) -> list[RawWorkbook]:
        """The sheets of every workbook (those of units files last), or the problem of each that cannot be read."""
        return [book for book in self.reading.results() if _ending(book.path) in WORKBOOK_ENDINGS]

    def refusal(self, path: Path) -> Problem | None:
        """Why a CSV or Parquet file of the source, or the status beside one, is not read; None where it may be."""
        return next((book.problem for book in self.reading.results() if book.path == path), None)


_AHEAD: dict[Path, Source] = {}
"""Sources whose reading was begun ahead and that nobody has opened yet."""


def read_ahead(path: Path) -> None:
    """Begins reading at once what the next `open_source` of `path` asks for: the child then works while the caller imports its
    libraries. Where nothing can be read, that call says so."""
    try:
        _AHEAD[path] = open_source(path)
    except InputError:
        return


def is_read_ahead(path: Path, patience_s: float, largest: int) -> bool:
    """Whether reading `path` was begun ahead and its files, of at most `largest` bytes, are come through; waited for so long."""
    source = _AHEAD.get(path)
    try:
        size = None if source is None else sum(book.path.stat().st_size for book in source.reading.workbooks if book.problem is None)
    except OSError:  # it went in the meantime; who reads it says so
        size = None
    return source is not None and size is not None and size <= largest and source.reading.has_ended(patience_s)


def open_source(path: str | Path, own: bool = False) -> Source:
    """The files that `path` stands for, with the reading of its workbooks begun. own: as in `Source`.

    InputError: there is nothing at `path`, it is of an unknown kind, or a folder without anything to read.
    """
    path = Path(path)
    begun = None if own else _AHEAD.pop(path, None)
    if begun is not None:
        return begun
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        raise InputError(problem("roster.file_missing", file=path.name)) from None
    if is_folder:
        return _folder(path)
    ending = _ending(path)
    if ending in WORKBOOK_ENDINGS:
        return Source(path, workbooks=[path])
    if ending in TABLE_ENDINGS:
        beside = path.with_name(path.stem + ".units" + path.suffix)
        return Source(path, tables=[path], units_files=[beside] if beside.is_file() else [], own=own)
    raise InputError(problem("roster.unknown_ending", file=path.name, known=", ".join(ENDINGS)))


def status_beside(roster: Path) -> Path:
    """`NAME.status.csv` beside `NAME.csv`, the same for Parquet."""
    return roster.with_name(f"{roster.stem}{STATUS}{roster.suffix}")


def _folder(path: Path) -> Source:
    here = sorted((file for file in path.iterdir() if file.is_file()), key=lambda p: p.name)
    files = [file for file in here if _is_read(file)]
    units = [file for file in files if file.stem.casefold() == "units" or file.stem.casefold().endswith(".units")]
    people = [file for file in files if file not in units]
    left = [LeftFile(file.name, _reason(file)) for file in here if file not in files and not _is_own(file)]
    said = [problem("roster.file_of_other_kind", file=each.name, severity="warning") for each in left if each.reason == "other_kind"]
    for folder in sorted((each for each in path.iterdir() if each.is_dir() and not each.name.startswith(".")), key=lambda p: p.name):
        below = list(islice(files_below(folder), MOST_FILES - len(left)))
        left += [LeftFile(file.relative_to(path).as_posix(), "in_subfolder") for file in below]
        said += _say_subfolder(folder, below)
    if not people:
        raise InputError([problem("roster.folder_empty", file=path.name, known=", ".join(ENDINGS)), *said])
    return Source(
        path,
        workbooks=[p for p in people if _ending(p) in WORKBOOK_ENDINGS],
        tables=[p for p in people if _ending(p) in TABLE_ENDINGS],
        units_files=units,
        left=tuple(left),
        problems=tuple(said),
    )


def _is_read(file: Path) -> bool:
    return _ending(file) in ENDINGS and not file.name.startswith(("~$", ".")) and not _is_own(file)


def _is_own(file: Path) -> bool:
    """Whether the planner itself wrote it beside a roster."""
    return file.stem.casefold().endswith(STATUS) or file.name.casefold().endswith(MAPPING)


def _reason(file: Path) -> str:
    return "lock_file" if file.name.startswith("~$") else "hidden_file" if file.name.startswith(".") else "other_kind"


def files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder and of those in it; links to other folders are not followed."""
    count = 0
    for root, names, files in os.walk(folder):
        names.sort()
        for name in sorted(files):
            count += 1
            if count > MOST_FILES:
                return
            yield Path(root, name)


def _say_subfolder(folder: Path, below: Sequence[Path]) -> list[Problem]:
    """An error where the folder holds files that could be read: a whole block of units would be missing."""
    lists = [file.name for file in below if _is_read(file)]
    if lists:
        return [problem("roster.subfolder_unread", file=folder.name, count=len(lists), names=", ".join(lists[:3]))]
    return [problem("roster.subfolder_of_others", file=folder.name, count=len(below), severity="warning")] if below else []


def _ending(path: Path) -> str:
    return path.suffix.casefold()
