"""The doubtful readings are parameters: the other value gives the other reading."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from planner.policy.benefits import ROUTES, compute
from planner.policy.parameters import FOLDER, Law, load_law
from planner.policy.reasons import REASONS

People = Callable[..., pd.DataFrame]
EARLY = ROUTES.index("early_retirement")


def changed(folder: Path, name: str, old: str, new: str) -> Law:
    """The law with one value changed."""
    shutil.copytree(FOLDER, folder / "law")
    path = folder / "law" / (name.replace(".", "/") + ".yaml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return load_law(folder / "law")


def reason(law: Law, people: pd.DataFrame, leave_on: dt.date, regime: str = "auto") -> str:
    return REASONS[compute(people, leave_on, regime=regime, law=law).reason[EARLY, 0]].code


@pytest.mark.parametrize(("decree", "leave_on"), [("nd154", dt.date(2029, 8, 1)), ("nd29", dt.date(2024, 2, 1))])
def test_open_ended_contracts_may_be_out_of_scope(
    people: People, tmp_path: Path, decree: str, leave_on: dt.date
) -> None:
    person = people({"category": "contract", "birth_date": leave_on.replace(year=leave_on.year - 59)})
    law = changed(tmp_path, f"{decree}.scope.open_ended_contracts", ": true", ": false")
    assert reason(load_law(), person, leave_on, decree) == ""
    assert reason(law, person, leave_on, decree) == f"{decree}.contract_out_of_scope"


def test_hazardous_time_may_leave_appendix_1_standing(people: People, tmp_path: Path) -> None:
    person = people({"birth_date": dt.date(1972, 1, 15), "hazard_months": 200})
    law = changed(tmp_path, "retirement.appendix_2_alone", ": true", ": false")
    assert reason(load_law(), person, dt.date(2026, 9, 1)) == ""
    assert reason(law, person, dt.date(2026, 9, 1)) == "nd154.too_far"


def test_the_far_bracket_may_be_open_to_hazardous_time(people: People, tmp_path: Path) -> None:
    person = people({"birth_date": dt.date(1975, 1, 15), "hazard_months": 200})
    law = changed(tmp_path, "nd178.early_retirement.hazard_far_open", ": false", ": true")
    assert reason(load_law(), person, dt.date(2025, 5, 1), "nd178") == "nd178.too_far_appendix_2"
    assert reason(law, person, dt.date(2025, 5, 1), "nd178") == ""


def test_a_changed_number_moves_the_money(people: People, tmp_path: Path) -> None:
    law = changed(tmp_path, "nd154.early_retirement.per_early_year", ": 5\n", ": 5.25\n")
    found = compute(people(), dt.date(2027, 2, 1), law=law)
    assert found.years_early_vnd[EARLY, 0] == 262_500_000
