"""What no single cell shows: required values, ranges, values that contradict one another. Masks over whole columns."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.columns import ROSTER, ROSTER_BY_NAME, UNITS, Column
from planner.core.dates import add_months, as_days, full_years, whole_months
from planner.core.errors import Problem, Severity
from planner.roster.people.build import BoolArray, Rows
from planner.roster.people.checks.findings import Findings
from planner.roster.people.checks.identity import id_keys, same_people
from planner.roster.people.checks.plausible import doubtful_people
from planner.roster.values.text import fold

PAY = ("salary_coefficient", "contract_salary_vnd")
"""Columns of which everybody needs one."""
OLDEST_BIRTH = dt.date(1930, 1, 1)
YOUNGEST_AT_JOINING = 16
YOUNGEST_INSURED = 15
LARGEST_COEFFICIENT = 13
LARGEST_OVER_FRAME_PCT = 60
MONTHLY_PAY = ("contract_salary_vnd", "average_salary_60m_vnd")
_BRACKETS = re.compile(r"\s*\(.*\)$")
LARGEST_MONTHLY_PAY = 500_000_000  # no contract of the State pays as much: a sum of a year, or three noughts too many
SMALLEST_MONTHLY_PAY = 500_000  # less is most likely written in thousands of đồng
_LEAST_LIST = 3  # people of a list that may be a copy of another
MONTHS_AHEAD = 12  # a snapshot may lie some months ahead of the day on which the sheet is read


def check_people(people: Rows, today: dt.date) -> list[Problem]:
    """The problems of people: required columns and cells, keys, dates, months, pay. `today` bounds what lies ahead."""
    findings = Findings(people)
    findings.problems += _missing_columns(people, ROSTER)
    _required_cells(findings, ROSTER)
    _pay(findings)
    _duplicate_ids(findings)
    _dates(findings, today)
    _insurance(findings, today)
    _numbers(findings)
    _contracts(findings)
    _same_person(findings)
    return findings.problems + doubtful_people(people, today)


def _missing_columns(rows: Rows, columns: tuple[Column, ...]) -> list[Problem]:
    """A problem for each required column that a table lacks, and for a table without any column of pay."""
    problems = []
    for table in rows.tables:
        lost = [c for c in columns if c.required and c.name not in table.columns]
        problems += [table.problem("column_missing", table.heading_row, None, vi=c.vi, en=c.en, name=c.name) for c in lost]
        if columns is ROSTER and not set(PAY) & set(table.columns):
            problems.append(table.problem("pay_columns_missing", table.heading_row, None, **_pay_headings()))
    return problems


def _pay_headings() -> dict[str, str]:
    first, second = (ROSTER_BY_NAME[name] for name in PAY)
    return {"vi": first.vi, "en": first.en, "vi2": second.vi, "en2": second.en}


def _required_cells(findings: Findings, columns: tuple[Column, ...]) -> None:
    rows = findings.rows
    for column in columns:
        if column.required:
            empty = pd.isna(rows.frame[column.name]).to_numpy() & ~rows.unread[column.name]
            findings.add(empty & rows.has(column.name), "cell_empty", column.name, vi=column.vi, en=column.en)


def _pay(findings: Findings) -> None:
    """Everybody has a coefficient or an agreed salary."""
    rows = findings.rows
    some = rows.has(PAY[0]) | rows.has(PAY[1])
    for name in PAY:
        some &= pd.isna(rows.frame[name]).to_numpy() & ~rows.unread[name]
    findings.add(some, "pay_empty", PAY[0] if rows.has(PAY[0]).all() else PAY[1], **_pay_headings())


def _duplicate_ids(findings: Findings) -> None:
    rows = findings.rows
    first = first_lines(rows.frame["employee_id"])
    again = _without_whole_lists(findings, first, first < np.arange(len(first)), "error")
    ids = rows.frame["employee_id"].to_numpy(dtype=object)
    findings.add(again, "id_twice", "employee_id", id=lambda i: ids[i], other=lambda i: rows.place(int(first[i]), "employee_id"))
    alike = first_lines(pd.Series(id_keys(ids), dtype=object))
    nearly = (alike < np.arange(len(ids))) & (first == np.arange(len(ids))) & ~rows.derived["employee_id"]
    findings.add(
        nearly, "id_nearly_twice", "employee_id", severity="warning",
        id=lambda i: ids[i], known=lambda i: ids[alike[i]], other=lambda i: rows.place(int(alike[i]), "employee_id"),
    )  # fmt: skip


def _without_whole_lists(findings: Findings, first: npt.NDArray[np.int64], again: BoolArray, severity: Severity) -> BoolArray:
    """The lines that stand twice, without those of lists of which everybody stands in one earlier list: that is told once."""
    rows, left = findings.rows, again.copy()
    for number in np.unique(rows.table[again]).tolist():
        mine = rows.table == number
        others = np.unique(rows.table[first[mine]])
        if mine.sum() >= _LEAST_LIST and again[mine].all() and len(others) == 1 and others[0] != number:
            table, other = rows.tables[number], rows.tables[int(others[0])]
            place = ", ".join(part for part in (other.file, other.sheet) if part)
            said = {"other": place, "count": int(mine.sum())}
            findings.problems.append(table.problem("list_twice", None, "full_name", severity=severity, **said))
            left &= ~mine
    return left


def first_lines(values: pd.Series) -> npt.NDArray[np.int64]:
    """For each line the first line with the same value; itself where the value is absent."""
    codes, _ = pd.factorize(values.to_numpy(dtype=object))
    lines = np.arange(len(codes))
    first = np.full(codes.max(initial=-1) + 1, len(codes))
    np.minimum.at(first, codes[codes >= 0], lines[codes >= 0])
    return np.where(codes >= 0, first[codes] if len(first) else lines, lines)


def _dates(findings: Findings, today: dt.date) -> None:
    frame = findings.rows.frame
    born = as_days(frame["birth_date"].to_numpy())
    joined = as_days(frame["joined_on"].to_numpy())
    child = as_days(frame["youngest_child_born_on"].to_numpy())
    now = np.datetime64(today)
    for name, days in (("birth_date", born), ("joined_on", joined), ("youngest_child_born_on", child)):
        latest = now if name != "joined_on" else add_months(now, MONTHS_AHEAD)
        findings.add(days > latest, "date_ahead", name, today=today)
    findings.add(born < np.datetime64(OLDEST_BIRTH), "birth_too_old", "birth_date", oldest=OLDEST_BIRTH)
    known = ~np.isnat(born) & ~np.isnat(joined)
    young = np.zeros(len(born), dtype=bool)
    young[known] = full_years(born[known], joined[known]) < YOUNGEST_AT_JOINING
    birth = findings.date("birth_date")
    findings.add(young, "joined_too_young", "joined_on", age=YOUNGEST_AT_JOINING, born=birth)
    findings.add(child <= born, "child_before_parent", "youngest_child_born_on", born=birth)


def _insurance(findings: Findings, today: dt.date) -> None:
    frame = findings.rows.frame
    born = as_days(frame["birth_date"].to_numpy())
    months = frame["si_months"].to_numpy()
    paid_out, hazard = frame["si_paid_out_months"].to_numpy(), frame["hazard_months"].to_numpy()
    for name in ("si_months", "si_paid_out_months", "si_outside_state_months", "hazard_months"):
        findings.add(frame[name].to_numpy() < 0, "negative", name)
    most = np.full(len(born), np.inf)
    known = ~np.isnat(born) & (born <= np.datetime64(today))
    most[known] = whole_months(born[known], np.datetime64(today)) - 12 * YOUNGEST_INSURED + MONTHS_AHEAD
    too_long = months > np.maximum(most, 0)
    findings.add(too_long, "insurance_too_long", "si_months", born=findings.date("birth_date"), age=YOUNGEST_INSURED)
    whole = findings.number("si_months")
    findings.add(paid_out > months, "paid_out_too_long", "si_paid_out_months", whole=whole)
    outside = frame["si_outside_state_months"].to_numpy()
    findings.add(outside > months, "outside_too_long", "si_outside_state_months", whole=whole)
    findings.add(hazard > months, "hazard_too_long", "hazard_months", severity="warning", whole=whole)


def _numbers(findings: Findings) -> None:
    frame = findings.rows.frame
    coefficient = frame["salary_coefficient"].to_numpy()
    bad = (coefficient <= 0) | (coefficient > LARGEST_COEFFICIENT)
    findings.add(bad, "coefficient_out_of_range", "salary_coefficient", most=LARGEST_COEFFICIENT)
    for name in ("leadership_allowance", "reserved_coefficient"):
        values = frame[name].to_numpy()
        findings.add(values < 0, "negative", name)
        findings.add(values > LARGEST_COEFFICIENT, "coefficient_out_of_range", name, most=LARGEST_COEFFICIENT)
    for name in (column.name for column in ROSTER if column.kind == "percent"):
        most = LARGEST_OVER_FRAME_PCT if name == "over_frame_pct" else 100
        values = frame[name].to_numpy()
        findings.add((values < 0) | (values > most), "percent_out_of_range", name, most=most)
    allowance = frame["public_service_pct"].to_numpy()
    employee = frame["category"].to_numpy(dtype=object) == "public_employee"
    findings.add(employee & (allowance > 0), "public_service_not_due", "public_service_pct", severity="warning", value=lambda i: f"{allowance[i]:g}")
    findings.add(frame["step"].to_numpy() < 1, "step_below_one", "step")
    findings.add(frame["awards"].to_numpy() < 0, "negative", "awards")
    pay = frame["contract_salary_vnd"].to_numpy()
    findings.add(pay <= 0, "pay_not_positive", "contract_salary_vnd")
    for name in MONTHLY_PAY:
        _monthly_pay(findings, name)


def _monthly_pay(findings: Findings, name: str) -> None:
    """Sums of a month that are too small or too large for one."""
    values, column = findings.rows.frame[name].to_numpy(), ROSTER_BY_NAME[name]
    said = {"vi": _BRACKETS.sub("", column.vi), "en": _BRACKETS.sub("", column.en), "value": lambda i: int(values[i]), "severity": "warning"}
    findings.add((values > 0) & (values < SMALLEST_MONTHLY_PAY), "pay_small", name, **said)
    findings.add(values > LARGEST_MONTHLY_PAY, "pay_large", name, **said)


def _contracts(findings: Findings) -> None:
    frame = findings.rows.frame
    signed, ends = as_days(frame["contract_signed_on"].to_numpy()), as_days(frame["contract_end_on"].to_numpy())
    findings.add(ends < signed, "contract_ends_before_signed", "contract_end_on", signed=findings.date("contract_signed_on"))
    category = frame["category"].to_numpy(dtype=object)
    permanent = ~np.isnat(ends) & (category != "contract") & ~pd.isna(category)
    findings.add(permanent, "contract_end_unused", "contract_end_on", severity="warning")


def _same_person(findings: Findings) -> None:
    """Same name and birth date under two ids: counted twice, or two people who happen to agree."""
    rows = findings.rows
    born = as_days(rows.frame["birth_date"].to_numpy())
    names = rows.frame["full_name"].to_numpy(dtype=object)
    first, exchanged = same_people(names, born)
    ids = rows.frame["employee_id"].to_numpy(dtype=object)
    again = (first < np.arange(len(first))) & (ids != ids[first] if len(ids) else False)
    again = _without_whole_lists(findings, first, again, "warning")
    findings.add(
        again, "same_person", "full_name", severity="warning",
        date=findings.date("birth_date"), other=lambda i: rows.place(int(first[i]), "full_name"),
    )  # fmt: skip
    days = findings.date("birth_date")
    findings.add(
        (exchanged < np.arange(len(first))) & (first == np.arange(len(first))), "same_person_turned", "full_name", severity="warning",
        date=days, other_date=lambda i: days(int(exchanged[i])), other=lambda i: rows.place(int(exchanged[i]), "full_name"),
    )  # fmt: skip


def check_units(units: Rows) -> list[Problem]:
    """The problems of the units table: required columns and cells, duplicates, negative numbers, unknown parents."""
    findings = Findings(units)
    findings.problems += _missing_columns(units, UNITS)
    _required_cells(findings, UNITS)
    frame = units.frame
    ids = pd.Series([fold(u) if u else None for u in frame["unit"]], dtype=object)
    first = first_lines(ids)
    again: BoolArray = first < np.arange(len(first))
    written = frame["unit"].to_numpy(dtype=object)
    findings.add(again, "unit_twice", "unit", unit=lambda i: written[i], other=lambda i: units.place(int(first[i]), "unit"))
    names = pd.Series([fold(n) if n else None for n in frame["name"]], dtype=object)
    namesake = first_lines(names)
    called = frame["name"].to_numpy(dtype=object)
    findings.add(
        (namesake < np.arange(len(names))) & ~again, "unit_name_twice", "name",
        name=lambda i: called[i], other=lambda i: units.place(int(namesake[i]), "name"),
    )  # fmt: skip
    for name in ("assigned_quota", "minimum_headcount", "deputy_cap"):
        findings.add(frame[name].to_numpy() < 0, "negative", name)
    findings.add(frame["merged_from"].to_numpy() < 1, "merged_below_one", "merged_from")
    known = set(ids.dropna())
    parents = frame["parent"].to_numpy(dtype=object)
    lost = [p is not None and fold(p) not in known for p in parents]
    findings.add(lost, "parent_unknown", "parent", severity="warning", parent=lambda i: parents[i])
    return findings.problems


def check_units_used(units: Rows, used: set[str]) -> list[Problem]:
    """A warning for every unit of the table that no sheet has people for."""
    findings = Findings(units)
    ids = units.frame["unit"].to_numpy(dtype=object)
    unused = [u is not None and u not in used for u in ids]
    findings.add(unused, "unit_without_people", "unit", severity="warning", unit=lambda i: ids[i])
    return findings.problems
