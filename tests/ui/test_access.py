"""Who may change what in the app: a desk is its browser's own, two tabs never overwrite each other, and what the server says of itself."""

from __future__ import annotations

import asyncio
import json
from http.cookies import SimpleCookie

import pytest

from planner.core.errors import InputError, problem
from planner.service.workspace.desks.desk import copied, new_desk, written
from planner.ui import access, headers
from planner.ui.access import COOKIE
from planner.ui.session import desk
from tests.ui.conftest import words


@pytest.fixture
def kept(app):
    """A desk of another browser, in the store of the app's folder."""
    made = new_desk("somebody else")
    made.draft = {"title": "Of another browser"}
    desk.save_desk(made)
    return made


# ---- whose a desk is


def test_the_address_of_anothers_desk_gives_a_copy(app, plans, runs, kept):
    at = app("data", lang="en", desk=kept.id)
    own = at.session_state["desk"]
    assert own.id != kept.id and own.draft["title"] == "Of another browser" and own.owner == ""
    assert at.query_params["desk"] == [own.id] or at.query_params["desk"] == own.id
    assert "You work on a copy" in words(at)
    assert desk.load_desk(kept.id).version == 1
    assert "You work on a copy" not in words(at.run())


def test_ones_own_desk_is_found_again(app, plans, runs, kept, monkeypatch):
    monkeypatch.setattr("planner.ui.session.state.own_key", lambda: "somebody else")
    at = app("data", lang="en", desk=kept.id)
    assert at.session_state["desk"].id == kept.id and "copy" not in words(at)


def test_a_copy_takes_no_job_along(kept):
    kept.job = "20261129-000000-0123456789ab"
    made = copied(kept, "me")
    assert (made.job, made.owner, made.version) == ("", "me", 0) and made.id != kept.id
    made.draft["title"] = "changed"
    assert kept.draft["title"] == "Of another browser"


def test_what_desks_know_of_a_browser_is_not_its_cookie(monkeypatch):
    monkeypatch.setattr(access.st.context.__class__, "cookies", {COOKIE: "secret"}, raising=False)
    first = access.own_key()
    assert "secret" not in first and len(first) == 32
    monkeypatch.setattr(access.st.context.__class__, "cookies", {COOKIE: "other"}, raising=False)
    assert access.own_key() != first
    monkeypatch.setattr(access.st.context.__class__, "cookies", {}, raising=False)
    assert access.own_key() == ""


# ---- two tabs


def test_a_tab_that_was_overtaken_goes_on_with_a_copy_and_is_told(app, plans, runs):
    at = app("scenario", lang="en")
    at.number_input[0].set_value(21).run()
    mine = at.session_state["desk"].id
    other = desk.load_desk(mine)
    other.draft["title"] = "Of the other tab"
    desk.save_desk(other)
    at.number_input[0].set_value(22).run()
    assert at.session_state["desk"].id != mine
    assert "goes on on a desk of its own" in words(at)
    assert desk.load_desk(mine).draft["title"] == "Of the other tab"
    assert 'reduction_at_least":0.22' in written(desk.load_desk(at.session_state["desk"].id))


def test_a_tab_that_only_looks_gets_the_newer_state(app, plans, runs):
    at = app("scenario", lang="en")
    at.number_input[0].set_value(23).run()
    mine = at.session_state["desk"].id
    other = desk.load_desk(mine)
    other.draft["title"] = "Of the other tab"
    desk.save_desk(other)
    at.run()
    assert at.session_state["desk"].id == mine and at.session_state["desk"].draft["title"] == "Of the other tab"
    assert "Its newer state is shown" in words(at) and at.session_state["steps_back"] == []


def test_a_desk_that_cannot_be_kept_is_told_and_kept_with_the_next_click(app, plans):
    def refuse(made):
        raise InputError(problem("workspace.busy", file="/somewhere/planner.sqlite3"))

    at = app("scenario", lang="en")
    at.number_input[0].set_value(20).run()
    mine = at.session_state["desk"].id
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "save_desk", refuse)
        at.number_input[0].set_value(24).run()
        said = words(at).replace("\\", "")
        assert "This could not be saved: others have been writing to the workspace" in said and "/somewhere" not in said and not at.exception
    assert 'reduction_at_least":0.24' not in written(desk.load_desk(mine))
    at.number_input[0].set_value(25).run()
    assert 'reduction_at_least":0.25' in written(desk.load_desk(mine)) and at.session_state["desk"].id == mine


