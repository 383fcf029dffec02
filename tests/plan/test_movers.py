"""A plan that moves somebody whom NĐ 170/2025, Article 25(5), lets move at their wish alone says so."""

from __future__ import annotations

from typing import Any

import pytest

from planner.plan.plan import Run
from tests.builder import roster_of, run_of

MOTHER = {"sex": "F", "youngest_child_born_on": "2026-03-03"}


def moved(**person: Any) -> Run:
    """Two units, one with a vacant post; the one person of the other moves there, since its headcount must fall."""
    units = [{"unit": "A"}, {"unit": "B", "assigned_quota": 2}]
    people = [{"unit": "A", **person}, {"unit": "B"}]
    bounds = {"by_unit": {"A": {"reduction_at_least": 1.0}}}
    return run_of(roster_of(*people, units=units), units=bounds, redeploy={"allowed": True}, routes=[])


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (MOTHER, True), ({**MOTHER, "sex": "M"}, False), ({**MOTHER, "youngest_child_born_on": "2024-07-01"}, False), ({**MOTHER, "youngest_child_born_on": "2024-07-02"}, True),
        ({"sex": "F", "pregnant": True}, True), ({"sex": "F", "maternity_leave": True}, True), ({"under_discipline": True}, True), ({"under_inspection": True}, True), ({}, False),
    ],
)  # fmt: skip
def test_whom_the_decree_does_not_let_move_is_named(person: dict[str, Any], said: bool) -> None:
    run = moved(**person)
    assert run.summary["redeployed"] == 1
    found = [w for w in run.summary["warnings"] if "Article 25(5)" in w]
    assert len(found) == said and (not said or found[0].startswith("The plan moves Nguyễn Văn 01 (P01) to another unit"))
    assert not said or any("Điều 25 khoản 5" in p.message.render("vi") for p in run.warnings)


def test_who_stays_is_not_named_nor_is_a_public_employee() -> None:
    assert not [w for w in run_of(roster_of(MOTHER)).summary["warnings"] if "Article 25(5)" in w]
    units = [{"unit": "A", "kind": "public_unit"}, {"unit": "B", "kind": "public_unit", "assigned_quota": 2}]
    people = [{"unit": "A", "category": "public_employee", **MOTHER}, {"unit": "B", "category": "public_employee"}]
    run = run_of(roster_of(*people, units=units), units={"by_unit": {"A": {"reduction_at_least": 1.0}}}, redeploy={"allowed": True}, routes=[])
    assert run.summary["redeployed"] == 1 and not [w for w in run.summary["warnings"] if "Article 25(5)" in w]
