"""What a worker can do: make a plan, write its workbook, its packs and forms, write a comparison or a replay, answer questions.

Runs in the child process only.
"""

from __future__ import annotations

import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.core.child import Say
from planner.core.files import atomic_path, write_json
from planner.core.folders import locked
from planner.core.texts import LANGUAGES
from planner.scenario.load import changes_of, parse_yaml, scenario_from
from planner.service.jobs.asked import asked_task
from planner.service.jobs.by_hand import hand_table_task, measured_task
from planner.service.jobs.memory import keep_run, known_run, roster_of, run_of
from planner.service.jobs.questions import QUESTIONS
from planner.service.jobs.reading import mend_task, read_task, row_task
from planner.service.jobs.saved_rosters import keep_roster, kept_account, unsettled, with_locks
from planner.service.jobs.standing import standing_task
from planner.service.jobs.targets import targets_task
from planner.service.places import made_from, place_beside, plan_of_job

if TYPE_CHECKING:
    from planner.optimise.solve.result import Progress
    from planner.plan.plan import Run
    from planner.report.letterhead import Letterhead

CONFLICT_FILE, MENU_FILE, CORRECTED_FILE = "conflict.json", "menu.json", "corrected.json"


def warm() -> None:
    """Do what the first plan would otherwise wait for: import everything, solve the smallest programme there is."""
    import importlib

    import numpy as np
    from scipy.sparse import csr_array

    from planner.optimise.solve.backend.mathopt import Programme, relax
    from planner.policy.law.parameters import load_law

    for name in (
        "planner.service.run",
        "planner.service.saved_runs",
        "planner.optimise.solve",
        "planner.plan.comparison",
        "planner.report.books.workbook",
        "planner.service.jobs.questions",
    ):
        importlib.import_module(name)
    load_law()
    one = np.ones(1)
    smallest = Programme(one, csr_array(np.ones((1, 1))), np.zeros(1), one, np.zeros(1), one)
    relax(smallest, time_limit_s=1.0, seed=1)


def plan_task(task: dict[str, Any], say: Say) -> None:
    """Plan: the folder gets what `planner solve` writes, the tables that pages show, the workbook last.

    task: folder, rosters (folder of kept rosters), roster (fingerprint), locks, scenario and parent (YAML texts), name,
    lang, before (folder of the plan to start from, or None), close_to (folder of the plan that `stay_close` means, or
    None). InputError where the input is wrong.
    """
    from planner.service.plan_tables import write_tables
    from planner.service.run import Request, make_run, with_repairs
    from planner.service.saved_runs import read_decisions, save_run

    started = time.perf_counter()
    folder = plan_of_job(Path(task["folder"]))
    data, parent = parse_yaml(task["scenario"], task["name"]), parse_yaml(task["parent"], task["name"])
    loaded = replace(scenario_from(data, name=task["name"]), changes=changes_of(parent, data))
    roster = with_locks(roster_of(Path(task["rosters"]), task["roster"]), task["locks"])
    start = known_run(Path(task["before"])) if task["before"] else None
    near = read_decisions(Path(task["close_to"])) if task.get("close_to") else None
    asked = Request(
        loaded,
        roster,
        started=started,
        progress=lambda p: say(_spoken(p)),
        start_from=start,
        close_to=near,
        lang=task["lang"],
        repairs=False,
    )
    run = make_run(asked)
    save_run(run, folder, task["lang"], workbook=False)
    _write_conflict(run, folder)
    keep_run(folder, run)
    if run.solved:
        write_tables(run, folder)
    say({"usable": True})
    if run.solved:
        _workbook(run, folder, task["lang"])
    elif run.plan.status.value == "infeasible":
        run = with_repairs(run, lang=task["lang"])
        save_run(run, folder, task["lang"], workbook=False)
        _write_menu(run, folder, made=True)


def workbook_task(task: dict[str, Any], say: Say) -> None:
    """The workbook of the plan in task["source"] in task["lang"], unless it is there already."""
    source = Path(task["source"])
    if not workbook_path(source, task["lang"]).is_file():
        _workbook(run_of(source), source, task["lang"])


