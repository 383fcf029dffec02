"""What is kept of the audit outside the database: the key of its chain, and its head, so that a tail that was cut is found.

Both stand in the folder of the installation's keys (`core.signing.keys`), which a backup of the database does not hold.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FILE, make_folder, write_json
from planner.core.signing.keys import kept_key, keys_folder

_KEY = "audit.key"
_BYTES = 32
_PRINT = 16


@dataclass(frozen=True)
class Head:
    """The newest entry of a chain: its number, 0 where there is none, and its HMAC."""

    number: int
    mac: str

    @property
    def printed(self) -> str:
        """As papers show it: the number and the HMAC."""
        return f"{self.number}:{self.mac}"


def audit_key(*, make: bool = False) -> bytes:
    """The key of the chain: 32 bytes. InputError where it is not there, unless it may be made, or is none."""
    file = keys_folder() / _KEY
    if not make and not file.exists():
        raise InputError(problem("workspace.no_key", file=str(file)))
    content = kept_key(_KEY, "workspace.key_broken", lambda: secrets.token_hex(_BYTES).encode())
    try:
        key = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise InputError(problem("workspace.key_broken", file=str(file)))
    return key


def key_fingerprint(key: bytes) -> str:
    """By which a store knows a key again without holding it: digits of its SHA-256."""
    return hashlib.sha256(b"planner workspace" + key).hexdigest()[:_PRINT]


def keep_head(store: str, number: int, mac: str) -> None:
    """Note the newest entry; an older one than is noted changes nothing. Nothing counts as written before it is noted."""
    with _noted(store) as noted:
        if noted["pending"] is not None:
            noted["replaced"].append({"number": noted["number"], "mac": noted["mac"]})
        if number >= noted["number"] or noted["pending"] is not None:
            noted.update(number=number, mac=mac, pending=None)


def announce(store: str, head: Head) -> None:
    """Note that this entry is about to become the newest, though the chain that it ends may be shorter (`planner restore`)."""
    with _noted(store) as noted:
        noted["pending"] = {"number": head.number, "mac": head.mac}


def noted_heads(store: str) -> list[Head] | None:
    """The newest entry, and one that was about to replace it, where its writer did not come to say that it did; None where
    nothing is noted of the store."""
    file = _file(store)
    if not file.exists():
        return None
    noted = _read(file)
    return [Head(each["number"], each["mac"]) for each in (noted, noted["pending"]) if each is not None]


@contextmanager
def _noted(store: str) -> Iterator[dict[str, Any]]:
    """What is noted of a store, to be changed by one writer at a time."""
    file = _file(store)
    handle = os.open(make_folder(file.parent) / f".{file.name}.lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        noted = _read(file) if file.exists() else {"number": 0, "mac": "", "pending": None, "replaced": []}
        before = json.dumps(noted)
        yield noted
        if json.dumps(noted) != before or not file.exists():
            write_json(file, noted)
    finally:
        os.close(handle)


def _read(file: Path) -> dict[str, Any]:
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        for each in (noted, noted["pending"] or noted):
            int(each["number"]), str(each["mac"])
        list(noted["replaced"])
    except (ValueError, KeyError, TypeError):
        raise InputError(problem("workspace.head_broken", file=str(file))) from None
    return dict(noted)


def _file(store: str) -> Path:
    return keys_folder() / f"audit-head-{store}.json"
