"""The key of this installation, which signs what leaves it. It stands outside every folder of results.

Ed25519 (RFC 8032) by the `cryptography` library. Whoever holds the private key can sign in the installation's name, so its
file is for its owner's eyes only, and a file that others may read is refused.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FILE, make_folder

FOLDER_VARIABLE = "PLANNER_KEYS"
_NAME = "installation.pem"
_LARGEST = 2**14
_GROUP = 4
"""Letters of a fingerprint between two spaces, so that it can be read aloud."""


def keys_folder() -> Path:
    """Where the installation's keys stand: what `PLANNER_KEYS` names, else the user's folder of settings."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    settings = os.environ.get("XDG_CONFIG_HOME")
    return (Path(settings) if settings else Path.home() / ".config") / "workforce-planner"


def installation_key() -> Ed25519PrivateKey:
    """The key of this installation, made on first use. InputError where its file is no key, or others may read it."""
    content = kept_key(_NAME, "sealing.key_broken", _new_pem)
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(problem("sealing.key_broken", file=str(keys_folder() / _NAME)))
    return key


def kept_key(name: str, broken: str, new: Callable[[], bytes]) -> bytes:
    """What a file of the keys' folder holds, made of what `new` gives where there is none.

    InputError (text `broken`) where something else than a file stands there, or others than its owner may read it.
    """
    file = keys_folder() / name
    if not file.exists() and not file.is_symlink():
        _make(file, new())
    state = file.lstat()
    if not file.is_file() or file.is_symlink() or state.st_size > _LARGEST:
        raise InputError(problem(broken, file=str(file)))
    if state.st_mode & 0o077:
        raise InputError(problem("sealing.key_readable", file=str(file), rights=f"{state.st_mode & 0o777:o}"))
    return file.read_bytes()


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half of a key: 64 hexadecimal digits."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint(public: str) -> str:
    """What people compare of a public key: 32 letters of its SHA-256 in groups of four."""
    made = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]
    return " ".join(made[at : at + _GROUP] for at in range(0, len(made), _GROUP))


def signed_by(public: str, signature: str, content: bytes) -> bool:
    """Whether `signature` (hexadecimal) is that of the key `public` under exactly this content."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (ValueError, InvalidSignature):
        return False
    return True


def _new_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _make(file: Path, content: bytes) -> None:
    """A new key in its file; where two make one at once, the first stands for both."""
    make_folder(file.parent)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink()
