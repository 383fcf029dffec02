"""The Data page: uploads with unknown headings, cells mended, rows jumped to, corrections in place, the queue, the profile."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.ui.session import paths, rosters, uploads
from planner.ui.session import plans as saved_plans
from tests.ui.conftest import figure, open_part, words

HEAD = ["Mã số", "Họ và tên", "Ngày sinh", "Giới tính", "Đối tượng", "Hệ số lương", "Thời gian đóng BHXH (tháng)", "Đơn vị"]
ROWS = [["A1", "Nguyễn Văn An", dt.date(1980, 5, 1), "Nam", "Công chức", 3.66, 200, "VP"], ["A2", "Trần Thị Bình", dt.date(1985, 6, 2), "Nữ", "Công chức", 3.33, 150, "VP"],
        ["A3", "Lê Văn Cường", 1970, "Nam", "Công chức", 4.4, 300, "TCCB"]]  # fmt: skip


@pytest.fixture
def fresh(app, sample_read, tmp_path, monkeypatch):
    """The app with a folder of results of the test's own, in which nothing but the sample was read."""
    shutil.copytree(sample_read, tmp_path / "runs")
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    opened = app("data", lang="en")
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    return opened


def workbook(path: Path, head=HEAD, rows=ROWS) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    for row in [head, *rows]:
        sheet.append(row)
    book.save(path)
    return path.read_bytes()


def upload(at, name: str, content: bytes):
    return at.file_uploader[0].set_value((name, content, "application/octet-stream")).run()


def test_a_file_is_read_and_laid_on_the_desk(fresh, tmp_path):
    at = upload(fresh, "so do.xlsx", workbook(tmp_path / "a.xlsx"))
    assert not at.exception
    assert "3 people" in words(at) and at.session_state["desk"].roster_name == "so do.xlsx" and not at.session_state["desk"].sample
    at = open_part(at, "w_data_part", "people")
    assert "3 of 3 people" in words(at)


def test_headings_that_nothing_is_known_of_get_a_meaning(fresh, tmp_path):
    head = ["Số thứ tự hồ sơ lưu" if h == "Mã số" else "Cột tháng bảo hiểm" if "BHXH" in h else h for h in HEAD]
    at = upload(fresh, "la.xlsx", workbook(tmp_path / "a.xlsx", head))
    assert not at.exception and "Headings that nothing is known of: 2" in [e.label for e in at.expander]
    assert "cannot be used yet" in words(at)
    from planner.roster.tables.mapping import write_mapping

    write_mapping(paths.mapping(at.session_state["desk"].id), {"Cột tháng bảo hiểm": "si_months", "Số thứ tự hồ sơ lưu": "employee_id"})
    at = upload(at, "la.xlsx", workbook(tmp_path / "a.xlsx", head))
    assert not at.exception and "3 people" in words(at), words(at)


def test_a_cell_that_cannot_be_read_is_mended_in_the_uploaded_copy(fresh, tmp_path):
    broken = [[*ROWS[0][:5], "ba phẩy sáu", *ROWS[0][6:]], *ROWS[1:]]
    at = upload(fresh, "hong.xlsx", workbook(tmp_path / "a.xlsx", rows=broken))
    assert not at.exception and "cannot be used yet" in words(at) and "Mend cells here and read again" in words(at)
    folder = paths.uploads(at.session_state["desk"].id)
    found, path = uploads.noted(folder), folder / "files" / "hong.xlsx"
    problem = next(p for p in found["problems"] if p["severity"] == "error")
    fault = problem["en"] | {"column": problem["column"]}
    assert problem["en"]["column"] == "F"
    row = rosters.uploaded_row(path, fault["sheet"], fault["row"])
    assert (fault["column"], "ba phẩy sáu") in row and (2, "Nguyễn Văn An") in row
    cell = {"file": str(path), "sheet": fault["sheet"], "row": fault["row"], "column": fault["column"], "value": "3,66"}
    read = rosters.read_upload("mend", path, Path("none"), {"cells": [cell]})
    assert read["sha256"] and read["people"] == 3
    assert not [p for p in read["problems"] if p["severity"] == "error"]


def test_what_is_written_into_a_cell_stays_text(tmp_path):
    from openpyxl import load_workbook

    from planner.service.jobs.reading import _mend_workbook

    file = tmp_path / "a.xlsx"
    workbook(file)
    _mend_workbook(file, [{"sheet": "Danh sách", "row": 2, "column": 2, "value": "=1+1"}])
    assert load_workbook(file)["Danh sách"]["B2"].data_type == "s"


def test_a_text_file_is_mended_too(tmp_path):
    from planner.service.jobs.reading import _csv_row, _mend_csv

    file = tmp_path / "a.csv"
    file.write_text("employee_id,full_name\n1,An\n2,\n", encoding="utf-8")
    _mend_csv(file, [{"row": 3, "column": "full_name", "value": "Bình, Hà"}])
    assert _csv_row(file, 3) == [("employee_id", "2"), ("full_name", "Bình, Hà")]


def test_files_of_another_kind_are_not_mended_here(tmp_path):
    from planner.core.errors import InputError
    from planner.service.jobs.reading import _sheet_row

    (tmp_path / "a.ods").write_bytes(b"x")
    with pytest.raises(InputError) as error:
        _sheet_row(tmp_path / "a.ods", None, 1)
    assert "a.ods" in error.value.problems[0].sentence("en")


