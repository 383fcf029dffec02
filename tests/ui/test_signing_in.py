"""The app where people sign in: nobody gets past the door, each role sees what it may, and nobody sees what is another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.core.errors import InputError
from planner.service.workspace.access.sign_in import signed_in
from planner.service.workspace.desks.desk import key_of_person, new_desk
from planner.service.workspace.desks.saving import kept_desks, save
from planner.service.workspace.plan_states import STATES
from planner.service.workspace.rights import Actor, Role, open_actor
from planner.service.workspace.workspace import Workspace
from planner.ui import access, navigation, serve
from planner.ui.session import state
from tests.service.workspace.access.provider import claims, id_of, put_secrets
from tests.service.workspace.plans import keep_plan
from tests.ui.conftest import CHIEF, Filler, open_part, words
from tests.ui.seen import ELEMENTS

PERSON = "P01"
PAGES = [page.name for page in navigation.PAGES]
"""As they stand in the list, which `app` puts another one before."""


def labels(at) -> list[str]:
    return [button.label for button in at.button]


def pressed(at, key: str):
    return next(button for button in at.button if button.key == key).click().run()


def road(house: Workspace) -> None:
    """Fill a workspace with a plan in each state, by `lan`."""
    lan, hai, ba = Actor(id_of("lan"), frozenset({Role.PLANNER})), Actor(id_of("hai"), frozenset({Role.APPROVER})), Actor(id_of("ba"), frozenset({Role.APPROVER}))
    for name in STATES:
        keep_plan(house, lan, name)
        if name != "draft":
            house.submit(lan, name)
        if name in ("approved", "implemented"):
            house.approve(hai, name)
            house.approve(ba, name)
    house.implement(lan, "implemented")


@pytest.fixture
def walked(house: Workspace, installed: Callable[[Filler], Workspace]) -> Workspace:
    """The workspace with a plan in each state."""
    return installed(road)


# ---- the door


@pytest.mark.parametrize("page", PAGES)
def test_every_page_asks_to_sign_in_first(house, app, tmp_path, monkeypatch, page) -> None:
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    for user in ({}, {"is_logged_in": False}, claims("lan", is_logged_in="yes"), claims("lan", 13)):
        at = app(page, user=user, lang="en")
        assert not at.exception and labels(at) == ["Sign in"] and ELEMENTS["head"]["page"] == "Sign in"
        assert state.DESK not in at.session_state and not at.dataframe and kept_desks(house, CHIEF) == []


def test_a_sign_in_that_is_too_old_is_said(house, app) -> None:
    at = app("plan", user=claims("lan", 13), lang="en")
    assert "You signed in more than 12 hours ago" in words(at)


def test_words_of_a_provider_that_name_nobody_close_the_door(house, app) -> None:
    at = app("plan", user=claims("lan", sub=None), lang="en")
    assert "does not say who this is" in words(at) and ELEMENTS["head"]["page"] == "The app cannot be opened" and not labels(at)


@pytest.mark.parametrize(("lang", "said"), [("en", "You have signed in as Lan, and have no role yet"), ("vi", "Bạn đã đăng nhập với tên Lan nhưng chưa có vai trò")])
def test_somebody_without_a_role_is_told_whom_to_ask(enter, house, app, lang, said) -> None:
    at = app("data", user=claims("lan"), lang=lang)
    assert not at.exception, at.exception
    assert ELEMENTS["head"]["page"] == said and at.code[0].value == f"planner workspace grant '{id_of('lan')}' administrator"
    house.come_in(signed_in(claims("chief", name="Chief *of* all")))
    house.grant(CHIEF, id_of("chief"), frozenset({Role.ADMINISTRATOR}))
    at.run()
    assert at.code[0].value == id_of("lan") and r"Chief \*of\* all" in words(at) and state.DESK not in at.session_state
    assert {each.person for each in house.roles(CHIEF)} == {id_of("lan"), id_of("chief")}


def test_who_signed_out_is_out_in_every_tab(enter, house, app) -> None:
    house.grant(CHIEF, id_of("lan"), frozenset({Role.PLANNER}))
    user = claims("lan")
    tab, other = app("workspace", user=user, lang="en"), app("workspace", user=user, lang="en")
    assert "Signed in: Lan" in words(other)
    assert labels(pressed(tab, "sign_out")) == ["Sign in"]
    assert labels(other.run()) == ["Sign in"] and "This sign-in was ended" in words(other)
    access._ended.clear()  # a server that was started anew
    assert "This sign-in was ended" in words(app("workspace", user=user, lang="en"))
    assert "Signed in: Lan" in words(app("workspace", user={**user, "iat": user["iat"] + 1}, lang="en"))


def test_without_secrets_roles_close_the_app_instead_of_opening_it(house, app, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    house.grant(CHIEF, id_of("lan"), frozenset({Role.PLANNER}))
    monkeypatch.delenv("PLANNER_SECRETS")
    monkeypatch.setattr("planner.service.workspace.access.sign_in.ROOT", tmp_path)
    at = app("data", lang="en")
    assert "people have roles here, but nobody can sign in" in words(at).replace("\\", "") and state.DESK not in at.session_state
    house.grant(CHIEF, id_of("lan"), frozenset())
    assert state.DESK in at.run().session_state


# ---- the server


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.1.2.3", None])
def test_the_open_mode_refuses_to_listen_elsewhere(address, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("PLANNER_SECRETS", raising=False)
    monkeypatch.setattr("planner.service.workspace.access.sign_in.ROOT", tmp_path)
    with pytest.raises(InputError, match="without signing in, the app serves this machine only"):
        access.refuse_address(address)
    for fine in ("127.0.0.1", "localhost", "::1"):
        access.refuse_address(fine)
    put_secrets(tmp_path / "s.toml", monkeypatch)
    access.refuse_address(address)


@pytest.mark.parametrize("options", [["--server.address", "0.0.0.0"], ["--server.address="], ["--server.address", "10.1.2.3"]])
def test_the_server_ends_before_it_listens_where_that_is_not_safe(options, tmp_path) -> None:
    import os
    import subprocess
    import sys

    from tests.browser.driving import free_port

    own = {"PLANNER_RUNS": str(tmp_path / "runs"), "PLANNER_KEYS": str(tmp_path / "keys")}
    command = [sys.executable, "-m", "planner.ui.serve", "--server.port", str(free_port()), *options]
    ended = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 2 and "without signing in, the app serves this machine only" in ended.stderr
    assert "Traceback" not in ended.stderr and "You can now view" not in ended.stdout


def test_this_streamlit_is_asked_before_it_listens(monkeypatch) -> None:
    from streamlit.web import bootstrap

    started = []
    monkeypatch.setattr(bootstrap, "run", lambda *a, **m: started.append(a))
    monkeypatch.setattr("streamlit.get_option", lambda name: "0.0.0.0" if name == "server.address" else None)
    serve.check_before_listening()
    monkeypatch.setattr(access, "is_set_up", lambda: False)
    with pytest.raises(SystemExit) as ended:
        bootstrap.run("app.py")
    assert ended.value.code == 2 and not started


def test_a_visitor_from_elsewhere_sees_nothing_of_the_open_mode(app, monkeypatch) -> None:
    monkeypatch.setattr(access, "visitors_address", lambda: "10.1.2.3")
    at = app("data", lang="en")
    assert "not on 10.1.2.3" in words(at).replace("\\", "") and state.DESK not in at.session_state


@pytest.mark.parametrize(("headers", "xsrf", "said"), [('{"X-User": "sub"}', True, "trustedUserHeaders must be empty"), ("{}", False, "enableXsrfProtection must stay on")])
def test_nobody_but_the_provider_says_who_signed_in(headers, xsrf, said) -> None:
    access.refuse_server("{}", True)
    with pytest.raises(InputError, match=said):
        access.refuse_server(headers, xsrf)


# ---- whose what is


def test_another_persons_desk_is_not_shown(enter, house, tmp_path) -> None:
    lan = enter("lan", Role.PLANNER, page="scenario")
    own = lan.session_state[state.DESK]
    assert own.owner == key_of_person(id_of("lan")) and own.version > 0
    ba = enter("ba", Role.PLANNER, page="scenario", desk=own.id)
    assert ba.session_state[state.DESK].id != own.id and "This address is of somebody else's desk" in words(ba)
    unowned = new_desk("")
    unowned.draft = {"title": "Before anybody signed in"}
    save(house, open_actor(), unowned)
    assert enter("ba", Role.PLANNER, desk=unowned.id).session_state[state.DESK].draft.get("title") != "Before anybody signed in"
    assert enter("lan", Role.PLANNER).session_state[state.DESK].id == own.id  # found again without its address, from any browser


def test_a_plan_of_another_persons_desk_is_not_shown_by_its_address(enter, tmp_path) -> None:
    import shutil

    from planner.service.jobs.state import new_id
    from planner.service.places import plan_of_job
    from tests.service.workspace.plans import plan_folder

    job = new_id()
    shutil.copytree(plan_folder(), plan_of_job(tmp_path / "runs" / "app" / job))
    at = enter("lan", Role.PLANNER, page="plan", run=job)
    assert at.session_state[state.DESK].current == ""


def test_a_session_keeps_nothing_of_who_was_there_before(enter, house) -> None:
    at = enter("lan", Role.PLANNER, page="scenario")
    before = at.session_state[state.DESK].id
    house.grant(CHIEF, id_of("vy"), frozenset({Role.VIEWER}))
    at.user = claims("vy")
    at.run()
    assert state.DESK not in at.session_state and state.UNDO not in at.session_state and before not in words(at)


# ---- what each role sees


@pytest.mark.parametrize("role", Role)
def test_each_role_has_the_pages_and_parts_that_it_may_use(enter, walked, role) -> None:
    at = enter("somebody", role, unit="A")
    assert not at.exception, at.exception
    plans_too = role is Role.PLANNER
    assert set(at.session_state[state.PAGES]) == ({*PAGES} if plans_too else {"workspace", "follow_up", "law"})
    assert (state.DESK in at.session_state) is plans_too
    parts = {option for control in at.segmented_control if control.key == "w_workspace_part" for option in control.options}
    more = {Role.UNIT_HEAD: {"My unit"}, Role.AUDITOR: {"Audit"}, Role.ADMINISTRATOR: {"Audit", "Roles"}}.get(role, set())
    assert parts == {"Plans", "Everything kept", "Terminal", *more}
    for part in [c for c in at.segmented_control if c.key == "w_workspace_part"][0].options:
        code = {"My unit": "own_unit", "Plans": "plans", "Everything kept": "kept", "Audit": "audit", "Roles": "roles", "Terminal": "terminal"}[part]
        assert not open_part(at, "w_workspace_part", code).exception


BUTTONS = {
    Role.VIEWER: set(), Role.UNIT_HEAD: {"workspace_people"}, Role.PLANNER: {"workspace_submit", "workspace_implement", "workspace_people"},
    Role.APPROVER: {"workspace_approve", "workspace_people"}, Role.AUDITOR: set(), Role.ADMINISTRATOR: set(),
}  # fmt: skip
ENABLED = {"workspace_submit": "draft", "workspace_approve": "submitted", "workspace_implement": "approved"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("plan", STATES)
def test_each_role_has_the_buttons_that_it_may_press_and_reasons_for_the_others(enter, walked, role, plan) -> None:
    at = open_part(enter("somebody", role, unit="A"), "w_workspace_part", "plans")
    next(each for each in at.selectbox if each.key.startswith("w_workspace_plan")).set_value(plan).run()
    found = {button.key: button for button in at.button if str(button.key).startswith("workspace_")}
    assert set(found) == BUTTONS[role]
    for key, button in found.items():
        can = ENABLED.get(key, plan) == plan
        assert button.disabled is not can and bool(button.help) is not can, (key, button.help)
    if role not in (Role.UNIT_HEAD, Role.PLANNER, Role.APPROVER):
        assert PERSON not in words(at) and not at.dataframe


def test_a_planner_keeps_and_submits_two_approve_and_it_is_put_into_effect(enter, house, tmp_path) -> None:
    import shutil

    from tests.service.workspace.plans import plan_folder

    shutil.copytree(plan_folder(), tmp_path / "runs" / "small")
    lan = enter("lan", Role.PLANNER, run="runs/small")
    next(each for each in lan.text_input if each.label == "Name in the workspace").set_value("base")  # and the button at once
    lan = pressed(lan, "keep_in_workspace")
    assert not lan.exception
    lan = pressed(lan, "workspace_submit")
    hai, ba = enter("hai", Role.APPROVER), enter("ba", Role.APPROVER)
    hai = pressed(hai, "workspace_approve")
    assert "Approved by 1 of 2: Hai (hai)" in words(hai).replace("\\", "")
    again = next(button for button in hai.button if button.key == "workspace_approve")
    assert again.disabled and "has approved this plan" in again.help.replace("\\", "")
    ba = pressed(ba, "workspace_approve")
    assert house.figures(CHIEF, "base")["state"] == "approved"
    pressed(lan.run(), "workspace_implement")
    made = house.history(CHIEF, "plan", "base")[-1]
    assert (made.state, made.author) == ("implemented", id_of("lan"))
    shown = pressed(enter("hai", Role.APPROVER), "workspace_people")
    assert PERSON in set(shown.dataframe[0].value["employee_id"])
    head = pressed(open_part(enter("head", Role.UNIT_HEAD, unit="B"), "w_workspace_part", "plans"), "workspace_people")
    assert set(head.dataframe[0].value["unit"]) == {"B"}


def test_a_right_that_was_taken_is_gone_with_the_next_press(enter, walked) -> None:
    at = enter("hai2", Role.APPROVER)
    next(each for each in at.selectbox if each.key.startswith("w_workspace_plan")).set_value("submitted").run()
    walked.grant(CHIEF, id_of("hai2"), frozenset({Role.VIEWER}))
    at = pressed(at, "workspace_approve")
    assert "may not do this" in words(at).replace("\\", "") and walked.figures(CHIEF, "submitted")["approvals"] == []
    assert not [button for button in at.button if button.key == "workspace_approve"]


def test_an_administrator_gives_and_takes_roles(enter, house) -> None:
    house.come_in(signed_in(claims("vy")))
    at = open_part(enter("chief", Role.ADMINISTRATOR), "w_workspace_part", "roles")
    assert id_of("vy") in set(at.dataframe[0].value["person"])
    at.selectbox(key="w_workspace_person").set_value(id_of("vy"))
    at.selectbox(key="w_workspace_role").set_value("viewer")
    at = pressed(at, "workspace_grant")
    assert house.actor(id_of("vy")).roles == {Role.VIEWER}
    at.selectbox(key="w_workspace_person").set_value(id_of("vy"))
    at.selectbox(key="w_workspace_role").set_value("viewer")
    pressed(at, "workspace_revoke")
    assert house.actor(id_of("vy")).roles == frozenset() and house.verify(CHIEF)[0] == []


def test_an_auditor_checks_and_reads(enter, walked) -> None:
    at = open_part(enter("au", Role.AUDITOR), "w_workspace_part", "audit")
    at = pressed(at, "workspace_check")
    assert "The audit holds" in words(at)
    at = pressed(at, "workspace_read")
    assert "approves" in set(at.dataframe[0].value["what"])
    with walked.database.writing() as connection:
        from sqlalchemy import text

        connection.execute(text("UPDATE objects SET state = 'implemented' WHERE name = 'draft'"))
    at = pressed(at, "workspace_check")
    assert "The audit does not hold" in words(at) and "another state than the audit says" in words(at)


@pytest.mark.parametrize(("lang", "said"), [("en", "Open mode: one person on this machine"), ("vi", "Chế độ mở: một người trên máy này")])
def test_in_the_open_mode_the_page_says_so_and_approving_says_why_not(app, tmp_path, monkeypatch, lang, said) -> None:
    monkeypatch.setenv("PLANNER_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("PLANNER_KEYS", str(tmp_path / "keys"))
    work = Workspace.of_installation()
    keep_plan(work, Actor("open:x", frozenset(Role), signed_in=False), "base")
    work.submit(Actor("open:x", frozenset(Role), signed_in=False), "base")
    at = app("workspace", lang=lang)
    assert not at.exception and said in words(at)
    approve = next(button for button in at.button if button.key == "workspace_approve")
    assert approve.disabled and ("two people who signed in" if lang == "en" else "hai người đã đăng nhập") in approve.help
    assert "sign_out" not in {button.key for button in at.button}


# ---- the language


def test_the_language_that_a_browser_had_is_there_again_after_signing_in(enter, monkeypatch) -> None:
    """Signing in leads over another server, and back to an address without a language."""
    monkeypatch.setattr(access.st.context.__class__, "cookies", {state.LANG_COOKIE: "en"}, raising=False)
    at = enter("lan", Role.PLANNER, lang=None)
    assert at.session_state[state.LANG] == "en" and "Signed in: Lan" in words(at)
    assert enter("lan", Role.PLANNER, lang="vi").session_state[state.LANG] == "vi", "an address that names one is asked first"
    monkeypatch.setattr(access.st.context.__class__, "cookies", {state.LANG_COOKIE: "<script>"}, raising=False)
    assert enter("lan", Role.PLANNER, lang=None).session_state[state.LANG] == "vi"


# ---- files


OFFERED = {
    Role.PLANNER: {"export_pseudonyms", "export", "fetch", "seal"}, Role.APPROVER: {"export_pseudonyms", "export", "fetch", "seal"}, Role.AUDITOR: {"export_pseudonyms"},
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_the_files_that_it_may_have_and_names_once_they_are_shown(enter, walked, files, role) -> None:
    at = open_part(enter("somebody", role, unit="A"), "w_workspace_part", "plans")
    for plan in ("draft", "approved"):
        next(each for each in at.selectbox if each.key.startswith("w_workspace_plan")).set_value(plan).run()
        found = {button.key.removeprefix("workspace_"): button for button in at.button if str(button.key) in files}
        assert set(found) == OFFERED.get(role, set())
        for what, button in found.items():
            hidden = plan == "draft" and what != "export_pseudonyms"
            assert button.disabled is hidden and ("names are hidden" in (button.help or "").replace("\\", "")) is hidden


def test_the_files_are_those_of_the_commands_and_stand_in_the_audit(enter, walked, files, tmp_path, capsys) -> None:
    import io
    import json
    import zipfile

    import openpyxl

    from planner.service.manifest import require_whole
    from planner.service.sealing.sealed import check_sealed
    from tests.service.workspace.plans import plan_folder

    at = enter("hai", Role.APPROVER)
    next(each for each in at.selectbox if each.key.startswith("w_workspace_plan")).set_value("approved").run()
    made = {}
    for what in ("export_pseudonyms", "export", "fetch", "seal"):
        content, name = files[f"workspace_{what}"]
        at = pressed(at, f"workspace_{what}")
        made[what] = name, content()
        entry = walked.audit(CHIEF)[-1]
        assert (entry["action"], entry["actor"], entry["object"]) == ("export_pseudonyms" if what == "export_pseudonyms" else "export", id_of("hai"), "plan/approved")
        assert f"{name} is made. Head of the audit: {entry['number']}:{entry['mac']}" in words(at).replace("\\", "")
    assert [name for name, _ in made.values()] == ["approved (pseudonyms).xlsx", "approved.xlsx", "approved.zip", "approved.plan"]
    ids = {}
    for what in ("export_pseudonyms", "export"):
        head, *rows = openpyxl.load_workbook(io.BytesIO(made[what][1]), read_only=True).active.iter_rows(values_only=True)
        assert head[0] == "employee_id" and head[-1] == "audit_head" and len(rows) == 12
        ids[what] = {row[0] for row in rows}
    assert PERSON in ids["export"] and not ids["export"] & ids["export_pseudonyms"]
    with zipfile.ZipFile(io.BytesIO(made["fetch"][1])) as archive:
        archive.extractall(tmp_path / "fetched")
    require_whole(tmp_path / "fetched" / "approved")
    assert (tmp_path / "fetched" / "approved" / "decisions.csv").read_bytes() == (plan_folder() / "decisions.csv").read_bytes()
    beside = json.loads((tmp_path / "fetched" / "approved.audit.json").read_text(encoding="utf-8"))
    assert beside["object"] == "plan/approved" and ":" in beside["audit_head"]
    (tmp_path / "x.plan").write_bytes(made["seal"][1])
    found = check_sealed(tmp_path / "x.plan", lambda *_: None)
    assert found.breaches == () and found.difference is None
    assert walked.verify(CHIEF)[0] == []


def test_a_press_that_is_refused_says_why_and_hands_out_nothing(enter, walked, files) -> None:
    from planner.ui.pages.workspace.exports import NotMade

    at = enter("hai3", Role.APPROVER)
    next(each for each in at.selectbox if each.key.startswith("w_workspace_plan")).set_value("approved").run()
    content, _ = files["workspace_seal"]
    walked.grant(CHIEF, id_of("hai3"), frozenset({Role.VIEWER}))
    entries = walked.verify(CHIEF)[1].number
    at = pressed(at, "workspace_seal")
    assert "may not do this" in words(at).replace("\\", "") and not at.exception
    with pytest.raises(NotMade):
        content()
    assert walked.verify(CHIEF)[1].number == entries


def test_a_rosters_people_go_home_as_a_file_too(enter, house, files, tmp_path) -> None:
    from planner.roster.write import write_roster
    from planner.service.workspace.contents import content_of_path
    from tests.builder import roster_of

    write_roster(roster_of({}, {}), tmp_path / "r.csv")
    kind, content, kept = content_of_path(tmp_path / "r.csv", "roster")
    house.keep(Actor(id_of("lan"), frozenset({Role.PLANNER})), kind, "bộ 2026", content, kept)
    at = open_part(enter("lan", Role.PLANNER), "w_workspace_part", "kept")
    at.selectbox(key="w_workspace_roster").set_value("bộ 2026").run()
    make, name = files["workspace_export_pseudonyms"]
    at = pressed(at, "workspace_export_pseudonyms")
    assert name == "bộ 2026 (pseudonyms).xlsx" and make()[:2] == b"PK" and not at.exception
    assert house.audit(CHIEF)[-1]["action"] == "export_pseudonyms"


# ---- what else is kept


def test_a_planner_keeps_scenario_and_roster_of_the_desk_and_a_decision_with_its_reason(enter, house) -> None:
    lan = Actor(id_of("lan"), frozenset({Role.PLANNER}))
    at = open_part(enter("lan", Role.PLANNER), "w_workspace_part", "kept")
    assert not at.exception, at.exception
    for what in ("scenario", "roster"):
        next(each for each in at.selectbox if each.key.startswith("w_workspace_what")).set_value(what).run()
        at.text_input(key=f"w_workspace_what_name_{what}").set_value("bộ 2030")  # and the button at once
        at = pressed(at, "keep_more_in_workspace")
        assert not at.exception and "version 1" in words(at)
    assert len(house.people(lan, "roster", "bộ 2030")) == 1_500 and "periods" in house.history(lan, "scenario", "bộ 2030")[0].content["yaml"]
    assert any(button.label == "Keep as version 2" for button in at.button)
    at.text_input(key="w_workspace_what_name_roster").set_value(" ")
    at = pressed(at, "keep_more_in_workspace")
    assert "needs a name" in words(at) and not at.exception
    for person, reason, said in (("", "r", "say whom it is about"), ("P01", " ", "a reason is wanted"), ("P01", "nuôi con nhỏ", "lock/P01, version 1")):
        at.text_input(key="w_workspace_lock_person").set_value(person)
        next(each for each in at.selectbox if each.key.startswith("w_workspace_lock_decision")).set_value("keep")
        at.text_area(key="w_workspace_lock_reason").set_value(reason)
        at = pressed(at, "workspace_lock")
        assert said in words(at).replace("\\", "") and not at.exception
    (kept,) = house.history(lan, "lock", "P01")
    assert (kept.content, kept.author) == ({"employee_id": "P01", "decision": "keep", "reason": "nuôi con nhỏ"}, id_of("lan"))


def test_a_batch_of_the_folder_of_results_is_kept(enter, house, tmp_path) -> None:
    import pandas as pd

    (tmp_path / "runs" / "sweep").mkdir(parents=True)
    pd.DataFrame({"run": [1, 2]}).to_parquet(tmp_path / "runs" / "sweep" / "runs.parquet")
    at = open_part(enter("lan", Role.PLANNER), "w_workspace_part", "kept")
    next(each for each in at.selectbox if each.key.startswith("w_workspace_what")).set_value("batch/sweep").run()
    at = pressed(at, "keep_more_in_workspace")
    assert not at.exception
    assert house.history(Actor(id_of("lan"), frozenset({Role.PLANNER})), "batch", "sweep")[0].content["runs"] == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLANNER])
def test_who_makes_no_plans_keeps_none_of_it(enter, house, role) -> None:
    at = open_part(enter("somebody", role, unit="A"), "w_workspace_part", "kept")
    assert not {"keep_more_in_workspace", "workspace_lock"} & {button.key for button in at.button}
