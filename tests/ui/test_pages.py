"""Every page in each of its states: empty, with a problem, solved, infeasible; in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.ui.session import paths
from tests.ui.conftest import figure, open_part, words
from tests.ui.seen import ELEMENTS

PAGES = ("data", "benefits", "replay", "scenario", "plan", "compare", "person", "workspace", "law", "follow_up")


def field(at, label):
    return next(n for n in at.number_input if n.label == label)


def button(at, label):
    return next(b for b in at.button if b.label == label)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_with_a_plan(app, plans, page, lang):
    at = app(page, lang=lang, run=plans[0])
    assert not at.exception
    shown = words(at)
    assert ("1.500 → 1.200" if lang == "vi" else "1,500 → 1,200") in shown
    assert field(at, "Mục tiêu giảm (%)" if lang == "vi" else "Reduction target (%)").value == 20.0
    assert button(at, "Lập phương án" if lang == "vi" else "Solve")


@pytest.mark.parametrize(
    ("page", "said"),
    [("plan", "Chưa có phương án"), ("compare", "Cần ít nhất hai phương án"), ("person", "Chưa có phương án để giải thích")],
)
def test_an_empty_page_says_what_to_do_next(app, tmp_path, monkeypatch, page, said):
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "none"))
    at = app(page)
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "none"))
    assert not at.exception
    assert said in words(at)


def test_without_any_roster_the_pages_say_how_to_get_one(app, tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path))
    monkeypatch.setattr(paths, "SAMPLE", tmp_path / "missing.xlsx")
    for page in ("data", "benefits", "replay"):
        at = app(page)
        assert not at.exception
        assert "Chưa có danh sách nhân sự" in words(at)
    assert button(at, "Lập phương án").disabled


def test_the_data_page_shows_the_sample_as_made_up(app):
    at = app("data", lang="en")
    assert "made-up ministry" in words(at)
    assert figure(at, "People") == "1,500"


def test_people_are_found_without_vietnamese_marks(app):
    at = open_part(app("data", lang="en"), "w_data_part", "people")
    at.text_input(key="w_people_search").set_value("nguyen thi").run()
    assert not at.exception
    found = next(c.value for c in at.caption if "of 1,500 people" in c.value)
    assert 0 < int(found.split(" ")[0].replace(",", "")) < 1500


def test_an_infeasible_plan_names_the_requirements_in_conflict(app, plans):
    at = app("plan", lang="vi", run=plans[2])
    assert not at.exception
    shown = words(at)
    assert "Không có phương án nào đáp ứng mọi yêu cầu" in shown
    assert "Các yêu cầu sau mâu thuẫn với nhau" in shown
    assert "95,0%" in shown.replace("\\", "")
    assert "Đã chứng minh: không có phương án nào" in shown


def test_a_repair_is_taken_with_one_click(app, plans, monkeypatch):
    from planner.ui.session import actions

    solved = []
    monkeypatch.setattr(actions, "solve", lambda: solved.append(True))
    at = app("plan", lang="en", run=plans[2])
    assert "What could give way" in words(at)
    button(at, "Use this").click().run()
    assert not at.exception and solved
    periods = at.session_state["desk"].draft["periods"]
    assert periods[-1]["reduction_at_least"] < 0.95 and not isinstance(periods[-1]["leave_on"], str)


def test_changing_the_target_is_shown_as_a_change_and_can_be_undone(app, plans):
    at = app("scenario", lang="en", run=plans[0])
    field(at, "Reduction target (%)").set_value(25.0).run()
    assert "Targets · By 2030, at least (%): 20 → 25" in words(at)
    assert "answers an earlier question" in words(at) and "Bring up to date" in words(at)
    button(at, "Undo").click().run()
    assert "No change against" in words(at)
    assert field(at, "Reduction target (%)").value == 20.0
    button(at, "Redo").click().run()
    assert field(at, "Reduction target (%)").value == 25.0
    button(at, "Reset").click().run()
    assert field(at, "Reduction target (%)").value == 20.0


@pytest.mark.parametrize(
    ("lang", "label", "said"),
    [
        ("en", "Every unit gives up at least (%)", "Units · Every unit gives up at least (%)**: 300 is too large; the most allowed is 100"),
        ("vi", "Mỗi đơn vị giảm ít nhất (%)", "Đơn vị · Mỗi đơn vị giảm ít nhất (%)**: 300 quá lớn; mức cao nhất cho phép là 100"),
    ],
)
@pytest.mark.parametrize("page", ["scenario", "plan"])
def test_what_is_wrong_with_the_draft_is_said_as_the_forms_say_it(app, plans, page, lang, label, said):
    at = app("scenario", lang=lang, run=plans[0])
    at = open_part(at, "w_scenario_part", "units")
    field(at, label).set_value(300.0).run()
    if page == "plan":
        button(at, {"en": "Solve", "vi": "Lập phương án"}[lang]).click().run()
    shown = words(at).replace("\\", "")
    assert said in shown and "units.default" not in shown and ".yaml, " not in shown


def test_the_form_has_the_same_checks_as_the_file(app):
    at = open_part(app("scenario", lang="en"), "w_scenario_part", "units")
    field(at, "Every unit gives up at least (%)").set_value(60.0).run()
    shown = words(at)
    assert "The scenario needs correcting" in shown
    assert "Units · Limits on units**: at least 60 % and at most 40 %" in shown.replace("\\", "")
    field(at, "Every unit gives up at least (%)").set_value(30.0).run()
    assert "The scenario needs correcting" not in words(at)


def test_the_text_of_a_scenario_is_checked_before_it_is_taken(app):
    at = open_part(app("scenario", lang="en"), "w_scenario_part", "text")
    area = next(a for a in at.text_area if a.label == "Scenario")
    area.set_value(area.value.replace("snapshot_on", "snapshot_at"))
    button(at, "Apply the text").click().run()
    assert "did you mean snapshot_on" in words(at).replace("\\", "")
    assert "No change against" in words(at)


def test_locking_people_reaches_scenario_and_desk(app, plans):
    at = app("person", lang="en", run=plans[0])
    button(at, "Keep").click().run()
    assert not at.exception
    (person,) = at.session_state["desk"].locks
    assert at.session_state["desk"].locks == {person: "keep"}
    assert at.session_state["desk"].draft["keep"]["people"] == [person]
    assert ELEMENTS["head"]["edited"]
    button(at, "Release").click().run()
    assert at.session_state["desk"].locks == {person: "leave"}
    assert "people" not in at.session_state["desk"].draft["keep"]


def test_compare_sets_differences_beside_the_figures(app, plans):
    at = app("compare", lang="en", run=plans[0])
    picker = at.multiselect(key=next(m.key for m in at.multiselect if m.key.startswith("w_compare")))
    picker.set_value([plans[0], plans[1]]).run()
    assert not at.exception
    table = at.dataframe[0].value
    leavers = table[table.iloc[:, 0] == "Leavers"].iloc[0]
    assert leavers.iloc[1] == "300" and leavers.iloc[2] == "375  (+75)"


def test_where_nobody_is_decided_otherwise_compare_says_so(app, plans, monkeypatch):
    from planner.ui.session import plans as session

    whole = session.comparison

    def same(*asked):
        found = whole(*asked)
        return replace(found, people=found.people.iloc[:0])

    monkeypatch.setattr(session, "comparison", same)
    at = app("compare", lang="en", run=plans[0])
    picker = at.multiselect(key=next(m.key for m in at.multiselect if m.key.startswith("w_compare")))
    at = picker.set_value(plans[:2]).run()
    assert not at.exception and "There is nobody on whom these plans differ." in [each.value for each in at.info]


def test_compare_and_requirements_show_no_figures_of_the_search(app, plans):
    at = app("compare", lang="vi", run=plans[0])
    picker = at.multiselect(key=next(m.key for m in at.multiselect if m.key.startswith("w_compare")))
    at = picker.set_value(plans[:2]).run()
    figures = set(at.dataframe[0].value.iloc[:, 0])
    assert len(figures) > 5
    assert not {"Điểm của phương án", "Thời gian tính (giây)"} & figures
    at = open_part(app("plan", lang="vi", run=plans[0]), "w_plan_part", "requirements")
    tables = [set(frame.value.columns) for frame in at.dataframe]
    assert not at.exception and any("slack" in columns for columns in tables) and not any("price" in columns for columns in tables)


def test_a_desk_found_again_by_its_address_is_the_same(app, plans):
    at = app("scenario", lang="en", run=plans[0])
    field(at, "Reduction target (%)").set_value(23.0).run()
    again = app("scenario", lang="en", desk=at.session_state["desk"].id)
    assert field(again, "Reduction target (%)").value == 23.0
    assert again.session_state["desk"].current == plans[0]


@pytest.mark.parametrize("query", [{"run": "runs/../../etc"}, {"run": "../x"}, {"desk": "../../x"}, {"lang": "xx"}, {"run": "runs/app"}])
def test_a_forged_address_opens_an_empty_desk(app, query):
    at = app("plan", **query)
    assert not at.exception
    assert "Chưa có phương án" in words(at)


def test_language_is_switched_on_every_text(app, plans):
    at = app("plan", lang="vi", run=plans[0])
    at.radio(key="w_language").set_value("en").run()
    assert not at.exception
    assert ELEMENTS["head"]["page"] == "Plan"
    assert "Proven: no plan is better" in words(at)
