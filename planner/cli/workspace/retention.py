"""`planner workspace retention`, `due`, `delete`, `deleted`, `certificate`: how long what is kept stays, and its deletion."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import Day, date_of, wants_ending
from planner.cli.frame.state import answer, state
from planner.cli.workspace.people import acting
from planner.cli.workspace.refs import known, named

if TYPE_CHECKING:
    from planner.service.workspace.retention.deletion import Deleted

CERTIFICATE = ".json"


def register(group: typer.Typer) -> None:
    """Add the commands to the group of the workspace's."""
    for command in (retention, due, delete, deleted, certificate):
        group.command()(command)


def retention(
    kind: Annotated[Optional[str], typer.Argument(metavar="KIND")] = None,
    months: Annotated[Optional[int], typer.Option("--months", metavar="N")] = None,
    none: Annotated[bool, typer.Option("--none")] = False,
    basis: Annotated[str, typer.Option("--basis", metavar="TEXT")] = "",
) -> None:
    """How long each kind is kept; with a kind: set its period, or take it away."""
    from planner.core.errors import InputError, problem
    from planner.core.texts import text
    from planner.service.workspace.retention.periods import DELETABLE, as_said, periods, set_period

    work, me = acting(administers=True)
    if kind is not None:
        known(kind, DELETABLE)
        if none == (months is not None):
            raise InputError(problem("retention.months_or_none", column="--months"))
        set_period(work, me, kind, months, basis)
    elif months is not None or none or basis:
        raise InputError(problem("retention.of_which_kind", column="KIND"))
    found = periods(work, me)
    answer({"periods": as_said(found)})
    for name, period in found.items():
        print(text("retention.period", state.lang, kind=text(f"workspace.word_kind_{name}", state.lang), months=period.months, basis=period.basis))
    if not found:
        print(text("retention.none_set", state.lang))


def due(on: Day = None) -> None:
    """List what is past its retention period."""
    from planner.core.texts import text
    from planner.service.workspace.retention.periods import due as past
    from planner.service.workspace.retention.periods import periods

    work, me = acting(administers=True)
    found = past(work, me, date_of(on) or dt.date.today())
    told = [
        {"object": each.object, "version": each.version, "written_on": each.written_on.isoformat(), "until": each.until.isoformat(),
         "months": each.period.months, "basis": each.period.basis}
        for each in found
    ]  # fmt: skip
    answer({"due": told})
    for row in told:
        print(text("retention.due", state.lang, object=row["object"], written=row["written_on"], until=row["until"], basis=row["basis"]))
    if not told:
        print(text("retention.nothing_due" if periods(work, me) else "retention.none_set", state.lang))


def delete(
    ref: Annotated[str, typer.Argument(metavar="KIND/NAME")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
    out: Annotated[Path, typer.Option("--out", metavar="CERTIFICATE.json")],
) -> None:
    """Delete all that is kept of something, and write a signed certificate; the audit still holds."""
    from planner.core.errors import InputError, problem
    from planner.core.files import refuse_place
    from planner.core.system_errors import problem_of_any
    from planner.core.texts import text
    from planner.service.workspace.retention.certificate import write_certificate
    from planner.service.workspace.retention.deletion import delete_object
    from planner.service.workspace.retention.periods import DELETABLE

    wants_ending(out, CERTIFICATE)
    work, me = acting(administers=True)
    kind, name = named(ref, DELETABLE)
    refuse_place(out)  # before anything is gone
    gone = delete_object(work, me, kind, name, reason, dt.date.today())
    try:
        write_certificate(gone.text, gone.signature, out)
    except OSError as error:
        raise InputError([problem_of_any(error), problem("retention.in_store", number=gone.number)]) from error
    answer({"written": [str(out)], "left": gone.left, "deleted": _record(gone)})
    print(text("retention.deleted", state.lang, object=gone.said["object"], versions=len(gone.said["versions"]), number=gone.number))
    if gone.left:
        print(text("retention.left", state.lang, n=gone.left))
    print(out)


def deleted(number: Annotated[Optional[int], typer.Option("--number", min=1, metavar="N")] = None, out: Annotated[Optional[Path], typer.Option("--out", metavar="CERTIFICATE.json")] = None) -> None:
    """List what was deleted; write a certificate again."""
    from planner.core.errors import InputError, problem
    from planner.core.texts import text
    from planner.service.workspace.retention.certificate import write_certificate
    from planner.service.workspace.retention.deletion import deletions

    if (number is None) != (out is None):
        raise InputError(problem("retention.number_and_out", column="--number"))
    work, me = acting(administers=True)
    found = [each for each in deletions(work, me) if number in (None, each.number)]
    if out is not None:
        wants_ending(out, CERTIFICATE)
        if not found:
            raise InputError(problem("retention.no_number", column="--number", number=number))
        write_certificate(found[0].text, found[0].signature, out)
    answer({"deletions": [_record(each) for each in found]})
    for each in found:
        print(f"{each.number}  " + _signed(each.said))
    if not found:
        print(text("retention.nothing_deleted", state.lang))


def certificate(file: Annotated[Path, typer.Argument(metavar="CERTIFICATE.json")]) -> None:
    """Check a certificate: whether it is what was signed, and by whom."""
    from planner.core.signing.keys import is_own
    from planner.core.texts import text
    from planner.service.workspace.retention.certificate import read_certificate

    said, signer = read_certificate(file)
    here = is_own(said["signer"])
    answer({"certificate": said, "signer": signer, "own_key": here})
    print(_signed(said))
    print(text("retention.own_key" if here else "retention.other_key", state.lang))


def _record(gone: Deleted) -> dict[str, Any]:
    """A deletion as `--json` shows it."""
    said = gone.said
    return {"number": gone.number, **{name: said[name] for name in ("object", "deleted_at", "by", "reason", "sha256")}}


def _signed(said: dict[str, Any]) -> str:
    """What a certificate says, for people."""
    from planner.core.signing.keys import fingerprint
    from planner.core.texts import text

    at = str(said["deleted_at"])[:19]
    return text("retention.signed", state.lang, object=said["object"], at=at, by=said["by"], reason=said["reason"], signer=fingerprint(said["signer"]))
