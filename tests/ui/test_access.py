"""Who may change what in the app: a desk is its browser's own, two tabs never overwrite each other, and what the server says of itself."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from planner.ui import access, headers
from planner.ui.access import COOKIE
from planner.ui.session import desk
from tests.ui.conftest import words


@pytest.fixture
def kept(runs):
    """A desk on disk, of another browser."""
    made = desk.new_desk("somebody else")
    made.draft = {"title": "Of another browser"}
    desk.save_desk(runs / "app" / "desks", made)
    return made


def on_disk(runs, desk_id):
    return json.loads((runs / "app" / "desks" / f"{desk_id}.json").read_text(encoding="utf-8"))


# ---- whose a desk is


def test_the_address_of_anothers_desk_gives_a_copy(app, plans, runs, kept):
    at = app("data", lang="en", desk=kept.id)
    own = at.session_state["desk"]
    assert own.id != kept.id and own.draft["title"] == "Of another browser" and own.owner == ""
    assert at.query_params["desk"] == [own.id] or at.query_params["desk"] == own.id
    assert "You work on a copy" in words(at)
    assert on_disk(runs, kept.id)["version"] == 1
    assert "You work on a copy" not in words(at.run())


def test_ones_own_desk_is_found_again(app, plans, runs, kept, monkeypatch):
    monkeypatch.setattr("planner.ui.session.state.own_key", lambda: "somebody else")
    at = app("data", lang="en", desk=kept.id)
    assert at.session_state["desk"].id == kept.id and "copy" not in words(at)


def test_a_copy_takes_no_job_along(kept):
    kept.job = "20261129-000000-0123456789ab"
    made = desk.copied(kept, "me")
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


def test_of_two_savings_on_one_state_the_second_is_refused(tmp_path):
    first = desk.new_desk()
    desk.save_desk(tmp_path, first)
    second = desk.load_desk(tmp_path, first.id)
    first.draft = {"title": "first"}
    desk.save_desk(tmp_path, first)
    second.draft = {"title": "second"}
    with pytest.raises(desk.Overtaken):
        desk.save_desk(tmp_path, second)
    assert desk.load_desk(tmp_path, first.id).draft == {"title": "first"} and first.version == 2


def test_who_saves_the_same_is_not_overtaken(tmp_path):
    """Both tabs put the plan of one job on the desk."""
    first = desk.new_desk()
    desk.save_desk(tmp_path, first)
    second = desk.load_desk(tmp_path, first.id)
    for each in (first, second):
        each.show("a")
        desk.save_desk(tmp_path, each)
    assert second.version == 3 and desk.newer_desk(tmp_path, first) is None
    assert desk.newer_desk(tmp_path, replace(first, current="")) is not None


def test_a_tab_that_was_overtaken_goes_on_with_a_copy_and_is_told(app, plans, runs):
    at = app("scenario", lang="en")
    at.number_input[0].set_value(21).run()
    mine = at.session_state["desk"].id
    other = desk.load_desk(runs / "app" / "desks", mine)
    other.draft["title"] = "Of the other tab"
    desk.save_desk(runs / "app" / "desks", other)
    at.number_input[0].set_value(22).run()
    assert at.session_state["desk"].id != mine
    assert "goes on on a desk of its own" in words(at)
    assert "Of the other tab" in on_disk(runs, mine)["draft"]
    assert "0.22" in on_disk(runs, at.session_state["desk"].id)["draft"]


def test_a_tab_that_only_looks_gets_the_newer_state(app, plans, runs):
    at = app("scenario", lang="en")
    at.number_input[0].set_value(23).run()
    mine = at.session_state["desk"].id
    other = desk.load_desk(runs / "app" / "desks", mine)
    other.draft["title"] = "Of the other tab"
    desk.save_desk(runs / "app" / "desks", other)
    at.run()
    assert at.session_state["desk"].id == mine and at.session_state["desk"].draft["title"] == "Of the other tab"
    assert "Its newer state is shown" in words(at) and at.session_state["steps_back"] == []


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
