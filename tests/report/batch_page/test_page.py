"""The page of a batch: what it holds, and that what users wrote is never run."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from planner.core.errors import InputError
from planner.report.batch_page import echarts
from planner.report.batch_page.page import batch_page, page_data

HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)> =HYPERLINK(\"x\") {0} \u2028"


def row(**more):
    figures = {"leavers": 24, "reduction": 0.2, "cost_vnd": 10**10, "involuntary": 3, "objective": 812.25, "gap": 0.0, "loss_gap": 0.0, "seconds": 0.4}
    words = {"scenario": "many-0001", "title": "Một | One", "status": "optimal", "error": "", "folder": "plans/many-0001"}
    return {**words, **figures, "saving_vnd_per_year": 10**9, "payback_months": None, "units": [], **more}


def data_of(page: str) -> dict:
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    return json.loads(block[1])


def test_what_users_wrote_stays_text() -> None:
    page = batch_page([row(title=HOSTILE, error=HOSTILE, folder=HOSTILE, **{"budget.</script>": HOSTILE})], ["budget.</script>"], "en")
    held = data_of(page)
    assert held["rows"][0].count(HOSTILE) == 4 and held["columns"][2]["label"] == "budget.</script>"
    assert "onerror" not in page.split('id="data">')[0]
    assert page.lower().count("<script") == page.lower().count("</script") == 3 and "alert(1)</script" not in page


def test_only_the_two_scripts_may_run_and_nothing_is_fetched() -> None:
    page = batch_page([row()], [], "vi")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None and policy[1].startswith("default-src &#x27;none&#x27;")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert [f"sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}" in policy[1] for s in scripts] == [True, True]
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_speaks_one_language(lang: str) -> None:
    held = page_data([row(), row(status="error", error="x", leavers=None, gap=None)], ["regime"], lang)
    assert held["rows"][0][held["columns"].index(next(c for c in held["columns"] if c["key"] == "title"))] == {"vi": "Một", "en": "One"}[lang]
    assert held["words"]["lines"] == {"vi": "Mỗi phương án là một đường", "en": "Every run as a line"}[lang]
    assert len({row[1] for row in held["rows"]}) == 2


def test_words_and_what_is_no_number_are_told_apart() -> None:
    rows = [row(regime="auto", share=0.15, mixed=1), row(regime="nd29", share=0.2, mixed="x"), row(regime=None, share=None, mixed=True, gap=float("nan"))]
    held = page_data(rows, ["regime", "share", "mixed"], "en")
    kinds = {c["key"]: c["kind"] for c in held["columns"]}
    assert (kinds["regime"], kinds["share"], kinds["mixed"], kinds["gap"]) == ("text", "exact", "text", "tiny")
    at = [c["key"] for c in held["columns"]].index
    assert [held["rows"][2][at(key)] for key in ("regime", "share", "mixed", "gap")] == [None, None, "True", None]
    json.dumps(held, allow_nan=False)


def test_another_form_of_the_picture_library_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "x.js").write_text("export{a as b};", encoding="utf-8")
    monkeypatch.setattr(echarts, "_chunk", lambda: tmp_path / "x.js")
    with pytest.raises(InputError, match=r"requirements\.txt"):
        echarts.echarts_script.__wrapped__()
    monkeypatch.setattr(echarts, "_chunk", lambda: None)
    with pytest.raises(InputError, match="streamlit"):
        echarts.echarts_script.__wrapped__()
