"""The Plan page: its parts, the people behind its figures, what changed, and the repairs of an impossible plan."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.report.letterhead import Letterhead
from planner.service.letterheads import keep_letterhead
from planner.service.places import letterhead_file
from planner.ui.parts import plan_parts
from planner.ui.session import actions, state
from tests.ui.conftest import open_part, words

PARTS = {
    "overview": "Exits by date",
    "units": "Unit by level or rank",
    "flows": "Who goes where",
    "money": "Cost and saving along the months",
    "requirements": "How much room the requirements leave",
}


def key(at, name):
    return next(b for b in at.button if b.key == name)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_stands_before_after_and_as_changes(app, plans, part):
    at = open_part(app("plan", lang="en", run=plans[0]), "w_plan_part", part)
    assert not at.exception and PARTS[part] in words(at)
    for view in ("before", "after", "changes"):
        at = open_part(at, "w_view_plan", view)
        assert not at.exception, view
    at.radio(key="w_language").set_value("vi").run()
    assert not at.exception and PARTS[part] not in words(at)


def test_a_click_on_a_figure_lists_the_people_behind_it(app, plans):
    at = app("plan", lang="en", run=plans[0])
    forced = key(at, "status_involuntary").label
    count = forced.split("**")[1]
    key(at, "status_involuntary").click().run()
    assert not at.exception
    assert "Behind the figure: Involuntary" in words(at) and f"{count} of 1,500 people" in words(at)
    assert "at the foot" in at.toast[0].value
    key(at, "clear_people_filter").click().run()
    assert "Behind the figure" not in words(at)


def test_a_figure_clicked_on_another_page_opens_the_plan_page(app, plans):
    at = app("person", lang="en", run=plans[0])
    key(at, "status_cost").click().run()
    assert at.title[0].value == "Plan" and "with benefits paid" in words(at) and "at the foot of the Plan page" in words(at)


def test_people_counted_by_a_requirement_are_listed(app, plans):
    at = app("plan", lang="en", run=plans[0])
    at.session_state[state.FIGURE] = {"requirement": "periods.2030.reduction_at_least", "scope": "2030"}
    at.run()
    assert not at.exception and "300 of 1,500 people" in words(at)


def test_every_kind_of_figure_is_called_by_words(app, plans):
    app("plan", lang="en", run=plans[0])
    unit, many = {"unit": "VP"}, [{"group": g} for g in ("leavers", "moved", "changed")]
    figures = [*many, {**unit, "view": "changes"}, {"left_by": ["2027", "2028"]}, {"here_after": ["2027"]}, {"ends_in": "VP"}, {"into": "VP"}, {"paid": True},
               {"decision": "early_retirement", "period": "2027"}, {"requirement": "deputies", "scope": "VP"}, {"position_level": "head"}, {"rank_group": ""}]  # fmt: skip
    for figure in figures:
        said = plan_parts.figure_said(figure, plans[0])
        assert said and "{" not in said


@pytest.mark.parametrize(
    ("row", "column", "figure"),
    [
        (1, "leavers", {"period": "b", "group": "leavers"}), (1, "cumulative", {"left_by": ["a", "b"]}), (0, "remaining", {"here_after": ["a"]}),
        (0, "cost_vnd", {"period": "a", "paid": True}), (0, "involuntary", {"period": "a", "group": "involuntary"}),
    ],
)  # fmt: skip
def test_a_number_in_the_table_of_periods_stands_for_these_people(row, column, figure):
    assert plan_parts._of_period(["a", "b"], row, column) == figure


def test_people_who_changed_are_listed_with_what_was_decided_before(app, plans):
    at = app("plan", lang="en", run=plans[0])
    at.session_state["desk"].show(plans[1])
    at.query_params["run"] = plans[1]
    at.run()
    assert "people are decided otherwise than in the plan before" in words(at)
    assert "▲ +75" in key(at, "status_leavers").label and ":red[" in key(at, "status_cost").label
    key(at, "see_changed").click().run()
    assert not at.exception
    listed = next(d.value for d in at.dataframe if "was_decision" in d.value)
    assert len(listed) >= 75 and (listed["was_decision"] != "").all()


def test_a_repair_is_taken_with_one_click_and_can_be_undone(app, plans, monkeypatch):
    asked = []
    monkeypatch.setattr(actions, "solve", lambda: asked.append(dict(state.desk().draft)))
    at = app("plan", lang="en", run=plans[2])
    before = at.session_state["desk"].draft
    key(at, "use_repair_0").click().run()
    assert not at.exception and len(asked) == 1
    assert asked[0] != before and at.session_state["desk"].draft == asked[0]
    key(at, "undo").click().run()
    assert at.session_state["desk"].draft == before


def test_a_plan_can_be_taken_home_as_lists_packs_and_decisions(app, plans):
    at = app("plan", lang="en", run=plans[0])
    offered = {e.proto.label for e in at.get("download_button")}
    assert {"Download Excel", "Download the lists", "Word (.docx)", "PDF", "Download the packs", "Download decisions.csv"} <= offered
    unit = next(s for s in at.selectbox if s.key == "w_files_unit")
    assert unit.options[0] == "All units" and any(option.startswith("VP · ") for option in unit.options)
    unit.set_value("VP").run()
    assert not at.exception


def test_the_head_of_the_last_paper_stands_in_the_fields_and_one_that_cannot_stand_is_said(app, plans, runs):
    keep_letterhead(Letterhead(("Bộ Công Thương",), "Hà Nội", dt.date(2026, 12, 5), "", ("Bộ trưởng",)))
    at = app("plan", lang="vi", run=plans[0])
    fields = {f.key: f.value for f in (*at.text_input, *at.text_area, *at.date_input)}
    assert (fields["w_head_above"], fields["w_head_issuer"], fields["w_head_place"]) == ("", "Bộ Công Thương", "Hà Nội")
    assert (fields["w_head_day"], fields["w_head_to"], fields["w_head_number"]) == (dt.date(2026, 12, 5), "Bộ trưởng", "")
    assert {"Tải tệp Word", "Tải tệp PDF"} <= {e.proto.label for e in at.get("download_button")}
    next(f for f in at.text_area if f.key == "w_head_to").set_value("x" * 200).run()
    assert not at.exception and "160" in words(at)
    assert not {"Tải tệp Word", "Tải tệp PDF"} & {e.proto.label for e in at.get("download_button")}
    letterhead_file().unlink()
