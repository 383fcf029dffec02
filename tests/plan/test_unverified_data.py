"""The verification queue: before a plan by what was assumed, after it by what hangs on it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planner.cli.main import run as command
from planner.core.columns import ROSTER, ROSTER_BY_NAME
from planner.core.texts import Message
from planner.plan.plan import Run
from planner.plan.unverified_data import COLUMNS, EFFECTS, other_reading, records, verification_queue
from planner.roster.people.field_status import ASSUMED, DOUBTFUL, READ, DoubtfulField, FieldStatus
from planner.roster.people.fingerprint import fingerprint
from planner.roster.people.frame import Roster
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from planner.service.run import Request, make_run
from planner.service.saved_runs import save_run
from tests.builder import EARLY, SCENARIO, roster_of, scenario_with, target

GOES = {**EARLY, "volunteers": "early_retirement", "lock": "leave"}
ASKED = {"periods": target(0.3), "routes": ["early_retirement"]}
YEAR = {"value": "1965", "read": dt.date(1965, 1, 1)}


def doubted(roster: Roster, *doubts: tuple[int, str, str, dict[str, object]]) -> Roster:
    """The roster with doubts at (line, column, key, params)."""
    found = [
        DoubtfulField(line, column, ASSUMED if "only" in key else DOUBTFUL, Message(key, params), "m.xlsx", "VP", line + 2, "D")
        for line, column, key, params in doubts
    ]
    codes = np.full((len(roster.people), len(ROSTER)), READ, dtype=np.uint8)
    return replace(roster, status=FieldStatus(codes).with_doubts(found))


def born(roster: Roster, line: int, day: str) -> Roster:
    people = roster.people.copy()
    people.loc[line, "birth_date"] = pd.Timestamp(day)
    return replace(roster, people=people, sha256=fingerprint(people, roster.units))


@pytest.fixture(scope="module")
def roster() -> Roster:
    """Three people: one leaves early by own wish and is known by the year of birth alone; two stay, one of them doubtful too."""
    made = roster_of(GOES, {}, {"rating_1": "excellent"})
    made = born(made, 0, f"{made.people['birth_date'].iloc[0].year}-01-01")
    year = {"value": str(made.people["birth_date"].iloc[0].year), "read": made.people["birth_date"].iloc[0].date()}
    return doubted(
        made,
        (2, "full_name", "roster.same_person", {"date": dt.date(1980, 1, 1), "other": "VP!B9"}),
        (1, "youngest_child_born_on", "roster.group_unknown", {"value": "x", "allowed": "y"}),
        (0, "birth_date", "roster.date_year_only", year),
    )


@pytest.fixture(scope="module")
def run(roster: Roster) -> Run:
    return make_run(Request(scenario_with(**ASKED), roster, lang="en"))


def test_before_a_plan_doubtful_values_come_before_assumed_ones(roster: Roster) -> None:
    queue = verification_queue(roster, None, "en")
    assert tuple(queue.columns) == COLUMNS
    assert queue["status"].tolist() == ["doubtful", "doubtful", "assumed"]
    assert set(queue["effect"]) == {""} and queue["difference_vnd"].isna().all()
    assert queue.iloc[2][["file", "sheet", "row", "label"]].tolist() == ["m.xlsx", "VP", 2, "D"]


def test_after_a_plan_what_hangs_on_a_value_comes_first(roster: Roster, run: Run) -> None:
    assert run.decisions is not None and run.decisions["decision"].tolist()[0] == "early_retirement"
    queue = verification_queue(roster, run, "en")
    first = queue.iloc[0]
    assert first["column"] == "birth_date" and first["effect"] in ("decision", "money")
    assert first["other"].endswith("-12-31") and "Under the other reading" in first["change"]
    assert queue["effect"].tolist()[1:] == ["counted", ""]
    assert [EFFECTS.index(e) for e in queue["effect"]] == sorted(EFFECTS.index(e) for e in queue["effect"])


def test_the_difference_is_what_the_other_reading_would_cost(roster: Roster, run: Run) -> None:
    """Planned again with the other date and the same decision, the exit costs exactly so much more or less."""
    queue = verification_queue(roster, run, "en")
    other = other_reading(roster.status.doubts[2], roster.people)  # type: ignore[union-attr]
    assert isinstance(other, dt.date)
    again = make_run(Request(scenario_with(**ASKED), born(roster, 0, other.isoformat()), lang="en"))
    assert run.decisions is not None and again.decisions is not None
    same = again.decisions["decision"].iloc[0] == run.decisions["decision"].iloc[0]
    if queue["effect"].iloc[0] == "money" and same:
        assert queue["difference_vnd"].iloc[0] == again.decisions["cost_vnd"].iloc[0] - run.decisions["cost_vnd"].iloc[0]
    else:
        assert not same


def test_a_reading_under_which_the_decision_falls_comes_before_all(roster: Roster) -> None:
    """A person old enough by some months as of 1 January, and too young as of 31 December."""
    made = roster_of(GOES, {}, {})
    limit = made.people["birth_date"].iloc[0].year + 1
    found = None
    for year in range(limit, limit + 8):  # early retirement opens five years before the age: one of these years straddles it
        there = doubted(
            born(made, 0, f"{year}-01-01"), (0, "birth_date", "roster.date_year_only", {"value": str(year), "read": dt.date(year, 1, 1)})
        )
        run = make_run(Request(scenario_with(**ASKED), there, lang="en", explain=False))
        if run.decisions is None or run.decisions["decision"].iloc[0] != "early_retirement":
            continue
        queue = verification_queue(there, run, "en")
        if queue["effect"].iloc[0] == "decision":
            found = queue.iloc[0]
    assert found is not None and "would not be possible: Early retirement" in found["change"]


def test_columns_that_no_sheet_has_are_one_line(roster: Roster) -> None:
    assert roster.status is not None
    codes = roster.status.codes.copy()
    codes[:, list(ROSTER_BY_NAME).index("hazard_months")] = ASSUMED
    queue = verification_queue(replace(roster, status=FieldStatus(codes, roster.status.doubts)), None, "vi")
    last = queue.iloc[-1]
    assert (last["employee_id"], last["column"], last["people"], last["value"]) == ("", "hazard_months", 3, "0")


@pytest.mark.parametrize(
    ("key", "column", "value", "params", "other"),
    [
        ("roster.date_year_only", "birth_date", pd.Timestamp("1965-01-01"), YEAR, dt.date(1965, 12, 31)),
        ("roster.date_month_only", "birth_date", pd.Timestamp("1964-02-01"), {}, dt.date(1964, 2, 29)),
        ("roster.date_month_only", "birth_date", pd.Timestamp("1965-12-01"), {}, dt.date(1965, 12, 31)),
        ("roster.pay_small", "contract_salary_vnd", 12_000, {}, 12_000_000),
        ("roster.hazard_too_long", "hazard_months", 400, {}, 300),
        ("law.coefficient_differs", "salary_coefficient", 2.86, {"expected": 2.06}, 2.06),
        ("law.over_frame_too_soon", "over_frame_pct", 5.0, {}, 0.0),
        ("roster.group_unknown", "attention_groups", "x", {}, None),
        ("roster.note_means", "maternity_leave", False, {"reads": True}, True),
        ("roster.note_means", "attention_groups", "", {"reads": "illness"}, "illness"),
        ("roster.note_keep", "lock", "none", {}, "keep"),
        ("roster.sex_unlike_name", "sex", "M", {}, "F"),
    ],
)
def test_the_other_end_of_a_reading(key: str, column: str, value: object, params: dict[str, object], other: object) -> None:
    people = pd.DataFrame({"si_months": [300], column: [value]})
    assert other_reading(DoubtfulField(0, column, DOUBTFUL, Message(key, params)), people) == other


def test_the_queue_of_a_plan_folder(roster: Roster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_roster(roster, tmp_path / "roster.csv")
    (tmp_path / "s.yaml").write_text(to_yaml(merge(SCENARIO, ASKED)), encoding="utf-8")
    assert command(["solve", str(tmp_path / "s.yaml"), "--out", str(tmp_path / "plan")]) == 0
    assert command(["verify", str(tmp_path / "plan")]) == 0
    capsys.readouterr()
    assert command(["queue", str(tmp_path / "plan"), "--json", "--out", str(tmp_path / "queue.csv")]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown[0]["column"] == "birth_date" and shown[0]["effect"] and shown[0]["file"] == "m.xlsx"
    assert len(pd.read_csv(tmp_path / "queue.csv")) == len(shown)
    assert command(["--lang", "vi", "queue", str(tmp_path / "plan")]) == 0
    assert "Cần xác minh" in capsys.readouterr().out


def test_a_roster_of_unknown_making_has_no_queue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = roster_of({}, EARLY)
    assert len(verification_queue(bare)) == 0 and records(verification_queue(bare)) == []
    save_run(make_run(Request(scenario_with(**ASKED), bare)), tmp_path / "plan", workbook=False)
