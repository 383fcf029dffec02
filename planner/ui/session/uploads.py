"""Uploaded files: put into a folder of their own under safe names, and read by the guarded reader from there.

What came of reading them stands beside them, so that a reload finds upload and problems again.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from planner.core.files import make_folder, write_json

ENDINGS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "parquet")
MOST_BYTES = 100 * 2**20
NAME_LENGTH = 80
FILES, OUTCOME = "files", "upload.json"


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


def file_name(title: str, most: int = 60) -> str:
    """A file name, without ending, made of a title: every sign that may not stand in one becomes a dash, and nothing is cut before it; "" of signs alone."""
    kept = "".join(c if c.isalnum() or c in " ._()" else "-" for c in unicodedata.normalize("NFC", title))
    dashed = re.sub(r"\s*-[\s-]*", lambda found: " - " if " " in found[0] else "-", " ".join(kept.split()))
    return dashed[:most].strip(" .-")


def keep(files: Sequence[Upload], folder: Path) -> str:
    """Put uploaded files into `folder`, in place of those before, and note them as not read yet; a name for them.

    The mapping of headings that was chosen earlier stays, so that the next upload of the same sheets needs none.
    """
    forget(folder)
    place = make_folder(folder / FILES)
    names: list[str] = []
    for file in files:
        names.append(safe_name(file.name, names))
        (place / names[-1]).write_bytes(file.getbuffer())
    called = names[0] if len(names) == 1 else f"{names[0]} (+{len(names) - 1})"
    note(folder, {"name": called, "files": names})
    return called


def source(folder: Path, upload: dict[str, Any]) -> Path:
    """What the reader takes: the one file of an upload, or the folder of several."""
    names = upload["files"]
    return folder / FILES / names[0] if len(names) == 1 else folder / FILES


def file_named(folder: Path, name: str) -> Path:
    """The uploaded file of a name that a problem gives."""
    return folder / FILES / safe_name(name)


def note(folder: Path, upload: dict[str, Any]) -> None:
    """Write down what is known of an upload: {name, files}, and once it was read what `read.json` of `jobs.reading` says."""
    write_json(make_folder(folder) / OUTCOME, upload)


def noted(folder: Path) -> dict[str, Any] | None:
    """What `note` wrote down last; None where nothing was uploaded. Shared: nobody may change it."""
    try:
        stat = (folder / OUTCOME).stat()
        return _noted(str(folder / OUTCOME), stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=8)
def _noted(file: str, mtime_ns: int, size: int) -> dict[str, Any]:
    return dict(json.loads(Path(file).read_text(encoding="utf-8")))


def forget(folder: Path) -> None:
    """Remove the uploaded files of a desk and what came of them; the mapping of headings stays."""
    shutil.rmtree(folder / FILES, ignore_errors=True)
    (folder / OUTCOME).unlink(missing_ok=True)
