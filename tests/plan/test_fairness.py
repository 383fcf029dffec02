"""Fairness in words, and target and result in one measure."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from planner.check import check_plan
from planner.cli.show import print_run
from planner.plan import tables
from planner.plan.fairness import fairness_message
from planner.plan.plan import Run
from tests.builder import NEAR_RETIREMENT, period, roster_of, run_of

PEOPLE = [{"sex": "MF"[i % 2], "lock": "leave" if i in (0, 1, 3) else "none"} for i in range(12)] + [{**NEAR_RETIREMENT, "sex": "F"}]
RULES = [{"by": "sex", "max_ratio": 1.6}, {"by": "age_band", "max_ratio": 2.0}]


def run() -> Run:
    return run_of(roster_of(*PEOPLE), fairness=RULES)


def test_rates_are_those_of_chosen_exits_over_the_people_of_the_group() -> None:
    entries = {(e["by"], e["group"]): e for e in run().summary["fairness"]}
    women = entries["sex", "F"]  # two of seven leave by choice, the third exit is natural; three of thirteen leave in all
    assert (women["people"], women["exits"], women["rate"], women["max_ratio"], women["small"]) == (7, 2, 2 / 7, 1.6, False)
    assert women["ratio"] == pytest.approx((2 / 7) / (3 / 13))
    assert entries["age_band", "55_over"]["small"] and ("age_band", "45_54") not in entries


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("vi", ["Nữ: 28,6% nghỉ, 1,24 lần mức chung, giới hạn 1,6", "Nam: 16,7% nghỉ, 0,72 lần mức chung, giới hạn 1,6",
                "từ 35 đến 44 tuổi: 25,0% nghỉ, 1,08 lần mức chung, giới hạn 2", "từ 55 tuổi trở lên: 0,0% nghỉ; không so sánh vì ít hơn 5 người"]),
        ("en", ["Female: 28.6% leave, 1.24 times the rate of all, limit 1.6", "Male: 16.7% leave, 0.72 times the rate of all, limit 1.6",
                "35 to 44: 25.0% leave, 1.08 times the rate of all, limit 2", "55 and over: 0.0% leave; not compared, fewer than 5 people"]),
    ],
)  # fmt: skip
def test_a_group_is_told_in_words(lang: str, lines: list[str]) -> None:
    assert tables.fairness(run(), lang)["said"].tolist() == lines


def test_where_nobody_leaves_there_is_no_ratio() -> None:
    found = run_of(roster_of(*[{"sex": "F"}] * 6), fairness=RULES[:1]).summary["fairness"]
    assert found[0]["ratio"] is None and "nobody leaves" in fairness_message(found[0], {}).render("en")


def test_units_are_called_by_their_names() -> None:
    found = tables.fairness(run_of(roster_of(*[{"unit": "A"}] * 6), fairness=[{"by": "unit", "max_ratio": 1.5}]), "vi")
    assert found["said"].iloc[0].startswith("Vụ A (A): 0,0% nghỉ")


def test_the_requirements_say_rates_and_count_nobody() -> None:
    shown = tables.requirements_shown(run(), "vi").query("requirement == 'fairness.sex'")
    assert set(shown["label"]) == {"Nữ: 28,6% nghỉ, 1,24 lần mức chung, giới hạn 1,6", "Nam: 16,7% nghỉ, 0,72 lần mức chung, giới hạn 1,6"}
    assert shown[["activity", "lower", "upper", "slack"]].isna().all(axis=None)


def test_terminal_and_workbook_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import openpyxl

    from planner.report.books.workbook import write_plan_workbook

    found = run()
    print_run(found, tmp_path, "vi")
    assert "Nữ: 28,6% nghỉ, 1,24 lần mức chung, giới hạn 1,6" in capsys.readouterr().out
    write_plan_workbook(found, tmp_path / "plan.xlsx", "vi")
    sheets = openpyxl.load_workbook(tmp_path / "plan.xlsx").worksheets
    cells = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("Nữ: 28,6% nghỉ, 1,24 lần mức chung, giới hạn 1,6" in cell for cell in cells)


@pytest.mark.parametrize("key", ["exits", "rate", "ratio", "people"])
def test_the_checker_finds_a_rate_that_is_changed(key: str) -> None:
    found = run()
    changed = copy.deepcopy(found.summary)
    changed["fairness"][0][key] += 1
    assert found.decisions is not None and check_plan(found.instance, found.decisions, found.summary) == []
    assert [p.column for p in check_plan(found.instance, found.decisions, changed)] == [f"fairness.sex.F.{key}"]


# -- target and result -------------------------------------------------------------------------------------------------------


def test_with_quotas_target_and_result_are_the_share_of_posts_that_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = [{"unit": "A", "assigned_quota": 12}, {"unit": "B", "assigned_quota": 8}]
    people = [{"unit": "A"}] * 10 + [{"unit": "B"}] * 6
    periods = [period("a", "2027-07-01", reduction_at_least=0.25), period("b", "2028-07-01", reduction_at_least=0.3)]
    found = run_of(roster_of(*people, units=units), periods=periods, reduction={"of": "quota"}, objective={"retained_merit": 1.0})
    assert found.summary["headcount"]["leavers"] == 2 and found.summary["headcount"]["reduction"] == 0.1
    assert [p["reached"] for p in found.summary["periods"]] == [0.25, 0.3]
    frame = tables.by_period(found)
    assert frame[["reached", "target_share"]].to_numpy().tolist() == [[0.25, 0.25], [0.3, 0.3]]
    assert frame[["cumulative", "target"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    print_run(found, tmp_path, "en")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["a", "2027-07-01", "1", "25.0%", "25.0%"] in lines and ["b", "2028-07-01", "2", "30.0%", "30.0%"] in lines
    changed = copy.deepcopy(found.summary)
    changed["periods"][1]["reached"] = 0.1
    assert found.decisions is not None
    assert [p.column for p in check_plan(found.instance, found.decisions, changed)] == ["periods.b.reached"]


def test_with_headcounts_what_is_reached_is_the_reduction() -> None:
    found = run().summary
    assert found["headcount"]["reduction"] == found["periods"][-1]["reached"] > 0
