"""`planner follow`: what comes of an approved plan, line by line, and planning anew from the state reached."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import TABLES, Day, date_of, one_of, rows_of, wants_ending, wrote
from planner.cli.frame.command import commands
from planner.cli.frame.state import answer, state
from planner.cli.workspace.decisions import Name
from planner.cli.workspace.people import acting

if TYPE_CHECKING:
    from planner.service.workspace.follow_up.follow import FollowUp
    from planner.service.workspace.follow_up.lines import Line

GROUP = "follow"
MOST_SHOWN = 200
Text = Annotated[Optional[str], typer.Option(metavar="TEXT")]
Number = Annotated[int, typer.Argument(metavar="LINE", min=1)]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = commands(GROUP)

    @group.callback()
    def follow() -> None:
        """What comes of a plan once it is approved."""

    for command in (start, add, show, history, replan, export):
        group.command()(command)
    for name, command in (("list", list_), ("set", set_), ("import", import_)):
        group.command(name)(command)
    app.add_typer(group)


def start(name: Name) -> None:
    """Begin to follow up a plan: a line for each exit and move."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text
    from planner.service.workspace.follow_up import follow

    work, me = acting()
    with working("reading"):
        made = follow.start(work, me, name)
    answer({"object": made.object, "plan_version": made.content["version"], "lines": made.content["lines"]})
    print(text("follow.started", state.lang, name=name, lines=made.content["lines"]))


def list_(
    name: Name,
    late: Annotated[bool, typer.Option("--late")] = False,
    month: Annotated[Optional[str], typer.Option("--month", metavar="YYYY-MM")] = None,
    unit: Annotated[Optional[str], typer.Option("--unit", metavar="UNIT")] = None,
    kind: Annotated[Optional[str], typer.Option("--kind", metavar="KIND")] = None,
    in_state: Annotated[Optional[str], typer.Option("--state", metavar="STATE")] = None,
    on: Day = None,
) -> None:
    """The lines: who, what, by when, who answers for it, how far it is."""
    from planner.core.texts import text
    from planner.service.workspace.follow_up.lines import KINDS, STATES, matching

    for option, value, known in (("--kind", kind, KINDS), ("--state", in_state, STATES)):
        if value is not None:
            one_of(option, value, known)
    found, day = _read(name), _on(on)
    lines = matching(found.lines, day, late=late, month=_month(month), unit=unit or "", kind=kind or "", state=in_state or "")
    answer({"lines": [_record(line, day) for line in lines]})
    _draw(lines[:MOST_SHOWN], day)
    if len(lines) > MOST_SHOWN:
        print(text("follow.more_lines", state.lang, n=len(lines) - MOST_SHOWN))
    if not lines:
        print(text("follow.no_such_lines", state.lang))


def set_(
    name: Name,
    line: Number,
    in_state: Annotated[Optional[str], typer.Option("--state", metavar="STATE")] = None,
    responsible: Text = None,
    step: Text = None,
    due: Text = None,
    done_on: Text = None,
    paid: Annotated[Optional[str], typer.Option("--paid", metavar="VND")] = None,
    evidence: Text = None,
    reference: Text = None,
    file: Annotated[Optional[Path], typer.Option("--file", metavar="FILE")] = None,
    outcome: Text = None,
    based_on: Annotated[Optional[int], typer.Option("--based-on", min=1, metavar="VERSION")] = None,
) -> None:
    """Write on a line; what is not named stays. An empty text takes away what stood there."""
    from planner.service.workspace.follow_up import follow

    said = {"state": in_state, "responsible": responsible, "step": step, "due": due, "done_on": done_on, "paid_vnd": paid,
            "evidence": evidence, "reference": reference, "outcome": outcome}  # fmt: skip
    changes = {field: value for field, value in said.items() if value is not None} | _evidence_of(file)
    work, me = acting()
    _told(follow.write(work, me, name, [follow.Asked(line, changes, based_on)]))


