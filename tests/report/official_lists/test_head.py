"""Who issues a list, where and on which day: options, kept for the next time beside the plans and in none of them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest

from planner.cli.main import run as call
from planner.report.letterhead import Letterhead, issuing, place_and_day
from planner.service.saved_runs import save_run
from planner.service.verification import verify_folder
from tests.report.official_lists.cases import streamlined


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a plan, in an installation of its own."""
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    save_run(streamlined(), tmp_path / "runs" / "plan", workbook=False)
    return tmp_path / "runs" / "plan"


def heads(path: Path) -> list[str]:
    """The texts above the headings of the summary."""
    sheet = openpyxl.load_workbook(path)["Tổng hợp"]
    return [str(c.value) for row in sheet.iter_rows(max_row=7) for c in row if c.value is not None]


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (dt.date(2026, 12, 5), "Hà Nội, ngày 05 tháng 12 năm 2026", "Hà Nội, 05/12/2026"),
        (dt.date(2027, 2, 28), "Hà Nội, ngày 28 tháng 02 năm 2027", "Hà Nội, 28/02/2027"),
        (dt.date(2027, 3, 9), "Hà Nội, ngày 09 tháng 3 năm 2027", "Hà Nội, 09/3/2027"),
    ],
)
def test_a_day_is_written_as_decree_30_asks(day: dt.date, vi: str, en: str) -> None:
    head = Letterhead(("Bộ Công Thương", "Vụ Tổ chức cán bộ"), "Hà Nội", day)
    assert (place_and_day(head, "vi"), place_and_day(head, "en")) == (vi, en)
    assert issuing(head, "vi") == ("BỘ CÔNG THƯƠNG", "VỤ TỔ CHỨC CÁN BỘ")
    assert "....." in place_and_day(Letterhead(), "vi") and issuing(Letterhead(), "vi")[0].startswith("CƠ QUAN: ....")


def test_what_is_named_once_heads_the_next_lists_too_until_it_is_changed_or_emptied(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, kept = tmp_path / "f.xlsx", tmp_path / "runs" / "letterhead.json"
    named = ["--issuer", "Bộ Công Thương", "--issuer", "Vụ Tổ chức cán bộ", "--place", " Hà  Nội ", "--date", "2026-12-05"]
    assert call(["forms", str(plan), "--out", str(out), *named]) == 0
    assert "as the last time" not in capsys.readouterr().err
    wanted = {"BỘ CÔNG THƯƠNG", "VỤ TỔ CHỨC CÁN BỘ", "Hà Nội, ngày 05 tháng 12 năm 2026"}
    assert wanted < set(heads(out)) and json.loads(kept.read_text(encoding="utf-8"))["place"] == "Hà Nội"
    assert call(["--lang", "vi", "forms", str(plan), "--out", str(out), "--date", ""]) == 0
    said = capsys.readouterr().err
    assert "dùng như lần trước: cơ quan ban hành Bộ Công Thương, Vụ Tổ chức cán bộ; địa danh Hà Nội" in said and "05/12/2026" not in said
    assert {"BỘ CÔNG THƯƠNG", "Hà Nội, ngày ..... tháng ..... năm ........"} < set(heads(out))
    assert call(["forms", str(plan), "--out", str(out), "--issuer", "Cục Điện lực"]) == 0
    assert "CỤC ĐIỆN LỰC" in heads(out) and "BỘ CÔNG THƯƠNG" not in heads(out)
    assert verify_folder(plan) == [] and sorted(p.name for p in (tmp_path / "runs").iterdir()) == ["letterhead.json", "plan"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--date", "5/12/2026"], "--date: 5/12/2026 is no date; write it as 2026-12-05"),
        (["--date", "2026-02-30"], "2026-02-30 is no date"),
        (["--issuer", "a", "--issuer", "b", "--issuer", "c"], "--issuer: name at most two bodies"),
        (["--place", "x" * 161], "--place: at most 160 characters stand in a heading; this has 161"),
    ],
)
def test_what_cannot_head_a_list_is_one_sentence_and_nothing_is_written(
    plan: Path, tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["forms", str(plan), "--out", str(tmp_path / "f.xlsx"), *options]) == 2
    shown = capsys.readouterr().err
    assert words in shown and "Traceback" not in shown
    assert not (tmp_path / "f.xlsx").exists() and not (tmp_path / "runs" / "letterhead.json").exists()


def test_settings_that_cannot_be_read_are_named(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "runs" / "letterhead.json").write_text('{"issuer": 3', encoding="utf-8")
    assert call(["forms", str(plan), "--out", str(tmp_path / "f.xlsx")]) == 2
    assert "letterhead.json: the settings of papers cannot be read; delete the file" in capsys.readouterr().err


def test_people_without_a_ground_are_counted_on_the_terminal(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["forms", str(plan), "--out", str(tmp_path / "f.xlsx")]) == 0
    assert "3 people have no ground for leaving yet; the cover names them" in capsys.readouterr().out
