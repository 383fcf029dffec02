"""Every page and every part of one, in both languages and both themes: axe finds nothing serious, the texts of pictures stand out from
their ground, and no text lies over another, is cut or wider than its room, from 900 to 1920 pixels and at 150 % zoom."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import TimeoutError, expect

from planner.ui.navigation import PAGES
from tests.browser.driving import FIGURES, drawn
from tests.browser.test_whole_session import Session
from tests.printed import paper_of, squeezed

LAYOUT = "tests/browser/layout.js"
LAPTOP = {"width": 1366, "height": 768}
SIZES = ((1280, 720), (1366, 768), (1920, 1080), (900, 768), (911, 512))
"""The last is a laptop's screen at 150 % zoom."""
PARTS = "[class*=st-key-w_][class*=_part] button[role=radio]"
GRAVE = ("serious", "critical")
STRUCTURE = {"resultTypes": ["violations"]}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
"""Of a page in dark: all else is as it was in light."""
MAIN = "[data-testid=stMain]"
PATIENCE_MS = 20_000
A4_LANDSCAPE = (842, 595)
"""In points."""
SHEET_PX = 1040
"""So wide is what is printed on a sheet, between its margins."""


def places(session: Session) -> Iterator[str]:
    """Every page and every part of one, opened one after the other; what each is called."""
    page = session.page
    for known in PAGES:
        links = page.get_by_test_id("stSidebarNav").get_by_role("link")
        (links.first if known is PAGES[0] else page.locator(f'[data-testid="stSidebarNav"] a[href*="/{known.name}"]')).click()
        expect(page.get_by_role("heading", level=1, name=session.t(f"page_{known.name}"), exact=True)).to_be_visible()
        session.quiet()
        parts = page.locator(PARTS)
        names = parts.all_inner_texts()
        for i, name in enumerate(names):
            parts.nth(i).click()
            session.quiet()
            yield f"{known.name}, {name}"
        if not names:
            yield known.name


def settled(page, measure: str) -> list[str]:
    """What a measurement finds once the page has settled: pictures are painted a moment after their room has changed."""
    try:
        page.wait_for_function(f"() => planner_layout.{measure}().length === 0", timeout=PATIENCE_MS, polling=120)
    except TimeoutError:
        return page.evaluate(f"planner_layout.{measure}()")
    return []


def barriers(axe: Axe, page, options, room=None) -> list[str]:
    """What axe finds in a room of the page (None: everywhere), and the order of headings, which it holds to be moderate."""
    found = axe.run(page, context=room, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found
        if rule["impact"] in GRAVE or rule["id"] == "heading-order"
        for node in rule["nodes"]
    ]


def colours(axe: Axe, page, room) -> list[str]:
    """What axe finds of colours once they have settled: grounds and texts go from light to dark one after the other, and what is
    drawn anew is pale until it is there, which a busy machine takes its time for."""
    for _ in range(12):
        page.wait_for_timeout(400)
        drawn(page)
        found = barriers(axe, page, COLOURS, room)
        if not found:
            break
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_can_be_read_by_everybody_at_every_size(page, server, planned, lang):
    session, axe, found = Session(page, server, lang), Axe(), {}
    page.add_init_script(path=LAYOUT)
    page.goto(f"{server}/plan?lang={lang}&{planned}")
    page.locator(FIGURES).first.wait_for()
    drawn(page)
    room = None
    for place in places(session):
        faults = barriers(axe, page, STRUCTURE, room) + settled(page, "pale")
        page.emulate_media(color_scheme="dark")
        faults += settled(page, "pale") + colours(axe, page, room)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            faults += [f"{width} px wide, {fault}" for fault in settled(page, "faults")]
            if width == SIZES[-2][0]:  # from here on light again: the layout is measured in both
                page.emulate_media(color_scheme="light")
        page.set_viewport_size(LAPTOP)
        room = MAIN  # the bar at the side is the same on every page
        session.quiet()
        if faults:
            found[place] = faults
    assert not found, "\n".join(f"{place}: {fault}" for place, faults in found.items() for fault in faults[:8])


