"""How `planner check` says what it found: errors first, a fault once with its rows, what speaks against rows at the top.

`check --json` gives, beside `account` (`tests/messy/difficult/account.py`):
- `against`: how many people something speaks against (a note, a state, a group, a comment, a row struck through);
- `protections`: [{column, people, employee_ids}], the columns that protect people and that sheets lack, with those of these
  sheets whom they could concern;
- `overdue`: the ids of those who are past the retirement age on the day of reading.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.cli.main import run
from planner.roster.tables.account import account_of
from planner.roster.tables.mapping import read_mapping
from planner.roster.tables.table import Table
from tests.messy import still_wrong
from tests.messy.difficult.cases import case_of
from tests.messy.difficult.draft import TWO_UNITS, UNITS, book_bytes
from tests.messy.difficult.page import PEOPLE, D, Page

PROTECTING = {
    "youngest_child_born_on", "pregnant", "maternity_leave", "under_discipline", "under_inspection", "attention_groups", "contract_end_on", "rating_1",
}  # fmt: skip


def still(name: str) -> pytest.MarkDecorator:
    """Marks a test that must fail while its line stands in `still_wrong.REPORT`."""
    return pytest.mark.xfail(name in still_wrong.REPORT, reason=still_wrong.REPORT.get(name, ""), strict=True)


def checked(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], list[str]]:
    """The JSON of a check, and the lines on standard error."""
    capsys.readouterr()
    run(["--lang", "vi", "check", str(path), "--json"])
    shown = capsys.readouterr()
    return json.loads(shown.out), shown.err.splitlines()


def book(folder: Path, page: Page, name: str = "VPC.xlsx") -> Path:
    """A workbook of one sheet."""
    file = folder / name
    file.write_bytes(book_bytes([page], UNITS))
    return file


@still("order")
def test_errors_come_before_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Page.of()
    page.write("birth_date", 1971, "31/02/1975", 1980, "32/08/1988", 1985)
    said, lines = checked(book(tmp_path, page), capsys)
    kinds = [[any(p["message"] in line for p in said[kind]) for line in lines] for kind in ("errors", "warnings")]
    assert sum(kinds[0]) == 2 and sum(kinds[1]) >= 1
    assert max(at for at, here in enumerate(kinds[0]) if here) < min(at for at, here in enumerate(kinds[1]) if here)


@still("once")
def test_one_fault_in_many_rows_is_told_once_with_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Page.of([PEOPLE[3] | {"employee_id": f"HF{n:03}", "full_name": f"Lò Thị Pành {chr(65 + n % 26)}{chr(65 + n // 26)}"} for n in range(200)])
    page.write("leadership_allowance", *["NULL"] * 200)
    said, lines = checked(book(tmp_path, page), capsys)
    about = [line for line in lines if "NULL" in line]
    assert 1 <= len(about) <= 2, len(about)
    assert re.search(r"\b2\D+201\b", about[0]), about[0]


@still("copy")
def test_a_file_that_is_a_copy_of_another_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = book(tmp_path, Page.of())
    shutil.copy(first, tmp_path / "VPC - Copy.xlsx")
    said, lines = checked(tmp_path, capsys)
    assert said["errors"] and len([line for line in lines if "VPC - Copy.xlsx" in line]) <= 2, lines
    assert any("VPC.xlsx" in line and "VPC - Copy.xlsx" in line for line in lines)


@still("against")
def test_what_speaks_against_rows_is_counted_at_the_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case_of("A05").write(tmp_path)
    said, _ = checked(path, capsys)
    assert said["against"] == 4
    run(["--lang", "vi", "check", str(path)])
    first = capsys.readouterr().out.splitlines()[:2]
    assert any(re.search(r"\b4\b", line) for line in first), first


@still("protections")
def test_protections_that_no_sheet_has_are_named_with_those_whom_they_concern(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said, _ = checked(book(tmp_path, Page.of()), capsys)
    lacking = {entry["column"]: entry for entry in said["protections"]}
    assert set(lacking) >= PROTECTING
    child = lacking["youngest_child_born_on"]
    assert child["people"] == len(child["employee_ids"]) and {"HF004", "HF005"} <= set(child["employee_ids"])
    assert not {"HF001", "HF002"} & set(child["employee_ids"])  # past the age at which children are small
    assert set(lacking["maternity_leave"]["employee_ids"]) <= {"HF002", "HF004"}
    page = Page.of()
    page.add("maternity_leave", "Đang nghỉ thai sản", None, None, None, "x")
    said, _ = checked(book(tmp_path, page, "again.xlsx"), capsys)
    assert "maternity_leave" not in {entry["column"] for entry in said["protections"]}


def two_sheets(folder: Path) -> Path:
    """The clean list with a column of maternity leave, and the list of another unit without."""
    first, second = Page.of(), Page.of([PEOPLE[3] | {"employee_id": "KH001", "full_name": "Chảo Thị Mẩy", "unit": "VKH"}], "VKH")
    first.add("maternity_leave", "Đang nghỉ thai sản", None, None, None, "x")
    file = folder / "two.xlsx"
    file.write_bytes(book_bytes([first, second], TWO_UNITS))
    return file


def test_a_protection_that_some_sheets_lack_is_named_with_the_people_of_these_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = two_sheets(tmp_path)
    said, _ = checked(path, capsys)
    lacking = {entry["column"]: entry["employee_ids"] for entry in said["protections"]}
    assert lacking["maternity_leave"] == ["KH001"] and set(lacking["pregnant"]) == {"HF004", "KH001"}
    assert any("Một số trang tính" in sentence and "VKH" in sentence and "KH001" in sentence for sentence in said["noticed"])


def test_what_no_sheet_said_is_still_known_of_the_canonical_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = two_sheets(tmp_path)
    said, _ = checked(path, capsys)
    assert run(["check", str(path), "--normalized", str(tmp_path / "canonical.csv")]) == 0
    again, _ = checked(tmp_path / "canonical.csv", capsys)
    flags = {"maternity_leave", "pregnant", "under_discipline", "under_inspection"}
    for each in (said, again):
        each["protections"] = {entry["column"]: entry["employee_ids"] for entry in each["protections"] if entry["column"] in flags}
    assert again["protections"] == said["protections"] and again["against"] == said["against"] and again["overdue"] == said["overdue"]


def test_what_concerns_the_whole_is_said_where_rows_have_errors_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Page.of([PEOPLE[0] | {"birth_date": D(1960, 3, 14), "si_months": 420}, *PEOPLE[1:]])
    page.add("note", "Ghi chú", None, "Nghỉ thai sản", None, None, None)
    page.write("sex", "Nam", "Nữ", "X")
    said, _ = checked(book(tmp_path, page), capsys)
    assert said["errors"] and said["against"] == 1 and said["overdue"] == ["HF001"]
    assert {"HF004", "HF005"} <= set(next(e for e in said["protections"] if e["column"] == "youngest_child_born_on")["employee_ids"])


def test_the_same_problems_once_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Page.of()
    page.write("leadership_allowance", 1.0, 0.8, "NULL", "NULL", "NULL")
    said, _ = checked(book(tmp_path, page), capsys)
    (once,) = [each for each in said["once"] if "NULL" in each["message"]]
    assert once["rows"] == [4, 5, 6] and once["severity"] == "error" and once["column"] == "K"
    assert [each["severity"] for each in said["once"]] == sorted(each["severity"] for each in said["once"])


@still("overdue")
def test_those_past_the_retirement_age_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Page.of([PEOPLE[0] | {"birth_date": D(1960, 3, 14), "si_months": 420}, *PEOPLE[1:]])
    said, lines = checked(book(tmp_path, page), capsys)
    assert said["overdue"] == ["HF001"]
    assert any("HF001" in line or "Tạ Quang Bửu Long" in line or "dòng 2" in line for line in lines)


@still("mapping")
def test_a_mapping_to_fill_in_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case_of("D04").write(tmp_path)
    out = tmp_path / "D04.mapping.yaml"
    assert run(["mapping", str(path), "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert all(heading in text for heading in ("Số hồ sơ", "CBCC", "Phái tính", "Tham gia BH"))
    mapping = read_mapping(out)  # a file that is read, also before anything is filled in
    assert all(target == "ignore" or target for target in mapping.headings.values())


def test_a_mapping_that_was_filled_in_with_what_is_suggested_reads_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case_of("D04").write(tmp_path)
    out = tmp_path / "D04.mapping.yaml"
    assert run(["--lang", "vi", "mapping", str(path), "--out", str(out)]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        if line.endswith(":") and not line.startswith(("headings", "#")):
            first = lines[at - 1].rpartition("có thể là: ")[2].split(",")[0]
            lines[at] = f"{line} {'position_title' if first == '–' else first}"
    out.write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()
    run(["check", str(path), "--mapping", str(out), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert said["errors"] == [] and said["people"] == 8


def test_a_mapping_of_a_file_that_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (("gone.xlsx", None), ("torn.xlsx", b"PK\3\4 no workbook")):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        assert run(["mapping", str(tmp_path / name), "--out", str(tmp_path / "m.yaml")]) == 2
        assert name in capsys.readouterr().err and not (tmp_path / "m.yaml").exists()


def test_the_check_ends_with_an_account_that_adds_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case_of("207").write(tmp_path)
    run(["check", str(path)])
    lines = capsys.readouterr().out.splitlines()
    account = lines[next(at for at, line in enumerate(lines) if line.startswith("Account")) :]
    sums = [re.fullmatch(r"  (\w+): (\d+) = (\d+) \+ (\d+)", line) for line in account]
    parts = {match[1]: tuple(map(int, match.groups()[1:])) for match in sums if match}
    assert set(parts) == {"files", "sheets", "rows", "columns"} and all(a == b + c for a, b, c in parts.values())
    assert parts["files"] == (5, 1, 4) and all(any(name in line for line in account) for name in ("cong-van.docx", "bao-cao.pdf", "VKH.xlsx.bak", "VDK.numbers"))


def test_the_account_says_what_a_kind_of_file_does_not_show() -> None:
    tables = [Table("VPC.xls", "VPC", 1, np.array([2, 3])), Table("VKH.xlsx", "VKH", 1, np.array([2]))]
    account = account_of(["VPC.xls", "VKH.xlsx"], [], [], tables, [])
    (note,) = account.as_dict("vi")["notes"]
    assert "VPC.xls" in note and "VKH.xlsx" not in note
    assert account_of(["VKH.xlsx"], [], [], tables[1:], []).notes == ()


def test_no_name_of_a_test_stands_in_the_list_without_one() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert all(f'@still("{name}")' in text for name in still_wrong.REPORT)