def add(
    name: Name,
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")],
    day: Annotated[str, typer.Option("--day", metavar="DATE")],
    due: Annotated[str, typer.Option("--due", metavar="DATE")],
    responsible: Text = None,
    step: Text = None,
    reference: Text = None,
) -> None:
    """Add a wish, an objection, an appeal, the return of who left, or a post that was filled again."""
    from planner.service.workspace.follow_up import follow

    one_of("KIND", kind, follow.ADDED)
    said = {"due": due, "responsible": responsible, "step": step, "reference": reference}
    work, me = acting()
    _told([follow.add(work, me, name, kind, employee_id, day, {field: value for field, value in said.items() if value is not None})])


def show(name: Name, on: Day = None) -> None:
    """How far it has come: what was reached, planned against actual by month, who came back and owes."""
    from planner.core.texts import text
    from planner.service.workspace.follow_up.progress import after_exits, by_month, reached

    found, day = _read(name), _on(on)
    figures = reached(found.about["people"], found.lines, day)
    months = by_month(found.about["people"], dt.date.fromisoformat(found.about["snapshot_on"]), found.lines, day)
    after = after_exits(found.lines)
    told = [{**row, "basis": None if row["basis"] is None else row["basis"].render(state.lang)} for row in after]
    answer(
        {
            "plan_version": found.plan_version,
            "on": day.isoformat(),
            "reached": figures.as_dict(),
            "months": rows_of(months),
            "after_exits": told,
        }
    )
    print(text("follow.reached", state.lang, **figures.as_dict()))
    print(text("follow.money", state.lang, **figures.as_dict()))
    for name_, number in (("late", figures.late), ("paid_unknown", figures.paid_unknown), ("cases_open", figures.cases_open)):
        if number:
            print(text(f"follow.{name_}", state.lang, n=number))
    _draw_months(months)
    for row in told:
        print(text(f"follow.after_{row['kind']}", state.lang, person=row["employee_id"], day=row["day"], left=row["left_on"] or "",
                   until=row["until"] or "-", amount=row["refund_vnd"], basis=row["basis"] or "-"))  # fmt: skip


def history(name: Name, line: Number) -> None:
    """Every version of a line: who wrote what, when."""
    from planner.service.workspace.follow_up import follow

    work, me = acting()
    found = follow.history_of(work, me, name, line)
    today = dt.date.today()
    answer({"versions": [_record(each, today) for each in found]})
    before: dict[str, Any] = {}
    for each in found:
        changed = {field: value for field, value in each.content.items() if value not in (None, "") and before.get(field) != value}
        before = each.content
        print(f"{each.number}  {each.at[:19]}  {each.author}  " + "; ".join(_written(field, value) for field, value in changed.items()))


def _written(field: str, value: Any) -> str:
    """A field of a line and what stands in it, in words."""
    from planner.core.texts import date, number, text
    from planner.plan.tables import label
    from planner.service.workspace.follow_up.lines import DAYS

    if field in ("kind", "state"):
        said = text(f"follow.word_{field}_{value}", state.lang)
    elif field in ("day", *DAYS):
        said = date(dt.date.fromisoformat(value), state.lang)
    elif field.endswith("_vnd"):
        said = number(value, state.lang)
    else:
        said = label(field, value, state.lang) if field in ("decision", "regime") else str(value)
    return f"{text(f'follow.column_{field}', state.lang)}: {said}"


