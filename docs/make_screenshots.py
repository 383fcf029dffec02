"""Pictures of the app for the README: runs the real app in a real Chromium and writes `docs/images/*.png`.

Usage: python docs/make_screenshots.py [FOLDER]

Into `docs/images` go the pictures that a document shows; into another folder all that there are, in both languages.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.driving import FIGURES, chromium_path, drawn, server  # noqa: E402

SIZE = {"width": 1366, "height": 900}
COLOURS = 128
"""So many colours a picture keeps: text stays sharp, and the file is a third as large."""
PATIENCE_MS = 120_000
WORDS = {
    "vi": {"solve": "Lập phương án", "target": "Mục tiêu giảm (%)", "plans": ("1.500 → 1.200", "1.500 → 1.125"), "bad": "Các yêu cầu sau mâu thuẫn với nhau", "repair": "Áp dụng",
           "units": "Đơn vị", "flows": "Luân chuyển, nghỉ"},
    "en": {"solve": "Solve", "target": "Reduction target (%)", "plans": ("1,500 → 1,200", "1,500 → 1,125"), "bad": "These requirements contradict one another", "repair": "Use this",
           "units": "Units", "flows": "Moves and exits"},
}  # fmt: skip


def main() -> None:
    """Write the pictures into the folder named, else into `docs/images`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    wanted = None if len(sys.argv) > 1 else _shown()
    folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as runs, sync_playwright() as playwright, server(Path(runs) / "runs", Path(runs) / "log") as served:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for lang, words in WORDS.items():
            page = browser.new_page(viewport=SIZE, locale={"vi": "vi-VN", "en": "en-GB"}[lang])
            page.set_default_timeout(PATIENCE_MS)
            _session(page, served.address, lang, words, folder, wanted)
            page.close()
        browser.close()


def _shown() -> set[str]:
    """The pictures that the documents show."""
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    return {name for file in documents for name in re.findall(r"images/([\w.-]+\.png)", file.read_text(encoding="utf-8"))}


def _session(page: Any, address: str, lang: str, words: dict[str, Any], folder: Path, wanted: set[str] | None) -> None:
    """The main path in one language, with a picture at each stop that is wanted (None: at every one)."""

    def solve(target: int) -> None:
        field = page.get_by_label(words["target"]).first
        field.fill(str(target))
        field.press("Enter")
        _quiet(page)
        page.get_by_role("button", name=words["solve"], exact=True).click()

    def picture(name: str, height: int | None = None) -> None:
        _quiet(page)
        if wanted is not None and f"{name}.{lang}.png" not in wanted:
            return
        page.set_viewport_size({**SIZE, "height": height or SIZE["height"]})
        page.wait_for_timeout(1800)
        page.screenshot(path=folder / f"{name}.{lang}.png")
        page.set_viewport_size(SIZE)
        _compress(folder / f"{name}.{lang}.png")
        print(f"{name}.{lang}.png")

    page.goto(f"{address}/?lang={lang}")
    page.locator(FIGURES).first.wait_for()
    for target, shown in zip((20, 25), words["plans"], strict=True):
        solve(target)
        page.get_by_text(shown).first.wait_for()
        _quiet(page)
    picture("plan")
    for part in ("units", "flows"):
        page.locator(".st-key-w_plan_part").get_by_text(words[part], exact=True).click()
        picture(f"plan-{part}", 1150)
    for name in ("data", "benefits", "scenario", "compare", "person"):
        links = page.get_by_test_id("stSidebarNav").get_by_role("link")
        (links.first if name == "data" else page.locator(f'[data-testid="stSidebarNav"] a[href*="/{name}"]')).click()
        page.get_by_text(words["plans"][1]).first.wait_for()
        picture(name, 1100)
    solve(95)
    page.get_by_text(words["bad"]).wait_for()
    page.get_by_role("button", name=words["repair"]).first.wait_for()
    picture("infeasible")


def _compress(file: Path) -> None:
    from PIL import Image

    with Image.open(file) as opened:
        opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def _quiet(page: Any) -> None:
    """Until the page's script has run to its end and its charts are drawn."""
    page.wait_for_timeout(600)
    drawn(page)


if __name__ == "__main__":
    main()