def comparison_task(task: dict[str, Any], say: Say) -> None:
    """`comparison.xlsx` in the job's folder: the plans of the folders task["sources"] under task["names"], in task["lang"]."""
    from planner.plan.comparison import compare
    from planner.report.books.workbook import write_comparison

    comparison = compare([run_of(Path(source)) for source in task["sources"]], task["names"])
    write_comparison(comparison, Path(task["folder"]) / "comparison.xlsx", task["lang"])


def packs_task(task: dict[str, Any], say: Say) -> None:
    """What goes out to the units of a plan, in the job's folder: `packs.zip` for all, `pack.xlsx` for task["unit"] alone.

    task: source (the plan's folder), unit ("" for all), lang, folder. InputError where the plan decides nothing.
    """
    from planner.report.exchange import packs_of
    from planner.report.exchange.pack_book import write_pack
    from planner.report.exchange.pack_folder import INDEX, write_packs

    folder, lang, unit = Path(task["folder"]), task["lang"], task["unit"]
    packs = packs_of(run_of(Path(task["source"])), [unit] if unit else [], lang)
    if unit:
        write_pack(packs[0], folder / "pack.xlsx", lang)
        return
    with (
        locked(folder / "packs"),
        tempfile.TemporaryDirectory(prefix=".packs.new-", dir=folder) as held,
        atomic_path(folder / "packs.zip") as temporary,
    ):
        files = write_packs(packs, Path(held) / "packs", lang)
        files.append(files[0].with_name(INDEX))
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as zipped:  # a workbook is compressed already
            for file in files:
                zipped.write(file, file.name)


def forms_task(task: dict[str, Any], say: Say) -> None:
    """`forms.xlsx` in the job's folder: the official lists of a plan (source), of one period where task["period"] names it,
    headed by task["head"] (`letterheads.head_from`), which is kept for the next time.

    InputError where nobody is on any list, or the head cannot stand on a paper.
    """
    from planner.report.official_lists.book import write_forms

    head = _head(task)
    write_forms(run_of(Path(task["source"])), Path(task["folder"]) / "forms.xlsx", task["lang"], task["period"] or None, head)
    _keep(head)


def brief_task(task: dict[str, Any], say: Say) -> None:
    """The brief of the plans in the folders task["sources"], as task["file"] (.docx or .pdf) in the job's folder, headed as
    the lists are. InputError where it cannot be made."""
    from planner.report.brief.write import write_brief

    head = _head(task)
    write_brief([run_of(Path(source)) for source in task["sources"]], Path(task["folder"]) / task["file"], task["lang"], head)
    _keep(head)


def scenario_book_task(task: dict[str, Any], say: Say) -> None:
    """`scenario.xlsx` in the job's folder: a scenario as a workbook, with the units of a kept roster.

    task: scenario (YAML text), name, rosters, roster (as `plan_task`; "" for none), lang. InputError where the scenario is
    wrong, or the workbook would not give the same one.
    """
    from planner.service.scenario_files import write_scenario

    out = Path(task["folder"]) / "scenario.xlsx"
    loaded = scenario_from(parse_yaml(task["scenario"], task["name"]), name=task["name"])
    beside = replace(loaded, path=out.with_name(task["name"]))  # paths in it stay as they are written
    write_scenario(beside, out, task["lang"], roster_of(Path(task["rosters"]), task["roster"]) if task["roster"] else None)


def correct_task(task: dict[str, Any], say: Say) -> None:
    """Put corrections into a kept roster; `corrected.json` in the job's folder holds the fingerprint of the new one.

    task: rosters, roster (as `plan_task`), corrections: [{employee_id, column, written, by, reason, author}], each as a
    user types it, folder; for units [{unit, column (`units.NAME`), written, by, reason, author}]. InputError where one cannot be read or the
    roster would not be valid with it.
    """
    from planner.core.errors import InputError
    from planner.roster.corrections import apply, correct, correct_unit

    root = Path(task["rosters"])
    roster = roster_of(root, task["roster"])
    entries = [correct_unit(roster, **entry) if "unit" in entry else correct(roster, **entry) for entry in task["corrections"]]
    made, problems = apply(roster, entries)
    if made is None:
        raise InputError(problems)
    older, account = unsettled(root, task["roster"], roster, made), kept_account(root, task["roster"])
    sha256 = keep_roster(root, made, problems, older=older, account=account)
    write_json(Path(task["folder"]) / CORRECTED_FILE, {"sha256": sha256})


