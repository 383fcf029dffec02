"""The file of the ledger: a CSV that people can read, in which each entry is chained to the one before and signed.

`chain` is the hash of the line before and of the line's own cells, so that no entry can be changed, moved, put in or taken
out between others without the next line telling. `signature` is that of the installation (`signer`) under the chain and the
`author`, so that whoever computes every following line anew is found, too. The last entries can be cut off: a plan that was
made with the ledger remembers its fingerprint. A ledger of an older version has neither author nor signature; it is read,
and its lines count as unsigned.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
import json
import os
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.errors import InputError, Problem, problem
from planner.core.files import atomic_path, refuse_place
from planner.core.folders import locked
from planner.core.guard.ordinary import TooLarge, read_ordinary
from planner.core.signing.keys import is_signed, keys_folder, public_text, signature_of, signing_key
from planner.roster.people.correction import Correction
from planner.roster.values.text import FOR_PEOPLE, clean_text, protected, unprotect

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LEDGER_COLUMNS = ("employee_id", "column", "before", "after", "accepted", "by", "at", "from_file", "reason")
"""What an entry says (`Correction.said`)."""
CHAIN = "chain"
VOUCHED = ("author", "signer", "signature")
"""Who vouches for a line: who had signed in, the key of the installation that wrote it, and its signature."""
MAX_FILE_BYTES = 50_000_000
YES, NO = "true", "false"
_OLDER = (*LEDGER_COLUMNS, CHAIN)
_ORDER = (*_OLDER, *VOUCHED)
_START = "planner corrections 1"
"""What the first entry is chained to."""
_PURPOSE = "planner correction"


def write_corrections(corrections: Sequence[Correction], out: str | Path, for_people: bool = False) -> None:
    """The ledger as `out` (.csv), whole or not at all: a row an entry, an apostrophe before text that a spreadsheet would run.

    An entry whose signature holds in its place keeps it; every other one is signed by this installation. for_people: with the mark by which Excel knows UTF-8.
    """
    lines = _lines(corrections, _START)
    with atomic_path(out) as temporary:
        temporary.write_bytes(_heading(for_people) + lines)


Check = Callable[[Sequence[Correction], Sequence[Correction]], None]
"""Takes the entries that stand in a ledger and those to be added; raises an InputError where they may not be."""


def append_corrections(new: Sequence[Correction], out: str | Path, check: Check | None = None) -> int:
    """Puts entries below those that `out` holds already, if it exists; how many were new.

    One writer at a time: what is checked is what the new entries will stand under. The lines that are there stay as they
    are, byte for byte (those of an older version get empty cells for who vouches for them); the whole is on disk before it
    takes their place. What was decided of a cell last, word for word but for its time, is not written again. InputError where
    `out` is no ledger, its chain is broken, or `check` refuses.
    """
    path = Path(os.path.realpath(out))  # two names of one file are one ledger
    refuse_place(path)
    with locked(path):
        older = _content(path) if path.exists() else b""
        known, last, order = _read(older, path.name) if older else ((), _START, _ORDER)
        added = _not_there_yet(known, new)
        if check is not None:
            check(known, added)
        if added or not older:
            older, order = _widened(older, order)
            lines = _lines(added, last, order, signed=any(entry.signer for entry in known))
            end = b"" if older[-1:] in (b"", b"\n") else b"\n"
            with atomic_path(path) as temporary:
                temporary.write_bytes((older or _heading(True)) + end + lines)
    return len(added)


def read_corrections(path: str | Path) -> tuple[Correction, ...]:
    """The entries of a ledger in its order. InputError lists everything that is wrong with it, with line and column; the
    first line whose chain is broken is named."""
    file = Path(path)
    return _read(_content(file), file.name)[0]


def _read(content: bytes, file: str) -> tuple[tuple[Correction, ...], str, tuple[str, ...]]:
    """The entries, what the next one is to be chained to, and the order of the columns: somebody may have moved them."""
    rows = _rows(content, file)
    if not rows:
        raise InputError(problem("corrections.no_heading", file=file, columns=", ".join(_ORDER)))
    _, heading = rows[0]
    problems = [problem("corrections.column_missing", file=file, row=1, column=name) for name in LEDGER_COLUMNS if name not in heading]
    if CHAIN not in heading:
        problems.append(problem("corrections.no_chain", file=file, row=1, column=CHAIN))
    if any(name in heading for name in VOUCHED):
        problems += [problem("corrections.column_missing", file=file, row=1, column=name) for name in VOUCHED if name not in heading]
    problems += [
        problem("corrections.column_unknown", file=file, row=1, name=clean_text(name)[:80])
        for name in heading
        if name not in _ORDER or heading.count(name) > 1
    ]
    if problems:
        raise InputError(problems)
    entries: list[Correction] = []
    last, holds, seals = _START, True, _Seals(file)
    for line, cells in rows[1:]:
        if len(cells) != len(heading):
            problems.append(problem("corrections.cells_differ", file=file, row=line, count=len(cells), wanted=len(heading)))
            continue
        found = dict(zip(heading, unprotect(cells), strict=True))
        entry, wrong = _entry(found, file, line)
        problems += wrong
        made = _link(last, [found[name] for name in LEDGER_COLUMNS])
        if holds and made != found[CHAIN]:
            holds = False  # what follows is chained to a line that is not there any more
            problems.append(problem("corrections.chain_broken", file=file, row=line, column=CHAIN))
        last = found[CHAIN]
        problems += seals.of(found, line)
        entries += [] if entry is None else [entry]
    if problems:
        raise InputError(problems)
    return tuple(entries), last, tuple(heading)


def _heading(for_people: bool) -> bytes:
    return (",".join(_ORDER) + "\n").encode(FOR_PEOPLE if for_people else "utf-8")


def _lines(entries: Sequence[Correction], last: str, order: Sequence[str] = _ORDER, *, signed: bool = False) -> bytes:
    """The lines of entries, their columns in this order; the first follows one whose chain is `last`. signed: whether lines
    before them are. InputError where they would stand unsigned below signed ones: no key can be kept here."""
    out, key = io.StringIO(), signing_key() if entries else None
    writer = csv.writer(out, lineterminator="\n")
    for entry in entries:
        cells = _cells(entry)
        last = _link(last, cells)
        vouched = _vouched(entry, last, key)
        if signed and not vouched[1]:
            raise InputError(problem("corrections.no_key", file=str(keys_folder())))
        signed = signed or bool(vouched[1])
        written = dict(zip(_ORDER, (*map(protected, cells), last, protected(vouched[0]), *vouched[1:]), strict=True))
        writer.writerow([written[name] for name in order])
    return out.getvalue().encode("utf-8")


def _vouched(entry: Correction, chain: str, key: Ed25519PrivateKey | None) -> tuple[str, str, str]:
    """Author, signer and signature of an entry at its place: those that it has, where they hold there, else this key's."""
    author = clean_text(entry.author)
    if is_signed(entry.signer, entry.signature, _PURPOSE, _signed(chain, author)):
        return author, entry.signer, entry.signature
    return (author, "", "") if key is None else (author, public_text(key), signature_of(key, _PURPOSE, _signed(chain, author)))


