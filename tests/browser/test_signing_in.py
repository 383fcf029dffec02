"""Several people and a real provider: each signs in, in a browser of their own, and a plan walks its road between them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from planner.core.texts import text
from tests.browser.conftest import House
from tests.browser.driving import choose, drawn
from tests.browser.provider import PASSWORD
from tests.cli.desk import call

SLOW_MS = 60_000

def said(key: str, **params: Any) -> str:
    return text(f"signin.page.{key}", "en", **params)


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    drawn(page)


@pytest.mark.timeout(600)
def test_a_plan_walks_its_road_between_people_who_sign_in(house: House, enter, capsys) -> None:
    # Nobody has a role yet: whoever signs in is told which command names the first administrator.
    chief = enter("chief")
    expect(chief.get_by_role("heading", level=1)).to_have_text("You have signed in as Chief Nguyễn, and have no role yet", timeout=SLOW_MS)
    expect(chief.get_by_text(f"planner workspace grant '{house.provider.id_of('chief')}' administrator")).to_be_visible(timeout=SLOW_MS)
    assert call("workspace", "grant", house.provider.id_of("chief"), "administrator") == 0
    for name, role in (("lan", "planner"), ("hai", "approver"), ("ba", "approver")):
        assert call("workspace", "grant", house.provider.id_of(name), role) == 0

    # The administrator gives a role on the page to somebody who has signed in, and sees nobody of the plan.
    vy = enter("vy")
    expect(vy.get_by_text("Ask an administrator for a role: Chief Nguyễn.")).to_be_visible(timeout=SLOW_MS)
    chief.reload()
    drawn(chief)
    chief.get_by_role("radio", name=said("roles")).click()
    drawn(chief)
    choose(chief, chief.get_by_role("combobox", name=said("person")), "Vy Nguyễn (vy)")
    press(chief, said("grant"))
    expect(chief.get_by_text("vy: viewer")).to_be_visible(timeout=SLOW_MS)

    # A planner keeps a plan and submits it.
    lan = enter("lan", "plan")
    lan.goto(f"{house.address}/plan?lang=en&run=runs/base")
    drawn(lan)
    lan.get_by_test_id("stSidebarNav").get_by_role("link", name="Workspace").click()
    drawn(lan)
    press(lan, said("keep_heading"))
    lan.get_by_label(said("keep_name")).fill("base 2030")
    lan.get_by_label(said("keep_name")).press("Tab")
    drawn(lan)
    press(lan, said("keep"))
    expect(lan.get_by_role("heading", level=2, name="base 2030")).to_be_visible(timeout=SLOW_MS)
    press(lan, said("submit"))
    assert lan.get_by_role("button", name=said("approve"), exact=True).count() == 0

    # One approver in a browser; the other one in a terminal that they confirmed.
    hai = enter("hai")
    press(hai, said("approve"))
    expect(hai.get_by_text("Approved by 1 of 2: Hai Nguyễn (hai)")).to_be_visible(timeout=SLOW_MS)
    expect(hai.get_by_role("button", name=said("approve"), exact=True)).to_be_disabled(timeout=SLOW_MS)
    ba = enter("ba")
    capsys.readouterr()
    assert call("workspace", "sign-in", "--json") == 0
    ba.get_by_role("radio", name=said("terminal")).click()
    drawn(ba)
    ba.get_by_label(said("code"), exact=True).fill(json.loads(capsys.readouterr().out)["code"])
    press(ba, said("confirm"))
    expect(ba.get_by_text("act as you until")).to_be_visible(timeout=SLOW_MS)
    assert call("workspace", "approve", "base 2030") == 0 and "approved" in capsys.readouterr().out
    assert call("workspace", "sign-out") == 0
    lan.reload()
    drawn(lan)
    press(lan, said("implement"))
    expect(lan.locator("strong", has_text="in effect")).to_be_visible(timeout=SLOW_MS)

    # A viewer sees figures and nobody; a desk of the planner's stays the planner's.
    vy.reload()
    drawn(vy)
    expect(vy.get_by_role("heading", level=2, name="base 2030")).to_be_visible(timeout=SLOW_MS)
    assert vy.get_by_role("button", name=said("people_show")).count() == 0 and vy.get_by_test_id("stDataFrame").count() == 0
    names = vy.get_by_test_id("stSidebarNav").get_by_role("link").all_inner_texts()
    assert len(names) == 3 and all(any(word in name for name in names) for word in ("Workspace", "Follow-up", "Law"))
    vy.goto(f"{house.address}/plan?{lan.url.partition('?')[2]}")
    expect(vy.get_by_text("This page is for those who make plans.")).to_be_visible(timeout=SLOW_MS)
    assert vy.get_by_text("1,500").count() == 0 and "desk=" not in vy.url
    vy.goto(f"{house.address}/?lang=en")
    vy.wait_for_url(re.compile("/workspace"))
    expect(vy.get_by_role("dialog")).to_have_count(0)

    # What they did stands in the audit, under who the provider says they are; and it holds.
    assert call("audit", "verify") == 0
    from planner.service.workspace.rights import Actor, Role
    from planner.service.workspace.workspace import Workspace

    entries = Workspace.of_installation().audit(Actor("reader", frozenset({Role.AUDITOR})))
    did = [(each["action"], each["actor"]) for each in entries if each["object"] == "plan/base 2030"]
    assert did == [(action, house.provider.id_of(name)) for action, name in (("keep", "lan"), ("submit", "lan"), ("approve", "hai"), ("approve", "ba"), ("implement", "lan"))]


def test_somebody_without_a_role_sees_the_sentence_and_signs_out(house: House, enter) -> None:
    nobody = enter("nobody", "plan")
    expect(nobody.get_by_role("heading", level=1)).to_have_text("You have signed in as Nobody Nguyễn, and have no role yet", timeout=SLOW_MS)
    assert nobody.get_by_test_id("stSidebarNav").count() == 0
    other = nobody.context.new_page()
    other.goto(f"{house.address}/data?lang=en")
    expect(other.get_by_role("heading", level=1)).to_contain_text("have no role yet", timeout=SLOW_MS)
    nobody.get_by_role("button", name="Sign out", exact=True).click()
    nobody.wait_for_url(re.compile(rf"^{re.escape(house.address)}/"))
    expect(nobody.get_by_role("heading", level=1)).to_have_text(re.compile("Sign in|Đăng nhập"), timeout=SLOW_MS)
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in", timeout=SLOW_MS)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.locator("input[name=login]")).to_be_visible(timeout=SLOW_MS)  # the provider has ended it, too


def test_the_language_chosen_at_the_door_is_there_after_signing_in(house: House, browser) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{house.address}/workspace")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập", timeout=SLOW_MS)
    page.get_by_role("radio", name="English").click(force=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in", timeout=SLOW_MS)
    drawn(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    for field, value in (("login", "nobody"), ("password", PASSWORD)):
        page.locator(f"input[name={field}]").fill(value)
        page.locator(f"input[name={field}]").press("Enter")
    page.wait_for_url(re.compile(rf"^{re.escape(house.address)}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed in as Nobody Nguyễn, and have no role yet", timeout=SLOW_MS)
    (kept,) = [cookie for cookie in context.cookies(house.address) if cookie["name"] == "planner_lang"]
    assert (kept["value"], kept["sameSite"], kept["expires"]) == ("en", "Lax", -1)
    context.close()


def test_what_the_server_logs_names_nobody(house: House, tmp_path_factory) -> None:
    logs = [file.read_text(encoding="utf-8", errors="replace") for file in tmp_path_factory.getbasetemp().rglob("server.log")]
    assert logs and not any(name in log for log in logs for name in ("lan@example.org", "Lan Nguyễn", "_streamlit_user="))
