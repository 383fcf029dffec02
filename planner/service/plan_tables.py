"""The tables of a plan that pages show: written beside it by the worker that has its run, read without preparing anything.

They stand in the folder `tables` of what is made from the plan (`made_from`), a Parquet file each, beside a mark that says of
which plan and in which form they were written: a command may write the plan anew, and another version of the planner may need
other columns.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from planner.core.files import atomic_paths, make_folder
from planner.core.texts import LANGUAGES
from planner.plan import tables
from planner.plan.leavers import leaver_notes
from planner.plan.plan import Run, goal_of
from planner.scenario.load import load_scenario
from planner.service.places import made_from, place_beside
from planner.service.saved_runs import INPUTS, PLAN, SCENARIO, read_summary

FOLDER, MARK = "tables", "made_of.txt"
FORM = "5"
"""To be counted up when the columns of a table change."""
FIGURES = ("waterfall", "by_period", "by_route", "by_unit", "money_by_month", "road_by_quarter", "counted")
"""Functions of `planner.plan.tables` that hold no words."""
WORDED = {
    "people": ("reason", "legal_basis"), "requirements": ("label",), "fairness": ("said",), "notes": ("said",), "leaver_notes": ("said",),
}  # fmt: skip
"""Tables with words, and the columns that hold them: there is one of each for every language."""
NAMES = (*FIGURES, *WORDED)


@dataclass(frozen=True)
class SavedPlan:
    """A plan as it stands in its folder; what `planner.plan.comparison` compares."""

    summary: dict[str, Any]
    people: pd.DataFrame
    decisions: pd.DataFrame
    goal: object


def write_tables(run: Run, folder: Path) -> None:
    """Write every table of a run with a plan, which stands in `folder` already: all of them or none."""
    made = {name: getattr(tables, name)(run) for name in FIGURES}
    made["people"] = _in_every_language({lang: _people(run, lang) for lang in LANGUAGES}, WORDED["people"])
    made["requirements"] = _in_every_language({lang: tables.requirements_shown(run, lang) for lang in LANGUAGES}, WORDED["requirements"])
    make_folder(place_beside(folder) / FOLDER)
    made["fairness"] = _in_every_language({lang: tables.fairness(run, lang) for lang in LANGUAGES}, WORDED["fairness"])
    made["notes"] = _in_every_language({lang: _notes(run, lang) for lang in LANGUAGES}, WORDED["notes"])
    noted = {lang: leaver_notes(run.instance, run.plan.chosen, lang) for lang in LANGUAGES}
    made["leaver_notes"] = _in_every_language(noted, WORDED["leaver_notes"])
    with atomic_paths(*(_file(folder, name) for name in NAMES), made_from(folder) / FOLDER / MARK) as (*files, mark):
        for name, file in zip(NAMES, files, strict=True):
            made[name].to_parquet(file, index=False)
        mark.write_text(_mark(folder), encoding="utf-8")


def has_tables(folder: Path) -> bool:
    """Whether the tables of the plan that stands in `folder` now are there."""
    try:
        return (made_from(folder) / FOLDER / MARK).read_text(encoding="utf-8") == _mark(folder)
    except OSError:
        return False


def read_table(folder: Path, name: str, lang: str, **kept: str) -> pd.DataFrame:
    """A table of `NAMES` with its words in `lang`; only rows that hold the values `kept` in their columns, where given.

    `people` has the columns of `tables.people`, and rank_group, age_band, and unit_today (before `reorganise`).
    """
    frame = pd.read_parquet(_file(folder, name), filters=[(column, "==", value) for column, value in kept.items()] or None)
    other = [f"{column}_{code}" for column in WORDED.get(name, ()) for code in LANGUAGES if code != lang]
    return frame.drop(columns=other).rename(columns={f"{column}_{lang}": column for column in WORDED.get(name, ())})


def read_plan(folder: Path) -> SavedPlan:
    """The plan of a folder with tables, as it can be compared."""
    whose, decided = ["employee_id", "full_name", "unit_today", "position_title"], ["employee_id", "decision", "period", "to_unit"]
    people = pd.read_parquet(_file(folder, "people"), columns=list(dict.fromkeys([*whose, *decided])))
    asked = load_scenario(folder / INPUTS / SCENARIO).scenario
    return SavedPlan(read_summary(folder), people[whose].rename(columns={"unit_today": "unit"}), people[decided], goal_of(asked))


def _people(run: Run, lang: str) -> pd.DataFrame:
    frame = tables.people(run, lang)
    groups = {"rank_group": tables.rank_groups(frame), "age_band": tables.age_bands(frame["age"])}
    return frame.assign(**groups, unit_today=run.people["unit"].to_numpy())


def _notes(run: Run, lang: str) -> pd.DataFrame:
    """What must be known of the plan first: [note (its kind), said]."""
    return pd.DataFrame([(note.message.key, note.message.render(lang)) for note in run.notes], columns=["note", "said"], dtype="str")


def _in_every_language(frames: dict[str, pd.DataFrame], worded: tuple[str, ...]) -> pd.DataFrame:
    """The table that the frames of all languages are, with a column of words for each."""
    first = next(iter(frames.values()))
    words = {f"{column}_{lang}": frame[column].to_numpy() for lang, frame in frames.items() for column in worded}
    return first.drop(columns=list(worded)).assign(**words)


def _file(folder: Path, name: str) -> Path:
    return made_from(folder) / FOLDER / f"{name}.parquet"


def _mark(folder: Path) -> str:
    return f"{FORM} {hashlib.sha256((folder / PLAN).read_bytes()).hexdigest()}"
