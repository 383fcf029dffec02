"""What must stand still in a meeting: rows under the pointer, the table that somebody writes into; and the sign of planning that comes at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LANGS = pytest.mark.parametrize("lang", ["vi", "en"])
WAIT_MS = 60_000


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@LANGS
def test_a_second_click_on_the_same_spot_meets_the_same_unit_and_planning_shows_at_once(session, page, lang):
    row = page.locator("table.units tbody tr", has=page.locator("[data-id$=_more]:not([disabled])")).nth(7)
    unit, name = row.locator(".code").inner_text(), row.locator(".who .link span").last.inner_text()
    spot = middle(row.locator("[data-id$=_more]").bounding_box())
    for count in (1, 2):
        page.mouse.click(*spot)
        expect(page.locator(".head.solving .seal")).to_contain_text(session.t("seal_solving"), timeout=500)
        expect(page.locator(".head:not(.solving)")).to_be_visible(timeout=WAIT_MS)
        expect(page.locator(".told")).to_contain_text(name, timeout=WAIT_MS)
        session.quiet()
        assert middle(page.locator(f"[data-id={unit}_more]").bounding_box()) == pytest.approx(spot, abs=1)
        assert page.locator(".head .name").inner_text().count("·") == 1, count  # still one unit alone
    page.locator("[data-id=rank]").click()
    expect(page.locator("table.units tbody tr").first.locator(".code")).not_to_have_text("", timeout=WAIT_MS)
    expect(page.locator("[data-id=rank]")).not_to_be_visible(timeout=WAIT_MS)


@LANGS
def test_two_clicks_during_a_search_are_one_after_the_other_and_none_is_lost(session, page, lang):
    row = page.locator("table.units tbody tr", has=page.locator("[data-id$=_more]:not([disabled])")).nth(3)
    unit = row.locator(".code").inner_text()
    spot = middle(row.locator("[data-id$=_more]").bounding_box())
    after = int(page.locator(f"[data-id={unit}_after]").inner_text())
    page.mouse.click(*spot)
    page.wait_for_timeout(900)  # the first is on its way
    page.mouse.click(*spot)
    expect(page.locator(".head .name")).to_contain_text(str(after + 2), timeout=WAIT_MS)


@LANGS
@pytest.mark.parametrize("width", [1366, 900])
def test_an_edit_moves_nothing_below_the_head(session, page, lang, width):
    page.set_viewport_size({"width": width, "height": 768})
    for name, below in (("plan", "table.units"), ("scenario", "[data-testid=stMain] [data-testid=stButtonGroup]")):
        session.go(name)
        expect(page.locator(".head .name")).to_be_visible()
        stands = page.locator(below).first.bounding_box()
        field = page.get_by_label(session.t("target_label"))
        field.fill("21" if name == "plan" else "23")
        field.press("Enter")
        expect(page.locator(".edited")).to_be_visible(timeout=WAIT_MS)
        session.quiet()
        assert page.locator(below).first.bounding_box() == pytest.approx(stands, abs=1), name
        assert page.locator(".st-key-status_line").bounding_box()["height"] <= 150


@LANGS
def test_comma_and_point_are_both_the_decimal_sign(session, page, lang):
    field = page.get_by_label(session.t("target_label"))
    for typed in ("25,5", "25.5"):
        field.fill("")
        field.press_sequentially(typed)
        assert float(field.input_value()) == 25.5, typed
    field.press("Enter")
    session.quiet()
    expect(page.locator(".edited")).to_contain_text("25,5" if lang == "vi" else "25.5", timeout=WAIT_MS)
    session.go("scenario")
    session.part("w_scenario_part", "scenario_part_units")
    page.get_by_text(session.t("form_by_unit"), exact=True).first.click()
    session.quiet()
    box = session.grid("w_by_unit")
    page.mouse.click(box["x"] + box["width"] - 260, box["y"] + 52)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")  # opens the cell
    page.locator("input.gdg-input").wait_for()
    page.keyboard.type("12,5", delay=60)
    assert page.locator("input.gdg-input").input_value() == "12.5"
    page.keyboard.press("Enter")
    expect(page.locator(".edited")).to_contain_text("12,5" if lang == "vi" else "12.5", timeout=WAIT_MS)
