"""The commands. Each imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli import batches, brief, calculation, exchange, replay, verify_data
from planner.cli.base import ENDS_WITH, WRONG_INPUT, Day, RegimeName, app, date_of, law_with, state, terms_of, wants_ending
from planner.cli.terminal import print_json
from planner.policy.terms import AUTO

if TYPE_CHECKING:
    import pandas as pd

    from planner.core.texts import Message

CloseTo = Annotated[Optional[Path], typer.Option("--close-to", help="Folder of the plan that the scenario's stay_close means.", metavar="DIR")]
OutFolder = Annotated[Path, typer.Option("--out", help="Folder for the results.", metavar="DIR")]


@app.callback()
def options(
    lang: Annotated[str, typer.Option("--lang", envvar="PLANNER_LANG", help="Language of messages and files: en or vi.")] = "en",
) -> None:
    """Options that stand before the command."""
    if lang not in ("en", "vi"):
        raise typer.BadParameter("--lang is en or vi")
    state.lang = lang


@app.command()
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx")],
    lang: Annotated[Optional[str], typer.Option("--lang", help="vi or en; the call's language where absent.")] = None,
) -> None:
    """Write an empty import workbook with guide, drop-downs and an example."""
    if lang not in (None, "en", "vi"):
        raise typer.BadParameter("--lang is en or vi")
    from planner.roster.template.workbook import write_template

    wants_ending(out, ".xlsx")
    write_template(out, lang or state.lang)
    print(out)


@app.command()
def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    people: Annotated[int, typer.Option(min=1, help="How many people.")],
    units: Annotated[int, typer.Option(min=1, help="How many units.")],
    seed: Annotated[int, typer.Option(min=0, help="Seed; the same seed gives the same ministry.")],
    structure: Annotated[str, typer.Option(help="The decree that names the units: nd351 (the 21 of 2026) or nd40 (the 22 of 2025, and one that came).")] = "nd351",
) -> None:
    """Write a synthetic ministry (.xlsx with a sheet per unit, .csv or .parquet)."""
    from planner.roster.sample import write_sample

    wants_ending(out, ".xlsx", ".csv", ".parquet")
    write_sample(out, people, units, seed, structure=structure)
    print(out)


@app.command()
def mapping(
    roster: Annotated[Path, typer.Argument(metavar="FILE")],
    out: Annotated[Path, typer.Option("--out", help="The mapping; NAME.mapping.yaml beside NAME.xlsx is taken by itself.", metavar="FILE.mapping.yaml")],
) -> None:
    """Write a mapping to fill in: a line for each heading that is not known, with examples and what it may mean."""
    from planner.core.errors import InputError, problem
    from planner.core.files import atomic_path
    from planner.roster.read import examine
    from planner.roster.tables.mapping import Mapping, to_fill_in

    wants_ending(out, ".yaml", ".yml")
    if out.exists():
        raise InputError(problem("roster.mapping_there", file=out.name))
    found = examine(roster)
    with atomic_path(out) as temporary:
        temporary.write_text(to_fill_in(found.unknown, found.mapping or Mapping(), state.lang), encoding="utf-8")
    print(out)


@app.command()
def check(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and problems as JSON.")] = False,
    normalized: Annotated[Optional[Path], typer.Option("--normalized", help="Write the roster in canonical columns.", metavar="OUT.csv")] = None,
    mapping: Annotated[
        Optional[Path], typer.Option("--mapping", help="What headings mean that are not known; NAME.mapping.yaml beside ROSTER where absent.", metavar="FILE.yaml")
    ] = None,
) -> None:
    """Read and validate a roster; print every problem with its place, and what to verify."""
    from planner.cli.show import print_account, print_problems
    from planner.cli.verify_data import print_queue
    from planner.core.errors import errors_of, warnings_of
    from planner.roster.load import examine, noticed_of

    if normalized is not None:
        wants_ending(normalized, ".csv", ".parquet")
    seen = examine(roster, mapping)
    from planner.plan.unverified_data import records, verification_queue
    from planner.roster.write import write_roster  # pandas was imported while the child process read

    found, problems = seen.roster, seen.problems
    errors, warnings = errors_of(problems), warnings_of(problems)
    people, units = seen.people, seen.units
    print_problems(problems, state.lang)
    noticed = [] if found is None else noticed_of(found)
    if as_json:
        queue = [] if found is None else records(verification_queue(found, None, state.lang))
        shown = {"people": people, "units": units}
        shown |= {"errors": [p.as_dict(state.lang) for p in errors], "warnings": [p.as_dict(state.lang) for p in warnings], "queue": queue}
        shown["noticed"] = [message.render(state.lang) for message in noticed]
        shown["account"] = None if seen.account is None else seen.account.as_dict(state.lang)
        print_json(shown)
    else:
        from planner.core.texts import text

        print(text("cli.checked", state.lang, people=people, units=units, errors=len(errors), warnings=len(warnings)))
        for message in noticed:
            print(message.render(state.lang))
        if found is not None:
            print_queue(verification_queue(found, None, state.lang), state.lang)
        if seen.account is not None:
            print_account(seen.account, state.lang)
    if errors:
        raise typer.Exit(WRONG_INPUT)
    if normalized is not None and found is not None:
        write_roster(found, normalized)


@app.command()
def benefits(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    leave_on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Leaving date.")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv", help="The table.")],
    decided_on: Day = None,
    reorganised_on: Day = None,
    snapshot_on: Day = None,
    regime: RegimeName = AUTO,
    law_override: Annotated[
        Optional[Path], typer.Option("--law-override", metavar="FILE.yaml", help="What-ifs on the law: a list of parameter, from, value, reason.")
    ] = None,
) -> None:
    """Every person and every exit route at a date: eligible or why not, each item of money, the legal basis."""
    from planner.cli.show import print_problems
    from planner.policy.benefits import compute
    from planner.policy.decrees.regime import late_decision
    from planner.policy.export import table
    from planner.policy.overrides import override_messages
    from planner.roster.load import read
    from planner.roster.values.text import write_for_people

    terms = terms_of(leave_on, decided_on, reorganised_on, snapshot_on, regime)
    wants_ending(out, ".csv")
    law = law_with(law_override)
    found = read(roster)
    computed = compute(found.people, terms, law)
    write_for_people(table(computed, found.people, state.lang), out)
    print_problems(found.problems, state.lang)
    late = late_decision(terms)
    for message in (*override_messages(law), *computed.warnings, *([late] if late else [])):
        print(message.render(state.lang), file=sys.stderr)
    print(out)


@app.command()
def outcomes(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER")],
    on: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day from which the outcome would hold.")],
    out: Annotated[Path, typer.Option(metavar="OUT.csv", help="The table.")],
    term_ends_on: Annotated[
        Optional[dt.datetime],
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="End of the term of office; the shortest time of the law where absent."),
    ] = None,
) -> None:
    """What each person could lawfully do instead of leaving: secondment, stepping down; open or why not, and the cost."""
    from planner.cli.show import print_problems
    from planner.policy.secondment import outcomes as outcomes_of
    from planner.roster.load import read
    from planner.roster.values.text import write_for_people

    wants_ending(out, ".csv")
    found = read(roster)
    frame = outcomes_of(found.people, on.date(), term_ends_on=date_of(term_ends_on), lang=state.lang)
    write_for_people(frame, out)
    print_problems(found.problems, state.lang)
    print(out)


@app.command()
def solve(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yaml")],
    out: OutFolder,
    roster: Annotated[Optional[Path], typer.Option(help="Another roster than the scenario's.")] = None,
    time_limit: Annotated[Optional[float], typer.Option("--time-limit", min=0, metavar="S", help="Seconds for the whole process.")] = None,
    close_to: CloseTo = None,
) -> None:
    """Find and prove the best plan of a scenario; write plan.json, decisions.csv and plan.xlsx."""
    from planner.cli.show import print_problems, print_run
    from planner.scenario.load import load_scenario
    from planner.service.run import Request, make_run, read_for
    from planner.service.saved_runs import save_run

    loaded = load_scenario(scenario)
    found = read_for(loaded, roster)
    near = _earlier(close_to)
    run = make_run(Request(loaded, found, time_limit, state.started, close_to=near, lang=state.lang, on_clash=_say_at_once))
    save_run(run, out, state.lang)
    print_problems(run.warnings, state.lang)
    print_run(run, out, state.lang)
    raise typer.Exit(ENDS_WITH[run.plan.status.value])


def _say_at_once(clash: Message) -> None:
    """A clash that needs no solver is said while the search for repairs goes on."""
    print(clash.render(state.lang), file=sys.stderr, flush=True)


@app.command()
def repair(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a plan that was proven impossible.")],
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the repair in its menu, from 1.")],
    out: Annotated[Path, typer.Option("--out", metavar="NEW.yaml", help="The repaired scenario.")],
) -> None:
    """Write one repair of an impossible scenario as a scenario of its own."""
    from planner.core.texts import text
    from planner.plan.repair.file import write_repair
    from planner.service.saved_runs import read_summary

    wants_ending(out, ".yaml", ".yml")
    print(write_repair(read_summary(folder), folder, number, out, state.lang))
    print(out)
    print(text("repair.how_to_solve", state.lang, file=str(out)))


@app.command()
def compare(folders: Annotated[list[Path], typer.Argument(metavar="DIR DIR…")]) -> None:
    """Plans side by side: figures, units, and the people on whom they differ."""
    from planner.cli.show import print_comparison
    from planner.core.errors import InputError, problem
    from planner.plan.comparison import compare as compare_runs
    from planner.service.saved_runs import load_answer

    if len(folders) < 2:
        raise InputError(problem("cli.two_plans", column="DIR"))
    print_comparison(compare_runs([load_answer(f) for f in folders], [f.name or str(f) for f in folders]), state.lang)


@app.command()
def explain(folder: Annotated[Path, typer.Argument(metavar="DIR")], employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")]) -> None:
    """Why this person stays or leaves: facts, rules, nearest other case, what would change it."""
    from planner.plan.explain import explain as explain_person
    from planner.plan.explain import rendered
    from planner.service.saved_runs import load_run

    print(rendered(explain_person(load_run(folder), employee_id), state.lang))


@app.command()
def verify(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Check a written plan again from its own inputs, without the solver; print every breach."""
    from planner.core.errors import InputError
    from planner.core.texts import text
    from planner.service.saved_runs import read_summary, refuse_no_plan
    from planner.service.verification import verify_folder

    try:
        breaches = verify_folder(folder)
    except InputError as error:
        if not folder.is_dir():
            raise
        breaches = list(error.problems)
    for breach in breaches:
        print(breach.sentence(state.lang))
    if breaches:
        raise typer.Exit(1)
    summary = read_summary(folder)
    refuse_no_plan(folder, summary)
    print(text("cli.verified", state.lang, status=text(f"words.status_{summary['status']}", state.lang)))


@app.command("export-model")
def export_model(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yaml")],
    out: Annotated[Path, typer.Argument(metavar="OUT.mps")],
    roster: Annotated[Optional[Path], typer.Option(help="Another roster than the scenario's.")] = None,
    close_to: CloseTo = None,
) -> None:
    """Write the exact optimisation problem as free MPS, for any solver to confirm the optimum."""
    from planner.instance.instance import prepare
    from planner.optimise.lexicographic import with_limits
    from planner.optimise.model.build import build
    from planner.optimise.model.export_mps import write_mps
    from planner.scenario.load import load_scenario
    from planner.service.run import read_for

    loaded = load_scenario(scenario)
    instance = prepare(loaded, read_for(loaded, roster), close_to=_earlier(close_to))
    instance = with_limits(instance, seconds=float(instance.scenario.solver.time_limit_s))
    write_mps(build(instance), out, instance.scenario.title)
    print(out)


def _earlier(folder: Path | None) -> pd.DataFrame | None:
    """The decisions of the plan in a folder; None where no folder is named."""
    from planner.service.saved_runs import read_decisions

    return None if folder is None else read_decisions(folder)


batches.register(app)
replay.register(app)
calculation.register(app)
exchange.register(app)
brief.register(app)
verify_data.register(app)
