"""Encryption at rest: AES-256-GCM in pieces, each bound to its place, so that files of any size are read from any place.

A file is `WSP1`, 16 random bytes, then pieces of 64 KiB, each encrypted under a key of the file's own (HKDF-SHA256 of the
store's key and the random bytes) with its number, and whether it is the last, as nonce, and the file's name as associated
data: no piece can be changed, moved, left out or taken from another file. The store's key comes from the environment.
"""

from __future__ import annotations

import binascii
import io
import os
import re
import struct
from base64 import b64decode, b64encode
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from planner.core.errors import InputError, problem

KEY_VARIABLE = "PLANNER_STORE_KEY"
MAGIC = b"WSP1"
_SALT, _PIECE, _TAG = 16, 2**16, 16
_START = len(MAGIC) + _SALT
_WHOLE = _PIECE + _TAG


def store_key() -> bytes | None:
    """The key of the store's files, None where the environment names none. InputError where it is not 64 hexadecimal digits."""
    named = os.environ.get(KEY_VARIABLE)
    if not named:
        return None
    if not re.fullmatch(r"[0-9a-fA-F]{64}", named):
        raise InputError(problem("workspace.no_such_key", column=KEY_VARIABLE))
    return bytes.fromhex(named)


def is_encrypted(file: Path) -> bool:
    """Whether a file begins as one that this module wrote."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def encrypted_text(content: str, key: bytes, name: str) -> str:
    """A text encrypted whole, as letters that a table holds. name: what it is bound to."""
    salt = os.urandom(_SALT)
    return b64encode(MAGIC + salt + _cipher(key, salt).encrypt(_nonce(0, True), content.encode(), name.encode())).decode("ascii")


def decrypted_text(text: str, key: bytes, name: str) -> str:
    """What `encrypted_text` was given. ValueError where it was changed or moved, or the key is another one."""
    try:
        whole = b64decode(text, validate=True)
        return _cipher(key, whole[len(MAGIC) : _START]).decrypt(_nonce(0, True), whole[_START:], name.encode()).decode()
    except (InvalidTag, binascii.Error) as error:
        raise ValueError("not what was encrypted") from error


class Encrypting(io.RawIOBase):
    """A file to write into; what is written lies in `target` encrypted. name: what the content is bound to."""

    def __init__(self, target: BinaryIO, key: bytes, name: str) -> None:
        salt = os.urandom(_SALT)
        self._target, self._cipher, self._name = target, _cipher(key, salt), name.encode()
        self._waiting, self._number, self._ended = bytearray(), 0, False
        target.write(MAGIC + salt)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        """Take content; returns how much of it, which is all."""
        self._waiting += content
        while len(self._waiting) > _PIECE:  # the last piece is known when the file is closed
            self._put(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]
        return len(content)

    def close(self) -> None:
        """Write the last piece; `target` stays open."""
        if not self._ended:
            self._ended = True
            self._put(bytes(self._waiting), last=True)
        super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._name))
        self._number += 1


class Decrypting(io.RawIOBase):
    """The content of a file that `Encrypting` wrote, from any place. InputError where it was changed or the key is another."""

    def __init__(self, file: Path, key: bytes, name: str) -> None:
        self._file, self._name, self._at, self._held = file, name.encode(), 0, (-1, b"")
        self._source = file.open("rb")
        start = self._source.read(_START)
        rest = file.stat().st_size - _START
        self._pieces = max(1, -(-rest // _WHOLE))
        self._size = rest - _TAG * self._pieces
        self._cipher = _cipher(key, start[len(MAGIC) :])
        if start[: len(MAGIC)] != MAGIC or self._size < 0:
            raise self._broken()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """The place from which is read next."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; returns it."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as the piece at this place reaches; returns how far."""
        if self._at >= self._size:
            if self._size == 0:
                self._piece(0)
            return 0
        number, offset = divmod(self._at, _PIECE)
        part = self._piece(number)[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Let the file go."""
        self._source.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(_START + number * _WHOLE)
            try:
                whole = self._cipher.decrypt(_nonce(number, number == self._pieces - 1), self._source.read(_WHOLE), self._name)
            except InvalidTag:
                raise self._broken() from None
            self._held = (number, whole)
        return self._held[1]

    def _broken(self) -> InputError:
        return InputError(problem("workspace.not_decrypted", file=str(self._file)))


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"planner workspace file").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">IQ", int(last), number)