def replay_task(task: dict[str, Any], say: Say) -> None:
    """`replay.xlsx` or `replay.csv` (task["file"]) in the job's folder: one roster on two terms.

    task: rosters, roster (as `plan_task`), left and right (`Terms.record`), routes (those that count), lang, file.
    """
    from planner.core.vocabulary import Decision
    from planner.policy.law.parameters import load_law
    from planner.policy.replay import cliffs, replay
    from planner.policy.terms import terms_from
    from planner.report.books.replay_book import write_replay, write_rows

    roster, out = roster_of(Path(task["rosters"]), task["roster"]), Path(task["folder"]) / task["file"]
    left, right = terms_from(task["left"]), terms_from(task["right"])
    found = replay(roster.people, left, right, load_law(), [Decision(name) for name in task["routes"]])
    if out.suffix == ".csv":
        write_rows(found, out, task["lang"])
        return
    near = {mark: cliffs(roster.people, terms) for mark, terms in (("a", left), ("b", right))}
    write_replay(found, near, roster.units, out, task["lang"])


TASKS: dict[str, Callable[[dict[str, Any], Say], None]] = {
    "read": read_task,
    "row": row_task,
    "mend": mend_task,
    "correct": correct_task,
    "standing": standing_task,
    "plan": plan_task,
    "workbook": workbook_task,
    "comparison": comparison_task,
    "replay": replay_task,
    "packs": packs_task,
    "forms": forms_task,
    "brief": brief_task,
    "scenario_book": scenario_book_task,
    "asked": asked_task,
    "hand_table": hand_table_task,
    "measured": measured_task,
    "targets": targets_task,
    **QUESTIONS,
}


def workbook_path(folder: Path, lang: str) -> Path:
    """Where the workbook of a plan stands in one language."""
    return made_from(folder) / f"plan.{lang}.xlsx"


def _workbook(run: Run, folder: Path, lang: str) -> None:
    from planner.report.books.workbook import write_plan_workbook

    place_beside(folder)
    write_plan_workbook(run, workbook_path(folder, lang), lang)


def _head(task: dict[str, Any]) -> Letterhead:
    from planner.service.letterheads import head_from

    return head_from(task["head"], task["called"])


def _keep(head: Letterhead) -> None:
    """For the next time; where it cannot be kept, the paper is there all the same and the next head begins empty, in view."""
    from planner.service.letterheads import keep_letterhead

    with suppress(OSError):
        keep_letterhead(head)


def _write_conflict(run: Run, folder: Path) -> None:
    """The conflict's sentences in every language; `plan.json` holds them in one."""
    entries = [
        {"requirement": c.requirement, "scope": c.scope, **{lang: c.message.render(lang) for lang in LANGUAGES}} for c in run.plan.grouped
    ]
    write_json(place_beside(folder) / CONFLICT_FILE, entries)
    if run.plan.headline is not None:
        _write_menu(run, folder, made=False)


def _write_menu(run: Run, folder: Path, made: bool) -> None:
    """Headline, repairs and notes in every language; `repairs` is null while they are still looked for."""
    plan = run.plan
    repairs = [{**r.as_dict(), **{lang: r.said.render(lang) for lang in LANGUAGES}} for r in plan.repairs]
    content = {
        "headline": {lang: plan.headline.render(lang) if plan.headline else None for lang in LANGUAGES},
        "repairs": repairs if made else None,
        "notes": {lang: [note.render(lang) for note in plan.notes] for lang in LANGUAGES},
    }
    write_json(place_beside(folder) / MENU_FILE, content)


def _spoken(progress: Progress) -> dict[str, Any]:
    return {
        "progress": {
            "phase": progress.phase,
            "seconds": round(progress.seconds, 2),
            "objective": progress.objective,
            "bound": progress.bound,
            "gap": progress.gap,
        }
    }
