"""Who works at a terminal where people sign in: whoever confirmed its code in the app.

`ask` gives a code to the account of this machine; somebody who is signed in enters it in the app, and commands of that account
act as that person for as long as a sign-in lasts (the way of RFC 8628 without a second server). What is noted of it stands in the folder
of keys, which the account alone may read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import pwd
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.files import make_folder, write_json
from planner.core.signing.keys import keys_folder
from planner.service.workspace.access.sign_in import HOURS

MINUTES = 10
"""So long a code can be confirmed."""
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_HALF = 4
_FOLDER = "terminals"


def account() -> str:
    """The account of this machine under which the programme runs."""
    return pwd.getpwuid(os.getuid()).pw_name


def ask() -> str:
    """A new code for the account; what was confirmed or asked before ends. Nobody can tell the code from what is noted."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2))
    until = _now() + timedelta(minutes=MINUTES)
    write_json(make_folder(_folder()) / _name(), {"account": account(), "code": _digest(code), "until": until.isoformat()})
    return code


def confirm(code: str, person: str) -> tuple[str, str]:
    """Let the account that asked for a code act as a person: (the account, until when). InputError where nobody asked for it,
    or too long ago."""
    wanted, folder = _digest(code), _folder()
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        noted = _read(file)
        if hmac.compare_digest(str(noted.get("code", "")), wanted) and not _is_past(noted):
            until = (_now() + timedelta(hours=HOURS)).isoformat(timespec="seconds")
            write_json(file, {"account": noted["account"], "person": person, "until": until})
            return str(noted["account"]), until
    raise InputError(problem("signin.no_code", minutes=MINUTES))


def person_here() -> str | None:
    """Who confirmed the code of this account; None where nobody has, or the time is over."""
    noted = _read(_folder() / _name())
    return str(noted["person"]) if "person" in noted and not _is_past(noted) else None


def end() -> None:
    """Commands of this account act for nobody from now on."""
    (_folder() / _name()).unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Any]:
    """What is noted in a file; nothing where there is none, or something else. InputError where others may read or write it."""
    try:
        state = file.lstat()
        if state.st_mode & 0o077 or file.is_symlink():
            raise InputError(problem("sealing.key_readable", file=str(file), rights=f"{state.st_mode & 0o777:o}"))
        noted = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _is_past(noted: dict[str, Any]) -> bool:
    try:
        return datetime.fromisoformat(noted["until"]) <= _now()
    except (KeyError, TypeError, ValueError):
        return True


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def _name() -> str:
    return f"{os.getuid()}.json"


def _folder() -> Path:
    return keys_folder() / _FOLDER


def _now() -> datetime:
    return datetime.now(UTC)
