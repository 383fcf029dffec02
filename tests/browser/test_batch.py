"""The Batch page in a real Chromium: from a dot and a line to the whole plan and to a scenario, in both languages."""

from __future__ import annotations

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.driving import drawn
from tests.service.sweeps.made import make_batch

WORDS = {
    "vi": {"page": "Loạt phương án", "open": "Mở phương án", "take": "Dùng làm kịch bản của tôi", "plan": "Phương án", "scenario": "Kịch bản", "taken": "nay là kịch bản đang soạn", "counts": "Đang hiện 6/6"},
    "en": {"page": "Batch", "open": "Open the plan", "take": "Make this my scenario", "plan": "Plan", "scenario": "Scenario", "taken": "now yours to edit", "counts": "6 of 6 runs"},
}  # fmt: skip


@pytest.fixture(scope="module")
def batch(runs, tmp_path_factory):
    """The table of a batch that stands in the app's folder of results."""
    make_batch(tmp_path_factory.mktemp("sweep"), runs / "targets")
    return pd.read_parquet(runs / "targets" / "runs.parquet")


def place_of(batch: pd.DataFrame, run: str, key: str) -> float:
    """Where a run stands between the least (0) and the most (1) of a figure."""
    row = batch.set_index("scenario")[key].astype(float)
    return float((row[run] - row.min()) / (row.max() - row.min()))


def shown(page, run: str) -> None:
    """Until the part below the pictures is about a run."""
    expect(page.get_by_role("heading", level=2)).to_have_text(run, timeout=30_000)
    drawn(page)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_from_a_dot_to_the_plan_and_from_a_line_to_the_scenario(page, server, batch, lang) -> None:
    w = WORDS[lang]
    page.goto(f"{server}/batch?lang={lang}")
    page.get_by_role("heading", level=1, name=w["page"], exact=True).wait_for()
    expect(page.get_by_text(w["counts"])).to_be_visible()
    drawn(page)
    dots = page.locator(".st-key-batch_dots_targets canvas").first
    dots.scroll_into_view_if_needed()
    box = dots.bounding_box()
    across, up = place_of(batch, "targets-0004", "cost_vnd"), place_of(batch, "targets-0004", "objective")
    # Under both regimes the plans are alike: of two dots in one place the upper one is clicked.
    dots.click(position={"x": 40 + (box["width"] - 64) * across, "y": box["height"] - 44 - (box["height"] - 60) * up})
    shown(page, "targets-0004")
    page.get_by_role("button", name=w["open"], exact=True).click()
    page.get_by_role("heading", level=1, name=w["plan"], exact=True).wait_for()
    drawn(page)
    assert "run=runs%2Ftargets%2Ftargets-0004" in page.url or "run=runs/targets/targets-0004" in page.url
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=w["page"], exact=True).click()
    page.get_by_role("heading", level=1, name=w["page"], exact=True).wait_for()
    drawn(page)
    # A line at its middle between the first two axes, the target and the regime.
    lines = page.locator(".st-key-batch_lines_targets canvas").first
    lines.scroll_into_view_if_needed()
    box, axes = lines.bounding_box(), 6
    step = (box["width"] - 150) / (axes - 1)
    names = list(dict.fromkeys(batch["regime"]))
    first, second = place_of(batch, "targets-0002", "periods.2030.reduction_at_least"), (names.index("nd154") + 0.5) / len(names)
    lines.click(position={"x": 60 + step / 2, "y": box["height"] - 20 - (box["height"] - 84) * (first + second) / 2})
    shown(page, "targets-0002")
    page.get_by_role("button", name=w["take"], exact=True).click()
    page.get_by_role("heading", level=1, name=w["scenario"], exact=True).wait_for()
    expect(page.get_by_text(w["taken"])).to_be_visible()
