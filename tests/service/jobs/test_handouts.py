"""What a worker writes: packs, the official lists and the brief of a finished plan, a scenario as a workbook."""

from __future__ import annotations

import datetime as dt
import zipfile

import docx
import pytest
from openpyxl import load_workbook

from planner.core.errors import InputError
from planner.scenario.load import parse_yaml, scenario_from
from planner.service.jobs.saved_rosters import keep_roster
from planner.service.jobs.tasks import TASKS
from planner.service.letterheads import kept_letterhead
from planner.service.scenario_files import read_scenario
from tests.service.jobs.conftest import SCENARIO


def silent(_):
    """Nobody listens."""


@pytest.fixture(scope="module")
def source(tmp_path_factory, small_roster, scenario_data):
    from planner.scenario.load import scenario_from
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run

    folder = tmp_path_factory.mktemp("plan")
    save_run(make_run(Request(scenario_from(scenario_data, name="small.yaml"), small_roster, lang="vi")), folder, "vi", workbook=False)
    return str(folder)


def test_a_pack_for_every_unit_and_their_list_stand_in_one_zip(source, tmp_path, small_roster):
    TASKS["packs"]({"source": source, "lang": "vi", "unit": "", "folder": str(tmp_path)}, silent)
    assert [p.name for p in tmp_path.iterdir()] == ["packs.zip"], "nothing is left beside it"
    with zipfile.ZipFile(tmp_path / "packs.zip") as zipped:
        names = zipped.namelist()
        assert zipped.testzip() is None
    assert "packs.csv" in names and len(names) == 1 + small_roster.units["unit"].nunique()


def test_the_pack_of_one_unit_is_its_workbook(source, tmp_path, small_roster):
    unit = str(small_roster.people["unit"].iloc[0])
    TASKS["packs"]({"source": source, "lang": "en", "unit": unit, "folder": str(tmp_path)}, silent)
    assert [p.name for p in tmp_path.iterdir()] == ["pack.xlsx"]
    assert load_workbook(tmp_path / "pack.xlsx").sheetnames


def test_a_unit_that_is_not_there_is_refused_and_leaves_nothing(source, tmp_path):
    with pytest.raises(InputError):
        TASKS["packs"]({"source": source, "lang": "vi", "unit": "nowhere", "folder": str(tmp_path)}, silent)
    assert not list(tmp_path.iterdir())


HEAD = {"issuer": ["Bộ Công Thương", "Vụ Tổ chức cán bộ"], "place": "Hà Nội", "day": "2026-12-05"}
CALLED = {"issuer": "Cơ quan ban hành", "place": "Địa danh", "day": "Ngày", "to": "Kính gửi", "number": "Số"}


@pytest.fixture(autouse=True)
def _own_installation(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path_factory.mktemp("installation")))


def words_of(path):
    return {str(c) for sheet in load_workbook(path).worksheets for row in sheet.iter_rows(values_only=True) for c in row if c is not None}


def test_lists_and_brief_are_headed_as_asked_and_the_next_as_the_last(source, tmp_path):
    task = {"source": source, "lang": "vi", "period": "", "folder": str(tmp_path), "called": CALLED}
    TASKS["forms"]({**task, "head": HEAD}, silent)
    assert {"BỘ CÔNG THƯƠNG", "VỤ TỔ CHỨC CÁN BỘ", "Hà Nội, ngày 05 tháng 12 năm 2026"} <= words_of(tmp_path / "forms.xlsx")
    kept = kept_letterhead()
    assert (kept.issuer, kept.place, kept.day) == (("Bộ Công Thương", "Vụ Tổ chức cán bộ"), "Hà Nội", dt.date(2026, 12, 5))
    brief = {"sources": [source], "lang": "vi", "folder": str(tmp_path), "called": CALLED}
    TASKS["brief"]({**brief, "file": "brief.docx", "head": {"to": ["Bộ trưởng"], "number": "12/TTr-TCCB"}}, silent)
    document = docx.Document(str(tmp_path / "brief.docx"))
    said = "\n".join([*(p.text for p in document.paragraphs), *(c.text for t in document.tables for r in t.rows for c in r.cells)])
    assert all(words in said for words in ("VỤ TỔ CHỨC CÁN BỘ", "Hà Nội, ngày 05 tháng 12 năm 2026", "Bộ trưởng", "12/TTr-TCCB"))
    TASKS["brief"]({**brief, "file": "brief.pdf", "head": {"number": ""}}, silent)
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF") and kept_letterhead().to == ("Bộ trưởng",) and not kept_letterhead().number


def test_what_cannot_stand_in_a_head_is_refused_by_its_label_and_nothing_is_kept(source, tmp_path):
    task = {"source": source, "lang": "vi", "period": "", "folder": str(tmp_path), "called": CALLED}
    with pytest.raises(InputError) as refused:
        TASKS["forms"]({**task, "head": {"issuer": ["a", "b", "c"], "place": "x" * 161, "day": "5/12/2026"}}, silent)
    assert {fault.column for fault in refused.value.problems} == {"Cơ quan ban hành", "Địa danh", "Ngày"}
    assert not list(tmp_path.iterdir()) and not kept_letterhead().place


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_scenario_as_a_workbook_holds_the_units_on_the_desk_and_gives_the_same_scenario(small_roster, rosters, tmp_path, lang):
    asked = {"rosters": str(rosters), "roster": keep_roster(rosters, small_roster), "scenario": SCENARIO, "name": "small.yaml"}
    TASKS["scenario_book"]({**asked, "lang": lang, "folder": str(tmp_path)}, silent)
    again = read_scenario(tmp_path / "scenario.xlsx")
    assert again.scenario == scenario_from(parse_yaml(SCENARIO, "small.yaml"), name="small.yaml").scenario
    assert {str(unit) for unit in small_roster.units["unit"]} <= words_of(tmp_path / "scenario.xlsx")


def test_the_official_lists_of_all_periods_or_one(source, tmp_path):
    rows = {}
    for period in ("", "2030"):
        TASKS["forms"]({"source": source, "lang": "vi", "period": period, "folder": str(tmp_path), "head": {}, "called": CALLED}, silent)
        rows[period] = sum(sheet.max_row for sheet in load_workbook(tmp_path / "forms.xlsx").worksheets)
    assert 0 < rows["2030"] <= rows[""]
