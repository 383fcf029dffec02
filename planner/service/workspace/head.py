"""What is kept of the audit outside the database: the key of its chain, and its head, so that a tail that was cut is found.

Both stand in the folder of the installation's keys (`core.signing.keys`), which a backup of the database does not hold.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class Noted:
    """What is noted of a chain. heads: its newest entry, and one that was about to replace it, where its writer did not come to
    say that it did; None where nothing is noted. lost: entries that had been noted as the newest and were gone when something was
    written after all, each with the number of the entry that the chain ended with then."""

    heads: list[Head] | None
    lost: list[tuple[Head, int]]


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
            noted["replaced"] += [{"number": noted["number"], "mac": noted["mac"]}, *noted.pop("lost", [])]
        if number >= noted["number"] or noted["pending"] is not None:
            noted.update(number=number, mac=mac, pending=None)


def announce(store: str, head: Head) -> None:
    """Note that this entry is about to become the newest, though the chain that it ends may be shorter (`planner restore`)."""
    with _noted(store) as noted:
        noted["pending"] = {"number": head.number, "mac": head.mac}


def noted_of(store: str) -> Noted:
    """What is noted of a store."""
    file = _file(store)
    if not file.exists():
        return Noted(None, [])
    noted = _read(file)
    heads = [Head(each["number"], each["mac"]) for each in (noted, noted["pending"]) if each is not None]
    return Noted(heads, [(Head(each["number"], each["mac"]), each["after"]) for each in noted.get("lost", [])])


def note_lost(store: str, newest: int, mac_of: Callable[[int], str | None]) -> None:
    """Note for good that the entry which is noted as the newest is not in the chain, before another one is written and noted in
    its place: nobody could see then that the end had been cut off. In a writing transaction.

    newest: the number of the entry with which the chain ends; mac_of: what the chain holds under a number.
    """
    heads = noted_of(store).heads
    if heads is None or any(mac_of(head.number) == head.mac for head in heads):
        return
    with _noted(store) as noted:
        gone = {"number": heads[0].number, "mac": heads[0].mac, "after": newest}
        noted["lost"] = [*noted.get("lost", []), gone]
        noted.update(number=newest, mac=mac_of(newest), pending=None)


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
        for each in (noted, noted["pending"] or noted, *noted.get("lost", [])):
            int(each["number"]), str(each["mac"]), int(each.get("after", 0))
        list(noted["replaced"])
    except (ValueError, KeyError, TypeError):
        raise InputError(problem("workspace.head_broken", file=str(file))) from None
    return dict(noted)


def _file(store: str) -> Path:
    return keys_folder() / f"audit-head-{store}.json"
