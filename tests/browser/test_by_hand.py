"""A plan made by hand in a real browser: dropped on the Compare page, told what it breaks, corrected, measured beside the best."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from planner.core.texts import text
from tests.browser.test_whole_session import Session


def said(name, lang, /, **params):
    return text(f"beyond_app.{name}", lang, **params)


@pytest.fixture(scope="module")
def two_plans(runs):
    """Two plans of four people as a command leaves them, the first asking for two exits: their names, and ids by merit."""
    from planner.service.saved_runs import save_run
    from tests.builder import roster_of, run_of, target

    people = [{}, {}, {"rating_1": "completed", "rating_2": "completed", "rating_3": "completed"}, {"rating_1": "not_completed", "key_role": True}]
    for name, share in (("hand-two", 0.5), ("hand-one", 0.25)):
        save_run(run_of(roster_of(*people), periods=target(share), keep={"key_roles": True}), runs / name, "en", workbook=False)
    return "hand-two", "hand-one"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_plan_by_hand_is_told_what_it_breaks_and_then_measured(page, server, two_plans, lang, tmp_path):
    s = Session(page, server, lang)
    page.goto(f"{server}/plan?lang={lang}&run=runs/{two_plans[0]}")
    s.quiet()
    opened = page.url.partition("?")[2].replace(two_plans[0], two_plans[1])
    page.goto(f"{server}/compare?{opened}")  # the plan before is the base, that of the address the other one
    expect(page.get_by_role("heading", level=1, name=s.t("page_compare"), exact=True)).to_be_visible(timeout=60_000)
    s.quiet()
    expect(page.get_by_role("heading", level=2, name=said("hand_title", lang))).to_be_visible(timeout=60_000)
    broken, lawful = tmp_path / "bad.csv", tmp_path / "good.csv"
    broken.write_text("employee_id,decision\nP01,retain\n", encoding="utf-8")
    lawful.write_text("employee_id,decision,period\nP01,immediate_separation,2027\nP02,immediate_separation,2027\n", encoding="utf-8")
    page.locator('input[type="file"]').first.set_input_files(broken)
    s.says(said("hand_breaks", lang, name="bad.csv", count=1).replace("**", ""))
    page.get_by_role("button", name=said("hand_remove", lang), exact=True).click()
    s.quiet()
    expect(page.get_by_text("bad.csv")).to_have_count(0)
    page.locator('input[type="file"]').first.set_input_files(lawful)
    s.says(said("hand_more", lang, points="25"))
    page.reload()  # what was measured is found again
    s.says(said("hand_more", lang, points="25"))
    assert page.get_by_test_id("stException").count() == 0
