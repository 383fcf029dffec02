"""Typing into every field and table of the Scenario page and pressing Solve at once: each value is in the plan's scenario.

And where something cannot be, its field is named and nothing is planned; a plan of another question never looks current.
"""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import TimeoutError, expect

from planner.core.texts import text
from planner.scenario import requirement_kinds as record
from planner.scenario.load import parse_yaml
from planner.scenario.paths import get
from planner.ui.forms.unit_table import BOUNDS, is_share
from tests.browser.driving import FIGURES, choose
from tests.browser.test_whole_session import Session


class Form(Session):
    """The Scenario page in one language."""

    def open(self, query=""):
        self.page.goto(f"{self.server}/scenario?lang={self.lang}{query}")
        self.page.get_by_role("heading", level=1, name=self.t("page_scenario")).wait_for()
        self.quiet()

    def part_of(self, name):
        self.part("w_scenario_part", f"scenario_part_{name}")

    def unfold(self, name):
        self.page.get_by_text(self.t(name), exact=True).first.click()
        self.quiet()

    def type(self, label, written):
        """Write into a field and leave it only by what is pressed next."""
        field = self.page.get_by_label(label, exact=True).last
        field.scroll_into_view_if_needed()
        field.fill(str(written))

    def cell(self, key, column, written, row=0):
        """Write into a cell of a table without pressing Enter."""
        field = self.page.locator("textarea.gdg-input, input.gdg-input, .gdg-input input").first
        for _ in range(4):  # a press that leaves another cell opens none
            box = self.grid(key)
            x = box["x"] + column + (box["width"] if column < 0 else 0)
            self.page.mouse.click(x, box["y"] + 52 + 35 * row)  # leaves the cell before; a second click opens this one
            self.quiet()
            self.page.mouse.dblclick(x, box["y"] + 52 + 35 * row)
            try:
                field.fill(str(written), timeout=3000)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"no cell of {key} opens")

    def solve(self):
        """Press Solve at once, and wait for what is asked then."""
        self.page.get_by_role("button", name=self.t("solve"), exact=True).click()

    def asked(self, runs, before):
        """The scenario of the job that came after `before`."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for file in sorted((runs / "app").glob("*/task.json"), reverse=True):
                task = json.loads(file.read_text(encoding="utf-8"))
                if "scenario" in task and file.parent.name not in before:
                    return parse_yaml(task["scenario"], "s.yaml")
            self.page.wait_for_timeout(100)
        raise AssertionError(f"nothing was planned: {self.page.get_by_test_id('stMain').inner_text()[:900]}")


def jobs(runs):
    return {file.parent.name for file in (runs / "app").glob("*/task.json")}


def of(kind, what, lang, **params):
    return text(f"requirement.{kind.name}.{what}", lang, **params)


FIELDS = [
    ("targets", None, lambda s: s.t("target_label"), 21, ("periods", -1, "reduction_at_least"), 0.21),
    ("targets", "form_about", lambda s: s.t("form_title"), "Họp ngày mai", ("title",), "Họp ngày mai"),
    ("targets", "form_about", lambda s: s.t("form_description"), "Bản nháp", ("description",), "Bản nháp"),
    *(("units", None, lambda s, k=kind: of(k, "form", s.lang), 45 if is_share(kind) else 3, tuple(kind.key_for_all), 0.45 if is_share(kind) else 3)
      for kind in BOUNDS.values()),
    ("people", None, lambda s: of(record.NEAR_PLAN, "form", s.lang), 700, ("stay_close",), 700),
    ("money", None, lambda s: of(record.BUDGET_TOTAL, "form", s.lang), 950, ("budget", "total_vnd"), 950_000_000_000),
    ("goal", "form_merit", lambda s: s.t("merit_award"), 7, ("merit", "award"), 7),
    ("goal", "form_search", lambda s: s.t("form_time_limit"), 77, ("solver", "time_limit_s"), 77),
    ("goal", "form_search", lambda s: s.t("form_seed"), 5, ("solver", "seed"), 5),
]  # fmt: skip


def stands(scenario, path):
    if path[0] == "periods":
        return scenario["periods"][path[1]][path[2]]
    return get(scenario, path)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_typed_into_any_field_is_planned(page, server, runs, lang):
    """All fields of a part one after another, Solve pressed while the cursor is still in the last one."""
    s = Form(page, server, lang)
    for part in dict.fromkeys(entry[0] for entry in FIELDS):
        page.context.clear_cookies()
        s.open()
        s.part_of(part)
        mine = [entry for entry in FIELDS if entry[0] == part]
        for fold in dict.fromkeys(entry[1] for entry in mine):
            if fold:
                s.unfold(fold)
        before = jobs(runs)
        for _, _, label, written, _, _ in mine:
            s.type(label(s), written)
        s.solve()
        asked = s.asked(runs, before)
        for _, _, label, _, path, value in mine:
            assert stands(asked, path) == value, (label(s), stands(asked, path))


EVERY_TABLE = """
extends: base_2030.yaml
reduction: {by_category: {civil_servant: {reduction_at_most: 0.9}}, by_kind: {department: {reduction_at_most: 0.9}}}
keep: {skills: [{skill: pháp chế, at_least: 1}], positions: [{level: head, at_least: 1, per: ministry}], succession: [{if_leaves: MOIT-0001, keep: MOIT-0002}]}
by_route: {early_retirement: {at_most: 900}}
secondment: {commune: {at_most: 5}}
fairness: [{by: sex, max_ratio: 5}]
tiers: [{minimise: involuntary, tolerance: 2}]
law: [{parameter: salary.base_salary, from: 2026-12-01, value: 2600000, reason: thử}]
"""
ROWS = [
    ("targets", "form_reduction", "w_rows_reduction_by_category", -40, 80, ("reduction", "by_category", "civil_servant", "reduction_at_most"), 0.8),
    ("targets", "form_reduction", "w_rows_reduction_by_kind", -40, 70, ("reduction", "by_kind", "department", "reduction_at_most"), 0.7),
    ("people", "form_keep_more", "w_rows_keep_skills", -40, 3, ("keep", "skills", 0, "at_least"), 3),
    ("people", "form_keep_more", "w_rows_keep_positions", 500, 2, ("keep", "positions", 0, "at_least"), 2),
    ("people", "form_keep_more", "w_rows_keep_succession", -40, "MOIT-0003", ("keep", "succession", 0, "keep"), "MOIT-0003"),
    ("people", None, "w_rows_fairness", -40, 4, ("fairness", 0, "max_ratio"), 4),
    ("money", "form_by_route", "w_rows_by_route", -40, 800, ("by_route", "early_retirement", "at_most"), 800),
    ("money", "form_secondment", "w_rows_secondment", -40, 4, ("secondment", "commune", "at_most"), 4),
    ("goal", "form_law", "w_rows_law", -40, "thử lại", ("law", 0, "reason"), "thử lại"),
]  # fmt: skip


def at(data, path):
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_typed_into_a_row_of_any_table_is_planned(page, server, runs, lang, tmp_path):
    """A scenario with a row in every table; a cell of each is typed over, one part of the page after another."""
    (tmp_path / "every.yaml").write_text(EVERY_TABLE, encoding="utf-8")
    s = Form(page, server, lang)
    s.open()
    page.get_by_role("button", name=s.t("scenario_files")).first.click()
    page.locator('input[type="file"]').first.set_input_files(tmp_path / "every.yaml")
    s.says(s.t("scenario_opened", name="every.yaml"))
    s.quiet()
    for part in dict.fromkeys(entry[0] for entry in ROWS):
        s.part_of(part)
        mine = [entry for entry in ROWS if entry[0] == part]
        for fold in dict.fromkeys(entry[1] for entry in mine if entry[1]):
            s.unfold(fold)
        for _, _, key, column, written, _, _ in mine:
            s.cell(key, column, written)
    before = jobs(runs)
    s.solve()
    asked = s.asked(runs, before)
    assert [at(asked, path) for *_, path, _ in ROWS] == [value for *_, value in ROWS]


TABLES = [
    ("targets", "form_periods", "w_rows_periods", 60, "2027 thử", lambda a: a["periods"][0]["name"], "2027 thử"),
    ("units", "form_by_unit", "w_by_unit", -60, 1, lambda a: 1 in [v for b in a["units"]["by_unit"].values() for v in b.values()] or a["units"]["by_unit"], True),
]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("part", "fold", "key", "column", "written", "found", "value"), TABLES)
def test_what_is_typed_into_a_table_is_planned(page, server, runs, lang, part, fold, key, column, written, found, value):
    """The cell is left by the press of Solve alone: neither Enter nor a button applies it."""
    s = Form(page, server, lang)
    s.open()
    s.part_of(part)
    s.unfold(fold)
    before = jobs(runs)
    s.cell(key, column, written)
    s.solve()
    assert found(s.asked(runs, before)) == value


def test_what_cannot_be_planned_is_named_and_stays(page, server, runs):
    s = Form(page, server, "en")
    s.open()
    s.part_of("text")
    before = jobs(runs)
    field = page.get_by_role("textbox", name=s.t("scenario_text_label"), exact=True)
    field.fill(field.input_value() + "\nkhông: [")
    s.solve()
    s.says("Nothing was planned: As text is not finished")
    assert jobs(runs) == before
    page.reload()
    s.quiet()
    s.part_of("text")
    expect(field).to_have_value(re.compile(r"không: \[$"), timeout=60_000)
    s.press("edits_discard")
    expect(field).not_to_have_value(re.compile(r"không: \[$"), timeout=60_000)


def test_a_step_that_was_not_added_is_planned_when_it_is_whole_and_named_when_not(page, server, runs):
    s = Form(page, server, "en")
    s.open()
    s.part_of("structure")
    s.type(s.t("structure_new_id"), "VMOI")
    before = jobs(runs)
    s.solve()
    s.says("Nothing was planned: Merge units is not finished")
    assert jobs(runs) == before
    s.quiet()
    assert page.get_by_label(s.t("structure_new_id"), exact=True).input_value() == "VMOI"
    s.type(s.t("structure_new_name"), "Vụ mới")
    page.keyboard.press("Tab")
    s.quiet()
    for _ in range(2):
        choose(page, page.get_by_label(s.t("structure_units"), exact=True))
        page.keyboard.press("Escape")
        s.quiet()
    s.solve()
    (step,) = s.asked(runs, before)["reorganise"]
    assert step["into"]["unit"] == "VMOI" and len(step["merge"]) == 2


def test_a_plan_of_another_question_never_looks_current(page, server, planned):
    s = Form(page, server, "en")
    page.goto(f"{server}/plan?lang=en&{planned}")
    page.locator(FIGURES).first.wait_for()
    s.quiet()
    s.says("Proven: no plan is better")
    s.type(s.t("target_label"), 31)
    page.keyboard.press("Tab")
    s.says(s.t("verdict_earlier"))
    expect(page.locator(".seal.ok")).to_have_count(0)
    s.says(s.t("seal_old", seal=s.t("seal_optimal")))
    s.says(s.t("edited_since"))
    expect(page.get_by_text("20 → 31").first).to_be_visible()