def test_the_page_is_of_its_language_and_so_are_streamlits_own_words(page, server, planned):
    from planner.core.texts import room

    words = [entry for entry in room("streamlit").values() if "{what}" not in entry["vi"]]
    for lang in ("vi", "en", "vi"):
        page.goto(f"{server}/benefits?lang={lang}&{planned}")
        page.get_by_role("heading", level=1).wait_for()
        drawn(page)
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.get_by_label(next(w[lang] for w in words if w["en"] == "Collapse sidebar"), exact=True)).to_have_count(1)
    spoken = page.evaluate("[...document.querySelectorAll('[aria-label], [placeholder]')].flatMap((el) => [el.getAttribute('aria-label'), el.placeholder])")
    assert not {entry["en"] for entry in words} & set(spoken)


@pytest.mark.parametrize(("lang", "theme"), [("vi", "light"), ("en", "dark")])
def test_a_printed_page_is_a_clean_sheet(page, server, planned, lang, theme, tmp_path):
    if shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None:
        pytest.skip("poppler is not installed: the page was NOT printed and measured")
    session, pdf = Session(page, server, lang), tmp_path / "page.pdf"
    page.add_init_script(path=LAYOUT)
    page.emulate_media(color_scheme=theme)
    page.goto(f"{server}/plan?lang={lang}&{planned}")
    page.locator(FIGURES).first.wait_for()
    session.part("w_plan_part", "part_overview")
    page.wait_for_function("() => document.querySelectorAll('canvas[data-zr-dom-id]').length >= 6")
    session.quiet()
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    paper = paper_of(pdf)
    assert {tuple(map(round, size)) for size in paper.sizes} == {A4_LANDSCAPE} and len(paper.sizes) <= 5
    assert not paper.outside()
    assert squeezed(session.t("plan_waterfall")) in squeezed(paper.text) and squeezed(session.t("plan_routes")) in squeezed(paper.text)
    assert squeezed(session.t("solve")) not in squeezed(paper.text).replace(squeezed(session.t("verdict_earlier")), "")
    subprocess.run(["pdftoppm", "-r", "40", "-png", str(pdf), str(tmp_path / "sheet")], check=True, timeout=60)
    for sheet in sorted(tmp_path.glob("sheet*.png")):
        with Image.open(sheet) as opened:
            seen = opened.convert("HSV")
            grounds = opened.convert("L").histogram()
        assert sum(grounds[240:]) > 0.6 * sum(grounds), f"{sheet.name} is not white"
        if sheet == sorted(tmp_path.glob("sheet*.png"))[0]:  # the bars of the first picture
            assert sum(seen.getchannel("S").histogram()[150:]) > 0.01 * sum(grounds), "no picture is drawn"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET_PX, "height": 720})
    session.quiet()
    faults = page.evaluate("planner_layout.faults()")
    assert not [fault for fault in faults if " in " not in fault.partition(":")[0]]  # pictures are looked at above, as they were printed


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_printed_table_has_all_of_its_rows(page, server, planned, lang, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed: the page was NOT printed and read")
    session, pdf = Session(page, server, lang), tmp_path / "page.pdf"
    page.goto(f"{server}/plan?lang={lang}&{planned}")
    page.locator(FIGURES).first.wait_for()
    session.part("w_plan_part", "part_money")
    quarters = page.locator(".on-paper tr td:first-child").filter(has_text=re.compile("20(27|28|29|30)")).all_text_contents()
    assert len(quarters) >= 8
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    paper = paper_of(pdf)
    assert not paper.outside() and all(squeezed(quarter) in squeezed(paper.text) for quarter in quarters)
    page.emulate_media(media="print")
    assert page.locator('[data-testid="stDataFrame"]:visible').count() == 0
