"""What pages read of plans: figures, tables, people, what is known of one person; remembered by fingerprint and never by frame.

Nothing is prepared or solved here: a worker wrote what is read, or is asked for it. Everything remembered is shared by all
sessions, so nobody may change it: pages get copies of tables. Heavy imports happen inside, so that the first page does not wait.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from planner.core.errors import InputError
from planner.scenario.load import parse_yaml
from planner.service.jobs.pool import TASK_FILE
from planner.service.jobs.state import is_id
from planner.service.jobs.targets import TARGETS_FILE
from planner.service.places import is_run_of_batch, made_from, plan_of_job
from planner.service.workspace.access.sign_in import is_set_up
from planner.ui.session import paths, rosters, state, workers

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan.comparison import Comparison
    from planner.roster.people.frame import Roster
    from planner.service.jobs.questions import Exit, Person

Key = tuple[str, int]
"""Folder of a plan and age of its `plan.json`: a command may write a folder anew."""
OF_RUNS = "runs/"
"""Start of the reference of a plan that a command made; the app's own are job ids."""
PROVEN = ("optimal", "infeasible")
"""Statuses that more time would not change."""


def folder_of(plan: str) -> Path | None:
    """The folder of a plan's reference; None where the reference is not one, or nothing is there."""
    if is_id(plan):
        folder = plan_of_job(paths.app_runs() / plan)
    elif plan.startswith(OF_RUNS) and (is_run_of_batch(paths.made_by_commands(), plan.removeprefix(OF_RUNS)) or plan in commanded_plans()):
        folder = paths.made_by_commands() / plan.removeprefix(OF_RUNS)
    else:
        return None
    return folder if (folder / "plan.json").is_file() else None


def may_be_opened(plan: str) -> bool:
    """Whether an address that names a plan shows it. Where people sign in, what was planned at somebody else's desk is not:
    they keep it in the workspace, where rights are asked for."""
    own = not is_set_up() or plan in state.desk().plans or plan.startswith(OF_RUNS)
    return own and folder_of(plan) is not None


def commanded_plans() -> list[str]:
    """References of the plans that commands left in the folder of results."""
    return [OF_RUNS + p.parent.name for p in sorted(paths.made_by_commands().glob("*/plan.json")) if p.parent.name != "app"]


def known() -> list[str]:
    """References of every plan at hand, those of this session first, newest first."""
    return list(dict.fromkeys([*(p for p in reversed(state.desk().plans) if folder_of(p)), *commanded_plans()]))


def to_stay_close_to() -> str:
    """The plan that `stay_close` means: the one that was chosen, else the one that is shown; "" where there is none."""
    desk = state.desk()
    return next((plan for plan in (desk.close_to, desk.current, desk.before) if decides(plan)), "")


def summary(plan: str) -> dict[str, Any] | None:
    """The mapping of a plan's `plan.json`; None where there is none."""
    return _summary(*_key(plan)) if folder_of(plan) else None


def conflict(plan: str, lang: str) -> list[dict[str, str]]:
    """The conflict of an infeasible plan: [{requirement, scope, message}], in the language where that was kept."""
    entries = (summary(plan) or {}).get("conflict") or []
    folder = folder_of(plan)
    try:
        kept = json.loads((made_from(folder) / "conflict.json").read_text(encoding="utf-8")) if folder else []
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
        kept = json.loads((made_from(folder) / "menu.json").read_text(encoding="utf-8")) if folder else {}
        repairs = kept["repairs"] and [{**repair, "message": repair[lang]} for repair in kept["repairs"]]
        said = {"headline": kept["headline"][lang], "repairs": repairs, "notes": kept["notes"][lang]}
    except (OSError, ValueError, KeyError):
        pass  # a command made it: plan.json holds the menu, in one language
    return {**said, "since": since}


def targets(plan: str) -> list[dict[str, Any]] | None:
    """`targets.plan_at` for each target about a plan's own; None where nobody has asked for them, or they are still being planned."""
    folder = folder_of(plan)
    try:
        kept = json.loads((made_from(folder) / TARGETS_FILE).read_text(encoding="utf-8")) if folder else {}
        return list(kept["targets"])
    except (OSError, ValueError, KeyError):
        return None


def is_plan_of(plan: str, sha256: str) -> bool:
    """Whether a plan of the app was made of the people of a kept roster, whatever was confirmed about them since."""
    made_of = asked(plan).get("roster", "")
    return made_of == sha256 or (
        rosters.is_here(made_of) and rosters.is_here(sha256) and rosters.roster_of(made_of).sha256 == rosters.roster_of(sha256).sha256
    )


