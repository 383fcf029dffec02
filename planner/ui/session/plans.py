"""What pages read: jobs, rosters, plans and the tables made of them, remembered by fingerprint and never by frame.

Everything remembered is shared by all sessions, so nobody may change it: pages get copies of tables, and runs and
rosters are only handed to functions that read. Heavy imports happen inside, so that the first page does not wait.
"""

from __future__ import annotations

import atexit
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError
from planner.scenario.load import parse_yaml
from planner.service.jobs.pool import TASK_FILE, Pool
from planner.service.jobs.saved_rosters import is_kept, keep_roster, kept_problems, kept_roster, with_locks
from planner.service.jobs.state import is_id, problem_records
from planner.ui.session import paths

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.comparison import Comparison
    from planner.plan.plan import Run
    from planner.roster.people.frame import Roster

OF_RUNS = "runs/"
"""Start of the reference of a plan that a command made; the app's own are job ids."""
WARM_UP_AFTER_S = 2.5
"""The first page has the processor to itself for as long."""


_one_at_a_time = threading.Lock()
_pools: dict[Path, Pool] = {}


def pool(warm_up_after_s: float | None = None, also: tuple[str, ...] = ()) -> Pool:
    """The workers of this server; the first is warmed up as soon as the first page stands, or when the server starts.

    also: names of modules that are imported then, beside those that every plan needs.
    """
    root = paths.app_runs()
    with _one_at_a_time:
        if root not in _pools:
            made = _pools[root] = Pool(root)
            atexit.register(made.close)
            after = WARM_UP_AFTER_S if warm_up_after_s is None else warm_up_after_s
            timer = threading.Timer(after, _warm_up, args=(made, also))
            timer.daemon = True
            timer.start()
        return _pools[root]


def _warm_up(made: Pool, also: tuple[str, ...]) -> None:
    """What the first plan and its page would wait for: a worker, and on this side the libraries and the law."""
    import importlib

    made.warm_up()
    for name in ("planner.plan.tables", "planner.service.saved_runs", "planner.plan.explain", *also):
        importlib.import_module(name)
    read_law()


_reading_law = threading.Lock()


def read_law() -> None:
    """Read every parameter of the law once, one thread at a time: its reader is lazy, and shared by all sessions."""
    from planner.policy.law.parameters import load_law

    with _reading_law:
        law = load_law()
        for name in law.names:
            law.parameter(name)


def read_roster(path: Path) -> tuple[str | None, list[dict[str, Any]]]:
    """Read a roster through the guarded reader and keep it: its fingerprint (None with errors) and its problems."""
    from planner.roster.load import inspect

    roster, problems = inspect(path)
    if roster is None:
        return None, problem_records(problems)
    return keep_roster(paths.rosters(), roster, tuple(problems)), problem_records(problems)


def sample() -> tuple[str | None, list[dict[str, Any]]]:
    """The made-up ministry: its fingerprint (None where it is missing or broken) and its problems."""
    try:
        stat = paths.SAMPLE.stat()
    except OSError:
        return None, []
    found = _sample(stat.st_mtime_ns, stat.st_size)
    if found[0] is not None and not is_kept(paths.rosters(), found[0]):  # the folder of results was emptied meanwhile
        _sample.clear()
        found = _sample(stat.st_mtime_ns, stat.st_size)
    return found


