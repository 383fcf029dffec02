"""What a workbook must show before anything parses it: kind by content, size when unpacked, no document type.

Standard library only: this runs in the child process before the readers are imported.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, Literal

MAX_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 200 * 2**20
MAX_RATIO = 100
RATIO_FROM_BYTES = 10 * 2**20  # small parts of blanks pack better than any bomb
MAX_CELLS = 8_000_000

Kind = Literal["xlsx", "xlsb", "ods", "xls"]

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = re.compile(
    rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)", re.IGNORECASE
)


class Refused(Exception):
    """The file is not read: `key` names the text of the catalogue, `params` fill it."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


def kind_of(path: Path) -> Kind:
    """The kind of workbook, by its content. `Refused` where it is none, is protected, or is not safe to unpack."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise Refused("password")
        return "xls"
    if head[:2] == b"PK":
        return _kind_of_zip(path)
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype html|html|table)", head, re.IGNORECASE):
        raise Refused("web_page")
    if head[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02"):  # BIFF before Excel 97, without a container
        return "xls"
    raise Refused("not_a_workbook")


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive)
            names = set(archive.namelist())
            kind = _kind_by_parts(archive, names)
            _check_parts(archive)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, ValueError):  # the third: a compression that zipfile lacks
        raise Refused("damaged") from None
    except RuntimeError:  # zipfile's word for an entry that wants a password
        raise Refused("password") from None
    return kind


def _check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise Refused("unpacks_too_large", mb=unpacked // 2**20, limit=MAX_UNPACKED_BYTES // 2**20)
    if unpacked > RATIO_FROM_BYTES and unpacked / packed > MAX_RATIO:
        raise Refused("unpacks_too_large", mb=unpacked // 2**20, limit=MAX_UNPACKED_BYTES // 2**20)


def _kind_by_parts(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        if b"encryption-data" in manifest:
            raise Refused("password")
        return "ods"
    raise Refused("not_a_workbook")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """No part declares a document type (the way to billion laughs); it would have to stand before the root element."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(entry) as part:
                if _DOCTYPE.search(part.read(65_536)):
                    raise Refused("document_type")
