"""The traps of Streamlit that docs/app.md lists, and what keeps the app out of each."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from planner.ui.session import paths, rosters, state, uploads
from planner.ui.session import plans as saved_plans
from tests.ui.conftest import open_part, words

UI = Path(paths.__file__).parents[1]
PLAIN = {"str", "int", "float", "bool", "None", "dt.date", "tuple", "Key", "Terms", "Any"}
"""What a remembered function may take: values that are hashed whole."""


def remembered() -> list[tuple[str, ast.FunctionDef]]:
    found = []
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("cache_" in ast.unparse(d) for d in node.decorator_list):
                found.append((file.name, node))
    return found


def test_no_remembered_function_takes_a_frame():
    assert len(remembered()) > 10
    for file, node in remembered():
        for argument in node.args.args:
            names = {n.id for n in ast.walk(argument.annotation) if isinstance(n, ast.Name)}
            assert names <= {name.split(".")[0] for name in PLAIN}, f"{file}: {node.name}({argument.arg})"


def test_every_memory_has_an_end():
    for file, node in remembered():
        assert any("max_entries" in ast.unparse(d) for d in node.decorator_list), f"{file}: {node.name} remembers without an end"


def test_a_table_that_a_page_changes_is_not_changed_for_others(app, plans):
    app("plan", run=plans[0])
    first = saved_plans.table("by_unit", plans[0], "vi")
    first.loc[:, "leavers"] = -1
    assert (saved_plans.table("by_unit", plans[0], "vi")["leavers"] >= 0).all()


def test_messages_to_a_page_wait_for_one_another(monkeypatch):
    from streamlit.runtime import runtime

    from planner.ui import serve

    monkeypatch.setattr(runtime, "MESSAGE_FLUSH_INTERVAL_SECS", 0.005)  # an error here: this Streamlit knows no such pause
    serve.send_together()
    assert runtime.MESSAGE_FLUSH_INTERVAL_SECS == serve.SEND_EVERY_S


def test_this_streamlit_lets_a_verb_end():
    """Its session asks for something newer at every reading, through one attribute; while a verb is at work it asks nothing."""
    from streamlit.runtime.state import SafeSessionState, SessionState

    assert state.YIELDS in vars(SafeSessionState(SessionState(), lambda: None))


@pytest.mark.parametrize("page", ["data", "plan"])
def test_a_session_holds_no_frames(app, plans, page):
    at = app(page, run=plans[0])
    assert at.session_state[state.DESK].current == plans[0]
    for name in (state.UNDO, state.REDO, state.FIGURE, state.VIEW, state.DESK, "pages"):
        value = at.session_state[name]
        assert not isinstance(value, pd.DataFrame) and type(value).__name__ not in ("Roster", "Run", "Instance"), name


def test_the_part_that_is_open_is_found_again(app, plans):
    at = open_part(app("plan", lang="en", run=plans[0]), "w_plan_part", "money")
    assert at.session_state[state.PLAN_PART] == "money"
    at = app("plan", lang="en", run=plans[0])  # a session whose widgets know nothing
    at.session_state[state.PLAN_PART] = "money"
    at.run()
    assert "Cost and saving by quarter" in words(at)


def test_too_large_an_upload_is_refused(app, tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    at = app("data", lang="en")
    at.file_uploader[0].set_value(("a.csv", b"employee_id,full_name\n", "text/csv")).run()
    assert "upload fewer" in words(at)
    assert not paths.uploads(at.session_state["desk"].id).exists()


def test_a_folder_of_results_that_was_emptied_gets_the_sample_again(app, tmp_path, monkeypatch):
    app("data", lang="en")
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "other"))
    sha256, _ = rosters.sample()
    assert sha256 and rosters.is_here(sha256)


def test_uploaded_files_are_forgotten_and_the_meaning_of_headings_stays(tmp_path):
    (tmp_path / "headings.mapping.yaml").write_text("headings: {}\n", encoding="utf-8")
    (tmp_path / uploads.FILES).mkdir()
    (tmp_path / uploads.FILES / "a.xlsx").write_bytes(b"x")
    uploads.note(tmp_path, {"name": "a.xlsx", "files": ["a.xlsx"]})
    uploads.forget(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["headings.mapping.yaml"]


def test_a_field_that_was_replaced_changes_nothing(monkeypatch):
    called, now = [], [3]
    monkeypatch.setattr(state, "edition", lambda: now[0])
    late = state.while_drawn(lambda: called.append(1))
    late()
    now[0] = 4
    late()
    assert called == [1]


def test_a_list_of_words_starts_anew_in_another_language(app):
    at = app("benefits", lang="vi")
    at.selectbox(key="w_benefits_regime_vi").set_value("nd154").run()
    at.radio(key="w_language").set_value("en").run()
    assert not at.exception and at.selectbox(key="w_benefits_regime_en").options[0] == "The most favourable in force"
