"""A whole session from messy files to a plan that outlives its tab, in both languages: what a meeting really does."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from playwright.sync_api import TimeoutError, expect

from planner.core.texts import text
from planner.scenario.load import parse_yaml
from tests.browser.driving import FIGURES, drawn

HEAD = ["Mã số", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đối tượng", "Hệ số lương", "Cột tháng bảo hiểm", "Xếp loại 2025"]
SCENARIO = """
title: Họp thử | A meeting
roster: hop.xlsx
snapshot_on: 2026-12-01
decided_on: 2026-12-15
periods:
  - {name: "2028", leave_on: 2028-07-01, reduction_at_least: 0.10}
  - {name: "2030", leave_on: 2030-07-01, reduction_at_least: 0.25}
units: {default: {reduction_at_most: 0.5}}
routes: [early_retirement, immediate_separation]
objective: {retained_merit: 1.0, cost_per_million_vnd: 0.05, involuntary: 60}
"""


def files(folder):
    """Two units of ten people: a heading that nobody knows, a date that does not exist, a birth year without day and month."""
    made = []
    for unit, first in (("VP", 1), ("TCCB", 11)):
        book = Workbook()
        book.active.append(HEAD)
        for i in range(first, first + 10):
            born = {3: "31/02/1980", 15: "1975"}.get(i, f"0{i % 9 + 1}/05/{1966 + 2 * (i % 10)}")
            title = "Trưởng phòng" if i == first else "Chuyên viên"
            rating = ("HTXSNV", "HTTNV", "HTNV")[i % 3]
            book.active.append([f"A{i:02}", f"Nguyễn Văn {i}", born, "Nam", title, "Công chức", 3.66, 200 + i, rating])
        made.append(folder / f"{unit}.xlsx")
        book.save(made[-1])
    return made


class Session:
    """One language's hands on one page."""

    def __init__(self, page, server, lang):
        self.page, self.server, self.lang = page, server, lang

    def t(self, name, /, **params):
        return text(f"ui.{name}", self.lang, **params)

    def press(self, name, /, **params):
        self.page.get_by_role("button", name=self.t(name, **params), exact=True).first.click()
        self.quiet()

    def quiet(self):
        self.page.wait_for_timeout(250)
        drawn(self.page)
        assert self.page.get_by_test_id("stException").count() == 0

    def says(self, said):
        expect(self.page.get_by_text(said).locator("visible=true").first).to_be_visible(timeout=60_000)  # paper has a copy of each table

    def go(self, name):
        word = self.t(f"page_{name}")
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=word, exact=True).click()
        self.page.get_by_role("heading", level=1, name=word).wait_for()
        self.quiet()

    def part(self, control, name):
        self.page.locator(f"[class*='st-key-{control}']").get_by_text(self.t(name), exact=True).first.click()
        self.quiet()

    def grid(self, key):
        """Where a table stands on the screen."""
        grid = self.page.locator(f"[class*='st-key-{key}'] .stDataFrameGlideDataEditor").first
        grid.evaluate("element => element.scrollIntoView({block: 'center'})")
        self.page.wait_for_timeout(600)  # a grid takes clicks once it knows its size
        return grid.bounding_box()

    def mark_first(self, key, shows):
        """Mark the first row of a table by the box before it; shows: what appears then. A grid takes no clicks while it is drawn anew."""
        for _ in range(4):
            box = self.grid(key)
            self.page.mouse.click(box["x"] + 16, box["y"] + 52)
            self.quiet()
            try:
                shows.first.wait_for(timeout=5000)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"marking a row of {key} shows nothing")

    def write_first(self, key, content):
        """Write into the last column of the first row of an editor."""
        box = self.grid(key)
        self.page.mouse.dblclick(box["x"] + box["width"] - 40, box["y"] + 52)
        self.page.locator("textarea.gdg-input").fill(content)
        self.page.keyboard.press("Enter")
        self.quiet()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_from_messy_files_to_a_plan_that_outlives_its_tab(page, server, lang, tmp_path):
    s = Session(page, server, lang)
    _data(s, tmp_path)
    s.go("benefits")
    _scenario(s, tmp_path)
    s.press("solve")
    s.says("20 → 15")
    s.quiet()
    _locks(s)
    address = page.url
    s.press("solve")
    kept = page.url
    other = page.context.new_page()
    page.close()  # the worker plans on; the address finds desk and plan again
    other.goto(address if "run=" not in kept else kept)
    s.page = other
    s.says("20 → 15")
    s.quiet()
    expect(other.locator(".head .name")).to_contain_text("·")
    other.goto(f"{server}/person?{other.url.partition('?')[2]}")
    other.get_by_role("textbox", name=s.t("search"), exact=True).fill("A15")
    other.keyboard.press("Enter")
    s.quiet()
    s.says("Văn thư")


