"""Every parameter of the law is read by a rule: a number that nobody reads would be law without effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import planner
from planner.policy.benefits import compute
from planner.policy.law.parameters import FOLDER, Law, load_law
from planner.policy.protection import not_yet_considered
from planner.policy.terms import Terms

FOR_OTHERS = {
    # read by the synthetic sample, and later by the advice on salary steps
    "salary.leadership_allowance",
    "salary.step_months",
    "salary.over_frame_first_pct",
    "salary.over_frame_yearly_pct",
}


def test_every_number_of_a_decree_is_read(people: Callable[..., pd.DataFrame]) -> None:
    law = Law(FOLDER, load_law().files)
    frame = people({"category": "civil_servant", "hazard_months": 200}, {"category": "contract"})
    for regime in ("nd29", "nd178", "nd154"):
        for reorganised_on in (None, dt.date(2020, 1, 1)):
            compute(frame, Terms(dt.date(2025, 8, 1), regime=regime, reorganised_on=reorganised_on), law)
    not_yet_considered(frame, dt.date(2025, 8, 1), law)
    unread = {name for name in law.names if name not in law._read}
    source = "".join(
        path.read_text(encoding="utf-8") for path in (Path(planner.__file__).parent / "policy").rglob("*.py")
    )
    lost = sorted({name for name in unread if not _named(name, source)} - FOR_OTHERS)
    assert not lost, f"no rule reads {lost}; a new decree must stand among the regimes of this test"


def _named(name: str, source: str) -> bool:
    """Whether a rule names the parameter; the place of a secondment is put into its name."""
    return name in source or name.replace("commune", "{where}").replace("province", "{where}") in source