def _signed(chain: str, author: str) -> str:
    """What the signature of a line is over: its chain holds all that it says and all before it."""
    return json.dumps([chain, author], ensure_ascii=False)


class _Seals:
    """The signatures of a ledger's lines, one after the other. What begins to be signed stays so."""

    def __init__(self, file: str) -> None:
        self._file, self._signed, self._holds = file, False, True

    def of(self, found: dict[str, str], line: int) -> list[Problem]:
        """What is wrong with who vouches for a line; the first fault alone is told."""
        author, signer, signature = (found.get(name, "") for name in VOUCHED)
        bare = not signer and not signature
        wrong = self._signed if bare else not is_signed(signer, signature, _PURPOSE, _signed(found[CHAIN], author))
        self._signed = self._signed or not bare
        if not wrong or not self._holds:
            return []
        self._holds = False
        return [problem(f"corrections.signature_{'gone' if bare else 'wrong'}", file=self._file, row=line, column=VOUCHED[2])]


def _widened(older: bytes, order: Sequence[str]) -> tuple[bytes, Sequence[str]]:
    """What an older version wrote, with empty cells for who vouches for its lines, and the order of its columns then."""
    if not older or CHAIN not in order or VOUCHED[0] in order:
        return older, order
    out = io.StringIO()
    rows = [row for _, row in _rows(older, "")]
    csv.writer(out, lineterminator="\n").writerows([[*rows[0], *VOUCHED], *([*row, *[""] * len(VOUCHED)] for row in rows[1:])])
    return out.getvalue().encode(FOR_PEOPLE if older.startswith(codecs.BOM_UTF8) else "utf-8"), (*order, *VOUCHED)


