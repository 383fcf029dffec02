"""`planner solve`, `repair`, `compare`, `explain`, `verify`, `export-model`: plans made, looked at and checked."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from planner.cli.base import ENDS_WITH, TABLES, records, rows_of, wants_ending, wrote
from planner.cli.frame.state import answer, state

if TYPE_CHECKING:
    import pandas as pd

    from planner.core.texts import Message
    from planner.plan.comparison import Comparison
    from planner.plan.plan import Run

NOT_LOOKED_AT = frozenset({"roster.too_much_memory", "roster.too_slow", "roster.child_died"})
"""What ends `verify` before anything is known of the plan: it is not said to be wrong."""
TOLD_WITH = ("roster", "law", "words", "notes", "sizes", "explain", "report", "asked", "doubts", "letterhead", "forms", "requirement", "calendar", "cli")
"""The parts of the catalogue with which a plan is told and its workbook written."""
CloseTo = Annotated[Optional[Path], typer.Option("--close-to", metavar="DIR")]
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR")]
OtherRoster = Annotated[Optional[Path], typer.Option(metavar="ROSTER")]
PlanFolder = Annotated[Path, typer.Argument(metavar="DIR")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (solve, repair, compare, explain, verify):
        app.command()(command)
    app.command("export-model")(export_model)


def solve(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yaml")],
    out: OutFolder,
    roster: OtherRoster = None,
    time_limit: Annotated[Optional[float], typer.Option("--time-limit", min=0, metavar="S")] = None,
    close_to: CloseTo = None,
    settings: Annotated[Optional[list[str]], typer.Option("--set", metavar="KEY=VALUE")] = None,
) -> None:
    """Find and prove the best plan of a scenario; write plan.json, decisions.csv and plan.xlsx."""
    from planner.cli.frame.progress import working
    from planner.cli.frame.terminal import load_console
    from planner.cli.show import print_problems, print_run
    from planner.cli.workspace.signed import note_key
    from planner.roster.load import examining_beside
    from planner.roster.workbook.roster_files import read_ahead
    from planner.scenario.named_keys import settings_of, with_values
    from planner.service.manifest import refuse_other_things
    from planner.service.scenario_files import read_scenario

    loaded = with_values(read_scenario(scenario), settings_of(settings or []))
    refuse_other_things(out)
    people = Path(loaded.roster_path() if roster is None else roster)
    read_ahead(people)
    with examining_beside(people):
        note_key()
        with working("reading") as work:
            from planner.service.run import Request, make_run, read_for
            from planner.service.saved_runs import saving

            _load_ahead(state.lang)
            found = read_for(loaded, roster)
            near = _earlier(close_to)
            work.phase("planning")
            request = Request(loaded, found, time_limit, state.started, progress=work.solving, close_to=near, lang=state.lang, on_clash=_say_at_once)
            with saving(out, state.lang) as kept:
                run = make_run(replace(request, on_stated=kept.begin))
                work.phase("writing")
                load_console()  # this, too, while a copy of this process writes the workbook
                warnings = [warning for warning in run.warnings if warning not in run.notes]
                kept.finish(run)
    if state.json:
        _answer_with(out)
    print_problems(warnings, state.lang)
    print_run(run, out, state.lang)
    _suggest(run)
    raise typer.Exit(ENDS_WITH[run.plan.status.value])


def _load_ahead(lang: str) -> None:
    """Loads what plans, tells and writes, and what it reads first: a third of a second, for who has it to spare before there is a roster."""
    from planner.core.texts import number, room
    from planner.optimise.solve.backend.mathopt import load_solvers
    from planner.plan.infeasibility import headline  # noqa: F401
    from planner.policy.law.parameters import load_law
    from planner.report.books import quick_book, workbook  # noqa: F401

    load_solvers()
    load_law().problems()  # of a faulty file who asks for it hears
    number(0.5, lang)
    for name in TOLD_WITH:
        room(name)


def _answer_with(folder: Path) -> None:
    """The answer of a call with `--json`: the plan as it stands in its folder."""
    from planner.service.plan_shape import plan_of
    from planner.service.saved_runs import PLAN

    answer({"folder": str(folder), **plan_of(folder / PLAN)})


def _suggest(run: Run) -> None:
    """Once, in a sentence: where a cheap change makes the plan much better."""
    from planner.plan.least_harm import least_harm

    said = None if state.quiet or state.json or not run.solved else least_harm(run)
    if said is not None:
        print(said.render(state.lang))


def _say_at_once(clash: Message) -> None:
    """A clash that needs no solver is said while the search for repairs goes on."""
    print(clash.render(state.lang), file=sys.stderr, flush=True)


def repair(
    folder: PlanFolder,
    number: Annotated[int, typer.Argument(metavar="N")],
    out: Annotated[Path, typer.Option("--out", metavar="NEW.yaml")],
) -> None:
    """Write one repair of an impossible scenario as a scenario of its own."""
    from planner.core.texts import text
    from planner.plan.repair.file import write_repair
    from planner.service.saved_runs import read_summary

    wants_ending(out, ".yaml", ".yml")
    said = write_repair(read_summary(folder), folder, number, out, state.lang)
    print(said)
    wrote(out, repair=said)
    print(text("repair.how_to_solve", state.lang, file=str(out)))


def compare(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR DIR…")],
    out: Annotated[Optional[Path], typer.Option("--out", metavar="FILE")] = None,
) -> None:
    """Plans side by side: figures, units, and the people on whom they differ."""
    from planner.cli.frame.progress import working
    from planner.cli.show import print_comparison
    from planner.core.errors import InputError, problem
    from planner.plan.comparison import compare as compare_runs
    from planner.plan.comparison import side_by_side
    from planner.service.saved_runs import load_answer

    if len(folders) < 2:
        raise InputError(problem("cli.two_plans", column="DIR"))
    if out is not None:
        wants_ending(out, *TABLES)
    with working("opening") as work:
        runs = []
        for number, folder in enumerate(folders):
            work.counted(number, len(folders))
            runs.append(load_answer(folder))
        found = compare_runs(runs, [folder.name or str(folder) for folder in folders])
    if out is not None:
        _write_comparison(found, out)
    plans = side_by_side(found)
    answer({"written": [] if out is None else [str(out)], **{name: rows_of(frame) for name, frame in (("plans", plans), ("units", found.units), ("people", found.people))}})
    print_comparison(found, state.lang)
    if out is not None:
        print(out)


def _write_comparison(found: Comparison, out: Path) -> None:
    """The whole comparison as a workbook; as CSV or Parquet a row a plan."""
    from planner.plan.comparison import side_by_side
    from planner.report.books.table_file import write_table
    from planner.report.books.workbook import write_comparison

    if out.suffix.lower() == ".xlsx":
        write_comparison(found, out, state.lang)
    else:
        write_table(side_by_side(found), out, state.lang)


def explain(folder: PlanFolder, employee_id: Annotated[str, typer.Argument(metavar="EMPLOYEE_ID")]) -> None:
    """Why this person stays or leaves: facts, rules, nearest other case, what would change it."""
    from dataclasses import asdict

    from planner.core.plain import plain
    from planner.plan.explain import explain as explain_person
    from planner.plan.explain.told import told
    from planner.service.saved_runs import load_run

    found = told(explain_person(load_run(folder), employee_id), state.lang)
    answer(plain({name: value for name, value in asdict(found).items() if name != "as_text"}))
    print(found.as_text)


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR|FILE.plan|CORRECTIONS.csv")],
    key: Annotated[Optional[str], typer.Option("--key", metavar="FINGERPRINT")] = None,
) -> None:
    """Check a written plan again from its own inputs, without the solver; a sealed one also by planning again; a ledger of corrections line by line."""
    from planner.cli.frame.progress import working
    from planner.cli.workspace.signed import LEDGER_ENDING, print_signer, signed, verify_ledger
    from planner.core.errors import InputError
    from planner.core.texts import text
    from planner.service.saved_runs import read_summary, refuse_no_plan
    from planner.service.sealing.signers import ledger_of_plan, signer_faults, signer_of
    from planner.service.verification import verify_folder

    if folder.is_file():
        from planner.cli.workspace.seal import verify_sealed

        return verify_ledger(folder, key) if folder.suffix.lower() == LEDGER_ENDING else verify_sealed(folder, key)
    signer, ledger = None, None
    try:
        with working("verifying"):
            breaches = verify_folder(folder)
            signer = signer_of(folder)
            breaches += [] if signer is None else signer_faults(signer, folder, key)
            ledger = None if breaches else ledger_of_plan(folder)
    except InputError as error:
        if not folder.is_dir() or any(found.message.key in NOT_LOOKED_AT for found in error.problems):
            raise
        breaches = list(error.problems)
    for breach in breaches:
        print(breach.sentence(state.lang))
    told = signed(signer, ledger)
    answer({"holds": not breaches, "status": None, "breaches": records(breaches), **told})
    summary = {}
    if not breaches:
        summary = read_summary(folder)
        refuse_no_plan(folder, summary)
    if signer is not None:
        print_signer(signer, ledger)
    if breaches:
        raise typer.Exit(1)
    answer({"holds": True, "status": summary["status"], "breaches": [], **told})
    print(text("cli.verified", state.lang, status=text(f"words.status_{summary['status']}", state.lang)))


def export_model(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yaml")],
    out: Annotated[Path, typer.Argument(metavar="OUT.mps")],
    roster: OtherRoster = None,
    close_to: CloseTo = None,
) -> None:
    """Write the exact optimisation problem as free MPS, for any solver to confirm the optimum."""
    from planner.cli.frame.progress import working
    from planner.instance.instance import prepare
    from planner.optimise.lexicographic import with_limits
    from planner.optimise.model.build import build
    from planner.optimise.model.export_mps import write_mps
    from planner.service.run import read_for
    from planner.service.scenario_files import read_scenario

    wants_ending(out, ".mps")
    loaded = read_scenario(scenario)
    with working("reading") as work:
        people = read_for(loaded, roster)
        work.phase("law")
        instance = prepare(loaded, people, close_to=_earlier(close_to))
        work.phase("planning")
        instance = with_limits(instance, seconds=float(instance.scenario.solver.time_limit_s), progress=work.solving)
        model = build(instance)
        work.phase("writing")
        write_mps(model, out, instance.scenario.title)
    wrote(out)


def _earlier(folder: Path | None) -> pd.DataFrame | None:
    """The decisions of the plan in a folder; None where no folder is named."""
    from planner.service.saved_runs import read_decisions

    return None if folder is None else read_decisions(folder)