def is_of_people(plan: str, sha256: str) -> bool:
    """Whether a plan, of the app or of a command, was made of the people and units of a kept roster."""
    if asked(plan).get("roster"):
        return is_plan_of(plan, sha256)
    return not rosters.is_here(sha256) or rosters.roster_of(sha256).sha256 == (summary(plan) or {})["provenance"]["roster_sha256"]


def asked(plan: str) -> dict[str, Any]:
    """What a plan of the app was asked: {scenario, parent (mappings), locks, roster, ...}; for others the scenario alone."""
    folder = folder_of(plan)
    return _asked(str(folder)) if folder else {}


@st.cache_data(show_spinner=False, max_entries=200)
def _asked(folder: str) -> dict[str, Any]:
    try:
        task = json.loads((Path(folder).parent / TASK_FILE).read_text(encoding="utf-8"))
        return {**task, **{name: parse_yaml(task[name], name) for name in ("scenario", "parent")}}
    except (OSError, ValueError, KeyError):
        pass  # a command made it
    try:
        return {"scenario": parse_yaml((Path(folder) / "inputs" / "scenario.yaml").read_text(encoding="utf-8"), "scenario.yaml")}
    except (OSError, InputError):
        return {}


def already_answers() -> str:
    """The plan of this session, the one in view first, that was asked exactly what stands on the desk, and whose answer is proven: to ask
    again would give the same. "" where there is none, or where the answer hangs on the plan that it is to stay close to."""
    desk = state.desk()
    if desk.draft.get("stay_close") is not None:
        return ""
    wanted = (desk.draft, desk.locks, desk.roster)
    for plan in dict.fromkeys([desk.current, *reversed(desk.plans)]):
        question = asked(plan)
        if "parent" in question and (question["scenario"], question.get("locks", {}), question.get("roster")) == wanted:
            if (summary(plan) or {}).get("status") in PROVEN:
                return plan
    return ""


def planned_roster(plan: str) -> Roster:
    """The roster of a plan as it was planned."""
    from planner.service import saved_runs

    return saved_runs.planned_roster(Path(_key(plan)[0]))


def table(name: str, plan: str, lang: str) -> pd.DataFrame:
    """A table of a plan (`service.plan_tables`) by its name, words in `lang`; a copy."""
    return _table(name, *_key(plan), lang)


def behind_requirement(plan: str, requirement: str, scope: str) -> list[str]:
    """The employee ids of those whom a requirement counts in a plan."""
    counted = table("counted", plan, state.lang())
    return list(counted.loc[counted["requirement"].eq(requirement) & counted["scope"].eq(scope), "employee_id"])


def requirement_said(plan: str, requirement: str, scope: str, lang: str) -> str:
    """A requirement of a plan in words; its path where the plan has no such row."""
    from planner.plan import tables

    return tables.requirement_said(table("requirements", plan, lang), requirement, scope, lang)


def people(plan: str, lang: str) -> pd.DataFrame:
    """The list of people of a plan with rank group and age band, and what changed against the plan that was shown before it.

    Shared by all sessions: nobody may change it.
    """
    return _people(*seen(plan), lang)


def timeline(plan: str, lang: str) -> pd.DataFrame:
    """`tables.timeline` of a plan; a copy."""
    return _of_people("timeline", *seen(plan), lang, ())


def before_and_after(plan: str, lang: str, *columns: str) -> pd.DataFrame:
    """`tables.before_and_after` of a plan; a copy."""
    return _of_people("before_and_after", *seen(plan), lang, columns)


def counts(plan: str, lang: str) -> dict[str, int]:
    """`tables.counts` of a plan."""
    return dict(_of_people("counts", *seen(plan), lang, ()))


def present(plan: str, lang: str) -> dict[str, list[str]]:
    """`tables.present` of a plan."""
    return dict(_of_people("present", *seen(plan), lang, ()))


def cells(plan: str, lang: str, rows: str, columns: str) -> pd.DataFrame:
    """`tables.by_group` of a plan; a copy."""
    return _of_people("by_group", *seen(plan), lang, (rows, columns))


def flows(plan: str, lang: str, by: str, only_changes: bool) -> pd.DataFrame:
    """`tables.flows` of a plan, of leavers and movers only or of everybody; a copy."""
    return _of_people("flows_of_changes" if only_changes else "flows", *seen(plan), lang, (by,))


def comparison(plans: list[str], names: list[str], lang: str) -> Comparison:
    """`compare` of plans that decide something, the first of them the base."""
    return _comparison(tuple(_key(plan) for plan in plans), tuple(names), lang)


def decides(plan: str) -> bool:
    """Whether the reference is of a plan that decides something: neither an impossible one nor one that is gone."""
    return bool((summary(plan) or {}).get("headcount"))


