"""The Plan page: its parts, the people behind its figures, what changed, and the repairs of an impossible plan."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from planner.report.letterhead import Letterhead
from planner.service.letterheads import keep_letterhead
from planner.service.places import letterhead_file
from planner.ui.parts import plan_figures
from planner.ui.session import actions, state
from tests.ui.conftest import open_part, words
from tests.ui.seen import ELEMENTS, press

PARTS = {
    "overview": "Exits by date",
    "units": "Stay, against the last",
    "flows": "Who goes where",
    "money": "Cost and saving by quarter",
    "requirements": "How much room the requirements leave",
}


def key(at, name):
    return next(b for b in at.button if b.key == name)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_stands_before_after_and_as_changes(app, plans, part):
    at = open_part(app("plan", lang="en", run=plans[0]), "w_plan_part", part)
    assert not at.exception and PARTS[part] in words(at)
    for view in ("before", "after", "changes") if part == "flows" else ():
        at = open_part(at, "w_view_plan", view)
        assert not at.exception, view
    at.radio(key="w_language").set_value("vi").run()
    assert not at.exception and PARTS[part] not in words(at)


def figures():
    return {figure["name"]: figure for figure in ELEMENTS["head"]["figures"]}


@pytest.mark.parametrize("page", ["plan", "person"])
def test_a_click_on_a_figure_opens_the_people_behind_it_on_any_page(app, plans, page):
    at = app(page, lang="en", run=plans[0])
    count = figures()["involuntary"]["value"]
    press(at, "head", "figure", "involuntary")
    assert not at.exception and f"{count} of 1,500 people" in words(at)
    assert len(ELEMENTS["people_rows"]["people"]) == int(count)
    at.run()
    assert "people_rows" not in ELEMENTS  # it is opened once


def test_people_counted_by_a_requirement_are_listed(app, plans):
    at = app("plan", lang="en", run=plans[0])
    at.session_state[state.FIGURE] = {"requirement": "periods.2030.reduction_at_least", "scope": "2030"}
    at.session_state[state.OPEN] = True
    at.run()
    assert not at.exception and "300 people" in words(at)


def test_somebody_is_kept_in_the_dialog_and_planned_at_once(app, plans, monkeypatch):
    asked = []
    monkeypatch.setattr(actions, "solve", lambda: asked.append(dict(state.desk().locks)))
    at = app("plan", lang="en", run=plans[0])
    press(at, "head", "figure", "involuntary")
    who = ELEMENTS["people_rows"]["people"][0]["id"]
    at.session_state[state.OPEN] = True
    press(at, "people_rows", "act", {"what": "keep", "people": [who]})
    assert not at.exception and asked == [{who: "keep"}]
    assert at.session_state["desk"].draft["keep"]["people"] == [who]


def test_a_unit_keeps_more_and_releases_more_and_is_planned_at_once(app, plans, monkeypatch):
    asked = []
    monkeypatch.setattr(actions, "solve", lambda: asked.append(state.desk().draft["units"]["by_unit"]["VPC"]))
    at = app("plan", lang="en", run=plans[0])
    row = next(unit for unit in ELEMENTS["unit_rows"]["units"] if unit["unit"] == "VPC")
    assert "Stay" in ELEMENTS["unit_rows"]["words"]["change"]
    press(at, "unit_rows", "step", {"unit": "VPC", "by": 2})
    assert not at.exception and asked[-1]["minimum_headcount"] == row["after"] + 2
    press(at, "unit_rows", "step", {"unit": "VPC", "by": -1})
    assert "reduction_at_least" in asked[-1] and asked[-1]["minimum_headcount"] == row["after"] - 1
    press(at, "unit_rows", "step", {"unit": "VPC", "by": 999})
    assert len(asked) == 2 and "cannot be moved further" in words(at.run())


def test_rows_of_units_stay_where_they_are_while_one_steps_and_are_ranked_when_asked(app, plans, monkeypatch):
    monkeypatch.setattr(actions, "solve", lambda: actions.open_plan(plans[1]))
    at = app("plan", lang="en", run=plans[0])
    shown = ELEMENTS["unit_rows"]
    first = [row["unit"] for row in shown["units"]]
    assert not shown["kept"]
    press(at, "unit_rows", "step", {"unit": "VPC", "by": 1, "plan": plans[0]})
    at.run()
    stepped = ELEMENTS["unit_rows"]
    assert [row["unit"] for row in stepped["units"]] == first and stepped["kept"] and "Rank again" in stepped["words"]["rank"]
    press(at, "unit_rows", "rank", True)
    ranked = [row["unit"] for row in at.run() and ELEMENTS["unit_rows"]["units"]]
    assert ranked != first and sorted(ranked) == sorted(first)
    changes = [abs(row["change"]) for row in ELEMENTS["unit_rows"]["units"]]
    assert min(row["change"] for row in ELEMENTS["unit_rows"]["units"]) < 0  # more leave of 25 per cent: fewer stay
    assert changes == sorted(changes, reverse=True)


def test_a_step_counts_from_the_plan_that_was_seen(app, plans, monkeypatch):
    asked = []
    monkeypatch.setattr(actions, "solve", lambda: asked.append(state.desk().draft["units"]["by_unit"]["VPC"]))
    at = app("plan", lang="en", run=plans[0])
    after = next(unit for unit in ELEMENTS["unit_rows"]["units"] if unit["unit"] == "VPC")["after"]
    at.query_params["run"] = plans[1]
    at.run()
    press(at, "unit_rows", "step", {"unit": "VPC", "by": 2, "plan": plans[0]})
    assert asked[-1]["minimum_headcount"] == after + 2


def test_a_plan_is_named_noted_pinned_and_stood_at_again(app, plans):
    at = app("plan", lang="en", run=plans[0])
    at.query_params["run"] = plans[1]
    at.run()
    assert [entry["shown"] for entry in ELEMENTS["rail"]["plans"]] == [True, False]
    next(field for field in at.text_input if field.key.startswith("w_plan_name")).set_value("For Monday").run()
    next(field for field in at.text_input if field.key.startswith("w_plan_note")).set_value("the minister asked").run()
    key(at, "pin_plan").click().run()
    first = ELEMENTS["rail"]["plans"][0]
    assert not at.exception and (first["name"], first["note"], first["pinned"]) == ("For Monday", "the minister asked", True)
    assert ELEMENTS["head"]["name"] == "For Monday"
    press(at, "rail", "stand", plans[0])
    desk = at.session_state["desk"]
    assert not at.exception and (desk.current, desk.before) == (plans[0], plans[1])
    assert desk.draft["title"] == "Plan twenty" and not ELEMENTS["head"]["edited"]

def test_every_kind_of_figure_is_called_by_words(app, plans):
    app("plan", lang="en", run=plans[0])
    unit, many = {"unit": "VP"}, [{"group": g} for g in ("leavers", "moved", "changed")]
    figures = [*many, {**unit, "view": "changes"}, {"left_by": ["2027", "2028"]}, {"here_after": ["2027"]}, {"ends_in": "VP"}, {"into": "VP"}, {"paid": True},
               {"decision": "early_retirement", "period": "2027"}, {"requirement": "deputies", "scope": "VP"}, {"position_level": "head"}, {"rank_group": ""}]  # fmt: skip
    for figure in figures:
        said = plan_figures.figure_said(figure, plans[0])
        assert said and "{" not in said


@pytest.mark.parametrize(
    ("row", "column", "figure"),
    [
        (1, "leavers", {"period": "b", "group": "leavers"}), (1, "cumulative", {"left_by": ["a", "b"]}), (0, "remaining", {"here_after": ["a"]}),
        (0, "cost_vnd", {"period": "a", "paid": True}), (0, "involuntary", {"period": "a", "group": "involuntary"}),
    ],
)  # fmt: skip
def test_a_number_in_the_table_of_periods_stands_for_these_people(row, column, figure):
    assert plan_figures.of_period(["a", "b"], row, column) == figure


def test_the_head_tells_the_change_and_those_who_changed_are_listed_with_what_was_decided_before(app, plans):
    at = app("plan", lang="en", run=plans[0])
    at.session_state["desk"].show(plans[1])
    at.query_params["run"] = plans[1]
    at.run()
    assert figures()["leavers"]["change"] == {"text": "▲ +75", "tone": "same"} and figures()["cost"]["change"]["tone"] == "up"
    asked, came = ELEMENTS["head"]["told"]
    assert asked == "Target 20% → 25%" and "cost rises by" in came
    at.session_state[state.FIGURE], at.session_state[state.OPEN] = {"group": "changed"}, True
    at.run()
    assert not at.exception
    rows = ELEMENTS["people_rows"]["people"]
    assert len(rows) >= 75 and all(row["was"].startswith("was: ") for row in rows)


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


def test_other_targets_are_planned_when_asked_for_and_stand_beside_the_plans_own(app, plans, runs, monkeypatch):
    from planner.service.jobs.targets import TARGETS_FILE
    from planner.service.places import made_from, place_beside
    from planner.ui.session import workers

    asked = []
    monkeypatch.setattr(workers, "ask_ahead", lambda kind, task, **more: asked.append((kind, task)))
    at = open_part(app("plan", lang="en", run=plans[0]), "w_plan_part", "overview")
    key(at, "ask_targets").click().run()
    assert [(kind, task["source"]) for kind, task in asked if kind == "targets"] == [("targets", str(runs / "twenty"))]
    assert not at.exception and "are being planned" in words(at)
    place_beside(runs / "twenty")
    row = {"target": 0.2, "own": True, "status": "optimal", "gap": 0.0, "leavers": 300, "cost_vnd": 19_092_749_400, "involuntary": 86}
    other = {**row, "target": 0.225, "own": False, "leavers": 338, "cost_vnd": 23_000_000_000, "involuntary": 121}
    none = {**row, "target": 0.24, "own": False, "status": "infeasible", "leavers": None, "cost_vnd": None, "involuntary": None}
    file = made_from(runs / "twenty") / TARGETS_FILE
    file.write_text(json.dumps({"targets": [row, other, none]}), encoding="utf-8")
    at.run()
    file.unlink()
    table = next(m.value for m in at.markdown if "338" in m.value).replace("\\", "")
    assert not at.exception and "23,000,000,000" in table and "–" in table and not [b for b in at.button if b.key == "ask_targets"]


def test_files_are_called_as_the_plan_is(app, plans, monkeypatch):
    from planner.ui.parts import plan_files

    names = []
    monkeypatch.setattr(plan_files, "download", lambda label, content, file, **more: names.append(file))
    at = app("plan", lang="en", run=plans[0])
    at.session_state["desk"].names = {plans[0]: "For the Monday meeting"}
    names.clear()
    at.run()
    assert len(names) == 6 and all(name.startswith("For the Monday meeting") for name in names), names


def test_a_plan_can_be_taken_home_as_lists_packs_and_decisions(app, plans):
    at = app("plan", lang="en", run=plans[0])
    offered = {e.proto.label for e in at.get("download_button")}
    assert {"Download Excel", "Download the lists", "Word (.docx)", "PDF", "Download the packs", "Download the decisions (CSV)"} <= offered
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


def test_a_conflict_names_the_fields_as_the_forms_do(app, plans):
    at = app("plan", lang="vi", run=plans[2])
    shown = words(at).replace("\\", "")
    assert "Trong kịch bản: Mục tiêu · Đến hết 2030, ít nhất (%)" in shown and "periods.2030" not in shown


def test_more_of_a_long_list_is_shown_when_asked_and_one_comes_back_to_the_row_that_was_left(app, plans):
    at = app("plan", lang="en", run=plans[0])
    press(at, "head", "figure", "leavers")
    assert len(ELEMENTS["people_rows"]["people"]) == 120 and ELEMENTS["people_rows"]["at"] is None
    more = next(toggle for toggle in at.toggle if toggle.key.startswith("w_list_more"))
    assert more.label == "Show 300"
    at.session_state[more.key] = True
    at.session_state[state.OPEN] = True
    at.run()
    assert len(ELEMENTS["people_rows"]["people"]) == 300
    last = ELEMENTS["people_rows"]["people"][-1]["id"]
    at.session_state[state.LIST_AT] = (at.session_state[state.LISTED], last)
    at.session_state[state.OPEN] = True
    at.run()
    assert ELEMENTS["people_rows"]["at"] == last


def test_the_heat_map_has_numbers_that_can_be_read_in_light_and_dark():
    import pandas as pd

    from planner.ui.widgets.pictures import HEAT_COLOURS, heat

    cells = pd.DataFrame({"unit": ["A"], "age_band": ["b"], "people": [4], "after": [2], "leavers": [2], "reduction": [0.5]})
    for (is_lost, dark), colours in HEAT_COLOURS.items():
        spec, _ = heat(cells, "unit", "age_band", "changes" if is_lost else "before", ({}, {}), dark)
        written = spec["series"][0]["label"]["color"]
        for colour in colours:
            pale, deep = sorted((luminance(written), luminance(colour)), reverse=True)
            assert (pale + 0.05) / (deep + 0.05) >= 4.5, (colour, written)


def luminance(colour):
    """Of `#rgb` or `#rrggbb`, after WCAG 2.1."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    shares = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return sum(weight * (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4) for weight, s in zip((0.2126, 0.7152, 0.0722), shares, strict=True))


def test_pictures_say_where_their_axis_begins_and_what_their_colours_mean(app, plans):
    at = app("plan", lang="en", run=plans[0])
    at.query_params["run"] = plans[1]
    at.run()
    shown = words(open_part(at, "w_plan_part", "overview")).replace("\\", "")
    assert "Red: more or fewer stay than in the plan before." in shown and "and not at zero." in shown
