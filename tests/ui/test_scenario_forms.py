"""The forms of the Scenario page: every part of the schema has one, and what is entered is what a file would say."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from pydantic import BaseModel

from planner.scenario.model import Scenario
from planner.scenario.paths import difference, put
from planner.ui.forms import change_words, row_lists
from planner.ui.forms import fields as form_fields
from planner.ui.forms import scenario as scenario_form
from planner.ui.forms.row_lists import Cell, _entries
from planner.ui.session import state
from tests.ui.conftest import open_part, words

BY_HAND = {"acceptance", "deputies", "keep.people", "redeploy.allowed", "units.by_unit", "reorganise"}
"""Parts with a form of their own; each is tested below or on its page."""
ELSEWHERE = {"roster", "corrections"}
"""Where the data come from: the Data page."""


def leaves(model: type[BaseModel], path: str = "") -> dict[str, set[str]]:
    """Key path to the keys of its entries (empty for a single value) of everything that a scenario can say."""
    found: dict[str, set[str]] = {}
    for name, field in model.model_fields.items():
        here = f"{path}.{name}" if path else name
        inner = _model_in(field.annotation)
        if inner is None:
            found[here] = set()
        elif inner is field.annotation:
            found |= leaves(inner, here)
        else:
            found[here] = {f.alias or n for n, f in inner.model_fields.items()}
    return found


def _model_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in get_args(annotation) if (m := _model_in(a))), None)


def button(at, label):
    return next(b for b in at.button if b.label == label)


def key(at, name):
    return next(b for b in at.button if b.key == name)


def test_every_part_of_the_schema_has_a_form(app, monkeypatch):
    fields, editors = set(), {}
    plain_field, plain_rows = form_fields.field, row_lists.rows

    def noted_field(path, *more, **named):
        fields.add(".".join("*" if isinstance(p, int) else str(p) for p in path))
        return plain_field(path, *more, **named)

    def noted_rows(path, cells, *more, **named):
        editors[".".join(map(str, path))] = {c.name for c in cells}
        return plain_rows(path, cells, *more, **named)

    monkeypatch.setattr(form_fields, "field", noted_field)
    monkeypatch.setattr(scenario_form, "rows", noted_rows)
    at = app("scenario", lang="en")
    at.session_state["desk"].draft = put(at.session_state["desk"].draft, ("redeploy",), {"allowed": True})
    for part in scenario_form.SECTIONS:
        at = open_part(at, "w_scenario_part", part)
        assert not at.exception, part
    wanted = leaves(Scenario)
    for path, keys in wanted.items():
        if path in BY_HAND | ELSEWHERE:
            continue
        if keys:
            assert path in editors, f"no form for {path}"
            assert keys <= editors[path], f"{path} lacks {keys - editors[path]}"
        else:
            assert path in fields or any(f.startswith(path + ".") for f in fields), f"no form for {path}"
    assert BY_HAND <= set(wanted)
    assert "acceptance.confidence" in fields, "its chances are written as text, and the form says so"


def test_rows_of_an_editor_come_back_as_a_file_would_say_them():
    import pandas as pd

    cells = (
        Cell("name", ""),
        Cell("a", "", "share"),
        Cell("n", "", "count"),
        Cell("x", "", "decimal"),
        Cell("on", "", "date"),
        Cell("v", "", "yaml"),
        Cell("c", "", "choice", {"code": "word"}),
    )
    frame = pd.DataFrame(
        [["2027", 12.5, 3, 1.25, dt.date(2027, 7, 1), "[1, 2]", "word"], [None] * 7, ["y", None, None, 2.0, None, "true", None]],
        columns=[c.name for c in cells],
    ).astype({"a": "float64", "n": "Int64", "x": "float64"})
    assert _entries(frame, cells) == [
        {"name": "2027", "a": 0.125, "n": 3, "x": 1.25, "on": dt.date(2027, 7, 1), "v": [1, 2], "c": "code"},
        {"name": "y", "x": 2, "v": True},
    ]


def test_a_value_that_is_no_yaml_is_named():
    import pandas as pd

    with pytest.raises(ValueError, match="value"):
        _entries(pd.DataFrame([["[1, "]], columns=["v"]), (Cell("v", "", "yaml"),))


def test_a_merger_is_added_drawn_and_taken_out(app):
    at = open_part(app("scenario", lang="en"), "w_scenario_part", "structure")
    units = next(m for m in at.multiselect if m.label == "Units that are merged")
    pair = [option.split(" · ")[0] for option in units.options[:2]]
    units.set_value(pair)
    next(x for x in at.text_input if x.label == "New id").set_value("VMOI")
    next(x for x in at.text_input if x.label == "Name of the new unit").set_value("Vụ mới")
    next(b for b in at.button if b.label == "Add the step").click().run()
    assert not at.exception
    assert at.session_state["desk"].draft["reorganise"] == [
        {"merge": pair, "into": {"unit": "VMOI", "name": "Vụ mới", "kind": "department"}}
    ]
    assert "Merge" in words(at) and "Structure · New structure: + Merge" in words(at)
    key(at, "step_out_0").click().run()
    assert "reorganise" not in at.session_state["desk"].draft
    key(at, "undo").click().run()
    assert at.session_state["desk"].draft["reorganise"]


def test_an_incomplete_step_says_what_is_lacking(app):
    at = open_part(app("scenario", lang="en"), "w_scenario_part", "structure")
    next(b for b in at.button if b.label == "Add the step").click().run()
    assert "Pick at least two units" in words(at) and "reorganise" not in at.session_state["desk"].draft


def test_steps_are_said_in_sentences(monkeypatch):
    monkeypatch.setattr(state, "lang", lambda: "en")
    assert change_words.said({"dissolve": "A", "people_to": ["B", "C"]}) == "Dissolve A; its people go to B, C"
    assert change_words.said({"move": {"people": ["1"], "to": "B"}}) == "Move 1 to B"


def test_deputies_moves_and_kept_people_reach_the_scenario(app):
    at = open_part(app("scenario", lang="en"), "w_scenario_part", "people")
    at.toggle(key=next(t.key for t in at.toggle if t.label == "Moves between units")).set_value(True).run()
    assert at.session_state["desk"].draft["redeploy"] == {"allowed": True}
    control = next(c for c in at.segmented_control if c.key.startswith("w_deputies_kind"))
    control.set_value("number").run()
    assert at.session_state["desk"].draft["deputies"] == 3
    kept = next(m for m in at.multiselect if m.label == "People who stay")
    person = kept.options[0].split(" · ")[0]
    kept.set_value([person]).run()
    assert not at.exception and at.session_state["desk"].draft["keep"]["people"] == [person]


def test_the_last_target_is_taken_over_at_the_side(app):
    at = app("scenario", lang="en")
    own = next(n for n in at.number_input if n.label == "By 2030, at least (%)")
    own.set_value(23.5).run()
    assert next(n for n in at.number_input if n.label == "Reduction target (%)").value == 23.5
    assert "Targets · By 2030, at least (%): 20 → 23.5" in words(at)


def test_a_duplicate_shows_its_changes_against_the_original(app):
    at = app("scenario", lang="en")
    title = at.session_state["desk"].draft["title"]
    key(at, "duplicate").click().run()
    desk = at.session_state["desk"]
    assert (
        desk.draft["title"] == f"{title.split(' | ')[1]} (copy)" and desk.base["title"] == title and desk.base_name.endswith("_copy.yaml")
    )
    assert "1 change against" in words(at).replace("\\", "")


def test_the_scenario_of_a_plan_can_be_opened_again(app, plans):
    at = app("scenario", lang="en", run=plans[1])
    pick = at.selectbox(key="w_shipped_en")
    pick.set_value(f"plan:{plans[1]}").run()
    key(at, "open_shipped").click().run()
    assert not at.exception and at.session_state["desk"].draft["periods"][-1]["reduction_at_least"] == 0.25


def test_only_what_differs_is_saved_where_nothing_is_taken_out():
    parent = {"title": "a", "keep": {"key_roles": True, "people": ["1"]}, "budget": {"total_vnd": 5}}
    child = {"title": "b", "keep": {"key_roles": True, "people": ["2"]}, "budget": {"total_vnd": 5}, "stay_close": 4}
    assert difference(parent, child) == {"title": "b", "keep": {"people": ["2"]}, "stay_close": 4}
    assert difference(parent, {"title": "a"}) is None
    assert difference(parent, {**parent, "keep": {"people": ["1"]}}) is None
    assert difference(parent, parent) == {}


def test_a_ready_made_scenario_is_called_in_the_language_of_the_page(app):
    for lang, title in (("en", "20% by 2030"), ("vi", "Giảm 20% đến năm 2030")):
        shipped = next(s for s in app("scenario", lang=lang).selectbox if s.key.startswith("w_shipped"))
        assert any(option.startswith(title) for option in shipped.options), shipped.options


def test_a_scenario_workbook_is_opened_like_a_file(app, tmp_path):
    from planner.scenario.load import load_scenario
    from planner.service.scenario_files import write_scenario
    from tests.builder import ROOT

    book = tmp_path / "Kịch bản.xlsx"
    write_scenario(load_scenario(ROOT / "scenarios" / "equal_units.yaml"), book, "vi", roster=tmp_path / "none")
    at = app("scenario", lang="vi")
    at.file_uploader[0].set_value((book.name, book.read_bytes(), "application/octet-stream")).run()
    assert not at.exception and not at.error
    desk = at.session_state["desk"]
    assert desk.base_name == "Kịch bản.yaml" and desk.draft["units"]["default"] == {"reduction_at_least": 0.2, "reduction_at_most": 0.3}
    at.file_uploader[0].set_value(("xau.xlsx", b"PK nothing", "application/octet-stream")).run()
    assert not at.exception and "Tệp bị hỏng" in words(at)
    at.file_uploader[0].set_value(("two.yaml", b"extends: [a, b]\n", "text/yaml")).run()
    assert not at.exception and at.error
