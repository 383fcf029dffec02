"""What a unit's work takes: exact, rounded up once, kept as a minimum where that is asked, and shown beside the headcount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.errors import InputError
from planner.plan.tables import by_unit
from planner.report.books.workbook import write_plan_workbook
from planner.scenario.parts.workload import Workload, needs
from planner.scenario.unit_step import stepped
from tests.builder import conflict_names, roster_of, run_of, said, scenario_with, target

TEN = [{"unit": u} for u in "AAAAABBBBB"]
WORK = [
    {"unit": "A", "driver": "files", "volume": 290, "people_per_100": 1},
    {"unit": "A", "driver": "visits", "volume": 1000, "people_per_100": 0.11, "remains": 0.1},
]
"""2.9 people and 0.11: together 3.01, so 4."""
OWN = {"by_unit": {"A": {"minimum_headcount": "workload"}}}


def work(volume: float, people_per_100: float, remains: float = 1, unit: str = "A") -> Workload:
    return Workload(unit=unit, driver="d", volume=Decimal(str(volume)), people_per_100=Decimal(str(people_per_100)), remains=Decimal(str(remains)))


def test_the_need_is_rounded_up_once_and_exactly() -> None:
    assert needs([work(290, 1), work(1000, 0.11, 0.1), work(0, 5, unit="B")]) == {"A": 4, "B": 0}
    assert needs([work(0.7, 10), work(0.1, 10), work(0.2, 10)]) == {"A": 1}  # 0.07 + 0.01 + 0.02: floats too
    assert needs([work(29, 100), work(71, 100)]) == {"A": 100}  # 0.29 * 100 is not 28.999…
    assert needs([work(110, 10, 0.1), work(190, 10, 0.1)]) == {"A": 3}  # 1.1 + 1.9 in floats is 3.0000000000000004


def test_a_unit_keeps_what_its_work_takes_feasible_at_the_need() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.6), workload=WORK, units=OWN)
    units = {u["unit"]: u for u in run.summary["units"]}
    assert (units["A"]["after"], units["A"]["need"]) == (4, 4) and (units["B"]["after"], units["B"]["need"]) == (0, None)


def test_a_unit_keeps_what_its_work_takes_infeasible_past_it_and_the_repair_is_a_number() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.7), workload=WORK, units=OWN)
    assert conflict_names(run) == {("periods.2027.reduction_at_least", "2027"), ("units.by_unit.A.minimum_headcount", "A")}
    assert "yet 4 must remain in Vụ A (A)" in run.summary["conflict_summary"]
    changes = {r.family: r.change for r in run.plan.repairs}
    assert changes["unit_minimums"] == {"units": {"by_unit": {"A": {"minimum_headcount": 3}}}}


def test_the_default_means_units_whose_work_is_named_and_says_which_are_not() -> None:
    run = run_of(roster_of(*TEN), periods=target(0.6), workload=WORK, units={"default": {"minimum_headcount": "workload"}})
    assert {u["unit"]: u["after"] for u in run.summary["units"]} == {"A": 4, "B": 0}
    assert any("1 unit is to keep what the work takes, and workload names no work of it (B)" in w for w in run.summary["warnings"])


def test_several_units_without_enough_people_are_eased_one_by_one() -> None:
    every = [{"unit": u, "driver": "files", "volume": 300, "people_per_100": 1} for u in "ABC"]
    run = run_of(roster_of(*[{"unit": u} for u in "AABBCC"]), workload=every, units={"default": {"minimum_headcount": "workload"}})
    changes = {r.family: r.change for r in run.plan.repairs}
    assert changes["unit_minimums"] == {"units": {"by_unit": {u: {"minimum_headcount": 2} for u in "ABC"}}}


def test_without_a_minimum_the_need_is_told_and_binds_nothing() -> None:
    run = run_of(roster_of(*TEN), periods=target(1.0), workload=WORK)
    assert run.summary["headcount"]["remaining"] == 0 and run.summary["units"][0]["need"] == 4
    assert by_unit(run)["need"].tolist()[0] == 4 and by_unit(run)["need"].isna().tolist() == [False, True]
    assert by_unit(run)["minimum"].isna().all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"units": OWN}, "units.by_unit.A.minimum_headcount: A is to keep the people that its work takes, but workload names no work of it"),
        ({"units": {"default": {"minimum_headcount": "workload"}}}, "no work is named; add the key workload"),
        ({"workload": [WORK[0], WORK[0]]}, "files of A stands twice"),
        ({"workload": [{**WORK[0], "remains": 1.5}]}, "workload.A.remains: 1.5"),
        ({"units": {"by_unit": {"A": {"minimum_headcount": "workloads"}}}}, "minimum_headcount"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as error:
        scenario_with(**changes)
    assert words in said(error.value)


def test_work_of_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError) as error:
        run_of(roster_of(*TEN), workload=[{**WORK[0], "unit": "AA"}])
    assert "workload.AA.unit" in said(error.value)


def test_releasing_one_more_takes_the_minimum_of_its_work_back() -> None:
    data = {"units": {"by_unit": {"A": {"minimum_headcount": "workload"}}}}
    assert stepped(data, "A", 5, 4, -1)["units"]["by_unit"]["A"]["minimum_headcount"] == 3


def test_the_workbook_shows_the_work_as_live_formulas(tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    write_plan_workbook(run_of(roster_of(*TEN), periods=target(0.6), workload=WORK, units=OWN), out, "en")
    book, live = openpyxl.load_workbook(out, data_only=True), openpyxl.load_workbook(out)
    rows = list(book["Workload"].iter_rows(values_only=True))
    assert [row[-2:] for row in rows[1:]] == [(2.9, 4), (0.11, None)] and str(live["Workload"]["H2"].value).startswith("=ROUNDUP(")
    heads = [c.value for c in book["Units"][1]]
    assert [book["Units"][2][heads.index(name)].value for name in ("After", "Needed for its work", "More (fewer) than needed")] == [4, 4, 0]
