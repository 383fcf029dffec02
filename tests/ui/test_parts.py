"""The parts of the pages that need no page: editing a scenario, names of uploads, text that must stay text, the desk."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan.tables import with_changes
from planner.scenario.paths import put
from planner.ui.session import drafts, uploads
from planner.ui.session.words import plain
from planner.ui.widgets import grids


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Họp ngày 3/12 với lãnh đạo Bộ", "Họp ngày 3-12 với lãnh đạo Bộ"),
        ("20% · VPC giữ 30", "20 - VPC giữ 30"),
        ("a\\b: \"c\" <d>|*?", "a-b - c - d"),
        ("../../etc/passwd", "etc-passwd"),
        ("/", ""),
    ],
)
def test_a_title_becomes_a_whole_file_name(title, name):
    assert uploads.file_name(title) == name


def test_put_changes_a_copy():
    before = {"periods": [{"name": "a", "reduction_at_least": 0.2}]}
    after = put(before, ("periods", 0, "reduction_at_least"), 0.25)
    assert after["periods"][0]["reduction_at_least"] == 0.25
    assert before["periods"][0]["reduction_at_least"] == 0.2


def test_putting_nothing_takes_the_key_and_what_it_leaves_empty():
    assert put({"budget": {"total_vnd": 5}, "title": "x"}, ("budget", "total_vnd"), None) == {"title": "x"}
    assert put({"title": "x"}, ("budget", "by_period", "2027"), None) == {"title": "x"}


def test_a_scenario_for_another_roster_names_nobody_of_the_old_one():
    data = {
        "roster": "a",
        "units": {"default": {"reduction_at_most": 0.4}, "by_unit": {"VP": {}}},
        "keep": {"key_roles": True, "people": ["1"]},
        "reorganise": [1],
    }
    assert drafts.for_roster(data, "b") == {"roster": "b", "units": {"default": {"reduction_at_most": 0.4}}, "keep": {"key_roles": True}}


@given(st.integers(0, 10000))
def test_a_percentage_that_is_typed_comes_back_exactly(hundredths):
    share = drafts.as_share(hundredths / 100)
    assert drafts.as_percent(share) == hundredths / 100
    assert len(str(share)) <= 8 or share < 1e-3


def test_changes_are_told_entry_by_entry():
    old = {"periods": [{"name": "2027", "leave_on": dt.date(2027, 7, 1)}, {"name": "2030", "reduction_at_least": 0.2}]}
    new = put(old, ("periods", 1, "reduction_at_least"), 0.25)
    assert list(drafts.shown_changes(old, new)) == [(("periods", "2030", "reduction_at_least"), 0.2, 0.25)]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.xlsx", "a.xlsx"),
        ("Vụ Pháp chế.xlsx", "Vụ Pháp chế.xlsx"),
        ("a<b>:c|d?.csv", "a_b__c_d_.csv"),
        ("...", "file"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
    ],
)
def test_upload_names_become_safe(name, safe):
    assert uploads.safe_name(name) == safe


def test_upload_names_differ_from_one_another():
    assert uploads.safe_name("A.xlsx", ["a.xlsx"]) == "A (2).xlsx"


@given(st.text(max_size=60))
def test_no_upload_name_leaves_its_folder(name):
    safe = uploads.safe_name(name)
    assert safe and "/" not in safe and "\\" not in safe and not safe.startswith(".")


@pytest.mark.parametrize(
    "text", ["**bold**", "<script>alert(1)</script>", "[x](http://evil)", ":red[x]", "$x$", "# title", "a\nb", "`code`", "![i](u)"]
)
def test_text_of_users_is_never_markup(text):
    safe = plain(text)
    assert "\n" not in safe
    for sign in "*<>[]()$#`!:_":
        assert safe.count(sign) == safe.count("\\" + sign)


def test_search_does_not_mind_case_or_marks():
    frame = pd.DataFrame({"full_name": pd.Series(["Nguyễn Đức Hòa", "Trần Văn B", None], dtype="str")})
    assert grids.matches(frame, "nguyen duc", ["full_name"]).tolist() == [True, False, False]
    assert grids.matches(frame, "HOÀ", ["full_name"]).tolist() == [True, False, False]
    assert grids.matches(frame, ".*", ["full_name"]).tolist() == [False, False, False]


def test_people_who_changed_are_those_decided_otherwise():
    now = pd.DataFrame(
        {
            "employee_id": ["1", "2", "3"],
            "decision": ["retain", "early_retirement", "retain"],
            "period": ["", "2027", ""],
            "to_unit": ["", "", ""],
        }
    )
    old = now.assign(decision=["retain", "retain", "retain"], period=["", "", ""])
    assert with_changes(now, old)["changed"].tolist() == [False, True, False]
    assert with_changes(now, old)["was_decision"].tolist() == ["retain", "retain", "retain"]
    assert with_changes(now, None)["changed"].tolist() == [False, False, False]
    assert with_changes(now, old.iloc[:2])["changed"].tolist() == [False, True, True]


def test_every_text_of_the_pages_is_in_the_catalogue_and_every_one_is_used():
    import re
    from pathlib import Path

    from planner.core.texts import room

    source = "\n".join(p.read_text(encoding="utf-8") for p in Path(uploads.__file__).parents[1].rglob("*.py"))
    written = set(re.findall(r"""\bt\(\s*['"]([a-z_0-9]+)['"]""", source)) | {"parent_not_shipped", "not_mended", "read_stopped", "correction_lost"}
    made = [re.sub(r"\{[^}]*(\}|$)", ".+", text) for text in re.findall(r"""\bt\(\s*f["']([^"']+)["']""", source)]
    written_anywhere = set(re.findall(r"""["']([a-z_0-9]+)["']""", source))  # keys also stand in tables and in `a if b else c`
    known = set(room("ui"))
    assert written <= known
    unused = {name for name in known - written - written_anywhere if not any(re.fullmatch(pattern, name) for pattern in made)}
    assert not unused, unused


@pytest.mark.parametrize(
    ("title", "vi", "en"),
    [
        ("Giảm 20% | 20% cut", "Giảm 20%", "20% cut"),
        ("Plan A", "Plan A", "Plan A"),
        ("a | b | c", "a | b | c", "a | b | c"),
        ("| b", "| b", "| b"),
    ],
)
def test_a_title_in_two_languages_shows_its_half(monkeypatch, title, vi, en):
    from planner.ui.session import state, words

    for lang, half in (("vi", vi), ("en", en)):
        monkeypatch.setattr(state, "lang", lambda lang=lang: lang)
        assert words.titled(title) == half


@pytest.mark.parametrize(("lang", "said"), [("vi", "1.387"), ("en", "1,387")])
def test_numbers_in_pictures_are_written_as_the_page_writes_them(monkeypatch, lang, said):
    from planner.ui.session import state
    from planner.ui.widgets import pictures

    monkeypatch.setattr(state, "lang", lambda: lang)
    frame = pd.DataFrame(
        {"quarter": [pd.Timestamp("2027-07-01")], "decision": ["immediate_separation"], "people": [1387]}
    )
    bar = pictures.exits(frame, lang)[0]["series"][0]["data"][0]
    assert bar["value"] == 1387 and bar["label"]["formatter"] == said and said in bar["name"]
    edges = pd.DataFrame({"source": ["VP"], "decision": ["immediate_separation"], "target": [""], "people": [1387]})
    part = pictures.moves_and_exits(edges, "unit", {})[0]["series"][0]["data"][0]
    assert part["name"].endswith(f": {said}") and part["label"]["formatter"] == said