def test_a_remark_jumps_to_its_person_who_is_corrected_in_place(fresh, tmp_path):
    at = upload(fresh, "so do.xlsx", workbook(tmp_path / "a.xlsx"))
    desk = at.session_state["desk"]
    noticed = next(p for p in rosters.problems_of(desk.roster) if p["en"]["row"])
    assert noticed["person"] == "A3"
    values = {v["column"]: v for v in rosters.values_of(desk.roster, "A3", "en")}
    assert values["full_name"]["shown"] == "Lê Văn Cường" and values["birth_date"]["status"] == "assumed"
    sha256, problems = rosters.correct(
        desk.roster, [{"employee_id": "A3", "column": "birth_date", "written": "12/05/1970", "by": "HR", "reason": "giấy khai sinh"}]
    )
    assert sha256 and not problems and sha256 != desk.roster
    assert {v["column"]: v["shown"] for v in rosters.values_of(sha256, "A3", "vi")}["birth_date"] == "12/05/1970"
    assert noticed not in rosters.problems_of(sha256)
    at.session_state["desk"].roster = sha256
    at.run()
    assert not at.exception and any("Ledger of corrections (1)" in e.label for e in at.expander)


def test_a_correction_that_cannot_be_read_is_refused_in_words(fresh, tmp_path):
    at = upload(fresh, "so do.xlsx", workbook(tmp_path / "a.xlsx"))
    sha256, problems = rosters.correct(
        at.session_state["desk"].roster, [{"employee_id": "A1", "column": "birth_date", "written": "hôm qua", "by": "HR", "reason": "x"}]
    )
    assert sha256 is None and problems and problems[0]["vi"]["message"]


def test_the_queue_names_what_was_assumed(fresh, tmp_path):
    at = upload(fresh, "so do.xlsx", workbook(tmp_path / "a.xlsx"))
    at = open_part(at, "w_data_part", "queue")
    assert not at.exception
    frame = saved_plans.queue(at.session_state["desk"].roster, "", "en")
    assert "A3" in set(frame["employee_id"]) and "birth_date" in set(frame["column"])
    at = open_part(at, "w_data_part", "remarks")
    assert not at.exception and "Mark a row to jump to the place" in words(at)


def test_a_doubtful_value_is_confirmed_as_it_stands(fresh, tmp_path):
    at = upload(fresh, "so do.xlsx", workbook(tmp_path / "a.xlsx"))
    roster = at.session_state["desk"].roster
    doubted = saved_plans.queue(roster, "", "en").query("employee_id == 'A3' and column == 'birth_date'").iloc[0]
    remarks = rosters.problems_of(roster)
    (remark,) = [p for p in remarks if (p["person"], p["field"]) == ("A3", "birth_date")]
    assert (remark["en"]["sheet"], remark["en"]["row"], remark["en"]["column"]) == (doubted["sheet"], doubted["row"], doubted["label"])
    sha256, problems = rosters.confirm(roster, [("A3", "birth_date")], "HR", "giấy khai sinh")
    assert sha256 and sha256 != roster and not problems
    assert {v["column"]: v["status"] for v in rosters.values_of(sha256, "A3", "en")}["birth_date"] == "read"
    assert "A3" not in set(saved_plans.queue(sha256, "", "en").query("column == 'birth_date'")["employee_id"])
    assert "A3" in set(saved_plans.queue(roster, "", "en").query("column == 'birth_date'")["employee_id"])  # whoever reads the files anew
    left = rosters.problems_of(sha256)
    assert len(left) == len(remarks) - 1 and {p["en"]["file"] for p in left} <= {p["en"]["file"] for p in remarks}
    entry = {"employee_id": "A1", "column": "full_name", "written": "Nguyễn Văn Ân", "by": "HR", "reason": "sai tên"}
    made, problems = rosters.correct(sha256, [entry])
    assert made and not problems and rosters.problems_of(made) == left
    assert [(e.before, e.after) for e in rosters.roster_of(made).corrections] == [
        ("1970-01-01", "1970-01-01"), ("Nguyễn Văn An", "Nguyễn Văn Ân"),
    ]  # fmt: skip


def test_what_stops_the_reading_stands_first(fresh, tmp_path):
    broken = [*ROWS[:1], [*ROWS[1][:5], "ba phẩy sáu", *ROWS[1][6:]], *ROWS[2:]]
    at = upload(fresh, "hong.xlsx", workbook(tmp_path / "a.xlsx", rows=broken))
    table = next(d.value for d in at.dataframe if "severity" in d.value)
    severities = list(table["severity"])
    assert severities == sorted(severities, key=["Error", "Warning"].index) and severities[0] != severities[-1]


def test_the_profile_is_of_one_unit_or_all(app, plans):
    at = app("data", lang="vi", run=plans[0])
    unit = next(s for s in at.selectbox if s.key.startswith("w_profile_unit"))
    total = figure(at, "Số người")
    unit.set_value("VP").run()
    assert not at.exception
    assert total == "1.500" and int(figure(at, "Số người")) < 300


@pytest.mark.parametrize("down", [False, True])
def test_a_long_list_is_put_in_order_as_a_whole(app, plans, down):
    from planner.ui.widgets import long_list

    at = open_part(app("data", lang="en", run=plans[0]), "w_data_part", "people")
    people = rosters.roster_of(at.session_state["desk"].roster).people
    assert len(people) > long_list.MOST_ROWS
    order = next(s for s in at.selectbox if s.key.startswith("w_people_rows_order"))
    order.set_value(("-" if down else "") + "si_months").run()
    assert not at.exception
    sent = next(d.value for d in at.dataframe if "si_months" in d.value)
    assert len(sent) == long_list.MOST_ROWS
    wanted = people["si_months"].sort_values(ascending=not down).head(long_list.MOST_ROWS)
    assert sent["si_months"].astype(int).tolist() == wanted.tolist()
