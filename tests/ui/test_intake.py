"""Bringing data in: read at once, kept over a reload, accounted for; what is to be known of the roster, headings, units."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from planner.core.texts import text
from planner.roster.corrections import is_of_unit
from planner.ui.intake import standing
from planner.ui.intake.mapping import NOT_CHOSEN, NOT_NEEDED, headings
from planner.ui.intake.units import changed
from planner.ui.session import paths, rosters, uploads
from tests.ui.conftest import open_part, words
from tests.ui.test_data_page import fresh, upload  # noqa: F401 (a fixture)

HEAD = ["Mã số", "Họ và tên", "Ngày sinh", "Giới tính", "Đối tượng", "Hệ số lương", "Thời gian đóng BHXH (tháng)", "Xếp loại 2025", "Màu mắt", "Ghi chú"]


def row(number: int, born: dt.date | str, sex: str = "Nam", note: str = "", eyes: str = "nâu") -> list:
    return [f"A{number}", f"Nguyễn Văn {chr(64 + number)}", born, sex, "Công chức", 3.66, 200 + number, "HTTNV", eyes, note]


ROWS = [
    row(1, dt.date(1980, 5, 1)),
    row(2, dt.date(1990, 6, 2), "Nữ", "Nghỉ thai sản từ 3/2026"),
    row(3, dt.date(1961, 1, 9)),
    row(4, dt.date(1985, 1, 9), "Nữ", "Đã chuyển công tác"),
    row(5, dt.date(1986, 2, 9), "Nữ", "con nhỏ sinh 12/03/2025"),
    row(6, dt.date(1979, 2, 9), "Nam", "đã chuyển công tác"),
]


def book(path: Path, rows=ROWS, head=HEAD, title: str = "DANH SÁCH CÔNG CHỨC VỤ PHÁP CHẾ") -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = "Sheet1"
    sheet.append([title])
    sheet.append(head)
    for each in rows:
        sheet.append(each)
    made.create_sheet("Phụ lục").append(["Chỉ là lời văn"])
    made.save(path)
    return path.read_bytes()


def button(at, key):
    return next(b for b in at.button if b.key == key)


def again(app, at, page: str = "data", lang: str = "en"):
    """The page as F5 draws it: another session, which knows the address only."""
    return app(page, lang=lang, desk=at.session_state["desk"].id)


def roster(at):
    return rosters.roster_of(at.session_state["desk"].roster)


@pytest.fixture
def at(fresh, tmp_path):  # noqa: F811
    """The Data page, with six people read of whom much is to be known."""
    found = upload(fresh, "VPC.xlsx", book(tmp_path / "a.xlsx"))
    assert not found.exception and "6 people" in words(found), words(found)
    return found


def test_files_are_read_as_soon_as_they_are_dropped(at):
    assert at.session_state["desk"].roster_name == "VPC.xlsx" and not [b for b in at.button if b.key == "read_upload"]
    stood = at.session_state["desk"].roster
    at.run()
    assert at.session_state["desk"].roster == stood and "was read" not in words(at)  # once


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_reload_keeps_an_upload_that_cannot_be_used_and_its_problems(app, fresh, tmp_path, lang):  # noqa: F811
    broken = [[*ROWS[0][:5], "ba phẩy sáu", *ROWS[0][6:]], *ROWS[1:]]
    at = upload(fresh, "hỏng.xlsx", book(tmp_path / "a.xlsx", broken))
    assert "cannot be used yet" in words(at) and at.session_state["desk"].sample
    at = again(app, at, lang=lang)
    assert not at.exception and text("ui.data_not_read", lang, name="hỏng\\.xlsx") in words(at)
    table = next(d.value for d in at.dataframe if "severity" in d.value)
    assert any("ba phẩy sáu" in said for said in table["message"])
    assert text("ui.mend_title", lang) in words(at)
    assert any(text("ui.account_of_upload", lang) == e.label for e in at.expander)


def test_a_reload_keeps_what_was_read(app, at):
    at = again(app, at)
    assert not at.exception and "In use: VPC" in words(at) and at.session_state["desk"].roster_name == "VPC.xlsx"
    assert "Headings that nothing is known of: 1" in [e.label for e in at.expander]


def test_the_sample_takes_the_upload_away(app, at):
    button(at, "use_sample").click().run()
    assert at.session_state["desk"].sample and uploads.noted(paths.uploads(at.session_state["desk"].id)) is None
    assert not (paths.uploads(at.session_state["desk"].id) / uploads.FILES).exists()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_account_adds_up_and_names_what_was_not_read(app, at, lang):
    at = again(app, at, lang=lang)
    told = rosters.account_of(at.session_state["desk"].roster)[lang]
    assert all(part["seen"] == part["read"] + sum(len(e.get("rows", [0])) for e in part["unread"]) for part in told.values() if isinstance(part, dict))
    assert text("account.rows", lang, seen=8, read=6, unread=2) in words(at)
    at = open_part(at, "w_data_part", "account")
    table = next(d.value for d in at.dataframe if "reason" in d.value)
    assert {"Phụ lục"} <= set(table["sheet"]) and {"Màu mắt", "Ghi chú"} <= set(table["heading"]) and table["reason"].str.len().gt(3).all()


def test_the_sample_has_an_account_too(app):
    at = open_part(app("data", lang="en"), "w_data_part", "account")
    assert not at.exception and "Not read" in words(at)


# ---- what is to be known


@pytest.mark.parametrize(("lang", "said"), [("vi", ("4 người có ghi chú", "Thiếu ", "1 người đã quá tuổi")), ("en", ("rows of 4 people", "protecting columns", "1 person is past"))])
def test_what_is_to_be_known_stands_at_the_top(app, at, lang, said):
    at = again(app, at, lang=lang)
    labels = [b.label for b in at.button if (b.key or "").startswith("standing_")]
    assert len(labels) == 3 and all(part in label for part, label in zip(said, labels, strict=True))


def drawn(at, monkeypatch, name: str):
    """The page with the inside of a dialog in place of the box that opens it: `AppTest` draws no dialog anew by itself."""
    monkeypatch.setattr(standing, "box", getattr(standing, f"_draw_{name}"))
    return at.run()


@pytest.mark.parametrize("kind", ["against", "protections", "overdue"])
def test_a_click_opens_the_names(at, kind):
    before = len(at.dataframe)
    at = button(at, f"standing_{kind}").click().run()
    assert not at.exception and len(at.dataframe) == before + 1


def test_what_speaks_against_rows_is_named_and_suggested_values_are_taken(at, monkeypatch):
    at = drawn(at, monkeypatch, "against")
    assert not at.exception
    table = next(d.value for d in at.dataframe if "other" in d.value)
    named = table.set_index("employee_id")
    assert set(named.index) == {"A2", "A4", "A5", "A6"} and named.loc["A5", "other"] == "2025-03-12" and named.loc["A2", "other"] == "Yes"
    assert "chuyển công tác" in named.loc["A4", "why"] and named.loc["A4", "column"] == "whether the person counts"
    button(at, "against_take").click().run()
    assert "Say why and who" in words(at) and not roster(at).corrections
    at.text_input(key="w_against_by").set_value("Lê Thị Minh")
    button(at, "against_take").click().run()
    assert not at.exception, at.exception
    people = roster(at).people.set_index("employee_id")
    assert people.loc["A2", "maternity_leave"] and str(people.loc["A5", "youngest_child_born_on"])[:10] == "2025-03-12"
    assert {(c.employee_id, c.by, c.reason) for c in roster(at).corrections} == {(p, "Lê Thị Minh", "as the note in the sheet says") for p in ("A2", "A5")}
    assert button(at, "against_take").label.endswith("Take 0 suggested values") and button(at, "against_confirm").label.endswith("(2)")


def test_who_is_no_longer_there_is_taken_out_and_the_others_are_confirmed(at, monkeypatch):
    at = drawn(at, monkeypatch, "against")
    at.text_input(key="w_against_by").set_value("HR")
    button(at, "against_goes").click().run()
    assert set(roster(at).people["employee_id"]) == {"A1", "A2", "A3", "A5"}
    button(at, "against_confirm").click().run()
    assert not at.exception and button(at, "against_confirm").label.endswith("(0)")
    assert not roster(at).people.set_index("employee_id").loc["A2", "maternity_leave"]


def test_protections_that_no_sheet_has_are_listed_with_the_names(at, monkeypatch):
    at = drawn(at, monkeypatch, "protections")
    assert not at.exception
    choice = next(r for r in at.radio if r.key.startswith("w_protection"))
    assert any(label.startswith("Maternity leave: 3 ") for label in choice.options), choice.options
    choice.set_value("maternity_leave").run()
    table = next(d.value for d in at.dataframe if "birth_date" in d.value and len(d.value) == 3)
    assert set(table["employee_id"]) == {"A2", "A4", "A5"}


def test_people_past_the_retirement_age_are_named(at, monkeypatch):
    at = drawn(at, monkeypatch, "overdue")
    assert not at.exception and any(list(d.value["employee_id"]) == ["A3"] for d in at.dataframe if "employee_id" in d.value)


# ---- headings


def test_a_heading_stands_once_and_nothing_is_chosen_that_does_not_fit():
    unknown = [
        {"file": "a.xlsx", "sheet": "VP", "column": "K", "heading": "Cột tháng", "examples": [200], "suggestions": ["si_months", "step"]},
        {"file": "b.xlsx", "sheet": "VP", "column": "L", "heading": "Cột tháng", "examples": ["x"], "suggestions": ["step"]},
        {"file": "a.xlsx", "sheet": "VP", "column": "M", "heading": "Màu mắt", "examples": ["nâu"], "suggestions": []},
    ]
    first, second, third = headings(unknown, {"Cũ": NOT_NEEDED, "Màu mắt": "skills"})
    assert (first.heading, first.now, first.places) == ("Cột tháng", "step", "a.xlsx · VP · K; b.xlsx · VP · L")
    assert first.options[:3] == (NOT_CHOSEN, "step", NOT_NEEDED) and "si_months in years" in first.options
    assert (second.heading, second.now) == ("Màu mắt", NOT_CHOSEN)
    assert (third.heading, third.now) == ("Cũ", NOT_NEEDED)


def chosen(at, heading: str):
    return next(s for s in at.selectbox if s.key.startswith("w_mapping_") and heading in s.key)


def test_a_choice_can_be_made_and_changed_again(app, at):
    desk = at.session_state["desk"].id
    assert chosen(at, "Màu mắt").value == NOT_CHOSEN
    chosen(at, "Màu mắt").set_value(NOT_NEEDED)
    button(at, "apply_mapping").click().run()
    assert not at.exception and "was read again" in words(at)
    assert "ignore" in paths.mapping(desk).read_text(encoding="utf-8")
    at = again(app, at)
    assert "Meanings of headings that were chosen: 1" in [e.label for e in at.expander] and chosen(at, "Màu mắt").value == NOT_NEEDED
    chosen(at, "Màu mắt").set_value("skills")
    button(at, "apply_mapping").click().run()
    assert set(roster(at).people["skills"]) == {"nâu"}
    chosen(at, "Màu mắt").set_value(NOT_CHOSEN)
    button(at, "apply_mapping").click().run()
    assert not at.exception and set(roster(at).people["skills"]) == {""}
    assert "Headings that nothing is known of: 1" in [e.label for e in at.expander]


def test_a_choice_that_makes_the_sheet_unreadable_can_be_taken_back(at):
    stood = at.session_state["desk"].roster
    chosen(at, "Màu mắt").set_value("joined_on")
    button(at, "apply_mapping").click().run()
    assert not at.exception and "cannot be used yet" in words(at) and at.session_state["desk"].roster == stood
    chosen(at, "Màu mắt").set_value(NOT_NEEDED)
    button(at, "apply_mapping").click().run()
    assert "cannot be used yet" not in words(at) and len(roster(at).people) == 6


def test_corrections_outlive_another_reading_and_what_no_longer_fits_is_said(at):
    entries = [{"employee_id": "A1", "column": "full_name", "written": "Nguyễn Văn Ân", "by": "HR", "reason": "sai tên"},
               {"unit": "VPC", "column": "units.assigned_quota", "written": "40", "by": "HR", "reason": "QĐ 12"}]  # fmt: skip
    sha256, faults = rosters.correct(at.session_state["desk"].roster, entries)
    assert sha256 and not faults
    at.session_state["desk"].roster = sha256
    chosen(at, "Màu mắt").set_value(NOT_NEEDED)
    button(at, "apply_mapping").click().run()
    assert not at.exception
    made = roster(at)
    assert made.people["full_name"].iloc[0] == "Nguyễn Văn Ân" and made.units["assigned_quota"].tolist() == [40] and len(made.corrections) == 2
    chosen(at, "Màu mắt").set_value("skills")
    folder = paths.uploads(at.session_state["desk"].id)
    book(uploads.file_named(folder, "VPC.xlsx"), [["A1", "Nguyễn Văn Khác", *ROWS[0][2:]], *ROWS[1:]])
    button(at, "apply_mapping").click().run()
    assert roster(at).people["full_name"].iloc[0] == "Nguyễn Văn Khác"
    assert any("Nguyễn Văn Ân" in p["en"]["message"] and "no longer fits" in p["en"]["message"] for p in rosters.problems_of(at.session_state["desk"].roster))


# ---- units


def test_the_title_above_a_list_names_the_unit(at):
    assert roster(at).units[["unit", "name"]].to_numpy().tolist() == [["VPC", "Vụ Pháp chế"]]


def test_what_is_edited_of_units_becomes_a_correction_each():
    before = pd.DataFrame({"unit": ["VP", "VPC"], "name": ["VP", "Vụ"], "kind": ["Vụ", "Vụ"], "assigned_quota": pd.array([30, None], dtype="Int64")})
    assert changed(before, before.copy()) == []
    after = before.assign(name=["Văn phòng Bộ", "Vụ"], kind=["Vụ", "Văn phòng"], assigned_quota=[None, 12.0])
    assert changed(before, after) == [
        {"unit": "VP", "column": "units.name", "written": "Văn phòng Bộ"},
        {"unit": "VPC", "column": "units.kind", "written": "Văn phòng"},
        {"unit": "VP", "column": "units.assigned_quota", "written": ""},
        {"unit": "VPC", "column": "units.assigned_quota", "written": "12"},
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_corrected_units_reach_the_roster_the_account_and_the_ledger(app, at, lang):
    entries = [{"unit": "VPC", "column": "units.name", "written": "Vụ Pháp chế và Kiểm tra", "by": "HR", "reason": "QĐ 12"},
               {"unit": "VPC", "column": "units.kind", "written": "Cục loại 1" if lang == "vi" else "agency_1", "by": "HR", "reason": "QĐ 12"}]  # fmt: skip
    sha256, faults = rosters.correct(at.session_state["desk"].roster, entries)
    assert sha256 and not faults, faults
    at.session_state["desk"].roster = sha256
    at = open_part(at.run(), "w_data_part", "units")
    assert not at.exception
    assert roster(at).units[["name", "kind"]].to_numpy().tolist() == [["Vụ Pháp chế và Kiểm tra", "agency_1"]]
    assert all(is_of_unit(c) for c in roster(at).corrections)
    at = open_part(at, "w_data_part", "account")
    assert "0 values of people, 2 of units" in words(at)
    ledger = next(d.value for d in at.dataframe if "accepted" in d.value)
    assert list(ledger["column"]) == ["Unit: Name", "Unit: Kind"] and list(ledger["after"])[0] == "Vụ Pháp chế và Kiểm tra"


def test_the_same_fault_in_many_rows_is_told_once_with_its_rows(fresh, tmp_path):  # noqa: F811
    broken = [[*each[:5], "ba phẩy sáu", *each[6:]] for each in ROWS]
    at = upload(fresh, "hong.xlsx", book(tmp_path / "a.xlsx", broken))
    table = next(d.value for d in at.dataframe if "severity" in d.value)
    errors = table[table["severity"].eq("Error")]
    assert errors[["rows", "times"]].to_numpy().tolist() == [["3-8", 6]]
    severities = list(table["severity"])
    assert severities == sorted(severities, key=["Error", "Warning"].index)


# ---- the plan


@pytest.fixture
def noted(runs, tmp_path_factory):
    """A plan of people of whom much is to be known, as a command leaves it."""
    from planner.roster.load import read
    from planner.service.run import Request, make_run
    from planner.service.saved_runs import save_run
    from tests.builder import scenario_with

    folder = tmp_path_factory.mktemp("noted")
    book(folder / "VPC.xlsx")
    periods = [{"name": "2027", "leave_on": dt.date(2027, 7, 1), "reduction_at_least": 0.7}]
    run = make_run(Request(scenario_with(periods=periods), read(folder / "VPC.xlsx"), 20))
    assert run.solved
    save_run(run, runs / "noted", "vi", workbook=False)
    return run


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_plan_says_at_its_top_whom_it_lets_go_all_the_same(app, noted, monkeypatch, lang):
    at = app("plan", lang=lang, run="runs/noted")
    assert not at.exception
    count = {kind: 0 for kind in ("against", "unprotected", "overdue")}
    left = set(noted.decisions.loc[noted.decisions["decision"].ne("retain"), "employee_id"])
    count["against"], count["overdue"] = len(left & {"A2", "A4", "A5", "A6"}), len(left & {"A3"})
    labels = {b.key: b.label for b in at.button if (b.key or "").startswith("notes_")}
    assert count["against"] and text("ui.notes_against", lang, n=count["against"]) in labels["notes_against"]
    assert text("ui.notes_overdue", lang, n=1) in labels["notes_overdue"] and "notes_unprotected" in labels
    at = button(at, "notes_against").click().run()
    named = next(d.value for d in at.dataframe if "said" in d.value)
    assert set(named["employee_id"]) == left & {"A2", "A4", "A5", "A6"} and named["said"].str.len().gt(10).all()


def test_a_plan_of_which_nothing_is_to_be_known_says_nothing(app, plans):
    at = app("plan", lang="en", run=plans[0])
    assert not at.exception and not [b for b in at.button if (b.key or "").startswith("notes_")]
