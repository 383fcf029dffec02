"""Uploaded files: put into a folder of their own under safe names, and read by the guarded reader from there."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from planner.core.files import make_folder

ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "parquet")
MOST_BYTES = 100 * 2**20
NAME_LENGTH = 80
FILES = "files"


class Upload(Protocol):
    """What Streamlit hands over for a file."""

    name: str
    size: int

    def getbuffer(self) -> memoryview: ...


def too_large(files: Sequence[Upload]) -> bool:
    """Whether the files together are beyond the limit; the server's own limit is for a single one."""
    return sum(file.size for file in files) > MOST_BYTES


def safe_name(name: str, taken: Sequence[str] = ()) -> str:
    """A file name without folders, control characters or signs that mean something to a system; unlike every one of `taken`."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in base).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    stem, ending = (stem, ending) if dot else (kept, "")
    stem, suffix = stem[:NAME_LENGTH] or "file", f".{ending}" if ending else ""
    used, candidate, count = {t.casefold() for t in taken}, stem + suffix, 1
    while candidate.casefold() in used:
        count += 1
        candidate = f"{stem} ({count}){suffix}"
    return candidate


def keep(files: Sequence[Upload], folder: Path) -> tuple[Path, str]:
    """Put uploaded files into `folder`, in place of those before: (what the reader takes: the file or the folder, a name for it).

    The mapping of headings that was chosen earlier stays, so that the next upload of the same sheets needs none.
    """
    shutil.rmtree(folder / FILES, ignore_errors=True)
    place = make_folder(folder / FILES)
    names: list[str] = []
    for file in files:
        names.append(safe_name(file.name, names))
        (place / names[-1]).write_bytes(file.getbuffer())
    alone = len(names) == 1
    return (place / names[0] if alone else place), (names[0] if alone else f"{names[0]} (+{len(names) - 1})")


def forget(folder: Path) -> None:
    """Remove the uploaded files of a desk; the mapping of headings stays."""
    shutil.rmtree(folder / FILES, ignore_errors=True)
