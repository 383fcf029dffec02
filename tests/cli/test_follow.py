"""Following up a plan by its commands: what is said in both languages, and what the exit code is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from planner.core.texts import LANGUAGES, text
from planner.service.workspace.follow_up.lines import KINDS, STATES
from tests.cli.desk import call
from tests.service.workspace.follow_up.plans import followed_folder


@pytest.fixture
def desk(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a plan that can be followed up."""
    monkeypatch.chdir(installation)
    assert call("workspace", "keep", followed_folder(), "--name", "base") == 0 and call("workspace", "submit", "base") == 0
    assert call("workspace", "unlock", "base", "--reason", "theo dõi") == 0
    return installation


def lines(capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    """The lines that `list` tells."""
    import json

    capsys.readouterr()
    assert call("follow", "list", "base", *more, "--json") == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["lines"]
    return found


def test_the_road_of_a_follow_up(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("follow", "start", "base") == 0 and "base is followed up: " in capsys.readouterr().out
    assert call("follow", "start", "base") == 2 and "followed up already" in capsys.readouterr().err
    by_person = {line["employee_id"]: line["line"] for line in lines(capsys)}
    (desk / "minutes.pdf").write_bytes(b"%PDF")
    assert (
        call(
            "follow",
            "set",
            "base",
            by_person["P08"],
            "--state",
            "done",
            "--done-on",
            "2027-07-01",
            "--paid",
            "250000000",
            "--responsible",
            "Lan",
            "--file",
            "minutes.pdf",
        )
        == 0
    )
    assert call("follow", "set", "base", by_person["P16"], "--state", "withdrawn", "--outcome", "Rút đơn") == 0
    assert [line["employee_id"] for line in lines(capsys, "--state", "done")] == ["P08"] and lines(capsys, "--state", "done")[0][
        "evidence_file"
    ] == "minutes.pdf"
    assert {line["employee_id"] for line in lines(capsys, "--late", "--on", "2027-07-02", "--unit", "A")} >= {"P07"}
    assert {line["due"] for line in lines(capsys, "--month", "2027-07")} == {"2027-07-01"}
    assert call("follow", "add", "base", "rehire", "P08", "--day", "2029-01-01", "--due", "2029-03-01") == 0
    assert call("follow", "add", "base", "appeal", "P01", "--day", "2027-01-05", "--due", "2027-02-05") == 0
    capsys.readouterr()
    assert call("follow", "show", "base", "--on", "2027-08-01") == 0
    shown = capsys.readouterr().out
    assert (
        "1 of " in shown and "1 withdrew" in shown and "250,000,000 đồng to be returned (until 2032-07-01" in shown and "2027-07" in shown
    )
    assert (
        call("follow", "show", "base", "--on", "2027-08-01", "--lang", "vi") == 0
        and "phải hoàn trả 250.000.000 đồng" in capsys.readouterr().out
    )
    assert call("follow", "history", "base", by_person["P08"]) == 0 and "State: done" in capsys.readouterr().out
    assert call("follow", "history", "base", by_person["P08"], "--lang", "vi") == 0
    said = capsys.readouterr().out
    assert (
        "Trạng thái: đã xong" in said
        and "Ngày xong: 01/07/2027" in said
        and "Đã chi (đồng): 250.000.000" in said
        and "_" not in said.replace("open:", "")
    )
    assert call("follow", "replan", "base", "--on", "2027-12-31", "--out", "rest") == 0
    assert "One person withdrew from an exit and stays" in capsys.readouterr().out and Path("rest/scenario.yaml").is_file()
    assert call("solve", "rest/scenario.yaml", "--out", "next") == 0 and call("audit", "verify") == 0
    assert not [path for path in Path("rest").iterdir() if path.stat().st_mode & 0o077]


def test_the_office_sends_its_sheet_back(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("follow", "start", "base") == 0 and call("follow", "export", "base", "lines.xlsx") == 0
    head = capsys.readouterr().out.strip().splitlines()[-1].removeprefix("Head of the audit: ")
    book = openpyxl.load_workbook("lines.xlsx")
    names = [cell.value for cell in book.active[1]]
    assert book.active.cell(2, names.index("audit_head") + 1).value == head
    book.active.cell(2, names.index("step") + 1).value = "Ra quyết định"
    book.save("back.xlsx")
    assert call("follow", "import", "base", "back.xlsx") == 0 and "One line written." in capsys.readouterr().out
    assert call("follow", "import", "base", "back.xlsx") == 0 and "0 lines written." in capsys.readouterr().out
    assert call("follow", "import", "base", "none.xlsx") == 2 and "Traceback" not in capsys.readouterr().err


WRONG = [
    (["follow", "list", "other"], "there is no such thing in the workspace"),
    (["follow", "list", "base", "--month", "July"], "July is no month"),
    (["follow", "list", "base", "--state", "don"], "did you mean done?"),
    (["follow", "list", "base", "--kind", "exist"], "did you mean exit?"),
    (["follow", "set", "base", "99", "--step", "x"], "there is no line 99"),
    (["follow", "set", "base", "1", "--file", "none.pdf"], "there is nothing here"),
    (["follow", "set", "base", "1", "--paid", "5 triệu"], "is no sum"),
    (["follow", "add", "base", "exit", "P01", "--day", "2027-01-05", "--due", "2027-02-05"], "KIND"),
    (["follow", "add", "base", "wish", "P01", "--day", "5/1/2027", "--due", "2027-02-05"], "5/1/2027 is no day"),
    (["follow", "replan", "base", "--on", "2030-01-01", "--out", "rest"], "nothing is left to be planned"),
    (["follow", "export", "base", "x.docx"], ".csv, .xlsx, .parquet"),
    (["follow", "import", "base", "x.csv"], "a sheet that planner follow export wrote is wanted"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else "")
def test_what_is_wrong_is_one_sentence(desk: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("follow", "start", "base") == 0
    capsys.readouterr()
    assert call(*arguments) == 2
    shown = capsys.readouterr().err
    assert words in shown and "Traceback" not in shown and "unforeseen" not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_follow_up_is_in_the_catalogue(lang: str) -> None:
    assert all(text(f"follow.word_kind_{name}", lang) for name in KINDS) and all(text(f"follow.word_state_{name}", lang) for name in STATES)
