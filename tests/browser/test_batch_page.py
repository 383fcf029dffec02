"""The page of a batch in a real Chromium without a network: lines, dots and rows are clicked, in both languages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from planner.report.batch_page.page import write_batch_page

HOSTILE = "</script><script>window.stolen=1</script><img src=x onerror='window.stolen=1'>"
AXIS = 110
"""Where the first axis stands, from the left."""
KEYS = ["periods.2030.reduction_at_least", "regime"]


def rows_of(count: int) -> list[dict[str, Any]]:
    """Runs whose figures follow from their number; the last one is impossible."""
    dice = random.Random(3)
    made = []
    for n in range(1, count + 1):
        share = round(0.1 + 0.2 * n / count, 6)
        made.append({
            "scenario": f"many-{n:04d}", "title": HOSTILE, "status": "optimal", "error": "", "folder": f"plans/many-{n:04d}", "objective": 900 - 100 * share - dice.random() / 10,
            "gap": 1e-6, "leavers": round(120 * share), "reduction": share, "cost_vnd": int(10**10 * share * (1 + n % 7 / 10)), "involuntary": n % 7, "seconds": 0.4,
            "loss_gap": 1e-6, "saving_vnd_per_year": 10**9 + n, "payback_months": 12.5, KEYS[0]: share, KEYS[1]: ("auto", "nd29", "nd154")[n % 3],
        })  # fmt: skip
    made[-1] |= dict.fromkeys(("objective", "gap", "leavers", "reduction", "cost_vnd", "involuntary", "loss_gap", "saving_vnd_per_year", "payback_months"))
    made[-1] |= {"status": "infeasible", "error": HOSTILE}
    return made


@pytest.fixture
def offline(browser: Any) -> Iterator[Any]:
    """A page of a browser that reaches nothing; whatever it asks for beside the file itself, and whatever goes wrong in it, is kept."""
    context = browser.new_context(viewport={"width": 1366, "height": 1000}, offline=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.asked, page.wrong = [], []
    context.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def opened(page: Any, folder: Path, count: int, lang: str) -> Any:
    """The page of so many runs."""
    file = folder / "report.html"
    write_batch_page(rows_of(count), KEYS, file, lang)
    page.goto(file.as_uri())
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=60_000)  # the page forbids what would wait inside it
    return page


def told(page: Any) -> str:
    """What the part beside the dots says of the chosen run."""
    return str(page.locator("#run").inner_text())


def spread(run: int, key: str) -> float:
    """Where a run stands between the least (0) and the most (1) of a figure of 40 runs."""
    values = [row[key] for row in rows_of(40) if row[key] is not None]
    return float((rows_of(40)[run][key] - min(values)) / (max(values) - min(values)))


@pytest.mark.parametrize(("lang", "cost"), [("vi", "Chi phí (đồng)"), ("en", "Cost (VND)")])
def test_a_line_a_dot_and_a_row_name_their_run(offline: Any, tmp_path: Path, lang: str, cost: str) -> None:
    page = opened(offline, tmp_path, 40, lang)
    box = page.locator("#dots").bounding_box()
    across, up = spread(12, "cost_vnd"), spread(12, "objective")
    page.locator("#dots").click(position={"x": 80 + (box["width"] - 104) * across, "y": box["height"] - 56 - (box["height"] - 72) * up})
    assert "plans/many-0013" in told(page) and cost in told(page)
    for label in page.locator("#axes label").all():
        wanted = label.inner_text().strip() in (KEYS[0], {"vi": "Tỷ lệ giảm", "en": "Reduction"}[lang])
        if label.locator("input").is_checked() != wanted:
            label.locator("input").click()
    box, half_way = page.locator("#lines").bounding_box(), (spread(20, KEYS[0]) + spread(20, "reduction")) / 2
    page.locator("#lines").click(position={"x": box["width"] / 2, "y": box["height"] - 16 - (box["height"] - 62) * half_way})
    assert "plans/many-0021" in told(page)
    page.locator("tbody tr[data-run='many-0007']").click()
    assert "plans/many-0007" in told(page) and page.locator("tr[aria-selected=true]").get_attribute("data-run") == "many-0007"
    page.locator("#table").focus()
    page.keyboard.press("ArrowDown")
    assert "plans/many-0008" in told(page)
    assert page.evaluate("window.stolen") is None and HOSTILE in told(page)
    assert page.asked == [(tmp_path / "report.html").as_uri()] and page.wrong == []


def test_the_table_is_sorted_and_filtered(offline: Any, tmp_path: Path) -> None:
    page = opened(offline, tmp_path, 40, "en")
    rows = page.locator("tbody tr[data-run]")
    heading = page.get_by_role("button", name="Cost (VND)")
    heading.click()
    costs = [row["cost_vnd"] for row in rows_of(40) if row["cost_vnd"] is not None]
    least = rows_of(40)[costs.index(min(costs))]["scenario"]
    assert rows.first.get_attribute("data-run") == least
    heading.click()
    assert rows.first.get_attribute("data-run") == rows_of(40)[costs.index(max(costs))]["scenario"]
    page.locator("#search").fill("many-001")
    assert rows.count() == 10 and "10 of 40 runs" in page.locator("#counts").inner_text()
    page.locator("#clear").click()
    page.locator("#status").select_option("No plan can meet all requirements")
    assert rows.count() == 1 and "39 have a plan" in page.locator("#counts").inner_text()
    page.locator("#clear").click()
    # A range drawn on the first axis from its middle to its top keeps the upper half.
    box = page.locator("#lines").bounding_box()
    page.locator("#lines").scroll_into_view_if_needed()
    box = page.locator("#lines").bounding_box()
    top, foot = box["y"] + 46, box["y"] + box["height"] - 16
    page.mouse.move(box["x"] + AXIS, (top + foot) / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + AXIS, (top * 3 + foot) / 4, steps=5)
    page.mouse.move(box["x"] + AXIS, top + 2, steps=5)
    page.mouse.up()
    expect(page.locator("#counts")).not_to_have_text(re.compile("^40 "))
    assert 18 <= rows.count() <= 22 and "many-0005" not in page.locator("tbody").inner_text()
    assert page.wrong == []


def test_ten_thousand_runs_stay_usable(offline: Any, tmp_path: Path) -> None:
    page = opened(offline, tmp_path, 10_000, "vi")
    assert page.locator("tbody tr").count() < 80, "only the rows that can be seen are in the page"
    page.evaluate("document.getElementById('table').scrollTop = 26 * 9000")
    page.locator("tbody tr[data-run='many-9005']").click()
    assert "plans/many-9005" in told(page)
    page.locator("#search").fill("many-77")
    assert "100/10.000" in page.locator("#counts").inner_text()
    page.locator("#clear").click()
    box = page.locator("#dots").bounding_box()
    page.locator("#dots").click(position={"x": 80 + (box["width"] - 104) * 0.25, "y": 16 + (box["height"] - 72) * 0.3})
    assert "plans/many-" in told(page)
    assert page.wrong == []