def test_files_of_an_older_version_that_hold_no_desk_are_named(app, tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    folder = tmp_path / "runs" / "app" / "desks"
    folder.mkdir(parents=True)
    (folder / "torn.json").write_text("[[", encoding="utf-8")
    at = app("law", lang="en")
    assert "1 file of an older version could not be read as a desk and stay where they are: torn.json" in words(at).replace("\\", "")
    assert (folder / "torn.json").exists() and "older version" not in words(at.run())


def test_a_desk_of_an_older_version_is_found_by_its_address_and_the_audit_says_so(app, tmp_path, monkeypatch):
    from planner.service.workspace.rights import open_actor
    from tests.service.workspace.desks.test_takeover import FIRST, older_file

    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    folder = tmp_path / "runs" / "app" / "desks"
    folder.mkdir(parents=True)
    (folder / f"{FIRST}.json").write_text(json.dumps(older_file(FIRST, owner="")), encoding="utf-8")
    at = app("law", lang="en", desk=FIRST)
    own = at.session_state["desk"]
    assert not at.exception and own.id == FIRST and own.draft["periods"][0]["reduction_at_least"] == 0.25
    assert own.plans == older_file(FIRST)["plans"] and own.names == {"runs/base": "An"} and own.version > 41
    assert [each["action"] for each in access.workspace().audit(open_actor())] == ["take_over_desks"]


# ---- what the server says


def answer(path: str, cookie: bytes = b"", kind: bytes = b"text/html; charset=utf-8", scheme: str = "http"):
    """(status, headers) of a request that passes through the planner's part of the server."""
    said = []

    async def inner(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), (b"x-frame-options", b"ALLOWALL")]})
        await send({"type": "http.response.body", "body": b"x"})

    async def send(message):
        said.append(message)

    scope = {"type": "http", "path": path, "scheme": scheme, "headers": [(b"cookie", cookie)] if cookie else []}
    asyncio.run(headers.Headers(inner)(scope, None, send))
    return said[0]["status"], [(name.decode(), value.decode()) for name, value in said[0]["headers"]]


def test_no_other_site_may_frame_a_page():
    status, found = answer("/plan")
    assert status == 200 and [value for name, value in found if name == "x-frame-options"] == ["SAMEORIGIN"]
    assert ("content-security-policy", "frame-ancestors 'self'") in found and ("referrer-policy", "no-referrer") in found


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/base/_stcore/metrics"])
def test_the_servers_figures_are_closed(path):
    assert answer(path)[0] == 404


@pytest.mark.parametrize(("cookie", "kind", "given"), [
    (b"", b"text/html", True), (b"other=1", b"text/html", True), (f"{COOKIE}=1".encode(), b"text/html", False), (b"", b"text/css", False),
])  # fmt: skip
def test_each_browser_gets_one_key_that_no_page_can_read(cookie, kind, given):
    found = [value for name, value in answer("/", cookie, kind)[1] if name == "set-cookie"]
    assert len(found) == given
    if given:
        morsel = SimpleCookie(found[0])[COOKIE]
        assert len(morsel.value) == 32 and morsel["httponly"] and morsel["samesite"] == "Strict" and not morsel["secure"]
        assert "Secure" in dict(answer("/", cookie, kind, "https")[1])["set-cookie"]


def test_this_streamlit_takes_the_planners_part(monkeypatch):
    from streamlit.web.server.starlette import starlette_app

    monkeypatch.setattr(starlette_app, "create_streamlit_middleware", starlette_app.create_streamlit_middleware)
    assert headers.add_headers()
    made = starlette_app.create_starlette_app.__globals__["create_streamlit_middleware"]()
    assert made[0].cls is headers.Headers and len(made) > 1
