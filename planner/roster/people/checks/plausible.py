"""What columns say against one another without being impossible: months of insurance against age, step and joining."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from planner.core.dates import as_days, full_years, whole_months
from planner.core.errors import Problem, shown_place
from planner.roster.people.build import BoolArray, Rows
from planner.roster.people.checks.findings import Findings
from planner.roster.tables.headings import heading_key
from planner.roster.tables.table import Table

MONTHS_OF_STEP = 12
"""Fewer months for each step taken are doubtful: a step takes 24 or 36 (NĐ 204/2004), and some are given earlier."""
SHARE_OF_JOINED = 2 / 3
"""A smaller share of the months since joining is doubtful: studies and unpaid leave take some."""
_NEW = 24  # months since joining within which nothing can be told
_YEARS_AT_MOST = 48  # of insurance
_OLD_ENOUGH = 32  # years of age in the middle of a list that has worked for more than a few months
_PEOPLE = 3
YOUNGEST_PARENT = 14
_ALIKE, _SHARE_ALIKE = 5, 0.2
"""So many people of a list, and such a share of it, are not born on one day."""
_CELLS = 50
_AGES, _YEARS_OUT = frozenset({"tuổi", "tuổi đời", "age"}), 3
_OF_EXAMPLES = r"^(?:Nguyễn|Trần|Lê|Phạm|Hoàng)\s(?:Văn|Thị)\s[A-D]\.?$"
""""Nguyễn Văn A": the people of forms. A letter behind a whole name tells namesakes apart and is none."""
_OF_WOMEN = r"(?i)^\S+\s(?:.*\s)?thị\s\S"
"""A middle name that men do not bear."""


def doubtful_people(people: Rows, today: dt.date) -> list[Problem]:
    """A warning where months of insurance fit neither step, joining date nor age, or a child came too early in life.

    A whole column that is far too small is one warning at its heading, and its cells have none of their own.
    """
    findings = Findings(people)
    frame = people.frame
    born, joined = as_days(frame["birth_date"].to_numpy()), as_days(frame["joined_on"].to_numpy())
    months, step = frame["si_months"].to_numpy(), frame["step"].to_numpy()
    small = np.zeros(len(frame), dtype=bool)
    for number, table in enumerate(people.tables):
        mine = people.table == number
        if found := _small_column(table, months[mine], born[mine], today):
            findings.problems.append(found)
            small |= mine
    short = ~small & (months >= 0) & (months < MONTHS_OF_STEP * (step - 1))
    findings.add(short, "insurance_short_of_step", "si_months", severity="warning", step=findings.number("step"))
    known = ~np.isnat(joined) & (joined < np.datetime64(today))
    since = np.zeros(len(frame))
    since[known] = whole_months(joined[known], np.datetime64(today))
    late = ~small & ~short & (since > _NEW) & (months >= 0) & (months < SHARE_OF_JOINED * since)
    findings.add(late, "insurance_short_of_joining", "si_months", severity="warning", joined=findings.date("joined_on"))
    findings.problems += [each for number, table in enumerate(people.tables) for each in _ages(table, born[people.table == number], today)]
    early = _early(born, as_days(frame["youngest_child_born_on"].to_numpy()))
    said = {"born": findings.date("birth_date"), "age": YOUNGEST_PARENT}
    findings.add(early, "child_too_early", "youngest_child_born_on", severity="warning", **said)
    findings.problems += [found for number, table in enumerate(people.tables) if (found := _alike(table, born[people.table == number]))]
    ages = np.zeros(len(frame), dtype=np.int64)
    ages[~np.isnat(born)] = full_years(born[~np.isnat(born)], np.datetime64(today))
    in_state = frame["category"].isin(["civil_servant", "public_employee"]).to_numpy(bool)
    findings.add((months == 0) & (ages >= _OLD_ENOUGH) & in_state & ~short, "insurance_none", "si_months", severity="warning", age=lambda i: int(ages[i]))
    names = frame["full_name"]
    example = names.astype(object).where(names.notna(), "").astype(str).str.contains(_OF_EXAMPLES)
    findings.add(example, "name_of_example", "full_name", severity="warning", name=lambda line: names.iloc[line])
    called = names.astype(object).where(names.notna(), "").astype(str).str.contains(_OF_WOMEN) & frame["sex"].eq("M")
    findings.add(called, "sex_unlike_name", "sex", severity="warning", name=lambda line: names.iloc[line])
    return findings.problems


def _ages(table: Table, born: np.ndarray, today: dt.date) -> Iterator[Problem]:
    """A warning at each age in a column of its own that the birth date contradicts, by more than a list may be out of date."""
    for place, heading, coded in table.beside:
        if heading_key(heading) not in _AGES:
            continue
        words = pd.Series([*(cell[1:] for cell in coded.cells), None], dtype=object)
        said = pd.to_numeric(words, errors="coerce").to_numpy(np.float64)[coded.codes]
        known = np.flatnonzero(~np.isnan(said) & ~np.isnat(born) & (born <= np.datetime64(today)))
        years = full_years(born[known], np.datetime64(today))
        wrong = np.abs(said[known] - years) > _YEARS_OUT
        for at, age in zip(known[wrong].tolist(), years[wrong].tolist(), strict=True):
            yield table.problem(
                "age_unlike_birth", int(table.rows[at]), "birth_date", column=place, severity="warning", age=f"{said[at]:g}", date=born[at].item(), years=int(age)
            )


def _early(born: np.ndarray, child: np.ndarray) -> BoolArray:
    known = ~np.isnat(born) & ~np.isnat(child) & (child > born)
    early = np.zeros(len(born), dtype=bool)
    early[known] = full_years(born[known], child[known]) < YOUNGEST_PARENT
    return early


def _alike(table: Table, born: np.ndarray) -> Problem | None:
    """A warning where a large part of a list was born on one day: a date that a programme filled in."""
    days, counts = np.unique(born[~np.isnat(born)], return_counts=True)
    if not len(days) or counts.max() < max(_ALIKE, _SHARE_ALIKE * len(born)):
        return None
    day = days[counts.argmax()]
    rows, letter = table.rows[born == day], "" if table.sheet is None else shown_place(table.places.get("birth_date", 1))
    cells = ", ".join(f"{letter}{row}" for row in rows[:_CELLS].tolist()) + (", …" if len(rows) > _CELLS else "")
    said = {"count": int(counts.max()), "people": len(born), "date": day.item(), "cells": cells}
    return table.problem("birth_dates_alike", table.heading_row, "birth_date", severity="warning", **said)


def _small_column(table: Table, months: np.ndarray, born: np.ndarray, today: dt.date) -> Problem | None:
    """A warning where every number of a column of months could be years, of people who have long been at work."""
    known = ~np.isnan(months) & ~np.isnat(born) & (months > 0) & (born <= np.datetime64(today))
    if known.sum() < _PEOPLE or "si_months" not in table.headings or table.headings["si_months"].months == "years":
        return None
    most, age = months[known].max(), int(np.median(full_years(born[known], np.datetime64(today))))
    if most > _YEARS_AT_MOST or age < _OLD_ENOUGH:
        return None
    said = {"heading": table.headings["si_months"].text, "most": f"{most:g}", "age": age}
    return table.problem("insurance_column_small", table.heading_row, "si_months", severity="warning", **said)
