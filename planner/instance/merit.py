"""Merit points: what the scenario makes of three years of ratings and of awards."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.scenario.model import Merit

RATING_COLUMNS = ("rating_1", "rating_2", "rating_3")


def merit_points(people: pd.DataFrame, unit_of: npt.NDArray[np.int64], merit: Merit) -> npt.NDArray[np.float64]:
    """Merit of each person, float64[n]: mean of the ratings present, plus award points up to the cap.

    Who has no rating takes the mean of the rated people's means in the unit, else in the ministry, else 0.
    unit_of: row of the unit after `reorganise`, for each person.
    """
    points = {word: float(getattr(merit, word)) for word in ("excellent", "good", "completed", "not_completed")}
    given = np.column_stack([_points_of(people[column], points) for column in RATING_COLUMNS])
    count = (~np.isnan(given)).sum(axis=1)
    mean = np.nansum(given, axis=1) / np.maximum(count, 1)
    rated = count > 0
    units = int(unit_of.max(initial=-1)) + 1
    in_unit = np.bincount(unit_of[rated], minlength=units)
    unit_sum = np.bincount(unit_of[rated], weights=mean[rated], minlength=units)
    ministry = float(mean[rated].mean()) if rated.any() else 0.0
    stand_in = np.where(in_unit > 0, unit_sum / np.maximum(in_unit, 1), ministry)
    base = np.where(rated, mean, stand_in[unit_of])
    awards = np.minimum(float(merit.award) * people["awards"].to_numpy(dtype=np.float64), float(merit.award_cap))
    return base + awards


def _points_of(ratings: pd.Series, points: dict[str, float]) -> npt.NDArray[np.float64]:
    """What each rating counts, NaN where there is none; looked up once for each word."""
    codes, words = pd.factorize(ratings)
    return np.array([*(points.get(word, np.nan) for word in words), np.nan])[codes]
