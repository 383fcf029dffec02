"""A whole session in a real browser, in both languages: data, plan, figures, what-if, lock, Excel, compare, person, scenario."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.browser.driving import FIGURES, choose, drawn, held

WORDS = {
    "vi": {
        "target": "Mục tiêu giảm (%)", "solve": "Lập phương án", "keep": "Giữ lại", "excel": "Tải Excel", "compare": "So sánh", "plan": "Phương án",
        "data": "Dữ liệu", "scenario": "Kịch bản", "benefits": "Chế độ", "person": "Cá nhân", "best": "Đã chứng minh: không phương án nào tốt hơn", "more": "Giữ thêm",
        "changed": "Mục tiêu 20% → 25%", "kept": "Giữ lại", "keeps": "giữ thêm 2", "1200": "1.500 → 1.200", "1125": "1.500 → 1.125",
        "impossible": "Không có phương án nào đáp ứng mọi yêu cầu", "clash": "Các yêu cầu sau mâu thuẫn với nhau", "differ": "Những người được quyết định khác nhau",
        "stale": "Đã sửa sau khi lập", "other": "English", "behind": "Ứng với", "parts": ("Tổng quan", "Chi phí", "Yêu cầu", "Luân chuyển, nghỉ"),
        "units": "Đơn vị", "views": ("Trước", "Sau", "Thay đổi"), "undo": "Hoàn tác", "use": "Áp dụng", "history": "Lịch sử", "why": "Vì sao", "money": "đồng", "date": "01/07/2027",
        "scenario_parts": ("Mục tiêu", "Đơn vị", "Cơ cấu", "Con người", "Chi phí", "Trọng số, luật", "Văn bản"), "add": "Thêm bước", "merge": "Các đơn vị hợp nhất",
        "data_parts": ("Hồ sơ nhân lực", "Danh sách", "Cần xác minh"), "new_id": "Mã mới", "new_name": "Tên đơn vị mới",
    },
    "en": {
        "target": "Reduction target (%)", "solve": "Solve", "keep": "Keep", "excel": "Download Excel", "compare": "Compare", "plan": "Plan",
        "data": "Data", "scenario": "Scenario", "benefits": "Benefits", "person": "Person", "best": "Proven: no plan is better", "more": "Keep more",
        "changed": "Target 20% → 25%", "kept": "is kept", "keeps": "keeps 2 more", "1200": "1,500 → 1,200", "1125": "1,500 → 1,125",
        "impossible": "No plan can meet all requirements", "clash": "These requirements contradict one another", "differ": "People on whom the plans differ",
        "stale": "Edited since", "other": "Tiếng Việt", "behind": "Behind the figure", "parts": ("Overview", "Money", "Requirements", "Moves and exits"),
        "units": "Units", "views": ("Before", "After", "Changes"), "undo": "Undo", "use": "Use this", "history": "History", "why": "Why", "money": "bn đ", "date": "2027-07-01",
        "scenario_parts": ("Targets", "Units", "Structure", "People", "Money", "Goal, law", "As text"), "add": "Add the step", "merge": "Units that are merged",
        "data_parts": ("Profile", "People", "To confirm"), "new_id": "New id", "new_name": "Name of the new unit",
    },
}  # fmt: skip


def solve(page, w):
    page.get_by_role("button", name=w["solve"], exact=True).click()


def set_target(page, w, value):
    field = page.get_by_label(w["target"])
    field.fill(str(value))
    field.press("Enter")


def go(page, name):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def quiet(page):
    """Until the script of the page has run to its end."""
    page.wait_for_timeout(250)
    drawn(page)


def open_part(page, control, word):
    page.locator(f"[class*='st-key-{control}']").get_by_text(word, exact=True).first.click()
    quiet(page)
    assert page.get_by_test_id("stException").count() == 0, f"{control} {word}"


def middle_of(picture, colour):
    """The middle of what is drawn in one colour below the legend, in the picture's own pixels; a bar is a few of them wide."""
    found = picture.evaluate(
        """(canvas, colour) => {
            const wide = canvas.width, ratio = wide / canvas.clientWidth;
            const data = canvas.getContext("2d").getImageData(0, 0, wide, canvas.height).data, at = [];
            for (let i = 0; i < data.length; i += 4)
                if (colour.every((c, k) => data[i + k] === c) && Math.floor(i / 4 / wide) > 60 * ratio) at.push([(i / 4) % wide, Math.floor(i / 4 / wide)]);
            const middle = at[Math.floor(at.length / 2)];
            return middle && {x: middle[0] / ratio, y: middle[1] / ratio};
        }""",
        list(colour),
    )
    assert found, f"nothing in the picture has the colour {colour}"
    return found


