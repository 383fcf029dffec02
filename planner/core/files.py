"""Writing a file whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Rights of what names people: its owner's alone."""


@contextmanager
def atomic_path(out: str | Path, private: bool = True) -> Iterator[Path]:
    """A temporary path beside `out` (same ending), moved onto `out` when the block ends well and removed when it fails.

    The folder of `out` is made where it is missing. An existing `out` stays as it was until the new file is complete and on
    disk. private: only the owner may read it, as for whatever names people.
    """
    with atomic_paths(out, private=private) as (temporary,):
        yield temporary


def write_json(out: str | Path, content: Any) -> None:
    """Put plain values into `out` as JSON, whole or not at all."""
    with atomic_path(out) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@contextmanager
def atomic_paths(*outs: str | Path, private: bool = True) -> Iterator[tuple[Path, ...]]:
    """As `atomic_path` for several files: they are moved only after the block has ended well for all of them.

    Every temporary file is complete and closed before the first is moved, so that what is left to fail is a rename.
    """
    targets = [Path(out) for out in outs]
    with ExitStack() as clean_up:
        temporaries = []
        for target in targets:
            temporary = _temporary(target)
            clean_up.callback(temporary.unlink, missing_ok=True)
            temporaries.append(temporary)
        yield tuple(temporaries)
        for temporary, target in zip(temporaries, targets, strict=True):
            os.chmod(temporary, PRIVATE_FILE if private else _mode(target))
            flush(temporary)
            os.replace(temporary, target)
        for folder in {target.parent for target in targets}:
            flush(folder)


def flush(path: Path) -> None:
    """A file's content, or a folder's entries, on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _temporary(target: Path) -> Path:
    """An empty file of a free name in the target's folder, so that the move stays on one file system."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}.", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    return Path(name)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, else those that the user's umask gives to a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
