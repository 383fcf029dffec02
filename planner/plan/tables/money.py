"""Money and exits along the months and quarters, as pages and workbooks read them; counted in `plan/roadmap.py`."""

from __future__ import annotations

import pandas as pd

from planner.plan.plan import Run
from planner.plan.roadmap import by_month, by_quarter
from planner.plan.tables.figures import chosen_of


def money_by_month(run: Run) -> pd.DataFrame:
    """`plan.roadmap.by_month` of a run. ValueError where the run has no plan."""
    return by_month(run.instance, chosen_of(run))


def road_by_quarter(run: Run) -> pd.DataFrame:
    """`plan.roadmap.by_quarter` of a run. ValueError where the run has no plan."""
    return by_quarter(run.instance, chosen_of(run))
