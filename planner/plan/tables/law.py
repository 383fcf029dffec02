"""The law behind a run: the parameters that its options were computed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from planner.core.texts import LANGUAGES, coefficient, number, text
from planner.instance.instance import Instance
from planner.plan.plan import Run
from planner.plan.tables.labels import heading, label
from planner.plan.unit_sizes import sizes_read_on
from planner.policy.decrees.regime import REGIMES
from planner.policy.decrees.rule import DEDUCTION
from planner.policy.law.deputy_caps import READS as DEPUTY_READS
from planner.policy.law.organisation import SIZE_READS
from planner.policy.law.parameters import EVIDENCE, Dated, Law, OtherReading, Parameter
from planner.policy.person.salary import MONTH_READS, PUBLIC_SERVICE, month_matters, salary_day
from planner.policy.person.salary import READS as SALARY_READS
from planner.policy.protection import FATHERS

DOUBTFUL = ("K2", "?")
COMMON = ("retirement.appendix_1", "pension.insurance_months_least", "protection.child_months", *SALARY_READS)
HAZARD = ("retirement.appendix_2", "retirement.hazard_months_least")
EVERY_ROUTE = ("period", "scope", "counting", "salary")
"""Parts of a decree that count whatever the route."""
LIMITS = ("months_most", "months_near", "hazard_far_open")
"""Of early retirement: who may have it may not be separated, so separation reads them too."""
SECONDMENT = "nd178.secondment."
BY_SALARY_DAY = (*SALARY_READS, PUBLIC_SERVICE)


def law_used(run: Run, lang: str = "vi") -> pd.DataFrame:
    """A row a parameter and value in force on the run's leaving dates.

    [name, description (in `lang`), measure (unit of the parameter), value (int, float, date or text in `lang`),
    valid_from (date), citation, href ("" where none), evidence (S, K1, K2 or ?), checked_on (date), doubtful (bool),
    assumed (the reason of the scenario's what-if, "" where the law itself gives the value)], sorted by name and date.
    """
    rows = []
    for name, parameter, dated in values_used(run.instance):
        rows.append(
            {
                "name": name,
                "description": parameter.description[lang],
                "measure": parameter.unit,
                "value": shown_value(dated.value, lang),
                "valid_from": dated.since,
                "citation": citation_of(dated, lang),
                "href": dated.reference.href or "",
                "evidence": EVIDENCE[dated.evidence],
                "checked_on": parameter.checked_on,
                "doubtful": is_doubtful(dated),
                "assumed": dated.assumed,
            }
        )
    columns = ["name", "description", "measure", "value", "valid_from", "citation", "href", "evidence", "checked_on", "doubtful", "assumed"]
    return pd.DataFrame(rows, columns=columns)


def citation_of(dated: Dated, lang: str) -> str:
    """Where a value stands in the law; for a what-if, that it is one, and of what."""
    if not dated.assumed:
        return dated.reference.title
    return text("law.override", lang, reason=dated.assumed)


def is_doubtful(dated: Dated) -> bool:
    """Whether a value is only believed or unsure."""
    return EVIDENCE[dated.evidence] in DOUBTFUL


def other_values(dated: Dated) -> tuple[OtherReading, ...]:
    """The other readings that are known of a value; for a what-if, what the law says in its place."""
    if dated.instead_of is None:
        return dated.other_readings
    value = dated.instead_of.value
    return (OtherReading(value, {lang: text("doubts.the_law", lang, value=_words(shown_value(value, lang), lang)) for lang in LANGUAGES}),)


def _words(value: Any, lang: str) -> str:
    return number(value, lang) if isinstance(value, int | float) else str(value)


def values_used(instance: Instance) -> Iterator[tuple[str, Parameter, Dated]]:
    """Each parameter that the instance reads, with its values in force on the leaving dates, earliest first."""
    for name in parameters_used(instance):
        parameter = instance.law.parameter(name)
        seen: list[dt.date] = []
        periods = instance.scenario.periods[:1] if name.startswith(SECONDMENT) else instance.scenario.periods  # all go at the first date
        for dated in (value_on(instance.law, name, period.leave_on) for period in periods):
            if dated.since not in seen:
                seen.append(dated.since)
                yield name, parameter, dated


def value_on(law: Law, name: str, leave_on: dt.date) -> Dated:
    """The value of a parameter that leaving on a date reads."""
    parameter = law.parameter(name)
    if ".period." in name:
        return parameter.values[-1]
    day = salary_day(law, leave_on) if name in BY_SALARY_DAY else leave_on
    return parameter.at(max(day, parameter.values[0].since))  # a forced regime reads its first values for earlier dates


def parameters_used(instance: Instance) -> list[str]:
    """The names of the parameters behind the options of an instance, sorted."""
    known = set(instance.law.names)
    used = {name for name in COMMON if name in known}
    if instance.people["hazard_months"].gt(0).any():
        used |= {name for name in HAZARD if name in known}
    if instance.people[["si_paid_out_months", "si_outside_state_months"]].gt(0).any(axis=None):
        used |= {DEDUCTION} & known
    if any(month_matters(instance.law, period.leave_on) for period in instance.scenario.periods):
        used |= set(MONTH_READS) & known
    if instance.scenario.deputies in ("law", "each"):
        used |= set(DEPUTY_READS) & known
    if sizes_read_on(instance) is not None:
        used |= set(SIZE_READS) & known
    if instance.secondments:
        used |= {f"{SECONDMENT}{part}" for part in (*instance.secondments, "years")} & known
    for decree in decrees_used(instance):
        used |= {f"{decree}.{FATHERS}"} & known
        used |= {name for name in known if _in_decree(name, decree, instance.scenario.routes)}
        components = f"{decree}.salary.percent_components"
        if components in known and "public_service_pct" in instance.law.newest(components):
            used |= {PUBLIC_SERVICE} & known
    return sorted(used)


def decrees_used(instance: Instance) -> list[str]:
    """The decrees that pay for some option of the instance."""
    return [REGIMES[i] for i in np.unique(instance.options.regime) if REGIMES[i]]


def shown_value(value: Any, lang: str) -> Any:
    """A value as one cell: numbers and dates as such, yes/no in words, tables by their number of rows."""
    if isinstance(value, bool):
        return text("words.yes" if value else "words.no", lang)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, int | float | dt.date):
        return value
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(heading(item, lang) for item in value)
    if isinstance(value, dict) and all(isinstance(item, int | float) for item in value.values()):
        return "; ".join(f"{_key_word(key, lang)}: {_item(item, lang)}" for key, item in value.items())
    if isinstance(value, tuple) and all(isinstance(item, tuple) and len(item) == 2 for item in value):
        return "; ".join(f"{start}+: {_item(item, lang)}" for start, item in value)
    rows = sum(len(part) for part in value.values()) if isinstance(value, dict) else len(value)
    return text("words.table_of", lang, rows=rows)


def _key_word(key: str, lang: str) -> str:
    """The word for a kind of unit or a post; the key itself where it is neither."""
    found = label("kind", key, lang)
    return label("position_level", key, lang) if found == key else found


def _item(item: Any, lang: str) -> str:
    """A number as the language writes it, a coefficient with its decimals, a rating in its word."""
    if isinstance(item, float):
        return coefficient(item, lang)
    return label("rating_1", item, lang) if isinstance(item, str) else number(item, lang)


def _in_decree(name: str, decree: str, routes: list[str]) -> bool:
    head, _, rest = name.partition(".")
    part, _, last = rest.partition(".")
    limits = part == "early_retirement" and last in LIMITS and "immediate_separation" in routes
    return head == decree and (part in (*EVERY_ROUTE, *routes) or limits)
