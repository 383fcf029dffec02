"""`planner replay` and `planner cliffs`: the same roster on two terms, and who stands close to a boundary of the law."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from planner.cli.base import Day, RegimeName, law_with, state, terms_of, wants_ending
from planner.cli.terminal import draw, words
from planner.policy.terms import AUTO

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from planner.core.texts import Message
    from planner.policy.law.parameters import Law
    from planner.policy.replay import Replay

Roster = Annotated[Path, typer.Argument(metavar="ROSTER")]
LeaveOn = Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Leaving date; side A of a replay.")]
Override = Annotated[Optional[Path], typer.Option("--law-override", metavar="FILE.yaml", help="What-ifs on the law, for both sides.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command()(replay)
    app.command()(cliffs)


def replay(
    roster: Roster,
    leave_on: LeaveOn,
    against: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Leaving date of side B; that of A where absent.")
    ] = None,
    regime_a: RegimeName = AUTO,
    regime_b: RegimeName = AUTO,
    decided_on: Annotated[
        Optional[dt.datetime],
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of decision, both sides; each side's leaving date where absent."),
    ] = None,
    decided_against: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Another day of decision for side B.")
    ] = None,
    reorganised_on: Day = None,
    snapshot_on: Annotated[
        Optional[dt.datetime], typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of the roster; insurance grows from then on.")
    ] = None,
    route: Annotated[Optional[list[str]], typer.Option(help="A route that may count as the best one; repeat it. All where absent.")] = None,
    law_override: Override = None,
    top: Annotated[int, typer.Option(min=0, help="How many of the largest changes are printed.")] = 10,
    out: Annotated[Optional[Path], typer.Option("--out", help="Folder for replay.csv and replay.xlsx.", metavar="DIR")] = None,
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
    people = read(roster)
    found = replay_of(people.people, left, right, law, routes)
    if out is not None:
        _write(found, people.units, law, out, state.lang)
    _report(people.problems, (*said, *notes(found)), state.lang)
    _print(found, top, state.lang)
    if out is not None:
        print(out)


def cliffs(
    roster: Roster,
    leave_on: LeaveOn,
    out: Annotated[Path, typer.Option(metavar="OUT.csv", help="The table.")],
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
    from planner.roster.load import read
    from planner.roster.values.text import write_for_people

    terms = terms_of(leave_on, decided_on, reorganised_on, snapshot_on, regime)
    wants_ending(out, ".csv")
    law, said = _law(law_override)
    people = read(roster)
    found = cliffs_of(people.people, terms, law)
    found["reason"] = cliff_words(found, state.lang)
    write_for_people(found, out)
    _report(people.problems, said, state.lang)
    counted = {"rows": len(found), "people": found["employee_id"].nunique(), "months": MONTHS_SHOWN, "day": terms.leave_on}
    print(text("replay.cliffs_found", state.lang, **counted))
    print(out)


def _write(found: Replay, units: pd.DataFrame, law: Law, out: Path, lang: str) -> None:
    """`replay.xlsx` and `replay.csv` in a folder."""
    from planner.core.files import own_folder
    from planner.policy.replay import cliffs as cliffs_of
    from planner.report.books.replay_book import write_replay, write_rows

    near = {mark: cliffs_of(found.source, side.terms, law) for mark, side in (("a", found.left), ("b", found.right))}
    own_folder(out)
    write_replay(found, near, units, out / "replay.xlsx", lang)
    write_rows(found, out / "replay.csv", lang)


def _print(found: Replay, top: int, lang: str) -> None:
    """Both sides, the sums, who gains and loses, the routes, and the largest changes."""
    from planner.core.texts import text
    from planner.policy.replay.words import side_words

    for mark, side in (("A", found.left), ("B", found.right)):
        draw(words(f"{mark}: {side_words(side.terms, lang)}", style="bold"))
    draw(words(text("replay.means", lang)))
    for table in (_sums(found, lang), _changes(found, lang), _by_route(found, lang)):
        draw()
        draw(table)
    largest = found.people.loc[found.people["difference_vnd"].abs().sort_values(ascending=False, kind="stable").index]
    largest = largest[largest["difference_vnd"] != 0]
    if top and len(largest):
        draw()
        draw(words(text("replay.top_changes", lang, shown=min(top, len(largest)), count=len(largest)), style="bold"))
        draw(_largest(largest.head(top), lang))


def _sums(found: Replay, lang: str) -> Table:
    from planner.core.texts import number, text

    totals = found.totals
    rows = []
    for figure, name in (("open", "open"), ("total", "total_vnd")):
        a, b = totals[f"{name}_a"], totals[f"{name}_b"]
        rows.append([text(f"replay.figure_{figure}", lang), number(a, lang), number(b, lang), _signed(b - a, lang)])
    return _table(["", "A", "B", "B − A"], rows)


def _changes(found: Replay, lang: str) -> Table:
    from planner.core.texts import number
    from planner.policy.replay.words import change_lines, heading

    rows = [[word, number(people, lang), _signed(vnd, lang)] for word, people, vnd in change_lines(found.totals, lang)]
    return _table([heading(name, lang) for name in ("change", "people", "difference_vnd")], rows)


def _by_route(found: Replay, lang: str) -> Table:
    from planner.core.texts import number
    from planner.policy.replay.words import heading, route_word

    names = ("route", "best_a", "total_vnd_a", "best_b", "total_vnd_b", "difference_vnd")
    rows = [
        [route_word(row["route"], lang), *(number(int(row[n]), lang) for n in names[1:-1]), _signed(int(row["difference_vnd"]), lang)]
        for row in found.by_route.to_dict("records")
    ]
    return _table([heading(name, lang) for name in names], rows)


def _largest(people: pd.DataFrame, lang: str) -> Table:
    from planner.core.texts import number
    from planner.policy.replay.words import heading, route_word

    names = ("employee_id", "full_name", "unit", "route_a", "total_vnd_a", "route_b", "total_vnd_b", "difference_vnd")
    rows = []
    for row in people.to_dict("records"):
        shown = [str(row["employee_id"]), str(row["full_name"]), str(row["unit"])]
        for mark in "ab":
            shown += [route_word(str(row[f"route_{mark}"]), lang), number(int(row[f"total_vnd_{mark}"]), lang)]
        rows.append([*shown, _signed(int(row["difference_vnd"]), lang)])
    return _table([heading(name, lang) for name in names], rows, texts=(0, 1, 2, 3, 5))


def _table(headings: list[str], rows: list[list[str]], texts: tuple[int, ...] = (0,)) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for at, heading in enumerate(headings):
        table.add_column(words(heading), justify="left" if at in texts else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(words, row))
    return table


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
    unknown = [name for name in asked or () if name not in known]
    if unknown:
        raise typer.BadParameter(f"--route is one of {', '.join(known)}")
    return [known[name] for name in asked] if asked else CHOSEN_ROUTES
