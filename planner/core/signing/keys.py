"""The key of this installation, which signs what it writes and what leaves it. It stands outside every folder of results.

Ed25519 (RFC 8032) by the `cryptography` library. Whoever holds the private key can sign in the installation's name, so its
file is for its owner's eyes only, and a file that others may read is refused.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.errors import InputError, problem
from planner.core.files import PRIVATE_FILE, make_folder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER_VARIABLE = "PLANNER_KEYS"
_NAME = "installation.pem"
_LARGEST = 2**14
_GROUP = 4
"""Letters of a fingerprint between two spaces, so that it can be read aloud."""
_WRITTEN = re.compile(r"(?:[0-9a-f]{64}){1,2}")
"""A public key or a signature: one spelling, so that no letter of it can be changed unseen."""


def keys_folder() -> Path:
    """Where the installation's keys stand: what `PLANNER_KEYS` names, else the user's folder of settings."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    settings = os.environ.get("XDG_CONFIG_HOME")
    return (Path(settings) if settings else Path.home() / ".config") / "workforce-planner"


def installation_key() -> Ed25519PrivateKey:
    """The key of this installation, made on first use. InputError where its file is no key, or others may read it."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    content = kept_key(_NAME, "sealing.key_broken", _new_pem)
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(problem("sealing.key_broken", file=str(keys_folder() / _NAME)))
    return key


def signing_key() -> Ed25519PrivateKey | None:
    """As `installation_key`; None where there is no key and none can be kept: its folder cannot be written. What is written
    then is unsigned, and says so."""
    try:
        if not own_key_is_there():
            _make(keys_folder() / _NAME, _new_pem())
    except (OSError, InputError):
        return None
    return installation_key()


def own_key_is_there() -> bool:
    """Whether this installation has a key; none is made."""
    try:
        return os.path.lexists(keys_folder() / _NAME)
    except RuntimeError:
        return False  # an account without a home has no folder of settings either


def is_own(public: str) -> bool:
    """Whether a public key is this installation's; none is made where there is none."""
    return own_key_is_there() and public == public_text(installation_key())


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
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint(public: str) -> str:
    """What people compare of a public key: 32 letters of its SHA-256 in groups of four."""
    made = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]
    return " ".join(made[at : at + _GROUP] for at in range(0, len(made), _GROUP))


def signed_by(public: str, signature: str, content: bytes) -> bool:
    """Whether `signature` (hexadecimal) is that of the key `public` under exactly this content."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def signature_of(key: Ed25519PrivateKey, purpose: str, content: str) -> str:
    """The signature (hexadecimal) of a text for one purpose: it is that of no other thing with the same text."""
    return key.sign(_for(purpose, content)).hex()


def is_signed(public: str, signature: str, purpose: str, content: str) -> bool:
    """Whether this is the signature of a text for one purpose, under the key `public`, both as `signature_of` writes them."""
    return bool(_WRITTEN.fullmatch(public) and _WRITTEN.fullmatch(signature)) and signed_by(public, signature, _for(purpose, content))


def _for(purpose: str, content: str) -> bytes:
    return f"{purpose}\n{content}".encode("utf-8", "surrogatepass")


def _new_pem() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _make(file: Path, content: bytes) -> None:
    """A new key in its file; where two make one at once, the first stands for both."""
    make_folder(file.parent)
    new = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
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
