"""What `accept` takes: reviews that `returned` wrote, people, columns and values of the roster; two at once are both there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.cli.main import run as call
from planner.report.exchange.returned import decide, origin
from planner.report.exchange.returned.decide import SEALED, seal_of, sealed
from planner.report.exchange.returned.origin import ORIGIN_SHEET, SEAL, seal_of_all
from planner.roster.corrections import read_corrections, write_corrections
from planner.roster.people.correction import Correction
from planner.roster.write import write_roster
from planner.scenario.load import merge, to_yaml
from tests.builder import SCENARIO, roster_of, target
from tests.report.exchange.returned.fill import FIRST, answer, fill

DEEP = int(os.environ.get("DEEP", "1"))


def planner(*arguments: object) -> int:
    """The exit code of a command in Vietnamese workbooks, English sentences apart."""
    return call(["--lang", "vi", *map(str, arguments)])


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and two reviews of it that are filled in: `a.xlsx` of unit A, `b.xlsx` of unit B."""
    folder = tmp_path_factory.mktemp("sent")
    write_roster(roster_of({}, {"rating_1": "not_completed"}, {}, {"unit": "B"}, {"unit": "B"}), folder / "roster.csv")
    (folder / "s.yaml").write_text(to_yaml(merge(SCENARIO, {"periods": target(0.2)})), encoding="utf-8")
    assert planner("solve", folder / "s.yaml", "--out", folder / "plan") == 0
    assert planner("packs", folder / "plan", "--out", folder / "packs") == 0
    for at, (name, pack) in enumerate((("a", "001-A"), ("b", "002-B"))):
        cells = {(FIRST, "step"): 3 + at, (FIRST + 1, "salary_coefficient"): 4.98}
        back = fill(folder / "packs" / f"{pack}.xlsx", folder / f"back-{name}.xlsx", cells)
        assert planner("returned", folder / "plan", back, "--out", folder / f"review-{name}.xlsx") == 0
        answer(folder / f"review-{name}.xlsx", folder / f"{name}.xlsx", {})
    return folder


@pytest.fixture
def desk(sent: Path, tmp_path: Path) -> Path:
    """A folder of one's own for the ledger."""
    return tmp_path


def changed(review: Path, out: Path, change: Callable[[dict[str, dict[str, str]], dict[str, str]], None], sealed_anew: bool) -> Path:
    """The review with rows {row: {column: text}} and origin changed in place; with every seal made anew where wanted."""
    book = openpyxl.load_workbook(review)
    sheet, hidden = book["Thay đổi"], book[ORIGIN_SHEET]
    at = {cell.value: cell.column for cell in sheet[3] if cell.value}
    rows = {str(row): {name: str(sheet.cell(row, at[name]).value or "") for name in SEALED} for row in range(5, sheet.max_row + 1) if sheet.cell(row, at["seal"]).value}
    said = {str(row[0].value): str(row[1].value or "") for row in hidden.iter_rows(max_col=2)}
    before = set(rows)
    change(rows, said)
    for row in before - set(rows):
        for column in at.values():
            sheet.cell(int(row), column).value = None
    for row, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(int(row), at[name]).value = value
        if sealed_anew:
            sheet.cell(int(row), at["seal"]).value = seal_of(sealed([cells[name] for name in SEALED]))
    if sealed_anew:
        said[SEAL] = seal_of_all(said, [sealed([cells[name] for name in SEALED]) for cells in rows.values()])
    hidden.delete_rows(1, hidden.max_row)
    for key, value in said.items():
        hidden.append([key, value])
    book.save(out)
    return out


