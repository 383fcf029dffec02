"""What came in, in a real browser: read at once, accounted for, remarks taken over, headings chosen twice, units corrected; and
the plan says whom it lets go all the same. In both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.driving import FIGURES, choose
from tests.browser.test_whole_session import Session
from tests.ui.test_intake import ROWS, book


@pytest.mark.parametrize(("lang", "scheme", "width"), [("vi", "light", 1366), ("en", "dark", 900)])
def test_from_a_messy_sheet_to_a_plan_that_says_what_it_knows(page, server, lang, scheme, width, tmp_path):
    page.set_viewport_size({"width": width, "height": 768})
    page.emulate_media(color_scheme=scheme)
    s = Session(page, server, lang)
    page.goto(f"{server}/?lang={lang}")
    page.locator(FIGURES).first.wait_for()
    book(tmp_path / "VPC.xlsx", [*ROWS, *([f"B{n}", f"Trần Thị {n}", *ROWS[0][2:]] for n in range(1, 15))])
    page.locator('input[type="file"]').first.set_input_files(tmp_path / "VPC.xlsx")
    s.says(s.t("data_in_use", name="VPC.xlsx"))
    s.quiet()
    _taken(s)
    _heading(s)
    _unit(s)
    _plan(s)


def _labels_fit(s, key):
    """No label of the buttons of a box is cut off."""
    cut = s.page.locator(f".st-key-{key} button p").evaluate_all("all => all.filter(p => p.scrollWidth > p.clientWidth + 1).length")
    assert cut == 0 and s.page.locator(f".st-key-{key} button").count() >= 2


def _taken(s):
    """Open the remarks, mark one, take its value; then look at the names behind the other two buttons."""
    _labels_fit(s, "standing")
    s.page.locator(".st-key-standing_against button").click()
    dialog = s.page.get_by_role("dialog")
    expect(dialog.get_by_text(s.t("against_title"), exact=True)).to_be_visible()
    s.mark_first("grid_against", s.page.get_by_text(s.t("against_marked", n=1)))
    dialog.get_by_label(s.t("correct_by")).fill("Lê Thị Minh")
    dialog.get_by_label(s.t("correct_by")).press("Enter")
    s.quiet()
    s.press("against_take", n=1)
    s.says(s.t("against_taken", n=1))
    expect(s.page.get_by_text(s.t("standing_against", n=3))).to_be_visible()
    s.page.locator(".st-key-standing_protections button").click()
    expect(dialog.get_by_role("radio").first).to_be_visible()
    assert dialog.get_by_role("radio").count() >= 5
    s.page.keyboard.press("Escape")
    s.page.locator(".st-key-standing_overdue button").click()
    expect(dialog.get_by_text(s.t("overdue_title"), exact=True)).to_be_visible()
    s.page.keyboard.press("Escape")
    s.quiet()


def _choose(s, word):
    s.quiet()
    choose(s.page, s.page.get_by_label(s.t("mapping_target_of", heading="Màu mắt")), word)
    s.quiet()
    s.press("mapping_apply")
    s.says(s.t("data_read_again", name="VPC.xlsx", people=20))


def _heading(s):
    """Say that a column is not needed, then that it is decided later after all."""
    s.page.get_by_text(s.t("mapping_title", n=1)).click()
    _choose(s, s.t("mapping_ignore"))
    s.page.reload()
    s.says(s.t("mapping_chosen", n=1))
    s.quiet()
    s.page.get_by_text(s.t("mapping_chosen", n=1)).click()
    _choose(s, s.t("mapping_later"))
    s.says(s.t("mapping_title", n=1))


def _unit(s):
    """Write a quota into the table of units; it stands in the account, and after a reload."""
    s.part("w_data_part", "data_part_units")
    box = s.grid("w_units")
    s.page.mouse.dblclick(box["x"] + 150, box["y"] + 52)
    s.page.locator("textarea.gdg-input").fill("Vụ Pháp chế và Kiểm tra")
    s.page.keyboard.press("Enter")
    s.quiet()
    for label, written in (("correct_by", "Lê Thị Minh"), ("correct_reason", "Quyết định 12")):
        s.page.get_by_label(s.t(label), exact=True).fill(written)
    s.page.keyboard.press("Tab")
    s.quiet()
    s.press("units_apply", n=1)
    s.says(s.t("units_done", n=1, units="VPC"))
    s.part("w_data_part", "data_part_account")
    s.says(s.t("account_corrected", people=1, units=1).split(".")[0])


def _plan(s):
    """The plan of these people says at its top what is to be known of those who leave."""
    s.press("solve")
    s.page.locator(".st-key-leaver_notes").wait_for(timeout=90_000)
    s.quiet()
    _labels_fit(s, "leaver_notes")
    s.page.locator(".st-key-leaver_notes button").first.click()
    expect(s.page.get_by_role("dialog").get_by_text(s.t("notes_title"), exact=True)).to_be_visible()
    s.mark_first("grid_notes", s.page.locator(".st-key-notes_look_up button"))
    s.page.locator(".st-key-notes_look_up button").click()
    s.page.get_by_role("heading", level=1, name=s.t("page_person")).wait_for()