@st.cache_resource(show_spinner=False, max_entries=1)
def _sample(mtime_ns: int, size: int) -> tuple[str | None, list[dict[str, Any]]]:
    note = paths.rosters() / "sample.json"
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        if known["of"] == [mtime_ns, size] and is_kept(paths.rosters(), known["sha256"]):
            return known["sha256"], kept_problems(paths.rosters(), known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not noted yet: read the workbook
    sha256, problems = read_roster(paths.SAMPLE)
    if sha256 is not None:
        note.write_text(json.dumps({"of": [mtime_ns, size], "sha256": sha256}), encoding="utf-8")
    return sha256, problems


@st.cache_resource(show_spinner=False, max_entries=4)
def roster(sha256: str) -> Roster:
    """The roster of a fingerprint."""
    return kept_roster(paths.rosters(), sha256)


def roster_problems(sha256: str) -> list[dict[str, Any]]:
    """What was noticed when the roster was read."""
    return kept_problems(paths.rosters(), sha256)


def has_roster(sha256: str) -> bool:
    """Whether the roster is still there."""
    return is_kept(paths.rosters(), sha256)


def folder_of(plan: str) -> Path | None:
    """The folder of a plan's reference; None where the reference is not one, or nothing is there."""
    if is_id(plan):
        folder = paths.app_runs() / plan
    elif plan.startswith(OF_RUNS) and plan in commanded_plans():
        folder = paths.runs() / plan.removeprefix(OF_RUNS)
    else:
        return None
    return folder if (folder / "plan.json").is_file() else None


def commanded_plans() -> list[str]:
    """References of the plans that commands left in the folder of results."""
    return [OF_RUNS + p.parent.name for p in sorted(paths.runs().glob("*/plan.json")) if p.parent.name != "app"]


def summary(plan: str) -> dict[str, Any] | None:
    """The mapping of a plan's `plan.json`; None where there is none."""
    key = _key(plan)
    return _summary(*key) if key else None


def conflict(plan: str, lang: str) -> list[dict[str, str]]:
    """The conflict of an infeasible plan: [{requirement, scope, message}], in the language where that was kept."""
    entries = (summary(plan) or {}).get("conflict") or []
    folder = folder_of(plan)
    try:
        kept = json.loads((folder / "conflict.json").read_text(encoding="utf-8")) if folder else []
        return [{**entry, "message": entry[lang]} for entry in kept] or entries
    except (OSError, ValueError, KeyError):
        return entries


def menu(plan: str, lang: str) -> dict[str, Any]:
    """{headline, repairs [{change, message, cost_vnd, leavers, involuntary}], notes, since} of an infeasible plan.

    repairs is None while the menu is being made; since: when the plan was written, seconds of the epoch.
    """
    whole, folder = summary(plan) or {}, folder_of(plan)
    said = {"headline": whole.get("conflict_summary"), "repairs": whole.get("repairs", []), "notes": whole.get("conflict_notes", [])}
    since = (folder / "plan.json").stat().st_mtime if folder else 0.0
    try:
        kept = json.loads((folder / "menu.json").read_text(encoding="utf-8")) if folder else {}
        repairs = kept["repairs"] and [{**repair, "message": repair[lang]} for repair in kept["repairs"]]
        said = {"headline": kept["headline"][lang], "repairs": repairs, "notes": kept["notes"][lang]}
    except (OSError, ValueError, KeyError):
        pass  # a command made it: plan.json holds the menu, in one language
    return {**said, "since": since}


def is_plan_of(plan: str, sha256: str) -> bool:
    """Whether a plan of the app was made of the people of a kept roster, whatever was confirmed about them since."""
    made_of = asked(plan).get("roster", "")
    return made_of == sha256 or (has_roster(made_of) and has_roster(sha256) and roster(made_of).sha256 == roster(sha256).sha256)


def asked(plan: str) -> dict[str, Any]:
    """What a plan of the app was asked: {scenario, parent (mappings), locks, roster, ...}; for others the scenario alone."""
    folder = folder_of(plan)
    return _asked(str(folder)) if folder else {}


@st.cache_data(show_spinner=False, max_entries=200)
def _asked(folder: str) -> dict[str, Any]:
    try:
        task = json.loads((Path(folder) / TASK_FILE).read_text(encoding="utf-8"))
        return {**task, **{name: parse_yaml(task[name], name) for name in ("scenario", "parent")}}
    except (OSError, ValueError, KeyError):
        pass  # a command made it
    try:
        return {"scenario": parse_yaml((Path(folder) / "inputs" / "scenario.yaml").read_text(encoding="utf-8"), "scenario.yaml")}
    except (OSError, InputError):
        return {}


def run(plan: str, lang: str) -> Run:
    """The run of a plan with reasons in `lang`. InputError where its files are gone or do not fit one another."""
    key = _key(plan)
    if key is None:
        raise FileNotFoundError(plan)
    return _in_language(*key, lang)


def loaded(plan: str) -> Run:
    """As `run`, with reasons in whatever language the plan was made."""
    key = _key(plan)
    if key is None:
        raise FileNotFoundError(plan)
    return _run(*key)


def table(name: str, plan: str, lang: str) -> pd.DataFrame:
    """A derived table (`planner.plan.tables`) of a plan, by its function's name; a copy."""
    key = _key(plan)
    if key is None:
        raise FileNotFoundError(plan)
    return _table(name, *key, lang)


def people(plan: str, lang: str) -> pd.DataFrame:
    """The list of people of a plan with rank group and age band, and what changed against the plan that was shown before it.

    Shared by all sessions: nobody may change it.
    """
    return _people(*_seen(plan), lang)


def timeline(plan: str, lang: str) -> pd.DataFrame:
    """`tables.timeline` of a plan; a copy."""
    return _of_people("timeline", *_seen(plan), lang, ())


def counts(plan: str, lang: str) -> dict[str, int]:
    """`tables.counts` of a plan."""
    return dict(_of_people("counts", *_seen(plan), lang, ()))


def present(plan: str, lang: str) -> dict[str, list[str]]:
    """`tables.present` of a plan."""
    return dict(_of_people("present", *_seen(plan), lang, ()))


def cells(plan: str, lang: str, rows: str, columns: str) -> pd.DataFrame:
    """`tables.by_group` of a plan; a copy."""
    return _of_people("by_group", *_seen(plan), lang, (rows, columns))


def flows(plan: str, lang: str, by: str, only_changes: bool) -> pd.DataFrame:
    """`tables.flows` of a plan, of leavers and movers only or of everybody; a copy."""
    return _of_people("flows_of_changes" if only_changes else "flows", *_seen(plan), lang, (by,))


def requirements(plan: str, lang: str) -> pd.DataFrame:
    """`tables.requirements_shown` of a plan; a copy."""
    key = _key(plan)
    if key is None:
        raise FileNotFoundError(plan)
    return _requirements(*key, lang)


def behind_requirement(plan: str, requirement: str, scope: str) -> list[str]:
    """The employee ids of those whom a requirement counts in a plan."""
    from planner.plan import tables

    made = run(plan, "vi")
    counted = tables.behind_requirement(made, requirement, scope)
    return list(made.instance.people["employee_id"].astype(str)[counted])


def comparison(plans: list[str], names: list[str], lang: str) -> Comparison:
    """`compare` of plans, the first of them the base. FileNotFoundError where one is gone."""
    keys = [key for plan in plans if (key := _key(plan)) is not None]
    if len(keys) < len(plans):
        raise FileNotFoundError("a plan that is compared is gone")
    return _comparison(tuple(keys), tuple(names), lang)


def decisions(plan: str) -> pd.DataFrame | None:
    """The rows of a plan's `decisions.csv`, shared by all sessions; None where there is no plan."""
    key = _key(plan)
    return _decisions(*key) if key and (summary(plan) or {}).get("headcount") else None


def _seen(plan: str) -> tuple[tuple[str, int], tuple[str, int] | None]:
    """The keys of a plan and of the plan that was shown before it (None where it decides nothing, or is the same)."""
    from planner.ui.session import state

    key, before = _key(plan), state.desk().before
    if key is None:
        raise FileNotFoundError(plan)
    return key, _key(before) if before != plan and (summary(before) or {}).get("headcount") else None


def _key(plan: str) -> tuple[str, int] | None:
    """Folder and age of a plan: a command may write a folder anew."""
    folder = folder_of(plan)
    return None if folder is None else (str(folder), (folder / "plan.json").stat().st_mtime_ns)


@st.cache_data(show_spinner=False, max_entries=200)
def _summary(folder: str, mtime_ns: int) -> dict[str, Any]:
    return dict(json.loads((Path(folder) / "plan.json").read_text(encoding="utf-8")))


@st.cache_resource(show_spinner=False, max_entries=6)
def _run(folder: str, mtime_ns: int) -> Run:
    from planner.service.saved_runs import load_run

    read_law()
    return load_run(Path(folder), _planned_roster(folder))


def _planned_roster(folder: str) -> Roster | None:
    """The roster of a plan of the app as it was planned, from memory where a page has read it; None for other plans."""
    task = _asked(folder)
    if not is_kept(paths.rosters(), task.get("roster", "")):
        return None
    return with_locks(roster(task["roster"]), task.get("locks") or {})


@st.cache_resource(show_spinner=False, max_entries=12)
def _in_language(folder: str, mtime_ns: int, lang: str) -> Run:
    from dataclasses import replace

    from planner.plan.explain import reasons_of

    loaded = _run(folder, mtime_ns)
    if loaded.decisions is None or loaded.plan.chosen is None:
        return loaded
    return replace(loaded, decisions=loaded.decisions.assign(reason=reasons_of(loaded.instance, loaded.plan.chosen, lang)))


@st.cache_data(show_spinner=False, max_entries=20)
def _requirements(folder: str, mtime_ns: int, lang: str) -> pd.DataFrame:
    from planner.plan import tables

    return tables.requirements_shown(_run(folder, mtime_ns), lang)


@st.cache_resource(show_spinner=False, max_entries=8)
def _people(key: tuple[str, int], earlier: tuple[str, int] | None, lang: str) -> pd.DataFrame:
    from planner.plan import tables

    frame = tables.people(_in_language(*key, lang))
    frame["rank_group"] = tables.rank_groups(frame)
    frame["age_band"] = tables.age_bands(frame["age"])
    return tables.with_changes(frame, None if earlier is None else _decisions(*earlier))


@st.cache_data(show_spinner=False, max_entries=60)
def _of_people(name: str, key: tuple[str, int], earlier: tuple[str, int] | None, lang: str, more: tuple[str, ...]) -> Any:
    from planner.plan import tables

    everybody = _people(key, earlier, lang)
    if name == "flows_of_changes":
        return tables.flows(tables.seen(everybody, "changes"), *more)
    return getattr(tables, name)(everybody, *more)


@st.cache_resource(show_spinner=False, max_entries=6)
def _comparison(keys: tuple[tuple[str, int], ...], names: tuple[str, ...], lang: str) -> Comparison:
    from planner.plan.comparison import compare

    return compare([_run(*key) for key in keys], names)


@st.cache_resource(show_spinner=False, max_entries=24)
def _decisions(folder: str, mtime_ns: int) -> pd.DataFrame:
    from planner.service.saved_runs import read_decisions

    kept = ["employee_id", "decision", "period", "leave_on", "to_unit", "involuntary", "cost_vnd"]
    return read_decisions(Path(folder))[kept]


@st.cache_data(show_spinner=False, max_entries=60)
def _table(name: str, folder: str, mtime_ns: int, lang: str) -> pd.DataFrame:
    from planner.plan import tables

    made: pd.DataFrame = getattr(tables, name)(_in_language(folder, mtime_ns, lang))
    return made