def _data(s, folder):
    """Drop two files, say what a heading means, jump to a wrong cell, mend it, confirm what was assumed."""
    s.page.goto(f"{s.server}/?lang={s.lang}")
    s.page.locator(FIGURES).first.wait_for()
    s.page.locator('input[type="file"]').first.set_input_files(files(folder))
    s.says(s.t("mapping_title", n=1))
    s.page.reload()  # what was uploaded and what is wrong with it are found again
    s.says(s.t("mapping_title", n=1))
    s.quiet()
    s.press("mapping_apply")
    s.says(s.t("mend_title"))
    s.mark_first("problems_refused", s.page.get_by_text(s.t("jump_row", file="VP.xlsx", sheet="Sheet", row=4)))
    s.write_first("w_mend", "12/02/1980")
    s.press("mend_apply", n=1)
    s.says("20 người" if s.lang == "vi" else "20 people")
    s.part("w_data_part", "data_part_queue")
    reason = s.page.get_by_label(s.t("correct_reason"), exact=True)
    s.mark_first("grid_queue", reason)
    reason.fill("Văn thư")
    s.page.get_by_label(s.t("correct_by")).fill("Lê Thị Minh")
    s.press("correct_confirm")
    s.says("A15")


def _scenario(s, folder):
    """Open a file, change a number by its form, take it back and forth, save the file."""
    (folder / "hop.yaml").write_text(SCENARIO, encoding="utf-8")
    s.go("scenario")
    s.page.get_by_role("button", name=s.t("scenario_files")).first.click()
    s.page.locator('input[type="file"]').first.set_input_files(folder / "hop.yaml")
    s.says(s.t("scenario_opened", name="hop.yaml"))
    field = s.page.get_by_label(s.t("target_label")).first
    field.fill("30")
    field.press("Enter")
    s.quiet()
    s.press("undo")
    expect(field).to_have_value("25", timeout=60_000)
    s.press("redo")
    expect(field).to_have_value("30", timeout=60_000)
    s.press("undo")
    s.page.get_by_role("button", name=s.t("scenario_files")).first.click()
    with s.page.expect_download() as started:
        s.press("scenario_save")
    started.value.save_as(folder / "saved.yaml")
    saved = parse_yaml((folder / "saved.yaml").read_text(encoding="utf-8"), "saved.yaml")
    assert saved["periods"][-1]["reduction_at_least"] == 0.25


def _locks(s):
    """Release somebody out of the dialog, take that back and do it again."""
    told = s.page.locator(".told")
    before = told.inner_text()
    s.page.locator("[data-id=figure_leavers]").click()
    s.page.get_by_role("dialog").get_by_role("button", name=f"{s.t('keep')}: ").first.click()
    expect(told).not_to_have_text(before, timeout=60_000)
    s.quiet()
    asked = told.inner_text()
    s.press("undo")
    expect(told).not_to_have_text(asked, timeout=60_000)  # what it is against the plan that was left
    expect(s.page.locator(".edited")).to_have_count(0)
    s.press("redo")
    expect(told).to_have_text(asked, timeout=60_000)
    expect(s.page.locator(".edited")).to_have_count(0)
