"""The columns of each official list.

Streamlining (NĐ 29/2023, carried on in NĐ 154/2025): lists 1a early retirement, 1b transfer, 1c separation at once, 1d
separation after training. The columns of 1a are those of the decree's annex as remembered (evidence K2); its sisters
follow it with their own items of money. NĐ 178/2024: annexes I.1 (early retirement) and I.2 (separation) in the layout
that a public generator of the lists of the Ministry of National Defence uses (evidence S), its military columns read as
rank and day of recruitment.

A column is its headings from top to bottom (keys of the catalogue, joined where neighbours share one), the kind of its
cells, and the field that fills it; fields that the roster does not hold are "blank", to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.core.vocabulary import Decision
from planner.policy.decrees.regime import forms

Layout = tuple[tuple[tuple[str, ...], str, str], ...]


@dataclass(frozen=True)
class FormKind:
    """One official list: its id, which is its key in the catalogue, the route and the decrees that it is for, and its columns."""

    key: str
    route: Decision
    decrees: tuple[str, ...]
    columns: Layout


_WHO: Layout = (
    (("name",), "wrap", "full_name"),
    (("born", "men"), "date", "born_men"),
    (("born", "women"), "date", "born_women"),
    (("education",), "short", "education"),
    (("title",), "wrap", "position_title"),
    (("rank_pay", "coefficient"), "coefficient", "salary_coefficient"),
    (("rank_pay", "since"), "date", "blank"),
    (("leadership", "coefficient"), "coefficient", "leadership_allowance"),
    (("leadership", "since"), "date", "blank"),
    (("over_frame",), "percent", "over_frame_pct"),
    (("seniority",), "percent", "seniority_pct"),
    (("reserved",), "coefficient", "reserved_coefficient"),
    (("salary",), "money", "salary"),
    (("insurance_years",), "years", "si_years"),
    (("leaves_on",), "date", "leave_on"),
    (("age",), "short", "age"),
    (("rule",), "long", "legal_basis"),
)
_END: Layout = ((("total",), "total", "total"), (("ground",), "long", "ground"))
_BRIEF_WHO: Layout = (
    (("name",), "wrap", "full_name"),
    (("month_born",), "month", "birth_date"),
    (("rank",), "short", "rank_code"),
    (("title",), "wrap", "position_title"),
    (("recruited",), "month", "joined_on"),
    (("rating",), "short", "rating_1"),
    (("reorganised",), "date", "reorganised_on"),
    (("retires_on",), "date", "leave_on"),
    (("salary",), "money", "salary"),
)
LAYOUTS: dict[str, Layout] = {
    "1a": (
        *_WHO,
        (("allowance", "for_early_years"), "money", "years_early"),
        (("allowance", "first_years"), "money", "insurance_base"),
        (("allowance", "further_years"), "money", "insurance_further"),
        *_END,
    ),
    "1b": (
        *_WHO, (("allowance", "flat"), "money", "job_search"), (("allowance", "by_insurance"), "money", "insurance"), *_END,
    ),
    "1c": (
        *_WHO, (("allowance", "job_search"), "money", "job_search"), (("allowance", "by_insurance"), "money", "insurance"), *_END,
    ),
    "1d": (
        *_WHO,
        (("allowance", "training"), "money", "training"),
        (("allowance", "job_search"), "money", "job_search"),
        (("allowance", "by_insurance"), "money", "insurance"),
        *_END,
    ),
    "i1": (
        *_BRIEF_WHO,
        (("months_early",), "int", "months_early"),
        (("years_early",), "years", "early_years"),
        (("insurance_years",), "years", "si_years"),
        (("by_month", "first_window", "near"), "money", "month_first_near"),
        (("by_month", "first_window", "far"), "money", "month_first_far"),
        (("by_month", "later", "near"), "money", "month_later_near"),
        (("by_month", "later", "far"), "money", "month_later_far"),
        (("near_group", "for_early_years"), "money", "near_years"),
        (("near_group", "first_years"), "money", "near_base"),
        (("near_group", "further_years"), "money", "near_further"),
        (("far_group", "for_early_years"), "money", "far_years"),
        (("far_group", "first_years"), "money", "far_base"),
        (("far_group", "further_years"), "money", "far_further"),
        (("total",), "total", "total"),
        (("remarks",), "long", "legal_basis"),
    ),
    "i2": (
        *_BRIEF_WHO,
        (("months_paid",), "int", "months_paid"),
        (("insurance_years",), "years", "si_years"),
        (("first_window", "severance_first"), "money", "severance_first"),
        (("first_window", "by_year"), "money", "insurance_first"),
        (("first_window", "three_months"), "money", "job_search_first"),
        (("later", "severance_later"), "money", "severance_later"),
        (("later", "by_year"), "money", "insurance_later"),
        (("later", "three_months"), "money", "job_search_later"),
        (("total",), "total", "total"),
        (("remarks",), "long", "legal_basis"),
    ),
}  # fmt: skip
"""The columns of each list that a decree names, in the order of the annexes."""
assert set(LAYOUTS) == set(forms()), f"laid out are the lists {sorted(LAYOUTS)}, the decrees name {sorted(forms())}"
KINDS = tuple(FormKind(form, *forms()[form], layout) for form, layout in LAYOUTS.items())
