"""`planner workspace`: what is kept, decided and exported in the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import TABLES, one_of, wants_ending, wrote
from planner.cli.frame.command import commands
from planner.cli.frame.state import answer, state
from planner.cli.workspace import people as people_of_it
from planner.cli.workspace import retention, units
from planner.cli.workspace.people import acting
from planner.cli.workspace.refs import known, named, told
from planner.cli.workspace.seal import ENDING

if TYPE_CHECKING:
    from planner.service.workspace.versions import Version

Name = Annotated[str, typer.Argument(metavar="NAME")]
Ref = Annotated[str, typer.Argument(metavar="KIND/NAME")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT")]
Based = Annotated[Optional[int], typer.Option("--based-on", min=1, metavar="VERSION")]
GROUP = "workspace"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = commands(GROUP)

    @group.callback()
    def workspace() -> None:
        """What was decided, by whom, on what data."""

    for command in (keep, lock, comment, show, people, export, fetch, submit, approve, implement, unlock):
        group.command()(command)
    for name, command in (("list", list_), ("return", return_), ("seal", seal)):
        group.command(name)(command)
    people_of_it.register(group)
    retention.register(group)
    units.register(group)
    app.add_typer(group)


def keep(
    path: Annotated[Path, typer.Argument(metavar="PATH")],
    kind: Annotated[Optional[str], typer.Option("--kind", metavar="KIND")] = None,
    name: Annotated[Optional[str], typer.Option("--name", metavar="NAME")] = None,
    based_on: Based = None,
) -> None:
    """Keep a plan's folder, a roster, a scenario, a batch, a ledger of corrections or a returned pack as a new version."""
    from planner.cli.frame.progress import working
    from planner.service.workspace.contents import content_of_path

    if kind is not None:
        known(kind)
    work, me = acting()
    with working("reading"):
        found, content, files = content_of_path(path, kind)
    told(work.keep(me, found, name or path.absolute().stem, content, files, based_on))


def lock(
    employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")],
    decision: Annotated[str, typer.Option("--decision", metavar="DECISION")],
    reason: Reason,
    based_on: Based = None,
) -> None:
    """Keep a decision that was taken about a person, with its reason."""
    from planner.core.columns import LOCKS

    one_of("--decision", decision, [choice.value for choice in LOCKS])
    work, me = acting()
    told(work.lock(me, employee_id, decision, reason, based_on))


def comment(on: Ref, words: Annotated[str, typer.Argument(metavar="TEXT")]) -> None:
    """Keep a comment on something in the workspace."""
    work, me = acting()
    told(work.comment(me, *named(on), words))


def list_(kind: Annotated[Optional[str], typer.Option("--kind", metavar="KIND")] = None) -> None:
    """List what the workspace holds, each with its newest version."""
    from planner.core.texts import text
    from planner.service.workspace.access.exports import record

    if kind is not None:
        known(kind)
    work, me = acting()
    found = work.listed(me, kind)
    answer({"objects": [record(each) for each in found]})
    _draw(found)
    if not found:
        print(text("workspace.empty" if kind is None else "workspace.empty_of_kind", state.lang))


def show(ref: Ref) -> None:
    """Every version of something; of a plan also its state and its figures, without any count under five."""
    from planner.core.texts import text
    from planner.service.workspace.access.exports import record
    from planner.service.workspace.versions import PLAN

    work, me = acting()
    kind, name = named(ref)
    versions = work.history(me, kind, name)
    figures = work.figures(me, name) if kind == PLAN else None
    answer({"versions": [{**record(each), "content": None if kind == PLAN else each.content} for each in versions], "figures": figures})
    _draw(versions)
    if figures is None:
        return
    from planner.cli.frame.tables import draw_table

    print(_state(f"{kind}/{name}", figures["state"]))
    for person, at in figures["approvals"]:
        print(text("workspace.approved_by", state.lang, person=person, at=at[:19]))
    print(text("workspace.small", state.lang))
    for part in ("units", "routes"):
        rows = [[_figure(column, value) for column, value in row.items()] for row in figures[part]]
        if rows:
            draw_table([_heading(column) for column in figures[part][0]], rows, texts=(0, 1) if part == "units" else (0,))


def _figure(column: str, value: Any) -> str:
    """A cell of a plan's figures as it is read: shares as per cent, routes in words; "" for a small count."""
    from planner.core.texts import number, percent
    from planner.plan.tables import label

    if value is None:
        return ""
    if column == "reduction":
        return percent(value, state.lang)
    if column == "route":
        return label("decision", value, state.lang)
    return number(value, state.lang) if isinstance(value, int | float) else str(value)


