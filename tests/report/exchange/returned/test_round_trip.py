"""A pack goes out, comes back changed, is decided cell by cell, and the accepted cells are in the next plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from planner.cli.main import run as call
from planner.core.errors import InputError
from planner.report.exchange import packs_of
from planner.report.exchange.pack_folder import write_packs
from planner.report.exchange.returned import decided, origin_of, read_packs, read_review, review_of, stray_packs
from planner.report.exchange.review_book import write_review
from planner.roster.corrections import apply, read_corrections, write_corrections
from planner.roster.people.correction import Correction
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from planner.service.manifest import write_manifest
from tests.builder import SCENARIO, roster_of, said, target
from tests.report.exchange.returned.fill import FIRST, answer, fill
from tests.small import HOSTILE, small_run


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_packs(packs_of(small_run()), tmp_path_factory.mktemp("packs"))


def compared(*files: Path) -> pd.DataFrame:
    """The review of some files against the roster that they were made from, by person and column."""
    packs, problems = read_packs(files)
    assert not problems
    return review_of(packs, small_run().instance.roster).set_index(["employee_id", "column"])


def test_what_nobody_touched_is_no_change(sent: list[Path]) -> None:
    assert compared(*sent).empty
    assert not stray_packs(read_packs(sent)[0], small_run().instance.roster)[1]


def test_each_change_has_its_kind(sent: list[Path], tmp_path: Path) -> None:
    cells = {
        (FIRST, "birth_date"): dt.datetime(1984, 2, 1), (FIRST, "request_reason"): "theo giấy khai sinh",
        (FIRST + 1, "salary_coefficient"): "4,98", (FIRST + 2, "sex"): "Nư", (FIRST + 3, "si_months"): None,
        (FIRST + 3, "skills"): "thẩm định;  thuế", (FIRST + 4, "request"): "Đề nghị giữ lại", (FIRST + 5, "request"): "không thuộc đơn vị",
    }  # fmt: skip
    found = compared(fill(sent[0], tmp_path / "back.xlsx", cells, delete=(FIRST + 6,)))
    assert found["kind"].to_dict() == {
        ("P01", "birth_date"): "changed", ("P02", "salary_coefficient"): "changed", ("P03", "sex"): "unreadable", ("P04", "si_months"): "unreadable",
        ("P04", "skills"): "changed", ("P05", "lock"): "keep", ("P06", "employee_id"): "goes", ("P07", "employee_id"): "goes",
    }  # fmt: skip
    changed = found.loc["P01", "birth_date"]
    assert (changed["sent"], changed["returned"], changed["now"], changed["reason"]) == (
        "1985-05-15",
        "1984-02-01",
        "1985-05-15",
        "theo giấy khai sinh",
    )
    assert found.loc["P04", "skills"]["after"] == "thẩm định;thuế" and "Nư" in found.loc["P03", "sex"]["note"]


def test_a_new_person_comes_with_each_cell_and_one_of_another_unit_only_moves(sent: list[Path], tmp_path: Path) -> None:
    row = FIRST
    new = {
        "employee_id": "N1",
        "full_name": "=1+1",
        "birth_date": "01/02/1990",
        "sex": "Nữ",
        "category": "Công chức",
        "salary_coefficient": 3.0,
        "si_months": 100,
    }
    cells = {(row, name): value for name, value in new.items()} | {(row + 1, "employee_id"): "P09", (row + 2, "full_name"): "Không mã"}
    found = compared(fill(sent[0], tmp_path / "back.xlsx", {}, added=cells))
    joined = found.loc["N1"]
    assert set(joined["kind"]) == {"joins"} and joined["after"].to_dict() | {"unit": "A"} == joined["after"].to_dict()
    assert joined.loc["full_name", "after"] == "=1+1" and joined.loc["birth_date", "after"] == "1990-02-01"
    assert (found.loc[("P09", "unit"), "before"], found.loc[("P09", "unit"), "after"]) == ("B", "A") and len(found.loc["P09"]) == 1
    assert found.loc[("", "employee_id"), "kind"] == "unreadable"
    assert "Trang “Thêm người còn thiếu”." in joined.loc["employee_id", "note"] and joined.loc["employee_id", "row"] == row


def test_an_added_person_who_lacks_what_is_needed_or_stands_there_twice_is_not_taken(sent: list[Path], tmp_path: Path) -> None:
    short = {(FIRST, "employee_id"): "N1", (FIRST, "full_name"): "Thiếu Ngày Sinh", (FIRST, "sex"): "Nư", (FIRST, "request_reason"): "mới về"}
    twice = {(FIRST + at, name): value for at in (1, 2) for name, value in {"employee_id": "N2", "full_name": "Hai Lần"}.items()}
    found = compared(fill(sent[0], tmp_path / "back.xlsx", {}, added={**short, **twice, (FIRST + 3, "employee_id"): "P01"}))
    kinds = found["kind"].to_dict()
    assert kinds["N1", "birth_date"] == kinds["N1", "si_months"] == kinds["N1", "sex"] == "unreadable" and kinds["N1", "full_name"] == "joins"
    assert set(found.loc["N1", "reason"]) == {"mới về"}
    assert kinds["N2", "employee_id"] == kinds["P01", "employee_id"] == "unreadable"  # P01 stands on the people's sheet already


def test_a_pack_of_a_former_version_may_add_people_below_the_others(sent: list[Path], tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(sent[0])
    del book["Thêm người còn thiếu"]
    meta = book["_pack"]
    meta.delete_rows(next(row for row in range(1, meta.max_row + 1) if meta.cell(row, 1).value == "added"))
    sheet = book["Nhân sự"]
    at = {cell.value: cell.column for cell in sheet[4] if cell.value}
    sheet.cell(FIRST + 8, at["employee_id"]).value = "P09"
    book.save(tmp_path / "old.xlsx")
    found = compared(tmp_path / "old.xlsx")
    assert (found.loc[("P09", "unit"), "before"], found.loc[("P09", "unit"), "after"]) == ("B", "A")


def test_what_changed_meanwhile_is_a_conflict_unless_both_say_the_same(sent: list[Path], tmp_path: Path) -> None:
    cells = {(FIRST + 1, "step"): 5, (FIRST + 2, "step"): 6, (FIRST + 3, "step"): 7}
    packs, _ = read_packs([fill(sent[0], tmp_path / "back.xlsx", cells)])
    now = small_run().instance.roster
    people = now.people.copy()
    people.loc[1, "step"], people.loc[2, "step"] = 9, 6
    found = review_of(packs, type(now)(people, now.units, (), "0" * 64, "now.csv"))
    assert found[["employee_id", "kind", "before", "after"]].to_numpy().tolist() == [
        ["P02", "conflict", "9", "5"],
        ["P04", "changed", "", "7"],
    ]


def test_two_files_that_ask_for_different_things_are_a_conflict(sent: list[Path], tmp_path: Path) -> None:
    one, same = (fill(sent[0], tmp_path / f"{n}.xlsx", {(FIRST, "step"): 5}) for n in ("one", "same"))
    other = fill(sent[0], tmp_path / "other.xlsx", {(FIRST, "step"): 6})
    assert len(compared(one, same)) == 1
    found = compared(one, other)
    assert found["kind"].tolist() == ["conflict", "conflict"]
    with pytest.raises(InputError) as error:
        decided(found.reset_index(), [True, True], "Lan")
    assert "two different values" in said(error.value)
    assert [e.accepted for e in decided(found.reset_index(), [True, False], "Lan")] == [True, False]


def broken(sent: list[Path], tmp_path: Path, what: str) -> Path:
    """A pack with one thing wrong."""
    import openpyxl

    out = tmp_path / f"{what}.xlsx"
    if what == "damaged":
        out.write_bytes(sent[0].read_bytes()[:3000])
        return out
    book = openpyxl.load_workbook(sent[0])
    if what == "foreign":
        book = openpyxl.Workbook()
    elif what == "seal":
        book["_sent"]["B6"].value = "Another"
    elif what == "columns":
        book["Nhân sự"].delete_cols(8)
    elif what == "added":
        book["Thêm người còn thiếu"].delete_cols(3)
    elif what == "meta":
        del book["_pack"]
    book.save(out)
    return out


@pytest.mark.parametrize(("what", "words"), [
    ("damaged", "damaged"), ("foreign", "not a pack"), ("meta", "not a pack"), ("seal", "seal"), ("columns", "columns were moved"),
    ("added", "columns were moved"),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_costs_one_sentence(sent: list[Path], tmp_path: Path, what: str, words: str) -> None:
    packs, problems = read_packs([broken(sent, tmp_path, what), sent[1]])
    assert [p.file for p in packs] == [sent[1].name]
    assert len(problems) == 1 and words in problems[0].sentence()


def test_a_seal_made_anew_is_seen_against_the_plan(sent: list[Path], tmp_path: Path) -> None:
    run = small_run()
    packs, _ = read_packs(sent[:1])
    packs[0].sent.cells["full_name"][0] = "Somebody else"
    kept, problems = stray_packs(packs, run.instance.roster)
    assert not kept and "1 cells" in problems[0].sentence()


def test_the_whole_round_by_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = roster_of({"full_name": HOSTILE}, {"rating_1": "not_completed"}, {}, {"unit": "B"}, {"unit": "B"})
    write_roster(people, tmp_path / "roster.csv")
    scenario = tmp_path / "s.yaml"
    scenario.write_text(to_yaml(merge(SCENARIO, {"periods": target(0.2)})), encoding="utf-8")

    def planner(*arguments: object) -> int:
        return call(["--lang", "vi", *map(str, arguments)])

    assert planner("solve", scenario, "--out", tmp_path / "plan") == 0
    assert planner("packs", tmp_path / "plan", "--out", tmp_path / "packs", "--unit", "A") == 0
    assert {p.name for p in (tmp_path / "packs").iterdir()} == {"001-A.xlsx", "packs.csv"}
    cells = {
        (FIRST + 1, "request"): "Đề nghị giữ lại", (FIRST + 1, "request_reason"): "đang chủ trì đề án", (FIRST, "salary_coefficient"): 4.98,
        (FIRST + 2, "step"): 4,
    }  # fmt: skip
    back = fill(tmp_path / "packs" / "001-A.xlsx", tmp_path / "back-A.xlsx", cells)
    assert planner("returned", tmp_path / "plan", back, "--out", tmp_path / "review.xlsx") == 0
    assert planner("accept", tmp_path / "review.xlsx", "--by", "Lan", "--out", tmp_path / "c.csv") == 2
    assert "chưa chọn có hoặc không" in capsys.readouterr().err and not (tmp_path / "c.csv").exists()
    filled = answer(tmp_path / "review.xlsx", tmp_path / "filled.xlsx", {("P03", "step"): "không"})
    for _ in range(2):  # the second time adds nothing
        assert planner("accept", filled, "--by", "Lan", "--out", tmp_path / "c.csv") == 0
    assert [(e.employee_id, e.column, e.after, e.accepted, e.by, e.from_file, e.reason) for e in read_corrections(tmp_path / "c.csv")] == [
        ("P01", "salary_coefficient", "4.98", True, "Lan", "back-A.xlsx", ""),
        ("P02", "lock", "keep", True, "Lan", "back-A.xlsx", "đang chủ trì đề án"),
        ("P03", "step", "4", False, "Lan", "back-A.xlsx", ""),
    ]
    child = tmp_path / "sub" / "with.yaml"
    child.parent.mkdir()
    child.write_text("extends: ../s.yaml\ncorrections: ../c.csv\n", encoding="utf-8")
    assert planner("solve", child, "--out", tmp_path / "second") == 0
    assert planner("verify", tmp_path / "second") == 0
    capsys.readouterr()
    assert planner("explain", tmp_path / "second", "P02") == 0
    shown = capsys.readouterr().out
    assert (
        "do Lan chấp nhận ngày" in shown and "back-A.xlsx" in shown and "đang chủ trì đề án" in shown and "Ở lại" in shown.splitlines()[0]
    )
    assert planner("explain", tmp_path / "second", "P03") == 0
    assert "bị Lan từ chối" in capsys.readouterr().out
    ledger = tmp_path / "second" / "inputs" / "corrections.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("4.98", "4.99"), encoding="utf-8")
    assert planner("verify", tmp_path / "second") == 1
    assert "corrections.csv" in capsys.readouterr().out
    write_manifest(tmp_path / "second")
    assert planner("verify", tmp_path / "second") == 1
    assert "corrections.csv, dòng 2" in capsys.readouterr().out, "the chain"
    told = read_corrections(tmp_path / "c.csv")
    write_corrections([replace(entry, after=entry.after.replace("4.98", "4.99")) for entry in told], tmp_path / "forged.csv")
    (tmp_path / "forged.csv").replace(ledger)
    write_manifest(tmp_path / "second")
    assert planner("verify", tmp_path / "second") == 1
    assert "4.99" in capsys.readouterr().out


def test_a_review_that_was_changed_inside_or_answered_oddly_is_refused(sent: list[Path], tmp_path: Path) -> None:
    import openpyxl

    packs, _ = read_packs([fill(sent[0], tmp_path / "back.xlsx", {(FIRST, "step"): 5, (FIRST + 1, "step"): 6, (FIRST + 2, "sex"): "?"})])
    now = small_run().instance.roster
    write_review(review_of(packs, now), tmp_path / "review.xlsx", origin=origin_of(packs, now, tmp_path))
    filled = answer(tmp_path / "review.xlsx", tmp_path / "odd.xlsx", {("P01", "step"): "perhaps"})
    book = openpyxl.load_workbook(filled)
    sheet = book["Thay đổi"]
    at = {cell.value: cell.column for cell in sheet[3] if cell.value}
    sheet.cell(6, at["after"]).value = "9"
    book.save(filled)
    with pytest.raises(InputError) as error:
        read_review(filled, "Lan")
    assert "perhaps" in said(error.value) and "hidden columns" in said(error.value)
    with pytest.raises(InputError, match="did not write|not a review|planner returned"):
        read_review(sent[0], "Lan")
    with pytest.raises(InputError, match="--by"):
        read_review(answer(tmp_path / "review.xlsx", tmp_path / "ok.xlsx", {}), " ")
    entries = read_review(tmp_path / "ok.xlsx", "Lan").entries
    made, problems = apply(small_run().instance.roster, entries)
    assert made is not None and not problems and made.people["step"].tolist()[:2] == [5, 6]


@pytest.mark.parametrize(("ledger", "words"), [
    (None, "no such file"),
    ("P01,step,7,8", '"7" stands there'),
    ("P01,stepp,,8", "no column stepp"),
])  # fmt: skip
def test_a_ledger_that_does_not_fit_stops_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ledger: str | None, words: str
) -> None:
    write_roster(roster_of({}, {}), tmp_path / "roster.csv")
    (tmp_path / "s.yaml").write_text(to_yaml(merge(SCENARIO, {"corrections": "c.csv"})), encoding="utf-8")
    if ledger is not None:
        person, column, before, after = ledger.split(",")
        write_corrections([Correction(person, column, before, after, True, "Lan", "2026-11-22T04:00:00+00:00")], tmp_path / "c.csv")
    assert call(["solve", str(tmp_path / "s.yaml"), "--out", str(tmp_path / "plan")]) == 2
    told = capsys.readouterr().err
    assert words in told and "c.csv" in told and "Traceback" not in told and not (tmp_path / "plan").exists()
