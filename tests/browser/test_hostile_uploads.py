"""Hostile files through the real browser: each is told in one sentence, and the app goes on serving."""

from __future__ import annotations

import zipfile

import xlsxwriter
from playwright.sync_api import expect

from tests.browser.driving import FIGURES, drawn
from tests.messy.hostile import good

SAID = {
    "bomb.xlsx": "packs suspiciously well",
    "corners.xlsx": "",  # a cell in each corner of a sheet: what is said of it depends on where its reader gives up
    "cut.xlsx": "is damaged and cannot be read",
    "text.xlsx": "This is not a workbook",
}


def hostile(folder):
    """A zip bomb, a sheet of seventeen thousand million cells, half a workbook, and none at all."""
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", bytes(60 * 2**20))
    book = xlsxwriter.Workbook(folder / "corners.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "A")
    sheet.write(1_048_575, 16_383, "Z")
    book.close()
    whole = good(folder.parent / "good.xlsx").read_bytes()
    (folder / "cut.xlsx").write_bytes(whole[: len(whole) * 2 // 3])
    (folder / "text.xlsx").write_bytes(b"STT,Ho va ten\n1,A\n")
    return sorted(folder.iterdir())


def test_hostile_files_cost_a_sentence_each_and_the_app_goes_on_serving(page, server, tmp_path):
    folder = tmp_path / "hostile"
    folder.mkdir()
    files = hostile(folder)
    page.goto(f"{server}/?lang=en")
    page.locator(FIGURES).first.wait_for()
    page.locator('input[type="file"]').first.set_input_files(files)

    other = page.context.new_page()  # somebody else, while the files are being read
    other.goto(f"{server}/benefits?lang=en")
    expect(other.get_by_role("heading", level=1, name="Benefits")).to_be_visible(timeout=60_000)

    page.get_by_text("cannot be used yet").wait_for(timeout=120_000)
    drawn(page)
    assert page.get_by_test_id("stException").count() == 0
    table = page.locator("[class*=st-key-problems_refused] [role=gridcell]")
    table.first.wait_for(state="attached")
    cells = table.all_inner_texts()
    for name, said in SAID.items():
        assert cells.count(name) == 1, f"{name}: {cells}"
        assert any(said in cell for cell in cells), f"{name}: {cells}"
    page.reload()
    expect(page.locator(FIGURES).first).to_have_text("1,500", timeout=60_000)
