"""Plans made by hand: what they break, and how far they are from the best, against a list of every plan."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from planner.core.errors import InputError
from planner.service.beyond.amounts import amount_of
from planner.service.beyond.handmade import read_table, table_from
from planner.service.beyond.measure import measure, measured_beside
from tests.builder import NEAR_RETIREMENT, roster_of, said, scenario_with, target
from tests.service.beyond.cases import case_of, plans, small_run

PEOPLE = [{}, {"lock": "keep"}, {"rating_1": "completed"}, {"sex": "F", "youngest_child_born_on": "2026-06-01"}, NEAR_RETIREMENT, {"unit": "B"}]


def write(file: Path, *rows: tuple[str, ...], head: tuple[str, ...] = ("employee_id", "decision", "period")) -> Path:
    """A table by hand."""
    frame = pd.DataFrame(list(rows), columns=list(head))
    frame.to_excel(file, index=False) if file.suffix == ".xlsx" else frame.to_csv(file, index=False)
    return file


def breaches(file: Path, **asked: object) -> set[tuple[str, str]]:
    """(requirement, scope) of each breach of a table for `PEOPLE`."""
    found = measure(scenario_with(**asked), roster_of(*PEOPLE), file, time_limit_s=20)
    return {(b.requirement, b.scope) for b in found.breaches}


@pytest.mark.parametrize("seed", range(4))
def test_a_lawful_plan_is_as_far_from_the_best_as_the_list_says(seed: int, tmp_path: Path) -> None:
    run = small_run(seed)
    case = case_of(run)
    listed = plans(case.model)
    worth, choice = listed[len(listed) // 2]
    options, n = run.instance.options, case.people
    from planner.core.vocabulary import DECISIONS

    rows = []
    for person, option in zip(case.ids, choice[:n], strict=True):
        at = int(options.period[option])
        rows.append((person, DECISIONS[options.decision[option]].value, run.instance.scenario.periods[at].name if at >= 0 else ""))
    found = measure(run.instance.loaded, run.instance.roster, write(tmp_path / "hand.csv", *rows), time_limit_s=30)
    cost, merit = amount_of(case, "cost_vnd"), amount_of(case, "retained_merit")
    assert found.breaches == () and found.undecided == 0 and found.proven
    assert found.objective == pytest.approx(worth) and found.best == pytest.approx(listed[0][0]) and found.bound >= found.best - 1e-6
    assert found.loss_gap == pytest.approx((found.bound - worth) / max(1.0, case.model.ceiling - found.bound))
    assert found.same_merit_least_cost_vnd == min(cost.whole(c) for _, c in listed if merit.whole(c) >= merit.whole(choice))
    most = max(merit.whole(c) for _, c in listed if cost.whole(c) <= cost.whole(choice))
    assert found.same_cost_most_merit == pytest.approx(merit.shown(most))


@pytest.mark.parametrize(
    ("rows", "asked", "expected"),
    [
        ([("P02", "immediate_separation", "2027")], {}, {("lock", "P02")}),
        ([("P04", "immediate_separation", "2027")], {}, {("law", "P04")}),
        ([("P05", "retain", "")], {}, {("law", "P05")}),
        ([("P01", "normal_retirement", "2027")], {}, {("law", "P01")}),
        ([("P01", "immediate_separation", "")], {}, {("law", "P01")}),
        ([("P01", "transfer_out", "2027")], {}, {("routes", "P01")}),
        ([], {"periods": target(0.5)}, {("periods.2027.reduction_at_least", "2027")}),
        ([("P06", "immediate_separation", "2027")], {"units": {"by_unit": {"B": {"reduction_at_most": 0.5}}}}, {("units.by_unit.B.reduction_at_most", "B")}),
        ([("P01", "immediate_separation", "2027")], {"keep": {"people": ["P01"]}}, {("keep.people", "P01")}),
        ([("P01", "immediate_separation", "2027")], {"budget": {"total_vnd": 1_000_000}}, {("budget.total_vnd", "")}),
        ([("P01", "immediate_separation", "2027")], {"budget": {"by_period": {"2027": 1_000_000}}}, {("budget.by_period.2027", "2027")}),
        ([("P06", "immediate_separation", "2027")], {"units": {"default": {"exits_at_most_per_period": 0}}}, {("units.default.exits_at_most_per_period", "B (2027)")}),
        ([], {"by_route": {"immediate_separation": {"at_least": 1}}}, {("by_route.immediate_separation.at_least", "immediate_separation")}),
        ([("P01", "immediate_separation", "2027"), ("P06", "immediate_separation", "2027")], {"keep": {"succession": [{"if_leaves": "P01", "keep": "P06"}]}}, {("keep.succession.1", "P06")}),
        ([("P01", "immediate_separation", "2027")], {}, set()),
    ],
)
def test_each_breach_is_named_with_its_key_and_whom_it_is_about(rows: list, asked: dict, expected: set, tmp_path: Path) -> None:
    assert breaches(write(tmp_path / "hand.csv", *rows), **asked) == expected


def test_vietnamese_headings_and_words_in_a_workbook_are_read(tmp_path: Path) -> None:
    file = write(tmp_path / "hand.xlsx", ("P01", "Thôi việc ngay", "2027"), head=("Mã số CBCCVC", "Quyết định", "Giai đoạn"))
    found = measure(scenario_with(), roster_of(*PEOPLE), file, time_limit_s=20)
    numbers = write(tmp_path / "numbers.xlsx", ("P01", "immediate_separation", 2027))
    assert measure(scenario_with(), roster_of(*PEOPLE), numbers, time_limit_s=20).cost_vnd == found.cost_vnd
    assert found.breaches == () and found.undecided == 5
    assert found.cost_vnd is not None and found.cost_vnd > 0


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        ([("P99", "retain", "")], None, "nobody in the roster has the id P99"),
        ([("P01", "retain", ""), ("P01", "retain", "")], None, "a second time"),
        ([("P01", "fired", "2027")], None, "fired is no decision"),
        ([("P01", "immediate_separation", "2040")], None, "no period 2040"),
        ([("P01", "x", "y")], ("who", "what", "when"), "headings employee_id and decision"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(rows: list, head: tuple | None, words: str, tmp_path: Path) -> None:
    file = write(tmp_path / "hand.csv", *rows, head=head or ("employee_id", "decision", "period"))
    with pytest.raises(InputError) as caught:
        measure(scenario_with(), roster_of(*PEOPLE), file, time_limit_s=20)
    assert words in said(caught.value)



@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_a_csv_is_read_as_spreadsheets_save_it(delimiter: str, encoding: str, tmp_path: Path) -> None:
    head = "Họ và tên,Mã số CBCCVC,Quyết định,Giai đoạn"
    lines = [head, "An,P01,Thôi việc ngay,2027", "", "Bình,P06,Giữ lại,"]
    file = tmp_path / "hand.csv"
    file.write_text("\n".join(lines).replace(",", delimiter), encoding=encoding)
    table = read_table(file)
    assert table.rows[["row", "employee_id", "decision", "period"]].values.tolist() == [[2, "P01", "Thôi việc ngay", "2027"], [4, "P06", "Giữ lại", ""]]
    assert table.places == {"employee_id": "Mã số CBCCVC", "decision": "Quyết định", "period": "Giai đoạn"} and table.sheet is None
    again = table_from(table.record())
    assert again.rows.to_numpy().tolist() == table.rows.to_numpy().tolist()
    assert (again.file, again.sheet, again.places) == (table.file, table.sheet, table.places)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"employee_id,decision\nP01,\0retain\n", "hand.csv"),
        (b'employee_id,decision\nP01,"retain\nP02,retain\n', "quotation mark"),
        (b"employee_id,decision\nP01,Gi\xfc l\xe1i\n", "not UTF-8"),
        (b"", "hand.csv"),
    ],
)
def test_a_csv_that_is_no_table_is_refused_in_a_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "hand.csv"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_table(file)
    assert len(caught.value.problems) == 1 and words in said(caught.value)


@pytest.mark.parametrize(
    ("column", "wrong", "letter"),
    [("employee_id", "P99", 1), ("decision", "fired", 2), ("period", "2040", 3), ("to_unit", "Z", 4)],
)
def test_a_wrong_cell_of_a_sheet_is_named_by_its_place(column: str, wrong: str, letter: int, tmp_path: Path) -> None:
    right = {"employee_id": "P02", "decision": "retain", "period": "", "to_unit": ""}
    rows = [("P01", "retain", "", ""), tuple({**right, column: wrong}.values())]
    file = write(tmp_path / "hand.xlsx", *rows, head=tuple(right))
    with pytest.raises(InputError) as caught:
        measure(scenario_with(), roster_of(*PEOPLE), file, time_limit_s=20)
    (fault,) = caught.value.problems
    assert (fault.file, fault.sheet, fault.row, fault.column) == ("hand.xlsx", "Sheet1", 3, letter)
    assert wrong in said(caught.value)


def test_beside_a_plan_at_hand_the_measure_is_the_same(tmp_path: Path) -> None:
    run = small_run(1)
    case = case_of(run)
    file = tmp_path / "hand.csv"
    run.decisions[["employee_id", "decision", "period"]].to_csv(file, index=False)
    whole = measure(run.instance.loaded, run.instance.roster, file, time_limit_s=30)
    beside = measured_beside(case, read_table(file))
    assert beside == whole and beside.breaches == () and beside.proven
    pd.DataFrame({"employee_id": case.ids[:1], "decision": ["retain"], "period": [""]}).to_csv(file, index=False)
    broken = measured_beside(case, read_table(file))
    assert broken.breaches == measure(run.instance.loaded, run.instance.roster, file, time_limit_s=30).breaches != ()