def replan(
    name: Name,
    on: Annotated[dt.datetime, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR")],
) -> None:
    """Write the roster and the scenario from which the rest is planned, so that the first goal is still met."""
    from planner.cli.frame.progress import working
    from planner.core.texts import text
    from planner.service.workspace.follow_up.replan_folder import write_replan

    work, me = acting()
    with working("reading"):
        said = write_replan(work, me, name, on.date(), out, state.lang)
    wrote(out, reached=said)
    print(text("follow.reached", state.lang, **said))
    for note in said["notes"]:
        print(note)


def export(name: Name, file: Annotated[Path, typer.Argument(metavar="FILE.xlsx|.csv|.parquet")]) -> None:
    """Write the lines as a table that the office fills in; its last column is the head of the audit."""
    from planner.core.texts import text
    from planner.report.books.table_file import write_table
    from planner.service.workspace.follow_up import follow
    from planner.service.workspace.follow_up.sheet import HEAD, sheet_of

    wants_ending(file, *TABLES)
    work, me = acting()
    found, head = follow.exported(work, me, name)
    write_table(sheet_of(found).assign(**{HEAD: head.printed}), file, state.lang)
    wrote(file, audit_head=head.printed)
    print(text("workspace.head", state.lang, head=head.printed))


def import_(name: Name, file: Annotated[Path, typer.Argument(metavar="FILE.xlsx")]) -> None:
    """Write what an office filled in, all of it or nothing."""
    from planner.cli.frame.progress import working
    from planner.service.workspace.follow_up import follow
    from planner.service.workspace.follow_up.sheet import read_sheet

    work, me = acting()
    with working("reading"):
        asked = read_sheet(file)
    _told(follow.write(work, me, name, asked))


def _read(name: str) -> FollowUp:
    from planner.service.workspace.follow_up import follow

    work, me = acting()
    return follow.follow_up(work, me, name)


def _on(given: dt.datetime | None) -> dt.date:
    """The day that is asked about: today where none is."""
    return date_of(given) or dt.date.today()


def _month(said: str | None) -> str:
    """The month that an option names, "" for none. InputError where it names none."""
    from planner.core.errors import InputError, problem

    if said is None:
        return ""
    try:
        return dt.datetime.strptime(said, "%Y-%m").strftime("%Y-%m")
    except ValueError:
        raise InputError(problem("follow.no_month", column="--month", value=said[:40])) from None


def _evidence_of(file: Path | None) -> dict[str, str]:
    """The name and the SHA-256 of a file that is evidence; the file itself is not kept."""
    from planner.core.errors import InputError, problem
    from planner.core.files import sha256_of

    if file is None:
        return {}
    if not file.is_file():
        raise InputError(problem("workspace.no_path", file=str(file)))
    return {"evidence_file": file.name, "evidence_sha256": sha256_of(file)}


def _record(line: Line, on: dt.date) -> dict[str, Any]:
    """A line as `--json` shows it."""
    return {"line": line.line, "version": line.number, "at": line.at, "author": line.author, "late": line.is_late(on), **line.content}


def _told(lines: list[Line]) -> None:
    from planner.core.texts import text

    today = dt.date.today()
    answer({"lines": [_record(line, today) for line in lines]})
    print(text("follow.written", state.lang, n=len(lines)))
    _draw(lines[:MOST_SHOWN], today)


def _draw(lines: list[Line], on: dt.date) -> None:
    """A row a line."""
    from planner.cli.frame.tables import draw_table
    from planner.core.texts import text

    if not lines:
        return
    late = text("follow.word_late", state.lang)
    rows = [
        [str(line.line), text(f"follow.word_kind_{line['kind']}", state.lang), line["employee_id"], line["unit"], line["due"] or "",
         text(f"follow.word_state_{line['state']}", state.lang), late if line.is_late(on) else "", line["responsible"], line["step"], line["outcome"]]
        for line in lines
    ]  # fmt: skip
    names = ("line", "kind", "employee_id", "unit", "due", "state", "late", "responsible", "step", "outcome")
    draw_table([text(f"follow.column_{name}", state.lang) for name in names], rows, texts=(1, 2, 3, 4, 5, 6, 7, 8, 9))


def _draw_months(months: Any) -> None:
    """Planned against actual, a row a month in which something changes."""
    from planner.cli.frame.tables import draw_table
    from planner.core.texts import number, text

    names = [str(name) for name in months.columns][1:]
    moving = months[(months[["planned_exits", "actual_exits", "planned_cost_vnd", "actual_cost_vnd"]].fillna(0) != 0).any(axis=1)]
    rows = [
        [f"{row[0]:%Y-%m}", *("" if value is None else number(value, state.lang) for value in row[1:])]
        for row in moving.astype({name: "object" for name in names}).where(moving.notna(), None).itertuples(index=False)
    ]  # fmt: skip
    if rows:
        draw_table([text("follow.column_month", state.lang), *(text(f"follow.column_{name}", state.lang) for name in names)], rows)
