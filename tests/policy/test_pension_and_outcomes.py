"""For information: the pension columns of the table of benefits, and other lawful outcomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.policy.benefits import compute
from planner.policy.export import table
from planner.policy.secondment import OUTCOMES, outcomes
from planner.policy.terms import Terms

People = Callable[..., pd.DataFrame]
FEBRUARY = dt.date(2027, 2, 1)


def test_the_table_shows_the_rate_where_a_pension_is_drawn_at_once(people: People) -> None:
    frame = people({}, {"birth_date": dt.date(1964, 1, 15)}, {"si_months": 100}, {"birth_date": dt.date(1964, 1, 15), "si_months": 100})
    rows = table(compute(frame, Terms(FEBRUARY)), frame).set_index(["employee_id", "route"])
    shown = rows["pension_rate_pct"].dropna().to_dict()
    assert shown == {("P1", "early_retirement"): 55.0, ("P2", "normal_retirement"): 55.0}
    assert rows["reduction_avoided_pct"].dropna().to_dict() == {("P1", "early_retirement"): 10.0}


def test_three_outcomes_a_person_in_order(people: People) -> None:
    frame = outcomes(people({"category": "civil_servant", "salary_coefficient": 4.0}, {"category": "contract"}), FEBRUARY, lang="vi")
    assert frame["employee_id"].tolist() == ["P1"] * 3 + ["P2"] * 3
    assert frame["outcome"].tolist() == [*OUTCOMES, *OUTCOMES]
    assert frame["open"].tolist() == [True, True, False, False, False, False]
    assert "bảo lưu" in frame["reason"].iloc[2] and "hợp đồng" in frame["reason"].iloc[3]
    assert frame["legal_basis"].iloc[0].startswith("NĐ 178/2024/NĐ-CP, Điều 12")
    closed = frame[~frame["open"]]
    assert closed[["once_vnd", "monthly_vnd", "cost_vnd", "step_gain_vnd", "months"]].to_numpy().sum() == 0


def test_terms_of_office_may_differ_by_person(people: People) -> None:
    person = {"category": "civil_servant", "salary_coefficient": 4.0, "leadership_allowance": 0.4}
    ends = pd.Series(pd.to_datetime(["2027-12-01", None, "2027-01-01"]))
    frame = outcomes(people(person, person, person), FEBRUARY, term_ends_on=ends).query("outcome == 'step_down'")
    assert frame["months"].tolist() == [10, 6, 6]
    assert frame["cost_vnd"].tolist() == [10_120_000, 6_072_000, 6_072_000]


def test_outcomes_before_the_decree_are_an_error(people: People) -> None:
    with pytest.raises(InputError, match="2024-12-31 is before NĐ 178/2024/NĐ-CP; choose a day from 2025-01-01 on"):
        outcomes(people(), dt.date(2024, 12, 31))


def test_an_empty_roster_has_no_outcomes(people: People) -> None:
    assert len(outcomes(people().iloc[:0], FEBRUARY)) == 0


def test_resignation_is_a_row_a_person_and_its_command_writes_it(tmp_path: Path) -> None:
    """In both languages; people past the day of the decree only; nothing of it stands in the benefits of a plan."""
    from planner.cli.main import run
    from planner.roster.write import write_roster
    from tests.builder import roster_of

    write_roster(roster_of({"si_months": 126}, {"category": "public_employee"}), tmp_path / "r.csv")
    arguments = ["resignation", str(tmp_path / "r.csv"), "--leave-on", "2026-07-01"]
    assert run([*arguments, "--out", str(tmp_path / "o.csv")]) == 0
    frame = pd.read_csv(tmp_path / "o.csv", keep_default_na=False)
    assert frame["employee_id"].tolist() == ["P01", "P02"] and frame["eligible"].astype(str).str.lower().tolist() == ["true", "false"]
    salary = 3.33 * 2_340_000
    assert frame["total_vnd"].tolist() == [round(3 * salary) + round(1.5 * 10.5 * salary), 0]
    assert frame["legal_basis"][0].startswith("NĐ 170/2025/NĐ-CP, Article 58 clause 1 point a: resignation")
    assert run(["--lang", "vi", *arguments, "--out", str(tmp_path / "v.csv")]) == 0
    assert "chỉ dành cho công chức" in pd.read_csv(tmp_path / "v.csv", keep_default_na=False)["reason"][1]
    assert run([*arguments[:3], "2025-06-30", "--out", str(tmp_path / "x.csv")]) == 2 and not (tmp_path / "x.csv").exists()