def people(ref: Ref) -> None:
    """The people of a roster, or a plan's decisions; the ids of a plan that is neither approved nor unlocked are pseudonyms."""
    from planner.cli.base import rows_of
    from planner.cli.frame.tables import draw_table
    from planner.plan.tables import label

    work, me = acting()
    frame = work.people(me, *named(ref))
    answer({"people": rows_of(frame)})
    shown = frame[[column for column in ("employee_id", "full_name", "unit", "decision", "period") if column in frame]]
    if "decision" in shown:
        shown = shown.assign(decision=[label("decision", code, state.lang) for code in shown["decision"]])
    texts = tuple(range(len(shown.columns)))
    draw_table(
        [_heading(str(column)) for column in shown], [[str(value) for value in row] for row in shown.itertuples(index=False)], texts=texts
    )


def export(
    ref: Ref,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.csv|.xlsx|.parquet")],
    pseudonyms: Annotated[bool, typer.Option("--pseudonyms")] = False,
) -> None:
    """Write the people of a roster or of a plan as a table, whose last column is the head of the audit."""
    from planner.core.texts import text
    from planner.service.workspace.access.exports import write_people

    wants_ending(out, *TABLES)
    work, me = acting()
    head = write_people(work, me, *named(ref), out, state.lang, pseudonyms=pseudonyms)
    wrote(out, audit_head=head.printed)
    print(text("workspace.head", state.lang, head=head.printed))


def fetch(name: Name, out: Annotated[Path, typer.Option("--out", metavar="DIR")]) -> None:
    """Write a plan's folder again as it was kept, and the head of the audit in a file beside it."""
    from planner.core.texts import text
    from planner.service.workspace.access.exports import write_folder

    work, me = acting()
    beside, head = write_folder(work, me, name, out)
    wrote(out, beside, audit_head=head.printed)
    print(text("workspace.head_file", state.lang, file=str(beside)))


def seal(name: Name, out: Annotated[Path, typer.Option("--out", metavar="FILE.plan")]) -> None:
    """Write a plan as one signed file with its state, approvals and the head of the audit."""
    from planner.cli.frame.progress import working
    from planner.core.signing.keys import fingerprint
    from planner.core.texts import text

    wants_ending(out, ENDING)
    work, me = acting()
    with working("sealing"):
        said = work.seal(me, name, out)
    wrote(out, signer=fingerprint(said["signer"]), audit_head=said["workspace"]["audit_head"])
    print(text("workspace.head", state.lang, head=said["workspace"]["audit_head"]))


def submit(name: Name) -> None:
    """Submit a draft plan: it is read-only until it is returned."""
    work, me = acting()
    _moved(name, work.submit(me, name))


def return_(name: Name, reason: Reason) -> None:
    """Make a submitted plan a draft again, with a reason."""
    work, me = acting()
    _moved(name, work.return_plan(me, name, reason))


def approve(name: Name) -> None:
    """Approve a submitted plan; it is approved once two people have who did not write it and who signed in."""
    from planner.core.texts import text
    from planner.service.workspace.plan_states import SUBMITTED

    work, me = acting()
    moved = work.approve(me, name)
    _moved(name, moved)
    if moved == SUBMITTED:
        print(text("workspace.approved_once", state.lang))


def implement(name: Name) -> None:
    """Note that an approved plan is put into effect."""
    work, me = acting()
    _moved(name, work.implement(me, name))


def unlock(name: Name, reason: Reason) -> None:
    """Have the names of a plan's newest version shown before it is approved, with a reason that the audit keeps."""
    from planner.core.texts import text

    work, me = acting()
    is_open = work.unlock(me, name, reason)
    answer({"object": f"plan/{name}", "open": is_open})
    print(text("workspace.opened" if is_open else "workspace.opened_not_yet", state.lang))


def _moved(name: str, moved: str) -> None:
    answer({"object": f"plan/{name}", "state": moved})
    print(_state(f"plan/{name}", moved))


def _state(ref: str, word: str) -> str:
    from planner.core.texts import text

    return text("workspace.state", state.lang, object=ref, state=text(f"workspace.word_state_{word}", state.lang))


def _draw(versions: list[Version]) -> None:
    """A line a version."""
    from planner.cli.frame.tables import draw_table
    from planner.core.texts import text

    if not versions:
        return
    words = {each.state: text(f"workspace.word_state_{each.state}", state.lang) if each.state else "" for each in versions}
    rows = [
        [each.object, str(each.number), words[each.state] if each.number == each.newest else "", each.author, each.at[:19]]
        for each in versions
    ]
    draw_table(
        [text(f"workspace.column_{name}", state.lang) for name in ("object", "version", "state", "author", "at")], rows, texts=(0, 2, 3, 4)
    )


def _heading(column: str) -> str:
    from planner.plan.tables.labels import heading

    return heading(column, state.lang)
