"""Signing in by OpenID Connect: whether it is set up, whether that is safe, and whom a provider's claims name.

The settings are those of Streamlit's `st.login`: the table `[auth]` of a file of secrets. Without it the installation is in the
open mode: one person, on this machine only. A file that is there and will not do is an error, and never the open mode.
"""

from __future__ import annotations

import os
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from planner.core.errors import InputError, problem
from planner.service.places import ROOT

SECRETS_VARIABLE = "PLANNER_SECRETS"
HOURS = 12
"""So long somebody is signed in, in the app and at a terminal; then they sign in again."""
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_KNOWN = frozenset((*_NEEDED, "client_kwargs"))
_CALLBACK = "/oauth2callback"
_SHORTEST = 32
"""Letters of the secret that signs who has signed in."""
_LONGEST = 255
"""Letters of a subject (OpenID Connect Core 1.0, section 2) and of an issuer here."""
_SHOWN = 120
_AHEAD = timedelta(minutes=5)
"""So far a provider's clock may be ahead of this machine's."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody whom the provider vouches for. id: issuer and subject, which together name one person for good (OpenID Connect
    Core 1.0, section 5.7); name: as the provider calls them, which they may have chosen themselves; email: where the provider
    says that it was verified, else None; since: when they signed in."""

    id: str
    name: str
    email: str | None
    since: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether they have to sign in again."""
        return not self.since - _AHEAD <= now < self.since + timedelta(hours=HOURS)


def secrets_file() -> Path:
    """The file of secrets: what `PLANNER_SECRETS` names, else `.streamlit/secrets.toml` of the programme."""
    return Path(os.environ.get(SECRETS_VARIABLE) or ROOT / ".streamlit" / "secrets.toml")


def is_set_up() -> bool:
    """Whether people sign in here. InputError where the file of secrets is there and will not do."""
    return settings() is not None


def settings() -> Mapping[str, Any] | None:
    """The table `[auth]`; None where there is no such table. InputError where it will not do, or others may read its file."""
    file = secrets_file()
    try:
        state = file.stat()
    except FileNotFoundError:
        if file.is_symlink() or os.environ.get(SECRETS_VARIABLE):
            raise InputError(problem("signin.secrets_gone", file=str(file))) from None
        return None
    except OSError:
        raise InputError(problem("signin.secrets_broken", file=str(file))) from None
    return _settings_in(file, state.st_mode & 0o777, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _settings_in(file: Path, rights: int, changed_ns: int, size: int) -> Mapping[str, Any] | None:
    """As `settings`, read again where the file has changed; pages ask many times a drawing."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(problem("signin.secrets_broken", file=str(file))) from None
    if "auth" not in content:
        return None
    if rights & 0o077:
        raise InputError(problem("signin.secrets_readable", file=str(file), rights=f"{rights:o}"))
    found = content["auth"]
    if not isinstance(found, dict):
        raise InputError(problem("signin.secrets_broken", file=str(file)))
    _refuse_unsafe(found, str(file))
    return MappingProxyType(found)


def _refuse_unsafe(auth: dict[str, Any], file: str) -> None:
    """InputError with all that is wrong with the table."""
    faults = [problem("signin.unknown_setting", file=file, column=f"auth.{name}") for name in sorted(set(auth) - _KNOWN)]
    wanted = [name for name in _NEEDED if not isinstance(auth.get(name), str) or not auth[name].strip()]
    faults += [problem("signin.no_setting", file=file, column=f"auth.{name}") for name in wanted]
    if not wanted:
        if len(auth["cookie_secret"]) < _SHORTEST:
            faults.append(problem("signin.short_secret", file=file, column="auth.cookie_secret", least=_SHORTEST))
        if not auth["redirect_uri"].endswith(_CALLBACK):
            faults.append(problem("signin.redirect", file=file, column="auth.redirect_uri", ending=_CALLBACK))
        for name in ("redirect_uri", "server_metadata_url"):
            if not _is_private(auth[name]):
                faults.append(problem("signin.not_https", file=file, column=f"auth.{name}"))
    if faults:
        raise InputError(faults)


def _is_private(address: str) -> bool:
    """Whether nobody on the way can read what is sent to an address."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(str(parts.hostname))))


def is_this_machine(host: str | None) -> bool:
    """Whether an address on which a server listens can be reached from this machine alone; none at all means every address."""
    if host == "localhost":
        return True
    try:
        return host is not None and ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def signed_in(claims: Mapping[str, Any]) -> SignedIn:
    """Whom the claims of an ID token name, which Authlib has checked. InputError where they name nobody, or not since when."""
    issuer, subject, since = claims.get("iss"), claims.get("sub"), claims.get("iat")
    is_named = all(isinstance(each, str) and 0 < len(each) <= _LONGEST and each.isprintable() and " " not in each for each in (issuer, subject))
    if not is_named or not str(issuer).startswith(("https://", "http://")) or "#" in str(issuer):
        raise InputError(problem("signin.no_subject"))
    if not isinstance(since, int | float) or isinstance(since, bool):
        raise InputError(problem("signin.no_time"))
    try:
        when = datetime.fromtimestamp(since, UTC)
        _ = when - _AHEAD, when + timedelta(hours=HOURS)
    except (OverflowError, ValueError, OSError):  # no number, or no year that there is
        raise InputError(problem("signin.no_time")) from None
    verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
    names = [claims.get(name) for name in ("name", "preferred_username")]
    name = next((_plain(each) for each in names if isinstance(each, str) and _plain(each)), str(subject))
    return SignedIn(f"{issuer}#{subject}", name, _plain(claims["email"]) if verified else None, when)


def subject_of(person: str) -> str:
    """The subject of a person's id: what their provider calls them by; the id itself of who did not sign in."""
    return person.partition("#")[2] or person


def _plain(said: str) -> str:
    """A name on one line, without what moves a cursor or turns the writing around."""
    kept = "".join(" " if letter.isspace() else letter for letter in said if letter.isspace() or unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:_SHOWN]
