"""Each line of a ledger is signed and says who decided; each forged thing is named, and older ledgers are read as unsigned."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner.core.errors import InputError
from planner.roster.corrections import append_corrections, read_corrections, write_corrections
from planner.roster.corrections.ledger import CHAIN, LEDGER_COLUMNS, VOUCHED, _link
from planner.roster.people.correction import Correction
from planner.service.sealing.signers import vouched
from tests.builder import said

pytestmark = pytest.mark.usefixtures("keys")
AT = "2026-11-22T04:00:00+00:00"
NOWHERE = "/proc/no-keys-here"
"""A folder that nobody can make."""


def entries(start: int, count: int, author: str = "https://login#lan") -> list[Correction]:
    """Decisions about people from number `start` on."""
    return [Correction(f"P{n:03d}", "step", "", "4", True, "Lan", AT, "f.xlsx", f"theo giấy tờ, số {n}", author) for n in range(start, start + count)]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of five decisions by two people."""
    append_corrections(entries(1, 3), tmp_path / "c.csv")
    append_corrections(entries(4, 2, "open:root"), tmp_path / "c.csv")
    return tmp_path / "c.csv"


Row = dict[str, str]


def rewritten(file: Path, change: Callable[[list[Row]], None], columns: tuple[str, ...] = (*LEDGER_COLUMNS, CHAIN, *VOUCHED), chain: bool = True) -> Path:
    """The ledger again with its rows changed, and the chain made anew by somebody who has not the key."""
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    change(rows)
    last = "planner corrections 1"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            last = _link(last, [row[name] for name in LEDGER_COLUMNS])
            writer.writerow({**row, CHAIN: last} if chain else row)
    return file


def told(file: Path) -> str:
    """What is said of a ledger that does not hold."""
    with pytest.raises(InputError) as error:
        read_corrections(file)
    return said(error.value)


def test_each_line_says_who_decided_and_is_signed_by_this_installation(ledger: Path) -> None:
    found = vouched(read_corrections(ledger))
    assert (found.entries, found.here, found.others, found.unsigned) == (5, 5, {}, 0)
    assert found.authors == ("https://login#lan", "open:root")


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        (lambda rows: rows[2].update(after="9"), 4, "the signature is not that of this line"),
        (lambda rows: rows.pop(1), 3, "the signature is not that of this line"),
        (lambda rows: rows.insert(1, rows[0]), 3, "the signature is not that of this line"),
        (lambda rows: rows.reverse(), 2, "the signature is not that of this line"),
        (lambda rows: rows[1].update(author="open:root"), 3, "the signature is not that of this line"),
        (lambda rows: rows[1].update(author=""), 3, "the signature is not that of this line"),
        (lambda rows: rows[1].update(signature=rows[2]["signature"]), 3, "the signature is not that of this line"),
        (lambda rows: rows[1].update(signature=rows[1]["signature"].upper()), 3, "the signature is not that of this line"),
        (lambda rows: rows[1].update(signature=""), 3, "the signature is not that of this line"),
        (lambda rows: rows[1].update(signer="0" * 64), 3, "the signature is not that of this line"),
        (lambda rows: rows[1].update(author="", signer="", signature=""), 3, "bears no signature where it should"),
        (lambda rows: rows.append({**rows[0], "employee_id": "P099", "author": "open:root", "signer": "", "signature": ""}), 7, "bears no signature where it should"),
    ],
)  # fmt: skip
def test_whoever_makes_the_chain_anew_without_the_key_is_found(ledger: Path, change: Callable[[list[Row]], None], row: int, words: str) -> None:
    found = told(rewritten(ledger, change))
    assert words in found and f"row {row}" in found and len(found.splitlines()) == 1


def test_a_column_of_those_who_vouch_that_was_taken_out_is_named(ledger: Path) -> None:
    found = told(rewritten(ledger, lambda rows: None, (*LEDGER_COLUMNS, CHAIN, "author", "signer")))
    assert "signature" in found and "this column of the ledger is missing" in found


def test_whoever_signs_with_another_key_is_said_to_have(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = list(read_corrections(ledger))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "other"))
    assert vouched(known).here == 0 and sum(vouched(known).others.values()) == 5
    write_corrections([known[0], replace(known[1], after="9"), *known[2:]], ledger)  # the first keeps its signature: it holds where it stands
    found = vouched(read_corrections(ledger))
    assert (found.here, list(found.others.values()), found.unsigned) == (4, [1], 0)


def test_a_copy_keeps_what_another_installation_signed(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "other"))
    write_corrections(read_corrections(ledger), tmp_path / "copy.csv", for_people=True)
    assert (tmp_path / "copy.csv").read_bytes() == ledger.read_bytes()
    assert append_corrections(entries(9, 1), ledger) == 1
    found = vouched(read_corrections(ledger))
    assert (found.here, list(found.others.values())) == (1, [5])


def test_a_ledger_of_an_older_version_is_read_as_unsigned_and_goes_on_signed(ledger: Path) -> None:
    older = rewritten(ledger, lambda rows: None, (*LEDGER_COLUMNS, CHAIN))
    before = read_corrections(older)
    assert before == tuple(entries(1, 5)) and vouched(before).unsigned == 5 and vouched(before).authors == ()
    append_corrections(entries(6, 1), older)
    found = read_corrections(older)
    assert found == tuple(entries(1, 6)) and (vouched(found).unsigned, vouched(found).here) == (5, 1)
    stripped = rewritten(older, lambda rows: rows.append({**rows[0], "author": "", "signer": "", "signature": ""}))
    assert "row 8" in told(stripped) and "bears no signature where it should" in told(stripped)


def test_columns_that_somebody_moved_keep_their_place(ledger: Path) -> None:
    moved = rewritten(ledger, lambda rows: None, (*VOUCHED, CHAIN, *reversed(LEDGER_COLUMNS)))
    append_corrections(entries(6, 1), moved)
    assert vouched(read_corrections(moved)).here == 6 and moved.read_text(encoding="utf-8-sig").startswith("author,signer,signature,chain,reason,")


def test_where_no_key_can_be_kept_lines_are_unsigned_and_none_follow_signed_ones(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger.read_bytes()
    monkeypatch.setenv("PLANNER_KEYS", NOWHERE)
    write_corrections(entries(1, 2), tmp_path / "new.csv")
    assert vouched(read_corrections(tmp_path / "new.csv")).unsigned == 2
    with pytest.raises(InputError, match="this installation can keep no key"):
        append_corrections(entries(6, 1), ledger)
    assert ledger.read_bytes() == before
