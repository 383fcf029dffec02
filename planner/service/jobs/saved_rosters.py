"""Rosters that the app has read: kept once on disk under their fingerprint, never changed; what is corrected is another one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from planner.core.errors import Problem
from planner.core.files import make_folder
from planner.core.folders import replaced_folder
from planner.core.texts import LANGUAGES
from planner.service.jobs.state import problem_records

if TYPE_CHECKING:
    from planner.roster.people.frame import Roster
    from planner.roster.tables.account import Account

Lock = Literal["keep", "leave"]

ROSTER_FILE, PROBLEMS_FILE, LEDGER_FILE, ACCOUNT_FILE = "roster.parquet", "problems.json", "corrections.csv", "account.json"
_SHA = re.compile(r"[0-9a-f]{64}")


def is_fingerprint(text: str) -> bool:
    """Whether `text` has the form of a roster's fingerprint (and so is a safe folder name)."""
    return _SHA.fullmatch(text) is not None


def keep_roster(
    root: Path,
    roster: Roster,
    problems: Sequence[Problem] = (),
    older: Sequence[dict[str, Any]] = (),
    account: Mapping[str, Any] | None = None,
) -> str:
    """Put a roster and what was noticed in reading it below `root`; the fingerprint by which `kept_roster` finds it.

    The fingerprint is of all that is kept, ledger and remarks too: what somebody corrects or confirms is another roster,
    and nobody else's changes. older: what was noticed of the roster that this one was corrected from and still holds
    (`unsettled`). account: what was seen, read and not read (`account_records`).
    """
    from planner.roster.corrections import write_corrections
    from planner.roster.write import write_roster

    noticed = json.dumps([*older, *_noticed(roster, problems)], ensure_ascii=False)
    counted = json.dumps(account, ensure_ascii=False) if account else ""
    kept = _fingerprint(roster, noticed, counted)
    folder = _folder(root, kept)
    if not (folder / ROSTER_FILE).is_file():
        make_folder(root)
        with replaced_folder(folder) as made:
            write_roster(roster, made / ROSTER_FILE)
            if roster.corrections:
                write_corrections(roster.corrections, made / LEDGER_FILE)
            (made / PROBLEMS_FILE).write_text(noticed, encoding="utf-8")
            if counted:
                (made / ACCOUNT_FILE).write_text(counted, encoding="utf-8")
    return kept


def _noticed(roster: Roster, problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """`problem_records` with the employee id of whom each is about, and the column that it asks to confirm; None for none."""
    from planner.roster.people.field_status import doubted_field

    ids = roster.people["employee_id"].tolist()
    return [
        {**record, "person": None if p.person is None else ids[p.person], "field": doubted_field(p)}
        for p, record in zip(problems, problem_records(problems), strict=True)
    ]


def account_records(account: Account | None) -> dict[str, Any] | None:
    """The account of a reading in every language: {vi: {files, sheets, rows, columns}, en: {...}}, each part as
    `planner check --json` gives it; None where there is none."""
    return None if account is None else {lang: account.as_dict(lang) for lang in LANGUAGES}


def _fingerprint(roster: Roster, noticed: str, counted: str) -> str:
    told = (roster.sha256, noticed, counted, repr([(*entry.said, entry.author) for entry in roster.corrections]))
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()


def kept_roster(root: Path, sha256: str) -> Roster:
    """The roster of a fingerprint, with its ledger. InputError where its file cannot be read; ValueError where there is none."""
    from planner.roster.corrections import read_corrections
    from planner.roster.read import read_roster

    file = _folder(root, sha256) / ROSTER_FILE
    if not file.is_file():
        raise ValueError("no such roster")
    ledger = file.with_name(LEDGER_FILE)
    roster = read_roster(file, own=True)
    return replace(roster, corrections=read_corrections(ledger)) if ledger.is_file() else roster


def is_kept(root: Path, sha256: str) -> bool:
    """Whether a roster of this fingerprint is there."""
    return is_fingerprint(sha256) and (_folder(root, sha256) / ROSTER_FILE).is_file()


def unsettled(root: Path, sha256: str, before: Roster, made: Roster) -> list[dict[str, Any]]:
    """Of what was noticed in reading the kept roster `before` (fingerprint sha256), that which no correction of `made` has settled."""
    touched = {(c.employee_id, c.column) for c in made.corrections[len(before.corrections) :] if c.accepted}
    return [p for p in kept_problems(root, sha256) if (p.get("person"), p.get("field")) not in touched]


def kept_problems(root: Path, sha256: str) -> list[dict[str, Any]]:
    """What was noticed when the roster was read: `problem_records` with `person` and `field`."""
    try:
        return list(json.loads((_folder(root, sha256) / PROBLEMS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def kept_account(root: Path, sha256: str) -> dict[str, Any] | None:
    """What was seen, read and not read when the roster was read (`account_records`); None where that was not kept."""
    try:
        return dict(json.loads((_folder(root, sha256) / ACCOUNT_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def standing_file(root: Path, sha256: str, on: dt.date) -> Path:
    """Where it stands what is to be known of the kept roster on a day (`standing`); a worker writes it."""
    return _folder(root, sha256) / f"standing.{on.isoformat()}.json"


def with_locks(roster: Roster, locks: Mapping[str, Lock]) -> Roster:
    """A copy of the roster in which `leave` locks its people out, and `keep` takes back a `leave` of the file.

    locks: employee id to what was decided in the session; ids that the roster does not know change nothing. That a
    person stays is asked by the scenario (`keep.people`), so `keep` only removes what contradicts it.
    """
    if not locks:
        return roster
    from planner.roster.people.fingerprint import fingerprint

    asked = roster.people["employee_id"].map(locks)
    leave = asked.eq("leave").to_numpy(dtype=bool)
    freed = (asked.eq("keep") & roster.people["lock"].eq("leave")).to_numpy(dtype=bool)
    people = roster.people.copy()
    people.loc[leave, "lock"] = "leave"
    people.loc[freed, "lock"] = "none"
    return replace(roster, people=people, sha256=fingerprint(people, roster.units))


def _folder(root: Path, sha256: str) -> Path:
    if not is_fingerprint(sha256):
        raise ValueError("not a fingerprint")
    return root / sha256
