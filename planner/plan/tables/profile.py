"""What a roster looks like before anything is decided."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from planner.core.columns import CATEGORIES, RATINGS, values
from planner.core.dates import full_years
from planner.policy.person.ranks import table_of_rank
from planner.roster.people.frame import Roster

BAND_STARTS = (0, 25, 30, 35, 40, 45, 50, 55, 60)
"""First age of each band of the pyramid; the last is open."""


def age_pyramid(people: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """People by age band and sex on a day: [age_band ("25-29", "<25", "60+"), age_from, men, women], youngest first.

    people: reads birth_date and sex; who has no birth date stands nowhere.
    """
    known = people["birth_date"].notna().to_numpy()
    age = full_years(people["birth_date"].to_numpy()[known], on)
    band = np.searchsorted(BAND_STARTS, np.maximum(age, 0), side="right") - 1
    female = people["sex"].eq("F").to_numpy()[known]
    bands = len(BAND_STARTS)
    return pd.DataFrame(
        {
            "age_band": band_names(),
            "age_from": BAND_STARTS,
            "men": np.bincount(band[~female], minlength=bands),
            "women": np.bincount(band[female], minlength=bands),
        }
    )


RANK_GROUPS = ("A3", "A2", "A1", "A0", "B", "C")
"""Groups of ranks of NĐ 204/2004, highest first; a rank of no known table stands in none."""
SENIORITY_STARTS = (0, 5, 10, 15, 20, 25, 30, 35)
"""First year of each band of insured years; the last is open."""
RATED = ("rating_1", "rating_2", "rating_3")


def rank_groups(people: pd.DataFrame) -> pd.Series:
    """The rank group of each person (`RANK_GROUPS`), "" where the rank is absent or of no known table. Source: NĐ 204/2004."""
    group_of = {code: next((g for g in RANK_GROUPS if table.startswith(g)), "") for code, table in table_of_rank().items()}
    return people["rank_code"].astype(object).map(group_of).fillna("").astype(str)


def ranks(people: pd.DataFrame) -> pd.DataFrame:
    """People by rank group: [rank_group, people], highest first, those of no known rank last as "" where there are any."""
    found = rank_groups(people).value_counts()
    rows = [(group, int(found.get(group, 0))) for group in RANK_GROUPS]
    rest = int(found.get("", 0))
    return pd.DataFrame([*rows, ("", rest)] if rest else rows, columns=["rank_group", "people"])


def seniority(people: pd.DataFrame) -> pd.DataFrame:
    """People by full years of compulsory insurance on the snapshot date: [years ("0–4", …, "35+"), people], shortest first."""
    months = people["si_months"].dropna().to_numpy(dtype=np.int64)
    band = np.searchsorted(SENIORITY_STARTS, months // 12, side="right") - 1
    names = [f"{a}–{b - 1}" for a, b in zip(SENIORITY_STARTS, SENIORITY_STARTS[1:], strict=False)]
    return pd.DataFrame({"years": [*names, f"{SENIORITY_STARTS[-1]}+"], "people": np.bincount(band, minlength=len(SENIORITY_STARTS))})


def ratings(people: pd.DataFrame) -> pd.DataFrame:
    """People by rating in each of three years: [year (`RATED`), rating (of `columns.RATINGS`, "" not rated), people]."""
    rows = []
    for year in RATED:
        found = people[year].astype(object).where(people[year].notna(), "").value_counts()
        rows += [(year, rating, int(found.get(rating, 0))) for rating in (*values(RATINGS), "")]
    return pd.DataFrame(rows, columns=["year", "rating", "people"])


def categories(people: pd.DataFrame) -> pd.DataFrame:
    """People by category: [category, people], "" for those whose category is unknown where there are any."""
    found = people["category"].astype(object).where(people["category"].notna(), "").value_counts()
    rows = [(name, int(found.get(name, 0))) for name in values(CATEGORIES)]
    rest = int(found.get("", 0))
    return pd.DataFrame([*rows, ("", rest)] if rest else rows, columns=["category", "people"])


def age_bands(age: pd.Series) -> pd.Series:
    """The band of the pyramid that each age falls into."""
    band = np.searchsorted(BAND_STARTS, np.maximum(age.to_numpy(), 0), side="right") - 1
    return pd.Series(np.array(band_names(), dtype=object)[band], index=age.index)


def unit_profile(roster: Roster, on: dt.date) -> pd.DataFrame:
    """A row a unit as in the roster, on a day.

    [unit, name, kind, quota (Int64), people, vacant (Int64, quota less people), women, civil_servant, public_employee,
    contract, average_age (NaN where nobody), key_roles, volunteered].
    """
    units, people = roster.units, roster.people
    position = pd.Series(np.arange(len(units)), index=units["unit"].to_numpy())
    at = position[people["unit"]].to_numpy(dtype=np.int64)

    def counted(mask: np.ndarray) -> np.ndarray:
        return np.bincount(at[mask], minlength=len(units))

    present = counted(np.ones(len(people), dtype=bool))
    known = people["birth_date"].notna().to_numpy()
    age = full_years(people["birth_date"].to_numpy()[known], on)
    total_age = np.bincount(at[known], weights=age, minlength=len(units))
    frame = {
        "unit": units["unit"].to_numpy(),
        "name": units["name"].to_numpy(),
        "kind": units["kind"].to_numpy(),
        "quota": units["assigned_quota"].array,
        "people": present,
        "vacant": units["assigned_quota"].array - present,
        "women": counted(people["sex"].eq("F").to_numpy()),
        **{c: counted(people["category"].eq(c).to_numpy()) for c in ("civil_servant", "public_employee", "contract")},
        "average_age": np.where(counted(known) > 0, total_age / np.maximum(counted(known), 1), np.nan),
        "key_roles": counted(people["key_role"].to_numpy()),
        "volunteered": counted(people["volunteers"].ne("no").to_numpy()),
    }
    return pd.DataFrame(frame)


def band_names() -> list[str]:
    """The names of the bands of `age_pyramid`, youngest first."""
    first, last = BAND_STARTS[1], BAND_STARTS[-1]
    middle = [f"{a}–{b - 1}" for a, b in zip(BAND_STARTS[1:-1], BAND_STARTS[2:], strict=True)]
    return [f"<{first}", *middle, f"{last}+"]