def first_plan(page, server, lang):
    w = WORDS[lang]
    page.goto(f"{server}/?lang={lang}")
    page.get_by_role("heading", level=1, name=w["data"]).wait_for()
    page.locator(FIGURES).first.wait_for(timeout=120_000)
    solve(page, w)
    page.get_by_role("heading", level=1, name=w["plan"]).wait_for()
    page.get_by_text(w["1200"]).first.wait_for()
    quiet(page)


def opened_plan(page, server, planned, lang):
    w = WORDS[lang]
    page.goto(f"{server}/plan?lang={lang}&{planned}")
    page.get_by_text(w["1200"]).first.wait_for()
    quiet(page)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_from_the_sample_to_a_comparison(page, server, lang, tmp_path):
    w = WORDS[lang]
    first_plan(page, server, lang)
    page.get_by_text(w["best"]).first.wait_for()
    for part in w["parts"]:
        open_part(page, "w_plan_part", part)
    for view in w["views"]:
        open_part(page, "w_view_plan", view)
    open_part(page, "w_plan_part", w["units"])
    assert page.locator(".st-key-status_line").bounding_box()["height"] <= 150

    more = page.get_by_role("button", name=f"{w['more']}: Vụ Pháp chế").first
    more.click()
    more.click()  # both together are one question
    expect(page.locator(".told")).to_contain_text(w["keeps"], timeout=60_000)
    quiet(page)

    page.locator("[data-id=figure_involuntary]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("tbody tr").first.wait_for()
    dialog.get_by_role("button", name=f"{w['keep']}: ").first.click()
    expect(page.locator(".told")).to_contain_text(w["kept"], timeout=60_000)
    expect(dialog).to_have_count(0)
    quiet(page)

    page.locator(".stand").last.click()  # stand at the first plan again
    expect(page.locator(".head .name")).to_have_text("20%", timeout=60_000)
    quiet(page)
    set_target(page, w, 25)
    page.get_by_text(w["stale"]).first.wait_for()
    solve(page, w)
    page.get_by_text(w["1125"]).first.wait_for()
    quiet(page)
    expect(page.locator(".told")).to_contain_text(w["changed"])
    expect(page.get_by_text(w["stale"])).to_have_count(0, timeout=60_000)
    assert "▲" in page.locator("[data-id=figure_cost]").inner_text()
    assert page.evaluate("document.documentElement.lang") == lang

    with page.expect_download(timeout=90_000) as started:
        page.get_by_role("button", name=w["excel"]).click()
    file = tmp_path / "plan.xlsx"
    started.value.save_as(file)
    book = load_workbook(file, read_only=True)
    assert len(book.sheetnames) >= 6
    assert max(sheet.max_row for sheet in book.worksheets) >= 1500

    go(page, w["compare"])
    page.get_by_text(w["differ"]).wait_for()
    with page.expect_download(timeout=90_000) as started:
        page.get_by_role("button", name=w["excel"]).click()
    started.value.save_as(tmp_path / "comparison.xlsx")
    assert load_workbook(tmp_path / "comparison.xlsx").sheetnames
    go(page, w["person"])
    page.get_by_text(w["why"], exact=True).first.wait_for()
    page.get_by_text(w["history"]).first.wait_for()
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_form_stands_and_a_merger_is_drawn_and_undone(page, server, lang):
    w = WORDS[lang]
    page.goto(f"{server}/scenario?lang={lang}")
    page.get_by_role("heading", level=1, name=w["scenario"]).wait_for()
    quiet(page)
    for part in w["scenario_parts"]:
        open_part(page, "w_scenario_part", part)
    open_part(page, "w_scenario_part", w["scenario_parts"][2])
    for _ in range(2):
        choose(page, page.get_by_label(w["merge"], exact=True).last)
        page.keyboard.press("Escape")
        quiet(page)
    for field, value in (("new_id", "VMOI"), ("new_name", "Vụ mới")):
        page.get_by_label(w[field], exact=True).fill(value)
        page.get_by_label(w[field], exact=True).press("Tab")
        quiet(page)
    page.get_by_role("button", name=w["add"]).first.click()
    page.locator(".st-key-picture_structure canvas").first.wait_for()
    page.get_by_text("VMOI (Vụ mới)").first.wait_for()
    page.get_by_role("button", name=w["undo"]).click()
    page.locator(".st-key-picture_structure").wait_for(state="detached")
    go(page, w["data"])
    for part in w["data_parts"]:
        open_part(page, "w_data_part", part)


def test_every_page_opens_and_a_reload_brings_back_the_same_plan(page, server, planned):
    w = WORDS["vi"]
    opened_plan(page, server, planned, "vi")
    for name in ("benefits", "scenario", "person", "data", "plan"):
        go(page, w[name])
        page.get_by_text(w["1200"]).first.wait_for()
        quiet(page)
        assert page.get_by_test_id("stException").count() == 0
    page.reload()
    page.get_by_text(w["1200"]).first.wait_for()
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    other.get_by_text(w["1200"]).first.wait_for()
    other.get_by_text(w["other"], exact=True).click()
    other.get_by_role("heading", level=1, name="Plan").wait_for()


def test_the_status_line_stays_in_view_and_figures_are_reached_by_keyboard(page, server, planned):
    opened_plan(page, server, planned, "en")
    page.mouse.move(800, 400)
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(400)
    box = page.locator(".st-key-status_line").bounding_box()
    assert box is not None and 0 <= box["y"] < 120
    page.locator("[data-id=figure_leavers]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator("tbody tr").first).to_be_visible(timeout=60_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    open_part(page, "w_plan_part", WORDS["en"]["parts"][0])
    named = page.locator("[data-testid=stEChartsChart][aria-label]")
    expect(named, "charts have names for those who cannot see them").to_have_count(6, timeout=60_000)


def test_a_bar_of_a_picture_lists_its_people(page, server, planned):
    opened_plan(page, server, planned, "en")
    open_part(page, "w_plan_part", WORDS["en"]["parts"][0])
    picture = page.locator("[class*=st-key-picture_exits] canvas").first
    picture.wait_for()
    page.wait_for_timeout(800)
    picture.click(position=middle_of(picture, (213, 94, 0)))
    expect(page.get_by_role("dialog").locator("tbody tr").first).to_be_visible(timeout=60_000)


def test_an_impossible_target_shows_the_conflict_and_a_repair_takes_one_click(page, server):
    w = WORDS["en"]
    page.goto(f"{server}/?lang=en")
    page.locator(FIGURES).first.wait_for()
    set_target(page, w, 95)
    quiet(page)
    solve(page, w)
    page.get_by_text(w["impossible"]).first.wait_for()
    page.get_by_text(w["clash"]).wait_for()
    page.get_by_text("In the scenario: Targets · By 2030, at least (%)").first.wait_for()
    page.get_by_role("button", name=w["use"]).first.click()
    page.get_by_text(w["best"]).first.wait_for()
    quiet(page)
    page.get_by_role("button", name=w["undo"]).click()
    expect(page.get_by_label(w["target"]).first).to_have_value("95", timeout=60_000)


def test_several_files_are_dropped_and_an_unknown_heading_gets_a_meaning(page, server, tmp_path):
    head = ["Mã số", "Họ và tên", "Ngày sinh", "Giới tính", "Đối tượng", "Hệ số lương", "Cột tháng bảo hiểm"]
    for unit, first in (("VP", 1), ("TCCB", 4)):
        book = Workbook()
        book.active.append(head)
        for i in range(first, first + 3):
            book.active.append([f"A{i}", f"Nguyễn Văn {i}", f"0{i}/05/1980", "Nam", "Công chức", 3.66, 150 + i])
        book.save(tmp_path / f"{unit}.xlsx")
    page.goto(f"{server}/?lang=en")
    page.locator(FIGURES).first.wait_for()
    page.locator('input[type="file"]').first.set_input_files([tmp_path / "VP.xlsx", tmp_path / "TCCB.xlsx"])
    page.get_by_text("headings that nothing is known of").wait_for()
    page.get_by_role("button", name="and read again").first.wait_for()
    assert page.get_by_test_id("stException").count() == 0


def test_a_running_search_can_be_cancelled_and_other_pages_are_served_meanwhile(page, server, running, tmp_path):
    """The worker is held until the button is there: on a fast machine 30,000 people are planned before anybody can press it."""
    from planner.roster.sample import write_sample

    w = WORDS["en"]
    write_sample(tmp_path / "big.parquet", 30_000, 200, 5)
    page.goto(f"{server}/?lang=en")
    page.locator(FIGURES).first.wait_for()
    page.locator('input[type="file"]').first.set_input_files([tmp_path / "big.parquet", tmp_path / "big.units.parquet"])
    page.get_by_text("30,000 people").first.wait_for(timeout=120_000)
    quiet(page)
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    with held(running.process):
        solve(page, w)
        cancel.wait_for()
    cancel.click()
    page.get_by_text("Planning was cancelled").wait_for()
    other = page.context.new_page()
    solve(page, w)
    other.goto(f"{server}/?lang=en")
    other.locator(FIGURES).first.wait_for()