def test_what_was_decided_is_in_the_ledger_once(sent: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for review in ("a", "b", "a"):
        assert planner("accept", sent / f"{review}.xlsx", "--by", "Lan", "--out", desk / "c.csv") == 0
    found = read_corrections(desk / "c.csv")
    assert [(e.employee_id, e.column, e.after) for e in found] == [
        ("P01", "step", "3"), ("P02", "salary_coefficient", "4.98"), ("P04", "step", "4"), ("P05", "salary_coefficient", "4.98"),
    ]  # fmt: skip
    assert (desk / "c.csv").read_bytes().startswith(b"\xef\xbb\xbf") and (desk / "c.csv").stat().st_mode & 0o777 == 0o600


def strange(person: str = "", column: str = "", before: str | None = None, after: str = "", kind: str = "") -> Callable[..., None]:
    """Change the first row."""

    def change(rows: dict[str, dict[str, str]], said: dict[str, str]) -> None:
        row = rows[min(rows)]
        new = {"employee_id": person, "column": column, "after": after, "kind": kind}
        row.update({name: value for name, value in new.items() if value} | ({} if before is None else {"before": before}))

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (strange(person="P99"), "không ai trong danh sách có mã P99"),
        (strange(column="shoe_size"), "danh sách không có cột shoe_size"),
        (strange(after="nine"), "nine"),
        (strange(column="sex", before="M", after="?"), "?"),
        (strange(column="si_months", before="180", after="9000"), "9000"),
        (strange(column="unit", before="A", after="C"), "không có đơn vị C"),
        (strange(before="7"), "“7”"),
        (strange(column="employee_id", before="P01", after="P77"), "không thể đổi mã"),
    ],
)
def test_a_forged_review_with_its_seals_made_anew_meets_the_roster(
    sent: Path, desk: Path, change: Callable[..., None], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corrections([], desk / "c.csv")
    forged = changed(sent / "a.xlsx", desk / "forged.xlsx", change, sealed_anew=True)
    capsys.readouterr()
    assert planner("accept", forged, "--by", "Lan", "--out", desk / "c.csv", "--roster", sent / "plan") == 2
    told = capsys.readouterr().err
    assert words in told and "forged.xlsx, dòng 5" in told
    assert read_corrections(desk / "c.csv") == ()


def test_a_refused_entry_of_nobody_is_refused_too(sent: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = changed(sent / "a.xlsx", desk / "forged.xlsx", strange(person="P99"), sealed_anew=True)
    answer(forged, desk / "no.xlsx", {}, default="không")
    assert planner("accept", desk / "no.xlsx", "--by", "Lan", "--out", desk / "c.csv", "--roster", sent / "plan") == 2
    assert "P99" in capsys.readouterr().err and not (desk / "c.csv").exists()


def drop_row(rows: dict[str, dict[str, str]], said: dict[str, str]) -> None:
    """A row is taken out."""
    del rows[max(rows)]


def other_plan(rows: dict[str, dict[str, str]], said: dict[str, str]) -> None:
    """It says that it is of another roster."""
    said["roster"] = "0" * 64


def no_origin(rows: dict[str, dict[str, str]], said: dict[str, str]) -> None:
    """It says nothing of where it comes from."""
    said.clear()


@pytest.mark.parametrize(
    ("change", "words"),
    [(drop_row, "thiếu dòng"), (other_plan, "thiếu dòng"), (no_origin, "không phải bảng đối chiếu"), (strange(after="9"), "đã bị sửa"), (strange(kind="conflict"), "đã bị sửa")],
)
def test_a_review_that_returned_did_not_write_so_is_refused(
    sent: Path, desk: Path, change: Callable[..., None], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = changed(sent / "a.xlsx", desk / "forged.xlsx", change, sealed_anew=False)
    assert planner("accept", forged, "--by", "Lan", "--out", desk / "c.csv", "--roster", sent / "plan") == 2
    assert words in capsys.readouterr().err and not (desk / "c.csv").exists()


def test_a_workbook_of_ones_own_is_no_review(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(decide.READ))
    book.active.append([1, "có", "P01", "step", "", "5", "changed", "x.xlsx", "", "0" * 16])
    book.save(desk / "mine.xlsx")
    assert planner("accept", desk / "mine.xlsx", "--by", "Lan", "--out", desk / "c.csv") == 2
    assert "không phải bảng đối chiếu" in capsys.readouterr().err
    assert origin.is_origin({}) is False


def test_the_roster_is_found_or_named(sent: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    for name in ("plan", "roster.csv", "roster.units.csv", "a.xlsx", "s.yaml"):
        (shutil.copytree if name == "plan" else shutil.copy2)(sent / name, desk / name)
    moved = changed(desk / "a.xlsx", desk / "moved.xlsx", lambda rows, said: said.update(place="/nowhere/plan"), sealed_anew=True)
    assert planner("accept", moved, "--by", "Lan", "--out", desk / "1.csv") == 0, "it stands beside the review"
    (desk / "plan").rename(desk / "elsewhere")
    assert planner("accept", moved, "--by", "Lan", "--out", desk / "2.csv") == 2
    assert "--roster" in capsys.readouterr().err
    assert planner("accept", moved, "--by", "Lan", "--out", desk / "2.csv", "--roster", desk / "elsewhere") == 0
    assert planner("accept", moved, "--by", "Lan", "--out", desk / "3.csv", "--roster", desk / "roster.csv") == 0, "the same roster, in another file"
    text = (desk / "roster.csv").read_text(encoding="utf-8").replace("Nguyễn Văn 01", "Nguyễn Văn 10")
    (desk / "roster.csv").write_text(text, encoding="utf-8")
    assert planner("accept", moved, "--by", "Lan", "--out", desk / "4.csv", "--roster", desk / "roster.csv") == 2
    assert "không phải danh sách đã dùng để đối chiếu" in capsys.readouterr().err and not (desk / "4.csv").exists()


def test_what_the_ledger_says_already_counts(sent: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_corrections([Correction("P01", "step", "", "7", True, "Minh", "2026-11-22T04:00:00+00:00")], desk / "c.csv")
    assert planner("accept", sent / "a.xlsx", "--by", "Lan", "--out", desk / "c.csv") == 2
    told = capsys.readouterr().err
    assert "a.xlsx, dòng 5" in told and "“7”" in told and len(read_corrections(desk / "c.csv")) == 1


def test_a_ledger_that_lacks_what_the_roster_was_corrected_by_is_refused(sent: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert planner("accept", sent / "a.xlsx", "--by", "Lan", "--out", desk / "c.csv") == 0
    (desk / "with.yaml").write_text(f"extends: {sent / 's.yaml'}\ncorrections: c.csv\n", encoding="utf-8")
    assert planner("solve", desk / "with.yaml", "--out", desk / "plan") == 0
    assert planner("packs", desk / "plan", "--out", desk / "packs") == 0
    back = fill(desk / "packs" / "002-B.xlsx", desk / "back.xlsx", {(FIRST, "step"): 5})
    assert planner("returned", desk / "plan", back, "--out", desk / "review.xlsx") == 0
    answer(desk / "review.xlsx", desk / "b.xlsx", {})
    capsys.readouterr()
    assert planner("accept", desk / "b.xlsx", "--by", "Lan", "--out", desk / "other.csv") == 2
    assert "2 mục" in capsys.readouterr().err and not (desk / "other.csv").exists()
    assert planner("accept", desk / "b.xlsx", "--by", "Lan", "--out", desk / "c.csv") == 0
    assert len(read_corrections(desk / "c.csv")) == 3


def test_two_at_once_are_both_there(sent: Path, desk: Path) -> None:
    for turn in range(25 if DEEP > 1 else 4):
        ledger, children = desk / f"{turn}.csv", []
        for review in ("a", "b"):
            child = os.fork()
            if not child:
                os._exit(planner("accept", sent / f"{review}.xlsx", "--by", review, "--out", ledger))
            children.append(child)
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
        assert sorted((e.by, e.employee_id) for e in read_corrections(ledger)) == [("a", "P01"), ("a", "P02"), ("b", "P04"), ("b", "P05")]
    assert {path.suffix for path in desk.iterdir()} == {".csv"} and len(list(desk.iterdir())) == turn + 1
