"""The folder of packs: a workbook for each unit and `packs.csv` that says which is whose, replaced as a whole."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from planner.core.errors import InputError, Problem, problem
from planner.core.files import own_folder
from planner.core.folders import replaced_folder
from planner.core.system_errors import problem_of_any
from planner.report.exchange.pack import Pack
from planner.report.exchange.pack_book import write_pack
from planner.roster.values.text import FOR_PEOPLE, unprotect, write_for_people

INDEX = "packs.csv"
INDEX_COLUMNS = ("file", "unit", "name", "people", "leavers")


def write_packs(packs: Sequence[Pack], folder: Path, lang: str = "vi", keep: bool = False, progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """The packs in `folder`, which takes the place of an older one as a whole; their paths, in the order of `packs`.

    keep: packs of other units that stand there already stay, with their rows of `packs.csv`; else they go. Other files of
    the folder stay. A pack that cannot be made stops no other one: once the folder stands, an InputError names each such
    pack. Where none can be made, or `folder` holds folders or something else than files, nothing is changed.
    progress: told how many of how many are made.
    """
    made, faults = [], []
    _refuse_other_things(folder)
    with replaced_folder(folder) as staged:
        older = _index(folder)
        for number, pack in enumerate(packs):
            if progress is not None:
                progress(number, len(packs))
            try:
                write_pack(pack, staged / pack.file, lang)
                made.append(pack)
            except Exception as error:  # whatever fails is one pack's fault, and its own line
                faults.append(_fault(error, pack, folder))
        if not made:
            raise InputError(faults)
        mine = {pack.unit for pack in packs}
        kept = [row for row in older if keep and row["unit"] not in mine and (folder / row["file"]).is_file()]
        _carry(folder, staged, gone={row["file"] for row in older} - {row["file"] for row in kept} | {pack.file for pack in packs} | {INDEX})
        rows = [*kept, *map(_row, made)]
        index = pd.DataFrame(sorted(rows, key=lambda row: row["file"]), columns=list(INDEX_COLUMNS))
        write_for_people(index.astype({"people": "int64", "leavers": "int64"}), staged / INDEX)
    if faults:
        raise InputError(faults)
    return [folder / pack.file for pack in packs]


def _row(pack: Pack) -> dict[str, str]:
    """A line of `packs.csv`."""
    leavers = int(pack.plan["leave_on"].notna().sum())
    return dict(zip(INDEX_COLUMNS, (pack.file, pack.unit, pack.name, str(len(pack.people)), str(leavers)), strict=True))


def _fault(error: Exception, pack: Pack, folder: Path) -> Problem:
    """Why a pack was not made, under its own name."""
    for each in (error, *error.args):
        if isinstance(each, OSError):
            each.filename = None  # the unfinished folder's, which nobody knows
    return problem_of_any(error, str(folder / pack.file))


def _refuse_other_things(folder: Path) -> None:
    """InputError where `folder` cannot be replaced: there is none around it, it is a file, or it holds more than files."""
    if not folder.exists():
        own_folder(folder).rmdir()
        return
    if not folder.is_dir():
        raise InputError(problem("packs.folder_is_a_file", column="--out", file=str(folder)))
    if other := sorted(path.name for path in folder.iterdir() if path.is_symlink() or not path.is_file()):
        raise InputError(problem("packs.folder_holds_more", file=str(folder), name=other[0]))


def _index(folder: Path) -> list[dict[str, str]]:
    """The lines of the folder's `packs.csv`; none where there is none. InputError where it is not what was written."""
    file = folder / INDEX
    if not file.exists():
        return []
    try:
        with file.open(encoding=FOR_PEOPLE, newline="") as opened:
            rows = [dict(zip(INDEX_COLUMNS, unprotect(cells), strict=True)) for cells in csv.reader(opened)]
        found = rows[1:]
        if rows[0] != dict(zip(INDEX_COLUMNS, INDEX_COLUMNS, strict=True)):
            raise ValueError(INDEX)
        if not all(Path(row["file"]).name == row["file"] and row["people"].isdigit() and row["leavers"].isdigit() for row in found):
            raise ValueError(INDEX)
    except (ValueError, IndexError, csv.Error):
        raise InputError(problem("packs.index_broken", file=str(file))) from None
    return found


def _carry(folder: Path, staged: Path, gone: set[str]) -> None:
    """The files of the older folder that stay, in the new one too."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.name not in gone:
            try:
                os.link(path, staged / path.name)
            except OSError:  # a file system without links
                shutil.copy2(path, staged / path.name)
