"""The file of a sealed plan: a ZIP with `seal.json`, its signature, the plan's folder and the law it was made with.

`seal.json` lists every other member with its size and SHA-256; the signature is that of its exact bytes. The same plan
sealed twice differs in the time of sealing alone.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.core.errors import InputError, problem
from planner.core.files import atomic_path, sha256_of
from planner.core.folders import passing_folder
from planner.core.signing.keys import installation_key, public_text, signed_by

SEAL, SIGNATURE = "seal.json", "seal.sig"
PLAN_FOLDER, LAW_FOLDER = "plan", "law"
_FORMAT = 1
_BORN = (1980, 1, 1, 0, 0, 0)
"""The time of every member, so that the same content is the same file."""
_NAME = re.compile(r"(?:plan|law)(?:/[\w][\w.-]{0,99}){1,4}")
_MOST_MEMBERS, _MOST_BYTES, _LARGEST_SEAL = 4096, 4 * 2**30, 2**22
_CHUNK = 2**20
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)
"""What reading an archive that is none, or a `seal.json` of another shape, fails with."""


@dataclass(frozen=True)
class Opened:
    """A sealed file whose signature and members hold. seal: what `seal.json` says; folder: where its members stand now."""

    seal: dict[str, Any]
    folder: Path

    @property
    def plan(self) -> Path:
        """The plan's folder."""
        return self.folder / PLAN_FOLDER

    @property
    def law(self) -> Path:
        """The folder of the law's numbers that the plan was made with."""
        return self.folder / LAW_FOLDER


def write_archive(members: dict[str, Path], said: dict[str, Any], out: Path) -> dict[str, Any]:
    """Put files under their names and what is `said` of them into one signed archive. Returns the content of `seal.json`."""
    key = installation_key()
    files = {name: {"bytes": path.stat().st_size, "sha256": sha256_of(path)} for name, path in sorted(members.items())}
    seal = {"format": _FORMAT, **said, "signer": public_text(key), "files": files}
    content = _bytes(seal)
    with atomic_path(out) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(_member(SEAL), content)
        made.writestr(_member(SIGNATURE), key.sign(content).hex())
        for name in files:
            with members[name].open("rb") as source, made.open(_member(name), "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
    return seal


@contextmanager
def opened_archive(file: Path) -> Iterator[Opened]:
    """A sealed file, unpacked for its owner's eyes only while the block runs.

    InputError where it is no such file, was changed after it was signed, or asks for more room than any plan needs.
    """
    with passing_folder() as place:
        try:
            with zipfile.ZipFile(file) as archive:
                seal = _seal_of(archive, file)
                _unpack(archive, seal["files"], Path(place), file)
        except _BROKEN:
            raise InputError(problem("sealing.not_sealed", file=str(file))) from None
        yield Opened(seal, Path(place))


def _seal_of(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """What the archive says of itself, once its signature holds and its members are those that it lists."""
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise ValueError(SEAL)
    content, signature = (_small(archive, name) for name in (SEAL, SIGNATURE))
    seal = json.loads(content)
    if seal.get("format") != _FORMAT:
        raise InputError(problem("sealing.other_format", file=str(file), version=str(seal.get("format"))[:20]))
    if not signed_by(seal["signer"], signature.decode("ascii"), content) or content != _bytes(seal):
        raise InputError(problem("sealing.signature_wrong", file=str(file)))
    listed = [SEAL, SIGNATURE, *seal["files"]]
    if sorted(listed) != sorted(member.filename for member in members):
        raise InputError(problem("sealing.members_differ", file=str(file)))
    if (
        not all(_NAME.fullmatch(name) for name in seal["files"])
        or sum(int(entry["bytes"]) for entry in seal["files"].values()) > _MOST_BYTES
    ):
        raise ValueError(SEAL)
    return seal


def _unpack(archive: zipfile.ZipFile, files: dict[str, Any], place: Path, file: Path) -> None:
    """Each listed member as a file below `place`; none may be larger than it is listed, or of another content."""
    for name, entry in files.items():
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        made, size = hashlib.sha256(), 0
        with archive.open(name) as source, target.open("wb") as opened:
            while chunk := source.read(_CHUNK):
                size += len(chunk)
                if size > entry["bytes"]:
                    break
                made.update(chunk)
                opened.write(chunk)
        if size != entry["bytes"] or made.hexdigest() != entry["sha256"]:
            raise InputError(problem("sealing.member_changed", file=str(file), name=name))


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member that is read at once. ValueError where it is larger than it ever is."""
    with archive.open(name) as source:
        content = source.read(_LARGEST_SEAL + 1)
    if len(content) > _LARGEST_SEAL:
        raise ValueError(name)
    return content


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _BORN)
    made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return made


def _bytes(seal: dict[str, Any]) -> bytes:
    return (json.dumps(seal, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
