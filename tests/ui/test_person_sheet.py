"""The calculation sheet on the person page: the plan's decision first, any other exit on demand, text as text."""

from __future__ import annotations

import csv

from tests.ui.conftest import words


def people(runs, plan, decision):
    """Employee ids with a decision that costs something."""
    with (runs / plan / "decisions.csv").open(encoding="utf-8") as file:
        return [
            r["employee_id"] for r in csv.DictReader(file) if r["decision"] == decision and (decision == "retain" or r["cost_vnd"] != "0")
        ]


def open_person(app, plan, person, lang="vi"):
    at = app("person", lang=lang, run=plan)
    next(i for i in at.text_input if i.key == "w_person_search").set_value(person).run()
    assert not at.exception
    assert not at.table, "the steps are sent when they are asked for"
    at.toggle(key="w_sheet_steps").set_value(True).run()
    assert not at.exception
    return at


def cells(at) -> str:
    return "\n".join(str(value) for table in at.table for value in table.value.to_numpy().ravel())


def test_the_plans_decision_is_calculated_step_by_step(app, plans, runs):
    person = people(runs, "twenty", "immediate_separation")[0]
    at = open_person(app, plans[0], person)
    assert "Phiếu tính chế độ" in words(at) and "Bằng chữ" in words(at)
    assert "(phương án)" in next(s for s in at.selectbox if s.key.startswith(f"w_sheet_exit_{person}_")).options[0]
    assert "Tiền lương tháng hiện hưởng" in cells(at) and "×" in cells(at)


def test_another_exit_can_be_calculated(app, plans, runs):
    person = people(runs, "twenty", "immediate_separation")[0]
    at = open_person(app, plans[0], person, lang="en")
    choice = next(s for s in at.selectbox if s.key.startswith(f"w_sheet_exit_{person}_"))
    other = next(i for i, label in enumerate(choice.options) if label.startswith("Transfer out"))
    choice.select_index(other).run()
    assert not at.exception
    assert "Flat allowance for the transfer" in cells(at)


def test_who_stays_can_be_calculated_too(app, plans, runs):
    at = open_person(app, plans[0], people(runs, "twenty", "retain")[0])
    assert "Phiếu tính chế độ" in words(at)
    assert all("(phương án)" not in label for s in at.selectbox if s.key.startswith("w_sheet_exit_") for label in s.options)
