"""People for the law tests, typed as the roster types them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from planner.roster.frame import typed_people

PERSON: dict[str, Any] = {
    "employee_id": "P1",
    "full_name": "Nguyễn Văn Mẫu",
    "birth_date": dt.date(1970, 1, 15),
    "sex": "M",
    "category": "public_employee",
    "contract_salary_vnd": 10_000_000,
    "si_months": 300,
}


def make_people(*changes: dict[str, Any]) -> pd.DataFrame:
    """One person for each set of changes to `PERSON`; a coefficient replaces the agreed salary."""
    rows = []
    for number, change in enumerate(changes or ({},), start=1):
        row = {**PERSON, "employee_id": f"P{number}", **change}
        if "salary_coefficient" in change:
            row["contract_salary_vnd"] = change.get("contract_salary_vnd")
        rows.append({k: pd.Timestamp(v) if isinstance(v, dt.date) else v for k, v in row.items()})
    return typed_people(pd.DataFrame(rows))


@pytest.fixture(scope="session")
def people() -> Callable[..., pd.DataFrame]:
    """`make_people`."""
    return make_people
