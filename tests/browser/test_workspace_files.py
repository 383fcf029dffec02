"""Files of the workspace in a real browser: one press makes a file, notes it, and hands it out; one that is refused says why."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from planner.core.texts import text
from planner.service.workspace.retention.deletion import delete_object
from planner.service.workspace.rights import open_actor
from planner.service.workspace.workspace import Workspace
from tests.browser.driving import drawn

SLOW_MS = 60_000
LANGS = ("vi", "en")


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    drawn(page)


def saved(page: Any, button: str, place: Path) -> Path:
    """The file that a press hands out, under the name that it bears."""
    with page.expect_download(timeout=120_000) as waited:
        page.get_by_role("button", name=button, exact=True).click()
    file = place / waited.value.suggested_filename
    waited.value.save_as(file)
    drawn(page)
    return file


@pytest.mark.parametrize("lang", LANGS)
def test_the_files_of_a_plan_are_made_when_pressed(page, server, planned, runs, tmp_path, monkeypatch, lang) -> None:
    def said(key: str, **params: Any) -> str:
        return text(f"signin.page.{key}", lang, **params)

    page.goto(f"{server}/plan?lang={lang}&{planned}")
    drawn(page)
    page.get_by_test_id("stSidebarNav").locator("a[href*=workspace]").click()
    drawn(page)
    press(page, said("keep_heading"))
    name = f"bộ 2030 {lang}"
    page.get_by_label(said("keep_name")).fill(name)
    page.get_by_label(said("keep_name")).press("Tab")
    drawn(page)
    press(page, said("keep"))
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible(timeout=SLOW_MS)

    hidden = saved(page, said("export_pseudonyms"), tmp_path)
    assert hidden.name == f"{name} ({said('export_pseudonyms_file')}).xlsx"
    for what in ("export", "fetch", "seal"):
        expect(page.get_by_role("button", name=said(what), exact=True)).to_be_disabled(timeout=SLOW_MS)
    press(page, said("unlock"))
    page.get_by_label(said("reason")).fill("bàn giao")
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name=said("unlock"), exact=True).click()
    expect(page.get_by_role("button", name=said("seal"), exact=True)).to_be_enabled(timeout=SLOW_MS)
    page.keyboard.press("Escape")
    drawn(page)
    with_names = saved(page, said("export"), tmp_path)
    expect(page.get_by_text(f"{with_names.name}").first).to_be_visible(timeout=SLOW_MS)
    folder, sealed = saved(page, said("fetch"), tmp_path), saved(page, said("seal"), tmp_path)
    assert [each.name for each in (with_names, folder, sealed)] == [f"{name}.xlsx", f"{name}.zip", f"{name}.plan"]

    rows = {each: list(openpyxl.load_workbook(each, read_only=True).active.iter_rows(values_only=True)) for each in (hidden, with_names)}
    assert len(rows[hidden]) == len(rows[with_names]) > 1_000 and not {row[0] for row in rows[hidden][1:]} & {row[0] for row in rows[with_names][1:]}
    with zipfile.ZipFile(folder) as archive:
        assert {f"{name}/manifest.json", f"{name}.audit.json"} <= set(archive.namelist())
    monkeypatch.setenv("PLANNER_RUNS", str(runs))
    monkeypatch.setenv("PLANNER_KEYS", str(runs.with_name("keys")))
    work, me = Workspace.of_installation(), open_actor()
    entries = [each for each in work.audit(me) if each["object"] == f"plan/{name}"]
    assert [each["action"] for each in entries] == ["keep", "export_pseudonyms", "unlock", "export", "export", "export"]
    heads = [f"{each['number']}:{each['mac']}" for each in entries]
    assert rows[hidden][1][-1] == heads[1] and rows[with_names][1][-1] == heads[3] and work.verify(me)[0] == []

    # What is gone since the page was drawn is said, and nothing is handed out.
    delete_object(work, me, "plan", name, "over", dt.date.today())
    page.get_by_role("button", name=said("seal"), exact=True).click()
    expect(page.get_by_text(text("workspace.no_object", lang).split(";")[0])).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_have_count(0)
