"""Uploaded files: put into a folder of their own under safe names, and read by the guarded reader from there."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from planner.ui import store

ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "parquet")
MOST_BYTES = 100 * 2**20
NAME_LENGTH = 80


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


def read(files: Sequence[Upload]) -> tuple[str | None, list[dict[str, Any]], str]:
    """Read uploaded files as one roster: its fingerprint (None with errors), its problems, and a name for it."""
    with tempfile.TemporaryDirectory(prefix="planner-upload-") as folder:
        names: list[str] = []
        for file in files:
            names.append(safe_name(file.name, names))
            (Path(folder) / names[-1]).write_bytes(file.getbuffer())
        alone = Path(folder) / names[0] if len(names) == 1 else Path(folder)
        sha256, problems = store.read_roster(alone)
    return sha256, problems, names[0] if len(names) == 1 else f"{names[0]} (+{len(names) - 1})"
