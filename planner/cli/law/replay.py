"""`planner replay` and `planner cliffs`: the same roster on two terms, and who stands close to a boundary of the law."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import TABLES, Day, RegimeName, law_with, one_of, records, rows_of, terms_of, wants_ending, wrote
from planner.cli.frame.progress import working
from planner.cli.frame.state import answer, state
from planner.cli.frame.tables import draw_table
from planner.cli.frame.terminal import draw, words
from planner.policy.terms import AUTO

if TYPE_CHECKING:
    import pandas as pd

    from planner.core.texts import Message
    from planner.policy.law.parameters import Law
    from planner.policy.replay import Replay

Roster = Annotated[Path, typer.Argument(metavar="ROSTER")]
LeaveOn = Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]
Override = Annotated[Optional[Path], typer.Option("--law-override", metavar="FILE.yaml")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command()(replay)
    app.command()(cliffs)


def replay(
    roster: Roster,
    leave_on: LeaveOn,
    against: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    regime_a: RegimeName = AUTO,
    regime_b: RegimeName = AUTO,
    decided_on: Annotated[
        Optional[dt.datetime],
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE"),
    ] = None,
    decided_against: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    reorganised_on: Day = None,
    snapshot_on: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    route: Annotated[Optional[list[str]], typer.Option()] = None,
    law_override: Override = None,
    top: Annotated[int, typer.Option(min=0)] = 10,
    out: Annotated[Optional[Path], typer.Option("--out", metavar="DIR")] = None,
) -> None:
    """The same people on two dates or under two decrees: who gains, who loses, totals."""
    from planner.core.errors import InputError
    from planner.policy.replay import replay as replay_of
    from planner.policy.replay.words import notes, same_terms
    from planner.roster.load import read

    left = terms_of(leave_on, decided_on, reorganised_on, snapshot_on, regime_a, "--regime-a")
    right = terms_of(against or leave_on, decided_against or decided_on, reorganised_on, snapshot_on, regime_b, "--regime-b")
    routes = _routes(route)
    same = same_terms(left, right)
    if same is not None:
        raise InputError(same)
    law, said = _law(law_override)
    with working("reading") as work:
        people = read(roster)
        work.phase("law")
        found = replay_of(people.people, left, right, law, routes)
        if out is not None:
            work.phase("writing")
            _write(found, people.units, law, out, state.lang)
    _report(people.problems, (*said, *notes(found)), state.lang)
    _print(found, top, state.lang)
    answer(_document(found, top, out, (*said, *notes(found))))
    if out is not None:
        print(out)


def cliffs(
    roster: Roster,
    leave_on: LeaveOn,
    out: Annotated[Path, typer.Option(metavar="OUT.csv|.xlsx|.parquet")],
    decided_on: Day = None,
    reorganised_on: Day = None,
    snapshot_on: Day = None,
    regime: RegimeName = AUTO,
    law_override: Override = None,
) -> None:
    """People within three months of a boundary of the law, and what crossing it does to their money."""
    from planner.core.texts import text
    from planner.policy.replay import MONTHS_SHOWN
    from planner.policy.replay import cliffs as cliffs_of
    from planner.policy.replay.cliffs import cliff_words
    from planner.report.books.table_file import write_table
    from planner.roster.load import read

    terms = terms_of(leave_on, decided_on, reorganised_on, snapshot_on, regime)
    wants_ending(out, *TABLES)
    law, said = _law(law_override)
    with working("reading") as work:
        people = read(roster)
        work.phase("law")
        found = cliffs_of(people.people, terms, law)
        found["reason"] = cliff_words(found, state.lang)
        work.phase("writing")
        write_table(found, out, state.lang)
    _report(people.problems, said, state.lang)
    counted = {"rows": len(found), "people": found["employee_id"].nunique(), "months": MONTHS_SHOWN, "day": terms.leave_on}
    print(text("replay.cliffs_found", state.lang, **counted))
    wrote(out, rows=counted["rows"], people=counted["people"], warnings=records(people.problems))


def _write(found: Replay, units: pd.DataFrame, law: Law, out: Path, lang: str) -> None:
    """`replay.xlsx` and `replay.csv` in a folder."""
    from planner.core.files import own_folder
    from planner.policy.replay import cliffs as cliffs_of
    from planner.report.books.replay_book import write_replay, write_rows

    near = {mark: cliffs_of(found.source, side.terms, law) for mark, side in (("a", found.left), ("b", found.right))}
    own_folder(out)
    write_replay(found, near, units, out / "replay.xlsx", lang)
    write_rows(found, out / "replay.csv", lang)


def _document(found: Replay, top: int, out: Path | None, told: Sequence[Message]) -> dict[str, Any]:
    """The replay for programmes: the terms of both sides, the sums, the routes, the people whose money changes most."""
    from dataclasses import asdict

    from planner.core.plain import plain

    return {
        "written": [] if out is None else [str(out / "replay.csv"), str(out / "replay.xlsx")],
        "terms": plain({mark: asdict(side.terms) for mark, side in (("a", found.left), ("b", found.right))}),
        "totals": found.totals,
        "routes": rows_of(found.by_route),
        "largest": rows_of(_changed(found).head(top)),
        "notes": [message.render(state.lang) for message in told],
    }


def _changed(found: Replay) -> pd.DataFrame:
    """The people whose money differs, the largest change first."""
    people = found.people.loc[found.people["difference_vnd"].abs().sort_values(ascending=False, kind="stable").index]
    return people[people["difference_vnd"] != 0]


def _print(found: Replay, top: int, lang: str) -> None:
    """Both sides, the sums, who gains and loses, the routes, and the largest changes."""
    from planner.core.texts import text
    from planner.policy.replay.words import side_words

    for mark, side in (("A", found.left), ("B", found.right)):
        draw(words(f"{mark}: {side_words(side.terms, lang)}", style="bold"))
    draw(words(text("replay.means", lang)))
    for table in (_sums, _changes, _by_route):
        draw()
        table(found, lang)
    largest = _changed(found)
    if top and len(largest):
        draw()
        draw(words(text("replay.top_changes", lang, shown=min(top, len(largest)), count=len(largest)), style="bold"))
        _largest(largest.head(top), lang)


def _sums(found: Replay, lang: str) -> None:
    from planner.core.texts import number, text

    totals = found.totals
    rows = []
    for figure, name in (("open", "open"), ("total", "total_vnd")):
        a, b = totals[f"{name}_a"], totals[f"{name}_b"]
        rows.append([text(f"replay.figure_{figure}", lang), number(a, lang), number(b, lang), _signed(b - a, lang)])
    draw_table(["", "A", "B", "B − A"], rows)


def _changes(found: Replay, lang: str) -> None:
    from planner.core.texts import number
    from planner.policy.replay.words import change_lines, heading

    rows = [[word, number(people, lang), _signed(vnd, lang)] for word, people, vnd in change_lines(found.totals, lang)]
    draw_table([heading(name, lang) for name in ("change", "people", "difference_vnd")], rows)


def _by_route(found: Replay, lang: str) -> None:
    from planner.core.texts import number
    from planner.policy.replay.words import heading, route_word

    names = ("route", "best_a", "total_vnd_a", "best_b", "total_vnd_b", "difference_vnd")
    rows = [
        [route_word(row["route"], lang), *(number(int(row[n]), lang) for n in names[1:-1]), _signed(int(row["difference_vnd"]), lang)]
        for row in found.by_route.to_dict("records")
    ]
    draw_table([heading(name, lang) for name in names], rows)


def _largest(people: pd.DataFrame, lang: str) -> None:
    from planner.core.texts import number
    from planner.policy.replay.words import heading, route_word

    names = ("employee_id", "full_name", "unit", "route_a", "total_vnd_a", "route_b", "total_vnd_b", "difference_vnd")
    rows = []
    for row in people.to_dict("records"):
        shown = [str(row["employee_id"]), str(row["full_name"]), str(row["unit"])]
        for mark in "ab":
            shown += [route_word(str(row[f"route_{mark}"]), lang), number(int(row[f"total_vnd_{mark}"]), lang)]
        rows.append([*shown, _signed(int(row["difference_vnd"]), lang)])
    draw_table([heading(name, lang) for name in names], rows, texts=(0, 1, 2, 3, 5))


def _signed(number: int, lang: str) -> str:
    from planner.core import texts

    return ("+" if number > 0 else "−" if number < 0 else "") + texts.number(abs(number), lang)


def _report(problems: Any, messages: tuple[Message, ...], lang: str) -> None:
    """What was noticed, on standard error."""
    from planner.cli.show import print_problems

    print_problems(problems, lang)
    for message in messages:
        print(message.render(lang), file=sys.stderr)


def _law(override: Path | None) -> tuple[Law, tuple[Message, ...]]:
    """The law, with the what-ifs of a file where one is given, and the sentences that say so."""
    law = law_with(override)
    if override is None:
        return law, ()
    from planner.policy.overrides import override_messages

    return law, tuple(override_messages(law))


def _routes(asked: list[str] | None) -> Any:
    from planner.core.vocabulary import CHOSEN_ROUTES

    known = {route.value: route for route in CHOSEN_ROUTES}
    return [known[one_of("--route", name, tuple(known))] for name in asked] if asked else CHOSEN_ROUTES