def decisions(plan: str) -> pd.DataFrame | None:
    """The rows of a plan's `decisions.csv`, shared by all sessions; None where there is no plan."""
    return _decisions(*_key(plan)) if decides(plan) else None


def question(plan: str, person: str, exit_: Exit | None = None, issuer: str = "") -> dict[str, Any]:
    """The task that asks a worker about one person of a plan, in the page's language; exit_: whose calculation is wanted."""
    wanted = [exit_[0], exit_[1].isoformat()] if exit_ else None
    return {"source": _key(plan)[0], "person": person, "lang": state.lang(), "exit": wanted, "issuer": issuer}


def person(plan: str, employee_id: str, exit_: Exit | None = None, issuer: str = "") -> Person:
    """What a worker says of one person in a plan, with the calculation of an exit (the decided one where absent)."""
    return _person(json.dumps(question(plan, employee_id, exit_, issuer)), _key(plan)[1])


def queue(sha256: str, plan: str, lang: str) -> pd.DataFrame:
    """The verification queue of a roster, with what hangs on it in a plan of the same roster ("" for none); a copy."""
    return _queue(sha256, *(_key(plan) if plan else ("", 0)), lang)


def make_ready(plan: str) -> None:
    """Let a worker read the plan, so that the first question about it is answered at once; nobody waits for that."""
    _made_ready(*_key(plan))


def seen(plan: str) -> tuple[Key, Key | None]:
    """The keys of a plan and of the plan that was shown before it (None where it decides nothing, or is the same)."""
    before = state.desk().before
    return _key(plan), _key(before) if before != plan and decides(before) else None


def _key(plan: str) -> Key:
    """FileNotFoundError where the plan is gone."""
    folder = folder_of(plan)
    if folder is None:
        raise FileNotFoundError(plan)
    return str(folder), (folder / "plan.json").stat().st_mtime_ns


@st.cache_data(show_spinner=False, max_entries=200)
def _summary(folder: str, mtime_ns: int) -> dict[str, Any]:
    from planner.service.saved_runs import read_summary

    return read_summary(Path(folder))


@st.cache_data(show_spinner=False, max_entries=60)
def _table(name: str, folder: str, mtime_ns: int, lang: str) -> pd.DataFrame:
    from planner.service.plan_tables import read_table

    return read_table(_with_tables(folder), name, lang)


def _with_tables(folder: str) -> Path:
    """The folder, once the tables of its plan stand there: a worker writes them where a command made the plan."""
    from planner.service.plan_tables import has_tables

    if not has_tables(Path(folder)):
        workers.answer("open", {"source": folder})
    return Path(folder)


@st.cache_resource(show_spinner=False, max_entries=8)
def _people(key: Key, earlier: Key | None, lang: str) -> pd.DataFrame:
    from planner.plan import tables

    return tables.with_changes(_table("people", *key, lang), None if earlier is None else _decisions(*earlier))


@st.cache_data(show_spinner=False, max_entries=60)
def _of_people(name: str, key: Key, earlier: Key | None, lang: str, more: tuple[str, ...]) -> Any:
    from planner.plan import tables

    everybody = _people(key, earlier, lang)
    if name == "flows_of_changes":
        return tables.flows(tables.seen(everybody, "changes"), *more)
    return getattr(tables, name)(everybody, *more)


@st.cache_resource(show_spinner=False, max_entries=6)
def _comparison(keys: tuple[Key, ...], names: tuple[str, ...], lang: str) -> Comparison:
    from planner.plan.comparison import compare
    from planner.service.plan_tables import read_plan

    return compare([read_plan(_with_tables(folder)) for folder, _ in keys], names)


@st.cache_resource(show_spinner=False, max_entries=24)
def _decisions(folder: str, mtime_ns: int) -> pd.DataFrame:
    from planner.service.saved_runs import read_decisions

    kept = ["employee_id", "decision", "period", "leave_on", "to_unit", "involuntary", "cost_vnd"]
    return read_decisions(Path(folder))[kept]


@st.cache_resource(show_spinner=False, max_entries=100)
def _person(task: str, mtime_ns: int) -> Person:
    from planner.service.jobs.questions import PERSON

    return PERSON.validate_json(workers.answer("person", json.loads(task), "person.json"))


@st.cache_data(show_spinner=False, max_entries=6)
def _queue(sha256: str, folder: str, mtime_ns: int, lang: str) -> pd.DataFrame:
    import pandas as pd

    task = {"rosters": str(paths.rosters()), "roster": sha256, "source": folder, "lang": lang}
    return pd.read_parquet(BytesIO(workers.answer("queue", task, "queue.parquet")))


@st.cache_resource(show_spinner=False, max_entries=200)
def _made_ready(folder: str, mtime_ns: int) -> None:
    workers.ask_ahead("open", {"source": folder})
