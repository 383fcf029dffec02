"""What a worker writes of a finished plan: a pack for one unit, packs for all, the official lists."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import load_workbook

from planner.core.errors import InputError
from planner.service.jobs.tasks import TASKS


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


def test_the_official_lists_of_all_periods_or_one(source, tmp_path):
    rows = {}
    for period in ("", "2030"):
        TASKS["forms"]({"source": source, "lang": "vi", "period": period, "folder": str(tmp_path)}, silent)
        rows[period] = sum(sheet.max_row for sheet in load_workbook(tmp_path / "forms.xlsx").worksheets)
    assert 0 < rows["2030"] <= rows[""]
