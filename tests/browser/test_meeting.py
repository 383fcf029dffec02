"""A meeting, in both languages: the head, the room for a wall and its keys, names and notes of plans, people and the way back, the forms."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driving import FIGURES
from tests.browser.test_whole_session import Session

LANGS = pytest.mark.parametrize("lang", ["vi", "en"])
PX = "element => parseFloat(getComputedStyle(element).fontSize)"
WAIT_MS = 60_000
WALLS = ((1920, 1080), (1280, 720))


def two_plans(session: Session) -> None:
    """From the plan at hand to one of a higher target."""
    field = session.page.get_by_label(session.t("target_label"))
    field.fill("21")
    field.press("Enter")
    session.press("solve")
    expect(session.page.locator(".head .name")).to_contain_text("21%", timeout=WAIT_MS)
    session.quiet()


@LANGS
def test_the_head_tells_the_plan_within_a_fifth_of_the_screen(session, page, lang):
    assert page.locator(".st-key-status_line").bounding_box()["height"] <= 150
    figures = page.locator(".head .figures strong")
    expect(figures).to_have_count(4)
    assert all(28 <= figures.nth(i).evaluate(PX) <= 32 for i in range(4))
    seal = page.locator("details.seal")
    expect(seal.locator("summary")).to_contain_text(session.t("seal_optimal"))
    expect(seal.locator("dl")).not_to_be_visible()  # score and distance stand behind it
    page.locator("[data-id=seal]").click()
    expect(seal.locator("dl")).to_be_visible()
    expect(seal.locator("dl")).to_contain_text(session.t("head_gap"))


@LANGS
def test_on_a_wall_the_keys_walk_through_the_plans_and_solve(session, page, lang):
    two_plans(session)
    wide = page.locator(".head .figures strong").first.evaluate("element => element.getBoundingClientRect().height")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("p")
    presenting = page.locator(".st-key-presenting")
    expect(presenting).to_be_visible()
    for width, height in WALLS:
        page.set_viewport_size({"width": width, "height": height})
        session.quiet()
        expect(page.get_by_test_id("stSidebar")).not_to_be_visible()
        assert page.locator(".head .figures strong").first.evaluate("element => element.getBoundingClientRect().height") >= 1.2 * wide
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".head .name")).to_contain_text("20%", timeout=WAIT_MS)
    session.quiet()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".head .name")).to_contain_text("21%", timeout=WAIT_MS)
    session.quiet()
    page.keyboard.press("+")
    expect(presenting).to_contain_text(re.compile(r"2[2-6]"), timeout=WAIT_MS)
    session.quiet()
    page.keyboard.press("s")
    expect(page.locator(".head .name")).not_to_contain_text("21%", timeout=WAIT_MS)
    session.quiet()
    page.get_by_role("button", name=session.t("present_end")).click()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    session.quiet()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text(session.t("keys_walk"))


@LANGS
def test_a_plan_has_a_name_a_note_a_pin_and_stays_in_the_history(session, page, lang):
    two_plans(session)
    page.get_by_role("button", name=session.t("history_edit")).click()
    page.get_by_label(session.t("history_name")).fill("Phương án B")
    page.get_by_label(session.t("history_name")).press("Enter")
    session.quiet()
    page.get_by_label(session.t("history_note")).fill("<b>họp 3/12</b>")
    page.get_by_label(session.t("history_note")).press("Enter")
    session.quiet()
    session.press("history_pin")
    page.keyboard.press("Escape")
    expect(page.locator(".head .name")).to_contain_text("Phương án B", timeout=WAIT_MS)
    shown = page.locator("li.plan.shown")
    expect(shown).to_contain_text("★ Phương án B")
    expect(shown).to_contain_text("<b>họp 3/12</b>")  # as it was written, and not as markup
    page.locator(".stand").filter(has_text="20%").first.click()
    expect(page.locator(".head .name")).to_contain_text("20%", timeout=WAIT_MS)
    expect(page.locator("li.plan").first).to_contain_text("Phương án B")  # what is pinned stands first
    session.quiet()
    page.reload()
    page.locator(FIGURES).first.wait_for()
    expect(page.locator("li.plan").first).to_contain_text("Phương án B")


@LANGS
def test_people_are_filtered_opened_and_come_back_to(session, page, lang):
    page.locator("[data-id=figure_involuntary]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("tbody tr").first.wait_for()
    rows = dialog.locator("tbody tr").count()
    field = dialog.get_by_label(session.t("search"))
    name = dialog.locator("tbody tr strong").first.inner_text()
    field.fill(name)
    field.press("Enter")
    session.quiet()
    assert 1 <= dialog.locator("tbody tr").count() < rows
    assert dialog.locator("td.why").first.inner_text().strip()
    field.fill("")
    field.press("Enter")
    session.quiet()
    row = dialog.locator("tbody tr").nth(40)
    name, who = row.locator("strong").inner_text(), row.locator(".small").first.inner_text()
    row.locator("strong").click()
    expect(page.get_by_role("heading", level=1, name=session.t("page_person"), exact=True)).to_be_visible()
    session.quiet()
    expect(page.get_by_text(name).first).to_be_visible()
    session.press("back_to_list")
    expect(page.get_by_role("heading", level=1, name=session.t("page_plan"), exact=True)).to_be_visible()
    expect(page.get_by_role("dialog").locator("tbody tr").first).to_be_visible()
    expect(page.get_by_role("dialog").locator(f"[data-id='{who}_open']")).to_be_in_viewport(timeout=WAIT_MS)


@LANGS
def test_the_scenario_begins_with_its_first_field_and_keeps_its_text_for_who_asks(session, page, lang):
    session.go("scenario")
    first = page.locator("[data-testid=stMain]").locator("input, textarea").first
    assert first.bounding_box()["y"] < 330
    assert first.get_attribute("aria-label").endswith("(%)")
    assert "snapshot_on:" not in page.locator("[data-testid=stMain]").inner_text()  # its text stands in a part of its own
    session.part("w_scenario_part", "scenario_part_text")
    expect(page.locator("[data-testid=stMain] textarea").last).to_have_value(re.compile("snapshot_on:"), timeout=WAIT_MS)


@LANGS
def test_presenting_ends_from_anywhere_and_no_part_is_wider_than_the_wall(session, page, lang):
    main = page.get_by_test_id("stMain")
    for (width, height), part, key in ((WALLS[1], "part_money", "p"), (WALLS[0], "part_requirements", "Escape"), (WALLS[1], "part_overview", "Escape")):
        page.set_viewport_size({"width": width, "height": height})
        session.part("w_plan_part", part)
        session.press("present")
        expect(page.locator(".st-key-presenting")).to_be_visible()
        session.quiet()
        page.wait_for_timeout(500)  # a table measures itself once it stands
        assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 1, (width, part)
        assert page.locator("[data-testid=stEChartsChart] canvas").count() == 0  # lines, which stay sharp when enlarged
        main.focus()
        assert main.evaluate("element => [getComputedStyle(element).boxShadow, getComputedStyle(element).outlineStyle].join()") == "none,none"
        if key == "p":
            page.evaluate("document.activeElement.blur()")
        else:
            page.get_by_role("button", name=session.t("present_more")).focus()
        page.keyboard.press(key)
        expect(page.get_by_test_id("stSidebar")).to_be_visible(timeout=WAIT_MS)
        session.quiet()