def _cells(entry: Correction) -> list[str]:
    """An entry as it is written."""
    return [(YES if value else NO) if isinstance(value, bool) else clean_text(value) for value in entry.said]


def _link(last: str, cells: Sequence[str]) -> str:
    """The chain of a line: the hash of that of the line before and of its own cells."""
    return hashlib.sha256(json.dumps([last, *cells], ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _content(file: Path) -> bytes:
    try:
        return read_ordinary(file, MAX_FILE_BYTES)
    except TooLarge:
        raise InputError(problem("corrections.too_large", file=file.name)) from None
    except (OSError, ValueError):
        raise InputError(problem("corrections.no_such_file", file=str(file))) from None


def _rows(content: bytes, file: str) -> list[tuple[int, list[str]]]:
    """Its lines as (number, cells); empty lines are none."""
    try:
        reader = csv.reader(io.StringIO(content.decode(FOR_PEOPLE), newline=""), strict=True)
        return [(reader.line_num, row) for row in reader if row]
    except UnicodeDecodeError:
        raise InputError(problem("corrections.not_utf8", file=file)) from None
    except csv.Error:
        raise InputError(problem("corrections.not_csv", file=file)) from None


def _entry(found: dict[str, str], file: str, line: int) -> tuple[Correction | None, list[Problem]]:
    """The entry of one line, or what is wrong with it."""
    wrong = [
        problem("corrections.cell_empty", file=file, row=line, column=name)
        for name in ("employee_id", "column", "by", "at")
        if not clean_text(found[name])
    ]
    word = found["accepted"]
    if word not in (YES, NO):
        wrong.append(problem("corrections.accepted_unclear", file=file, row=line, column="accepted", value=clean_text(word)[:40] or "–"))
    if found["at"] and not _is_time(found["at"]):
        wrong.append(problem("corrections.time_unreadable", file=file, row=line, column="at", value=clean_text(found["at"])[:40]))
    if wrong:
        return None, wrong
    texts = {name: clean_text(found[name]) for name in LEDGER_COLUMNS if name != "accepted"}
    vouched = {name: clean_text(found.get(name, "")) for name in VOUCHED}
    return Correction(accepted=word == YES, **texts, **vouched), []


def _is_time(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _not_there_yet(known: Sequence[Correction], new: Sequence[Correction]) -> list[Correction]:
    """The new entries without those of cells of which the very same was decided last."""
    before, after = _by_cell(known), _by_cell(new)
    repeated = {cell for cell, entries in after.items() if before.get(cell, [])[-len(entries) :] == entries}
    return [entry for entry in new if (entry.employee_id, entry.column) not in repeated]


def _by_cell(entries: Sequence[Correction]) -> dict[tuple[str, str], list[tuple[object, ...]]]:
    """(person, column) to its entries in order, without their times."""
    ordered = sorted(entries, key=lambda entry: (entry.employee_id, entry.column))  # a stable sort keeps the order of each cell
    grouped = groupby(ordered, key=lambda entry: (entry.employee_id, entry.column))
    return {cell: [tuple(text for name, text in zip(LEDGER_COLUMNS, _cells(e), strict=True) if name != "at") for e in found] for cell, found in grouped}
