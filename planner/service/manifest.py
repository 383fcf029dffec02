"""The list of a plan's files with their hashes, signed by the installation: what stands in the folder is what was written,
or it is not read.

Whoever rewrites the list without the installation's key leaves a signature that does not hold, none, or another key's; what
reads a plan refuses the first, `planner verify` says the others. Lists of older versions are unsigned, and are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Set
from pathlib import Path, PurePosixPath
from typing import Any

from planner.core.errors import InputError, Problem, problem
from planner.core.files import sha256_of
from planner.core.signing.keys import is_signed, public_text, signature_of, signing_key
from planner.core.version import __version__
from planner.policy.law.parameters import law_sha256

MANIFEST = "manifest.json"
_BODY, _VOUCHED = ("planner", "law_sha256", "files"), ("signer", "signature")
_PURPOSE = "planner manifest"
_OF_A_PLAN = frozenset({"plan.json", "decisions.csv", "plan.xlsx", "inputs"})
_LARGEST = 2**24
"""A list of files is never as large as this many bytes."""
_LONGEST_NAME, _DEEPEST = 255, 10
"""Bytes of a file's name, as systems know them, and folders in each other."""
_LARGEST_FILE = 2**32
_LARGEST_FILES = {".csv": 2**28, ".json": 2**28, ".yaml": 2**24}
"""No file of a plan is larger, a million people's neither: such a one is another one, and is not read to say so."""


def write_manifest(folder: Path) -> None:
    """Write `manifest.json` of everything that stands in `folder`: version, the law's hash, each file's, the installation's
    public key and signature (where it can keep a key), and the hash of all this."""
    body = {"planner": __version__, "law_sha256": law_sha256(), "files": {name: sha256_of(folder / name) for name in sorted(_names(folder))}}
    if (key := signing_key()) is not None:
        body |= {"signer": public_text(key), "signature": signature_of(key, _PURPOSE, _content(body))}
    (folder / MANIFEST).write_text(_written(body), encoding="utf-8")


def faults_of(folder: Path) -> list[Problem]:
    """What does not hold of a folder: its list, and each file that is changed, gone or not listed. Empty where all holds."""
    try:
        listed = read_manifest(folder)["files"]
    except InputError as error:
        return list(error.problems)
    faults = []
    for name in sorted(set(listed) | set(_names(folder))):
        if name not in listed:
            faults.append(problem("files.file_added", file=str(folder / name)))
        elif not (folder / name).is_file() or (folder / name).is_symlink():
            faults.append(problem("files.file_gone", file=str(folder / name)))
        elif (folder / name).stat().st_size > _LARGEST_FILES.get(PurePosixPath(name).suffix, _LARGEST_FILE) or sha256_of(folder / name) != listed[name]:
            faults.append(problem("files.file_changed", file=str(folder / name)))
    return faults


def require_whole(folder: Path) -> None:
    """InputError, naming every file that does not hold, where the folder is not what was written."""
    if faults := faults_of(folder):
        raise InputError(faults)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The list as it was written; one of an older version has no `signer`. InputError where there is none, or its own hash or
    its signature does not hold."""
    file = folder / MANIFEST
    try:
        text = _text(file)
        data = json.loads(text)
        vouched = [data[name] for name in _VOUCHED] if any(name in data for name in _VOUCHED) else []
        body, files = {key: data[key] for key in (*_BODY, *(_VOUCHED if vouched else ()))}, data["files"]
        kinds = all(isinstance(value, str) for value in (data["planner"], data["law_sha256"], *files.values(), *vouched))
        if text != _written(body) or not kinds or not all(_inside(name) for name in files):
            raise ValueError(MANIFEST)
        if vouched and not is_signed(*vouched, _PURPOSE, _content({key: data[key] for key in _BODY})):
            raise InputError(problem("files.signature_wrong", file=str(file)))
    except FileNotFoundError:
        raise InputError(problem("files.no_manifest", file=str(folder))) from None
    except NotADirectoryError:
        raise InputError(problem("files.a_file_no_plan", file=str(folder))) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(problem("files.manifest_broken", file=str(file))) from None
    return data


def _inside(name: str) -> bool:
    """Whether a name leads to a place below the folder: the list may not send its reader to a device, or to /proc/kcore."""
    parts = PurePosixPath(name).parts
    short = all(len(part.encode(errors="surrogatepass")) <= _LONGEST_NAME for part in parts) and len(parts) <= _DEEPEST
    return bool(parts) and short and "\0" not in name and not PurePosixPath(name).is_absolute() and ".." not in parts


def refuse_other_things(folder: Path) -> None:
    """InputError where `folder` exists and holds something that a plan written there would lose."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(problem("files.not_a_plan", file=str(folder), name=folder.name))
    listed, of_an_older = _listed(folder)
    known = {MANIFEST, *of_an_older, *(name.split("/")[0] for name in listed)}
    other = sorted(path.name for path in folder.iterdir() if path.name not in known)
    other += sorted(name for name in _names(folder) if name not in listed and name.split("/")[0] not in of_an_older)
    if other:
        raise InputError(problem("files.not_a_plan", file=str(folder), name=other[0]))


def _listed(folder: Path) -> tuple[Set[str], Set[str]]:
    """(The paths that the folder's list names, also where its files were changed since; where it has no list that can be
    read, the names on its first level that plans use)."""
    try:
        return {str(name) for name in json.loads(_text(folder / MANIFEST))["files"]}, frozenset()
    except FileNotFoundError:
        return frozenset(), _OF_A_PLAN if (folder / "plan.json").is_file() else frozenset()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset(), _OF_A_PLAN


def _text(file: Path) -> str:
    """The text of the list. ValueError where something else than a file of a list's size stands there."""
    if file.is_symlink() or (file.exists() and not file.is_file()) or file.stat().st_size > _LARGEST:
        raise ValueError(MANIFEST)
    return file.read_text(encoding="utf-8")


def _names(folder: Path) -> Iterator[str]:
    """Every file below a folder but the list itself, by its path with slashes."""
    for path in folder.rglob("*"):
        if (path.is_symlink() or not path.is_dir()) and path != folder / MANIFEST:
            yield path.relative_to(folder).as_posix()


def _written(body: dict[str, Any]) -> str:
    """The list as a file holds it: its content, and the hash of that."""
    own = hashlib.sha256(_content(body).encode()).hexdigest()
    return json.dumps({**body, "sha256": own}, ensure_ascii=False, indent=1) + "\n"


def _content(body: dict[str, Any]) -> str:
    """One text of the list's content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True)
