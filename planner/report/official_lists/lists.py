"""A plan's leavers in the official lists: one list for each route and family of decrees that somebody leaves by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.core.dates import whole_months
from planner.core.errors import InputError, problem
from planner.core.texts import text
from planner.plan.plan import Run
from planner.plan.tables import people
from planner.plan.tables.labels import label
from planner.policy.benefits import ROUTES
from planner.report.books.cell_values import values_of
from planner.report.official_lists.grounds import grounds_of
from planner.report.official_lists.layouts import KINDS, FormKind
from planner.report.official_lists.money import amounts_of

WHO = ("employee_id", "full_name", "point", "source", "words")


@dataclass(frozen=True)
class FormColumn:
    """One column: its headings from top to bottom, the kind of its cells (text, wrap, short, long, date, month, int, years,
    coefficient, percent, money, total), a value for each person (None where the roster has none), the field it shows."""

    headings: tuple[str, ...]
    kind: str
    values: list[Any]
    field: str = ""


@dataclass(frozen=True)
class Form:
    """One official list. key: of the catalogue. units: the unit of each person, in the table's order; columns: without
    the running number. Money adds up: the items of a row give its total. people: row for row [employee_id, full_name, point,
    source, words], the last three of `grounds_of`."""

    key: str
    title: str
    short: str
    evidence: str
    route: str
    units: list[str]
    unit_names: dict[str, str]
    columns: tuple[FormColumn, ...]
    people: pd.DataFrame

    def column(self, field: str) -> FormColumn:
        """The column that shows a field."""
        return next(column for column in self.columns if column.field == field)


@dataclass(frozen=True)
class Summary:
    """The list of lists by unit: a row a unit with leavers. people, cost: for each form's key."""

    unit: list[str]
    name: list[str]
    people: dict[str, list[int]]
    cost: dict[str, list[int]]


def forms_of(run: Run, lang: str = "vi", period: str | None = None) -> list[Form]:
    """The lists that have somebody on them, in the order of the decrees' annexes; people by unit, then as in the roster.

    period: only those who leave in it. InputError where the run has no plan, or the scenario has no such period.
    """
    if run.decisions is None or run.plan.chosen is None:
        raise InputError(problem("forms.no_plan", title=run.instance.scenario.title))
    names = [p.name for p in run.instance.scenario.periods]
    if period is not None and period not in names:
        raise InputError(problem("forms.unknown_period", column="--period", name=period, known=", ".join(names)))
    frame = _frame(run, lang)
    in_time = np.ones(len(frame), dtype=bool) if period is None else frame["period"].eq(period).to_numpy()
    found = []
    for kind in KINDS:
        rows = np.flatnonzero(frame["regime"].isin(kind.decrees) & frame["decision"].eq(kind.route) & in_time)
        rows = rows[np.argsort(frame["unit_at"].to_numpy()[rows], kind="stable")]
        if len(rows):
            found.append(_form(run, kind, frame, rows, lang))
    return found


def summary_of_units(forms: Sequence[Form]) -> Summary:
    """People and money of each list by unit, units in the table's order."""
    names = {unit: name for form in forms for unit, name in form.unit_names.items()}
    order = list(next(iter(forms)).unit_names) if forms else []
    units = [unit for unit in order if any(unit in form.units for form in forms)]
    people_of, cost_of = {}, {}
    for form in forms:
        total = next(column for column in form.columns if column.kind == "total").values
        people_of[form.key] = [form.units.count(unit) for unit in units]
        cost_of[form.key] = [sum(v for v, u in zip(total, form.units, strict=True) if u == unit) for unit in units]
    return Summary(units, [names[unit] for unit in units], people_of, cost_of)


def _frame(run: Run, lang: str) -> pd.DataFrame:
    """Everybody with the fields that the lists show, but for money."""
    instance = run.instance
    chosen = run.plan.chosen
    assert chosen is not None  # the caller has looked
    frame = people(run, lang)
    for name in (
        "education",
        "salary_coefficient",
        "leadership_allowance",
        "over_frame_pct",
        "seniority_pct",
        "reserved_coefficient",
        "rank_code",
        "joined_on",
    ):
        frame[name] = instance.people[name].to_numpy()
    born = frame["birth_date"]
    frame["born_men"], frame["born_women"] = born.where(frame["sex"].eq("M")), born.where(frame["sex"].eq("F"))
    frame["salary"] = instance.options.salary_vnd[chosen]
    frame["unit_at"] = instance.structure.unit_of
    frame["reorganised_on"] = pd.Series([instance.scenario.reorganised_on] * len(frame), dtype="datetime64[s]")
    frame[["point", "source", "words"]] = grounds_of(run, lang).to_numpy()
    frame["ground"] = frame["words"].replace("", None)
    frame["period_at"] = instance.options.period[chosen]
    frame["rating_1"] = [label("rating_1", value, lang) for value in frame["rating_1"]]
    return frame


def _form(run: Run, kind: FormKind, frame: pd.DataFrame, rows: npt.NDArray[np.int64], lang: str) -> Form:
    own = frame.iloc[rows].reset_index(drop=True)
    own["age"] = _ages(own, lang)
    for name, values in _times(run, kind, frame, rows).items():
        own[name] = values
    for name, money in amounts_of(run, kind, rows, frame["period_at"].to_numpy()[rows], frame["regime"].to_numpy()[rows]).items():
        own[name] = money
    own["blank"] = None
    columns = tuple(
        FormColumn(tuple(text(f"forms.head_{_word(kind, key)}", lang) for key in headings), shown, values_of(own[field]), field)
        for headings, shown, field in kind.columns
    )
    units = run.instance.structure.units
    names = dict(zip(units["unit"].astype(str), units["name"].astype(str), strict=True))
    words = {part: text(f"forms.{part}_{kind.key}", lang) for part in ("title", "short", "evidence")}
    return Form(kind.key, words["title"], words["short"], words["evidence"], kind.route, own["unit"].astype(str).tolist(), names, columns, own[list(WHO)])


def _word(kind: FormKind, key: str) -> str:
    """Some headings name what the list's own decree pays."""
    return f"{key}_{kind.key}" if key in ("by_insurance", "flat") else key


def _ages(own: pd.DataFrame, lang: str) -> list[str]:
    """Age on the leaving date in years and months."""
    months = whole_months(own["birth_date"].to_numpy(), own["leave_on"].to_numpy())
    return [text("forms.age", lang, years=int(m) // 12, months=int(m) % 12) for m in months]


def _times(run: Run, kind: FormKind, frame: pd.DataFrame, rows: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[Any]]:
    """Insurance years, early years and months as the decree counted them on each person's leaving date."""
    route, benefits = ROUTES.index(kind.route), run.instance.benefits
    period = frame["period_at"].to_numpy()[rows]

    def taken(of: Any) -> npt.NDArray[np.int64]:
        """Each person's value of their own period."""
        every = np.stack([of(benefit) for benefit in benefits])
        return np.asarray(every[period, rows], dtype=np.int64)

    return {
        "si_years": taken(lambda b: b.si_years_halves[route]) / 2,
        "early_years": taken(lambda b: b.years_early_halves[route]) / 2,
        "months_early": taken(lambda b: b.months_early),
        "pay_months": taken(lambda b: b.moment.pay_months),
    }
