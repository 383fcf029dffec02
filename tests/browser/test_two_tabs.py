"""One desk in two tabs, and in two browsers: nothing is overwritten, and everybody is told."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.driving import drawn

TARGET = "Reduction target (%)"


def desk_of(page):
    return re.search(r"desk=([0-9a-f]{24})", page.url)[1]


def opened(page, address):
    page.goto(address)
    expect(page.get_by_label(TARGET).first).to_be_visible(timeout=60_000)
    page.wait_for_url(re.compile("desk="))
    return page


def asked(page, target):
    field = page.get_by_label(TARGET).first
    field.fill(str(target))
    field.press("Enter")
    expect(page.get_by_role("button", name="Changed (1)")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(500)
    drawn(page)


def test_two_tabs_and_two_browsers_on_one_desk(page, browser, server):
    first = opened(page, f"{server}/scenario?lang=en")
    asked(first, 21)
    address, desk = first.url, desk_of(first)

    second = opened(page.context.new_page(), address)
    assert desk_of(second) == desk and second.get_by_label(TARGET).first.input_value() == "21"
    asked(second, 25)
    asked(first, 23)
    expect(first.get_by_text("goes on on a desk of its own")).to_be_visible()
    assert desk_of(first) != desk
    second.reload()
    expect(second.get_by_label(TARGET).first).to_have_value("25", timeout=60_000)

    other = browser.new_context().new_page()
    opened(other, address)
    expect(other.get_by_text("You work on a copy of it")).to_be_visible()
    assert desk_of(other) != desk and other.get_by_label(TARGET).first.input_value() == "25"
    other.context.close()


def test_the_server_forbids_frames_and_keeps_its_figures(page, server):
    answer = page.goto(f"{server}/?lang=en")
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert page.request.get(f"{server}/_stcore/metrics").status == 404
    (key,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "planner_key"]
    assert key["httpOnly"] and key["sameSite"] == "Strict"
